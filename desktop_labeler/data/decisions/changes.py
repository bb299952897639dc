"""The rows of a decision that is being written: what was asked, what it changes, and what the person said by it."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import repeat

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.json_text import parse_json

NO_CLASS = -1  # in an Edit: take the class away; None leaves it as it is

VERDICT = ("state", "class_id", "source", "rejected", "second", "group_name", "note")
BEFORE = ", ".join(f"before_{column}" for column in (*VERDICT, "decided"))
AFTER = ", ".join(f"after_{column}" for column in (*VERDICT, "decided"))

NAMES = "people_names"  # the setting with the names of people whose name was changed

# Kinds of decisions by which a person says what an image is.
ANSWERS = frozenset(
    ("assign", "label", "accept", "take", "keep", "unsure", "exclude", "unlabel", "reject", "adjudicate")
)


def fill(db: sqlite3.Connection, images: Iterable[int], asked: Sequence[object]) -> None:
    """Put what is asked of each image into a temporary table.

    Args:
        db: in a transaction.
        images: ids, each once.
        asked: state, class, source, rejected class, second opinion, group and note: one value for all images, or one
            each.
    """
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS asked (image_id INTEGER PRIMARY KEY, state, class_id, source, reject, second, "
        "group_name, note)"
    )
    db.execute("DELETE FROM asked")
    ids = np.asarray(images if isinstance(images, (Sequence, np.ndarray)) else list(images), np.int64)
    columns = [_column(value, len(ids)) for value in asked]
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
_NAMED = "(asked.state IS NOT NULL OR asked.class_id IS NOT NULL)"
_SAID = (
    "(SELECT answer.state || ' ' || coalesce(answer.class_id, '') FROM answer "
    "JOIN decision ON decision.id = answer.decision_id WHERE answer.image_id = image.id AND person_id = ?3 "
    "AND decision.undone = 0 ORDER BY answer.decision_id DESC, number DESC LIMIT 1)"
)


def change_images(db: sqlite3.Connection, number: int, *, again: bool, person: int | None) -> None:
    """Write before and after of every asked image that differs.

    Args:
        db: in a transaction, after `fill`.
        number: of the decision.
        again: of every asked image, whether or not it differs.
        person: also of the images of which this person has not said it yet, although the label is that already; None
            for a decision that is nobody's answer.
    """
    after = {
        "state": f"iif({_GONE}, {int(State.UNLABELLED)}, coalesce(asked.state, image.state))",
        "class_id": f"iif({_GONE} OR asked.class_id = {NO_CLASS}, NULL, coalesce(asked.class_id, image.class_id))",
        "source": f"iif({_GONE}, {int(Source.NONE)}, coalesce(asked.source, image.source))",
        "rejected": _REJECTED,
        "second": "coalesce(asked.second, image.second)",
        "group_name": "nullif(coalesce(asked.group_name, image.group_name), '')",  # "" takes a text away
        "note": "nullif(coalesce(asked.note, image.note), '')",
    }
    now = ", ".join(f"image.{column}" for column in VERDICT)
    differs = " OR ".join(f"image.{column} IS NOT ({new})" for column, new in after.items())
    says = f"({after['state']}) || ' ' || coalesce({after['class_id']}, '')"
    agrees = f"?3 IS NOT NULL AND {_NAMED} AND {_SAID} IS NOT {says}"
    db.execute(
        f"INSERT INTO change (decision_id, image_id, {BEFORE}, {AFTER}) "
        f"SELECT ?1, image.id, {now}, image.decided, {', '.join(after.values())}, ?1 "
        f"FROM asked CROSS JOIN image ON image.id = asked.image_id WHERE ?2 OR {differs} OR ({agrees})",
        (number, again, person),
    )


def touch_images(db: sqlite3.Connection, number: int, images: Iterable[int]) -> None:
    """Write images that a decision is about but whose verdict it leaves as it is, and make it their last one."""
    now = ", ".join(f"image.{column}" for column in VERDICT)
    db.executemany(
        f"INSERT INTO change (decision_id, image_id, {BEFORE}, {AFTER}) "
        f"SELECT ?1, image.id, {now}, image.decided, {now}, ?1 FROM image WHERE image.id = ?2",
        ((number, image) for image in images),
    )
    apply_changes(db, number)


def known_names(db: sqlite3.Connection) -> dict[str, str]:
    """Return the present names of people whose name was changed, by the names that decisions carry."""
    found = db.execute("SELECT value FROM setting WHERE name = ?", (NAMES,)).fetchone()
    stored = parse_json(found[0]) if found else {}
    return {str(old): str(new) for old, new in stored.items()} if isinstance(stored, dict) else {}


def person_now(project: Project, name: str) -> str:
    """Return the present name of a person in a project by the name that a decision or a package carries."""
    return known_names(project.db).get(name, name)


def person_id(db: sqlite3.Connection, name: str) -> int:
    """Return the id of a person by the name that a decision carries; who is new is added."""
    name = known_names(db).get(name, name)
    db.execute("INSERT OR IGNORE INTO person (name) VALUES (?)", (name,))
    found: int = db.execute("SELECT id FROM person WHERE name = ?", (name,)).fetchone()[0]
    return found


def record_answers(db: sqlite3.Connection, number: int, person: int, *, blind: bool) -> None:
    """Keep what a person said by a decision, image by image."""
    db.execute(
        "INSERT INTO answer (image_id, decision_id, person_id, number, state, class_id, source, blind) "
        "SELECT change.image_id, ?1, ?2, 0, after_state, after_class_id, after_source, ?3 FROM change "
        f"JOIN asked ON asked.image_id = change.image_id WHERE change.decision_id = ?1 AND ({_NAMED} "
        "OR after_state != before_state OR after_class_id IS NOT before_class_id)",
        (number, person, blind),
    )


def apply_changes(db: sqlite3.Connection, number: int) -> None:
    """Make the after of a decision's changes true and store how many images it touched."""
    sets = ", ".join(f"{column} = change.after_{column}" for column in (*VERDICT, "decided"))
    db.execute(
        f"UPDATE image SET {sets} FROM change WHERE change.decision_id = ? AND image.id = change.image_id", (number,)
    )
    db.execute("UPDATE decision SET images = ? WHERE id = ?", (count_changes(db, number), number))


def count_changes(db: sqlite3.Connection, number: int) -> int:
    """Return how many images a decision touches."""
    counted: int = db.execute("SELECT count(*) FROM change WHERE decision_id = ?", (number,)).fetchone()[0]
    return counted


def set_after(
    db: sqlite3.Connection, number: int, images: IntArray, states: IntArray, classes: IntArray, sources: IntArray
) -> None:
    """Let the label of some images after a decision be another one than was asked for; (n,) arrays, −1 for no class."""
    rows = zip(states.tolist(), classes.tolist(), sources.tolist(), images.tolist(), strict=True)
    db.executemany(
        "UPDATE change SET after_state = ?1, after_class_id = nullif(?2, -1), after_source = ?3 "
        "WHERE decision_id = ?5 AND image_id = ?4",
        [(*row, number) for row in rows],
    )
    rest = "replace(after_rejected, ' ' || after_class_id || ' ', ' ')"
    db.execute(
        f"UPDATE change SET after_rejected = iif(trim({rest}) = '', '', {rest}) WHERE decision_id = ? "
        "AND instr(after_rejected, ' ' || after_class_id || ' ')",
        (number,),
    )
