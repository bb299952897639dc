"""A question that a page puts to its project again and again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.open_project import OpenProject


class Query(QObject):
    """Asked off the main thread, one at a time: on a million images an answer takes a second, and pages turn faster.

    Attributes:
        stale: whether the last answer may be other than what the project holds; true before the first.
        again: whether it was asked once more while an answer is on its way; that one is not the last.

    Signals:
        answered: the answer.
    """

    answered = Signal(object)

    def __init__(
        self, project: OpenProject, work: Callable[[Project], object], parent: QObject, *, loads: bool = False
    ) -> None:
        super().__init__(parent)
        self._project, self._work, self._loads = project, work, loads
        self.stale, self.again, self._asked = True, False, False
        project.failed.connect(self._not_read)

    @property
    def settled(self) -> bool:
        """Whether the last answer is there, and holds."""
        return not (self._asked or self.stale)

    def ask(self) -> None:
        """Ask now; while an answer is on its way, after it."""
        if self._asked:
            self.again = True
            return
        self._asked, self.stale = True, False
        self._project.ask(self._work, self._answer, loads=self._loads)

    def ask_if_stale(self) -> None:
        """Ask where the last answer may not hold any more."""
        if self.stale:
            self.ask()

    def forget(self, *_: object) -> None:
        """The project holds something else now."""
        self.stale = True

    def _answer(self, answer: object) -> None:
        self._asked = False
        self.answered.emit(answer)
        if self.again:
            self.again = False
            self.ask()

    def _not_read(self, error: object) -> None:
        """Something could not be read (it was told): ask again when there is a reason to."""
        self._asked = self.again = False
        self.stale = True
