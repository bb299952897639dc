"""Rescan: find new, missing, changed and moved files, also when a whole folder was moved."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.images.files import image_files
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.files.walk import FoundFile, walk
from desktop_labeler.data.project.inner_paths import is_inner, lies_in, real_path
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError, ProjectError
from desktop_labeler.jobs.scanning.scan import ScanResult, check_folder, scan_folders
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.progress import Job, Progress

_SAMPLE = 64  # number of images whose content is searched for at the new location
_ENOUGH = 0.5  # fraction of them that must be found for the same folder; the person may have removed some


def rescan(project_path: Path, new_place: Path | None = None) -> Job[ScanResult]:
    """Scan all folders of a project again; image files are only read, and decisions are kept.

    A file that was renamed or moved within the project is found by its content and keeps its image. The image of a file
    that is not found is missing until the file is found again.

    Args:
        project_path: the project file.
        new_place: new location of a folder that was moved, or where one is already. The folder is identified by
            content: at least half of a sample of its images must be found there.

    Raises:
        ProjectError: a folder does not exist, or the new location holds other images; nothing was changed.
    """
    with Project(project_path, durable=False) as project:
        if new_place is not None:
            yield from _move(project, new_place.absolute())
        return (yield from scan_folders(project, project.folders()))


def _move(project: Project, place: Path) -> Job[None]:
    """Store the new location of the folder whose images are there."""
    check_folder(place)
    folders = project.folders()
    if any(folder.path == place or (folder.path.exists() and folder.path.samefile(place)) for folder in folders):
        return  # it is known to be there
    # Folders that do not exist any more are checked first.
    for folder in sorted(folders, key=lambda folder: folder.path.is_dir()):
        if (yield from _is_same(project, folder, place)):
            _check_apart(place, [other for other in folders if other.id != folder.id])
            project.move_folder(folder.id, place)
            return
    raise ProjectError(
        "{folder} does not hold the images of this project: of a sample, too few have the same content "
        "there. Nothing was changed. Name the folder that took the place of the old one; to add other "
        "images, add a folder.",
        folder=place,
    )


def _check_apart(place: Path, others: Sequence[Folder]) -> None:
    inner = real_path(place)
    for other in others:
        outer = real_path(other.path)
        if lies_in(inner, [outer]) or lies_in(outer, [inner]):
            raise ProjectError(
                "{folder} and {other}, which is in the project already, lie within each other. Nothing was "
                "changed. Folders of a project lie side by side.",
                folder=place,
                other=other.path,
            )


def _is_same(project: Project, folder: Folder, place: Path) -> Job[bool]:
    """Whether at least half of a sample of a folder's images is at a place: under its name, or at least by content."""
    sample = image_files.sample_images(project, folder, _SAMPLE)
    if not sample:
        return False
    there = replace(folder, path=place)
    same = yield from _count(sample, lambda image: [there.file(image.path)] if is_inner(image.path) else [])
    if same >= _ENOUGH * len(sample):
        return True
    by_size = yield from _places_by_size(place, {image.size for image in sample if image.sha256 is not None})
    known = [image for image in sample if image.sha256 is not None]
    same = yield from _count(known, lambda image: by_size.get(image.size, []))
    return bool(known) and same >= _ENOUGH * len(sample)


def _count(sample: Sequence[KnownImage], places: Callable[[KnownImage], list[Path]]) -> Job[int]:
    """Count the images whose content is at one of the places that may have it."""

    def is_there(image: KnownImage, stop: threading.Event) -> bool:
        return any(_has_content(image, place, stop) for place in places(image))

    same = 0
    with closing(in_threads(is_there, sample)) as results:
        for done, result in enumerate(results):
            same += result is not None and result[1]
            yield Progress("comparing folders", min(done, len(sample)), len(sample))
    return same


def _has_content(image: KnownImage, place: Path, stop: threading.Event) -> bool:
    try:
        if place.stat().st_size != image.size:
            return False
        # Never read as a whole: name and size must do.
        return image.sha256 is None or content_id(place, stop) == image.sha256
    except (OSError, ImageError):
        return False


def _places_by_size(place: Path, sizes: set[int]) -> Job[dict[int, list[Path]]]:
    found: dict[int, list[Path]] = {}
    for step in _steps(place):
        if step is None:
            yield Progress("comparing folders")
        elif step.size in sizes and len(found.setdefault(step.size, [])) < _SAMPLE:
            found[step.size].append(place / step.path)
    return found


def _steps(place: Path) -> Iterator[FoundFile | None]:
    """Go through a folder; None about every thousand files."""
    for number, step in enumerate(walk(Folder(0, place, ""), videos=True)):
        if isinstance(step, FoundFile):
            yield step
        if number % 1000 == 0:
            yield None
