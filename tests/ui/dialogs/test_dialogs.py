"""The dialogs: what they ask, what they refuse in words, what they start."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyleOptionViewItem,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.backups import back_up, list_backups
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.exchange.plan_import import Decided, DecidedLabel
from desktop_labeler.jobs.packages.merge_package import Conflict, MergeResult
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress, finish
from desktop_labeler.ui.background.job_group import JobGroup
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings, load_settings
from desktop_labeler.ui.dialogs.backups_dialog import BackupsDialog
from desktop_labeler.ui.dialogs.exchange.column_mapping import ColumnMapping
from desktop_labeler.ui.dialogs.exchange.decided_labels import DecidedLabels
from desktop_labeler.ui.dialogs.exchange.export_dialog import ExportDialog
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.dialogs.exchange.merge_dialog import MergeDialog
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.dialogs.new_project_dialog import (
    NewProjectDialog,
    NewProjectPlan,
    suggested_place,
)
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate
from tests.jobs.files import draw
from tests.making import labels_of, make_project
from tests.ui.job_queues import make_job_queue

PATHS = ["cat/1.png", "cat/2.png", "dog/3.png"]


@pytest.fixture
def jobs(qtbot: QtBot) -> JobQueue:
    return make_job_queue(qtbot)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three images in two folders."""
    (tmp_path / "other").mkdir()
    make_project(tmp_path / "other" / "x.labeler", PATHS, files=True).close()
    return tmp_path / "other" / "images"


def plan_of(qtbot: QtBot, dialog: NewProjectDialog) -> NewProjectPlan:
    with qtbot.waitSignal(dialog.wanted) as given:
        dialog.make.click()
    assert given.args is not None
    plan = given.args[0]
    assert isinstance(plan, NewProjectPlan)
    return plan


def test_a_folder_of_class_folders_becomes_a_labelled_project(qtbot: QtBot, folder: Path) -> None:
    dialog = NewProjectDialog(folder, None)
    qtbot.addWidget(dialog)
    plan = plan_of(qtbot, dialog)
    finish(plan.job())
    with Project(plan.project) as project:
        assert {path: label for path, (label, _) in labels_of(project).items()} == {
            "cat/1.png": "cat", "cat/2.png": "cat", "dog/3.png": "dog",
        }  # fmt: skip


def test_a_table_is_previewed_and_its_columns_are_mapped(qtbot: QtBot, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("who;picture;species\nAnn;cat/1.png;lynx\nAnn;dog/3.png;wolf\n", encoding="utf-8")
    dialog = NewProjectDialog(folder, None)
    qtbot.addWidget(dialog)
    dialog.use_table(table)
    assert not dialog.make.isEnabled()
    dialog.mapping.choose("rel_path", "picture")
    dialog.mapping.choose("label", "species")
    assert dialog.make.isEnabled()
    plan = plan_of(qtbot, dialog)
    finish(plan.job())
    with Project(plan.project) as project:
        assert {label for label, _ in labels_of(project).values()} == {"lynx", "wolf", None}


def test_the_encoding_of_a_table_is_chosen_before_its_preview(qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_bytes("path,label\ncat/1.png,猫\n".encode("gb18030"))
    mapping = ColumnMapping()
    qtbot.addWidget(mapping)
    mapping.show_file(table)
    box, cells = mapping.findChildren(QComboBox)[-1], mapping.findChild(QTableWidget)
    assert mapping.encoding() is None
    assert isinstance(cells, QTableWidget)
    box.setCurrentIndex(box.findData("gb18030"))
    assert mapping.encoding() == "gb18030"
    assert [item.text() for column in (0, 1) if (item := cells.item(0, column))] == ["cat/1.png", "猫"]
    assert mapping.columns() == {"rel_path": "path", "label": "label"}
    box.setCurrentIndex(box.findData("cp932"))  # another text, but a text
    mapping.choose("label", "")
    assert mapping.columns() == {"rel_path": "path", "label": ""}


def test_a_name_that_exists_is_refused_in_words(qtbot: QtBot, folder: Path) -> None:
    dialog = NewProjectDialog(folder, None)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(folder.parent / "x.labeler"))
    assert not dialog.make.isEnabled()
    assert "already exists" in dialog.hint.text()


def test_the_suggested_place_is_free_and_beside_the_folder(folder: Path) -> None:
    place = suggested_place(folder)
    assert place == folder.parent / "images.labeler"
    place.touch()
    assert suggested_place(folder) == folder.parent / "images 2.labeler"


def test_the_level_of_the_classes_is_chosen_with_a_preview(qtbot: QtBot, tmp_path: Path) -> None:
    for number, name in enumerate(("train/A/cat", "train/A/dog", "test/B/cat", "test/B/owl")):
        draw(tmp_path / "images" / name / "1.png", number)
    dialog = NewProjectDialog(tmp_path / "images", None)
    qtbot.addWidget(dialog)
    assert dialog.preview.text().startswith("2 classes: A, B\ntest, train are parts of a split")
    box = dialog.findChild(QComboBox, "class level")
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(1))
    assert dialog.preview.text().startswith("2 classes: test, train\nThe classes test, train may be parts of a split")
    box.setCurrentIndex(box.findData(3))
    assert dialog.preview.text() == "3 classes: cat, dog, owl"
    assert box.findData(4) < 0
    plan = plan_of(qtbot, dialog)
    assert finish(plan.job()).classes == ["cat", "dog", "owl"]


