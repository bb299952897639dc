"""Class probabilities from classifiers that never saw the image, for checking labels and calibrating."""

from __future__ import annotations

from typing import Literal

import numpy.typing as npt
import torch

from desktop_labeler.ml.crossfit import assign_folds, side_by_side
from desktop_labeler.ml.head import FloatArray, checked_labels, checked_weights, finite_rows, fit_head
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
    epochs: int | None = None,
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
        epochs: passes of the network over the images; from their number when absent.
        seed: for the network. The folds follow from the vectors; the network sees the images in their order, so only
            the linear head is independent of it.

    Returns:
        (n, classes) float32, rows sum to 1. A class that only occurs in the image's own fold has probability 0 there
        (with nothing to learn from at all, every class the same).

    Raises:
        ValueError: lengths differ, a label outside [0, classes), a negative weight, fewer than 2 folds.
    """
    if folds < 2:
        message = f"{folds} folds, expected at least 2"
        raise ValueError(message)
    rows, finite = finite_rows(vectors)
    target = checked_labels(labels, len(rows), classes)
    share = checked_weights(weights, len(rows)) * finite
    part = torch.from_numpy(assign_folds(rows.numpy(), target.numpy(), groups, folds))

    def check(fold: int) -> torch.Tensor:
        held, learn = part == fold, (part != fold) & (share > 0)
        data = (rows[learn], target[learn], share[learn])
        if kind == "network" and len(torch.unique(data[1])) > 1:
            return _by_network(data, rows[held], classes, epochs, seed + fold)
        head = fit_head(
            data[0].numpy(),
            data[1].numpy(),
            classes=classes,
            weights=data[2].numpy(),
            strength=strength,
            tolerance=1e-3,  # the order of the doubts does not change beyond; half the passes
        )
        return torch.from_numpy(head.probabilities(rows[held].numpy()))

    found = torch.empty((len(rows), classes))
    for fold, block in enumerate(side_by_side(check, range(folds))):
        found[part == fold] = block
    return found.numpy()


def _by_network(
    data: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    held: torch.Tensor,
    classes: int,
    epochs: int | None,
    seed: int,
) -> torch.Tensor:
    rows, target, share = data
    present = torch.unique(target)
    place = torch.full((classes,), -1)
    place[present] = torch.arange(len(present))
    network = fit_network(rows, place[target], share, classes=len(present), epochs=epochs, seed=seed)
    found = torch.zeros((len(held), classes))
    found[:, present] = network.probabilities(held)
    return found
