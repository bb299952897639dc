"""Images are handed out and merged from the menu: one file out, one question, one decision that undo takes back."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import By, assign, decide, undo, unsure
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.measure_agreement import measure_agreement
from desktop_labeler.jobs.images.unpack_images import unpack_package
from desktop_labeler.jobs.packages.make_package import Selection, make_package
from desktop_labeler.jobs.packages.merge_package import merge_package
from desktop_labeler.progress import finish
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.merge_dialog import MergeDialog
from desktop_labeler.ui.dialogs.exchange.package_dialog import PackageDialog
from desktop_labeler.ui.shell.actions.people_actions import PeopleActions
from tests.making import ME, label_images, make_project


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> OpenProject:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)], files=True) as project:
        label_images(project, ["cat", "cat", "dog", "dog", None, None])
    return OpenProject(tmp_path / "p.labeler")


def test_out_and_back(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    jobs = JobQueue(window)
    actions = PeopleActions(window, jobs)
    actions.package(opened)
    dialog = window.findChild(PackageDialog)
    assert dialog is not None
    assert dialog.blind.isChecked()
    dialog.place.field.setText(str(tmp_path / "images" / "x.labeler"))
    assert "ever written into a folder" in dialog.hint.text()
    dialog.place.field.setText(str(tmp_path / "x.txt"))
    assert not dialog.make.isEnabled() or dialog.hint.text()
    dialog.place.field.setText(str(tmp_path / "bob.labeler"))
    dialog.name.setText("Bob")
    dialog.make.click()
    package = tmp_path / "bob.labeler"
    qtbot.waitUntil(lambda: package.exists() and not jobs.busy)
    theirs = OpenProject(package)
    assert (theirs.who, theirs.made_for) == ("Bob", "Bob")
    assert [row.class_id for row in theirs.project.images([1, 2])] == [None, None]
    finish(unpack_package(package))
    assert all(theirs.file_of(row).is_file() for row in theirs.project.images(range(1, 7)))
    ids = {label.name: label.id for label in theirs.project.classes()}
    for image, name in ((1, "dog"), (5, "cat")):
        decide(theirs.project, [image], assign(ids[name]), kind="assign", what="Label", by=By(theirs.who))
    theirs.close()
    actions.compare(opened, package)
    qtbot.waitUntil(lambda: window.findChild(MergeDialog) is not None)
    merging = window.findChild(MergeDialog)
    assert merging is not None
    model = merging.list.model()
    assert [[model.index(0, column).data() for column in range(4)]] == [["0.png", "Bob", "cat", "dog"]]
    assert opened.project.images([5])[0].class_id is None  # nothing was stored yet
    merging.merge.click()
    qtbot.waitUntil(lambda: opened.project.images([5])[0].class_id == ids["cat"] and not jobs.busy)
    with Project(opened.path, "read") as project:
        assert set(read_answers(project).names.values()) == {ME.who, "Bob"}
    opened.undo()
    assert opened.project.images([5])[0].class_id is None
    opened.close()


def test_what_browse_shows_is_handed_out_and_none_is_refused(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    cat = next(label.id for label in opened.classes if label.name == "cat")
    opened.browsed = Filter(classes=(cat,)), None
    window = QWidget()
    qtbot.addWidget(window)
    jobs = JobQueue(window)
    actions = PeopleActions(window, jobs)
    actions.package(opened)
    dialog = window.findChild(PackageDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.there.text() == "6 images")
    dialog.which.setCurrentIndex(dialog.which.findData("browse"))
    qtbot.waitUntil(lambda: dialog.there.text() == "2 images")
    opened.browsed = Filter(), np.array([3, 4, 5], np.int64)
    dialog.which.currentIndexChanged.emit(1)
    qtbot.waitUntil(lambda: dialog.there.text() == "3 images")
    dialog.place.field.setText(str(tmp_path / "some.labeler"))
    dialog.some.setChecked(True)
    dialog.count.setValue(2)
    dialog.make.click()
    qtbot.waitUntil(lambda: (tmp_path / "some.labeler").exists() and not jobs.busy)
    with Project(tmp_path / "some.labeler", "read") as package:
        assert len(package.images([3, 4, 5])) == package.number("SELECT count(*) FROM image") == 2
    opened.browsed = Filter(text="no such"), None
    actions.package(opened)
    other = next(found for found in window.findChildren(PackageDialog) if found.isVisible())
    other.which.setCurrentIndex(other.which.findData("browse"))
    qtbot.waitUntil(lambda: not other.make.isEnabled())
    assert "no such images" in other.hint.text()
    other.close()
    opened.close()


def test_ones_own_answers_are_handed_out_for_a_blind_check_of_oneself(
    qtbot: QtBot, opened: OpenProject, tmp_path: Path
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    jobs = JobQueue(window)
    opened.who = ME.who
    PeopleActions(window, jobs).package(opened)
    dialog = window.findChild(PackageDialog)
    assert dialog is not None
    dialog.blind.setChecked(False)
    dialog.which.setCurrentIndex(dialog.which.findData("mine"))
    assert (dialog.name.text(), dialog.blind.isChecked(), dialog.some.isChecked()) == (ME.who, True, True)
    qtbot.waitUntil(lambda: dialog.there.text() == "4 images")
    package = tmp_path / "again.labeler"
    dialog.place.field.setText(str(package))
    dialog.make.click()
    qtbot.waitUntil(lambda: package.exists() and not jobs.busy)
    with Project(package) as theirs:
        ids = {label.name: label.id for label in theirs.classes()}
        for image, name in ((1, "cat"), (2, "dog"), (3, "dog"), (4, "dog")):
            decide(theirs, [image], assign(ids[name]), kind="assign", what="Label", by=ME)
    finish(merge_package(opened.path, package, by=ME))
    (again,) = measure_agreement(opened.project).again
    assert (again.first, again.kappa.images, again.same) == (ME.who, 4, 3)
    opened.close()


def test_what_a_check_of_oneself_fills_in_goes_with_that_choice(qtbot: QtBot, opened: OpenProject) -> None:
    """A package for Bob is not drawn for oneself because that was looked at before; what was typed stays."""
    opened.who = ME.who
    dialog = PackageDialog(opened, None)
    qtbot.addWidget(dialog)
    mine, others = dialog.which.findData("mine"), dialog.which.findData(Filter())

    def filled() -> tuple[str, bool, bool]:
        return dialog.name.text(), dialog.blind.isChecked(), dialog.some.isChecked()

    QTest.keyClicks(dialog.name, "Bob")
    dialog.blind.click()
    dialog.which.setCurrentIndex(mine)
    assert filled() == (ME.who, True, True)
    dialog.which.setCurrentIndex(others)
    assert filled() == ("Bob", False, False)
    dialog.which.setCurrentIndex(mine)
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Eve")
    dialog.count.setValue(3)
    dialog.which.setCurrentIndex(others)
    assert filled() == ("Eve", False, True)
    dialog.reject()
    opened.close()


def _merged(qtbot: QtBot, opened: OpenProject, package: Path) -> tuple[str, list[str], list[Notice]]:
    """Merge by the dialog as far as there is anything to merge; return its texts, its first row, and the notices."""
    window, notices = QWidget(), list[Notice]()
    qtbot.addWidget(window)
    jobs = JobQueue(window)
    jobs.announced.connect(notices.append)
    PeopleActions(window, jobs).compare(opened, package)
    qtbot.waitUntil(lambda: window.findChild(MergeDialog) is not None)
    dialog = window.findChild(MergeDialog)
    assert dialog is not None
    texts = " ".join(part.text() for part in dialog.findChildren(QLabel))
    row = [dialog.list.model().index(0, column).data() for column in range(4)]
    if not dialog.merge.isHidden():
        dialog.merge.click()
        qtbot.waitUntil(lambda: bool(notices) and not jobs.busy)
    return texts, row, notices


def _handed_out(opened: OpenProject, package: Path) -> None:
    finish(make_package(opened.path, package, Selection(), name="Bob", blind=True))


def test_settling_is_offered_only_where_people_claim_different_things(
    qtbot: QtBot, opened: OpenProject, tmp_path: Path
) -> None:
    package = tmp_path / "bob.labeler"
    _handed_out(opened, package)
    bob = By("Bob")
    with Project(package) as theirs:
        decide(theirs, [1], unsure(), kind="unsure", what="Unsure", by=bob)
    _, _, (notice,) = _merged(qtbot, opened, package)
    assert "1 answer is merged" in notice.text
    assert notice.button == ""
    with Project(package) as theirs:
        dog = next(label.id for label in theirs.classes() if label.name == "dog")
        decide(theirs, [1], assign(dog), kind="assign", what="Label", by=bob)
    _, _, (notice,) = _merged(qtbot, opened, package)
    assert notice.button
    opened.close()


def test_answers_that_are_only_taken_back_are_said_so(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    package = tmp_path / "bob.labeler"
    _handed_out(opened, package)
    with Project(package) as theirs:
        cat = next(label.id for label in theirs.classes() if label.name == "cat")
        decide(theirs, [5], assign(cat), kind="assign", what="Label", by=By("Bob"))
        finish(merge_package(opened.path, package, by=ME))
        opened.reload()
        undo(theirs, By("Bob"))
    texts, _, (notice,) = _merged(qtbot, opened, package)
    assert "–" not in texts
    assert "were taken back in this package" in texts
    assert notice.text.startswith("1 answer of an earlier merge is taken back, 1 label changed.")
    opened.close()


def test_what_is_left_out_is_listed_though_nothing_is_new(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    package = tmp_path / "bob.labeler"
    _handed_out(opened, package)
    with Project(package) as theirs:
        dog = next(label.id for label in theirs.classes() if label.name == "dog")
        decide(theirs, [1], assign(dog), kind="assign", what="Label", by=By("Bob"))
    opened.project.db.execute("UPDATE image SET sha256 = zeroblob(32) WHERE id = 1")
    _, row, notices = _merged(qtbot, opened, package)
    assert (row[0], row[2]) == ("0.png", "another picture by now")
    assert notices == []  # there was no button to merge with
    opened.close()
