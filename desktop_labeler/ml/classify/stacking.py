"""Stacking: a mean of classifiers' probabilities, weighted by how well each predicts held-out labels.

Picking the one classifier that is best on the labels at hand is a matter of luck when labels are few, and misleading
when the images were queried, since those are the images on which classifiers differ most. A weighted mean with a prior
on its weights is never much worse than the best classifier, and usually better than each of them.

There are four classifiers of the program's own; the predictions of a model from elsewhere join them as one more, which
counts as much as it predicts the labels here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import fit_temperature, softmax
from desktop_labeler.ml.classify.classifiers import (
    Task,
    as_logits,
    fit_heads,
    head_logits,
    heavy,
    held_out_head,
    held_out_propagation,
    propagate,
)
from desktop_labeler.ml.classify.cross_validation import BalancedHead

HEAD, UNBALANCED, LOW_PENALTY, PROPAGATION = "head", "unbalanced head", "low-penalty head", "propagation"

# Pseudo-counts of the weights before any label is held out. With few labels the head without balancing is the worst of
# the four, so held-out labels must earn its weight; chosen on six folders (.github/measurements/learning.md). They
# sum to about 10: with 6, an undo can leave out another classifier than the round before.
_PRIOR = {HEAD: 6.4, UNBALANCED: 0.3, LOW_PENALTY: 1.6, PROPAGATION: 1.6}
PRIOR_OF_OTHERS = 4.0  # a model from elsewhere; chosen on six folders (learning.md)
_LEAST = 0.1
_FREE = (HEAD, UNBALANCED)  # both come from heads that every round fits: leaving one out would save nothing
AGAIN = 1.2  # compare all classifiers again when the number of labels has grown by this factor
_STEPS = 50

# Propagation costs passes over N × C × folds numbers in every round: 1e6 numbers take 0.2 s on two cores. It is left
# out above this limit, and with so many labels per class that its weight has always been small.
_PROPAGATION_WORK = 1e6
_PROPAGATION_LABELS = 30  # per class
_PROPAGATION_FOLDS = 5


@dataclass(frozen=True)
class Stack:
    """How the classifiers are combined.

    Attributes:
        weights: weight of each classifier in use, by name; they sum to 1.
        temperatures: temperature of each classifier, by which its logits are divided first.
        compared: number of labels that were held out when all classifiers were last compared; 0 for never.
        accuracies: held-out accuracy of each classifier in that comparison, in [0, 1].
    """

    weights: dict[str, float] = field(default_factory=dict)
    temperatures: dict[str, float] = field(default_factory=dict)
    compared: int = 0
    accuracies: dict[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Description of the classifiers that are combined."""
        return " + ".join(self.weights)

    def mean(self, logits: Mapping[str, Float32Array]) -> Float32Array:
        """(r, C) logits of the weighted mean of the classifiers' probabilities, which rules no class out."""
        return as_logits(self.probabilities(logits))

    def probabilities(self, logits: Mapping[str, Float32Array]) -> Float32Array:
        """(r, C) the weighted mean of the classifiers' probabilities.

        Args:
            logits: (r, C) of each classifier; where one is NaN, the mean is taken over the others.
        """
        total: Float32Array | None = None
        weight: Float32Array | np.float32 = np.float32(0)
        for name, share in self.weights.items():
            known = np.isfinite(logits[name][:, :1]).astype(np.float32) * np.float32(share)
            part = softmax(np.nan_to_num(logits[name]), self.temperatures[name])
            part *= known
            total = part if total is None else np.add(total, part, out=total)
            weight = weight + known
        assert total is not None
        total /= np.maximum(weight, np.float32(1e-9))
        return total


