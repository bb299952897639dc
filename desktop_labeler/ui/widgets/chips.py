"""Chips: a row of small choices with class shapes and counts; those that do not fit open as a list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.choices import SPACE, Choice, choice_width, draw_choice
from desktop_labeler.ui.widgets.filter_popup import ListPopup
from desktop_labeler.ui.widgets.flow_layout import FlowLayout

_MOST = 24  # chips; the rest are in a menu
_SIDE = 12  # pixels of padding at both ends
_WIDEST = 190  # pixels: the widest class name
_NARROW = 64  # pixels: the least width of a chip where space is short


class Chip(QAbstractButton):
    """One chip; a `read_only` chip cannot be clicked."""

    def __init__(self, choice: Choice, parent: QWidget | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self.choice = choice
        self.setCheckable(not read_only)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_choice(choice)

    def show_choice(self, choice: Choice) -> None:
        """Show another choice."""
        self.choice = choice
        self.setAccessibleName(choice.text)
        if any(isinstance(part, LabelClass) for part in choice.parts):
            self.setToolTip(choice.text)
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
        counted = chip_count(metrics, self.choice)
        place = QRectF(_SIDE, 0, self.width() - 2 * _SIDE - counted, self.height())
        x = draw_choice(painter, place, self.choice, theme().color("accent" if on else "text"))
        if self.choice.count is not None:
            painter.setPen(colors.accent if on else colors.quiet)
            rest = QRectF(x, 0, self.width() - x, self.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, grouped(self.choice.count))
        painter.end()


def chip_size(metrics: QFontMetrics, choice: Choice) -> QSize:
    """Return the size of a chip in a font; long class names are shortened."""
    width = choice_width(metrics, choice, _WIDEST) + chip_count(metrics, choice)
    return QSize(width + 2 * _SIDE, metrics.height() + 10)


def chip_count(metrics: QFontMetrics, choice: Choice) -> int:
    """Return the width of the count in pixels, including the space before it."""
    return metrics.horizontalAdvance(grouped(choice.count)) + SPACE if choice.count is not None else 0


class ChoicePopup(ListPopup):
    """A searchable list of choices below a chip; it fits the screen and closes when one is chosen.

    Signals:
        chosen: the value that was chosen, None if the current choice was cleared.
    """

    chosen = Signal(object)

    def __init__(self, chip: Chip, choices: Sequence[Choice], current: object) -> None:
        super().__init__(chip, single=True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.changed.connect(self._take)
        self.show_choices(choices, [current])
        self.open_under(chip)

    def _take(self, values: list[object]) -> None:
        self.close()
        self.chosen.emit(values[0] if values else None)


class ChipMenu(Chip):
    """A chip that opens a menu of choices and shows the chosen one; hidden while there is nothing to choose from.

    Signals:
        chosen: the value that was chosen, None for no choice.
    """

    chosen = Signal(object)

    def __init__(self, name: str, everything: str, parent: QWidget | None = None) -> None:
        super().__init__(Choice(None, (name,)), parent)
        self._name, self._everything = name, everything
        self.choices: list[Choice] = []
        self.clicked.connect(self._open)
        self.hide()

    def show_choices(self, choices: Sequence[Choice], current: object) -> None:
        """Offer these choices; `current` is the value of the chosen one, None for none."""
        self.choices = list(choices)
        chosen = next((choice for choice in choices if current is not None and choice.value == current), None)
        self.show_choice(chosen or Choice(None, (self._name,), len(choices)))
        self.setChecked(chosen is not None)
        self.setVisible(bool(choices))

    def _open(self) -> None:
        self.setChecked(self.choice.value is not None)
        everything = Choice(None, (self._everything,))
        ChoicePopup(self, [everything, *self.choices], self.choice.value).chosen.connect(self._choose)

    def _choose(self, value: object) -> None:
        self.chosen.emit(value)


class ChipRow(QWidget):
    """A row of chips, one of which is chosen.

    Args:
        name: for screen readers.
        rows: how many lines the chips may take; those that do not fit are in a menu. None means no limit.

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
        """Show these choices; chips that stay the same keep their place and focus."""
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
        """Return the first choices that fit, and always the chosen one."""
        most = self._fitting(self.choices)
        if len(self.choices) <= most:
            return self.choices
        chosen = [choice for choice in self.choices[most:] if choice.value == self.current]
        if chosen:
            most = self._fitting(chosen + self.choices) - 1
        return self.choices[: max(most, 0)] + chosen

    def _fitting(self, choices: Sequence[Choice]) -> int:
        """Return how many of these fit into the lines, leaving space for the menu chip if one is needed."""
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
        shown = {id(choice) for choice in self._shown()}
        others = [choice for choice in self.choices if id(choice) not in shown]
        ChoicePopup(self._more, others, self).chosen.connect(self._chosen)

    def _chosen(self, value: object) -> None:
        self.chosen.emit(value)
