"""The bar of the page Train that offers a better embedding in an older project."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from desktop_labeler.jobs.embedding.better_default import BetterDefault, Trial
from desktop_labeler.messages import Message
from desktop_labeler.rounding import outward_percent
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.widgets.offer_bar import OfferBar


class BetterBar(OfferBar):
    """Says which embedding is better and how a trial went; offers to try it and to use it.

    Signals:
        try_wanted: it should be tried on some labelled images first.
        use_wanted: the name of the embedding to use for all images.
    """

    try_wanted = Signal()
    use_wanted = Signal(str)

    def __init__(self) -> None:
        self.try_button, self.use_button = QPushButton(), QPushButton()
        super().__init__(self.try_button, self.use_button)
        self._name = ""
        self.try_button.setText(self.tr("Try it on 500 images"))
        self.use_button.setText(self.tr("Use it"))
        self.use_button.setToolTip(
            self.tr("Analyses all images again. No label changes, and the embedding in use now stays one click away.")
        )
        self.try_button.clicked.connect(self.try_wanted)
        self.use_button.clicked.connect(self._use)
        self.hide()

    def show_better(self, better: BetterDefault | None, *, enabled: bool) -> None:
        """Show the better embedding; None hides the bar."""
        self.setVisible(better is not None)
        if better is None:
            return
        self._name = better.name
        self.text.setText(worded(_said(better.name, better.trial)))
        for button in (self.try_button, self.use_button):
            button.setEnabled(enabled)
        self.try_button.setVisible(better.trial is None)

    def _use(self) -> None:
        self.use_wanted.emit(self._name)


def _said(name: str, trial: Trial | None) -> Message:
    if trial is None:
        return Message(
            "A better embedding is in the box: {name} knows photographs. This project began with an earlier one and "
            "keeps it until you decide.",
            name=name,
        )
    shares = {"after": trial.after / max(trial.labels, 1), "before": trial.before / max(trial.labels, 1)}
    if trial.low is None or trial.high is None:  # of an earlier version
        return Message(
            "The embedding {name} was tried on {n:# labelled image|# labelled images}: the nearest others have the "
            "same label for {after:.0%} of them, with the one in use for {before:.0%}.",
            name=name,
            n=trial.labels,
            **shares,
        )
    low, high = outward_percent(trial.low, trial.high, 1)
    figures = {"name": name, "n": trial.labels, "low": low, "high": high, **shares}
    if trial.sign > 0:
        return Message(
            "The embedding {name} was tried on {n:# labelled image|# labelled images} and is better here: the nearest "
            "others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % interval "
            "of the difference {low:.1f} to {high:.1f} percentage points).",
            **figures,
        )
    if trial.sign < 0:
        return Message(
            "The embedding {name} was tried on {n:# labelled image|# labelled images} and is worse here: the nearest "
            "others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % interval "
            "of the difference {low:.1f} to {high:.1f} percentage points).",
            **figures,
        )
    return Message(
        "The embedding {name} was tried on {n:# labelled image|# labelled images} and is not better beyond chance: the "
        "nearest others have the same label for {after:.0%} of them, with the one in use for {before:.0%} (95 % "
        "interval of the difference {low:.1f} to {high:.1f} percentage points).",
        **figures,
    )
