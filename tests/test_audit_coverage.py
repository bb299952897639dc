"""A short version of `tests.bench audits`: intervals hold the truth, and certified accepts keep their promise."""

from itertools import product

import pytest

from tests.bench import simulated_audits as audits
from tests.bench import simulated_growth as growth

HELD = 0.94  # less than the bench asks by the chance of fewer audits


@pytest.mark.parametrize(
    ("size", "accuracy", "population"), [*product((20, 149, 1_000), (0.6, 0.95, 0.99, 1.0), (200, 1_000_000))]
)
def test_a_simple_sample_holds_the_truth(size: int, accuracy: float, population: int) -> None:
    once = audits.simple(size, accuracy, population, 4_000)
    assert once.held >= HELD
    assert once.width <= 1.15
    looks = audits.planned(size, accuracy, population, 5, 4_000)
    assert looks.held >= HELD
    assert looks.width <= 1.3
    assert audits.unplanned(size, accuracy, population, 0.95, 1_000).held >= HELD - 0.01


@pytest.mark.parametrize(("accuracy", "strata"), [*product((0.6, 0.98, 1.0), (1, 10, 100))])
def test_a_stratified_sample_holds_the_truth(accuracy: float, strata: int) -> None:
    assert audits.stratified(149, accuracy, 20_000, strata, 4_000).held >= HELD


@pytest.mark.parametrize("target", [None, 0.9])
def test_a_stratified_sample_may_be_looked_at_while_it_grows(target: float | None) -> None:
    assert growth.stratified_looks(40, 0.9, 20_000, 10, 5, target, 300).held >= HELD - 0.02


@pytest.mark.parametrize("accuracy", [0.6, 0.98, 1.0])
def test_a_sample_by_doubt_holds_the_truth(accuracy: float) -> None:
    assert growth.weighted(59, accuracy, 5_000, 1_000).held >= HELD
    assert growth.weighted(59, accuracy, 5_000, 200, looks=5, target=accuracy).held >= HELD - 0.02


@pytest.mark.parametrize(("target", "lines"), [*product((0.9, 0.98), (1, 4, 10))])
def test_certified_accepts_keep_their_promise(target: float, lines: int) -> None:
    assert audits.broken_promises(target, 0.002, 20_000, lines, 4_000) <= 0.05
