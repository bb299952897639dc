"""Rounds in the window: started after decisions, computed in the background, used on request."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.decisions.history import decisions_by_person, images_decided_since, news_since
from desktop_labeler.data.decisions.proof.verdicts import Verdicts
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.unclassified import unclassified, waiting_images
from desktop_labeler.jobs.embedding.load_networks import load_networks
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_group import JobGroup
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.background.own_job import OwnJob
from desktop_labeler.ui.core.disputed_images import DisputedImages
from desktop_labeler.ui.core.language import images, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView, load_round
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.rounds.round_lists import RoundLists, make_lists
from desktop_labeler.ui.rounds.unanalysed_images import UnanalysedImages

if TYPE_CHECKING:
    from desktop_labeler.jobs.rounds.run_round import RoundMemory

_ENOUGH = 10  # decided images that make another round worthwhile
_PAUSE = 1500  # ms without a decision before a round starts
_COUNT = 120  # ms after the last decision until the lists are updated


class Rounds(QObject):
    """The round in use, its lists, and the next round.

    Attributes:
        view: the round in use, None before the first.
        lists: its lists, None before they are made; updated after decisions.
        disputed: the images on which people disagree, which Suspects counts too, with or without a round.
        unanalysed: how many images have not been analysed.

    Signals:
        taken_over: another round is in use; its lists follow later.
        listed: `lists` were updated.
        changed: `text` or `state` may have changed.
    """

    taken_over = Signal()
    listed = Signal()
    changed = Signal()

    def __init__(self, project: OpenProject, jobs: JobQueue, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._jobs, self._settings = project, jobs, settings
        self.disputed = DisputedImages(project, self)
        self.memory: RoundMemory | None = None  # what a round keeps for the next one
        self._closed = False
        self._group: JobGroup | None = None  # the group that the coming round is part of
        self._count_of_images = 0  # of the project, when the round was started
        self._asking = self._running = False
        self.doing = ""  # what runs while `running`, as the bar below says it; empty before that is known
        self._listing: RoundView | None = None  # the view whose lists are being made
        self._again = False  # whether something was decided while they were being made
        self._verdicts: Verdicts | None = None  # the verdicts that the lists were made from
        self._changed: set[int] | None = None  # ids of images decided since then, None for any
        self.view: RoundView | None = None
        self._knows: tuple[int, dict[str, int]] = (0, {})  # a round, and how many decisions of each person it knows
        self.lists: RoundLists | None = None
        self.loaded = False
        self.newer = 0
        self._waiting: RoundView | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._after_a_pause)
        self._recount = QTimer(self, singleShot=True, interval=_COUNT)
        self._recount.timeout.connect(self._list)
        project.images_changed.connect(self._images_changed)
        project.history_changed.connect(self._decided)
        project.failed.connect(self._not_read)
        self._own = OwnJob(jobs, self, self._over)
        self.unanalysed = UnanalysedImages(
            project, jobs, self, changed=self._tell_changed, busy=self._leaves_alone, analyse=self.start
        )
        self.reload()

    def close(self) -> None:
        """Stop, because the project is being closed."""
        self._closed = True
        self._pause.stop()
        self._recount.stop()

    # --- state ------------------------------------------------------------------------------------------------------
    @property
    def automatic(self) -> bool:
        """Whether rounds start automatically."""
        return self._settings.auto_round and not self._project.blind

    @property
    def closed(self) -> bool:
        """Whether the project is closed, so that nothing can be read any more."""
        return self._closed

    @property
    def waiting(self) -> bool:
        """Whether a newer round is ready to be taken over."""
        return self._waiting is not None

    @property
    def newest(self) -> int:
        """The number of the newest round, in use or not; 0 before the first."""
        newest = self._waiting or self.view
        return newest.number if newest is not None else 0

    @property
    def running(self) -> bool:
        """Whether images are being analysed or a round is being computed."""
        return self._asking or self._running

    @property
    def upcoming(self) -> bool:
        """Whether a round is coming, or will start automatically soon if enough was decided."""
        return self.running or self._pause.isActive()

    @property
    def settled(self) -> bool:
        """Whether the lists match the round in use and every decision."""
        upcoming = self._recount.isActive() or self._listing is not None
        return self.loaded and not upcoming and (self.view is None or self.lists is not None)

    def text(self) -> str:
        """Return the text about rounds for the bar."""
        left = self.unanalysed.short_text()
        if self.view is None:
            return left
        parts = [self.tr("Round {n} in use").format(n=self.view.number), self._learned_from(self.view)]
        if self.newer:
            parts.append(worded(Message("{n:# newer decision is|# newer decisions are} not used yet", n=self.newer)))
        return " · ".join(filter(None, (*parts, left)))

    def _learned_from(self, view: RoundView) -> str:
        """Return a text about whose decisions a round knows."""
        if self._knows[0] != view.number:
            self._knows = view.number, decisions_by_person(self._project.project, view.decisions)
        mine = self._knows[1].get(self._project.who, 0)
        others = sum(self._knows[1].values()) - mine
        text = Message("{n:# decision|# decisions} by you", n=mine)
        if others:
            text = Message("{n:# decision|# decisions} by you, {k} by others", n=mine, k=others)
        return worded(text)

    # --- actions of the person --------------------------------------------------------------------------------------
    def start(self, group: JobGroup | None = None) -> None:
        """Analyse new images, then run a round; nothing happens while a round is coming.

        Args:
            group: the group that the round is part of, if other jobs precede it.
        """
        if self.running:
            already = self.tr("This is running already: {job}").format(job=self._jobs.purpose or self.tr("Round"))
            self._jobs.announce(Notice(already, lasts=False))
        elif self._project.blind:
            self._jobs.announce(Notice(self.why_none(), lasts=False))
        elif not self._closed:
            self._asking, self._group, self.doing = True, group, ""
            self.changed.emit()  # a training that nobody asked for gives way
            if self._jobs.shown and self._jobs.goes_on and group is None:
                waits = self.tr("The round begins when this is finished: {job}").format(job=self._jobs.ahead())
                self._jobs.announce(Notice(waits, lasts=False))
            self._project.ask(_unseen, self._begin)

    def analyse_new(self) -> None:
        """Analyse images that came or changed since others were analysed, without waiting for a decision."""
        if self.automatic and not self.running and not self._closed:
            self._project.ask(_are_new, self._start_for_new)

    def _start_for_new(self, wanted: bool) -> None:
        if wanted and not self.running:
            self.start()

    def why_none(self) -> str:
        """Return why nothing is suggested in a package that was handed out blind."""
        return self.tr("In this package nothing is suggested, so that the answers are independent of the program.")

    def reload(self) -> None:
        """Check for a newer round; it waits to be taken over, except that the first is used at once."""
        if not self._closed:
            self._project.ask(load_round, self._loaded)

    def take_over(self) -> bool:
        """Use the newest round from now on, and return whether there was one."""
        if self._waiting is None:
            return False
        self.view, self._waiting = self._waiting, None
        self._project.round = self.view.number
        self.lists = None
        self._count()
        self.taken_over.emit()
        self._list()
        return True

    # --- running ----------------------------------------------------------------------------------------------------
    def _begin(self, counts: tuple[int, int, int]) -> None:
        unseen, waiting, self._count_of_images = counts
        self._asking, self._running = False, True
        if self._closed:
            return
        if unseen or waiting:
            job = partial(_look, self._project.path, self._settings.device, embed=unseen > 0)
            known = unseen < self._count_of_images
            self._group = self._group or analysis(unseen, checked=True, known=known, classified=waiting)
            title = self.tr("Analysing images") if unseen else self.tr("Classifying new images")
            self.doing = title
            queued = self._jobs.start(title, job, self._embedded, self._failed, resume="look", group=self._group)
            self._own.follow(queued)
        else:
            self._embedded(None)

    def _embedded(self, result: object) -> None:
        if self._closed:
            return
        job = partial(_run_round, self._project.path, self)
        title = self.doing = self.tr("Round {n}").format(n=self.newest + 1)
        group = self._group or JobGroup(title, job_steps.round_steps(self._count_of_images))
        self._own.follow(self._jobs.start(title, job, self._ran, self._failed, resume="round", group=group))
        self.changed.emit()

    def _failed(self, error: object) -> None:
        self._running = False
        self.unanalysed.count()
        self.changed.emit()
        self._jobs.failed.emit(error)

    def _ran(self, result: object) -> None:
        self._running = False
        self.reload()

    def _over(self) -> None:
        """Update the state after a job that was cancelled or taken back, which reports nothing else."""
        if self._running:
            self._running = False
            self.unanalysed.count()
            self.changed.emit()

    def _tell_changed(self) -> None:
        if not self._closed:
            self.changed.emit()

    def _leaves_alone(self) -> bool:
        return self._closed or self.running or self._project.blind

    def _not_read(self, error: object) -> None:
        """React to a failed read, which was reported: ask again only when there is a reason to."""
        self._asking, self._listing, self._changed = False, None, None
        self.changed.emit()

    def _loaded(self, view: RoundView | None) -> None:
        if self._closed:
            return
        self.loaded = True
        if view is not None and (self.view is None or view.number != self.view.number):
            self._waiting = view
        if self.view is None:
            self.take_over()
        self._count()
        self.unanalysed.count()

    # --- keeping up with decisions ----------------------------------------------------------------------------------
    def _images_changed(self, images: IntArray | None) -> None:
        if images is None:
            self._changed = None
            if self.loaded and not self._closed:
                self.unanalysed.count()
        elif self._changed is not None:
            self._changed |= set(images.tolist())

    def _decided(self) -> None:
        if self._closed:
            return
        self._count()
        self._pause.start()
        self._recount.start()

    def _count(self) -> None:
        """Count the decisions about images that the round in use does not know."""
        known = self.view.decisions if self.view is not None else 0
        self.newer = news_since(self._project.project, known)
        self.changed.emit()

    def _after_a_pause(self) -> None:
        newest = self._waiting or self.view
        if newest is None or not self.automatic or self.running:
            return
        if images_decided_since(self._project.project, newest.decisions) >= _ENOUGH:
            self.start()

    def _list(self) -> None:
        """Update the lists, one run at a time."""
        if self.view is None or self._closed:
            return
        if self._listing is not None:
            self._again = True
            return
        self._listing = self.view
        verdicts = self._verdicts if self._changed is not None else None
        changed = sorted(self._changed or ())
        self._changed = set()
        self._project.ask(partial(make_lists, self.view, verdicts, changed), self._listed)

    def _listed(self, made: tuple[RoundLists, Verdicts]) -> None:
        lists, self._verdicts = made
        made_of, self._listing = self._listing, None
        again, self._again = self._again, False
        if self._closed:
            return
        if made_of is self.view:
            self.lists = lists
            self.listed.emit()
        if again or made_of is not self.view:
            self._list()


def analysis(count: int, *, checked: bool = False, known: bool = False, classified: int = 0) -> JobGroup:
    """Return the group of the jobs that analyse this number of images; see `job_steps.analysis`."""
    if not count:
        title = QCoreApplication.translate("Rounds", "Classifying new images")
        return JobGroup(title, job_steps.classify_new(classified))
    title = QCoreApplication.translate("Rounds", "Analysing {images}").format(images=images(count))
    return JobGroup(title, job_steps.analysis(count, checked=checked, known=known, classified=classified))


def _look(path: Path, device: str, *, embed: bool) -> Job[object]:
    """Embed new images, and let the classifier in use classify them.

    The networks are imported here, on the job's thread, to keep the start fast.
    """
    yield from load_networks("desktop_labeler.jobs.classifiers.keep_classifier")
    from desktop_labeler.jobs.classifiers.keep_classifier import classify_new
    from desktop_labeler.jobs.embedding.embed import embed_project

    wanted = cast("Literal['auto', 'cpu', 'cuda', 'mps']", device)
    if embed:
        yield from embed_project(path, device=wanted)
    result = yield from classify_new(path, device=wanted)
    return result


def _run_round(path: Path, rounds: Rounds) -> Job[object]:
    yield from load_networks()
    from desktop_labeler.jobs.rounds.run_round import RoundMemory, run_round

    if rounds.memory is None:
        rounds.memory = RoundMemory()
    result = yield from run_round(path, rounds.memory)
    return result


def _are_new(project: Project) -> bool:
    """Return whether images came or changed since others were analysed."""
    return backbone_in_use(project) is not None and _unseen(project)[0] > 0


def _unseen(project: Project) -> tuple[int, int, int]:
    """Return how many images lack an embedding of the backbone in use, wait for the classifier in use, and are there.

    Those that it will classify once they are embedded count as waiting.
    """
    in_use = backbone_in_use(project)
    images = find_images(project)
    if in_use is None:
        return len(images), 0, len(images)
    unseen = int(np.isin(images, embedded_images(project, in_use[0]), invert=True).sum())
    waiting = len(unclassified(project).missing) if unseen else waiting_images(project)
    return unseen, waiting, len(images)
