"""The chip of Browse for filters that were kept under a name."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.data.images.query.image_query import Filter, Sort
from desktop_labeler.data.images.query.saved_filters import (
    LONGEST_NAME,
    remove_filter,
    save_filter,
    saved_filters,
    unreadable,
)
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.filter_popup import ListPopup, Popup

_WIDEST = 170  # pixels of its text


class SavedFiltersChip(QPushButton):
    """It names the kept filter that is shown, and lists them all; each is kept with its order.

    Signals:
        chosen: the Filter and the Sort of the name that was chosen.
    """

    chosen = Signal(object, object)

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._now = project, (Filter(), Sort())
        self._known = saved_filters(project.project)
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(self._open)

    def show_filter(self, wanted: Filter, sort: Sort) -> None:
        """Show whether a filter and its order are kept under a name, and which."""
        self._now = (wanted, sort)
        name = self.name
        text = visible(name) if name else self.tr("Saved filters")
        self.setText(short_name(text, self.fontMetrics(), _WIDEST).text.replace("&", "&&"))
        self.setToolTip(visible(name))
        self.setChecked(bool(name))
        self.setVisible(bool(self._known) or wanted != Filter())

    @property
    def name(self) -> str:
        """The name of the filter that is shown; empty where it is not kept."""
        return next((name for name, kept in self._known.items() if kept == self._now), "")

    def _again(self) -> None:
        self._known = saved_filters(self._project.project)
        self.show_filter(*self._now)

    def _open(self) -> None:
        self._again()
        popup = SavedFiltersPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.destroyed.connect(self._again)
        popup.show_names(list(self._known), self.name)
        popup.chosen.connect(self._choose)
        popup.kept.connect(self._keep)
        popup.removed.connect(self._remove)
        popup.open_under(self)

    def _choose(self, name: str) -> None:
        known = self._known[name]
        if known is None:
            self._project.failed.emit(unreadable(visible(name)))
        else:
            self.chosen.emit(*known)

    def _keep(self, name: str) -> None:
        try:
            save_filter(self._project.project, name, *self._now)
        except LabelerError as error:
            self._project.failed.emit(error)
        self._again()

    def _remove(self, name: str) -> None:
        try:
            remove_filter(self._project.project, name)
        except LabelerError as error:
            self._project.failed.emit(error)
        self._again()


class SavedFiltersPopup(Popup):
    """The names of the kept filters, a field to keep the one that is shown, and a button to remove it.

    Signals:
        chosen: the name of a filter to show.
        kept: the name to keep the filter under that is shown.
        removed: the name of the filter to remove.
    """

    chosen = Signal(str)
    kept = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.names = ListPopup(self, chooses=True, inside=True)
        self.name = QLineEdit(placeholderText=self.tr("Name of the filter"))
        self.name.setAccessibleName(self.tr("Name of the filter"))
        self.name.setMaxLength(LONGEST_NAME)
        self.keep = QPushButton(self.tr("Keep"))
        self.remove = QPushButton(self.tr("Remove"))
        self._shown = ""
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 6)
        for widget in (self.name, self.keep, self.remove):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.names)
        layout.addLayout(row)
        self.names.changed.connect(self._chosen)
        self.name.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)

    def show_names(self, names: list[str], shown: str) -> None:
        """List the names; `shown` is that of the filter that is shown, empty where it is not kept."""
        self._shown = shown
        self.names.show_choices([Choice(name, (visible(name),)) for name in names], ())
        self.names.setVisible(bool(names))
        self.remove.setVisible(bool(shown))
        self.name.setText(shown)
        self.name.setFocus()

    def _chosen(self, names: list[str]) -> None:
        self.chosen.emit(names[0])
        self.close()

    def _keep(self) -> None:
        if self.name.text().strip():
            self.kept.emit(self.name.text())
            self.close()

    def _remove(self) -> None:
        self.removed.emit(self._shown)
        self.close()
