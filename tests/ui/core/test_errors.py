"""What happens to an error that nobody expected."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.errors import catch_everything


class _Broken(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawLine(0, 0, 5, 5)
        raise RuntimeError("nothing to paint")


def test_a_view_that_fails_to_paint_leaves_no_painter_behind(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    broken = _Broken(window)
    take_back = catch_everything(window)
    try:
        window.show()
        qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
        assert not broken.paintingActive()
    finally:
        take_back()
        for box in window.findChildren(QMessageBox):
            box.close()
