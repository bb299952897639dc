"""Opens a project file and reads its folders, images and classes as rows."""

import json
import os
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, TypeVar

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project import connection, lock, opened_file, packed_images, schema, write_log
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner, real_path
from desktop_labeler.data.project.int_columns import ids_from_text
from desktop_labeler.data.project.opened_file import OpenedFile
from desktop_labeler.data.project.storage_errors import no_file, translated
from desktop_labeler.errors import ImageError, ProjectError
from desktop_labeler.json_text import parse_json

T = TypeVar("T")
Parameters: TypeAlias = Sequence[object] | Mapping[str, object]
SUFFIX = ".labeler"


class State(IntEnum):
    """What is known about an image."""

    UNLABELLED = 0
    LABELLED = 1
    CONFIRMED = 2
    UNSURE = 3
    EXCLUDED = 4

    @property
    def word(self) -> str:
        """The name of the state in files and on the command line, such as "confirmed"."""
        return self.name.lower()


class Source(IntEnum):
    """The source of a label."""

    NONE = 0
    IMPORTED = 1
    HUMAN = 2
    ACCEPTED = 3

    @property
    def word(self) -> str:
        """The name of the source in files, such as "imported"."""
        return self.name.lower()


@dataclass(frozen=True)
class LabelClass:
    """A class; `id` is its identity, `position` its place on screen, `key` its digit key such as "1" or "Shift+1"."""

    id: int
    name: str
    color: str
    shape: str
    key: str | None
    position: int
    deleted: bool = False


@dataclass(frozen=True)
class Folder:
    """One folder of a project.

    Attributes:
        id: its number.
        path: where it is.
        prefix: "" or "name/"; the path of each of its images starts with it.
        packed: whether its images are in the project file, a package, and have to be unpacked into it.
    """

    id: int
    path: Path
    prefix: str
    packed: bool = False

    def file(self, image: str) -> Path:
        """Return the path of an image file in this folder, given the image's path in the project.

        Raises:
            ImageError: the path leads out of the folder; this program never stores such a path.
        """
        inner = image.removeprefix(self.prefix)
        if not (is_inner(image) and is_inner(inner)):
            raise ImageError.of(UNSAFE)
        return self.path / inner


@dataclass(frozen=True)
class ImageRow:
    """One image; `path` is relative, with "/", and unique in the project; `rejected` are its rejected classes.

    An image can be a part of a file: then `holder` is the image of that file, and `part` says which part, after "#" in
    the path too. A `part` of "" marks a file that only holds parts.
    """

    id: int
    folder_id: int
    path: str
    size: int
    mtime_ns: int
    width: int | None
    height: int | None
    sha256: bytes | None
    problem: str | None
    state: State
    class_id: int | None
    source: Source
    rejected: tuple[int, ...]
    second: bool
    group: str | None
    note: str | None
    decided: int | None
    holder: int | None = None
    part: str | None = None

    @property
    def file_path(self) -> str:
        """The path of its file, relative as `path`."""
        return self.path.rpartition(f"#{self.part}")[0] or self.path if self.part else self.path

    @property
    def shown_path(self) -> str:
        """Its path as a person reads it: that of a box that was deleted is stored with its id."""
        return self.path.removesuffix(f"&gone={self.id}") if self.part else self.path


IMAGE_COLUMNS = (
    "id, folder_id, path, size, mtime_ns, width, height, sha256, problem, "
    "state, class_id, source, rejected, second, group_name, note, decided, holder, part"
)


def image_row(row: tuple[Any, ...]) -> ImageRow:
    """Turn one row of IMAGE_COLUMNS into an ImageRow."""
    values = list(row)
    values[9], values[11] = State(row[9]), Source(row[11])
    values[12] = tuple(int(number) for number in row[12].split())
    values[13] = bool(row[13])
    if values[8] is None and not is_inner(row[2]):
        values[8] = str(UNSAFE)
    return ImageRow(*values)


