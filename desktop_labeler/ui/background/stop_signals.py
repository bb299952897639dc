"""Closing the window on SIGTERM, SIGHUP and Ctrl+C as its close button does, even when it is idle."""

import signal
import socket
import threading
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class StopSignals(QObject):
    """Passes signals to the window, because Python handles them only while its code runs.

    Signals:
        wanted: the program should end.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._earlier: dict[signal.Signals, object] = {}
        if threading.current_thread() is not threading.main_thread():
            return  # signals can only be handled on the main thread
        self._inside, self._outside = socket.socketpair()
        self._inside.setblocking(False)
        self._outside.setblocking(False)
        self._notifier = QSocketNotifier(self._inside.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._arrived)
        self._earlier_wakeup = signal.set_wakeup_fd(self._outside.fileno(), warn_on_full_buffer=False)
        for name in _SIGNALS:
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number is not None:
                self._earlier[number] = signal.signal(number, _noted)

    def stop(self) -> None:
        """Restore the earlier signal handlers."""
        if not self._earlier:
            return
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._earlier_wakeup)
        for number, handler in self._earlier.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._earlier = {}
        self._inside.close()
        self._outside.close()

    def _arrived(self) -> None:
        self._inside.recv(64)
        self.wanted.emit()


def _noted(_: int, __: FrameType | None) -> None:
    """Do nothing, because the socket notifies the window."""
