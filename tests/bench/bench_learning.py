"""Suggestions compared with four other classifiers on the same labels, on seven folders and four ways to get labels.

`dev.py bench learning` takes hours. LEARNING_SEEDS and LEARNING_FOLDERS (names separated by commas) make it shorter;
LEARNING_BACKBONE chooses the embedding. Accuracy is measured on a fixed quarter of the images, which is never labelled:
otherwise a way that labels the easy images first would be left with the hard ones. Tiny ImageNet is printed but does
not count, because the packaged weights were trained on images of ImageNet.
"""

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, LogisticRegressionCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.semi_supervised import LabelSpreading

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.graph.label_propagation import link_weights
from desktop_labeler.ml.select.next_query import choose_next
from tests.bench.learning_folders import FOLDERS, Embedded, embedded
from tests.bench.rows import Row
from tests.measures import calibration_error

OPT_IN = True
BUDGETS = (10, 20, 50, 100, 200, 500, 1000)
BATCHES = (10, 30, 50, 100)
SEEDS = int(os.environ.get("LEARNING_SEEDS") or 5)
NAMES = [name for name in (os.environ.get("LEARNING_FOLDERS") or "").split(",") if name] or list(FOLDERS)
BACKBONE = os.environ.get("LEARNING_BACKBONE") or "photo"
PEERS = ("logistic regression", "head without balancing", "LabelSpreading", "kNN")
_NOT_COUNTED = "Tiny ImageNet"
_ASKED = {  # of `photo` with labels by the queue in batches of 10, at 20, 50, 100 and 200
    "algae": (0.85, 0.93, 0.95, 0.98),
    "sign digits": (0.86, 0.89, 0.91, 0.95),
    "CIFAR-10": (0.61, 0.68, 0.71, 0.74),
    "clothing": (0.62, 0.72, 0.78, 0.83),
}
_HELD_BACK = 0.25
_PAGE = 50
_SKEW = 20


@dataclass(frozen=True)
class Cell:
    """The results of one path with one number of labels, for each seed.

    Attributes:
        ours: (seeds,) share suggested right of the quarter that no path may label.
        others: (seeds,) the same of all images without a label.
        peers: (seeds, 4) share of that quarter that each peer suggests right.
        error: (seeds,) calibration error on the images without a label.
    """

    ours: Float64Array
    others: Float64Array
    peers: Float64Array
    error: Float64Array


def run() -> Iterator[Row]:
    worst: tuple[float, str] = (np.inf, "")
    drop: tuple[float, str] = (np.inf, "")
    for name in NAMES:
        folder = embedded(name, BACKBONE)
        for path in (*(f"queue by {batch}" for batch in BATCHES), "random", "pages", "skewed"):
            earlier: Cell | None = None
            for budget, cell in _path(folder, path):
                said = f"{name}, {path}, {budget}"
                yield Row(said, float(cell.ours.mean()), "share", SEEDS)
                yield Row("  of all images without a label", float(cell.others.mean()), "share", SEEDS, _asked(said))
                best = int(cell.peers.mean(axis=0).argmax())
                yield Row(f"  best peer: {PEERS[best]}", float(cell.peers[:, best].mean()), "share", SEEDS)
                lead = _beyond(cell.ours - cell.peers[:, best])
                yield Row("  behind it beyond the spread", lead, "points", SEEDS, "≥ -1")
                yield Row(
                    "  calibration error",
                    float(cell.error.mean()),
                    "ECE",
                    SEEDS,
                    "≤ 0.03" if budget in (100, 1000) else "",
                )
                gain = 0.0 if earlier is None else _beyond(cell.ours - earlier.ours)
                yield Row("  below fewer labels beyond the spread", gain, "points", SEEDS, "≥ -1")
                earlier = cell
                if name != _NOT_COUNTED:
                    worst, drop = min(worst, (lead, said)), min(drop, (gain, said))
    yield Row(f"worst cell against the best peer: {worst[1]}", worst[0], "points", 1, "≥ -1")
    yield Row(f"worst step to more labels: {drop[1]}", drop[0], "points", 1, "≥ -1")


def _asked(said: str) -> str:
    """What is asked of a cell, by its name."""
    name, path, budget = said.split(", ")
    asked = _ASKED.get(name) if BACKBONE == "photo" and path == "queue by 10" else None
    places = {"20": 0, "50": 1, "100": 2, "200": 3}
    return f"≥ {asked[places[budget]]}" if asked is not None and budget in places else ""


def _beyond(differences: Float64Array) -> float:
    """Return the mean difference in percentage points plus two standard errors over the seeds, at most 0."""
    error = 2 * differences.std(ddof=1) / np.sqrt(len(differences)) if len(differences) > 1 else 0.0
    return min(0.0, 100 * float(differences.mean() + error))


