"""Removing a backbone that was imported or trained here: the question, and the job."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import megabytes, translator, worded
from desktop_labeler.ui.pages.train import training_jobs
from desktop_labeler.ui.pages.train.backbones_card import BackbonesCard
from desktop_labeler.ui.widgets.ask_first import ask

if TYPE_CHECKING:
    from desktop_labeler.jobs.training.remove_backbone import RemovedBackbone

_tr = translator("Train")


class BackboneRemoval:
    """Asks whether to remove a backbone, as the card wants, because nothing brings it back.

    It is no object of Qt: see OwnJob.
    """

    def __init__(self, card: BackbonesCard, jobs: JobQueue, project: Path) -> None:
        self._card, self._jobs, self._project = card, jobs, project
        card.removal_wanted.connect(self.ask)

    def ask(self, name: str, size: int) -> None:
        """Ask first: the weights are gone for good, the labels and what was computed with them stay."""
        text = _tr(
            "The weights of “{name}” are deleted, which frees {size}. This cannot be undone: it would have to be "
            "trained or imported again. Labels stay as they are. Projects keep what was computed with it, but new "
            "images cannot be analysed with it."
        )
        title = _tr("Remove “{name}”").format(name=name)
        ask(
            self._card,
            title,
            text.format(name=name, size=megabytes(size)),
            _tr("Remove it"),
            partial(self.remove, name),
        )

    def remove(self, name: str) -> None:
        """Remove a backbone; the list is read again by the page when the job is over."""
        job = partial(training_jobs.remove, name, self._project)
        self._jobs.start(_tr("Removing a backbone"), job, self._removed, steps=job_steps.REMOVE_BACKBONE)

    def _removed(self, result: object) -> None:
        done = cast("RemovedBackbone", result)
        self._card.removed.emit()
        self._jobs.announce(Notice(worded(done.said()), lasts=bool(done.unread)))
