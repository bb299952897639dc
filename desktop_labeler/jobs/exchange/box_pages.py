"""Which page of its file, or frame of its video, a source of boxes means, and what is missing where it is unsaid."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from desktop_labeler.data.decoding.decode import page_count
from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.data.decoding.signatures import PAGED, VIDEO_SUFFIXES, suffix_of
from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.export_tree import copied_part
from desktop_labeler.data.images.parts.image_parts import split_path
from desktop_labeler.data.images.parts.part_rows import ids_at, pages_in
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

_TWO = Message("its path and what stands beside it name different pages or frames")


@dataclass(frozen=True)
class NamedFile:
    """How a source names an image: the file, further bare names, the page in its name, and the one beside it."""

    file: str
    also: tuple[str, ...] = ()
    inside: Page | None = None
    beside: Page | None = None


def named_files(project: Project, found: Iterable[BoxAnnotation]) -> list[NamedFile]:
    """Return which file and page each annotation names: "a.tif#page=2" is on page 2 of a.tif.

    A file that is called so is meant itself. "a.tif#page=2.png" is what an export calls the image of that page.
    """
    annotations = list(found)
    names = {each.image for each in annotations if "#" in each.image}
    exact = _files_called(project, [end for name in names for end in _ends(name)])
    return [_named(each, any(end in exact for end in _ends(each.image))) for each in annotations]


def _named(each: BoxAnnotation, exact: bool) -> NamedFile:
    file, inside = (each.image, None) if exact else _without_page(each.image)
    also = each.also if exact else tuple(_without_page(name)[0] for name in each.also)
    return NamedFile(file, also, inside, each.page)


def _without_page(name: str) -> tuple[str, Page | None]:
    """Return the file and the page that a name means; all of the name where it means no page."""
    file, part = split_path(copied_part(name) or name)
    return (file, part.page) if part is not None and part.box is None else (name, None)


def _ends(name: str) -> Iterator[str]:
    """Yield a path and all its ends, which may be that of a file below another folder."""
    parts = PurePosixPath(name.replace("\\\\", "/")).parts if "#" in name else ()
    for start in range(len(parts)):
        yield "/".join(parts[start:])


def _files_called(project: Project, names: Sequence[str]) -> set[str]:
    """Return those of the names that are the path of a file."""
    ids = ids_at(project, names)
    files = {row.id for row in project.images(list(ids.values())) if row.holder is None}
    return {name for name, number in ids.items() if number in files}


class Pages:
    """Says which page of a file is meant; what it looks up is remembered.

    Args:
        project: open.
    """

    def __init__(self, project: Project) -> None:
        self._project, self._folders = project, project.folders()
        self._images: dict[int, list[Page]] = {}
        self._several: dict[int, bool] = {}

    def page_of(self, row: ImageRow, named: NamedFile) -> Page | Message | None:
        """Return the page or frame that is meant in a file, None for all of a file, or why none can be told.

        Args:
            row: the image of the file.
            named: how the source names it.
        """
        beside = named.beside if self._can_be(row, named.beside) else None
        if named.inside is not None:
            if beside not in (None, named.inside):
                return _TWO
            return named.inside if named.inside != 1 or self._has_several(row) else None
        return beside if beside is not None else self._only(row)

    def _can_be(self, row: ImageRow, page: Page | None) -> bool:
        """Whether a file can have a page, so that a column of this name means one."""
        is_video = suffix_of(row.path) in VIDEO_SUFFIXES
        if page is None or is_video or isinstance(page, Moment):
            return is_video and isinstance(page, Moment)
        return self._has_several(row)

    def _has_several(self, row: ImageRow) -> bool:
        if row.id not in self._several:
            self._several[row.id] = suffix_of(row.path) in {*PAGED, ""} and _count(self._project.file_of(row)) > 1
        return self._several[row.id]

    def _only(self, row: ImageRow) -> Page | Message | None:
        """Return the only page of a file that is an image; None where the file itself is one."""
        if row.id not in self._images:
            self._images[row.id] = pages_in(self._project, row.id)
        pages = self._images[row.id]
        if len(pages) == 1:
            return pages[0]
        if suffix_of(row.path) in VIDEO_SUFFIXES:
            return Message(
                "it does not say which frame of its video it is on; write the seconds into its path, as in "
                "{path}#t=2.5, or beside it as “time”, and do it again",
                path=row.path,
            )
        if not pages:
            return None
        return Message(
            "it does not say which page of its file it is on; write the page into its path, as in {path}#page=2, or "
            "beside it as “page”, and do it again",
            path=row.path,
        )


def _count(file: Path) -> int:
    try:
        return page_count(file)
    except ImageError:
        return 1  # why it cannot be read is said when its size is read
