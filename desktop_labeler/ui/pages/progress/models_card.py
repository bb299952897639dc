"""The card of the models from elsewhere: how often each agrees with people, and where it suggests another class."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.jobs.compare_models import ModelComparison
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.core.language import FEW, grouped, worded
from desktop_labeler.ui.pages.progress.progress_texts import interval
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.key_button import ElidedLabel

_SHOWN = 20  # models


class ModelsCard(Card):
    """A line for each model; its buttons open the images for which it names another class.

    Signals:
        chosen: ids of images and what they are, in words.
    """

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("")
        self.heading.setText(self.tr("Other models"))
        self.say(
            self.tr(
                "The class that each model names, compared with the class that people gave and with the one suggested. "
                "Labels that were accepted as the model suggested them count as right."
            )
        )
        self._lines = QWidget()
        self.content.addWidget(self._lines)
        self._shown: list[tuple[object, ...]] = []
        self.hide()

    def show_found(self, models: Sequence[ModelComparison]) -> None:
        """Show other comparisons; the card is hidden without any. What has the focus keeps it while nothing changes."""
        now = [
            (one.model, one.images, one.decided, one.suggested, *map(_ids, (one.other_label, one.other_suggestion)))
            for one in models
        ]
        if now == self._shown:
            return
        self._shown = now
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setColumnStretch(0, 1)
        for row, one in enumerate(models[:_SHOWN]):
            self._add_line(grid, row, one)
        self.content.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines
        self.setVisible(bool(models))

    def _add_line(self, grid: QGridLayout, row: int, one: ModelComparison) -> None:
        name = ElidedLabel()
        name.setText(visible(one.model))
        name.setToolTip(visible(one.model))
        grid.addWidget(name, row, 0)
        grid.addWidget(label(worded(Message("{n:# image|# images}", n=one.images)), "quiet"), row, 1)
        apart = Message("{model}: another class than the label", model=one.model)
        grid.addWidget(self._decided(one), row, 2)
        grid.addWidget(self._button(one.other_label, apart), row, 3)
        apart = Message("{model}: another class than the suggestion", model=one.model)
        said = self.tr("{n} of {total} suggestions differ").format(
            n=grouped(len(one.other_suggestion)), total=grouped(one.suggested)
        )
        grid.addWidget(label(said if one.suggested else self.tr("no suggestion to compare"), "quiet"), row, 4)
        grid.addWidget(self._button(one.other_suggestion, apart), row, 5)

    def _decided(self, one: ModelComparison) -> QWidget:
        if not one.decided:
            return label(self.tr("no decided label to compare"), "quiet")
        found = one.agreement
        text = Message("right for {k} of {n:# decided label|# decided labels}", k=found.hits, n=found.count)
        if found.count >= FEW:
            text = Message(
                "right for {share:.0%} of {n:# decided label|# decided labels} (95 % interval: {interval})",
                share=found.hits / found.count,
                n=found.count,
                interval=interval(found.low, found.high),
            )
        return label(worded(text), "quiet")

    def _button(self, images: IntArray, name: Message) -> QPushButton:
        button = QPushButton(self.tr("Show {n}").format(n=grouped(len(images))))
        button.setProperty("role", "flat")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(worded(name))
        button.clicked.connect(partial(self._show, images, worded(name)))
        button.setVisible(bool(len(images)))
        return button

    def _show(self, images: IntArray, name: str, *_: object) -> None:
        self.chosen.emit(images, name)


def _ids(images: IntArray) -> bytes:
    return images.tobytes()
