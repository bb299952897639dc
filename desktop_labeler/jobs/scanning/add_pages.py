"""Makes images of the pages and frames of files that have several: TIFF stacks, animations, DICOM series."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_labeler.data.decoding.decode import page_count, probe
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.parts.image_parts import Part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts, files_with_pages, hide_files
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

Pages: TypeAlias = Literal["first", "all"] | int
"""Which pages of a file with several are images: the first, as the file itself; all; or one, counted from 1."""

_SETTING = "pages"
_STEP = 2048  # pages in a transaction


def pages_setting(pages: Pages) -> dict[str, object]:
    """Return the setting of a new project that stores which pages are images.

    Raises:
        ValueError: a page below 1.
    """
    if isinstance(pages, int) and pages < 1:
        raise ValueError(f"page {pages}, which must be at least 1")
    return {_SETTING: pages}


def chosen_pages(project: Project) -> Pages:
    """Return which pages are images in a project."""
    stored = project.setting(_SETTING)
    if stored == "all":
        return "all"
    return stored if isinstance(stored, int) and stored >= 1 else "first"


@dataclass(frozen=True)
class AddedPages:
    """What became of the pages of a scan.

    Attributes:
        images: how many images were added.
        short: how many files have several pages, but not the one that was chosen.
        page: which page that is; None where none was chosen.
    """

    images: int = 0
    short: int = 0
    page: int | None = None

    def notes(self) -> list[Message]:
        """Return a sentence about files without the chosen page."""
        if not self.short:
            return []
        text = Message(
            "{n:# file with several pages has|# files with several pages have} no page {page} and {n:stays|stay} one "
            "image, that of the first page.",
            n=self.short,
            page=self.page,
        )
        return [text]


def add_pages(project: Project) -> Job[AddedPages]:
    """Add the chosen pages of files that have several as images in place of their file; the files are only read.

    A file about which somebody has decided stays an image, too. A file without the chosen page stays as it is. What is
    there already stays, so that it can be called after every scan, and goes on after a cancel.

    Returns:
        What was added, and how many files do not have the chosen page.
    """
    pages = chosen_pages(project)
    if pages == "first":
        return AddedPages()
    folders = {folder.id: folder for folder in project.folders()}

    def look(image: KnownImage, stop: threading.Event) -> dict[int, tuple[int, int]] | None:
        try:
            return pages_in_file(folders[image.folder_id].file(image.path), pages, stop)
        except ImageError:
            return {}  # why it cannot be read is said when its content is read

    added = done = short = 0
    with closing(in_threads(look, files_with_pages(project))) as results:
        for result in results:
            if result is not None:
                done += 1
                short += result[1] is None
                added += add_pages_of(project, result[0].id, result[1] or {})
            yield Progress("reading pages", done)
    return AddedPages(added, short, pages if isinstance(pages, int) else None)


def pages_in_file(
    file: Path, pages: Pages, stop: threading.Event, *, also_one: bool = False
) -> dict[int, tuple[int, int]] | None:
    """Return the wanted pages of a file with their width and height; those that are cut off or damaged are left out.

    Args:
        file: only read.
        pages: which ones.
        stop: aborts the reading: no pages.
        also_one: whether the only page of a file is one, too; otherwise such a file has none.

    Returns:
        None if the file has several pages, but not the one that was chosen.

    Raises:
        ImageError: the file cannot be read, or none of the wanted pages.
    """
    count = page_count(file)
    wanted = range(1, count + 1) if pages == "all" else range(int(pages), min(int(pages), count) + 1)
    if count > 1 and not wanted:
        return None
    found: dict[int, tuple[int, int]] = {}
    reason: ImageError | None = None
    for page in wanted if count > 1 or also_one else ():
        if stop.is_set():
            return {}
        try:
            about = probe(file, page=page)
        except ImageError as error:
            reason = error
        else:
            found[page] = (about.width, about.height)
    if reason is not None and not found:
        raise reason
    return found


def add_pages_of(project: Project, file: int, pages: Mapping[int, tuple[int, int]]) -> int:
    """Add pages of a file as images in place of it; those that are there already stay. Return how many are new."""
    added = 0
    for some in _steps([NewPart(file, Part(page), size) for page, size in pages.items()]):
        added += sum(number is not None for number in add_parts(project, some))
    if pages:
        hide_files(project, [file])
    return added


def _steps(parts: list[NewPart]) -> Iterator[list[NewPart]]:
    rest = iter(parts)
    while some := list(islice(rest, _STEP)):
        yield some
