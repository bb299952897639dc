"""Showing errors: a sentence for a known error, the log file for a bug."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_labeler.data.project.wrong_values import explained
from desktop_labeler.errors import LabelerError, known_error
from desktop_labeler.paths import data_dir
from desktop_labeler.ui.core.language import error_text

_log = logging.getLogger(__name__)
_open: list[Path] = []


def sentence(error: BaseException) -> str:
    """Return the text to show: that of a known error, or where to find the details of a bug."""
    if (known := _known(error)) is not None:
        return error_text(known)
    text = QCoreApplication.translate(
        "Report",
        "An unexpected error occurred ({kind}). All your decisions are safe. The details are in the log file "
        "in {folder}; please send it to whoever maintains this program.",
    )
    return text.format(kind=type(error).__name__, folder=data_dir() / "logs")


def explain_by(project: Path | None) -> None:
    """Explain unexpected errors by wrong values in this project, if it holds any; None while none is open."""
    _open[:] = [project] if project is not None else []


def _known(error: BaseException) -> LabelerError | None:
    return known_error(error) or next(filter(None, map(explained, _open)), None)


def log_error(error: BaseException) -> None:
    """Log an error that is shown to the user."""
    _log.error("Shown to the person", exc_info=error)


def report(error: BaseException, parent: QWidget | None = None) -> None:
    """Log an error and show it in a non-modal window; the same error is shown only once at a time."""
    log_error(error)
    text = sentence(error)
    owner = parent.window() if parent is not None else None
    for box in owner.findChildren(QMessageBox) if owner is not None else []:
        if box.text() == text and box.isVisible():
            return
    icon = QMessageBox.Icon.Warning if _known(error) is not None else QMessageBox.Icon.Critical
    box = QMessageBox(icon, "Desktop Labeler", text, QMessageBox.StandardButton.Ok, owner)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)  # it contains names of files and classes
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.open()


class _Courier(QObject):
    """Carries errors from any thread to the main thread."""

    arrived = Signal(object)


def catch_everything(parent: QWidget) -> Callable[[], None]:
    """Send uncaught exceptions to `report` and Qt's messages to the log; return a function that undoes it."""
    courier = _Courier(parent)

    def show(error: object) -> None:
        if isinstance(error, BaseException):
            report(error, parent)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.clear_frames(trace)  # ends the painter of a view that failed to paint; Qt crashes if it lives on
        courier.arrived.emit(error.with_traceback(trace))

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            courier.arrived.emit(arguments.exc_value)

    courier.arrived.connect(show, Qt.ConnectionType.QueuedConnection)
    earlier, earlier_thread = sys.excepthook, threading.excepthook
    sys.excepthook, threading.excepthook = hook, thread_hook
    handler = qInstallMessageHandler(_qt_message)

    def take_back() -> None:
        sys.excepthook, threading.excepthook = earlier, earlier_thread
        qInstallMessageHandler(handler)

    return take_back


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    levels = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}
    _log.log(levels.get(kind, logging.WARNING), "Qt: %s", text)
