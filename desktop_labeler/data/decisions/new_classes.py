"""New classes of a decision, settled with those that were made elsewhere while it was prepared."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.class_keys import KEYS
from desktop_labeler.data.project.project_file import LabelClass

Pair = tuple[LabelClass, LabelClass]  # before and after
Ids = int | Sequence[int | None] | IntArray | None


def settled(db: sqlite3.Connection, pairs: Sequence[Pair]) -> tuple[list[Pair], dict[int, int]]:
    """Return what a decision may change in the classes as they are now, in its transaction.

    An import takes a while between preparing its classes and deciding; meanwhile a person may make one of the same
    name, or take the key. One name is one class, and one key means one class.

    Args:
        db: in the transaction of the decision.
        pairs: classes before and after; a new one is deleted before.

    Returns:
        The pairs that are left, new ones with a key that is free; and by the id of each new class that is there
        already the id of the class of its name.
    """
    if not any(_is_new(pair) for pair in pairs):
        return list(pairs), {}
    rows = db.execute("SELECT id, name, color, shape, key, position FROM class WHERE deleted = 0").fetchall()
    live = {row[0]: LabelClass(*row) for row in rows}
    named = {label.name: label.id for label in live.values()}
    same = {pair[1].id: named[pair[1].name] for pair in pairs if _is_new(pair) and pair[1].name in named}
    kept = [pair for pair in pairs if not _is_new(pair) and live.get(pair[0].id) == pair[0]]
    taken = {label.key for label in (live | {after.id: after for _, after in kept}).values()}
    for before, after in (pair for pair in pairs if _is_new(pair) and pair[1].id not in same):
        key = after.key if after.key not in taken else next((one for one in KEYS if one not in taken), None)
        taken.add(key)
        kept.append((before, replace(after, key=key)))
    return kept, same


def meaning(ids: Ids, same: Mapping[int, int]) -> Ids:
    """Return class ids with those of classes that are there already in place of the new ones."""
    if not same or ids is None:
        return ids
    if isinstance(ids, np.ndarray):
        return np.array([same.get(one, one) for one in ids.tolist()], np.int64)
    if isinstance(ids, int):
        return same.get(ids, ids)
    return [one if one is None else same.get(one, one) for one in ids]


def _is_new(pair: Pair) -> bool:
    return pair[0].deleted and not pair[1].deleted
