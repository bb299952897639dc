"""The card of the page Train that trains a classifier on the labels, shows how it learns, and what came of it."""

from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout

from desktop_labeler.array_types import Float64Array
from desktop_labeler.jobs.classifiers.classifier_outlook import (
    FIRST_UNASKED,
    ClassifierOutlook,
    read_classifier_outlook,
)
from desktop_labeler.jobs.classifiers.finetune_plan import (
    MINUTES,
    Judgement,
    LiveFinetune,
    Part,
    discard_finetune,
    unfinished_finetune,
)
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.background.own_job import OwnJob
from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.query import Query
from desktop_labeler.ui.core.settings import save_settings
from desktop_labeler.ui.pages.train import classifier_texts as texts
from desktop_labeler.ui.pages.train import training_jobs
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.widgets.ask_first import ask
from desktop_labeler.ui.widgets.basics import allow, label, set_role
from desktop_labeler.ui.widgets.fields import ComboField, NumberField

if TYPE_CHECKING:
    from desktop_labeler.jobs.classifiers.finetune_plan import FinetuneResult
    from desktop_labeler.ui.charts.line_chart import LineChart

_CHART = 230  # pixels: the name of its axis is whole in any language
_EVERY = 400  # ms between two updates of a running training
_LONGEST = 600  # minutes


