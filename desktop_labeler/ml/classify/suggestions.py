"""From the labels to a suggestion with a calibrated confidence for every image."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, IntArray, VectorArray
from desktop_labeler.ml.classify.adapted_space import FEWEST_LABELS, MOST_IMAGES, adapted_vectors
from desktop_labeler.ml.classify.calibration import energy_of, fit_temperature, softmax, strangeness
from desktop_labeler.ml.classify.class_prior import represented, unseen_probability
from desktop_labeler.ml.classify.classifiers import Task, head_logits, heavy, held_out_head
from desktop_labeler.ml.classify.confidence import AS_SAID, ConfidenceMap, fit_confidence_map
from desktop_labeler.ml.classify.cross_validation import BalancedHead, assign_folds
from desktop_labeler.ml.classify.other_models import add_unlabelled, mean_of
from desktop_labeler.ml.classify.stacking import AGAIN, Fitted, Stack, checked, fit_stack, propagated
from desktop_labeler.ml.graph.graph_features import smooth_vectors
from desktop_labeler.ml.graph.label_propagation import Links, apply_rejections, drop_rejected, link_weights, normalize
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.progress import finish

_POOL_SAMPLE = 3000
_ROW_BLOCK = 65_536


@dataclass(frozen=True, eq=False)
class Memory:
    """Intermediate results that the next round can start from; opaque to callers."""

    stamp: int
    features: Float32Array
    usable: BoolArray
    links: Links
    heads: list[BalancedHead] = field(default_factory=list)
    low_penalty: list[BalancedHead] = field(default_factory=list)
    propagation: Float32Array | None = None
    stack: Stack = field(default_factory=Stack)
    adapted: "Adapted | None" = None

    def forgotten(self) -> "Memory":
        """A copy with the results that depend on the images alone, without anything learnt from labels."""
        return Memory(self.stamp, self.features, self.usable, self.links)


@dataclass(frozen=True, eq=False)
class Adapted:
    """The space that suggestions have adapted, what was said there, and from how many labels it was made."""

    vectors: VectorArray
    graph: Graph
    labels: int
    last: "Suggestions | None" = None


@dataclass(frozen=True, eq=False)
class Suggestions:
    """The model's result for every image.

    Attributes:
        probabilities: (N, C) float32; rows sum to 1, or to 0 for images without a suggestion (no vector, excluded, or
            no labels at all). Labelled images have out-of-fold probabilities, so that their labels can be doubted.
        suggested: (N,) int32 likeliest class, −1 for no suggestion.
        confidence: (N,) float32 calibrated probability of that class. Where there is no label, it is the map's.
        held_out: (N,) int32 likeliest class of a labelled image according to classifiers that have seen neither it nor
            its group; −1 for an image without a label, or whose label could not be checked.
        ood_score: (N,) float32 in [0, 1], how badly the image fits every class: the fraction of held-out labelled
            images with a higher energy. An image above 0.95 may belong to a new class. Not a probability.
        method: description of the classifiers that are combined.
        accuracies: cross-validated accuracy of each classifier, in [0, 1]; empty with too few labels.
        checked: number of labels on which the accuracies and the temperature were measured.
        temperature: what the scores were divided by.
        sure: from the probabilities of an image without a label to the confidence of its suggestion.
        memory: read by `suggest` when these suggestions are given to it as `previous`.
        first: (N, C) what was said in the images' own space, where a second one took part; None elsewhere.
    """

    probabilities: Float32Array
    suggested: Int32Array
    confidence: Float32Array
    held_out: Int32Array
    ood_score: Float32Array
    method: str
    accuracies: dict[str, float]
    checked: int
    temperature: float
    memory: Memory
    sure: ConfidenceMap = AS_SAID
    first: Float32Array | None = None

    @property
    def to_ask_by(self) -> Float32Array:
        """(N, C) the probabilities by which images are queried.

        They are those of the images' own space: chosen by both, the next labels are worth up to a point less.
        """
        return self.probabilities if self.first is None else self.first


def suggest(
    vectors: VectorArray,
    graph: Graph,
    labels: npt.ArrayLike,
    *,
    classes: int,
    weights: npt.ArrayLike | None = None,
    rejected: npt.ArrayLike | None = None,
    excluded: npt.ArrayLike | None = None,
    groups: npt.ArrayLike | None = None,
    fair: npt.ArrayLike | None = None,
    others: Mapping[str, Float32Array] | None = None,
    previous: Suggestions | None = None,
) -> Suggestions:
    """Suggest a class for every image.

    The result is the weighted mean of up to four classifiers (stacking.py): two linear heads on graph features, one of
    them also without class balancing, and label propagation. A temperature, and for the confidence a slope and a bias
    (confidence.py), are fitted to held-out labels. Up to 5,000 images are suggested a second time from 20 labels on, in
    a space that the first suggestions have adapted (adapted_space.py), and images without a label get the mean of both.

    Args:
        vectors: (N, D) embeddings.
        graph: the neighbour graph of these vectors.
        labels: (N,) int in [0, classes), −1 = none.
        classes: C, at least 0.
        weights: (N,) sample weight of each label, at least 0; all 1 when absent.
        rejected: (m, 2) pairs (image, class) that a person has rejected.
        excluded: (N,) bool, known to be none of the classes: they get no suggestion and are not learnt from.
        groups: (N,) group of each image; a group is never split between training and held-out labels.
        fair: (N,) bool, labels of images drawn at random, in which classes are as frequent as in the folder; all False
            when absent.
        others: (N, C) probabilities by models from elsewhere, by name; rows sum to 1, or are NaN for images about which
            a model says nothing. Without any label they alone make the suggestions.
        previous: the last round's result; what has not changed is reused, and fits start from it.

    Returns:
        The suggestions.

    Raises:
        ValueError: lengths differ, or a label or rejected pair is outside its range.
    """

    def said(space: VectorArray, near: Graph, last: Suggestions | None) -> Suggestions:
        return _in_one_space(
            space,
            near,
            labels,
            classes=classes,
            weights=weights,
            rejected=rejected,
            excluded=excluded,
            groups=groups,
            fair=fair,
            others=others,
            previous=last,
        )

    first = said(vectors, graph, previous)
    if not first.checked:
        return first
    count = int(np.count_nonzero(np.asarray(labels) >= 0))
    unlabelled = np.asarray(labels) < 0
    if weights is not None:
        unlabelled |= np.asarray(weights) <= 0
    if len(vectors) > MOST_IMAGES or count < FEWEST_LABELS or heavy(count, classes):
        return _sure(first, unlabelled)
    space = _adapted(vectors, graph, first, previous)
    return _sure(_both(first, said(space.vectors, space.graph, space.last), unlabelled, space), unlabelled)


def _sure(said: Suggestions, unlabelled: BoolArray) -> Suggestions:
    """The same suggestions with the confidence of images without a label by slope and bias."""
    return replace(said, confidence=np.where(unlabelled, said.sure.confidence(said.probabilities), said.confidence))


def _adapted(vectors: VectorArray, graph: Graph, first: Suggestions, previous: Suggestions | None) -> Adapted:
    """The last round's adapted space while there are about as many labels, else a new one."""
    known = previous.memory.adapted if previous is not None and previous.memory.stamp == first.memory.stamp else None
    if known is not None and 1 / AGAIN < first.checked / known.labels < AGAIN:
        return known
    adapted = adapted_vectors(vectors, first.probabilities)
    return Adapted(adapted, finish(build_graph(adapted, k=graph.neighbors.shape[1])), first.checked)


