"""The images inside a package, unpacked into the cache folder when somebody works with it."""

import errno
import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from desktop_labeler.data.project.inner_paths import is_inner
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs, remove_part
from desktop_labeler.errors import ProjectError, refusal
from desktop_labeler.json_text import parse_json
from desktop_labeler.paths import cache_dir

INSIDE: Final = "inside the package"
"""The path of the folder of a package whose images are in the file itself."""
PACKAGE: Final = "package"
"""The setting that says what a package is, and that makes a project one."""
_ID = re.compile(r"[0-9a-f]{32}")
_NO_FOLDER = "no folder"
_UNUSED = 30 * 24 * 3600  # seconds after which images that nobody has worked with are removed; the package keeps them
_UNUSABLE = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}
"""Errors of a path that cannot be a file here, as one forged or made on another system; any other is the disk's."""


def place_of(db: sqlite3.Connection, project: Path) -> Path:
    """Return the folder into which the images of a package are unpacked; whether they are there is not asked.

    Args:
        db: of the package.
        project: its file.
    """
    number = _id_of(db)
    # Without its id, somebody has changed the file: its images are missing.
    return cache_dir() / "packages" / number if number is not None else project.parent / _NO_FOLDER


def unpack(db: sqlite3.Connection, project: Path, *, check: bool = False) -> Generator[tuple[int, int], None, None]:
    """Write the images of a package that are not in its folder yet, one after another; each appears as a whole.

    Whoever stops it keeps what is there, and the next call goes on. An image whose path leads out of the folder, or
    cannot be that of a file here, is left out, and is missing then. Images of other packages that nobody has worked
    with for 30 days are removed, so that the cache folder stays small; they are unpacked again when they are needed.

    Args:
        db: of the package.
        project: its file, for messages.
        check: look at every image, even if all were unpacked before: somebody may have cleared the cache folder.

    Yields:
        How many images are there or left out, of how many.

    Raises:
        ProjectError: the cache folder cannot be written; what was unpacked stays.
    """
    folder = place_of(db, project)
    complete = folder.with_name(f"{folder.name}.complete")
    if folder.name == _NO_FOLDER:
        return
    _note_use(complete)
    if not check and complete.exists() and folder.is_dir():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_left_overs(folder.parent)
        _remove_unused(folder)
        total = int(db.execute("SELECT count(*) FROM packed WHERE data IS NOT NULL").fetchone()[0])
        yield 0, total
        with closing(_files(db)) as files:
            for done, (image, path, changed, size) in enumerate(files, 1):
                if is_inner(path):
                    _write(db, image, folder, path, max(0, changed), size)
                yield done, total
        complete.touch()
    except OSError as error:
        raise ProjectError(
            "The images in {file} cannot be unpacked: {reason}. Nothing was changed. Make room in {folder}, or start "
            "the program with another folder for its data.",
            file=project.name,
            reason=refusal(error),
            folder=error.filename or "–",
        ) from error


def _note_use(complete: Path) -> None:
    with suppress(OSError):  # not unpacked yet, or nothing can be written there
        os.utime(complete)


def _remove_unused(folder: Path) -> None:
    """Remove what was unpacked of other packages, or in part, and not used for long, by the clock at both times."""
    before = time.time() - _UNUSED
    for other in sorted(folder.parent.iterdir()):
        if not _ID.fullmatch(other.name) or other == folder:
            continue
        complete = other.with_name(f"{other.name}.complete")
        with suppress(OSError):
            used = max(place.stat().st_mtime for place in (other, complete) if place.exists())
            if used < before:
                complete.unlink(missing_ok=True)  # first, so that a kill leaves a folder that is known to be in part
                shutil.rmtree(other, ignore_errors=True)


def _id_of(db: sqlite3.Connection) -> str | None:
    found = db.execute("SELECT value FROM setting WHERE name = ?", (PACKAGE,)).fetchone()
    try:
        stored = parse_json(found[0]) if found else None
    except ValueError:
        stored = None
    number = stored.get("id") if isinstance(stored, dict) else None
    return number if isinstance(number, str) and _ID.fullmatch(number) else None


def _files(db: sqlite3.Connection) -> Generator[tuple[int, str, int, int], None, None]:
    """Yield id, path, time and size of the images that are in the file, a thousand read at a time."""
    last = -1
    while rows := db.execute(
        "SELECT image_id, path, mtime_ns, length(data) FROM packed JOIN image ON image.id = packed.image_id "
        "WHERE data IS NOT NULL AND image_id > ? ORDER BY image_id LIMIT 1000",
        (last,),
    ).fetchall():
        yield from rows
        last = rows[-1][0]


def _write(db: sqlite3.Connection, image: int, folder: Path, path: str, changed: int, size: int) -> None:
    """Write one image unless it is there."""
    file, part = folder / path, folder.with_name(part_of("export"))
    try:
        if _is_there(file, changed, size):
            return
        (data,) = db.execute("SELECT data FROM packed WHERE image_id = ?", (image,)).fetchone()
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            os.utime(part, ns=(changed, changed))
            part.replace(file)
        finally:
            remove_part(part)
    except OSError as error:
        if error.errno not in _UNUSABLE:
            raise


def _is_there(file: Path, changed: int, size: int) -> bool:
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    return found.st_size == size and (found.st_mtime_ns == changed or os.name == "nt")  # NTFS keeps 100 ns


def package_setting(
    number: str, name: str, *, blind: bool, classes: dict[int, str], after: tuple[int, str] | None, hidden: bool = False
) -> str:
    """Return what a package says of itself, as it is stored.

    Args:
        number: a random id, 32 hexadecimal digits.
        name: whom it is for; may be empty.
        blind: whether labels were left out.
        classes: the names of the classes that it was made with, by their ids.
        after: the number and time of the last decision of the project that it was made from; None before the first.
        hidden: whether its images have names that tell nothing.
    """
    known = {str(label): text for label, text in classes.items()}
    stored = {"id": number, "for": name, "blind": blind, "classes": known, "after": after}
    return json.dumps(stored | ({"names": "hidden"} if hidden else {}))
