"""Which channels of images with several are shown in which colours, and with which range: chosen for each project."""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias, cast, get_args

from desktop_labeler.messages import Message

Colour: TypeAlias = Literal["red", "green", "blue", "cyan", "magenta", "yellow", "grey"]
COLOURS: tuple[Colour, ...] = get_args(Colour)
MOST = 32  # channels that a project shows at once
_SHARES: dict[Colour, tuple[float, float, float]] = {
    "red": (1, 0, 0),
    "green": (0, 1, 0),
    "blue": (0, 0, 1),
    "cyan": (0, 1, 1),
    "magenta": (1, 0, 1),
    "yellow": (1, 1, 0),
    "grey": (1, 1, 1),
}
COLOUR_NAMES: dict[Colour, Message] = {
    "red": Message("red"),
    "green": Message("green"),
    "blue": Message("blue"),
    "cyan": Message("cyan"),
    "magenta": Message("magenta"),
    "yellow": Message("yellow"),
    "grey": Message("grey"),
}
_TEXT = re.compile(r"(\d{1,4})=([a-z]+)(?::([^,:]+)\.\.([^,:]+))?")


class Channel(NamedTuple):
    """One channel as it is shown.

    Attributes:
        number: which channel, counted from 1: a sample of the pixels, or a page of a file that has one channel a page.
        colour: the colour of its brightest pixels.
        low: the number shown black; None for the range of the project.
        high: the number shown in full colour; None for the range of the project.
    """

    number: int
    colour: Colour
    low: float | None = None
    high: float | None = None

    @property
    def shares(self) -> tuple[float, float, float]:
        """How much of the channel goes into red, green and blue."""
        return _SHARES[self.colour]

    def __str__(self) -> str:
        """Return it as `read_channels` reads it: 2=green:100..4000."""
        span = "" if self.low is None or self.high is None else f":{self.low:.10g}..{self.high:.10g}"
        return f"{self.number}={self.colour}{span}"


def read_channels(text: str) -> tuple[Channel, ...]:
    """Return the channels that a text names, such as "1=red,2=green:100..4000"; none for "none".

    Raises:
        ValueError: the text is none; it names a channel twice, a colour that is not there, or a range that is none.
    """
    if text == "none":
        return ()
    found = []
    for part in text.split(","):
        match = _TEXT.fullmatch(part.strip())
        if match is None or match[2] not in COLOURS:
            raise ValueError(f"{part!r} is no channel, such as 2=green or 2=green:100..4000")
        try:
            low, high = (None, None) if match[3] is None else (float(match[3]), float(match[4]))
        except ValueError:
            raise ValueError(f"{part!r} has a range that is not two numbers, such as 100..4000") from None
        found.append(Channel(int(match[1]), match[2], low, high))
    return checked(found)


def checked(channels: Sequence[Channel]) -> tuple[Channel, ...]:
    """Return channels that make sense together, in order.

    Raises:
        ValueError: one is there twice, has a number below 1, or a range that is none; or there are too many.
    """
    numbers = [channel.number for channel in channels]
    if len(set(numbers)) < len(numbers) or min(numbers, default=1) < 1 or len(numbers) > MOST:
        raise ValueError("every channel is named once, by a number from 1")
    for channel in channels:
        low, high = channel.low, channel.high
        if (low is None) != (high is None):
            raise ValueError(f"channel {channel.number} has one end of a range only")
        if low is not None and high is not None and not -1e300 < low < high < 1e300:
            raise ValueError(f"{channel} has no range: the second number must be larger than the first")
    return tuple(sorted(channels))


def stored(channels: Sequence[Channel]) -> list[list[object]]:
    """Return channels as JSON."""
    return [list(channel) for channel in channels]


def from_stored(value: object) -> tuple[Channel, ...]:
    """Return the channels that `stored` made JSON of; none where it is something else."""
    try:
        return checked([_channel(*each) for each in value]) if isinstance(value, list) else ()
    except (TypeError, ValueError):
        return ()


def _channel(number: object, colour: object, low: object, high: object) -> Channel:
    known = next((each for each in COLOURS if each == colour), None)
    ends = [None if end is None else float(cast("float", end)) for end in (low, high)]
    if known is None or not isinstance(number, int):
        raise ValueError(f"{number} in {colour} is no channel")
    return Channel(number, known, ends[0], ends[1])
