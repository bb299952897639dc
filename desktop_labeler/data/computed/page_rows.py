"""Which pictures the pages and frames of a project show, so that they are known again after their file was replaced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.data.computed.arrays import load_array, save_arrays
from desktop_labeler.data.decoding.page_contents import BYTES
from desktop_labeler.data.decoding.pixel_version import PIXELS
from desktop_labeler.data.images.image_files import DELETED, ONLY_PARTS, REPLACED, KnownImage
from desktop_labeler.data.images.image_parts import Part, read_part
from desktop_labeler.data.images.part_rows import GONE, UNTOUCHED_VERDICT
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json

_ARRAY = "pages/"  # before the id of a file: an array of the id of each of its pages and 16 bytes of what it shows
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
    """

    id: int
    part: Part
    is_left: bool
    is_touched: bool


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
    """Return the pages of a file, also those that are no longer in it; boxes that were deleted are none."""
    touched = f"NOT ({UNTOUCHED_VERDICT}) OR EXISTS (SELECT 1 FROM answer WHERE image_id = image.id)"
    rows = project.rows(
        f"SELECT id, part, problem IS ?, {touched} FROM image WHERE holder = ? AND {_PAGED} AND problem IS NOT ? "
        "ORDER BY id",
        (REPLACED, file, DELETED),
    )
    return [PageRow(number, read_part(part), bool(left), bool(asked)) for number, part, left, asked in rows]


def known_contents(project: Project, file: int) -> dict[int, bytes]:
    """Return the hash of what each page of a file shows, by the id of its image; as they were last noted."""
    stored = load_array(project, f"{_ARRAY}{file}")
    if stored is None or stored.dtype != np.uint8 or stored.ndim != 2 or stored.shape[1] != 8 + BYTES:
        return {}
    ids = np.ascontiguousarray(stored[:, :8]).view("<i8").ravel().tolist()
    return {number: row.tobytes() for number, row in zip(ids, stored[:, 8:], strict=True)}


def save_contents(project: Project, file: KnownImage, contents: Mapping[int, bytes]) -> None:
    """Store what the pages of a file show, and of which state of the file that is true."""
    rows = np.empty((len(contents), 8 + BYTES), np.uint8)
    rows[:, :8] = np.array(list(contents), "<i8").view(np.uint8).reshape(-1, 8)
    rows[:, 8:] = np.frombuffer(b"".join(contents.values()), np.uint8).reshape(-1, BYTES)
    save_arrays(project, {f"{_ARRAY}{file.id}": rows}, _stamp(file))


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
        db.executemany(
            # A file that was read again already has given its pages other hashes.
            f"UPDATE image SET problem = ?1, path = path || '{GONE}' || id, sha256 = iif((SELECT file.sha256 "
            "FROM image AS file WHERE file.id = image.holder) IS NULL, sha256, NULL) "
            "WHERE id = ?2 AND problem IS NOT ?1",
            ((REPLACED, image) for image in renewed.left),
        )
        db.executemany(
            "UPDATE image SET problem = NULL WHERE id = ? AND problem IS ?",
            ((image, REPLACED) for image in renewed.back),
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
    """Return how many pages each file has that are no deleted boxes."""
    return dict(
        project.rows(
            f"SELECT holder, count(*) FROM image WHERE holder IS NOT NULL AND {_PAGED} AND problem IS NOT ? "
            "GROUP BY holder",
            (DELETED,),
        )
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
