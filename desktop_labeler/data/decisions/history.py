"""Decisions: the append-only history of what people did, and its inverse."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from itertools import compress, repeat

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText, read_text
from desktop_labeler.data.project.project_file import LabelClass, Project, Source, State
from desktop_labeler.errors import ProjectError
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message

NO_CLASS = -1  # in an Edit: take the class away; None leaves it as it is

_VERDICT = ("state", "class_id", "source", "rejected", "second", "group_name", "note")
_BEFORE = ", ".join(f"before_{column}" for column in (*_VERDICT, "decided"))
_AFTER = ", ".join(f"after_{column}" for column in (*_VERDICT, "decided"))


# Undone after the last new decision: a new one closes the way to everything that was undone before it.
_REDOABLE = (
    "undone = 1 AND id IN (SELECT reverts FROM decision WHERE kind = 'undo' AND id > "
    "(SELECT max(id) FROM decision WHERE reverts IS NULL))"
)


@dataclass(frozen=True)
class By:
    """Who decided, on which page, looking at which round."""

    who: str
    page: str = ""
    round: int | None = None


@dataclass(frozen=True, eq=False)
class Edit:
    """What a decision sets. None leaves a thing as it is, also inside a sequence, which has one value per image.

    Attributes:
        state: the new state.
        class_id: the new class, or NO_CLASS. A class that is given is no longer among the rejected ones.
        source: where the label comes from.
        reject: a class that the image is not; a label of that class goes, and the image is unlabelled again.
        second: whether a second opinion is wanted.
        group: patient, site, slide.
        note: free text.
    """

    state: State | Sequence[State | None] | None = None
    class_id: int | Sequence[int | None] | IntArray | None = None
    source: Source | Sequence[Source | None] | None = None
    reject: int | Sequence[int | None] | IntArray | None = None
    second: bool | Sequence[bool | None] | None = None
    group: str | Sequence[str | None] | None = None
    note: str | Sequence[str | None] | None = None

    def of(self, chosen: BoolArray) -> "Edit":
        """Return what it sets for some of its images; (N,) says for which."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        each = {name: value for name, value in given.items() if isinstance(value, (list, tuple, np.ndarray))}
        return replace(self, **{name: list(compress(value, chosen)) for name, value in each.items()})


@dataclass(frozen=True)
class Decision:
    """One line of the history.

    Attributes:
        id: number, rising with time.
        when: ISO 8601, UTC.
        kind: one word ("assign", "accept", "reject", "import", "undo", …).
        what: what it was, to be worded where it is shown.
        images: how many images it changed.
        undone: whether it is undone at present.
        reverts: the decision that an undo or redo acted on, else None.
    """

    id: int
    when: str
    who: str
    kind: str
    what: Message
    page: str
    round: int | None
    images: int
    undone: bool
    reverts: int | None


def assign(class_id: int | Sequence[int] | IntArray) -> Edit:
    """A person gives a class: confirmed."""
    return Edit(state=State.CONFIRMED, class_id=class_id, source=Source.HUMAN)


def accept(class_id: int | Sequence[int] | IntArray) -> Edit:
    """A person accepts the suggested class, perhaps of many images at once: labelled."""
    return Edit(state=State.LABELLED, class_id=class_id, source=Source.ACCEPTED)


def clear() -> Edit:
    """Remove the label."""
    return Edit(state=State.UNLABELLED, class_id=NO_CLASS, source=Source.NONE)


def keep() -> Edit:
    """A person checked the label and keeps it: confirmed."""
    return Edit(state=State.CONFIRMED, source=Source.HUMAN)


def unsure() -> Edit:
    """A person checked the image and cannot tell its class."""
    return Edit(state=State.UNSURE, class_id=NO_CLASS, source=Source.HUMAN)


def exclude() -> Edit:
    """A person decided that the image is none of the classes."""
    return Edit(state=State.EXCLUDED, class_id=NO_CLASS, source=Source.HUMAN)


