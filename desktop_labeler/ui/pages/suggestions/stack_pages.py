"""Suggestions as stacks: of each group in which images wait with a suggestion, all images that wait."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts
from desktop_labeler.data.images.query import image_groups
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.grid.grid_marks import Marks
from desktop_labeler.ui.grid.stacking import Stacking
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.pages.suggestions.mark_notices import MarkNotices
from desktop_labeler.ui.rounds.round_page import RoundPage


class StackPages(QObject):
    """The stacks of the page Suggestions: made off the main thread, opened and left again with what is marked.

    Attributes:
        waiting: whether a page was asked for that is not there yet.
        stacking: the switch, and the group that is open.

    Signals:
        found: the stacks of the page that was asked for last.
    """

    found = Signal(object)

    def __init__(self, page: RoundPage, settings: Settings, marks: Marks, notices: MarkNotices) -> None:
        super().__init__(page)
        self._page, self._marks, self._notices = page, marks, notices
        self._asked = 0
        self._outdated = False
        self._again = partial(stack_page, images=np.empty(0, np.int64), class_id=-1, size=1)
        self._outside: set[int] = set()  # what was marked among the stacks when a group was opened
        self.waiting = False
        self.stacking = Stacking(page, settings)
        page.buttons.insertWidget(0, self.stacking.back)
        page.project.images_changed.connect(self._images_changed)

    @property
    def shown(self) -> bool:
        """Whether stacks are shown, or the images of one."""
        return self._page.grid.content.stacks is not None or self.stacking.group_open

    # --- filling ----------------------------------------------------------------------------------------------------
    def ask(self, images: IntArray, class_id: int, size: int) -> None:
        """Ask for the first stacks of these images, see `stack_page`."""
        self._again = partial(stack_page, images=images, class_id=class_id, size=size)
        self._ask()

    def show(self, images: IntArray | Stacks) -> None:
        """Show images or stacks, instead of any that were asked for."""
        self._asked += 1
        self.waiting = False
        self.stacking.show(images)

    def _ask(self) -> None:
        self._asked += 1
        self.waiting, self._outdated = True, False
        self._page.project.ask(partial(_numbered, self._asked, self._again), self._answer)

    def _images_changed(self) -> None:
        self._outdated = True

    def _answer(self, answer: tuple[int, Stacks]) -> None:
        number, stacks = answer
        if number == self._asked and self._outdated:  # something was decided while they were made
            self._ask()
        elif number == self._asked:
            self.found.emit(stacks)

    # --- opening ----------------------------------------------------------------------------------------------------
    def do(self, action: str) -> bool:
        """Do an action of a key that concerns stacks; return whether it is one."""
        if action == "open_group":
            self._outside = self._marks.images()
            self.stacking.open()
            self._marks.show(self._outside)
        elif action == "close_group":
            self.close()
        else:
            return self.stacking.do(action)
        return True

    def close(self) -> None:
        """Show the stacks again with their marks, unless only a part of the open one is marked."""
        if not self.stacking.group_open:
            return
        marked, here = self._marks.images(), set(self._page.grid.content.every().tolist())
        if marked and marked != self._page.open_images():
            text = Message(
                "{n:One image|# images} of this group {n:is|are} marked as wrong. {key} accepts the others and rejects "
                "{n:it|them}; {clear} removes {n:the mark|the marks}.",
                n=len(marked),
                key=key_map().shown("accept_page"),
                clear=key_map().shown("clear"),
            )
            self._notices.tell(worded(text))
            return
        self.stacking.close()
        self._marks.show(self._outside - here | (here if marked else set()))


def stack_page(project: Project, images: IntArray, class_id: int, size: int) -> Stacks:
    """Return the first stacks with an image that waits, each with all images of its group that wait; 3 s for a million.

    An image waits while it has no label, its file can be read, and nobody has said that it is not of the class.

    Args:
        project: open for reading.
        images: ids in order: those with the suggestion.
        class_id: the suggested class.
        size: how many stacks at most.

    Raises:
        ProjectError: the file cannot be read.
    """
    known = read_verdicts(project)
    every = find_images(project)
    refused = known.rejected[known.rejected[:, 1] == class_id, 0]

    def wait(some: IntArray) -> IntArray:
        found: IntArray = some[(known.of(some)[0] == State.UNLABELLED) & ~np.isin(some, refused)]
        return found

    own, others = wait(images), wait(every[~np.isin(every, images)])
    both = np.concatenate([own, others])
    groups = image_groups.group_numbers(project, both)
    alone = int(groups.max(initial=-1)) + 1 + np.arange(len(both))
    tiles = np.where(groups < 0, alone, groups)
    _, first = np.unique(tiles[: len(own)], return_index=True)
    there = np.isin(tiles, tiles[np.sort(first)[: max(size, 1)]])
    return Stacks(both[there], groups[there], image_groups.read_verdicts(project, both[there]))


def _numbered(number: int, make: partial[Stacks], project: Project) -> tuple[int, Stacks]:
    return number, make(project)
