"""The dialog for suggestions of another model: choose its file, see what it says, import it, or remove it again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.decisions.history import By
from desktop_labeler.jobs.finetune_plan import TRAINED_HERE
from desktop_labeler.jobs.import_predictions import PredictionsResult, forget_predictions, import_predictions
from desktop_labeler.messages import Message, visible
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import error_text, grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.ask_first import ask
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, set_role

_LISTED = 200
_FRAME = 60  # pixels of the screen's height that stay free for the frame of the window


class PredictionsDialog(Sheet):
    """Imports the predictions of a model from elsewhere; labels do not change, and it can be removed at any time.

    Args:
        project: the project that gets them.
        jobs: where the dry run, the import and the removal run; the last two go on when the dialog is closed.
        then: what to do when there are other predictions than before.
    """

    def __init__(
        self, project: OpenProject, jobs: JobQueue, then: Callable[[], object], parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Suggestions of another model"),
            self.tr(
                "What a model says about each image, with its probability: a table, an array, or JSON of MegaDetector, "
                "SpeciesNet, Label Studio or FiftyOne. They are suggestions to accept or reject; no label changes."
            ),
        )
        self._project, self._jobs, self._then = project, jobs, then
        self._closing = False
        self._trial: Queued | None = None  # the dry run, while it waits or runs
        self.file = QLineEdit(placeholderText=self.tr("File with the predictions"))
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.file, 1)
        row.addWidget(choose)
        self.model = QLineEdit(placeholderText=self.tr("Name of the model, if the file does not give it"))
        self.adds = QCheckBox(self.tr("Add the classes that the project does not have"))
        self.adds.setChecked(not project.classes)
        self.outcome = label("", "strong", wrap=True)
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setMinimumHeight(80)
        self.models = QHBoxLayout()
        self.content.addLayout(row)
        self.content.addWidget(self.model)
        self.content.addWidget(self.adds)
        self.content.addWidget(self.outcome)
        self.content.addWidget(self.details, 1)
        self.content.addLayout(self.models)
        self.content.addStretch()
        self.add_button(self.tr("Close"), self.reject)
        self.import_button = self.add_button(self.tr("Import"), self._do_import, primary=True)
        self.file.editingFinished.connect(self._try)
        self.model.editingFinished.connect(self._try)
        self.adds.toggled.connect(self._try)
        self._tried_with: tuple[str, str, bool] | None = None
        self._show_details([])
        allow(self.import_button, self.tr("Choose a file first."))
        self._show_models()
        self.resize(720, self.sizeHint().height())

    def use_file(self, file: Path) -> None:
        """Use a file, and say what is in it."""
        self.file.setText(str(file))
        self._try()

    def done(self, result: int) -> None:
        """Close the dialog; nobody waits for its dry run any more."""
        self._closing = True  # a field that loses the focus now would begin another
        if self._trial is not None:
            self._jobs.drop(self._trial)
        super().done(result)

    def _choose(self) -> None:
        beside = str(self._project.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("File with the predictions"), beside)
        if chosen:
            self.use_file(Path(chosen))

    # --- the dry run --------------------------------------------------------------------------------------------------
    def _try(self, *_: object) -> None:
        wanted = (self.file.text(), self.model.text(), self.adds.isChecked())
        if self._closing or not wanted[0] or wanted == self._tried_with:
            return
        self._tried_with = wanted
        if self._trial is not None:
            self._jobs.drop(self._trial)
        allow(self.import_button, self.tr("The file is being read."))
        waits = self.tr("The dry run begins when this is finished: {job}").format(job=self._jobs.purpose)
        self._say(waits if self._jobs.busy else self.tr("Reading the file …"), "quiet")
        title = self.tr("Dry run of the import")
        job, steps = partial(self._job, True), job_steps.IMPORT_PREDICTIONS
        self._trial = self._jobs.start(title, job, self._tried, self._failed, steps=steps, tells=False)

    def _job(self, dry_run: bool) -> Job[PredictionsResult]:
        file, model, adds = self._tried_with or ("", "", False)
        by = By(self._project.who, "Import", self._project.round)
        return import_predictions(
            self._project.path, Path(file), by=by, model=model, add_new_classes=adds, dry_run=dry_run
        )

    def _tried(self, result: object) -> None:
        self._trial = None
        if not isinstance(result, PredictionsResult):
            return
        if not self.model.text():
            self.model.setPlaceholderText(result.model)
        nothing = self.tr("There is no suggestion for an image of this project in the file.")
        allow(self.import_button, "" if result.suggested else nothing)
        parts = (
            _suggests(result),
            Message("{n:# line matches|# lines match} no image", n=len(result.unmatched)),
            Message("{n:# new class|# new classes}", n=len(result.added_classes)),
            Message("{n:# class is|# classes are} not in the project", n=len(result.unknown_classes)),
        )
        counts = [worded(part) for place, part in enumerate(parts) if not place or part.arguments["n"]]
        self._say("; ".join(counts) + ".", "strong" if result.suggested else "care")
        lines = [worded(note) for note in result.notes]
        if result.added_classes:
            names = ", ".join(map(visible, result.added_classes[:_LISTED]))
            lines.append(self.tr("New classes: {names}").format(names=names))
        if result.unknown_classes:
            names = ", ".join(map(visible, result.unknown_classes[:_LISTED]))
            lines.append(self.tr("Classes that the project does not have, left out: {names}").format(names=names))
        lines += [self.tr("No image: {path}").format(path=visible(path)) for path in result.unmatched[:_LISTED]]
        self._show_details(lines)

    def _failed(self, error: object) -> None:
        self._trial = None
        allow(self.import_button, self.tr("Choose another file."))
        self._show_details([])
        self._say(error_text(error), "wrong")

    def _show_details(self, lines: list[str]) -> None:
        self.details.setPlainText("\n".join(lines))
        self.details.setVisible(bool(lines))
        self._grow()

    def _say(self, text: str, role: str) -> None:
        set_role(self.outcome, role)
        self.outcome.setText(text)
        self._grow()

    def _grow(self) -> None:
        """Make room for what is shown now, as far as the screen has it."""
        inside = self.layout()
        if inside is None:
            return
        inside.activate()
        needed = max(self.sizeHint().height(), inside.totalHeightForWidth(self.width()))
        room = self.screen().availableGeometry().height() - _FRAME
        self.resize(self.width(), max(self.height(), min(needed, room)))

    # --- importing and removing ---------------------------------------------------------------------------------------
    def _do_import(self) -> None:
        title, job = self.tr("Importing suggestions"), partial(self._job, False)
        self._jobs.start(title, job, self._imported, steps=job_steps.IMPORT_PREDICTIONS)
        self.accept()

    def _imported(self, result: object) -> None:
        self._project.reload()
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
