"""Copies of a project file, made by SQLite itself: the newest five of each kind, in a folder beside the project."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from desktop_labeler.data.project import schema
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs
from desktop_labeler.errors import ProjectError

Reason = Literal["daily", "migration", "import", "restore", "asked"]
KEEP = 5
_NAME = re.compile(r"(\d{8}T\d{12}Z) ([a-z]+)(?: (\d+))?")  # when, why, and its number


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        file: where it is.
        when: UTC, by the clock of that moment, which may have been wrong.
        reason: why it was made, a Reason.
        number: counts the backups of a project; 0 for those of earlier versions, which had none.
    """

    file: Path
    when: datetime
    reason: str
    number: int = 0


def folder_of(project: Path) -> Path:
    """Return the folder of a project's backups; it need not exist."""
    return project.with_name(f"{project.stem}.backups")


def list_backups(project: Path) -> list[Backup]:
    """Return the backups of a project, newest first: by their number, since a clock can run ahead or be set back."""
    found = []
    for file in folder_of(project).glob("*.labeler"):
        named = _NAME.fullmatch(file.stem)
        try:
            when = datetime.strptime(named[1], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC) if named else None
        except ValueError:
            when = None
        if named is not None and when is not None:  # else somebody's own copy
            found.append(Backup(file, when, named[2], int(named[3] or 0)))
    return sorted(found, key=lambda backup: (backup.number, backup.when), reverse=True)


def back_up(db: sqlite3.Connection, project: Path, reason: Reason) -> Backup:
    """Copy the open project and drop the oldest of this kind beyond five, never the one just made.

    Raises:
        OSError, sqlite3.Error: the copy could not be written; no half copy is left.
    """
    folder = folder_of(project)
    folder.mkdir(exist_ok=True)
    when = datetime.now(UTC)
    number = 1 + max((backup.number for backup in list_backups(project)), default=0)
    file = folder / f"{when:%Y%m%dT%H%M%S%f}Z {reason} {number}.labeler"
    remove_left_overs(folder)
    half = folder / part_of("backup")
    try:
        with closing(sqlite3.connect(half)) as copy:
            db.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode = DELETE")
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    of_this_kind = [backup for backup in list_backups(project) if backup.reason == reason]
    for old in of_this_kind[KEEP:]:
        old.file.unlink(missing_ok=True)
    return Backup(file, when, reason, number)


def is_due(project: Path) -> bool:
    """Whether the last daily backup is older than a day, is dated in the future, or is missing."""
    daily = [backup.when for backup in list_backups(project) if backup.reason == "daily"]
    return not daily or not timedelta(0) <= datetime.now(UTC) - daily[0] <= timedelta(days=1)


def restore(db: sqlite3.Connection, project: Path, backup: Path) -> None:
    """Put a backup's content into the open project, after a backup of what is there now.

    SQLite writes it as one transaction: a crash in the middle leaves the earlier content. One of an older version is
    brought to today's.

    Raises:
        ProjectError: the file is no whole project of this or an older version; nothing was changed.
        OSError, sqlite3.Error: it cannot be read, or the project not written; nothing was changed.
    """
    with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source:
        _check(source, backup)
        back_up(db, project, "restore")
        source.backup(db)
    schema.migrate(db)


def is_damaged(project: Path) -> bool:
    """Whether a project file is missing or cannot be read as a database; a whole one of another program is not."""
    if not project.is_file():
        return True
    log = project.with_name(project.name + "-wal")
    if log.is_file() and log.stat().st_size:  # SQLite would write it into the file: look at copies of both
        with TemporaryDirectory(dir=project.parent, prefix=".check-") as folder:
            copy = Path(folder) / project.name
            shutil.copyfile(project, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            return _reads_damaged(copy.as_uri())
    return _reads_damaged(f"{project.absolute().as_uri()}?immutable=1")


def _reads_damaged(uri: str) -> bool:
    try:
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return integrity(db) != "ok" or (marked(db) != schema.APPLICATION_ID and not _holds_tables(db))
    except sqlite3.OperationalError:
        return False  # locked, or a place that cannot be read: opening it says more
    except sqlite3.DatabaseError:
        return True


def replace_damaged(project: Path, backup: Path) -> Path | None:
    """Put a backup in the place of a project file that is damaged or missing; the caller holds its lock.

    The damaged file goes aside with the date, and its write-ahead log with it: left where it is, SQLite would write it
    into the restored file.

    Returns:
        Where the damaged file is now; None where there was none.

    Raises:
        ProjectError: the backup cannot be used; nothing was changed.
        OSError, sqlite3.Error: it cannot be copied; nothing was changed.
    """
    half = project.with_suffix(".half")
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as source:
            _check(source, backup)
            with closing(sqlite3.connect(half)) as copy:
                source.backup(copy)
        aside = project.with_name(f"{project.stem} damaged {datetime.now(UTC):%Y-%m-%d %H%M%S}{project.suffix}")
        for ending in ("-wal", "-shm", "-journal", ""):
            old = project.with_name(project.name + ending)
            if old.exists():
                old.replace(aside.with_name(aside.name + ending))
        half.replace(project)
    finally:
        half.unlink(missing_ok=True)
    return aside if aside.exists() else None


def marked(db: sqlite3.Connection) -> int:
    """Return what an open file says it belongs to: schema.APPLICATION_ID for a project."""
    (found,) = db.execute("PRAGMA application_id").fetchone()
    return int(found)


def _holds_tables(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def integrity(db: sqlite3.Connection) -> str:
    """Return "ok", or the first damage that SQLite finds in an open file; reads all of it."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return str(found)


def _check(source: sqlite3.Connection, backup: Path) -> None:
    """Refuse what would replace a project by something else: SQLite copies any database, also an empty one."""
    try:
        usable = marked(source) == schema.APPLICATION_ID and integrity(source) == "ok"
    except sqlite3.DatabaseError:
        usable = False
    if not usable:
        raise ProjectError(
            "{file} is not a complete backup of a project. Nothing was changed. Choose another one from the list.",
            file=backup.name,
        )
    if schema.version(source) > schema.VERSION:
        raise ProjectError(
            "{file} was made by a newer version of this program. Nothing was changed. Install that version.",
            file=backup.name,
        )
