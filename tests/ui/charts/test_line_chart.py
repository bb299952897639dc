"""A chart by itself: what it shows when its values change."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.charts.line_chart import LineChart, Series


def test_a_chart_grows_with_its_values_unless_the_person_looks_at_a_part(qtbot: QtBot) -> None:
    chart = LineChart("Learning", "Labels", "Predicted correctly")
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    with qtbot.waitExposed(chart):
        chart.show()

    def show(*labels: float) -> tuple[float, float]:
        chart.show_series(Series(np.array(labels), np.full(len(labels), 0.8), ["" for _ in labels]))
        low, high = chart.view.getViewBox().viewRange()[0]
        return float(low), float(high)

    show(72)
    low, high = show(72, 500, 2062)
    assert low < 72
    assert high > 2062
    middle = QPointF(chart.view.viewport().rect().center())
    wheel = QWheelEvent(
        middle, chart.view.viewport().mapToGlobal(middle), QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(chart.view.viewport(), wheel)
    part = show(72, 500, 2062, 3000)
    assert low < part[0] < part[1] < high
    QTest.mouseDClick(chart.view.viewport(), Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert chart.view.getViewBox().viewRange()[0][1] > 3000
    assert show(72, 500, 2062, 3000, 4000)[1] > 4000


def test_an_axis_of_known_length_is_whole_from_the_first_value_on(qtbot: QtBot) -> None:
    chart = LineChart("Training curve", "Part of the training", "Right", span=(0.0, 1.0))
    qtbot.addWidget(chart)
    for at in ([0.0], [0.0, 0.1], [0.0, 0.1, 1.0]):
        chart.show_series(Series(np.array(at), np.full(len(at), 0.5), [""] * len(at)))
        (low, high), _ = chart.view.getViewBox().viewRange()
        assert -0.05 < low <= 0
        assert 1 <= high < 1.05
