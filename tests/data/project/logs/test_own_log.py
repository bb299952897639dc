"""A log beside a project file is read into it where it is its own, and never where somebody put another file there."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide, read_history
from desktop_labeler.data.project.backups import back_up
from desktop_labeler.data.project.logs.commit_marks import mark_at
from desktop_labeler.data.project.logs.left_log import read_wal
from desktop_labeler.data.project.logs.own_log import take_told
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from tests.making import ME, label_images, labels_of, make_project

IMAGES = 120


@dataclass(frozen=True)
class Snapshot:
    """A project file at one moment, and its log as a crash would leave it; `states` are those that the log leads to."""

    folder: Path
    line: str  # the states of one line follow one another
    file: int  # the number of the commit that the file holds
    log: int  # that of the last one in the log


def _state(path: Path, mode: Literal["read", "write"] = "write") -> tuple[object, ...]:
    with Project(path, mode) as project:
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
        return tuple(one.id for one in read_history(project, limit=None)), tuple(
            sorted(labels_of(project).items(), key=str)
        )


def _copy(source: Path, place: Path, endings: tuple[str, ...] = ("", "-wal")) -> None:
    place.mkdir(parents=True, exist_ok=True)
    for ending in endings:
        if (file := source.with_name(f"p.labeler{ending}")).exists():
            shutil.copy(file, place / f"p.labeler{ending}")


class _Lines:
    """Projects that were decided further and further, copied after every decision."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.snapshots: list[Snapshot] = []
        self.states: dict[tuple[str, int], tuple[object, ...]] = {}
        self._new("one")
        self._new("other")
        start = next(one for one in self.snapshots if (one.line, one.file, one.log) == ("one", 4, 4))
        _copy(start.folder / "p.labeler", place / "fork now")  # somebody goes on with a copy elsewhere
        self._follow(place / "fork now" / "p.labeler", "fork", 4)
        for number in range(5):
            self.states["fork", number] = self.states["one", number]

    def fresh(self) -> Path:
        """Return an empty folder."""
        return Path(tempfile.mkdtemp(dir=self.place))

    def _new(self, line: str) -> None:
        path = self.place / f"{line} now" / "p.labeler"
        path.parent.mkdir()
        with make_project(path, [f"{line} {number:03}.png" for number in range(IMAGES)]) as project:
            add_classes(project, ["cat", "dog", "eel"], ME)
        self._follow(path, line, 0)

    def _follow(self, path: Path, line: str, start: int) -> None:
        self.states[line, start] = _state(path)
        project, held = Project(path), start
        for number in range(start + 1, start + 9):
            images = range(1 + number, IMAGES, 11 if line == "one" else 7)
            decide(project, images, assign(1 + number % 3), kind="assign", what="Label", by=ME)
            self._take(path, line, held, number)
            if number % 2 == 0:
                project.db.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if number % 4 == 0 else 'PASSIVE'})")
                held = number
                self._take(path, line, held, number)
        project.close()

    def _take(self, path: Path, line: str, held: int, number: int) -> None:
        folder = self.place / f"{line} {held} {number}"
        _copy(path, folder)
        self.snapshots.append(Snapshot(folder, line, held, number))
        read = self.place / "read"
        shutil.rmtree(read, ignore_errors=True)
        _copy(folder / "p.labeler", read)
        self.states[line, number] = _state(read / "p.labeler")


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> _Lines:
    return _Lines(tmp_path_factory.mktemp("lines"))


def _put(folder: Path, file: Snapshot, log: Snapshot) -> Path:
    shutil.copy(file.folder / "p.labeler", folder)
    if (wal := log.folder / "p.labeler-wal").exists():
        shutil.copy(wal, folder)
    return folder / "p.labeler"


def _same_line(file: Snapshot, log: Snapshot) -> bool:
    return file.line == log.line or ({file.line, log.line} == {"one", "fork"} and file.file <= 4)


def _begins(log: Snapshot, lines: _Lines) -> int:
    """Return the number of the commit on which the log begins."""
    found = read_wal(log.folder / "p.labeler-wal")
    return log.log - (found.commits if found is not None else 0)


