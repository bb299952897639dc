"""The card of the models from elsewhere: how often each agrees with people, and where it suggests another class."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.jobs.rounds.compare_models import ModelComparison
from desktop_labeler.messages import Message
from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.core.language import FEW, grouped, worded
from desktop_labeler.ui.core.model_names import model_name
from desktop_labeler.ui.pages.progress.progress_texts import interval
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
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
        column = QVBoxLayout(lines)
        column.setContentsMargins(0, 4, 0, 0)
        for one in models[:_SHOWN]:
            column.addWidget(self._line(one))
        self.content.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines
        self.setVisible(bool(models))

    def _line(self, one: ModelComparison) -> QWidget:
        line = QWidget()
        rows = QVBoxLayout(line)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        flow = FlowLayout(spacing=14)
        name = ElidedLabel()
        name.setText(model_name(one.model))
        name.setToolTip(model_name(one.model))
        rows.addWidget(name)
        rows.addLayout(flow)
        flow.addWidget(label(worded(Message("{n:# image|# images}", n=one.images)), "quiet"))
        apart = Message("{model}: another class than the label", model=model_name(one.model))
        flow.addWidget(_together(self._decided(one), self._button(one.other_label, apart)))
        apart = Message("{model}: another class than the suggestion", model=model_name(one.model))
        said = self.tr("no suggestion to compare")
        if one.suggested:
            said = worded(
                Message(
                    "differs from {n} of {total:# suggestion|# suggestions}",
                    n=len(one.other_suggestion),
                    total=one.suggested,
                )
            )
        flow.addWidget(_together(label(said, "quiet"), self._button(one.other_suggestion, apart)))
        return line

    def _decided(self, one: ModelComparison) -> QWidget:
        if not one.decided:
            return label(self.tr("no label decided by a person"), "quiet")
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


def _together(*parts: QWidget) -> QWidget:
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for part in parts:
        row.addWidget(part)
    return both
