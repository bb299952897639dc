"""Translates errors of SQLite and of the disk into messages for the person; no other module does this."""

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_labeler.data.project import backups
from desktop_labeler.errors import FULL, ProjectError, refusal
from desktop_labeler.messages import Message

_PERHAPS_FULL = frozenset([sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN])
_PAGES = 1 << 16  # bytes that SQLite needs beside a project before it stores anything


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the disk in the block into a ProjectError with a message for the person."""
    try:
        yield
    except sqlite3.Error as error:
        raise ProjectError.of(_sentence(error, path)) from error
    except UnicodeEncodeError as error:
        raise ProjectError(
            "{text} cannot be stored, because it is not text: half a character, or a name in another encoding. Nothing "
            "was changed. Rename it.",
            text=error.object[:200],
        ) from error
    except UnicodeDecodeError as error:
        raise ProjectError.of(damaged(path)) from error
    except OSError as error:
        if error.errno in FULL:
            raise ProjectError.of(full(path)) from error
        if error.errno == errno.ENAMETOOLONG:
            raise ProjectError(
                "The name {file} is too long for a project. Nothing was changed. Choose a shorter one: beside a "
                "project there are files with longer names.",
                file=path.name,
            ) from error
        raise ProjectError(
            "{file} cannot be used: {reason}. Nothing was changed. Check that you may read and write it and its "
            "folder.",
            file=path.name,
            reason=refusal(error),
        ) from error


def _sentence(error: sqlite3.Error, path: Path) -> Message:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL or (code in _PERHAPS_FULL and _has_no_room(path)):
        return full(path)
    if code == sqlite3.SQLITE_NOTADB:
        return no_project(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Message(
            "{file} is in use by another program. The last action was not stored; do it again.", file=path.name
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM) and path.exists() and not os.access(path, os.R_OK):
        return Message(
            "{file} cannot be read: there is no permission. Nothing was changed. Get permission to read and write it, "
            "or a copy of your own.",
            file=path.name,
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return Message(
            "{file} cannot be written here. Nothing was changed. Use a place where you may write; a project may be "
            "copied there.",
            file=path.name,
        )
    return Message(
        "{file}: the disk reports an error ({reason}). Everything decided before is safe. Check the disk.",
        file=path.name,
        reason=error,
    )


def _has_no_room(path: Path) -> bool:
    """Whether a disk has no room for a page more, as when the files that SQLite needs beside a project are made."""
    try:
        return shutil.disk_usage(path.parent).free < _PAGES
    except OSError:
        return False


def full(path: Path) -> Message:
    """Return the message for a disk without room."""
    return Message(
        "The disk that holds {file} is full. Everything decided before is safe; the last action was not stored. "
        "Free some space and do it again.",
        file=path.name,
    )


def damaged(path: Path) -> Message:
    """Return the message for a project file that the disk or something else has damaged."""
    if _has_backups(path):
        return Message(
            "{file} is damaged. Nothing was changed. Restore the newest backup: its backups are beside it, in the "
            "folder {folder}.",
            file=path.name,
            folder=backups.folder_of(path).name,
        )
    return Message(
        "{file} is damaged, and there are no backups beside it. Nothing was changed. If it is a copy, or somebody sent "
        "it, get it again; else bring the folder of its backups, {folder}, to where it is.",
        file=path.name,
        folder=backups.folder_of(path).name,
    )


def no_project(path: Path) -> Message:
    """Return the message for a file that is not a project of this program."""
    if _has_backups(path):
        return Message(
            "{file} is not a project of this program, or its beginning is destroyed. It was left alone. Choose another "
            "file; if this was a project, restore a backup: they are beside it, in the folder {folder}.",
            file=path.name,
            folder=backups.folder_of(path).name,
        )
    return Message(
        "{file} is not a project of this program, or its beginning is destroyed. It was left alone. Choose another "
        "file; if this was a project that was copied or sent here, get it again.",
        file=path.name,
    )


def no_file(path: Path) -> Message:
    """Return the message for the path of a project where there is no file."""
    if path.is_dir():
        return Message(
            "{file} is a folder, no project. Nothing was changed. Choose the project file itself, which ends in "
            ".labeler.",
            file=path,
        )
    if path.exists():
        return Message(
            "{file} is no file but a device, a pipe or a socket. Nothing was changed. Choose a project file, which "
            "ends in .labeler.",
            file=path,
        )
    if path.is_symlink():
        return Message(
            "{file} is a link to a file that is not there: {target}. Nothing was changed. Bring the file back, or "
            "choose another one.",
            file=path,
            target=path.readlink(),
        )
    return Message("There is no file {file}. Check the name, or make a new project.", file=path)


def _has_backups(path: Path) -> bool:
    try:
        return bool(backups.list_backups(path))
    except OSError:
        return False
