"""The dialog that exports the classifier of a project: for what, and to which new folder."""

import os
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.paths import free_place
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow, label
from desktop_labeler.ui.widgets.fields import ComboField


class ExportModelDialog(Sheet):
    """Asks for the kind and the place; the project is only read.

    Args:
        project: whose classifier it is.
        parent: the window.

    Signals:
        wanted: the new folder (Path) and the format.
    """

    wanted = Signal(object, str)

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Export the classifier"),
            self.tr(
                "This creates a new folder that works without this program: the network, a script that says the class "
                "of images, and a page that says what it learnt from and how good it is."
            ),
        )
        self._folders = [folder.path for folder in project.folders]
        self._format = ComboField()
        self._format.addItem(self.tr("ONNX: for this program, ONNX Runtime and many others"), "onnx")
        self._format.addItem(self.tr("PyTorch: a program of torch.export"), "torch")
        name = self.tr("{project} classifier").format(project=project.path.stem)
        beside = project.path.parent
        usable = os.access(beside, os.W_OK) and not lies_in(beside, self._folders)
        self.place = QLineEdit(str(free_place(beside if usable else Path.home(), name)))
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("New folder"), row)
        self.hint = label("", "care", wrap=True)
        self.content.addLayout(form)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.export = self.add_button(self.tr("Export"), self._do, primary=True)
        self.place.textChanged.connect(self._changed)
        self._changed()
        self.resize(640, 320)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("New folder"), self.place.text(), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if chosen:
            self.place.setText(chosen)

    def _changed(self) -> None:
        place, problem = Path(self.place.text()), ""
        if not self.place.text():
            problem = self.tr("Enter a name for the new folder.")
        elif os.path.lexists(place):
            problem = self.tr("This already exists. Choose a new name; nothing is ever overwritten.")
        elif not place.parent.is_dir() or not os.access(place.parent, os.W_OK):
            problem = self.tr("The folder cannot be made there. Choose another place.")
        elif lies_in(place.parent, self._folders):
            problem = self.tr("Nothing is ever written into a folder of images. Choose another place.")
        self.hint.setText(problem)
        allow(self.export, problem)

    def _do(self) -> None:
        self.wanted.emit(Path(self.place.text()), self._format.currentData())
        self.accept()
