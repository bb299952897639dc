"""The findings of the stored round for each image as it is now, for exported tables, and the labels it doubts.

A finding is about one label: where the image has another class by now than the round saw, or one was suggested that a
person ruled out since, nothing is said. An array that is not there, is of another length or of another round (a file of
an earlier version) says nothing either.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from desktop_labeler.array_types import AnyArray, BoolArray, Float64Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array
from desktop_labeler.data.project.project_file import ImageRow, Project, State

KEY_LENGTH = 12  # characters of a backbone's key: enough to tell any two apart
_UNSEEN = -2  # in place of a class: not known what the round saw
_ROUNDING = 1e-6  # how far beyond 1 a sum of float32 probabilities may be
# What is read of a round, and the kinds of numbers that it is made of.
_KINDS = {
    "given": "iu",
    "suggested": "iu",
    "confidence": "f",
    "expected": "iu",
    "given_probability": "f",
    "doubt": "f",
    "outlier": "b",
    "distance": "f",
    "duplicate": "iu",
}
# One row of the table: everything of an image comes out of it at once.
_ROW = np.dtype(
    [
        ("given", np.int32),
        ("suggested", np.int32),
        ("confidence", np.float32),
        ("expected", np.int32),
        ("given_probability", np.float32),
        ("doubt", np.float32),
        ("worth", np.int8),
        ("outlier", np.int8),
        ("distance", np.float32),
        ("twin", np.int8),
    ]
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The findings of a round for one image; None where there is no finding.

    Attributes:
        model: which one said what is about the label or the suggestion: "KEY round 7", KEY the first 12 characters of
            the backbone's key; empty where nothing is said of either.
        expected: class that the model would give a labelled image, or suggests for an undecided one.
        probability: in [0, 1], of the label (from a classifier that has not seen it), or of the suggestion.
        quality: in [0, 1], 1 − doubt in the label, higher is better; a rank, no probability. 1 for confirmed labels.
        issue: whether the label should be checked, see `worth_checking`; never for confirmed ones.
        outlier: whether the image is an outlier.
        similarity: in [0, 1], mean cosine to the most similar images; lower means further from all other images.
        twin: whether a near-duplicate of the image is in the project.
    """

    model: str = ""
    expected: str | None = None
    probability: float | None = None
    quality: float | None = None
    issue: bool | None = None
    outlier: bool | None = None
    similarity: float | None = None
    twin: bool | None = None


@dataclass(frozen=True, eq=False)
class Findings:
    """A stored round, to be asked image by image.

    Attributes:
        model: as in Finding.
    """

    model: str
    _names: Mapping[int, str]
    _place: IntArray
    _table: npt.NDArray[np.void]

    def of(self, image: ImageRow) -> Finding | None:
        """Return the findings for an image as it is now; None if the round does not know it or its file is missing."""
        place = int(self._place[image.id]) if 0 <= image.id < len(self._place) else -1
        if place < 0 or image.problem is not None:
            return None
        given, suggested, confidence, expected, probability, doubt, worth, outlier, distance, twin = self._table[
            place
        ].item()
        name: str | None = None
        said: tuple[float | None, float | None, bool | None] = (None, None, None)
        if given == (-1 if image.class_id is None else image.class_id):
            if image.state == State.UNLABELLED:
                name = self._name(suggested, image)
                said = (_known(confidence) if name is not None else None, None, None)
            elif image.class_id is not None and image.state in (State.LABELLED, State.CONFIRMED):
                name = self._name(expected, image)
                quality, issue = _judged(doubt, worth, confirmed=image.state == State.CONFIRMED)
                said = (_known(probability), quality, issue)
        return Finding(
            self.model if name is not None or said != (None, None, None) else "",
            name,
            *said,
            _answer(outlier),
            _known(distance),
            _answer(twin),
        )

    def _name(self, class_id: int, image: ImageRow) -> str | None:
        return None if class_id in image.rejected else self._names.get(class_id)


def known_classes(found: AnyArray, classes: Collection[int]) -> AnyArray:
    """Return ids of classes with −1 in place of those that a project does not have (any more)."""
    none: AnyArray = np.array(-1, found.dtype)
    known: AnyArray = np.where(np.isin(found, list(classes)), found, none)
    return known


def worst_first(arrays: Mapping[str, AnyArray]) -> IntArray:
    """Return the rows of labels that the model would give another class, the most doubtful first.

    Args:
        arrays: "expected", "given" and "doubt" of a round.
    """
    expected, given = arrays["expected"].astype(np.int64), arrays["given"].astype(np.int64)
    doubt = arrays["doubt"].astype(np.float64)
    rows = np.flatnonzero((given >= 0) & (expected >= 0) & (expected != given) & np.isfinite(doubt))
    return rows[np.argsort(-doubt[rows], kind="stable")].astype(np.int64)


