"""The tables of a project file and their migrations: one function per version, frozen once released."""

import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from desktop_labeler.data.project.logs import commit_marks
from desktop_labeler.data.project.logs.commit_marks import APPLICATION_ID as APPLICATION_ID
from desktop_labeler.data.project.old_sentences import decision_of, reason_of

_OF_SQLITE = {"sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Commit when the block ends; roll back when it raises or its job is cancelled."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _first_version(db: sqlite3.Connection) -> None:
    """Create the tables: rows for what people decided, arrays for what was computed; ids are never reused.

    The seven verdict columns of image (state … note, decided) appear twice in change, before and after, so that the
    inverse of a decision is the same row with the halves swapped.
    """
    verdict = "state INTEGER NOT NULL, class_id INTEGER, source INTEGER NOT NULL, rejected TEXT NOT NULL, "
    verdict += "second INTEGER NOT NULL, group_name TEXT, note TEXT, decided INTEGER"
    before, after = (
        ", ".join(f"{half}_{column.strip()}" for column in verdict.split(",")) for half in ("before", "after")
    )
    for statement in (
        "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "CREATE TABLE folder (id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, near TEXT, "
        "prefix TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE class (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color TEXT NOT NULL, "
        "shape TEXT NOT NULL, key TEXT, position INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT",
        "CREATE TABLE image (id INTEGER PRIMARY KEY AUTOINCREMENT, folder_id INTEGER NOT NULL REFERENCES folder, "
        "path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, width INTEGER, "
        f"height INTEGER, sha256 BLOB, problem TEXT, {verdict}) STRICT",
        # These indexes cover the grid's queries (all by path, counts, sorts): a million rows need no table look-up.
        "CREATE INDEX image_by_path ON image (path) WHERE problem IS NULL",
        "CREATE INDEX image_by_state ON image (state, class_id) WHERE problem IS NULL",
        "CREATE INDEX image_by_date ON image (mtime_ns) WHERE problem IS NULL",
        "CREATE INDEX image_by_size ON image (size) WHERE problem IS NULL",
        "CREATE INDEX image_by_content ON image (sha256) WHERE sha256 IS NOT NULL",
        "CREATE TABLE skipped (path TEXT PRIMARY KEY, reason TEXT NOT NULL) STRICT",
        "CREATE TABLE decision (id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, who TEXT NOT NULL, "
        "kind TEXT NOT NULL, what TEXT NOT NULL, page TEXT NOT NULL, round INTEGER, images INTEGER NOT NULL, "
        "undone INTEGER NOT NULL DEFAULT 0, reverts INTEGER REFERENCES decision) STRICT",
        f"CREATE TABLE change (decision_id INTEGER NOT NULL REFERENCES decision, image_id INTEGER NOT NULL "
        f"REFERENCES image, {before}, {after}, PRIMARY KEY (decision_id, image_id)) STRICT, WITHOUT ROWID",
        "CREATE INDEX change_by_image ON change (image_id)",
        "CREATE TABLE class_change (decision_id INTEGER NOT NULL REFERENCES decision, class_id INTEGER NOT NULL "
        "REFERENCES class, before TEXT NOT NULL, after TEXT NOT NULL, PRIMARY KEY (decision_id, class_id)) "
        "STRICT, WITHOUT ROWID",
        "CREATE TABLE array (name TEXT NOT NULL, part INTEGER NOT NULL, dtype TEXT NOT NULL, shape TEXT NOT NULL, "
        "stamp TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (name, part)) STRICT",
        f"PRAGMA application_id = {APPLICATION_ID}",
    ):
        db.execute(statement)


def _stored_meanings(db: sqlite3.Connection) -> None:
    """Convert the history and the reasons of skipped files to templates and arguments, worded when they are shown."""
    for table, key, column, meaning in (
        ("decision", "id", "what", decision_of),
        ("skipped", "path", "reason", reason_of),
        ("image", "id", "problem", reason_of),
    ):
        rows = db.execute(f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL").fetchall()
        changed = [(new, row) for row, old in rows if (new := meaning(old)) != old]
        db.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", changed)


def _commit_marks(db: sqlite3.Connection) -> None:
    """Create the row that changes with every commit, by which a log left beside the file is known to be its own."""
    db.execute("CREATE TABLE lineage (id INTEGER PRIMARY KEY, before BLOB NOT NULL, now BLOB NOT NULL) STRICT")
    db.execute("INSERT INTO lineage VALUES (1, zeroblob(16), randomblob(16))")


ANSWERS_BEFORE_4 = (
    "SELECT change.image_id, decision.id AS decision_id, decision.who AS who, 0 AS number, "
    "change.after_state AS state, change.after_class_id AS class_id, change.after_source AS source, "
    "decision.page = 'Audit' AS blind FROM decision JOIN change ON change.decision_id = decision.id "
    "WHERE decision.reverts IS NULL AND decision.kind IN "
    "('assign', 'label', 'accept', 'take', 'keep', 'unsure', 'exclude', 'unlabel', 'reject') "
    "AND (decision.page = 'Audit' OR decision.kind IN ('assign', 'accept', 'take', 'keep', 'unsure', 'exclude') "
    "OR change.after_state != change.before_state OR change.after_class_id IS NOT change.before_class_id "
    "OR change.after_source != change.before_source)"
)
"""What each person said, in the history of a file of versions 1 to 3. Frozen."""


def _answers(db: sqlite3.Connection) -> None:
    """Create the tables of what each person said of an image, and fill them from the history.

    An answer belongs to its decision and stands while that does; `number` orders the answers inside a merge of somebody
    else's package, and `blind` ones were given without seeing a label or a suggestion. `merged` says which packages
    were merged up to which of their decisions; `packed` holds the images that a package carries.
    """
    for statement in (
        "CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE) STRICT",
        "CREATE TABLE answer (image_id INTEGER NOT NULL REFERENCES image, decision_id INTEGER NOT NULL REFERENCES "
        "decision, person_id INTEGER NOT NULL REFERENCES person, number INTEGER NOT NULL, state INTEGER NOT NULL, "
        "class_id INTEGER, source INTEGER NOT NULL, blind INTEGER NOT NULL, "
        "PRIMARY KEY (image_id, decision_id, person_id, number)) STRICT, WITHOUT ROWID",
        "CREATE TABLE merged (decision_id INTEGER PRIMARY KEY REFERENCES decision, package TEXT NOT NULL, "
        "last INTEGER NOT NULL) STRICT",
        "CREATE TABLE packed (image_id INTEGER PRIMARY KEY REFERENCES image, origin BLOB, data BLOB) STRICT",
        f"INSERT INTO person (name) SELECT who FROM ({ANSWERS_BEFORE_4}) GROUP BY who ORDER BY min(decision_id)",
        f"INSERT INTO answer SELECT image_id, decision_id, person.id, number, state, class_id, source, blind "
        f"FROM ({ANSWERS_BEFORE_4}) AS said JOIN person ON person.name = said.who",
    ):
        db.execute(statement)


def _parts_and_columns(db: sqlite3.Connection) -> None:
    """Let an image be a part of a file, and create the tables of what came with the images.

    An image whose `holder` is set is a part of the file of that image, such as a box; `part` says which, in the form
    "page=2&xywh=10,20,30,40". A `part` of "" marks a file that is no image of its own but only holds parts.
    `annotation` says where a box came from, so that its class can be written back there. `metadata` holds the values
    of columns: numbers as numbers, texts and ISO-8601 times as text.
    """
    for statement in (
        "ALTER TABLE image ADD COLUMN holder INTEGER REFERENCES image",
        "ALTER TABLE image ADD COLUMN part TEXT",
        "CREATE INDEX image_by_holder ON image (holder) WHERE holder IS NOT NULL",
        "CREATE TABLE annotation_file (id INTEGER PRIMARY KEY AUTOINCREMENT, format TEXT NOT NULL, path TEXT NOT NULL, "
        "near TEXT, sha256 BLOB NOT NULL) STRICT",
        "CREATE TABLE annotation (image_id INTEGER PRIMARY KEY REFERENCES image, file_id INTEGER NOT NULL REFERENCES "
        "annotation_file, place TEXT NOT NULL, label TEXT, score REAL) STRICT",
        "CREATE TABLE metadata_column (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, "
        "kind TEXT NOT NULL, origin TEXT NOT NULL) STRICT",
        "CREATE TABLE metadata (column_id INTEGER NOT NULL REFERENCES metadata_column, image_id INTEGER NOT NULL "
        "REFERENCES image, value ANY NOT NULL, PRIMARY KEY (column_id, image_id)) STRICT, WITHOUT ROWID",
        "CREATE INDEX metadata_by_value ON metadata (column_id, value)",
        "CREATE TABLE saved_filter (name TEXT PRIMARY KEY, query TEXT NOT NULL) STRICT",
    ):
        db.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _first_version,
    _stored_meanings,
    _commit_marks,
    _answers,
    _parts_and_columns,
)
VERSION = len(MIGRATIONS)


def version(db: sqlite3.Connection) -> int:
    """Return the schema version of an open file; 0 for an empty file."""
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(db: sqlite3.Connection) -> None:
    """Migrate an open file to the current version; each step changes tables and version number in one transaction."""
    for number, step in enumerate(MIGRATIONS[version(db) :], start=version(db) + 1):
        with transaction(db):
            mark_commit(db)
            step(db)
            db.execute(f"PRAGMA user_version = {number}")


def mark_commit(db: sqlite3.Connection) -> None:
    """Give the commit of the transaction that has just begun its mark; a file of an earlier version has none.

    It comes first, so that a rollback journal holds the earlier mark before any other page of the file changes.
    """
    if version(db) >= commit_marks.SINCE:
        db.execute(commit_marks.NEXT)


def continue_marks(db: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Let the content of a copy be the next commit of an open file, into which it is written afterwards."""
    (now,) = db.execute("SELECT now FROM lineage").fetchone()
    copy.execute("UPDATE lineage SET before = ?, now = randomblob(16)", (now,))


def foreign_parts(db: sqlite3.Connection) -> list[str]:
    """Return the sorted names of parts of an open file that this program does not create, or creates differently.

    A foreign trigger could make every decision vanish; a view in place of a table could keep a reader busy forever.
    """
    found = set(_parts(db))
    return sorted({name for _, name, _ in found ^ _expected(version(db))})


@functools.cache
def _expected(number: int) -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        for step in MIGRATIONS[:number]:
            step(db)
        return frozenset(_parts(db))


def _parts(db: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and SQL of every table, index, view and trigger except those that SQLite creates itself."""
    for kind, name, statement in db.execute("SELECT type, name, sql FROM sqlite_master"):
        own = name in _OF_SQLITE or (kind == "index" and statement is None)
        if not own:
            yield str(kind), str(name), str(statement)
