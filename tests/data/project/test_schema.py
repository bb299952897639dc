"""Projects of every version open today; a migration is all or nothing."""

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.history import read_history, redo, undo
from desktop_labeler.data.project import schema
from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.errors import ProjectError
from tests.making import ME, labels_of

OLD = Path(__file__).parents[2] / "old_projects"


def test_there_is_an_old_project_of_every_version() -> None:
    kept = {file.name for file in OLD.glob("*.labeler")}
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
