"""The cards of the page Train: the plan, the running training, and the result."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.jobs.embedding.training_defaults import TrainingDefaults
from desktop_labeler.jobs.training.training_plan import MINUTES, LiveTraining, Method, TrainingPlan
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.charts.chart_cards import Card, Segments
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.widgets.basics import allow, label, set_role
from desktop_labeler.ui.widgets.fields import ComboField, NumberField
from desktop_labeler.ui.widgets.key_button import ElidedLabel

if TYPE_CHECKING:
    from desktop_labeler.jobs.embedding.compare_embeddings import Comparison
    from desktop_labeler.jobs.training.switch_backbone import BackboneRow
    from desktop_labeler.ui.pages.train.live_chart import LiveChart

NOTHING = "none"
_CHART = 230


class PlanCard(Card):
    """The plan of a training: method, start, budget, and what views may change."""

    def __init__(self) -> None:
        super().__init__("")
        self.method, self.start = ComboField(), ComboField()
        for method, (name, _) in texts.method_names().items():
            self.method.addItem(name, method)
        self.method.currentIndexChanged.connect(self._explain)
        self._about, self.start_note = label("", "small", wrap=True), label("", "small", wrap=True)
        self.start_note.hide()
        self.amount = NumberField(1, 10_000, int(MINUTES))
        self.unit = Segments(self.tr("Unit of the budget"), self.tr("minutes"), self.tr("epochs"))
        self.unit.chosen.connect(self._unit_chosen)
        self.mirror = QCheckBox(self.tr("can be mirrored (unless left and right matter)"))
        self.upside_down = QCheckBox(self.tr("any orientation (microscopy, aerial)"))
        self.colour = QCheckBox(self.tr("can vary in colour (unless it defines the class)"))
        self._flips_known = False
        self.head(self.tr("Learn from your images"))
        self.start.addItem(self.tr("What the project uses"), "")  # the plan's default, until all are known
        self._chosen = False  # the person chose what to start from
        self.start.activated.connect(self._choose_start)
        self.mirror.setChecked(True)
        self.colour.setChecked(True)
        self._lay_out()
        self._explain()

    def _lay_out(self) -> None:
        amount = QHBoxLayout()
        amount.setSpacing(8)
        self.amount.setFixedWidth(72)
        self.amount.setAlignment(Qt.AlignmentFlag.AlignCenter)
        amount.addWidget(self.amount)
        amount.addWidget(self.unit)
        amount.addStretch()
        start = QVBoxLayout()  # a hidden note takes no room here, which a row of the grid would
        start.setSpacing(4)
        start.addWidget(self.start)
        start.addWidget(self.start_note)
        views = QVBoxLayout()
        views.setSpacing(6)
        for box in (self.mirror, self.upside_down, self.colour):
            box.setMinimumHeight(box.sizeHint().height())  # a low window scrolls instead of cutting letters
            views.addWidget(box)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows: tuple[tuple[str, QWidget | QHBoxLayout | QVBoxLayout], ...] = (
            (self.tr("Method"), self.method),
            ("", self._about),
            (self.tr("Start from"), start),
            (self.tr("Budget"), amount),
            (self.tr("My images"), views),
        )
        for row, (name, content) in enumerate(rows):
            titled = label(name, "quiet")
            upright = Qt.AlignmentFlag.AlignTop if content is views else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(titled, row, 0, upright | Qt.AlignmentFlag.AlignLeft)
            if isinstance(content, QWidget):
                grid.addWidget(content, row, 1)
                titled.setBuddy(content)
            else:
                grid.addLayout(content, row, 1)
                if content is start:
                    titled.setBuddy(self.start)
        self.content.addSpacing(4)
        self.content.addLayout(grid)
        self.content.addStretch()

    def show_defaults(self, defaults: TrainingDefaults) -> None:
        """Show what is known before the networks are loaded."""
        self.head(worded(Message("Learn from {n:# image|# images}", n=defaults.images)))
        self.start.setItemText(0, visible(Path(defaults.start).name))
        self.show_flips(defaults.flips)

    def show_last(self, plan: TrainingPlan | None) -> None:
        """Begin with the method and the budget of the last training, unless the person has chosen others already."""
        chosen = (self.method.currentIndex(), self.unit.at, self.amount.value()) != (0, 0, int(MINUTES))
        if plan is not None and not chosen:
            self.method.setCurrentIndex(self.method.findData(plan.method))
            self.unit.choose(0 if plan.minutes is not None else 1)
            self.amount.setValue(max(1, round(plan.minutes or plan.epochs or MINUTES)))

    def show_outlook(self, images: int, rows: "Sequence[BackboneRow]") -> None:
        """Offer what a training can start from."""
        self.head(worded(Message("Learn from {n:# image|# images}", n=images)))
        chosen = self.start.currentData()
        self.start.clear()
        for row in rows:
            if row.trainable:
                self.start.addItem(f"{row.name} ({texts.kind_name(row)})", row.name)
        self.start.addItem(self.tr("Nothing (random weights)"), NOTHING)
        used = next((row for row in rows if row.in_use), None)
        starter = next((row.name for row in rows if row.kind == "starter"), None)
        usual = used.name if used is not None and used.trainable else starter
        self.start.setCurrentIndex(max(0, self.start.findData(chosen if self._chosen else usual)))
        self.start_note.setVisible(used is not None and not used.trainable)
        if used is not None and not used.trainable:
            said = self.tr("“{name}”, which the project uses now, cannot be trained itself.")
            self.start_note.setText(said.format(name=visible(used.name)))

    def show_flips(self, flips: str | None) -> None:
        """Check what the images show when it is first known; later the person's choice is kept."""
        if flips is not None and not self._flips_known:
            self._flips_known = True
            self.mirror.setChecked(flips != "none")
            self.upside_down.setChecked(flips == "any")

    def head(self, text: str) -> None:
        """Set the heading and the sentence of the card."""
        self.heading.setText(text)

    def plan(self) -> TrainingPlan:
        """Return the plan that the person has chosen."""
        amount, in_minutes = float(self.amount.value()), self.unit.at == 0
        return TrainingPlan(
            method=cast("Method", self.method.currentData()),
            minutes=amount if in_minutes else None,
            epochs=None if in_minutes else amount,
            start_from=str(self.start.currentData()),
            mirror=self.mirror.isChecked(),
            upside_down=self.upside_down.isChecked(),
            colour=self.colour.isChecked(),
        )

    def _choose_start(self) -> None:
        self._chosen = True

    def _explain(self) -> None:
        self._about.setText(texts.method_names()[str(self.method.currentData())][1])

    def _unit_chosen(self, place: int) -> None:
        self.amount.setValue(int(MINUTES) if place == 0 else 200)


