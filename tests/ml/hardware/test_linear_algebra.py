"""Eigenvectors and products against NumPy's."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.hardware.linear_algebra import Array, eigenvectors, product


@given(size=st.integers(1, 40), rank=st.integers(0, 40), seed=st.integers(0, 99))
def test_eigenvectors_take_a_matrix_apart_as_numpy_does(size: int, rank: int, seed: int) -> None:
    rows = np.random.default_rng(seed).standard_normal((rank, size))
    _check(np.ascontiguousarray(rows.T @ rows), 1e-9)
    _check(np.ascontiguousarray(rows.T @ rows).astype(np.float32), 1e-3)


def _check(matrix: Array, near: float) -> None:
    size = len(matrix)
    values, axes = eigenvectors(matrix)
    assert values.dtype == axes.dtype == matrix.dtype
    np.testing.assert_allclose(values, np.linalg.eigvalsh(matrix.astype(np.float64)), atol=near * 100)
    np.testing.assert_allclose(axes.T @ axes, np.eye(size), atol=near)
    np.testing.assert_allclose((axes * values) @ axes.T, matrix, atol=near * 100)


@given(n=st.integers(0, 9), m=st.integers(0, 9), k=st.integers(0, 9), turned=st.booleans())
def test_a_product_is_numpys_also_of_turned_arrays(n: int, m: int, k: int, turned: bool) -> None:
    rng = np.random.default_rng(n + 10 * m + 100 * k)
    a = rng.standard_normal((m, n)).T if turned else rng.standard_normal((n, m))
    b = rng.standard_normal((m, k))
    np.testing.assert_allclose(product(a, b), a @ b, atol=1e-12)


def test_torch_has_its_threads_again_also_after_an_error() -> None:
    before = torch.get_num_threads()
    eigenvectors(np.eye(3))
    assert torch.get_num_threads() == before
    with pytest.raises(RuntimeError):
        eigenvectors(np.zeros((2, 3)))
    assert torch.get_num_threads() == before
