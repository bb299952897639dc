"""The map of confusions: readable numbers, any number of classes, by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.charts.confusion_matrix import DARK, LIGHT, Cells, ConfusionMatrix
from desktop_labeler.ui.core.theme import contrast, theme

_KEY = Qt.Key


@pytest.fixture
def heat(qtbot: QtBot) -> ConfusionMatrix:
    made = ConfusionMatrix("Map", "Expected", "Given", "{given} {expected} {count} {share}")
    qtbot.addWidget(made)
    made.resize(600, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def press(heat: ConfusionMatrix, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(heat, key)


def test_the_numbers_on_the_map_are_readable(heat: ConfusionMatrix) -> None:
    counts = np.array([[100 - share, share] for share in range(0, 100, 2)])
    counts = np.pad(counts, ((0, 0), (0, len(counts) - 2)))
    try:
        for scheme in ("light", "dark"):
            theme().use("dark" if scheme == "dark" else "light")
            heat.show_cells(Cells([str(number) for number in range(len(counts))], counts))
            for ground, other in zip(heat.grounds.reshape(-1, 3), heat.light.ravel(), strict=True):
                color = LIGHT if other else DARK
                assert contrast("#{:02x}{:02x}{:02x}".format(*ground.tolist()), color) >= 4.5
    finally:
        theme().use("light")


@pytest.mark.parametrize("count", [1, 2, 200])
def test_any_number_of_classes_has_a_map(heat: ConfusionMatrix, count: int) -> None:
    rng = np.random.default_rng(0)
    heat.show_cells(Cells([f"class {number}" for number in range(count)], rng.integers(0, 9, (count, count))))
    picture = heat.grab().toImage()
    assert not picture.isNull()
    heat.setFocus()
    press(heat, _KEY.Key_Right, *[_KEY.Key_Plus] * 30, *[_KEY.Key_Down] * 3)
    seen = heat.view.viewRect()
    assert seen.height() <= min(count, 5)
    assert seen.contains(QPointF(0.5, min(3, count - 1) + 0.5))


def test_what_is_zoomed_stays_while_the_classes_are_the_same(heat: ConfusionMatrix) -> None:
    names, counts = [str(number) for number in range(20)], np.ones((20, 20), np.int64)
    heat.show_cells(Cells(names, counts))
    press(heat, _KEY.Key_Right, *[_KEY.Key_Plus] * 3)
    seen = heat.view.viewRect()
    assert seen.width() < 12
    heat.show_cells(Cells(names, 2 * counts))
    assert heat.view.viewRect() == seen
    heat.show_cells(Cells(names[:10], counts[:10, :10]))
    assert heat.view.viewRect().width() == pytest.approx(10)


def test_empty_cells_open_nothing(heat: ConfusionMatrix, qtbot: QtBot) -> None:
    heat.show_cells(Cells(["a", "b"], np.array([[3, 0], [1, 2]])))
    chosen: list[tuple[int, int]] = []
    heat.chosen.connect(lambda row, column: chosen.append((row, column)))
    press(heat, _KEY.Key_Right, _KEY.Key_Return, _KEY.Key_Right, _KEY.Key_Return, _KEY.Key_Down, _KEY.Key_Return)
    assert chosen == [(0, 0), (1, 1)]
    assert heat.tip == "b b 2 images 2 of 3"
