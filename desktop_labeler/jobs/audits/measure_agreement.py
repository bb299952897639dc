"""Measures how far people agree: pair by pair, all together, and each person with what they said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.people import check_people
from desktop_labeler.data.decisions.proof.occasions import occasions
from desktop_labeler.data.project.answer_rows import NO_CLAIM, NONE_OF_THEM, Answers, read_answers
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.rater_agreement import (
    MISSING,
    Coefficient,
    class_agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    pair_table,
)

_NOBODY = -1
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
        kappa: of this class against all others; without an interval if one of them never gave it, or to all images.
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
        blind: images on which neither could see what the other had said: each answered without seeing a label, or
            before the other had said anything. On the others people may agree with what was on the screen.
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
        """Who gave one and the same class to all images: then kappa is 0 whatever the other says; None if undefined."""
        if self.kappa.value is None or self.kappa.low is not None:
            return None
        return self.first if np.count_nonzero(self.table.sum(axis=1)) == 1 else self.second

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
        seen: answers that were left out because their people could see what another one had said.
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
        blind: only answers whose people could not see what another one of these people had said: pair by pair those
            that `PairAgreement.blind` counts; of all together, those given without seeing a label, and the first one
            of each image.
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
    asked = occasions(project, answers)
    again = [
        _with_oneself(answers.of(mine), asked[mine], name, names)
        for person, name in people.items()
        if (mine := chosen & (answers.people == person)).any()
    ]
    table = _table(answers, chosen, list(people), list(names))
    alone = table.alone
    counted = np.where(alone, table.said, MISSING) if blind else table.said
    pairs = [
        _pair((people[one], people[other]), *table.of_two(at, place, blind=blind), names)
        for (at, one), (place, other) in combinations(enumerate(people), 2)
    ]
    pairs = [pair for pair in pairs if pair.kappa.images]
    met = {name for pair in pairs for name in (pair.first, pair.second)}
    heard = (counted != MISSING).any(axis=0).tolist()
    stay = [at for at, name in enumerate(people.values()) if heard[at] or name in met]
    return Agreement(
        people=tuple(list(people.values())[at] for at in stay),
        pairs=tuple(pairs),
        again=tuple(pair for pair in again if pair is not None),
        fleiss=fleiss_kappa(counted[:, stay], len(names)),
        alpha=krippendorff_alpha(counted[:, stay], len(names)),
        accepted=left_out,
        seen=int(((table.said != MISSING) & ~alone).sum()) if blind else 0,
    )


def _people(answers: Answers, between: Sequence[str]) -> dict[int, str]:
    there = {number: answers.names[number] for number in np.unique(answers.people).tolist()}
    return {number: name for number, name in there.items() if not between or name in between}


@dataclass(frozen=True, eq=False)
class _Table:
    """What each person says of each image.

    Attributes:
        said: (N, R) class numbers or MISSING.
        blind: (N, R) whether without seeing a label.
        when: (N, R) numbers that rise with time, −1 for MISSING.
        began: (N, R) when the person first said anything of the image, above all others for never.
    """

    said: IntArray
    blind: BoolArray
    when: IntArray
    began: IntArray

    def of_two(self, one: int, other: int, *, blind: bool) -> tuple[IntArray, BoolArray]:
        """Return what two people say, (N, 2), and whether neither could see the other's answer, (N,)."""
        two, turned = [one, other], [other, one]
        each = self.blind[:, two] | (self.when[:, two] < self.began[:, turned])
        free: BoolArray = each[:, 0] & each[:, 1]
        said = self.said[:, two]
        return (np.where(free[:, None], said, MISSING) if blind else said), free

    @property
    def alone(self) -> BoolArray:
        """Whether each answer was given without seeing what any of the others had said, (N, R)."""
        if self.began.shape[1] < 2:
            return np.ones(self.began.shape, bool)
        first, second = np.partition(self.began, 1, axis=1)[:, :2, None].transpose(1, 0, 2)
        found: BoolArray = self.blind | (self.when < np.where(self.began == first, second, first))
        return found


def _table(answers: Answers, chosen: BoolArray, people: list[int], codes: list[int]) -> _Table:
    """Return what the chosen answers say that stand. Whoever has said anything before could be seen, unsure or not."""
    first = np.append(True, np.diff(answers.images) != 0)[: len(answers.images)]
    rows = np.cumsum(first) - 1  # the answers about one image stand together, in the order of time
    column = np.full(max(answers.names, default=0) + 1, _NOBODY, np.int64)
    column[people] = np.arange(len(people))
    place = np.full(max(codes, default=0) + 3, 0, np.int64)
    place[np.asarray(codes) + 2] = np.arange(len(codes))
    shape, times = (int(first.sum()), len(people)), np.arange(len(rows))
    began = np.full(shape, len(rows), np.int64)
    heard = np.flatnonzero((column[answers.people] != _NOBODY) & (answers.states != int(State.UNLABELLED)))
    np.minimum.at(began, (rows[heard], column[answers.people[heard]]), times[heard])
    said, when, blind = np.full(shape, MISSING, np.int64), np.full(shape, -1, np.int64), np.zeros(shape, bool)
    at = np.flatnonzero(chosen)[answers.of(chosen).last()]
    where = rows[at], column[answers.people[at]]
    said[where], when[where], blind[where] = place[answers.codes[at] + 2], at, answers.blind[at]
    return _Table(said, blind, when, began)


def _pair(people: tuple[str, str], said: IntArray, free: BoolArray, names: dict[int, str]) -> PairAgreement:
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
        blind=int(free[both].sum()),
        kappa=cohen_kappa(table),
        table=table,
        names=tuple(shown),
        classes=tuple(classes),
    )


def _with_oneself(mine: Answers, asked: IntArray, name: str, names: dict[int, str]) -> PairAgreement | None:
    """Compare what a person said blind with what that person had said of the image on another occasion before."""
    codes, stay = mine.codes.copy(), np.ones(len(asked), bool)
    blind = np.flatnonzero(mine.blind)
    keys = mine.images[blind] * (asked.max(initial=0) + 1) + asked[blind]
    if len(keys):  # of one occasion, what was said first is what was said last: the answers between were corrected
        _, first = np.unique(keys, return_index=True)
        _, last = np.unique(keys[::-1], return_index=True)
        codes[blind[first]] = codes[blind[len(keys) - 1 - last]]
        stay[np.setdiff1d(blind, blind[first])] = False
    mine, codes = mine.of(stay), codes[stay]
    later = np.flatnonzero((np.diff(mine.images, prepend=-1) == 0) & mine.blind)
    if not len(later):
        return None
    place = {code: number for number, code in enumerate(names)}
    said = np.array([[place[one] for one in codes[later - 1 + step].tolist()] for step in (0, 1)], np.int64).T
    return _pair((name, name), said, np.ones(len(said), bool), names)
