"""Finds the images of a package in the project that it was made from: by their content, else by id and path."""

from collections.abc import Generator, Mapping, Sequence

from desktop_labeler.data.decisions.packages import images_by_content, packed_path
from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.images.parts.part_rows import part_id
from desktop_labeler.data.project.project_file import Folder, ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.progress import Progress


def match_images(
    project: Project, rows: Mapping[int, ImageRow], origins: Mapping[int, bytes], *, hidden: bool
) -> Generator[Progress, None, tuple[dict[int, int], list[str], list[str]]]:
    """Return which image of the project each one of a package is, and the paths of missing and of changed ones.

    Where the project has not read the content of a file yet, it is that of the package if its date is. Blind packages
    do not tell the dates of the project, so the file is read then.

    Args:
        project: any open project.
        rows: of the package, by their ids.
        origins: SHA-256 of the files that they were made from, as far as it is known.
        hidden: whether the paths are those of the package alone.
    """
    same_id = {row.id: row for row in project.images(list(rows))}
    by_content = images_by_content(project, set(origins.values()))
    folders = project.folders()
    found: dict[int, int] = {}
    unknown, changed = list[str](), list[str]()
    for done, (number, row) in enumerate(rows.items()):
        mine, origin = same_id.get(number), origins.get(number)
        if mine is not None and origin is not None and mine.sha256 == origin:
            found[number] = number
        elif origin is not None and origin in by_content:
            found[number] = by_content[origin]
        elif mine is None or (packed_path(mine) != row.path and not hidden):
            unknown.append(row.path)
        elif origin is None or (mine.sha256 is None and mine.mtime_ns == row.mtime_ns):
            found[number] = number
        else:
            yield Progress("matching", done, len(rows))
            content = mine.sha256 or _content(project, mine, folders)
            if content == origin:
                found[number] = number
            else:  # a file that is gone tells nothing of what it was
                (unknown if content is None else changed).append(packed_path(mine))
    twice = [number for number, image in found.items() if image != number and image in found]
    for number in twice:
        del found[number]
        unknown.append(rows[number].path)
    return found, sorted(unknown), sorted(changed)


def _content(project: Project, image: ImageRow, folders: Sequence[Folder]) -> bytes | None:
    """Return what identifies an image, from its file as it is now; None if that cannot be read."""
    try:
        found = content_id(project.file_of(image, folders))
    except ImageError:
        return None
    return part_id(found, image.part) if image.part else found
