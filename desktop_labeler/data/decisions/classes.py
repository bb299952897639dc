"""Classes of a project: add, change, merge, delete; each one decision that can be undone."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.class_keys import keys_for, named_after_digit
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, clear, decide
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.errors import LabelerError

# Okabe and Ito's set first ("Color Universal Design", 2008), without black; two more that stay apart from them.
COLORS = ("#d55e00", "#56b4e9", "#e69f00", "#009e73", "#8a8f98", "#7ab648", "#0072b2", "#cc79a7", "#f0e442", "#8f5fbf")
SHAPES = ("circle", "square", "triangle", "diamond", "plus", "star", "pentagon", "hexagon", "down", "ring")
LIMIT = 1000


def appearance(number: int) -> tuple[str, str]:
    """Return colour and shape of the n-th class: colours first, then the same colours with other shapes."""
    turn = number // len(COLORS)
    return COLORS[number % len(COLORS)], SHAPES[(number + turn) % len(SHAPES)]


def add_classes(project: Project, names: Sequence[str], by: By, *, key: str = "") -> dict[str, int]:
    """Add the names that are not there yet, as one decision.

    Args:
        project: open for writing.
        names: class names; white space around them is dropped.
        by: who.
        key: a free one for the first class that is new; empty for the next free one.

    Returns:
        The id of every class of the project, by name.

    Raises:
        LabelerError: an empty name, or more than 1,000 classes.
    """
    pairs = prepare_classes(project, names, key=key)
    if pairs:
        new = [after for before, after in pairs if before.deleted]
        what = DecisionText("add_class", name=new[0].name)
        if len(new) > 1:
            what = DecisionText("add_classes", n=len(new))
        decide(project, [], Edit(), kind="class", what=what, by=by, classes=pairs)
    return {label.name: label.id for label in project.classes()}


def prepare_classes(project: Project, names: Sequence[str], *, key: str = "") -> list[tuple[LabelClass, LabelClass]]:
    """Reserve ids for the names that are no class yet, for a decision that brings classes and labels at once.

    The rows are written as deleted ones: only the decision that gets the pairs makes them live, and undo hides them
    again.

    Returns:
        Pairs (before, after) for `decide`; the new classes first, then those that give their key up for one of them.

    Raises:
        LabelerError: as add_classes.
    """
    live = project.classes()
    known = {label.name for label in live}
    fresh = list(dict.fromkeys(name for name in map(_clean, names) if name not in known))
    if len(live) + len(fresh) > LIMIT:
        raise LabelerError(
            "A project holds at most {limit} classes; this would make {n}. Nothing was added. Check that "
            "the right column or folder level gives the class.",
            limit=LIMIT,
            n=len(live) + len(fresh),
        )
    keys, changes = keys_for(fresh, live, first=key)
    position = max((label.position for label in live), default=-1)
    pairs = []
    with project.transaction() as db:
        for offset, name in enumerate(fresh):
            color, shape = appearance(len(live) + offset)
            after = LabelClass(0, name, color, shape, keys[offset], position + 1 + offset)
            number = _insert_row(db, after)
            pairs.append((replace(after, id=number, deleted=True), replace(after, id=number)))
    return pairs + changes


def _insert_row(db: sqlite3.Connection, value: LabelClass) -> int:
    cursor = db.execute(
        "INSERT INTO class (name, color, shape, key, position, deleted) VALUES (?, ?, ?, ?, ?, 1)",
        (value.name, value.color, value.shape, value.key, value.position),
    )
    return int(cursor.lastrowid or 0)


def change_classes(project: Project, changed: Mapping[int, LabelClass], what: DecisionText, by: By) -> int | None:
    """Rename, recolour, give keys, reorder: store changed classes by id as one decision.

    Raises:
        LabelerError: two classes would have one name, or a name is empty.
    """
    live = {label.id: label for label in project.classes()}
    cleaned = {number: replace(value, name=_clean(value.name)) for number, value in changed.items()}
    renamed = [value for number, value in cleaned.items() if value.name != live[number].name]
    keyed = [one for value in renamed for one in named_after_digit(value, list(live.values()))]
    after = cleaned | {one.id: one for one in keyed}
    names = [label.name for label in {**live, **after}.values()]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise LabelerError(
            "There is a class {name} already. Nothing was changed. To make them one, merge them.", name=twice
        )
    pairs = [(live[number], value) for number, value in after.items() if live[number] != value]
    return decide(project, [], Edit(), kind="class", what=what, by=by, classes=pairs)


def images_of_class(project: Project, class_id: int) -> IntArray:
    """Return the ids of all images that have this class, rising."""
    return project.integers("SELECT group_concat(id) FROM image WHERE class_id = ?", (class_id,))[0]


def count_images_of_class(project: Project, class_id: int) -> tuple[int, int]:
    """Return how many images have this class, and how many of them are in no view: missing or not readable."""
    counted = "SELECT count(*), count(problem) FROM image WHERE class_id = ?"
    return next((every, unseen) for every, unseen in project.rows(counted, (class_id,)))


def merge_classes(project: Project, gone: LabelClass, into: LabelClass, by: By) -> int | None:
    """Give every image of one class the other and delete the first; states and sources stay."""
    images = images_of_class(project, gone.id)
    what = DecisionText("merge_classes", name=gone.name, into=into.name)
    # The class that stays is named too, unchanged: answers of the other one mean it from now on.
    pairs = [(gone, replace(gone, deleted=True)), (into, into)]
    return decide(project, images, Edit(class_id=into.id), kind="class", what=what, by=by, classes=pairs)


def delete_class(project: Project, gone: LabelClass, by: By) -> int | None:
    """Delete a class; its images are unlabelled again."""
    images = images_of_class(project, gone.id)
    pair = (gone, replace(gone, deleted=True))
    what = DecisionText("delete_class", name=gone.name)
    return decide(project, images, clear(), kind="class", what=what, by=by, classes=[pair])


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise LabelerError("A class needs a name. Nothing was changed. Type one and try again.")
    return cleaned


def deleted_classes(project: Project) -> set[int]:
    """Return the ids of classes that somebody deleted or merged into another one; an undo takes them out again.

    A class is not among them that an undo took away because it had not been there before.
    """
    rows = project.rows(
        "SELECT class_id FROM class_change JOIN decision ON id = decision_id WHERE undone = 0 AND reverts IS NULL "
        "AND NOT json_extract(before, '$.deleted') AND json_extract(after, '$.deleted')"
    )
    return {number for (number,) in rows}


def gone_classes(project: Project, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return which of these names belonged to classes that are gone, and into which class each was merged.

    Args:
        project: any open project.
        names: none of a class that is there.

    Returns:
        The name, and that of the class that it went into; "" where it was deleted.
    """
    by_name = {label.name: label.id for label in project.classes(deleted=True) if label.deleted}
    there = {label.id: label.name for label in project.classes()}
    gone = [name for name in names if name in by_name]
    now = renumbered(project, np.array([by_name[name] for name in gone], np.int64)).tolist()
    return [(name, there.get(number, "")) for name, number in zip(gone, now, strict=True)]
