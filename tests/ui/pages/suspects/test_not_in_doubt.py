"""Labels that are not in doubt come last on Suspects, under headings of their own, and are never replaced together."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import assign, decide, read_history
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.pages.suspects.suspect_groups import PROBABLY_RIGHT, STANDS_OUT
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from tests.making import ME
from tests.ui.grids import wait_for_painting
from tests.ui.pages.suspects.conftest import Stager
from tests.ui.pages.suspects.test_suspects import page_of, press, shown, verdict
from tests.ui.stored_rounds import Stage

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def last_page(on: Stage) -> SuspectsPage:
    """Go on until labels are shown that are not in doubt; all pages before hold none."""
    page = page_of(on)
    seen: set[int] = set()
    while not any(group.apart for group in page.groups):
        seen |= set(shown(on))
        page.next_page()
    assert seen | {image for group in page.groups if not group.apart for image in group.images} >= set(range(1, 41))
    return page


def test_they_come_last_and_their_headings_say_what_they_are(stage: Stager, qtbot: QtBot) -> None:
    on = stage()
    page = last_page(on)
    apart: dict[str, set[int]] = {PROBABLY_RIGHT: set(), STANDS_OUT: set()}
    for _ in range(20):
        known = [group.apart for group in page.groups]
        assert known == sorted(known, key=("", PROBABLY_RIGHT, STANDS_OUT).index)
        for number, group in enumerate(page.groups):
            header = page.grid.headers.header(number)
            if group.apart:
                apart[group.apart] |= set(group.images)
                assert [button.text() for button in header.buttons] == ["Keep all"]
                right = "To make sure: probably right" if group.apart == PROBABLY_RIGHT else "Images that stand out"
                assert header.accessibleName().startswith(right)
                assert f"{60 if group.apart == PROBABLY_RIGHT else 2}" in header.accessibleName()
        if len(apart[PROBABLY_RIGHT]) == 60 and apart[STANDS_OUT]:
            break
        page.next_page()
    assert apart == {PROBABLY_RIGHT: set(range(41, 101)), STANDS_OUT: {160, 170}}
    assert not any(page.grid.content.hints.in_doubt(image) for image in range(41, 201))
    assert all(page.grid.content.hints.in_doubt(image) for image in range(1, 41))


def test_the_key_for_all_leaves_them_alone_and_keep_all_keeps_them(stage: Stager, qtbot: QtBot) -> None:
    on = stage()
    page = last_page(on)
    group = next(group for group in page.groups if group.apart == PROBABLY_RIGHT)
    before = len(read_history(page.project.project))
    wait_for_painting(page.grid, qtbot)
    page.grid.focus_on(group.images[0])
    press(on, _KEY.Key_W, _SHIFT)
    assert "not in doubt" in page.sentence.text()
    assert len(read_history(page.project.project)) == before
    press(on, _KEY.Key_W)  # of a single one the expected class can be taken
    assert verdict(on, group.images[0])[0] == State.CONFIRMED
    press(on, _KEY.Key_Z, _CONTROL)
    page.grid.focus_on(group.images[0])
    press(on, _KEY.Key_Q, _SHIFT)
    assert {verdict(on, image)[0] for image in group.images} == {State.CONFIRMED}


def test_of_several_selected_labels_only_those_in_doubt_are_replaced(stage: Stager, qtbot: QtBot) -> None:
    on = stage()
    page = page_of(on)
    decided = list(range(1, 37))
    decide(page.project.project, decided, assign(page.project.classes[2].id), kind="assign", what="Label", by=ME)
    page.project.reload()
    qtbot.waitUntil(lambda: on.rounds.lists is not None and on.rounds.lists.suspects.in_doubt < 10)
    page.refill()
    doubted = [image for group in page.groups if group.pair or not group.apart for image in group.images if image < 41]
    others = [image for group in page.groups if group.apart for image in group.images]
    assert doubted
    assert others
    wait_for_painting(page.grid, qtbot)
    told = QSignalSpy(page.grid.commands.notice)
    press(on, _KEY.Key_A, _CONTROL)
    press(on, _KEY.Key_W)
    assert {verdict(on, image)[0] for image in doubted if image > 36} == {State.CONFIRMED}
    assert {verdict(on, image)[0] for image in others} == {State.LABELLED}
    assert told.count() == 1
    assert "labels are not in doubt and stay as they are" in str(told.at(0)[0])
