"""Home: recent projects with what is known of them, also of those that cannot be opened."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.formats.classified_table import unfinished_place
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun, note_run
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ui.background.workers import Worker
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.home.home_page import HomePage
from desktop_labeler.ui.rounds.page_context import PageContext
from tests.making import label_images, make_project


@pytest.fixture
def projects(tmp_path: Path) -> list[Path]:
    good = tmp_path / "good.labeler"
    with make_project(good, ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", None])
    broken = tmp_path / "broken.labeler"
    broken.write_bytes(b"nonsense " * 100)
    return [good, broken, tmp_path / "gone.labeler"]


@pytest.fixture
def home(qtbot: QtBot, projects: list[Path]) -> Iterator[HomePage]:
    page = HomePage(PageContext(Settings(recent=[str(path) for path in projects])))
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: all(card.words for card in page.cards))
    yield page
    page.stop()


def test_each_recent_project_tells_how_far_it_is_or_what_is_wrong(home: HomePage) -> None:
    good, broken, gone = home.cards
    assert "2 images" in good.words
    assert "1 decided" in good.words  # of two images a per cent says nothing
    assert "not a project" in broken.words
    assert "not there" in gone.words


def test_a_card_opens_its_project_by_mouse_and_by_keyboard(qtbot: QtBot, home: HomePage, projects: list[Path]) -> None:
    with qtbot.waitSignal(home.project_chosen) as chosen:
        QTest.mouseClick(home.cards[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [projects[0]]
    with qtbot.waitSignal(home.project_chosen) as chosen:
        QTest.keyClick(home.cards[1], Qt.Key.Key_Return)
    assert chosen.args == [projects[1]]


def test_forgetting_leaves_the_file(home: HomePage, projects: list[Path]) -> None:
    home.cards[2].forgotten.emit(projects[2])
    home.cards[1].forgotten.emit(projects[1])
    assert [card.project for card in home.cards] == projects[:1]
    assert projects[1].exists()


@pytest.mark.parametrize("what", ["folder", "project"])
def test_a_dropped_folder_or_project_is_taken(qtbot: QtBot, home: HomePage, projects: list[Path], what: str) -> None:
    place = projects[0] if what == "project" else projects[0].parent
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(home.project_chosen if what == "project" else home.folder_chosen) as chosen:
        home.drop.dropEvent(event)
    assert chosen.args == [place]


def test_a_half_made_project_can_be_discarded(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: HomePage
) -> None:
    folder, file = tmp_path / "drawer", tmp_path / "half.labeler"
    folder.mkdir()
    (folder / "a.png").write_bytes((tmp_path / "images" / "a.png").read_bytes())
    job = new_project(file, folder)
    next(job)
    job.close()
    home.making(file)
    assert file not in [card.project for card in home.cards]
    home.making(None)
    qtbot.waitUntil(lambda: all(card.words for card in home.cards))
    card = home.cards[0]
    assert (card.project, card.words) == (file, "Not finished: 1 image found so far")
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    card.discard.click()
    assert file.exists()
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    card.discard.click()
    assert not file.exists()
    assert file not in [card.project for card in home.cards]
    assert (folder / "a.png").exists()


def test_a_page_that_was_stopped_reads_nothing_more(home: HomePage, qapp: QApplication) -> None:
    home.stop()
    home.refresh()  # as when a job that the closing window stops tells its end
    assert not any(worker.running for worker in [*home.findChildren(Worker), *qapp.findChildren(Worker)])


def test_an_interrupted_classification_of_a_folder_is_said_and_leads_there(
    qtbot: QtBot, home: HomePage, projects: list[Path], tmp_path: Path
) -> None:
    """On the card of its project, and beside the button where the classifier has no card."""
    runs = [
        BegunRun(projects[0], tmp_path / "drawer 7", tmp_path / "a.csv"),
        BegunRun(tmp_path / "exported", tmp_path / "drawer 8", tmp_path / "b.csv"),
    ]
    assert not home.classify_on.isVisibleTo(home)
    for run in runs:
        unfinished_place(run.out).touch()
        note_run(run)
    home.show()
    home._time_passed()  # half a minute later, with the page still open
    card = home.cards[0]
    qtbot.waitUntil(lambda: card.interrupted.text() == "Classifying drawer 7 was interrupted")
    assert card.interrupted.isVisible()
    with qtbot.waitSignal(home.classify_wanted) as wanted:
        card.go_on.click()
    assert wanted.args == [runs[0]]
    assert home._classify_text.text() == "Classifying drawer 8 was interrupted"
    with qtbot.waitSignal(home.classify_wanted) as wanted:
        home.classify_on.click()
    assert wanted.args == [runs[1]]
    home.refresh()  # the cards are new, the runs known
    qtbot.waitUntil(lambda: home.cards[0].interrupted.isVisible())
    for run in runs:
        unfinished_place(run.out).unlink()
    home._time_passed()
    qtbot.waitUntil(lambda: not home.cards[0].interrupted.isVisible())
    assert not home.classify_on.isVisibleTo(home)


def test_the_time_since_a_project_was_used_goes_on_while_the_page_is_open(home: HomePage) -> None:
    home.show()
    recent = home._recent[str(home.cards[0].project)]
    home.cards[0].show_recent(replace(recent, used=datetime.now(UTC)))
    assert home.cards[0].words.endswith("1 min ago")
    home.cards[0]._recent = replace(recent, used=datetime.now(UTC) - timedelta(minutes=7, seconds=5))
    home._time_passed()
    assert home.cards[0].words.endswith("7 min ago")
