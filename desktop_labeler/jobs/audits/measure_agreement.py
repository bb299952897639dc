"""Measures how far people agree: pair by pair, all together, and each person with what they said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.people import check_people
from desktop_labeler.data.project.answer_rows import NO_CLAIM, NONE_OF_THEM, Answers, read_answers
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.rater_agreement import (
    MISSING,
    Coefficient,
    class_agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    pair_table,
)

EXCLUDED = ""
"""The name under which "none of the classes" is counted as a class."""


@dataclass(frozen=True)
class ClassAgreement:
    """How two people agree on one class.

    Attributes:
        name: of the class, or EXCLUDED.
        first: images to which the first person gave it, of those that both answered.
        second: of the second person.
        both: images to which both gave it.
        share: where one of them gives it, how often the other does too, in [0, 1]; None if neither did.
        kappa: of this class against all others.
    """

    name: str
    first: int
    second: int
    both: int
    share: float | None
    kappa: Coefficient


@dataclass(frozen=True, eq=False)
class PairAgreement:
    """How two people agree, or one person with their own earlier answers.

    Attributes:
        first: the name of a person.
        second: of the other; the same one where it is about earlier and later answers.
        same: images on which they say the same.
        blind: images on which the later of the two answers was given without seeing a label; on the others people may
            agree with what was on the screen.
        kappa: Cohen's.
        table: (C, C) counts, rows for the first person.
        names: of the C classes, those that neither gave left out; EXCLUDED for none of them.
        classes: each on its own.
    """

    first: str
    second: str
    same: int
    blind: int
    kappa: Coefficient
    table: IntArray
    names: tuple[str, ...]
    classes: tuple[ClassAgreement, ...]

    @property
    def constant(self) -> str | None:
        """Who gave one and the same class to all images, while the other did not: then kappa is 0 whatever is said."""
        gave = [np.count_nonzero(self.table.sum(axis=axis)) for axis in (1, 0)]
        if not self.kappa.images or min(gave) > 1 or max(gave) < 2:
            return None
        return self.first if gave[0] == 1 else self.second

    def confusions(self) -> list[tuple[str, str, int]]:
        """Return what they take for one another: class of the first, of the second, images; the most frequent first."""
        cells = [
            (self.names[row], self.names[column], int(self.table[row, column]))
            for row, column in zip(*np.nonzero(self.table), strict=True)
            if row != column
        ]
        return sorted(cells, key=lambda cell: -cell[2])


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far the people of a project agree.

    Attributes:
        people: names of those whose answers count, in the order in which they came to the project.
        pairs: every two people who answered the same image.
        again: people who answered an image again without seeing what they had said, with themselves.
        fleiss: kappa over the images that all of the people answered.
        alpha: Krippendorff's, over all images with at least two answers.
        accepted: answers that were left out because they take a suggestion over.
        seen: answers that were left out because only those are asked for that were given blind.
    """

    people: tuple[str, ...]
    pairs: tuple[PairAgreement, ...]
    again: tuple[PairAgreement, ...]
    fleiss: Coefficient
    alpha: Coefficient
    accepted: int
    seen: int = 0