def test_an_import_is_tried_first_and_undone_in_one_step(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path
) -> None:
    project = open_new(PATHS, files=True)
    table = tmp_path / "labels.csv"
    table.write_text("rel_path,label\ncat/1.png,lynx\ngone.png,wolf\n", encoding="utf-8")
    dialog = ImportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    dialog.use_file(table)
    assert not dialog.import_button.isEnabled()
    with qtbot.waitSignal(jobs.idle):
        dialog.try_button.click()
    assert "gone.png" in dialog.details.toPlainText()
    assert labels_of(project.project)["cat/1.png"] == (None, "unlabelled")
    with qtbot.waitSignal(jobs.idle):
        dialog.import_button.click()
    assert labels_of(project.project)["cat/1.png"] == ("lynx", "labelled")
    project.undo()
    assert labels_of(project.project)["cat/1.png"] == (None, "unlabelled")
    assert project.classes == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_dry_run_says_what_it_waits_for_and_is_taken_back_with_the_dialog(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path, closed: bool
) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("rel_path,label\ncat/1.png,lynx\n", encoding="utf-8")
    go_on = threading.Event()

    def long_job() -> Job[None]:
        yield Progress("embedding")
        go_on.wait()

    project, said, ran = open_new(PATHS, files=True), list[str](), list[str]()
    jobs.start(
        "Analysing images", long_job, lambda _: None, group=JobGroup("Analysing 12 images", (("embedding", 1.0),))
    )
    dialog = ImportDialog(project, jobs, None)
    jobs.advanced.connect(lambda: ran.append(jobs.title))
    dialog.use_file(table)
    dialog.try_button.click()
    assert dialog.outcome.text() == "The dry run begins when this is finished: Analysing 12 images"
    if closed:
        dialog.reject()
    else:
        jobs.advanced.connect(lambda: said.append(dialog.outcome.text()))
    with qtbot.waitSignal(jobs.idle):
        go_on.set()
    if not closed:
        assert said[0] == "Dry run …"
        assert dialog.outcome.text().startswith("1 image changes")
        dialog.reject()
    assert ("Dry run of the import" in ran) is not closed
    assert labels_of(project.project)["cat/1.png"] == (None, "unlabelled")


def test_a_file_that_is_no_table_is_told_in_the_dialog(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path
) -> None:
    dialog = ImportDialog(open_new(PATHS), jobs, None)
    qtbot.addWidget(dialog)
    (tmp_path / "empty.csv").touch()
    dialog.use_file(tmp_path / "empty.csv")
    assert "is empty" in dialog.outcome.text()
    assert not dialog.try_button.isEnabled()


