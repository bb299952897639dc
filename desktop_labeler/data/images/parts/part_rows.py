"""The images of a project that are parts of files: added beside the images of their files, which they follow."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.images.files.image_files import DELETED, LEFT, ONLY_PARTS, REPLACED, KnownImage
from desktop_labeler.data.images.parts.image_parts import OUTSIDE, Part, read_part, with_margin
from desktop_labeler.data.metadata.inherited import inherit_by_parts
from desktop_labeler.data.project.project_file import Project

PAGED = "paged"  # the setting of a project in which pages or frames, or boxes on them, are or were images
GONE = "&gone="  # before the id, at the end of the path of a part that is not in its place any more
_STEP = 2048  # parts in a transaction


@dataclass(frozen=True)
class NewPart:
    """A part to add: the image of its file, and which part.

    Attributes:
        holder: the id of the image of the file.
        part: which part of it.
        size: the width and height of the part in pixels, None if they are not known.
    """

    holder: int
    part: Part
    size: tuple[int, int] | None = None


def part_id(file: bytes | None, part: str) -> bytes | None:
    """Return what identifies a part wherever its file is: the SHA-256 of that of its file, "#" and the part; 32 bytes.

    None where the file has not been read.
    """
    return None if file is None else hashlib.sha256(file + b"#" + part.encode()).digest()


def add_parts(project: Project, parts: Sequence[NewPart]) -> list[int | None]:
    """Add images for parts of files in one short transaction, with the metadata of their files.

    Returns:
        The id of each; None for one that the project has already, or whose path is that of a file.
    """
    with project.transaction() as db:
        return insert_parts(db, parts)


def insert_parts(db: sqlite3.Connection, parts: Sequence[NewPart]) -> list[int | None]:
    """Add images as `add_parts` does, inside a transaction."""
    db.create_function("part_id", 2, part_id, deterministic=True)
    ids: list[int | None] = []
    for each in parts:
        width, height = each.size or (None, None)
        cursor = db.execute(
            "INSERT INTO image (folder_id, path, size, mtime_ns, width, height, sha256, state, source, rejected, "
            "second, group_name, holder, part) SELECT folder_id, path || '#' || ?2, size, mtime_ns, ?3, ?4, "
            "part_id(sha256, ?2), 0, 0, '', 0, group_name, id, ?2 FROM image WHERE id = ?1 "
            "ON CONFLICT (path) DO NOTHING",
            (each.holder, str(each.part), width, height),
        )
        ids.append(cursor.lastrowid if cursor.rowcount else None)
    if any(each.part.page is not None for each in parts):
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, 'true')", (PAGED,))
    inherit_by_parts(db, [number for number in ids if number is not None])
    return ids


def decided_of(project: Project, images: Sequence[int]) -> set[int]:
    """Return those of the images about which somebody has decided something."""
    found: set[int] = set()
    for start in range(0, len(images), 500):
        numbers = ",".join(str(int(image)) for image in images[start : start + 500])
        condition = "(state != 0 OR decided IS NOT NULL)"
        found.update(project.read(int, f"SELECT id FROM image WHERE id IN ({numbers}) AND {condition}"))
    return found


# What nobody has decided about, and such a file.
UNTOUCHED_VERDICT = "state = 0 AND note IS NULL AND second = 0 AND rejected = ''"
UNTOUCHED = f"holder IS NULL AND part IS NULL AND {UNTOUCHED_VERDICT}"


def hide_files(project: Project, files: Sequence[int]) -> None:
    """Let files be no images of their own any more but only hold parts; those with a decision or a note stay images."""
    with project.transaction() as db:
        db.executemany(
            f"UPDATE image SET part = '', problem = coalesce(problem, ?) WHERE id = ? AND {UNTOUCHED}",
            ((ONLY_PARTS, file) for file in files),
        )


def hidden_files(project: Project) -> set[int]:
    """Return the ids of the files that only hold parts."""
    return set(project.read(int, "SELECT id FROM image WHERE part = ''"))


def show_files(project: Project) -> None:
    """Let files that hold no parts be images again."""
    with project.transaction() as db:
        db.execute(
            "UPDATE image SET part = NULL, problem = nullif(problem, ?1) WHERE part = '' AND NOT EXISTS "
            f"(SELECT 1 FROM image AS part WHERE part.holder = image.id AND coalesce(part.problem, '') NOT IN {LEFT})",
            (ONLY_PARTS,),
        )


def files_to_hide(project: Project, beside: Sequence[int]) -> int:
    """Return how many files that are images now would be none, if all were hidden, besides those that hold boxes."""
    usable = project.read(int, f"SELECT id FROM image WHERE problem IS NULL AND {UNTOUCHED}")
    return len(set(usable) - set(beside))


def files_to_show(project: Project) -> int:
    """Return how many files would be images again, since they are hidden and hold no parts."""
    return project.number(
        "SELECT count(*) FROM image WHERE part = '' AND NOT EXISTS (SELECT 1 FROM image AS part WHERE part.holder = "
        f"image.id AND coalesce(part.problem, '') NOT IN {LEFT})",
    )


def files_with_pages(project: Project) -> Iterator[KnownImage]:
    """Yield the files that are images of their own and may have several pages, by id; they may change meanwhile."""
    return files_named(project, signatures.PAGED, " OR path NOT LIKE '%.%'")


def files_named(project: Project, suffixes: Collection[str], also: str = "") -> Iterator[KnownImage]:
    """Yield the files that are images of their own and have one of these suffixes, by id; they may change meanwhile."""
    endings = sorted(suffixes)
    named = " OR ".join(["lower(path) LIKE ?"] * len(endings)) + also
    last = 0
    while some := project.read(
        KnownImage,
        "SELECT id, folder_id, path, size, mtime_ns, sha256 FROM image WHERE id > ? AND holder IS NULL "
        f"AND part IS NULL AND problem IS NULL AND ({named}) ORDER BY id LIMIT 1000",
        (last, *(f"%.{ending}" for ending in endings)),
    ):
        yield from some
        last = some[-1].id


def all_files(project: Project) -> set[int]:
    """Return the ids of the images that are whole files."""
    return set(project.read(int, "SELECT id FROM image WHERE holder IS NULL"))


def has_parts(project: Project) -> bool:
    """Whether a project has images that are parts of files; takes no longer in a large project."""
    return bool(project.rows("SELECT 1 FROM image WHERE holder IS NOT NULL LIMIT 1"))


def pages_in(project: Project, holder: int) -> list[Page]:
    """Return the pages and frames of a file that are images of the project."""
    rows = project.read(
        str,
        f"SELECT part FROM image WHERE holder = ? AND part NOT LIKE '%xywh=%' AND coalesce(problem, '') NOT IN {LEFT} "
        "ORDER BY id",
        (holder,),
    )
    return [page for part in rows if (page := read_part(part).page) is not None]


def has_paged_boxes(project: Project) -> bool:
    """Whether a project has boxes on pages of files or frames of videos."""
    return bool(project.rows("SELECT 1 FROM image WHERE part LIKE '%&xywh=%' LIMIT 1"))


def boxes_in(project: Project, holder: int) -> dict[int, Part]:
    """Return the parts of a file by id, for instance to draw them all; without those that are not in it any more."""
    rows = project.rows(
        f"SELECT id, part FROM image WHERE holder = ? AND coalesce(problem, '') NOT IN {LEFT} ORDER BY id", (holder,)
    )
    return {int(number): read_part(part) for number, part in rows}


def files_instead(project: Project, images: IntArray) -> IntArray:
    """Return ids with those of the files in place of boxes that were deleted, each once, in the order of the images."""
    deleted, files = project.integers(
        "SELECT group_concat(id), group_concat(holder) FROM image WHERE holder IS NOT NULL AND problem = ?", (DELETED,)
    )
    known = dict(zip(deleted.tolist(), files.tolist(), strict=True))
    return np.array(list(dict.fromkeys(known.get(image, image) for image in images.tolist())), np.int64)


def follow_files(project: Project, files: Sequence[int] | None = None) -> Iterator[int]:
    """Let parts be where their files are: their path, size, time, content and problem follow from those of the file.

    Decisions stay with the part. It runs in short transactions; parts that already fit are not written.

    Args:
        project: open for writing.
        files: ids of images whose parts may have to follow; None for all.

    Yields:
        The number of parts that have been looked at, after each transaction.
    """
    if not has_parts(project):
        return
    parts = iter(_parts_of(project, files))
    done = 0
    while some := list(islice(parts, _STEP)):
        _follow(project, some)
        done += len(some)
        yield done


def _parts_of(project: Project, files: Sequence[int] | None) -> Iterator[int]:
    if files is None:
        last = 0
        while some := project.read(
            int, "SELECT id FROM image WHERE holder IS NOT NULL AND id > ? ORDER BY id LIMIT ?", (last, _STEP)
        ):
            yield from some
            last = some[-1]
        return
    for start in range(0, len(files), 500):
        numbers = ",".join(str(int(file)) for file in files[start : start + 500])
        yield from project.read(int, f"SELECT id FROM image WHERE holder IN ({numbers})")


_PROBLEM = (
    f"iif(image.problem IN {LEFT}, image.problem, coalesce(nullif(file.problem, ?1), "
    "part_problem(image.part, file.width, file.height)))"
)
_PLACE = f"file.path || '#' || image.part || iif(image.problem IN {LEFT}, '{GONE}' || image.id, '')"
# What is no longer in the file is known by what the file was.
_CONTENT = f"iif(image.problem IS '{REPLACED}', image.sha256, part_id(file.sha256, image.part))"
_DIFFERS = (
    f"image.path != {_PLACE} OR image.folder_id != file.folder_id OR image.size != file.size OR "
    f"image.mtime_ns != file.mtime_ns OR (image.sha256 IS NULL) != "
    f"(iif(image.problem IS '{REPLACED}', image.sha256, file.sha256) IS NULL) OR "
    f"image.problem IS NOT {_PROBLEM}"
)


def _follow(project: Project, parts: Sequence[int]) -> None:
    with project.transaction() as db:
        db.create_function("part_id", 2, part_id, deterministic=True)
        db.create_function("part_problem", 3, part_problem, deterministic=True)
        numbers = ",".join(map(str, parts))
        changed = [
            int(number)
            for (number,) in db.execute(
                "SELECT image.id FROM image JOIN image AS file ON file.id = image.holder "
                f"WHERE image.id IN ({numbers}) AND ({_DIFFERS})",
                (ONLY_PARTS,),
            )
        ]
        # Two steps, since two files may have swapped their names and a path must be unique at all times. A part that
        # still has the path of another one gets its own as soon as it is its turn.
        db.executemany("UPDATE image SET path = char(0) || id WHERE id = ?", ((number,) for number in changed))
        db.executemany(
            "UPDATE image SET path = char(0) || id WHERE holder IS NOT NULL AND path = (SELECT file.path || '#' || "
            "part.part FROM image AS part JOIN image AS file ON file.id = part.holder WHERE part.id = ?)",
            ((number,) for number in changed),
        )
        db.executemany(
            f"UPDATE image SET path = {_PLACE}, folder_id = file.folder_id, size = file.size, mtime_ns = "
            f"file.mtime_ns, sha256 = {_CONTENT}, problem = {_PROBLEM} FROM image AS file "
            "WHERE file.id = image.holder AND image.id = ?2",
            ((ONLY_PARTS, number) for number in changed),
        )


def part_problem(text: str, width: int | None, height: int | None) -> str | None:
    """Return why a part of a file of this size cannot be shown, as stored; None if it can."""
    box = read_part(text).box
    if box is None or width is None or height is None:
        return None
    return OUTSIDE.stored() if with_margin(box, 0.0, (width, height)) is None else None


def ids_at(project: Project, paths: Sequence[str]) -> dict[str, int]:
    """Return the ids of the images with these paths, as far as the project has them."""
    found: dict[str, int] = {}
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        marks = ",".join("?" * len(some))
        found.update(
            (str(path), int(number))
            for path, number in project.rows(f"SELECT path, id FROM image WHERE path IN ({marks})", some)
        )
    return found