def decide(
    project: Project,
    images: Iterable[int],
    edit: Edit,
    *,
    kind: str,
    what: DecisionText | str,
    by: By,
    classes: Sequence[tuple[LabelClass, LabelClass]] = (),
    again: bool = False,
) -> int | None:
    """Write one decision about any number of images and classes as one transaction; it is on disk on return.

    Args:
        project: open for writing.
        images: ids, each once; unknown ones are ignored.
        edit: what to set.
        kind: one word for the history.
        what: for the history; a script may give a plain text.
        by: who, where, when looking at what.
        classes: pairs (before, after) of classes that change with it.
        again: also record images that stay unchanged, because somebody checked them again.

    Returns:
        The number of the decision, or None when nothing changed (then nothing is written).

    Raises:
        ProjectError: the file cannot be written; nothing was changed.
    """
    with project.transaction() as db:
        number = _new(db, kind, what if isinstance(what, str) else what.stored(), by)
        _fill(db, images, edit)
        _change_images(db, number, again)
        _change_classes(db, number, classes)
        if _count(db, number) == 0 and not classes:
            db.execute("DELETE FROM decision WHERE id = ?", (number,))
            return None
    return number


_UNDO_NEXT = "SELECT max(id) FROM decision WHERE reverts IS NULL AND undone = 0"
_REDO_NEXT = f"SELECT min(id) FROM decision WHERE {_REDOABLE}"


def undo(project: Project, by: By, *, expected: int | None = None) -> Decision | None:
    """Take the last decision that stands back, exactly; None when there is none left.

    Args:
        project: open for writing.
        by: who undoes it.
        expected: the decision that the person sees as the last one; None for whichever it is.

    Raises:
        ProjectError: another one is the last by now, such as an import that was being stored; nothing was undone.
    """
    return _revert(project, _UNDO_NEXT, "undo", by, expected)


def redo(project: Project, by: By, *, expected: int | None = None) -> Decision | None:
    """Do the last undone decision again; None when nothing was undone since the last new decision. As undo."""
    return _revert(project, _REDO_NEXT, "redo", by, expected)


def next_steps(project: Project) -> tuple[Decision | None, Decision | None]:
    """Return the decisions that undo and redo would act on, for the menu."""
    undoable = read_history(project, where="reverts IS NULL AND undone = 0", limit=1)
    redoable = read_history(project, where=_REDOABLE, limit=None)
    return (undoable[0] if undoable else None), (redoable[-1] if redoable else None)


def is_undone(project: Project, decision: int) -> bool:
    """Whether a decision is undone at present."""
    return bool(project.rows("SELECT undone FROM decision WHERE id = ?", (decision,))[0][0])


def read_history(
    project: Project, *, image: int | None = None, where: str = "1", limit: int | None = 1000
) -> list[Decision]:
    """Return decisions, newest first.

    Args:
        project: any open project.
        image: only those that touched this image.
        where: a condition of SQL on the decision table, never from outside.
        limit: at most so many; None for all.
    """
    if image is not None:
        where += f" AND id IN (SELECT decision_id FROM change WHERE image_id = {int(image)})"
    found = project.read(
        Decision,
        "SELECT id, time, who, kind, what, page, round, images, undone, reverts FROM decision "
        f"WHERE {where} ORDER BY id DESC LIMIT ?",
        (-1 if limit is None else limit,),
    )
    return [replace(one, what=read_text(str(one.what)), undone=bool(one.undone)) for one in found]


def images_of(project: Project, decision: int) -> IntArray:
    """Return the ids of the images that a decision changed, rising."""
    (images,) = project.integers("SELECT group_concat(image_id) FROM change WHERE decision_id = ?", (decision,))
    return images


def last_decision(project: Project) -> int:
    """Return the number of the last decision, 0 before the first."""
    return project.number("SELECT max(id) FROM decision")


def decisions_by_person(project: Project, last: int) -> dict[str, int]:
    """Return how many decisions about images stand of each person, up to one; an import is nobody's decision."""
    which = "id <= ? AND images > 0 AND undone = 0 AND reverts IS NULL AND kind <> 'import'"
    return dict(project.rows(f"SELECT who, count(*) FROM decision WHERE {which} GROUP BY who", (last,)))


