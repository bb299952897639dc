"""SQLite's write-ahead log: changes are written there first and copied into the project file later.

A decision on a hundred images spread over a large project changes hundreds of pages. If the log is copied every few
decisions, as SQLite does by default, every third decision waits 30 ms longer (measured on 1,000,000 images).
"""

import sqlite3
from contextlib import suppress
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


def merge_log(db: sqlite3.Connection, project: Path, *, short: bool = False) -> bool:
    """Copy the log into the project file if it is long; decisions can be written meanwhile.

    Args:
        db: the open project.
        project: its file.
        short: copy it however short it is, and empty it unless somebody reads just now: the log of a file that
            is replaced by hand would otherwise be read into the other one.

    Returns:
        Whether the project file alone holds all that was written; False too where a short log was left alone.
    """
    complete = False
    if short or is_long(project):
        _, pages, copied = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        complete = pages == copied
    if short:
        (patience,) = db.execute("PRAGMA busy_timeout").fetchone()
        db.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):  # a decision is being written, which comes first
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute(f"PRAGMA busy_timeout = {patience}")
    return complete


def merge_into_moved(db: sqlite3.Connection) -> None:
    """Copy the log into a file that was moved away or replaced while it was open, which SQLite does not do on closing.

    Only where no other program has opened the file at its new place meanwhile.
    """
    with suppress(sqlite3.Error):
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("BEGIN IMMEDIATE")  # takes the file for this connection alone
        db.execute("ROLLBACK")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
