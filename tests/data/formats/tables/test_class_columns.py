"""Which columns of numbers are classes: those that sum to one, whatever stands beside them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.formats.tables.class_columns import columns_of_classes


@given(st.integers(2, 8), st.integers(10, 60), st.sampled_from(["id", "width", "flag", "score"]), st.integers(0, 999))
def test_a_column_beside_the_classes_is_left_out(classes: int, rows: int, kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    hot = rng.random() < 0.5
    values = np.eye(classes)[np.arange(rows) % classes] if hot else rng.dirichlet(np.ones(classes), rows)
    beside = {
        "id": np.arange(rows, dtype=float),
        "width": np.full(rows, 640.0),
        "flag": (np.arange(rows) < 2) | (rng.random(rows) < 0.3),  # of two classes at least
        "score": rng.uniform(0.1, 0.9, rows),
    }[kind]
    place = int(rng.integers(classes + 1))
    table = np.insert(values, place, beside, axis=1)
    assert columns_of_classes(table) == [column for column in range(classes + 1) if column != place]


def test_numbers_that_sum_to_nothing_are_no_classes() -> None:
    assert columns_of_classes(np.random.default_rng(0).uniform(0.1, 0.9, (50, 4))) == []
    assert columns_of_classes(np.zeros((3, 0))) == []
    assert columns_of_classes(np.zeros((0, 3))) == []


def test_a_class_that_no_row_has_stays_a_class() -> None:
    assert columns_of_classes(np.eye(3)[[0, 1, 1, 0]]) == [0, 1, 2]
