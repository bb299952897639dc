"""The choice of which frames of videos become images, and about how many images that makes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_labeler.data.decoding.file_types.video_times import stated_seconds
from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES, missing_reader, suffix_of
from desktop_labeler.data.images.files.walk import is_hidden
from desktop_labeler.messages import Message
from desktop_labeler.ui.background.workers import Worker
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.fields import ComboField

_SECONDS = (1, 2, 5, 10, 30, 60)  # between two frames of a video
_MINUTE = 60  # seconds
_STEP = 20  # videos between two texts while they are counted


@dataclass(frozen=True)
class Videos:
    """Videos of a folder.

    Attributes:
        lengths: how many seconds each says that it lasts; None where it does not, or cannot be read.
        is_all: whether the search has ended.
    """

    lengths: tuple[float | None, ...] = ()
    is_all: bool = False


class VideoFrames(QWidget):
    """Asks for the frames of the videos of a folder; they are counted meanwhile.

    Attributes:
        field: the choice; its data are those of `new_project`.
        counted: what is known of the videos.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        self.counted = Videos()
        self.field = ComboField()
        self.field.setObjectName("frames")
        self.field.addItem(translate("NewProjectDialog", "left out"), None)
        for seconds in _SECONDS:
            text = Message("{n:one frame per second|one frame every # seconds}", n=seconds)
            self.field.addItem(worded(text), float(seconds))
        self.field.addItem(translate("NewProjectDialog", "the first frame of each scene"), "scenes")
        self.field.setToolTip(
            translate(
                "NewProjectDialog", "The frames of a video are a group, never split between training and testing."
            )
        )
        missing = missing_reader("VIDEO")
        allow(self.field, worded(missing) if missing is not None else "")
        self.count = label("", "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.count)
        self.field.currentIndexChanged.connect(self._say)
        self._counter = _Counter(folder, missing is None, self)
        self._counter.found.connect(self._found)
        self._say()

    def begin(self) -> None:
        """Count the videos in the background; call it once."""
        self._counter.begin()

    def _found(self, videos: Videos) -> None:
        self.counted = videos
        self._say()

    def _say(self, *_: object) -> None:
        self.count.setText(frames_text(self.counted, self.field.currentData()))


class _Counter(Worker):
    """Counts the videos of a folder.

    Signals:
        found: the Videos so far.
    """

    found = Signal(object)

    def __init__(self, folder: Path, opens: bool, owner: QWidget) -> None:
        super().__init__(owner)
        self._folder, self._opens = folder, opens

    def run(self) -> None:
        lengths: list[float | None] = []
        for file in videos_in(self._folder):
            if self.unwanted:
                return
            lengths.append(stated_seconds(file) if self._opens else None)
            if len(lengths) % _STEP == 1:
                self.found.emit(Videos(tuple(lengths)))
        self.found.emit(Videos(tuple(lengths), is_all=True))


def videos_in(folder: Path) -> Iterator[Path]:
    """Yield the videos below a folder; what a scan leaves out, as hidden folders, is left out here too."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            if suffix_of(name) in VIDEO_SUFFIXES and not is_hidden(name):
                yield Path(place, name)


def frames_text(videos: Videos, frames: float | str | None) -> str:
    """Return how many videos there are, and about how many images a choice of their frames makes.

    Args:
        videos: what is known of them.
        frames: seconds between two frames, "scenes", or None for none.
    """
    known = [each for each in videos.lengths if each is not None]
    number, unknown, seconds = len(videos.lengths), len(videos.lengths) - len(known), round(sum(known))
    if not videos.is_all:
        return worded(Message("Counting the videos: {n} so far …", n=number))
    if not known:
        text = Message("{n:# video|# videos}", n=number)
    elif isinstance(frames, float):
        images = sum(ceil(each / frames) for each in known)  # the first is at 0, and none at the end
        text = Message("{n:# video|# videos}: about {k:# image|# images}", n=number, k=images)
    elif seconds < 2 * _MINUTE:
        text = Message("{n:# video|# videos}, {k:# second|# seconds} in all", n=number, k=seconds)
    else:
        text = Message("{n:# video|# videos}, {k:# minute|# minutes} in all", n=number, k=round(seconds / _MINUTE))
    left = Message("{n:one does|# do} not say how long {n:it is|they are}", n=unknown)
    return "; ".join([worded(text), *([worded(left)] if unknown and known else [])])
