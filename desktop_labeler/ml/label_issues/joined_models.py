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

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, FloatingArray, IntArray
from desktop_labeler.ml.classify.calibration import softmax
from desktop_labeler.ml.classify.classifiers import as_logits
from desktop_labeler.ml.classify.stacking import PRIOR_OF_OTHERS, Stack, stacking_weights
from desktop_labeler.ml.label_issues.confusion import confusion_table, count_confusions

_TEMPERATURES = np.exp(np.linspace(np.log(0.1), 0.0, 16)).tolist()
_SHARES = (0.005, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
_SAMPLE = 10_000  # labels that choose the temperatures
_MANY = (
    0.1  # of the labels wrong; with fewer, a network alone is not calibrated, which costs precision and gains nothing
)
_RULED_OUT = np.float32(1e-9)  # a network is never surer; 1e-6 costs up to 2 points of average precision, 0 up to 1
_LEAST = 0.1  # a model with less weight is left out: it would only blur the others


def join_models(
    network: Float32Array,
    others: Mapping[str, Float32Array],
    given: IntArray,
    weights: Float32Array,
    doubted: BoolArray,
) -> Float32Array | Float64Array:
    """Return (n, C) the weighted mean of the calibrated probabilities of a network and other models.

    Where many labels are wrong it is made surer, with others or without.

    Args:
        network: (n, C) probabilities by the network, which has seen none of these labels.
        others: (n, C) by name, as the network; NaN for images about which one says nothing.
        given: (n,) the labels, int in [0, C).
        weights: (n,) how much each counts.
        doubted: (n,) which of them may be wrong.
    """
    some = np.random.default_rng(0).permutation(len(given))[:_SAMPLE]
    count = count_confusions(network[doubted], given[doubted])
    found = _mean(network, others, given, weights, doubted, some, confusion_table(count)) if others else network
    found = np.maximum(found, _RULED_OUT)
    if float(count.sum() - np.trace(count)) <= _MANY * len(given):
        return found
    logits = np.log(found)
    return _sharpened(logits, _sharpness(logits[some], given[some], weights[some], doubted[some]))


def _mean(
    network: Float32Array,
    others: Mapping[str, Float32Array],
    given: IntArray,
    weights: Float32Array,
    doubted: BoolArray,
    some: IntArray,
    table: Float64Array,
) -> Float32Array:
    """(n, C) weighted mean of the probabilities of all models, each calibrated on some labels."""
    scores = {"": as_logits(network)} | {name: as_logits(said) for name, said in others.items()}
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
    return stack.probabilities(scores)


def _sharpness(logits: FloatingArray, given: IntArray, weights: Float32Array, doubted: BoolArray) -> float:
    """The temperature that, with some share of the labels wrong at random, makes the labels likeliest.

    Both are chosen together: a hesitant network alone would count too few labels as wrong, and so stay hesitant.
    """
    others = max(logits.shape[1] - 1, 1)
    best = (-np.inf, 1.0)
    for temperature in reversed(_TEMPERATURES):
        own = _sharpened(logits, temperature)[np.arange(len(given)), given]
        for share in _SHARES:
            likely = np.where(doubted, (1 - share) * own + share * (1 - own) / others, own)
            best = max(best, (float(weights @ np.log(np.maximum(likely, 1e-12))), temperature))
    return best[1]


def _sharpened(logits: FloatingArray, temperature: float) -> Float64Array:
    """(n, C) softmax in double precision, in which no label that is almost ruled out becomes 0."""
    scaled = logits.astype(np.float64) / temperature
    scaled -= scaled.max(axis=1, keepdims=True)
    np.exp(scaled, out=scaled)
    found: Float64Array = scaled / scaled.sum(axis=1, keepdims=True)
    return found


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
