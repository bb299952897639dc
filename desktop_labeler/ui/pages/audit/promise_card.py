"""The card that begins with a promise: how many of the accepted suggestions are to be right, and what that takes."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton

from desktop_labeler.audit_intervals import smallest_sample
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.certify import Outcome, PromiseOutlook
from desktop_labeler.messages import Message
from desktop_labeler.rounding import rounded_down
from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.core.language import percent, worded
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.fields import ComboField

_TARGETS = (0.9, 0.95, 0.98, 0.99)
_ALL = 0  # in place of a class


class PromiseCard(Card):
    """Asks for a promise, says how many images it takes, and accepts the rest once they are checked.

    Signals:
        wanted: the class (0 for all) and the fraction that is to be right.
        finished: the sample is checked, and the rest is to be accepted if the promise holds.
    """

    wanted = Signal(int, float)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.heading.setText(self.tr("Accept suggestions under a promise"))
        self._outlook: PromiseOutlook | None = None
        self.which, self.target = ComboField(), ComboField()
        for target in _TARGETS:
            self.target.addItem(self.tr("at least {share}").format(share=percent(target)), target)
        self.target.setCurrentIndex(1)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in ((self.tr("Accept"), self.which), (self.tr("Right"), self.target)):
            field.setMinimumContentsLength(12)
            field.setSizeAdjustPolicy(ComboField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setAccessibleName(name)
            field.currentIndexChanged.connect(self._say_size)
            self._form.addRow(label(name, "quiet"), field)
        self.what = label("", wrap=True)
        self.button = QPushButton()
        self.button.clicked.connect(self._pressed)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch()
        self.content.addSpacing(4)
        self.content.addLayout(self._form)
        self.content.addWidget(self.what)
        self.content.addSpacing(4)
        self.content.addLayout(row)
        self.setVisible(False)

    def show_outlook(self, outlook: PromiseOutlook, names: Mapping[int, LabelClass]) -> None:
        """Show what can be promised, or what the checked sample shows; nothing where there are no suggestions."""
        self._outlook = outlook
        self.setVisible(bool(outlook.suggestions) or outlook.outcome is not None)
        chosen = self.which.currentData()
        self.which.blockSignals(True)
        self.which.clear()
        total = sum(outlook.suggestions.values())
        self.which.addItem(worded(Message("{n:# suggestion|all # suggestions}", n=total)), _ALL)
        for number, count in sorted(outlook.suggestions.items(), key=lambda pair: -pair[1]):
            if (known := names.get(number)) is not None:
                text = worded(Message("{name}: {n:# suggestion|# suggestions}", name=known.name, n=count))
                self.which.addItem(class_icon(known.shape, known.color), text, number)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen)))
        self.which.blockSignals(False)
        self._form.setRowVisible(0, outlook.outcome is None)
        self._form.setRowVisible(1, outlook.outcome is None)
        if outlook.outcome is not None:
            self.say("")
            self.what.setText(_shown(outlook.outcome))
            self.button.setText(self.tr("Accept them") if outlook.outcome.accepted else self.tr("Accept none"))
            allow(self.button)
        else:
            self.say(
                self.tr(
                    "Say how many of the accepted ones have to be right. You then check a random sample, without "
                    "seeing suggestions; an unsure answer counts as wrong."
                )
            )
            self.button.setText(self.tr("Draw the sample"))
            self._say_size()

    @property
    def _population(self) -> int:
        counts = self._outlook.suggestions if self._outlook is not None else {}
        number = self.which.currentData()
        return counts.get(number, 0) if number else sum(counts.values())

    def _say_size(self, *_: object) -> None:
        """Say how many images the promise takes."""
        if self._outlook is None or self._outlook.outcome is not None:
            return
        population, target, sure = self._population, self.target.currentData(), self._outlook.sure
        size = smallest_sample(target, population, 0, sure) if population else population
        few = self.tr("These are too few: the sample would leave none to accept. Ask for less, or label them all.")
        text = Message(
            "Check {n:# image|# images} and find none wrong: then the other {rest:one is|# are} accepted together, at "
            "least {share} right ({sure} sure).",
            n=size,
            rest=population - size,
            share=percent(target),
            sure=percent(rounded_down(sure, 2), 1),
        )
        self.what.setText(worded(text) if size < population else few)
        allow(self.button, "" if size < population else few)

    def _pressed(self) -> None:
        if self._outlook is not None and self._outlook.outcome is not None:
            allow(self.button, self.tr("They are being accepted …"))
            self.finished.emit()
        else:
            self.wanted.emit(self.which.currentData(), self.target.currentData())


def _shown(outcome: Outcome) -> str:
    """Return what a checked sample shows."""
    figures = {
        "n": outcome.sample,
        "wrong": outcome.wrong,
        "share": percent(rounded_down(outcome.bound), 1),
        "sure": percent(rounded_down(outcome.trial.confidence, 2), 1),
    }
    if not outcome.accepted:
        return worded(
            Message(
                "{wrong} of {n:# checked image|# checked images} wrong or unsure: that shows at least {share} right "
                "({sure} sure), and {target} were promised. Nothing will be accepted; each further promise takes a "
                "larger sample.",
                **figures,
                target=percent(outcome.trial.target),
            )
        )
    return worded(
        Message(
            "{wrong} of {n:# checked image|# checked images} wrong or unsure: of the other {rest:one|#} at least "
            "{share} {rest:is|are} right ({sure} sure). {rest:It gets|They get} a certificate, which is void once "
            "{rest:it|one of them} is changed.",
            **figures,
            rest=outcome.accepted,
        )
    )
