"""The dialog that classifies a folder: with which classifier, which images, and where the table goes."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_labeler.data.formats.classified_table import unfinished_place
from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.paths import free_place, is_folder, is_too_long
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, set_role
from desktop_labeler.ui.widgets.new_file import ask_new_file


@dataclass(frozen=True)
class ClassifyPlan:
    """What the person chose: the classifier, the folder of images, and the table to write."""

    model: Path
    folder: Path
    out: Path


class ClassifyDialog(Sheet):
    """Asks for three places; the classifier and the images are only read.

    Args:
        model: the project that is suggested; None for none.
        parent: the window.

    Signals:
        wanted: a ClassifyPlan.
    """

    wanted = Signal(object)

    def __init__(self, model: Path | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Classify a folder"),
            self.tr(
                "A classifier that you have made says the class of every image in another folder. The result is a "
                "table; the images and the project of the classifier stay as they are."
            ),
        )
        self.model = QLineEdit(str(model) if model is not None else "")
        self.folder = QLineEdit()
        self.out = QLineEdit()
        self._suggested = ""
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        project = _button(self.tr("Project…"), self._choose_project)
        exported = _button(self.tr("Exported folder…"), partial(self._choose_folder, self.model))
        form.addRow(self.tr("Classifier"), _row(self.model, project, exported))
        choose = _button(self.tr("Choose…"), partial(self._choose_folder, self.folder))
        form.addRow(self.tr("Images"), _row(self.folder, choose))
        form.addRow(self.tr("Table"), _row(self.out, _button(self.tr("Choose…"), self._choose_out)))
        self.hint = label("", "care", wrap=True)
        self.content.addLayout(form)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.classify = self.add_button(self.tr("Classify"), self._do, primary=True)
        self.folder.textChanged.connect(self._suggest)
        for field in (self.model, self.folder, self.out):
            field.textChanged.connect(self._changed)
        self._changed()
        self.resize(700, 350)

    def go_on(self, model: Path, folder: Path, out: Path) -> None:
        """Fill in the places of a run that was interrupted."""
        for field, place in ((self.model, model), (self.folder, folder), (self.out, out)):
            field.setText(str(place))

    def _choose_project(self) -> None:
        pattern = self.tr("Projects") + f" (*{SUFFIX})"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Classifier"), self.model.text(), pattern)
        if chosen:
            self.model.setText(chosen)

    def _choose_folder(self, field: QLineEdit) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "", field.text() or str(Path.home()))
        if chosen:
            field.setText(chosen)

    def _choose_out(self) -> None:
        chosen = ask_new_file(self, self.tr("Table"), self.out.text(), {self.tr("Tables"): (".csv",)})
        if chosen is not None:
            self.out.setText(str(chosen))

    def _suggest(self) -> None:
        """Suggest a place beside the folder, unless the person entered another one."""
        folder = Path(self.folder.text())
        if self.folder.text() and is_folder(folder) and self.out.text() == self._suggested:
            parent = folder.parent if os.access(folder.parent, os.W_OK) else Path.home()
            name = self.tr("{folder} classified").format(folder=folder.name)
            self._suggested = str(free_place(parent, name, ".csv"))
            self.out.setText(self._suggested)

    def _changed(self) -> None:
        problem = self._problem()
        begun = not problem and self.out.text() and unfinished_place(Path(self.out.text())).is_file()
        goes_on = self.tr("A run into this table was interrupted. It goes on where it stopped.") if begun else ""
        self.hint.setText(problem or goes_on)
        set_role(self.hint, "care" if problem else "quiet")
        empty = not (self.model.text() and self.folder.text() and self.out.text())
        allow(self.classify, problem or (self.tr("Enter all three places.") if empty else ""))

    def _problem(self) -> str:
        model, folder, out = (Path(field.text()) for field in (self.model, self.folder, self.out))
        if self.model.text() and not os.path.lexists(model):
            return self.tr("There is no such project or folder of a classifier.")
        if self.folder.text() and not is_folder(folder):
            return self.tr("There is no such folder of images.")
        if not self.out.text():
            return ""
        if is_too_long(out.name, ".unfinished-journal"):
            return self.tr("This name is too long. Choose a shorter one.")
        if os.path.lexists(out):
            return self.tr("This already exists. Choose a new name; nothing is ever overwritten.")
        if not is_folder(out.parent) or not os.access(out.parent, os.W_OK):
            return self.tr("The table cannot be written there. Choose another place.")
        if self.folder.text() and lies_in(out.parent, [folder]):
            return self.tr("Nothing is ever written into a folder of images. Choose another place for the table.")
        return ""

    def _do(self) -> None:
        self.wanted.emit(ClassifyPlan(Path(self.model.text()), Path(self.folder.text()), Path(self.out.text())))
        self.accept()


def _button(text: str, does: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(does)
    return button


def _row(field: QLineEdit, *buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(field, 1)
    for button in buttons:
        row.addWidget(button)
    return row
