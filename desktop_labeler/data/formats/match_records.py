"""Which image each record means, and what an import would change: the dry run that every import starts with."""

import re
import unicodedata
from array import array
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.export_tree import tag, tag_of
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.project.project_file import Folder, Project, State, translated

_BLOCK = 2000
_DRIVE = re.compile("[A-Za-z]:/")
_NONE, _CONFLICT = -1, -2  # in place of the number of a label


@dataclass(frozen=True)
class Conflict:
    """Records that give one image different labels; none of them is taken."""

    path: str
    labels: tuple[str, ...]


@dataclass
class Matches:
    """What was found, grown block by block: one small number per image, texts only where there are any.

    Attributes:
        labels: the different labels in order of appearance.
        label_of: (max id + 1,) number of each image's label; −1 none.
        state_of: (max id + 1,) state asked for; −1 none.
        matched: (max id + 1,) whether a record means the image.
        texts: group and note by image.
        second: images that want a second opinion.
        unmatched: paths as the file has them.
        conflicts: images whose records disagree; they are not matched.
        by_name: how many were found by their file name alone.
        by_content: how many were found by content.
        nameless: lines without a path.
    """

    label_of: IntArray
    state_of: IntArray
    matched: np.ndarray
    labels: dict[str, int] = field(default_factory=dict)
    texts: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)
    second: set[int] = field(default_factory=set)
    unmatched: list[str] = field(default_factory=list)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    by_name: int = 0
    by_content: int = 0
    nameless: list[int] = field(default_factory=list)

    @property
    def images(self) -> IntArray:
        """The ids of the images that are meant, rising."""
        return np.flatnonzero(self.matched)


def match_records(project: Project, records: Iterable[Record]) -> Generator[int, None, Matches]:
    """Find the image of each record: by path, else by a file name that only one image has, else by content.

    Accents may be stored in either Unicode form and slashes in either direction. A path that is absolute or climbs
    counts if it ends inside a folder of the project, else only its content can match. A million records and images
    take about 60 MB.

    Args:
        project: any open project.
        records: the stream of a reader.

    Yields:
        The number of records done, after each block of 2,000.
    """
    top = int(str(project.rows("SELECT coalesce(max(id), 0) FROM image")[0][0])) + 1
    found = Matches(np.full(top, _NONE, np.int32), np.full(top, _NONE, np.int8), np.zeros(top, bool))
    finder = _Finder(project)
    stream, done = iter(records), 0
    while block := list(islice(stream, _BLOCK)):
        for record, image in zip(block, finder.find(block, found), strict=True):
            if image is not None:
                _add(found, record, image)
        done += len(block)
        yield done
    return found


def _add(found: Matches, record: Record, image: int) -> None:
    """Store what a record says about an image; the same again changes nothing, something else is a conflict."""
    name = " ".join((record.label or "").split())  # as the project stores it
    label = found.labels.setdefault(name, len(found.labels)) if name else _NONE
    state = _NONE if record.state is None else int(record.state)
    if found.matched[image] or image in found.conflicts:
        if (found.label_of[image], found.state_of[image]) != (label, state) or image in found.conflicts:
            names = list(found.labels)
            earlier = found.conflicts[image].labels if image in found.conflicts else ()
            said = [*earlier] or [_said(names, int(found.label_of[image]), int(found.state_of[image]))]
            said.append(_said(names, label, state))
            found.conflicts[image] = Conflict(record.path, tuple(dict.fromkeys(said)))
            found.matched[image] = False
        return
    found.matched[image], found.label_of[image], found.state_of[image] = True, label, state
    if record.group or record.note:
        found.texts[image] = (record.group, record.note)
    if record.second:
        found.second.add(image)


def _said(names: Sequence[str], label: int, state: int) -> str:
    text = names[label] if label >= 0 else ""
    return f"{text} ({State(state).name.lower()})".strip() if state >= 0 else text


class _Lookup:
    """Texts to image ids as 16 bytes each: a text that two images have finds none.

    Kept as 64-bit hashes: among a million texts two fall together once in 40 million projects.
    """

    def __init__(self, hashes: Sequence[int], ids: Sequence[int]) -> None:
        order = np.argsort(np.asarray(hashes, np.int64), kind="stable")
        self._hashes = np.asarray(hashes, np.int64)[order]
        self._ids = np.asarray(ids, np.int64)[order]

    def find(self, text: str) -> int | None:
        """Return the image of a text, None for none or several."""
        first = int(np.searchsorted(self._hashes, hash(text), "left"))
        end = int(np.searchsorted(self._hashes, hash(text), "right"))
        return int(self._ids[first]) if end - first == 1 else None


