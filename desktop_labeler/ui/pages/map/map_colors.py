"""What the colours of the map mean: by class, by suggestion, by state, by doubt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.computed.findings import worst_first
from desktop_labeler.data.decisions.proof.verdicts import Verdicts
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.ui.core.language import translator
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.pages.map.palette import Entry

Mode = Literal["class", "suggestion", "state", "doubt"]
MODES: tuple[Mode, ...] = ("class", "suggestion", "state", "doubt")
MOST_CLASSES = 12  # classes with their own colour; others are grey until lit in the legend


@dataclass(frozen=True, eq=False)
class Coloring:
    """The kind of each image, and the kinds.

    Attributes:
        kinds: (N,) uint8 indices of `entries`.
        entries: the legend entry of each kind; those without a colour are drawn in quiet grey.
    """

    kinds: UInt8Array
    entries: tuple[Entry, ...]


_tr = translator("MapColors")


def color_by(
    mode: Mode, ids: IntArray, verdicts: Verdicts, view: RoundView | None, classes: Sequence[LabelClass]
) -> Coloring:
    """Return the kind of each image for a mode.

    Args:
        mode: what the colours show.
        ids: (N,) image ids.
        verdicts: what is decided about the images.
        view: the round in use; without one nothing is suggested or doubted.
        classes: the classes of the project.
    """
    states, given = verdicts.of(ids)
    if mode == "state":
        return _by_state(states)
    if mode == "doubt":
        return _by_doubt(ids, states, given, view)
    if mode == "suggestion" and view is not None:
        rows = view.rows(ids)
        suggested = np.where(rows >= 0, view.arrays["suggested"][rows].astype(np.int64), -1)
        given = np.where((given < 0) & (states == State.UNLABELLED), suggested, given)
    return _by_class(given, classes, _tr("nothing suggested") if mode == "suggestion" else _tr("no label"))


def _by_class(given: IntArray, classes: Sequence[LabelClass], without: str) -> Coloring:
    """Give the largest classes their colours; the others share one grey kind."""
    top = int(max([label.id for label in classes], default=0)) + 1
    counts = np.bincount(given[(given >= 0) & (given < top)], minlength=top)
    there = [label for label in classes if counts[label.id]]
    largest = {label.id for label in sorted(there, key=lambda label: -int(counts[label.id]))[:MOST_CLASSES]}
    named = [label for label in there if label.id in largest]
    kind_of = np.ones(top + 1, np.uint8)  # 1: other classes
    kind_of[-1] = 0  # and −1, no class
    for kind, label in enumerate(named, start=2):
        kind_of[label.id] = kind
    kinds = kind_of[np.where(given < top, given, -1)]
    sizes = np.bincount(kinds, minlength=2)
    entries = [Entry(without, "", "circle", int(sizes[0])), Entry(_tr("other classes"), "", "circle", int(sizes[1]))]
    entries += [Entry(label.name, label.color, label.shape, int(counts[label.id])) for label in named]
    return Coloring(kinds, tuple(entries))


def _by_state(states: IntArray) -> Coloring:
    looks = (
        (State.UNLABELLED, _tr("unlabelled"), "", "circle"),
        (State.LABELLED, _tr("labelled"), "#56b4e9", "circle"),
        (State.CONFIRMED, _tr("confirmed"), "#009e73", "square"),
        (State.UNSURE, _tr("unsure"), "#e69f00", "triangle"),
        (State.EXCLUDED, _tr("excluded"), "#d55e00", "plus"),
    )
    kinds = np.maximum(states, 0).astype(np.uint8)
    counts = np.bincount(kinds, minlength=len(looks))
    return Coloring(kinds, tuple(Entry(text, color, shape, int(counts[s])) for s, text, color, shape in looks))


def _by_doubt(ids: IntArray, states: IntArray, given: IntArray, view: RoundView | None) -> Coloring:
    """Divide unconfirmed labels as the round ranks them: probably wrong, to check, or not in doubt."""
    kinds = np.where(given < 0, 0, 1).astype(np.uint8)
    if view is not None:
        level = np.ones(len(view.ids) + 1, np.uint8)  # the last entry is for images that the round does not know
        level[worst_first(view.arrays)[: view.worth_checking]] = 2
        level[:-1][view.doubted] = 3
        rows = view.rows(ids)
        same = (rows >= 0) & (view.arrays["given"][rows].astype(np.int64) == given)  # corrected labels are not
        doubted = (states == State.LABELLED) & same
        kinds[doubted] = level[rows[doubted]]
    counts = np.bincount(kinds, minlength=4)
    entries = (
        Entry(_tr("no label"), "", "circle", int(counts[0])),
        Entry(_tr("not in doubt"), "#56b4e9", "circle", int(counts[1])),
        Entry(_tr("worth checking"), "#e69f00", "diamond", int(counts[2]), above=2),
        Entry(_tr("probably wrong"), "#d55e00", "triangle", int(counts[3]), above=3),
    )
    return Coloring(kinds, entries)
