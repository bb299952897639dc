import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.k_means import ROUNDS, spherical_k_means
from desktop_labeler.progress import finish


def directions(rng: np.random.Generator, count: int, near: Float32Array, noise: float) -> Float32Array:
    rows = near[rng.integers(0, len(near), count)] + noise * rng.standard_normal((count, near.shape[1]))
    unit: Float32Array = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


@given(st.integers(0, 2**31), st.integers(1, 8), st.integers(8, 60), st.integers(1, 70))
@settings(deadline=None)
def test_blocks_change_nothing_and_the_fit_gets_no_worse(seed: int, count: int, n: int, block: int) -> None:
    rng = np.random.default_rng(seed)
    rows = directions(rng, n, rng.standard_normal((4, 6)).astype(np.float32), 0.5)
    start = rows[rng.choice(n, count, replace=False)]
    steps = list(spherical_k_means(rows, start, block=block))
    centres = finish(spherical_k_means(rows, start, block=block))
    np.testing.assert_allclose(centres, finish(spherical_k_means(rows, start, block=n)), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(centres, axis=1), 1, atol=1e-5)
    assert (rows @ centres.T).max(axis=1).sum() >= (rows @ start.T).max(axis=1).sum() - 1e-3
    assert len(steps) == ROUNDS * -(-n // block)
    assert steps[-1].done == steps[-1].total


def test_finds_the_directions_that_there_are() -> None:
    rng = np.random.default_rng(1)
    truth = np.eye(5, 12, dtype=np.float32)
    rows = np.concatenate([directions(rng, 40, truth[[place]], 0.1) for place in range(5)])
    centres = finish(spherical_k_means(rows, rows[::40], block=64))
    assert ((centres @ truth.T).max(axis=0) > 0.99).all()


def test_a_centre_without_rows_stays() -> None:
    rows = np.eye(3, dtype=np.float32)[[0, 0, 1]]
    centres = finish(spherical_k_means(rows, np.eye(3, dtype=np.float32), block=2))
    np.testing.assert_array_equal(centres, np.eye(3))
