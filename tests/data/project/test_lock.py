"""One process at a time has a project; its threads share it; a disk without locks has a lock all the same."""

import errno
import os
import platform
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop_labeler.data.project import lock
from desktop_labeler.data.project.processes import own_mark
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectInUseError
from tests.making import make_project


def test_threads_that_open_and_close_at_once_share_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    failed: list[BaseException] = []
    start = threading.Barrier(4)

    def open_and_close() -> None:
        start.wait()
        try:
            for _ in range(200):
                lock.release(lock.acquire(path))
        except BaseException as error:  # noqa: BLE001 - shown where the test sees it
            failed.append(error)

    threads = [threading.Thread(target=open_and_close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert not lock.is_held(path)
    assert not lock.lock_path(path).exists()


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk whose system calls for locks fail, as on some network disks."""

    def refuse(_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock, "_lock", refuse)


@pytest.mark.usefixtures("no_locks")
def test_a_disk_without_locks_is_locked_by_a_file(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]) as project:
        assert lock.lock_path(path).read_text() == f"{platform.node()} {own_mark()}"
        with Project(path) as again:
            assert not again.read_only
        assert lock.lock_path(path).exists()
        assert not project.read_only
    assert not lock.lock_path(path).exists()


@pytest.mark.usefixtures("no_locks")
def test_there_another_owner_is_named_and_a_dead_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    for owner in ("another-computer 17", "another-computer 17.8c8754611f"):
        lock.lock_path(path).write_text(owner)
        with pytest.raises(ProjectInUseError, match=r"no locks.*another-computer 17\. Nothing"):
            Project(path)
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        for mark in (str(living.pid), own_mark()):  # as an earlier version wrote it, and as this one does
            lock.lock_path(path).write_text(f"{platform.node()} {mark}")
            with pytest.raises(ProjectInUseError):
                Project(path)
        lock.lock_path(path).write_text(f"{platform.node()} {living.pid}.{own_mark().partition('.')[2]}")
        Project(path).close()  # the number is another's by now
    finally:
        living.communicate(b"\n")
    Project(path).close()
    assert not lock.lock_path(path).exists()
