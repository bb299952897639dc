"""Progress: how far the project is, how fast it goes, how well the program learns, and what it confuses."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.page_names import LABEL, SUGGESTIONS, SUSPECTS
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.audits.measure_progress import ProjectProgress, images_of_pair, project_progress
from desktop_labeler.jobs.embedding.load_networks import load_beside
from desktop_labeler.messages import Message
from desktop_labeler.ui.charts.chart_cards import Card, NumberCard
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, state_names, worded
from desktop_labeler.ui.core.query import Query
from desktop_labeler.ui.pages.progress import progress_texts as texts
from desktop_labeler.ui.pages.progress.class_counts import ClassCount, ClassCounts, StateBar, StateLegend
from desktop_labeler.ui.pages.progress.models_card import ModelsCard
from desktop_labeler.ui.pages.progress.progress_charts import ConfusionCard, KeptCard, LearningCard, PaceCard
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.widgets.basics import fill, label, scrolled, table
from desktop_labeler.ui.widgets.empty_state import EmptyState
from desktop_labeler.ui.widgets.key_button import ElidedLabel
from desktop_labeler.ui.widgets.page import Page

_AGAIN = 400  # ms after the last decision until the numbers are read again
_NARROW = 860  # pixels: in a narrower page the cards are in one column
_GAP = 14  # pixels between cards
_LISTED = 200  # rounds in the list


class ProgressPage(Page):
    """Cards with numbers and charts; a click opens the counted images in Browse.

    Attributes:
        rounds: the rounds that it shows.
        found: the numbers that are shown, None before the first answer.
    """

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project, self.rounds = project, rounds = context.project, context.rounds
        self.found: ProjectProgress | None = None
        self.query = Query(project, project_progress, self)
        self.query.answered.connect(self._found)
        self._loading = self._loaded = False
        self._pair_name = ""
        self._steps: list[Callable[[], None]] = []  # steps that make and fill the charts
        self._later = QTimer(self, singleShot=True, interval=_AGAIN)
        self._later.timeout.connect(self.refresh)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._take_step)
        self._make_parts()
        self._lay_out()
        project.history_changed.connect(self._changed)
        project.classes_changed.connect(self._changed)
        rounds.changed.connect(self._changed)
        project.failed.connect(self._not_read)

    # --- parts ------------------------------------------------------------------------------------------------------
    def _make_parts(self) -> None:
        self.summary = ElidedLabel(role="quiet")
        self.go_button = QPushButton()
        self.go_button.setProperty("role", "primary")
        self.go_button.clicked.connect(self._go)
        self.bar = StateBar()
        self.bar.setAccessibleName(self.tr("Images by state"))
        self.legend = StateLegend(state_names())
        self.legend.chosen.connect(self._state_chosen)
        self.numbers = [NumberCard("") for _ in range(4)]
        self.learning, self.kept = LearningCard(), KeptCard()
        self.pace, self.confusion = PaceCard(), ConfusionCard()
        self.confusion.chosen.connect(self._pair_chosen)
        self.classes = ClassCounts()
        self.classes.chosen.connect(self._class_chosen)
        self.class_card = Card(self.tr("Classes"), self.tr("Confirmed and labelled images; a click opens them."))
        self.class_card.content.addWidget(self.classes, 1)
        self.models = ModelsCard()
        self.models.chosen.connect(self._model_chosen)
        self.rounds_table = table(texts.round_columns(), [], stretch=6)
        self.rounds_table.setProperty("role", "figures")
        self.rounds_table.setAccessibleName(self.tr("Rounds"))
        self.rounds_table.setTabKeyNavigation(False)
        self.rounds_card = Card(self.tr("Rounds"), self.tr("In brackets: 95 % interval and number of images."))
        self.rounds_card.content.addWidget(self.rounds_table)
        self.empty = EmptyState()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label(self.tr("Progress"), "heading"))
        top.addWidget(self.summary, 1)
        top.addWidget(self.go_button)
        stays = self.go_button.sizePolicy()
        stays.setRetainSizeWhenHidden(True)  # else the heading stands higher than on other pages
        self.go_button.setSizePolicy(stays)
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 20, 0)
        head.addLayout(top)
        states = QFrame()
        states.setProperty("role", "card")
        inside = QVBoxLayout(states)
        inside.setContentsMargins(16, 14, 16, 8)
        inside.setSpacing(6)
        inside.addWidget(self.bar)
        inside.addWidget(self.legend)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(_GAP)
        self._lines: list[QHBoxLayout] = []
        self._across = 0
        column = QWidget()
        column.setProperty("role", "page")
        cards = QVBoxLayout(column)
        cards.setContentsMargins(20, 10, 20, 20)
        cards.setSpacing(_GAP)
        cards.addWidget(states)
        cards.addLayout(self._rows)
        for card in (self.confusion, self.models, self.rounds_card):
            cards.addWidget(card)
        cards.addStretch()
        self.view = scrolled(column, sideways=True, beside=20)
        self.view.setAccessibleName(self.tr("Progress"))
        self.body = self.stack_parts(head, self.view, self.empty)
        self._arrange(4)

    def _arrange(self, across: int) -> None:
        """Arrange the cards in rows of four and two, or of two and one in a narrow page."""
        if across == self._across:
            return
        self._across = across
        self.confusion.arrange(narrow=across < 4)
        # removeWidget, not takeAt: a leftover item would keep the widget's new item from getting size changes
        for line in self._lines:
            for widget in (*self.numbers, self.learning, self.kept, self.pace, self.class_card):
                line.removeWidget(widget)
            self._rows.removeItem(line)
            line.deleteLater()
        self._lines = []
        cards: list[QWidget] = [self.learning, self.kept, self.pace, self.class_card]
        for group, size in ((self.numbers, across), (cards, across // 2)):
            for start in range(0, len(group), size):
                line = QHBoxLayout()
                line.setSpacing(_GAP)
                for card in group[start : start + size]:
                    line.addWidget(card, 1)
                self._rows.addLayout(line)
                self._lines.append(line)

    @property
    def settled(self) -> bool:
        """Whether the page shows the current state of the project."""
        waiting = self._loading or bool(self._steps) or self._later.isActive()
        return self.found is not None and self.query.settled and not waiting

    # --- reading ----------------------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Read what has changed when the page is shown."""
        self.view.setFocus()
        if self.query.stale:
            self.refresh()

    def refresh(self) -> None:
        """Read the numbers again, off the main thread."""
        self._later.stop()
        self.query.ask()
        if not self._loaded and not self._loading:
            self._loading = True
            self.project.ask(_load_charts, self._charts_loaded, loads=True)

    def forget(self) -> None:
        """Read the numbers again when the page is next shown."""
        self.query.forget()

    def _changed(self) -> None:
        self.query.forget()
        if self.isVisible():
            self._later.start()

    def _not_read(self, error: object) -> None:
        self._loading = False

    def _found(self, found: ProjectProgress) -> None:
        self.found = found
        for card in (self.learning, self.kept, self.pace, self.confusion):
            card.folders = [folder.path for folder in self.project.folders]
        self._show(found)
        self._show_charts()

    def _charts_loaded(self, _: object) -> None:
        self._loading, self._loaded = False, True
        self._steps = [card.build for card in (self.learning, self.kept, self.pace, self.confusion)]
        self._show_charts()

    def _show_charts(self) -> None:
        """Fill the charts one at a time, so that the window never blocks for more than 50 ms."""
        if self.found is None or not self._loaded:
            return
        classes = {label.id: label for label in self.found.classes}
        self._steps = [step for step in self._steps if not isinstance(step, partial)]  # drops steps for earlier numbers
        self._steps += [partial(card.show_found, self.found) for card in (self.learning, self.kept, self.pace)]
        self._steps.append(partial(self.confusion.show_found, self.found.confusion, classes))
        self._next.start()

    def _take_step(self) -> None:
        self._steps.pop(0)()
        if self._steps:
            self._next.start()

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show(self, found: ProjectProgress) -> None:
        decided = found.images - found.undecided
        text = Message("{n} of {total:# image|# images} decided", n=decided, total=found.images)
        self.summary.setText(worded(text) if found.images else "")
        self._show_next_step(found)
        if not decided and not found.last:
            self._show_empty(found)
            return
        self.body.setCurrentWidget(self.view)
        states = {state: found.in_state(state) for state in State}
        self.bar.show_counts(states)
        self.legend.show_counts(states, found.images)
        names = state_names()
        self.bar.setAccessibleDescription(
            ", ".join(f"{names[state]} {grouped(count)}" for state, count in states.items())
        )
        shown = (
            texts.undecided_number(found),
            texts.pace_number(found),
            texts.kept_number(found),
            texts.held_out_number(found),
        )
        for card, number in zip(self.numbers, shown, strict=True):
            card.show_number(*number)
        self.classes.show_counts(_class_counts(found))
        self.models.show_found(found.models)
        self._show_rounds(texts.round_rows(found)[:_LISTED])

    def _show_rounds(self, rows: list[list[str]]) -> None:
        made = self.rounds_table
        now = [
            [
                item.toolTip() if (item := made.item(row, column)) is not None else ""
                for column in range(made.columnCount())
            ]
            for row in range(made.rowCount())
        ]
        if now != rows:
            fill(made, rows)
            made.setFixedHeight(34 + 30 * min(max(len(rows), 1), 8) + 4)
        self.rounds_card.setVisible(bool(rows))

    def _show_next_step(self, found: ProjectProgress) -> None:
        """Show the most likely next action: what is left, in working order."""
        if found.undecided and found.confusion is not None:
            text = self.tr("Continue with suggestions")
        elif found.undecided:
            text = self.tr("Continue labelling")
        else:
            text = self.tr("Check the suspects")
        self.go_button.setText(text)
        self.go_button.setVisible(found.images > 0 and bool(found.last))

    def _go(self) -> None:
        found = self.found
        if found is None or not found.undecided:
            self.action_wanted.emit(SUSPECTS)
        else:
            self.action_wanted.emit(SUGGESTIONS if found.confusion is not None else LABEL)

    def _show_empty(self, found: ProjectProgress) -> None:
        if found.images:
            self.empty.show_text(
                "progress",
                self.tr("Nothing decided yet"),
                self.tr(
                    "Here you will see how many images are decided, how fast you are, how well the program "
                    "learns from your decisions, and which classes it confuses."
                ),
                self.tr("Label the first images"),
                partial(self.action_wanted.emit, LABEL),
            )
        else:
            self.empty.show_text(
                "progress",
                self.tr("No images yet"),
                self.tr("The images of the project's folders are counted here as soon as they are found."),
                self.tr("Add a folder…"),
                partial(self.action_wanted.emit, "add_folder"),
            )
        self.body.setCurrentWidget(self.empty)

    # --- opening images ---------------------------------------------------------------------------------------------
    def _state_chosen(self, state: State) -> None:
        self.images_wanted.emit(None, "", Filter(states=(state,)))

    def _class_chosen(self, class_id: int) -> None:
        self.images_wanted.emit(None, "", Filter(classes=(class_id,)))

    def _pair_chosen(self, given: int, expected: int) -> None:
        """Find the images of a cell and show them in Browse."""
        names = [one.name if (one := self.project.class_of(number)) is not None else "" for number in (given, expected)]
        self._pair_name = self.tr("{given}, expected {expected}").format(given=names[0], expected=names[1])
        self.project.ask(partial(_pair, given, expected), self._pair_found)

    def _model_chosen(self, images: IntArray, name: str) -> None:
        self.images_wanted.emit(images, name, None)

    def _pair_found(self, images: IntArray) -> None:
        self.images_wanted.emit(images, self._pair_name, None)

    # --- Qt ---------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(4 if self.width() >= _NARROW else 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read the numbers again on F5."""
        meant = key_map().action(event)
        if meant is not None and meant[0] == "take_over":
            self.rounds.take_over()
            self.refresh()
        else:
            super().keyPressEvent(event)


def _class_counts(found: ProjectProgress) -> list[ClassCount]:
    rows = []
    for one in found.classes:
        states = found.of_class(one.id)
        rows.append(ClassCount(one, states.get(State.CONFIRMED, 0), states.get(State.LABELLED, 0)))
    return rows


def _load_charts(project: Project) -> None:
    """Import what draws the charts, which takes 0.25 s, off the main thread."""
    load_beside(
        "desktop_labeler.ui.charts.line_chart", "desktop_labeler.ui.charts.confusion_matrix"
    )  # imported here, used on the main thread


def _pair(given: int, expected: int, project: Project) -> IntArray:
    return images_of_pair(project, given, expected)
