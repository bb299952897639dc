"""Drives the real program: main() with its event loop, and a person who waits, looks and presses keys."""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.__main__ import main
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow

Person = Callable[[MainWindow], Iterator[Callable[[], bool]]]
"""Looks at the window and acts; yields what it waits for. The images of the page are painted before it goes on."""

_PATIENCE = 180_000  # milliseconds without any progress: a machine that does ten other things is no failure


def run_main(words: list[str], person: Person) -> int:
    """Start the program as from the command line, let the person work, close the window; returns the exit code."""
    driver = _Driver(person)
    driver.start()
    try:
        code = main(words)
    finally:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()  # the window ends here, not on the thread of a later test
    if driver.error is not None:
        raise driver.error
    assert driver.finished, "the window closed before the person was done"
    return code


class _Driver:
    def __init__(self, person: Person) -> None:
        self._person = person
        self._steps: Iterator[Callable[[], bool]] | None = None
        self._wait: Callable[[], bool] = lambda: False
        self.error: BaseException | None = None
        self.finished = False
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._tick)
        self._deadline = QTimer(singleShot=True, interval=_PATIENCE)
        self._deadline.timeout.connect(self._too_long)

    def start(self) -> None:
        self._timer.start()
        self._deadline.start()

    def _tick(self) -> None:
        window = the_window()
        if window is None:
            return
        try:
            if self._steps is None:
                self._steps = self._person(window)
            elif not self._wait() or not _painted(window):
                return
            self._wait = next(self._steps)
            self._deadline.start()
        except StopIteration:
            self.finished = True
            self._stop(window)
        except BaseException as error:  # noqa: BLE001 - raised again where the test sees it
            self.error = error
            self._stop(window)

    def _too_long(self) -> None:
        self.error = TimeoutError(f"waited for {_PATIENCE} ms: {messages()}")
        window = the_window()
        if window is not None:
            self._stop(window)

    def _stop(self, window: MainWindow) -> None:
        self._timer.stop()
        self._deadline.stop()
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox):
                box.close()
        window.end()


def _painted(window: MainWindow) -> bool:
    """Whether the images of the page are on the screen: a person does not answer before that."""
    page = window.stack.currentWidget()
    return not (isinstance(page, GridPage) and page.grid.viewport().isVisible() and page.grid.sight.waiting)


def the_window() -> MainWindow | None:
    """Return the window that is open."""
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
    return next((window for window in windows if window.isVisible()), None)


def messages() -> list[str]:
    """Return the sentences that the program shows now."""
    boxes = [box for box in QApplication.allWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
    return [box.text() for box in boxes]


def bytes_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return content and time of every file below a folder, to see that nothing was written there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