@settings(max_examples=120, deadline=None)
@given(data=st.data(), mode=st.sampled_from(["read", "write"]))
def test_any_file_beside_any_log_is_the_state_of_one_of_them_and_said_if_the_log_is_foreign(
    lines: _Lines, data: st.DataObject, mode: Literal["read", "write"]
) -> None:
    file, log = (data.draw(st.sampled_from(lines.snapshots)) for _ in range(2))
    path = _put(lines.fresh(), file, log)
    left = read_wal(path.with_name("p.labeler-wal"))
    content = path.with_name("p.labeler-wal").read_bytes() if left is not None else b""
    begins = _begins(log, lines)
    own = left is None or (_same_line(file, log) and begins <= file.file <= log.log)
    expected = lines.states[(log.line, log.log) if own and left is not None else (file.line, file.file)]
    assert _state(path, mode) == expected
    told, aside = take_told(path), [entry for entry in path.parent.iterdir() if "another state" in entry.name]
    assert bool(told) == bool(aside) == (not own)
    for entry in aside:
        assert entry.read_bytes() == content
        assert entry.name in str(told[0])
    assert _state(path) == expected
    assert take_told(path) == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_kill_in_the_middle_of_copying_the_log_is_recovered_without_a_word(
    lines: _Lines, data: st.DataObject
) -> None:
    snapshot = data.draw(st.sampled_from([one for one in lines.snapshots if one.file < one.log]))
    path = _put(lines.fresh(), snapshot, snapshot)
    log = path.with_name("p.labeler-wal").read_bytes()
    newest: dict[int, bytes] = {}
    for start in range(32, len(log), 4096 + 24):
        if log[start + 8 : start + 16] == log[16:24]:
            newest[int.from_bytes(log[start : start + 4])] = log[start + 24 : start + 24 + 4096]
    copied = sorted(newest)[: data.draw(st.integers(0, len(newest)))]
    with path.open("r+b") as stream:
        for number in copied:
            stream.seek(4096 * (number - 1))
            stream.write(newest[number])
    assert _state(path) == lines.states[snapshot.line, snapshot.log]
    assert take_told(path) == []
    assert [entry.name for entry in path.parent.iterdir()] == ["p.labeler"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_log_costs_what_is_behind_the_damage_and_this_is_said(lines: _Lines, data: st.DataObject) -> None:
    snapshot = data.draw(st.sampled_from([one for one in lines.snapshots if one.file < one.log]))
    path = _put(lines.fresh(), snapshot, snapshot)
    log = path.with_name("p.labeler-wal")
    content = bytearray(log.read_bytes())
    used = 32 + (4096 + 24) * sum(
        content[start + 8 : start + 16] == content[16:24] for start in range(32, len(content), 4096 + 24)
    )
    at = data.draw(st.one_of(st.integers(0, 31), st.integers(32, used - 1)))
    content[at] ^= data.draw(st.integers(1, 255))
    log.write_bytes(content)
    found = [lines.states[snapshot.line, number] for number in range(snapshot.file, snapshot.log + 1)]
    state = _state(path)
    assert state in found
    told, kept = take_told(path), [entry for entry in path.parent.iterdir() if "-wal " in entry.name]
    if state != found[-1]:
        assert len(told) == len(kept) == 1
        assert kept[0].read_bytes() == content
    assert _state(path) == state


def test_a_backup_copied_over_a_crashed_project_is_as_it_was_backed_up(lines: _Lines, tmp_path: Path) -> None:
    early, late = (next(one for one in lines.snapshots if one.line == "one" and one.log == number) for number in (3, 7))
    _copy(early.folder / "p.labeler", tmp_path / "early")
    with Project(tmp_path / "early" / "p.labeler") as project:
        backup = back_up(project.db, project.path, "asked")
    _copy(late.folder / "p.labeler", tmp_path)
    shutil.copy(backup.file, tmp_path / "p.labeler")
    assert _state(tmp_path / "p.labeler") == lines.states["one", 3]
    assert len(take_told(tmp_path / "p.labeler")) == 1


def test_a_file_of_an_earlier_version_beside_a_newer_log_is_not_mixed_with_it(lines: _Lines, tmp_path: Path) -> None:
    old = Path(__file__).parents[3] / "old_projects" / "v2.labeler"
    newer = next(one for one in lines.snapshots if one.file < one.log)
    _copy(newer.folder / "p.labeler", tmp_path)
    shutil.copy(old, tmp_path / "p.labeler")
    with Project(tmp_path / "p.labeler") as project:
        assert len(labels_of(project)) == 4
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(take_told(tmp_path / "p.labeler")) == 1


def test_an_empty_file_does_not_cost_the_log_beside_it(lines: _Lines, tmp_path: Path) -> None:
    snapshot = next(one for one in lines.snapshots if one.file < one.log)
    _copy(snapshot.folder / "p.labeler", tmp_path)
    content = (tmp_path / "p.labeler-wal").read_bytes()
    (tmp_path / "p.labeler").write_bytes(b"")
    modes: tuple[Literal["read", "write"], ...] = ("read", "write")
    for mode in modes:
        with pytest.raises(ProjectError, match="not a project"):
            Project(tmp_path / "p.labeler", mode)
    assert (tmp_path / "p.labeler-wal").read_bytes() == content
    shutil.copy(snapshot.folder / "p.labeler", tmp_path)
    assert _state(tmp_path / "p.labeler") == lines.states[snapshot.line, snapshot.log]


@pytest.mark.parametrize("number", [1, 2])
def test_a_crash_of_an_earlier_version_is_recovered_as_ever(tmp_path: Path, number: int) -> None:
    old = Path(__file__).parents[3] / "old_projects" / f"v{number}.labeler"
    shutil.copy(old, tmp_path / "p.labeler")
    with closing(sqlite3.connect(tmp_path / "p.labeler", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE image SET note = 'from the log' WHERE id = 1")
        _copy(tmp_path / "p.labeler", tmp_path / "crash")
    with Project(tmp_path / "crash" / "p.labeler") as project:
        assert project.rows("SELECT note FROM image WHERE id = 1") == [("from the log",)]
    assert take_told(tmp_path / "crash" / "p.labeler") == []


_IN_A_TRANSACTION = """
import sqlite3, sys, os
from pathlib import Path
from desktop_labeler.data.project import connection
connection.is_on_network = lambda path: True
from desktop_labeler.data.project.project_file import Project
project = Project(Path(sys.argv[1]))
project.db.execute("PRAGMA cache_size = 5")
with project.transaction() as db:
    db.execute("UPDATE image SET note = path || hex(randomblob(3000))")
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("other", [False, True])
def test_a_rollback_journal_is_used_by_its_own_file_only(tmp_path: Path, *, other: bool) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:03}.png" for number in range(IMAGES)]) as project:
        label_images(project, ["cat"] * IMAGES)
        before = labels_of(project)
    _copy(path, tmp_path / "earlier")
    with Project(path) as project:
        project.save_setting("later", True)
    subprocess.run([sys.executable, "-c", _IN_A_TRANSACTION, str(path)], check=False)
    journal = path.with_name("p.labeler-journal")
    content = journal.read_bytes()
    assert int.from_bytes(content[8:12]) > 0  # pages to take back
    if other:
        _copy(tmp_path / "earlier" / "p.labeler", tmp_path)
    with Project(path) as project:
        assert labels_of(project) == before
        assert project.setting("later", False) == (not other)
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
        assert project.rows("SELECT count(*) FROM image WHERE note IS NOT NULL") == [(0,)]
    kept = [entry for entry in tmp_path.iterdir() if "another state" in entry.name]
    assert bool(kept) == bool(take_told(path)) == other
    assert [entry.read_bytes() for entry in kept] == [content] * other
    assert not journal.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal", "lock"])
@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe"])
def test_a_link_or_a_pipe_in_the_place_of_a_log_is_refused_and_not_followed(
    tmp_path: Path, ending: str, kind: str
) -> None:
    path, other = tmp_path / "in" / "p.labeler", tmp_path / "other"
    path.parent.mkdir()
    make_project(path, ["a.png"]).close()
    before = path.read_bytes()
    file = path.with_name(".p.labeler.lock" if ending == "lock" else f"p.labeler{ending}")
    if kind == "link":
        other.write_bytes(b"of somebody else" * 100)
    if "link" in kind:
        file.symlink_to(other)
    elif kind == "folder":
        file.mkdir()
    else:
        os.mkfifo(file)
    modes: tuple[Literal["read", "write"], ...] = ("read", "write")
    for mode in modes:
        with pytest.raises(ProjectError, match="is no file but a link"):
            Project(path, mode)
    assert path.read_bytes() == before
    assert os.path.lexists(file)
    assert (other.read_bytes() == b"of somebody else" * 100) if kind == "link" else not other.exists()


def test_every_transaction_has_a_mark_of_its_own(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        (page,) = project.rows("SELECT rootpage FROM sqlite_master WHERE name = 'lineage'")[0]
        seen = set()
        for number in range(20):
            project.save_setting("x", number)
            project.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mark = mark_at(project.path, int(page), 4096)
            assert mark is not None
            assert number == 0 or mark.before in seen
            seen.add(mark.now)
        assert len(seen) == 20
