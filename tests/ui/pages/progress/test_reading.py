"""Before its numbers have been read, no chart of Progress says that there is nothing to show."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.charts.chart_cards import ChartCard
from desktop_labeler.ui.pages.progress.progress_charts import ConfusionCard, KeptCard, LearningCard, PaceCard


@pytest.mark.parametrize("make", [LearningCard, KeptCard, PaceCard, ConfusionCard])
def test_a_chart_says_that_it_is_being_read_until_it_is_known_that_it_is_empty(
    make: type[LearningCard | KeptCard | PaceCard | ConfusionCard], qtbot: QtBot
) -> None:
    card: ChartCard = make()
    qtbot.addWidget(card)
    assert not card.showing
    assert card._text.text() == "Reading the numbers …"
    card.show_text()
    assert not card.showing
    assert card._text.text().startswith("Appears ")
