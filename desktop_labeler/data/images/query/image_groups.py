"""What is known of many images at once as arrays: the group, state and class of each, and its newest decision."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.project_file import Project

ONLY_TEXTS = ("texts", "group")
"""The kinds of decisions that give images a group or a note, and say nothing of what they are."""

_VERDICTS = (
    "SELECT group_concat(id), group_concat(state), group_concat(coalesce(class_id, -1)), "
    f"group_concat(CASE WHEN decided IN (SELECT id FROM decision WHERE kind IN {ONLY_TEXTS}) THEN -1 "
    "ELSE coalesce(decided, 0) END) FROM image NOT INDEXED"
)
_GROUPS = (
    "SELECT group_concat(id), group_concat(number) FROM (SELECT id, dense_rank() OVER (ORDER BY group_name) AS number "
    "FROM image NOT INDEXED WHERE group_name IS NOT NULL)"
)


@dataclass(frozen=True, eq=False)
class Verdicts:
    """What is known of N images.

    Attributes:
        states: (N,) `State` of each.
        classes: (N,) class id of each, −1 for none.
        decided: (N,) number of the newest decision about each, 0 for none; −1 where it only gave a group or a note.
    """

    states: IntArray
    classes: IntArray
    decided: IntArray


def read_verdicts(project: Project, images: IntArray) -> Verdicts:
    """Return what is known of images, by id; of a million in about 2 s.

    Raises:
        ProjectError: the file cannot be read.
    """
    ids, *columns = project.integers(_VERDICTS)
    states, classes, decided = (_by_id(ids, column, images) for column in columns)
    return Verdicts(states, classes, decided)


def group_numbers(project: Project, images: IntArray) -> IntArray:
    """Return (N,) a number for the group of each image, the same for the images of a group; −1 for no group.

    Raises:
        ProjectError: the file cannot be read.
    """
    ids, numbers = project.integers(_GROUPS)
    return _by_id(ids, numbers, images, none=-1)


def _by_id(ids: IntArray, values: IntArray, images: IntArray, *, none: int = 0) -> IntArray:
    """Return the values of images, given those of some ids."""
    table = np.full(max(int(ids.max(initial=0)), int(images.max(initial=0))) + 1, none, np.int64)
    table[ids] = values
    return table[images]
