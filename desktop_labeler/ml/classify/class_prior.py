"""How frequent each class is among all images, estimated from labels that need not be a random sample.

Queried labels over-represent the classes that the model confuses, accepted suggestions those that it knows, and
imported labels whatever was at hand. Their counts say little about the folder: on the sample, 149 of 200 queried labels
are of two classes out of nine and 2 of a third; balancing suggestions to these counts lowered the accuracy from .945 to
.531. Therefore each label is weighted by the fraction of the folder to which it is the nearest label.
"""

import numpy as np
import torch
from scipy.special import gammaln

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import softmax

_CONCENTRATIONS = np.logspace(-0.5, 2, 11)
_NEAREST = 50  # least total of the labels counted by nearest images, if there are so many labels
_FAIR = 10  # how much each label of a random sample lowers this total
_RULED_OUT = -1e4
_COMPARED = 1 << 24  # maximum number of pairs of images and labels to compare: 0.1 s


def represented(labelled: Float32Array, pool: Float32Array) -> Float32Array | None:
    """How much of the pool each label stands for: the fraction of images to which it is the nearest label.

    Source: Loog, "Nearest neighbor-based importance weighting", MLSP 2012. Unlike the importance weights of Farquhar et
    al. ("On Statistical Bias In Active Learning", ICLR 2021), it does not need the probability with which each image
    was queried; a deterministic query rule has none.

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

    All labels are counted by the images nearest to them; these counts sum to the number of labels, less 10 for each
    label of a random sample, but at least to 50 (or to the number of labels if that is less). The labels of a random
    sample are added directly. A Dirichlet prior, whose concentration is integrated over its likelihood (Minka,
    "Estimating a Dirichlet distribution", 2000), gives nearly equal shares where the counts make them likely, and
    skewed ones otherwise. The effect of the two constants is in .github/measurements/learning.md.

    Args:
        labels: (n,) int in [0, classes).
        classes: C, the number of classes.
        weights: (n,) how much of all images each label stands for, from `represented`.
        fair: (n,) bool, whether the image of each label was drawn at random.

    Returns:
        (C,) shares that sum to 1; 0 for a class without a label.
    """
    present = np.bincount(labels, minlength=classes) > 0
    nearest = np.bincount(labels, weights, minlength=classes).astype(np.float64)
    nearest *= max(min(len(labels), _NEAREST), len(labels) - _FAIR * int(fair.sum())) / max(nearest.sum(), 1e-12)
    shares = np.zeros(classes)
    shares[present] = _expected_shares((nearest + np.bincount(labels[fair], minlength=classes))[present])
    return shares


def unseen_probability(labels: IntArray, classes: int) -> float:
    """The expected share of images whose class has no label yet, in [0, 1); with the same prior as class_prior."""
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
    """Compute what to add to each class's logit so that the mean probabilities over the pool equal the prior.

    With few labels a head is biased towards the classes that happen to have more of them. Removing this bias raises the
    accuracy on the CIFAR-10 vectors from .220 to .250 with 10 labels and from .477 to .487 with 100.

    Args:
        logits: (n, C) logits of a sample of the pool.
        prior: (C,) sums to 1.
        steps: iterations of the fixed-point method (Saerens et al., Neural Computation 2002, with a given prior).

    Returns:
        (C,) float32 shift of each logit; −10,000 where the prior is 0.
    """
    # By torch, whose threads the caller sets: NumPy starts its own for every product and waits for them, which takes
    # half of the time of a round where other programs keep the cores busy.
    shares = torch.from_numpy(softmax(logits))
    wanted = torch.from_numpy(prior.astype(np.float32))
    present = wanted > 0
    factor = present.float()
    for _ in range(steps if len(shares) else 0):
        total = shares @ factor
        # the mean of shares × factor / total, without allocating that array
        mean = factor * (shares.T @ total.clamp_(min=1e-20).reciprocal_()) / len(shares)
        factor = factor * wanted / mean.clamp_(min=1e-9)
        factor /= factor.max().clamp(min=1e-20)
    shift: Float32Array = torch.where(present, factor.clamp(min=1e-20).log(), _RULED_OUT).numpy()
    return shift
