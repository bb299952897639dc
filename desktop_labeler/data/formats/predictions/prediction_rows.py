"""The predictions of a model as read from a file: per image some classes with their probabilities."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, IntArray
from desktop_labeler.messages import Message

UNKNOWN = 0.5  # in place of a probability that the file does not give
_EXAMPLES = 3
_LEAST = 0.05  # smaller numbers do not tell percentages from fractions
_ROUNDING = 0.02  # by how much rounded probabilities of one image may exceed 1 in sum


def surest(pairs: Iterable[tuple[str, float | None]]) -> dict[str, float | None]:
    """Return the probability of each class; of several for one class the highest."""
    found: dict[str, float | None] = {}
    for name, value in pairs:
        before = found.get(name)
        found[name] = value if before is None or (value is not None and not value <= before) else before
    return found


@dataclass
class PredictionRows:
    """Grows row by row; a million rows of five classes take about 100 MB.

    Attributes:
        model: the name of the model, if the file gives it.
        paths: the path of each image, as the file has it.
        names: the number of each class, by its name, in order of appearance.
        without: images about which the model says nothing, such as those without a detection.
        guessed: rows with a class and no probability.
        bad: rows with a value that is no probability, as text, which are left out.
    """

    model: str = ""
    paths: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    without: int = 0
    guessed: int = 0
    bad: list[str] = field(default_factory=list)
    _counts: array[int] = field(default_factory=lambda: array("i"))
    _classes: array[int] = field(default_factory=lambda: array("i"))
    _values: array[float] = field(default_factory=lambda: array("f"))

    def add(self, path: str, scores: Mapping[str, float | None]) -> None:
        """Add the row of one image.

        Args:
            path: the path of the image.
            scores: the probability of each class that the model names; None where the file gives none. A number below
                0, infinity or NaN puts the row among the bad ones.
        """
        named = {" ".join(name.split()): value for name, value in scores.items() if name.strip()}
        if not named:
            self.without += 1
            return
        if any(value is not None and not (math.isfinite(value) and value >= 0) for value in named.values()):
            self.bad.append(path)
            return
        self.guessed += any(value is None for value in named.values())
        self.paths.append(self.paths[-1] if self.paths and self.paths[-1] == path else path)  # one text for many rows
        self._counts.append(len(named))
        for name, value in named.items():
            self._classes.append(self.names.setdefault(name, len(self.names)))
            self._values.append(UNKNOWN if value is None else value)

    def finished(self) -> Predicted:
        """Return the rows with probabilities that sum to at most 1, and notes on what was changed or left out.

        Several rows of one image, as where there is a row for each image and class, are one: of a class that is named
        again the higher number counts.
        """
        self._join()
        counts = np.frombuffer(self._counts, np.int32) if self._counts else np.zeros(0, np.int32)
        values = np.frombuffer(self._values, np.float32).copy() if self._values else np.zeros(0, np.float32)
        row = np.repeat(np.arange(len(counts)), counts)
        percentages = _are_percentages(values)
        if percentages:
            values /= 100
        top, total = np.zeros(len(counts), np.float32), np.zeros(len(counts))
        np.maximum.at(top, row, values)
        np.add.at(total, row, values)
        wrong = top > 1 + _ROUNDING
        notes = list(self._notes([self.paths[place] for place in np.flatnonzero(wrong).tolist()]))
        if percentages:
            notes.append(Message("The numbers go up to 100: they are read as percentages."))
        scaled = ~wrong & (total > 1 + _ROUNDING)
        if scaled.any():
            notes.append(
                Message(
                    "The probabilities of {n:# image sum|# images sum} to more than 1; they are scaled to 1.",
                    n=int(scaled.sum()),
                )
            )
        values /= np.maximum(total, 1)[row].astype(np.float32)
        kept = ~wrong
        ends = np.fromiter(accumulate(counts.tolist(), initial=0), np.int64, len(counts) + 1)
        return Predicted(
            self.model,
            tuple(self.names),
            [path for path, good in zip(self.paths, kept.tolist(), strict=True) if good],
            tuple(notes),
            np.flatnonzero(kept),
            ends,
            np.frombuffer(self._classes, np.int32) if self._classes else np.zeros(0, np.int32),
            values,
        )

    def _join(self) -> None:
        """Join the rows of the same image, which need not follow each other; one with a bad row is left out.

        Where half of the images or fewer have several rows, those that sum to more than 1 are no row for each class but
        contradict each other: they stay apart.
        """
        number: dict[str, int] = {}
        owners = np.array([number.setdefault(path, len(number)) for path in self.paths], np.int64)
        if len(number) == len(owners):
            return
        counts, classes = np.frombuffer(self._counts, np.int32), np.frombuffer(self._classes, np.int32)
        values, rows = np.frombuffer(self._values, np.float32), np.repeat(np.arange(len(owners)), counts)
        kept = _highest(owners[rows], classes, values)
        several = np.bincount(owners) > 1
        if 2 * several.sum() <= len(number):
            most = (100 if _are_percentages(values) else 1) * (1 + _ROUNDING)
            above = np.bincount(owners[rows[kept]], values[kept], len(number)) > most
            apart = np.flatnonzero((several & above)[owners])
            owners[apart] = len(number) + np.arange(len(apart))
        _, owners = np.unique(owners, return_inverse=True)
        kept = _highest(owners[rows], classes, values)
        bad = set(self.bad)
        paths = dict(zip(owners.tolist(), self.paths, strict=True))
        good = np.array([paths[owner] not in bad for owner in range(len(paths))], bool)
        kept = kept[good[owners[rows[kept]]]]
        joined = np.bincount(owners[rows[kept]], minlength=len(paths))[good]
        self.paths = [paths[owner] for owner in np.flatnonzero(good).tolist()]
        self._counts = array("i", joined.astype(np.int32).tobytes())
        self._classes = array("i", classes[kept].tobytes())
        self._values = array("f", values[kept].tobytes())

    def _notes(self, above: list[str]) -> Iterator[Message]:
        if not self.paths and not self.bad and not self.without:
            yield Message("The file lists no prediction.")
        if self.bad or above:
            yield _left_out([*self.bad, *above])
        if self.guessed:
            yield Message(
                "{n:# prediction has|# predictions have} no probability; {n:it counts|each counts} as {value}.",
                n=self.guessed,
                value=f"{UNKNOWN:.2f}"[1:],
            )
        if self.without:
            yield Message(
                "The model says nothing about {n:# image|# images} of the file, as where it detected nothing.",
                n=self.without,
            )


@dataclass(frozen=True, eq=False)
class Predicted:
    """The predictions of a model, whose images are not yet known.

    Attributes:
        model: the name of the model, "" if the file does not give it.
        names: the C classes that it names.
        paths: n paths of images.
        notes: notes for the person.
    """

    model: str
    names: tuple[str, ...]
    paths: list[str]
    notes: tuple[Message, ...]
    _rows: IntArray
    _ends: IntArray
    _classes: Int32Array
    _values: Float32Array

    def likeliest(self, rows: IntArray, most: int) -> tuple[Int32Array, Float32Array]:
        """Return the likeliest classes of some rows.

        Args:
            rows: (r,) positions in `paths`.
            most: K, how many classes at most.

        Returns:
            (r, K) int32 numbers in `names`, −1 beyond the last, and their (r, K) float32 probabilities, 0 there.
        """
        classes, values = np.full((len(rows), most), -1, np.int32), np.zeros((len(rows), most), np.float32)
        for place, row in enumerate(self._rows[rows].tolist()):
            start, end = self._ends[row], self._ends[row + 1]
            order = np.argsort(-self._values[start:end], kind="stable")[:most]
            classes[place, : len(order)] = self._classes[start:end][order]
            values[place, : len(order)] = self._values[start:end][order]
        return classes, values


def _highest(owners: IntArray, classes: Int32Array, values: Float32Array) -> IntArray:
    """Return the positions of the highest value of each class of each owner, in the order of the owners."""
    order = np.lexsort((-values, classes, owners))
    new: BoolArray = np.ones(len(order), bool)
    new[1:] = (np.diff(owners[order]) != 0) | (np.diff(classes[order]) != 0)
    return order[new]


def _left_out(paths: list[str]) -> Message:
    return Message(
        "{n:# row has a value that is|# rows have values that are} no probability and {n:was|were} left out: "
        "{examples}.",
        n=len(paths),
        examples=paths[:_EXAMPLES],
    )


def _are_percentages(values: Float32Array) -> bool:
    """Whether numbers are percentages: none above 100, and many above 1."""
    return bool((values <= 100).all()) and 2 * int((values > 1).sum()) > int((values > _LEAST).sum())
