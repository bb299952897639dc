"""The classifier that leaves the project: a linear head on the vector of one image, without its neighbours.

The suggestions of a round also use the graph of the folder, which another folder does not have. This head uses the
image's own vector alone, as the low-penalty head of a round does, and is measured by cross-validation of its own.
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray, VectorArray
from desktop_labeler.ml.classify.calibration import energy_of, fit_temperature, seldom_below, softmax
from desktop_labeler.ml.classify.class_prior import class_prior, represented
from desktop_labeler.ml.classify.classifiers import LOW_PENALTY, enough_labels, heavy
from desktop_labeler.ml.classify.cross_validation import STRENGTH, BalancedHead, assign_folds, fit_balanced
from desktop_labeler.ml.classify.folder_distance import FolderDistance, fit_folder_distance
from desktop_labeler.ml.graph.graph_features import own_features, principal_directions

LEAST_ENERGY = (
    0.02  # share of the held-out labels below the energy that an image needs; 5 % marked up to 12 % of some folders
)
_POOL = 3000
_FEWEST = 20  # checked labels from which the level of "unlike all classes" is measured


@dataclass(frozen=True, eq=False)
class PortableHead:
    """A linear classifier of vectors with everything that it needs to work elsewhere.

    Attributes:
        mean: (D,) float32, subtracted from a vector.
        turn: (D, F) float32, by which it is multiplied then; the result is scaled to length 1.
        weights: (F, C) float32.
        bias: (C,) float32; −10,000 for a class without a label.
        temperature: what the logits are divided by before the softmax.
        least_energy: energy, log Σ exp(logit), below which an image is unlike all classes: few of the held-out labels
            lie below it; −inf with too few labels to measure.
        distance: from the images of the project, with and without labels.
    """

    mean: Float32Array
    turn: Float32Array
    weights: Float32Array
    bias: Float32Array
    temperature: float
    least_energy: float
    distance: FolderDistance

    @property
    def unlike_below(self) -> float:
        """Likeness below which an image is unlike all classes; −inf where nothing could be measured."""
        return 0.0 if np.isfinite(self.least_energy) or np.isfinite(self.distance.farthest) else -np.inf

    def scores(self, vectors: VectorArray) -> tuple[Float32Array, Float32Array]:
        """(n, D) vectors → (n, C) calibrated probabilities, rows sum to 1, and (n,) likenesses.

        A likeness is the smaller one of two: by how much the energy is above `least_energy`, and the logarithm of how
        many times as far an image could be from those of the project. What could not be measured is left out.
        """
        logits = own_features(vectors, self.mean, self.turn) @ self.weights + self.bias
        likeness = energy_of(logits)
        if np.isfinite(self.least_energy):
            likeness -= np.float32(self.least_energy)
        if np.isfinite(self.distance.farthest):
            far = self.distance.of(vectors, self.mean, self.turn)
            near = np.log(np.float32(self.distance.farthest) / far)
            likeness = np.minimum(likeness, near) if np.isfinite(self.least_energy) else near
        return softmax(logits, self.temperature), likeness


@dataclass(frozen=True, eq=False)
class HeadFit:
    """A fitted head, and how it did on labels that it had not seen.

    Attributes:
        head: the head fitted on all labels.
        labels: (C,) number of labels of each class that it learnt from.
        checked: (n,) positions of the images whose label could be held out.
        right: (n,) bool, whether its prediction agreed.
    """

    head: PortableHead
    labels: IntArray
    checked: IntArray
    right: BoolArray


def fit_portable_head(
    vectors: VectorArray, labels: IntArray, *, classes: int, groups: IntArray | None, fair: BoolArray
) -> HeadFit:
    """Fit a head on labelled vectors, with a penalty and a temperature chosen on held-out labels.

    Args:
        vectors: (N, D) of the images of a project.
        labels: (N,) int in [0, classes), −1 = none.
        classes: C, at least 2.
        groups: (N,) group of each image, never split between training and held-out labels; None for none.
        fair: (N,) bool, labels of images drawn at random.

    Raises:
        ValueError: labels of fewer than two classes.
    """
    mean, turn, usable = principal_directions(vectors)
    rows = np.flatnonzero((labels >= 0) & usable)
    if len(np.unique(labels[rows])) < 2:
        raise ValueError("labels of at least two classes are needed")
    rows = rows[enough_labels(labels[rows], classes)]
    known = labels[rows]
    folds = 10 if len(rows) <= 300 else 3 if heavy(len(rows), classes) else 5
    fold = assign_folds(vectors[rows], known, None if groups is None else groups[rows], folds)
    own = np.zeros((folds, classes), np.int64)
    np.add.at(own, (fold, known), 1)
    places = np.flatnonzero(own.sum(axis=0)[known] > own[fold, known])  # another fold has a label of the class
    features = own_features(vectors[rows], mean, turn)
    open_ = np.flatnonzero(usable)
    pool = own_features(
        vectors[np.random.default_rng(0).choice(open_, min(_POOL, len(open_)), replace=False)], mean, turn
    )
    counts = represented(features, pool)

    def fitted(strength: float) -> tuple[float, BalancedHead, Float32Array, float]:
        heads = fit_balanced(
            features,
            known,
            (fold != np.arange(-1, folds)[:, None]).astype(np.float32),
            pool,
            classes=classes,
            prior=lambda seen: (
                None if counts is None else class_prior(known[seen], classes, counts[seen], fair[rows][seen])
            ),
            tolerance=[3e-3] + [1e-2] * folds,
            strength=strength,
        )
        held_out = np.empty((len(rows), classes), np.float32)
        for number in range(folds):
            held_out[fold == number] = heads[number + 1].logits(features[fold == number])
        temperature = fit_temperature(held_out[places], known[places])
        said = softmax(held_out[places], temperature)[np.arange(len(places)), known[places]]
        return float(np.log(np.maximum(said, 1e-6)).sum()), heads[0], held_out, temperature

    _, head, held_out, temperature = max((fitted(strength) for strength in (STRENGTH, LOW_PENALTY)), key=_likelihood)
    enough = len(places) >= _FEWEST
    portable = PortableHead(
        mean=mean,
        turn=turn,
        weights=head.head.weights,
        bias=(head.head.bias + head.shift).astype(np.float32),
        temperature=temperature,
        least_energy=seldom_below(energy_of(held_out[places]), LEAST_ENERGY) if enough else -np.inf,
        distance=fit_folder_distance(vectors, mean, turn, usable, groups),
    )
    right = held_out[places].argmax(axis=1) == known[places]
    return HeadFit(portable, np.bincount(known, minlength=classes), rows[places], right)


def _likelihood(fit: tuple[float, BalancedHead, Float32Array, float]) -> float:
    return fit[0]