def test_long_classes_of_a_conflict_can_be_told_apart(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    names = [f"Oithona similis morphotype {number} (Lake Constance, spring)" for number in range(1, 5)]
    project = open_new(PATHS, classes=names)
    shown = DecidedLabels(project)
    qtbot.addWidget(shown)
    labels = [DecidedLabel(1, PATHS[0], mine, "confirmed", names[3], None) for mine in names[:3]]
    shown.show_decided(Decided("keep", tuple(labels)))
    shown.resize(500, 300)
    shown.show()
    found = set()
    for row, column in ((0, 1), (1, 1), (2, 1), (0, 3)):
        option, cell = QStyleOptionViewItem(), shown.list.model().index(row, column)
        option.widget, option.rect = shown.list, shown.list.visualRect(cell)
        delegate = shown.list.itemDelegateForIndex(cell)
        assert isinstance(delegate, NameDelegate)
        delegate.initStyleOption(option, cell)
        assert option.text != cell.data()
        found.add(option.text)
    shown.view.wait()
    assert len(found) == 4


def test_an_export_goes_to_a_new_place_and_nowhere_else(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path
) -> None:
    project = open_new(PATHS, files=True, labels=["cat", None, "dog"])
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path))
    assert not dialog.export_button.isEnabled()
    assert "already exists" in dialog.hint.text()
    dialog.place.setText(str(tmp_path / "out.csv"))
    with qtbot.waitSignal(jobs.idle):
        dialog.export_button.click()
    assert "cat/1.png" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_an_export_is_named_after_the_project_where_the_last_one_went(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path
) -> None:
    project = open_new(PATHS, files=True, labels=["cat", None, "dog"])

    def offered() -> dict[str, Path]:
        dialog = ExportDialog(project, jobs, None)
        qtbot.addWidget(dialog)
        found = {}
        for row in range(dialog._format.count()):
            dialog._format.setCurrentIndex(row)
            assert dialog.export_button.isEnabled()
            found[str(dialog._format.currentData())] = Path(dialog.place.text())
        return found

    first, stem = offered(), project.path.stem
    assert first["csv"] == project.path.with_name(f"{stem}.csv")
    assert first["labelstudio"].name == f"{stem}.json"
    assert first["imagefolder"].name == f"{stem} imagefolder"
    assert len(set(first.values())) == len(first)
    for place in first.values():
        place.touch()
    assert offered()["csv"].name == f"{stem} 2.csv"
    (tmp_path / "elsewhere").mkdir()
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path / "elsewhere" / "mine.csv"))
    with qtbot.waitSignal(jobs.idle):
        dialog.export_button.click()
    assert offered()["csv"] == tmp_path / "elsewhere" / f"{stem}.csv"
    project.project.save_setting("export_folder", str(project.folders[0].path))  # images: nothing goes there
    assert offered()["csv"].parent == project.path.parent
    project.project.save_setting("export_folder", str(tmp_path / "gone"))
    assert offered()["csv"].parent == project.path.parent


def test_an_export_that_has_to_wait_says_so(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject], tmp_path: Path
) -> None:
    project = open_new(PATHS, files=True, labels=["cat", None, "dog"])

    def long_job() -> Job[None]:
        while not (tmp_path / "enough").exists():
            yield Progress("reading")

    jobs.start("Analysing images", long_job, lambda _: None)
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    dialog.place.setText(str(tmp_path / "out.csv"))
    with qtbot.waitSignal(jobs.announced) as told:
        dialog.export_button.click()
    assert told.args is not None
    assert told.args[0].text == "The export begins when this is finished: Analysing images"
    with qtbot.waitSignal(jobs.idle):
        (tmp_path / "enough").touch()
    assert (tmp_path / "out.csv").is_file()