def _both(first: Suggestions, second: Suggestions, unlabelled: BoolArray, space: Adapted) -> Suggestions:
    """The mean of two suggestions for images without a label; all else is that of the first.

    The second space has been adapted by all labels, also by those that are held out there.
    """
    probabilities = first.probabilities.copy()
    probabilities[unlabelled] += second.probabilities[unlabelled]
    probabilities[unlabelled] /= 2
    memory = replace(first.memory, adapted=replace(space, last=second))
    return replace(
        first,
        probabilities=probabilities,
        suggested=_best(probabilities)[0],
        memory=memory,
        first=first.probabilities,
    )


def _in_one_space(
    vectors: VectorArray,
    graph: Graph,
    labels: npt.ArrayLike,
    *,
    classes: int,
    weights: npt.ArrayLike | None,
    rejected: npt.ArrayLike | None,
    excluded: npt.ArrayLike | None,
    groups: npt.ArrayLike | None,
    fair: npt.ArrayLike | None,
    others: Mapping[str, Float32Array] | None,
    previous: Suggestions | None,
) -> Suggestions:
    """What the classifiers say in one space; see `suggest`."""
    given, sample_weights, pairs = _checked(graph, len(vectors), labels, classes, weights, rejected)
    left_out = np.zeros(len(given), bool) if excluded is None else np.array(excluded, bool)
    memory = _remembered(vectors, graph, previous)
    silent = left_out | ~memory.usable
    given[silent] = -1
    models = dict(others or {})
    if not (given >= 0).any():
        return _without_labels(models, silent, graph, pairs, classes, memory)
    drawn = np.zeros(len(given), bool) if fair is None else np.asarray(fair, bool)
    task = _task(vectors, graph, memory, silent, given, sample_weights, pairs, classes, groups, drawn, models)
    fitted = fit_stack(task, memory.heads, memory.low_penalty, memory.stack)
    places = np.flatnonzero(checked(task, fitted))
    temperature = fit_temperature(
        fitted.held_out[places],
        task.known[places],
        weights=task.sample_weights[task.rows[places]],
    )
    probabilities, energy, raw = _probabilities(task, fitted, temperature, memory.propagation)
    own = held_out_head(task, fitted.heads)[task.checkable] if task.folds else energy[task.rows, None]
    add_unlabelled(probabilities, np.bincount(task.known, minlength=classes) == 0, models, silent)
    unseen_by = softmax(fitted.held_out[places], temperature)
    probabilities[task.rows[places]] = unseen_by
    unseen = np.full(len(given), -1, np.int32)
    unseen[task.rows[places]] = unseen_by.argmax(axis=1)
    probabilities[silent] = 0
    drop_rejected(apply_rejections(probabilities, graph, pairs), pairs)
    suggested, confidence = _best(probabilities)
    sure = fit_confidence_map(
        unseen_by,
        task.known[places],
        weights=task.sample_weights[task.rows[places]],
        represented=None if task.counts is None else task.counts[places],
        typical=float(confidence[(given < 0) & ~silent].mean()) if (given[~silent] < 0).any() else 1.0,
        seen=1 - unseen_probability(task.known, classes),
    )
    confidence *= np.float32(sure.seen)
    return Suggestions(
        probabilities=probabilities,
        suggested=suggested,
        confidence=confidence,
        held_out=unseen,
        ood_score=np.where(silent, np.float32(0), strangeness(energy, energy_of(own))),
        method=fitted.stack.name,
        accuracies=fitted.stack.accuracies,
        checked=len(places),
        temperature=temperature,
        memory=Memory(
            memory.stamp,
            memory.features,
            memory.usable,
            memory.links,
            fitted.heads,
            fitted.low_penalty,
            raw,
            fitted.stack,
        ),
        sure=sure,
    )


