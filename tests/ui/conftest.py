"""For the tests of the window: one application, small projects, and a check that a test leaves nothing running."""

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.images.query.image_query import Sort, find_images
from desktop_labeler.ui.background.workers import Worker
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import ME, label_images, make_project
from tests.ui.grids import PATHS, Maker, Shown, wait_for_painting

if TYPE_CHECKING:
    from desktop_labeler.ui.rounds.round_page import RoundPage
    from tests.ui.stored_rounds import Stage


@pytest.fixture(scope="session", autouse=True)
def collection_here_only(qapp: QApplication) -> Iterator[None]:
    """Collect garbage on this thread only, after each test, as the window does with its Collector.

    Python collects on whichever thread allocates. If that were the thread of a worker, destroying a font or a widget of
    an earlier test there would crash the whole run, rarely and in an unrelated test. Objects of the imports are frozen,
    because the search for what a test left running would otherwise take 0.3 s per test.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> None:
    """Show texts and numbers in English, which the tests expect, whatever the language of the desktop."""
    choose_language(qapp, "en")


@pytest.fixture
def in_language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Speak another language during a test, whether it passes or not."""
    choose_language(qapp, request.param)
    yield
    choose_language(qapp, "en")


@pytest.fixture(autouse=True)
def nothing_survives(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a running thread, worker or timer behind; restore the default keys."""
    _running.extend(found for found in _alive() if _is_new(found))
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    key_map().load({})
    gc.collect()
    left = [f"{found!r} of {found.parent()!r}" for found in _alive() if _is_new(found)]
    gc.freeze()  # so that the next test checks only its own objects; closing a project unfreezes all
    assert not left, f"still running after the test: {left}"


_running: list[QObject] = []  # those that already ran before a test


def _is_new(found: QObject) -> bool:
    return all(found is not known for known in _running)


def _alive() -> list[QObject]:
    # by type: asking an object of torch for its __class__ warns
    found = [entry for entry in gc.get_objects() if issubclass(type(entry), (QThread, Worker, QTimer))]
    found = [entry for entry in found if shiboken6.isValid(entry)]
    return [entry for entry in found if _runs(entry)]


def _runs(entry: QThread | Worker | QTimer) -> bool:
    if isinstance(entry, Worker):
        if entry.unwanted:
            entry.wait()  # whoever began it is gone or has given it up: it ends by itself
        return entry.running
    return entry.isRunning() if isinstance(entry, QThread) else entry.isActive()


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def open_new(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., OpenProject]]:
    """Return a function that makes a project with these images and opens it as the window does; keys need the files."""
    opened: list[OpenProject] = []

    def open_it(
        paths: Sequence[str], *, files: bool = True, labels: Sequence[str | None] = (), classes: Sequence[str] = ()
    ) -> OpenProject:
        with make_project(tmp_path / f"p{len(opened)}.labeler", paths, files=files) as project:
            if classes:
                add_classes(project, classes, ME)
            if labels:
                label_images(project, labels)
        opened.append(OpenProject(tmp_path / f"p{len(opened)}.labeler"))
        return opened[-1]

    yield open_it
    for project in opened:
        project.close()
        project.deleteLater()


@pytest.fixture
def thumbs_of(settings: Settings) -> Iterator[Callable[[OpenProject], ThumbnailLoader]]:
    """Return a function that makes the thumbnail loader of a project; all are closed at the end."""
    made: list[ThumbnailLoader] = []

    def make(project: OpenProject) -> ThumbnailLoader:
        made.append(ThumbnailLoader(project, settings))
        return made[-1]

    yield make
    for loader in made:
        loader.close()
        loader.deleteLater()


@pytest.fixture
def show_stage(
    qtbot: QtBot, thumbs_of: Callable[[OpenProject], ThumbnailLoader], settings: Settings
) -> Callable[..., "Stage"]:
    """Return a function that shows a page of rounds, given its class and a project; no round begins by itself."""
    from tests.ui.stored_rounds import stage_of  # it loads the pages

    settings.auto_round = False

    def make(kind: "Callable[..., RoundPage]", project: OpenProject, *, height: int = 700) -> "Stage":
        return stage_of(qtbot, kind, project, thumbs_of(project), settings, height=height)

    return make


@pytest.fixture
def show(
    qtbot: QtBot, open_new: Callable[..., OpenProject], thumbs_of: Callable[[OpenProject], ThumbnailLoader]
) -> Maker:
    """Return a function that shows a grid of 40 images, 5 in a row, 4 rows high."""

    def make(*, files: bool = True, labels: list[str | None] | None = None, count: int = 40) -> Shown:
        project = open_new(PATHS[:count], files=files, labels=labels or (), classes=("Fly", "Bee", "Moth"))
        grid = GridView(project, thumbs_of(project), "Test")
        qtbot.addWidget(grid)
        grid.set_appearance(80, True, ("class", "confidence"))
        found = find_images(project.project, None, Sort("id"))
        grid.show_images(found)
        grid.resize(5 * 100 + 20, 400)
        with qtbot.waitExposed(grid):
            grid.show()
        grid.resize(grid.width(), 4 * grid.cells.height + 10)
        grid.activateWindow()
        grid.setFocus()
        qtbot.waitUntil(grid.hasFocus)
        wait_for_painting(grid, qtbot)
        assert grid.cells.columns == 5
        return Shown(grid, project, found.tolist())

    return make
