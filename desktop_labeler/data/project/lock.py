"""The lock of a project: only one program may write it at a time; the operating system releases it after a crash.

The package filelock would replace only the two system calls at the end. Counting the uses in one process, the file
that names its owner on disks without locks, and removing the file would all still be needed here.
"""

import errno
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Lock
from typing import IO

from desktop_labeler.data.project.left_overs import runs
from desktop_labeler.errors import ProjectInUseError

_one_at_a_time = Lock()
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP}
_held: dict[Path, tuple[IO[bytes] | None, int]] = {}  # one lock per process, shared by its window and its jobs


class Turns:
    """Decides which thread of this process writes next: a person's decision goes before the arrays of a job.

    In SQLite a waiting writer sleeps up to 25 ms at a time, and a job that writes without a pause can starve it. A
    decision that waits here continues as soon as the job's transaction ends.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken = False
        self._first = 0  # the number of waiting decisions

    @property
    def wanted(self) -> bool:
        """Whether a decision is waiting for its turn."""
        return self._first > 0

    @contextmanager
    def take(self, *, first: bool) -> Iterator[None]:
        """Wait for the turn and hold it for the block; callers with `first` go before the others."""
        with self._changed:
            self._first += first
            try:
                while self._taken or (self._first and not first):
                    self._changed.wait()
                self._taken = True
            finally:
                self._first -= first
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()


_turns: dict[Path, Turns] = {}


def turns_of(project: Path) -> Turns:
    """Return the Turns of a project, which all connections of this process share."""
    return _turns.setdefault(project.resolve(), Turns())


def lock_path(project: Path) -> Path:
    """Return the path of a project's lock file, a hidden file beside the project."""
    return project.with_name(f".{project.name}.lock")


def acquire(project: Path) -> None:
    """Lock the project for this process; further calls in the same process increase a count.

    Raises:
        ProjectInUseError: another process holds the lock.
        OSError: the lock file cannot be created in this folder.
    """
    project = project.resolve()
    with _one_at_a_time:
        held, count = _held[project] if project in _held else (_taken(project), 0)
        _held[project] = (held, count + 1)


def is_held(project: Path) -> bool:
    """Whether this process holds the lock of the project."""
    return project.resolve() in _held


def release(project: Path) -> None:
    """Release the lock of the project when its last user in this process is done."""
    project = project.resolve()
    with _one_at_a_time:
        held, count = _held.pop(project)
        if count > 1:
            _held[project] = (held, count - 1)
            return
        if os.name != "nt" or held is None:  # removed while still locked, so that it cannot be another's lock
            lock_path(project).unlink(missing_ok=True)
        if held is not None:
            held.close()


def _taken(project: Path) -> IO[bytes] | None:
    """Take the system's lock and return its file; on a disk without locks, make a file that names its owner: None."""
    while True:
        file = lock_path(project).open("a+b")
        try:
            _lock(file)
        except OSError as error:
            file.close()
            if error.errno in _NO_LOCKS:
                _own_file(project)
                return None
            raise ProjectInUseError(
                "{file} is open in another window of this program. Nothing was changed. Continue there, or "
                "close it there and open it here again.",
                file=project.name,
            ) from error
        if os.name == "nt" or os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # its last owner removed it between open and lock, so try the new file


def _own_file(project: Path) -> None:
    """Take the lock on a disk without locks, such as some network disks: whoever creates the file first holds it.

    The file names its owner, so that a dead process of this computer is detected; one on another computer cannot be.
    """
    place, here = lock_path(project), f"{platform.node()} {os.getpid()}"
    if place.exists() and not place.stat().st_size:
        place.unlink()  # the attempt to lock created the file
    for _ in range(2):
        try:
            with place.open("x", encoding="utf-8") as file:
                file.write(here)
                return
        except FileExistsError:
            owner = place.read_text(encoding="utf-8", errors="replace")
            host, _, process = owner.rpartition(" ")
            if host == platform.node() and process.isdigit() and not runs(int(process)):
                place.unlink(missing_ok=True)
    raise ProjectInUseError(
        "This disk offers no locks, and {file} is marked as open on {owner}. Nothing was changed. Close it there; if "
        "it is not open any more, delete {lock} and open it again.",
        file=project.name,
        owner=owner,
        lock=place.name,
    )


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