class Project:
    """An open project file: one connection for one thread; the window and each job open their own.

    Args:
        path: the file.
        mode: "write" takes the lock of the project and migrates an older file after a backup; "read" changes nothing,
            and migrates a copy of an older file instead, which is closed with it.
        durable: whether each commit waits for the disk, so that a decision survives a power cut; jobs that can
            recompute their data turn it off.

    Attributes:
        version: the schema version that the file had when it was opened.

    Raises:
        ProjectInUseError: another program has the project open for writing.
        ProjectError: the file does not exist, is not a project, was made by a newer version, is damaged or unreadable.
    """

    def __init__(self, path: Path, mode: Literal["write", "read"] = "write", *, durable: bool = True) -> None:
        self.path = Path(path).absolute()
        if not self.path.is_file():
            if opened_file.is_open(self.path):
                raise opened_file.gone(self.path)
            raise ProjectError.of(no_file(self.path))
        self.read_only = mode == "read"
        self._durable, self._turns = durable, lock.turns_of(self.path)
        self._lock: Path | None = None
        connection.refuse_unusual(self.path)
        if self.read_only:
            connection.settle_to_read(self.path)
        else:
            self._take_lock()
        try:
            with translated(self.path):
                self._file = OpenedFile(self.path, writes=not self.read_only)
            try:
                self._open(durable)
            except BaseException:
                self._file.close()
                raise
        except BaseException:
            self._release()
            raise

    def _take_lock(self) -> None:
        try:
            self._lock = lock.acquire(self.path, connection.settle)
        except OSError:  # the folder is read-only: open the project for reading
            self.read_only = True

    def _release(self) -> None:
        if self._lock is not None:
            lock.release(self._lock)
            self._lock = None

    def _open(self, durable: bool) -> None:
        with translated(self.path), connection.nothing_left(self.path):
            self.db = connection.connect(self.path, self.read_only)
            try:
                connection.check(self.db, self.path)
                self.version = schema.version(self.db)
                if self.read_only and self.version < schema.VERSION:
                    self.db = connection.migrated_copy(self.db)
                self._has_log = not self.read_only and connection.prepare(self.db, self.path, durable)
            except BaseException:
                self.db.close()
                raise
            if self._has_log:
                self._file.hold()

    def close(self) -> None:
        """Close the file and release the lock."""
        self._file.let_go()
        if self._has_log and not self._file.is_there():
            write_log.merge_into_moved(self.db)
        self.db.close()
        self._file.close()
        self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Run the block as one write transaction, all or nothing; SQLite errors are raised as ProjectError."""
        if self.read_only:
            raise ProjectError(
                "{file} can only be read here. Nothing was changed. Copy the project to a place where you may "
                "write, and open the copy.",
                file=self.path.name,
            )
        with translated(self.path):
            with self._turns.take(first=self._durable), schema.transaction(self.db):
                schema.mark_commit(self.db)
                yield self.db
                self._file.check(log=self._has_log)
            if not self._durable:
                write_log.merge_log(self.db, self.path)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return rows; the tables are STRICT, so values have the types of their columns. Errors are ProjectErrors."""
        with translated(self.path):
            return self.db.execute(sql, parameters).fetchall()

    def read(self, make: Callable[..., T], sql: str, parameters: Parameters = ()) -> list[T]:
        """Return rows, each converted by `make`: `read(int, …)` gives numbers, `read(LabelClass, …)` classes."""
        return [make(*row) for row in self.rows(sql, parameters)]

    def number(self, sql: str, parameters: Parameters = ()) -> int:
        """Return the single number of a query, such as a count or the largest id; 0 if there is none."""
        found = self.rows(sql, parameters)
        return int(found[0][0] or 0) if found else 0

    def integers(self, sql: str, parameters: Parameters = ()) -> list[IntArray]:
        """Return the columns that a query joins with group_concat, each as one array."""
        return [ids_from_text(text) for text in self.rows(sql, parameters)[0]]

    def setting(self, name: str, default: object = None) -> object:
        """Return a stored setting, any JSON value, or the default."""
        found = self.rows("SELECT value FROM setting WHERE name = ?", (name,))
        return parse_json(found[0][0]) if found else default

    def settings(self, prefix: str) -> dict[str, object]:
        """Return the stored settings whose names start with a prefix, by their full names."""
        found = self.rows("SELECT name, value FROM setting WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return {name: parse_json(value) for name, value in found}

    def save_setting(self, name: str, value: object) -> None:
        """Store a setting: any JSON value."""
        self.save_settings({name: value})

    def save_settings(self, values: Mapping[str, object]) -> None:
        """Store several settings by name, all or none."""
        with self.transaction() as db:
            rows = [(name, json.dumps(value)) for name, value in values.items()]
            db.executemany("INSERT OR REPLACE INTO setting VALUES (?, ?)", rows)

    def folders(self) -> list[Folder]:
        """Return the folders; a location relative to the project file is preferred, so that both can move together.

        That of a package whose images are inside may be empty yet: `unpack` fills it.
        """
        found = []
        for number, path, near, prefix in self.rows("SELECT id, path, near, prefix FROM folder ORDER BY id"):
            if path == packed_images.INSIDE:
                found.append(Folder(number, packed_images.place_of(self.db, self.path), prefix, packed=True))
                continue
            beside = self.path.parent / near if near is not None else None
            place = beside if beside is not None and beside.is_dir() else Path(path)
            found.append(Folder(number, place, prefix))
        return found

    def unpack(self, *, check: bool = False) -> Generator[tuple[int, int], None, None]:
        """Unpack the images of a package that has them inside, see `packed_images.unpack`; nothing for others."""
        if self.rows("SELECT 1 FROM folder WHERE path = ?", (packed_images.INSIDE,)):
            with translated(self.path):
                yield from packed_images.unpack(self.db, self.path, check=check)

    def add_folder(self, path: Path) -> Folder:
        """Add a folder; paths of images in the first are plain, those in later folders start with a unique name."""
        path = path.absolute()
        taken = {folder.prefix for folder in self.folders()}
        first = [folder.path for folder in self.folders() if not folder.prefix]
        prefix, count = "", 1
        # A folder of that name inside the first folder would lead to the same paths.
        while prefix in taken or (prefix and any((place / prefix).exists() for place in first)):
            prefix = f"{path.name}/" if count == 1 else f"{path.name} ({count})/"
            count += 1
        with self.transaction() as db:
            cursor = db.execute(
                "INSERT INTO folder (path, near, prefix) VALUES (?, ?, ?)",
                (str(path), self._near(path), prefix),
            )
        return Folder(int(cursor.lastrowid or 0), path, prefix)

    def move_folder(self, folder_id: int, path: Path) -> None:
        """Store the new location of a folder."""
        path = path.absolute()
        with self.transaction() as db:
            db.execute("UPDATE folder SET path = ?, near = ? WHERE id = ?", (str(path), self._near(path), folder_id))

    def _near(self, path: Path) -> str | None:
        here = real_path(self.path.parent)
        return real_path(path).relative_to(here).as_posix() if real_path(path).is_relative_to(here) else None

    def images(self, ids: Iterable[int]) -> list[ImageRow]:
        """Return the rows of these images in the order of `ids`; unknown ids are left out."""
        wanted = [int(number) for number in ids]
        found: dict[int, ImageRow] = {}
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            marks = ",".join("?" * len(some))
            for row in self.rows(f"SELECT {IMAGE_COLUMNS} FROM image WHERE id IN ({marks})", some):
                image = image_row(row)
                found[image.id] = image
        return [found[number] for number in wanted if number in found]

    def file_of(self, image: ImageRow, folders: Sequence[Folder] | None = None) -> Path:
        """Return the path of an image's file.

        Raises:
            ImageError: its path leads out of its folder.
        """
        for folder in folders if folders is not None else self.folders():
            if folder.id == image.folder_id:
                return folder.file(image.file_path)
        raise ValueError(f"image {image.id} is in folder {image.folder_id}, which the project does not have")

    def classes(self, *, deleted: bool = False) -> list[LabelClass]:
        """Return the classes in screen order; deleted ones only when asked for."""
        where = "" if deleted else "WHERE deleted = 0 "
        columns = "id, name, color, shape, key, position, deleted"
        return self.read(LabelClass, f"SELECT {columns} FROM class {where}ORDER BY position, id")

    def counts(self) -> dict[tuple[State, int | None], int]:
        """Return how many usable images there are of each state and class."""
        found = self.rows("SELECT state, class_id, count(*) FROM image WHERE problem IS NULL GROUP BY state, class_id")
        return {(State(state), class_id): count for state, class_id, count in found}


def create_project(path: Path, settings: Mapping[str, object] | None = None) -> Project:
    """Make an empty project file, with settings if any, and open it for writing.

    Raises:
        ProjectError: the file exists, or its folder cannot be written.
    """
    path = Path(path).absolute()
    if os.path.lexists(path):
        raise ProjectError("{path} exists already. It was left alone. Choose another name, or open it.", path=path)
    if not path.parent.is_dir():
        raise ProjectError("There is no folder {folder}. Make it first, or choose another place.", folder=path.parent)
    with translated(path):
        connection.make(path, settings or {})
    return Project(path)


def delete_project(path: Path) -> None:
    """Delete a project file that is not open any more, with what SQLite keeps beside it.

    Raises:
        ProjectError: it cannot be deleted.
    """
    with translated(path):
        connection.remove(path)
