"""The chips above the grid of Browse: which images to show and in which order; kept across restarts."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.classes import deleted_classes
from desktop_labeler.data.images.query.image_query import Filter, Sort, groups, subfolders
from desktop_labeler.data.images.query.saved_filters import as_json, from_json
from desktop_labeler.data.project.project_file import State
from desktop_labeler.jobs.rounds.rank_images import Ranking
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import state_names
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.browse.columns_chip import ColumnsChip
from desktop_labeler.ui.pages.browse.people_chip import PeopleChip
from desktop_labeler.ui.pages.browse.saved_filters_chip import SavedFiltersChip
from desktop_labeler.ui.pages.browse.sort_chip import SortChip
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.filter_popup import DatePopup, ListPopup, Popup
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
from desktop_labeler.ui.widgets.pin_chip import PinChip

_TYPING = 250  # ms after the last letter until the search runs


class View(NamedTuple):
    """The state of the bar; see the attributes of FilterBar."""

    filter: Filter
    sort: Sort
    ranking: Ranking | None
    only: IntArray | None
    name: str
    holds: Callable[[], bool] | None


class FilterBar(QWidget):
    """Filter and sort of one project.

    Signals:
        changed: the filter or the sort changed.
    """

    changed = Signal()

    def __init__(self, project: OpenProject, thumbs: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self.filter, self.sort = Filter(), Sort()
        self.ranking: Ranking | None = None  # an order by embeddings that replaces the sort
        self.only: IntArray | None = None  # show these images only; None for any
        self._only_name = ""
        self._holds: Callable[[], bool] | None = None  # whether that name is still true
        self._waiting: tuple[QPushButton, ListPopup] | None = None
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self._typed)
        self.search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.tr("Search names and notes"))
        self.search.setFixedWidth(190)
        self.search.textEdited.connect(self._edited)
        self.search.addAction(theme().icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.returnPressed.connect(self._typed)
        self._pin = PinChip(project, thumbs)
        self._pin.clicked.connect(self._unpin)
        self._some = self._chip(self._leave_some)
        self._states = self._chip(self._open_states)
        self._classes = self._chip(self._open_classes)
        self._folders = self._chip(self._open_folders)
        self._groups = self._chip(self._open_groups)
        self._dates = self._chip(self._open_dates)
        self.people = PeopleChip(project)
        self.people.chosen.connect(self._set)
        self._second = self._chip(self._toggle_second)
        self._missing = self._chip(self._toggle_missing)
        self._sort = SortChip(project)
        self._sort.sorted_by.connect(self._sort_chosen)
        self._sort.ranked_by.connect(self.rank)
        self._columns = ColumnsChip(project)
        self._columns.chosen.connect(self._set)
        self._kept = SavedFiltersChip(project)
        self._kept.chosen.connect(self._use_saved)
        self._none = QPushButton(self.tr("Clear"))
        self._none.setProperty("role", "flat")
        self._none.clicked.connect(self.clear)
        layout = FlowLayout(self, spacing=6)
        for widget in (
            self.search, self._sort, self._pin, self._some, self._states, self._classes, self._folders, self._groups,
            self._dates, self.people, self._second, self._missing, self._columns, self._kept, self._none,
        ):  # fmt: skip
            layout.addWidget(widget)
        project.classes_changed.connect(self._forget_classes)
        project.history_changed.connect(self._review)
        theme().changed.connect(self._show)
        self._show()

    def _chip(self, does: object) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setIconSize(QSize(14, 14))
        chip.clicked.connect(does)
        return chip

    # --- state ------------------------------------------------------------------------------------------------------
    @property
    def active(self) -> bool:
        """Whether any filter is active."""
        return self.filter != Filter() or self.only is not None

    def clear(self) -> None:
        """Clear the filter; the order is kept."""
        self.show_only(None, "")

    def show_only(
        self, images: IntArray | None, name: str, wanted: Filter | None = None, holds: Callable[[], bool] | None = None
    ) -> None:
        """Show these images only, until the person clears that; None shows any.

        Args:
            images: their ids.
            name: what they have in common, shown on the chip.
            wanted: a filter that replaces the current one and applies as well.
            holds: whether the name is still true, asked after every decision; the chip goes with it.
        """
        self.only, self._only_name, self.filter, self._holds = images, name, wanted or Filter(), holds
        self._show()
        self.changed.emit()

    def view(self) -> View:
        """Return everything that determines what is shown, and in which order."""
        return View(self.filter, self.sort, self.ranking, self.only, self._only_name, self._holds)

    def show_view(self, view: View) -> None:
        """Restore what `view` returned."""
        self.filter, self.sort, self.ranking, self.only, self._only_name, self._holds = view
        if self._holds is not None and not self._holds():
            self.only, self._holds = None, None
        self._show()
        self.changed.emit()

    def rank(self, ranking: Ranking | None) -> None:
        """Order by similarity to an image, or by how unusual each image is; None returns to the sort."""
        if ranking != self.ranking:
            self.ranking = ranking
            self._show()
            self.changed.emit()

    def drop_ranking(self) -> None:
        """Return to the sort without a new query: no ranking is possible, and the images are already sorted."""
        self.ranking = None
        self._show()

    def stored(self) -> dict[str, object]:
        """Return filter and sort as JSON values."""
        return as_json(self.filter, self.sort)

    def restore(self, stored: object) -> None:
        """Restore what `stored` returned; parts that are unknown or no longer valid are ignored."""
        self.filter, self.sort = from_json(stored)
        self._show()

    def sort_text(self) -> str:
        """Return the order as text."""
        return self._sort.order_text()

    def _set(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self.filter = wanted
            self._show()
            self.changed.emit()
        else:
            self._show()  # the click has toggled the chip's own check mark

    def _forget_classes(self) -> None:
        """Take classes out of the filter that an undo took away; a deleted one stays, so that no others are shown."""
        known = {label.id for label in self._project.classes} | {-1} | deleted_classes(self._project.project)
        self._set(replace(self.filter, classes=tuple(one for one in self.filter.classes if one in known)))

    # --- chips ------------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        """Update texts and check marks from the filter."""
        wanted = self.filter
        if not self._typing.isActive() and self.search.text() != wanted.text:
            self.search.setText(wanted.text)
        names = {label.id: label.name for label in self._project.classes} | {-1: self.tr("no class")}
        states = [state_names()[state] for state in wanted.states]
        self._mark(self._states, self.tr("State"), states)
        self._mark(self._classes, self.tr("Class"), [names.get(number, self._gone()) for number in wanted.classes])
        folder, group = self.tr("Folder"), self.tr("Group")
        self._mark(self._folders, folder, [f"{folder}: {visible(wanted.folder)}"] if wanted.folder else [])
        self._mark(self._groups, group, [f"{group}: {visible(wanted.group)}"] if wanted.group is not None else [])
        self._mark(self._dates, self.tr("Date"), [self.tr("Date")] * ((wanted.since, wanted.until) != (None, None)))
        self._mark(self._second, self.tr("Second opinion"), [self.tr("Second opinion")] if wanted.second else [])
        self._mark(self._missing, self.tr("Missing files"), [self.tr("Missing files")] if wanted.missing else [])
        self.people.show_filter(wanted)
        self._columns.show_filter(wanted)
        self._kept.show_filter(wanted, self.sort)
        self._sort.show_order(self.sort, self.ranking)
        self._pin.show_image(self.ranking.image if self.ranking is not None else None)
        self._mark(self._some, "", [f"{self._only_name}  ×"] if self.only is not None else [], 240)
        self._some.setVisible(self.only is not None)
        self._none.setVisible(self.active)
        self.updateGeometry()

    def _gone(self) -> str:
        return self.tr("deleted class")

    def _mark(self, chip: QPushButton, name: str, values: list[str], widest: int = 150) -> None:
        text = " ".join(values[0].split()) if values else name
        short = short_name(text, chip.fontMetrics(), widest).text.replace("&", "&&")
        chip.setText(short if len(values) < 2 else f"{short} +{len(values) - 1}")
        chip.setToolTip(", ".join(values))
        chip.setChecked(bool(values))

    # --- popups -----------------------------------------------------------------------------------------------------
    def _list(self, chip: QPushButton, *, single: bool = False) -> ListPopup:
        popup = ListPopup(self, single=single)
        self._dress(chip, popup)
        return popup

    def _dress(self, chip: QPushButton, popup: Popup) -> None:
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.destroyed.connect(self._show)
        self._show()

    def _open_states(self) -> None:
        popup = self._list(self._states)
        popup.show_choices([Choice(state, (name,)) for state, name in state_names().items()], self.filter.states)
        popup.changed.connect(self._states_chosen)
        popup.open_under(self._states)

    def _open_classes(self) -> None:
        popup = self._list(self._classes)
        choices = [Choice(-1, (self.tr("no class"),)), *(Choice(one.id, (one,)) for one in self._project.classes)]
        there = {choice.value for choice in choices}
        choices += [Choice(number, (self._gone(),)) for number in self.filter.classes if number not in there]
        popup.show_choices(choices, self.filter.classes)
        popup.changed.connect(self._classes_chosen)
        popup.open_under(self._classes)

    def _open_folders(self) -> None:
        popup = self._list(self._folders, single=True)
        popup.changed.connect(self._folder_chosen)
        self._waiting = (self._folders, popup)
        self._project.ask(subfolders, self._listed)

    def _open_groups(self) -> None:
        popup = self._list(self._groups, single=True)
        popup.changed.connect(self._group_chosen)
        self._waiting = (self._groups, popup)
        self._project.ask(groups, self._listed)

    def _listed(self, found: list[tuple[str, int]]) -> None:
        """Show the folders or groups that were read under the chip that was clicked last."""
        if self._waiting is None:
            return
        (chip, popup), self._waiting = self._waiting, None
        ticked = [self.filter.folder] if chip is self._folders else [self.filter.group]
        nothing = (
            self.tr("All images are in one folder.") if chip is self._folders else self.tr("No image has a group.")
        )
        popup.show_choices([Choice(name, (visible(name),), count) for name, count in found if name], ticked, nothing)
        popup.open_under(chip)

    def _open_dates(self) -> None:
        popup = DatePopup(self)
        self._dress(self._dates, popup)
        popup.show_dates(self.filter.since, self.filter.until)
        popup.changed.connect(self._dates_chosen)
        popup.open_under(self._dates)

    # --- changes ----------------------------------------------------------------------------------------------------
    def _states_chosen(self, states: list[State]) -> None:
        self._set(replace(self.filter, states=tuple(states)))

    def _classes_chosen(self, classes: list[int]) -> None:
        self._set(replace(self.filter, classes=tuple(classes)))

    def _folder_chosen(self, chosen: list[str]) -> None:
        self._set(replace(self.filter, folder=chosen[0] if chosen else ""))

    def _group_chosen(self, chosen: list[str]) -> None:
        self._set(replace(self.filter, group=chosen[0] if chosen else None))

    def _dates_chosen(self, dates: tuple[float | None, float | None]) -> None:
        self._set(replace(self.filter, since=dates[0], until=dates[1]))

    def _review(self) -> None:
        """Drop the chip of a decision that was undone, or of an undo that was redone."""
        if self._holds is not None and not self._holds():
            self._leave_some()

    def _leave_some(self) -> None:
        self.show_only(None, "", self.filter)

    def _toggle_second(self) -> None:
        self._set(replace(self.filter, second=not self.filter.second))

    def _toggle_missing(self) -> None:
        self._set(replace(self.filter, missing=not self.filter.missing))

    def _sort_chosen(self, order: Sort) -> None:
        if order != self.sort or self.ranking is not None:
            self.sort, self.ranking = order, None
            self._show()
            self.changed.emit()

    def _use_saved(self, wanted: Filter, sort: Sort) -> None:
        """Show what a named filter says, in its order."""
        self.sort, self.ranking = sort, None
        self.show_only(None, "", wanted)

    def _unpin(self) -> None:
        self.rank(None)

    def _edited(self) -> None:
        self._typing.start()

    def _typed(self) -> None:
        self._typing.stop()
        self._set(replace(self.filter, text=self.search.text().strip()))
