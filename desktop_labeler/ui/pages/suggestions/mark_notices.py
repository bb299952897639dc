"""What Suggestions says of its marks when a key would remove or repeat them; it is gone once they have changed."""

from PySide6.QtCore import QObject

from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.grid.grid_marks import Marks
from desktop_labeler.ui.rounds.round_page import RoundPage


class MarkNotices(QObject):
    """The notices about the marks of one page."""

    def __init__(self, page: RoundPage, marks: Marks) -> None:
        super().__init__(page)
        self._page, self._marks = page, marks
        self._said, self._of = "", set[int]()
        page.grid.selection_changed.connect(self._selected)

    def tell(self, notice: str) -> None:
        """Say something of the marks that holds until they change."""
        self._said, self._of = notice, self._marks.images()
        self._page.tell(notice)

    def _selected(self) -> None:
        if self._page.sentence.text() == self._said and self._marks.images() != self._of:
            self._page.tell("")

    def stay(self) -> bool:
        """Say what the key would remove, and keep the marks unless it was said just now: undo does not bring them."""
        text = Message(
            "{n:# image is|# images are} marked as wrong. {key} again removes {n:the mark|all marks}; {one} marks and "
            "unmarks the framed image.",
            n=len(self._marks.images() & self._page.open_images()),
            key=key_map().shown("clear"),
            one=key_map().shown("toggle"),
        )
        if not self._marks.images() or self._page.sentence.text() == worded(text):
            return False
        self.tell(worded(text))
        return True

    def is_there(self) -> bool:
        """Say how a mark is removed where the key would add a second one."""
        marked = self._page.grid.selection.focus in self._page.grid.selection
        if marked:
            self.tell(self.tr("It is marked already; {key} unmarks it.").format(key=key_map().shown("toggle")))
        return marked
