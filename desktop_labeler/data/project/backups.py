"""Backups of a project file, made by SQLite: the newest five of each kind, in a folder beside the project."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from desktop_labeler.data.project import schema
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs, remove_part
from desktop_labeler.data.project.logs.own_log import Log, beside, examine_wal
from desktop_labeler.data.project.sqlite_file import open_sqlite
from desktop_labeler.errors import ProjectError
from desktop_labeler.paths import beginning_of

Reason = Literal["daily", "migration", "import", "restore", "asked"]
KEEP = 5
_NAME = re.compile(r"(\d{8}T\d{12}Z) ([a-z]+)(?: (\d+))?", re.IGNORECASE)  # the time, the reason and the number


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        file: the path of the backup.
        when: the time in UTC by the clock at that moment, which may have been wrong.
        reason: why it was made, a Reason.
        number: its number among the backups of the project; 0 for those of earlier versions, which were not numbered.
    """

    file: Path
    when: datetime
    reason: str
    number: int = 0


def folder_of(project: Path) -> Path:
    """Return the folder of a project's backups; it may not exist."""
    return project.with_name(f"{project.stem}.backups")


def list_backups(project: Path) -> list[Backup]:
    """Return the backups of a project, newest first, sorted by number since a clock can be wrong or set back."""
    found = []
    for file in folder_of(project).glob("*.labeler"):
        named = _NAME.fullmatch(file.stem)
        try:
            when = datetime.strptime(named[1], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC) if named else None
        except ValueError:
            when = None
        if named is not None and when is not None:  # otherwise it is a copy that a person made
            found.append(Backup(file, when, named[2], int(named[3] or 0)))
    return sorted(found, key=lambda backup: (backup.number, backup.when), reverse=True)


def back_up(db: sqlite3.Connection, project: Path, reason: Reason) -> Backup:
    """Back up the open project, and drop the oldest backups of this kind beyond five, but never the one just made.

    Raises:
        OSError, sqlite3.Error: the backup could not be written; no partial copy is left.
    """
    folder = folder_of(project)
    folder.mkdir(exist_ok=True)
    when = datetime.now(UTC)
    number = 1 + max((backup.number for backup in list_backups(project)), default=0)
    file = folder / f"{when:%Y%m%dT%H%M%S%f}Z {reason} {number}.labeler"
    remove_left_overs(folder)
    half = folder / part_of("backup")
    try:
        with closing(open_sqlite(half, "rwc")) as copy:
            db.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode = DELETE")
            schema.mark_commit(copy)  # of its own, so that no log beside the project is read into a copy put there
        half.replace(file)
    finally:
        remove_part(half)
    of_this_kind = [backup for backup in list_backups(project) if backup.reason == reason]
    for old in of_this_kind[KEEP:]:
        old.file.unlink(missing_ok=True)
    return Backup(file, when, reason, number)


def is_due(project: Path) -> bool:
    """Whether a daily backup is due: the last one is missing, older than a day, or dated in the future."""
    daily = [backup.when for backup in list_backups(project) if backup.reason == "daily"]
    return not daily or not timedelta(0) <= datetime.now(UTC) - daily[0] <= timedelta(days=1)


def restore(db: sqlite3.Connection, project: Path, backup: Path) -> None:
    """Replace the content of the open project by that of a backup, after backing up the current content.

    SQLite writes it in one transaction, so a crash in the middle leaves the earlier content. A backup of an older
    version is migrated.

    Raises:
        ProjectError: the file is not an intact project of this or an older version; nothing was changed.
        OSError, sqlite3.Error: the backup cannot be read or the project not written; nothing was changed.
    """
    remove_left_overs(project.parent)
    half = project.with_name(part_of("restore"))
    try:
        with closing(_opened(backup)) as source, closing(open_sqlite(half, "rwc")) as copy:
            _check(source, backup)
            back_up(db, project, "restore")
            source.backup(copy)
            schema.migrate(copy)
            schema.continue_marks(db, copy)
            copy.backup(db)
    finally:
        remove_part(half)


def _opened(backup: Path) -> sqlite3.Connection:
    """Open a backup for reading, without a log beside it that belongs to another file."""
    if examine_wal(backup) is Log.FOREIGN:
        return sqlite3.connect(f"{backup.absolute().as_uri()}?immutable=1", uri=True)
    return open_sqlite(backup, "ro")


def is_damaged(project: Path) -> bool:
    """Whether a project file is missing or not a readable database; intact files of other programs do not count."""
    if not project.is_file():
        return True
    log = beside(project, "-wal")
    if (
        log.is_file() and log.stat().st_size and examine_wal(project) is not Log.FOREIGN
    ):  # SQLite would write the log into the file, so examine copies of both
        remove_left_overs(project.parent)
        folder = project.with_name(part_of("check"))
        folder.mkdir()
        try:
            copy = folder / project.name
            shutil.copyfile(project, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            return _reads_damaged(copy.as_uri())
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return _reads_damaged(f"{project.absolute().as_uri()}?immutable=1")


def _reads_damaged(uri: str) -> bool:
    try:
        with closing(sqlite3.connect(uri, uri=True)) as db:
            return integrity(db) != "ok" or (marked(db) != schema.APPLICATION_ID and not _holds_tables(db))
    except sqlite3.OperationalError:
        return False  # it is locked or not readable; opening it gives the reason
    except sqlite3.DatabaseError:
        return True


def replace_damaged(project: Path, backup: Path) -> Path | None:
    """Replace a damaged or missing project file by a backup; the caller holds the project's lock.

    The damaged file is renamed with the date, and so is its write-ahead log, which SQLite would otherwise write into
    the restored file.

    Returns:
        The new path of the damaged file; None if the file was missing.

    Raises:
        ProjectError: the backup cannot be used; nothing was changed.
        OSError, sqlite3.Error: the backup cannot be copied; nothing was changed.
    """
    remove_left_overs(project.parent)
    half = project.with_name(part_of("restore"))
    try:
        with closing(_opened(backup)) as source:
            _check(source, backup)
            with closing(open_sqlite(half, "rwc")) as copy:
                source.backup(copy)
        behind = f" damaged {datetime.now(UTC):%Y-%m-%d %H%M%S}{project.suffix}"
        aside = project.with_name(beginning_of(project.stem, f"{behind}-journal") + behind)
        for ending in ("-wal", "-shm", "-journal", ""):
            old = beside(project, ending)
            if old.exists():
                old.replace(beside(aside, ending))
        half.replace(project)
    finally:
        remove_part(half)
    return aside if aside.exists() else None


def marked(db: sqlite3.Connection) -> int:
    """Return the application id of an open database: schema.APPLICATION_ID for a project."""
    (found,) = db.execute("PRAGMA application_id").fetchone()
    return int(found)


def _holds_tables(db: sqlite3.Connection) -> bool:
    return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def integrity(db: sqlite3.Connection) -> str:
    """Return "ok", or the first damage that SQLite finds in an open file; this reads the whole file."""
    (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
    return str(found)


def _check(source: sqlite3.Connection, backup: Path) -> None:
    """Refuse a backup that is not an intact project, since SQLite would copy any database, even an empty one."""
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
