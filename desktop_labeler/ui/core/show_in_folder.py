"""Showing a file or folder in the file manager of the system."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def show_in_file_manager(place: Path) -> None:
    """Open a folder, or the folder of a file, with the file selected if the system can do that."""
    if place.is_dir():
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))
    elif sys.platform == "win32":
        QProcess.startDetached("explorer", ["/select,", str(place)])
    elif sys.platform == "darwin":
        QProcess.startDetached("open", ["-R", str(place)])
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(place.parent)))
