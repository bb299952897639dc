"""Where the boxes of a project are, as a person changes it: drawn, moved, resized, deleted and brought back.

The row of a box that was deleted stays, since the history speaks of it: it is no image any more, and its path gives
way to a box that is drawn in the same place later.
"""

import sqlite3
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_labeler.data.images.files.image_files import DELETED, ONLY_PARTS
from desktop_labeler.data.images.parts.image_parts import read_part
from desktop_labeler.data.images.parts.part_rows import GONE, UNTOUCHED, part_id, part_problem
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.json_text import parse_json

_MOVED = "boxes_moved"  # the setting with the ids of boxes that are not where they first were


@dataclass(frozen=True)
class BoxChange:
    """What happens to the box of an image: its part before and after, each "" where it is not there."""

    image: int
    before: str
    after: str

    @property
    def inverse(self) -> "BoxChange":
        """What takes it back."""
        return BoxChange(self.image, self.after, self.before)


def put_boxes(project: Project, changes: Sequence[BoxChange]) -> None:
    """Let boxes be where they are after a change, inside a transaction; those that are there already stay.

    Raises:
        ProjectError: a box is in exactly that place already.
    """
    db = project.db
    db.create_function("part_id", 2, part_id, deterministic=True)
    db.create_function("part_problem", 3, part_problem, deterministic=True)
    for each in changes:
        if each.after:
            _put(db, each.image, each.after)
        else:
            db.execute(
                f"UPDATE image SET problem = ?1, path = path || '{GONE}' || id WHERE id = ?2 AND problem IS NOT ?1",
                (DELETED, each.image),
            )
    _note_moved(project, [each.image for each in changes if each.before and each.after])


def take_parts(project: Project, parts: Sequence[tuple[int, int]], hidden: Sequence[tuple[int, int]]) -> None:
    """Let parts be images no more, and the files that only held them images again, inside a transaction.

    Args:
        project: open for writing.
        parts: runs of ids, from the first to the last.
        hidden: those of the files.
    """
    project.db.executemany(
        f"UPDATE image SET problem = ?1, path = path || '{GONE}' || id WHERE id BETWEEN ?2 AND ?3 "
        "AND holder IS NOT NULL AND problem IS NOT ?1",
        ((DELETED, first, last) for first, last in parts),
    )
    project.db.executemany(
        "UPDATE image SET part = NULL, problem = nullif(problem, ?) WHERE id BETWEEN ? AND ? AND part = ''",
        ((ONLY_PARTS, first, last) for first, last in hidden),
    )


def bring_parts(project: Project, parts: Sequence[tuple[int, int]], hidden: Sequence[tuple[int, int]]) -> None:
    """Take `take_parts` back, inside a transaction.

    Raises:
        ProjectError: another part is in the place of one of them.
    """
    db = project.db
    db.create_function("part_problem", 3, part_problem, deterministic=True)
    gone = "image.id BETWEEN ?2 AND ?3 AND image.problem IS ?1 AND file.id = image.holder"
    for first, last in parts:
        taken = db.execute(
            f"SELECT 1 FROM image JOIN image AS file ON {gone} JOIN image AS other "
            "ON other.path = file.path || '#' || image.part LIMIT 1",
            (DELETED, first, last),
        ).fetchone()
        if taken is not None:
            raise ProjectError("There is a box in exactly this place already. Nothing was changed.")
        db.execute(
            "UPDATE image SET path = file.path || '#' || image.part, problem = coalesce(nullif(file.problem, ?4), "
            f"part_problem(image.part, file.width, file.height)) FROM image AS file WHERE {gone}",
            (DELETED, first, last, ONLY_PARTS),
        )
    db.executemany(
        f"UPDATE image SET part = '', problem = coalesce(problem, ?) WHERE id BETWEEN ? AND ? AND {UNTOUCHED}",
        ((ONLY_PARTS, first, last) for first, last in hidden),
    )


def _put(db: sqlite3.Connection, image: int, part: str) -> None:
    taken = db.execute(
        "SELECT 1 FROM image JOIN image AS own ON own.id = ?2 JOIN image AS file ON file.id = own.holder "
        "WHERE image.path = file.path || '#' || ?1 AND image.id != ?2",
        (part, image),
    ).fetchone()
    if taken is not None:
        raise ProjectError("There is a box in exactly this place already. Nothing was changed.")
    box = read_part(part).box
    db.execute(
        "UPDATE image SET part = ?1, width = ?2, height = ?3, path = file.path || '#' || ?1, "
        "sha256 = part_id(file.sha256, ?1), problem = coalesce(nullif(file.problem, ?4), "
        "part_problem(?1, file.width, file.height)) FROM image AS file WHERE file.id = image.holder AND image.id = ?5",
        (part, box.width if box else None, box.height if box else None, ONLY_PARTS, image),
    )


def _note_moved(project: Project, images: Sequence[int]) -> None:
    """Remember boxes whose pixels are others by now, in the transaction that moves them; see `moved_versions`."""
    known = _moved(project)
    if not known.issuperset(images):
        project.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (_MOVED, str(sorted(known.union(images)))))


def _moved(project: Project) -> set[int]:
    stored = project.rows("SELECT value FROM setting WHERE name = ?", (_MOVED,))
    found = parse_json(stored[0][0]) if stored else []
    return {each for each in found if isinstance(each, int)} if isinstance(found, list) else set()


def moved_versions(project: Project) -> dict[int, int]:
    """Return a number for the place of every box that was ever moved or resized, by id; another one in another place.

    What was computed from the pixels of such a box holds only for that place.
    """
    moved = sorted(_moved(project))
    found: dict[int, int] = {}
    for start in range(0, len(moved), 500):
        numbers = ",".join(map(str, moved[start : start + 500]))
        for image, part in project.rows(f"SELECT id, part FROM image WHERE id IN ({numbers})"):
            found[int(image)] = zlib.crc32(str(part).encode())
    return found
