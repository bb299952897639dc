"""The dialog for suggestions of another model: choose its file, see what it says, import it, or remove it again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.decisions.history import By
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE
from desktop_labeler.jobs.exchange.import_predictions import PredictionsResult, forget_predictions, import_predictions
from desktop_labeler.messages import Message, visible
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.found_texts import counted, details, named
from desktop_labeler.ui.dialogs.exchange.trial_dialog import Outcome, TrialDialog
from desktop_labeler.ui.widgets.ask_first import ask


class PredictionsDialog(TrialDialog):
    """Imports the predictions of a model from elsewhere; labels do not change, and it can be removed at any time.

    Args:
        project: the project that gets them.
        jobs: where the dry run, the import and the removal run; the last two go on when the dialog is closed.
        then: what to do when there are other predictions than before.
    """

    def __init__(
        self, project: OpenProject, jobs: JobQueue, then: Callable[[], object], parent: QWidget | None
    ) -> None:
        super().__init__(project, jobs, self.tr("File with the predictions"), job_steps.IMPORT_PREDICTIONS, parent)
        self.head(
            self.tr("Suggestions of another model"),
            self.tr(
                "What a model says about each image, with its probability: a table, an array, or JSON of MegaDetector, "
                "SpeciesNet, Label Studio or FiftyOne. They are suggestions to accept or reject; no label changes."
            ),
        )
        self._then = then
        self.model = QLineEdit(placeholderText=self.tr("Name of the model, if the file does not give it"))
        self.adds = QCheckBox(self.tr("Add the classes that the project does not have"))
        self.adds.setChecked(not project.classes)
        self.models = QHBoxLayout()
        self.options.addWidget(self.model)
        self.options.addWidget(self.adds)
        self.complete()
        self.content.addLayout(self.models)
        self.content.addStretch()
        self.model.editingFinished.connect(self.try_again)
        self.adds.toggled.connect(self.try_again)
        self._show_models()
        self.grow(720)

    def chosen(self) -> tuple[str, bool]:
        """Return the name of the model, and whether classes are added."""
        return self.model.text(), self.adds.isChecked()

    def job(self, file: Path, *, dry_run: bool) -> Job[PredictionsResult]:
        """Return the import of the predictions."""
        model, adds = self.chosen()
        by = By(self._project.who, "Import", self._project.round)
        return import_predictions(self._project.path, file, by=by, model=model, add_new_classes=adds, dry_run=dry_run)

    def import_title(self) -> str:
        """Return what the import is called among the jobs."""
        return self.tr("Importing suggestions")

    def found(self, result: object) -> Outcome | None:
        """Return what a dry run found."""
        if not isinstance(result, PredictionsResult):
            return None
        if not self.model.text():
            self.model.setPlaceholderText(result.model)
        parts = (
            _suggests(result),
            Message("{n:# line matches|# lines match} no image", n=len(result.unmatched)),
            Message("{n:# new class|# new classes}", n=len(result.added_classes)),
            Message("{n:# class is|# classes are} not in the project", n=len(result.unknown_classes)),
        )
        text = self.tr("Classes that the project does not have, left out: {names}")
        left_out = [text.format(names=named(result.unknown_classes))] if result.unknown_classes else []
        lines = details(result.notes, result.added_classes, left_out, result.unmatched)
        nothing = self.tr("There is no suggestion for an image of this project in the file.")
        role, refusal = ("strong", "") if result.suggested else ("care", nothing)
        return Outcome(counted(parts), role, lines, refusal)

    def imported(self, result: object) -> None:
        """Say what was imported."""
        if isinstance(result, PredictionsResult):
            self._jobs.announce(Notice(worded(_suggests(result)) + ".", lasts=False))
            self._then()

    def _show_models(self) -> None:
        """List the models whose predictions the project has, each with a button that removes them."""
        for model, count in predicting_models(self._project.project).items():
            if model == TRAINED_HERE:  # it is discarded on Train, together with its file
                continue
            text = self.tr("Remove {model} ({n})").format(model=visible(model), n=grouped(count))
            button = QPushButton(text.replace("&", "&&"))
            button.setToolTip(self.tr("Its suggestions go; labels that were accepted stay."))
            button.clicked.connect(partial(self._ask_to_remove, model))
            self.models.addWidget(button)
        self.models.addStretch()

    def _ask_to_remove(self, model: str, *_: object) -> None:
        """Ask, because only the file that they came from brings them back."""
        text = self.tr(
            "The suggestions of {model} are removed from the project. Labels that were accepted stay. To get the "
            "suggestions back, import their file again."
        ).format(model=visible(model))
        ask(self, self.tr("Remove suggestions"), text, self.tr("Remove"), partial(self._remove, model))

    def _remove(self, model: str) -> None:
        job = partial(forget_predictions, self._project.path, model)
        self._jobs.start(self.tr("Removing suggestions"), job, self._removed)
        self.accept()

    def _removed(self, _: object) -> None:
        self._then()


def _suggests(result: PredictionsResult) -> Message:
    """Return for how many images the model suggests a class."""
    return Message("“{model}” suggests a class for {n:# image|# images}", model=result.model, n=result.suggested)
