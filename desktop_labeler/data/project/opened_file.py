"""Whether the file at a project's path is still the one that was opened: SQLite goes on writing to a deleted file.

It writes to one that was moved away too, and reports success, so that a decision would go where nobody finds it.
"""

from pathlib import Path
from threading import Lock
from typing import TypeAlias

from desktop_labeler.data.project import firm_locks, lock
from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.errors import ProjectError

_Identity: TypeAlias = tuple[int, int]
_opened: dict[Path, tuple[_Identity, int]] = {}  # what this process has open for writing, and how often
_one_at_a_time = Lock()


class OpenedFile:
    """A project file that is being opened.

    Args:
        path: its path, perhaps through links.
        writes: whether it is opened for writing; until `close`, nothing else can be opened by this path.

    Raises:
        ProjectError: this process has another file open by this path.
        OSError: the file cannot be reached.
    """

    def __init__(self, path: Path, *, writes: bool) -> None:
        self._path, self._writes = path, writes
        self._log = real_path(path).with_name(f"{real_path(path).name}-wal")
        self._identity = _identity_of(path)
        with _one_at_a_time:
            known, count = _opened.get(path, (self._identity, 0))
            if known != self._identity:
                raise gone(self._path)
            if writes:
                _opened[path] = (known, count + 1)
        self._place: Path | None = lock.enter(path)
        self._is_held = False

    def hold(self) -> None:
        """Lock the file, which has a write-ahead log, so that no other process deletes that; see `firm_locks`."""
        if self._place is not None:
            firm_locks.hold(self._place)
            self._is_held = True

    def let_go(self) -> None:
        """Unlock it, before the connection is closed, which merges the log; once more does nothing."""
        if self._place is not None and self._is_held:
            firm_locks.let_go(self._place)
            self._is_held = False

    def is_there(self) -> bool:
        """Whether the path still leads to the file."""
        try:
            return _identity_of(self._path) == self._identity
        except OSError:
            return False

    def check(self, *, log: bool) -> None:
        """Make sure that the file is where it was, before a change is committed.

        Args:
            log: whether it has a write-ahead log, which must be there too.

        Raises:
            ProjectError: it is not.
        """
        if not self.is_there():
            raise gone(self._path)
        if log and not self._log.exists():
            raise ProjectError(
                "{log}, which belongs to the project, was deleted or moved while the project was open. Since then "
                "nothing is stored; everything before is. Close the project and open it again.",
                log=self._log.name,
            )

    def close(self) -> None:
        """Let other files be opened by this path again; once more does nothing."""
        if self._place is not None:
            lock.leave(self._place)
            self._place = None
        with _one_at_a_time:
            if self._writes:
                self._writes = False
                known, count = _opened.pop(self._path)
                if count > 1:
                    _opened[self._path] = (known, count - 1)


def is_open(path: Path) -> bool:
    """Whether this process has a file open for writing by this path."""
    return path in _opened


def gone(path: Path) -> ProjectError:
    """Return the error for a file that is not there any more while it is open."""
    return ProjectError(
        "The project file {file} was deleted, moved or replaced while it was open, or its disk or a link to it "
        "changed. Since then nothing is stored; what was decided before is in the file that was there. Bring it back "
        "to {folder}, or open the project again where it is now.",
        file=path.name,
        folder=path.parent,
    )


def _identity_of(path: Path) -> _Identity:
    found = path.stat()
    return found.st_dev, found.st_ino
