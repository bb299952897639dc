"""The queue of the page Label: which images or stacks come next."""

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.tiles.stacks import Stacks


class Coming:
    """What comes after the page, and the page that was taken last.

    Args:
        project: where the images are read from; those decided meanwhile are left out.
        found: the ids of a queue, or stacks of them.
    """

    def __init__(self, project: OpenProject, found: IntArray | Stacks) -> None:
        self._project = project
        self._stacks = found if isinstance(found, Stacks) else None
        self._left: IntArray = np.empty(0, np.int64) if isinstance(found, Stacks) else found
        self._next = 0  # position of the first stack that is left
        self._before = 0  # that position before the last page was taken
        self._taken: IntArray = self._left[:0]

    def __len__(self) -> int:
        return len(self._left) if self._stacks is None else self._stacks.count_open(self._next)

    def take(self, size: int) -> IntArray | Stacks:
        """Return the next images or stacks that are unlabelled, at most so many."""
        if self._stacks is not None:
            self._before = self._next
            page, self._next = self._stacks.open_from(self._next, size)
            return page
        found: list[int] = []
        while len(self._left) and len(found) < size:
            some, self._left = self._left[:size], self._left[size:]
            rows = self._project.rows(some.tolist())
            found += [row.id for row in rows.values() if row.state == State.UNLABELLED]
        self._left = np.concatenate([np.array(found[size:], np.int64), self._left])
        self._taken = np.array(found[:size], np.int64)
        return self._taken

    def put_back(self) -> None:
        """Let what was taken last come next again."""
        self._next = self._before
        self._left, self._taken = np.concatenate([self._taken, self._left]), self._taken[:0]
