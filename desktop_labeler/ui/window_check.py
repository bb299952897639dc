"""The window check of the self-test: open a project, paint, label with a key, undo, close."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.data.decisions.history import next_steps
from desktop_labeler.data.decisions.page_names import BROWSE
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.app import make_application
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.main_window import MainWindow

_PATIENCE = 30  # seconds that one step may take
_COLOURS = 16  # of a window with anything on it, scaled down to 64 × 40


def check_window(project: Path) -> str:
    """Open the window on a project with labels, check what it shows, and make a decision in it.

    Args:
        project: the project file, which gets a decision and its undo.

    Returns:
        A text about what was checked.

    Raises:
        LabelerError: if something is not as it should be.
    """
    began = time.perf_counter()
    settings = Settings(auto_round=False)
    app = make_application(settings)
    window = MainWindow(settings)
    try:
        window.show()
        app.processEvents()
        opened = time.perf_counter() - began
        window.open_project(project)
        assert window.pages is not None
        grid = window.pages.browse.grid
        _wait(app, lambda: len(grid.content.images) > 0 and not window.jobs.busy, "the images to be listed")
        _wait(app, lambda: window.thumbnails is not None and not window.thumbnails.busy, "the thumbnails")
        app.processEvents()
        if _colours(window.grab()) < _COLOURS:
            raise LabelerError("The window stays empty: nothing is painted. Projects are safe; see the log.")
        _visit_pages(app, window)
        window.show_page(BROWSE)
        _wait(app, grid.sight.settled, "the page to be painted")  # a key before that labels nothing
        images, before = len(grid.content.images), _last_step(project)
        _press(grid, Qt.Key.Key_1)
        _wait(app, lambda: _last_step(project) != before, "the decision to be stored")
        window.undo()
        _wait(app, lambda: _last_step(project) == before, "the decision to be taken back")
    finally:
        window.close()
        app.processEvents()
    return f"{QGuiApplication.platformName()}, Qt {qVersion()}, {images} images, shown after {opened:.2f} s"


def _visit_pages(app: QApplication, window: MainWindow) -> None:
    """Show every page once; a page that cannot load reports an error."""
    for name in window.page_names():
        window.show_page(name)
        app.processEvents()
        _wait(app, lambda: not window.jobs.busy, "a page")
    told = [box.text() for box in window.findChildren(QMessageBox) if box.isVisible()]
    if told:
        raise LabelerError("The window says: {text}", text=told[0])


def _last_step(project: Path) -> int | None:
    """Return the number of the decision that undo would revert, as stored on disk."""
    with Project(project, "read") as opened:
        step, _ = next_steps(opened)
    return step.id if step is not None else None


def _colours(picture: QPixmap) -> int:
    image = picture.toImage().scaled(64, 40)
    return len({image.pixel(x, y) for x in range(64) for y in range(40)})


def _press(widget: object, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key.value))
        QCoreApplication.sendEvent(widget, event)  # type: ignore[arg-type]


def _wait(app: QApplication, condition: Callable[[], bool], what: str) -> None:
    deadline = QDeadlineTimer(_PATIENCE * 1000)
    while not condition():
        if deadline.hasExpired():
            raise LabelerError(
                "The window waited {seconds} s for {what}. Projects are safe; see the log.",
                seconds=_PATIENCE,
                what=what,
            )
        app.processEvents()
        app.thread().msleep(5)
