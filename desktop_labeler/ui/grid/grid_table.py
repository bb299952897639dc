"""Turning a Qt table into a grid: no headers, lines or selection of its own, and scrolling by pixels."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def make_grid_of(table: QTableView) -> None:
    """Turn off the features that the grid implements itself."""
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or showing it would change the columns
    table.setAutoScroll(False)
    table.setShowGrid(False)
    table.setFrameShape(QTableView.Shape.NoFrame)
    table.setTabKeyNavigation(False)
    table.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    for header in (table.horizontalHeader(), table.verticalHeader()):
        header.hide()
        header.setMinimumSectionSize(1)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
