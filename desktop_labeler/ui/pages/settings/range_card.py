"""The card of the page Settings for the open project: how its images with more than 8 bits are shown."""

from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.data.decoding.display_range import DisplayRange, RangeKind
from desktop_labeler.jobs.images.set_display_range import channels_text
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.settings.channels_dialog import ChannelsDialog
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.confirmed_choice import ConfirmedChoice
from desktop_labeler.ui.widgets.fields import PixelValueField


class RangeCard(QFrame):
    """How the open project shows images with more than 8 bits; hidden without a project.

    Signals:
        wanted: a DisplayRange that the person chose; of kind "project" without bounds, it is to be measured. Or a
            ChannelChoice.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._project: OpenProject | None = None
        kinds = (
            (self.tr("Automatically"), "auto"),
            (self.tr("Each image with its own range"), "image"),
            (self.tr("The full range of their numbers"), "full"),
            (self.tr("One range for all images"), "project"),
        )
        self.kind = ConfirmedChoice(kinds, self.tr("Show the images like this"))
        self.kind.wanted.connect(self._chosen)
        self.kind.box.currentIndexChanged.connect(self._explain)
        self.low, self.high = PixelValueField(self.tr("Black"), 110), PixelValueField(self.tr("White"), 110)
        for field in (self.low, self.high):
            field.editingFinished.connect(self._typed)
        self._bounds = QWidget()
        row = QHBoxLayout(self._bounds)
        row.setContentsMargins(0, 0, 0, 0)
        for name, field in ((self.tr("Black"), self.low), (self.tr("White"), self.high)):
            row.addWidget(label(name, "quiet"))
            row.addWidget(field)
        row.addStretch()
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        form.addRow(label(self.tr("This project"), "strong"))
        self.name = QLabel(self.tr("Images with more than 8 bits"))
        self.name.setProperty("role", "quiet")
        block = QWidget()  # in one row: a form gives rows of their own more height than their texts need
        inside = QVBoxLayout(block)
        inside.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.name, block)
        self.kind.box.setAccessibleName(self.name.text())
        self._note = label("", "small", wrap=True)
        self._note.setAlignment(Qt.AlignmentFlag.AlignTop)  # below its field, whatever height the row has
        for part in (self.kind, self._bounds, self._note):
            inside.addWidget(part)
        self.channels = QPushButton(self.tr("Choose their colours…"))
        self.channels.clicked.connect(self._choose_channels)
        self._channels_note = label("", "small", wrap=True)
        column = QWidget()
        below = QVBoxLayout(column)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.channels, 0, Qt.AlignmentFlag.AlignLeft)
        below.addWidget(self._channels_note)
        self.channels_name = label(self.tr("Images with several channels"), "quiet")
        form.addRow(self.channels_name, column)
        self.hide()

    def follow(self, project: OpenProject | None) -> None:
        """Show the range of a project; None hides the card."""
        self._project = project
        self.setVisible(project is not None)
        if project is not None:
            self.kind.setEnabled(not project.project.read_only)
            self.channels.setEnabled(not project.project.read_only)
            self._show(project.display)
            self._channels_note.setText(worded(channels_text(project.display.channels)))

    def _choose_channels(self) -> None:
        if self._project is not None:
            dialog = ChannelsDialog(self._project, self.window())
            dialog.wanted.connect(self.wanted)
            dialog.open()

    def _show(self, display: DisplayRange) -> None:
        self.kind.show_value(display.kind)
        self._bounds.setVisible(display.kind == "project")
        for field, value in ((self.low, display.low), (self.high, display.high)):
            field.setText(field.locale().toString(value, "g", 10))
        self._explain()

    def _explain(self, *_: object) -> None:
        kinds = {
            "auto": self.tr(
                "Photographs in colour have the full range of their numbers, so that they look the same in 8 and in 16 "
                "bits. Other images have their own range each."
            ),
            "image": self.tr("Dark images look as bright as bright ones. Best where only shapes matter."),
            "full": self.tr("An image looks the same in 8 and in 16 bits. Images of a camera with 12 bits look dark."),
            "project": self.tr("Images can be compared by how bright they are."),
        }
        again = self.tr("After a change, thumbnails are made again and images are analysed again. Labels stay.")
        self._note.setText(f"{kinds[self.kind.value]} {again}")

    def _chosen(self, kind: str) -> None:
        if self._project is not None:
            self.wanted.emit(DisplayRange(cast("RangeKind", kind)))

    def _typed(self) -> None:
        """Take two numbers that make sense; others go back to what they were."""
        if self._project is None:
            return
        low, high = self.low.value(), self.high.value()
        now = self._project.display
        if low is not None and high is not None and low < high:
            if (low, high) != (now.low, now.high):
                self.wanted.emit(DisplayRange("project", low, high))
        else:
            self._show(now)
