"""Closing a project, or the window, drops no job without a word: those that are lost are named and asked about."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.jobs.classifiers.classify_folder import ClassifyResult
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectPlan
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import messages, run_main
from tests.e2e.trusting import make_trusted
from tests.making import make_project

Steps = Iterator[Callable[[], bool]]
_RUNS = "Exporting is still running and would be stopped."
_WAIT = "2 jobs are waiting and would not run: Backup, Methods report."
_SAFE = "What you have decided is saved in any case."


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "other").mkdir()
    with make_project(tmp_path / "other" / "other.labeler", ["a.png"], files=True) as project:
        return make_trusted(tmp_path), project.path


def endless() -> Job[None]:
    while True:
        yield Progress("working")


def still(window: MainWindow) -> Callable[[], bool]:
    """Return whether the open project is ready and nothing runs."""
    return lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy


def begin(window: MainWindow, *names: str, resume: str = "") -> None:
    for name in names:
        window.jobs.start(name, endless, lambda _: None, resume=resume)


def answer(button: str) -> None:
    """Press a button of the question that is shown."""
    (box,) = [box for box in QApplication.allWidgets() if isinstance(box, QMessageBox) and box.isVisible()]
    next(one for one in box.buttons() if one.text().replace("&", "") == button).click()


WAYS: dict[str, Callable[[MainWindow, Path], object]] = {
    "open": lambda window, other: window.open_project(other),
    "home": lambda window, other: window.home.project_chosen.emit(other),
    "close": lambda window, _: window.entries["close"].trigger(),
    "new": lambda window, other: window.files._make_project(
        NewProjectPlan(other.with_name("n.labeler"), lambda: new_project(other.with_name("n.labeler"), other.parent))
    ),
    "quit": lambda window, _: window.entries["quit"].trigger(),
}


@pytest.mark.parametrize("way", WAYS)
def test_jobs_that_would_be_lost_are_named_and_go_on_unless_the_person_says_no(
    files: tuple[Path, Path], qapp: QApplication, way: str
) -> None:
    file, other = files
    told: list[str] = []

    def person(window: MainWindow) -> Steps:
        yield still(window)
        begin(window, "Exporting", "Backup", "Methods report")
        WAYS[way](window, other)
        yield lambda: bool(messages())
        assert messages() == [f"{_RUNS} {_WAIT} {_SAFE}"]
        answer("Cancel")
        yield lambda: not messages()
        assert window.isVisible()
        assert window.project is not None
        assert window.project.path == file
        assert (window.jobs.title, len(window.jobs.waiting)) == ("Exporting", 2)
        WAYS[way](window, other)
        yield lambda: bool(messages())
        window.jobs.cancelling.connect(told.append)
        answer("Close anyway")
        assert window.project is None or window.project.path != file

    assert run_main([str(file)], person) == 0
    assert told[0] == "Exporting was stopped. 2 jobs that waited were not done: Backup, Methods report."


def test_what_goes_on_later_is_not_asked_about_but_what_waits_behind_it_is(
    files: tuple[Path, Path], qapp: QApplication
) -> None:
    file, other = files

    def person(window: MainWindow) -> Steps:
        yield still(window)
        begin(window, "Looking", resume="look")
        window.open_project(other)
        assert window.project is not None
        assert window.project.path == other
        yield still(window)
        begin(window, "Looking", resume="look")
        begin(window, "Exporting")
        window.open_project(file)
        assert messages() == [f"1 job is waiting and would not run: Exporting. {_SAFE}"]
        answer("Close anyway")
        assert window.project.path == file
        assert window.bar._note.text().endswith("1 job that waited was not done: Exporting.")

    assert run_main([str(file)], person) == 0


def test_without_an_open_project_only_the_end_of_the_program_is_asked_about(
    files: tuple[Path, Path], qapp: QApplication
) -> None:
    def person(window: MainWindow) -> Steps:
        yield window.home.isVisible
        begin(window, "Exporting")
        window.open_project(files[0])
        yield lambda: window.pages is not None
        assert window.jobs.title == "Exporting"
        window.open_project(files[1])
        assert messages() == [f"{_RUNS} {_SAFE}"]
        answer("Cancel")

    assert run_main([], person) == 0


def test_the_offer_to_open_a_result_comes_back_if_other_jobs_go_on(
    files: tuple[Path, Path], tmp_path: Path, qapp: QApplication
) -> None:
    out = tmp_path / "out.csv"
    result = ClassifyResult(out, "m", ("a", "b"), 1, 0, {"a": 1}, 0, (), 1.0, "CPU")

    def person(window: MainWindow) -> Steps:
        yield still(window)
        begin(window, "Exporting")
        window.files.classifiers._classified(files[1].parent, result)
        assert window.bar.notices.button.text() == "Open as a project"
        window.bar.notices.button.click()
        assert messages() == [f"{_RUNS} {_SAFE}"]
        assert window.project is not None
        answer("Cancel")
        assert window.project.path == files[0]
        assert window.bar.notices.button.text() == "Open as a project"
        assert window.jobs.title == "Exporting"

    assert run_main([str(files[0])], person) == 0


def test_what_waits_behind_a_job_that_opens_the_project_again_is_named(
    files: tuple[Path, Path], qapp: QApplication
) -> None:
    def short() -> Job[None]:
        yield Progress("working")

    def person(window: MainWindow) -> Steps:
        yield still(window)
        before = window.project
        window.jobs.start("Choosing the range", short, lambda _: window.files.reopened.emit())
        begin(window, "Exporting")
        yield lambda: window.project is not before
        assert window.bar.notices.text.text() == "1 job that waited was not done: Exporting."

    assert run_main([str(files[0])], person) == 0
