"""A package in the window: its images are unpacked in the background, and what people disagree on is settled."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.images.query.image_query import count_disputed, find_images
from desktop_labeler.data.project import packed_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.packages.make_package import Selection, make_package
from desktop_labeler.progress import finish
from desktop_labeler.ui.dialogs.exchange.merge_dialog import MergeDialog
from desktop_labeler.ui.dialogs.exchange.verification_dialog import VerificationDialog
from desktop_labeler.ui.dialogs.people_dialog import PeopleDialog
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.thumbnails.thumbnail_worker import PACKED
from tests.e2e.driving import run_main
from tests.making import label_images, make_project


@pytest.fixture
def package(tmp_path: Path) -> Path:
    names = [f"{number}.png" for number in range(8)]
    with make_project(tmp_path / "p.labeler", names, files=True) as project:
        label_images(project, ["cat", "dog", *[None] * 6])
    out = tmp_path / "b.labeler"
    finish(make_package(tmp_path / "p.labeler", out, Selection(), name="Bob", blind=True))
    return out


class _Gate:
    """Lets so many images through, then holds the job until it is opened."""

    def __init__(self, through: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self.threads, self._through = threading.Event(), set[int](), through
        write = packed_images._write

        def held(*arguments: object) -> None:
            self.threads.add(threading.get_ident())
            self._through -= 1
            if self._through < 0:
                assert self.open.wait(20)
            write(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(packed_images, "_write", held)


def _grid(window: MainWindow) -> GridPage:
    assert isinstance(window.shown, GridPage)
    return window.shown


def test_the_window_goes_on_while_a_package_is_unpacked(
    qapp: QApplication, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, ticks = _Gate(3, monkeypatch), []

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        timer = QTimer(window, interval=1)
        timer.timeout.connect(lambda: ticks.append(1))
        timer.start()
        yield lambda: window.thumbnails is not None and sum(map(_packed(window), range(1, 9))) == 5
        assert window.jobs.title == "Unpacking the images"
        said = "This is a package for Bob: decide its 8 images, close it, and send the file back."
        assert window.bar.notices.text.text() == said
        model = _grid(window).grid.content
        row = window.project.row(8) if window.project is not None else None
        assert row is not None
        assert model.problem_text(row) == "not unpacked yet"
        assert model.there(model.images).sum() == 3  # a key decides none of the others
        before = len(ticks)
        window.show_page("label")
        yield lambda: len(ticks) > before + 20  # the event loop runs
        window.show_page("browse")
        gate.open.set()
        yield lambda: not window.jobs.busy and not any(map(_packed(window), range(1, 9)))
        yield lambda: all(_grid(window).grid.content.pictured(image) for image in range(1, 9))
        assert model.there(model.images).all()
        timer.stop()

    assert run_main([str(package)], person) == 0
    assert threading.get_ident() not in gate.threads


def test_a_cancelled_unpacking_keeps_what_is_there_and_goes_on_when_asked(
    qapp: QApplication, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = _Gate(3, monkeypatch)

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.thumbnails is not None and sum(map(_packed(window), range(1, 9))) == 5
        window.jobs.cancel()
        gate.open.set()
        notices = window.bar.notices
        yield lambda: not window.jobs.busy and notices.notice is not None
        assert notices.notice is not None
        assert "not unpacked yet" in notices.notice.text
        assert any(map(_packed(window), range(1, 9)))
        notices.button.click()
        yield lambda: not window.jobs.busy and not any(map(_packed(window), range(1, 9)))

    assert run_main([str(package)], person) == 0
    with Project(package, "read") as opened:
        assert all(opened.file_of(row).is_file() for row in opened.images(find_images(opened).tolist()))


def _packed(window: MainWindow) -> Callable[[int], bool]:
    thumbs = window.thumbnails
    assert thumbs is not None
    return lambda image: thumbs.problem(image) == PACKED


def test_people_and_their_disagreements_are_in_the_project_menu(qapp: QApplication, tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(4)], files=True) as project:
        label_images(project, ["cat", "cat", "dog", "dog"])
        cat = next(label.id for label in project.classes() if label.name == "cat")
        decide(project, [1, 3], assign(cat), kind="assign", what="Label", by=By("Bob"))

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        window.entries["people"].trigger()
        dialog = window.findChild(PeopleDialog)
        assert dialog is not None
        yield lambda: dialog.list.rowCount() == 2
        assert "disagree on 1 image" in dialog.disputes.text()
        dialog.settle.click()
        settle = window.findChild(SettleDialog)
        assert settle is not None
        yield lambda: len(settle.disputes) == 1 and settle.view.painted == settle.view.file
        QTest.keyClick(settle, Qt.Key.Key_1)
        yield lambda: "do not disagree" in dialog.disputes.text()
        settle.close()
        dialog.close()

    assert run_main([str(tmp_path / "p.labeler")], person) == 0
    with Project(tmp_path / "p.labeler", "read") as project:
        assert count_disputed(project) == 0


def test_a_package_is_merged_after_a_look_and_what_differs_is_settled(
    qapp: QApplication, package: Path, tmp_path: Path
) -> None:
    project = tmp_path / "p.labeler"
    with Project(package) as theirs:
        ids = {label.name: label.id for label in theirs.classes()}
        for image, name in ((1, "dog"), (2, "dog"), (3, "cat")):
            decide(theirs, [image], assign(ids[name]), kind="assign", what="Label", by=By("Bob"))

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        assert window.project is not None
        window.files.people.compare(window.project, package)
        yield lambda: window.findChild(MergeDialog) is not None
        dialog = window.findChild(MergeDialog)
        assert dialog is not None
        assert [dialog.list.model().index(0, column).data() for column in range(4)] == ["0.png", "Bob", "cat", "dog"]
        assert count_disputed(window.project.project) == 0
        dialog.merge.click()
        yield lambda: not window.jobs.busy and window.bar.notices.notice is not None
        assert window.bar.notices.notice is not None
        assert "3 answers are merged" in window.bar.notices.notice.text
        window.bar.notices.button.click()
        settle = window.findChild(SettleDialog)
        assert settle is not None
        yield lambda: len(settle.disputes) == 1 and settle.view.painted == settle.view.file
        QTest.keyClick(settle, Qt.Key.Key_1)
        assert count_disputed(window.project.project) == 0
        settle.close()
        window.undo()
        yield lambda: window.project is not None and count_disputed(window.project.project) == 1

    assert run_main([str(project)], person) == 0


def test_a_project_is_checked_against_a_manifest_from_the_menu(
    qapp: QApplication, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv"))
    (manifest,) = tmp_path.glob("*manifest*.json")
    (tmp_path / "images" / "3.png").unlink()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(manifest), ""))

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        window.entries["verify"].trigger()
        yield lambda: not window.jobs.busy and window.bar.notices.notice is not None
        assert window.bar.notices.notice is not None
        assert window.bar.notices.notice.text == "1 image is not as exported."
        window.bar.notices.button.click()
        dialog = window.findChild(VerificationDialog)
        assert dialog is not None
        assert [dialog.list.model().index(0, column).data() for column in range(2)] == ["3.png", "missing"]
        dialog.close()
        yield lambda: True

    assert run_main([str(tmp_path / "p.labeler")], person) == 0
