"""The headers above the groups of a grid: what a group is, its size, and buttons for all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.class_names import Short, rooms
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.grid.grid_layout import GridLayout
from desktop_labeler.ui.grid.tiles.grid_tile import GAP, PAD
from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.choices import Part
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape
from desktop_labeler.ui.widgets.classes.class_text import draw_name, short_name
from desktop_labeler.ui.widgets.key_button import KeyButton

_SHAPE, _SPACE, _BETWEEN = 13, 6, 8  # pixels: side of a class shape, space around it, space between buttons
_ARROW = "→"


@dataclass(frozen=True)
class GroupAction:
    """A button for a whole group.

    Attributes:
        name: the name that the page receives.
        text: the text of the button.
        key: the action in keys.ACTIONS whose key it shows, empty for none.
        enabled: whether there is anything left to do.
    """

    name: str
    text: str
    key: str = ""
    enabled: bool = True


@dataclass(frozen=True)
class Group:
    """A group of images in a grid.

    Attributes:
        size: number of images that are shown, at least 1.
        parts: what they have in common, as texts and classes.
        note: a text about how many there are.
        actions: the buttons that act on all of them.
    """

    size: int
    parts: tuple[Part, ...]
    note: str = ""
    actions: tuple[GroupAction, ...] = ()


class GroupHeader(QWidget):
    """The header of a group.

    Signals:
        done: the name of the action whose button was pressed.
    """

    done = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.group = Group(1, ())
        self.buttons: list[QPushButton] = []
        theme().changed.connect(self.update)

    @staticmethod
    def height_for(metrics: QFontMetrics) -> int:
        """Return the height of a header in a font."""
        return metrics.height() + 12

    def show_group(self, group: Group) -> None:
        """Show a group; buttons that stay the same are only updated."""
        before, self.group = self.group, group
        if [(action.name, action.key) for action in before.actions] != [
            (action.name, action.key) for action in group.actions
        ]:
            self._make_buttons()
        for button, action in zip(self.buttons, group.actions, strict=True):
            button.setText(action.text.replace("&", "&&"))
            allow(button, "" if action.enabled else self.tr("Everything in this group is decided."))
        names = [part if isinstance(part, str) else part.name for part in group.parts]
        self.setAccessibleName(" ".join((*names, group.note)))
        self.setToolTip(self.accessibleName())
        self._place()
        self.update()

    def _make_buttons(self) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for action in self.group.actions:
            button = KeyButton(action.text, action.key, self) if action.key else QPushButton(action.text, self)
            button.setProperty("role", "strip")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the grid keeps the keyboard focus; the actions have keys
            button.clicked.connect(partial(self._pressed, action.name))
            button.show()
            self.buttons.append(button)

    def _pressed(self, name: str, *_: object) -> None:
        self.done.emit(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Put the buttons on the right."""
        right = self.width()
        for button in reversed(self.buttons):
            size: QSize = button.sizeHint().boundedTo(QSize(max(self.width() // 3, 40), self.height() - 2))
            right -= size.width()
            button.setGeometry(right, (self.height() - size.height()) // 2, size.width(), size.height())
            right -= _BETWEEN
        self._room = max(right, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        room = self._room - self.fontMetrics().horizontalAdvance(self.group.note)
        words = "quiet" if any(isinstance(part, LabelClass) for part in self.group.parts) else "text"
        painter.setFont(strong)
        x = 0.0
        for label, text in _fitted(self.group.parts, QFontMetrics(strong), room):
            if x + _SHAPE > self._room:
                break
            if label is not None:
                box = QRectF(x, (self.height() - _SHAPE) / 2, _SHAPE, _SHAPE)
                draw_class_shape(painter, label.shape, label.color, box)
                x += _SHAPE + _SPACE
            if isinstance(text, Short):
                x += draw_name(painter, QRectF(x, 0, self._room - x, self.height()), text) + _SPACE
            else:
                painter.setPen(theme().color(words))
                x = self._write(painter, x, text)
        painter.setFont(self.font())
        painter.setPen(theme().color("quiet"))
        self._write(painter, x, self.group.note)
        painter.end()

    def _write(self, painter: QPainter, x: float, text: str) -> float:
        width = painter.fontMetrics().horizontalAdvance(text)
        room = QRectF(x, 0, max(min(width + 1, self._room - x), 0), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        return x + width + _SPACE


def _buttons(group: Group) -> list[tuple[str, str]]:
    """Return what identifies the buttons of a group: their actions and keys."""
    return [(action.name, action.key) for action in group.actions]


def _fitted(parts: Sequence[Part], metrics: QFontMetrics, room: float) -> list[tuple[LabelClass | None, str | Short]]:
    """Return the parts, each with its text shortened to fit.

    If the names do not fit beside all words, "→ expected" becomes "→"; then the longest names are shortened.
    """
    labels = [part for part in parts if isinstance(part, LabelClass)]
    wanted = [metrics.horizontalAdvance(label.name) for label in labels]
    room -= len(labels) * (_SHAPE + _SPACE) + _SPACE * (len(parts) + 1)
    left = room - _width(parts, metrics)
    if sum(wanted) > left:
        parts = [_ARROW if isinstance(part, str) and part.startswith(_ARROW) else part for part in parts]
        left = room - _width(parts, metrics)
    names = dict(zip(labels, rooms(wanted, left), strict=True))
    return [
        (part, _elided(part.name, metrics, names[part])) if isinstance(part, LabelClass) else (None, part)
        for part in parts
    ]


def _width(parts: Sequence[Part], metrics: QFontMetrics) -> int:
    """Return the width of the words between the classes."""
    return sum(metrics.horizontalAdvance(part) for part in parts if isinstance(part, str))


def _elided(name: str, metrics: QFontMetrics, width: int) -> Short:
    return short_name(name, metrics, width + 1) if width else Short("", 0)


class GroupHeaders(QObject):
    """The headers of one grid, placed on its viewport and scrolled with the tiles.

    Signals:
        done: number of a group and the name of the action whose button was pressed.
    """

    done = Signal(int, str)

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.groups: tuple[Group, ...] = ()
        self._headers: list[GroupHeader] = []  # reused for the next page

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of images of each group."""
        return tuple(group.size for group in self.groups)

    @property
    def height(self) -> int:
        """The height of a header."""
        return GroupHeader.height_for(self._viewport.fontMetrics())

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups; call `place` afterwards."""
        self.groups = tuple(groups)
        while len(self._headers) < len(groups):
            header = GroupHeader(self._viewport)
            header.done.connect(partial(self._done, len(self._headers)))
            self._headers.append(header)
        for header, group in zip(self._headers, groups, strict=False):
            header.show_group(group)
        for number, header in enumerate(self._headers):
            header.setVisible(number < len(groups))

    def header(self, number: int) -> GroupHeader:
        """Return the header of a group."""
        return self._headers[number]

    def place(self, layout: GridLayout, scrolled: int) -> None:
        """Move the headers to where the layout has space for them."""
        left = int(GAP + PAD)
        for header, row in zip(self._headers, layout.rows.heads.tolist(), strict=False):
            top = layout.row_top(row) - scrolled
            header.setGeometry(left, top, self._viewport.width() - 2 * left, layout.header)

    def _done(self, number: int, name: str) -> None:
        self.done.emit(number, name)
