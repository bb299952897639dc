"""From the command to the painted window: the last of several starts, each in a new process."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.bench.rows import Row

_STARTS = 6
_SCRIPT = """
import sys, time
begin = float(sys.argv.pop())
from desktop_labeler.__main__ import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication(sys.argv[:1])

def look():
    shown = [one for one in app.topLevelWidgets() if one.isVisible() and one.windowTitle()]
    if shown and not shown[0].grab().isNull():
        print(time.time() - begin, "torch" in sys.modules)
        shown[0].close()
    else:
        QTimer.singleShot(5, look)

QTimer.singleShot(0, look)
sys.exit(main([]))
"""


def run() -> Iterator[Row]:
    """Start the program with no project and wait until its window is painted."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DESKTOP_LABELER_DATA": folder}
        seconds, torch = [], False
        for _ in range(_STARTS):
            done = subprocess.run(
                [sys.executable, "-c", _SCRIPT, str(time.time())],
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            )
            value, loaded = done.stdout.split()
            seconds.append(float(value))
            torch = torch or loaded == "True"
    yield Row("start to painted window, warm, median", statistics.median(seconds[1:]), "s", _STARTS - 1, "≤ 1.5")
    yield Row("torch loaded by then", float(torch), "", _STARTS, "0")
