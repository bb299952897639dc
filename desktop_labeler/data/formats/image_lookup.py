"""The images of a project by path, by content, and by what their paths end with."""

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.export_tree import tag
from desktop_labeler.data.formats.path_spellings import Parts, Place, Spelling, loosest
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.storage_errors import translated

_CHUNK = 500  # values in one statement
_MOST = 200  # images that resemble one text; of more nobody can say which is meant


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image that a text may mean.

    Attributes:
        image: its id.
        path: as the project writes it.
        sha256: of its content, None where it was not read yet.
        size: of its file in bytes.
    """

    image: int
    path: str
    sha256: bytes | None
    size: int


class _Hashes:
    """Texts to image ids as 16 bytes each.

    Kept as 64-bit hashes: among a million texts two fall together once in 40 million projects, and what is found is
    compared anyway.
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
    """Looks images up in blocks; tables of what is not in an index of the file are made when they are asked for."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.folders = project.folders()
        self._prefixes = sorted((folder for folder in self.folders if folder.prefix), key=lambda folder: -folder.id)
        self._first = next((folder for folder in self.folders if not folder.prefix), None)
        self._ends: dict[int, _Hashes] = {}  # 0 whole paths below their folder, else that many last components
        self._deepest = 0
        self._tags: _Hashes | None = None

    def by_path(self, paths: Collection[str]) -> dict[str, Candidate]:
        """Return the images that have exactly one of these paths."""
        return {found.path: found for found in self._rows("path", list(paths))}

    def by_content(self, contents: Collection[bytes]) -> dict[bytes, list[Candidate]]:
        """Return the images of each content hash."""
        images: dict[bytes, list[Candidate]] = {content: [] for content in contents}
        for found in self._rows("sha256", list(images)):
            if found.sha256 is not None:
                images[found.sha256].append(found)
        return images

    def has_size(self, size: int) -> bool:
        """Whether an image whose content is known has a file of so many bytes."""
        return bool(self._project.rows("SELECT 1 FROM image WHERE size = ? AND sha256 IS NOT NULL LIMIT 1", (size,)))

    def by_tag(self, text: str) -> Candidate | None:
        """Return the image whose path has this tag, see export_tree."""
        if self._tags is None:
            ids, tags = array("q"), array("q")
            for number, _, path in self._paths():
                ids.append(number)
                tags.append(hash(tag(path)))
            self._tags = _Hashes(tags, ids)
        found = self._tags.find([hash(text)])[0].tolist()
        return self._of_ids(found)[found[0]] if len(found) == 1 else None

    def resembling(self, block: Sequence[Sequence[Spelling]]) -> list[list[Candidate] | None]:
        """Return for each row the images that one of its spellings may mean; None where they are too many to tell."""
        self._index({len(spelling.parts) for row in block for spelling in row})
        asked: dict[int, list[tuple[int, int]]] = {}  # table → row, hash
        for row, spelled in enumerate(block):
            for depth, key in {ask for spelling in spelled for ask in self._keys(spelling)}:
                asked.setdefault(depth, []).append((row, key))
        found: list[set[int]] = [set() for _ in block]
        too_many = set()
        for depth, pairs in asked.items():
            for (row, _), ids in zip(pairs, self._ends[depth].find([key for _, key in pairs]), strict=True):
                if len(ids) > _MOST:
                    too_many.add(row)
                else:
                    found[row].update(ids.tolist())
        images = self._of_ids(sorted(set().union(*found)))
        return [
            None if row in too_many else [images[number] for number in sorted(ids)] for row, ids in enumerate(found)
        ]

    def places(self, path: str) -> tuple[Parts, Parts]:
        """Return the components of an image's path below its folder, and with the folder's own path before them."""
        folder = next((each for each in self._prefixes if path.startswith(each.prefix)), self._first)
        if folder is None:
            return tuple(path.split("/")), tuple(path.split("/"))
        inside = tuple(path.removeprefix(folder.prefix).split("/"))
        return inside, (*(part for part in folder.path.as_posix().split("/") if part), *inside)

    def _keys(self, spelling: Spelling) -> Iterator[tuple[int, int]]:
        """Yield in which table to look for what: images that this path ends with, and images that end with it."""
        least = 2 if spelling.place == Place.ABOVE else 1
        count = len(spelling.parts)
        text = loosest("/".join(spelling.parts))
        if count in self._ends and spelling.place != Place.INSIDE and count >= least:
            yield count, hash(text)
        end = text
        for left in range(count, least - 1, -1):
            if left <= self._deepest:
                yield 0, hash(end)
            end = end.partition("/")[2]

    def _index(self, counts: set[int]) -> None:
        """Make the tables for paths of so many components that are not there yet, in one pass over the project."""
        if not self._ends:
            self._deepest = max((path.count("/") + 1 for _, _, path in self._paths()), default=0)
        missing = sorted(({0} | {count for count in counts if count < self._deepest}) - set(self._ends))
        if not missing:
            return
        skip = {folder.id: len(folder.prefix) for folder in self.folders}
        hashes, ids = {count: array("q") for count in missing}, {count: array("q") for count in missing}
        for number, folder, path in self._paths():
            text = loosest(path[skip[folder] :])
            for count in missing:
                if not count:
                    ids[0].append(number)
                    hashes[0].append(hash(text))
                    continue
                parts = text.rsplit("/", count)
                if len(parts) > count:
                    ids[count].append(number)
                    hashes[count].append(hash(text[len(parts[0]) + 1 :]))
        self._ends |= {count: _Hashes(hashes[count], ids[count]) for count in missing}

    def _paths(self) -> Iterator[tuple[int, int, str]]:
        with translated(self._project.path):
            yield from self._project.db.execute("SELECT id, folder_id, path FROM image")

    def _of_ids(self, ids: Sequence[int]) -> dict[int, Candidate]:
        return {found.image: found for found in self._rows("id", ids)}

    def _rows(self, column: str, values: Sequence[object]) -> Iterator[Candidate]:
        for start in range(0, len(values), _CHUNK):
            some = values[start : start + _CHUNK]
            marks = ",".join("?" * len(some))
            query = f"SELECT id, path, sha256, size FROM image WHERE {column} IN ({marks})"
            for number, path, content, size in self._project.rows(query, some):
                known = content if isinstance(content, bytes) else None
                yield Candidate(int(str(number)), str(path), known, int(str(size)))
