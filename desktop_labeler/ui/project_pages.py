"""The pages of an open project and their rounds, connected to the rail, the bar and the right panel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_labeler.data.decisions.page_names import BROWSE, LABEL, SUGGESTIONS, SUSPECTS
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.jobs.projects.new_project import NewResult
from desktop_labeler.ui import page_registry
from desktop_labeler.ui.background.job_group import JobGroup
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.dialogs.new_class_dialog import NewClassDialog
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.round_lists import dispute_text, doubt_summary
from desktop_labeler.ui.rounds.rounds import Rounds, analysis
from desktop_labeler.ui.shell.actions.unpacking import Unpacking
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.large_view.large_view import LargeView
from desktop_labeler.ui.shell.page_keys import PageKeys
from desktop_labeler.ui.shell.rail import Rail
from desktop_labeler.ui.shell.side_panel import SidePanel
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.page import Page


@dataclass(frozen=True)
class WindowParts:
    """The parts of the window around a page."""

    stack: QStackedWidget
    side: SidePanel
    rail: Rail
    jobs: JobQueue
    bar: JobBar


class ProjectPages(QObject):
    """The pages of a project: made when it opens, closed before it closes.

    Attributes:
        by_name: the pages.
        rounds: the rounds that they show.
        unpacking: unpacks the images of a package.

    Signals:
        action_wanted: something that the window does, or the name of a page.
        leaving: a page is about to be shown with other images than before; carries its name.
    """

    action_wanted = Signal(str)
    leaving = Signal(str)

    def __init__(
        self, project: OpenProject, thumbs: ThumbnailLoader, settings: Settings, around: WindowParts, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._around, self._project, self._settings = around, project, settings
        self._current: Page | None = None  # the page in view
        self.large: LargeView | None = None  # an image over the whole window
        self._thumbs = thumbs
        self.unpacking = Unpacking(project, thumbs, around.jobs, self)
        self.rounds = Rounds(project, around.jobs, settings, self)
        context, stack = ProjectContext(settings, project, thumbs, self.rounds, around.jobs), around.stack
        self.browse = page_registry.BROWSE.make(context, stack)
        self.map = page_registry.MAP.make(context, stack)
        self.train = page_registry.TRAIN.make(context, stack)
        made: dict[str, Page] = {"browse": self.browse, "map": self.map, "train": self.train}
        self.by_name: dict[str, Page] = {
            spec.name: made.get(spec.name) or spec.make(context, stack) for spec in page_registry.PROJECT_PAGES
        }
        for name, page in self.by_name.items():
            stack.addWidget(page)
            page.focused.connect(self._focused)
            page.class_wanted.connect(around.side.pick_class)
            page.key_without_class.connect(self._offer_class)
            page.action_wanted.connect(self.action_wanted)
            page.images_wanted.connect(partial(self._images_wanted, page))
            page.open_wanted.connect(self._open_large)
            page.similar_wanted.connect(self._show_similar)
            page.round_shown.connect(self.show_reasons)
            page.counted.connect(partial(around.rail.set_count, name))
            page.panel_wanted.connect(self._panel_wanted)
        thumbs.troubled.connect(around.bar.say)
        around.side.answered.connect(self._answer)
        around.bar.take_over.connect(self._take_over)
        PageKeys(around.stack.window(), lambda: self._current, self._take_over, self)
        self.rounds.changed.connect(self._show_round)
        self.rounds.taken_over.connect(self.show_reasons)
        self.rounds.listed.connect(self._show_lists)
        self.rounds.disputed.changed.connect(self._show_lists)

    def begin(self, new: NewResult) -> JobGroup | None:
        """Start with a new project: show Label if nothing is labelled, and analyse the images meanwhile.

        Returns:
            The group that the check of its files is part of, if rounds start automatically.
        """
        if not new.labelled:
            self.action_wanted.emit(LABEL)
        if not self.rounds.automatic:
            return None
        group = analysis(new.images)
        self.rounds.start(group)
        return group

    def close(self) -> None:
        """Remove the pages from the window."""
        if self.large is not None:
            self.large.leave()
        self.unpacking.close()
        self.rounds.close()
        self._around.side.answered.disconnect(self._answer)
        self._around.bar.take_over.disconnect(self._take_over)
        self._around.bar.show_round("", waiting=False)
        for page in self.by_name.values():
            self._around.stack.removeWidget(page)
            page.deleteLater()
        self.deleteLater()

    def page_shown(self, page: Page) -> None:
        """React to a change of the page in view."""
        if self.large is not None:
            self.large.leave()
        self._current = page
        self.show_reasons()
        self._show_lists()

    def show_reasons(self) -> None:
        """Show in the right panel the round that the current page shows."""
        page = self._current
        if page is not None:
            self._around.side.show_reasons(page.shown or self.rounds.view, answers=page.has_answers, blind=page.blind)

    def _images_wanted(self, page: Page, images: object, name: str, wanted: object) -> None:
        """Show what a page found, unless the person has gone to another page meanwhile."""
        if page is self._current:
            self.show_images(images, name, wanted)

    def show_images(self, images: object, name: str, wanted: object, holds: Callable[[], bool] | None = None) -> None:
        """Show these images in Browse (None for all), with a title, for as long as it holds, and a filter."""
        some = images if isinstance(images, np.ndarray) else None
        self.leaving.emit(BROWSE)
        self.browse.filters.show_only(some, name, wanted if isinstance(wanted, Filter) else None, holds)
        self.action_wanted.emit(BROWSE)

    def _panel_wanted(self, wanted: bool) -> None:
        """Show or hide the right panel; whether labels are hidden may have changed with it."""
        self._around.side.setVisible(wanted)
        self.show_reasons()
        self._show_lists()

    def tell_large(self, notice: Notice) -> None:
        """Show a notice in the large view too, where it covers the bar."""
        if self.large is not None:
            self.large.tell(notice.text)

    def _focused(self, image: object) -> None:
        if self.sender() is self._current:
            self._around.side.show_image(image)

    # --- requests ---------------------------------------------------------------------------------------------------
    def _answer(self, action: str) -> None:
        """Do the action of a button in the right panel on the page."""
        if self._current is not None:
            self._current.answer(action)

    def _offer_class(self, key: str) -> None:
        """Offer to create and assign a class for a key that has none."""
        if self._current is not None:
            dialog = NewClassDialog(self._project, key, self._around.stack.window())
            dialog.made.connect(self.large.assign if self.large is not None else self._current.assign)
            dialog.open()

    def _open_large(self, grid: GridView, image: int) -> None:
        """Show an image of a grid over the whole window; if two are selected, the other beside it."""
        if self.large is not None:
            return
        grid.focus_on(image)
        window = self._around.stack.window()
        self.large = LargeView(grid, self._project, self._thumbs, window, self._settings)
        self.large.closed.connect(self._large_closed)
        self.large.key_without_class.connect(self._offer_class)
        selected = grid.content.images[grid.selection.positions()].tolist()
        if len(selected) == 2 and image in selected and not grid.commands.marks:
            self.large.compare_with(next(other for other in selected if other != image))
        self.large.show()
        self.large.setFocus()

    def _large_closed(self) -> None:
        self.large = None

    def _show_similar(self, image: object) -> None:
        """Show in Browse the images most similar to an image of another page."""
        if isinstance(image, int):
            self.leaving.emit(BROWSE)
            self.browse.show_similar(image, everywhere=True)
            self.action_wanted.emit(BROWSE)

    def _take_over(self) -> None:
        """Do what F5 does on the current page after a click on the new results in the bar."""
        if self._current is not None:
            self._current.take_over()
        self.rounds.take_over()

    # --- what changed -----------------------------------------------------------------------------------------------
    def _show_round(self) -> None:
        self._around.bar.show_round(self.rounds.text(), waiting=self.rounds.waiting)

    def _show_lists(self) -> None:
        """Update the counts in the rail, except while labels are hidden, as a change would reveal a label."""
        lists, disputed = self.rounds.lists, self.rounds.disputed.images
        if self._current is not None and self._current.blind:
            return
        if lists is not None:
            self._around.rail.set_count(SUGGESTIONS, grouped(lists.undecided))
            doubted = disputed.union(lists.suspects.ids[lists.suspects.doubted].tolist())
            summary = doubt_summary(lists.suspects, len(disputed))
            self._around.rail.set_count(SUSPECTS, grouped(len(doubted)), summary)
        elif disputed:
            self._around.rail.set_count(SUSPECTS, grouped(len(disputed)), dispute_text(len(disputed)))
        else:
            self._around.rail.set_count(SUSPECTS, "")
