"""Keys say the truth: digits of old projects, keys of classes in the list of keys, no key with two meanings."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.class_keys import digits_by_name
from desktop_labeler.data.decisions.classes import change_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.e2e.trusting import calm, make_trusted
from tests.making import ME

Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def old(tmp_path: Path, qapp: QApplication) -> Path:
    """A project as they were: the classes 0 to 9 on the keys 1 to 9 and 0, in their order."""
    file = make_trusted(tmp_path, classes=[*"0123456789", "moth"])
    with Project(file) as project:
        keyed = {label.id: replace(label, key="1234567890"[int(label.name)]) for label in project.classes()[:10]}
        change_classes(project, keyed, DecisionText("restyle_class", name="0"), ME)
    return file


def _keys(file: Path) -> dict[str, str | None]:
    with Project(file, "read") as project:
        return {label.name: label.key for label in project.classes()}


@pytest.mark.parametrize("wanted", [True, False])
def test_digits_that_contradict_names_are_told_once_and_never_changed_unasked(old: Path, wanted: bool) -> None:
    before = _keys(old)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        notices = window.bar.notices
        assert notices.text.text() == "The class “0” is not on the key 0, but on 1."
        assert _keys(old) == before
        (notices.button if wanted else notices.away).click()
        assert not notices.isVisible()
        if wanted:
            assert {name: key for name, key in _keys(old).items() if name != "moth"} == {
                one: one for one in "0123456789"
            }
            window.undo()
        assert _keys(old) == before

    def again(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.bar.notices.notice is None

    assert run_main([str(old)], person) == 0
    assert run_main([str(old)], again) == 0


def test_the_list_of_keys_shows_classes_with_the_keys_that_they_have(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, classes=["7", "Bee", "Moth"])

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_keys()
        yield lambda: isinstance(QApplication.activeModalWidget(), KeysSheet)
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, KeysSheet)
        assert sheet._classes()[:3] == [("7", "7"), ("Bee", "1"), ("Moth", "2")]
        sheet.close()

    assert run_main([str(file)], person) == 0


def test_a_key_has_one_meaning_whoever_asks_for_it(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.project is not None
        moth = window.project.classes[2]
        window.side.classes.ask_key(moth)
        yield lambda: isinstance(QApplication.activeModalWidget(), ClassKeyDialog)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClassKeyDialog)
        for taken in (Qt.Key.Key_X, Qt.Key.Key_F1, Qt.Key.Key_F9, Qt.Key.Key_1):  # action, entries, another class
            QTest.keyClick(dialog, taken)
            assert not dialog.give.isEnabled(), taken
        QTest.keyClick(dialog, Qt.Key.Key_K)
        dialog.give.click()
        yield lambda: QApplication.activeModalWidget() is None
        window.show_keys()
        yield lambda: isinstance(QApplication.activeModalWidget(), KeysSheet)
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, KeysSheet)
        for key, what in (
            ("K", "Moth"),
            ("F9", "Fold or show the panel"),
            ("Ctrl+N", "New project"),
            ("Ctrl+2", "Browse"),
        ):
            sheet.change("unsure", QKeySequence(key))
            assert what in sheet.hint.text()
            assert key_map().keys("unsure") == ("U",)
        sheet.close()

    assert run_main([str(file)], person) == 0


def _label(number: int, name: str, key: str | None) -> LabelClass:
    return LabelClass(number, name, "#ffffff", "circle", key, number)


def test_who_gives_a_digit_up_gets_a_free_key() -> None:
    live = [_label(1, "fly", "5"), _label(2, "5", "1"), _label(3, "bee", "2"), _label(4, "7", "7")]
    assert {one.name: one.key for one in digits_by_name(live)} == {"5": "5", "fly": "1"}
    assert digits_by_name(live[2:]) == []


def test_a_class_whose_key_means_an_action_now_is_told_and_gets_another(tmp_path: Path, qapp: QApplication) -> None:
    file, other = make_trusted(tmp_path), tmp_path / "other"
    other.mkdir()
    bare = make_trusted(other)
    with Project(bare) as project:
        none = {one.id: replace(one, key=None) for one in project.classes()}
        change_classes(project, none, DecisionText("restyle_class", name="Fly"), ME)
    with Project(file) as project:
        keyed = {one.id: replace(one, key=key) for one, key in zip(project.classes(), "FKL", strict=True)}
        change_classes(project, keyed, DecisionText("restyle_class", name="Fly"), ME)

    def person(window: MainWindow) -> Steps:
        window.open_project(bare)  # a class without a key has lost none
        yield from calm(window)
        assert window.bar.notices.notice is None
        key_map().load({"keep": "K", "gallop": "", "page_right": "", "lasso": ""})  # chosen in another project
        window.open_project(file)
        yield from calm(window)
        notices = window.bar.notices
        assert notices.text.text() == (
            "The key K of the class “Bee” now means “Keep the given label”. The class has no key here."
        )
        assert _keys(file) == {"Fly": "F", "Bee": "K", "Moth": "L"}
        notices.button.click()
        assert notices.notice is None
        assert _keys(file) == {"Fly": "F", "Bee": "1", "Moth": "L"}
        window.undo()
        key_map().load({"keep": "F", "take": "L", "page_right": "", "lasso": ""})
        window.open_project(file)
        yield from calm(window)
        notices.button.click()  # the next one is told then
        assert notices.text.text().startswith("The key L of the class “Moth”")
        notices.away.click()
        assert _keys(file) == {"Fly": "1", "Bee": "K", "Moth": "L"}

    assert run_main([str(file)], person) == 0
