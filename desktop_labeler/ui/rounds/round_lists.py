"""The lists that the pages of a round show, made off the main thread from the round and the decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import AnyArray, BoolArray, IntArray
from desktop_labeler.data.computed.findings import known_classes, worst_first
from desktop_labeler.data.decisions.proof.verdicts import Verdicts, read_verdicts, updated
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.round_view import FLAGS, RoundView

WRONG, DUPLICATES, FAR, POOR = "wrong", "duplicates", "far", "poor"
KINDS = (WRONG, DUPLICATES, FAR, POOR)
_TAIL = 60  # further labels after those: the advice to stop needs a clean run of 58


@dataclass(frozen=True, eq=False)
class SuspectList:
    """Unconfirmed labels to check: those in doubt, then some more to make sure, then images that only stand out.

    Attributes:
        ids: (n,) images in that order, the worst labels of each part first.
        given: (n,) class ids of their labels.
        expected: (n,) class ids that the model expects, −1 if no other class.
        kinds: by name of KINDS, (n,) whether that reason applies: of WRONG, whether the label is among the worst ones,
            as many as are worth checking. Several can apply, and none to a label that is listed only to make sure: it
            is probably right, and shows that few wrong labels are left.
        twins: (n,) number of the near-duplicate group whose labels differ, −1 for none.
        labelled: the number of labels in the project.
        unconfirmed: how many of them nobody has confirmed, so that they can still be checked.
    """

    ids: IntArray
    given: IntArray
    expected: IntArray
    kinds: dict[str, BoolArray]
    twins: IntArray
    labelled: int
    unconfirmed: int

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def doubted(self) -> BoolArray:
        """(n,) which labels are in doubt: probably wrong ones, and near-duplicates whose labels differ."""
        return self.kinds[WRONG] | self.kinds[DUPLICATES]

    @property
    def odd(self) -> BoolArray:
        """(n,) which images stand out, whether or not their labels are in doubt."""
        return self.kinds[FAR] | self.kinds[POOR]

    @property
    def in_doubt(self) -> int:
        """The number of labels in doubt."""
        return int(self.doubted.sum())

    @property
    def standing_out(self) -> int:
        """The number of images that stand out although their labels are not in doubt."""
        return int((self.odd & ~self.doubted).sum())

    @property
    def to_make_sure(self) -> int:
        """The number of labels that are listed only to make sure."""
        return int((~self.odd & ~self.doubted).sum())

    @property
    def doubted_too(self) -> int:
        """The number of images that stand out and whose labels are in doubt."""
        return int((self.odd & self.doubted).sum())

    def of(self, kind: str | None, pair: tuple[int, int] | None) -> BoolArray:
        """Return which images are of a kind, None for any, and probably wrong in a pair (given, expected), if given."""
        wanted = np.ones(len(self.ids), np.bool_) if kind is None else self.kinds[kind].copy()
        if pair is not None:
            wanted &= self.kinds[WRONG] & (self.given == pair[0]) & (self.expected == pair[1])
        return wanted

    def pairs(self, kind: str | None) -> list[tuple[int, int, int]]:
        """Return (given, expected, count) of the probably wrong labels of a kind, None for any; largest pair first."""
        wanted = self.of(kind, None) & self.kinds[WRONG] & (self.expected >= 0)
        given, expected = self.given[wanted], self.expected[wanted]
        if not len(given):
            return []
        classes = int(expected.max()) + 1
        pair = given * classes + expected
        counts = np.bincount(pair)
        first = np.empty(len(counts), np.int64)
        first[pair[::-1]] = np.arange(len(pair))[::-1]
        found = np.flatnonzero(counts)
        order = found[np.lexsort((first[found], -counts[found]))]  # ties: the worst label first
        return [
            (*divmod(number, classes), count)
            for number, count in zip(order.tolist(), counts[order].tolist(), strict=True)
        ]


@dataclass(frozen=True, eq=False)
class RoundLists:
    """The lists of what there is to do with a round.

    Attributes:
        round: the number of the round.
        suggested: by class id, the undecided images with that suggestion, surest first.
        unlike: the same images, those that fit no class first.
        suspects: the labels to check.
        unshown: where no suggestion is left in these lists, the number of those whose files are missing or damaged.
    """

    round: int
    suggested: dict[int, IntArray]
    unlike: dict[int, IntArray]
    suspects: SuspectList
    unshown: int = 0

    @property
    def undecided(self) -> int:
        """The number of undecided images with a suggestion."""
        return sum(map(len, self.suggested.values()))


def make_lists(
    view: RoundView, verdicts: Verdicts | None, changed: Sequence[int], project: Project
) -> tuple[RoundLists, Verdicts]:
    """Make the lists; a million images take about 1 s, so call it off the main thread.

    Args:
        view: the round.
        verdicts: what was decided when the lists were last made; None reads everything.
        changed: ids of images that may have been decided since.
        project: the project, open for reading.

    Returns:
        The lists, and the verdicts that they were made from.
    """
    now = read_verdicts(project) if verdicts is None else updated(verdicts, project, changed)
    waiting = undecided_suggestions(view, now)
    there = [kind.id for kind in project.classes()]  # the class of a suggestion may have been deleted since the round
    waiting = waiting[np.isin(view.arrays["suggested"][waiting], there)]
    surest, unlike = (_by_class(view, waiting, view.arrays[name]) for name in ("confidence", "novelty"))
    unshown = 0 if len(waiting) else _unshown(view, now, there, project)
    return RoundLists(view.number, surest, unlike, suspect_list(view, now, there), unshown), now


def _unshown(view: RoundView, verdicts: Verdicts, there: Sequence[int], project: Project) -> int:
    """Return how many undecided suggestions there are whose files are missing or damaged; a pass over the images."""
    ids = find_images(project, Filter(states=(State.UNLABELLED,), missing=True))
    rows = view.rows(ids)
    rows = rows[rows >= 0]
    suggested = view.arrays["suggested"][rows].astype(np.int64)
    pairs = np.stack([view.ids[rows], suggested], axis=1)
    rejected = {(image, number) for image, number in verdicts.rejected.tolist()}
    return sum(number in there and (image, number) not in rejected for image, number in pairs.tolist())


def undecided_suggestions(view: RoundView, verdicts: Verdicts) -> IntArray:
    """Return the rows of the undecided images with a suggestion that nobody rejected."""
    states, _ = verdicts.of(view.ids)
    suggested = view.arrays["suggested"].astype(np.int64)
    wanted = (states == State.UNLABELLED) & (suggested >= 0)
    rows = view.rows(verdicts.rejected[:, 0])
    rejected = rows[(rows >= 0) & (suggested[rows] == verdicts.rejected[:, 1])]
    wanted[rejected] = False
    return np.flatnonzero(wanted)


def _by_class(view: RoundView, rows: IntArray, scores: AnyArray) -> dict[int, IntArray]:
    """Return the images of some rows by suggested class, the highest score first."""
    rows = rows[np.argsort(-scores[rows].astype(np.float64), kind="stable")]
    suggested = view.arrays["suggested"][rows].astype(np.int64)
    classes: list[int] = np.unique(suggested).tolist()
    return {number: view.ids[rows[suggested == number]] for number in classes}


def suspect_list(view: RoundView, verdicts: Verdicts, there: Sequence[int]) -> SuspectList:
    """Return the labels to check that have not changed since the round and that nobody has confirmed.

    Args:
        view: the round.
        verdicts: what was decided.
        there: the classes of the project. Where the round expects another one, which was deleted since, nothing else
            than the label is expected.
    """
    states, classes = verdicts.of(view.ids)
    given = view.arrays["given"].astype(np.int64)
    expected = known_classes(view.arrays["expected"].astype(np.int64), there)
    standing = (states == State.LABELLED) & (classes == given)
    ordered = worst_first(view.arrays | {"expected": expected})
    place = np.full(len(view.ids), len(view.ids), np.int64)
    place[ordered] = np.arange(len(ordered))
    twins = conflicting_twins(view, classes)
    masks = {
        WRONG: (place < min(view.worth_checking, len(ordered))) & standing,
        DUPLICATES: (twins >= 0) & standing,
        FAR: _array(view, "outlier") & standing,
        POOR: np.logical_or.reduce([_array(view, name) for name in FLAGS]) & standing,
    }
    listed = np.logical_or.reduce(list(masks.values()))
    last = np.where(listed, 2, 1)  # what only stands out comes after what is listed to make sure
    last[masks[WRONG] | masks[DUPLICATES]] = 0
    listed[ordered[: view.worth_checking + _TAIL]] = True
    rows = np.flatnonzero(listed & standing)
    rows = rows[np.lexsort((rows, place[rows], last[rows]))]
    other = np.where(expected[rows] == given[rows], -1, expected[rows])
    unconfirmed = int((states == State.LABELLED).sum())
    labelled = unconfirmed + int((states == State.CONFIRMED).sum())
    kinds = {name: mask[rows] for name, mask in masks.items()}
    return SuspectList(view.ids[rows], given[rows], other, kinds, twins[rows], labelled, unconfirmed)


def conflicting_twins(view: RoundView, classes: IntArray) -> IntArray:
    """Return (N,) the near-duplicate group of images in groups whose labels now differ, else −1.

    Args:
        view: the round, with its groups.
        classes: (N,) class ids of the current labels, −1 for none.
    """
    rows = np.flatnonzero(_array(view, "conflict") & (classes >= 0))
    found = np.full(len(view.ids), -1, np.int64)
    if "duplicate" not in view.arrays or not len(rows):
        return found
    number = view.arrays["duplicate"][rows].astype(np.int64)
    low = np.full(int(number.max()) + 1, np.iinfo(np.int64).max)
    high = np.full(len(low), -1, np.int64)
    np.minimum.at(low, number, classes[rows])
    np.maximum.at(high, number, classes[rows])
    found[rows] = np.where((low < high)[number], number, -1)
    return found


def _array(view: RoundView, name: str) -> BoolArray:
    """Return a boolean array of a round, all False if the round could not measure it."""
    found = view.arrays.get(name)
    return np.zeros(len(view.ids), np.bool_) if found is None else found.astype(np.bool_)


def dispute_text(count: int) -> str:
    """Return on how many images people disagree."""
    return worded(Message("people disagree on {n:# image|# images}", n=count))


def few_left(left: int) -> str:
    """Return what is left to check where a long run of right labels cannot be reached any more."""
    if not left:
        return worded(Message("No label is left to check."))
    return worded(
        Message("{n:One label is|# labels are} left that nobody has confirmed: check {n:it|all of them} too.", n=left)
    )


def doubt_summary(suspects: SuspectList, disputed: int) -> str:
    """Return a sentence with the number of labels in doubt, and apart from it what else is listed."""
    doubted, odd, both = suspects.in_doubt, suspects.standing_out, suspects.doubted_too
    parts = [worded(Message("{n:# label|# labels} in doubt of {total}", n=doubted, total=suspects.labelled))]
    if suspects.to_make_sure:
        parts.append(worded(Message("{n} more to make sure", n=suspects.to_make_sure)))
    if both:
        text = Message("{n:# image stands|# images stand} out, {k} of them in doubt", n=odd + both, k=both)
        parts.append(worded(text))
    elif odd:
        parts.append(worded(Message("{n:# image stands|# images stand} out", n=odd)))
    return " · ".join([*parts, dispute_text(disputed)] if disputed else parts)
