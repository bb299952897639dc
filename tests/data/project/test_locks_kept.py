"""SQLite's lock on an open project stays, so that no other process deletes the log that decisions are written to.

On POSIX a process loses its locks on a file when it closes any descriptor of it. After a crash, the log beside a
project is examined before it is opened, which once happened while another thread was reading the project. Qt's file
dialogs read the beginning of each file without a known suffix.
"""

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.project import lock
from desktop_labeler.data.project.project_file import Project
from tests.making import make_project

_READS = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute('SELECT count(*) FROM image'); db.close()"


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """Return a project as a kill leaves it: its newest decisions are in the log beside it."""
    (tmp_path / "alive").mkdir()
    with make_project(tmp_path / "alive" / "p.labeler", ["a.png"]) as project:
        project.save_setting("last", "words")
        for file in (tmp_path / "alive").glob("p.labeler*"):
            shutil.copy(file, tmp_path / file.name)
    assert (tmp_path / "p.labeler-wal").stat().st_size
    return tmp_path / "p.labeler"


def _read_elsewhere(project: Path) -> None:
    subprocess.run([sys.executable, "-c", _READS, str(project)], check=True)


def _reader_then_writer(path: Path) -> Project:
    with Project(path, "read"):
        return Project(path)


def _two_readers_then_writer(path: Path) -> Project:
    with Project(path, "read"), Project(path, "read"):
        return Project(path)


def _writer_and_reader(path: Path) -> Project:
    writer = Project(path)
    Project(path, "read").close()
    return writer


def _writer_and_job(path: Path) -> Project:
    writer = Project(path)
    Project(path, durable=False).close()
    return writer


@pytest.mark.parametrize(
    "open_it", [_reader_then_writer, _two_readers_then_writer, _writer_and_reader, _writer_and_job]
)
def test_whoever_reads_it_elsewhere_leaves_the_log_of_an_open_project(
    open_it: Callable[[Path], Project], crashed: Path
) -> None:
    with open_it(crashed) as project:
        assert project.setting("last") == "words"
        project.save_setting("next", 1)
        _read_elsewhere(crashed)
        project.save_setting("next", 2)  # raises where its log was deleted
        assert project.setting("next") == 2
    assert not lock.is_used(crashed)
    with Project(crashed, "read") as project:
        assert project.setting("next") == 2


def test_connections_are_counted_also_where_opening_fails(tmp_path: Path) -> None:
    bad = tmp_path / "bad.labeler"
    bad.write_bytes(b"nonsense " * 100)
    for mode in ("read", "write"):
        with pytest.raises(Exception, match="not a project"):
            Project(bad, mode)
        assert not lock.is_used(bad)


@pytest.mark.parametrize("endings", [("",), ("-shm",), ("", "-shm", "-wal")])
def test_whatever_looks_into_an_open_project_leaves_its_log(tmp_path: Path, endings: tuple[str, ...]) -> None:
    """As a file dialog of Qt does, or a table that is chosen by mistake."""
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]) as project, Project(path, durable=False) as job:
        project.save_setting("last", 1)
        beside = [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm")]
        before = [file.stat().st_ino for file in beside]
        for ending in endings:
            path.with_name(f"{path.name}{ending}").read_bytes()
        _read_elsewhere(path)
        job.close()
        _read_elsewhere(path)
        assert [file.stat().st_ino for file in beside] == before
        project.save_setting("last", 2)
        asked = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone())"
        sql = "SELECT value FROM setting WHERE name = 'last'"
        found = subprocess.run([sys.executable, "-c", asked, path, sql], check=True, capture_output=True, text=True)
        assert found.stdout.strip() == "2"
    assert not any(file.exists() for file in beside)


if sys.platform == "linux":
    import fcntl

    def _is_locked(file: Path, first: int) -> bool:
        """Whether a byte of the file is locked by anything but the POSIX locks of this process, which this drops."""
        file.read_bytes()
        with file.open("rb+") as stream:
            asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, first, 1, 0)
            found = fcntl.fcntl(stream.fileno(), fcntl.F_OFD_GETLK, asked)
        return bool(struct.unpack("hhqqi4x", found)[0] != fcntl.F_UNLCK)

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.one_of(st.sampled_from(["write", "job", "read"]), st.integers(0, 5)), max_size=12))
    def test_a_project_is_locked_exactly_while_a_writer_is_open(
        tmp_path_factory: pytest.TempPathFactory, steps: list[str | int]
    ) -> None:
        """Words open one more connection of that kind; numbers close one of those that are open."""
        path = tmp_path_factory.mktemp("law") / "p.labeler"
        make_project(path, ["a.png"]).close()
        files = len([*Path("/proc/self/fd").iterdir()])
        opened: list[Project] = []
        for step in steps:
            if isinstance(step, str):
                opened.append(Project(path, "read" if step == "read" else "write", durable=step != "job"))
            elif opened:
                opened.pop(step % len(opened)).close()
            writers = [project for project in opened if not project.read_only]
            assert _is_locked(path, 0x40000000 + 2) == bool(writers)
            if writers:
                assert _is_locked(path.with_name("p.labeler-shm"), 128)
                writers[-1].save_setting("last", len(opened))
        for project in opened:
            project.close()
        assert [file.name for file in path.parent.glob("*p.labeler*")] == ["p.labeler"]
        assert len([*Path("/proc/self/fd").iterdir()]) == files
