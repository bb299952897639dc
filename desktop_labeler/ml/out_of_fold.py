"""Class probabilities from classifiers that never saw the image, for checking labels and calibrating."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import torch

from desktop_labeler.ml.head import FloatArray, Head, checked_labels, checked_weights, finite_rows, fit_head
from desktop_labeler.ml.small_network import fit_network


def out_of_fold(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    classes: int,
    groups: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    folds: int = 5,
    kind: Literal["linear", "network"] = "linear",
    strength: float | None = None,
    seed: int = 0,
) -> FloatArray:
    """Probabilities for every image from a classifier that never saw it, nor any image of its group.

    Args:
        vectors: (n, D); a row with NaN or infinity is not learned from and is predicted from the zero vector.
        labels: (n,) int in [0, classes).
        classes: number of classes.
        groups: (n,) any values; images with the same value (patient, site) stay together.
        weights: (n,) at least 0, how much each image counts.
        folds: parts, at least 2.
        kind: the linear head, or a network with one hidden layer.
        strength: L2 penalty of the linear head; chosen from the vectors when absent.
        seed: for the folds and the network; the order of the images matters through them.

    Returns:
        (n, classes) float32, rows sum to 1. A class that only occurs in the image's own fold has probability 0 there
        (with nothing to learn from at all, every class the same).

    Raises:
        ValueError: lengths differ, a label outside [0, classes), a negative weight, or fewer than 2 folds.
    """
    rows, finite = finite_rows(vectors)
    target = checked_labels(labels, len(rows), classes)
    share = checked_weights(weights, len(rows)) * finite
    part = torch.from_numpy(fold_of_each(target.numpy(), groups=groups, folds=folds, seed=seed))
    found = torch.empty((len(rows), classes))
    start: Head | None = None
    for fold in range(folds):
        held = part == fold
        if not held.any():
            continue
        learn = ~held & (share > 0)
        present = torch.unique(target[learn])
        if kind == "linear" or len(present) < 2:
            start = fit_head(
                rows[learn].numpy(),
                target[learn].numpy(),
                classes=classes,
                weights=share[learn].numpy(),
                strength=strength,
                start=start,
                tolerance=1e-3,  # doubts do not change beyond; half the passes
            )
            found[held] = torch.from_numpy(start.probabilities(rows[held].numpy()))
        else:
            place = torch.full((classes,), -1)
            place[present] = torch.arange(len(present))
            network = fit_network(
                rows[learn], place[target[learn]], share[learn], classes=len(present), seed=seed + fold
            )
            block = torch.zeros((int(held.sum()), classes))
            block[:, present] = network.probabilities(rows[held])
            found[held] = block
    return found.numpy()


def fold_of_each(
    labels: npt.NDArray[np.int64], *, groups: npt.ArrayLike | None = None, folds: int = 5, seed: int = 0
) -> npt.NDArray[np.int64]:
    """Deal images into folds, class by class as evenly as can be, groups kept whole.

    Args:
        labels: (n,) int at least 0.
        groups: (n,) any values; the same value is never split.
        folds: parts, at least 2.
        seed: for the dealing.

    Returns:
        (n,) int64 in [0, folds).

    Raises:
        ValueError: fewer than 2 folds, or groups of another length.
    """
    if folds < 2:
        message = f"{folds} folds, expected at least 2"
        raise ValueError(message)
    random = np.random.default_rng(seed)
    order = random.permutation(len(labels))
    part = np.empty(len(labels), np.int64)
    if groups is None:
        order = order[np.argsort(labels[order], kind="stable")]
        part[order] = np.arange(len(labels)) % folds  # sorted by class: each class is dealt in turn
        return part
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    if member.shape != labels.shape:
        message = f"{len(labels)} labels but groups of shape {member.shape}"
        raise ValueError(message)
    sizes = np.bincount(member)
    by_group = np.split(np.argsort(member, kind="stable"), np.cumsum(sizes)[:-1]) if len(sizes) else []
    load = np.zeros((folds, int(labels.max(initial=0)) + 1))
    dealt = random.permutation(len(sizes))
    for group in dealt[np.argsort(-sizes[dealt], kind="stable")]:  # large groups first, where they fit best
        images = by_group[group]
        fold = int(np.argmin(load[:, labels[images]].sum(axis=1) + 1e-3 * load.sum(axis=1)))
        part[images] = fold
        np.add.at(load[fold], labels[images], 1)
    return part
