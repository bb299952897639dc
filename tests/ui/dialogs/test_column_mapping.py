"""The preview of a table's first rows: names of images and of classes are both in view."""

import csv
from pathlib import Path

from PySide6.QtWidgets import QStyleOptionViewItem, QTableWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.dialogs.exchange.column_mapping import ColumnMapping
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

LONG = "Diatoms and blue-greens of the lower Danube near Melk, Anabaena, morphotype 1"


def test_no_column_takes_the_room_of_the_others(qtbot: QtBot, tmp_path: Path) -> None:
    """The first column had 54 pixels beside a class of 570, and showed “Di…” of every image."""
    with (file := tmp_path / "labels.csv").open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(["path", "label", "observer"])
        rows.writerows([f"{LONG}/s01_{number:04}.jpg", LONG, "A"] for number in range(9))
    mapping = ColumnMapping()
    qtbot.addWidget(mapping)
    mapping.resize(712, 400)
    mapping.show()
    mapping.show_file(file)
    shown = mapping.findChild(QTableWidget)
    assert isinstance(shown, QTableWidget)
    widths = [shown.columnWidth(column) for column in range(3)]
    assert min(widths[:2]) > 200
    assert sum(widths[:2]) < shown.viewport().width()
    header = shown.horizontalHeader()
    for column in range(3):
        text = str(shown.model().headerData(column, header.orientation()))
        assert widths[column] >= header.fontMetrics().horizontalAdvance(text)
    header.resizeSection(0, 120)  # people may drag it
    assert shown.columnWidth(0) == 120


def test_short_texts_are_shown_whole(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("file,camera\nsite0_000.jpg,Reconyx 0\n")
    mapping = ColumnMapping()
    qtbot.addWidget(mapping)
    mapping.resize(712, 400)
    mapping.show()
    mapping.show_file(tmp_path / "labels.csv")
    shown = mapping.findChild(QTableWidget)
    assert isinstance(shown, QTableWidget)
    for column, text in enumerate(("site0_000.jpg", "Reconyx 0")):
        option = QStyleOptionViewItem()
        shown.initViewItemOption(option)
        index = shown.model().index(0, column)
        option.rect = shown.visualRect(index)
        delegate = shown.itemDelegate()
        assert isinstance(delegate, NameDelegate)
        delegate.initStyleOption(option, index)
        assert option.text == text