class ClassifierCard(Card):
    """Trains a classifier on the labels.

    Attributes:
        live: the training that runs or waits in the queue, None if there is none.
        outlook: what was last read, None before the first reading.

    Signals:
        trained: a training has a result.
    """

    trained = Signal()

    def __init__(self, context: ProjectContext) -> None:
        super().__init__("")
        self.heading.setText(self.tr("Train a classifier on your labels"))
        self._project, self._rounds, self._jobs = context.project, context.rounds, context.jobs
        self._settings = context.settings
        self.live: LiveFinetune | None = None
        self.outlook: ClassifierOutlook | None = None
        self._own = OwnJob(context.jobs, self, self._over)
        self._changing = False
        self.chart: LineChart | None = None
        self.query = Query(context.project, read_classifier_outlook, self)
        self.query.answered.connect(self._found)
        self._poll = QTimer(self, interval=_EVERY)
        self._poll.timeout.connect(self._show_live)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._make_parts()
        context.project.images_changed.connect(self.query.forget)
        self.query.keep_up(self, context.jobs.advanced)
        context.jobs.idle.connect(self._idle)

    def _make_parts(self) -> None:
        self.minutes = NumberField(1, _LONGEST, int(MINUTES))
        self.minutes.setFixedWidth(72)
        self.minutes.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._unit = label(self.tr("minutes at most"), "quiet")
        self.part = ComboField()
        self.part.setAccessibleName(self.tr("What is trained"))
        self.part.setToolTip(
            self.tr(
                "The last layers suit a processor. A linear layer alone takes seconds and changes nothing before it. "
                "The whole network needs a graphics card, or many minutes."
            )
        )
        for name, text in texts.parts():
            self.part.addItem(text, name)
        self.part.setCurrentIndex(self.part.findData("last"))
        self.start_button, self.keep_button = QPushButton(), QPushButton(self.tr("Keep it"))
        self.discard_button = QPushButton(self.tr("Discard it"))
        self.pause_button, self.stop_button = QPushButton(self.tr("Pause")), QPushButton(self.tr("Stop and judge"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setToolTip(self.tr("What was learned is kept: the training can be resumed later."))
        actions = (
            (self.start_button, self.start),
            (self.keep_button, self.keep),
            (self.discard_button, self._ask_discard),
            (self.pause_button, self._pause),
            (self.stop_button, self._stop),
            (self.cancel_button, self._cancel),
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, action in actions:
            button.clicked.connect(action)
            buttons.addWidget(button)
        buttons.addStretch()
        choices = QHBoxLayout()  # a row of its own: the buttons need the width of a small window
        choices.setSpacing(8)
        for field in (self.part, self.minutes, self._unit):
            choices.addWidget(field)
        choices.addStretch()
        self.figures = QGridLayout()
        self.figures.setHorizontalSpacing(18)
        self.figures.setColumnStretch(2, 1)
        self.unasked = QCheckBox(self.tr("From now on, train automatically when many labels are new"))
        self.unasked.setToolTip(
            self.tr(
                "In the background, after a round: from {first} labels on, and again when there are half as many more. "
                "Rounds go first. A classifier is used only if it is better. Here or in Settings you can switch it off."
            ).format(first=FIRST_UNASKED)
        )
        self.unasked.toggled.connect(self._allow_unasked)
        self.verdict, self.notes = label("", "quiet", wrap=True), label("", "care", wrap=True)
        self._place = QVBoxLayout()
        for part in (self._place, self.figures):
            self.content.addLayout(part)
        for words in (self.verdict, self.notes):
            self.content.addWidget(words)
        for row in (choices, buttons):
            self.content.addLayout(row)
        self.content.addWidget(self.unasked)
        self._show()

    # --- actions of the person --------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Read what has changed when the page is shown."""
        self.query.ask_if_stale()

    def start(self, *_: object) -> None:
        """Train, or continue what was interrupted; it waits while another job runs."""
        if self.live is not None:
            return
        left = unfinished_finetune(self._project.path)
        minutes = left.minutes if left is not None else float(self.minutes.value())
        part: Part = left.part if left is not None else self.part.currentData()
        self.live = LiveFinetune(minutes=minutes, part=part)
        job = partial(training_jobs.train_classifier, self._project.path, self._settings.device, self.live)
        labels, images = (self.outlook.labels, self.outlook.images) if self.outlook is not None else (0, 0)
        steps = job_steps.classifier(labels, images, minutes=minutes)
        title = self.tr("Training a classifier")
        queued = self._jobs.start(title, job, self._trained, self._failed, resume="finetune", steps=steps)
        self._own.follow(queued)
        self._poll.start()
        self._show()

    def keep(self, *_: object) -> None:
        """Let the classifier take part in suggestions, or let one that does classify the images added since."""
        job = partial(training_jobs.keep_trained, self._project.path, self._settings.device)
        self._change(self.tr("Classifying the images"), job)

    def _ask_discard(self, *_: object) -> None:
        """Ask, because no undo brings it back."""
        title = self.tr("Discard the classifier")
        text = self.tr("The classifier is deleted; suggestions are made without it. No label changes.")
        if self.outlook is not None and self.outlook.unfinished is not None:
            title = self.tr("Discard the training")
            text = self.tr(
                "What this training has learned so far is deleted, and it cannot be resumed. No label changes."
            )
        ask(self, title, text, self.tr("Discard it"), self.discard)

    def discard(self, *_: object) -> None:
        """Remove the classifier, or what an interrupted training left."""
        if self.outlook is not None and self.outlook.unfinished is not None:
            discard_finetune(self._project.path)
            self._jobs.discarded.emit("finetune")
            self.query.ask()
            return
        job = partial(training_jobs.discard_trained, self._project.path)
        self._change(self.tr("Discarding the classifier"), job)

    def _change(self, title: str, job: "partial[Job[object]]") -> None:
        self._changing = True
        self._own.follow(self._jobs.start(title, job, self._changed, self._failed))
        self._show()

    def _pause(self, *_: object) -> None:
        self._own.toggle_pause()
        self._show_live()

    def _stop(self, *_: object) -> None:
        if self.live is not None:
            self.live.stop_wanted = True
            if self.runs and self._jobs.paused:
                self._jobs.toggle_pause()
            self._show_live()

    def _cancel(self, *_: object) -> None:
        self._own.cancel()

    def _allow_unasked(self, on: bool) -> None:
        self._settings.auto_train = on
        save_settings(self._settings)

    # --- what happens -----------------------------------------------------------------------------------------------
    @property
    def runs(self) -> bool:
        """Whether the running job is the training."""
        return self.live is not None and self._own.runs

    def _trained(self, result: object) -> None:
        self._ended()
        self.trained.emit()
        found = cast("FinetuneResult", result)
        said = [worded(note) for note in found.after]
        if found.kept:
            self._rounds.start()
        elif self.outlook is not None and self.outlook.kept:  # the card shows the one in use
            said.insert(0, texts.verdict(found.judgement, kept=False)[0])
        if said:
            self._jobs.announce(Notice(" ".join(said)))

    def _changed(self, result: object) -> None:
        self._ended()
        self._rounds.start()

    def _failed(self, error: object) -> None:
        self._ended()
        self._jobs.failed.emit(error)

    def _idle(self) -> None:
        if self.isVisible():
            self.query.ask_if_stale()

    def _over(self) -> None:
        """Update the state after a job that was cancelled or taken back, which reports nothing else."""
        if self.live is not None or self._changing:
            self._ended()

    def _ended(self) -> None:
        self.live, self._changing = None, False
        self._poll.stop()
        self.query.ask()
        self._show()

    def _found(self, outlook: ClassifierOutlook) -> None:
        if self.outlook is None and outlook.chosen is not None:  # later, the fields are what the person set
            self.minutes.setValue(round(outlook.chosen[0]))
            self.part.setCurrentIndex(self.part.findData(outlook.chosen[1]))
        self.outlook = outlook
        self._show()

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        """Show the state; the focus stays in the card, so that no key goes to what comes after it on the page."""
        before = self.focusWidget()
        if before is None or not before.hasFocus():
            self._show_state()
            return
        self.setFocus()
        self._show_state()
        places = (before, self.pause_button, self.start_button, self.keep_button, self.discard_button, self)
        next(one for one in places if one is self or (one.isVisibleTo(self) and one.isEnabled())).setFocus()

    def _show_state(self) -> None:
        outlook, running = self.outlook, self.live is not None
        left = outlook.unfinished if outlook is not None and not running else None
        found = outlook.judgement if outlook is not None and not running and left is None else None
        for button in (self.pause_button, self.stop_button, self.cancel_button):
            button.setVisible(running)
        stored = outlook is not None and outlook.stored and found is not None
        kept = outlook is not None and outlook.kept
        self.start_button.setVisible(not running)
        new = outlook.new if outlook is not None and kept else 0
        self.keep_button.setVisible(stored and (not kept or new > 0))
        self.keep_button.setText(texts.classify_new(new) if new else self.tr("Keep it"))
        self.discard_button.setVisible((stored and not running) or left is not None)
        for part in (self.minutes, self._unit, self.part):
            part.setVisible(not running and left is None)
        again = self.tr("Train it again") if found is not None else self.tr("Train a classifier")
        self.start_button.setText(self.tr("Continue") if left is not None else again)
        set_role(self.start_button, "" if found is not None else "primary")
        why_not = texts.why_not(outlook) if outlook is not None else ""
        for button in (self.start_button, self.keep_button, self.discard_button):
            allow(button, texts.busy() if self._changing else why_not if button is self.start_button else "")
        if not running:
            self.say(texts.unfinished(left, kept=kept) if left is not None else texts.invitation(outlook))
        self._offer_unasked(kept=kept and found is not None)
        self._show_judgement(found, kept=kept)
        self._show_live()

    def _offer_unasked(self, *, kept: bool) -> None:
        """Offer to train automatically where a classifier has proved better, or where it was allowed before."""
        with QSignalBlocker(self.unasked):
            self.unasked.setChecked(self._settings.auto_train)
        self.unasked.setVisible(kept or self._settings.auto_train)

    def _show_judgement(self, found: Judgement | None, *, kept: bool) -> None:
        while (item := self.figures.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it would stay visible until it is deleted
                widget.deleteLater()
        waits = self.outlook is not None and self.outlook.waits
        text, role = texts.verdict(found, kept=kept, waits=waits) if found is not None else ("", "quiet")
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))
        set_role(self.verdict, role)
        for row, (name, value) in enumerate(texts.figures(found) if found is not None else ()):
            self.figures.addWidget(label(name), row, 0)
            self.figures.addWidget(label(value, "strong"), row, 1)

    def _show_live(self) -> None:
        live = self.live
        points = live.points if live is not None else ()
        judged = [point for point in points if point.agreement is not None]
        if self.chart is not None:
            self.chart.setVisible(bool(judged))
        notes = " ".join(worded(note) for note in live.notes) if live is not None else ""
        self.notes.setText(notes)
        self.notes.setVisible(bool(notes))
        if live is None or not self.isVisible():
            return
        phase = worded(self._jobs.progress.phase) if self.runs else ""
        waits = self.tr("Waits until this is done: {job}").format(job=self._own.ahead)
        self.say(texts.course(live) if live.learning else phase[:1].upper() + phase[1:] if self.runs else waits)
        self.pause_button.setText(self.tr("Resume") if self.runs and self._jobs.paused else self.tr("Pause"))
        allow(self.pause_button, "" if self.runs else waits)
        stopping = self.tr("It is being stopped.") if live.stop_wanted else self.tr("Nothing was learned yet.")
        allow(self.stop_button, "" if live.learning and not live.stop_wanted else stopping)
        if judged:
            across = np.array([point.at for point in judged], np.float64)
            right = np.array([point.agreement for point in judged], np.float64)
            self._draw(across, right)

    def _draw(self, across: Float64Array, right: Float64Array) -> None:
        from desktop_labeler.ui.charts.line_chart import LineChart, Series, fraction

        if self.chart is None:
            self.chart = LineChart(
                self.tr("Training curve"),
                self.tr("Part of the training"),
                self.tr("Right on labels not seen"),
                write_x=fraction,
                span=(0.0, 1.0),
            )
            self.chart.setFixedHeight(_CHART)
            self._place.addWidget(self.chart)
        if self.chart.series is None or len(self.chart.series.x) != len(across):
            self.chart.show_series(Series(across, right, [texts.point(value) for value in right], color="good"))
