"""Which pictures the pages and frames of a project show, so that they are known again after their file was replaced."""

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.data.computed.arrays import array_stamp, load_array, save_arrays
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.page_contents import BYTES, UNKNOWN
from desktop_labeler.data.decoding.pixel_version import PIXELS
from desktop_labeler.data.images.files.image_files import DELETED, LEFT, ONLY_PARTS, REPLACED, KnownImage
from desktop_labeler.data.images.parts.image_parts import Part, read_part
from desktop_labeler.data.images.parts.part_rows import GONE, UNTOUCHED_VERDICT
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json

_ARRAY = "pages/"  # before the id of a file: an array of the id of each of its pages and 16 bytes of what it shows
_AWAY = "away"  # in the stamp of such an array: the ids of those that are not in the file
_PAGED = "(part LIKE 'page=%' OR part LIKE 't=%')"
_KNOWN = "id, folder_id, path, size, mtime_ns, sha256"


@dataclass(frozen=True)
class PageRow:
    """A page or frame of a file, or a box on one, as the project has it.

    Attributes:
        id: of the image.
        part: which part of the file.
        is_left: whether it is no longer in its file.
        is_touched: whether somebody has decided or said something about it.
        is_deleted: whether it is a box that was deleted, which an undo brings back.
        content: what identifies it by all that was in its file; None where that is not known.
    """

    id: int
    part: Part
    is_left: bool
    is_touched: bool
    is_deleted: bool
    content: bytes | None

    @property
    def page(self) -> Page:
        """The page or frame that it is, or is on."""
        return self.part.page if self.part.page is not None else 1


@dataclass(frozen=True)
class Renewed:
    """What becomes of the pages of a file that was replaced: ids of images.

    Attributes:
        back: were no longer in the file and are there again.
        left: are no longer in the file.
    """

    back: Sequence[int]
    left: Sequence[int]


def pages_in(project: Project, file: int) -> list[PageRow]:
    """Return the pages of a file and the boxes on them, also those that are no longer in it or were deleted."""
    touched = f"NOT ({UNTOUCHED_VERDICT}) OR EXISTS (SELECT 1 FROM answer WHERE image_id = image.id)"
    rows = project.rows(
        f"SELECT id, part, problem IS ?, {touched}, problem IS ?, sha256 FROM image WHERE holder = ? AND {_PAGED} "
        "ORDER BY id",
        (REPLACED, DELETED, file),
    )
    return [
        # A deleted box follows its file, so that it is not known by it.
        PageRow(number, read_part(part), bool(left), bool(asked), bool(deleted), None if deleted else content)
        for number, part, left, asked, deleted, content in rows
    ]


def known_contents(project: Project, file: int) -> dict[int, bytes]:
    """Return the hash of what each page of a file shows, by the id of its image; as they were last noted."""
    stored = load_array(project, f"{_ARRAY}{file}")
    if stored is None or stored.dtype != np.uint8 or stored.ndim != 2 or stored.shape[1] != 8 + BYTES:
        return {}
    ids = np.ascontiguousarray(stored[:, :8]).view("<i8").ravel().tolist()
    return {number: row.tobytes() for number, row in zip(ids, stored[:, 8:], strict=True)}


def with_boxes(project: Project, file: int, rows: Sequence[PageRow]) -> dict[int, bytes]:
    """Return `known_contents` with those of rows that came later, mostly boxes: each shows what its page shows."""
    known, away = known_contents(project, file), away_of(project, file)
    pages = {row.page: known[row.id] for row in rows if _tells(row, known, away)}
    return {row.id: pages.get(row.page, UNKNOWN) for row in rows if not row.is_left} | known


def noted_pages(project: Project, file: KnownImage, rows: Sequence[PageRow]) -> dict[Page, bytes]:
    """Return what is noted of pages of a file as it is now."""
    if array_stamp(project, f"{_ARRAY}{file.id}") is None:
        return {}
    known, away, stamp = known_contents(project, file.id), away_of(project, file.id), _stamp(file)
    said = array_stamp(project, f"{_ARRAY}{file.id}") or {}
    if any(said.get(name) != value for name, value in stamp.items()):
        return {}
    return {row.page: known[row.id] for row in rows if _tells(row, known, away)}


def _tells(row: PageRow, known: Mapping[int, bytes], away: frozenset[int]) -> bool:
    return not row.is_left and row.id not in away and known.get(row.id, UNKNOWN) != UNKNOWN


def away_of(project: Project, file: int) -> frozenset[int]:
    """Return the ids of pages and boxes, also deleted ones, whose picture is not in the file."""
    said = (array_stamp(project, f"{_ARRAY}{file}") or {}).get(_AWAY)
    return frozenset(each for each in said if isinstance(each, int)) if isinstance(said, list) else frozenset()


def save_contents(
    project: Project, file: KnownImage, contents: Mapping[int, bytes], away: Collection[int] = ()
) -> None:
    """Store what the pages of a file show, which are not in it, and of which state of the file that is true."""
    rows = np.empty((len(contents), 8 + BYTES), np.uint8)
    rows[:, :8] = np.array(list(contents), "<i8").view(np.uint8).reshape(-1, 8)
    rows[:, 8:] = np.frombuffer(b"".join(contents.values()), np.uint8).reshape(-1, BYTES)
    save_arrays(project, {f"{_ARRAY}{file.id}": rows}, _stamp(file) | ({_AWAY: sorted(away)} if away else {}))


