"""What ends in the background says so beside the work: it opens no window, turns no page and takes no key."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.exchange.export_images import ExportResult
from desktop_labeler.jobs.projects.new_project import NewResult, new_project
from desktop_labeler.jobs.scanning.scan import ScanResult
from desktop_labeler.jobs.self_tests.run_self_test import SelfTestReport
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.dialogs.exchange.export_dialog import exported
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectPlan
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.actions.help_actions import SelfTestDialog
from tests.e2e.driving import run_main
from tests.e2e.trusting import make_trusted, page, rounds_of, there

Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    return make_trusted(tmp_path)


def write_images(folder: Path) -> None:
    folder.mkdir()
    for number in range(5):
        Image.new("RGB", (9, 9), (40 * number, 0, 0)).save(folder / f"{number}.png")


def on_the_label_page(window: MainWindow) -> Steps:
    window.settings.auto_round = False
    yield lambda: window.pages is not None and rounds_of(window).settled and not window.jobs.busy
    window.activateWindow()
    yield window.isActiveWindow
    yield lambda: rounds_of(window).unanalysed.found is not None
    window.bar.notices.clear()  # that nothing was analysed yet
    window.show_page("label")
    yield lambda: there(window, "label")


def _scanned(window: MainWindow) -> None:
    skipped = [("a.txt", Message("empty file")), ("b.txt", Message("empty file"))]
    window.files._rescanned(ScanResult(new=0, missing=0, changed=0, moved=0, total=150, skipped=skipped))


def _tested(window: MainWindow) -> None:
    window.help._tested(SelfTestReport(passed=False, checks=(), device="cpu", seconds=1.0))


def _exported(window: MainWindow) -> None:
    exported(window.jobs, window, ExportResult(3, Path("out"), (), (), Path("out/manifest.json")))


def _failed(window: MainWindow) -> None:
    window.jobs.failed.emit(ProjectError("The disk is full. Nothing was changed. Make room and try again."))


@pytest.mark.parametrize("ends", [_scanned, _tested, _exported, _failed])
def test_the_end_of_a_job_takes_nothing_from_the_person(file: Path, ends: Callable[[MainWindow], None]) -> None:
    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        keyboard = QApplication.focusWidget()
        ends(window)
        yield lambda: not window.jobs.busy
        assert window.bar.notices.isVisible()
        assert QApplication.focusWidget() is keyboard
        assert QApplication.activeModalWidget() is None
        assert window.shown is window.page("label")

    assert run_main([str(file)], person) == 0


@pytest.mark.parametrize(
    ("ends", "kind"), [(_scanned, SkippedDialog), (_tested, SelfTestDialog), (_failed, QMessageBox)]
)
def test_a_notice_shows_the_rest_when_asked(
    file: Path, ends: Callable[[MainWindow], None], kind: type[SkippedDialog]
) -> None:
    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        ends(window)
        yield lambda: not window.jobs.busy
        told = window.bar.notices.notice
        window.bar.notices.button.click()
        yield lambda: isinstance(QApplication.activeModalWidget(), kind)
        assert window.bar.notices.notice is not told  # the scan found other files: another tells that they are new
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.close()

    assert run_main([str(file)], person) == 0


def test_a_new_project_that_is_ready_does_not_replace_the_one_that_is_open(file: Path, tmp_path: Path) -> None:
    write_images(tmp_path / "drawer")
    wait = [True]

    def slow() -> Job[NewResult]:
        while wait[0]:
            yield Progress("scanning")
        result = yield from new_project(tmp_path / "new.labeler", tmp_path / "drawer", check=False)
        return result

    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        window.files._make_project(NewProjectPlan(tmp_path / "new.labeler", slow))
        yield lambda: window.jobs.busy
        window.open_project(file)  # meanwhile
        yield from on_the_label_page_of(window, wait)
        assert window.project is not None
        assert window.project.path == file
        assert window.shown is window.page("label")
        assert window.bar.notices.text.text() == "The project new is ready."
        window.bar.notices.button.click()
        yield lambda: window.project is not None and window.project.path == tmp_path / "new.labeler"
        yield lambda: not window.jobs.busy

    assert run_main([str(file)], person) == 0


def on_the_label_page_of(window: MainWindow, wait: list[bool]) -> Steps:
    window.settings.auto_round = False
    yield lambda: window.pages is not None and rounds_of(window).settled
    window.show_page("label")
    yield lambda: there(window, "label")
    wait[0] = False
    yield lambda: not window.jobs.busy


def test_a_new_project_opens_by_itself_where_the_person_waits_for_it(tmp_path: Path, qapp: QApplication) -> None:
    write_images(tmp_path / "drawer")
    made = tmp_path / "new.labeler"

    def person(window: MainWindow) -> Steps:
        window.settings.auto_round = False
        window.files._make_project(NewProjectPlan(made, partial(new_project, made, tmp_path / "drawer", check=False)))
        yield lambda: window.project is not None and window.project.path == made
        yield lambda: not window.jobs.busy
        yield lambda: window.bar.notices.isVisible()
        assert "not analysed yet" in window.bar.notices.text.text()  # and nothing about a project that is ready

    assert run_main([], person) == 0


def test_notices_wait_behind_one_another_and_one_of_undo_makes_room(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        strip = window.bar.notices
        _scanned(window)
        yield lambda: not window.jobs.busy
        assert window.project is not None
        window.project.add_class("Wasp")
        window.undo()
        window.redo()
        assert strip.text.text() == "Redone: Add class Wasp"
        strip.away.click()
        assert strip.text.text() == "0 new, 0 missing, 0 changed · 2 files are not used"
        strip.away.click()
        assert not strip.isVisible()

    assert run_main([str(file)], person) == 0


def test_what_went_right_goes_by_itself_and_what_needs_attention_stays(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        strip = window.bar.notices
        _exported(window)
        assert strip.text.text() == "3 images are exported to out."
        strip._end.timeout.emit()  # its time is over
        assert not strip.isVisible()
        exported(
            window.jobs,
            window,
            ExportResult(3, Path("out"), (), (Message("one more thing"),), Path("out/manifest.json")),
        )
        for ends in (_tested, _failed):
            ends(window)
            strip._end.timeout.emit()
            assert strip.isVisible()
        for said in ("The disk is full", "Self-test: ", "3 images are exported to out."):
            assert strip.text.text().startswith(said)
            strip.away.click()
        window.files._backed_up(Path("backup"))
        assert strip.text.text() == "A backup was made."
        strip._end.timeout.emit()
        assert not strip.isVisible()

    assert run_main([str(file)], person) == 0


def test_all_decisions_are_saved_once_there_are_any(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        assert window.project is not None
        assert not window.bar._saved.text()
        window.project.reload()  # as at the end of any job
        assert not window.bar._saved.text()
        grid, said = page(window, "label").grid, list[str]()
        grid.notice.connect(said.append)
        window.project.failed.connect(lambda error: said.append(str(error)))
        grid.commands.run("unsure")
        seen = (grid.sight.waiting, grid.focus_image, sorted(grid.sight.painted), window.bar.notices.text.text())
        assert "aved" in window.bar._saved.text(), (window.bar._saved.text(), said, seen)  # why a key was refused
        window.close_project()
        assert not window.bar._saved.text()
        window.open_project(file)
        yield lambda: window.pages is not None and rounds_of(window).settled and not window.jobs.busy
        assert not window.bar._saved.text()

    assert run_main([str(file)], person) == 0


def test_what_is_said_of_a_decision_goes_for_good_with_the_next(file: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    rows = [f"{number:03}.png,Moth" for number in (0, 59, 60, 61)]  # a person decides otherwise about 60
    table.write_text("\n".join(["rel_path,label", *rows]) + "\n", encoding="utf-8")

    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        strip, project = window.bar.notices, window.project
        assert project is not None
        fly, what = project.classes[0], DecisionText("label", n=1, name="Fly")
        project.decide([61], assign(fly.id), kind="assign", what=what, page="Label")
        dialog = ImportDialog(project, window.jobs, window)
        dialog.open()
        dialog.use_file(table)
        dialog.try_button.click()
        yield dialog.import_button.isEnabled
        dialog.import_button.click()
        yield lambda: not window.jobs.busy and strip.notice is not None
        assert "undo takes" in strip.text.text()
        window.undo()
        assert strip.text.text().startswith("Undone")
        strip.away.click()
        assert strip.notice is None  # what was imported is no more
        window.undo()
        project.add_class("Wasp")
        assert strip.notice is None  # nor is what was undone the last decision

    assert run_main([str(file)], person) == 0


def test_an_error_goes_once_it_is_solved(file: Path, tmp_path: Path) -> None:
    said: list[str] = []

    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        yield from _scan_an_empty_folder(window, tmp_path)
        (tmp_path / "images").rmdir()
        (tmp_path / "elsewhere").rename(tmp_path / "images")
        window.files.rescan()
        yield lambda: not window.jobs.busy
        said.extend(notices_of(window))

    assert run_main([str(file)], person) == 0
    assert not [text for text in said if "no images any more" in text]


def test_an_error_is_not_shown_in_another_project(file: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_trusted(tmp_path / "other")
    said: list[str] = []

    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        yield from _scan_an_empty_folder(window, tmp_path)
        window.open_project(other)
        yield lambda: window.pages is not None and rounds_of(window).settled and not window.jobs.busy
        said.extend(notices_of(window))

    assert run_main([str(file)], person) == 0
    assert not [text for text in said if "no images any more" in text]


def test_the_error_of_a_project_that_could_not_be_made_stays(file: Path, tmp_path: Path) -> None:
    said: list[str] = []

    def fails() -> Job[NewResult]:
        yield Progress("scanning")
        raise ProjectError("The folder drawer holds no images.")

    def person(window: MainWindow) -> Steps:
        yield from on_the_label_page(window)
        window.close_project()
        window.files._make_project(NewProjectPlan(tmp_path / "drawer.labeler", fails))
        window.open_project(file)
        yield lambda: window.pages is not None and rounds_of(window).settled and not window.jobs.busy
        window.close_project()
        said.extend(notices_of(window))

    assert run_main([str(file)], person) == 0
    assert "The folder drawer holds no images." in said


def _scan_an_empty_folder(window: MainWindow, folder: Path) -> Steps:
    """Scan while the folder of the images is empty, which is an error."""
    (folder / "images").rename(folder / "elsewhere")
    (folder / "images").mkdir()
    window.files.rescan()
    yield lambda: not window.jobs.busy
    assert "no images any more" in notices_of(window)[-1]


def notices_of(window: MainWindow) -> list[str]:
    return [notice.text for notice in window.bar.notices._notices]
