"""The lock of a project: one program at a time may write it; the operating system releases it after a crash.

Kept by hand: filelock would replace the two system calls at the end; counting the uses of one process, the file that
names its owner where a disk has no locks, and removing the file would all stay here.
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
    """Decides which thread of this process writes next: a person's decision goes before a job's arrays.

    SQLite lets a writer wait by sleeping up to 25 ms at a time, and a job that writes without a pause can starve it; a
    decision that waits here goes on the moment the job's transaction ends.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._taken = False
        self._first = 0  # decisions that wait

    @property
    def wanted(self) -> bool:
        """Whether a decision waits for its turn."""
        return self._first > 0

    @contextmanager
    def take(self, *, first: bool) -> Iterator[None]:
        """Wait for the turn and hold it for the block; first goes before those that are not."""
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
    """Return the turns of a project, the same for every connection of this process."""
    return _turns.setdefault(project.resolve(), Turns())


def lock_path(project: Path) -> Path:
    """Return the lock file of a project: hidden, beside it."""
    return project.with_name(f".{project.name}.lock")


def acquire(project: Path) -> None:
    """Lock the project for this process; a second call in the same process increases a count.

    Raises:
        ProjectInUseError: another process has it.
        OSError: the folder does not let a lock file be made.
    """
    project = project.resolve()
    with _one_at_a_time:
        held, count = _held[project] if project in _held else (_taken(project), 0)
        _held[project] = (held, count + 1)


def is_held(project: Path) -> bool:
    """Whether this process has the project."""
    return project.resolve() in _held


def release(project: Path) -> None:
    """Release the project when its last user in this process is done."""
    project = project.resolve()
    with _one_at_a_time:
        held, count = _held.pop(project)
        if count > 1:
            _held[project] = (held, count - 1)
            return
        if os.name != "nt" or held is None:  # while it is still locked, so that nobody's lock is removed
            lock_path(project).unlink(missing_ok=True)
        if held is not None:
            held.close()


def _taken(project: Path) -> IO[bytes] | None:
    """Take the lock: of the system, or where the disk offers none a file that names its owner, and then None."""
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
        file.close()  # its last owner removed it between open and lock: it guards nothing, take its successor


def _own_file(project: Path) -> None:
    """Take a project on a disk without locks, as some network disks are: the first who makes the file has it.

    The owner is named in it, so that one that died on this computer is found out; one on another computer cannot be.
    """
    place, here = lock_path(project), f"{platform.node()} {os.getpid()}"
    if place.exists() and not place.stat().st_size:
        place.unlink()  # the attempt to lock it made it
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
