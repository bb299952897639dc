"""What the large view says of an image: the words of its tile, and the answers that make sense."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop_labeler.data.decoding.moments import Moment
from desktop_labeler.data.images.parts.image_parts import part_of
from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.errors import ImageError
from desktop_labeler.ui.core.language import translator
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.shell.side_panel import state_text
from desktop_labeler.ui.widgets.classes.class_text import short_name

_tr = translator("ImageTexts")
_STATE, _SHORT = 180, 70  # pixels: of the texts beside class names; the least of a name


class ImageTexts:
    """Words about the images of a grid, written in the font of a widget."""

    def __init__(self, grid: GridView, project: OpenProject, font: QWidget) -> None:
        self._grid, self._project, self._font = grid, project, font

    def answers(self, image: int | None) -> tuple[str, ...]:
        """Return the answers that make sense for an image, or that hide what the page hides."""
        row = self._project.row(image) if image is not None else None
        if row is None or self._grid.content.hidden(row):
            return ("unsure", "exclude")
        hints = self._grid.content.hints
        suggested = row.class_id is None and hints.suggestion_of(row.id) is not None
        expected = row.class_id is not None and hints.expected(row.id) is not None
        found = [("accept", suggested), ("keep", row.class_id is not None), ("take", expected)]
        found += [("reject", suggested or row.class_id is not None), ("unsure", True), ("exclude", True)]
        return tuple(name for name, useful in found if useful and name not in self._grid.commands.without)

    def of(self, image: int, room: int) -> str:
        """Return what is known about an image in the words of its tile, or nothing where the page hides that.

        Long class names are shortened; two of them take at most about the given width in pixels.
        """
        row, content = self._project.row(image), self._grid.content
        if row is None or content.hidden(row):
            return ""
        label = self._project.class_of(row.class_id)
        parts = [clock] if (clock := _clock(row)) else []
        shown = replace(label, name=self._name_in(label.name, room)) if label is not None else None
        parts.append(state_text(row, shown))
        hint = content.hints.suggestion_of(image) if row.class_id is None else content.hints.expected(image)
        expected = self._project.class_of(hint[0]) if hint is not None else None
        if expected is not None and expected.id != row.class_id:
            text = _tr("suggested: {name}") if row.class_id is None else _tr("expected: {name}")
            parts.append(text.format(name=self._name_in(expected.name, room)))
        place = content.position_of(image)
        if self._grid.commands.marks and place >= 0 and place in self._grid.selection:
            parts.append(_tr("marked as wrong"))
        return " · ".join(parts)

    def _name_in(self, name: str, room: int) -> str:
        return short_name(name, self._font.fontMetrics(), max((room - _STATE) / 2, _SHORT)).text


def _clock(row: ImageRow) -> str:
    """Return the time code of a frame of a video; empty for other images."""
    try:
        part = part_of(row)
    except ImageError:
        return ""
    return part.page.clock if part is not None and isinstance(part.page, Moment) else ""
