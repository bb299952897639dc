"""Chips: small choices in a row, with shapes of classes and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.class_shapes import draw_class_shape
from desktop_labeler.ui.widgets.flow_layout import FlowLayout

_MOST = 24  # chips; the others are in a menu
_SHAPE, _GAP, _SIDE = 13, 6, 12
_NARROW = 64  # pixels that a chip keeps where there is no room

Part = str | LabelClass  # a class is its shape and its name


@dataclass(frozen=True)
class Choice:
    """A chip: what it stands for, what it shows, how many there are (None for no number)."""

    value: object
    parts: tuple[Part, ...]
    count: int | None = None

    @property
    def text(self) -> str:
        """Its parts in words, with the count."""
        words = [part if isinstance(part, str) else part.name for part in self.parts]
        return " ".join(words + ([grouped(self.count)] if self.count is not None else []))


class Chip(QAbstractButton):
    """One chip; `read_only` ones only say something."""

    def __init__(self, choice: Choice, parent: QWidget | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setCheckable(not read_only)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_choice(choice)

    def show_choice(self, choice: Choice) -> None:
        """Show another text or count."""
        self.choice = choice
        self.setAccessibleName(choice.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self.fontMetrics(), self.choice)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_NARROW, self.sizeHint().width()), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, metrics = theme().colors, self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, hover = self.isChecked(), self.underMouse() and self.isCheckable()
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme().color("accent" if on or self.hasFocus() else "line"), 1))
        painter.setBrush(theme().color("tint" if on else "hover" if hover else "raised"))
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        x = float(_SIDE)
        for part in self.choice.parts:
            text = part
            if isinstance(part, LabelClass):
                box = QRectF(x, (self.height() - _SHAPE) / 2, _SHAPE, _SHAPE)
                draw_class_shape(painter, part.shape, part.color, box)
                x += _SHAPE + _GAP
                text = part.name
            painter.setPen(colors.accent if on else colors.text)
            x = self._write(painter, x, str(text), metrics)
        if self.choice.count is not None:
            painter.setPen(colors.accent if on else colors.quiet)
            self._write(painter, x, grouped(self.choice.count), metrics)
        painter.end()

    def _write(self, painter: QPainter, x: float, text: str, metrics: QFontMetrics) -> float:
        room = int(self.width() - _SIDE - x) + 1
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width + _GAP


def chip_size(metrics: QFontMetrics, choice: Choice) -> QSize:
    """Return how large a chip is with a font."""
    words = [part if isinstance(part, str) else part.name for part in choice.parts]
    words += [grouped(choice.count)] if choice.count is not None else []
    shapes = sum(_SHAPE + _GAP for part in choice.parts if not isinstance(part, str))
    width = sum(metrics.horizontalAdvance(word) + _GAP for word in words) - _GAP + shapes
    return QSize(width + 2 * _SIDE, metrics.height() + 10)


class ChipMenu(Chip):
    """One chip that opens a menu of many choices; it shows the chosen one.

    Signals:
        chosen: the value that was chosen, None for no choice.
    """

    chosen = Signal(object)

    def __init__(self, name: str, everything: str, parent: QWidget | None = None) -> None:
        super().__init__(Choice(None, (name,)), parent)
        self._name, self._everything = name, everything
        self.choices: list[Choice] = []
        self.clicked.connect(self._open)

    def show_choices(self, choices: Sequence[Choice], current: object) -> None:
        """Offer these; `current` is the value of the chosen one, None for none."""
        self.choices = list(choices)
        chosen = next((choice for choice in choices if current is not None and choice.value == current), None)
        self.show_choice(chosen or Choice(None, (self._name,), len(choices)))
        self.setChecked(chosen is not None)

    def _open(self) -> None:
        self.setChecked(self.choice.value is not None)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._everything).triggered.connect(partial(self._choose, None))
        menu.addSeparator()
        for choice in self.choices:
            menu.addAction(choice.text.replace("&", "&&")).triggered.connect(partial(self._choose, choice.value))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choose(self, value: object, *_: object) -> None:
        self.chosen.emit(value)


class ChipRow(QWidget):
    """Chips of which one is chosen.

    Args:
        name: for screen readers.
        rows: lines that the chips may take; what does not fit is in a menu. None: as many as it needs.

    Signals:
        chosen: the value of the chip that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, rows: int | None = None) -> None:
        super().__init__(parent)
        self._lines = rows
        self.setAccessibleName(name)
        self.choices: list[Choice] = []
        self.current: object = None
        self._chips: list[Chip] = []
        self._more = Chip(Choice(None, (self.tr("More"),)), self)
        self._more.clicked.connect(self._open_menu)
        self._layout = FlowLayout(self, spacing=8)
        theme().changed.connect(self.update)

    def show_choices(self, choices: Sequence[Choice], current: object) -> None:
        """Show these chips; the ones that stay the same keep their place and focus."""
        self.choices, self.current = list(choices), current
        shown = self._shown()
        while len(self._chips) > len(shown):
            gone = self._chips.pop()
            self._layout.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        if len(self._chips) < len(shown):
            self._layout.removeWidget(self._more)
            for choice in shown[len(self._chips) :]:
                chip = Chip(choice, self)
                chip.clicked.connect(partial(self._clicked, chip))
                self._chips.append(chip)
                self._layout.addWidget(chip)
            self._layout.addWidget(self._more)
        for chip, choice in zip(self._chips, shown, strict=True):
            if chip.choice != choice:
                chip.show_choice(choice)
            chip.setChecked(choice.value == current)
            chip.show()
        left = len(self.choices) - len(shown)
        self._more.show_choice(Choice(None, (self.tr("More"),), left))
        self._more.setVisible(left > 0)
        self._layout.invalidate()
        self.updateGeometry()

    def _shown(self) -> list[Choice]:
        """Return the first ones, and the chosen one wherever it is."""
        most = self._fitting(self.choices)
        if len(self.choices) <= most:
            return self.choices
        chosen = [choice for choice in self.choices[most:] if choice.value == self.current]
        if chosen:
            most = self._fitting(chosen + self.choices) - 1
        return self.choices[: max(most, 0)] + chosen

    def _fitting(self, choices: Sequence[Choice]) -> int:
        """Return how many of these fit into the lines, with the chip of the menu after them where it is needed."""
        if self._lines is None:
            return _MOST
        metrics, gap = self.fontMetrics(), self._layout.spacing()
        menu = chip_size(metrics, Choice(None, (self.tr("More"),), len(choices))).width()
        line, x, found = 1, 0, 0
        for number, choice in enumerate(choices[:_MOST]):
            width = chip_size(metrics, choice).width()
            if x and x + width > self.width():
                line, x = line + 1, 0
            if line > self._lines:
                return found
            x += width + gap
            if line < self._lines or number == len(choices) - 1 or x + menu <= self.width():
                found = number + 1
        return found

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._lines is not None and event.size().width() != event.oldSize().width():
            self.show_choices(self.choices, self.current)

    def _clicked(self, chip: Chip) -> None:
        chip.setChecked(chip.choice.value == self.current)
        self.chosen.emit(chip.choice.value)

    def _open_menu(self) -> None:
        self._more.setChecked(False)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = {id(choice) for choice in self._shown()}
        for choice in self.choices:
            if id(choice) not in shown:
                menu.addAction(choice.text.replace("&", "&&")).triggered.connect(partial(self._chosen, choice.value))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _chosen(self, value: object, *_: object) -> None:
        self.chosen.emit(value)
