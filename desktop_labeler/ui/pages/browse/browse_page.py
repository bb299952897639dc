"""Browse: every image, filtered and sorted."""

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.decisions.page_names import BROWSE, stored
from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.metadata.filter_images import filtered_images
from desktop_labeler.jobs.rounds.rank_images import Ranking, ranked
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import error_text, images, worded
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.grid.stacking import Stacking, stacked
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.pages.browse.filter_bar import FilterBar, View
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.round_hints import RoundHints
from desktop_labeler.ui.widgets.key_button import KeyButton

_SETTING = "browse"
_SLOW = 400  # ms until the person is told that sorting takes a while: a million images take 3 s
_KEEP = 700  # ms after the last change before filter and sort are stored


class _Wanted(NamedTuple):
    """A query: its number, which images in which order, and whether as stacks."""

    number: int
    filter: Filter
    order: Sort
    only: IntArray | None
    ranking: Ranking | None
    stacked: bool


class _Found(NamedTuple):
    """The answer to a query, identified by its number."""

    number: int
    images: IntArray | Stacks
    total: int
    problem: str = ""  # a sentence that says why they are not ranked as asked


class _Place(NamedTuple):
    """The state of the page: what is shown, and which image has the focus."""

    view: View
    image: int | None


class BrowsePage(GridPage):
    """The page Browse: every image of the project."""

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        project, self._rounds = context.project, context.rounds
        super().__init__(project, context.thumbnails, context.settings, BROWSE, parent)
        RoundHints(self.grid, context.rounds, expects=True)
        self.heading.setText(self.tr("Browse"))
        self.grid.commands.turns = False  # there is only one page, so Enter opens an image
        self.refresh_button = KeyButton(self.tr("Show new images"), "take_over")
        self.refresh_button.clicked.connect(self.refresh)
        self.refresh_button.hide()
        self.choose_button = KeyButton(self.tr("Choose class"), "choose", primary=True)
        self.choose_button.clicked.connect(self._choose)
        self.back_button = QPushButton(self.tr("Back"))
        self.back_button.setToolTip(self.tr("Back to the page that these images were chosen on (Alt+Left)"))
        self.back_button.clicked.connect(partial(self.action_wanted.emit, "back"))
        self.back_button.hide()
        self.stacking = Stacking(self, context.settings)
        self.stacking.switched.connect(self._switched)
        self.stacking.shown.connect(self._show_sentence_for_classes)
        self.stacking.shown.connect(self.update_summary)
        self.buttons.addWidget(self.stacking.back)
        self.buttons.addWidget(self.back_button)
        self.buttons.addWidget(self.refresh_button)
        self.buttons.addWidget(self.choose_button)
        self.filters = FilterBar(project, context.thumbnails)
        self.bar.addWidget(self.filters)
        self._asked = 0  # number of the last query; answers to earlier ones are dropped
        self._stale = True  # images may have been added or removed since the last answer
        self._turned = False  # the pending query is for other stacks
        self._by_itself = False  # the pending query was automatic, so the selection is kept
        self._total = -1  # usable images in the project; −1 before the first answer
        self._pinned: int | None = None  # id of the image to focus once the others are sorted by it
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(self._tell_slow)
        self._keep = QTimer(self, singleShot=True, interval=_KEEP)
        self._keep.timeout.connect(self.store)
        self.filters.restore(project.project.setting(_SETTING))
        self._settle_or_not()
        self.filters.changed.connect(self._filter_changed)
        project.classes_changed.connect(self._show_sentence_for_classes)
        project.images_changed.connect(self._images_changed)
        project.boxes_changed.connect(self._boxes_changed)
        project.boxes_came_or_went.connect(self._boxes_changed)

    def activated(self) -> None:
        """Ask again if anything was decided or found meanwhile, else keep place and selection."""
        super().activated()
        newest = read_history(self.project.project, limit=1)
        self.stacking.show_setting()
        if self._stale or self.stacking.outdated or (newest and newest[0].id > self.grid.content.floor):
            self.refresh()
            self._by_itself = True

    def _settle_or_not(self) -> None:
        """Let decisions settle what people disagree on while exactly these images are shown."""
        self.project.browsed = self.filters.filter, self.filters.only
        self.project.settling = stored(BROWSE) if self.filters.filter.disputed else ""
        self._show_sentence_for_classes()

    def _show_sentence_for_classes(self) -> None:
        if self.filters.filter.disputed:
            self.say(
                self.tr("People disagree on these images. The panel shows who said what; your decision settles it.")
            )
        elif self.project.classes:
            self.say(
                self.stacking.sentence()
                or self.tr("Press a class key to label the focused image. Shift or Ctrl selects several.")
            )
        else:
            text = self.tr("There are no classes yet. Name them first: {key} or a digit makes one.")
            self.say(text.format(key=key_map().shown("choose")))

    def do(self, action: str) -> None:
        """Ask again for "take over" (F5); pass other actions on."""
        if self.stacking.do(action):
            return
        if action == "take_over":
            self._thumbs.forget_problems()
            self.refresh()
            if not self._rounds.take_over():
                self.tell_newest()
        elif action == "similar":
            if self.grid.focus_image is not None:
                self.show_similar(self.grid.focus_image)
        elif action != "next_page":
            super().do(action)

    def show_similar(self, image: int, *, everywhere: bool = False) -> None:
        """Sort by similarity to an image; `everywhere` also clears the filter."""
        self._pinned = image
        wanted = Ranking("similar", image)
        if everywhere and self.filters.active:
            self.filters.ranking = wanted
            self.filters.clear()
        elif wanted == self.filters.ranking:
            self.refresh()
        else:
            self.filters.rank(wanted)

    def place(self) -> object:
        return _Place(self.filters.view(), self.grid.focus_image)

    def return_to(self, place: object) -> None:
        if isinstance(place, _Place):
            self._pinned = place.image
            self.filters.show_view(place.view)

    def refresh(self) -> None:
        """Query the matching images; the grid changes when the answer arrives."""
        self._asked += 1
        self._by_itself = False
        chips = self.filters
        wanted = _Wanted(self._asked, chips.filter, chips.sort, chips.only, chips.ranking, self.stacking.on)
        self.project.ask(partial(_find, wanted), self._found)
        if chips.ranking is not None:
            self._slow.start()

    def store(self) -> None:
        """Store filter and sort in the project, later if it is busy."""
        self._keep.stop()
        if self.project.project.read_only:
            return
        if self.project.busy:
            self._keep.start()
            return
        stored = self.filters.stored()
        if self.project.project.setting(_SETTING) != stored:
            self.project.project.save_setting(_SETTING, stored)

    def update_summary(self) -> None:
        """Show how many images of how many are shown, in which order, and how many are selected."""
        if self._total < 1:
            self.summary.setText("")
            return
        count = len(self.grid.content.every())
        every = count == self._total and not self.filters.active
        some = Message("{shown} of {n:# image|# images}", shown=count, n=self._total)
        parts = [images(self._total) if every else worded(some), self.filters.sort_text()]
        parts += [self.stacking.text(), self.stacking.selected_text()]
        self.summary.setText(" · ".join(filter(None, parts)))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._keep.isActive():
            self.store()

    def _tell_slow(self) -> None:
        self.tell(self.tr("Comparing the images …"))

    def _switched(self) -> None:
        self._turned = True
        self.refresh()

    # --- asking -----------------------------------------------------------------------------------------------------
    def _filter_changed(self) -> None:
        self._settle_or_not()
        self._keep.start()
        self.refresh()

    def _found(self, found: _Found) -> None:
        if found.number != self._asked:
            return
        self._total = found.total
        self._stale = False
        self.refresh_button.hide()
        self._slow.stop()
        if found.problem:
            self.filters.drop_ranking()
            self._pinned = None
            self.tell(found.problem)
        self.grid.lay_out()  # adds a line for the expected class where labels are in doubt
        self.stacking.show(found.images, keep=self._by_itself)
        if self._turned and (nothing := self.stacking.none_text()):
            self.tell(nothing)
        self._turned = False
        if self._pinned is not None:
            self.grid.focus_on(self._pinned)
            self._pinned = None
        self.update_summary()
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        self.filters.setVisible(self._total > 0 or self.filters.active)
        self.back_button.setVisible(self.filters.only is not None)
        if len(self.grid.content.images):
            self.show_grid()
        elif self.filters.active:
            self.show_empty(
                "filter",
                self.tr("Nothing matches"),
                self.tr("No image matches this filter. Change it, or show all images again."),
                self.tr("Show all images"),
                self.filters.clear,
            )
        else:
            self.show_empty(
                "folder",
                self.tr("No images yet"),
                self.tr("The images of the project's folders appear here as soon as they are found."),
                self.tr("Add a folder…"),
                partial(self.action_wanted.emit, "add_folder"),
            )

    def _images_changed(self, images: object) -> None:
        """Offer new images, so that nothing moves under the cursor; show them at once only if there were none."""
        if images is None and self.isVisible():
            self.project.ask(_count, self._counted)
        elif images is None:
            self._stale = True

    def _boxes_changed(self, *_: object) -> None:
        """Show a box that was drawn, and no longer one that was deleted: the person has just done it."""
        self._stale = True
        if self.isVisible():
            self.refresh()
            self._by_itself = True

    def _counted(self, total: int) -> None:
        if total == self._total:
            return
        if len(self.grid.content.images):
            self._stale = True
            self.refresh_button.show()
        else:
            self.refresh()

    # --- queries ----------------------------------------------------------------------------------------------------
    def _choose(self) -> None:
        self.grid.commands.run("choose")

    def select_group(self, image: int) -> None:
        row = self.project.row(image)
        if row is None or row.group is None:
            self.grid.notice.emit(self.tr("This image belongs to no group."))
        else:
            self.project.ask(partial(_group, row.group), self.grid.select_images)


def _find(wanted: _Wanted, project: Project) -> _Found:
    images, problem = filtered_images(project, wanted.filter, wanted.order), ""
    total = len(images) if wanted.filter == Filter() else _count(project)
    if wanted.only is not None:
        images = images[np.isin(images, wanted.only)]
    if wanted.ranking is not None:
        try:
            images = ranked(project, wanted.ranking, images)
        except LabelerError as error:  # no ranking is possible: keep the sort order and say why
            problem = error_text(error)
    return _Found(wanted.number, stacked(project, images) if wanted.stacked else images, total, problem)


def _count(project: Project) -> int:
    """Return the number of usable images."""
    return sum(project.counts().values())


def _group(name: str, project: Project) -> IntArray:
    return find_images(project, Filter(group=name))