class _Finder:
    """Looks images up in blocks; the tables for names and tags are made only when a path is not found."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._folders = project.folders()
        self._lookups: tuple[_Lookup, _Lookup, _Lookup] | None = None  # paths, tags, names

    def find(self, block: Sequence[Record], found: Matches) -> Iterator[int | None]:
        """Yield the image of each record, None for those that are listed as unmatched."""
        ways = [self._ways(record) for record in block]
        exact = self._ids_of(list({path for paths in ways for path in paths}))
        for record, paths in zip(block, ways, strict=True):
            image = next((exact[path] for path in paths if path in exact), None)
            if image is None and record.path:
                image = self._otherwise(record, paths, found)
            if image is None and record.path:
                found.unmatched.append(record.path)
            elif image is None:
                found.nameless.append(record.line)
            yield image

    def _ways(self, record: Record) -> list[str]:
        """Return the paths, as the project writes them, that a record may mean."""
        ways = []
        for path in (record.path, *record.also):
            if "\\" in path:  # may belong to a name where names can hold it
                ways.append(path)
            inside = _inside(path, self._folders)
            if inside is not None:
                ways.append(inside)
        return ways

    def _ids_of(self, paths: Sequence[str]) -> dict[str, int]:
        ids: dict[str, int] = {}
        for start in range(0, len(paths), 500):
            some = paths[start : start + 500]
            marks = ",".join("?" * len(some))
            rows = self._project.rows(f"SELECT path, id FROM image WHERE path IN ({marks})", some)
            ids.update((str(path), int(str(number))) for path, number in rows)
        return ids

    def _otherwise(self, record: Record, ways: Sequence[str], found: Matches) -> int | None:
        """Look for a path in the other Unicode form, a tagged name, a unique name, the content."""
        paths, tags, names = self._tables()
        for path in ways:
            image = paths.find(_composed(path))
            image = tags.find(tag_of(path) or "") if image is None else image
            if image is not None:
                return image
        for path in ways:
            image = names.find(_composed(path.rpartition("/")[2]))
            if image is not None:
                found.by_name += 1
                return image
        image = self._of_content(record)
        found.by_content += image is not None
        return image

    def _tables(self) -> tuple[_Lookup, _Lookup, _Lookup]:
        if self._lookups is None:
            ids, paths, tags, names = array("q"), array("q"), array("q"), array("q")
            with translated(self._project.path):
                for number, path in self._project.db.execute("SELECT id, path FROM image"):
                    text = _composed(path)
                    ids.append(number)
                    paths.append(hash(text))
                    tags.append(hash(tag(path)))
                    names.append(hash(text.rpartition("/")[2]))
            self._lookups = (_Lookup(paths, ids), _Lookup(tags, ids), _Lookup(names, ids))
        return self._lookups

    def _of_content(self, record: Record) -> int | None:
        content = record.sha256
        if content is None and record.file is not None:
            size = record.file.stat().st_size
            if self._project.rows("SELECT 1 FROM image WHERE size = ? AND sha256 IS NOT NULL LIMIT 1", (size,)):
                with record.file.open("rb") as file:
                    content = file_digest(file, "sha256").digest()
        if content is None:
            return None
        ids = self._project.rows("SELECT id FROM image WHERE sha256 = ? LIMIT 2", (content,))
        return int(str(ids[0][0])) if len(ids) == 1 else None


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _inside(text: str, folders: Sequence[Folder]) -> str | None:
    """Return a path as the project writes it, None when it leads out of the project's folders."""
    slashed = text.replace("\\", "/")
    absolute = slashed.startswith("/") or _DRIVE.match(slashed) is not None
    plain = None if absolute else _resolved(slashed)
    if plain is not None:
        return plain
    for folder in folders:
        root = folder.path.as_posix().rstrip("/") + "/"
        whole = _resolved(slashed if absolute else root + slashed)
        if whole is not None and whole.startswith(root):
            return folder.prefix + whole.removeprefix(root)
    return None


def _resolved(path: str) -> str | None:
    """Return a path without "." and "..", None when it climbs out or is empty."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return ("/" if path.startswith("/") else "") + "/".join(parts) if parts else None
