"""How long a step takes, and how long it stalls the event loop."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from tests.bench.rows import Row

_REST = 0.0005  # seconds between two turns


class Stopwatch:
    """The wall time of a step, and how much of it was spent waiting for a core (known on Linux only).

    Attributes:
        processor: seconds that this thread ran during the step: the only figure that other programs, the disk and other
        threads do not add to; known after `stop`.
    """

    def __init__(self) -> None:
        place = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._delays = place if place.exists() else None
        self.processor = 0.0
        self._ran = time.thread_time()
        self._begin = (time.perf_counter(), self._delay())

    def _delay(self) -> float:
        return int(self._delays.read_text().split()[1]) / 1e9 if self._delays is not None else 0.0

    def stop(self) -> tuple[float, float]:
        """Return the wall seconds, and those of them in which the program did not wait for a core."""
        wall = time.perf_counter() - self._begin[0]
        self.processor = time.thread_time() - self._ran
        return wall, max(0.0, wall - (self._delay() - self._begin[1]))


class Watch:
    """Runs the event loop and records the time between its turns."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    def once(self) -> None:
        """Run one turn of the event loop."""
        start = time.perf_counter()
        QCoreApplication.processEvents()
        self.gaps.append(time.perf_counter() - start)

    def until(self, done: Callable[[], bool]) -> None:
        """Run the event loop until a condition holds."""
        while not done():
            start = time.perf_counter()
            QCoreApplication.processEvents()
            time.sleep(_REST)  # another thread may keep Python's lock after this, which stalls a window in the same way
            self.gaps.append(time.perf_counter() - start - _REST)

    def stalls(self, name: str) -> Iterator[Row]:
        """Yield the 99th percentile and the maximum of the gaps since the last call."""
        gaps = sorted(self.gaps) or [0.0]
        at = min(len(gaps) - 1, int(0.99 * len(gaps)))
        yield Row(f"{name}: stall of the window, 99 %", gaps[at] * 1e3, "ms", len(gaps), "≤ 50")
        yield Row(f"{name}: stall of the window, worst", gaps[-1] * 1e3, "ms", len(gaps), "≤ 150")
        self.gaps.clear()
