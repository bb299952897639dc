"""Conflicts between an imported file and people's decisions: both labels of each image, and one choice."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QHeaderView, QLabel, QRadioButton, QVBoxLayout, QWidget

from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.plan_import import Choice, Decided, DecidedLabel
from desktop_labeler.ui.core.language import grouped, translator
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import fill, table
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate
from desktop_labeler.ui.widgets.images.image_view import ImageView
from desktop_labeler.ui.widgets.images.shown_part import shown_part

_SHOWN = 2000


class DecidedLabels(QWidget):
    """Lists the conflicts, previews the focused image, and asks for one choice for all; changes nothing."""

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._labels: tuple[DecidedLabel, ...] = ()
        self._choices: dict[Choice, QRadioButton] = {
            "keep": QRadioButton(self.tr("Keep what people decided")),
            "take": QRadioButton(self.tr("Take the labels of the file")),
            "conflict": QRadioButton(
                self.tr("Keep them and ask for a second opinion; the note says what the file says")
            ),
        }
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(20)
        for choice, button in self._choices.items():
            group.addButton(button)
            if choice == "conflict":
                first.addStretch()
                layout.addLayout(first)
                layout.addWidget(button)
            else:
                first.addWidget(button)
        self._choices["keep"].setChecked(True)
        self.list = table([self.tr("Image"), self.tr("People"), self.tr("How"), self.tr("File")], [])
        self.list.setMinimumHeight(56)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # names of images often differ at their ends
        for column in (1, 3):
            self.list.setItemDelegateForColumn(column, NameDelegate(self.list))
        header = self.list.horizontalHeader()
        for column in range(4):
            modes = QHeaderView.ResizeMode
            header.setSectionResizeMode(column, modes.ResizeToContents if column == 2 else modes.Stretch)
        self.list.currentCellChanged.connect(self._show)
        self.view = ImageView()
        self.view.display = project.display
        self.view.setMinimumSize(110, 56)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.list, 3)
        row.addWidget(self.view, 1)
        layout.addLayout(row, 1)
        self._more = QLabel()
        self._more.setProperty("role", "small")
        layout.addWidget(self._more)

    def show_decided(self, decided: Decided) -> None:
        """Show the conflicts; the choice is kept."""
        self._labels = decided.labels
        shown = decided.labels[:_SHOWN]
        fill(self.list, [(one.path, *words(one)) for one in shown])
        self._more.setText(self.tr("and {n} more").format(n=grouped(len(decided.labels) - len(shown))))
        self._more.setVisible(len(shown) < len(decided.labels))
        if shown:
            self.list.setCurrentCell(0, 0)

    @property
    def choice(self) -> Choice:
        """The choice: what happens to the labels in conflict."""
        return next(choice for choice, button in self._choices.items() if button.isChecked())

    def choose(self, choice: Choice) -> None:
        """Make a choice as a click does."""
        self._choices[choice].setChecked(True)

    def _show(self, row: int, *_: int) -> None:
        known = self._project.row(self._labels[row].image) if 0 <= row < len(self._labels) else None
        try:
            shown = shown_part(self._project.project, known)
            self.view.show_file(self._project.file_of(known) if known is not None else None, shown=shown)
        except LabelerError:
            self.view.show_file(None)


_tr = translator("DecidedLabels")


def words(one: DecidedLabel) -> tuple[str, str, str]:
    """Return the texts of a row: the current class, how people decided, and what the file says."""
    reasons = {
        "confirmed": _tr("confirmed"),
        "accepted": _tr("accepted"),
        "unsure": _tr("unsure"),
        "excluded": _tr("excluded"),
        "ruled out": _tr("not {name}").format(name=one.theirs),
    }
    return (
        one.mine or "–",
        reasons[one.decided_as],
        one.theirs or reasons[one.state.word if one.state else one.decided_as],
    )
