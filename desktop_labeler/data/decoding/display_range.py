"""Which numbers of an image with more than 8 bits are shown black and white: chosen for each project."""

import json
import zlib
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

import numpy as np

from desktop_labeler.array_types import AnyArray, FloatingArray
from desktop_labeler.data.decoding.channels import Channel, from_stored, stored
from desktop_labeler.data.project.project_file import Project

RangeKind: TypeAlias = Literal["auto", "image", "full", "project"]
KINDS: tuple[RangeKind, ...] = get_args(RangeKind)
Bounds: TypeAlias = tuple[float, float]

BLOCK = 1 << 22  # values converted at a time, so that a large image is never held as float as a whole
_PERCENTILES = (0.5, 99.5)
_SAMPLE = 1_000_000  # values that determine an image's own range; using more changes it by less than one grey level
_SETTING, _CHANNELS = "display_range", "channels"


@dataclass(frozen=True)
class DisplayRange:
    """How the numbers of an image with more than 8 bits per channel become 0–255; other images stay as they are.

    Attributes:
        kind: "auto": a photograph in colour has the full range of its numbers, so that it looks like the same one in
            8 bits, unless it uses less than a sixteenth of it, as cameras with 12 bits do; any other image has its own
            range. "image": every image has its own range (0.5th to 99.5th percentile). "full": the full range of its
            numbers; images of fractions or of numbers with a sign have none, and get their own. "project": the same
            range for all. An image of whole numbers without a sign that has a colour profile always has the full range
            of its numbers, since the profile is about that.
        low: the number shown black; only for "project".
        high: the number shown white; only for "project".
        channels: the colours of the channels of images that have several; without any, the first is shown in grey.
    """

    kind: RangeKind
    low: float = 0.0
    high: float = 0.0
    channels: tuple[Channel, ...] = ()

    @property
    def version(self) -> int:
        """A number that differs between ranges; 0 for "image", the only one that older programs had."""
        if self.kind == "image" and not self.channels:
            return 0
        said: list[object] = [self.kind, self.low, self.high]
        return zlib.crc32(json.dumps([*said, stored(self.channels)] if self.channels else said).encode())

    def of_channel(self, channel: Channel) -> "DisplayRange":
        """Return the range of one channel: its own, or that of the project."""
        if channel.low is None or channel.high is None:
            return self
        return DisplayRange("project", channel.low, channel.high)

    def bounds(self, values: AnyArray, *, has_profile: bool, colour: bool, bits: int) -> Bounds:
        """Return the number that is shown black and the one that is shown white.

        Args:
            values: (H, W) or (H, W, C), of any real type.
            has_profile: whether the file has a colour profile.
            colour: whether the channels are colours, as in a photograph.
            bits: how many bits of each number the file uses.
        """
        top = 2.0**bits - 1 if values.dtype.kind == "u" else 0.0
        if top and (has_profile or self.kind == "full" or (self.kind == "auto" and colour and _fills(values, top))):
            return 0.0, top
        return (self.low, self.high) if self.kind == "project" else own_bounds(values)


class RangeMeter(DisplayRange):
    """A range that notes what each decoded image would have for its own: decode with it, then look at `seen`.

    Args:
        channels: note only what these channels would have, of the images that have them.
    """

    def __init__(self, channels: tuple[Channel, ...] = ()) -> None:
        super().__init__("image", channels=channels)
        self.seen: list[Bounds]
        object.__setattr__(self, "seen", [])

    def bounds(self, values: AnyArray, *, has_profile: bool, colour: bool, bits: int) -> Bounds:
        """Note the own range of an image, unless it has a profile; arguments as of DisplayRange."""
        if not has_profile and not self.channels:
            self.seen.append(own_bounds(values))
        return super().bounds(values, has_profile=has_profile, colour=colour, bits=bits)

    def of_channel(self, channel: Channel) -> DisplayRange:
        """Return a range that notes what a channel would have for its own."""
        meter = RangeMeter()
        object.__setattr__(meter, "seen", self.seen)
        return meter


EACH_IMAGE = DisplayRange("image")
AUTOMATIC = DisplayRange("auto")


def display_range(project: Project) -> DisplayRange:
    """Return the range of a project; that of an older program where none was chosen."""
    said, channels = project.setting(_SETTING), from_stored(project.setting(_CHANNELS))
    if not isinstance(said, list) or len(said) != 3 or said[0] not in KINDS:
        return DisplayRange("image", channels=channels)
    return DisplayRange(cast("RangeKind", said[0]), float(said[1]), float(said[2]), channels)


def save_display_range(project: Project, wanted: DisplayRange) -> None:
    """Store the range of a project: thumbnails and vectors that were made with another one are made again."""
    for name, value in range_setting(wanted).items():
        project.save_setting(name, value)


def range_setting(display: DisplayRange) -> dict[str, object]:
    """Return the setting of a new project that stores a range."""
    return {_SETTING: [display.kind, display.low, display.high], _CHANNELS: stored(display.channels)}


def own_bounds(values: AnyArray) -> Bounds:
    """Return the 0.5th and the 99.5th percentile of the finite values, or the extremes where these are the same."""
    step = max(1, int(np.ceil(np.sqrt(values[..., 0].size if values.ndim == 3 else values.size) / _SAMPLE**0.5)))
    sample = _finite(values[::step, ::step])
    low, high = np.percentile(sample, _PERCENTILES) if sample.size else (0.0, 0.0)
    # A few bright spots on a uniform background are outside both percentiles: widen the range to show them.
    return (float(low), float(high)) if high > low else _extremes(values)


def _extremes(values: AnyArray) -> Bounds:
    """Return the smallest and largest finite value, computed in blocks, since float64 would take gigabytes."""
    rows = max(1, BLOCK // max(1, values[0].size))
    blocks = (_finite(values[start : start + rows]) for start in range(0, len(values), rows))
    ends = [(float(block.min()), float(block.max())) for block in blocks if block.size]
    return min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)


def _finite(values: AnyArray) -> FloatingArray:
    numbers = values.astype(np.float64)
    return numbers[np.isfinite(numbers)]


def _fills(values: AnyArray, top: float) -> bool:
    """Whether the numbers reach into their range, unlike those of a camera with 12 bits, which are stored in 16."""
    return values.size > 0 and float(values.max()) > top / 16
