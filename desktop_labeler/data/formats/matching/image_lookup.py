"""Looks up the images of a project by path, by content, and by the last components of their paths."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple, cast

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.export_tree import tag
from desktop_labeler.data.formats.matching.path_spellings import Parts, Place, Spelling, loosest
from desktop_labeler.data.images.parts.part_rows import has_parts
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.json_text import is_text

_CHUNK = 500  # values in one statement
_BLOCK = 10_000  # rows read at once
_FEW = 20  # images of one name that are compared one by one; if there are more, longer path ends are used
_MOST = 200  # images that resemble one text; if there are more, none can be singled out
_WHOLE, _NAME = 0, 1


class Candidate(NamedTuple):
    """An image that a text may mean.

    Attributes:
        image: its id.
        path: its path as the project writes it.
        sha256: the hash of its content; None if the content has not been read yet.
        size: the size of its file in bytes.
    """

    image: int
    path: str
    sha256: bytes | None
    size: int


class _Hashes:
    """A table from texts to image ids, at 16 bytes per entry.

    Texts are kept as 64-bit hashes: among a million texts, two collide once in 40 million projects, and every image
    that is found is compared afterwards anyway.
    """

    def __init__(self, hashes: Sequence[int], ids: Sequence[int]) -> None:
        order = np.argsort(np.asarray(hashes, np.int64), kind="stable")
        self._hashes = np.asarray(hashes, np.int64)[order]
        self._ids = np.asarray(ids, np.int64)[order]

    def find(self, hashes: Sequence[int]) -> list[IntArray]:
        """Return the images of each hash."""
        wanted = np.asarray(hashes, np.int64)
        first = np.searchsorted(self._hashes, wanted, "left")
        end = np.searchsorted(self._hashes, wanted, "right")
        return [self._ids[a:b] for a, b in zip(first.tolist(), end.tolist(), strict=True)]


class ImageLookup:
    """Looks images up in blocks; tables for which the file has no index are built when they are first needed.

    Args:
        project: open.
        files: whether whole files are looked for, also those of which only parts are images, instead of images.
    """

    def __init__(self, project: Project, *, files: bool = False) -> None:
        self._project = project
        # Without parts every image is a file, and the index of the paths answers alone.
        self._among = ("holder IS NULL" if files else "part IS NOT ''") if has_parts(project) else "TRUE"
        self.folders = project.folders()
        self._prefixes = sorted((folder for folder in self.folders if folder.prefix), key=lambda folder: -folder.id)
        self._first = next((folder for folder in self.folders if not folder.prefix), None)
        self._ends: dict[int, _Hashes] = {}  # by number of last components; 0: whole path below its folder
        self._deepest = 0
        self._tags: _Hashes | None = None

    def ids_by_path(self, paths: Collection[str]) -> dict[str, int]:
        """Return the ids of the images that have exactly one of these paths; one index of the file covers the query."""
        found: dict[str, int] = {}
        for some, marks in _chunks(_storable(paths)):
            query = f"SELECT path, id FROM image WHERE path IN ({marks}) AND {self._among}"
            found |= cast("dict[str, int]", dict(self._project.rows(query, some)))
        return found

    def by_path(self, paths: Collection[str]) -> dict[str, Candidate]:
        """Return the images that have exactly one of these paths."""
        return {found.path: found for found in self._rows("path", _storable(paths))}

    def by_content(self, contents: Collection[bytes]) -> dict[bytes, list[Candidate]]:
        """Return the images that have each content hash."""
        images: dict[bytes, list[Candidate]] = {content: [] for content in contents}
        for found in self._rows("sha256", list(images)):
            if found.sha256 is not None:
                images[found.sha256].append(found)
        return images

    def has_size(self, size: int) -> bool:
        """Whether some image whose content hash is known has a file of this size in bytes."""
        return bool(self._project.rows("SELECT 1 FROM image WHERE size = ? AND sha256 IS NOT NULL LIMIT 1", (size,)))

    def by_tag(self, text: str) -> Candidate | None:
        """Return the image whose path has this tag; see export_tree."""
        if self._tags is None:
            pairs = [(hash(tag(path)), number) for rows in self._paths() for number, path in rows]
            self._tags = _Hashes([key for key, _ in pairs], [number for _, number in pairs])
        found = self._tags.find([hash(text)])[0].tolist()
        return self._of_ids(found)[found[0]] if len(found) == 1 else None

    def resembling(self, block: Sequence[Sequence[Spelling]]) -> list[list[Candidate] | None]:
        """Return for each row the images that one of its spellings may mean, or None if there are too many."""
        names = self._found([{(_NAME, hash(loosest(each.parts[-1]))) for each in row} for row in block], _MOST)
        many = [row for row, ids in enumerate(names) if ids is None or len(ids) > _FEW]
        if many:
            counts = {len(each.parts) for row in many for each in block[row]}
            self._index({_WHOLE} | counts)
            longer = self._found([{ask for each in block[row] for ask in self._keys(each)} for row in many], _MOST)
            for row, ids in zip(many, longer, strict=True):
                names[row] = ids
        images = self._of_ids(sorted(set().union(*(ids for ids in names if ids))))
        return [None if ids is None else [images[number] for number in sorted(ids)] for ids in names]

    def _found(self, asked: Sequence[set[tuple[int, int]]], most: int) -> list[set[int] | None]:
        """Return the images found by each row's pairs of table and hash, or None if there are too many."""
        self._index({_NAME})
        by_table: dict[int, list[tuple[int, int]]] = {}
        for row, pairs in enumerate(asked):
            for table, key in pairs:
                by_table.setdefault(table, []).append((row, key))
        found: list[set[int] | None] = [set() for _ in asked]
        for table, rows in by_table.items():
            for (row, _), ids in zip(rows, self._ends[table].find([key for _, key in rows]), strict=True):
                before = found[row]
                found[row] = None if before is None or len(ids) > most else before | set(ids.tolist())
        return found

    def places(self, path: str) -> tuple[Parts, Parts]:
        """Return the components of an image's path below its folder, and of its full path as far as it is known."""
        folder = next((each for each in self._prefixes if path.startswith(each.prefix)), self._first)
        if folder is None:
            return tuple(path.split("/")), tuple(path.split("/"))
        inside = tuple(path.removeprefix(folder.prefix).split("/"))
        return inside, (*(part for part in folder.path.as_posix().split("/") if part), *inside)

    def _keys(self, spelling: Spelling) -> Iterator[tuple[int, int]]:
        """Yield pairs of table and hash that find images whose paths end with this one, or with which this one ends."""
        least = 2 if spelling.place == Place.ABOVE else 1
        count = len(spelling.parts)
        end = loosest("/".join(spelling.parts))
        if count in self._ends and spelling.place != Place.INSIDE and count >= least:
            yield count, hash(end)
        for left in range(count, least - 1, -1):
            if left <= self._deepest:
                yield _WHOLE, hash(end)
            end = end.partition("/")[2]

    def _index(self, counts: set[int]) -> None:
        """Build the missing tables for path ends of these numbers of components, in one pass over the project."""
        if not self._ends:
            deepest = "SELECT coalesce(max(length(path) - length(replace(path, '/', ''))), 0) + 1 FROM image"
            self._deepest = self._project.number(deepest)
        missing = {count for count in counts if count in {_WHOLE, _NAME} or count < self._deepest} - set(self._ends)
        if not missing:
            return
        found = {count: (array("q"), array("q")) for count in missing}  # hashes, ids
        for rows in self._paths():
            paths, ids = [path for _, path in rows], [number for number, _ in rows]
            if _NAME in missing:
                found[_NAME][0].extend([hash(loosest(path.rpartition("/")[2])) for path in paths])
                found[_NAME][1].extend(ids)
            texts = [loosest(path) for path in self._below_their_folder(paths)] if missing - {_NAME} else []
            for count in missing - {_NAME}:
                _add_ends(found[count], ids, texts, count)
        self._ends |= {count: _Hashes(*pair) for count, pair in found.items()}

    def _below_their_folder(self, paths: list[str]) -> list[str]:
        """Return paths without the prefixes that stand for folders of the project."""
        if not self._prefixes:
            return paths
        return ["/".join(self.places(path)[0]) for path in paths]

    def _paths(self) -> Iterator[list[tuple[int, str]]]:
        """Yield the id and path of every image, in blocks."""
        with translated(self._project.path):
            rows = self._project.db.execute(f"SELECT id, path FROM image WHERE {self._among}")
            while block := rows.fetchmany(_BLOCK):
                yield block

    def _of_ids(self, ids: Sequence[int]) -> dict[int, Candidate]:
        return {found.image: found for found in self._rows("id", ids)}

    def _rows(self, column: str, values: Sequence[object]) -> Iterator[Candidate]:
        for some, marks in _chunks(values):
            query = f"SELECT id, path, sha256, size FROM image WHERE {column} IN ({marks}) AND {self._among}"
            for number, path, content, size in self._project.rows(query, some):
                known = content if isinstance(content, bytes) else None
                yield Candidate(int(str(number)), str(path), known, int(str(size)))


def _storable(paths: Collection[str]) -> list[str]:
    """Return the paths that an image can have: SQLite takes no others, also not in a query."""
    return [path for path in paths if is_text(path)]


def _chunks(values: Sequence[object]) -> Iterator[tuple[Sequence[object], str]]:
    """Yield as many values as one SQL statement takes, with a placeholder for each."""
    for start in range(0, len(values), _CHUNK):
        some = values[start : start + _CHUNK]
        yield some, ",".join("?" * len(some))


def _add_ends(found: tuple["array[int]", "array[int]"], ids: Sequence[int], texts: Sequence[str], count: int) -> None:
    """Add the hashes of whole texts, or of the last components of texts that have more."""
    hashes, images = found
    if count == _WHOLE:
        hashes.extend(map(hash, texts))
        images.extend(ids)
        return
    parts = [text.rsplit("/", count) for text in texts]
    hashes.extend([hash("/".join(each[1:])) for each in parts if len(each) > count])
    images.extend([number for number, each in zip(ids, parts, strict=True) if len(each) > count])
