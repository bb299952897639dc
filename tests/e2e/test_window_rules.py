"""What a key brings about beside its label is said on the spot: the rule keeps another label, a certificate is void."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, accept, decide
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.decisions.proof.certificates import Proof, read_certificates
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.suspects.disputes import DISPUTED
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.shell.rail import _PageButton
from tests.e2e.driving import run_main
from tests.making import label_images, make_project

_KEY = Qt.Key
Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    """Make a project that Ann has labelled: "seven" on the key 1, "one" on the key 2."""
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)], files=True) as project:
        add_classes(project, ["seven", "one"], By("Ann"))
        label_images(project, ["seven", "seven", "seven", None, None, None])
    return tmp_path / "p.labeler"


def _page(window: MainWindow) -> GridPage:
    assert isinstance(window.shown, GridPage)
    return window.shown


def _ready(window: MainWindow) -> bool:
    grid = _page(window).grid
    return len(grid.content.images) > 0 and all(map(grid.content.pictured, grid.content.images.tolist()))


def test_a_key_that_the_rule_keeps_beside_the_label_says_so_and_shows_it(file: Path) -> None:
    with Project(file) as project:
        set_rule(project, "first", By("Ann"))
    kept = "The answer “one” is kept; the label is “seven” by Ann, because the first answer counts in this project."

    def person(window: MainWindow) -> Steps:
        yield lambda: window.project is not None and _ready(window)
        grid, strip = _page(window).grid, window.bar.notices
        grid.focus_on(1)
        QTest.keyClick(grid, _KEY.Key_2)
        assert strip.text.text() == kept
        row = grid.project.row(1)
        assert row is not None
        content = grid.content.tile_content(row, grid.captions)
        assert content.label is not None
        assert isinstance(content.instead, LabelClass)
        assert (content.label.name, content.instead.name, content.answer) == ("seven", "one", True)
        assert "your answer: one" in grid.content.describe(grid.content.position_of(1))
        QTest.keyClick(grid, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        row = grid.project.row(1)
        assert row is not None
        assert grid.content.tile_content(row, grid.captions).instead is None

        grid.select_images(grid.content.images[1:3])
        QTest.keyClick(grid, _KEY.Key_2)
        assert strip.text.text().startswith("2 answers are kept beside other labels, because the first answer")
        strip.button.click()  # shows them
        yield lambda: _page(window).grid.content.images.tolist() == [2, 3] and _ready(window)

        grid = _page(window).grid
        grid.focus_on(2)
        QTest.keyClick(grid, _KEY.Key_Return)  # there is no suggestion: it opens the image
        yield lambda: window.pages is not None and window.pages.large is not None
        large = window.pages.large if window.pages is not None else None
        assert large is not None
        yield lambda: large.view.file is not None and large.view.painted == large.view.file
        QTest.keyClick(large, _KEY.Key_U)
        assert "“unsure” is kept; the label is “seven” by Ann" in large.notice.text()

    assert run_main([str(file)], person) == 0


def test_a_decision_that_voids_a_certificate_says_so_and_undo_restores_it(file: Path) -> None:
    with Project(file) as project:
        proof = Proof([1, 2], [], 1, 5, 0.9, 0.95)
        what = DecisionText("accept_as", n=3, name="seven").proving(proof.stored())
        number = decide(project, [4, 5, 6], accept(1), kind="accept", what=what, by=By("Ann"))

    def person(window: MainWindow) -> Steps:
        yield lambda: window.project is not None and _ready(window)
        grid, strip = _page(window).grid, window.bar.notices
        for image in (5, 1):  # one that it covers, one of its sample
            grid.focus_on(image)
            QTest.keyClick(grid, _KEY.Key_2)
            assert strip.text.text() == f"Certificate {number} is void now."
            assert read_certificates(grid.project.project)[0].void
            QTest.keyClick(grid, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert strip.text.text().startswith("Undone: Label 1 image one")
            assert strip.text.text().endswith(f"Certificate {number} holds again.")
        window.show_page("audit")
        audit = window.shown
        assert isinstance(audit, AuditPage)
        yield lambda: audit.outlook is not None and audit.results.covered.isVisible()
        audit.results.covered.click()
        yield lambda: window.shown is window.page("browse") and _page(window).grid.content.images.tolist() == [4, 5, 6]
        grid = _page(window).grid
        grid.project.merge_classes(*grid.project.classes)
        yield lambda: strip.text.text() == f"Certificate {number} is void now."

    assert run_main([str(file)], person) == 0


def test_suspects_counts_what_people_disagree_on_before_any_round(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.project is not None and _ready(window)
        rail = window.rail.findChildren(_PageButton)
        suspects = next(button for button in rail if button.entry.name == "suspects")
        assert suspects.count == ""
        grid = _page(window).grid
        for image in (1, 2):
            grid.focus_on(image)
            QTest.keyClick(grid, _KEY.Key_2)
        assert (suspects.count, suspects.meaning) == ("2", "people disagree on 2 images")
        QTest.keyClick(grid, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert (suspects.count, suspects.meaning) == ("1", "people disagree on 1 image")
        window.show_page("suspects")
        page = window.shown
        assert isinstance(page, SuspectsPage)
        assert [(choice.value, choice.count) for choice in page.kinds.choices] == [(DISPUTED, 1)]

    assert run_main([str(file)], person) == 0