def replaced_files(project: Project) -> list[KnownImage]:
    """Return the usable files with pages whose size or time is another one than when their pages were noted, by id."""
    return [file for file, stamp, _ in _files(project) if stamp is not None and stamp["file"] != _stamp(file)["file"]]


def unnoted_files(project: Project) -> list[KnownImage]:
    """Return the usable files some of whose pages have not been noted as they are now, by id."""
    return [
        file
        for file, stamp, complete in _files(project)
        if stamp is None or (stamp["file"] == _stamp(file)["file"] and (not complete or stamp["pixels"] != PIXELS))
    ]


def note_unknown(project: Project, files: Sequence[KnownImage]) -> None:
    """Write down of files with pages that are about to change that nothing is known of these, unless something is."""
    noted = _stamps(project)
    paged = _paged(project)
    for file in files:
        if file.id in paged and file.id not in noted:
            save_contents(project, file, {})


def renew_pages(project: Project, renewed: Renewed) -> None:
    """Take pages out of their file and back into it, in one short transaction; call `follow_files` afterwards."""
    with project.transaction() as db:
        _take_out(db, renewed.left)
        db.executemany(
            "UPDATE image SET problem = NULL WHERE id = ? AND problem IS ?",
            ((image, REPLACED) for image in renewed.back),
        )


def leave_replaced(project: Project) -> None:
    """Take boxes out of their files that an undo brought back or moved and whose picture is not there any more.

    It is called inside the transaction of the undo.
    """
    away: list[int] = []
    for (stamp,) in project.rows(
        "SELECT stamp FROM array WHERE name > ? AND name < ? AND stamp LIKE ?",
        (_ARRAY, _ARRAY.replace("/", "0"), f'%"{_AWAY}"%'),
    ):
        away += parse_json(stamp)[_AWAY]
    for start in range(0, len(away), 500):
        numbers = ",".join(str(int(each)) for each in away[start : start + 500])
        where = f"id IN ({numbers}) AND coalesce(problem, '') NOT IN {LEFT}"
        _take_out(project.db, project.read(int, f"SELECT id FROM image WHERE {where}"))


def _take_out(db: sqlite3.Connection, images: Sequence[int]) -> None:
    db.executemany(
        # A file that was read again already has given its pages other hashes.
        f"UPDATE image SET problem = ?1, path = path || '{GONE}' || id, sha256 = iif((SELECT file.sha256 "
        "FROM image AS file WHERE file.id = image.holder) IS NULL, sha256, NULL) "
        "WHERE id = ?2 AND problem IS NOT ?1",
        ((REPLACED, image) for image in images),
    )


def show_if_empty(project: Project, file: int) -> None:
    """Let a file that only held parts be an image again if none of them is in it any more."""
    with project.transaction() as db:
        db.execute(
            "UPDATE image SET part = NULL, problem = nullif(problem, ?1) WHERE id = ?2 AND part = '' AND NOT EXISTS "
            "(SELECT 1 FROM image AS part WHERE part.holder = ?2 AND part.problem IS NOT ?3)",
            (ONLY_PARTS, file, REPLACED),
        )


def save_sizes(project: Project, sizes: Sequence[tuple[int, tuple[int, int]]]) -> None:
    """Store the width and height of pages, by image id, in one short transaction."""
    with project.transaction() as db:
        db.executemany(
            "UPDATE image SET width = ?1, height = ?2 WHERE id = ?3 AND (width IS NOT ?1 OR height IS NOT ?2)",
            ((*size, image) for image, size in sizes),
        )


def _stamp(file: KnownImage) -> dict[str, object]:
    return {"file": [file.size, file.mtime_ns], "pixels": PIXELS}


def _stamps(project: Project) -> dict[int, tuple[dict[str, object], int]]:
    """Return of each noted file what it was then, and of how many pages something is known."""
    found: dict[int, tuple[dict[str, object], int]] = {}
    rows = project.rows(
        "SELECT substr(name, ?1), stamp, shape FROM array WHERE name > ?2 AND name < ?3",
        (len(_ARRAY) + 1, _ARRAY, _ARRAY.replace("/", "0")),
    )
    for name, stamp, shape in rows:
        said = parse_json(stamp)
        if name.isdecimal() and isinstance(said, dict) and {"file", "pixels"} <= said.keys():
            found[int(name)] = (said, found.get(int(name), ({}, 0))[1] + int(parse_json(shape)[0]))
    return found


def _paged(project: Project) -> dict[int, int]:
    """Return how many pages each file has, with the boxes on them."""
    return dict(
        project.rows(f"SELECT holder, count(*) FROM image WHERE holder IS NOT NULL AND {_PAGED} GROUP BY holder")
    )


def _files(project: Project) -> list[tuple[KnownImage, dict[str, object] | None, bool]]:
    """Return the usable files with pages, each with what is noted of it and whether that is of all its pages."""
    paged, stamps = _paged(project), _stamps(project)
    found: list[tuple[KnownImage, dict[str, object] | None, bool]] = []
    holders = sorted(paged)
    for start in range(0, len(holders), 500):
        numbers = ",".join(map(str, holders[start : start + 500]))
        for file in project.read(
            KnownImage,
            f"SELECT {_KNOWN} FROM image WHERE id IN ({numbers}) AND (problem IS NULL OR problem = ?) ORDER BY id",
            (ONLY_PARTS,),
        ):
            stamp, count = stamps.get(file.id, (None, 0))
            found.append((file, stamp, count >= paged[file.id]))
    return found
