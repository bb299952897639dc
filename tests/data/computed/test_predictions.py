"""Stored predictions: read as they were written, spread over all classes, and never labels."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.computed.predictions import (
    Predictions,
    predicting_models,
    predictions_over,
    read_predictions_of,
    remove_predictions,
    save_predictions,
)
from tests.making import make_project


def made(model: str = "SpeciesNet 4.0") -> Predictions:
    return Predictions(
        model,
        np.array([2, 5]),
        np.array([[7, 9], [9, -1]], np.int32),
        np.array([[0.75, 0.125], [0.5, 0]], np.float32),
    )


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["1.png"]) as project:
        save_predictions(project, made(), "x.csv")
        save_predictions(project, made("B"), "y.csv")
        assert predicting_models(project) == {"B": 2, "SpeciesNet 4.0": 2}
        found = read_predictions_of(project, "SpeciesNet 4.0")
        assert found is not None
        np.testing.assert_array_equal(found.classes, made().classes)
        np.testing.assert_allclose(found.probabilities, made().probabilities)
        remove_predictions(project, "SpeciesNet 4.0")
        assert predicting_models(project) == {"B": 2}
        assert list(predictions_over(project, np.arange(3), np.array([7, 9]))) == ["B"]


def test_what_a_model_does_not_say_is_spread_over_the_other_classes() -> None:
    table = made().over(np.array([5, 1, 2]), np.array([9, 7, 3, 4]))
    np.testing.assert_allclose(table[0], [0.5, 1 / 6, 1 / 6, 1 / 6], rtol=1e-5)
    assert np.isnan(table[1]).all()
    np.testing.assert_allclose(table[2], [0.125, 0.75, 1 / 16, 1 / 16], rtol=1e-5)


def test_a_deleted_class_takes_its_predictions_with_it() -> None:
    table = made().over(np.array([2, 5]), np.array([7]))
    np.testing.assert_allclose(table[0], [1])
    assert np.isnan(table[1]).all()


@given(
    st.lists(st.integers(0, 40), unique=True),
    st.lists(st.integers(1, 12), unique=True, min_size=1),
    st.integers(0, 99),
)
def test_every_row_sums_to_one_or_is_unknown(images: list[int], classes: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = np.flatnonzero(rng.random(41) < 0.5)
    numbers = np.array([rng.permutation(14)[:3] - 1 for _ in known], np.int32).reshape(-1, 3)
    values = rng.dirichlet([1, 1, 1, 1], len(known))[:, :3].astype(np.float32)
    table = Predictions("m", known, numbers, values).over(np.array(images, np.int64), np.array(classes, np.int64))
    assert table.shape == (len(images), len(classes))
    said = np.isfinite(table).all(axis=1)
    np.testing.assert_allclose(table[said].sum(axis=1), 1, rtol=1e-4)
    assert (table[said] >= 0).all()
    assert not set(np.array(images)[said]) - set(known.tolist())