def decisions_by_kind(project: Project) -> dict[str, int]:
    """Return how many decisions there are of each kind."""
    return dict(project.rows("SELECT kind, count(*) FROM decision GROUP BY kind"))


def images_decided_since(project: Project, decision: int) -> int:
    """Return how many images the decisions after one changed; an image that was changed twice counts twice."""
    return project.number("SELECT sum(images) FROM decision WHERE id > ?", (decision,))


def news_since(project: Project, last: int) -> int:
    """Return how many decisions about images count otherwise than up to one: new ones that stand, older ones undone."""
    return project.number(
        "SELECT (SELECT count(*) FROM decision WHERE id > ? AND images > 0 AND reverts IS NULL AND undone = 0) + "
        "(SELECT count(*) FROM (SELECT reverts FROM decision WHERE id > ? AND reverts <= ? AND images > 0 "
        "GROUP BY reverts HAVING count(*) % 2))",
        (last, last, last),
    )


def is_alone(project: Project, by: By) -> bool:
    """Whether every decision so far was made by somebody on one page."""
    return not project.rows("SELECT 1 FROM decision WHERE NOT (who = ? AND page = ?) LIMIT 1", (by.who, by.page))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _new(db: sqlite3.Connection, kind: str, what: str, by: By, reverts: int | None = None) -> int:
    cursor = db.execute(
        "INSERT INTO decision (time, who, kind, what, page, round, images, reverts) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        (_now(), by.who, kind, what, by.page, by.round, reverts),
    )
    return int(cursor.lastrowid or 0)


def _fill(db: sqlite3.Connection, images: Iterable[int], edit: Edit) -> None:
    """Put what is asked into a temporary table, one row per image."""
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS asked (image_id INTEGER PRIMARY KEY, state, class_id, source, reject, second, "
        "group_name, note)"
    )
    db.execute("DELETE FROM asked")
    ids = np.asarray(images if isinstance(images, (Sequence, np.ndarray)) else list(images), np.int64)
    columns = [
        _column(value, len(ids))
        for value in (edit.state, edit.class_id, edit.source, edit.reject, edit.second, edit.group, edit.note)
    ]
    db.executemany("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?, ?, ?)", zip(ids.tolist(), *columns, strict=False))


def _column(value: object, count: int) -> Iterable[object]:
    if value is None or isinstance(value, (int, str)):
        return repeat(value, count)
    values: list[object] = value.tolist() if isinstance(value, np.ndarray) else list(value)  # type: ignore[call-overload]
    if len(values) != count:
        raise ValueError(f"{len(values)} values for {count} images")
    return values


# A given class leaves the rejected list; a rejected class joins it once. " 3 7 " so that 3 is not found in 13.
_REJECTED = f"""
CASE WHEN asked.reject IS NOT NULL THEN CASE
         WHEN instr(image.rejected, ' ' || asked.reject || ' ') THEN image.rejected
         ELSE iif(image.rejected = '', ' ', image.rejected) || asked.reject || ' ' END
     WHEN asked.class_id > {NO_CLASS} AND instr(image.rejected, ' ' || asked.class_id || ' ')
         THEN rtrim(replace(image.rejected, ' ' || asked.class_id || ' ', ' ')) ||
              iif(trim(replace(image.rejected, ' ' || asked.class_id || ' ', ' ')) = '', '', ' ')
     ELSE image.rejected END
"""
_GONE = "asked.reject IS NOT NULL AND image.class_id IS asked.reject"  # the rejected class is the label itself


