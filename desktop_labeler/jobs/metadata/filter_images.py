"""Finds images by filter and order, also by what the stored round suggests."""

from dataclasses import replace

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.images.query.built_in_columns import CONFIDENCE, SUGGESTION
from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images
from desktop_labeler.data.metadata.conditions import Condition, chosen_by, number_in
from desktop_labeler.data.project.project_file import Project, State

_OF_THE_MODEL = (SUGGESTION, CONFIDENCE)


def filtered_images(project: Project, wanted: Filter | None = None, sort: Sort | None = None) -> IntArray:
    """Return the ids of the matching images in order, as `find_images`, which knows nothing of suggestions.

    A suggestion is that of the stored round for an image that nobody has decided; its confidence is in [0, 1]. Before
    the first round no image has one.

    Raises:
        ProjectError: the file cannot be read.
    """
    wanted = wanted or Filter()
    asked = [condition for condition in wanted.columns if condition.column in _OF_THE_MODEL]
    rest = tuple(condition for condition in wanted.columns if condition.column not in _OF_THE_MODEL)
    found = find_images(project, replace(wanted, columns=rest), sort)
    if not asked or not len(found):
        return found
    suggestions = _Suggestions(project, found)
    for condition in asked:
        fits = suggestions.of_class(condition) if condition.column == SUGGESTION else suggestions.confident(condition)
        suggestions = suggestions.of(fits)
    return suggestions.images


class _Suggestions:
    """The suggestions for some images: their ids, the class of each, −1 for none, and its confidence."""

    def __init__(self, project: Project, images: IntArray) -> None:
        self.images = images
        self._names = {label.id: label.name for label in project.classes()}
        ids, suggested = load_array(project, "round/ids"), load_array(project, "round/suggested")
        confidence = load_array(project, "round/confidence")
        top = int(images.max()) + 1
        self._classes, self._confidence = np.full(top, -1), np.zeros(top)
        if ids is not None and suggested is not None and confidence is not None:
            numbers = ids.astype(np.int64)
            inside = (numbers >= 0) & (numbers < top)
            self._classes[numbers[inside]] = suggested[inside].astype(np.int64)
            self._confidence[numbers[inside]] = confidence[inside].astype(np.float64)
        undecided = find_images(project, Filter(states=(State.UNLABELLED,)))
        decided = np.ones(top, bool)
        decided[undecided[undecided < top]] = False
        self._classes[decided] = -1

    def of(self, chosen: BoolArray) -> "_Suggestions":
        """Keep only some of the images."""
        self.images = self.images[chosen]
        return self

    def of_class(self, condition: Condition) -> BoolArray:
        """Return which images have a suggestion that fits."""
        return chosen_by(self.images, condition, self._suggested)

    def _suggested(self, condition: Condition) -> IntArray:
        wanted = [number for number, name in self._names.items() if _named(name, condition)]
        return self.images[np.isin(self._classes[self.images], wanted)]

    def confident(self, condition: Condition) -> BoolArray:
        """Return the images whose suggestion is as sure as asked."""
        there, values = self._classes[self.images] >= 0, self._confidence[self.images]
        if condition.missing:
            return ~there
        return there & _between(values, condition)


def _named(name: str, condition: Condition) -> bool:
    return (not condition.values or name in condition.values) and condition.text.casefold() in name.casefold()


def _between(values: Float64Array, condition: Condition) -> BoolArray:
    low, high = (number_in(text) for text in (condition.low, condition.high))
    fits = np.ones(len(values), bool)
    if low is not None:
        fits &= values > low if condition.above else values >= low
    if high is not None:
        fits &= values < high if condition.below else values <= high
    if condition.values:
        numbers = [number_in(text) for text in condition.values]
        fits &= np.isin(values, [number for number in numbers if number is not None])
    return fits
