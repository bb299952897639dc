"""Trains the classifier without being asked, if the person allowed it once: after a round, when many labels are new."""

from PySide6.QtCore import QObject

from desktop_labeler.jobs.classifiers.classifier_outlook import ClassifierOutlook, read_classifier_outlook
from desktop_labeler.ui.core.query import Query
from desktop_labeler.ui.pages.train.classifier_card import ClassifierCard
from desktop_labeler.ui.rounds.page_context import ProjectContext


class UnaskedTraining(QObject):
    """Starts the training of the card after a round, and lets the next round go first.

    A training takes minutes, and a person who labels waits for rounds: as soon as one is wanted the training is
    interrupted, and goes on from its checkpoint when nothing else runs. If the person cancels it, or it fails, nothing
    starts again without being asked until the project is opened again.
    """

    def __init__(self, context: ProjectContext, card: ClassifierCard) -> None:
        super().__init__(card)
        self._card, self._jobs, self._rounds, self._settings = card, context.jobs, context.rounds, context.settings
        self._project = context.project.project
        self._known = 0  # the newest round that was looked at
        self._due = False  # whether labels are to be counted once nothing runs
        self._runs = self._gave_way = self._refused = False
        self._query = Query(context.project, read_classifier_outlook, self)
        self._query.answered.connect(self._found)
        context.rounds.changed.connect(self._round_changed)
        context.jobs.idle.connect(self._look)
        context.jobs.ended.connect(self._job_ended)
        card.trained.connect(self._trained)

    @property
    def _allowed(self) -> bool:
        return self._settings.auto_train and not self._refused and not self._project.read_only

    def _round_changed(self) -> None:
        """Let a coming round go first; after it, see whether many labels are new."""
        if self._rounds.running:
            if self._runs and self._card.runs:
                self._gave_way = True
                self._jobs.cancel()
            return
        if self._rounds.newest != self._known:
            self._due = self._known > 0 and self._allowed  # not for the round with which a project is opened
            self._known = self._rounds.newest
            self._look()

    def _look(self) -> None:
        """Go on with what gave way, or count the labels, unless something runs."""
        if self._jobs.busy or self._card.live is not None or not self._allowed or self._rounds.running:
            return
        if self._gave_way:
            self._gave_way = False
            self._start()
        elif self._due:
            self._due = False
            self._query.ask()

    def _found(self, outlook: ClassifierOutlook) -> None:
        if outlook.due and self._allowed and not self._jobs.busy:
            self._start()

    def _start(self) -> None:
        if self._card.live is None:
            self._runs = True
            self._card.start()

    def _trained(self) -> None:
        self._runs = self._gave_way = False

    def _job_ended(self, keyword: str) -> None:
        """Take note of a training that ended without a result though no round was wanted: it is not wanted."""
        if keyword == "finetune" and self._runs:
            self._refused = not self._gave_way
            self._runs = False
