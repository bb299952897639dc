"""Moments of a video, which tell its frames from one another as page numbers tell the pages of a stack."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, order=True)
class Moment:
    """A moment of a video in milliseconds from its beginning, at least 0.

    Its text form is that of media fragments (W3C, Media Fragments URI 1.0): seconds, "12.5".
    """

    milliseconds: int

    def __str__(self) -> str:
        whole, rest = divmod(self.milliseconds, 1000)
        return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)

    @property
    def seconds(self) -> float:
        """The moment in seconds."""
        return self.milliseconds / 1000

    @property
    def clock(self) -> str:
        """The time code as players show it: "1:02:03.040", "2:03", tenths and less only where there are any."""
        minutes, seconds = divmod(self.milliseconds // 1000, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
        rest = self.milliseconds % 1000
        return f"{text}.{rest:03d}" if rest else text


def read_moment(seconds: str) -> Moment:
    """Return the moment that a text such as "12.5" names, which has at most three places after the dot."""
    whole, _, rest = seconds.partition(".")
    return Moment(int(whole) * 1000 + int(rest.ljust(3, "0") or 0))


Page: TypeAlias = int | Moment
"""Which image of a file with several: a page or frame counted from 1, or the frame of a video at a moment."""
