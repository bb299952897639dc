"""The table of pages: one name, one key, one way to make each; the window shows each by its key."""

import subprocess
import sys
from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.class_keys import KEYS as CLASS_KEYS
from desktop_labeler.data.decisions.page_names import BROWSE, MAP, PROGRESS, PageName
from desktop_labeler.paths import resource
from desktop_labeler.ui.core.keys import ACTIONS, normal
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.page_registry import PAGES
from desktop_labeler.ui.pages.progress.progress_page import ProgressPage


def test_every_page_is_there_once_with_an_icon() -> None:
    assert sorted(spec.name for spec in PAGES) == sorted(get_args(PageName))
    assert all(resource("icons", f"{spec.icon}.svg").is_file() for spec in PAGES)


def test_the_window_opens_before_the_pages_of_a_project_are_loaded() -> None:
    script = """
import sys
from desktop_labeler.ui import app, page_registry
loaded = lambda: {spec.name for spec in page_registry.PROJECT_PAGES if any(
    module.startswith(f"desktop_labeler.ui.pages.{spec.name}.") for module in sys.modules)}
assert not loaded(), loaded()
assert list(page_registry.load_pages()) == [spec.name for spec in page_registry.PROJECT_PAGES]
assert loaded() == {spec.name for spec in page_registry.PROJECT_PAGES}
"""
    subprocess.run([sys.executable, "-c", script], check=True)


def test_no_key_of_a_page_is_taken() -> None:
    keys = [normal(spec.key) for spec in PAGES]
    others = {normal(key) for action in ACTIONS for key in action.keys} | set(CLASS_KEYS)
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert not others & set(keys)


def test_keys_show_the_pages_from_wherever_the_focus_is(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    path = open_new(["a.png", "b.png"], files=True).path
    window = MainWindow(Settings(auto_round=False))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.shown is window.home  # no project, no page to label on
    window.open_project(path)
    for spec in (*PAGES, *reversed(PAGES)):
        QTest.keySequence(window.shown, QKeySequence(spec.key))
        assert window.shown is window.page(spec.name)
        assert window.stack.currentWidget() is window.shown
        assert spec.shown() in window.rail._buttons[spec.name].toolTip()
        assert spec.shown_key() in window.rail._buttons[spec.name].toolTip()
    window.close()


def test_what_a_page_found_is_not_shown_after_the_person_has_gone_on(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    path = open_new(["a.png", "b.png"], files=True).path
    window = MainWindow(Settings(auto_round=False))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.open_project(path)
    progress = window.page(PROGRESS)
    assert isinstance(progress, ProgressPage)
    for stays in (False, True):
        window.show_page(PROGRESS)
        with qtbot.waitSignal(progress.images_wanted):  # the images of a cell are looked up, which takes a moment
            progress._pair_chosen(1, 2)
            window.show_page(PROGRESS if stays else MAP)
        assert window.shown is window.page(BROWSE if stays else MAP)
    window.close()


def test_nothing_of_a_closed_window_goes_on(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    path = open_new(["a.png", "b.png"], files=True).path
    window = MainWindow(Settings(auto_round=False))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.open_project(path)
    for spec in PAGES:
        window.show_page(spec.name)
    window.close()
    assert window.findChildren(QTimer)
    assert not [timer.parent() for timer in window.findChildren(QTimer) if timer.isActive()]
