"""The model of every grid: an array of image ids laid out in columns, and what is painted about each."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.last_verdict import LastVerdict
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, State
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import moment, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.grid.grid_layout import Rows
from desktop_labeler.ui.grid.grid_selection import GridSelection
from desktop_labeler.ui.grid.suggested import shown_suggestions
from desktop_labeler.ui.grid.tiles.stack_keeper import StackKeeper
from desktop_labeler.ui.grid.tiles.stack_tiles import stack_content, stack_words
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.grid.tiles.tile_content import TileContent
from desktop_labeler.ui.thumbnails.thumbnail_worker import GONE, MISSING
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_NAMED = 1_000  # images whose rows are read at once, in 20 ms
_COMPARED = 20  # images of a stack whose suggestions are compared; a larger one shows none

_FIELDS: dict[str, Callable[[ImageRow], str]] = {
    "name": lambda row: visible(row.shown_path.rpartition("/")[2]),
    "folder": lambda row: visible(row.path.rpartition("/")[0]) or "·",
    "date": lambda row: moment(datetime.fromtimestamp(row.mtime_ns / 1e9)),
    "size": lambda row: f"{row.width} × {row.height}" if row.width else "·",
    "group": lambda row: visible(row.group or "·"),
}
CAPTIONS = ("class", "confidence", *_FIELDS)


def caption_lines(captions: Sequence[str], *, expected: bool) -> tuple[int, bool]:
    """Return the number of caption lines, and whether one more is for the expected class."""
    first = "class" in captions or "confidence" in captions
    return int(first) + sum(name in captions for name in _FIELDS), expected and "class" in captions


def _in_words(problem: str) -> str:
    """Return why an image cannot be shown, in the language of the window; empty for nothing, as for most images."""
    return worded(Message.read(problem)) if problem else ""


class GridModel(QAbstractTableModel):
    """Image ids in reading order, one int64 per image; with `stacks`, each is in front of the images of its tile."""

    def __init__(
        self, project: OpenProject, thumbs: ThumbnailLoader, selection: GridSelection, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._thumbs, self._selection = project, thumbs, selection
        self.hints = Hints()
        self.images: IntArray = np.empty(0, np.int64)
        self.groups: tuple[int, ...] = ()  # number of images of each group; empty for no groups
        self.stacks: Stacks | None = None  # which images the tiles stand for; None where each stands for its own
        self.keeper = StackKeeper(project, self)
        self._verdicts = LastVerdict(project.project)
        self.rows = Rows(0, 1)
        self.floor = 0  # tiles decided after this decision fade, as they were decided on this page
        self.blind = False  # hides what is known about images that were not decided on this page
        self._places: IntArray | None = None

    # --- filling ----------------------------------------------------------------------------------------------------
    @property
    def columns(self) -> int:
        """The number of images in a full row."""
        return self.rows.columns

    def set_images(self, images: IntArray | Stacks, floor: int, groups: Sequence[int] = ()) -> None:
        """Show other images.

        Args:
            images: ids in order, each once; or stacks of them.
            floor: number of the newest decision; images decided later fade until the next call.
            groups: number of images of each group, which starts a row of its own; empty for no groups.
        """
        self.beginResetModel()
        self.stacks = images if isinstance(images, Stacks) else None
        self.images = images.fronts if isinstance(images, Stacks) else np.ascontiguousarray(images, np.int64)
        self.groups = tuple(groups)
        if self.stacks is not None:
            self.keeper.watch(self.stacks)
        self.rows = Rows(len(self.images), self.columns, self.groups)
        self.floor = floor
        self._places = None
        self.endResetModel()

    def set_columns(self, columns: int) -> None:
        """Lay the images out in a number of columns."""
        if columns != self.columns:
            self.beginResetModel()
            self.rows = Rows(len(self.images), columns, self.groups)
            self.endResetModel()

    # --- queries ----------------------------------------------------------------------------------------------------
    def image_at(self, position: int) -> int | None:
        """Return the id of the image at a position, None outside."""
        return int(self.images[position]) if 0 <= position < len(self.images) else None

    def position_of(self, image: int) -> int:
        """Return the position of an image or of the stack that it is in, −1 if it is not shown."""
        return int(self.places_of(np.array([image], np.int64))[0])

    def places_of(self, images: IntArray) -> IntArray:
        """Return the positions of images or of the stacks that they are in, −1 for each that is not shown."""
        if self.stacks is not None:
            return self.stacks.positions_of(images)
        places = self._look_up()
        if not len(places):
            return np.full(len(images), -1, np.int64)
        return np.where((images >= 0) & (images < len(places)), places[np.clip(images, 0, len(places) - 1)], -1)

    def members(self, positions: IntArray) -> IntArray:
        """Return the images that tiles stand for."""
        return self.images[positions] if self.stacks is None else self.stacks.of(positions)

    def every(self) -> IntArray:
        """Return the images that all tiles stand for."""
        return self.images if self.stacks is None else self.stacks.members

    def fronts(self, images: IntArray) -> IntArray:
        """Return (n,) the image in front of each image; an image that is not shown is its own."""
        if self.stacks is None:
            return images
        places = self.places_of(images)
        return np.where(places >= 0, self.images[places], images) if len(self.images) else images

    def stacked(self, position: int) -> int:
        """Return how many images the tile at a position stands for; 0 outside."""
        if self.stacks is not None:
            return self.stacks.size(position)
        return int(0 <= position < len(self.images))

    def first_shown(self, images: IntArray) -> int:
        """Return the position of the first of these images that is shown; −1 when none is."""
        if not len(images):
            return -1  # a grid that is filled for the first time needs no table of positions yet
        found = self.places_of(images)
        shown = np.flatnonzero(found >= 0)
        return int(found[shown[0]]) if len(shown) else -1

    def _look_up(self) -> IntArray:
        """Return the position of every id, −1 if not shown; made on first use, 5 ms for a million."""
        if self._places is None:
            self._places = np.full(int(self.images.max(initial=-1)) + 1, -1, np.int64)
            self._places[self.images] = np.arange(len(self.images))
        return self._places

    def position(self, index: Index) -> int:
        """Return the position of a cell, −1 for an empty cell at the end of a row."""
        return self.rows.position(index.row(), index.column())

    def cell(self, position: int) -> QModelIndex:
        """Return the cell of a position."""
        return self.index(*self.rows.place(position))

    def decided(self, row: ImageRow) -> bool:
        """Whether it has been said since its page was shown, and not undone, what an image is."""
        newest = row.decided or 0
        return newest > self.floor and self._verdicts.of(row.id, newest) > self.floor

    def tile_decided(self, row: ImageRow) -> bool:
        """Whether each image of a tile, given the row of the one in front, has been decided since."""
        if self.stacks is None:
            return self.decided(row)
        return self.stacks.decided(self.position_of(row.id), self.floor)

    def waiting(self, row: ImageRow) -> bool:
        """Whether a tile still waits for a decision on its page; one that cannot be shown does not."""
        return not self.tile_decided(row) and not self.problem(row)

    def progress(self) -> tuple[int, int]:
        """Return how many images were decided since their page was shown, and how many there are."""
        if self.stacks is not None:
            return self.stacks.count_decided(self.floor), len(self.stacks.members)
        rows = self._project.rows(self.images.tolist()).values()
        return sum(map(self.decided, rows)), len(self.images)

    def left(self) -> int:
        """Return how many images still wait for a decision; those that cannot be shown do not."""
        if self.stacks is not None:
            return int(self.there(self.stacks.undecided(self.floor)).sum())
        return sum(map(self.waiting, self._project.rows(self.images.tolist()).values()))

    def hidden(self, row: ImageRow) -> bool:
        """Whether everything about an image must be hidden, even its name, as folders often give the class."""
        return self.blind and not self.decided(row)

    def problem(self, row: ImageRow) -> str:
        """Return why an image cannot be shown; empty if it can."""
        return row.problem or self._thumbs.problem(row.id)

    def describe(self, position: int) -> str:
        """Return the text of a tile for a screen reader: name, class, state, selected; how many images a stack has."""
        image = self.image_at(position)
        row = self._project.row(image) if image is not None else None
        if row is None:
            return ""
        if self.hidden(row):
            return self.tr("not analysed yet") + (f", {self.tr('selected')}" if position in self._selection else "")
        if self.stacks is not None and self.stacked(position) > 1:
            words = stack_words(row, self.stacks, self._project, self.hints.suggestion_of)
            return words + (f", {self.tr('selected')}" if position in self._selection else "")
        label = self._project.class_of(row.class_id)
        parts = [visible(row.shown_path.rpartition("/")[2]), label.name if label else "", self.state_text(row)]
        suggestion = None if label else self.hints.suggestion_of(row.id)
        proposed = self._project.class_of(suggestion[0]) if suggestion else None
        parts.append(self.tr("suggested {name}").format(name=proposed.name) if proposed else "")
        parts.append(self.answer_text(row))
        parts.append(self.tr("second opinion wanted") if row.second else "")
        parts.append(self.tr("decided on this page") if self.decided(row) else "")
        parts.append(self.problem_text(row))
        parts.append(self.tr("selected") if position in self._selection else "")
        return ", ".join(part for part in parts if part)

    def state_text(self, row: ImageRow) -> str:
        """Return an image's state in the language of the window."""
        return {
            State.UNLABELLED: self.tr("unlabelled"),
            State.LABELLED: self.tr("labelled"),
            State.CONFIRMED: self.tr("confirmed"),
            State.UNSURE: self.tr("unsure"),
            State.EXCLUDED: self.tr("excluded"),
        }[row.state]

    def pictured(self, image: int) -> bool:
        """Whether the tile of an image shows it, or why it cannot be shown; otherwise it is still being read."""
        return self._thumbs.any_size(image) is not None or bool(self._thumbs.problem(image))

    def there(self, images: IntArray, *, damaged: bool = False) -> BoolArray:
        """Return for which images no problem is known that keeps them from being shown.

        Of many images the rows of the first thousand are read: lists hold images with problems or those without.

        Args:
            images: ids.
            damaged: whether files count too that are there but cannot be read.
        """
        some, few = images[:_NAMED].tolist(), len(images) <= _NAMED
        known = {image: self._thumbs.problem(image) for image in some} if few else self._thumbs.problems
        known |= {row.id: row.problem for row in self._project.rows(some).values() if row.problem}
        gone = {image for image, problem in known.items() if problem and (not damaged or problem in GONE)}
        if few:
            return np.array([image not in gone for image in some], np.bool_)
        found = np.isin(images, np.fromiter(gone, np.int64), invert=True)
        return found if found[:_NAMED].any() else np.zeros_like(found)

    def problem_text(self, row: ImageRow) -> str:
        """Return a sentence about why an image cannot be shown; empty if it can."""
        problem = self.problem(row)
        if problem == MISSING and row.class_id is not None:
            return self.tr("The file is not there any more. Its label is safe.")
        return self.tr("The file is not there any more.") if problem == MISSING else _in_words(problem)

    def tile_content(self, row: ImageRow, captions: Sequence[str]) -> TileContent:
        """Return what the tile of an image shows.

        Args:
            row: the row of the image.
            captions: names of CAPTIONS, in any order.
        """
        if self.hidden(row):
            return TileContent(State.UNLABELLED, problem=_in_words(self.problem(row)))
        label = self._project.class_of(row.class_id)
        proposed = self.hints.suggestion_of(row.id) if label is None and row.state == State.UNLABELLED else None
        if proposed is not None:
            label = self._project.class_of(proposed[0])
        beside = self.answer_beside(row)
        if self.blind and beside is not None:  # the label of somebody else stays hidden
            return (
                TileContent(State.CONFIRMED, plain=beside, decided=True)
                if isinstance(beside, str)
                else TileContent(State.CONFIRMED, beside, decided=True)
            )
        shown = label if "class" in captions else None
        content = TileContent(
            row.state,
            shown,
            suggested=proposed is not None,
            note=self.hints.note_of(row.id) if "confidence" in captions else "",
            second=row.second,
            rejected=bool(row.rejected) and row.state == State.UNLABELLED,
            doubt=self.hints.in_doubt(row.id),
            instead=(beside or self.instead(row)) if "class" in captions else None,
            answer=beside is not None,
            decided=self.decided(row),
            plain=self._plain(row, captions) if shown is None or self.stacks is not None else "",
            lines=tuple(_FIELDS[name](row) for name in _FIELDS if name in captions),
            problem=_in_words(self.problem(row)),
        )
        place = self.position_of(row.id) if self.stacks is not None else -1
        return content if self.stacked(place) < 2 else self._stack_content(content, place, captions)

    def _stack_content(self, front: TileContent, position: int, captions: Sequence[str]) -> TileContent:
        """Return what the tile of a stack shows, given what that of its first image would show."""
        if self.stacks is None:
            return front
        stack = self.stacks.stack(position)
        label = self._project.class_of(stack.class_id) if "class" in captions else None
        done = self.stacks.decided(position, self.floor)
        alike = self._agreeing(self.members(np.array([position], np.int64))) if front.suggested else 0
        return stack_content(front, stack, label, agreeing=alike, decided=done)

    def _agreeing(self, images: IntArray) -> int:
        """Return for how many images of a stack the class is suggested that is for its front; 0 in one too large."""
        if self.hints.agreeing_of is not None:
            return self.hints.agreeing_of(images)
        if len(images) > _COMPARED:
            return 0
        self._project.rows(images.tolist())  # reads all rows at once
        return len(shown_suggestions(self, images.tolist()))

    def instead(self, row: ImageRow) -> LabelClass | None:
        """Return the class expected instead of an image's label; None once a person has decided."""
        expected = self.hints.instead_of(row.id)
        there = row.state == State.LABELLED and expected != row.class_id and not self.decided(row)
        return self._project.class_of(expected) if there else None

    def answer_beside(self, row: ImageRow) -> LabelClass | str | None:
        """Return what the person answered, if the project's rule keeps another label; a class, or a state in words."""
        answer = self._project.answer_beside(row.id)
        if answer is None:
            return None
        return self._project.class_of(answer[1]) or self.state_text(replace(row, state=answer[0]))

    def answer_text(self, row: ImageRow) -> str:
        """Return what the person answered, if the project's rule keeps another label, in words."""
        beside = self.answer_beside(row)
        name = beside.name if isinstance(beside, LabelClass) else beside
        return self.tr("your answer: {name}").format(name=name) if name is not None else ""

    def _plain(self, row: ImageRow, captions: Sequence[str]) -> str:
        """Return what is shown instead of a class: the state, or the name if that says more."""
        if row.state in (State.UNSURE, State.EXCLUDED) or "name" in captions:
            return self.state_text(row)
        return _FIELDS["name"](row)

    def _tip(self, row: ImageRow) -> str:
        """Return the lines of the tooltip: file, label, expected or suggested class, meaning of the note."""
        place = self.position_of(row.id)
        if self.stacks is not None and self.stacked(place) > 1:
            words = stack_words(row, self.stacks, self._project, self.hints.suggestion_of)
            opens = self.tr("A key means all of them. {key} opens the group.").format(key=key_map().shown("accept"))
            return f"{words}\n{opens}"
        label, instead = self._project.class_of(row.class_id), self.instead(row)
        suggestion = self.hints.suggestion_of(row.id) if label is None else None
        proposed = self._project.class_of(suggestion[0]) if suggestion is not None else None
        lines = [self.problem_text(row), visible(row.shown_path), self.state_text(row)]
        if label is not None:
            lines[2] = self.tr("Label: {name} ({state})").format(name=label.name, state=lines[2])
        if instead is not None:
            lines.append(self.tr("Expected: {name}").format(name=instead.name))
        lines.append(self.answer_text(row))
        if proposed is not None:
            lines.append(self.tr("Suggested: {name}").format(name=proposed.name))
        lines.append(self.hints.meaning(row.id) if instead is not None or proposed is not None else "")
        return "\n".join(filter(None, lines))

    # --- Qt ---------------------------------------------------------------------------------------------------------
    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self.columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        image = self.image_at(self.position(index)) if index.isValid() else None
        if image is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return image
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.describe(self.position(index))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbs.any_size(image)
        if role == Qt.ItemDataRole.ToolTipRole:
            row = self._project.row(image)
            return self._tip(row) if row is not None and not self.hidden(row) else None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        inside = index.isValid() and self.position(index) >= 0
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if inside else Qt.ItemFlag.NoItemFlags

    def changed(self, image: int) -> None:
        """Tell the views that the tile of an image has changed."""
        position = self.position_of(image)
        if position >= 0:
            cell = self.cell(position)
            self.dataChanged.emit(cell, cell)
