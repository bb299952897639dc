"""SQLite's write-ahead log: what is written lands there first and is copied into the project file later.

A decision of a hundred images spread over a large project changes hundreds of pages. Copying the log every few
decisions, as SQLite does by itself, makes each third one of them wait 30 ms longer (measured on 1,000,000 images).
"""

import sqlite3
from pathlib import Path

_LONG = 4_000_000  # bytes
_AT_MOST = 16_384  # pages of 4 kB: if nobody copies the log, it is done all the same


def put_off_merging(db: sqlite3.Connection) -> None:
    """Leave copying the log to another connection, see merge_log; what is committed is just as safe there."""
    db.execute(f"PRAGMA wal_autocheckpoint = {_AT_MOST}")


def is_long(project: Path) -> bool:
    """Whether the log of a project is worth copying; there is none on network drives."""
    log = project.with_name(f"{project.name}-wal")
    return log.exists() and log.stat().st_size > _LONG


def merge_log(db: sqlite3.Connection, project: Path, *, short: bool = False) -> None:
    """Copy a long log into the project file, or any; decisions can be written meanwhile."""
    if short or is_long(project):
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