def _change_images(db: sqlite3.Connection, number: int, again: bool) -> None:
    """Write before and after of every asked image that differs (`again`: of every one), then make the after true."""
    after = {
        "state": f"iif({_GONE}, {int(State.UNLABELLED)}, coalesce(asked.state, image.state))",
        "class_id": f"iif({_GONE} OR asked.class_id = {NO_CLASS}, NULL, coalesce(asked.class_id, image.class_id))",
        "source": f"iif({_GONE}, {int(Source.NONE)}, coalesce(asked.source, image.source))",
        "rejected": _REJECTED,
        "second": "coalesce(asked.second, image.second)",
        "group_name": "coalesce(asked.group_name, image.group_name)",
        "note": "coalesce(asked.note, image.note)",
    }
    now = ", ".join(f"image.{column}" for column in _VERDICT)
    differs = " OR ".join(f"image.{column} IS NOT ({new})" for column, new in after.items())
    db.execute(
        f"INSERT INTO change (decision_id, image_id, {_BEFORE}, {_AFTER}) "
        f"SELECT ?1, image.id, {now}, image.decided, {', '.join(after.values())}, ?1 "
        f"FROM asked CROSS JOIN image ON image.id = asked.image_id WHERE ?2 OR {differs}",
        (number, again),
    )
    _apply(db, number)


def _apply(db: sqlite3.Connection, number: int) -> None:
    """Make the after of a decision's changes true and store how many images it touched."""
    sets = ", ".join(f"{column} = change.after_{column}" for column in (*_VERDICT, "decided"))
    db.execute(
        f"UPDATE image SET {sets} FROM change WHERE change.decision_id = ? AND image.id = change.image_id", (number,)
    )
    db.execute("UPDATE decision SET images = ? WHERE id = ?", (_count(db, number), number))


def _count(db: sqlite3.Connection, number: int) -> int:
    counted: int = db.execute("SELECT count(*) FROM change WHERE decision_id = ?", (number,)).fetchone()[0]
    return counted


def _change_classes(db: sqlite3.Connection, number: int, classes: Sequence[tuple[LabelClass, LabelClass]]) -> None:
    for before, after in classes:
        db.execute(
            "INSERT INTO class_change VALUES (?, ?, ?, ?)",
            (number, before.id, json.dumps(asdict(before)), json.dumps(asdict(after))),
        )
        _write_class(db, after)


def _write_class(db: sqlite3.Connection, value: LabelClass) -> None:
    db.execute(
        "UPDATE class SET name = :name, color = :color, shape = :shape, key = :key, position = :position, "
        "deleted = :deleted WHERE id = :id",
        asdict(value),
    )


def _revert(project: Project, which: str, kind: str, by: By, expected: int | None) -> Decision | None:
    """Add a decision with the inverse (undo) or the same (redo) changes as the target.

    The target is chosen in the transaction that reverts it: a decision stored a moment before is the last one then.
    """
    before, after = (_AFTER, _BEFORE) if kind == "undo" else (_BEFORE, _AFTER)
    with project.transaction() as db:
        target = project.number(which)
        if expected is not None and target != expected:
            raise ProjectError(
                "Another decision was stored in the meantime. Nothing was changed. Look at the history, and press the "
                "key again for that one."
            )
        if not target:
            return None
        (acted,) = read_history(project, where=f"id = {target}")
        (what,) = db.execute("SELECT what FROM decision WHERE id = ?", (acted.id,)).fetchone()
        number = _new(db, kind, what, by, acted.id)
        db.execute(
            f"INSERT INTO change (decision_id, image_id, {_BEFORE}, {_AFTER}) "
            f"SELECT ?, image_id, {before}, {after} FROM change WHERE decision_id = ?",
            (number, acted.id),
        )
        pair = "after, before" if kind == "undo" else "before, after"
        db.execute(
            f"INSERT INTO class_change SELECT ?, class_id, {pair} FROM class_change WHERE decision_id = ?",
            (number, acted.id),
        )
        for (text,) in db.execute("SELECT after FROM class_change WHERE decision_id = ?", (number,)).fetchall():
            _write_class(db, LabelClass(**parse_json(text)))
        _apply(db, number)
        db.execute("UPDATE decision SET undone = ? WHERE id = ?", (kind == "undo", acted.id))
    return read_history(project, where=f"id = {number}")[0]
