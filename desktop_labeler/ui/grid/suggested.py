"""Which suggestions of images a grid shows: of each image its own, of a stack that of the image in front."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import translator, worded
from desktop_labeler.ui.grid.grid_hints import Hints, Suggestion

_tr = translator("GridActions")


class Fronted(Protocol):
    """What knows suggestions, and the image in front of each image."""

    hints: Hints

    def fronts(self, images: IntArray) -> IntArray:
        """Return (n,) the image in front of each image; an image alone is its own."""


def suggested(images: Sequence[int], source: Callable[[int], Suggestion | None]) -> dict[int, int]:
    """Return the suggested class of each of these images that has one."""
    pairs = ((image, source(image)) for image in images)
    return {image: found[0] for image, found in pairs if found is not None}


def expected_classes(images: Sequence[int], hints: Hints) -> tuple[dict[int, int], str]:
    """Return the class that W gives each of these images, and what to tell about those that it passes over.

    Of several labels only those in doubt are replaced; a single one, and suggestions, are taken as they are.
    """
    found = suggested(images, hints.expected)
    if not found:
        return found, _tr("No other class is expected here.")
    if len(images) < 2 or hints.expected_of is None:
        return found, ""
    doubted = {image: class_id for image, class_id in found.items() if hints.in_doubt(image)}
    kept = len(found) - len(doubted)
    text = Message(
        "{n:# label is not in doubt and stays as it is|# labels are not in doubt and stay as they are}.", n=kept
    )
    return doubted, worded(text) if kept else ""


def shown_suggestions(grid: Fronted, images: Sequence[int]) -> dict[int, int]:
    """Return the suggested class of each of these images whose tile shows it: of a stack, where its front has it too.

    What a tile does not show, no key accepts or rejects.
    """
    source = grid.hints.suggestion_of
    found = suggested(images, source)
    fronts = dict(zip(found, grid.fronts(np.fromiter(found, np.int64)).tolist(), strict=True))
    shown = suggested(list(set(fronts.values())), source)
    return {image: class_id for image, class_id in found.items() if shown.get(fronts[image]) == class_id}
