"""A person who opens a project in the window and presses keys on Browse; runs in a forked process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from tests.e2e.driving import messages, run_main

_CONTROL = Qt.KeyboardModifier.ControlModifier


def press_keys(path: Path, keys: str, tell: Callable[[Project], None], arm: Callable[[], None]) -> int:
    """Press keys in the window of a project; return the exit code.

    Args:
        path: the project.
        keys: see window.py.
        tell: called at the beginning and after each key that the window has handled without an error.
        arm: called when the project is shown.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.project is not None and not window.jobs.busy
        page = window.page("browse")
        assert isinstance(page, BrowsePage)
        yield lambda: bool(len(page.grid.content.images)) and page.grid.sight.settled()
        assert window.project is not None
        arm()
        tell(window.project.project)
        for key in keys:
            yield lambda: page.grid.sight.settled()
            _press(window, page, key)
            yield lambda: window.project is None or not window.project.busy
            if not messages():
                tell(window.project.project)
            for box in QApplication.topLevelWidgets():
                box.close() if box.inherits("QMessageBox") else None
        yield lambda: not window.jobs.busy

    application = QApplication.instance() or QApplication([])  # the timers of the driver need it
    code = run_main([str(path)], person)
    del application
    return code


def _press(window: MainWindow, page: BrowsePage, key: str) -> None:
    if key == "Z":
        window.undo()
    elif key == "Y":
        window.redo()
    else:
        QTest.keyClick(page.grid, Qt.Key(ord(key)))
