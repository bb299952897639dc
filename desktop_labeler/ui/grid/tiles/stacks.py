"""Stacks: tiles that each stand for the images of a group, the first of them in front; between a query and a grid."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.images.query.image_groups import Verdicts
from desktop_labeler.data.project.project_file import ImageRow, State


@dataclass(frozen=True)
class Stack:
    """What is known of the images of one tile.

    Attributes:
        size: how many there are, at least 1.
        state: the state of all of them; None where they differ.
        class_id: the class of all of them; None for none, or where they differ.
        labelled: how many have a class.
        classes: how many different classes they have.
    """

    size: int
    state: State | None
    class_id: int | None
    labelled: int
    classes: int


class Stacks:
    """Which images each tile of a grid stands for: those of a group, or one that has none.

    Attributes:
        fronts: (n,) the image in front of each tile, in the order of the tiles.
        members: (N,) all images, tile by tile, in the order in which they were found.
    """

    def __init__(self, images: IntArray, groups: IntArray, known: Verdicts) -> None:
        """Put images that are found in some order into tiles; a group comes where its first image was.

        Args:
            images: (N,) ids in order, each once.
            groups: (N,) number of the group of each, −1 for none.
            known: what is known of each.
        """
        tiles = _tiles(groups)
        order = np.argsort(tiles, kind="stable")
        self.members: IntArray = np.ascontiguousarray(images[order], np.int64)
        self._starts: IntArray = np.concatenate([[0], np.cumsum(np.bincount(tiles))]).astype(np.int64)
        self._states, self._classes, self._decided = (
            column[order] for column in (known.states, known.classes, known.decided)
        )
        self.fronts: IntArray = self.members[self._starts[:-1]]
        self._places: IntArray | None = None

    def __len__(self) -> int:
        return len(self.fronts)

    # --- which images -----------------------------------------------------------------------------------------------
    def size(self, position: int) -> int:
        """Return how many images a tile stands for; 0 outside."""
        return int(self._starts[position + 1] - self._starts[position]) if 0 <= position < len(self) else 0

    def of(self, positions: IntArray) -> IntArray:
        """Return the images of tiles, in their order."""
        return self.members[self._at(positions)]

    def positions_of(self, images: IntArray) -> IntArray:
        """Return the tile of each image, −1 for one that is in none."""
        rows = self._rows_of(images)
        return np.where(rows >= 0, np.searchsorted(self._starts, rows, "right") - 1, -1)

    def open_from(self, start: int, count: int) -> tuple["Stacks", int]:
        """Return the next tiles with unlabelled images, of which only these, and the position after the last.

        Args:
            start: the position of the first tile that is looked at.
            count: how many tiles at most.
        """
        waiting = self._states == State.UNLABELLED
        sizes = np.add.reduceat(waiting, self._starts[:-1], dtype=np.int64) if len(self) else np.empty(0, np.int64)
        found = np.flatnonzero(sizes[start:])[:count] + start
        rows = self._at(found)
        rows = rows[waiting[rows]]
        groups = np.repeat(np.arange(len(found), dtype=np.int64), sizes[found])
        known = Verdicts(self._states[rows], self._classes[rows], self._decided[rows])
        return Stacks(self.members[rows], groups, known), int(found[-1]) + 1 if len(found) else len(self)

    def count_open(self, start: int) -> int:
        """Return how many images of the tiles from a position on are unlabelled."""
        first = int(self._starts[start]) if start < len(self) else len(self.members)
        return int((self._states[first:] == State.UNLABELLED).sum())

    # --- what is known ----------------------------------------------------------------------------------------------
    def stack(self, position: int) -> Stack:
        """Return what is known of the images of a tile."""
        part = slice(int(self._starts[position]), int(self._starts[position + 1]))
        states, classes = self._states[part], self._classes[part]
        given = np.unique(classes[classes >= 0])
        one = len(given) == 1 and bool((classes >= 0).all())
        return Stack(
            len(states),
            State(int(states[0])) if bool((states == states[0]).all()) else None,
            int(given[0]) if one else None,
            int((classes >= 0).sum()),
            len(given),
        )

    def decided(self, position: int, floor: int) -> bool:
        """Whether each image of a tile was decided after a decision."""
        return bool((self._decided[self._starts[position] : self._starts[position + 1]] > floor).all())

    def count_decided(self, floor: int) -> int:
        """Return how many images were decided after a decision."""
        return int((self._decided > floor).sum())

    def undecided(self, floor: int) -> IntArray:
        """Return the images that were not decided after a decision."""
        return self.members[self._decided <= floor]

    def verdicts(self, images: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
        """Return state and class (−1 for none) of images of these tiles, and which share their tile with others."""
        rows = self._rows_of(images)
        sizes = np.diff(self._starts)[self.positions_of(images)]
        return self._states[rows], self._classes[rows], (sizes > 1) & (rows >= 0)

    def note(self, rows: Iterable[ImageRow], verdict_of: Callable[[int, int], int]) -> None:
        """Take over what has changed of some images; those of no tile are ignored.

        Args:
            rows: of the images.
            verdict_of: the newest decision that says what an image is, given the newest one about it.
        """
        for row, place in self._placed(rows):
            self._states[place] = int(row.state)
            self._classes[place] = -1 if row.class_id is None else row.class_id
            self._decided[place] = verdict_of(row.id, row.decided or 0)

    def renew(self, known: Verdicts) -> None:
        """Take over what is known of all images, in the order of `members`."""
        self._states, self._classes = known.states, known.classes
        self._decided = np.where(known.decided < 0, self._decided, known.decided)

    # --- inside -----------------------------------------------------------------------------------------------------
    def _at(self, positions: IntArray) -> IntArray:
        """Return the places of the images of tiles among all of them."""
        sizes = np.diff(self._starts)[positions]
        before = np.repeat(np.cumsum(sizes) - sizes, sizes)
        places: IntArray = np.arange(int(sizes.sum()), dtype=np.int64) - before
        places += np.repeat(self._starts[positions], sizes)
        return places

    def _rows_of(self, images: IntArray) -> IntArray:
        """Return the places of images among all of them, −1 for those that are missing."""
        if self._places is None:
            self._places = np.full(int(self.members.max(initial=-1)) + 2, -1, np.int64)
            self._places[self.members] = np.arange(len(self.members))
        beyond = len(self._places) - 1  # stands for every id that is not among them
        places: IntArray = self._places[np.where((images >= 0) & (images < beyond), images, beyond)]
        return places

    def _placed(self, rows: Iterable[ImageRow]) -> Iterable[tuple[ImageRow, int]]:
        some = list(rows)
        places = self._rows_of(np.array([row.id for row in some], np.int64)).tolist()
        return [(row, place) for row, place in zip(some, places, strict=True) if place >= 0]


def _tiles(groups: IntArray) -> IntArray:
    """Return (N,) the tile of each image: groups in the order of their first image, the others alone."""
    alone = groups < 0
    keys = np.where(alone, int(groups.max(initial=-1)) + 1 + np.arange(len(groups)), groups)
    _, first, of = np.unique(keys, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[of]
