"""The paths of files that a scan finds elsewhere, found again, or misses, asked for before they are stored."""

from collections.abc import Sequence

from desktop_labeler.data.images.files.image_files import MISSING
from desktop_labeler.data.project.project_file import Project

_AT_ONCE = 500


def paths_before(project: Project, images: Sequence[int]) -> dict[int, str]:
    """Return the stored path of each of these images."""
    return {image: path for image, path, _ in _rows(project, images)}


def newly_missing(project: Project, images: Sequence[int]) -> list[str]:
    """Return the paths of those of these images that were not missing before, in order."""
    return sorted(path for _, path, problem in _rows(project, images) if problem != MISSING)


def returned_files(project: Project) -> list[str]:
    """Return the paths of missing files that the scan has seen in their place, in order; before `settle_seen`."""
    return project.read(
        str,
        "SELECT path FROM image WHERE problem = ? AND holder IS NULL AND EXISTS (SELECT 1 FROM seen WHERE seen.path = "
        "image.path) ORDER BY path",
        (MISSING,),
    )


def _rows(project: Project, images: Sequence[int]) -> list[tuple[int, str, str | None]]:
    found: list[tuple[int, str, str | None]] = []
    for start in range(0, len(images), _AT_ONCE):
        numbers = ",".join(str(int(image)) for image in images[start : start + _AT_ONCE])
        found += project.rows(f"SELECT id, path, problem FROM image WHERE id IN ({numbers})")
    return found
