"""A field for the path of something new, with a button that chooses it, and what is wrong with it."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.paths import free_place, is_folder, is_too_long
from desktop_labeler.ui.widgets.new_file import ask_new_file


class NewPlace(QWidget):
    """Asks where a new file or folder goes; nothing is made.

    Args:
        title: what is asked for, as the title of the dialog that the button opens.
        suffix: how the name of a file must end; empty for a folder.
        folders: the folders of images, in which nothing is ever written.

    Signals:
        changed: the path is another one.
    """

    changed = Signal()

    def __init__(self, title: str, *, suffix: str = "", folders: Sequence[Path] = ()) -> None:
        super().__init__()
        self._title, self._suffix, self._folders = title, suffix, list(folders)
        self.field = QLineEdit()
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(choose)
        self.setFocusProxy(self.field)
        self.field.textChanged.connect(self.changed)

    @property
    def path(self) -> Path:
        """The path that was entered, of which `problem` says whether it can be used."""
        return Path(self.field.text())

    def suggest(self, beside: Path, stem: str) -> None:
        """Enter a free name in a folder, or in the person's own where nothing may be written in that one."""
        usable = os.access(beside, os.W_OK) and not lies_in(beside, self._folders)
        self.field.setText(str(free_place(beside if usable else Path.home(), stem, self._suffix)))

    def problem(self) -> str:
        """Return why nothing can be made there; empty if it can."""
        place = self.path
        if not self.field.text():
            return self.tr("Enter a name for it.")
        if self._suffix and place.suffix != self._suffix:
            return self.tr("Enter a name that ends with {suffix}.").format(suffix=self._suffix)
        if is_too_long(place.name):
            return self.tr("This name is too long. Choose a shorter one.")
        if os.path.lexists(place):
            return self.tr("This already exists. Choose a new name; nothing is ever overwritten.")
        if not is_folder(place.parent) or not os.access(place.parent, os.W_OK):
            return self.tr("It cannot be made there. Choose another place.")
        if lies_in(place.parent, self._folders):
            return self.tr("Nothing is ever written into a folder of images. Choose another place.")
        return ""

    def _choose(self) -> None:
        kinds = {self._title: (self._suffix,)} if self._suffix else {}
        chosen = ask_new_file(self, self._title, self.field.text(), kinds)
        if chosen is not None:
            self.field.setText(str(chosen))