def worth_checking(stamp: Mapping[str, Any]) -> int:
    """Return how many labels of worst_first to check: an upper estimate of the wrong ones, capped.

    Weak vectors make that estimate large; beyond twice the cautious one few wrong labels are left (measured on the
    sample with 5 % wrong labels).

    Args:
        stamp: of the round.
    """
    most: int = stamp.get("suspects", 0)
    return min(most, 2 * int(stamp.get("fewest_errors", most)))


def read_findings(project: Project) -> Findings | None:
    """Read the stored round; None before the first. A million images in about a second: not for the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    ids, stamp = load_array(project, "round/ids"), array_stamp(project, "round/ids")
    if ids is None or stamp is None or ids.ndim != 1 or not {"round", "backbone"} <= stamp.keys():
        return None
    numbers = ids.astype(np.int64)
    arrays = {name: _array(project, name, kinds, stamp, len(ids)) for name, kinds in _KINDS.items()}
    found = {name: array for name, array in arrays.items() if array is not None}
    names = {label.id: label.name for label in project.classes()}
    found |= {name: known_classes(found[name], names) for name in ("expected", "suggested") if name in found}
    place = np.full(int(numbers.max(initial=0)) + 1, -1, np.int64)
    place[numbers[numbers >= 0]] = np.flatnonzero(numbers >= 0)
    table = _table(found, stamp, numbers, _gone(project))
    return Findings(f"{str(stamp['backbone'])[:KEY_LENGTH]} round {stamp['round']}", names, place, table)


def _array(project: Project, name: str, kinds: str, stamp: Mapping[str, Any], count: int) -> AnyArray | None:
    """Return an array of the round with that stamp; None where it is of another one or does not fit."""
    found = load_array(project, f"round/{name}")
    fits = found is not None and found.shape == (count,) and found.dtype.kind in kinds
    return found if fits and array_stamp(project, f"round/{name}") == stamp else None


def _gone(project: Project) -> IntArray:
    """Return the images whose file is missing or unusable."""
    return project.integers("SELECT group_concat(id) FROM image WHERE problem IS NOT NULL")[0]


def _table(
    arrays: Mapping[str, AnyArray], stamp: Mapping[str, Any], ids: IntArray, gone: IntArray
) -> npt.NDArray[np.void]:
    table = np.zeros(len(ids), _ROW)
    for name, unknown in (("given", _UNSEEN), ("suggested", -1), ("expected", -1)):
        table[name] = arrays.get(name, unknown)
    for name in ("confidence", "given_probability", "doubt"):
        table[name] = _share(arrays[name].astype(np.float64)) if name in arrays else np.nan
    table["distance"] = np.clip(1 - arrays["distance"].astype(np.float64), 0, 1) if "distance" in arrays else np.nan
    table["worth"] = -1
    if {"given", "expected", "doubt"} <= arrays.keys():
        table["worth"] = 0
        table["worth"][worst_first(arrays)[: worth_checking(stamp)]] = 1
    table["outlier"] = arrays["outlier"].astype(np.bool_) if "outlier" in arrays else -1
    table["twin"] = _twins(arrays["duplicate"].astype(np.int64), ids, gone) if "duplicate" in arrays else -1
    return table


def _share(values: Float64Array) -> Float64Array:
    """Return numbers in [0, 1], NaN for what is not one."""
    inside = np.clip(values, 0, 1)
    return np.where(np.abs(values - inside) <= _ROUNDING, inside, np.nan)


def _twins(number: IntArray, ids: IntArray, gone: IntArray) -> BoolArray:
    """Return which images have a near-duplicate whose file is there."""
    there = (number >= 0) & ~np.isin(ids, gone)
    count = np.bincount(number[there], minlength=int(number.max(initial=0)) + 1)
    return there & (count[np.maximum(number, 0)] > 1)


def _judged(doubt: float, worth: int, *, confirmed: bool) -> tuple[float | None, bool | None]:
    """Return quality of a label and whether it is an issue.

    No doubt at all is what a round says of confirmed labels: of one that is confirmed no longer it knows nothing, and
    one confirmed since is beyond doubt.
    """
    if not math.isfinite(doubt) or (doubt == 0 and not confirmed):
        return None, None
    return (1.0, False) if confirmed else (1 - doubt, _answer(worth))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _answer(value: int) -> bool | None:
    return None if value < 0 else bool(value)
