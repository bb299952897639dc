"""Cards of a page: a number with what it was measured on, or a chart that can be saved."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.charts.chart_export import Figure, Table, save_figure
from desktop_labeler.ui.core.errors import report
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.new_file import ask_new_file

if TYPE_CHECKING:
    from desktop_labeler.ui.charts.line_chart import ChartWidget


class Card(QFrame):
    """A title, one sentence, and the content below.

    Attributes:
        heading: the title.
        top: the layout of the title row, to which widgets can be added on the right.
        content: the layout below the sentence.
    """

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.title = title
        self._sentence = label(sentence, "small", wrap=True)
        self._sentence.setVisible(bool(sentence))
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.heading = label(title, "strong")
        self.top.addWidget(self.heading)
        self.top.addStretch()
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(16, 12, 16, 14)
        self.content.setSpacing(6)
        self.content.addLayout(self.top)
        self.content.addWidget(self._sentence)

    def least_width(self) -> int:
        """Return the width in pixels in which what it shows now is whole."""
        self.content.activate()  # what was changed just now counts
        return self.minimumSizeHint().width()

    @property
    def sentence(self) -> str:
        """The sentence that says what was measured."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Set the sentence that says what was measured."""
        if sentence != self._sentence.text():
            self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))


class NumberCard(QFrame):
    """One number with its name and what it was measured on."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._name = label(name, "quiet", wrap=True)
        self._number = label("–", "title")
        self._below = label("", "small", wrap=True)
        self._below.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(3)
        for widget in (self._name, self._number, self._below):
            layout.addWidget(widget)
        layout.addStretch()

    @property
    def text(self) -> tuple[str, str, str]:
        """The name, the number and what it was measured on, as text."""
        return self._name.text(), self._number.text(), self._below.text()

    def show_number(self, name: str, number: str, below: str) -> None:
        """Show another number."""
        if self.text == (name, number, below):
            return
        for shown, text in ((self._name, name), (self._number, number), (self._below, below)):
            shown.setText(text)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{number}. {below}")


class ChartCard(Card):
    """A chart with a menu to save it, or a text while there is nothing to show.

    Signals:
        failed: an error to report.
    """

    failed = Signal(object)

    def __init__(self, title: str, sentence: str, empty: str, *, height: int) -> None:
        super().__init__(title, sentence)
        self.chart: ChartWidget | None = None
        self.hint = ""  # how to use the chart on the screen; saved files omit it
        self.folders: Sequence[Path] = ()  # of images, in which nothing is ever written
        self._table = Table((), ())
        self._menu_button = self._make_menu()
        self.top.addWidget(self._menu_button)
        self.content.setContentsMargins(16, 6, 16, 14)  # the button is higher than the title, which stays in line
        self._empty = empty
        self._text = label(self.tr("Reading the numbers …"), "quiet", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMargin(28)
        self._place = QWidget()
        self._place.setFixedHeight(height)
        self._stack = QStackedLayout(self._place)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._text)
        self.content.addWidget(self._place)
        self.content.addStretch(1)  # beside a higher card, the title stays where it is
        theme().changed.connect(self._tint)
        self._tint()
        self._show_words()  # nothing is known before the numbers have been read

    def put(self, chart: "ChartWidget") -> None:
        """Set the chart; it is shown once it has something to show."""
        self.chart = chart
        self._stack.addWidget(chart)

    def show_chart(self, table: Table) -> None:
        """Show the chart, and keep the numbers behind it."""
        self._table = table
        if self.chart is not None:
            self._stack.setCurrentWidget(self.chart)
        allow(self._menu_button)

    def show_text(self) -> None:
        """Show a text that says when there will be a chart."""
        self._text.setText(self._empty)
        self._show_words()

    def _show_words(self) -> None:
        self._stack.setCurrentWidget(self._text)
        allow(self._menu_button, self.tr("There is nothing to save yet."))

    @property
    def showing(self) -> bool:
        """Whether the chart is shown."""
        return self._stack.currentWidget() is not self._text

    def save(self, file: Path) -> None:
        """Save the chart to a file, or report why that failed."""
        try:
            measured = self.sentence.removesuffix(self.hint).strip()
            save_figure(Figure(self.title, measured, self.chart, self._table), file.absolute(), self.folders)
        except LabelerError as error:
            report(error, self)

    def _make_menu(self) -> QToolButton:
        button, menu = QToolButton(), QMenu(self)
        for text, kind in (
            (self.tr("Save as PNG…"), "png"),
            (self.tr("Save as SVG…"), "svg"),
            (self.tr("Save the data as CSV…"), "csv"),
        ):
            menu.addAction(text).triggered.connect(partial(self._ask, kind))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("Save: {title}").format(title=self.title))
        button.setToolTip(self.tr("Save this chart"))
        allow(button, self.tr("There is nothing to save yet."))
        return button

    def _ask(self, kind: str, *_: object) -> None:
        suggested = f"{self.title}.{kind}".replace("/", "-")
        file = ask_new_file(self, self.tr("Save this chart"), suggested, {kind.upper(): (f".{kind}",)})
        if file is not None:
            self.save(file)

    def _tint(self) -> None:
        self._menu_button.setIcon(theme().icon("export"))


class Segments(QWidget):
    """A few choices side by side, one of which is selected.

    Signals:
        chosen: the index of the selected choice.
    """

    chosen = Signal(int)

    def __init__(self, name: str, *texts: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.at = 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._buttons = [self._button(text, place) for place, text in enumerate(texts)]
        for button in self._buttons:
            layout.addWidget(button)
        self._show()

    def _button(self, text: str, place: int) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._take, place))
        return button

    def choose(self, place: int) -> None:
        """Select a choice as a click does."""
        self._take(place)

    def _take(self, place: int, *_: object) -> None:
        self.at = place
        self._show()
        self.chosen.emit(place)

    def _show(self) -> None:
        for place, button in enumerate(self._buttons):
            button.setChecked(place == self.at)
