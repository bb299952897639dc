"""The dialog that exports the classifier of a project: for what, and to which new folder."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow, label
from desktop_labeler.ui.widgets.fields import ComboField
from desktop_labeler.ui.widgets.new_place import NewPlace


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
        self._format = ComboField()
        self._format.addItem(self.tr("ONNX: for this program, ONNX Runtime and many others"), "onnx")
        self._format.addItem(self.tr("PyTorch: a program of torch.export"), "torch")
        self.place = NewPlace(self.tr("New folder"), folders=[folder.path for folder in project.folders])
        self.place.suggest(project.path.parent, self.tr("{project} classifier").format(project=project.path.stem))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Format"), self._format)
        form.addRow(self.tr("New folder"), self.place)
        self.hint = label("", "care", wrap=True)
        self.content.addLayout(form)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.export = self.add_button(self.tr("Export"), self._do, primary=True)
        self.place.changed.connect(self._changed)
        self._changed()
        self.resize(640, 320)

    def _changed(self) -> None:
        problem = self.place.problem()
        self.hint.setText(problem)
        allow(self.export, problem)

    def _do(self) -> None:
        self.wanted.emit(self.place.path, self._format.currentData())
        self.accept()
