"""The large view says what an image is and which keys decide, through the real main()."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.large_view.large_view import LargeView
from desktop_labeler.ui.widgets.key_button import ElidedLabel
from tests.e2e.driving import run_main
from tests.e2e.trusting import calm, make_trusted, page, there, type_key

Steps = Iterator[Callable[[], bool]]
_LONG = [f"Coelastrum microporum morphotype {number}" for number in range(1, 41)]


def opened_large(window: MainWindow) -> LargeView:
    assert window.pages is not None
    assert window.pages.large is not None
    return window.pages.large


def keys_of(view: LargeView) -> dict[str, QPushButton]:
    """Return the buttons of the strip by their accessible names."""
    return {one.accessibleName(): one for one in view.keys.findChildren(QPushButton) if one.isVisible()}


def test_it_shows_the_class_the_expectation_and_the_keys(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, classes=_LONG)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1366, 768)
        window.show_page("suspects")
        yield lambda: there(window, "suspects")
        grid = page(window, "suspects").grid
        image = grid.focus_image
        type_key(window, Qt.Key.Key_O)
        view = opened_large(window)
        yield lambda: view.view.painted == view.view.file
        expected = f"{_LONG[1]} · imported · expected: {_LONG[2]}"
        yield lambda: view.caption.text() == expected  # whole: there is room
        keys = keys_of(view)
        assert keys["Keep"].text() == "Q  Keep"
        assert keys[_LONG[2]].text().startswith("3  ")
        assert "More classes: 30" in keys
        keys[_LONG[6]].click()
        assert window.project is not None
        row = window.project.row(int(image or 0))
        assert row is not None
        assert row.class_id == window.project.classes[6].id
        assert QApplication.focusWidget() is view  # keys still decide
        QTest.keyClick(view, Qt.Key.Key_Left)
        view._keys_button.click()
        assert not view.keys.isVisible()
        QTest.keyClick(view, Qt.Key.Key_Escape)
        type_key(window, Qt.Key.Key_O)
        assert not opened_large(window).keys.isVisible()  # as the person left it

    assert run_main([str(file)], person) == 0


def test_the_name_of_the_file_is_readable_in_a_narrow_window_too(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        for width, height in ((910, 512), (1920, 1080)):
            window.resize(width, height)
            window.show_page("browse")
            yield lambda: there(window, "browse")
            type_key(window, Qt.Key.Key_O)
            view = opened_large(window)
            QApplication.processEvents()
            image = view.image
            row = window.project.row(image) if window.project is not None and image is not None else None
            assert row is not None
            read = [one.shown() for one in view.findChildren(ElidedLabel) if one.isVisible()]
            assert read.count(row.path) == 1, (width, read)
            QTest.keyClick(view, Qt.Key.Key_Escape)

    assert run_main([str(file)], person) == 0


def test_no_key_is_shown_twice_on_any_page(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, classes=_LONG)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        seen = 0
        for name in ("browse", "label", "suggestions", "suspects"):
            window.show_page(name)
            yield partial(there, window, name)
            type_key(window, Qt.Key.Key_O)
            view = opened_large(window)
            for tool in (None, Qt.Key.Key_D, Qt.Key.Key_D):  # with the tool for boxes, and without it again
                if tool is not None:
                    QTest.keyClick(view, tool)
                QApplication.processEvents()
                keys = [one.text().split("  ")[0] for one in keys_of(view).values()]
                buttons = [one for one in view.keys.findChildren(QPushButton) if one.isVisible()]
                assert len(buttons) == len(keys) == len(set(keys)), (name, keys)
                seen += len(keys)
            QTest.keyClick(view, Qt.Key.Key_Escape)
        assert seen > 100

    run_main([str(file)], person)
