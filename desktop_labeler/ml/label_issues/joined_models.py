"""Joins what several models say about labels of which some are wrong.

Each model is calibrated, and all are weighted, by how likely they make the labels *as they were given*: the
probability of the given label is that of each true class times how often that class is labelled so. This is the forward
correction of Patrini et al., "Making Deep Neural Networks Robust to Label Noise", CVPR 2017. A model is never made less
sure than it is: that a label has half of the probability may mean a hesitant model or that half of the labels are
wrong, which labels alone cannot tell apart. Without these two, wrong labels would have to be predicted as well, and
with half of them wrong no label was doubted any more (.github/measurements/label_issues.md).
"""

from collections.abc import Mapping

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import softmax
from desktop_labeler.ml.classify.classifiers import as_logits
from desktop_labeler.ml.classify.stacking import PRIOR_OF_OTHERS, Stack, stacking_weights
from desktop_labeler.ml.label_issues.confusion import confusion_table, count_confusions

_TEMPERATURES = np.exp(np.linspace(np.log(0.1), 0.0, 16)).tolist()
_SAMPLE = 10_000  # labels that choose the temperatures
_MANY = (
    0.1  # of the labels wrong; with fewer, a network alone is not calibrated, which costs precision and gains nothing
)
_LEAST = 0.1  # a model with less weight is left out: it would only blur the others


def join_models(
    network: Float32Array,
    others: Mapping[str, Float32Array],
    given: IntArray,
    weights: Float32Array,
    doubted: BoolArray,
) -> Float32Array:
    """Return (n, C) the weighted mean of the calibrated probabilities of a network and other models.

    Args:
        network: (n, C) probabilities by the network, which has seen none of these labels.
        others: (n, C) by name, as the network; NaN for images about which one says nothing. Without any, the network is
            calibrated where many labels are wrong.
        given: (n,) the labels, int in [0, C).
        weights: (n,) how much each counts.
        doubted: (n,) which of them may be wrong.
    """
    count = count_confusions(network[doubted], given[doubted])
    if not others and float(count.sum() - np.trace(count)) <= _MANY * len(given):
        return network
    scores = {"": as_logits(network)} | {name: as_logits(said) for name, said in others.items()}
    table = confusion_table(count)
    some = np.random.default_rng(0).permutation(len(given))[:_SAMPLE]
    temperatures = {
        name: _temperature(rows[some], given[some], weights[some], doubted[some], table)
        for name, rows in scores.items()
    }
    likely = np.stack(
        [_likely(softmax(rows, temperatures[name]), given, doubted, table) for name, rows in scores.items()]
    )
    silent = np.isnan(likely)
    # a model that says nothing about an image is taken to be as good as the others are there
    mean = np.nansum(likely, axis=0) / np.maximum((~silent).sum(axis=0), 1)
    found = stacking_weights(np.where(silent, mean, likely), weights, np.full(len(scores), PRIOR_OF_OTHERS))
    used = {
        name: share for name, share in zip(scores, found.tolist(), strict=True) if share >= min(_LEAST, found.max())
    }
    total = sum(used.values())
    stack = Stack({name: share / total for name, share in used.items()}, temperatures)
    return softmax(stack.mean(scores))


def _likely(probabilities: Float32Array, given: IntArray, doubted: BoolArray, table: Float64Array) -> Float64Array:
    """(n,) the probability of each label as it was given; NaN where the model says nothing."""
    sure = probabilities[np.arange(len(given)), given]
    found: Float64Array = np.where(doubted, (probabilities * table.T[given]).sum(axis=1), sure)
    return np.maximum(found, 1e-12)


def _temperature(
    logits: Float32Array, given: IntArray, weights: Float32Array, doubted: BoolArray, table: Float64Array
) -> float:
    said = np.isfinite(logits).all(axis=1)
    rows, labels, count, open_ = logits[said], given[said], weights[said].astype(np.float64), doubted[said]

    def likelihood(temperature: float) -> float:
        return float(count @ np.log(_likely(softmax(rows, temperature), labels, open_, table)))

    best: float = max(reversed(_TEMPERATURES), key=likelihood)
    return best
