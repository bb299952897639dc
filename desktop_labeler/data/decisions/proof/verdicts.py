"""Verdicts: the state and class of every image as arrays, and the latest checks made on a page."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.page_names import SUSPECTS, stored
from desktop_labeler.data.project.answer_rows import disputed, said_of
from desktop_labeler.data.project.project_file import Project, State

_CHECKS = 200  # the latest that advice is given on


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What is known about every usable image, at the place of its id.

    Attributes:
        states: (M,) State numbers, −1 where there is no usable image of that id.
        classes: (M,) class ids, −1 for none.
        rejected: (m, 2) pairs (image id, class id) that a person ruled out.
    """

    states: IntArray
    classes: IntArray
    rejected: IntArray

    def of(self, images: IntArray) -> tuple[IntArray, IntArray]:
        """Return states and classes of these images, −1 for unknown ones."""
        known = (images >= 0) & (images < len(self.states))
        states, classes = np.full((2, len(images)), -1, np.int64)
        states[known], classes[known] = self.states[images[known]], self.classes[images[known]]
        return states, classes


def read_sources(project: Project, images: IntArray) -> IntArray:
    """Return where the label of each of these images comes from: Source numbers, 0 for unknown images."""
    ids, sources = project.integers("SELECT group_concat(id), group_concat(source) FROM image")
    by_id = np.zeros(int(max(ids.max(initial=0), images.max(initial=0))) + 1, np.int64)
    by_id[ids] = sources
    return by_id[images]


def updated(verdicts: Verdicts, project: Project, images: Sequence[int]) -> Verdicts:
    """Return the verdicts with these images read anew: for a few images, where reading all takes half a second."""
    rows = [row for row in project.images(images) if row.problem is None and row.id < len(verdicts.states)]
    ids = np.array([row.id for row in rows], np.int64)
    states, classes = verdicts.states.copy(), verdicts.classes.copy()
    states[ids] = [row.state for row in rows]
    classes[ids] = [-1 if row.class_id is None else row.class_id for row in rows]
    kept = verdicts.rejected[~np.isin(verdicts.rejected[:, 0], ids)]
    new = np.array([(row.id, number) for row in rows for number in row.rejected], np.int64).reshape(-1, 2)
    return Verdicts(states, classes, np.concatenate([kept, new]))


def read_verdicts(project: Project, *, unusable: bool = False) -> Verdicts:
    """Read them: a million in about 0.5 s, so not on the main thread.

    Args:
        project: any open project.
        unusable: those of images whose file is missing or broken as well.

    Raises:
        ProjectError: the file cannot be read.
    """
    ids, states, classes = project.integers(
        "SELECT group_concat(id), group_concat(state), group_concat(coalesce(class_id, -1)) FROM image"
        + ("" if unusable else " WHERE problem IS NULL")
    )
    by_id = np.full((2, int(ids.max(initial=0)) + 1), -1, np.int64)
    by_id[0, ids], by_id[1, ids] = states, classes
    rejected = [
        (image, int(number))
        for image, numbers in project.rows("SELECT id, rejected FROM image WHERE rejected != ''")
        for number in numbers.split()
    ]
    return Verdicts(by_id[0], by_id[1], np.asarray(rejected, np.int64).reshape(-1, 2))


@dataclass(frozen=True)
class Activity:
    """What was done in a project so far, whether or not it was undone since.

    Attributes:
        undecided: whether there are images that nobody has decided.
        has_labels: whether any image has a class.
        rounds: number of the round in use, 0 before the first.
        labelled: images that a person gave a class by name or key.
        accepted: decisions that accept suggestions.
        corrected: decisions on Suspects that give another class.
        kept: decisions on Suspects that keep a label.
        undone: how often something was undone.
    """

    undecided: bool
    has_labels: bool
    rounds: int
    labelled: int
    accepted: int
    corrected: int
    kept: int
    undone: int


def read_activity(project: Project) -> Activity:
    """Read them; a pass over the history, so not on the main thread."""
    found = project.rows("SELECT kind, page, count(*), sum(images) FROM decision GROUP BY kind, page")
    undecided = project.rows("SELECT 1 FROM image WHERE state = ? AND problem IS NULL LIMIT 1", (State.UNLABELLED,))
    number = project.setting("round", 0)

    def count(*kinds: str, page: str = "") -> int:
        times: int = sum(times for kind, there, times, _ in found if kind in kinds and page in ("", there))
        return times

    return Activity(
        undecided=bool(undecided),
        has_labels=bool(project.rows("SELECT 1 FROM image WHERE class_id IS NOT NULL LIMIT 1")),
        rounds=number if isinstance(number, int) else 0,
        labelled=sum(images for kind, _, _, images in found if kind == "assign"),
        accepted=count("accept"),
        corrected=count("take", "assign", page=stored(SUSPECTS)),
        kept=count("keep", page=stored(SUSPECTS)),
        undone=count("undo"),
    )


def recent_checks(project: Project, page: str) -> list[bool]:
    """Return whether each of the latest checks of a label on a page corrected it, the newest first.

    A check is an image whose label a person kept or changed there; undone decisions do not count.
    """
    return project.read(
        bool,
        "SELECT change.after_class_id IS NOT change.before_class_id FROM decision "
        "JOIN change ON change.decision_id = decision.id WHERE decision.page = ? AND decision.undone = 0 "
        f"AND decision.reverts IS NULL AND change.before_class_id IS NOT NULL AND (change.after_state = "
        f"{int(State.CONFIRMED)} OR change.after_class_id IS NOT change.before_class_id) "
        "ORDER BY decision.id DESC, change.image_id LIMIT ?",
        (page, _CHECKS),
    )


def disagreed(project: Project, image: int) -> bool:
    """Whether people say different things of an image, and nobody has settled it; imports say nothing."""
    return len(disputed(said_of(project, image))) > 0
