"""An audit through the real program: drawn, answered blind by keys, ended by a restart and gone on with, told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.project.project_file import ImageRow, Project, State
from desktop_labeler.jobs.audits.draw_audit import findings
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from tests.e2e.driving import run_main
from tests.ui.grids import press_key

Steps = Iterator[Callable[[], bool]]
COUNT = 40
_KEYS = {1: Qt.Key.Key_1, 2: Qt.Key.Key_2}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for number in range(COUNT):
        place = tmp_path / "images" / ("cat" if number % 4 else "dog") / f"{number:02}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.full((16, 16, 3), 6 * number, np.uint8)).save(place)
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    return tmp_path / "p.labeler"


def _open(window: MainWindow) -> AuditPage:
    window.show_page("audit")
    page = window.page("audit")
    assert isinstance(page, AuditPage)
    return page


def _rows(page: AuditPage) -> list[ImageRow]:
    return list(page.project.rows(page.grid.content.images.tolist()).values())


def _shown(page: AuditPage) -> str:
    """Return all that the tiles say, by picture and to a screen reader."""
    model, said = page.grid.content, []
    for position, image in enumerate(model.images.tolist()):
        row = page.project.row(image)
        assert row is not None
        look = model.tile_content(row, ("class", "confidence", "name", "folder"))
        cell: QModelIndex = model.cell(position)
        tip = model.data(cell, Qt.ItemDataRole.ToolTipRole)
        said.append(f"{look.label} {look.plain} {look.lines} {look.state} {tip} {model.describe(position)}")
    return "\n".join(said)


def test_an_audit_from_the_draw_to_the_numbers(file: Path, qapp: QApplication) -> None:
    def first(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        page = _open(window)
        yield lambda: page.outlook is not None
        assert page.body.currentWidget() is page.results
        assert page.results.new.kind.count() == 1
        page.results.new.button.click()
        yield lambda: len(page.grid.content.images) > 0 and page.grid.sight.settled()  # painted: keys count
        said = _shown(page)
        assert "cat" not in said
        assert "dog" not in said
        assert ".png" not in said
        assert not window.side.tabs.isTabVisible(1)
        focused = page.grid.content.image_at(page.grid.selection.focus)
        for key in (Qt.Key.Key_X, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_M):
            press_key(page.grid, key)
        assert page.grid.content.image_at(page.grid.selection.focus) == focused
        assert window.project is not None
        claims = dict(zip(*_sample(window.project.project), strict=True))
        for number in range(10):
            image = page.grid.content.image_at(page.grid.selection.focus)
            assert image is not None
            press_key(page.grid, _KEYS[3 - claims[image] if number == 4 else claims[image]])
        assert page.outlook is not None
        assert page.outlook.findings is not None
        assert page.outlook.findings.whole.count == 10
        assert "cat" in _shown(page)  # what was decided here may be seen
        window.show_page("browse")
        assert window.side.tabs.isTabVisible(1)

    assert run_main([str(file)], first) == 0

    def second(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        page = _open(window)
        yield lambda: len(page.grid.content.images) > 0
        assert window.project is not None
        claims = dict(zip(*_sample(window.project.project), strict=True))
        for number in range(COUNT - 10):
            if all(page.grid.content.decided(row) for row in _rows(page)):
                press_key(page.grid, Qt.Key.Key_Return)
            image = page.grid.content.image_at(page.grid.selection.focus)
            assert image is not None
            press_key(page.grid, _KEYS[claims[image]])
            if number == 5:
                press_key(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
                assert page.grid.content.image_at(page.grid.selection.focus) == image
                press_key(page.grid, _KEYS[claims[image]])
        press_key(page.grid, Qt.Key.Key_Return)
        yield lambda: page.body.currentWidget() is page.results
        name, share, below = page.results.numbers[0].text
        assert (name, share) == ("Accuracy of all 40 labels", "97.5\u00a0%")
        assert "40 checked · 1 wrong" in below
        assert page.results.wrong.isVisible()
        page.results.wrong.click()
        assert window.pages is not None
        browse = window.pages.browse
        yield lambda: len(browse.grid.content.images) == 1

    assert run_main([str(file)], second) == 0
    with Project(file) as project:
        audit = audits.current_audit(project)
        assert audit is not None
        found = findings(project, audit)
        assert (found.whole.count, found.whole.hits, found.done) == (COUNT, COUNT - 1, True)
        assert all(row.state == State.CONFIRMED for row in project.images(audit.images))


def _sample(project: Project) -> tuple[list[int], list[int]]:
    audit = audits.current_audit(project)
    assert audit is not None
    return audit.images, audit.claims
