"""The protocols of the two papers that the program follows, on CIFAR-10, cut into pieces whose results are kept.

Bai et al., arXiv 2111.10932: few labels by active learning; half of the labels wrong. Zolfaghari Bengar et al., arXiv
2108.11458: shares of the labels by a rule against as many at random, on a frozen embedding without labels. What differs
here: the packaged embedding instead of a network trained for hours on a graphics card, images at 32 pixels that are
enlarged, and only some of the images (PAPERS_IMAGES). A quarter of them is never labelled and tells what is right.
"""

import json
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar
from typing import Protocol as Structure

import numpy as np
from cleanlab.classification import CleanLearning
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, IntArray, UInt8Array
from desktop_labeler.ml.classify.suggestions import suggest
from desktop_labeler.ml.label_issues.suspects import find_suspects
from desktop_labeler.ml.select.next_query import choose_next
from tests.bench.from_nothing import trained_from_nothing
from tests.bench.learning_folders import CACHE, Embedded, cifar_pixels, cifar_rows, embedded_cifar
from tests.bench.papers_classifier import Noisy, cleaned_by_classifier, half_wrong
from tests.bench.vectors import DATA

Figures: TypeAlias = dict[str, float]

LABELS = (10, 20, 50, 100, 200, 500, 1000)  # 10,000 images: 0.1, 0.2, 0.5, 1, 2, 5, 10 %; the paper's 50 and 500
PAPER = {"labels by active learning: 50 labels, suggestions": 0.970, "half wrong: cleaned labels": 0.974}
_FROM_NOTHING = (10, 100, 1000)  # of the numbers of labels, those that a network of its own is trained with
_HELD_BACK = 0.25
_SMALL, _LARGE = 10, 50  # labels asked for at a time, up to 100 labels and beyond


@dataclass(frozen=True, eq=False)
class Images:
    """Embedded images of CIFAR-10 and what people called them."""

    count: int

    @cached_property
    def folder(self) -> Embedded:
        """The images."""
        return embedded_cifar(self.count)

    @cached_property
    def vectors(self) -> Float32Array:
        """(N, D) of unit length."""
        return self.folder.vectors.astype(np.float32)

    @cached_property
    def pixels(self) -> UInt8Array:
        """(N, 32, 32, 3)."""
        return cifar_pixels(self.count)

    @property
    def truth(self) -> IntArray:
        """(N,) true classes."""
        return self.folder.truth

    @cached_property
    def worst(self) -> IntArray:
        """(N,) the worst of three people's labels, CIFAR-10N."""
        stored = np.load(DATA / "cifar10_labels.npz")
        rows = cifar_rows(self.count)
        assert np.array_equal(stored["clean"][rows], self.truth)  # the rows are those of the labels
        return np.asarray(stored["worst"][rows], np.int64)

    @property
    def budgets(self) -> list[int]:
        """The numbers of labels that are measured: at most a quarter of the images."""
        return [labels for labels in LABELS if labels <= self.count // 4]

    def open(self, seed: int) -> BoolArray:
        """(N,) which images may be labelled: all but a quarter, another one for each seed."""
        return np.random.default_rng(seed).random(len(self.truth)) >= _HELD_BACK

    def prepare(self) -> None:
        """Embed the images."""
        _ = self.folder


class Prepared(Structure):
    """What a protocol is measured on: a number of images that need something done to them once."""

    @property
    def count(self) -> int:
        """Their number."""

    def prepare(self) -> None:
        """Do what is no part of the minutes."""


P = TypeVar("P", bound=Prepared)


@dataclass(frozen=True)
class Protocol(Generic[P]):
    """A protocol: its name, and what measures it with one seed."""

    name: str
    measure: Callable[[P, int], Figures]


def kept_or_measured(
    protocol: Protocol[P], images: P, seed: int, until: float, place: Path = CACHE.parent / "papers"
) -> Figures | None:
    """Return the figures of a piece: kept ones, or measured now; None where the time is over.

    Args:
        protocol: what is measured.
        images: on what.
        seed: which piece of it.
        until: the time.monotonic() from which nothing new is begun.
        place: the folder in which results are kept.
    """
    file = place / f"{protocol.name.replace(' ', '_')}-{images.count}-{seed}.json"
    if file.is_file():
        kept: Figures = json.loads(file.read_text(encoding="utf-8"))
        return kept
    if time.monotonic() >= until:
        return None
    images.prepare()
    began = time.monotonic()
    figures = protocol.measure(images, seed)
    figures["minutes"] = (time.monotonic() - began) / 60
    place.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(figures), encoding="utf-8")
    part.replace(file)
    return figures


# --- few labels ---------------------------------------------------------------------------------------------------
def _by_the_rule(images: Images, seed: int) -> Figures:
    folder, free = images.folder, images.open(seed)
    labels, last = np.full(len(folder.truth), -1), None
    found: Figures = {}
    while (known := int((labels >= 0).sum())) < images.budgets[-1]:
        said = None if last is None else last.to_ask_by
        batch = _SMALL if known < 100 else _LARGE
        new = choose_next(
            folder.vectors, folder.graph, labelled=labels, n=batch, probabilities=said, candidates=free
        )  # fmt: skip
        labels[new] = folder.truth[new]
        last = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, previous=last)
        if known + batch in images.budgets:
            found |= _right(images, labels, last.suggested, ~free)
    return found


