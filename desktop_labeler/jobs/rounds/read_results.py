"""Reads the stored round: the next queue, suggestions, suspects, near-duplicates and outliers."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import AnyArray, Float64Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array
from desktop_labeler.data.computed.findings import known_classes, worst_first, worth_checking
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError


@dataclass(frozen=True)
class Suggested:
    """An undecided image with the suggested class, None for none, and its confidence in [0, 1]."""

    id: int
    path: str
    suggestion: str | None
    confidence: float


@dataclass(frozen=True)
class Suspect:
    """A label that the round has ranked.

    Attributes:
        id: of the image.
        path: of the image.
        given: the class of the label.
        expected: the class that the model expects, which may be the given one; None if the label cannot be assessed.
        doubt: in [0, 1], its rank among the labels of the project, not a probability.
        in_doubt: whether the model expects another class with good reason, as `is_label_issue` in exported tables.
    """

    id: int
    path: str
    given: str
    expected: str | None
    doubt: float
    in_doubt: bool


@dataclass(frozen=True)
class Outlier:
    """An outlier; `score` is its mean cosine distance to its neighbours, in [0, 2]."""

    path: str
    score: float


def suggestions(project: Project, *, name: str | None = None, count: int | None = None) -> list[Suggested]:
    """Return undecided images with their suggestion, surest first.

    Args:
        project: a project with a stored round.
        name: the class to return the suggestions of; None for all classes.
        count: the largest number of suggestions to return; None for all.

    Raises:
        LabelerError: there is no round yet, or no class of this name.
    """
    ids, suggested = _ints(project, "ids"), _ints(project, "suggested")
    confidence = _floats(project, "confidence")
    wanted = (suggested >= 0) & np.isin(ids, _of_state(project, State.UNLABELLED))
    if name is not None:
        wanted &= suggested == _class_id(project, name)
    rows = np.flatnonzero(wanted)
    rows = rows[np.argsort(-confidence[rows], kind="stable")][:count]
    return _described(project, ids[rows], suggested[rows], confidence[rows])


def queue(project: Project, count: int) -> list[Suggested] | None:
    """Return the first `count` undecided images of the stored queue, best first; None if it has fewer left.

    Raises:
        LabelerError: there is no round yet.
    """
    waiting = _ints(project, "queue")
    still = waiting[np.isin(waiting, _of_state(project, State.UNLABELLED))]
    if len(still) < count:
        return None
    return describe(project, still[:count])


def describe(project: Project, images: IntArray) -> list[Suggested]:
    """Return images, given by id, with their suggestions, in the same order.

    Raises:
        LabelerError: there is no round yet.
    """
    ids, suggested = _ints(project, "ids"), _ints(project, "suggested")
    confidence = _floats(project, "confidence")
    order = np.argsort(ids, kind="stable")
    rows = order[np.searchsorted(ids, images, sorter=order)]
    return _described(project, images, suggested[rows], confidence[rows])


def suspects(project: Project, *, count: int | None = None) -> list[Suspect]:
    """Return the labels that nobody has confirmed or corrected since the round, worst first, in doubt or not.

    Raises:
        LabelerError: there is no round yet.
    """
    ids, given, expected = (_ints(project, part) for part in ("ids", "given", "expected"))
    there = {label.id: label.name for label in project.classes()}  # a class that was deleted since is not expected
    expected, doubt = known_classes(expected, there).astype(np.int64), _floats(project, "doubt")
    order = worst_first({"given": given, "expected": expected, "doubt": doubt})
    doubted = set(order[: worth_checking(array_stamp(project, "round/ids") or {})].tolist())
    doubt = np.nan_to_num(doubt)  # labels without a score come last
    wanted = (given >= 0) & np.isin(ids, _of_state(project, State.LABELLED))
    rows = np.flatnonzero(wanted)
    rows = rows[np.argsort(-doubt[rows], kind="stable")][:count]
    names = {label.id: label.name for label in project.classes(deleted=True)}
    images = {image.id: image for image in project.images(ids[rows].tolist())}
    return [
        Suspect(
            number,
            images[number].path,
            names[int(given[row])],
            there.get(int(expected[row])),
            float(doubt[row]),
            row in doubted,
        )
        for row, number in zip(rows.tolist(), ids[rows].tolist(), strict=True)
        if images[number].class_id == given[row]  # otherwise the label was corrected after the round
    ]


def duplicates(project: Project) -> list[list[str]]:
    """Return the paths of each group of near-duplicates, the largest group first.

    Raises:
        LabelerError: there is no round yet.
    """
    ids, number = _ints(project, "ids"), _ints(project, "duplicate")
    rows = np.flatnonzero(number >= 0)
    paths = {image.id: image.path for image in project.images(ids[rows].tolist()) if image.problem is None}
    groups: dict[int, list[str]] = {}
    for row in rows.tolist():
        if int(ids[row]) in paths:
            groups.setdefault(int(number[row]), []).append(paths[int(ids[row])])
    return sorted(
        (sorted(group) for group in groups.values() if len(group) > 1), key=lambda group: (-len(group), group)
    )


def outliers(project: Project) -> list[Outlier]:
    """Return the outliers, the most distant from their neighbours first.

    Raises:
        LabelerError: there is no round yet.
    """
    ids, distance = _ints(project, "ids"), _floats(project, "distance")
    rows = np.flatnonzero(_array(project, "outlier"))
    rows = rows[np.argsort(-distance[rows], kind="stable")]
    paths = {image.id: image.path for image in project.images(ids[rows].tolist())}
    return [Outlier(paths[int(ids[row])], float(distance[row])) for row in rows.tolist() if int(ids[row]) in paths]


def _array(project: Project, part: str) -> AnyArray:
    found = load_array(project, f"round/{part}")
    if found is None:
        raise LabelerError("There is no round yet. Nothing was changed. Run one first.")
    return found


def _ints(project: Project, part: str) -> IntArray:
    return _array(project, part).astype(np.int64, copy=False)


def _floats(project: Project, part: str) -> Float64Array:
    return _array(project, part).astype(np.float64, copy=False)


def _of_state(project: Project, state: State) -> IntArray:
    return find_images(project, Filter(states=(state,)))


def _class_id(project: Project, name: str) -> int:
    for label in project.classes():
        if label.name == name:
            return label.id
    known = ", ".join(label.name for label in project.classes()[:20])
    raise LabelerError(
        "There is no class {name}. Nothing was changed. The classes are: {classes}.", name=name, classes=known
    )


def _described(project: Project, images: IntArray, suggested: IntArray, confidence: Float64Array) -> list[Suggested]:
    names = {label.id: label.name for label in project.classes()}
    paths = {image.id: image.path for image in project.images(images.tolist())}
    return [
        Suggested(number, paths[number], names.get(int(class_id)), float(sure))
        for number, class_id, sure in zip(images.tolist(), suggested, confidence, strict=True)
        if number in paths
    ]
