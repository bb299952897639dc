"""After an undo of an import of boxes, the window shows the files again, and nothing of the boxes that are gone."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from tests.e2e.driving import run_main
from tests.e2e.test_window_boxes import _made
from tests.e2e.trusting import CONTROL, Steps, calm, click, shown, there, type_key
from tests.making import ME


def _texts(window: MainWindow) -> str:
    """Return every text that is on the screen."""
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisible())


def test_the_files_are_back_and_the_filter_by_a_class_that_is_gone_is_gone(tmp_path: Path, qapp: QApplication) -> None:
    file, table = _made(tmp_path)
    assert main(["boxes", str(file), str(table), "--only-boxes"]) == 0

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("browse")
        yield lambda: there(window, "browse")
        page, project = window.page("browse"), window.project
        assert isinstance(page, BrowsePage)
        assert project is not None
        boxes = shown(window, "browse")
        page.filters.show_only(None, "", page.filters.filter.__class__(classes=(project.classes[0].id,)))
        yield lambda: shown(window, "browse") == [boxes[0], boxes[2]]
        click(window, "browse", boxes[2])
        type_key(window, Qt.Key.Key_Z, CONTROL)
        assert not project.classes
        yield lambda: shown(window, "browse") == [1, 2, 3]  # at once: the person has just done it
        assert not page.filters.active
        assert "&gone" not in _texts(window)
        assert "3 images" in page.summary.text()
        show = next(one for one in window.findChildren(QPushButton) if one.isVisible() and one.text() == "Show")
        show.click()
        yield lambda: shown(window, "browse") == [1, 2]  # where the boxes were
        assert "&gone" not in _texts(window)
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Y, CONTROL)
        yield lambda: page.filters.only is None and shown(window, "browse") == boxes

    assert run_main([str(file)], person) == 0


def test_a_page_with_boxes_that_are_gone_asks_again(tmp_path: Path, qapp: QApplication) -> None:
    file, table = _made(tmp_path)
    rows = [line.rpartition(",")[0] for line in table.read_text(encoding="utf-8").splitlines()]
    table.write_text("\n".join(rows), encoding="utf-8")  # without a label
    with Project(file) as made:
        add_classes(made, ["cell", "dust"], ME)
    assert main(["boxes", str(file), str(table), "--only-boxes"]) == 0

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("label")
        yield lambda: bool(shown(window, "label"))
        boxes = shown(window, "label")
        assert min(boxes) > 3
        window.undo()
        yield lambda: sorted(shown(window, "label")) == [1, 2, 3]
        window.redo()
        yield lambda: sorted(shown(window, "label")) == sorted(boxes)

    assert run_main([str(file)], person) == 0
