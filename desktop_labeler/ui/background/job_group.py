"""A group of jobs that together do what the person asked for, with one title, progress and time left."""

import time
from collections.abc import Mapping
from itertools import pairwise

from desktop_labeler.progress import Progress

_FIRST = 1.5  # seconds of a step before its pace is used


class JobGroup:
    """Follows the steps of several jobs.

    Args:
        title: the title of the whole in the job bar.
        steps: the fraction of the whole, 0 to 1 and ascending, that is done when the phase of that name ends.

    Attributes:
        fraction: how much is done, 0 to 1; it never decreases.
    """

    def __init__(self, title: str, steps: Mapping[str, float]) -> None:
        self.title, self.fraction = title, 0.0
        self._spans = {name: (begin, end) for (_, begin), (name, end) in pairwise([("", 0.0), *steps.items()])}
        self._phase = ""
        self._began = (0.0, 0.0)  # time and fraction at which the current phase began
        self._end = 0.0  # estimated end time, 0 while unknown

    def advance(self, progress: Progress) -> None:
        """Update the fraction from a job's progress; a phase that is not a step changes nothing."""
        if progress.phase not in self._spans:
            return
        begin, end = self._spans[progress.phase]
        share = progress.done / progress.total if progress.total else 0.0
        self.fraction = max(self.fraction, begin + (end - begin) * min(share, 1.0))
        now = time.monotonic()
        if progress.phase != self._phase:
            self._phase, self._began = progress.phase, (now, self.fraction)
        seconds, done = now - self._began[0], self.fraction - self._began[1]
        if seconds > _FIRST and done > 0:
            self._end = now + seconds * (1 - self.fraction) / done

    def seconds_left(self) -> float | None:
        """Return the estimated seconds left, None while unknown."""
        return max(0.0, self._end - time.monotonic()) if self._end else None
