"""How frequent the classes are among all images, told from labels that may be anything but a fair sample.

Labels that a query rule chose dwell on the classes that it confuses, accepted pages on those that it knows, imported
ones on whatever somebody had at hand. Their counts say nothing about the folder: on the sample, 200 queried labels
hold 149 of two classes of nine and 2 of a third, and suggestions balanced to that fell from .945 right to .531. So a
label counts for as much of the folder as lies nearer to it than to any other label.
"""

import numpy as np
import torch
from scipy.special import gammaln

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import softmax

_CONCENTRATIONS = np.logspace(-0.5, 2, 11)
_NEAREST = 50  # labels of a fair sample that say as much as all others, where there is one
_FAIR = 10  # other labels that say less than one of a fair sample
_RULED_OUT = np.float32(-1e4)
_COMPARED = 1 << 24  # pairs of images and labels that are compared at most: 0.1 s


def represented(labelled: Float32Array, pool: Float32Array) -> Float32Array | None:
    """How much of the pool each label stands for: the share of images to which it is the nearest label.

    Source: Loog, "Nearest neighbor-based importance weighting", MLSP 2012. It needs no probability of having been
    chosen, which importance weights for queried labels do (Farquhar et al., "On Statistical Bias In Active Learning",
    ICLR 2021) and which a rule that leaves nothing to chance does not have.

    Args:
        labelled: (n, F) features of the labelled images, n at least 1.
        pool: (m, F) of a sample of all images.

    Returns:
        (n,) float32 with mean 1; None without a pool, or with more labels than can be compared.
    """
    some = pool[: _COMPARED // len(labelled)]
    if len(some) < min(len(labelled), len(pool)) or not len(some):
        return None
    nearest = (torch.from_numpy(some) @ torch.from_numpy(labelled).T).argmax(dim=1).numpy()
    counts = np.bincount(nearest, minlength=len(labelled)).astype(np.float32)
    counts *= len(labelled) / np.float32(len(some))
    return counts


def class_prior(labels: IntArray, classes: int, weights: Float32Array, fair: BoolArray) -> Float64Array:
    """The share of each class among all images, estimated from the labels.

    A fair sample counts by its labels; the others count by the images nearest to them, and each tenth as much as a fair
    one, but together as 50. Even shares are taken where they are likely, skewed ones where these are: a Dirichlet prior
    whose concentration is integrated over its own likelihood (Minka, "Estimating a Dirichlet distribution", 2000).
    What the two constants do: .github/measurements/learning.md.

    Args:
        labels: (n,) int in [0, classes).
        classes: C.
        weights: (n,) how much of all images each label stands for; from represented.
        fair: (n,) which labels are of images drawn by chance.

    Returns:
        (C,) sums to 1; 0 for a class without a label.
    """
    present = np.bincount(labels, minlength=classes) > 0
    nearest = np.bincount(labels, weights, minlength=classes).astype(np.float64)
    nearest *= max(min(len(labels), _NEAREST), len(labels) - _FAIR * int(fair.sum())) / max(nearest.sum(), 1e-12)
    shares = np.zeros(classes)
    shares[present] = _expected_shares((nearest + np.bincount(labels[fair], minlength=classes))[present])
    return shares


def unseen_probability(labels: IntArray, classes: int) -> float:
    """The expected share of images whose class has no label yet, in [0, 1); by the same prior as class_prior."""
    counts = np.bincount(labels, minlength=classes).astype(np.float64)
    return float(_expected_shares(counts)[counts == 0].sum())


def _expected_shares(counts: Float64Array) -> Float64Array:
    grid = _CONCENTRATIONS[:, None]
    k = len(counts)
    evidence = gammaln(grid[:, 0] * k) - gammaln(grid[:, 0] * k + counts.sum())
    evidence += (gammaln(grid + counts) - gammaln(grid)).sum(axis=1)
    belief = np.exp(evidence - evidence.max())
    shares = (grid + counts) / (grid + counts).sum(axis=1, keepdims=True)
    expected: Float64Array = belief @ shares / belief.sum()
    return expected


def balance(logits: Float32Array, prior: Float64Array, steps: int = 10) -> Float32Array:
    """What to add to each class's logit so that the mean probability over the pool is the prior.

    With few labels a head leans to the classes that happened to get more of them; this takes it out: at 10 labels
    .220 → .250, at 100 .477 → .487 on the CIFAR-10 vectors.

    Args:
        logits: (n, C) of a sample of the pool.
        prior: (C,) sums to 1.
        steps: passes of the fixed-point iteration (Saerens et al., Neural Computation 2002, with the prior given).

    Returns:
        (C,) float32; −10,000 where the prior is 0.
    """
    shares = softmax(logits)
    present = prior > 0
    factor = np.where(present, 1.0, 0.0).astype(np.float32)
    for _ in range(steps if len(shares) else 0):
        total = shares @ factor
        # mean of shares × factor / total, without the array of that
        mean = factor * (shares.T @ (1 / np.maximum(total, 1e-20))) / len(shares)
        factor *= np.where(present, prior / np.maximum(mean, 1e-9), 0).astype(np.float32)
        factor /= max(float(factor.max()), 1e-20)
    return np.where(present, np.log(np.maximum(factor, 1e-20)), _RULED_OUT).astype(np.float32)
