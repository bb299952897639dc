"""The card Before and after: what was measured, what came out, and what is in use."""

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.embedding.better_default import BetterDefault, Trial
from desktop_labeler.jobs.embedding.compare_embeddings import Verdict
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.pages.train.better_bar import BetterBar
from desktop_labeler.ui.pages.train.training_cards import ComparisonCard
from tests.ui.pages.train.comparisons import comparison


def test_the_comparison_says_what_was_measured_and_what_came_out(qtbot: QtBot) -> None:
    card = ComparisonCard()
    qtbot.addWidget(card)
    assert "After training" in card.verdict.text()
    card.show_comparison(comparison("better", 100), "p-0102")
    assert texts.comparison_rows(comparison("better", 100)) == [
        ("Nearest-neighbour agreement", "71.4 % (68–74)", "83.0 % (80–85)", "+11.6", 0),
        ("Cross-validated accuracy", "84.2 % (82–86)", "80.0 % (77–82)", "−4.2", 0),
        ("Corrections found", "61 of 100", "82 of 100", "+21", 0),
    ]
    known = replace(comparison("better"), changes=((0.081, 0.152), (-0.062, 0.0)))
    assert [row[3] for row in texts.comparison_rows(known)] == ["+11.6 (+8 to +16)", "−4.2 (−7 to ±0)"]
    assert "never split between learning and testing (12 groups)." in card.sentence
    assert card.verdict.text() == "The new one is better. In use: p-0102."
    assert (card.new.isVisibleTo(card), card.old.isVisibleTo(card)) == (False, True)
    assert card.old.text() == "Back to starter"
    with qtbot.waitSignal(card.wanted) as asked:
        card.old.click()
    assert asked.args == ["k1", "starter"]


@pytest.mark.parametrize("result", ["better", "worse", "no difference", "unknown"])
@pytest.mark.parametrize("in_use", ["starter", "p-0102", "another"])
def test_a_comparison_never_says_that_something_else_is_in_use(result: Verdict, in_use: str, qtbot: QtBot) -> None:
    """And always offers what is not: nothing is asked that was answered before."""
    card = ComparisonCard()
    qtbot.addWidget(card)
    card.show_comparison(comparison(result), in_use)
    said = card.verdict.text()
    assert ("the old one stays in use" in said) is (in_use == "starter" and result in ("worse", "no difference"))
    assert said.endswith((f"In use: {in_use}.", "unless you choose otherwise."))
    assert card.new.isVisibleTo(card) is (in_use != "p-0102")
    assert card.old.isVisibleTo(card) is (in_use != "starter")
    card.show_comparison(comparison(result), in_use, enabled=False)
    assert card.new.isVisibleTo(card) is (in_use != "p-0102")  # greyed out, not gone, while something runs
    assert not card.new.isEnabled()


@pytest.mark.parametrize(
    ("between", "shown", "looks"),
    [
        ((0.081, 0.152), "+11.6 (+8 to +16)", ["", "strong", "good"]),
        ((0.004, 0.152), "+11.6 (+0.4 to +15.2)", ["", "strong", "good"]),
        ((-0.01, 0.24), "+11.6 (−1 to +24)", ["", "", "quiet"]),
        ((0.0, 0.24), "+11.6 (±0 to +24)", ["", "", "quiet"]),
        ((-0.2, -0.03), "+11.6 (−20 to −3)", ["strong", "", "care"]),
    ],
)
def test_only_a_change_beyond_chance_stands_out(
    between: tuple[float, float], shown: str, looks: list[str], qtbot: QtBot
) -> None:
    card = ComparisonCard()
    qtbot.addWidget(card)
    found = replace(comparison("better", 100), changes=(between, (-0.06, 0.01)))
    card.show_comparison(found, "p-0102")
    rows = [[_cell(card, row, column) for column in range(4)] for row in range(1, 4)]
    assert rows[0][3].text() == shown
    assert [cell.property("role") for cell in rows[0][1:]] == looks
    for row in rows[1:]:  # an interval with 0, and a count without an interval
        assert [cell.property("role") for cell in row[1:]] == ["", "", "quiet"]


def test_an_earlier_comparison_without_intervals_claims_nothing(qtbot: QtBot) -> None:
    card = ComparisonCard()
    qtbot.addWidget(card)
    card.show_comparison(comparison("better"), "p-0102")
    assert [_cell(card, 1, column).property("role") for column in (1, 2, 3)] == ["", "", "quiet"]


def _cell(card: ComparisonCard, row: int, column: int) -> QLabel:
    item = card.grid.itemAtPosition(row, column)
    found = item.widget() if item is not None else None
    assert isinstance(found, QLabel)
    return found


@pytest.mark.parametrize(
    ("trial", "said"),
    [
        (Trial(500, 300, 400, 0.12, 0.27), "is better here: .* 80 % .* 60 % .*12.0 to 27.0 percentage points"),
        (Trial(500, 300, 310, -0.02, 0.06), "is not better beyond chance: .*-2.0 to 6.0"),
        (Trial(500, 300, 250, -0.14, -0.05), "is worse here"),
        (Trial(500, 300, 310), "tried on 500 labelled images: the nearest"),  # stored by an earlier version
    ],
)
def test_a_trial_says_better_only_beyond_chance(trial: Trial, said: str, qtbot: QtBot) -> None:
    bar = BetterBar()
    qtbot.addWidget(bar)
    bar.show_better(BetterDefault("photo", trial), enabled=True)
    assert re.search(said, bar.text.text().replace("\u00a0", " "))