@dataclass(frozen=True, eq=False)
class Fitted:
    """The fitted classifiers that are in use, and how they are combined.

    Attributes:
        stack: weights and temperatures of the classifiers.
        heads: the head of all labels, then that of each fold.
        low_penalty: the same heads with a smaller penalty; empty when they are not in use.
        held_out: (n, C) logits of the labelled images, from classifiers that have not seen them.
    """

    stack: Stack
    heads: list[BalancedHead]
    low_penalty: list[BalancedHead]
    held_out: Float32Array

    def uses(self, name: str) -> bool:
        """Whether a classifier is in use."""
        return name in self.stack.weights

    def logits(self, task: Task, rows: slice, own: Float32Array, shares: Float32Array | None) -> Float32Array:
        """(r, C) logits of some images.

        Args:
            task: the labels and features that were learnt from.
            rows: positions of the r images.
            own: (r, C) logits of the head of all labels.
            shares: (N, C) probabilities from label propagation; None when it is not in use.
        """
        scores = {HEAD: own, UNBALANCED: own - self.heads[0].shift}
        if self.uses(LOW_PENALTY):
            scores[LOW_PENALTY] = head_logits(task, self.low_penalty[0], rows)
        if shares is not None:
            scores[PROPAGATION] = as_logits(shares[rows])
        scores |= {name: as_logits(said[rows]) for name, said in task.others.items() if self.uses(name)}
        return self.stack.mean(scores)


def fit_stack(task: Task, heads: list[BalancedHead], low_penalty: list[BalancedHead], last: Stack) -> Fitted:
    """Fit the classifiers that are in use and weight them.

    Source: Yao, Vehtari, Simpson, Gelman, "Using stacking to average Bayesian predictive distributions", Bayesian
    Analysis 2018: the weights make the held-out labels likeliest, each classifier calibrated first. Added: a
    Dirichlet prior on the weights. Weighting labels by the images they stand for (importance-weighted
    cross-validation) was tried and is no better (.github/measurements/learning.md).

    A classifier with little weight is left out until there are many more labels, or fewer, if that saves time.

    Args:
        task: the labels and features to learn from.
        heads: heads of the last round to start from; may be empty.
        low_penalty: low-penalty heads of the last round to start from; may be empty.
        last: how the classifiers were combined in the last round.
    """
    heads = fit_heads(task, heads)
    folds = _propagation_folds(task)
    size = int(task.checkable.sum()) if task.folds else 0
    left_out = {PROPAGATION: not folds, LOW_PENALTY: heavy(len(task.rows), task.classes)}
    possible = [name for name in _PRIOR if not left_out.get(name)] + list(task.others)
    same = last.compared > 0 and 1 / AGAIN < size / last.compared < AGAIN and set(last.weights) <= set(possible)
    same = same and set(task.others) <= set(last.accuracies)
    names = list(last.weights) if same else possible
    low_penalty = fit_heads(task, low_penalty, loose=True) if LOW_PENALTY in names else []
    prior = {name: _PRIOR.get(name, PRIOR_OF_OTHERS) for name in names}
    if not task.folds:
        even = {name: count / sum(prior.values()) for name, count in prior.items()}
        stack = Stack(even, dict.fromkeys(names, 1.0))
        return Fitted(stack, heads, low_penalty, np.zeros((len(task.rows), task.classes), np.float32))
    held_out = {HEAD: held_out_head(task, heads)}
    held_out[UNBALANCED] = held_out[HEAD] - np.stack([head.shift for head in heads[1:]])[task.fold]
    if LOW_PENALTY in names:
        held_out[LOW_PENALTY] = held_out_head(task, low_penalty)
    if PROPAGATION in names:
        held_out[PROPAGATION] = held_out_propagation(task, folds)
    held_out |= {name: as_logits(task.others[name][task.rows]) for name in names if name in task.others}
    own = sum(scores.sum(axis=1) for name, scores in held_out.items() if name not in task.others)
    at = np.flatnonzero(task.checkable & np.isfinite(own))
    compared = {name: held_out[name][at] for name in names}
    stack = weigh(compared, task.known[at], task.sample_weights[task.rows[at]], prior)
    stack = replace(stack, compared=int(task.checkable.sum()))
    if same:
        stack = replace(stack, compared=last.compared, accuracies=last.accuracies)
    return Fitted(stack, heads, low_penalty if LOW_PENALTY in stack.weights else [], stack.mean(held_out))


