"""SQLite's write-ahead log: changes are written there first and copied into the project file later.

A decision on a hundred images spread over a large project changes hundreds of pages. If the log is copied every few
decisions, as SQLite does by default, every third decision waits 30 ms longer (measured on 1,000,000 images).
"""

import sqlite3
from pathlib import Path

_LONG = 4_000_000  # bytes
_AT_MOST = 16_384  # pages of 4 kB, after which SQLite copies the log itself


def put_off_merging(db: sqlite3.Connection) -> None:
    """Leave copying the log to another connection (see merge_log); committed changes are just as safe in the log."""
    db.execute(f"PRAGMA wal_autocheckpoint = {_AT_MOST}")


def is_long(project: Path) -> bool:
    """Whether the log of a project is long enough to be worth copying; on network disks there is none."""
    log = project.with_name(f"{project.name}-wal")
    return log.exists() and log.stat().st_size > _LONG


def merge_log(db: sqlite3.Connection, project: Path, *, short: bool = False) -> None:
    """Copy the log into the project file if it is long, or always if `short`; decisions can be written meanwhile."""
    if short or is_long(project):
        db.execute("PRAGMA wal_checkpoint(PASSIVE)")