def measure_agreement(
    project: Project, *, between: Sequence[str] = (), blind: bool = False, accepted: bool = False
) -> Agreement:
    """Measure it: a million images with two answers each take about three seconds to read and a hundredth to estimate.

    Unsure answers and answers that settle a dispute are left out; "none of the classes" counts as a class.

    Args:
        project: any open project.
        between: only these people; all if empty.
        blind: only answers that were given without seeing a label or a suggestion.
        accepted: also suggestions that were taken over. They agree with the model, and so with one another, more often
            than people do who look.

    Raises:
        LabelerError: a person of that name has said nothing.
        ProjectError: the file cannot be read.
    """
    answers = read_answers(project, shared=True)
    answers = answers.of(~answers.settles)
    check_people(project, between)
    people = _people(answers, between)
    chosen = np.isin(answers.people, list(people)) & (answers.codes != NO_CLAIM)
    left_out = 0 if accepted else int((chosen & answers.accepted).sum())
    if not accepted:
        chosen &= ~answers.accepted
    names = {label.id: label.name for label in project.classes()} | {NONE_OF_THEM: EXCLUDED}
    again = [
        _with_oneself(answers.of(chosen & (answers.people == person)), name, names) for person, name in people.items()
    ]
    now = answers.of(chosen & answers.blind if blind else chosen).standing()
    people = {number: name for number, name in people.items() if number in now.people}
    found, when = _tables(now, list(people), list(names))
    pairs = [
        _pair((first, second), found[:, [one, other]], when[:, [one, other]], names)
        for (one, first), (other, second) in combinations(enumerate(people.values()), 2)
    ]
    return Agreement(
        people=tuple(people.values()),
        pairs=tuple(pair for pair in pairs if pair.kappa.images),
        again=tuple(pair for pair in again if pair is not None),
        fleiss=fleiss_kappa(found, len(names)),
        alpha=krippendorff_alpha(found, len(names)),
        accepted=left_out,
        seen=int((chosen & ~answers.blind).sum()) if blind else 0,
    )


def _people(answers: Answers, between: Sequence[str]) -> dict[int, str]:
    there = {number: answers.names[number] for number in np.unique(answers.people).tolist()}
    return {number: name for number, name in there.items() if not between or name in between}


def _tables(answers: Answers, people: list[int], codes: list[int]) -> tuple[IntArray, IntArray]:
    """Return what each person says of each image, and when.

    Returns:
        (N, R) class numbers or MISSING; (N, R) numbers that rise with time, odd for answers given blind.
    """
    first = np.append(True, np.diff(answers.images) != 0)[: len(answers.images)]
    rows = np.cumsum(first) - 1  # the answers about one image stand together
    column = np.full(max(people, default=0) + 1, 0, np.int64)
    column[people] = np.arange(len(people))
    place = np.full(max(codes, default=0) + 3, 0, np.int64)
    place[np.asarray(codes) + 2] = np.arange(len(codes))
    found, when = np.full((2, int(first.sum()), len(people)), MISSING, np.int64)
    where = rows, column[answers.people]
    found[where], when[where] = place[answers.codes + 2], 2 * answers.decisions + answers.blind
    return found, when


def _pair(people: tuple[str, str], said: IntArray, when: IntArray, names: dict[int, str]) -> PairAgreement:
    both = (said != MISSING).all(axis=1)
    table = pair_table(said[:, 0], said[:, 1], len(names))
    used = np.flatnonzero(table.sum(axis=0) + table.sum(axis=1))
    table, shown = table[np.ix_(used, used)], [list(names.values())[place] for place in used.tolist()]
    classes = []
    for place, name in enumerate(shown):
        share, kappa = class_agreement(table, place)
        counts = (int(table[place].sum()), int(table[:, place].sum()), int(table[place, place]))
        classes.append(ClassAgreement(name, *counts, share, kappa))
    return PairAgreement(
        *people,
        same=int(np.trace(table)),
        blind=int((when[both].max(axis=1) % 2).sum()),
        kappa=cohen_kappa(table),
        table=table,
        names=tuple(shown),
        classes=tuple(classes),
    )


def _with_oneself(mine: Answers, name: str, names: dict[int, str]) -> PairAgreement | None:
    """Compare the answers that a person gave blind with what that person had said of the image before."""
    later = np.flatnonzero((np.diff(mine.images, prepend=-1) == 0) & mine.blind)
    if not len(later):
        return None
    place = {code: number for number, code in enumerate(names)}
    said = np.array([[place[one] for one in mine.codes[later - 1 + step].tolist()] for step in (0, 1)], np.int64).T
    return _pair((name, name), said, np.ones_like(said), names)
