"""Out-of-fold probabilities: from classifiers that never saw the image, for checking labels and for calibration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy.typing as npt
import torch

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.classify.heads import checked_labels, checked_weights, finite_rows, fit_heads
from desktop_labeler.ml.classify.small_network import Network, fit_network
from desktop_labeler.ml.hardware.thread_pools import map_in_threads


def out_of_fold(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    classes: int,
    groups: npt.ArrayLike | None = None,
    weights: npt.ArrayLike | None = None,
    folds: int = 5,
    kind: Literal["linear", "network"] = "linear",
    epochs: int = 10,
    seed: int = 0,
) -> Float32Array:
    """Compute probabilities for every image with a classifier that saw neither it nor any image of its group.

    Args:
        vectors: (n, D); a row with NaN or infinity is not learnt from and is predicted from the zero vector.
        labels: (n,) int in [0, classes).
        classes: number of classes.
        groups: (n,) any values; images with the same value (patient, site) stay together.
        weights: (n,) sample weights, at least 0; all 1 when absent.
        folds: number of folds, at least 2.
        kind: "linear" for a linear head, "network" for a network with one hidden layer.
        epochs: passes of the network over the images, at least 1.
        seed: seed of the network. The folds depend on the vectors only. The network depends on the order of the images,
            the linear head does not.

    Returns:
        (n, classes) float32, rows sum to 1. A class that only occurs in the image's own fold has probability 0 (without
        anything to learn from, all classes have the same probability).

    Raises:
        ValueError: lengths differ, a label is outside [0, classes), a weight is negative, or there are fewer than 2
            folds.
    """
    if folds < 2:
        message = f"{folds} folds, expected at least 2"
        raise ValueError(message)
    rows, finite = finite_rows(vectors)
    target = checked_labels(labels, len(rows), classes)
    share = checked_weights(weights, len(rows)) * finite
    part = torch.from_numpy(assign_folds(rows.numpy(), target.numpy(), groups, folds))

    if kind == "linear":
        seen = torch.stack([part != fold for fold in range(folds)]) * share
        # a lower tolerance does not change the order of the suspects and doubles the number of passes
        heads = fit_heads(
            rows.numpy(),
            target.numpy(),
            classes=classes,
            weights=seen.numpy(),
            tolerance=[1e-2] * folds,
        )
        blocks = [torch.from_numpy(head.probabilities(rows[part == fold].numpy())) for fold, head in enumerate(heads)]
    else:
        networks = fit_fold_networks(rows, target, share, part, folds=folds, epochs=epochs, seed=seed)
        blocks = [network.probabilities(rows[part == fold], classes) for fold, network in enumerate(networks)]
    found = torch.empty((len(rows), classes))
    for fold, block in enumerate(blocks):
        found[part == fold] = block
    return found.numpy()


@dataclass(frozen=True, eq=False)
class FoldNetwork:
    """What was learnt without one fold.

    Attributes:
        present: (P,) the classes that were seen, ascending.
        network: tells them apart; None if fewer than 2 were seen.
    """

    present: torch.Tensor
    network: Network | None

    def probabilities(self, rows: torch.Tensor, classes: int) -> torch.Tensor:
        """Return (n, classes) probabilities of rows (n, D), 0 for classes that were not seen; even if none was."""
        found = torch.zeros((len(rows), classes))
        if self.network is not None:
            found[:, self.present] = self.network.probabilities(rows)
            return found
        found[:, self.present] = 1
        return found if len(self.present) else found.add_(1 / classes)


def fit_fold_networks(
    rows: torch.Tensor,
    target: torch.Tensor,
    share: torch.Tensor,
    part: torch.Tensor,
    *,
    folds: int,
    epochs: int,
    seed: int,
) -> list[FoldNetwork]:
    """Train a network without each of the first folds.

    Args:
        rows: (n, D) float32, finite.
        target: (n,) int64 classes.
        share: (n,) float32 sample weights; labels of weight 0 are not learnt from.
        part: (n,) the fold of each image.
        folds: how many networks are trained, for folds 0, 1 and so on.
        epochs: passes over the images, at least 1.
        seed: seed of the first network; each further one has the next.
    """

    def fitted(fold: int) -> FoldNetwork:
        learn = (share > 0) & (part != fold)
        present, place = torch.unique(target[learn], return_inverse=True)
        if len(present) < 2:
            return FoldNetwork(present, None)
        shape = len(present)
        found = fit_network(rows[learn], place, share[learn], classes=shape, epochs=epochs, seed=seed + fold)
        return FoldNetwork(present, found)

    return map_in_threads(fitted, range(folds))