def test_backups_are_listed_newest_first_and_one_is_asked_back(qtbot: QtBot, tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", PATHS) as project:
        for _ in range(3):
            back_up(project.db, project.path, "asked")
    dialog = BackupsDialog(tmp_path / "p.labeler", None)
    qtbot.addWidget(dialog)
    assert dialog.list.rowCount() == 3
    with qtbot.waitSignal(dialog.restore_wanted) as wanted:
        dialog.restore(1)
    assert wanted.args == [list_backups(tmp_path / "p.labeler")[1].file]


def test_skipped_files_are_listed_with_their_reason(qtbot: QtBot) -> None:
    dialog = SkippedDialog([("a\nb.jpg", Message("empty file")), ("c.jpg", Message("cut off"))], None)
    qtbot.addWidget(dialog)
    assert dialog.list.rowCount() == 2
    assert dialog.windowTitle().startswith("2 ")


def test_reasons_of_skipped_files_are_counted_without_their_full_stop(qtbot: QtBot) -> None:
    """ "The file is empty.: 30" was written."""
    dialog = SkippedDialog([(f"{number}.jpg", Message("The file is empty.")) for number in range(30)], None)
    qtbot.addWidget(dialog)
    said = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert "The file is empty: 30" in said
    assert dialog.list.model().index(0, 1).data() == "The file is empty."


def test_a_key_is_changed_saved_and_refused_when_taken(qtbot: QtBot) -> None:
    sheet = KeysSheet(Settings(), [("Home", "Ctrl+1")], None)
    qtbot.addWidget(sheet)
    sheet.change("unsure", QKeySequence("Y"))
    assert key_map().keys("unsure") == ("Y",)
    assert load_settings().keys == {"unsure": "Y"}
    sheet.change("exclude", QKeySequence("Y"))
    assert key_map().keys("exclude") == ("E",)
    assert "Y" in sheet.hint.text()
    sheet.change("exclude", QKeySequence("Ctrl+1"))
    assert key_map().keys("exclude") == ("E",)
    assert "Home" in sheet.hint.text()
    sheet.change("exclude", QKeySequence("3"))
    assert key_map().keys("exclude") == ("E",)


@pytest.mark.usefixtures("in_language")
@pytest.mark.parametrize("in_language", ["en", "de"], indirect=True)
@pytest.mark.parametrize("size", [9, 13])
def test_the_list_of_keys_cuts_no_key_off_on_a_narrow_screen(
    qtbot: QtBot, qapp: QApplication, size: int, request: pytest.FixtureRequest
) -> None:
    usual = qapp.font()
    request.addfinalizer(lambda: qapp.setFont(usual))
    qapp.setFont(QFont(usual.family(), size))
    sheet = KeysSheet(Settings(), [("Home", "Ctrl+1")], None)
    qtbot.addWidget(sheet)
    sheet.resize(780, 460)  # what a screen of 800 by 510 leaves
    with qtbot.waitExposed(sheet):
        sheet.show()
    scroll = sheet.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    room = scroll.viewport().width()
    for field in sheet.findChildren(QKeySequenceEdit):
        assert field.mapTo(scroll.viewport(), field.rect().topRight()).x() < room
        inside = field.findChild(QLineEdit)
        assert isinstance(inside, QLineEdit)
        assert inside.fontMetrics().horizontalAdvance(inside.text()) + 20 <= field.width()  # with its edges


@pytest.mark.parametrize("in_language", ["de"], indirect=True)
def test_a_merge_says_states_in_the_language_of_the_window(qtbot: QtBot, in_language: None) -> None:
    conflicts = (
        Conflict("a.png", "Bob", "excluded", "unsure", (State.EXCLUDED, None)),
        Conflict("b.png", "Bob", "cat", "unsure", (None, State.UNSURE)),
    )
    empty: tuple[str, ...] = ()
    result = MergeResult(("Bob",), 0, 0, conflicts, 0, 0, empty, empty, empty, empty, None, 0, 2, elsewhere=False)
    dialog = MergeDialog(result, None)
    qtbot.addWidget(dialog)
    cells = [[dialog.list.item(row, column) for column in (2, 3)] for row in range(2)]
    shown = [[cell.text() for cell in row if cell is not None] for row in cells]
    assert shown == [["Ausgeschlossen", "unsure"], ["cat", "Unsicher"]]  # the class “unsure” keeps its name
