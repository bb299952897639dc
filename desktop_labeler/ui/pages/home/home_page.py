"""Home: a new project from a folder, recent projects, and the sample."""

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun
from desktop_labeler.jobs.projects.new_project import discard_unfinished
from desktop_labeler.messages import visible
from desktop_labeler.paths import resource
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.errors import report
from desktop_labeler.ui.core.settings import save_settings
from desktop_labeler.ui.pages.home.recent import Recent, RecentLoader
from desktop_labeler.ui.pages.home.recent_card import RecentCard
from desktop_labeler.ui.rounds.page_context import PageContext
from desktop_labeler.ui.widgets.basics import Picture, label, scrolled
from desktop_labeler.ui.widgets.key_button import ElidedLabel
from desktop_labeler.ui.widgets.page import Page

_CARD_WIDTH = 340
_MINUTE = 60_000  # ms
_EDGE = 46  # pixels: the side of a picture of the sample


class HomePage(Page):
    """The page Home.

    Signals:
        folder_chosen: a folder was dropped. folder_wanted: the person wants to choose one.
        project_chosen: a recent or dropped project file. project_wanted: the person wants to choose one.
        analyse_wanted: a recent project should be opened and its images analysed.
        sample_wanted: the person wants to open the sample.
        classify_wanted: the person wants to use a classifier on another folder; carries the BegunRun to go on with, or
            None.
        go_on_wanted: a new project that stopped half way should be completed.
    """

    folder_chosen = Signal(object)
    folder_wanted = Signal()
    project_chosen = Signal(object)
    project_wanted = Signal()
    analyse_wanted = Signal(object)
    sample_wanted = Signal()
    classify_wanted = Signal(object)
    go_on_wanted = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = context.settings
        self._recent: dict[str, Recent] = {}
        self._other: BegunRun | None = None  # an interrupted classification with a classifier that has no card
        self._made: Path | None = None  # the project that is being made now
        self.cards: list[RecentCard] = []
        self._loader = RecentLoader(self)
        self._loader.loaded.connect(self._loaded)
        self._loader.runs_read.connect(self._show_runs)
        self._runs: list[BegunRun] = []
        self._under_way: Callable[[], Collection[Path]] = tuple
        self._clock = QTimer(self, interval=_MINUTE // 2)
        self._clock.timeout.connect(self._time_passed)
        self._clock.start()
        title = label(self.tr("Label every image correctly with the fewest checks."), "title")
        title.setWordWrap(True)
        under = label(self.tr("Everything stays on this computer. Your image files are never changed."), "quiet")
        self.drop = DropArea()
        self.drop.chosen.connect(self._dropped)
        self.drop.button.clicked.connect(self.folder_wanted)
        self.drop.open_button.clicked.connect(self.project_wanted)
        self._sample = self._sample_card()
        self._heading = label(self.tr("RECENT PROJECTS"), "section")
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self._making = label("", "quiet")
        self._making.hide()
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.drop, 3)
        top.addWidget(self._sample, 2)
        inside = QWidget()
        inside.setProperty("role", "page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(48, 44, 48, 32)
        layout.setSpacing(0)
        rows = (
            *((title, 8), (under, 24), (top, 12), (self._classify_row(), 12)),
            *((self._making, 16), (self._heading, 10)),
        )
        for item, space in rows:
            layout.addLayout(item) if isinstance(item, QLayout) else layout.addWidget(item)
            layout.addSpacing(space)
        layout.addLayout(self._grid)
        layout.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    def follow(self, jobs: JobQueue, under_way: Callable[[], Collection[Path]]) -> None:
        """Keep what is said of interrupted classifications up to date while jobs begin, wait and end.

        Args:
            jobs: the queue in which folders are classified.
            under_way: returns the tables of those that run or wait there now.
        """
        self._under_way = under_way
        for signal in (jobs.advanced, jobs.queued, jobs.dropped):
            signal.connect(self._read_runs)

    def activated(self) -> None:
        """Read the recent projects again."""
        self.refresh()

    def refresh(self) -> None:
        """Show the recent projects; details about them are read in the background."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        shown = [path for path in self._settings.recent if path != str(self._made)]
        self.cards = [RecentCard(Path(path), self._recent.get(path)) for path in shown]
        for card in self.cards:
            card.chosen.connect(self.project_chosen)
            card.forgotten.connect(self._forget)
            card.analyse_wanted.connect(self.analyse_wanted)
            card.go_on_wanted.connect(self.go_on_wanted)
            card.discard_wanted.connect(self._discard)
            card.classify_wanted.connect(self.classify_wanted)
        self._heading.setVisible(bool(self.cards))
        self._arrange()
        self._show_runs(self._runs)
        self._loader.load(shown)

    def making(self, project: object) -> None:
        """Show that a project is being made; None when that has ended, perhaps half way.

        It is stored among the recent projects from the start, so that a crash does not hide it.
        """
        earlier, self._made = self._made, project if isinstance(project, Path) else None
        self._making.setVisible(self._made is not None)
        if self._made is not None:
            text = self.tr("Creating {name} … progress is shown in the bar below.")
            self._making.setText(text.format(name=visible(self._made.name)))
            self._settings.used(self._made)
        elif earlier is not None and not earlier.exists():
            self._settings.recent = [path for path in self._settings.recent if path != str(earlier)]
        if self._made != earlier:
            save_settings(self._settings)
            self.refresh()

    def stop(self) -> None:
        """Stop reading recent projects, and their times, for good."""
        self._clock.stop()
        self._loader.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = max(1, (self.width() - 96 + 16) // (_CARD_WIDTH - 40))
        columns = min(columns, 4)
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _loaded(self, recent: object) -> None:
        if isinstance(recent, Recent):
            self._recent[str(recent.project)] = recent
            for card in self.cards:
                if card.project == recent.project:
                    card.show_recent(recent)

    def _show_runs(self, runs: object) -> None:
        """Show the interrupted classifications: on the card of their project, or else beside the button."""
        self._runs = list(runs) if isinstance(runs, list) else []
        tables = self._under_way()
        waiting = [run for run in self._runs if run.out not in tables]
        of_cards = {card.project: card for card in self.cards}
        for card in self.cards:
            card.show_run(next((run for run in waiting if run.model == card.project), None))
        self._other = next((run for run in waiting if run.model not in of_cards), None)
        said = self.tr("with the classifier of a project, into a table")
        if self._other is not None:
            said = self.tr("Classifying {folder} was interrupted").format(folder=visible(self._other.folder.name))
        self._classify_text.setText(said)
        self.classify_on.setVisible(self._other is not None)

    def _time_passed(self) -> None:
        """Keep the relative times and what was interrupted up to date while the page stays open."""
        if self.isVisible():
            for card in self.cards:
                card.show_words()
            self._read_runs()

    def _read_runs(self, *_: object) -> None:
        if self.isVisible():  # else they are read when the page is shown
            self._loader.load_runs()

    def _classify(self, *_: object) -> None:
        self.classify_wanted.emit(None)

    def _classify_on(self, *_: object) -> None:
        self.classify_wanted.emit(self._other)

    def _forget(self, project: Path) -> None:
        self._settings.recent = [path for path in self._settings.recent if path != str(project)]
        self.refresh()

    def _discard(self, project: Path) -> None:
        """Ask, then delete the file of a new project that stopped half way."""
        text = self.tr("Delete “{name}”? The images stay where they are.").format(name=visible(project.name))
        answer = QMessageBox.question(self, self.tr("Discard the new project"), text)
        if answer != QMessageBox.StandardButton.Yes:
            return
        self._loader.wait()  # it may be reading that file
        try:
            discard_unfinished(project)
        except LabelerError as error:
            report(error, self)
        else:
            self._forget(project)

    def _dropped(self, place: Path) -> None:
        self.folder_chosen.emit(place) if place.is_dir() else self.project_chosen.emit(place)

    def _classify_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.classify = QPushButton(self.tr("Classify a folder…"))
        self.classify.clicked.connect(self._classify)
        row.addWidget(self.classify)
        self._classify_text = ElidedLabel(self.tr("with the classifier of a project, into a table"), "quiet")
        self._classify_text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.classify_on = QPushButton(self.tr("Continue"))
        self.classify_on.clicked.connect(self._classify_on)
        self.classify_on.hide()
        row.addWidget(self._classify_text)
        row.addWidget(self.classify_on)
        row.addStretch()
        return row

    def _sample_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("New here?"), "strong"))
        text = label(
            self.tr(
                "Open the sample: microscope images, some of them mislabelled on purpose. Try the keys; you "
                "cannot break anything."
            ),
            "quiet",
        )
        text.setWordWrap(True)
        layout.addWidget(text)
        row = QHBoxLayout()
        button = QPushButton(self.tr("Try the sample"))
        button.clicked.connect(self.sample_wanted)
        row.addWidget(button)
        row.addStretch()
        layout.addLayout(row)
        layout.addStretch()
        layout.addWidget(_Pictures(_sample_pictures()))
        return card


class DropArea(QFrame):
    """An area that takes a dropped folder or project, or opens a dialog on a click."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)
        self.setMinimumHeight(210)
        self.button = QPushButton(self.tr("Choose folder…"))
        self.button.setProperty("role", "primary")
        self.open_button = QPushButton(self.tr("Open project…"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        heading = label(self.tr("Drop a folder of images here"), "strong")
        under = label(self.tr("unlabelled, or already sorted into class folders, or with a CSV"), "quiet")
        under.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.button)
        buttons.addWidget(self.open_button)
        buttons.addStretch()
        layout.addStretch()
        for line in (heading, under):
            line.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(line)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        layout.addStretch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _place(event) is not None:
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._over(False)
        place = _place(event)
        if place is not None:
            event.acceptProposedAction()
            self.chosen.emit(place)

    def _over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().polish(self)


def _place(event: QDropEvent) -> Path | None:
    places = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((place for place in places if place.is_dir() or place.suffix == ".labeler"), None)


class _Pictures(QWidget):
    """A row of small pictures."""

    def __init__(self, pictures: list[QPixmap]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for pixmap in pictures:
            shown = Picture(pixmap)
            shown.setFixedSize(QSize(_EDGE, _EDGE))
            layout.addWidget(shown)
        layout.addStretch()


def _sample_pictures() -> list[QPixmap]:
    folders = sorted(path for path in resource("sample", "images").glob("*") if path.is_dir())
    files = [next(iter(sorted(folder.glob("*.jpg"))), None) for folder in folders[:7]]
    return [QPixmap(str(file)) for file in files if file is not None]
