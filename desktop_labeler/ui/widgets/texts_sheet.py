"""The dialog for group and note of one or several images, as one decision that undo takes back."""

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.ui.core.language import images as images_text
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet

_LONGEST = 2_000  # characters
_COMPARED = 500  # images whose texts are compared; of more, a text is shown for none
_WIDTH = 320  # pixels of a field


class TextsSheet(Sheet):
    """Only what is changed here is stored; a field that is emptied takes the text away.

    Args:
        project: the open project.
        images: ids of the images.
        page: where it is opened, for the history.
        parent: the widget that it belongs to.
    """

    def __init__(self, project: OpenProject, images: IntArray, page: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project, self._images, self._page = project, images, page
        self.head(self.tr("Group and note"), images_text(len(images)))
        rows = list(project.rows(images[:_COMPARED].tolist()).values())
        same = len(images) <= _COMPARED
        self.group = self._field({row.group or "" for row in rows}, same=same)
        self.note = self._field({row.note or "" for row in rows}, same=same)
        form = QFormLayout()
        form.addRow(self.tr("Group"), self.group)
        form.addRow(self.tr("Note"), self.note)
        self.content.addLayout(form)
        self.add_button(self.tr("Cancel"), self.reject)
        self.add_button(self.tr("Save"), self.accept, primary=True)
        self.accepted.connect(self._store)

    def _field(self, texts: set[str], *, same: bool) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(_LONGEST)
        field.setMinimumWidth(_WIDTH)
        if same and len(texts) == 1:
            field.setText(texts.pop())
        else:
            field.setPlaceholderText(self.tr("different ones, left as they are"))
        return field

    def _store(self) -> None:
        group = " ".join(self.group.text().split()) if self.group.isModified() else None
        note = self.note.text().strip() if self.note.isModified() else None
        if group is None and note is None:
            return
        self._project.decide(
            self._images,
            Edit(group=group, note=note),
            kind="texts",
            what=_what(len(self._images), group, note),
            page=self._page,
        )


def _what(count: int, group: str | None, note: str | None) -> DecisionText:
    if group is not None and note is not None:
        return DecisionText("set_texts", n=count)
    if note is not None:
        return DecisionText("set_note", n=count)
    return DecisionText("set_group", n=count, group=group) if group else DecisionText("no_group", n=count)
