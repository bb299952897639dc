"""The lock of a project: only one program may write it at a time; the operating system releases it after a crash.

The package filelock would replace only the two system calls at the end. Counting the uses in one process, the file
that names its owner on disks without locks, and removing the file would all still be needed here.
"""

import errno
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Condition, Lock
from typing import IO

from desktop_labeler.data.project import firm_locks
from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.processes import MARK, own_mark, runs
from desktop_labeler.errors import ProjectInUseError

_one_at_a_time = Lock()
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
_TAKEN = {errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK}  # Windows says EACCES or EDEADLK
_offers: dict[int, bool] = {}  # whether a disk offers locks to SQLite, by its device number
_held: dict[Path, tuple[IO[bytes] | None, int]] = {}  # one lock per process, shared by its window and its jobs
_used: dict[Path, int] = {}  # connections of this process, also for reading


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
    return _turns.setdefault(real_path(project), Turns())


def lock_path(project: Path) -> Path:
    """Return the path of a project's lock file, a hidden file beside the project."""
    return project.with_name(f".{project.name}.lock")


def acquire(project: Path, first: Callable[[Path], None] | None = None) -> Path:
    """Lock the project for this process; further calls in the same process increase a count.

    Args:
        project: the project file.
        first: called with the file when this process did not hold the lock before and has no connection to the file,
            see `enter`; where it raises, the lock is free again.

    Returns:
        The project file with its links resolved, by which `release` knows it even if a link leads elsewhere by then.

    Raises:
        ProjectInUseError: another process holds the lock.
        OSError: the lock file cannot be created in this folder.
    """
    place = real_path(project)
    with _one_at_a_time:
        new = place not in _held
        held, count = (_taken(place), 0) if new else _held[place]
        _held[place] = (held, count + 1)
        if new and first is not None and place not in _used:
            try:
                first(place)
            except BaseException:
                _let_go(place)
                raise
    return place


def is_held(project: Path) -> bool:
    """Whether this process holds the lock of the project."""
    return real_path(project) in _held


def enter(project: Path) -> Path:
    """Note that this process opens a connection to a file, for reading or writing; `leave` takes what this returns.

    The system forgets all locks of a process on a file as soon as the process closes any descriptor of that file. Then
    SQLite, in another process, would take a file that is in use for one that nobody has open, and delete its log. So
    nothing may open the file by itself while there is a connection, as `first` of `acquire` does.
    """
    place = real_path(project)
    with _one_at_a_time:
        _used[place] = _used.get(place, 0) + 1
    return place


def leave(place: Path) -> None:
    """Note that a connection was closed."""
    with _one_at_a_time:
        _used[place] -= 1
        if not _used[place]:
            del _used[place]
            firm_locks.forget(place)


def is_used(project: Path) -> bool:
    """Whether this process has a connection to the file."""
    return real_path(project) in _used


def release(place: Path) -> None:
    """Release the lock of the project when its last user in this process is done.

    Args:
        place: what `acquire` returned. Its folder may be gone by now, or be another one.
    """
    with _one_at_a_time:
        _let_go(place)


def _let_go(place: Path) -> None:
    held, count = _held.pop(place)
    if count > 1:
        _held[place] = (held, count - 1)
        return
    if os.name != "nt" or held is None:  # removed while still locked, so that it cannot be another's lock
        with suppress(OSError):
            if _is_ours(held, lock_path(place)):
                lock_path(place).unlink()
    if held is not None:
        held.close()


def _is_ours(held: IO[bytes] | None, file: Path) -> bool:
    """Whether the lock file is still the one that was taken: the folder may have been replaced by another."""
    if held is None:
        return file.read_text(encoding="utf-8", errors="replace") == _owner()
    now, then = file.stat(), os.fstat(held.fileno())
    return (now.st_dev, now.st_ino) == (then.st_dev, then.st_ino)


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
            if error.errno not in _TAKEN:
                raise
            raise ProjectInUseError(
                "{file} is open in another window or command of this program. Nothing was changed. Continue there, or "
                "wait for it or close it, and open it here again.",
                file=project.name,
            ) from error
        if os.fstat(file.fileno()).st_size:  # a disk that offered no locks before, or a program that sees none there
            file.close()
            _own_file(project)
            return None
        if os.name == "nt" or os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # its last owner removed it between open and lock, so try the new file


def offers_locks(folder: Path) -> bool:
    """Whether the disk that holds a folder offers the locks that SQLite takes; True where nothing can be written."""
    try:
        disk = folder.stat().st_dev
        if disk not in _offers:
            with TemporaryFile(dir=folder) as file:
                _offers[disk] = _lends(file)
        return _offers[disk]
    except OSError:
        return True


def _lends(file: IO[bytes]) -> bool:
    try:
        _lock_part(file)
    except OSError as error:
        return error.errno not in _NO_LOCKS
    return True


def _own_file(project: Path) -> None:
    """Take the lock on a disk without locks, such as some network disks: whoever creates the file first holds it.

    The file names its owner, so that a dead process of this computer is detected; one on another computer cannot be.
    """
    place, here = lock_path(project), _owner()
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
            if host == platform.node() and re.fullmatch(MARK, process) and not runs(process):
                place.unlink(missing_ok=True)
    raise ProjectInUseError(
        "This disk offers no locks, and {file} is marked as open on {owner}. Nothing was changed. Close it there; if "
        "it is not open any more, delete {lock} and open it again.",
        file=project.name,
        owner=re.sub(r" (\d+)\.[0-9a-f]+$", r" \1", owner),  # a person knows a process by its number
        lock=place.name,
    )


def _owner() -> str:
    return f"{platform.node()} {own_mark()}"


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    _lock_part = _lock

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _lock_part(file: IO[bytes]) -> None:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
