"""A class that was deleted since the round is expected of no label: not on the page, by no key, in no other place."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.findings import read_findings
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.jobs.rounds.read_results import suspects
from desktop_labeler.ui.core.round_view import load_round
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.rounds.explanation import explain
from desktop_labeler.ui.rounds.round_hints import round_hints
from desktop_labeler.ui.rounds.round_lists import WRONG
from tests.ui.grids import press_key
from tests.ui.stored_rounds import Stage

_KEY = Qt.Key


def test_a_deleted_class_is_expected_of_no_label(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage()
    page, project = on.page, on.page.project
    assert isinstance(page, SuspectsPage)
    page.kinds.chosen.emit(WRONG)
    shown = [int(image) for image in page.grid.content.images]
    ant = next(label for label in project.classes if label.name == "Ant")
    expecting = [image for image in shown if image % 2]  # Bee, expected Ant
    assert len(expecting) > 3
    assert page._expected(expecting[0]) == ant.id
    project.delete_class(ant)
    qtbot.waitUntil(lambda: project.class_of(ant.id) is None)
    before = len(read_history(project.project))
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        page.grid.focus_on(expecting[0])
        press_key(page.grid, _KEY.Key_W, modifier)
    assert len(read_history(project.project)) == before  # no key takes it
    view = page.rounds.view
    assert view is not None
    hints = (page.hints(view), round_hints(view, project, expects=True))
    for image in expecting:
        row = project.row(image)
        assert row is not None
        why = explain(view, project, row)
        assert why is None or ("Ant" not in repr(why) and not why.takes)
        for one in hints:
            assert one.expected_of is not None
            assert one.expected_of(image) is None
    qtbot.waitUntil(lambda: page.rounds.settled)
    lists = page.rounds.lists
    assert lists is not None
    assert ant.id not in lists.suspects.expected
    assert all(ant.id != expected for _, expected, _ in lists.suspects.pairs(None))
    fresh = load_round(project.project)
    assert fresh is not None
    assert ant.id not in fresh.arrays["expected"]
    assert "Ant" not in {one.expected for one in suspects(project.project)}
    findings = read_findings(project.project)
    assert findings is not None
    said = [findings.of(row) for row in project.rows(shown).values()]
    assert "Ant" not in {one.expected for one in said if one is not None}
    assert not any(one.issue for one in said if one is not None and one.expected is None)
    project.undo()
    qtbot.waitUntil(lambda: project.class_of(ant.id) is not None)
    assert page._expected(expecting[1]) == ant.id  # with the class its suspects are back
