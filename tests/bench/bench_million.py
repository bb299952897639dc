"""A million images on two cores: minutes, so only when asked for by name."""

import resource
import sys
from collections.abc import Iterator
from functools import partial

import numpy as np
import numpy.typing as npt

from desktop_labeler.ml.neighbors import build_graph
from desktop_labeler.ml.suggest import suggest
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import cifar_vectors, timed

OPT_IN = True


def run() -> Iterator[Row]:
    vectors, truth = _million()
    graph, wall, cpu = timed(lambda: finish(build_graph(vectors)))
    yield Row("graph, 1,000,000 × 128, wall", wall / 60, "min", 1, "≤ 20 on 2 free cores")
    yield Row("graph, 1,000,000 × 128, processor / 2", cpu / 120, "min", 1, "≤ 20")
    yield Row(f"its recall@50 ({graph.method})", graph.recall or 1.0, "share", 1000, "≥ 0.95")
    yield Row("peak memory so far", _peak(), "GB", 1, "≤ 6")
    labels = np.full(len(truth), -1)
    chosen = np.random.default_rng(0).choice(len(truth), 1000, replace=False)
    labels[chosen] = truth[chosen]
    first, wall, cpu = timed(partial(suggest, vectors, graph, labels, classes=10))
    yield Row("suggest, 1,000 labels, 10 classes, wall", wall, "s", 1, "≤ 20 on 2 free cores")
    yield Row("suggest, 1,000 labels, 10 classes, processor / 2", cpu / 2, "s", 1, "≤ 20")
    yield Row("its accuracy", float((first.suggested == truth)[labels < 0].mean()), "share", len(truth))
    _, wall, cpu = timed(partial(suggest, vectors, graph, labels, classes=10, previous=first))
    yield Row("next suggest, wall", wall, "s", 1)
    yield Row("next suggest, processor / 2", cpu / 2, "s", 1)
    yield Row("peak memory", _peak(), "GB", 1, "≤ 6")


def _million() -> tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]:
    """Twenty noisy copies of each CIFAR-10 vector: cosine to the original about 0.9, like other views of a scene."""
    base, truth = cifar_vectors()
    rng = np.random.default_rng(0)
    parts = []
    for _ in range(20):
        noise = rng.standard_normal(base.shape, dtype=np.float32) * np.float32(0.5 / np.sqrt(base.shape[1]))
        noisy = base.astype(np.float32) + noise
        parts.append((noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float16))
    return np.concatenate(parts), np.tile(truth, 20)


def _peak() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)
