"""A query that a page sends to its project repeatedly."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.open_project import OpenProject


class Query(QObject):
    """A query that runs off the main thread, one at a time, as it takes 1 s on a million images.

    Attributes:
        stale: whether the last answer may be out of date; true before the first.
        again: whether it was asked again while it runs, so that the coming answer is not the last.

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
        self._page: QWidget | None = None  # what shows the answer, for `keep_up`
        project.failed.connect(self._not_read)

    @property
    def settled(self) -> bool:
        """Whether the last answer is available and up to date."""
        return not (self._asked or self.stale)

    def ask(self) -> None:
        """Ask now, or after the running query has been answered."""
        if self._asked:
            self.again = True
            return
        self._asked, self.stale = True, False
        self._project.ask(self._work, self._answer, loads=self._loads)

    def ask_if_stale(self) -> None:
        """Ask if the last answer may be out of date."""
        if self.stale:
            self.ask()

    def forget(self, *_: object) -> None:
        """Note that the last answer may be out of date."""
        self.stale = True

    def keep_up(self, page: QWidget, signal: SignalInstance) -> None:
        """Count the last answer as out of date from every such signal on, and ask at once while a page is in view.

        Args:
            page: what shows the answer.
            signal: what tells that something may have changed.
        """
        self._page = page
        signal.connect(self._changed)  # a method, so that Qt ends the connection with this object

    def _changed(self, *_: object) -> None:
        self.forget()
        if self._page is not None and self._page.isVisible():
            self.ask()

    def _answer(self, answer: object) -> None:
        self._asked = False
        self.answered.emit(answer)
        if self.again:
            self.again = False
            self.ask()

    def _not_read(self, error: object) -> None:
        """React to a failed read, which was reported: ask again only when there is a reason to."""
        self._asked = self.again = False
        self.stale = True
