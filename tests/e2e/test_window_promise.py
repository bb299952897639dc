"""A promise made on the page Audit: what it takes is said, the sample is checked blind, and the rest is accepted."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.certificates import read_certificates
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.data.project.project_file import Project, Source
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from tests.e2e.driving import run_main
from tests.making import ME, suggest_first_class
from tests.ui.grids import press_key

Steps = Iterator[Callable[[], bool]]
COUNT = 120


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """120 images without a label, of which a round suggests that they are cats."""
    (tmp_path / "images").mkdir()
    for number in range(COUNT):
        Image.fromarray(np.full((16, 16, 3), 2 * number, np.uint8)).save(tmp_path / "images" / f"{number:03}.png")
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images"))
    with Project(path) as project:
        add_classes(project, ["cat", "dog"], ME)
        suggest_first_class(project, COUNT)
    return path


def _open(window: MainWindow) -> AuditPage:
    window.settings.auto_round = False
    window.show_page("audit")
    page = window.page("audit")
    assert isinstance(page, AuditPage)
    return page


@pytest.mark.parametrize("wrong", [0, 20])
def test_a_promise_from_the_page_audit_is_kept_or_not_made(file: Path, qapp: QApplication, wrong: int) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        page = _open(window)
        card = page.results.promise
        yield lambda: page.outlook is not None and card.isVisible()
        card.target.setCurrentIndex(0)
        assert card.which.count() == 2
        said = card.what.text()
        card.button.click()
        yield lambda: len(page.grid.content.images) > 0 and page.grid.sight.settled()
        assert window.project is not None
        audit = audits.current_audit(window.project.project)
        assert audit is not None
        assert f"Check {len(audit.images)} images and find none wrong" in said
        assert f"the other {COUNT - len(audit.images)} are accepted together" in said
        for number in range(len(audit.images)):
            if all(
                page.grid.content.decided(row) for row in page.project.rows(page.grid.content.images.tolist()).values()
            ):
                press_key(page.grid, Qt.Key.Key_Return)
            press_key(page.grid, Qt.Key.Key_2 if number < wrong else Qt.Key.Key_1)
        press_key(page.grid, Qt.Key.Key_Return)
        yield lambda: page.body.currentWidget() is page.results and "checked images" in card.what.text()
        assert f"{wrong} of {len(audit.images)} checked images wrong or unsure" in card.what.text()
        left = COUNT - len(audit.images)
        yield lambda: page.outlook is not None and page.outlook.suggestions == left  # what can be checked next
        assert page.results.new.kind.itemText(0) == f"All {len(audit.images)} labels"
        assert page.results.new.kind.itemText(1) == f"All {left} suggestions for undecided images"
        assert page.results.calibration.isVisible()
        assert ("Nothing will be accepted" in card.what.text()) is (wrong > 0)
        card.button.click()
        yield (
            lambda: window.project is not None and not window.project.busy and "checked images" not in card.what.text()
        )

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        accepted = project.number(f"SELECT count(*) FROM image WHERE source = {int(Source.ACCEPTED)}")
        certificates = read_certificates(project)
        answers = read_answers(project)
    assert [one.images for one in certificates] == ([] if wrong else [accepted])
    assert (accepted > 0) is (wrong == 0)
    assert not answers.blind[answers.accepted].any()  # nobody looked at these
    assert answers.blind[~answers.accepted].all()
