"""The default query rule compared with random, margin, k-means and TypiClust: accuracy for equal numbers of labels.

Every rule chooses images in the same rounds (10, 20, 50, … labels), each gets its true class, and the same scikit-learn
classifier predicts the unlabelled images. Then the default rule and random choice are compared with the program's own
suggestions. The default rule is deterministic, so each seed excludes a different 10 % of the images for all rules.
"""

import time
import warnings
from collections.abc import Callable, Iterator
from typing import TypeAlias

import faiss
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.suggestions import suggest
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.select.next_query import Rule, choose_next
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import cifar_vectors, random_units, sign_vectors

# vectors of the labelled images, their labels → suggested classes, probabilities
Answer: TypeAlias = tuple[IntArray, Float32Array]
Chooser: TypeAlias = Callable[["Pool", IntArray, Float32Array | None, int, int], IntArray]

BUDGETS = (10, 20, 50, 100, 200, 500, 1000)
SEEDS = 5
STRENGTHS = (0.1, 1.0, 10.0, 100.0)


class Pool:
    """A data set: unit vectors, true classes, graph, and the images that this seed may label."""

    def __init__(self, vectors: Float32Array, truth: IntArray) -> None:
        self.vectors, self.truth = vectors, truth
        self.graph: Graph = finish(build_graph(vectors))
        self.classes = int(truth.max()) + 1
        self.free = np.ones(len(truth), np.bool_)


def run() -> Iterator[Row]:
    with threadpool_limits(1):  # the small products here are slower with more threads
        vectors, truth = cifar_vectors()
        cifar = Pool(unit(vectors.astype(np.float32)), truth)
        yield from _against_peers("CIFAR-10", cifar)
        yield from _rare_classes(cifar)
        yield from _speed(cifar)
        yield from _against_peers("sign digits", Pool(*sign_vectors()))


def unit(vectors: Float32Array) -> Float32Array:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _against_peers(name: str, pool: Pool) -> Iterator[Row]:
    peers: dict[str, Chooser] = {
        "random": _rule("random"),
        "margin": _rule("margin"),
        "k-means": _rule("kmeans"),
        "TypiClust": typiclust,
    }
    found = {peer: _learn(pool, choose, regression) for peer, choose in peers.items()}
    ours = _learn(pool, _rule("default"), regression)
    for place, budget in enumerate(BUDGETS):
        yield Row(f"{name}, {budget} labels, default", float(ours[:, place].mean()), "share", SEEDS)
        yield Row(f"  its spread over seeds, {budget}", float(ours[:, place].std(ddof=1)), "share", SEEDS)
        for peer, accuracy in found.items():
            yield Row(f"  {peer}, {budget}", float(accuracy[:, place].mean()), "share", SEEDS)
        best = max(accuracy[:, place].mean() for accuracy in found.values())
        lead = 100 * float(ours[:, place].mean() - best)
        yield Row(f"  ahead of the best of them, {budget}", lead, "points", SEEDS, "≥ 0 beyond spread")
        over = 100 * float(ours[:, place].mean() - found["random"][:, place].mean())
        yield Row(f"  ahead of random, {budget}", over, "points", SEEDS, "≥ 5" if budget <= 100 else "")
    own, chance = _learn(pool, _rule("default"), suggestions), _learn(pool, _rule("random"), suggestions)
    for place, budget in enumerate(BUDGETS):
        yield Row(f"{name}, {budget} labels, default, own suggestions", float(own[:, place].mean()), "share", SEEDS)
        over = 100 * float(own[:, place].mean() - chance[:, place].mean())
        yield Row(f"  ahead of random, {budget}", over, "points", SEEDS, "≥ 5" if budget <= 100 else "")


def _learn(pool: Pool, choose: Chooser, classify: Callable[[Pool, IntArray], Float32Array]) -> Float64Array:
    """Return the accuracy on the unlabelled images, (seeds, budgets), after labelling what the rule chooses."""
    accuracy = np.zeros((SEEDS, len(BUDGETS)))
    for seed in range(SEEDS):
        pool.free = np.random.default_rng(seed).random(len(pool.truth)) > 0.1
        labels = np.full(len(pool.truth), -1)
        probabilities: Float32Array | None = None
        for place, budget in enumerate(BUDGETS):
            asked = choose(pool, labels, probabilities, budget - int((labels >= 0).sum()), seed)
            labels[asked] = pool.truth[asked]
            probabilities = classify(pool, labels)
            right = probabilities.argmax(axis=1) == pool.truth
            accuracy[seed, place] = right[labels < 0].mean()
    return accuracy


def _rule(rule: Rule) -> Chooser:
    def choose(pool: Pool, labels: IntArray, probabilities: Float32Array | None, n: int, seed: int) -> IntArray:
        return choose_next(
            pool.vectors,
            pool.graph,
            labelled=labels,
            probabilities=probabilities,
            candidates=pool.free,
            n=n,
            rule=rule,
            seed=seed + 1000 * int((labels >= 0).sum()),
        )

    return choose


