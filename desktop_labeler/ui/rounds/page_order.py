"""Which images a page of a round shows next: those still open, and last the ones left open on earlier pages."""

from collections.abc import Callable

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.core.open_project import OpenProject


class PageOrder:
    """The order in which the images of a list come to a page.

    Args:
        project: where the images are read from.
        is_open: whether an image is still undecided.
    """

    def __init__(self, project: OpenProject, is_open: Callable[[int], bool]) -> None:
        self._project, self._is_open = project, is_open
        self._passed: set[int] = set()  # ids left open on earlier pages

    def pass_over(self, images: set[int]) -> None:
        """Let these come after all others, because the person left them open."""
        self._passed |= images

    def forget_passed(self) -> None:
        """Return to the order of the list."""
        self._passed.clear()

    def ordered(self, candidates: IntArray) -> IntArray:
        """Return the candidates with those passed over last; once only they are left, in the order of the list."""
        if not self._passed:
            return candidates
        later = np.isin(candidates, np.fromiter(self._passed, np.int64))
        if later.all():
            self._passed.clear()
        return np.concatenate([candidates[~later], candidates[later]])

    def first_open(self, candidates: IntArray, size: int) -> IntArray:
        """Return the first `size` (at least one) candidates that are still open; fewer if there are not as many."""
        size = max(size, 1)
        page: list[int] = []
        for start in range(0, len(candidates), size):
            some = candidates[start : start + size].tolist()
            self._project.rows(some)  # reads all rows at once
            page += [image for image in some if self._is_open(image)]
            if len(page) >= size:
                break
        return np.array(page[:size], np.int64)
