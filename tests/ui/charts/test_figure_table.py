"""A table of figures opens a row by a click and by Enter alike."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.charts.figure_table import FigureModel, FigureTable, Index


class _Model(FigureModel[str]):
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self.rows[index.row()] if role == Qt.ItemDataRole.DisplayRole else None


def test_a_row_is_opened_by_enter_as_by_a_click(qtbot: QtBot) -> None:
    view = FigureTable("Names")
    qtbot.addWidget(view)
    model = _Model(("Name",), view)
    model.rows = ["Fly", "Bee"]
    view.setModel(model)
    opened: list[str] = []

    def note(index: QModelIndex) -> None:
        opened.append(str(index.data()))

    view.clicked.connect(note)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened == []  # no row is current yet
    view.setCurrentIndex(model.index(1, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert opened == ["Bee", "Bee"]


def test_the_model_has_a_row_for_each_entry_and_a_title_for_each_column(qtbot: QtBot) -> None:
    view = FigureTable("Names")
    qtbot.addWidget(view)
    model = _Model(("Name", "Images"), view)
    model.rows = ["Fly", "Bee", "Moth"]
    assert (model.rowCount(), model.columnCount()) == (3, 2)
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Images"
    assert model.headerData(1, Qt.Orientation.Vertical) is None
