"""The loop on screen, through the real main(): look, label a few, accept pages, correct wrong labels."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.rounds.rounds import Rounds
from tests.e2e.driving import run_main
from tests.making import labels_of
from tests.ui.grids import press_key

_EACH = 24
_KINDS = ("across", "down", "rings")
_CONTROL = Qt.KeyboardModifier.ControlModifier
Steps = Iterator[Callable[[], bool]]


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of three kinds of small noisy patterns, the kind in the file's name."""
    folder = tmp_path_factory.mktemp("patterns")
    rng = np.random.default_rng(0)
    row, column = np.mgrid[:32, :32]
    phases = {"across": row, "down": column, "rings": np.hypot(row - 16, column - 16)}
    for kind in _KINDS:
        for number in range(_EACH):
            pixels = np.where((phases[kind] + rng.integers(4)) // 4 % 2, 200, 60)
            noisy = np.clip(pixels + rng.normal(0, 20, (32, 32)), 0, 255).astype(np.uint8)
            Image.fromarray(noisy).save(folder / f"{kind}-{number:02}.png")
    return folder


def kind_of(window: MainWindow, image: int | None) -> str:
    assert window.project is not None
    assert image is not None
    row = window.project.row(image)
    assert row is not None
    return row.path.split("-")[0]


def page(window: MainWindow, name: str) -> GridPage:
    found = window.page(name)
    assert isinstance(found, GridPage)
    return found


def shown(window: MainWindow, name: str) -> list[int]:
    return [int(image) for image in page(window, name).grid.content.images]


def rounds_of(window: MainWindow) -> Rounds:
    assert window.pages is not None
    return window.pages.rounds


def press(
    window: MainWindow, name: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    press_key(page(window, name).grid, key, modifier)


def label_focused(window: MainWindow, name: str) -> None:
    """Press the digit of the true class of the focused image."""
    kind = kind_of(window, page(window, name).grid.focus_image)
    press(window, name, Qt.Key(ord("1") + _KINDS.index(kind)))


def test_from_no_label_to_every_label(patterns: Path, tmp_path: Path, qapp: QApplication) -> None:
    file = tmp_path / "patterns.labeler"
    finish(new_project(file, patterns, "none", classes=_KINDS))
    keys = 0

    def person(window: MainWindow) -> Steps:
        nonlocal keys
        window.settings.auto_round = False
        yield lambda: window.pages is not None and rounds_of(window).loaded
        rounds = rounds_of(window)
        window.show_page("suggestions")
        page(window, "suggestions").empty.button.click()  # analyse the images
        yield lambda: rounds.settled and rounds.view is not None and not window.jobs.busy
        window.show_page("label")
        page(window, "label").do("take_over")
        yield lambda: bool(shown(window, "label"))
        for _ in range(12):
            label_focused(window, "label")
            keys += 1
        window.start_round()
        yield lambda: rounds.waiting and not window.jobs.busy
        window.bar.take_over.emit()
        yield lambda: rounds.settled
        window.show_page("suggestions")
        for _ in range(12):
            yield lambda: rounds.settled
            there = shown(window, "suggestions")
            if not there or page(window, "suggestions").body.currentWidget() is page(window, "suggestions").empty:
                break
            why = window.side.explanation.shown
            assert why is not None
            assert "surest first" in why.sentence  # of the round that the tiles show, not of the one before
            keys += correct_and_accept(window)

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        labels = labels_of(project)
    assert len(labels) == 3 * _EACH
    assert all(name == path.split("-")[0] for path, (name, _) in labels.items())
    assert keys < len(labels) * 0.75


def correct_and_accept(window: MainWindow) -> int:
    """Give wrong tiles their class, accept the others, turn the page; returns how many keys and clicks it took."""
    grid, keys = page(window, "suggestions").grid, 2
    for image in shown(window, "suggestions"):
        found = grid.content.hints.suggestion_of(image)
        assert window.project is not None
        label = window.project.class_of(found[0]) if found is not None else None
        if label is None or label.name != kind_of(window, image):
            place = grid.cell_rect(grid.content.position_of(image)).center()
            QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
            label_focused(window, "suggestions")
            keys += 2
    press(window, "suggestions", Qt.Key.Key_Return, _CONTROL)
    press(window, "suggestions", Qt.Key.Key_Return, _CONTROL)
    return keys


def test_wrong_labels_are_found_and_stay_corrected(patterns: Path, tmp_path: Path, qapp: QApplication) -> None:
    file, labels = tmp_path / "wrong.labeler", tmp_path / "labels.csv"
    names = sorted(path.name for path in patterns.iterdir())
    wrong = {names[5]: "down", names[30]: "rings", names[55]: "across"}
    lines = [f"{name},{wrong.get(name, name.split('-')[0])}" for name in names]
    labels.write_text("\n".join(["path,label", *lines]), encoding="utf-8")
    finish(new_project(file, patterns, labels))

    def person(window: MainWindow) -> Steps:
        window.settings.auto_round = False
        yield lambda: window.pages is not None and rounds_of(window).loaded
        rounds = rounds_of(window)
        window.start_round()
        yield lambda: rounds.settled and rounds.view is not None and not window.jobs.busy
        window.show_page("suspects")
        yield lambda: bool(shown(window, "suspects"))
        grid = page(window, "suspects").grid
        for image in shown(window, "suspects")[:8]:
            expected = grid.content.hints.expected(image)
            assert window.project is not None
            label = window.project.class_of(expected[0]) if expected is not None else None
            right = label is not None and label.name == kind_of(window, image)
            press(window, "suspects", Qt.Key.Key_W if right else Qt.Key.Key_Q)
        assert window.pages is not None
        assert "corrected" in page(window, "suspects").sentence.text()
        yield lambda: True

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        found = labels_of(project)
    assert {name: found[name] for name in wrong} == {name: (name.split("-")[0], "confirmed") for name in wrong}
