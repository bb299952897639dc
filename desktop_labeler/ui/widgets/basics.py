"""Small building blocks of dialogs and pages."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.messages import visible
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

_INDENT = 9  # pixels, as in the style sheet
_HEADING = 24  # pixels beside the text of a heading
_FRAME = QSize(0, 50)  # pixels of the screen that stay free for the frame of a dialog
_BAR = 11  # pixels: the width of a scroll bar, as in the style sheet


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label that has a role from the style sheet."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Change the style sheet role of a widget and restyle it."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def allow(target: QWidget | QAction, why_not: str = "") -> None:
    """Enable or disable a widget; while it is disabled, its tooltip gives the reason.

    Args:
        target: a widget or a menu entry. Its own tooltip returns when it is enabled again.
        why_not: a sentence that says why it is disabled; empty to enable it.
    """
    if target.property("tip") is None:
        target.setProperty("tip", target.toolTip() if isinstance(target, QWidget) else "")
    target.setEnabled(not why_not)
    target.setToolTip(why_not or str(target.property("tip")))


def scrolled(inside: QWidget, *, sideways: bool = False, beside: int = 0) -> QScrollArea:
    """Return a frameless view that scrolls a widget.

    Args:
        inside: the widget.
        sideways: whether a horizontal bar may appear.
        beside: margin in pixels on the right of a page, in which the bar has its place whether it is needed or not, so
            that cards end where the head of the page ends.
    """
    made = QScrollArea(widgetResizable=True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    layout = inside.layout()
    if beside and layout is not None:
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        margins = layout.contentsMargins()
        layout.setContentsMargins(margins.left(), margins.top(), beside - _BAR, margins.bottom())
    if not sideways:
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


def _cut(shown: QLabel) -> bool:
    """Whether lines of a text do not fit."""
    return shown.wordWrap() and shown.isVisible() and shown.height() < shown.heightForWidth(shown.width())


class _Inside(QScrollArea):
    """The content of a sheet: as high as it needs to be where the screen has the room, else it is scrolled."""

    def __init__(self, inside: QWidget, layout: QLayout) -> None:
        super().__init__(widgetResizable=True)
        self._layout = layout
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        least = self._layout.minimumSize().height()
        return QSize(self._layout.sizeHint().width(), max(self._layout.totalHeightForWidth(self.width()), least))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._layout.minimumSize().width() + _BAR + 1, 60)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Sheet(QDialog):
    """A dialog with a heading, one sentence, content and buttons; it deletes itself when it is closed.

    It is never larger than its screen. Where its content may need more, a subclass sets `scrolls`.
    """

    scrolls = False

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        self._heading = label("", "heading", wrap=True)  # it may hold the name of a class
        self._sentence = label("", "quiet", wrap=True)
        outer.addWidget(self._heading)
        outer.addWidget(self._sentence)
        self.content = QVBoxLayout()
        self.content.setSpacing(10)
        if self.scrolls:
            inside = QWidget()
            inside.setProperty("role", "plain")
            inside.setLayout(self.content)
            self.content.setContentsMargins(0, 0, 0, 0)
            self._inside: QWidget | None = _Inside(inside, self.content)
            outer.addWidget(self._inside, 1)
        else:
            self._inside = None
            outer.addLayout(self.content, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addStretch()
        outer.addLayout(self.row)

    def grow(self, width: int = 0, least: int = 0) -> None:
        """Make room for what is shown now, as far as the screen has it.

        Args:
            width: in pixels; 0 for the present one.
            least: the least height in pixels; 0 for the present one.
        """
        inside = self.layout()
        if inside is None:
            return
        width, least = width or self.width(), least or (0 if width else self.height())
        self.resize(width, self.height())
        self.content.activate()
        if self._inside is not None:
            self._inside.updateGeometry()
        inside.activate()
        needed = inside.totalHeightForWidth(width) if inside.hasHeightForWidth() else inside.sizeHint().height()
        self.resize(QSize(width, max(needed, least)).boundedTo(self._room()))

    def event(self, event: QEvent) -> bool:
        """Grow where a sentence has become longer than the room that it has."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible() and any(map(_cut, self.findChildren(QLabel))):
            self.grow()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.size().boundedTo(self._room()))
        super().showEvent(event)

    def _room(self) -> QSize:
        return self.screen().availableGeometry().size() - _FRAME

    def head(self, heading: str, sentence: str) -> None:
        """Set the heading and the sentence."""
        self.setWindowTitle(heading)
        self._heading.setText(heading)
        self._sentence.setText(sentence)

    def add_button(self, text: str, does: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Add a button to the row at the bottom."""
        button = QPushButton(text)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        if primary:
            button.setProperty("role", "primary")
        button.clicked.connect(does)
        self.row.addWidget(button)
        return button


def indent(box: QAbstractSpinBox) -> None:
    """Align the text of a number or date field with that of text fields, which the style sheet cannot do."""
    box.lineEdit().setTextMargins(_INDENT, 0, 0, 0)


NONE = -1  # no column
_LONG = 0.4  # of a table's width: a column of more leaves at least as much for the one that stretches


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, stretch: int = 0) -> QTableWidget:
    """Return a read-only table in which one column, or NONE, takes the remaining width."""
    made = _Table(len(rows), len(columns), stretch)
    made.setHorizontalHeaderLabels(list(columns))
    made.verticalHeader().hide()
    made.setShowGrid(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    made.setAlternatingRowColors(False)
    made.setWordWrap(False)
    if stretch != NONE:
        made.setItemDelegateForColumn(stretch, NameDelegate(made))
    fill(made, rows)
    header = made.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    for column in range(len(columns)):
        mode = QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.ResizeToContents
        header.setSectionResizeMode(column, mode)
    return made


class _Table(QTableWidget):
    """A table whose stretched column keeps its heading whole: where that does not fit, the table scrolls sideways.

    Beside a column with long texts, such as reasons, it keeps room for what is in it, too.
    """

    def __init__(self, rows: int, columns: int, stretch: int) -> None:
        super().__init__(rows, columns)
        self._stretch = stretch
        self.horizontalHeader().sectionResized.connect(self._share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self, column: int = -1, *_: object) -> None:
        if column == self._stretch or self._stretch == NONE:
            return
        header, stretch = self.horizontalHeader(), self._stretch
        others = sum(header.sectionSize(one) for one in range(header.count()) if one != stretch)
        item = self.horizontalHeaderItem(stretch)
        least = header.fontMetrics().horizontalAdvance(item.text() if item is not None else "") + _HEADING
        room = self.viewport().width()
        if any(header.sectionSize(one) > _LONG * room for one in range(header.count()) if one != stretch):
            least = max(least, min(self.sizeHintForColumn(stretch), round(_LONG * room)))
        fits = room - others >= least
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(stretch, modes.Stretch if fits else modes.Fixed)
        if not fits:
            header.resizeSection(stretch, least)


def fill(made: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    """Fill a table with rows of text."""
    made.setRowCount(len(rows))
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(visible(" ".join(text.split())))
            item.setToolTip(visible(text, lines=True))
            made.setItem(place, column, item)


class Picture(QWidget):
    """A picture with rounded corners that is cropped to fill its widget."""

    def __init__(self, pixmap: QPixmap | None = None) -> None:
        super().__init__()
        self._pixmap = pixmap

    def show_pixmap(self, pixmap: QPixmap | None) -> None:
        """Show another picture, or nothing."""
        self._pixmap = pixmap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), 5, 5)
        painter.fillPath(path, theme().color("tile"))
        if self._pixmap is None or self._pixmap.isNull():
            return
        painter.setClipPath(path)
        scale = max(self.width() / self._pixmap.width(), self.height() / self._pixmap.height())
        width, height = self._pixmap.width() * scale, self._pixmap.height() * scale
        place = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        painter.drawPixmap(place, self._pixmap, QRectF(self._pixmap.rect()))
