"""What a classifier is trained on: the labels of its start, also where people go on labelling meanwhile."""

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.decisions.round_labels import Labels, read_labels
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.finetune_plan import FEWEST
from desktop_labeler.jobs.rounds.build_graph import Space
from desktop_labeler.messages import Message
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.finetune.cross_fit import kin_groups, replaced_labels
from desktop_labeler.ml.image_issues import near_duplicates

FOLDS = 3
_FILE = "task.npz"
_PER_LABEL = ("ids", "labels", "taught", "weights", "folds", "groups", "fair")
_ARRAYS = (*_PER_LABEL, "class_ids")


@dataclass(frozen=True, eq=False)
class FinetuneTask:
    """The labels that a classifier learns from.

    Attributes:
        ids: (n,) images.
        labels: (n,) class index of each.
        taught: (n,) class index that it teaches: that which the last round expected, where it is likelier wrong than
            right.
        weights: (n,) float32 how much each label counts, in [0, 1].
        folds: (n,) the fold of each.
        groups: (n,) group of each; near-duplicates are of one group.
        fair: (n,) which images were drawn at random.
        class_ids: (C,) ids of the classes.
        names: C names of the classes.
        views: number of views of each image: 2 with its mirror image.
        backbone: key of the backbone.
        left_out: number of labels that are left out because of the limit.
    """

    ids: IntArray
    labels: IntArray
    taught: IntArray
    weights: Float32Array
    folds: IntArray
    groups: IntArray
    fair: BoolArray
    class_ids: IntArray
    names: tuple[str, ...]
    views: int
    backbone: str
    left_out: int = 0

    def only(self, wanted: BoolArray) -> "FinetuneTask":
        """Return the task with some of its labels."""
        return replace(self, **{name: getattr(self, name)[wanted] for name in _PER_LABEL})

    @property
    def is_enough(self) -> bool:
        """Whether there are enough labels, of at least two classes."""
        return len(self.ids) >= FEWEST and len(np.unique(self.labels)) > 1

    def check(self) -> None:
        """Raise LabelerError where there is too little to learn from."""
        classes = len(np.unique(self.labels))
        if not self.is_enough:
            raise LabelerError(
                "There {n:is # label|are # labels} of {k:# class|# classes}, and at least {least} labels of 2 classes "
                "are needed to train a classifier. Nothing was changed; label more images.",
                n=len(self.ids),
                k=classes,
                least=FEWEST,
            )

    def notes(self) -> list[Message]:
        """Return messages for the person about labels that are left out, or teach another class."""
        found = []
        if self.left_out:
            found.append(
                Message(
                    "It learns from {n:# label|# labels}; {more:# more is|# more are} left out, evenly over the "
                    "classes, to save room.",
                    n=len(self.ids),
                    more=self.left_out,
                )
            )
        if replaced := int((self.taught != self.labels).sum()):
            found.append(
                Message(
                    "{n:# label is|# labels are} probably wrong; of {n:this image|these images} it learns what is "
                    "expected instead. The {n:label stays|labels stay} as {n:it is|they are}.",
                    n=replaced,
                )
            )
        return found


def choose_labels(project: Project, space: Space, backbone: str, views: int, *, most: int) -> FinetuneTask:
    """Return the labels of a project to learn from, and their folds: near-duplicates and groups stay together.

    A label that the last round doubted counts less, and where it is likelier wrong than right, what the round expects
    is learnt instead. The round saw all labels, but no prediction of a tail is made by a label's own fold.

    Args:
        project: an open project.
        space: its embedding.
        backbone: key of the backbone.
        views: number of views of each image.
        most: number of labels to learn from, at most.

    Raises:
        LabelerError: there are too few.
    """
    known = read_labels(project, space.ids)
    kin = kin_of(space, known)
    rows = np.flatnonzero((known.labels >= 0) & known.usable)
    chosen = _spread(rows, known.labels[rows], most)
    labels, ids = known.labels[chosen], space.ids[chosen]
    groups = chosen if kin is None else kin[chosen]
    names = {label.id: label.name for label in project.classes()}
    doubt, expected = _doubts(project, ids, known.class_ids, labels)
    taught, weights = replaced_labels(labels, doubt, expected, known.states[chosen] == State.CONFIRMED)
    task = FinetuneTask(
        ids=ids,
        labels=labels,
        taught=taught,
        weights=weights,
        folds=assign_folds(space.vectors[chosen], labels, None if kin is None else groups, FOLDS),
        groups=groups,
        fair=known.fair[chosen],
        class_ids=known.class_ids,
        names=tuple(names[number] for number in known.class_ids.tolist()),
        views=views,
        backbone=backbone,
        left_out=len(rows) - len(chosen),
    )
    task.check()
    return task


def kin_of(space: Space, labels: Labels) -> IntArray | None:
    """Return (N,) groups that join the project's groups with near-duplicates; None where no two images are of one."""
    return kin_groups(labels.groups, near_duplicates(space.graph, digests=labels.digests), len(space.ids))


def _spread(rows: IntArray, labels: IntArray, most: int) -> IntArray:
    """Return at most so many rows, as many of each class as the limit allows, rising."""
    if len(rows) <= most:
        return rows
    chance = np.random.default_rng(0).permutation(len(rows))
    order = chance[np.argsort(labels[chance], kind="stable")]
    first = np.searchsorted(labels[order], labels[order])
    rank = np.arange(len(order)) - first
    return np.sort(rows[order[np.argsort(rank, kind="stable")[:most]]])


def _doubts(project: Project, ids: IntArray, class_ids: IntArray, labels: IntArray) -> tuple[Float32Array, IntArray]:
    """Return the label issue score of the stored round for each label, and the index of the class that it expects.

    They are NaN and −1 where the round saw another label, or none; the index is −1 as well for a class that is gone.
    """
    stored = [load_array(project, f"round/{name}") for name in ("ids", "given", "doubt", "expected")]
    found, expected = np.full(len(ids), np.nan, np.float32), np.full(len(ids), -1)
    if any(array is None for array in stored) or not len(ids):
        return found, expected
    images, given, doubt, other = (np.asarray(array) for array in stored)
    place = np.full(int(max(images.max(initial=0), ids.max())) + 1, -1, np.int64)
    place[images.astype(np.int64)] = np.arange(len(images))
    row = place[ids]
    same = (row >= 0) & (given[row] == class_ids[labels])
    found[same] = doubt[row[same]]
    index = {number: column for column, number in enumerate(class_ids.tolist())}
    expected[same] = [index.get(number, -1) for number in other[row[same]].tolist()]
    return found, expected


def write_task(folder: Path, task: FinetuneTask) -> None:
    """Store a task, completely or not at all.

    Raises:
        OSError: the disk is full.
    """
    arrays: dict[str, Any] = {name: getattr(task, name) for name in _ARRAYS}
    numbers = np.array([task.views, task.left_out])
    part = folder / "task.part.npz"
    np.savez(part, names=np.array(task.names), backbone=np.array(task.backbone), numbers=numbers, **arrays)
    part.replace(folder / _FILE)


def read_task(folder: Path) -> FinetuneTask | None:
    """Return the stored task; None where there is none or it is damaged."""
    try:
        with np.load(folder / _FILE, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in _ARRAYS}
            views, left_out = stored["numbers"].tolist()
            names, backbone = tuple(stored["names"].tolist()), str(stored["backbone"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
        return None
    lengths = {len(arrays[name]) for name in _PER_LABEL}
    fits = len(lengths) == 1 and len(names) == len(arrays["class_ids"])
    return FinetuneTask(**arrays, names=names, views=views, backbone=backbone, left_out=left_out) if fits else None
