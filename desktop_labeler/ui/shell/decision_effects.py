"""Tells what a decision brought about beyond its labels: answers kept beside other labels, certificates made void."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import last_decision, new_since
from desktop_labeler.data.decisions.proof.certificates import Proof, read_proofs
from desktop_labeler.data.decisions.proof.consequences import Consequences, consequences, joined
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject

_AT_ONCE = 1_000  # images of decisions that are looked at on the main thread


class DecisionEffects(QObject):
    """Follows the decisions of a project.

    Signals:
        told: a Notice.
        show_wanted: the ids (int64) of images, a title for them, and a test of whether that title is still true.
    """

    told = Signal(object)
    show_wanted = Signal(object, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._project: OpenProject | None = None
        self._proofs: dict[int, Proof] = {}
        self._read = 0  # the last decision whose certificate is known

    def follow(self, project: OpenProject | None) -> None:
        """Follow a project, or none."""
        self._project = project
        self._proofs, self._read = {}, 0

    def note(self, after: int) -> None:
        """Tell what the decisions after one brought about; undo and redo are told as steps."""
        project = self._project
        if project is None:
            return
        found = new_since(project.project, after)
        self._find([one.id for one in found], sum(one.images for one in found), "")

    def step(self, decision: int, images: int, text: str) -> None:
        """Tell what an undo or redo brought about, after what it did in words."""
        self._find([decision], images, text)

    def _find(self, decisions: Sequence[int], images: int, text: str) -> None:
        project = self._project
        if project is None or not decisions:
            return
        work = partial(_effects, decisions=decisions, known=self._proofs, read=self._read)
        if images > _AT_ONCE:
            project.ask(work, partial(self._found, text))
            return
        try:
            self._found(text, work(project.project))
        except LabelerError as error:
            project.failed.emit(error)

    def _found(self, text: str, result: tuple[list[Consequences], dict[int, Proof], int]) -> None:
        found, self._proofs, self._read = result
        texts = tuple(message for one in found for message in one.texts)
        project = self._project
        if not texts or project is None:
            return
        kept: IntArray = np.unique(np.concatenate([one.kept for one in found]))
        said = f"{text} {worded(joined(texts))}".strip()
        holds, show = project.until_next(), None
        if len(kept) > 1:
            show = partial(self._show, kept, holds)
        void = any(one.voided or one.touched for one in found)
        button = self.tr("Show") if show is not None else ""
        self.told.emit(Notice(said, button, show, "care" if void else "", lasts=False, holds=holds))

    def _show(self, images: IntArray, holds: Callable[[], bool]) -> None:
        self.show_wanted.emit(images, self.tr("Answers beside other labels"), holds)


def _effects(
    project: Project, decisions: Sequence[int], known: dict[int, Proof], read: int
) -> tuple[list[Consequences], dict[int, Proof], int]:
    """Return what follows from decisions, and the proofs of all certificates by now, to be known the next time."""
    proofs, last = {**known, **read_proofs(project, read)}, last_decision(project)
    return [consequences(project, number, proofs) for number in decisions], proofs, last
