"""Images that were not analysed are told with their number, and one click analyses them."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from desktop_labeler import cli
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.unanalysed import count_unanalysed
from desktop_labeler.ui.core.settings import Settings, save_settings
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.home.home_page import HomePage
from tests.e2e.driving import run_main
from tests.e2e.trusting import Steps, rounds_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Make a project that nothing has analysed."""
    path, folder = tmp_path / "p.labeler", tmp_path / "images"
    folder.mkdir()
    for number in range(6):
        Image.new("RGB", (24, 24), (40 * number, 9, 9)).save(folder / f"{number}.png")
    assert cli.run(["new", str(path), str(folder), "--labels", "none"]) == 0
    return path


@pytest.fixture(autouse=True)
def _on_the_processor(qapp: QApplication) -> None:
    save_settings(Settings(device="cpu", name="A"))


def _left(file: Path) -> int:
    with Project(file, "read") as project:
        return count_unanalysed(project).images


def test_an_opened_project_says_what_is_not_analysed_and_analyses_it(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        strip = window.bar.notices
        yield lambda: strip.notice is not None
        assert strip.text.text() == "6 images are not analysed yet, so nothing is suggested or doubted."
        assert rounds_of(window).text() == "6 images not analysed"
        for name in ("suggestions", "suspects", "map"):
            window.show_page(name)
            yield lambda: window.shown.settled
            assert window.shown.empty.heading == "6 images are not analysed yet"  # type: ignore[attr-defined]
        assert strip.button.text() == "Analyse"
        strip.button.click()
        assert rounds_of(window).running
        yield lambda: rounds_of(window).view is not None and not rounds_of(window).text().endswith("not analysed")
        assert strip.notice is None or "analysed" not in strip.text.text()

    assert run_main([str(file)], person) == 0
    assert _left(file) == 0


def test_new_images_are_told_beside_those_that_were_analysed(file: Path) -> None:
    assert cli.run(["embed", str(file), "--device", "cpu"]) == 0
    with Project(file, "read") as project:
        folder = project.folders()[0].path
    Image.new("RGB", (24, 24), (9, 200, 9)).save(folder / "new.png")
    assert cli.run(["rescan", str(file)]) == 0
    assert _left(file) == 1

    def person(window: MainWindow) -> Steps:
        strip = window.bar.notices
        yield lambda: strip.notice is not None
        assert strip.text.text() == "1 image of 7 is not analysed yet: nothing is suggested or doubted there."
        window.start_round()  # from the menu
        yield lambda: strip.notice is None
        yield lambda: rounds_of(window).view is not None and not rounds_of(window).running

    assert run_main([str(file)], person) == 0
    assert _left(file) == 0


def test_home_says_it_of_a_recent_project_and_one_click_analyses_it(file: Path) -> None:
    save_settings(Settings(device="cpu", name="A", recent=[str(file)]))

    def person(window: MainWindow) -> Steps:
        home = window.home
        assert isinstance(home, HomePage)
        yield lambda: bool(home.cards) and home.cards[0].analyse.isVisible()
        assert home.cards[0].unanalysed.text() == "6 images not analysed"
        home.cards[0].analyse.click()
        yield lambda: window.project is not None and rounds_of(window).view is not None
        yield lambda: not rounds_of(window).running
        window.close_project()
        yield lambda: bool(home.cards) and "6 images" in home.cards[0].words and home.cards[0].analyse.isHidden()

    assert run_main([], person) == 0
    assert _left(file) == 0
