"""What the keys of a grid do: move, select and decide. It is not a widget: the view draws and passes signals on."""

from collections import Counter
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.history import Edit, accept, assign, clear, exclude, keep, unsure
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Source, State
from desktop_labeler.ui.core.keys import class_key, key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_decisions import GridDecisions
from desktop_labeler.ui.grid.grid_model import GridModel
from desktop_labeler.ui.grid.grid_selection import GridSelection
from desktop_labeler.ui.grid.grid_sight import Sight
from desktop_labeler.ui.grid.suggested import expected_classes, shown_suggestions, suggested

_LOOK_AHEAD = 1_000  # tiles searched for the next undecided one: at most 20 ms
_BLOCK = 50  # rows that are read at once
_PAGE = 400  # a grid of up to this size is a page: its end leads back to undecided tiles
_NAMED = 1_000  # up to this many tiles are checked one by one for their suggestions


class GridActions(QObject):
    """The actions of one grid.

    Signals:
        moved: focus or selection may have changed.
        unselected: the selection was cleared, and nothing else changes.
        deciding: a decision is about to be written.
        decided: ids of the images of a decision that was written.
        page_action: the name of an action that the page must perform ("similar", "take_over", …).
        group_wanted: the id of an image whose group should be selected.
        class_wanted: the person wants to choose a class by name; carries the initial text.
        notice: a short message about what could not be done.
    """

    moved = Signal()
    unselected = Signal()
    deciding = Signal()
    decided = Signal(object)
    page_action = Signal(str)
    group_wanted = Signal(object)
    class_wanted = Signal(str)
    notice = Signal(str)

    def __init__(
        self, project: OpenProject, model: GridModel, selection: GridSelection, sight: Sight, grid: QWidget
    ) -> None:
        super().__init__(grid)
        self._project, self._model, self._selection, self._sight = project, model, selection, sight
        self.page_rows = 1  # number of rows that a screen shows
        self.turns = True  # Enter goes to the next page when all is decided
        self.marks = False  # selected images are marked as wrong until the others are accepted
        self.without: frozenset[str] = frozenset()  # actions that need what the page hides
        self._chosen: BoolArray = selection.snapshot()  # what was selected when a large one was begun
        self._held: IntArray | None = None  # images that a menu or the class picker was opened for
        self._choosing: IntArray | None = None  # images that a class is being chosen for by name
        self._then: Callable[[list[ImageRow]], None] | None = None  # what continues once the rows are read
        self.writer = GridDecisions(project, model, sight, grid)
        self.writer.deciding.connect(self._deciding)
        self.writer.written.connect(self._written)
        project.stepped.connect(self._follow)
        self._moves: dict[str, Callable[[], int]] = {
            "left": lambda: -1,
            "right": lambda: 1,
            "up": lambda: self._vertical(-1),
            "down": lambda: self._vertical(1),
            "first": lambda: -selection.size,
            "last": lambda: selection.size,
            "page_up": lambda: self._vertical(-self.page_rows),
            "page_down": lambda: self._vertical(self.page_rows),
        }
        self._plain: dict[str, Callable[[], None]] = {
            "toggle": self._toggle,
            "select_all": selection.select_all,
            "clear": self._clear,
            "row": self._select_row,
        }
        self._decisions: dict[str, Callable[[], None]] = {
            "accept": self._accept,
            "accept_page": self._accept_page,
            "accept_row": self._accept_row,
            "reject": lambda: self.mark() if self.marks else self._with_rows(self._reject),
            "keep": lambda: self._with_rows(self._keep),
            "take": self._take,
            "unsure": lambda: self._decide(unsure(), "unsure", "unsure"),
            "exclude": lambda: self._decide(exclude(), "exclude", "exclude"),
            "unlabel": lambda: self._with_rows(self._unlabel),
            "second": self._second,
            "most_common": self._most_common,
            "group": self._group,
            "choose": self.choose,
            "undo": project.undo,
            "redo": project.redo,
        }

    # --- entry ------------------------------------------------------------------------------------------------------
    def run(self, name: str, *, extend: bool = False) -> None:
        """Do an action by its name in keys.ACTIONS."""
        if name in self._moves:
            self._move(name, extend)
        elif name in self._plain:
            self._plain[name]()
            self.moved.emit()
        elif name in self._decisions:
            if self._project.busy:
                self.notice.emit(self.tr("The last decision is still being written."))
            elif name in self.without:
                self.notice.emit(self.tr("Labels are hidden here. Label the image as if it had never been labelled."))
            else:
                self._decisions[name]()
        else:
            self.page_action.emit(name)

    def knows(self, name: str) -> bool:
        """Whether an action is performed here, not by the page or the window."""
        return name in self._moves or name in self._plain or name in self._decisions

    def takes(self, event: QKeyEvent) -> bool:
        """Whether a key means something here, whatever shortcut of the window is equal to it."""
        meant, keys = key_map().action(event), key_map()
        letter = keys.letter(event) or keys.class_of(event, self._project.classes)
        return bool(class_key(event) or letter or (meant is not None and self.knows(meant[0])))

    def open_group(self) -> None:
        """Ask the page to show the images of the focused stack."""
        self.page_action.emit("open_group")

    def run_on(self, images: IntArray, name: str) -> None:
        """Do an action to images that were its targets when a menu was opened, whatever has the focus now."""
        self._held = images
        try:
            self.run(name)
        finally:
            self._held = None

    def choose(self, start: str = "") -> None:
        """Ask for a class by name, to be assigned to the current targets."""
        self._choosing = self.targets()
        self.class_wanted.emit(start)

    def assign_chosen(self, label: LabelClass) -> None:
        """Assign a class to the images for which it was requested."""
        images, self._choosing = self._choosing, None
        if images is not None:
            self.assign_to(images, label)

    def assign_to(self, images: IntArray, label: LabelClass) -> None:
        """Assign a class to images, as `run_on` does an action."""
        self._held = images
        try:
            self.assign(label)
        finally:
            self._held = None

    def assign(self, label: LabelClass) -> None:
        """Assign a class to the selected images or the focused one."""
        if self._project.busy:
            self.notice.emit(self.tr("The last decision is still being written."))
            return
        self._decide(assign(label.id), "assign", "label", name=label.name)

    def targets(self) -> IntArray:
        """Return the ids that a key acts on: the selection, or the focused tile if nothing is selected.

        Where selection means marked as wrong, the focus on an unmarked tile means that tile alone.
        """
        if self._held is not None:
            return self._held
        if self.marks and not self.on_marks:
            return self._one()
        return self._model.members(self._selection.targets())

    @property
    def on_marks(self) -> bool:
        """Whether keys act on all that is marked as wrong: the focused tile is."""
        return self.marks and self._selection.focus in self._selection

    def mark(self) -> None:
        """Mark the targets as wrong, which decides nothing; decided images cannot be marked."""
        images = self.targets()
        rows = self._project.rows(images.tolist())
        waiting = [image for image in images.tolist() if image in rows and not self._model.decided(rows[image])]
        if not self._sight.covers(images):
            return
        if waiting:
            self._selection.select(self._model.places_of(np.array(waiting, np.int64)))
            self.moved.emit()
        else:
            self.notice.emit(self.tr("It is decided already: a class key gives it another class, undo opens it again."))

    def _toggle(self) -> None:
        image = self._model.image_at(self._selection.focus)
        if not self.marks or image is None or self._selection.focus in self._selection:
            self._selection.toggle()
        else:
            self.mark()

    def _clear(self) -> None:
        """Clear the selection; without one, return from an opened group."""
        if not self._selection.count:
            self.page_action.emit("close_group")
        self._selection.clear()

    # --- moving -----------------------------------------------------------------------------------------------------
    def _move(self, name: str, extend: bool) -> None:
        before = self._selection.focus
        self._selection.move(self._moves[name](), extend=extend)
        if name == "page_down" and not extend and self._selection.focus == before:
            self.page_action.emit("next_page")
        self.moved.emit()

    def _vertical(self, rows: int) -> int:
        """Return the step to a tile some rows away in the same column, at most to the last row that has one."""
        layout, focus = self._model.rows, self._selection.focus
        if focus < 0:
            return 0
        row, column = layout.place(focus)
        first, end = layout.run(min(max(row + rows, 0), layout.count - 1))
        return min(first + column, end - 1) - focus

    def _row_of_focus(self) -> IntArray:
        rows = self._model.rows
        return np.arange(*rows.run(rows.place(self._selection.focus)[0]), dtype=np.int64)

    def _select_row(self) -> None:
        if self._selection.focus >= 0:
            self._selection.select(self._row_of_focus())

    def _group(self) -> None:
        image = self._model.image_at(self._selection.focus)
        if image is not None:
            self.group_wanted.emit(image)

    # --- deciding ---------------------------------------------------------------------------------------------------
    def _accept(self) -> None:
        """Accept the suggestions of the targets; a single one is confirmed. A stack is opened instead."""
        stack = (self.marks or not self._selection.count) and self._model.stacked(self._selection.focus) > 1
        if stack and self._held is None and not (self.turns and not self._model.left()):
            self.open_group()
            return
        if self._accept_images(self._one() if self.marks else self.targets()):
            return
        rows = self._project.rows(self._model.images[:_NAMED].tolist())
        if self.turns and len(rows) == self._selection.size and not any(map(self._model.waiting, rows.values())):
            self.page_action.emit("next_page")
        else:
            self.page_action.emit("open")  # there is no suggestion here

    def _one(self) -> IntArray:
        """Return the focused tile as the only target, even if others are marked."""
        focus = np.array([self._selection.focus], np.int64)
        return self._held if self._held is not None else self._model.members(focus[focus >= 0])

    def _accept_page(self) -> None:
        if not self._selection.count:
            self.notice.emit(self.tr("Nothing is selected."))
        elif not self._accept_images(self._model.members(self._selection.positions())):
            self.notice.emit(self.tr("Nothing is suggested for what is selected."))

    def _accept_row(self) -> None:
        row = self._row_of_focus()
        rows = self._project.rows(self._model.members(row).tolist())
        marked = set(self._model.members(self._selection.positions()).tolist()) if self.marks else ()
        taken = [image for image, known in rows.items() if not self._model.decided(known) and image not in marked]
        if not self._accept_images(np.array(taken, np.int64)):
            self.notice.emit(self.tr("Nothing is suggested in this row."))
            return
        self._selection.move_to(int(row[-1]) + 1)
        self.moved.emit()

    def _accept_images(self, images: IntArray) -> bool:
        found = shown_suggestions(self._model, images.tolist())
        if not found:
            return False
        edit = accept(list(found.values()))
        if len(found) == 1:  # a single image counts as much as pressing the key of the class
            edit = Edit(state=State.CONFIRMED, class_id=list(found.values()), source=Source.ACCEPTED)
        return self.writer.write(list(found), edit, "accept", "accept")

    def _take(self) -> None:
        found, notice = expected_classes(self.targets().tolist(), self._model.hints)
        if notice:
            self.notice.emit(notice)
        self.writer.write(list(found), assign(list(found.values())), "take", "take")

    def _keep(self, rows: list[ImageRow]) -> None:
        kept = [row.id for row in rows if row.class_id is not None]
        if not self.writer.write(kept, keep(), "keep", "keep"):
            self.notice.emit(self.tr("There is no label to keep."))

    def _unlabel(self, rows: list[ImageRow]) -> None:
        if not self.writer.write(
            [row.id for row in rows if row.state != State.UNLABELLED], clear(), "unlabel", "unlabel"
        ):
            self.notice.emit(self.tr("There is no label to remove."))

    def _reject(self, rows: list[ImageRow]) -> None:
        """Reject the suggested class, or the class of the label if nothing is suggested."""
        found = {row.id: row.class_id for row in rows if row.class_id is not None}
        found |= shown_suggestions(self._model, [row.id for row in rows])
        if found:
            edit = Edit(reject=list(found.values()))
            self.writer.write(list(found), edit, "reject", "reject")
        else:
            self.notice.emit(self.tr("There is neither a suggestion nor a label to reject."))

    def _second(self) -> None:
        wanted = not all(row.second for row in self._project.rows(self.targets()[:_NAMED].tolist()).values())
        self._decide(Edit(second=wanted), "second", "second" if wanted else "no_second")

    def _most_common(self) -> None:
        found = suggested(self.targets().tolist(), self._model.hints.suggestion_of)
        label = self._project.class_of(Counter(found.values()).most_common(1)[0][0]) if found else None
        if label is not None:
            self.assign(label)
        else:
            self.notice.emit(self.tr("Nothing is suggested for what is selected."))

    def _with_rows(self, then: Callable[[list[ImageRow]], None]) -> None:
        """Continue with the rows of the targets; many rows are read off the main thread."""
        images = self.targets().tolist()
        if len(images) <= _NAMED:
            then(list(self._project.rows(images).values()))
        else:
            self._then = then
            self._project.ask(lambda project: project.images(images), self._rows_read)

    def _rows_read(self, rows: list[ImageRow]) -> None:
        then, self._then = self._then, None
        if then is not None:
            then(rows)

    def _decide(self, edit: Edit, kind: str, text: str, **more: str) -> None:
        self.writer.write(self.targets(), edit, kind, text, **more)

    # --- afterwards -------------------------------------------------------------------------------------------------
    def _written(self, images: IntArray, late: bool) -> None:
        if not late:
            self._advance(images)
        elif np.array_equal(self._chosen, self._selection.snapshot()):
            self._unselect(images)  # a large decision ends late: unselect only what was not changed meanwhile
            self.unselected.emit()
        self.decided.emit(images)

    def _advance(self, images: IntArray) -> None:
        """Unselect the decided images and go to the next undecided tile, if there is one nearby."""
        start = self._selection.focus
        if self._model.image_at(start) not in images:
            start = int(self._model.places_of(images).max(initial=-1))
        self._unselect(images)
        if start >= 0:
            self._selection.move_to(self._next_undecided(start))
        self.moved.emit()

    def _unselect(self, images: IntArray) -> None:
        if self.marks:
            self._selection.select(self._model.places_of(images), on=False)
        elif self._selection.count:
            self._selection.clear()

    def _next_undecided(self, start: int) -> int:
        """Return the next position that waits for a decision, on a small page also before this one, else this one."""
        size = self._selection.size
        found = self._first_undecided(start + 1, min(start + _LOOK_AHEAD, size))
        if found < 0 and size <= _PAGE:
            found = self._first_undecided(0, start)
        return found if found >= 0 else min(start + 1, size - 1)

    def _first_undecided(self, start: int, end: int) -> int:
        for first in range(start, end, _BLOCK):
            some = self._model.images[first : min(first + _BLOCK, end)].tolist()
            rows = self._project.rows(some)
            for offset, image in enumerate(some):
                row = rows.get(image)
                if row is not None and self._model.waiting(row):
                    return first + offset
        return -1

    def _deciding(self) -> None:
        self._chosen = self._selection.snapshot()
        self.deciding.emit()

    def _follow(self, step: object, images: IntArray) -> None:
        """Go to what undo or redo changed if it is shown here, the grid is in use and the focus is elsewhere."""
        if not self._sight.settled() or self._model.image_at(self._selection.focus) in images:
            return
        places = self._model.places_of(images[:_NAMED])
        if (places >= 0).any():
            self._selection.move_to(int(places[places >= 0].min()))
            self.moved.emit()
