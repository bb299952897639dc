"""Translates errors of SQLite and of the disk into messages for the person; no other module does this."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_labeler.data.project import backups
from desktop_labeler.errors import ProjectError
from desktop_labeler.messages import Message


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
        raise ProjectError(
            "{file} cannot be used: {reason}. Nothing was changed. Check that you may read and write it and its "
            "folder.",
            file=path.name,
            reason=error.strerror or error,
        ) from error


def _sentence(error: sqlite3.Error, path: Path) -> Message:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return Message(
            "The disk that holds {file} is full. Everything decided before is safe; the last action was not stored. "
            "Free some space and do it again.",
            file=path.name,
        )
    if code == sqlite3.SQLITE_NOTADB:
        return no_project(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return damaged(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Message(
            "{file} is in use by another program. The last action was not stored; do it again.", file=path.name
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


def damaged(path: Path) -> Message:
    """Return the message for a project file that the disk or something else has damaged."""
    return Message(
        "{file} is damaged. Nothing was changed. Restore the newest backup: its backups are beside it, in the "
        "folder {folder}.",
        file=path.name,
        folder=backups.folder_of(path).name,
    )


def no_project(path: Path) -> Message:
    """Return the message for a file that is not a project of this program."""
    return Message(
        "{file} is not a project of this program, or its beginning is destroyed. It was left alone. Choose another "
        "file; if this was a project, restore a backup: they are beside it, in the folder {folder}.",
        file=path.name,
        folder=backups.folder_of(path).name,
    )
