"""The papers' second protocol on all images of CIFAR-10, with a classifier that is trained on the wrong labels.

As the program does it: Suspects doubts labels by the vectors; a classifier learns from all labels, each weighted by
the probability that it is right; what its tails say of images whose labels they have not seen takes part in Suspects.
Then again, with labels that are likelier wrong than right replaced.
"""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from cleanlab.classification import CleanLearning
from sklearn.linear_model import LogisticRegression

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.classify.calibration import fit_temperature, softmax
from desktop_labeler.ml.finetune.cross_fit import sample_weights
from desktop_labeler.ml.finetune.tail import CutBackbone, logits_of
from desktop_labeler.ml.finetune.training import Labelled, TailTrainer, recipe_for
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.hardware.thread_pools import map_in_threads
from desktop_labeler.ml.label_issues.suspects import Suspects, find_suspects
from desktop_labeler.ml.pretrain.training import Budget, train
from desktop_labeler.ml.pretrain.training_checkpoints import restore_state, store_state
from desktop_labeler.progress import finish
from tests.bench.cifar_activations import Activated, activated_cifar
from tests.bench.learning_folders import CACHE
from tests.bench.vectors import DATA

_TRAINED = 50_000  # images of the training set; the others are test images
_FOLDS = 2  # each of the two tails of a turn learns from half of the images, at the same time
_LEAST = 0.02  # a label that is less likely right is not shown
_CLASSES = 10


@dataclass(frozen=True, eq=False)
class Noisy:
    """Some training images of CIFAR-10 and all its test images.

    Attributes:
        count: number of training images, drawn at random unless it is all of them.
        shown: number of images that each tail is shown in a turn, with repeats.
        place: folder of unfinished trainings.
    """

    count: int
    shown: int
    place: Path = CACHE.parent / "papers" / "tails"

    @cached_property
    def front(self) -> CutBackbone:
        """The photo backbone, cut where tails begin."""
        return CutBackbone(open_backbone(PHOTO, cpu_device()))

    @cached_property
    def images(self) -> Activated:
        """All images."""
        return activated_cifar(self.front.starts_at)

    @cached_property
    def rows(self) -> IntArray:
        """(n,) the training images, rising."""
        return np.sort(np.random.default_rng(0).permutation(_TRAINED)[: self.count])

    @property
    def tested(self) -> IntArray:
        """(m,) the test images."""
        return np.arange(_TRAINED, len(self.images.truth))

    @property
    def truth(self) -> IntArray:
        """(n,) true classes of the training images."""
        found: IntArray = self.images.truth[self.rows]
        return found

    @property
    def vectors(self) -> Float32Array:
        """(n, D) of the training images."""
        found: Float32Array = self.images.vectors[self.rows]
        return found

    @cached_property
    def worst(self) -> IntArray:
        """(n,) the worst of three people's labels, CIFAR-10N."""
        stored = np.load(DATA / "cifar10_labels.npz")
        assert np.array_equal(stored["clean"][self.rows], self.truth)  # the rows are those of the labels
        return np.asarray(stored["worst"][self.rows], np.int64)

    def prepare(self) -> None:
        """Compute what is no part of the minutes."""
        _ = self.images


