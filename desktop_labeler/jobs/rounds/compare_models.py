"""Compares what models from elsewhere say with what people decided and with what the project itself suggests."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.predictions import Predictions, predicting_models, read_predictions_of
from desktop_labeler.data.decisions.proof.verdicts import read_sources, read_verdicts
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.statistics import MeasuredFraction, measured_fraction


@dataclass(frozen=True, eq=False)
class ModelComparison:
    """One model from elsewhere beside people and beside the last round.

    Attributes:
        model: its name.
        images: number of usable images that it names a class of the project for.
        decided: number of these whose class a person decided.
        other_label: ids of those of `decided` for which it names another class, ascending.
        suggested: number of `images` without a label for which the last round suggests a class.
        other_suggestion: ids of those of `suggested` for which it names another class, ascending.
    """

    model: str
    images: int
    decided: int
    other_label: IntArray
    suggested: int
    other_suggestion: IntArray

    @property
    def agreement(self) -> MeasuredFraction:
        """The fraction of `decided` for which it names the class that a person gave, with its 95 % interval.

        Labels that were accepted as it suggested them speak for it.
        """
        return measured_fraction(self.decided - len(self.other_label), self.decided)


def compare_models(project: Project) -> list[ModelComparison]:
    """Return the comparison of each model from elsewhere, by name; empty without models.

    A million images take about a second for each model, so not to be called on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    found = [said for name in predicting_models(project) if (said := read_predictions_of(project, name)) is not None]
    if not found:
        return []
    verdicts, suggested = read_verdicts(project), _suggested(project)
    known = np.array([label.id for label in project.classes()], np.int64)
    comparisons = []
    for said in found:
        named = _named(said)
        usable = np.isin(named, known) & (verdicts.of(said.images)[0] >= 0)
        images, named = said.images[usable], named[usable]
        states, classes = verdicts.of(images)
        decided = _decided(project, images, states) & (classes >= 0)
        round_says = np.full(len(images), -1, np.int64)
        inside = images < len(suggested)
        round_says[inside] = suggested[images[inside]]
        both = (states == State.UNLABELLED) & (round_says >= 0)
        comparisons.append(
            ModelComparison(
                said.model,
                len(images),
                int(decided.sum()),
                images[decided & (classes != named)],
                int(both.sum()),
                images[both & (round_says != named)],
            )
        )
    return comparisons


def _named(said: Predictions) -> IntArray:
    """Return the id of the likeliest class of each image, −1 for none."""
    if not said.classes.size:
        return np.full(len(said.images), -1, np.int64)
    chance = np.where(said.classes >= 0, said.probabilities, -1)
    named: IntArray = said.classes[np.arange(len(said.images)), chance.argmax(axis=1)].astype(np.int64)
    return named


def _decided(project: Project, images: IntArray, states: IntArray) -> BoolArray:
    """Whether a person decided the class of each image."""
    by_hand = np.isin(read_sources(project, images), [Source.HUMAN, Source.ACCEPTED])
    decided: BoolArray = (states == State.CONFIRMED) | ((states == State.LABELLED) & by_hand)
    return decided


def _suggested(project: Project) -> IntArray:
    """Return the class that the last round suggests, at the place of each id; −1 for none."""
    ids, classes = load_array(project, "round/ids"), load_array(project, "round/suggested")
    if ids is None or classes is None or len(ids) != len(classes):
        return np.empty(0, np.int64)
    by_id = np.full(int(ids.max(initial=-1)) + 1, -1, np.int64)
    by_id[ids.astype(np.int64)] = classes
    return by_id
