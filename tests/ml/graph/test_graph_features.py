import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.graph.graph_features import own_features, principal_directions


@given(st.integers(0, 50), st.integers(2, 24))
def test_angles_around_the_mean_stay_as_they_are(seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = (rng.normal(size=(60, width)) * rng.uniform(0.01, 1, width)).astype(np.float32)
    mean, directions, usable = principal_directions(vectors)
    assert usable.all()
    centred = vectors - vectors.mean(axis=0)
    expected = centred / np.linalg.norm(centred, axis=1, keepdims=True)
    found = own_features(vectors, mean, directions)
    np.testing.assert_allclose(found @ found.T, expected @ expected.T, atol=2e-3)
