"""Rounds in the window: started after decisions, computed in the background, taken over when the person asks."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_labeler.data.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.project import Project
from desktop_labeler.data.query import find_images
from desktop_labeler.jobs.embed import embed_project
from desktop_labeler.jobs.round import RoundMemory, run_round
from desktop_labeler.ui.job_bar import JobBar
from desktop_labeler.ui.open_project import OpenProject
from desktop_labeler.ui.round_view import RoundView, load_round
from desktop_labeler.ui.settings import Settings

_ENOUGH = 10  # decided images after which the next round is worth its time
_PAUSE = 1500  # milliseconds without a decision before a round starts


class Rounds(QObject):
    """The round in use, and the next one.

    Signals:
        taken_over: another round is in use (or none): pages may show it now.
        changed: what `text` says.
    """

    taken_over = Signal()
    changed = Signal()

    def __init__(self, project: OpenProject, jobs: JobBar, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project, self._jobs, self._settings = project, jobs, settings
        self._memory = RoundMemory()
        self._busy = False
        self._newer = 0
        self.view: RoundView | None = None
        self._waiting: RoundView | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._after_a_pause)
        project.history_changed.connect(self._decided)
        project.ask(load_round, self._loaded)

    @property
    def newer(self) -> int:
        """How many decisions the round in use does not know."""
        return self._newer

    @property
    def waiting(self) -> bool:
        """Whether a newer round is ready to be taken over."""
        return self._waiting is not None

    def text(self) -> str:
        """Return the line about rounds for the bar."""
        if self.view is None:
            return ""
        parts = [self.tr("Round {n}").format(n=self.view.number)]
        parts.append(self.tr("{n} decisions").format(n=f"{self.view.decisions:,}"))
        if self._newer:
            parts.append(self.tr("{n} newer not used yet").format(n=f"{self._newer:,}"))
        if self.waiting:
            parts.append(self.tr("F5 takes over the new results"))
        return " · ".join(parts)

    def start(self) -> None:
        """Look at images that are new, then run a round; nothing happens while one is on its way."""
        if not self._busy:
            self._busy = True
            self._project.ask(_unseen, self._start)

    def take_over(self) -> None:
        """Use the newest results from now on."""
        if self._waiting is not None:
            self.view, self._waiting = self._waiting, None
            self._count()
            self.taken_over.emit()

    def _start(self, unseen: int) -> None:
        if unseen:
            job = partial(embed_project, self._project.path, device=self._settings.device)
            self._jobs.start(self.tr("Looking at the images"), job, self._embedded, self._failed)
        else:
            self._embedded(None)

    def _embedded(self, result: object) -> None:
        job = partial(run_round, self._project.path, self._memory)
        number = self._waiting.number if self._waiting else self.view.number if self.view else 0
        self._jobs.start(self.tr("Round {n}").format(n=number + 1), job, self._ran, self._failed)

    def _failed(self, error: object) -> None:
        self._busy = False
        self._jobs.failed.emit(error)

    def _ran(self, result: object) -> None:
        self._busy = False
        self._project.ask(load_round, self._loaded)

    def _loaded(self, view: RoundView | None) -> None:
        self._waiting = view
        if self.view is None:
            self.take_over()
        self._count()

    def _decided(self) -> None:
        self._count()
        self._timer.start()

    def _count(self) -> None:
        """Count decisions that the round in use does not know."""
        last = self._project.project.rows("SELECT coalesce(max(id), 0) FROM decision")[0][0]
        known = self.view.decisions if self.view is not None else 0
        self._newer = int(str(last)) - known
        self.changed.emit()

    def _after_a_pause(self) -> None:
        newest = self._waiting or self.view
        if newest is None or not self._settings.auto_round:
            return
        found = self._project.project.rows(
            "SELECT coalesce(sum(images), 0) FROM decision WHERE id > ?", (newest.decisions,)
        )
        if int(str(found[0][0])) >= _ENOUGH:
            self.start()


def _unseen(project: Project) -> int:
    """Return how many images have no vector of the backbone in use."""
    in_use = backbone_in_use(project)
    images = find_images(project)
    return (
        len(images) if in_use is None else len(set(images.tolist()) - set(embedded_images(project, in_use[0]).tolist()))
    )
