"""Opens a project file with SQLite: refuses what is no project, sets the journal, migrates, and makes new files."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from desktop_labeler.data.project import backups, lock, schema
from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs, remove_part
from desktop_labeler.data.project.logs.own_log import beside, settle_logs
from desktop_labeler.data.project.network_disks import is_on_network
from desktop_labeler.data.project.sqlite_file import open_sqlite, remove_stale_lock
from desktop_labeler.data.project.storage_errors import no_project, translated
from desktop_labeler.data.project.write_log import merge_log
from desktop_labeler.errors import ProjectError, ProjectInUseError
from desktop_labeler.paths import free_place, is_too_long

_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a file that was not closed
_MOST_IMAGES = 100_000_000  # ids are never reused, so lookup tables need room for every id


def refuse_unusual(path: Path) -> None:
    """Refuse a file beside which something else than a file has the name of a log or of the lock.

    SQLite would write through a link into whatever file it leads to, and wait for ever at a pipe.

    Raises:
        ProjectError: there is one; nothing was opened.
    """
    place = real_path(path)
    for file in (*(beside(place, ending) for ending in _BESIDE), lock.lock_path(place)):
        if os.path.lexists(file) and not (file.is_file() and not file.is_symlink()):
            raise ProjectError(
                "{file}, which lies beside the project, is no file but a link, a folder, a pipe or a device. The "
                "project was not opened and nothing was changed. Remove it, or copy the project file alone to another "
                "folder and open it there.",
                file=file.name,
            )


def settle(path: Path) -> None:
    """Put in order what a killed program or a copy by hand left beside a file, before this process opens it.

    Args:
        path: the file, its links resolved; the caller holds its lock, and nobody has it open.

    Raises:
        ProjectError: it cannot be put in order; the file must not be opened.
    """
    remove_stale_lock(path)
    with translated(path):
        settle_logs(path)


def settle_to_read(path: Path) -> None:
    """Put it in order before reading too, since a reader copies a log into its file, unless a program has it open.

    Raises:
        ProjectError: it cannot be put in order; the file must not be opened.
    """
    place = real_path(path)
    if lock.is_held(place) or not any(_has_content(beside(place, ending)) for ending in ("-wal", "-journal")):
        return
    with suppress(ProjectInUseError, OSError):  # where nothing can be written, `connect` refuses a log
        lock.release(lock.acquire(place, settle))


def _has_content(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


@contextmanager
def nothing_left(path: Path) -> Iterator[None]:
    """Remove the empty log that a failed opening made: SQLite leaves it beside a damaged file."""
    made = [beside(real_path(path), ending) for ending in ("-wal", "-shm")]
    there = any(map(os.path.lexists, made))
    try:
        yield
    except BaseException:
        if not there and not _has_content(made[0]):
            for file in made:
                with suppress(OSError):
                    file.unlink(missing_ok=True)
        raise


def connect(path: Path, read_only: bool) -> sqlite3.Connection:
    """Open an existing file; for reading also where nothing can be written.

    Raises:
        ProjectError: it is empty, or it cannot be written here and its newest decisions are in the log of a crash.
        sqlite3.Error: it cannot be opened.
    """
    if not path.stat().st_size:
        raise ProjectError.of(no_project(path))  # SQLite would delete the log beside it
    # mode=ro is not used, since such a connection cannot remove the -wal and -shm files that it made when it closes.
    db = open_sqlite(path, "rw")
    if not read_only:
        return db
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        db.close()  # a WAL file in a read-only folder, which no one else can write either
        _refuse_unfinished(path)
        db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, isolation_level=None)
    return db


def _refuse_unfinished(path: Path) -> None:
    """Refuse a file with decisions in its -wal after a crash, since an immutable file is read without its -wal."""
    log = beside(path, "-wal")
    if _has_content(log):
        raise ProjectError(
            "{file} was not closed properly; where nothing can be written its newest decisions cannot be "
            "read. They are safe in {log}. Copy both files to a place where you may write, and open the "
            "copy.",
            file=path.name,
            log=log.name,
        )


def check(db: sqlite3.Connection, path: Path) -> None:
    """Refuse an open file that is no project, was made by a newer version, or holds what this program never writes.

    Raises:
        ProjectError: it was left untouched.
    """
    (marked,) = db.execute("PRAGMA application_id").fetchone()
    if marked != schema.APPLICATION_ID:
        raise ProjectError.of(no_project(path))
    if schema.version(db) > schema.VERSION:
        raise ProjectError(
            "{file} was made by a newer version of this program. It was left untouched. Install the newer "
            "version to open it.",
            file=path.name,
        )
    if foreign := schema.foreign_parts(db):
        raise ProjectError(
            "{file} holds something that this program did not put there ({names}). It was left untouched. Open a "
            "backup, or ask whoever made the file.",
            file=path.name,
            names=foreign[:5],
        )
    highest = db.execute("SELECT max(id) FROM image").fetchone()[0] if schema.version(db) else None
    if highest is not None and highest > _MOST_IMAGES:
        raise ProjectError(
            "{file} numbers its images up to {highest}, which this program never does. It was left untouched. Open a "
            "backup, or ask whoever made the file.",
            file=path.name,
            highest=highest,
        )


def prepare(db: sqlite3.Connection, path: Path, durable: bool) -> bool:
    """Set up an open file for writing, and migrate an older one after a backup.

    Returns:
        Whether there is a write-ahead log, which network disks and disks without locks do not allow.
    """
    wanted = "DELETE" if is_on_network(path) else "WAL"
    (journal,) = db.execute(f"PRAGMA journal_mode = {wanted}").fetchone()
    db.execute("PRAGMA synchronous = " + ("FULL" if durable else "NORMAL"))
    db.execute(f"PRAGMA wal_autocheckpoint = {1000 if durable else 0}")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA cache_size = -65536")
    if schema.version(db) < schema.VERSION:
        backups.back_up(db, path, "migration")
        schema.migrate(db)
        merge_log(db, path, short=True)  # the next log begins on a commit that has a mark
    return str(journal) == "wal"


def migrated_copy(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a copy of an older file as this version knows it, to read from; the file stays as it is and is closed.

    SQLite keeps the copy in a temporary file that only it sees, and removes it when it is closed.
    """
    copy = sqlite3.connect("", isolation_level=None)
    try:
        db.backup(copy)
        schema.migrate(copy)
        copy.execute("PRAGMA query_only = ON")
    except BaseException:
        copy.close()
        raise
    db.close()
    return copy


