"""The images inside a package, unpacked into the cache folder when somebody works with it."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from desktop_labeler.data.project.inner_paths import is_inner
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs
from desktop_labeler.errors import ProjectError
from desktop_labeler.json_text import parse_json
from desktop_labeler.paths import cache_dir

INSIDE: Final = "inside the package"
"""The path of the folder of a package whose images are in the file itself."""
PACKAGE: Final = "package"
"""The setting that says what a package is, and that makes a project one."""
_ID = re.compile(r"[0-9a-f]{32}")
_NO_FOLDER = "no folder"


def unpacked(db: sqlite3.Connection, project: Path) -> Path:
    """Return the folder with the images of a package, after unpacking them if they are not there.

    Images whose path leads out of the folder are left out, and are missing then.

    Args:
        db: of the package.
        project: its file, for messages.

    Raises:
        ProjectError: the package has no proper id, or the cache folder cannot be written.
    """
    number = _id_of(db)
    if number is None:
        return project.parent / _NO_FOLDER  # a file that somebody changed: its images are missing
    try:
        folder = cache_dir() / "packages" / number
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            remove_left_overs(folder.parent)
            _unpack(db, folder)
    except OSError as error:
        raise ProjectError(
            "The images in {file} cannot be unpacked: {reason}. Nothing was changed. Make room in {folder}, or start "
            "the program with another folder for its data.",
            file=project.name,
            reason=error.strerror or error,
            folder=error.filename or "–",
        ) from error
    return folder


def _id_of(db: sqlite3.Connection) -> str | None:
    found = db.execute("SELECT value FROM setting WHERE name = ?", (PACKAGE,)).fetchone()
    try:
        stored = parse_json(found[0]) if found else None
    except ValueError:
        stored = None
    number = stored.get("id") if isinstance(stored, dict) else None
    return number if isinstance(number, str) and _ID.fullmatch(number) else None


def _unpack(db: sqlite3.Connection, folder: Path) -> None:
    part = folder.with_name(part_of("export"))
    try:
        part.mkdir()
        for path, time, data in _files(db):
            file = part / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            os.utime(file, ns=(time, time))
        with suppress(FileExistsError):  # another program was faster
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _files(db: sqlite3.Connection) -> Iterator[tuple[str, int, bytes]]:
    for path, time, data in db.execute(
        "SELECT path, mtime_ns, data FROM packed JOIN image ON image.id = packed.image_id WHERE data IS NOT NULL"
    ):
        if is_inner(path):
            yield path, max(0, time), data


def package_setting(
    number: str, name: str, *, blind: bool, classes: dict[int, str], after: tuple[int, str] | None
) -> str:
    """Return what a package says of itself, as it is stored.

    Args:
        number: a random id, 32 hexadecimal digits.
        name: whom it is for; may be empty.
        blind: whether labels were left out.
        classes: the names of the classes that it was made with, by their ids.
        after: the number and time of the last decision of the project that it was made from; None before the first.
    """
    known = {str(label): text for label, text in classes.items()}
    return json.dumps({"id": number, "for": name, "blind": blind, "classes": known, "after": after})
