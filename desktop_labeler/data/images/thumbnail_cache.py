"""Small copies of images on disk, so that a folder shows at once the second time; all of it can be thrown away."""

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
from desktop_labeler.data.images import decode
from desktop_labeler.data.images.pixel_version import PIXELS
from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.messages import Message

log = logging.getLogger(__name__)

LIMIT = 2_000_000_000  # bytes
# A file this small decodes as fast as its copy is read, and a million of them would fill the cache for nothing.
_SMALL_FILE = 32_768
_QUALITY = 88
_FRESH = 3600  # seconds in which a use is not noted again
_KEPT = 0.98  # share of the limit that is left after the oldest are dropped: little at a time, so that it is quick

# The picture has a table of its own: noting a use would otherwise write it again.
_TABLES = """
CREATE TABLE IF NOT EXISTS entry (key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL,
    picture INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entry_by_use ON entry (used, size, picture);
CREATE TABLE IF NOT EXISTS picture (id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT;
"""


def thumbnail_key(image: ImageRow, file: Path) -> str:
    """Return what tells one state of an image file from any other: where it is, its size and its time."""
    return f"{file}|{image.size}|{image.mtime_ns}"


class Thumbnails:
    """A cache of thumbnails in one SQLite file: a million small files would be slow everywhere, above all to delete.

    Safe to use from several threads; several programs may share a folder. If the cache cannot be written (disk full,
    read-only folder), thumbnails are made anew each time, and `trouble` says so.

    Args:
        folder: where the cache is; made if missing.
        limit: bytes of pictures; beyond it those not used for longest are dropped.
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

    def load(self, image_key: str, file: Path, edge: int) -> UInt8Array:
        """Return a thumbnail, from the cache or newly made.

        Args:
            image_key: as from thumbnail_key.
            file: the image; only read, and only when the cache does not have it.
            edge: the longer side, in pixels; a smaller image keeps its size.

        Returns:
            (H, W, 3) uint8, upright.

        Raises:
            ImageError: the image cannot be used; the text is the reason.
        """
        key = hashlib.blake2b(f"{image_key}|{edge}".encode("utf-8", "surrogateescape"), digest_size=16).digest()
        packed = self._get(key)
        if packed is not None:
            with Image.open(io.BytesIO(packed)) as picture:
                return np.array(picture)
        pixels = decode.decode(file, longest=edge)
        if self._db is not None and decode.file_size(file) > _SMALL_FILE:
            self._put(key, _pack(pixels))
        return pixels

    def trouble(self) -> Message | None:
        """Return why the cache is not used, in a sentence, once; None when all is well or it was said."""
        if self._trouble is None or self._said:
            return None
        self._said = True
        return self._trouble

    def size(self) -> int:
        """Return how many bytes of pictures the cache holds."""
        return self._size

    def clear(self) -> None:
        """Throw all thumbnails away."""
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
        """Close the file; after this every thumbnail is made anew."""
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
            self._remove_files()  # damaged or something else: it is a cache, begin anew
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
        """Go on without the cache, unless another program only had it for a moment."""
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
    # Full colour resolution: small coloured structures are what the person looks for.
    Image.fromarray(pixels).save(packed, "JPEG", quality=_QUALITY, subsampling=0)
    return packed.getvalue()
