"""Partial files of killed processes: named after the process, and removed when the same work next starts."""

import platform
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from desktop_labeler.data.project.processes import MARK, own_mark, runs

_NAME = re.compile(
    r"\.{1,2}(?:backup|chart|check|export|project|report|restore|sample)-(?P<host>.*)"
    rf"-(?P<process>{MARK})-[0-9a-f]{{8}}\.part(?:-journal|-wal|-shm|\.lock)?"
)


def part_of(work: str) -> str:
    """Return an unused name for a file or folder that is being written: ".export-HOST-PROCESS-….part".

    Args:
        work: the kind of work, one of those in _NAME. SQLite's own files beside it are known too.
    """
    return f".{work}-{_host()}-{own_mark()}-{secrets.token_hex(4)}.part"


def remove_part(file: Path) -> None:
    """Remove a partial file that this process has made, if it is there, and what SQLite keeps beside it."""
    for ending in ("", "-journal", "-wal", "-shm"):  # a full disk leaves the journal
        file.with_name(file.name + ending).unlink(missing_ok=True)


def remove_left_overs(folder: Path) -> list[Path]:
    """Remove partial files that ended processes of this computer left in a folder; return the removed paths.

    Files of running processes, on this or another computer, are kept. No other files have such names. Disk errors are
    ignored here, since the work that follows reports them.
    """
    gone = []
    for place in _parts(folder):
        found = _NAME.fullmatch(place.name)
        if found is None or found["host"] != _host() or runs(found["process"]):
            continue
        with suppress(OSError):
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink()
            gone.append(place)
    return gone


def _parts(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(folder.glob(".*.part*"))


def _host() -> str:
    return re.sub(r"[^\w.]", "_", platform.node())
