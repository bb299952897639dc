"""What a person asked for as one progress: the steps of one or several jobs, with one title and one time left."""

import time
from collections.abc import Sequence
from itertools import accumulate

from desktop_labeler.progress import Progress

Steps = Sequence[tuple[str, float]]
"""The phases in their order, and the seconds that each is expected to take; a name may occur again."""


class Reading(float):
    """The expected seconds of a step that reads files: large files make it slow, but not the steps that compute."""


class Budget(float):
    """The seconds of a step that ends after them at the latest, however fast the computer is."""


_FIRST = 1.5  # seconds of counted steps before their pace is used
_GUESSED = 10.0  # expected seconds that the pace here is weighed against: one second says little about minutes
_GAINED, _LONG = 0.01, 60.0  # share of a step, or seconds in it, after which its own pace is steady


class JobGroup:
    """Follows the steps of one or several jobs.

    A step that counts shows what it has done. One that does not, as a call into a library, advances with the time that
    it takes: half of it is shown as done at the expected time, and never all of it, so that it neither stands still nor
    ends before its end. Steps that are left out are passed over.

    Args:
        title: the title of the whole in the job bar.
        steps: what is to be done; only the proportions of their seconds matter until the pace here is known.

    Attributes:
        fraction: how much is done, 0 to 1; it never decreases.
    """

    def __init__(self, title: str, steps: Steps) -> None:
        self.title, self.fraction = title, 0.0
        self._names, self._seconds = [name for name, _ in steps], [seconds for _, seconds in steps]
        self._begins = list(accumulate(self._seconds, initial=0.0))
        self._at, self._since, self._first = -1, 0.0, 0.0  # the step, when it began, and the share done before that
        self._share = 0.0  # of the step that is done
        self._took = self._expected = 0.0  # seconds of counted work before this step
        self._counted = False  # whether this step counts
        self._told = self._paused = 0.0  # when the time left was last known, and when the pause began; 0: not paused

    def knows(self, phase: str) -> bool:
        """Whether a phase is one of the steps."""
        return phase in self._names

    def advance(self, progress: Progress) -> None:
        """Update the fraction from a job's progress; a phase that is not a step changes nothing."""
        place = self._place(progress.phase)
        if place is None:
            return
        now = time.monotonic()
        if place != self._at:
            self._leave(now)
            self._at, self._since, self._share, self._first = place, now, 0.0, -1.0
        self._counted = progress.total > 0
        seconds = now - self._since
        if self._counted:
            share = min(progress.done / progress.total, 1.0)
            self._first = share if self._first < 0 else self._first
        else:
            share = seconds / (seconds + self._seconds[place] * (self._pace() or 1.0) + 1e-9)
        self._share, self._told = max(self._share, share), now
        done = self._begins[place] + self._seconds[place] * self._share
        self.fraction = max(self.fraction, min(done / (self._begins[-1] or 1.0), 1.0))

    def pause(self, on: bool) -> None:
        """Do not count the time of a pause."""
        now = time.monotonic()
        if on:
            self._paused = now
        elif self._paused:
            self._since, self._told = self._since + now - self._paused, self._told + now - self._paused
            self._paused = 0.0

    def seconds_left(self) -> float | None:
        """Return the estimated seconds left, None while unknown."""
        pace = self._pace()
        if pace is None and self._steady() and _apart(self._seconds[self._at]):
            pace = 1.0
        if pace is None:
            return None
        later = sum(seconds * _pace_of(seconds, pace) for seconds in self._seconds[self._at + 1 :])
        return max(0.0, self._left_of_step(pace) + later - (time.monotonic() - self._told))

    def _left_of_step(self, pace: float) -> float:
        """Return the estimated seconds that the present step will still take."""
        took, whole = self._told - self._since, self._seconds[self._at]
        done = self._share - self._first
        own = (1 - self._share) * whole * _pace_of(whole, pace)
        if self._steady() and took > _FIRST and done > 0:
            own = (1 - self._share) * took / done
        if isinstance(whole, Budget):
            own = min(own, (1 - max(self._first, 0.0)) * whole - took)
        return max(own, 0.0)

    def _steady(self) -> bool:
        """Whether the present step counts and has gone on long enough for its pace to say how long it will take.

        Before that, the first images pay for warming up, and a total that is estimated itself changes most.
        """
        gained = self._share - max(self._first, 0.0)
        return self._at >= 0 and self._counted and (gained >= _GAINED or self._told - self._since > _LONG)

    def _place(self, phase: str) -> int | None:
        """Return the step of a phase: the present one, else the next of that name."""
        if self._at >= 0 and self._names[self._at] == phase:
            return self._at
        return next((place for place in range(self._at + 1, len(self._names)) if self._names[place] == phase), None)

    def _leave(self, now: float) -> None:
        """Add what the step that ends has taken, if it was counted."""
        if self._at >= 0 and self._counted and not _apart(self._seconds[self._at]):
            self._took += now - self._since
            self._expected += self._seconds[self._at] * (1 - max(self._first, 0.0))

    def _pace(self) -> float | None:
        """Return the seconds that an expected second of counted work takes here; None while unknown.

        Little work says little: 200 images that took 13 s to read instead of 1 s made “12 min left” of one minute.
        """
        took, expected = self._took, self._expected
        if self._steady() and not _apart(self._seconds[self._at]):
            took += self._told - self._since
            expected += self._seconds[self._at] * (self._share - max(self._first, 0.0))
        return (took + _GUESSED) / (expected + _GUESSED) if took > _FIRST and expected > 0 else None


def _pace_of(seconds: float, pace: float) -> float:
    """Return the pace of a step of so many seconds: a budget is used up at the same pace everywhere."""
    return 1.0 if isinstance(seconds, Budget) else pace


def _apart(seconds: float) -> bool:
    """Whether the pace of a step of so many seconds says nothing about other steps."""
    return isinstance(seconds, (Budget, Reading))
