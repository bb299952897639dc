"""The progress of a project in numbers: counts, pace, rounds, and confusions of the last round."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array
from desktop_labeler.data.computed.round_history import RoundLine, SuggestionOutcomes, past_rounds
from desktop_labeler.data.decisions.history import last_decision
from desktop_labeler.data.decisions.pace import Pace, PaceCurve, last_sitting, pace, pace_over_time, read_actions
from desktop_labeler.data.decisions.suggestion_outcomes import earlier_outcomes, suggestion_outcomes_of
from desktop_labeler.data.project.project_file import LabelClass, Project, State
from desktop_labeler.jobs.rounds.compare_models import ModelComparison, compare_models
from desktop_labeler.statistics import MeasuredFraction, measured_fraction


@dataclass(frozen=True, eq=False)
class Confusion:
    """Labels against out-of-fold predictions.

    Attributes:
        round: the number of the round that found it.
        classes: (C,) class ids with a label that was checked, or that was expected, in the order of the screen.
        counts: (C, C) images by given class (row) and expected class (column).
    """

    round: int
    classes: IntArray
    counts: IntArray

    @property
    def checked(self) -> int:
        """Number of labels that were checked."""
        return int(self.counts.sum())

    @property
    def agreed(self) -> int:
        """Number of checked labels that agree with the expected class."""
        return int(np.trace(self.counts))

    def pairs(self, most: int | None = None) -> list[tuple[int, int, int]]:
        """Return (given class, expected class, count) of the labels in doubt, the most frequent pairs first.

        Args:
            most: maximum number of pairs; None for all.
        """
        apart = self.counts.copy()
        np.fill_diagonal(apart, 0)
        rows, columns = np.nonzero(apart)
        order = np.argsort(-apart[rows, columns], kind="stable")
        return [
            (int(self.classes[rows[at]]), int(self.classes[columns[at]]), int(apart[rows[at], columns[at]]))
            for at in order[:most]
        ]


@dataclass(frozen=True, eq=False)
class ProjectProgress:
    """The progress of a project.

    Attributes:
        counts: usable images by state and class id.
        classes: in the order of the screen.
        last: number of the last decision that this knows, 0 before the first.
        sitting: the pace since the last long break.
        overall: the pace of all decisions.
        sitting_curve: the pace over the time at work since the last long break.
        overall_curve: the pace over all time at work.
        rounds: what is kept of each, in their order.
        outcomes: how the suggestions of each round were decided, by its number; for the last round, so far.
        confusion: of the stored round, None where no label could be checked.
        models: what models from elsewhere say, compared with people and with the stored round.
    """

    counts: dict[tuple[State, int | None], int]
    classes: list[LabelClass]
    last: int
    sitting: Pace
    overall: Pace
    sitting_curve: PaceCurve
    overall_curve: PaceCurve
    rounds: list[RoundLine]
    outcomes: dict[int, SuggestionOutcomes]
    confusion: Confusion | None
    models: list[ModelComparison]

    @property
    def images(self) -> int:
        """How many usable images there are."""
        return sum(self.counts.values())

    def in_state(self, state: State) -> int:
        """Return how many images are in a state."""
        return sum(count for (found, _), count in self.counts.items() if found == state)

    def of_class(self, class_id: int) -> dict[State, int]:
        """Return how many images of a class are in each state that has any."""
        return {state: count for (state, found), count in self.counts.items() if found == class_id}

    @property
    def undecided(self) -> int:
        """Number of unlabelled images."""
        return self.in_state(State.UNLABELLED)


def fraction_kept(outcomes: SuggestionOutcomes) -> MeasuredFraction:
    """Return which fraction of the suggestions that people decided was right."""
    return measured_fraction(outcomes.kept, outcomes.count)


def project_progress(project: Project) -> ProjectProgress:
    """Read the progress of a project; a million images take about 0.3 s, so not to be called on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    actions = read_actions(project)
    sitting = last_sitting(actions)
    classes = project.classes()
    rounds = past_rounds(project)
    return ProjectProgress(
        counts=project.counts(),
        classes=classes,
        last=last_decision(project),
        sitting=pace(sitting),
        overall=pace(actions),
        sitting_curve=pace_over_time(sitting),
        overall_curve=pace_over_time(actions),
        rounds=rounds,
        outcomes=_outcomes(rounds, [*earlier_outcomes(project), suggestion_outcomes_of(project)]),
        confusion=_confusion(project, classes),
        models=compare_models(project),
    )


def _outcomes(rounds: list[RoundLine], current: Sequence[SuggestionOutcomes | None]) -> dict[int, SuggestionOutcomes]:
    """Return the outcomes of each round: from the newest line that has them, of the last rounds as of now."""
    lines = ((*line.late, line.earlier) for line in rounds)
    found = {one.round: one for one in (*chain.from_iterable(lines), *current) if one is not None}
    return dict(sorted(found.items()))


def _confusion(project: Project, classes: list[LabelClass]) -> Confusion | None:
    stamp = array_stamp(project, "round/held_out")
    given, expected = load_array(project, "round/given"), load_array(project, "round/held_out")
    if stamp is None or given is None or expected is None or len(given) != len(expected):
        return None
    ids = np.array([label.id for label in classes], np.int64)
    place = np.full(int(max(ids.max(initial=0), given.max(initial=0), expected.max(initial=0))) + 2, -1, np.int64)
    place[ids] = np.arange(len(ids))  # the last place stands for −1, and a class that was deleted has none either
    rows, columns = place[given], place[expected]
    checked = (rows >= 0) & (columns >= 0)
    if not checked.any():
        return None
    flat = np.bincount(rows[checked] * len(ids) + columns[checked], minlength=len(ids) ** 2)
    counts = flat.reshape(len(ids), len(ids))
    used = (counts.sum(axis=0) + counts.sum(axis=1)) > 0
    return Confusion(stamp["round"], ids[used], counts[np.ix_(used, used)])


def images_of_pair(project: Project, given: int, expected: int) -> IntArray:
    """Return the images that the stored round saw with one label and expected to have another, by id.

    Raises:
        ProjectError: the file cannot be read.
    """
    found = [load_array(project, f"round/{name}") for name in ("ids", "given", "held_out")]
    ids, was, other = found
    if ids is None or was is None or other is None:
        return np.empty(0, np.int64)
    return np.sort(ids[(was == np.int32(given)) & (other == np.int32(expected))].astype(np.int64))
