"""How long a step takes, and how long the event loop is away meanwhile."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from tests.bench.rows import Row

_REST = 0.0005  # s between two turns


class Stopwatch:
    """Wall time of one step, and how much of it other programs had the processor (known on Linux only)."""

    def __init__(self) -> None:
        place = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._delays = place if place.exists() else None
        self._begin = (time.perf_counter(), self._delay())

    def _delay(self) -> float:
        return int(self._delays.read_text().split()[1]) / 1e9 if self._delays is not None else 0.0

    def stop(self) -> tuple[float, float]:
        """Return wall seconds, and those of them that were the program's own."""
        wall = time.perf_counter() - self._begin[0]
        return wall, max(0.0, wall - (self._delay() - self._begin[1]))


class Watch:
    """Runs the event loop and notes for how long it was ever away."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    def once(self) -> None:
        """Let the window work once."""
        start = time.perf_counter()
        QCoreApplication.processEvents()
        self.gaps.append(time.perf_counter() - start)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window work until something is so."""
        while not done():
            start = time.perf_counter()
            QCoreApplication.processEvents()
            time.sleep(_REST)  # Python's lock may come back late from here: that stalls a window just the same
            self.gaps.append(time.perf_counter() - start - _REST)

    def stalls(self, name: str) -> Iterator[Row]:
        """Give how long the loop was away since the last time: 99 % of the turns, and the worst; then forget."""
        gaps = sorted(self.gaps) or [0.0]
        at = min(len(gaps) - 1, int(0.99 * len(gaps)))
        yield Row(f"{name}: stall of the window, 99 %", gaps[at] * 1e3, "ms", len(gaps), "≤ 50")
        yield Row(f"{name}: stall of the window, worst", gaps[-1] * 1e3, "ms", len(gaps), "≤ 150")
        self.gaps.clear()
