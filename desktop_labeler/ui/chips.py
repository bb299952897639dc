"""Chips: small choices in a row, with shapes of classes and counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from desktop_labeler.data.project import LabelClass
from desktop_labeler.ui.class_shapes import draw_class_shape
from desktop_labeler.ui.flow_layout import FlowLayout
from desktop_labeler.ui.theme import theme

_MOST = 24  # chips in a row; the others are in a menu
_SHAPE, _GAP, _SIDE = 13, 6, 12

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
        return " ".join(words + ([f"{self.count:,}"] if self.count is not None else []))


class Chip(QAbstractButton):
    """One chip; `read_only` ones only say something."""

    def __init__(self, choice: Choice, parent: QWidget | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setCheckable(not read_only)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.TabFocus)
        self.show_choice(choice)

    def show_choice(self, choice: Choice) -> None:
        """Show another text or count."""
        self.choice = choice
        self.setAccessibleName(choice.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = sum(self._width(metrics, part) + _GAP for part in self.choice.parts) - _GAP
        if self.choice.count is not None:
            width += _GAP + metrics.horizontalAdvance(f"{self.choice.count:,}")
        return QSize(width + 2 * _SIDE, metrics.height() + 10)

    def _width(self, metrics: QFontMetrics, part: Part) -> int:
        if isinstance(part, str):
            return metrics.horizontalAdvance(part)
        return _SHAPE + _GAP + metrics.horizontalAdvance(part.name)

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
            self._write(painter, x, f"{self.choice.count:,}", metrics)
        painter.end()

    def _write(self, painter: QPainter, x: float, text: str, metrics: QFontMetrics) -> float:
        width = metrics.horizontalAdvance(text)
        painter.drawText(QRectF(x, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return x + width + _GAP


class ChipRow(QWidget):
    """Chips of which one is chosen.

    Signals:
        chosen: the value of the chip that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, most: int = _MOST) -> None:
        super().__init__(parent)
        self._most = most
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
        if len(self.choices) <= self._most:
            return self.choices
        shown = self.choices[: self._most]
        chosen = [choice for choice in self.choices[self._most :] if choice.value == self.current]
        return shown[: self._most - len(chosen)] + chosen

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
