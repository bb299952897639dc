"""Rounds in the window: started after decisions, computed in the background, taken over when the person asks."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.decisions.history import decisions_by_person, images_decided_since, last_decision
from desktop_labeler.data.decisions.verdicts import Verdicts
from desktop_labeler.data.images.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.load_networks import wake
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job
from desktop_labeler.ui.core.job_queue import JobQueue
from desktop_labeler.ui.core.language import grouped, images, told
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView, load_round
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.wish import Wish
from desktop_labeler.ui.rounds.round_lists import RoundLists, make_lists

if TYPE_CHECKING:
    from desktop_labeler.jobs.run_round import RoundMemory

_ENOUGH = 10  # decided images after which the next round is worth its time
_PAUSE = 1500  # ms without a decision before a round starts
# Of the whole: what is done when a step ends. Estimates, not measured: embedding takes nearly all of it.
_ANALYSIS = {
    "starting": 0.13,
    "opening the backbone": 0.14,
    "reading the images": 0.25,
    "embedding": 0.9,
    "reading": 0.92,
    "spreading labels": 0.94,
    "looking for suspects": 0.96,
    "choosing what to ask next": 0.98,
    "comparing images": 0.99,
    "storing": 1.0,
}
_ROUND = {
    "starting": 0.1,
    "reading": 0.3,
    "spreading labels": 0.6,
    "looking for suspects": 0.8,
    "choosing what to ask next": 0.9,
    "comparing images": 0.95,
    "storing": 1.0,
}
_COUNT = 120  # ms after the last decision before the lists are made anew


class Rounds(QObject):
    """The round in use, what there is to do with it, and the next one.

    Attributes:
        view: the round in use, None before the first.
        lists: what there is to do with it, None before they are made; brought up to date after decisions.

    Signals:
        taken_over: another round is in use; its lists follow.
        listed: `lists` were made anew.
        changed: what `text` and `state` say.
    """

    taken_over = Signal()
    listed = Signal()
    changed = Signal()

    def __init__(self, project: OpenProject, jobs: JobQueue, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._jobs, self._settings = project, jobs, settings
        self.memory: RoundMemory | None = None  # what one round leaves to the next
        self._closed = False
        self._wish: Wish | None = None  # what the round on its way is a part of
        self._asking = self._running = False
        self._listing: RoundView | None = None  # the view whose lists are being made
        self._again = False  # something was decided while they were
        self._verdicts: Verdicts | None = None  # what they were made of
        self._changed: set[int] | None = None  # images decided since then, None for any
        self.view: RoundView | None = None
        self._knows: tuple[int, dict[str, int]] = (0, {})  # a round, and how many decisions of whom it knows
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
        jobs.idle.connect(self._idle)
        self.reload()

    def close(self) -> None:
        """Nothing more happens: the project is being closed."""
        self._closed = True
        self._pause.stop()
        self._recount.stop()

    # --- state ------------------------------------------------------------------------------------------------------
    @property
    def automatic(self) -> bool:
        """Whether the person lets rounds start by themselves."""
        return self._settings.auto_round

    @property
    def waiting(self) -> bool:
        """Whether a newer round is ready to be taken over."""
        return self._waiting is not None

    @property
    def running(self) -> bool:
        """Whether images are being looked at, or a round is being computed."""
        return self._asking or self._running

    @property
    def upcoming(self) -> bool:
        """Whether a round is on its way, or starts by itself in a moment if enough was decided."""
        return self.running or self._pause.isActive()

    @property
    def settled(self) -> bool:
        """Whether the lists are those of the round in use and of every decision."""
        upcoming = self._recount.isActive() or self._listing is not None
        return self.loaded and not upcoming and (self.view is None or self.lists is not None)

    def text(self) -> str:
        """Return the line about rounds for the bar."""
        if self.view is None:
            return ""
        parts = [self.tr("Round {n} in use").format(n=self.view.number), self._learned_from(self.view)]
        if self.newer:
            parts.append(self.tr("{n} newer not used yet").format(n=grouped(self.newer)))
        return " · ".join(parts)

    def _learned_from(self, view: RoundView) -> str:
        """Say whose decisions a round knows."""
        if self._knows[0] != view.number:
            self._knows = view.number, decisions_by_person(self._project.project, view.decisions)
        mine = self._knows[1].get(self._project.who, 0)
        others = sum(self._knows[1].values()) - mine
        text = Message("{n:# decision|# decisions} by you", n=mine)
        if others:
            text = Message("{n:# decision|# decisions} by you, {k} by others", n=mine, k=others)
        return told(text)

    # --- what the person asks for -----------------------------------------------------------------------------------
    def start(self, wish: Wish | None = None) -> None:
        """Look at images that are new, then run a round; nothing happens while one is on its way.

        Args:
            wish: what it is a part of, where other jobs come before.
        """
        if not self.running and not self._closed:
            self._asking, self._wish = True, wish
            self.changed.emit()
            self._project.ask(_unseen, self._start)

    def reload(self) -> None:
        """Look whether the project holds a newer round; it waits to be taken over, the first one is used at once."""
        if not self._closed:
            self._project.ask(load_round, self._loaded)

    def take_over(self) -> bool:
        """Use the newest results from now on; returns whether there were any."""
        if self._waiting is None:
            return False
        self.view, self._waiting = self._waiting, None
        self.lists = None
        self._count()
        self.taken_over.emit()
        self._list()
        return True

    # --- running ----------------------------------------------------------------------------------------------------
    def _start(self, unseen: int) -> None:
        self._asking, self._running = False, True
        if self._closed:
            return
        if unseen:
            job = partial(_embed, self._project.path, self._settings.device)
            self._wish = self._wish or analysis(unseen, checked=True)
            title = self.tr("Analysing images")
            self._jobs.start(title, job, self._embedded, self._failed, resume="look", wish=self._wish)
        else:
            self._embedded(None)

    def _embedded(self, result: object) -> None:
        if self._closed:
            return
        number = self._waiting.number if self._waiting else self.view.number if self.view else 0
        job = partial(_run_round, self._project.path, self)
        title = self.tr("Round {n}").format(n=number + 1)
        wish = self._wish or Wish(title, _ROUND)
        self._jobs.start(title, job, self._ran, self._failed, resume="round", wish=wish)
        self.changed.emit()

    def _failed(self, error: object) -> None:
        self._running = False
        self.changed.emit()
        self._jobs.failed.emit(error)

    def _ran(self, result: object) -> None:
        self._running = False
        self.reload()

    def _idle(self) -> None:
        """No job runs any more: one that was cancelled reports nothing else."""
        if self._running:
            self._running = False
            self.changed.emit()

    def _not_read(self, error: object) -> None:
        """Reading failed (which was reported): ask again when there is a reason to."""
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

    # --- keeping up with decisions ----------------------------------------------------------------------------------
    def _images_changed(self, images: IntArray | None) -> None:
        if images is None:
            self._changed = None
        elif self._changed is not None:
            self._changed |= set(images.tolist())

    def _decided(self) -> None:
        if self._closed:
            return
        self._count()
        self._pause.start()
        self._recount.start()

    def _count(self) -> None:
        """Count decisions that the round in use does not know."""
        last = last_decision(self._project.project)
        known = self.view.decisions if self.view is not None else 0
        self.newer = max(0, last - known)
        self.changed.emit()

    def _after_a_pause(self) -> None:
        newest = self._waiting or self.view
        if newest is None or not self._settings.auto_round or self.running:
            return
        if images_decided_since(self._project.project, newest.decisions) >= _ENOUGH:
            self.start()

    def _list(self) -> None:
        """Make the lists anew, one at a time."""
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


def analysis(count: int, *, checked: bool = False) -> Wish:
    """Return the wish to have so many images analysed, after their files were checked or not."""
    title = QCoreApplication.translate("Rounds", "Analysing {images}").format(images=images(count))
    return Wish(title, _ANALYSIS if checked else {"reading images": 0.1} | _ANALYSIS)


def _embed(path: Path, device: str) -> Job[object]:
    """Embed what is new; the networks are imported here, beside the job, and not at the start."""
    yield from wake()
    from desktop_labeler.jobs.embed import embed_project

    wanted = cast("Literal['auto', 'cpu', 'cuda', 'mps']", device)
    result = yield from embed_project(path, device=wanted)
    return result


def _run_round(path: Path, rounds: Rounds) -> Job[object]:
    yield from wake()
    from desktop_labeler.jobs.run_round import RoundMemory, run_round

    if rounds.memory is None:
        rounds.memory = RoundMemory()
    result = yield from run_round(path, rounds.memory)
    return result


def _unseen(project: Project) -> int:
    """Return how many images have no vector of the backbone in use."""
    in_use = backbone_in_use(project)
    images = find_images(project)
    if in_use is None:
        return len(images)
    return int(np.isin(images, embedded_images(project, in_use[0]), invert=True).sum())
