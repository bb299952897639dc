"""The dialog that chooses the colours of the channels of images that have several, with a preview of one of them."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.channels import COLOUR_NAMES, COLOURS, Channel, Colour
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.images.query.image_channels import ChannelExample, channel_example
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.images.set_display_range import ChannelChoice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, scrolled
from desktop_labeler.ui.widgets.fields import ComboField, PixelValueField

_SIDE = 300  # pixels of the preview
_MOST = 12  # channels that are offered
_PROPOSED: dict[int, tuple[Colour, ...]] = {2: ("green", "magenta"), 3: ("red", "green", "blue")}
_MANY: tuple[Colour, ...] = ("red", "green", "blue", "cyan", "magenta", "yellow")


class _Row(NamedTuple):
    """The fields of one channel."""

    colour: ComboField
    low: PixelValueField
    high: PixelValueField


class ChannelsDialog(Sheet):
    """Shows one image with several channels as it would look, and lets the person choose.

    Attributes:
        rows: the fields of the channels, in order.
        preview: the image as it would look.
        busy: whether the preview is not yet that of the present choice.

    Signals:
        wanted: a ChannelChoice.
    """

    wanted = Signal(object)

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project, self._example = project, ChannelExample(None, 0)
        self._newest = 0  # number of the newest preview that was asked for
        self.busy = False
        self.rows: list[_Row] = []
        self.head(
            self.tr("Channels"),
            self.tr(
                "For images with several channels, such as fluorescence. Where black and white are typed, a channel "
                "looks the same in all images, and dark ones stay dark."
            ),
        )
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self.preview = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedSize(QSize(_SIDE, _SIDE))
        self.preview.setWordWrap(True)
        self.preview.setAccessibleName(self.tr("Preview"))
        self._name = label("", "small", wrap=True)
        fields = QWidget()
        left = QVBoxLayout(fields)
        left.setContentsMargins(0, 0, 0, 0)
        left.addLayout(self._grid)
        left.addStretch()
        right = QVBoxLayout()
        right.addWidget(self.preview)
        right.addWidget(self._name)
        right.addStretch()
        row = QHBoxLayout()
        row.addWidget(scrolled(fields), 1)
        row.addLayout(right)
        self.content.addLayout(row)
        self.common = QCheckBox(self.tr("Measure one range for all images where none is typed"))
        self.content.addWidget(self.common)
        self.add_button(self.tr("Cancel"), self.reject)
        self.none = self.add_button(self.tr("First channel in grey"), self._take_none)
        self.take = self.add_button(self.tr("Show the images like this"), self._take, primary=True)
        self._allow(self.tr("Looking for an image with several channels …"))
        self.preview.setText(self.tr("Looking for an image with several channels …"))
        self.resize(760, 480)
        project.ask(channel_example, self._found)

    def choice(self) -> tuple[Channel, ...]:
        """Return the channels as they are chosen now; a range counts only where both numbers make one."""
        found = []
        for number, row in enumerate(self.rows, start=1):
            colour = row.colour.currentData()
            if colour:
                low, high = row.low.value(), row.high.value()
                is_range = low is not None and high is not None and low < high
                ends = (low, high) if is_range else (None, None)
                found.append(Channel(number, cast("Colour", colour), *ends))
        return tuple(found)

    def _found(self, example: object) -> None:
        self._example = cast("ChannelExample", example)
        if self._example.file is None:
            text = self.tr("None of the images looked at has several channels.")
            self.preview.setText(text)
            self._allow(text)
            self.none.setEnabled(bool(self._project.display.channels))
            return
        self._name.setText(self._example.file.name)
        for place, text in enumerate((self.tr("Channel"), self.tr("Colour"), self.tr("Black"), self.tr("White"))):
            self._grid.addWidget(label(text, "quiet"), 0, place)
        count = min(self._example.channels, _MOST)
        chosen = {channel.number: channel for channel in self._project.display.channels or _proposed(count)}
        for number in range(1, count + 1):
            self._add_row(number, chosen.get(number))
        self._allow("")
        self._changed()

    def _add_row(self, number: int, channel: Channel | None) -> None:
        colour = ComboField()
        colour.addItem(self.tr("not shown"), "")
        for each in COLOURS:
            colour.addItem(worded(COLOUR_NAMES[each]), each)
        low, high = (PixelValueField(f"{number}, {name}", 90) for name in (self.tr("Black"), self.tr("White")))
        if channel is not None:
            colour.setCurrentIndex(colour.findData(channel.colour))
            for field, value in ((low, channel.low), (high, channel.high)):
                field.setText("" if value is None else field.locale().toString(value, "g", 10))
        colour.setAccessibleName(self.tr("Colour of channel {n}").format(n=number))
        colour.currentIndexChanged.connect(self._changed)
        for field in (low, high):
            field.setPlaceholderText(self.tr("own"))
            field.editingFinished.connect(self._changed)
        for place, widget in enumerate((QLabel(str(number)), colour, low, high)):
            self._grid.addWidget(widget, number, place)
        self.rows.append(_Row(colour, low, high))

    def _changed(self, *_: object) -> None:
        """Show the image with what is chosen now; only the newest answer counts."""
        file, channels = self._example.file, self.choice()
        if file is None:
            return
        now = self._project.display
        display = DisplayRange(now.kind, now.low, now.high, channels)
        self._newest += 1
        self.busy = True
        number = self._newest

        def work(project: Project) -> object:
            try:
                return number, decode(file, longest=_SIDE, display=display), ""
            except ImageError as error:
                return number, None, worded(error.message)

        self._project.ask(work, self._show)

    def _show(self, answer: object) -> None:
        number, pixels, problem = cast("tuple[int, UInt8Array | None, str]", answer)
        if number != self._newest:
            return
        self.busy = False
        if pixels is None:
            self.preview.setText(problem)
            return
        whole = np.ascontiguousarray(pixels)
        height, width = whole.shape[:2]
        image = QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self.preview.setPixmap(QPixmap.fromImage(image))

    def _allow(self, why_not: str) -> None:
        for button in (self.take, self.none):
            allow(button, why_not)

    def _take(self) -> None:
        self._emit(self.choice(), common=self.common.isChecked())

    def _take_none(self) -> None:
        self._emit((), common=False)

    def _emit(self, channels: Sequence[Channel], *, common: bool) -> None:
        self.accept()
        self.wanted.emit(ChannelChoice(tuple(channels), common))


def _proposed(count: int) -> list[Channel]:
    colours = _PROPOSED.get(count, _MANY)
    return [Channel(number, colour) for number, colour in enumerate(colours[:count], start=1)]
