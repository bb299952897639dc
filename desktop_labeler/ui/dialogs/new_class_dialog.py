"""The dialog that creates a class for a key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.keys import shown_key
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow


class NewClassDialog(Sheet):
    """Asks for the name of a class to give a key to.

    Signals:
        made: the id of the class that now has the key; it is new or already had that name.
    """

    made = Signal(int)

    def __init__(self, project: OpenProject, key: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project, self._key = project, key
        shown = shown_key(key)
        self.head(
            self.tr("No class has the key {key}").format(key=shown),
            self.tr("Enter its name, and the image is labelled with it. Esc leaves everything as it is."),
        )
        self.field = QLineEdit(placeholderText=self.tr("Name of the class"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.textChanged.connect(self._typed)
        self.content.addWidget(self.field)
        self.add_button(self.tr("Cancel"), self.reject)
        self.make = self.add_button(self.tr("Create the class"), self._make, primary=True)
        self._typed("")
        self.grow(420)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _typed(self, text: str) -> None:
        allow(self.make, "" if text.strip() else self.tr("Enter the name of the class first."))
        known = self._known()
        self.make.setText(self.tr("Give it this key") if known is not None else self.tr("Create the class"))

    def _known(self) -> LabelClass | None:
        wanted = " ".join(self.field.text().split()).casefold()
        return next((label for label in self._project.classes if label.name.casefold() == wanted), None)

    def _make(self) -> None:
        known = self._known()
        if known is not None:
            label = self._project.give_key(known, self._key)
        else:
            label = self._project.add_class(self.field.text(), key=self._key)
        self.accept()
        if label is not None:
            self.made.emit(label.id)
