"""What the command line says of a training that is worse, not better, not judged, or used all the same."""

from dataclasses import replace

import pytest

from desktop_labeler.cli.training_commands import _classifier_lines, _lines
from desktop_labeler.jobs.classifiers.finetune_plan import FinetuneResult, Judgement, Verdict
from desktop_labeler.jobs.training.pretrain import PretrainResult
from desktop_labeler.statistics import MeasuredFraction, PairedDifference
from tests.ui.pages.train.comparisons import comparison

_SAME, _FELL, _ROSE = (
    PairedDifference(0.0, -0.1, 0.1),
    PairedDifference(-0.2, -0.3, -0.1),
    PairedDifference(0.2, 0.1, 0.3),
)
_HALF = MeasuredFraction(50, 100, 0.4, 0.6)


def _trained(verdict: Verdict | None, *, kept: bool) -> str:
    """Return the last sentence about a trained embedding."""
    found = comparison(verdict) if verdict is not None else None
    return _lines(PretrainResult("p-0102", found, kept, "done", 60, 0, (), 10.0, 500.0, "cpu"))[-1]


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        ("better", "It is better, and was not to be used"),
        ("worse", "It is worse"),
        ("no difference", "It is not clearly better"),
        ("unknown", "There are too few labels to compare"),
        (None, "It was not to be used"),
    ],
)
def test_of_an_embedding_it_says_why_it_is_not_used_and_how_it_can_be(verdict: Verdict | None, why: str) -> None:
    said = _trained(verdict, kept=False)
    assert said == f"{why}: the project stays with what it had. To use it: backbones use PROJECT p-0102"


@pytest.mark.parametrize("verdict", ["better", "worse", "no difference", "unknown"])
def test_of_an_embedding_that_is_used_it_says_the_way_back(verdict: Verdict) -> None:
    said = _trained(verdict, kept=True)
    assert said == "The project uses p-0102 now; run a round. Back: backbones use PROJECT starter"
    assert _trained(None, kept=True) == "The project uses p-0102 now; run a round."


@pytest.mark.parametrize(
    ("gain", "difference", "why"),
    [
        (_FELL, _FELL, "Suggestions are worse with it, so it is not kept"),
        (_FELL, _ROSE, "Suggestions are worse with it, so it is not kept"),
        (_SAME, _FELL, "Alone it is right less often than suggestions without it, so it is not kept"),
        (_SAME, _SAME, "Right classes get lower probabilities with it, so it is not kept"),
        (_ROSE, _ROSE, "Right classes get lower probabilities with it, so it is not kept"),
    ],
)
def test_of_a_classifier_it_says_in_what_it_is_worse(
    gain: PairedDifference, difference: PairedDifference, why: str
) -> None:
    judged = Judgement(100, 0, _HALF, _HALF, _HALF, difference, gain, _FELL, "worse")
    result = FinetuneResult(judged, False, 200, 3, 0, 60.0, "done", "cpu", ())
    assert _classifier_lines(result)[-1] == f"{why}: suggestions stay as they are."
    others: tuple[tuple[Verdict, str], ...] = (
        ("better", "It is better, and was not to be kept"),
        ("no difference", "It is not better beyond chance"),
        ("unknown", "There are too few labels to compare"),
    )
    for verdict, said in others:
        other = replace(result, judgement=replace(judged, verdict=verdict))
        assert _classifier_lines(other)[-1] == f"{said}: suggestions stay as they are."
    used = _classifier_lines(replace(result, kept=True, images=7))[-1]
    assert used == "It classified 7 images and takes part from the next round on: run one."