class LiveCard(Card):
    """The running training: its curve, its numbers, pause, stop and cancel."""

    def __init__(self) -> None:
        super().__init__("")
        self.origin = ElidedLabel(role="small")
        self.origin.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.top.addWidget(self.origin, 1)
        self.chart: LiveChart | None = None
        self._place = QVBoxLayout()
        self._waiting = label("", "quiet", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._waiting.setMinimumHeight(_CHART)
        self._place.addWidget(self._waiting)
        self._legend = label("", "small", wrap=True)
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self.details = QPushButton(self.tr("Details"))
        self.details.setCheckable(True)
        self.details.setProperty("role", "toggle")
        self.details.setToolTip(self.tr("Loss and output spread as well"))
        self.details.toggled.connect(self._toggle_details)
        self._last: tuple[LiveTraining, tuple[str, str, str]] | None = None
        self.spread = label("", "small")
        below = QHBoxLayout()
        below.addWidget(self._legend, 1)
        below.addWidget(self.spread)
        below.addWidget(self.details)
        self.notes = label("", "care", wrap=True)
        self.pause, self.stop = QPushButton(self.tr("Pause")), QPushButton(self.tr("Stop and compare"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("What was learned is kept: the training can be resumed later."))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.pause, self.stop, self.cancel):
            buttons.addWidget(button)
        buttons.addStretch()
        self.content.addLayout(self._place)
        self.content.addLayout(below)
        self.content.addWidget(self.notes)
        self.content.addSpacing(4)
        self.content.addLayout(buttons)
        self.content.addStretch()

    def show_live(self, live: LiveTraining, step: str, colors: tuple[str, str, str], *, paused: bool) -> None:
        """Show how far it is; `step` names what is done while the network is not being trained."""
        title = Message("Learning from {n:# image|# images}", n=live.images)
        self.heading.setText(worded(title) if live.images else self.tr("Training"))
        self.say(texts.course(live) if live.learning else step)
        self.origin.setText(texts.origin(live) if live.device else "")
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        why_not = self.tr("It is being stopped.") if live.stop_wanted else self.tr("Nothing was learned yet.")
        allow(self.stop, "" if live.learning and not live.stop_wanted else why_not)
        self.notes.setText(" ".join(worded(note) for note in live.notes))
        self.notes.setVisible(bool(live.notes))
        self._last = live, colors
        self._show_chart(live, colors)

    def _toggle_details(self) -> None:
        if self._last is not None:
            self._show_chart(*self._last)

    def _show_chart(self, live: LiveTraining, colors: tuple[str, str, str]) -> None:
        if not live.points:
            self._waiting.setText(self.tr("The curve appears with the first steps."))
        elif self.chart is None:
            from desktop_labeler.ui.pages.train.live_chart import LiveChart

            self.chart = LiveChart()
            self.chart.setFixedHeight(_CHART)
            self._waiting.hide()
            self._place.addWidget(self.chart)
        judged = any(point.agreement is not None for point in live.points)
        details = self.details.isChecked() or not judged
        self.spread.setText(texts.spread(live) if details else "")
        self.details.setVisible(judged)
        shown = self.chart is not None and bool(live.points)
        self._waiting.setVisible(not shown)
        self._legend.setVisible(shown)
        if self.chart is not None:
            self.chart.setVisible(shown)
            whole = live.plan.minutes if live.plan.minutes is not None else live.plan.epochs or 0.0
            self.chart.show_points(live.points, whole, epochs=live.plan.minutes is None, details=details)
        loss, good, quiet = colors
        lines = [(good, "▬", self.tr("agreement of nearest neighbours with your labels: it should rise"))]
        if not judged:
            lines = [
                (quiet, "", self.tr("Without labels there is no way to tell how good it is; the loss should fall."))
            ]
        if details:
            lines += [(loss, "▬", self.tr("loss")), (quiet, "┅", self.tr("output spread"))]
        self._legend.setText(
            "&nbsp;&nbsp; ".join(f'<span style="color:{color}">{sign}</span> {name}' for color, sign, name in lines)
        )


class ComparisonCard(Card):
    """Compares before and after on the same labels.

    Signals:
        wanted: key and name of the backbone that the project is to use.
    """

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(self.tr("Before and after"))
        self.found: Comparison | None = None
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(18)
        self.grid.setVerticalSpacing(9)
        self.grid.setColumnStretch(0, 1)
        self.verdict = label("", "quiet", wrap=True)
        self.new, self.old = QPushButton(self.tr("Use the new one")), QPushButton()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.new.clicked.connect(partial(self._choose, new=True))
        self.old.clicked.connect(partial(self._choose, new=False))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.new)
        self.buttons.addWidget(self.old)
        self.buttons.addStretch()
        self.content.addSpacing(4)
        self.content.addLayout(self.grid)
        self.content.addSpacing(4)
        self.content.addWidget(self.verdict)
        self.content.addLayout(self.buttons)
        self.content.addStretch()
        self.show_comparison(None, "")

    def show_comparison(self, found: "Comparison | None", in_use: str, *, enabled: bool = True) -> None:
        """Show a comparison, and which of the two is in use; None before the first training."""
        self.found = found
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it would stay visible until it is deleted
                widget.deleteLater()
        for button in (self.new, self.old):
            button.setVisible(False)
            allow(button, "" if enabled else texts.busy())
        if found is None:
            self.say("")
            set_role(self.verdict, "quiet")
            self.verdict.setText(
                self.tr(
                    "After training, the embedding in use and the new one are compared here on your labels. "
                    "The new one is used only if it is better, and the old one stays one click away."
                )
            )
            return
        self.say(texts.measured_on(found))
        self._fill(found)
        text, role = texts.verdict(found, in_use)
        self.verdict.setText(text)
        set_role(self.verdict, role)
        self._show_buttons(found, in_use)

    def _fill(self, found: "Comparison") -> None:
        names = (found.before.backbone, found.after.backbone)
        for column, name in enumerate(names, start=1):
            shown = label(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 130), "small")
            shown.setToolTip(name)
            self.grid.addWidget(shown, 0, column)
        if not found.labels:
            return
        for row, compared in enumerate(texts.comparison_rows(found), start=1):
            greater = {1: ("", "strong", "good"), -1: ("strong", "", "care")}.get(compared.sign, ("", "", "quiet"))
            for column, (text, look) in enumerate(zip(compared[:4], ("", *greater), strict=True)):
                self.grid.addWidget(label(text, look), row, column)

    def _show_buttons(self, found: "Comparison", in_use: str) -> None:
        old = self.fontMetrics().elidedText(found.before.backbone, Qt.TextElideMode.ElideMiddle, 150)
        self.old.setText(self.tr("Back to {name}").format(name=visible(old).replace("&", "&&")))
        self.old.setProperty("tip", visible(found.before.backbone))
        allow(self.old, "" if self.old.isEnabled() else texts.busy())
        for button, one in ((self.new, found.after), (self.old, found.before)):
            button.setVisible(one.backbone != in_use)
        set_role(self.new, "primary" if found.verdict == "better" else "")
        set_role(self.old, "" if found.verdict == "better" else "primary")

    def _choose(self, *_: object, new: bool) -> None:
        found = self.found
        if found is not None:
            self.setFocus()  # else the focus goes to the next button of the page, and a second key press to that
            chosen = found.after if new else found.before
            self.wanted.emit(chosen.key, chosen.backbone)


class EitherCard(QStackedWidget):
    """Shows one of two cards, at the height that it needs."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self._fit)

    def addWidget(self, widget: QWidget) -> int:
        place = super().addWidget(widget)
        self._fit()
        return place

    def _fit(self, *_: object) -> None:
        for place in range(self.count()):
            card = self.widget(place)
            wanted = QSizePolicy.Policy.Preferred if place == self.currentIndex() else QSizePolicy.Policy.Ignored
            if card is not None:
                card.setSizePolicy(QSizePolicy.Policy.Ignored, wanted)
