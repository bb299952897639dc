"""Small building blocks of dialogs and pages."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.messages import visible
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.class_text import NameDelegate

_INDENT = 9  # pixels, as in the style sheet
_HEADING = 24  # pixels beside the text of a heading


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


def scrolled(inside: QWidget, *, sideways: bool = False) -> QScrollArea:
    """Return a frameless view that scrolls a widget; without `sideways`, it never shows a horizontal bar."""
    made = QScrollArea(widgetResizable=True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    if not sideways:
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


class Sheet(QDialog):
    """A dialog with a heading, one sentence, content and buttons; it deletes itself when it is closed."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 20)
        outer.setSpacing(12)
        self._heading = label("", "heading")
        self._sentence = label("", "quiet", wrap=True)
        outer.addWidget(self._heading)
        outer.addWidget(self._sentence)
        self.content = QVBoxLayout()
        self.content.setSpacing(10)
        outer.addLayout(self.content, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addStretch()
        outer.addLayout(self.row)

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


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, stretch: int = 0) -> QTableWidget:
    """Return a read-only table in which one column takes the remaining width."""
    made = _Table(len(rows), len(columns), stretch)
    made.setHorizontalHeaderLabels(list(columns))
    made.verticalHeader().hide()
    made.setShowGrid(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    made.setAlternatingRowColors(False)
    made.setWordWrap(False)
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
    """A table whose stretched column keeps its heading whole: where that does not fit, the table scrolls sideways."""

    def __init__(self, rows: int, columns: int, stretch: int) -> None:
        super().__init__(rows, columns)
        self._stretch = stretch
        self.horizontalHeader().sectionResized.connect(self._share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self, column: int = -1, *_: object) -> None:
        if column == self._stretch:
            return
        header, stretch = self.horizontalHeader(), self._stretch
        others = sum(header.sectionSize(one) for one in range(header.count()) if one != stretch)
        item = self.horizontalHeaderItem(stretch)
        least = header.fontMetrics().horizontalAdvance(item.text() if item is not None else "") + _HEADING
        fits = self.viewport().width() - others >= least
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