def remove(path: Path) -> None:
    """Delete a project file that nobody has open, with its log, which SQLite would read into the next file there."""
    remove_left_overs(path.parent)  # a kill as it was given its name leaves its other name
    for ending in ("", *_BESIDE):
        beside(path, ending).unlink(missing_ok=True)


def make(path: Path, settings: Mapping[str, object]) -> None:
    """Make an empty project file with some settings; it appears as a whole, also when the program is killed.

    Raises:
        OSError, sqlite3.Error: it cannot be made; nothing is left there.
        FileExistsError: the file exists.
    """
    if is_too_long(path.name, _BESIDE[-1]):  # found out before half of it is made
        raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), str(path))
    remove_left_overs(path.parent)
    for ending in _BESIDE:  # of a file that was deleted without it
        log = beside(path, ending)
        if log.exists():
            log.replace(free_place(path.parent, f"{path.name}{ending} without its project"))
    half = path.with_name(part_of("project"))
    try:
        with closing(open_sqlite(half, "rwc")) as db:
            schema.migrate(db)
            with schema.transaction(db):
                rows = [(name, json.dumps(value)) for name, value in settings.items()]
                db.executemany("INSERT INTO setting VALUES (?, ?)", rows)
        _give_name(half, path)
    finally:
        remove_part(half)


def _give_name(half: Path, path: Path) -> None:
    """Give a complete file its name at once, and never in the place of another file."""
    try:
        os.link(half, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links
        half.rename(path)
