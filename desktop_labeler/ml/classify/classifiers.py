"""The single classifiers: each scores every class for all images, or for labelled ones from the other folds' labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.class_prior import class_prior
from desktop_labeler.ml.classify.cross_validation import STRENGTH, BalancedHead, fit_balanced
from desktop_labeler.ml.graph.graph_features import own_width
from desktop_labeler.ml.graph.label_propagation import Links, as_probabilities, propagate_labels, propagation_sources
from desktop_labeler.ml.graph.neighbors import Graph

_DOUBT = 1e-3  # uniform probability mixed into the probabilities before the logarithm
_TOLERANCE = 3e-3  # half the time of 1e-4 and the same accuracy within 0.02 points from 100 to 40,000 labels
_FOLD_TOLERANCE = 1e-2  # the heads of folds are only used to measure accuracy
# Limit on labels × classes above which heads use 3 folds and a looser tolerance. With 50,000 labels of 100 classes this
# cuts the processor time from 29 to 10 s at the same accuracy.
_HEAVY = 2e6
_MOST = 2e7  # heads learn from at most so many labels × classes
LOW_PENALTY = 0.02  # penalty of the second head; values from 0.01 to 0.1 give the same accuracy within 0.5 points
_FOLD_STEPS = 8  # steps of conjugate gradients when classifiers are compared; the result has converged to 2 % by then


@dataclass(frozen=True, eq=False)
class Task:
    """The labels, vectors and graph in the form that all classifiers learn from.

    Attributes:
        graph: the neighbour graph of all N images.
        features: (N, F) graph features of the images.
        links: (N, N) normalised links of the graph.
        labels: (N,) validated class of each image, −1 = none.
        sample_weights: (N,) float32 sample weight of each label.
        rejected: (m, 2) rejected pairs (image, class).
        rows: (n,) positions of the labelled images.
        fold: (n,) the fold of each labelled image.
        folds: number of folds; 0 when there are too few labels to hold any out.
        counts: (n,) how much of all images each label stands for, 1 on average; None with too many labels to compute.
        fair: (n,) whether the image of each label was drawn at random.
        checkable: (n,) whether another fold has a label of the same class.
        pool: (p, F) features of a sample of all images.
        classes: C, the number of classes.
        others: (N, C) probabilities by models from elsewhere, by name; NaN for images about which one says nothing.
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
    others: Mapping[str, Float32Array]

    @property
    def known(self) -> IntArray:
        """(n,) labels of the labelled images."""
        return self.labels[self.rows]

    def prior(self, seen: BoolArray) -> Float64Array | None:
        """(C,) class prior from the labels where `seen` (n,) is True; None with too many labels to need a prior."""
        if self.counts is None:
            return None
        return class_prior(self.known[seen], self.classes, self.counts[seen], self.fair[seen])

    def without(self, fold: int) -> IntArray:
        """(N,) labels; those of one fold are replaced by −1."""
        rest = self.labels.copy()
        rest[self.rows[self.fold == fold]] = -1
        return rest


def fit_heads(task: Task, start: list[BalancedHead], *, loose: bool = False) -> list[BalancedHead]:
    """Fit a head on all labels, then one per fold without that fold's labels.

    Args:
        task: the labels and features to learn from.
        start: heads to start from, in the same order; there may be fewer or none.
        loose: fit on the image's own vector alone, with a small penalty: better with strong vectors and many labels.

    Returns:
        1 + folds heads.
    """
    learn = enough_labels(task.known, task.classes)
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
        strength=LOW_PENALTY if loose else STRENGTH,
    )


def heavy(labels: int, classes: int) -> bool:
    """Whether there are so many labels and classes that heads get a looser tolerance and fewer folds to save time."""
    return labels * classes > _HEAVY


def enough_labels(known: IntArray, classes: int) -> IntArray:
    """Positions among (n,) labels that heads learn from: all, or as many of each class as the limit on work allows."""
    most = int(_MOST / max(classes, 1))
    if len(known) <= most:
        return np.arange(len(known))
    order = np.argsort(known, kind="stable")
    first = np.searchsorted(known[order], known[order])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first  # 0 for the first label of each class
    return np.sort(np.argsort(rank, kind="stable")[:most])


def held_out_head(task: Task, heads: list[BalancedHead]) -> Float32Array:
    """(n, C) logits of the labelled images, each from the head that was fitted without its fold."""
    scores = np.empty((len(task.rows), task.classes), np.float32)
    for fold, member in _folds(task):
        scores[member] = head_logits(task, heads[fold + 1], task.rows[member])
    return scores


def head_logits(task: Task, head: BalancedHead, rows: IntArray | slice) -> Float32Array:
    """(r, C) logits of some images from a head that was fitted on all features or on the first columns only."""
    return head.logits(task.features[rows, : len(head.head.weights)])


def held_out_propagation(task: Task, folds: int) -> Float32Array:
    """(n, C) held-out logits by label propagation; only the first `folds` folds are scored, the others are NaN."""
    scores = np.full((len(task.rows), task.classes), np.nan, np.float32)
    for fold, member in _folds(task):
        if fold < folds:
            shares, _ = propagate(task, task.without(fold), None, steps=_FOLD_STEPS)
            scores[member] = as_logits(shares[task.rows[member]])
    return scores


def propagate(
    task: Task, labels: IntArray, start: Float32Array | None, *, steps: int = 20
) -> tuple[Float32Array, Float32Array]:
    """Propagate labels to all images.

    Args:
        task: provides the links, sample weights and rejected pairs.
        labels: (N,) class of the images to learn from, −1 elsewhere.
        start: (N, C) earlier raw result to start from, or None.
        steps: maximum number of iterations.

    Returns:
        (N, C) class probabilities, and the (N, C) raw result to start the next round from.
    """
    sources = propagation_sources(labels, classes=task.classes, weights=task.sample_weights, rejected=task.rejected)
    raw = propagate_labels(task.links, sources, start=start, steps=steps)
    return as_probabilities(raw, task.prior(labels[task.rows] >= 0)), raw


def as_logits(shares: Float32Array) -> Float32Array:
    """Logarithm of probabilities with a small uniform part mixed in; a row of zeros becomes uniform."""
    scores: Float32Array = np.log(shares + np.float32(_DOUBT / max(shares.shape[1], 1)))
    return scores


def _folds(task: Task) -> Iterator[tuple[int, IntArray]]:
    for fold in range(task.folds):
        yield fold, np.flatnonzero(task.fold == fold)
