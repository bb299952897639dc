"""The bar of the page Train that offers to continue a training that was interrupted."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desktop_labeler.jobs.training.training_plan import Unfinished
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.widgets.ask_first import ask
from desktop_labeler.ui.widgets.offer_bar import OfferBar


class UnfinishedBar(OfferBar):
    """Says how far the training was; offers to continue or to discard it.

    Signals:
        go_on_wanted: it should be continued.
        discard_wanted: it should be deleted; the person was asked.
    """

    go_on_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self) -> None:
        self.go_on, self.discard = QPushButton(), QPushButton()
        super().__init__(self.go_on, self.discard)
        self.go_on.setText(self.tr("Continue"))
        self.discard.setText(self.tr("Discard it"))
        self.go_on.clicked.connect(self.go_on_wanted)
        self.discard.clicked.connect(self._ask)

    def show_unfinished(self, left: Unfinished | None) -> None:
        """Show the training; None hides the bar."""
        self.setVisible(left is not None)
        if left is not None:
            self.text.setText(texts.unfinished(left))

    def _ask(self) -> None:
        """Ask, because what was learned is lost."""
        text = self.tr(
            "What this training has learned so far is deleted, and it cannot be resumed. The embeddings and the labels "
            "of the project stay as they are."
        )
        ask(self, self.tr("Discard the training"), text, self.tr("Discard it"), self.discard_wanted.emit)
