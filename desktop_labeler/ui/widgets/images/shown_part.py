"""Which part of a file an image is, as it is shown: in its whole image, with the boxes around it."""

from dataclasses import dataclass

from desktop_labeler.data.images.files.image_files import DELETED
from desktop_labeler.data.images.parts.image_parts import Box, Part, part_of
from desktop_labeler.data.images.parts.part_rows import boxes_in
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError


@dataclass(frozen=True)
class Shown:
    """Which part of a file is shown, in its whole image; `others` are boxes that are drawn faintly.

    With `whole` the image is read at its full size even without a box, so that boxes can be drawn on it.
    """

    part: Part | None = None
    others: tuple[Box, ...] = ()
    whole: bool = False

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes to draw, that of the part first."""
        own = () if self.part is None or self.part.box is None else (self.part.box,)
        return (*own, *(box for box in self.others if box not in own))

    @property
    def around(self) -> bool:
        """Whether the whole image is shown, with places in pixels of the file."""
        return self.whole or bool(self.boxes)

    @property
    def source(self) -> object:
        """What tells the pixels that are read from others of the same file."""
        page = self.part.page if self.part is not None else None
        return (page, None) if self.around else (page, self.part)


WHOLE = Shown()


def shown_part(project: Project, row: ImageRow | None, *, drawing: bool = False) -> Shown:
    """Return how an image is shown: the file, or a part of it, with the boxes of the page around it.

    Args:
        project: any open project.
        row: the image.
        drawing: whether boxes may be drawn on it.
    """
    if row is None:
        return WHOLE
    try:
        part = part_of(row)
    except ImageError:
        return WHOLE
    page = part.page if part is not None else None
    if part is not None and row.problem == DELETED:
        part = Part(page) if page is not None else None
    others = [other.box for other in boxes_in(project, row.holder or row.id).values() if other.page == page]
    return Shown(part, tuple(box for box in others if box is not None), whole=drawing)
