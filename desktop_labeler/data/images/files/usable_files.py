"""The usable image files of a project, all one after another or those that may be DICOM, and the images in them."""

from collections.abc import Iterator, Sequence

from desktop_labeler.data.decoding.signatures import DICOM_SUFFIXES
from desktop_labeler.data.images.files.image_files import ONLY_PARTS, KnownImage
from desktop_labeler.data.project.project_file import Project

_BLOCK = 5_000


def usable_files(project: Project) -> Iterator[KnownImage]:
    """Yield every usable file by id, also one that only holds parts; other statements may run in between.

    Raises:
        ProjectError: the file cannot be read.
    """
    last = 0
    while some := project.read(
        KnownImage,
        "SELECT id, folder_id, path, size, mtime_ns, sha256 FROM image WHERE id > ? AND holder IS NULL AND "
        "(problem IS NULL OR problem = ?) ORDER BY id LIMIT ?",
        (last, ONLY_PARTS, _BLOCK),
    ):
        yield from some
        last = some[-1].id


def dicom_named(project: Project) -> list[KnownImage]:
    """Return the usable files with a suffix that files of DICOM have, or none; of a million others in 1 s.

    Raises:
        ProjectError: the file cannot be read.
    """
    name = "replace(path, rtrim(path, replace(path, '/', '')), '')"
    like = " OR ".join(f"path LIKE '%.{suffix}'" for suffix in sorted(DICOM_SUFFIXES))
    return project.read(
        KnownImage,
        "SELECT id, folder_id, path, size, mtime_ns, sha256 FROM image WHERE holder IS NULL AND "
        f"(problem IS NULL OR problem = ?) AND ({like} OR instr({name}, '.') = 0) ORDER BY id",
        (ONLY_PARTS,),
    )


def images_in(project: Project, files: Sequence[int], *, without_group: bool = False) -> list[tuple[int, int]]:
    """Return the images of files and of their parts, each with the id of its file, by id.

    Args:
        project: any open project.
        files: ids of the images of files.
        without_group: only those that have no group.

    Raises:
        ProjectError: the file cannot be read.
    """
    found: list[tuple[int, int]] = []
    more = "AND group_name IS NULL" if without_group else ""
    for start in range(0, len(files), _BLOCK):
        numbers = ",".join(str(int(file)) for file in files[start : start + _BLOCK])
        for column in ("id", "holder"):
            found += project.rows(
                f"SELECT id, coalesce(holder, id) FROM image WHERE {column} IN ({numbers}) AND problem IS NULL {more}"
            )
    return sorted(set(found))