def half_wrong(truth: IntArray, seed: int) -> IntArray:
    """Return (n,) labels of which half are another class of ten, any as often as any other."""
    rng = np.random.default_rng(seed)
    labels = truth.copy()
    wrong = rng.choice(len(labels), len(labels) // 2, replace=False)
    labels[wrong] = (labels[wrong] + rng.integers(1, _CLASSES, len(wrong))) % _CLASSES
    return labels


def cleaned(doubts: Suspects, given: IntArray) -> IntArray:
    """Return (n,) the labels, those that are likelier wrong than right replaced by the class that is expected."""
    found: IntArray = np.where(doubts.label_issue_score > 0.5, doubts.expected, given).astype(np.int64)
    return found


def cleaned_by_classifier(noisy: Noisy, given: IntArray, seed: int, name: str) -> dict[str, float]:
    """Clean labels with a classifier that is trained on them, and with cleanlab, and judge both on the test images."""
    began = time.monotonic()
    found = {"given labels": float((given == noisy.truth).mean())}
    folds = np.random.default_rng(seed).permutation(len(given)) % _FOLDS
    doubts = find_suspects(noisy.vectors, given, classes=_CLASSES)

    def note(turn: str) -> None:
        found[f"{turn}: cleaned labels"] = float((cleaned(doubts, given) == noisy.truth).mean())
        found[f"{turn}: minutes so far"] = (time.monotonic() - began) / 60

    note("without a classifier")
    for turn in ("with a classifier", "with a second one"):
        right = sample_weights(doubts.label_issue_score, np.zeros(len(given), bool))
        labels, weights = given, right
        if turn == "with a second one":  # which also learns from labels that were replaced
            labels = cleaned(doubts, given)
            weights = np.where(labels == given, right, 1 - right)
        unseen, tested = _trained(noisy, labels, weights, folds, f"{name}-{noisy.count}-{seed}-{turn}")
        found[f"{turn}: the classifier, test images"] = _share(tested, noisy.images.truth[noisy.tested])
        found[f"{turn}: the classifier, unseen labels"] = _share(unseen, noisy.truth)
        doubts = find_suspects(noisy.vectors, given, classes=_CLASSES, others={"trained here": unseen}, previous=doubts)
        note(turn)
    return found | _by_cleanlab(noisy, given) | _by_right_labels(noisy)


def _share(probabilities: Float32Array, truth: IntArray) -> float:
    return float((probabilities.argmax(axis=1) == truth).mean())


def _trained(
    noisy: Noisy, labels: IntArray, weights: Float32Array, folds: IntArray, name: str
) -> tuple[Float32Array, Float32Array]:
    """Return (n, C) probabilities by the tails that have not seen the label, and (m, C) of the test images by all."""
    learn = _learner(noisy, labels, weights, folds, name)
    both = map_in_threads(learn, range(_FOLDS))
    unseen = np.empty((len(labels), _CLASSES), np.float32)
    for fold, (own, _) in enumerate(both):
        unseen[folds == fold] = own
    temperature = fit_temperature(unseen, labels, weights=weights)
    tested: Float32Array = np.stack([softmax(other, temperature) for _, other in both]).mean(axis=0)
    return softmax(unseen, temperature), tested


def _learner(
    noisy: Noisy, labels: IntArray, weights: Float32Array, folds: IntArray, name: str
) -> Callable[[int], tuple[Float32Array, Float32Array]]:
    """Return what trains a tail without a fold, and returns its logits of that fold and of the test images."""
    activations = noisy.images.activations

    def learn(fold: int) -> tuple[Float32Array, Float32Array]:
        seen: BoolArray = (folds != fold) & (weights >= _LEAST)
        labelled = Labelled(
            activations, noisy.rows[seen], labels[seen], weights[seen], np.full(int(seen.sum()), -1), _CLASSES
        )
        trainer = TailTrainer(noisy.front, labelled, recipe_for("last"), seed=fold)
        file = noisy.place / f"{name.replace(' ', '_')}-{fold}-{noisy.shown}.pt"
        file.parent.mkdir(parents=True, exist_ok=True)
        course = restore_state(file, trainer)
        if course is None or not course.ended:
            budget = Budget(epochs=noisy.shown / len(labelled.labels))
            job = train(trainer, np.arange(len(labelled.labels)), budget, lambda *now: store_state(file, *now), course)
            store_state(file, finish(job), trainer.state())
        own = noisy.rows[folds == fold]
        tail = trainer.averaged[-1]
        return (
            logits_of(tail, activations[own, 0], noisy.front.device),
            logits_of(tail, activations[noisy.tested, 0], noisy.front.device),
        )

    return learn


def _by_cleanlab(noisy: Noisy, given: IntArray) -> dict[str, float]:
    began = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learnt = CleanLearning(LogisticRegression(max_iter=400), cv_n_folds=5).fit(noisy.vectors, given)
    issues = learnt.get_label_issues()
    theirs = np.where(issues["is_label_issue"], issues["predicted_label"], given)
    right = learnt.predict(noisy.images.vectors[noisy.tested]) == noisy.images.truth[noisy.tested]
    return {
        "cleanlab: cleaned labels": float((theirs == noisy.truth).mean()),
        "cleanlab: its classifier, test images": float(np.mean(right)),
        "cleanlab: minutes": (time.monotonic() - began) / 60,
    }


def _by_right_labels(noisy: Noisy) -> dict[str, float]:
    """What the vectors allow: a linear classifier on as many labels, none of them wrong."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LogisticRegression(C=10.0, max_iter=200).fit(noisy.vectors, noisy.truth)
    right = model.predict(noisy.images.vectors[noisy.tested]) == noisy.images.truth[noisy.tested]
    return {"linear classifier on right labels, test images": float(np.mean(right))}