def typiclust(pool: Pool, labels: IntArray, _: Float32Array | None, n: int, seed: int) -> IntArray:
    """Hacohen et al., "Active Learning on a Budget", ICML 2022: typical images of clusters with few labels.

    k-means makes labelled + n clusters, at most 500. Clusters of fewer than 5 images are used only when the others have
    no unlabelled image left. Typicality is 1 / mean distance to 20 neighbours.
    """
    count = min(int((labels >= 0).sum()) + n, 500)
    means = faiss.Kmeans(pool.vectors.shape[1], count, niter=15, seed=seed + 1, min_points_per_centroid=1)
    means.train(pool.vectors)
    cluster = means.index.search(pool.vectors, 1)[1][:, 0]
    distance = np.sqrt(np.maximum(2 - 2 * pool.graph.similarity[:, :20], 0)).mean(axis=1)
    size = np.bincount(cluster, minlength=count)
    labelled = np.bincount(cluster[labels >= 0], minlength=count)
    left = pool.free & (labels < 0)
    chosen: list[int] = []
    for _place in range(n):
        for one in np.lexsort((-size, labelled, size < 5)):
            members = np.flatnonzero((cluster == one) & left)
            if members.size:
                break
        image = int(members[distance[members].argmin()])
        chosen.append(image)
        left[image] = False
        labelled[one] += 1
    return np.array(chosen)


def regression(pool: Pool, labels: IntArray) -> Float32Array:
    """scikit-learn's logistic regression: C by cross-validated log loss, 10 while a class has a single label."""
    rows, known = pool.vectors[labels >= 0], labels[labels >= 0]
    probabilities = np.zeros((len(labels), pool.classes), np.float32)
    counts = np.bincount(known)
    if (counts > 0).sum() < 2:
        probabilities[:, known[0]] = 1
        return probabilities
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = _regression(_strength(rows, known, counts)).fit(rows, known)
    probabilities[:, model.classes_] = model.predict_proba(pool.vectors)
    return probabilities


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=200, tol=1e-3)


def _strength(rows: Float32Array, known: IntArray, counts: IntArray) -> float:
    several = np.flatnonzero(counts[known] >= 2)
    single = np.flatnonzero(counts[known] < 2)
    if (counts >= 2).sum() < 2:
        return 10.0
    folds = StratifiedKFold(
        int(min(5 if len(known) < 300 else 3, counts[counts >= 2].min())), shuffle=True, random_state=0
    )
    loss = np.zeros(len(STRENGTHS))
    for train, test in folds.split(several, known[several]):
        learn, check = np.concatenate([several[train], single]), several[test]
        for place, strength in enumerate(STRENGTHS):
            model = _regression(strength).fit(rows[learn], known[learn])
            column = np.searchsorted(model.classes_, known[check])
            given = model.predict_proba(rows[check])[np.arange(len(check)), column]
            loss[place] -= np.log(np.maximum(given, 1e-6)).sum()
    return STRENGTHS[int(loss.argmin())]


def suggestions(pool: Pool, labels: IntArray) -> Float32Array:
    return suggest(pool.vectors, pool.graph, labels, classes=pool.classes).probabilities


def _rare_classes(cifar: Pool) -> Iterator[Row]:
    """Measure the labels needed to find a rare class: 7 classes of 2,000 images and 3 of 40, others for each seed."""
    rules: dict[str, tuple[Rule, float]] = {
        "default": ("default", 0.1),
        "default without a share for the unseen": ("default", 0.0),
        "random": ("random", 0.0),
    }
    needed: dict[str, list[int]] = {name: [] for name in rules}
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        rare = rng.choice(10, 3, replace=False)
        rows = np.concatenate(
            [rng.choice(np.flatnonzero(cifar.truth == c), 40 if c in rare else 2000, False) for c in range(10)]
        )
        pool = Pool(cifar.vectors[rows], cifar.truth[rows])
        empty = np.full(len(rows), -1)
        for name, (rule, share) in rules.items():
            asked = choose_next(
                pool.vectors, pool.graph, labelled=empty, n=2000, rule=rule, unseen_probability=share, seed=seed
            )
            for one in rare:
                needed[name].append(int(np.flatnonzero(pool.truth[asked] == one).min(initial=2000)) + 1)
    for name, labels in needed.items():
        yield Row(f"labels until a class of 40 in 14,120 is met, {name}", float(np.mean(labels)), "labels", len(labels))


def _speed(cifar: Pool) -> Iterator[Row]:
    """Measure choosing 100 images, in processor time of one thread."""
    labels = np.full(len(cifar.truth), -1)
    labels[:: len(labels) // 1000] = 0
    shares = np.random.default_rng(0).dirichlet(np.ones(10), len(labels)).astype(np.float32)
    choose_next(cifar.vectors, cifar.graph, labelled=labels, n=100)
    start = time.process_time()
    choose_next(cifar.vectors, cifar.graph, labelled=labels, probabilities=shares, n=100)
    yield Row("100 questions, 50,000 images, processor", time.process_time() - start, "s", 1, "≤ 0.3")
    count = 1_000_000
    vectors = random_units(count, 16)
    rng = np.random.default_rng(1)
    similarity = -np.sort(-rng.random((count, 50), dtype=np.float32), axis=1)
    graph = Graph(rng.integers(0, count, (count, 50), dtype=np.int32), similarity, None, "random")
    start = time.process_time()
    choose_next(vectors, graph, labelled=np.full(count, -1), n=100)
    yield Row("100 questions, 1,000,000 images, processor", time.process_time() - start, "s", 1, "≤ 5")
