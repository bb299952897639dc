"""The dialog that makes images of boxes: choose their source, see what is in it, choose how they are meant."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QWidget

from desktop_labeler.data.decisions.history import By
from desktop_labeler.jobs.exchange.import_boxes import (
    MEGADETECTOR_LEAST,
    BoxesResult,
    BoxOptions,
    Meaning,
    Turned,
    import_boxes,
)
from desktop_labeler.messages import Message, visible
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.found_texts import LISTED, counted, details
from desktop_labeler.ui.dialogs.exchange.trial_dialog import Outcome, TrialDialog
from desktop_labeler.ui.widgets.basics import indent, label
from desktop_labeler.ui.widgets.fields import ComboField, NumberField
from desktop_labeler.ui.widgets.images.image_view import ImageView
from desktop_labeler.ui.widgets.images.shown_part import Shown

_KINDS = {
    "coco": "COCO",
    "voc": "Pascal VOC",
    "yolo": "YOLO",
    "csv": "CSV",
    "megadetector": "MegaDetector, SpeciesNet",
    "labelstudio": "Label Studio",
    "labelme": "labelme",
}
_USUAL = -1  # in the field of the least score
_PICTURE = 260  # pixels: the least height of the example


class BoxesDialog(TrialDialog):
    """Makes an image of every box of a file or folder; nothing changes before the last button.

    Args:
        project: the project that gets the images.
        jobs: where the dry run and the import run; the import goes on when the dialog is closed.
        then: what to do when there are other images than before.
    """

    def __init__(
        self, project: OpenProject, jobs: JobQueue, then: Callable[[], object], parent: QWidget | None
    ) -> None:
        asks = self.tr("File or folder with the boxes")
        super().__init__(project, jobs, asks, job_steps.IMPORT_BOXES, parent, folders=True)
        self.head(
            self.tr("Label boxes instead of whole images"),
            self.tr(
                "Each box of COCO, Pascal VOC, YOLO, a table, MegaDetector, SpeciesNet, Label Studio or labelme "
                "becomes an image of its own. The files are only read."
            ),
        )
        self._then = then
        self.kind = ComboField()
        self.kind.addItem(self.tr("as the content says"), "")
        for kind, name in _KINDS.items():
            self.kind.addItem(name, kind)
        self.meaning = ComboField()
        for text, value in (
            (self.tr("labels if a person drew the box, suggestions if a model proposed it"), ""),
            (self.tr("labels"), "labels"),
            (self.tr("suggestions"), "suggestions"),
        ):
            self.meaning.addItem(text, value)
        self.least = NumberField(_USUAL, 100, _USUAL)
        self.least.setSuffix(" %")
        usual = self.tr("usual: {percent} % for MegaDetector, else all boxes")
        self.least.setSpecialValueText(usual.format(percent=round(100 * MEGADETECTOR_LEAST)))
        self.margin = NumberField(0, 100, round(100 * project.margin))
        self.margin.setSuffix(" %")
        for field in (self.least, self.margin):
            indent(field)
        self.margin.setToolTip(self.tr("What is shown around a box, as a share of its longer side"))
        self.without = QCheckBox(self.tr("Files without a box stay images"))
        self.without.setChecked(True)
        form = QFormLayout()
        form.addRow(self.tr("Format of the boxes"), self.kind)
        form.addRow(self.tr("Classes of the boxes become"), self.meaning)
        form.addRow(self.tr("Leave out scores below"), self.least)
        form.addRow(self.tr("Margin around a box"), self.margin)
        form.addRow("", self.without)
        self.options.addLayout(form)
        self._turns = QWidget()
        self._ask_turns()
        self.options.addWidget(self._turns)
        self._turns.hide()
        self.complete()
        self.content.addStretch()
        self.kind.currentIndexChanged.connect(self.try_again)
        for changed in (self.meaning.currentIndexChanged, self.least.editingFinished, self.margin.editingFinished):
            changed.connect(self.try_again)
        self.without.toggled.connect(self.try_again)
        self.turned.currentIndexChanged.connect(self.try_again)
        self.grow(760)

    def _ask_turns(self) -> None:
        """Make the question which way boxes are meant, with the picture of an example."""
        row = QHBoxLayout(self._turns)
        row.setContentsMargins(0, 0, 0, 0)
        self.view = ImageView()
        self.view.setMinimumHeight(_PICTURE)
        self.view.display = self._project.display
        self._question = label("", wrap=True)
        self.turned = ComboField()
        self.turned.addItem(self.tr("the boxes fit like this"), "")
        self.turned.addItem(self.tr("the boxes are for the photograph as it is stored"), "stored")
        side = QFormLayout()
        side.addRow(self._question)
        side.addRow(self.turned)
        row.addWidget(self.view, 1)
        row.addLayout(side, 1)

    def chosen(self) -> BoxOptions:
        """Return how boxes become images."""
        meaning: Meaning | None = self.meaning.currentData() or None
        turned: Turned | None = self.turned.currentData() or None
        return BoxOptions(
            kind=self.kind.currentData() or None,
            meaning=meaning,
            least=None if self.least.value() == _USUAL else self.least.value() / 100,
            files_without=self.without.isChecked(),
            margin=self.margin.value() / 100,
            turned=turned,
        )

    def job(self, file: Path, *, dry_run: bool) -> Job[BoxesResult]:
        """Return the import of the boxes."""
        by = By(self._project.who, "Import", self._project.round)
        return import_boxes(self._project.path, file, self.chosen(), by=by, dry_run=dry_run)

    def import_title(self) -> str:
        """Return what the import is called among the jobs."""
        return self.tr("Adding boxes")

    def found(self, result: object) -> Outcome | None:
        """Return what a dry run found."""
        if not isinstance(result, BoxesResult):
            return None
        self._show_turns(result)
        parts = (
            _added(result),
            Message("{n:# box is|# boxes are} in the project already", n=result.known),
            Message("{n:# box has|# boxes have} a lower score", n=result.below),
            Message(
                "{n:# file without a box is no image any more|# files without a box are no images any more}",
                n=result.hidden,
            ),
            Message(
                "{n:# file without a box is an image again|# files without a box are images again}", n=result.shown
            ),
            Message("{n:# box is|# boxes are} left out", n=len(result.left_out)),
            Message("{n:# image is|# images are} not in the project", n=len(result.unmatched)),
            Message("{n:# box is|# boxes are} in such images", n=result.lost),
            Message("{n:# image has|# images have} no box in the source", n=len(result.empty)),
            Message("{n:# new class|# new classes}", n=len(result.unknown_classes)),
        )
        left_out = [f"{visible(place)}: {worded(reason)}" for place, reason in result.left_out[:LISTED]]
        lines = details(result.notes, result.unknown_classes, left_out, result.unmatched)
        lines += [self.tr("No box: {path}").format(path=visible(path)) for path in result.empty[:LISTED]]
        some = result.boxes or result.labelled or result.suggested or result.hidden or result.shown
        refusal = "" if some else self.tr("There is no new box for an image of this project.")
        return Outcome(counted(parts), "strong" if some else "care", lines, refusal)

    def _show_turns(self, result: BoxesResult) -> None:
        """Ask which way boxes are meant if the source does not tell, with the boxes drawn as they are understood."""
        self._turns.setVisible(result.turned > 0)
        if result.example is None:
            return
        question = Message(
            "The camera stored {n:# photograph|# photographs} turned, and the source does not say which way the boxes "
            "are meant. Look whether they fit:",
            n=result.turned,
        )
        self._question.setText(worded(question))
        self.view.show_file(result.example.file, shown=Shown(others=result.example.boxes))

    def imported(self, result: object) -> None:
        """Say what was added."""
        if isinstance(result, BoxesResult):
            self._jobs.announce(Notice(worded(_added(result)) + ".", lasts=False))
            self._then()


def _added(result: BoxesResult) -> Message:
    """Return how many boxes become images."""
    return Message("{n:# box becomes an image|# boxes become images}", n=result.boxes)