def weigh(
    held_out: Mapping[str, Float32Array], labels: IntArray, weights: Float32Array, prior: Mapping[str, float]
) -> Stack:
    """Weight classifiers by how well they predict labels that they have not seen.

    Args:
        held_out: (n, C) logits by each classifier, by name; NaN where one says nothing, which counts neither for nor
            against it.
        labels: (n,) the class of each.
        weights: (n,) how much each label counts.
        prior: pseudo-count of the weight of each classifier, above 0, in the same order.
    """
    temperatures, accuracies, likely = {}, {}, np.full((len(held_out), len(labels)), np.nan)
    for place, (name, scores) in enumerate(held_out.items()):
        said = np.isfinite(scores).all(axis=1)
        rows, right = scores[said], labels[said]
        temperatures[name] = fit_temperature(rows, right, weights=weights[said])
        likely[place, said] = softmax(rows, temperatures[name])[np.arange(len(rows)), right]
        accuracies[name] = float((rows.argmax(axis=1) == right).mean()) if len(rows) else 0.0
    others = np.nan_to_num(likely).sum(axis=0) / np.maximum(np.isfinite(likely).sum(axis=0), 1)
    found = stacking_weights(np.where(np.isnan(likely), others, likely), weights, np.array(list(prior.values())))
    least = min(_LEAST, found.max())
    enough = [name in _FREE or share >= least for name, share in zip(held_out, found, strict=True)]
    kept = {name: float(share) for name, share, used in zip(held_out, found, enough, strict=True) if used}
    total = sum(kept.values())
    kept = {name: share / total for name, share in kept.items()}
    return Stack(kept, {name: temperatures[name] for name in kept}, len(labels), accuracies)


def stacking_weights(likely: Float64Array, weights: Float32Array, prior: Float64Array) -> Float64Array:
    """Weights of a mean of probabilities that maximise the likelihood of the labels, by expectation maximisation.

    Args:
        likely: (K, n) the probability that each of K classifiers assigns to each label.
        weights: (n,) how much each label counts.
        prior: (K,) pseudo-counts, above 0.

    Returns:
        (K,) weights that sum to 1; without labels, in the proportions of the prior.
    """
    found: Float64Array = prior / prior.sum()
    for _ in range(_STEPS):
        responsible = found[:, None] * likely
        responsible /= np.maximum(responsible.sum(axis=0), 1e-12)
        found = prior + responsible @ weights.astype(np.float64)
        found /= found.sum()
    return found


def propagated(
    task: Task, fitted: Fitted, start: Float32Array | None
) -> tuple[Float32Array | None, Float32Array | None]:
    """(N, C) probabilities from label propagation and the raw result to start from; None when it is not in use."""
    if not fitted.uses(PROPAGATION):
        return None, None
    return propagate(task, task.labels, start if start is not None and len(start) == len(task.labels) else None)


def checked(task: Task, fitted: Fitted) -> BoolArray:
    """(n,) bool, which labels were held out from every classifier that scores them."""
    return np.asarray(task.checkable & np.isfinite(fitted.held_out).all(axis=1))


def _propagation_folds(task: Task) -> int:
    """Number of folds for which propagation is run without their labels, within the work limit; 0 leaves it out.

    Without folds there is nothing to hold out, and 1 stands for the single run over all images.
    """
    affordable = int(_PROPAGATION_WORK // (len(task.labels) * task.classes))
    if affordable < 2 or len(task.rows) > _PROPAGATION_LABELS * len(np.unique(task.known)):
        return 0
    return min(affordable, task.folds, _PROPAGATION_FOLDS) if task.folds >= 2 else 1
