"""Home: a new project from a folder, recent projects, the sample."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.paths import resource
from desktop_labeler.ui.language import images
from desktop_labeler.ui.parts import Picture, label, set_role
from desktop_labeler.ui.recent import Recent, RecentLoader
from desktop_labeler.ui.settings import Settings

_CARD_WIDTH = 340


class HomePage(QWidget):
    """The first page.

    Signals:
        folder_chosen: a dropped folder; folder_wanted: the button for choosing one.
        project_chosen: a recent or dropped project file; project_wanted: the button for choosing one.
        sample_wanted: the sample.
    """

    folder_chosen = Signal(object)
    folder_wanted = Signal()
    project_chosen = Signal(object)
    project_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self._recent: dict[str, Recent] = {}
        self.cards: list[RecentCard] = []
        self._loader = RecentLoader(self)
        self._loader.loaded.connect(self._loaded)
        title = label(self.tr("Every image labelled right, with as few looks as possible."), "title")
        title.setWordWrap(True)
        under = label(self.tr("Works on this computer only. Your image files are never changed."), "quiet")
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
        for item, space in ((title, 8), (under, 24), (top, 12), (self._making, 16), (self._heading, 10)):
            layout.addLayout(item) if isinstance(item, QLayout) else layout.addWidget(item)
            layout.addSpacing(space)
        layout.addLayout(self._grid)
        layout.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def activated(self) -> None:
        """Read the recent projects anew."""
        self.refresh()

    def refresh(self) -> None:
        """Show the recent projects; what is known about them follows from the background."""
        for card in self.cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [RecentCard(Path(path), self._recent.get(path)) for path in self._settings.recent]
        for card in self.cards:
            card.chosen.connect(self.project_chosen)
            card.forgotten.connect(self._forget)
        self._heading.setVisible(bool(self.cards))
        self._arrange()
        self._loader.load(list(self._settings.recent))

    def making(self, project: object) -> None:
        """Say that a project is being made; None when that ended."""
        self._making.setVisible(project is not None)
        if isinstance(project, Path):
            self._making.setText(
                self.tr("Making {name} … the bar below shows how far it is.").format(name=project.name)
            )

    def stop(self) -> None:
        """Stop reading recent projects."""
        self._loader.wait()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = max(1, (self.width() - 96 + 16) // (_CARD_WIDTH - 40))
        columns = min(columns, 4)
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _loaded(self, recent: object) -> None:
        if isinstance(recent, Recent):
            self._recent[str(recent.project)] = recent
            for card in self.cards:
                if card.project == recent.project:
                    card.show_recent(recent)

    def _forget(self, project: Path) -> None:
        self._settings.recent = [path for path in self._settings.recent if path != str(project)]
        self.refresh()

    def _dropped(self, place: Path) -> None:
        self.folder_chosen.emit(place) if place.is_dir() else self.project_chosen.emit(place)

    def _sample_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label(self.tr("New here?"), "strong"))
        text = label(
            self.tr(
                "Open the sample: a drawer of microscope pictures, already sorted, some labels wrong on purpose. "
                "Try the keys on it; nothing there can break."
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
    """Takes a dropped folder or project, or opens a dialog."""

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

    def __init__(self, pictures: list[QPixmap], edge: int = 46) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for pixmap in pictures:
            shown = Picture(pixmap)
            shown.setFixedSize(QSize(edge, edge))
            layout.addWidget(shown)
        layout.addStretch()


def _sample_pictures() -> list[QPixmap]:
    folders = sorted(path for path in resource("sample", "images").glob("*") if path.is_dir())
    files = [next(iter(sorted(folder.glob("*.jpg"))), None) for folder in folders[:7]]
    return [QPixmap(str(file)) for file in files if file is not None]


class RecentCard(QFrame):
    """One recent project: pictures, name, how far it is."""

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self, project: Path, recent: Recent | None) -> None:
        super().__init__()
        self.project = project
        self.words = ""
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(project.stem)
        self.setToolTip(str(project))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pictures = [Picture() for _ in range(4)]
        pictures = QHBoxLayout()
        pictures.setSpacing(6)
        for picture in self._pictures:
            picture.setFixedHeight(74)
            pictures.addWidget(picture)
        self._under = label(str(project.parent), "quiet")
        self._under.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._under.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._forget = QPushButton(self.tr("Forget"))
        self._forget.setProperty("role", "flat")
        self._forget.setToolTip(self.tr("Remove from this list; the project file stays."))
        self._forget.clicked.connect(self._forget_it)
        self._forget.hide()
        row = QHBoxLayout()
        row.addWidget(self._under, 1)
        row.addWidget(self._forget)
        self._bar = QProgressBar(textVisible=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 14)
        layout.setSpacing(6)
        layout.addLayout(pictures)
        layout.addWidget(label(project.stem, "strong"))
        layout.addLayout(row)
        layout.addWidget(self._bar)
        if recent is not None:
            self.show_recent(recent)

    def show_recent(self, recent: Recent) -> None:
        """Show what was read from the project file."""
        for place, image in zip(self._pictures, recent.pictures, strict=False):
            place.show_pixmap(QPixmap.fromImage(image))
        self.words = recent.problem or self._words(recent)
        self._under.setText(self.words)
        set_role(self._under, "care" if recent.problem else "quiet")
        self._forget.setVisible(bool(recent.problem) and not recent.images)
        self._bar.setRange(0, max(recent.images, 1))
        self._bar.setValue(recent.decided)
        set_role(self._bar, "good" if recent.images and recent.decided == recent.images else "")

    def _words(self, recent: Recent) -> str:
        parts = [images(recent.images)]
        parts.append(self.tr("{n} % decided").format(n=100 * recent.decided // max(recent.images, 1)))
        parts.append(self._ago((datetime.now(UTC) - recent.used).total_seconds()))
        return " · ".join(parts)

    def _ago(self, seconds: float) -> str:
        if seconds < 3600:
            return self.tr("{n} min ago").format(n=max(1, int(seconds / 60)))
        if seconds < 24 * 3600:
            return self.tr("{n} h ago").format(n=int(seconds / 3600))
        days = int(seconds / 86400)
        return self.tr("yesterday") if days == 1 else self.tr("{n} days ago").format(n=days)

    def _forget_it(self) -> None:
        self.forgotten.emit(self.project)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.project)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.project)
        else:
            super().keyPressEvent(event)
