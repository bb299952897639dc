"""What a person can have seen in a grid: a decision applies only where at least one of its images is in view."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import images, worded
from desktop_labeler.ui.grid.grid_selection import GridSelection
from desktop_labeler.ui.grid.scrolled_tiles import ScrolledTiles

_NO_VERDICT = ("unlabel", "second")  # decisions that say nothing about what an image shows
_NAMED = 1_000  # images up to which they are looked up one by one


class Sight(QObject):
    """Tracks which images a grid has painted.

    Attributes:
        painted: the images of which more than half was visible at the last painting.
        beside: images that the person sees elsewhere at the moment, as a box in the large view.

    Signals:
        wanted: the position of a tile that should be brought into view.
        notice: a short message about why nothing was decided.
    """

    wanted = Signal(int)
    notice = Signal(str)

    def __init__(self, tiles: ScrolledTiles, selection: GridSelection, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles, self._selection = tiles, selection
        self.painted: frozenset[int] = frozenset()
        self.beside: frozenset[int] = frozenset()
        self._away = True  # not painted since it was shown or filled: nobody has seen it yet
        self._at_press = self.painted  # what was in view when the key that is held went down
        self._repeats = False  # whether a held key repeats itself
        self._refused = False  # whether the key that is held was refused, so that it decides nothing any more
        self._scrolled = 0  # scroll offset at the last painting
        self._seen: set[int] = set()  # ids painted since the grid was filled
        self._looked_at: set[int] = set()  # those of them that were painted with their picture

    def refilled(self) -> None:
        """Start over with other images, none of which has been seen yet."""
        self.painted = frozenset()
        self._away = True
        self._seen.clear()
        self._looked_at.clear()

    def hidden(self) -> None:
        """Note that the grid is hidden: it must be painted again before images count as seen."""
        self._away = True

    @contextmanager
    def pressing(self, *, repeated: bool) -> Iterator[None]:
        """Handle a key: one that is held decides only about what was in view when it went down."""
        if not repeated:
            self._at_press, self._refused = self.painted, False
        self._repeats = repeated
        try:
            yield
        finally:
            self._repeats = False

    def note(self) -> None:
        """Note which images are visible while the grid is painted."""
        tiles = self._tiles
        there = tiles.half_seen()
        if len(there) != len(self.painted) or not self.painted.issuperset(there):
            self.painted = frozenset(there)
            self._seen |= self.painted
        self._scrolled = tiles.bar.value()
        self._looked_at |= {image for image in self.painted - self._looked_at if tiles.content.pictured(image)}
        self._away = False

    @property
    def waiting(self) -> bool:
        """Whether the grid has not been painted since it was shown: nobody has seen its images yet."""
        return self._away

    def settled(self) -> bool:
        """Repaint after the last move, and return whether the grid is visible at all."""
        if not self._shown():
            return False
        if self._away or not self.painted or self._scrolled != self._tiles.bar.value():
            self._tiles.viewport.repaint()
        return True

    def _shown(self) -> bool:
        viewport = self._tiles.viewport
        return viewport.isVisible() and not viewport.window().isMinimized()

    def covers(self, targets: IntArray) -> bool:
        """Whether a decision about these images may be made.

        At least one of them must be in view, and must have been painted before the key came; otherwise one is brought
        into view, and the next key decides. Nothing is painted here for the first time: who pressed the key would be
        said to have seen it.
        """
        if not self._shown() or not len(targets):
            return False
        if self.beside.issuperset(targets.tolist()):
            return True
        ids = self._tiles.content.fronts(targets).tolist()
        held = self._repeats and (self._refused or self._at_press.isdisjoint(ids))
        if self._away or held:
            self._tiles.viewport.update()
            self.notice.emit(self.tr("The images were not there yet; press the key again."))
            return False
        known = not self._seen.isdisjoint(ids)
        if not known or not self.settled() or self.painted.isdisjoint(ids):
            self._show(targets)
            return False
        return True

    def covers_all(self, targets: IntArray) -> bool:
        """Whether a decision may be made that says that each of these images was looked at, picture and all.

        Otherwise the first that was not is brought into view, and the next key may decide.
        """
        if not self.covers(targets):
            return False
        fronts = self._tiles.content.fronts(targets)
        never = targets[np.isin(fronts, np.fromiter(self._looked_at, np.int64), invert=True)]
        if not len(never):
            return True
        self._refused = True
        self.wanted.emit(int(self._tiles.content.places_of(never).min()))
        self._tiles.viewport.update()
        if self.unseen(never):
            text = Message(
                "{n:# image of this page was|# images of this page were} not in view yet. "
                "Look at {n:it|them} too, then answer again.",
                n=len(never),
            )
        else:
            text = Message(
                "{n:# image is|# images are} still being read. Answer again when {n:it is|they are} there.",
                n=len(never),
            )
        self.notice.emit(worded(text))
        return False

    def with_pictures(self, targets: IntArray, edit: Edit, kind: str) -> tuple[IntArray, Edit]:
        """Return the part of a decision that is about images with a picture; say how many were left out.

        What is no verdict on what the image shows needs no picture. A file that is there but damaged can be excluded.
        """
        if kind in _NO_VERDICT:
            return targets, edit
        there = self._tiles.content.there(targets, damaged=kind == "exclude")
        gone = int(len(targets) - there.sum())
        if gone == len(targets) > 0:
            text = Message(
                "{n:This image|These # images} cannot be shown, so nothing was decided, and nothing is lost. "
                "“Rescan the folders” under “Images” in the menu looks for {n:the file|the files}.",
                n=gone,
            )
            self.notice.emit(worded(text))
        elif gone:
            text = Message(
                "{n:# image|# images} that cannot be shown {n:was|were} left out, and nothing is lost. “Rescan "
                "the folders” under “Images” in the menu looks for {n:the file|the files}.",
                n=gone,
            )
            self.notice.emit(worded(text))
        return targets[there], edit.of(there) if gone else edit

    def unseen(self, targets: IntArray) -> int:
        """Return how many of these images have not been in view since the grid was filled."""
        return int(self._never(targets).sum())

    def _never(self, targets: IntArray) -> BoolArray:
        fronts = self._tiles.content.fronts(targets)  # what a stack stands for is seen with it: its tile says how many
        if len(targets) <= _NAMED:
            pairs = zip(fronts.tolist(), targets.tolist(), strict=True)
            return np.array([front not in self._seen and image not in self.beside for front, image in pairs], np.bool_)
        return np.isin(fronts, np.fromiter(self._seen, np.int64), invert=True)

    def ask(self, targets: IntArray, what: str, then: Callable[[], None]) -> None:
        """Ask before a decision about images that were never in view."""
        never = Message("{k} of them {k:was|were} never in view on this page.", k=self.unseen(targets))
        if len(targets) == 1:
            never = Message("It was never in view on this page.")
        text = f"{what}? {worded(never)}"
        box = QMessageBox(QMessageBox.Icon.Question, "Desktop Labeler", text, parent=self._tiles.viewport)
        yes = box.addButton(worded(Message("{n:Yes|Yes, all #}", n=len(targets))), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(yes)
        box.finished.connect(box.deleteLater)
        yes.clicked.connect(partial(self.do_if_there, targets, then))
        box.open()

    def do_if_there(self, targets: IntArray, then: Callable[[], None], *_: object) -> None:
        """Do what a question was about once it is answered, unless other images or another page have come meanwhile."""
        if self.covers(targets):
            then()
        elif not self._shown():
            self.notice.emit(self.tr("Another page came before the answer, so nothing was decided."))

    def _show(self, targets: IntArray) -> None:
        """Bring the focused image (if it is one of these) or the first into view; say why nothing happened."""
        content, place = self._tiles.content, self._selection.focus
        if content.image_at(place) not in content.fronts(targets):
            there = content.places_of(targets[:_NAMED])
            place = min(there[there >= 0].tolist(), default=-1)
        if place < 0:
            return
        self.wanted.emit(place)
        self._tiles.viewport.update()
        some = self.tr("{images} were out of view; here they are. Press the key again.")
        one = self.tr("The image was out of view; here it is. Press the key again.")
        self.notice.emit(some.format(images=images(len(targets))) if len(targets) > 1 else one)
