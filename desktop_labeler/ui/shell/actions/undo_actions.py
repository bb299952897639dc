"""Undo and redo: their menu entries, and a notice of what they did, and of what every decision brought about."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import Decision, last_decision
from desktop_labeler.data.images.parts.part_rows import files_instead
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import images as images_text
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.decision_effects import DecisionEffects
from desktop_labeler.ui.widgets.basics import allow


class UndoActions(QObject):
    """Undo and redo of the open project.

    Args:
        undo: the menu entry of undo.
        redo: the menu entry of redo.
        parent: of this object.

    Signals:
        done: a Notice that says what was undone or redone, or what a decision brought about beyond its labels.
        decided: a decision was stored since the project was opened.
        show_wanted: the ids (int64) of the images of a notice, a title for them, and a test of whether that title
            is still true.
    """

    done = Signal(object)
    decided = Signal()
    show_wanted = Signal(object, str, object)

    def __init__(self, undo: QAction, redo: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._redo = undo, redo
        self._project: OpenProject | None = None
        self._last = 0  # the number of the last decision that is known
        self._effects = DecisionEffects(self)
        self._effects.told.connect(self.done)
        self._effects.show_wanted.connect(self.show_wanted)

    def follow(self, project: OpenProject | None) -> None:
        """Follow a project, or none."""
        self._project = project
        self._effects.follow(project)
        if project is not None:
            self._last = last_decision(project.project)
            project.stepped.connect(self._stepped)
            project.no_step.connect(self._nothing)
            project.history_changed.connect(self._changed)
        self.show()

    def _changed(self) -> None:
        """Show the next steps; the end of a job says that the history may have changed, and often it has not."""
        self.show()
        last = last_decision(self._project.project) if self._project is not None else self._last
        if last > self._last:
            before, self._last = self._last, last
            self.decided.emit()
            self._effects.note(before)

    def _nothing(self, which: int) -> None:
        """Say why a key did nothing."""
        self.done.emit(Notice((self._undo, self._redo)[which].toolTip(), lasts=False))

    def show(self) -> None:
        """Show in the menu what the next undo and redo would do."""
        undoable, redoable = self._project.next_steps() if self._project is not None else (None, None)
        for action, name, step, why_not in (
            (self._undo, self.tr("Undo"), undoable, self.tr("There is no decision to undo.")),
            (self._redo, self.tr("Redo"), redoable, self.tr("Nothing was undone that could be redone.")),
        ):
            allow(action, "" if step is not None else why_not)
            action.setText(f"{name}: {worded(step.what)}".replace("&", "&&") if step is not None else name)

    def undo(self) -> None:
        """Undo the last decision."""
        if self._project is not None:
            self._project.undo()

    def redo(self) -> None:
        """Redo the last undone decision."""
        if self._project is not None:
            self._project.redo()

    def _stepped(self, step: Decision, images: IntArray) -> None:
        what, undone = worded(step.what), step.kind == "undo"
        if not len(images) or step.what.arguments.get("n") == len(images):  # the text already says how many
            text = (self.tr("Undone: {what}") if undone else self.tr("Redone: {what}")).format(what=what)
        else:
            text = self.tr("Undone on {images}: {what}") if undone else self.tr("Redone on {images}: {what}")
            text = text.format(images=images_text(len(images)), what=what)
        name = (self.tr("undone") if undone else self.tr("redone")) + f": {what}"
        project = self._project
        images = files_instead(project.project, images) if project is not None else images
        is_true = project.while_undone(step.reverts, undone=undone) if project is not None and step.reverts else None
        show = partial(self.show_wanted.emit, images, name, is_true) if len(images) else None
        holds = project.until_next() if project is not None else None
        self.done.emit(Notice(text, self.tr("Show") if show is not None else "", show, lasts=False, holds=holds))
        self._effects.step(step.id, len(images), text)
