"""Projects of every version open today; a migration is all or nothing."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Literal

import pytest

from desktop_labeler.data.decisions.history import read_history, redo, undo
from desktop_labeler.data.project import schema
from desktop_labeler.data.project.answer_rows import people_names
from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.errors import ProjectError
from tests.making import ME, labels_of, make_project

MODES: tuple[Literal["read", "write"], ...] = ("read", "write")
OLD = Path(__file__).parents[2] / "old_projects"


def test_there_is_an_old_project_of_every_version() -> None:
    kept = {file.name for file in OLD.glob("v?.labeler")}
    assert kept == {f"v{number}.labeler" for number in range(1, schema.VERSION + 1)}


@pytest.mark.parametrize("number", range(1, schema.VERSION + 1))
def test_an_old_project_opens_with_all_that_was_decided(tmp_path: Path, number: int) -> None:
    path = tmp_path / "p.labeler"
    shutil.copy(OLD / f"v{number}.labeler", path)
    with closing(sqlite3.connect(path)) as db:
        assert schema.version(db) == number
    with Project(path) as project:
        assert schema.version(project.db) == schema.VERSION
        assert labels_of(project) == {
            "cat/1.png": ("cat", "confirmed"),
            "cat/2.png": ("lynx", "labelled"),
            "dog/1.png": (None, "unsure"),
            "dog/ü 2.png": (None, "unlabelled"),
        }
        kinds = [decision.kind for decision in read_history(project)]
        assert kinds == ["undo", "exclude", "unsure", "import", "assign", "class"]
        assert redo(project, ME) is not None
        assert labels_of(project)["dog/ü 2.png"] == (None, "excluded")
        while undo(project, ME) is not None:
            pass
        assert {state for _, state in labels_of(project).values()} == {"unlabelled"}
    assert [backup.reason for backup in list_backups(path)] == ["migration"] * (number < schema.VERSION)


@pytest.mark.parametrize("number", range(1, schema.VERSION + 1))
def test_an_old_project_is_read_without_changing_it(tmp_path: Path, number: int) -> None:
    path = tmp_path / "p.labeler"
    shutil.copy(OLD / f"v{number}.labeler", path)
    before = path.read_bytes()
    with Project(path, "read") as project:
        assert labels_of(project)["cat/2.png"] == ("lynx", "labelled")
        assert (project.version, len(people_names(project))) == (number, 1)
        assert [decision.kind for decision in read_history(project)][:2] == ["undo", "exclude"]
        with pytest.raises(ProjectError, match="can only be read"):
            undo(project, ME)
    assert path.read_bytes() == before
    assert {file.name for file in tmp_path.iterdir()} == {"p.labeler"}


def test_a_migration_that_fails_leaves_the_version_and_the_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (id INTEGER)")
        raise sqlite3.OperationalError("the disk went away")

    path = tmp_path / "p.labeler"
    create_project(path).close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, half))
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(ProjectError):
        Project(path)
    with closing(sqlite3.connect(path)) as db:
        assert schema.version(db) == schema.VERSION - 1
        assert db.execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall() == []
    (backup,) = list_backups(path)
    assert backup.reason == "migration"


def test_a_transaction_is_all_or_nothing() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("CREATE TABLE t (x)")
        with suppress(KeyboardInterrupt), schema.transaction(db):
            db.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt
        assert db.execute("SELECT * FROM t").fetchall() == []
        with schema.transaction(db):
            db.execute("INSERT INTO t VALUES (2)")
        assert db.execute("SELECT * FROM t").fetchall() == [(2,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER UPDATE ON image BEGIN UPDATE image SET state = 0; END",
        "CREATE VIEW v AS SELECT * FROM image",
        "CREATE TABLE more (id INTEGER)",
        "CREATE INDEX i ON image (size)",
        "ALTER TABLE image ADD COLUMN more TEXT",
        "ALTER TABLE class RENAME COLUMN color TO colour",
        "DROP INDEX image_by_path",
        "DROP TABLE skipped",
        "UPDATE sqlite_sequence SET seq = 3000000000 WHERE name = 'image'",
    ],
)
def test_a_file_with_foreign_parts_is_refused_and_left_untouched(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]) as project:
        project.db.execute(statement)
        if statement.startswith("UPDATE"):
            with project.transaction() as db:
                db.execute(
                    "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
                    "VALUES (1, 'b.png', 1, 0, 0, 0, '', 0)"
                )
    before = path.read_bytes()
    for mode in MODES:
        with pytest.raises(ProjectError, match="left untouched"):
            Project(path, mode)
    assert path.read_bytes() == before


def test_a_view_in_place_of_a_table_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("ALTER TABLE setting RENAME TO old")
        db.execute(
            "CREATE VIEW setting AS WITH RECURSIVE n(name) AS (SELECT 1 UNION ALL SELECT name + 1 FROM n) "
            "SELECT name, name AS value FROM n"
        )
        db.commit()
    with pytest.raises(ProjectError, match="old, setting"):
        Project(path, "read")
