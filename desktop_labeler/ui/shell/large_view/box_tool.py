"""The tool of the large view that draws, moves, resizes and deletes boxes; each act is one decision."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent

from desktop_labeler.data.decisions.box_edits import delete_box, draw_box, place_box
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.images.boxes.box_shapes import WHOLE, dragged
from desktop_labeler.data.images.parts.image_parts import Box, part_of
from desktop_labeler.data.images.parts.part_rows import boxes_in
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.widgets.images.box_canvas import BoxCanvas
from desktop_labeler.ui.widgets.images.image_view import ImageView

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FAR = 10  # pixels of a step with Shift


class BoxTool(QObject):
    """Boxes of the image that is shown, while the tool is on.

    Attributes:
        active: whether the tool is on.
        chosen: the id of the image of the chosen box, which keys act on; None for none.

    Signals:
        changed: the tool was turned on or off, or another box was chosen.
        told: a short message about what could not be done.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, view: ImageView, grid: GridView, project: OpenProject, parent: QObject) -> None:
        super().__init__(parent)
        self.active = False
        self.chosen: int | None = None
        self._view, self._grid, self._project = view, grid, project
        self._shown: ImageRow | None = None
        self._nudged: Box | None = None  # the chosen box while an arrow key is held
        self.canvas = BoxCanvas(view)
        self.canvas.hide()
        self.canvas.drawn.connect(self._draw)
        self.canvas.placed.connect(self._place)
        self.canvas.chosen.connect(self._choose)

    @property
    def shown(self) -> int | None:
        """The id of the image that is shown."""
        return self._shown.id if self._shown is not None else None

    def target(self, image: int | None) -> int | None:
        """Return the image that keys decide while another is shown: that of the chosen box while the tool is on."""
        return self.chosen if self.active else image

    def in_view(self) -> bool:
        """Whether the chosen box can be seen; otherwise the whole image is shown, and the next key may decide."""
        box = self.canvas.boxes.get(self.chosen) if self.active and self.chosen is not None else None
        if box is None or self._view.rect().toRectF().intersects(self._view.box_rect(box)):
            return True
        self._view.show_whole()
        self.told.emit(self.tr("The chosen box was out of view; here it is. Press the key again."))
        return False

    def choose_changed(self, images: list[int]) -> bool:
        """Choose the box that an undo changed; return whether what it changed is all in the file that is shown."""
        rows = self._project.rows(images)
        there = {row.holder or row.id for row in rows.values()}
        if self._shown is None or there != {self._shown.holder or self._shown.id}:
            return False
        self._choose(next((image for image in images if image in self._there()), None))
        return True

    def reason(self, row: ImageRow | None) -> str:
        """Return why boxes cannot be changed in an image, as a sentence; empty if they can."""
        if row is None or self._grid.content.hidden(row) or self._grid.commands.without:
            return self.tr("Labels are hidden here, and boxes stay as they are.")
        if self._project.made_for:
            return self.tr("Boxes are changed in the project itself, not in a package of it.")
        return self.tr("This project can only be read here.") if self._project.project.read_only else ""

    def turn(self, on: bool) -> None:
        """Turn the tool on or off."""
        reason = self.reason(self._shown) if on else ""
        on = on and not reason
        self.settle()
        self.canvas.cancel()
        self.active = on
        self.canvas.setVisible(on)
        self._view.draws_boxes = not on
        self._choose(self._own() if on else None)
        self._tell(reason)

    def show(self, row: ImageRow | None) -> None:
        """Show the boxes around an image; another image begins with its own box chosen."""
        another = (row.id if row is not None else None) != (self._shown.id if self._shown is not None else None)
        if another:
            self._nudged = None
            self.canvas.cancel()
        self._shown = row
        if self.active and self.reason(row):
            self.turn(False)
        elif self.active:
            self._refresh()
            self._choose(self._own() if another else self.chosen if self.chosen in self.canvas.boxes else None)

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key does to the boxes; return whether it did anything."""
        if not self.active:
            return False
        key, shift = Qt.Key(event.key()), Qt.KeyboardModifier.ShiftModifier
        other = event.modifiers() & ~(shift | Qt.KeyboardModifier.KeypadModifier)
        if key in _STEPS and not other and self.chosen is not None:
            self._nudge(*_STEPS[key], far=bool(event.modifiers() & shift))
            return True
        self.settle()
        if key == Qt.Key.Key_Escape:
            if not self.canvas.cancel():
                self.turn(False)
            return True
        if key == Qt.Key.Key_Delete and not event.isAutoRepeat() and self.chosen is not None:
            if self.in_view():
                self._delete()
            return True
        return self.canvas.dragging

    def release(self, event: QKeyEvent) -> None:
        """Keep what an arrow key did, as one act, when it goes up."""
        if Qt.Key(event.key()) in _STEPS and not event.isAutoRepeat():
            self.settle()

    # --- boxes ------------------------------------------------------------------------------------------------------
    def _own(self) -> int | None:
        """Return the shown image if it is a box that is there."""
        return self._shown.id if self._shown is not None and self._shown.id in self._there() else None

    def _there(self) -> dict[int, Box]:
        row = self._shown
        if row is None:
            return {}
        try:
            part = part_of(row)
        except ImageError:
            return {}
        page = part.page if part is not None else None
        found = boxes_in(self._project.project, row.holder or row.id)
        return {image: each.box for image, each in found.items() if each.box is not None and each.page == page}

    def _refresh(self) -> None:
        boxes = self._there()
        if self._nudged is not None and self.chosen in boxes:
            boxes[self.chosen] = self._nudged
        rows = self._project.rows(list(boxes))
        classes = {image: self._project.class_of(row.class_id) for image, row in rows.items()}
        colors = {image: QColor(label.color) for image, label in classes.items() if label is not None}
        self.canvas.show_boxes(boxes, colors, self.chosen)

    def _choose(self, image: object) -> None:
        self.settle()
        self.chosen = image if isinstance(image, int) else None
        self._grid.sight.beside = frozenset((self.chosen,) if self.chosen is not None else ())
        self._refresh()
        self.changed.emit()

    # --- acts -------------------------------------------------------------------------------------------------------
    def _draw(self, box: Box) -> None:
        size, shown = self._view.full_size, self._shown
        if size is not None and shown is not None:
            image = self._write(lambda project, by: draw_box(project, shown.id, box, size, by))
            self._choose(image if image is not None else self.chosen)

    def _place(self, image: int, box: Box) -> None:
        size = self._view.full_size
        if size is not None:
            self._write(partial(_placed, image, box, size))
        self._refresh()

    def _delete(self) -> None:
        image = self.chosen
        if image is not None and image == self.shown:  # the file or another box of it is shown from now on
            others = [self._shown.holder if self._shown is not None else None, *self._there()]
            any(self._grid.focus_on(other) for other in others if other is not None and other != image)
        self.chosen = None
        if image is not None:
            self._write(partial(_deleted, image))
        self._choose(None)

    def _nudge(self, across: int, down: int, *, far: bool) -> None:
        size = self._view.full_size
        box = self._nudged or self.canvas.boxes.get(self.chosen or 0)
        if size is None or box is None:
            return
        step = _FAR if far else 1
        self._nudged = dragged(box, WHOLE, (across * step, down * step), size)
        self._refresh()

    def settle(self) -> None:
        """Store where the arrow keys moved the chosen box."""
        box, self._nudged = self._nudged, None
        if box is not None and self.chosen is not None:
            self._place(self.chosen, box)

    def _write(self, change: Callable[[Project, By], int]) -> int | None:
        if self._project.busy:
            self._tell(self.tr("The last decision is still being written."))
            return None
        return self._project.change_box(change, self._grid.commands.writer.page)

    def _tell(self, reason: str) -> str:
        if reason:
            self.told.emit(reason)
        return reason


def _placed(image: int, box: Box, size: tuple[int, int], project: Project, by: By) -> int:
    place_box(project, image, box, size, by)
    return image


def _deleted(image: int, project: Project, by: By) -> int:
    delete_box(project, image, by)
    return image
