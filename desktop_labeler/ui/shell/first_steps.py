"""First steps: a strip above the pages of the sample that ticks off what a new person has done."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.page_names import BROWSE, HOME, LABEL, SUGGESTIONS, SUSPECTS
from desktop_labeler.data.decisions.proof.verdicts import Activity, read_activity
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.paths import data_dir
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import translator
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import set_role
from desktop_labeler.ui.widgets.key_button import ElidedLabel

_FEW = 3  # images to label in the first step
_SIDE = 22  # pixels: the side of a step's sign
_WIDE = 640  # pixels: the least width at which the strip shows its title


@dataclass(frozen=True)
class Step:
    """One step to try.

    Attributes:
        name: one word.
        text: what to do, including the key.
        page: the page on which to do it.
        done: whether the history shows that it was done.
    """

    name: str
    text: str
    page: str
    done: bool


class FirstSteps(QWidget):
    """The pages with the strip above them.

    Signals:
        step_wanted: the Step to show.
    """

    step_wanted = Signal(object)

    def __init__(self, settings: Settings, pages: QStackedWidget) -> None:
        super().__init__()
        self._settings = settings
        self._project: OpenProject | None = None
        self._asked = False  # the person asked for the steps in this project
        self.steps: Sequence[Step] = ()
        self.strip = _Strip()
        self.strip.step_wanted.connect(self.step_wanted)
        self.strip.closed.connect(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addWidget(pages, 1)
        self._above_grid = False
        self._place()

    def follow(self, project: OpenProject | None) -> None:
        """Follow the activity in a project, or in none."""
        self._project, self.steps, self._asked = project, (), False
        if project is not None:
            project.history_changed.connect(self.refresh)
            self.refresh()
        self._place()

    def show_again(self) -> None:
        """Show the steps here and from now on, because the person asked for them."""
        self._settings.first_steps = self._asked = True
        self.refresh()
        if self.strip.isVisible():
            self.strip.go.setFocus()  # which shows where it is
        elif not self._above_grid:
            self.step_wanted.emit(Step("browse", _tr("The first steps are above the images."), BROWSE, True))

    def refresh(self) -> None:
        """Read from the history what has been done."""
        if self._project is not None and self._wanted():
            self._project.ask(read_activity, self._read)

    def _read(self, activity: Activity) -> None:
        self.steps = steps_of(activity)
        self.strip.show_steps(self.steps)
        self._place()

    def _wanted(self) -> bool:
        sample = data_dir() / "sample" / f"sample{SUFFIX}"
        here = self._project is not None and (self._asked or self._project.path == sample)
        return here and self._settings.first_steps

    def page_shown(self, *, grid: bool) -> None:
        """React to a change of page: steps can be tried where there is a grid of images."""
        self._above_grid = grid
        self._place()

    def _place(self) -> None:
        self.strip.setVisible(bool(self.steps) and self._wanted() and self._above_grid)

    def _close(self) -> None:
        self._settings.first_steps = False
        self._place()


_tr = translator("FirstSteps")


def steps_of(activity: Activity) -> list[Step]:
    """Return the steps that suit the activity in a project, in a sensible order."""
    label = _tr("Give three images a class with the digit keys.")
    correct = _tr("Correct a wrong label: {key} takes the expected class.").format(key=key_map().shown("take"))
    undo = _tr("Undo the last decision: {key}.").format(key=key_map().shown("undo"))
    looked = Step("look", _tr("Let the program analyse the images."), SUSPECTS, activity.rounds > 0)
    labelled = Step("label", label, LABEL if activity.undecided else BROWSE, activity.labelled >= _FEW)
    corrected = Step("correct", correct, SUSPECTS, activity.corrected > 0)
    undone = Step("undo", undo, SUSPECTS, activity.undone > 0)
    if not activity.undecided and not activity.accepted:
        keep = _tr("Keep a label that is right: {key}.").format(key=key_map().shown("keep"))
        return [looked, corrected, Step("keep", keep, SUSPECTS, activity.kept > 0), labelled, undone]
    accept = _tr("Accept a page of suggestions: {key}.").format(key=key_map().shown("accept_page"))
    accepted = Step("accept", accept, SUGGESTIONS, activity.accepted > 0)
    if activity.has_labels:  # suggestions are possible
        return [looked, accepted, labelled, corrected, undone]
    return [labelled, looked, accepted, corrected, undone]


class _Strip(QFrame):
    """The strip: a sign for each step, what to do next, a button that goes there, and one that closes it."""

    step_wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "steps")
        self._title = QLabel(self.tr("First steps"))
        self._title.setProperty("role", "strong")
        self._signs: list[QToolButton] = []
        self.sentence = ElidedLabel()
        self.go = QPushButton(self.tr("Show me"))
        self.go.setProperty("role", "strip")
        self.go.clicked.connect(self._go)
        self.away = QToolButton()
        self.away.setAccessibleName(self.tr("Hide the first steps"))
        self.away.setToolTip(self.tr("Hide; the menu brings them back"))
        self.away.clicked.connect(self.closed)
        self._steps: Sequence[Step] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(20, 4, 10, 4)
        self._row.setSpacing(8)
        for widget in (self._title, self.sentence, self.go, self.away):
            self._row.addWidget(widget, 1 if widget is self.sentence else 0)
        theme().changed.connect(self._tint)
        self._tint()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show which of these steps are done."""
        while len(self._signs) < len(steps):
            sign = QToolButton()
            sign.setFixedSize(_SIDE, _SIDE)
            sign.clicked.connect(partial(self._pressed, sign))
            self._row.insertWidget(1 + len(self._signs), sign)
            self._signs.append(sign)
        following = next((step for step in steps if not step.done), None)
        for number, (sign, step) in enumerate(zip(self._signs, steps, strict=True), start=1):
            sign.setText("✓" if step.done else str(number))
            sign.setToolTip(step.text)
            sign.setAccessibleName(f"{step.text} {self.tr('Done.') if step.done else ''}")
            set_role(sign, "done" if step.done else "now" if step is following else "step")
            sign.setProperty("step", step.name)
        self._steps = steps
        done = self.tr("That was the whole workflow. Now try it on a folder of your own.")
        self.sentence.setText(following.text if following is not None else done)
        self.go.setText(self.tr("Show me") if following is not None else self.tr("Go to Home"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._title.setVisible(event.size().width() >= _WIDE)

    def _go(self) -> None:
        """Go to the next step; once all are done, to where a new project starts."""
        following = next((step for step in self._steps if not step.done), None)
        self.step_wanted.emit(following or Step("home", "", HOME, True))

    def _pressed(self, sign: QToolButton, *_: object) -> None:
        self.step_wanted.emit(next(step for step in self._steps if step.name == sign.property("step")))

    def _tint(self) -> None:
        self.away.setIcon(theme().icon("close"))
        self.away.setIconSize(QSize(14, 14))
