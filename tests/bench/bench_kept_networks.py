"""Suspects by networks of an earlier round beside networks trained anew, after up to a twentieth of the labels changed.

In BENCH_FOLDERS (names of learning_folders.FOLDERS) with BENCH_SEEDS draws of the images and of their wrong labels.
"""

import os
from collections.abc import Iterator
from itertools import product
from unittest.mock import patch

import numpy as np
from sklearn.metrics import average_precision_score

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.ml.label_issues import label_networks
from desktop_labeler.ml.label_issues.suspects import Suspects, find_suspects
from tests.bench.learning_folders import embedded
from tests.bench.rows import Row

OPT_IN = True  # half a minute of processor time for each draw of a folder
NAMES = ("algae", "8x8 digits", "CIFAR-10", "blood cells", "clothing", "sign digits")
_LABELS = 1_000
_CHANGED = (0.02, 0.05)  # share of the labels; here the networks are kept up to the second
_WRONG = {"more labels": 0.05, "corrected": 0.1}


def run() -> Iterator[Row]:
    folders = os.environ.get("BENCH_FOLDERS", ",".join(NAMES)).split(",")
    for name, seed in product(folders, range(int(os.environ.get("BENCH_SEEDS", "3")))):
        folder, chance = embedded(name), np.random.default_rng(seed)
        count = min(_LABELS, int(len(folder.truth) / (1 + _CHANGED[-1])))
        rows = chance.permutation(len(folder.truth))[: count + int(_CHANGED[-1] * count)]
        vectors, truth = folder.vectors[rows].astype(np.float32), folder.truth[rows]
        for title, measure in (("more labels", _more), ("corrected", _corrected)):
            wrong = chance.random(len(truth)) < _WRONG[title]
            given = np.where(wrong, (truth + chance.integers(1, folder.classes, len(truth))) % folder.classes, truth)
            with patch.object(label_networks, "_CHANGED", _CHANGED[-1]):
                found = list(measure(vectors, truth, given, count, folder.classes))
            for share, kept, new in found:
                for way, value in (("kept", kept), ("new", new)):
                    yield Row(f"{name}, {seed}, {title}, {share:.0%}: {way}", value, "average precision", count)


def _more(
    vectors: Float32Array, truth: IntArray, given: IntArray, count: int, classes: int
) -> Iterator[tuple[float, float, float]]:
    """Yield the share of new labels, and the average precision with kept and with new networks."""
    line = np.arange(len(truth))
    old = find_suspects(vectors, np.where(line < count, given, -1), classes=classes)
    for share in _CHANGED:
        known = line < count + int(share * count)
        labels = np.where(known, given, -1)
        kept = find_suspects(vectors, labels, classes=classes, previous=old)
        new = find_suspects(vectors, labels, classes=classes)
        yield share, _precision(kept, given != truth, known), _precision(new, given != truth, known)


def _corrected(
    vectors: Float32Array, truth: IntArray, given: IntArray, count: int, classes: int
) -> Iterator[tuple[float, float, float]]:
    """Yield the share of labels that a person looked at, worst first, and put right; judged on the others."""
    vectors, truth, given = vectors[:count], truth[:count], given[:count]
    old = find_suspects(vectors, given, classes=classes)
    for share in _CHANGED:
        looked = old.ranking()[: int(share * count)]
        labels, sure = given.copy(), np.zeros(count, bool)
        labels[looked], sure[looked] = truth[looked], True
        kept = find_suspects(vectors, labels, classes=classes, confirmed=sure, previous=old)
        new = find_suspects(vectors, labels, classes=classes, confirmed=sure)
        yield share, _precision(kept, labels != truth, ~sure), _precision(new, labels != truth, ~sure)


def _precision(found: Suspects, wrong: BoolArray, rows: BoolArray) -> float:
    return float(average_precision_score(wrong[rows], np.nan_to_num(found.label_issue_score[rows])))
