"""Decisions: the append-only history of what people did, and its inverse."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from itertools import compress

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.computed.page_rows import leave_replaced
from desktop_labeler.data.decisions.changes import (
    AFTER,
    ANSWERS,
    BEFORE,
    VERDICT,
    apply_changes,
    change_images,
    count_changes,
    fill,
    person_id,
    record_answers,
)
from desktop_labeler.data.decisions.changes import NO_CLASS as NO_CLASS
from desktop_labeler.data.decisions.decision_texts import DecisionText, added_parts, moved_boxes, read_text
from desktop_labeler.data.decisions.label_rules import apply_rule
from desktop_labeler.data.decisions.new_classes import meaning, settled
from desktop_labeler.data.decisions.packages import is_blind
from desktop_labeler.data.decisions.page_names import BLIND_PAGES
from desktop_labeler.data.images.boxes.box_places import BoxChange, bring_parts, put_boxes, take_parts
from desktop_labeler.data.project.answer_rows import ADJUDICATE
from desktop_labeler.data.project.project_file import LabelClass, Project, Source, State
from desktop_labeler.errors import ProjectError
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message

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
        group: patient, site, slide; "" takes it away.
        note: free text; "" takes it away.
    """

    state: State | Sequence[State | None] | None = None
    class_id: int | Sequence[int | None] | IntArray | None = None
    source: Source | Sequence[Source | None] | None = None
    reject: int | Sequence[int | None] | IntArray | None = None
    second: bool | Sequence[bool | None] | None = None
    group: str | Sequence[str | None] | None = None
    note: str | Sequence[str | None] | None = None

    @property
    def columns(self) -> tuple[object, ...]:
        """What it sets, in the order of `changes.fill`."""
        return self.state, self.class_id, self.source, self.reject, self.second, self.group, self.note

    def meaning(self, same: Mapping[int, int]) -> "Edit":
        """Return it with other classes in place of some, by id."""
        if not same:
            return self
        return replace(self, class_id=meaning(self.class_id, same), reject=meaning(self.reject, same))

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
    if kind == ADJUDICATE:
        edit = replace(edit, second=False)  # that was the second opinion
        what = what.settling() if isinstance(what, DecisionText) else what
    with project.transaction() as db:
        db.execute("SAVEPOINT decision")
        number = new_decision(db, kind, what if isinstance(what, str) else what.stored(), by)
        person = person_id(db, by.who) if kind in ANSWERS else None
        classes, same = settled(db, classes)
        fill(db, images, edit.meaning(same).columns)
        change_images(db, number, again=again or kind == ADJUDICATE, person=person)
        change_classes_in(db, number, classes)  # before the rule, which counts no answer of a class that is not there
        if person is not None:
            record_answers(db, number, person, blind=by.page in BLIND_PAGES or is_blind(project))
            apply_rule(project, number)
        apply_changes(db, number)
        if count_changes(db, number) == 0 and not classes:
            db.execute("ROLLBACK TO decision")  # to delete it would look through all answers for its own
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


def new_since(project: Project, decision: int) -> list[Decision]:
    """Return the decisions about images after one, the newest first; an undo or redo is none of them."""
    return read_history(project, where=f"id > {int(decision)} AND reverts IS NULL AND images > 0", limit=None)


def images_of(project: Project, decision: int) -> IntArray:
    """Return the ids of the images that a decision changed, rising."""
    (images,) = project.integers("SELECT group_concat(image_id) FROM change WHERE decision_id = ?", (decision,))
    return images


def adds_parts(project: Project, decision: int) -> bool:
    """Whether boxes or other parts came with a decision, or went or came again with its undo or redo."""
    return any(
        any(added_parts(what)) for what in project.read(str, "SELECT what FROM decision WHERE id = ?", (decision,))
    )


def count_differences(project: Project, decision: int) -> int:
    """Return how many images are otherwise after a decision than before it; one that was only agreed with is not."""
    differ = " OR ".join(f"before_{column} IS NOT after_{column}" for column in VERDICT)
    return project.number(f"SELECT count(*) FROM change WHERE decision_id = ? AND ({differ})", (decision,))


def last_decision(project: Project) -> int:
    """Return the number of the last decision, 0 before the first."""
    return project.number("SELECT max(id) FROM decision")


def time_of(project: Project, decision: int) -> str:
    """Return when a decision was made, as the history has it; "" if there is none of that number."""
    found = project.rows("SELECT time FROM decision WHERE id = ?", (decision,))
    return str(found[0][0]) if found else ""


def decisions_by_person(project: Project, last: int) -> dict[str, int]:
    """Return how many decisions about images stand of each person, up to one; an import is nobody's decision."""
    which = "id <= ? AND images > 0 AND undone = 0 AND reverts IS NULL AND kind <> 'import'"
    return dict(project.rows(f"SELECT who, count(*) FROM decision WHERE {which} GROUP BY who", (last,)))


def imports_by_person(project: Project) -> dict[str, int]:
    """Return how many images got labels by imports of each person that stand; most first."""
    which = "images > 0 AND undone = 0 AND reverts IS NULL AND kind = 'import'"
    return dict(project.rows(f"SELECT who, sum(images) AS n FROM decision WHERE {which} GROUP BY who ORDER BY n DESC"))


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


def new_decision(db: sqlite3.Connection, kind: str, what: str, by: By, reverts: int | None = None) -> int:
    """Write a decision without changes yet, in a transaction; return its number."""
    cursor = db.execute(
        "INSERT INTO decision (time, who, kind, what, page, round, images, reverts) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
        (_now(), by.who, kind, what, by.page, by.round, reverts),
    )
    return int(cursor.lastrowid or 0)


def change_classes_in(db: sqlite3.Connection, number: int, classes: Sequence[tuple[LabelClass, LabelClass]]) -> None:
    """Write the classes that a decision changes, pairs (before, after), in its transaction."""
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
    before, after = (AFTER, BEFORE) if kind == "undo" else (BEFORE, AFTER)
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
        number = new_decision(db, kind, what, by, acted.id)
        db.execute(
            f"INSERT INTO change (decision_id, image_id, {BEFORE}, {AFTER}) "
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
        moved = [BoxChange(*box) for box in moved_boxes(what)]
        put_boxes(project, [box.inverse if kind == "undo" else box for box in moved])
        (take_parts if kind == "undo" else bring_parts)(project, *added_parts(what))
        leave_replaced(project)
        apply_changes(db, number)
        db.execute("UPDATE decision SET images = max(images, ?) WHERE id = ?", (acted.images, number))
        db.execute("UPDATE decision SET undone = ? WHERE id = ?", (kind == "undo", acted.id))
    return read_history(project, where=f"id = {number}")[0]
