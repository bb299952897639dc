"""Where the boxes of a project came from, so that their classes can be written back there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.project_file import Project


@dataclass(frozen=True)
class Annotated:
    """A box of a source: the image that it became, its place in the source, and what the source said of it."""

    image: int
    place: str
    label: str | None
    score: float | None


@dataclass(frozen=True)
class AnnotationFile:
    """A file or folder that boxes came from; `sha256` is over its content then, `format` is a name of BOX_KINDS."""

    id: int
    format: str
    path: Path
    sha256: bytes


def add_annotation_file(project: Project, format: str, path: Path, sha256: bytes) -> int:  # noqa: A002 the field's word
    """Store a file or folder that boxes come from, and return its id; one that is known already keeps its id."""
    path = path.absolute()
    here = real_path(project.path.parent)
    near = real_path(path).relative_to(here).as_posix() if real_path(path).is_relative_to(here) else None
    with project.transaction() as db:
        known = db.execute(
            "SELECT id FROM annotation_file WHERE format = ? AND path = ? AND sha256 = ?", (format, str(path), sha256)
        ).fetchone()
        if known is not None:
            return int(known[0])
        cursor = db.execute(
            "INSERT INTO annotation_file (format, path, near, sha256) VALUES (?, ?, ?, ?)",
            (format, str(path), near, sha256),
        )
        return int(cursor.lastrowid or 0)


def save_annotations(project: Project, file: int, found: Sequence[Annotated]) -> int:
    """Store where boxes came from in one short transaction.

    A box that came from elsewhere stays with the source that it came from first, where its class is written back,
    unless that source is gone, or is an earlier state of this one.

    Returns:
        How many stay with another source.
    """
    sources = {each.id: each for each in annotation_files(project)}
    here = (sources[file].format, sources[file].path)
    others = [n for n, each in sources.items() if (each.format, each.path) != here and each.path.exists()]
    stays = f"(SELECT value FROM json_each('{others}'))"
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO annotation (image_id, file_id, place, label, score) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (image_id) DO UPDATE SET file_id = excluded.file_id, place = excluded.place, "
            f"label = excluded.label, score = excluded.score WHERE annotation.file_id NOT IN {stays}",
            ((each.image, file, each.place, each.label, each.score) for each in found),
        )
        placeholders = ",".join("?" * len(found))
        (count,) = db.execute(
            f"SELECT count(*) FROM annotation WHERE file_id != ? AND image_id IN ({placeholders})",
            (file, *(each.image for each in found)),
        ).fetchone()
    return int(count)


def annotation_files(project: Project) -> list[AnnotationFile]:
    """Return the files and folders that boxes came from; one beside the project file is found there when both moved."""
    files = []
    for number, kind, path, near, sha256 in project.rows("SELECT id, format, path, near, sha256 FROM annotation_file"):
        beside = project.path.parent / near if near is not None else None
        place = beside if beside is not None and beside.exists() else Path(path)
        files.append(AnnotationFile(number, kind, place, sha256))
    return files


def annotations_of(project: Project, file: int) -> list[Annotated]:
    """Return the boxes that came from one of `annotation_files`, in the order of their images."""
    return project.read(
        Annotated, "SELECT image_id, place, label, score FROM annotation WHERE file_id = ? ORDER BY image_id", (file,)
    )
