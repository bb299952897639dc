"""A job that stops half way, by closing the window or by a crash, is offered again when the project is opened."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.unfinished_jobs import note_begun, read_unfinished
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import Job, Progress, finish
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectPlan
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main

_COUNT = 12
Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(_COUNT):
        Image.fromarray(rng.integers(0, 255, (24, 24, 3), np.uint8)).save(folder / f"{number}.png")
    finish(new_project(tmp_path / "p.labeler", folder, "none"))
    return tmp_path / "p.labeler"


def offer(window: MainWindow) -> str:
    """Return what the bar offers to go on with, empty for nothing."""
    return window.bar._offer.text() if window.bar._go.isVisible() else ""


def test_closing_half_way_says_what_goes_on_and_opening_offers_it(file: Path, qapp: QApplication) -> None:
    told: list[str] = []

    def endless() -> Job[None]:
        done = 4
        while True:
            yield Progress("looking", done, _COUNT)

    def closer(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        window.jobs.start("Looking", endless, lambda _: None, resume="look")
        window.show_page("progress")
        page = window.shown
        seen: list[QWidget | None] = []
        window.jobs.cancelling.connect(lambda _: seen.append(window.stack.currentWidget()))
        yield lambda: window.jobs.progress.done == 4
        window.close_project()
        assert seen == [page]  # while it waits for the job to stop
        told.append(window.bar._note.text())
        assert window.project is None
        assert not window.jobs.title

    assert run_main([str(file)], closer) == 0
    assert told == [
        "Analysing images stopped at 4 of 12. It can be resumed from there when the project is opened again."
    ]

    def opener(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and bool(offer(window))
        told.append(offer(window))
        window.bar._go.click()
        assert window.pages is not None
        rounds = window.pages.rounds
        yield lambda: rounds.view is not None and rounds.settled and not window.jobs.busy
        assert not offer(window)

    assert run_main([str(file)], opener) == 0
    assert told[1] == "Analysing images stopped at 4 of 12."
    with Project(file, "read") as project:
        assert read_unfinished(project) is None


def test_after_a_crash_the_offer_can_be_declined_for_good(file: Path, qapp: QApplication) -> None:
    with Project(file) as project:
        note_begun(project, "identify")

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and bool(offer(window))
        assert offer(window) == "Checking the files was not finished."
        window.bar._not_now.click()
        assert not offer(window)

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        assert read_unfinished(project) is None


def test_a_job_that_was_cancelled_is_not_offered_again(file: Path, qapp: QApplication) -> None:
    def endless() -> Job[None]:
        while True:
            yield Progress("looking", 1, _COUNT)

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        window.jobs.start("Looking", endless, lambda _: None, resume="look")
        yield lambda: window.jobs.progress.done == 1
        window.jobs.cancel()
        yield lambda: not window.jobs.busy

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        assert read_unfinished(project) is None


@pytest.mark.parametrize("how", ["card", "bar"])
def test_a_new_project_that_was_stopped_is_offered_at_the_next_start(
    tmp_path: Path, qapp: QApplication, how: str
) -> None:
    folder, file = tmp_path / "drawer", tmp_path / "new.labeler"
    for number in range(_COUNT):
        place = folder / ("cat" if number % 2 else "dog") / f"{number}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((9, 9, 3), 20 * number, np.uint8)).save(place)

    def endless() -> Job[object]:
        for progress in new_project(file, folder, check=False):
            while progress.phase == "reading folder names":
                yield progress
            yield progress
        return None

    def closer(window: MainWindow) -> Steps:
        window.files._make_project(NewProjectPlan(file, endless))
        yield lambda: window.jobs.progress.phase == "reading folder names"

    assert run_main([], closer) == 0

    def opener(window: MainWindow) -> Steps:
        (card,) = [card for card in window.home.cards if card.project == file]
        yield lambda: bool(card.words)
        assert card.words == "Not finished: 12 images found so far"
        assert card.go_on.isVisible()
        if how == "card":
            card.go_on.click()
        else:
            window.open_project(file)
            yield lambda: bool(offer(window))
            assert offer(window) == "Creating the project was not finished: 12 images found so far."
            window.bar._go.click()
        yield lambda: window.project is not None and len(window.project.classes) == 2 and not window.jobs.busy
        assert window.home._made is None

    assert run_main([], opener) == 0
    with Project(file, "read") as project:
        assert read_unfinished(project) is None
        assert set(project.counts().values()) == {_COUNT // 2}
