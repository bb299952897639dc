"""A stored round in memory, which the pages query by image."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, Float64Array, Int32Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array
from desktop_labeler.data.computed.findings import known_classes, worst_first, worth_checking
from desktop_labeler.data.computed.predictions import predicting_models, read_predictions_of
from desktop_labeler.data.project.project_file import Project

_ARRAYS = (
    "suggested",
    "confidence",
    "novelty",
    "top_classes",
    "doubt",
    "expected",
    "given",
    "duplicate",
    "conflict",
    "outlier",
)
_NEWER = ("agreed",)  # a round of an earlier version has none
_FEW_LABELS = 10
FLAGS = ("blurred", "dark", "odd_size")


@dataclass(frozen=True, eq=False)
class OtherModel:
    """What a model from elsewhere says about the images of a round.

    Attributes:
        name: its name.
        classes: (N,) the id of the likeliest class, −1 for images about which it says nothing.
        probabilities: (N,) float32 in [0, 1], of that class.
    """

    name: str
    classes: Int32Array
    probabilities: Float32Array


@dataclass(frozen=True, eq=False)
class RoundView:
    """A round in memory.

    Attributes:
        number: the number of the round.
        decisions: number of the last decision that it knows.
        ids: (N,) image ids.
        arrays: (N, …) by name, as jobs.run_round stores them; classes are ids, −1 for none.
        queue: ids of the images to label next, best first.
        neighbors: (N, k) int32 rows of the most similar images, nearest first, −1 for none.
        similarity: (N, k) their cosine similarity.
        doubted: (N,) bool, the labels that are probably wrong.
        stamp: how it was made.
        others: what models from elsewhere say.
    """

    number: int
    decisions: int
    ids: IntArray
    arrays: dict[str, AnyArray]
    queue: IntArray
    neighbors: Int32Array
    similarity: AnyArray
    doubted: BoolArray
    stamp: dict[str, object]
    others: tuple[OtherModel, ...]
    _row: IntArray

    @property
    def worth_checking(self) -> int:
        """The number of labels to check: an upper estimate of the wrong ones, capped."""
        return worth_checking(self.stamp)

    @property
    def knows_little(self) -> bool:
        """Whether it learned from so few labels that its confidences are rough: of ten, up to 0.3 too low."""
        return 0 < int((self.arrays["given"].astype(np.int64) >= 0).sum()) <= _FEW_LABELS

    @property
    def suggests(self) -> bool:
        """Whether it suggests a class for any image."""
        return bool((self.arrays["suggested"].astype(np.int64) >= 0).any())

    def row(self, image: int) -> int | None:
        """Return the row of an image; None if the round does not know it."""
        row = int(self._row[image]) if 0 <= image < len(self._row) else -1
        return row if row >= 0 else None

    def rows(self, images: IntArray) -> IntArray:
        """Return the rows of images, −1 for unknown ones."""
        known = (images >= 0) & (images < len(self._row))
        rows = np.full(len(images), -1, np.int64)
        rows[known] = self._row[images[known]]
        return rows

    def suggestion_of(self, image: int) -> tuple[int, float] | None:
        """Return the suggested class and its confidence."""
        return self._pair(image, "suggested", "confidence")

    def expected_of(self, image: int) -> tuple[int, float] | None:
        """Return the class that the model expects of a labelled image, and its doubt in the label."""
        return self._pair(image, "expected", "doubt")

    def place_of(self, image: int) -> tuple[int, int] | None:
        """Return the rank of an undecided image among those with its suggestion (1 is surest), and their number.

        The state is that of the round; takes a pass over its arrays.
        """
        row = self.row(image)
        if row is None or self.arrays["given"][row] >= 0 or self.arrays["suggested"][row] < 0:
            return None
        same = (self.arrays["suggested"] == self.arrays["suggested"][row]) & (self.arrays["given"] < np.int32(0))
        surer = np.asarray(self.arrays["confidence"][same], np.float32) > float(self.arrays["confidence"][row])
        return int(surer.sum()) + 1, len(surer)

    def agreed_over(self, image: int) -> int:
        """Return over how many images of its group the suggestion of an image agrees; 0 if it stands alone."""
        row = self.row(image)
        return int(self.arrays["agreed"][row]) if row is not None and "agreed" in self.arrays else 0

    def in_doubt(self, image: int) -> bool:
        """Whether the label of an image is probably wrong."""
        row = self.row(image)
        return row is not None and bool(self.doubted[row])

    def flag(self, image: int, name: str) -> bool:
        """Return a boolean finding about an image ("conflict", "outlier", "blurred", …), False if unknown."""
        row = self.row(image)
        return row is not None and name in self.arrays and bool(self.arrays[name][row])

    def nearest(self, image: int) -> tuple[IntArray, Float64Array]:
        """Return the most similar images, nearest first, and their cosine similarities."""
        row = self.row(image)
        if row is None or row >= len(self.neighbors):
            return np.empty(0, np.int64), np.empty(0)
        there = self.neighbors[row] >= 0
        return self.ids[self.neighbors[row][there]], np.asarray(self.similarity[row][there], np.float64)

    def _pair(self, image: int, first: str, second: str) -> tuple[int, float] | None:
        row = self.row(image)
        class_id = int(self.arrays[first][row]) if row is not None else -1
        return (class_id, float(self.arrays[second][row])) if class_id >= 0 and row is not None else None


def load_round(project: Project) -> RoundView | None:
    """Read the stored round, None before the first; 2 s for a million images, so off the main thread."""
    stamp = array_stamp(project, "round/ids")
    ids = load_array(project, "round/ids")
    queue = load_array(project, "round/queue")
    if stamp is None or ids is None or queue is None:
        return None
    arrays: dict[str, AnyArray] = {}
    for name in (*_ARRAYS, *_NEWER, *FLAGS):
        array = load_array(project, f"round/{name}")
        if array is not None:
            arrays[name] = array
    # Rounds of earlier versions expect a class of labels that were not assessed, for which they have no doubt.
    arrays["expected"] = np.where(np.isnan(arrays["doubt"]), np.int32(-1), arrays["expected"])
    there = [kind.id for kind in project.classes()]  # others were deleted since
    for name in ("expected", "suggested"):
        arrays[name] = known_classes(arrays[name], there)
    place = np.full(int(ids.astype(np.int64).max(initial=0)) + 1, -1, np.int64)
    place[ids.astype(np.int64)] = np.arange(len(ids))
    neighbors, similarity = _graph(project, str(stamp["backbone"]), ids.astype(np.int64), place)
    return RoundView(
        number=stamp["round"],
        decisions=stamp["decisions"],
        ids=ids.astype(np.int64),
        arrays=arrays,
        queue=queue.astype(np.int64),
        neighbors=neighbors,
        similarity=similarity,
        doubted=_doubted(arrays, stamp.get("fewest_errors", 0)),
        stamp=stamp,
        others=tuple(_others(project, ids.astype(np.int64))),
        _row=place,
    )


def _graph(project: Project, backbone: str, ids: IntArray, place: IntArray) -> tuple[Int32Array, AnyArray]:
    """Return the neighbours and similarities of the rows of a round.

    The graph may be newer: a round that was cancelled has stored the graph of other images already.

    Args:
        project: open for reading.
        backbone: the key of the embedding.
        ids: (N,) the images of the round.
        place: the row of each image of the round, by id.
    """
    parts = [load_array(project, f"graph/{backbone}/{name}") for name in ("ids", "neighbors", "similarity")]
    known, neighbors, similarity = parts
    if known is None or neighbors is None or similarity is None:
        return np.empty((0, 0), np.int32), np.empty((0, 0), np.float16)
    if np.array_equal(known, ids):
        return neighbors.astype(np.int32, copy=False), similarity
    there = np.full(int(max(ids.max(initial=0), known.max(initial=0))) + 1, -1, np.int64)
    there[: len(place)] = place
    row_of = np.append(there[known.astype(np.int64)], -1)  # of each row of the graph, and of −1
    there[:] = -1
    there[known.astype(np.int64)] = np.arange(len(known))
    wanted = there[ids]
    found = row_of[neighbors[wanted].astype(np.int64)]
    found[wanted < 0] = -1
    return found.astype(np.int32), similarity[wanted]


def _others(project: Project, ids: IntArray) -> Iterator[OtherModel]:
    for model in predicting_models(project):
        said = read_predictions_of(project, model)
        if said is not None and len(said.images):
            place = np.minimum(np.searchsorted(said.images, ids), len(said.images) - 1)
            known = said.images[place] == ids
            top = said.probabilities.argmax(axis=1)[:, None]
            classes = np.take_along_axis(said.classes, top, axis=1)[place, 0]
            chances = np.take_along_axis(said.probabilities, top, axis=1)[place, 0]
            yield OtherModel(model, np.where(known, classes, np.int32(-1)), chances)


def _doubted(arrays: dict[str, AnyArray], count: int) -> BoolArray:
    found = np.zeros(len(arrays["doubt"]), np.bool_)
    found[worst_first(arrays)[:count]] = True
    return found
