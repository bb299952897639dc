"""How PySide6 is loaded: all types at once, or threads that ask for types bring the program down."""

import subprocess
import sys
import textwrap

import pytest

CHARTS_WHILE_PAINTING = """
    import sys, threading
    import desktop_labeler.ui
    import numpy
    from PySide6 import QtWidgets
    from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

    class Label(QLabel):
        def event(self, event):
            return super().event(event)

        def eventFilter(self, watched, event):
            return False

    sys.setswitchinterval(0.00002)
    app, done = QApplication([]), threading.Event()
    window, watching = QWidget(), Label("all events pass here")
    app.installEventFilter(watching)
    layout = QVBoxLayout(window)
    for number in range(30):
        layout.addWidget(Label(str(number)))
    window.show()

    def load():
        try:
            import pyqtgraph
        finally:
            done.set()

    loading = threading.Thread(target=load)
    loading.start()
    names = "QSpinBox QTreeView QTableView QCalendarWidget QDial QTextEdit QComboBox QTabWidget QToolBox".split()
    while not done.wait(0.0005):
        if names:
            made = getattr(QtWidgets, names.pop())(window)
            made.setStyleSheet("color: red")
            made.show()
        app.processEvents()
        window.repaint()
    loading.join()
    assert "pyqtgraph" in sys.modules
"""


def _fresh(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_all_types_are_made_when_the_window_is_imported() -> None:
    found = _fresh(
        """
        import desktop_labeler.ui.app
        from PySide6 import QtCore, QtGui, QtWidgets
        print(*(name in vars(module) for module, name in (
            (QtCore, "QTimeLine"), (QtGui, "QStaticText"), (QtWidgets, "QCalendarWidget"),
        )))
        """
    )
    assert found.split() == ["True"] * 3


@pytest.mark.parametrize("time", range(3))  # with the default, one in ten ended in a segmentation fault
def test_charts_load_on_a_thread_while_the_window_is_painted(time: int) -> None:
    _fresh(CHARTS_WHILE_PAINTING)


def test_no_sources_are_read_for_what_is_imported_later() -> None:
    found = _fresh(
        """
        import linecache
        from desktop_labeler.ui.app import make_application
        from desktop_labeler.ui.core.settings import Settings
        app = make_application(Settings())
        before = len(linecache.cache)
        import xml.dom.minidom, xmlrpc.client, desktop_labeler.jobs.scanning.scan
        print(len(linecache.cache) - before)
        """
    )
    assert found.strip() == "0"
