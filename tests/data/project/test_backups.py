"""Backups: the newest five of each kind, complete while the project is in use, and the way back."""

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.history import decide, undo, unsure
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.projects import back_up
from desktop_labeler.progress import finish
from tests.making import ME, label_images, labels_of, make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of two images, one with a label."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        label_images(project, ["cat", None])
    return tmp_path / "p.labeler"


def test_a_backup_of_an_open_project_has_the_newest_decision(path: Path) -> None:
    with Project(path) as project:
        label_images(project, ["cat", "dog"])
        backup = backups.back_up(project.db, project.path, "asked")
    with Project(backup.file, "read") as copy:
        assert labels_of(copy) == {"a.png": ("cat", "confirmed"), "b.png": ("dog", "confirmed")}
    assert [entry.name for entry in backups.folder_of(path).iterdir()] == [backup.file.name]


def test_the_newest_five_of_each_kind_are_kept(path: Path) -> None:
    with Project(path) as project:
        made = [backups.back_up(project.db, project.path, "asked") for _ in range(7)]
        other = backups.back_up(project.db, project.path, "import")
    kept = backups.list_backups(path)
    assert [backup.file for backup in kept] == [other.file, *(backup.file for backup in reversed(made[2:]))]
    assert [backup.reason for backup in kept] == ["import"] + ["asked"] * 5


def test_somebodys_own_copies_are_neither_listed_nor_dropped(path: Path) -> None:
    folder = backups.folder_of(path)
    folder.mkdir()
    (folder / "my own.labeler").write_text("mine")
    with Project(path) as project:
        for _ in range(6):
            backups.back_up(project.db, project.path, "asked")
    assert (folder / "my own.labeler").read_text() == "mine"
    assert len(backups.list_backups(path)) == 5


def test_a_daily_one_is_due_once_a_day(path: Path) -> None:
    assert backups.is_due(path)
    assert finish(back_up.back_up(path, "daily")) is not None
    assert finish(back_up.back_up(path, "daily")) is None
    (only,) = backups.list_backups(path)
    older = datetime.now(UTC) - timedelta(hours=25)
    only.file.rename(only.file.with_name(f"{older:%Y%m%dT%H%M%S%f}Z daily.labeler"))
    assert backups.is_due(path)