def _at_random(images: Images, seed: int) -> Figures:
    folder, free = images.folder, images.open(seed)
    order = _random_order(images, seed)
    found: Figures = {}
    for count in images.budgets:
        labels = np.full(len(folder.truth), -1)
        labels[order[:count]] = folder.truth[order[:count]]
        last = suggest(folder.vectors, folder.graph, labels, classes=folder.classes)
        found |= _right(images, labels, last.suggested, ~free)
    return found


def _random_order(images: Images, seed: int) -> IntArray:
    return np.random.default_rng(seed + 1000).permutation(np.flatnonzero(images.open(seed)))


def _right(images: Images, labels: IntArray, suggested: Int32Array, tested: BoolArray) -> Figures:
    known = np.flatnonzero(labels >= 0)
    linear = _linear(images.vectors[known], labels[known]).predict(images.vectors[tested])
    return {
        f"{len(known)} labels, suggestions": float((suggested == images.truth)[tested].mean()),
        f"{len(known)} labels, a linear classifier": float((linear == images.truth[tested]).mean()),
    }


def _linear(vectors: Float32Array, labels: IntArray) -> LogisticRegression:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=10.0, max_iter=200).fit(vectors, labels)


def _from_nothing(images: Images, seed: int) -> Figures:
    """What a network learns from the same random labels alone, without the embedding and the other images."""
    order = _random_order(images, seed)
    tested = np.flatnonzero(~images.open(seed))
    found: Figures = {}
    for count in (labels for labels in images.budgets if labels in _FROM_NOTHING):
        known = order[:count]
        said = trained_from_nothing(
            images.pixels[known], images.truth[known], images.pixels[tested], classes=images.folder.classes, seed=seed
        )
        found[f"{count} labels"] = float((said == images.truth[tested]).mean())
    return found


# --- wrong labels -------------------------------------------------------------------------------------------------
def _all_right(images: Images, seed: int) -> Figures:
    """What the vectors allow: a linear classifier on as many labels, none of them wrong."""
    taught, tested = np.flatnonzero(images.open(seed)), np.flatnonzero(~images.open(seed))
    return {"classifier on right labels": _tested(images, taught, images.truth[taught], tested)}


def _half_wrong(images: Images, seed: int) -> Figures:
    return _cleaned(images, half_wrong(images.truth, seed), seed)


def _worst_of_three(images: Images, seed: int) -> Figures:
    return _cleaned(images, images.worst.copy(), seed)


def _cleaned(images: Images, labels: IntArray, seed: int) -> Figures:
    """Clean the labels of all images that are not held back, with the program and with cleanlab, in turn."""
    taught, tested = np.flatnonzero(images.open(seed)), np.flatnonzero(~images.open(seed))
    given, truth = labels[taught], images.truth[taught]
    found: Figures = {"given labels": float((given == truth).mean())}
    began = time.monotonic()
    cleaned = given
    for turn in ("cleaned labels", "cleaned twice"):
        doubts = find_suspects(images.vectors[taught], cleaned, classes=images.folder.classes)
        cleaned = np.where(doubts.label_issue_score > 0.5, doubts.expected, cleaned)  # wrong is likelier than right
        found[turn] = float((cleaned == truth).mean())
        found[f"{turn}, seconds"] = time.monotonic() - began
    found["classifier on labels cleaned twice"] = _tested(images, taught, cleaned, tested)
    found["classifier on the given labels"] = _tested(images, taught, given, tested)
    began = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learnt = CleanLearning(LogisticRegression(max_iter=400), cv_n_folds=5).fit(images.vectors[taught], given)
    issues = learnt.get_label_issues()
    theirs = np.where(issues["is_label_issue"], issues["predicted_label"], given)
    found["cleanlab, cleaned labels"] = float((theirs == truth).mean())
    found["cleanlab, seconds"] = time.monotonic() - began
    right = learnt.predict(images.vectors[tested]) == images.truth[tested]
    found["cleanlab, its classifier"] = float(np.mean(right))
    return found


def _tested(images: Images, taught: IntArray, labels: IntArray, tested: IntArray) -> float:
    said = _linear(images.vectors[taught], labels).predict(images.vectors[tested])
    return float((said == images.truth[tested]).mean())


# --- wrong labels, with a classifier that is trained ----------------------------------------------------------------
def _half_wrong_trained(noisy: Noisy, seed: int) -> Figures:
    return cleaned_by_classifier(noisy, half_wrong(noisy.truth, seed), seed, "half wrong")


def _worst_trained(noisy: Noisy, seed: int) -> Figures:
    return cleaned_by_classifier(noisy, noisy.worst.copy(), seed, "worst of three people")


PROTOCOLS = (
    Protocol("labels by active learning", _by_the_rule),
    Protocol("labels at random", _at_random),
    Protocol("trained from nothing", _from_nothing),
    Protocol("all labels right", _all_right),
    Protocol("half wrong", _half_wrong),
    Protocol("worst of three people", _worst_of_three),
)
TRAINED = (
    Protocol("half wrong, trained", _half_wrong_trained),
    Protocol("worst of three people, trained", _worst_trained),
)


def pieces(
    protocols: Iterable[Protocol[P]], images: P, seeds: int, until: float
) -> Iterator[tuple[str, list[Figures]]]:
    """Yield the name of each protocol and the figures of the seeds that were kept or measured within the time.

    Args:
        protocols: what is measured.
        images: on what.
        seeds: how often.
        until: the time.monotonic() from which nothing new is begun.
    """
    for protocol in protocols:
        results = (kept_or_measured(protocol, images, seed, until) for seed in range(seeds))
        yield protocol.name, [figures for figures in results if figures is not None]
