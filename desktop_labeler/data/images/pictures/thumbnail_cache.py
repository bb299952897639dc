"""A cache of thumbnails on disk, so that a folder is shown immediately the second time; it can be deleted any time."""

import hashlib
import io
import logging
import sqlite3
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding import decode
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.data.decoding.pixel_version import PIXELS
from desktop_labeler.data.images.parts.image_parts import MARGIN, Part, decode_item
from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.messages import Message

log = logging.getLogger(__name__)

LIMIT = 2_000_000_000  # bytes
# Decoding a file this small is as fast as reading its thumbnail, and a million of them would fill the cache in vain.
_SMALL_FILE = 32_768
_QUALITY = 88
_FRESH = 3600  # seconds before another use of a thumbnail is recorded
_KEPT = 0.98  # fraction of the limit to shrink to: dropping few thumbnails at a time is quick

# The pixels have a table of their own; otherwise recording a use would rewrite them.
_TABLES = """
CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
    picture INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_by_use ON entry (used, size, picture);
CREATE TABLE IF NOT EXISTS picture (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
"""


def file_state(image: ImageRow) -> tuple[object, ...]:
    """Return what tells one state of an image's file from another: its path, size and time, and what is wrong."""
    return image.path, image.size, image.mtime_ns, image.problem


def thumbnail_key(image: ImageRow, file: Path) -> str:
    """Return a key that identifies one state of an image: the path, size and time of its file, and which part it is."""
    return f"{file}|{image.size}|{image.mtime_ns}" + (f"|{image.part}" if image.part else "")


class Thumbnails:
    """A cache of thumbnails in one SQLite file, since a million small files would be slow, above all to delete.

    It is safe to use from several threads, and several programs may share a folder. If the cache cannot be written
    (disk full, read-only folder), thumbnails are made anew each time, and `trouble` says so.

    Args:
        folder: the folder of the cache; it is created if missing.
        limit: the largest size of all thumbnails in bytes; beyond it, the least recently used ones are dropped.
    """

    def __init__(self, folder: Path, *, limit: int = LIMIT) -> None:
        self._file = folder / "thumbnails.sqlite"
        self._limit = limit
        self._lock = threading.Lock()
        self._trouble: Message | None = None
        self._said = False
        self._size = 0
        self._db: sqlite3.Connection | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._open()
        except (OSError, sqlite3.Error) as error:
            self._give_up(error)

    def load(
        self,
        image_key: str,
        file: Path,
        edge: int,
        display: DisplayRange = AUTOMATIC,
        part: Part | None = None,
        margin: float = MARGIN,
    ) -> UInt8Array:
        """Return a thumbnail from the cache, or make it.

        Args:
            image_key: the result of thumbnail_key.
            file: the image file, read only if the thumbnail is not in the cache.
            edge: the length of the longer side in pixels; a smaller image keeps its size.
            display: which numbers of an image with more than 8 bits are black and white.
            part: which part of the file; None for all of it.
            margin: what is shown around a box, as a share of its longer side.

        Returns:
            (H, W, 3) uint8, upright.

        Raises:
            ImageError: the image cannot be used; the text is the reason.
        """
        name = f"{image_key}|{edge}" + (f"|{display.version}" if display.version else "")
        name += f"|margin {margin:g}" if part is not None and part.box is not None else ""
        key = hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=16).digest()
        packed = self._get(key)
        if packed is not None:
            with Image.open(io.BytesIO(packed)) as picture:
                return np.array(picture)
        pixels = decode_item(file, part, longest=edge, display=display, margin=margin)
        if self._db is not None and decode.file_size(file) > _SMALL_FILE:
            self._put(key, _pack(pixels))
        return pixels

    def trouble(self) -> Message | None:
        """Return once why the cache is not used; None if it works or the reason was already returned."""
        if self._trouble is None or self._said:
            return None
        self._said = True
        return self._trouble

    def size(self) -> int:
        """Return the size of all thumbnails in the cache in bytes."""
        return self._size

    def clear(self) -> None:
        """Delete all thumbnails."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None
            self._trouble, self._said = None, False
            try:
                self._remove_files()
                self._open()
            except (OSError, sqlite3.Error) as error:
                self._give_up(error)

    def close(self) -> None:
        """Close the file; from then on every thumbnail is made anew."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _open(self) -> None:
        try:
            self._connect()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._remove_files()  # the file is damaged or not a cache: start a new one
            self._connect()

    def _connect(self) -> None:
        db = sqlite3.connect(self._file, isolation_level=None, timeout=0.2, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            if db.execute("PRAGMA user_version").fetchone()[0] not in (0, PIXELS):
                raise sqlite3.DatabaseError("a cache of another version")
            db.executescript(_TABLES + f"PRAGMA user_version = {PIXELS};")
            self._size = db.execute("SELECT coalesce(sum(size), 0) FROM entry").fetchone()[0]
        except BaseException:
            db.close()
            raise
        self._db = db

    def _remove_files(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)

    def _get(self, key: bytes) -> bytes | None:
        with self._lock:
            if self._db is None:
                return None
            try:
                found = self._db.execute(
                    "SELECT data, used FROM entry JOIN picture ON picture.id = entry.picture WHERE key = ?", (key,)
                ).fetchone()
                now = int(time.time())
                if found is not None and found[1] < now - _FRESH:
                    self._db.execute("UPDATE entry SET used = ? WHERE key = ?", (now, key))
            except sqlite3.Error as error:
                self._failed(error)
                return None
        return None if found is None else bytes(found[0])

    def _put(self, key: bytes, packed: bytes) -> None:
        with self._lock:
            if self._db is None:
                return
            try:
                self._db.execute("BEGIN IMMEDIATE")
                self._insert(self._db, key, packed)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                self._failed(error)

    def _insert(self, db: sqlite3.Connection, key: bytes, packed: bytes) -> None:
        if db.execute("SELECT 1 FROM entry WHERE key = ?", (key,)).fetchone():
            return  # another thread or program was faster
        picture = db.execute("INSERT INTO picture (data) VALUES (?)", (packed,)).lastrowid
        db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (key, int(time.time()), len(packed), picture))
        self._size += len(packed)
        if self._size > self._limit:
            self._drop_oldest(db)

    def _drop_oldest(self, db: sqlite3.Connection) -> None:
        (self._size,) = db.execute("SELECT coalesce(sum(size), 0) FROM entry").fetchone()
        gone = []
        for key, size, picture in db.execute("SELECT key, size, picture FROM entry ORDER BY used, picture"):
            if self._size <= self._limit * _KEPT:
                break
            gone.append((key, picture))
            self._size -= size
        db.executemany("DELETE FROM entry WHERE key = ?", ((key,) for key, _ in gone))
        db.executemany("DELETE FROM picture WHERE id = ?", ((picture,) for _, picture in gone))

    def _failed(self, error: sqlite3.Error) -> None:
        """Continue without the cache, unless the error is only that another program was using it."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return
        if self._db is not None:
            self._db.close()
            self._db = None
        self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
        self._trouble = Message(
            "Thumbnails are not kept, because {reason} ({folder}). Nothing is lost; images appear more slowly. Make "
            "room or choose another folder for the cache, and start the program again.",
            reason=Message("its disk is full") if full else Message("it cannot be written"),
            folder=self._file.parent,
        )
        log.warning("The cache of thumbnails is not used: %s", error)


def _pack(pixels: UInt8Array) -> bytes:
    packed = io.BytesIO()
    # Full colour resolution, since small coloured structures are often what a person looks for.
    Image.fromarray(pixels).save(packed, "JPEG", quality=_QUALITY, subsampling=0)
    return packed.getvalue()