def test_backups_of_a_clock_that_ran_ahead_neither_push_out_new_ones_nor_stop_them(path: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    folder = backups.folder_of(path)
    folder.mkdir()
    reasons: tuple[backups.Reason, ...] = ("daily", "asked", "restore")
    for reason in reasons:
        for number in range(backups.KEEP):
            later = ahead + timedelta(hours=number)
            (folder / f"{later:%Y%m%dT%H%M%S%f}Z {reason}.labeler").write_bytes(path.read_bytes())
    assert backups.is_due(path)
    for reason in reasons:
        with Project(path) as project:
            made = backups.back_up(project.db, project.path, reason)
        assert made.file.is_file()
        kept = [backup for backup in backups.list_backups(path) if backup.reason == reason]
        assert kept[0].file == made.file
        assert len(kept) == backups.KEEP
    assert not backups.is_due(path)


def test_no_decision_falls_between_the_safety_copy_and_the_restored_state(path: Path) -> None:
    finish(back_up.back_up(path))
    (backup,) = backups.list_backups(path)
    stop = threading.Event()
    decided: list[int] = []

    def decide_on() -> None:
        with Project(path) as window:
            while not stop.is_set():
                decide(window, [1, 2], unsure(), kind="unsure", what="Unsure", by=ME)
                decided.append(int(str(window.rows("SELECT max(id) FROM decision")[0][0])))

    deciding = threading.Thread(target=decide_on)
    deciding.start()
    try:
        while len(decided) < 3:
            assert deciding.is_alive()
        finish(back_up.restore(path, backup.file))
    finally:
        stop.set()
        deciding.join()
    newest = backups.list_backups(path)[0]
    assert newest.reason == "restore"
    with Project(newest.file, "read") as copy:
        held = copy.rows("SELECT max(id) FROM decision")[0][0]
    first_after = next((place for place, number in enumerate(decided) if place and number <= decided[place - 1]), None)
    assert held == (decided[first_after - 1] if first_after is not None else decided[-1])


def test_restoring_brings_everything_back_and_keeps_what_was_there(path: Path) -> None:
    finish(back_up.back_up(path))
    (backup,) = backups.list_backups(path)
    with Project(path) as project:
        before = labels_of(project)
        undo(project, ME)
        after = labels_of(project)
    finish(back_up.restore(path, backup.file))
    with Project(path) as project:
        assert labels_of(project) == before
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
    newest = backups.list_backups(path)[0]
    assert newest.reason == "restore"
    finish(back_up.restore(path, newest.file))
    with Project(path, "read") as project:
        assert labels_of(project) == after


def test_restoring_while_the_window_is_open_shows_there(path: Path) -> None:
    finish(back_up.back_up(path))
    (backup,) = backups.list_backups(path)
    with Project(path) as window:
        before = labels_of(window)
        undo(window, ME)
        finish(back_up.restore(path, backup.file))
        assert labels_of(window) == before
        label_images(window, ["cat", "dog"])
        assert labels_of(window)["b.png"] == ("dog", "confirmed")


@pytest.mark.parametrize("content", [b"", b"no backup at all", b"SQLite format 3\0" + bytes(3000)])
def test_what_is_no_backup_is_refused_and_the_project_stays(path: Path, tmp_path: Path, content: bytes) -> None:
    bad = tmp_path / "bad.labeler"
    bad.write_bytes(content)
    with Project(path, "read") as project:
        before = labels_of(project)
    with pytest.raises(ProjectError):
        finish(back_up.restore(path, bad))
    with Project(path, "read") as project:
        assert labels_of(project) == before


def test_another_database_is_refused_and_the_project_stays(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.labeler")) as db:
        db.execute("CREATE TABLE x (y)")
    with pytest.raises(ProjectError):
        finish(back_up.restore(path, tmp_path / "other.labeler"))
    with Project(path, "read") as project:
        assert labels_of(project)["a.png"] == ("cat", "confirmed")


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


def _cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def _page_damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(8192, len(content), 4096):
        content[place : place + 2000] = b"\xff" * 2000
    path.write_bytes(content)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("break_it", [_zeroed, _cut_short, _page_damaged, _emptied, _gone])
def test_a_damaged_project_is_restored_and_kept_aside(
    tmp_path: Path, break_it: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.labeler"
    names = [f"{number:04}.png" for number in range(300)]
    with make_project(path, names) as project:
        label_images(project, ["cat"] * len(names))
        backups.back_up(project.db, path, "daily")
    (backup,) = backups.list_backups(path)
    break_it(path)
    broken = path.read_bytes() if path.exists() else None
    path.with_name(path.name + "-wal").write_bytes(b"of another file")
    assert main(["restore", str(path), backup.file.name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with Project(path) as project:
        assert set(labels_of(project).values()) == {("cat", "confirmed")}
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
    if broken is None:
        assert "aside" not in told
    else:
        assert (tmp_path / str(told["aside"])).read_bytes() == broken
        assert (tmp_path / f"{told['aside']}-wal").read_bytes() == b"of another file"
    assert not path.with_name(path.name + "-wal").exists()


def test_another_programs_file_is_not_replaced_by_a_backup(path: Path, tmp_path: Path) -> None:
    finish(back_up.back_up(path))
    (backup,) = backups.list_backups(path)
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("CREATE TABLE x (y)")
    content = (tmp_path / "other.db").read_bytes()
    with pytest.raises(ProjectError, match="not a project of this program"):
        finish(back_up.restore(tmp_path / "other.db", backup.file))
    assert (tmp_path / "other.db").read_bytes() == content


def test_a_damaged_project_and_a_damaged_backup_stay_as_they_are(path: Path, tmp_path: Path) -> None:
    finish(back_up.back_up(path))
    (backup,) = backups.list_backups(path)
    _zeroed(path)
    _cut_short(backup.file)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    with pytest.raises(ProjectError, match="not a complete backup"):
        finish(back_up.restore(path, backup.file))
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
