"""Which suggestions of images a grid shows: of each image its own, of a stack that of the image in front."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.grid.grid_hints import Hints, Suggestion


class Fronted(Protocol):
    """What knows suggestions, and the image in front of each image."""

    hints: Hints

    def fronts(self, images: IntArray) -> IntArray:
        """Return (n,) the image in front of each image; an image alone is its own."""


def suggested(images: Sequence[int], source: Callable[[int], Suggestion | None]) -> dict[int, int]:
    """Return the suggested class of each of these images that has one."""
    pairs = ((image, source(image)) for image in images)
    return {image: found[0] for image, found in pairs if found is not None}


def shown_suggestions(grid: Fronted, images: Sequence[int]) -> dict[int, int]:
    """Return the suggested class of each of these images whose tile shows it: of a stack, where its front has it too.

    What a tile does not show, no key accepts or rejects.
    """
    source = grid.hints.suggestion_of
    found = suggested(images, source)
    fronts = dict(zip(found, grid.fronts(np.fromiter(found, np.int64)).tolist(), strict=True))
    shown = suggested(list(set(fronts.values())), source)
    return {image: class_id for image, class_id in found.items() if shown.get(fronts[image]) == class_id}
