"""Opens SQLite files, also on disks that offer no locks, as some network disks."""

import shutil
import sqlite3
from pathlib import Path
from typing import Literal

from desktop_labeler.data.project.lock import offers_locks

# There SQLite locks with a folder beside the file; a write-ahead log, which needs shared memory, is not possible then.
_WITHOUT_LOCKS = "&vfs=unix-dotfile"
_PATIENCE = 30.0  # seconds


def open_sqlite(path: Path, mode: Literal["rw", "rwc", "ro"]) -> sqlite3.Connection:
    """Open a file; "rwc" makes it if missing, the others raise sqlite3.OperationalError."""
    system = "" if offers_locks(path.parent) else _WITHOUT_LOCKS
    uri = f"{path.absolute().as_uri()}?mode={mode}{system}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE)


def remove_stale_lock(path: Path) -> None:
    """Remove the lock that a killed program left on a disk without locks; the caller holds the project's lock."""
    if not offers_locks(path.parent):
        shutil.rmtree(path.with_name(f"{path.name}.lock"), ignore_errors=True)
