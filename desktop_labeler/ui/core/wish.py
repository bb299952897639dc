"""A wish: what the user asked for, which may take several jobs, with one title, progress and time left."""

import time
from collections.abc import Mapping
from itertools import pairwise

from desktop_labeler.progress import Progress

_FIRST = 1.5  # seconds of a step before its pace says anything


class Wish:
    """Follows the steps of several jobs.

    Args:
        title: what the bar calls all of it.
        steps: how much of the whole is done when a phase of that name ends, 0 to 1, rising.

    Attributes:
        fraction: how much is done, 0 to 1; it never falls.
    """

    def __init__(self, title: str, steps: Mapping[str, float]) -> None:
        self.title, self.fraction = title, 0.0
        self._spans = {name: (begin, end) for (_, begin), (name, end) in pairwise([("", 0.0), *steps.items()])}
        self._phase = ""
        self._began = (0.0, 0.0)  # when and at what fraction the present phase began
        self._end = 0.0  # when all is likely to be done, 0 while nothing is known

    def advance(self, progress: Progress) -> None:
        """Take in how far the running job is; a phase that is no step changes nothing."""
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
        """Return how long it will take, None while that is not known."""
        return max(0.0, self._end - time.monotonic()) if self._end else None
