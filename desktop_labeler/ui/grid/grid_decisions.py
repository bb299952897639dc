"""Writes what is decided on a grid: about images in view that have a picture, after the questions that it needs."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_model import GridModel
from desktop_labeler.ui.grid.grid_sight import Sight

_BY_A_PERSON = (State.CONFIRMED, State.UNSURE, State.EXCLUDED)


class GridDecisions(QObject):
    """The decisions of one grid.

    Attributes:
        page: the page's name in the history.

    Signals:
        deciding: a decision is about to be written.
        written: ids of the images of a decision that was written, and whether it was a large one that ends late.
    """

    deciding = Signal()
    written = Signal(object, bool)

    def __init__(self, project: OpenProject, model: GridModel, sight: Sight, grid: QWidget) -> None:
        super().__init__(grid)
        self._project, self._model, self._sight = project, model, sight
        self._grid = grid
        self.page = ""
        self._pending: IntArray | None = None  # images of a decision that is being written
        project.images_changed.connect(self._images_changed)
        project.failed.connect(self._failed)

    def write(self, images: Sequence[int] | IntArray, edit: Edit, kind: str, text: str, **more: str) -> bool:
        """Write a decision about images of which some are in view; return whether there are any images."""
        targets = np.asarray(images, np.int64)
        if not len(targets):
            return False
        targets, edit = self._sight.with_pictures(targets, edit, kind)
        if self._sight.covers(targets):
            hidden = overwritten(self._model, targets, edit)
            some = partial(self._write_seen, kind=kind, text=text, more=more)
            if hidden.any():
                self._ask_about(targets, edit, hidden, DecisionText(text, n=len(targets), **more), some)
            else:
                some(targets, edit)
        return True

    def _write_seen(self, targets: IntArray, edit: Edit, *, kind: str, text: str, more: dict[str, str]) -> None:
        """Write a decision, after a question where images of it were never in view."""
        what = DecisionText(text, n=len(targets), **more)
        store = partial(self._store, targets, edit, kind, what)
        if self._sight.unseen(targets):
            self._sight.ask(targets, worded(what.message), store)
        else:
            store()

    def _store(self, images: IntArray, edit: Edit, kind: str, what: DecisionText) -> None:
        if self._project.busy:
            return
        self._pending = images
        self.deciding.emit()
        shown = self._model.hints.round
        self._project.decide(images, edit, kind=kind, what=what, page=self.page, round_shown=shown)

    def _ask_about(
        self,
        targets: IntArray,
        edit: Edit,
        hidden: BoolArray,
        what: DecisionText,
        then: Callable[[IntArray, Edit], None],
    ) -> None:
        """Ask before a decision that would replace what was decided about images behind others."""
        count, others = int(hidden.sum()), ~hidden
        text = Message(
            "{k:# of them was|# of them were} decided otherwise before. Nothing is replaced unless you say so.",
            k=count,
        )
        words = f"{worded(what.message)}? {worded(text)}"
        box = QMessageBox(QMessageBox.Icon.Question, "Desktop Labeler", words, parent=self._grid)
        ask = partial(self._sight.do_if_there, targets)
        if others.any():
            only = worded(Message("Only the other {n:one|#}", n=int(others.sum())))
            some = box.addButton(only, QMessageBox.ButtonRole.AcceptRole)
            some.clicked.connect(partial(ask, partial(then, targets[others], edit.of(others))))
            box.setDefaultButton(some)
        every = box.addButton(worded(Message("{n:Yes|Yes, all #}", n=len(targets))), QMessageBox.ButtonRole.AcceptRole)
        every.clicked.connect(partial(ask, partial(then, targets, edit)))
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.finished.connect(box.deleteLater)
        box.open()

    def _failed(self, error: object) -> None:
        self._pending = None

    def _images_changed(self, images: IntArray | None) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            self.written.emit(pending, images is None)


def overwritten(model: GridModel, images: IntArray, edit: Edit) -> BoolArray:
    """Return (n,) for which images a person's decision would be replaced that their tile does not show by itself.

    Only images of stacks are meant, and none where a key acts on one image alone: its tile shows it.
    """
    if model.stacks is None or len(images) < 2:
        return np.zeros(len(images), np.bool_)
    states, classes, behind = model.stacks.verdicts(images)
    known = behind & np.isin(states, _BY_A_PERSON)
    changes = np.zeros(len(images), np.bool_)
    state, class_id, rejected = (_each(value, len(images)) for value in (edit.state, edit.class_id, edit.reject))
    labels = (state == State.CONFIRMED) | (state == State.LABELLED)
    changes |= labels & ((states != State.CONFIRMED) | ((class_id >= 0) & (class_id != classes)))
    changes |= (state >= 0) & ~labels & (state != states)
    changes |= (rejected >= 0) & (rejected == classes)
    return known & changes


def _each(value: object, count: int) -> IntArray:
    """Return what an edit sets for each of its images, −1 for what it leaves."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return np.array([-1 if each is None else int(each) for each in value], np.int64)
    return np.full(count, value if isinstance(value, int) else -1, np.int64)
