"""Train: self-supervised training on the images, whether it helped, and the available backbones."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.jobs.embedding.training_defaults import TrainingDefaults
from desktop_labeler.jobs.training.training_plan import LiveTraining, TrainingPlan, discard_training
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_group import Steps
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.background.own_job import OwnJob
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.query import Query
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.train import training_jobs
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.pages.train.backbone_removal import BackboneRemoval
from desktop_labeler.ui.pages.train.backbones_card import BackbonesCard
from desktop_labeler.ui.pages.train.better_bar import BetterBar
from desktop_labeler.ui.pages.train.classifier_card import ClassifierCard
from desktop_labeler.ui.pages.train.invitation import Invitation
from desktop_labeler.ui.pages.train.training_cards import ComparisonCard, EitherCard, LiveCard, PlanCard
from desktop_labeler.ui.pages.train.unasked_training import UnaskedTraining
from desktop_labeler.ui.pages.train.unfinished_bar import UnfinishedBar
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.widgets.basics import allow, label, scrolled, set_role
from desktop_labeler.ui.widgets.empty_state import EmptyState
from desktop_labeler.ui.widgets.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop_labeler.jobs.training.pretrain import PretrainResult
    from desktop_labeler.jobs.training.switch_backbone import TrainingOutlook

_BESIDE = 60  # pixels beside the cards and between them
_NARROW = 860  # pixels: in a narrower page the cards are in one column
_EVERY = 400  # ms between two updates of a running training
_FEWEST = 4  # images that a training needs
_WEIGHTS = "*.safetensors *.pth *.pt *.bin *.ckpt *.tar"


class TrainPage(Page):
    """Cards: the plan of a training, the running one, its result, and all backbones.

    Attributes:
        live: the training that runs or waits in the queue, None if there is none.
        outlook: what was last read, None before the first reading.
    """

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        project, jobs = context.project, context.jobs
        self.project, self._rounds, self._jobs, self._settings = project, context.rounds, jobs, context.settings
        self.live: LiveTraining | None = None
        self.outlook: TrainingOutlook | None = None
        self._changing = self._go_on_wanted = False
        self._training = OwnJob(jobs, self, self._training_over)
        self._change_job = OwnJob(jobs, self, self._change_over)
        self.query = Query(project, training_jobs.read_outlook, self, loads=True)
        self.query.answered.connect(self._found)
        self.defaults = Query(project, training_jobs.read_defaults, self)
        self.defaults.answered.connect(self._show_defaults)
        self._across = 0
        self._poll = QTimer(self, interval=_EVERY)
        self._poll.timeout.connect(self._show_live)
        self._make_parts(context)
        self._lay_out()
        project.images_changed.connect(self.query.forget)
        self.query.keep_up(self, jobs.advanced)
        jobs.idle.connect(self._idle)
        theme().changed.connect(self._show_live)

    # --- parts ------------------------------------------------------------------------------------------------------
    def _make_parts(self, context: ProjectContext) -> None:
        self.sentence = Invitation([texts.inviting(), *(texts.no_card(photo=photo) for photo in (True, False))])
        self.import_button = QPushButton(self.tr("Import backbone…"))
        self.import_button.clicked.connect(self._choose_file)
        self.start_button = QPushButton(self.tr("Train on my images"))
        self.start_button.clicked.connect(self._start_chosen)
        self._invite()
        self.offer = UnfinishedBar()
        self.offer.go_on_wanted.connect(self.go_on)
        self.offer.discard_wanted.connect(self._discard)
        self.better = BetterBar()
        self.better.try_wanted.connect(self.try_better)
        self.better.use_wanted.connect(self.use)
        self.classifier = ClassifierCard(context)
        self._unasked = UnaskedTraining(context, self.classifier)
        self.plan_card, self.live_card = PlanCard(), LiveCard()
        self.live_card.pause.clicked.connect(self._pause)
        self.live_card.stop.clicked.connect(self._stop)
        self.live_card.cancel.clicked.connect(self._cancel)
        self.comparison = ComparisonCard()
        self.comparison.wanted.connect(self._switch)
        self.backbones = BackbonesCard()
        self.backbones.wanted.connect(self.use)
        self.backbones.flips_wanted.connect(self.use_flips)
        self.backbones.removed.connect(self.query.ask)
        self.removal = BackboneRemoval(self.backbones, self._jobs, self.project.path)
        self.empty = EmptyState()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label(self.tr("Train"), "heading"))
        top.addStretch()
        top.addWidget(self.import_button)
        top.addWidget(self.start_button)
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 20, 6)
        head.setSpacing(6)
        head.addLayout(top)
        head.addWidget(self.sentence)
        self._learning = EitherCard()
        self._learning.addWidget(self.plan_card)
        self._learning.addWidget(self.live_card)
        self._grid = QGridLayout()
        self._grid.setSpacing(14)
        column = QWidget()
        column.setProperty("role", "page")
        cards = QVBoxLayout(column)
        cards.setContentsMargins(20, 10, 20, 20)
        cards.setSpacing(14)
        cards.addWidget(self.offer)
        cards.addWidget(self.better)
        cards.addWidget(self.classifier)
        cards.addLayout(self._grid)
        cards.addWidget(self.backbones)
        cards.addStretch(1)  # a card is as high as what it holds
        self.view = scrolled(column, beside=20)
        self.body = self.stack_parts(head, self.view, self.empty)
        self.offer.hide()
        self._arrange(2)

    def _fit(self) -> None:
        """Put the two cards beside each other where both are whole."""
        plan, comparison = self.plan_card.least_width(), self.comparison.least_width()
        across = 2 if self.width() >= max(_NARROW, plan + comparison + _BESIDE) else 1
        self._grid.setColumnMinimumWidth(0, plan if across > 1 else 0)
        self._arrange(across)

    def _arrange(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        # removeWidget, not takeAt: a leftover item would keep the widget's new item from getting size changes
        for card in (self._learning, self.comparison):
            self._grid.removeWidget(card)
        self._grid.addWidget(self._learning, 0, 0)
        self._grid.addWidget(self.comparison, 0 if across > 1 else 1, across - 1)
        self._grid.setColumnStretch(0, 6)
        self._grid.setColumnStretch(1, 5 if across > 1 else 0)

    # --- reading ----------------------------------------------------------------------------------------------------
    @property
    def settled(self) -> bool:
        """Whether the page shows the current state of the project."""
        return self.outlook is not None and self.query.settled

    def activated(self) -> None:
        """Read what has changed when the page is shown."""
        self.view.setFocus()
        if self.outlook is None:
            self.defaults.ask_if_stale()
        self.query.ask_if_stale()
        self.classifier.activated()
        self._show_live()

    def _found(self, outlook: "TrainingOutlook") -> None:
        self.outlook = outlook
        self._show()
        if self._go_on_wanted and not self.query.again:
            self.go_on()

    @property
    def _images(self) -> int:
        return self.outlook.images if self.outlook is not None else 0

    # --- actions of the person --------------------------------------------------------------------------------------
    def start(self, plan: TrainingPlan) -> None:
        """Start a training by a plan; it waits while another job runs."""
        if self.live is not None:
            return
        self.live = LiveTraining(plan=plan)
        job = partial(training_jobs.train, self.project.path, plan, self._settings.device, self.live)
        steps = job_steps.training(self._images, minutes=plan.minutes, epochs=plan.epochs)
        title = self.tr("Training on my images")
        self._training.follow(self._jobs.start(title, job, self._trained, self._failed, resume="train", steps=steps))
        self._poll.start()
        self._show()

    def go_on(self) -> None:
        """Continue the training that was interrupted."""
        if self.outlook is None:  # requested from the bar before the page was ever shown
            self._go_on_wanted = True
            self.query.ask()
            return
        self._go_on_wanted = False
        if self.outlook.unfinished is not None:
            self.start(self.outlook.unfinished.plan)
        else:
            gone = self.tr(
                "Nothing of that training was kept: there is nothing to resume. Start it again on this page."
            )
            self._jobs.announce(Notice(gone, tone="care"))

    def use(self, name: str) -> None:
        """Let the project use a backbone; missing embeddings are computed first."""
        job = partial(training_jobs.use, self.project.path, name, self._settings.device)
        self._change(self.tr("Analysing images"), job, job_steps.change(self._images), self._used)

    def try_better(self) -> None:
        """Try the embedding of new projects on some labelled images."""
        job = partial(training_jobs.try_better, self.project.path, self._settings.device)
        self._change(self.tr("Trying the better embedding"), job, job_steps.trial(self._images), self._read_again)

    def use_flips(self, flips: str) -> None:
        """Set which flips count as equivalent, "auto" for what the images show, and analyse the images again."""
        name = next((row.name for row in self.outlook.rows if row.in_use), None) if self.outlook is not None else None
        job = partial(training_jobs.use, self.project.path, name, self._settings.device, flips)
        self._change(self.tr("Analysing images"), job, job_steps.change(self._images), self._used)

    def import_file(self, file: Path) -> None:
        """Import the weights of a file as a backbone."""
        taken = {row.name for row in self.outlook.rows} if self.outlook is not None else set()
        job = partial(training_jobs.import_weights, file, training_jobs.free_name(file, taken))
        title, steps = self.tr("Importing a backbone"), job_steps.IMPORT_BACKBONE
        self._jobs.start(title, job, self._read_again, self._change_failed, steps=steps)

    def _start_chosen(self) -> None:
        self.start(self.plan_card.plan())

    def _choose_file(self) -> None:
        title, kinds = self.tr("Import a backbone"), self.tr("Weights of a network")
        name, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()), f"{kinds} ({_WEIGHTS})")
        if name:
            self.import_file(Path(name))

    def _discard(self) -> None:
        discard_training(self.project.path)
        self._jobs.discarded.emit("train")
        self.query.ask()

    def _switch(self, key: str, name: str) -> None:
        job = partial(training_jobs.switch, self.project.path, key, name)
        self._change(self.tr("Changing the backbone"), job, job_steps.SWITCH, self._used)

    def _change(self, title: str, job: "partial[Job[object]]", steps: Steps, then: Callable[[object], None]) -> None:
        self._changing = True
        self._change_job.follow(self._jobs.start(title, job, then, self._change_failed, steps=steps))
        self._show()

    def _pause(self) -> None:
        self._training.toggle_pause()
        self._show_live()

    def _stop(self) -> None:
        if self.live is not None:
            self.live.stop_wanted = True
            if self._mine and self._jobs.paused:
                self._jobs.toggle_pause()
            self._show_live()

    def _cancel(self) -> None:
        self._training.cancel()

    # --- what happens -----------------------------------------------------------------------------------------------
    @property
    def _mine(self) -> bool:
        """Whether the running job is the training."""
        return self.live is not None and self._training.runs

    def _trained(self, result: object) -> None:
        self._ended()
        if cast("PretrainResult", result).kept:
            self._rounds.start()

    def _failed(self, error: object) -> None:
        self._ended()
        self._jobs.failed.emit(error)

    def _ended(self) -> None:
        self.live = None
        self._poll.stop()
        self.query.ask()
        self._show()

    def _used(self, result: object) -> None:
        self._changing = False
        self.query.ask()
        self._rounds.start()

    def _read_again(self, result: object) -> None:
        self.query.ask()

    def _change_failed(self, error: object) -> None:
        self._changing = False
        self.query.ask()
        self._jobs.failed.emit(error)

    def _training_over(self) -> None:
        """Update the state after a training that was cancelled or taken back, which reports nothing else."""
        if self.live is not None:
            self._ended()

    def _change_over(self) -> None:
        self._changing = False
        self._show()

    def _idle(self) -> None:
        if self.isVisible():
            self.query.ask_if_stale()

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show_defaults(self, known: tuple[TrainingDefaults, TrainingPlan | None]) -> None:
        self.plan_card.show_last(known[1])
        if self.outlook is None:
            self.plan_card.show_defaults(known[0])

    def _show(self) -> None:
        outlook = self.outlook
        if outlook is None:
            return
        if outlook.images < _FEWEST:
            self._show_empty()
            return
        self.body.setCurrentWidget(self.view)
        free = self.live is None and not self._changing
        self._invite()
        for button in (self.start_button, self.import_button):
            allow(button, "" if free else texts.busy())
        self._learning.setCurrentWidget(self.plan_card if self.live is None else self.live_card)
        self.plan_card.show_outlook(outlook.images, outlook.rows)
        self.plan_card.show_flips(outlook.flips)
        in_use = next((row.name for row in outlook.rows if row.in_use), "")
        self.comparison.show_comparison(outlook.comparison, in_use, enabled=free)
        self._fit()
        self.better.show_better(outlook.better, enabled=free)
        self.backbones.show_rows(outlook.rows, enabled=free)
        self.backbones.show_flips(outlook.flips, enabled=free)
        self.offer.show_unfinished(outlook.unfinished if free else None)
        self._show_live()

    def _invite(self) -> None:
        """Invite to a training where one has helped: with a graphics card, or from the default embedding."""
        outlook = self.outlook
        card = outlook is not None and outlook.graphics_card and self._settings.device != "cpu"
        kind = next((row.kind for row in outlook.rows if row.in_use), "") if outlook is not None else ""
        photo, own = kind == "included", kind in ("trained", "imported")  # of one's own nothing was measured
        set_role(self.start_button, "primary" if card else "")
        self.start_button.setProperty(
            "tip", "" if card or photo or own or outlook is None else texts.no_card(photo=False)
        )
        allow(self.start_button)
        said = texts.inviting() if card or own else texts.no_card(photo=photo)
        self.sentence.setText("" if outlook is None else said)

    def _show_live(self) -> None:
        if self.live is None or not self.isVisible():
            return
        if self._mine:
            phase = worded(self._jobs.progress.phase)
            step = phase[:1].upper() + phase[1:]
        else:
            step = self.tr("Waits until this is done: {job}").format(job=self._training.ahead)
        allow(self.live_card.pause, "" if self._mine else step)
        colors = (theme().colors.accent, theme().colors.good, theme().colors.quiet)
        live = replace(self.live)  # a snapshot
        self.live_card.show_live(live, step, colors, paused=self._mine and self._jobs.paused)

    def _show_empty(self) -> None:
        allow(self.start_button, self.tr("Too few images to train on"))
        self.empty.show_text(
            "train",
            self.tr("Too few images to train on"),
            self.tr(
                "Here the program learns, without any labels, what the images of a folder have in common and "
                "what distinguishes them. It needs more than a handful of images."
            ),
            self.tr("Add a folder…"),
            partial(self.action_wanted.emit, "add_folder"),
        )
        self.body.setCurrentWidget(self.empty)

    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        self._fit()
