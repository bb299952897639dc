"""The sentence at the top of Train: what a training brings here."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget


class Invitation(QLabel):
    """One of several sentences, or none while it is not known which; always as high as the longest.

    Args:
        sentences: all that may be said. Nothing below moves when another one is.
        parent: the parent widget.
    """

    def __init__(self, sentences: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._sentences = tuple(sentences)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)  # Qt sets this with the first text only
        self.setSizePolicy(policy)

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels of the longest sentence in a width."""
        room, wrap = QRect(0, 0, width, 10_000), int(Qt.TextFlag.TextWordWrap)
        return max(self.fontMetrics().boundingRect(room, wrap, text).height() for text in self._sentences)