def _path(folder: Embedded, path: str) -> Iterator[tuple[int, Cell]]:
    batch = int(path.removeprefix("queue by ")) if path.startswith("queue") else 0
    most = min(BUDGETS[-1], len(folder.truth) // 2)
    budgets = [budget for budget in BUDGETS if max(batch, 1) <= budget <= most]
    found: dict[int, list[tuple[float, float, list[float], float]]] = {budget: [] for budget in budgets}
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        held_back = rng.random(len(folder.truth)) < _HELD_BACK
        for budget, labels, last in _labels(folder, path, budgets, ~held_back, rng):
            said = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, previous=last)
            right = said.suggested == folder.truth
            others = [float((each == folder.truth)[held_back].mean()) for each in _peers(folder, labels, said)]
            open_ = labels < 0
            error = calibration_error(said.confidence[open_], right[open_])
            found[budget].append((float(right[held_back].mean()), float(right[open_].mean()), others, error))
    for budget, cells in found.items():
        yield budget, Cell(*(np.array([cell[part] for cell in cells]) for part in range(4)))


def _labels(
    folder: Embedded, path: str, budgets: list[int], free: BoolArray, rng: np.random.Generator
) -> Iterator[tuple[int, IntArray, Suggestions | None]]:
    """Yield the labels of one way to get them, at each budget."""
    truth, labels, last = folder.truth, np.full(len(folder.truth), -1), None
    order = rng.permutation(np.flatnonzero(free))
    if path == "skewed":
        share = float(_SKEW) ** (-rng.permutation(folder.classes) / max(folder.classes - 1, 1))
        share = share / np.bincount(truth, minlength=folder.classes).clip(1)
        order = order[np.argsort(-np.log(rng.random(len(order))) / share[truth[order]])]
    turn = int(rng.integers(folder.classes))
    for budget in budgets:
        while (missing := budget - int((labels >= 0).sum())) > 0:
            if path in ("random", "skewed"):
                new = order[budget - missing : budget]
            elif path == "pages" and last is not None:
                turn += 1
                page = np.flatnonzero(free & (labels < 0) & (last.suggested == turn % folder.classes))
                new = page[np.argsort(-last.confidence[page], kind="stable")][: min(_PAGE, missing)]
            else:
                batch = 10 if path == "pages" else int(path.removeprefix("queue by "))
                said = None if last is None else last.to_ask_by
                new = choose_next(
                    folder.vectors, folder.graph, labelled=labels, n=min(batch, missing), probabilities=said,
                    candidates=free,
                )  # fmt: skip
            labels[new] = truth[new]
            if path not in ("random", "skewed"):
                last = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, previous=last)
        yield budget, labels, last


def _peers(folder: Embedded, labels: IntArray, said: Suggestions) -> list[IntArray]:
    rows = folder.vectors.astype(np.float32)
    known = np.flatnonzero(labels >= 0)
    target = labels[known]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if len(np.unique(target)) < 2:
            alike = np.full(len(labels), target[0])
            return [alike] * len(PEERS)
        near = KNeighborsClassifier(min(10, len(known)), weights="distance", metric="cosine", algorithm="brute")
        spread = LabelSpreading(kernel=lambda *_: _affinity(folder), alpha=0.9, max_iter=50)
        return [
            _regression(rows, known, target),
            _without_balancing(said, folder.classes),
            np.asarray(spread.fit(rows, labels).transduction_),
            np.asarray(near.fit(rows[known], target).predict(rows)),
        ]


def _affinity(folder: Embedded) -> sp.csr_matrix:
    return sp.csr_matrix(link_weights(folder.graph).astype(np.float64))


def _without_balancing(said: Suggestions, classes: int) -> IntArray:
    """Return the program's own head as fitted, without the correction of its class prior."""
    scores = said.memory.heads[0].logits(said.memory.features) - said.memory.heads[0].shift
    return np.asarray(scores[:, :classes].argmax(axis=1))


def _regression(rows: Float32Array, known: IntArray, target: IntArray) -> IntArray:
    counts = np.bincount(target)
    folds = min(5, int(counts[counts > 0].min()))
    # the same answer in the space of the labelled rows, where there are fewer of them than dimensions
    centre = rows[known].mean(axis=0)
    _, size, axes = np.linalg.svd(rows[known] - centre, full_matrices=False)
    small = (rows - centre) @ axes[size > 1e-4 * size[0]].T
    model = (
        LogisticRegressionCV(Cs=np.logspace(-1, 3, 5), cv=folds, max_iter=200, tol=1e-3)
        if folds >= 2
        else LogisticRegression(C=10, max_iter=200, tol=1e-3)
    )
    return np.asarray(model.fit(small[known], target).predict(small))
