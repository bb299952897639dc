"""The first steps on the sample: they tick themselves off as they are done, go when told to, and come back."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.proof.verdicts import Activity
from desktop_labeler.data.images.files.sample_files import SampleInfo
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.settings import load_settings
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.first_steps import steps_of
from tests.e2e.driving import run_main
from tests.ui.grids import press_key

Steps = Iterator[Callable[[], bool]]


def image_files(folder: Path, names: Sequence[str]) -> None:
    folder.mkdir(parents=True)
    for number, name in enumerate(names):
        Image.new("RGB", (24, 24), (20 * number, 90, 120)).save(folder / name)


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program carry a sample of eight images, so that looking at it takes no time."""

    def write(out: Path) -> SampleInfo:
        for kind in ("dark", "light"):
            image_files(out / "images" / kind, [f"{kind}{number}.png" for number in range(4)])
        return SampleInfo(out / "images", 8, out / "truth.csv", out / "groups.csv")

    monkeypatch.setattr("desktop_labeler.jobs.projects.make_sample.write_sample", write)


def done(window: MainWindow) -> dict[str, bool]:
    return {step.name: step.done for step in window.steps.steps}


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press_key(images_page(window).grid, key, modifier)


def images_page(window: MainWindow) -> GridPage:
    page = window.stack.currentWidget()
    assert isinstance(page, GridPage)
    return page


def test_they_tick_themselves_off(small_sample: None, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.steps.strip.isVisible()
        assert list(done(window)) == ["look", "accept", "label", "correct", "undo"]
        yield lambda: len(images_page(window).grid.content.images) == 8
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
            press(window, key)
        yield lambda: done(window)["label"]
        press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        yield lambda: done(window)["undo"]
        yield lambda: done(window)["look"]  # the program does it by itself, and the strip follows
        window.steps.strip.go.click()
        assert window.stack.currentWidget() is window.page("suggestions")
        window.steps.strip.away.click()
        assert not window.steps.strip.isVisible()
        window.entries["steps"].trigger()
        yield lambda: window.steps.strip.isVisible()
        window.steps.strip.away.click()

    assert run_main(["--sample"], person) == 0
    assert not load_settings().first_steps

    def again(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        assert not window.steps.strip.isVisible()

    assert run_main(["--sample"], again) == 0


def test_other_projects_are_left_alone_until_somebody_asks(tmp_path: Path, qapp: QApplication) -> None:
    image_files(tmp_path / "mine", ["a.png", "b.png"])
    finish(new_project(tmp_path / "mine.labeler", tmp_path / "mine", "none", classes=["x"]))

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        assert not window.steps.strip.isVisible()
        window.entries["steps"].trigger()
        yield lambda: window.steps.strip.isVisible()
        assert list(done(window)) == ["label", "look", "accept", "correct", "undo"]
        window.show_page("home")
        assert not window.steps.strip.isVisible()

    assert run_main([str(tmp_path / "mine.labeler")], person) == 0


def test_every_step_can_be_done(qapp: QApplication) -> None:
    nothing = Activity(undecided=True, has_labels=True, rounds=0, labelled=2, accepted=0, corrected=0, kept=0, undone=0)
    everything = Activity(
        undecided=False, has_labels=True, rounds=1, labelled=3, accepted=1, corrected=1, kept=1, undone=1
    )
    assert not any(step.done for step in steps_of(nothing))
    assert all(step.done for step in steps_of(everything))
