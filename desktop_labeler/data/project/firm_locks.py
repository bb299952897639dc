"""Locks on an open project that stay when some other part of the process opens and closes the same file.

SQLite tells other processes by POSIX locks that a file is in use, and the system drops all of those of a process as
soon as it closes any descriptor of that file (sqlite.org/howtocorrupt.html, 2.2). Qt's file dialogs do that, since they
look into files without a known suffix to find their icons, and so does a table or a folder of boxes that is the
project by mistake. Whoever reads the project elsewhere then takes its log for one that a crash left, and deletes it.

A lock of an open file description (F_OFD_SETLK, Linux 3.15) belongs to one descriptor alone and counts against POSIX
locks of others. The same bytes are locked here as SQLite locks for a reader. Where there is no such lock (macOS,
Windows), SQLite's own has to do: Windows does not drop it, and the file dialogs of macOS are not Qt's.
"""

import os
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

# SQLite's os_unix.c: the bytes of a shared lock on a database, and the byte of its shared memory that says "in use".
_SHARED = (0x40000000 + 2, 510)
_IN_USE = (120 + 8, 1)


@dataclass
class _Held:
    files: list[tuple[int, tuple[int, int]]]  # descriptors, and the first byte and the number of bytes to lock in each
    writers: int = 0


_held: dict[Path, _Held] = {}
_one_at_a_time = Lock()


def hold(place: Path) -> None:
    """Lock a file that a connection of this process has open for writing with a write-ahead log.

    Args:
        place: the file, its links resolved. Each call is followed by one of `let_go`, and the last by `forget`.
    """
    with _one_at_a_time:
        held = _held.setdefault(place, _Held([]))
        held.writers += 1
        if held.writers == 1:
            if not _leads_to(place, held.files):
                held.files += _opened(place)  # those of a file that was replaced stay open, for its readers
            _set(held, on=True)


def let_go(place: Path) -> None:
    """Unlock it when its last writer is about to close its connection, which merges and deletes the log."""
    with _one_at_a_time:
        held = _held[place]
        held.writers -= 1
        if not held.writers:
            _set(held, on=False)


def forget(place: Path) -> None:
    """Close the descriptors; only after the last connection of this process, whose locks would go with them."""
    with _one_at_a_time:
        if place in _held:
            for file, _ in _held.pop(place).files:
                os.close(file)


def _leads_to(place: Path, files: list[tuple[int, tuple[int, int]]]) -> bool:
    with suppress(OSError):  # gone just now, which the next change reports
        now = place.stat()
        return any(os.path.samestat(os.fstat(file), now) for file, _ in files)
    return False


if sys.platform == "linux":
    import fcntl

    def _opened(place: Path) -> list[tuple[int, tuple[int, int]]]:
        files = []
        for path, part in ((place, _SHARED), (place.with_name(f"{place.name}-shm"), _IN_USE)):
            with suppress(OSError):  # deleted just now, which the next change reports; SQLite's own lock is there still
                files.append((os.open(path, os.O_RDONLY), part))
        return files

    def _set(held: _Held, *, on: bool) -> None:
        for file, (first, length) in held.files:
            # struct flock: type, whence, start, length, process (0 for these locks)
            wanted = struct.pack("hhqqi4x", fcntl.F_RDLCK if on else fcntl.F_UNLCK, os.SEEK_SET, first, length, 0)
            with suppress(OSError):  # a disk that offers no such locks; SQLite's own is there still
                fcntl.fcntl(file, fcntl.F_OFD_SETLK, wanted)

else:

    def _opened(place: Path) -> list[tuple[int, tuple[int, int]]]:
        return []

    def _set(held: _Held, *, on: bool) -> None:
        pass
