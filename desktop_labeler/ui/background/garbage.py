"""Collecting cyclic garbage on the window's thread only.

Python collects on whichever thread happens to allocate. A widget that is part of a cycle would then be destroyed on the
thread of a job, which Qt does not survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from desktop_labeler.jobs.embedding.load_networks import loading

_EVERY = 500  # milliseconds


class Collector(QObject):
    """Replaces Python's automatic garbage collection until it is stopped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect as Python would now, but wait while the networks are imported; see torch_loading."""
        if loading():
            return
        due = [number for number, count in enumerate(gc.get_count()) if count > gc.get_threshold()[number]]
        if due:
            gc.collect(max(due))

    def stop(self) -> None:
        """Return to Python's automatic garbage collection."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
