"""The ways to suggest: each scores every class, for all images or for labelled ones from the other folds' labels."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.class_prior import class_prior
from desktop_labeler.ml.classify.cross_validation import STRENGTH, BalancedHead, fit_balanced
from desktop_labeler.ml.graph.graph_features import own_width
from desktop_labeler.ml.graph.label_propagation import Links, as_probabilities, sources_of, spread_regularized
from desktop_labeler.ml.graph.neighbors import Graph

_DOUBT = 1e-3  # mixed into shares before their logarithm
_TOLERANCE = 3e-3  # half the time of 1e-4 and the same accuracy within 0.02 points from 100 to 40,000 labels
_FOLD_TOLERANCE = 1e-2  # folds only measure
# Labels × classes: above, 3 folds and a looser fit. 50,000 labels of 100 classes: 29 → 10 s of processor time, and the
# same accuracy.
_HEAVY = 2e6
_MOST = 2e7  # the same: heads learn from no more
_LOOSE = 0.02  # penalty of the second head; 0.1 to 0.01 are the same within 0.5 points
_FOLD_STEPS = 8  # conjugate gradients for comparing; they have converged to 2 %


@dataclass(frozen=True, eq=False)
class Task:
    """What is known, ready to learn from.

    Attributes:
        graph: of all N images.
        features: (N, F) smoothed vectors.
        links: (N, N) normalised.
        labels: (N,) cleaned, −1 = none.
        sample_weights: (N,) float32.
        rejected: (m, 2) pairs (image, class).
        rows: (n,) the labelled images.
        fold: (n,) their folds.
        folds: number of folds; 0 when there are too few labels to hold any out.
        counts: (n,) how much of all images each label stands for, 1 on average; None with too many labels to tell.
        fair: (n,) which labels are of images drawn by chance.
        checkable: (n,) whether another fold has a label of the same class.
        pool: (p, F) features of a sample of all images.
        classes: C.
    """

    graph: Graph
    features: Float32Array
    links: Links
    labels: IntArray
    sample_weights: Float32Array
    rejected: IntArray
    rows: IntArray
    fold: IntArray
    folds: int
    counts: Float32Array | None
    fair: BoolArray
    checkable: BoolArray
    pool: Float32Array
    classes: int

    @property
    def known(self) -> IntArray:
        """(n,) labels of the labelled images."""
        return self.labels[self.rows]

    def prior(self, seen: BoolArray) -> Float64Array | None:
        """(C,) shares of the classes by some of the labels, (n,); None where there are so many that heads know best."""
        if self.counts is None:
            return None
        return class_prior(self.known[seen], self.classes, self.counts[seen], self.fair[seen])

    def without(self, fold: int) -> IntArray:
        """(N,) labels with those of one fold taken away."""
        rest = self.labels.copy()
        rest[self.rows[self.fold == fold]] = -1
        return rest


def fit_heads(task: Task, start: list[BalancedHead], *, loose: bool = False) -> list[BalancedHead]:
    """The head of all labels, then one per fold without that fold's labels.

    Args:
        task: what is known.
        start: earlier heads in the same order, or fewer, or none.
        loose: on own directions alone and with little penalty: better where vectors are strong and labels many.

    Returns:
        1 + folds heads.
    """
    learn = _enough(task)
    seen = task.fold[learn] != np.arange(-1, task.folds)[:, None]  # (1 + folds, n)
    looser = 3 if heavy(len(task.rows), task.classes) else 1
    width = own_width(task.features.shape[1]) if loose else task.features.shape[1]
    return fit_balanced(
        task.features[task.rows[learn], :width],
        task.known[learn],
        seen * task.sample_weights[task.rows[learn]],
        task.pool[:, :width],
        classes=task.classes,
        prior=lambda places: task.prior(np.isin(np.arange(len(task.rows)), learn[places])),
        start=start,
        tolerance=[looser * _TOLERANCE] + [looser * _FOLD_TOLERANCE] * task.folds,
        iterations=30 if looser > 1 else 200,
        strength=_LOOSE if loose else STRENGTH,
    )


def heavy(labels: int, classes: int) -> bool:
    """Whether heads of so many labels and classes take so long that they are fitted less closely, with fewer folds."""
    return labels * classes > _HEAVY


def _enough(task: Task) -> IntArray:
    """Places of the labels that heads learn from: all, or as many of each class as fit into the time."""
    most = int(_MOST / max(task.classes, 1))
    if len(task.rows) <= most:
        return np.arange(len(task.rows))
    order = np.argsort(task.known, kind="stable")
    first = np.searchsorted(task.known[order], task.known[order])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first  # 0 for the first label of each class
    return np.sort(np.argsort(rank, kind="stable")[:most])


def held_out_head(task: Task, heads: list[BalancedHead]) -> Float32Array:
    """(n, C) logits of the labelled images, each by the head that has not seen it."""
    scores = np.empty((len(task.rows), task.classes), np.float32)
    for fold, member in _folds(task):
        scores[member] = head_logits(task, heads[fold + 1], task.rows[member])
    return scores


def head_logits(task: Task, head: BalancedHead, rows: IntArray | slice) -> Float32Array:
    """(r, C) logits of some images by a head on all of their features, or on the first ones."""
    return head.logits(task.features[rows, : len(head.head.weights)])


def held_out_propagation(task: Task, folds: int) -> Float32Array:
    """(n, C) logits by propagation; only the images of the first `folds` folds are scored, the others are NaN."""
    scores = np.full((len(task.rows), task.classes), np.nan, np.float32)
    for fold, member in _folds(task):
        if fold < folds:
            shares, _ = propagate(task, task.without(fold), None, steps=_FOLD_STEPS)
            scores[member] = as_logits(shares[task.rows[member]])
    return scores


def propagate(
    task: Task, labels: IntArray, start: Float32Array | None, *, steps: int = 20
) -> tuple[Float32Array, Float32Array]:
    """Propagation from some labels to all images.

    Args:
        task: what is known.
        labels: (N,) those to learn from.
        start: an earlier raw result, of the same shape, or None.
        steps: most passes.

    Returns:
        (N, C) shares, and the raw result for the next start.
    """
    sources = sources_of(labels, classes=task.classes, weights=task.sample_weights, rejected=task.rejected)
    raw = spread_regularized(task.links, sources, start=start, steps=steps)
    return as_probabilities(raw, task.prior(labels[task.rows] >= 0)), raw


def as_logits(shares: Float32Array) -> Float32Array:
    """Logarithm of shares with a little doubt mixed in; a row of zeros becomes even."""
    scores: Float32Array = np.log(shares + np.float32(_DOUBT / max(shares.shape[1], 1)))
    return scores


def _folds(task: Task) -> Iterator[tuple[int, IntArray]]:
    for fold in range(task.folds):
        yield fold, np.flatnonzero(task.fold == fold)