def _checked(
    graph: Graph,
    count: int,
    labels: npt.ArrayLike,
    classes: int,
    weights: npt.ArrayLike | None,
    rejected: npt.ArrayLike | None,
) -> tuple[IntArray, Float32Array, IntArray]:
    given = np.array(labels, np.int64)
    sample_weights = np.ones(count, np.float32) if weights is None else np.asarray(weights, np.float32)
    pairs = np.zeros((0, 2), np.int64) if rejected is None else np.asarray(rejected, np.int64).reshape(-1, 2)
    sizes = {"images": count, "graph": len(graph.neighbors), "labels": len(given), "weights": len(sample_weights)}
    if len(set(sizes.values())) > 1:
        raise ValueError(f"sizes differ: {sizes}")
    if count and (given.min() < -1 or given.max() >= classes):
        raise ValueError(f"labels lie in [{given.min()}, {given.max()}], expected [−1, {classes})")
    if len(pairs) and (pairs.min() < 0 or pairs[:, 0].max() >= count or pairs[:, 1].max() >= classes):
        raise ValueError(f"a rejected pair lies outside {count} images × {classes} classes")
    given[sample_weights <= 0] = -1
    return given, sample_weights, pairs


def _remembered(vectors: VectorArray, graph: Graph, previous: Suggestions | None) -> Memory:
    """The last round's memory if it belongs to these vectors and this graph, else a new one."""
    every = max(1, len(vectors) // 1000)
    mark = zlib.crc32(np.ascontiguousarray(vectors[::every]).tobytes(), len(vectors))
    mark = zlib.crc32(np.ascontiguousarray(graph.neighbors[::every]).tobytes(), mark)
    if previous is not None and previous.memory.stamp == mark:
        return previous.memory
    features, usable = smooth_vectors(vectors, graph)
    return Memory(mark, features, usable, normalize(link_weights(graph)))


def _task(
    vectors: VectorArray,
    graph: Graph,
    memory: Memory,
    silent: BoolArray,
    given: IntArray,
    sample_weights: Float32Array,
    pairs: IntArray,
    classes: int,
    groups: npt.ArrayLike | None,
    fair: BoolArray,
    others: Mapping[str, Float32Array],
) -> Task:
    rows = np.flatnonzero(given >= 0)
    known = given[rows]
    folds = 10 if len(rows) <= 300 else 3 if heavy(len(rows), classes) else 5
    units = None if groups is None else np.asarray(groups)[rows]
    fold = assign_folds(vectors[rows], known, units, folds)
    # A label can be checked if another fold has a label of the same class.
    own = np.zeros((folds, classes), np.int64)
    np.add.at(own, (fold, known), 1)
    checkable = own.sum(axis=0)[known] > own[fold, known]
    folds = folds if checkable.any() and len(np.unique(known)) > 1 else 0
    open_ = np.flatnonzero(~silent)
    pool = np.random.default_rng(0).choice(open_, min(_POOL_SAMPLE, len(open_)), replace=False)
    features = memory.features
    return Task(
        graph,
        features,
        memory.links,
        given,
        sample_weights,
        pairs,
        rows,
        fold,
        folds,
        represented(features[rows], features[pool]),
        fair[rows],
        checkable & (folds > 0),
        features[pool],
        classes,
        others,
    )


def _probabilities(
    task: Task, fitted: Fitted, temperature: float, start: Float32Array | None
) -> tuple[Float32Array, Float32Array, Float32Array | None]:
    """Calibrated probabilities and the head's energy for all images, and the raw propagation if it is in use."""
    count = len(task.labels)
    result, energy = np.empty((count, task.classes), np.float32), np.empty(count, np.float32)
    shares, raw = propagated(task, fitted, start)
    for begin in range(0, count, _ROW_BLOCK):
        rows = slice(begin, begin + _ROW_BLOCK)
        own = head_logits(task, fitted.heads[0], rows)
        energy[rows] = energy_of(own)
        result[rows] = softmax(fitted.logits(task, rows, own, shares), temperature)
    return result, energy, raw


def _best(probabilities: Float32Array) -> tuple[Int32Array, Float32Array]:
    suggested = probabilities.argmax(axis=1).astype(np.int32)
    confidence = np.take_along_axis(probabilities, suggested[:, None], axis=1)[:, 0].copy()
    suggested[confidence <= 0] = -1
    return suggested, confidence


def _without_labels(
    others: Mapping[str, Float32Array], silent: BoolArray, graph: Graph, pairs: IntArray, classes: int, memory: Memory
) -> Suggestions:
    """Suggestions while there is no label: the mean of what models from elsewhere say, as it is."""
    count = len(silent)
    total, _ = mean_of(others, silent, classes)
    if others:
        drop_rejected(apply_rejections(total, graph, pairs), pairs)
    suggested, confidence = _best(total) if classes else (np.full(count, -1, np.int32), np.zeros(count, np.float32))
    return Suggestions(
        probabilities=total,
        suggested=suggested,
        confidence=confidence,
        held_out=np.full(count, -1, np.int32),
        ood_score=np.zeros(count, np.float32),
        method=" + ".join(others),
        accuracies={},
        checked=0,
        temperature=1.0,
        memory=memory,
    )
