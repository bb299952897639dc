"""The layout by similarity: groups stay together, the rest comes beside them, it can be stopped at any step."""

import numpy as np
import pytest

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.map.tsne import lay_out
from desktop_labeler.progress import Progress, finish


def groups(count: int, kinds: int = 4, width: int = 16) -> tuple[Float32Array, IntArray]:
    """Return vectors in clear groups, and the group of each."""
    rng = np.random.default_rng(0)
    of = rng.integers(0, kinds, count)
    centers = rng.standard_normal((kinds, width)) * 3
    return (centers[of] + rng.standard_normal((count, width)) * 0.6).astype(np.float32), of


def agreement(places: Float32Array, of: IntArray) -> float:
    """Return how often the nearest on the map is of the same group."""
    square = ((places[:, None] - places[None]) ** 2).sum(axis=-1)
    np.fill_diagonal(square, np.inf)
    return float((of[square.argmin(axis=1)] == of).mean())


def test_similar_ones_lie_side_by_side() -> None:
    vectors, of = groups(160)
    places = finish(lay_out(vectors))
    assert places.shape == (160, 2)
    assert places.dtype == np.float32
    assert np.isfinite(places).all()
    assert agreement(places, of) > 0.97


def test_beyond_the_landmarks_the_others_come_beside_their_like() -> None:
    vectors, of = groups(300)
    told: list[Progress] = []
    places = finish(lay_out(vectors, landmarks=60), told.append)
    assert np.isfinite(places).all()
    assert agreement(places, of) > 0.95
    assert {"laying out", "placing the others"} <= {progress.phase for progress in told}


def test_rows_without_a_vector_have_no_place() -> None:
    vectors, of = groups(120)
    vectors[3], vectors[50, 2] = 0, np.nan
    for landmarks in (1000, 80):
        places = finish(lay_out(vectors, landmarks=landmarks))
        bad = np.isnan(places).any(axis=1)
        assert np.flatnonzero(bad).tolist() == [3, 50]
        assert agreement(places[~bad], of[~bad]) > 0.9


@pytest.mark.parametrize("count", [0, 1, 5, 29])
def test_a_few_images_are_shown_by_their_main_directions(count: int) -> None:
    places = finish(lay_out(groups(40)[0][:count]))
    assert places.shape == (count, 2)
    assert np.isfinite(places).all()


def test_images_that_are_all_the_same_are_no_error() -> None:
    places = finish(lay_out(np.ones((60, 4), np.float32)))
    assert np.isfinite(places).all()


def test_it_can_be_stopped_at_any_report() -> None:
    job = lay_out(groups(100)[0])
    for _ in range(12):
        assert isinstance(next(job), Progress)
    job.close()
    with pytest.raises(StopIteration):
        next(job)


def test_too_few_landmarks_are_refused() -> None:
    with pytest.raises(ValueError, match="30 landmarks"):
        finish(lay_out(groups(50)[0], landmarks=10))
