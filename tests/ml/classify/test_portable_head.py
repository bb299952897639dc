"""The mark of a portable head: seldom on images of kinds with labels, often on others, whatever was labelled."""

import numpy as np
import pytest

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.classify.portable_head import HeadFit, fit_portable_head

CLASSES, WIDTH, COUNT = 4, 48, 400


def images(seed: int, count: int, kinds: int = CLASSES) -> tuple[Float32Array, IntArray]:
    """Return vectors of unit length of some kinds, in which images of a kind differ along few directions, and kinds."""
    chance = np.random.default_rng(seed)
    centres, axes = chance.normal(0, 1, (8, WIDTH))[:kinds], chance.normal(0, 0.4, (5, WIDTH))
    shown = np.random.default_rng(seed + 100).integers(0, kinds, count)
    rows = centres[shown] + np.random.default_rng(seed + 200).normal(0, 1, (count, 5)) @ axes
    rows += np.random.default_rng(seed + 300).normal(0, 0.2, (count, WIDTH))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), shown


def fitted(seed: int, labels: int) -> HeadFit:
    vectors, truth = images(seed, COUNT + 500)
    known = np.where(np.arange(COUNT) < labels, truth[:COUNT], -1)
    return fit_portable_head(vectors[:COUNT], known, classes=CLASSES, groups=None, fair=np.ones(COUNT, bool))


@pytest.mark.parametrize("labels", [12, 50, 200])
def test_images_like_those_of_the_project_are_seldom_marked_and_others_mostly(labels: int) -> None:
    own, other = [], []
    for seed in range(4):
        head = fitted(seed, labels).head
        alike, elsewhere = images(seed, COUNT + 500)[0][COUNT:], images(seed + 50, 100)[0]
        own.append((head.scores(alike)[1] < head.unlike_below).mean())
        other.append((head.scores(elsewhere)[1] < head.unlike_below).mean())
    assert np.mean(own) < 0.045  # three in a hundred are promised
    assert min(other) > 0.9
