"""The pages of an open project, the rounds behind them, and what they show in the rail, the bar and the right panel."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop_labeler.data.images.image_query import Filter
from desktop_labeler.ui.core.job_queue import JobQueue
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.thumbnails import ThumbnailLoader
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.pages.map.map_page import MapPage
from desktop_labeler.ui.pages.progress.progress_page import ProgressPage
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.rounds.round_page import RoundPage, round_hints
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.rail import Rail
from desktop_labeler.ui.shell.side_panel import SidePanel

PAGES = (
    "browse",
    "label",
    "suggestions",
    "suspects",
    "audit",
    "map",
    "train",
    "progress",
)  # those that need a project, in the order of the rail


@dataclass(frozen=True)
class Surroundings:
    """The parts of the window around a page."""

    stack: QStackedWidget
    side: SidePanel
    rail: Rail
    jobs: JobQueue
    bar: JobBar


class ProjectPages(QObject):
    """Made when a project opens, closed before it closes.

    Attributes:
        by_name: the pages.
        grids: those that show images in a grid.
        rounds: what they show.

    Signals:
        action_wanted: something that the window does, or the name of a page.
    """

    action_wanted = Signal(str)

    def __init__(
        self, project: OpenProject, thumbs: ThumbnailLoader, settings: Settings, around: Surroundings, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._around, self._project = around, project
        self.rounds = Rounds(project, around.jobs, settings, self)
        stack = around.stack
        self.browse, progress = BrowsePage(project, thumbs, settings, stack), ProgressPage(project, self.rounds, stack)
        audit = AuditPage(project, thumbs, settings, self.rounds, stack)
        self.grids: dict[str, GridPage] = {
            "browse": self.browse,
            "label": LabelPage(project, thumbs, settings, stack),
            "suggestions": SuggestionsPage(project, thumbs, settings, self.rounds, stack),
            "suspects": SuspectsPage(project, thumbs, settings, self.rounds, stack),
            "audit": audit,
        }
        self.map = MapPage(project, thumbs, self.rounds, around.jobs, stack)
        self.train = TrainPage(project, self.rounds, around.jobs, settings, stack)
        self.train.action_wanted.connect(self.action_wanted)
        self.by_name: dict[str, QWidget] = self.grids | {"map": self.map, "train": self.train, "progress": progress}
        for widget in self.by_name.values():
            stack.addWidget(widget)
        for page in self.grids.values():
            page.focused.connect(self._focused)
            page.grid.class_wanted.connect(around.side.pick_class)
            page.grid.page_action.connect(self._page_action)
            page.action_wanted.connect(self.action_wanted)
            if isinstance(page, RoundPage):
                page.round_shown.connect(self.show_reasons)
        for other in (self.map, progress):
            other.action_wanted.connect(self.action_wanted)
        for showing in (self.map, progress, audit):
            showing.images_wanted.connect(self.show_images)
        audit.progressed.connect(partial(around.rail.set_count, "audit"))
        audit.looking.connect(around.side.setVisible)
        self.map.focused.connect(self._focused)
        self.map.similar_wanted.connect(self._show_similar)
        thumbs.troubled.connect(around.bar.say)
        around.side.answered.connect(self._answer)
        around.bar.take_over.connect(self._take_over)
        self.rounds.changed.connect(self._show_round)
        self.rounds.taken_over.connect(self._round_taken_over)
        self.rounds.listed.connect(self._show_lists)

    def close(self) -> None:
        """Take the pages out of the window; nothing more happens here."""
        self.rounds.close()
        self._around.side.answered.disconnect(self._answer)
        self._around.bar.take_over.disconnect(self._take_over)
        self._around.bar.show_round("", waiting=False)
        for page in self.by_name.values():
            self._around.stack.removeWidget(page)
            page.deleteLater()
        self.deleteLater()

    def show_reasons(self) -> None:
        """Let the right panel speak of the round that the page in view shows."""
        page = self._current()
        view = page.shown if isinstance(page, RoundPage) and page.shown is not None else self.rounds.view
        blind = page is not None and page.grid.content.blind
        self._around.side.show_reasons(view, answers=isinstance(page, RoundPage), blind=blind)

    def show_images(self, images: object, name: str, wanted: object) -> None:
        """Show these images in Browse (None: any), called by a name, under a filter."""
        some = images if isinstance(images, np.ndarray) else None
        self.browse.filters.show_only(some, name, wanted if isinstance(wanted, Filter) else None)
        self.action_wanted.emit("browse")

    def _current(self) -> GridPage | None:
        page = self._around.stack.currentWidget()
        return page if isinstance(page, GridPage) else None

    def _focused(self, image: object) -> None:
        if self.sender() is self._around.stack.currentWidget():
            self._around.side.show_image(image)

    # --- asked for --------------------------------------------------------------------------------------------------
    def _answer(self, action: str) -> None:
        """A button of the right panel: what the key of that name does on the page."""
        page = self._current()
        if page is not None:
            page.grid.commands.run(action)
            page.grid.setFocus()

    def _page_action(self, action: str) -> None:
        page = self._current()
        if action == "take_over":
            self.rounds.take_over()
        elif action == "similar" and page is not None and page is not self.browse:
            self._show_similar(page.grid.focus_image)

    def _show_similar(self, image: object) -> None:
        """Show in Browse what is most similar to an image of another page."""
        if isinstance(image, int):
            self.browse.show_similar(image, everywhere=True)
            self.action_wanted.emit("browse")

    def _take_over(self) -> None:
        """The new results in the bar were clicked: what F5 does on the page in view."""
        page = self._current()
        if page is not None:
            page.do("take_over")
        self.rounds.take_over()

    # --- what changed -----------------------------------------------------------------------------------------------
    def _round_taken_over(self) -> None:
        """Browse and Label show what the round in use suggests and doubts."""
        view = self.rounds.view
        for name in ("browse", "label"):
            if view is not None:
                self.grids[name].grid.content.hints = round_hints(view, self._project)
                self.grids[name].grid.update_tiles()
        self.show_reasons()

    def _show_round(self) -> None:
        self._around.bar.show_round(self.rounds.text(), waiting=self.rounds.waiting)

    def _show_lists(self) -> None:
        lists = self.rounds.lists
        if lists is not None:
            self._around.rail.set_count("suggestions", grouped(lists.undecided))
            self._around.rail.set_count("suspects", grouped(len(lists.suspects)))
