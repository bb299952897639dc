"""A classifier trained on labels beside the program's suggestions without it, from the same random labels.

Images are read and their activations computed once and stored outside the repository (BENCH_CACHE). Each folder takes
some minutes on two cores.
"""

import os
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import cast

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

from desktop_labeler.array_types import AnyArray, BoolArray, Float16Array, Float32Array, IntArray
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.jobs.classifiers.finetune_task import FOLDS
from desktop_labeler.jobs.classifiers.judge_classifier import verdict_of
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.backbones.flip_invariance import SAMPLE, find_flip_invariance
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.finetune.cross_fit import CrossFit, class_balance, finish_cross_fit, kin_groups
from desktop_labeler.ml.finetune.part import PARTS, Part
from desktop_labeler.ml.finetune.tail import CutBackbone, TailClassifier, logits_of
from desktop_labeler.ml.finetune.training import Labelled, TailTrainer, passes, recipe_for
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.image_issues import near_duplicates
from desktop_labeler.ml.label_issues.suspects import find_suspects
from desktop_labeler.ml.pretrain.training import Budget, train
from desktop_labeler.progress import finish
from desktop_labeler.statistics import paired_difference
from tests.bench.learning_folders import CACHE, FOLDERS
from tests.bench.rows import Row
from tests.measures import calibration_error

OPT_IN = True  # several minutes a folder
NAMES = ("clothing", "sign digits", "algae", "8x8 digits", "blood cells", "CIFAR-10")
_TESTED = 600  # images without a label on which accuracy is measured
_MINUTES = 5.0
_BALANCE = (0.2, 2.0)  # least and most weight by how often a class is suggested
_LEAST_SHARE = 1e-3  # of a class
_WRONG = 0.05  # of the labels, in the measurement of suspects
_ASKED = {("clothing", 200): "≥ .79", ("clothing", 1000): "≥ .885", ("algae", 200): "≥ .965"}
_ASKED |= {("sign digits", 200): "≥ .94", ("sign digits", 1000): "≥ .985"}


@dataclass(frozen=True, eq=False)
class CutFolder:
    """Images of a folder in random order: (N,) classes, (N, D) vectors, (N, V, …) activations, and their graph."""

    name: str
    truth: IntArray
    vectors: Float32Array
    activations: Float16Array
    graph: Graph

    @property
    def classes(self) -> int:
        return int(self.truth.max()) + 1


def run() -> Iterator[Row]:
    chosen = os.environ.get("BENCH_FOLDERS", ",".join(NAMES)).split(",")
    budgets = [int(count) for count in os.environ.get("BENCH_LABELS", "200,1000").split(",")]
    minutes = float(os.environ.get("BENCH_MINUTES", _MINUTES))
    parts = os.environ.get("BENCH_PARTS", "right,suspects").split(",")
    part = PARTS[PARTS.index(cast("Part", os.environ.get("BENCH_TRAIN", "last")))]
    draws = os.environ.get("BENCH_DRAWS", "0").split(",")
    front = CutBackbone(open_backbone(PHOTO, cpu_device()), part)
    measures = {"alone": _alone, "pseudo": _pseudo, "right": _measured, "suspects": _suspects_found}
    for name, count, draw in product(chosen, budgets, draws):
        folder = cut_folder(name, count, part, int(draw))
        for wanted, measure in measures.items():
            if len(folder.truth) > count + 100 and wanted in parts:
                yield from measure(front, folder, count, minutes)


def cut_folder(name: str, count: int, part: Part, draw: int) -> CutFolder:
    """Return a folder in the order of a draw, reading and computing what is not stored yet.

    Images stored for more labels serve for fewer as well.
    """
    stem, end = CACHE.parent / "finetune" / name.replace(" ", "_"), "" if part == "last" else f"-{part}"
    places = [stem.with_name(f"{stem.name}-{most}{end}") for most in range(count, 1001)]
    place = next((known for known in places if (known / "vectors.npz").is_file()), places[0])
    if not (place / "vectors.npz").is_file():
        place.mkdir(parents=True, exist_ok=True)
        _prepare(name, count, place, part)
    with np.load(place / "vectors.npz") as stored:
        truth, vectors = stored["truth"], stored["vectors"]
    every = np.random.default_rng(draw).permutation(len(truth)) if draw else np.arange(len(truth))
    order = every[: count + _TESTED]
    activations: Float16Array = np.load(place / "activations.npy", mmap_mode="r")[order]
    return CutFolder(name, truth[order], vectors[order], activations, finish(build_graph(vectors[order])))


def _prepare(name: str, count: int, place: Path, part: Part) -> None:
    backbone = open_backbone(PHOTO, cpu_device())
    pixels, kinds = [], []
    for kind, content in FOLDERS[name]():
        file = place / "image"
        file.write_bytes(content)
        pixels.append(backbone.prepare(decode(file, longest=3 * 224)))
        kinds.append(kind)
    order = np.random.default_rng(5).permutation(len(kinds))[: count + _TESTED]
    images = np.stack([pixels[row] for row in order.tolist()])
    names = sorted(set(kinds))
    truth = np.array([names.index(kinds[row]) for row in order.tolist()])
    _store(backbone, images, truth, place, part)


def _store(backbone: Backbone, images: AnyArray, truth: IntArray, place: Path, part: Part) -> None:
    flips = finish(find_flip_invariance(backbone, images[:SAMPLE].astype(np.uint8))).flips
    front = CutBackbone(backbone, part)
    views = [front.activations(images.astype(np.uint8))]
    if flips != "none":
        views.append(front.activations(images.astype(np.uint8), mirrored=True))
    np.save(place / "activations.npy", np.stack(views, axis=1))
    vectors = backbone.flipped(flips).embed(images.astype(np.uint8))
    np.savez(place / "vectors.npz", truth=truth, vectors=vectors)


def _alone(front: CutBackbone, folder: CutFolder, count: int, minutes: float) -> Iterator[Row]:
    """Measure the tail that sees all labels, without the others: a third of the work, and the same classifier."""
    labels, rest = np.full(len(folder.truth), -1), slice(count, None)
    labels[:count] = truth = folder.truth[:count]
    weights, folds = np.ones(count, np.float32), np.full(count, -1)
    given = Labelled(folder.activations, np.arange(count), truth, weights, folds, folder.classes)
    trainer, seconds = _learnt(front, given, minutes)
    shift = class_balance(folder.vectors[:count], truth, folder.vectors, np.ones(count, bool), folder.classes)
    logits = logits_of(trainer.averaged[-1], folder.activations[rest, 0], front.device) + shift
    kin = kin_groups(None, near_duplicates(folder.graph), len(labels))
    without = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, groups=kin)
    tested = len(folder.truth) - count
    frozen = {
        "suggestions without it": float((without.suggested[rest] == folder.truth[rest]).mean()),
        "logistic regression on the vectors": _logistic(folder, count),
    }
    right = float((logits.argmax(axis=1) == folder.truth[rest]).mean())
    for name, share in frozen.items():
        yield Row(f"{folder.name}, {count} labels: {name}", share, "share", tested)
    yield Row("  the classifier", right, "share", tested, _ASKED.get((folder.name, count), ""))
    ahead = 100 * (right - max(frozen.values()))
    yield Row("  ahead of the better of both", ahead, "points", tested, "≥ 2 on three folders")
    yield Row("  processor time of its tail", seconds, "s", 1)


def _pseudo(front: CutBackbone, folder: CutFolder, count: int, minutes: float) -> Iterator[Row]:
    """Measure whether the suggestions of half of the other images, as pseudo-labels, improve the classifier.

    The suggestions know only the labels. A pseudo-label counts by its confidence, and less in classes that are
    suggested often; the second half of the other images teaches nothing.
    """
    labels, known = np.full(len(folder.truth), -1), np.arange(count)
    labels[:count] = folder.truth[:count]
    kin = kin_groups(None, near_duplicates(folder.graph), len(labels))
    said = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, groups=kin)
    taught, others = np.array_split(np.arange(count, len(labels)), 2)
    often = np.bincount(said.suggested[taught], minlength=folder.classes) * folder.classes / len(taught)
    balance = np.clip(1 / np.maximum(often, 1e-9), *_BALANCE)[said.suggested[taught]]
    yield from _on_both(f"{folder.name}, {count} labels: suggestions", said.suggested, folder, taught, others)
    base = class_balance(folder.vectors[known], labels[known], folder.vectors, np.ones(count, bool), folder.classes)
    weighted = {
        "none": np.zeros(0, np.float32),
        "by confidence and class": (said.confidence[taught] * balance).astype(np.float32),
        "by its square and class, half": (0.5 * said.confidence[taught] ** 2 * balance).astype(np.float32),
    }
    for title in os.environ.get("BENCH_PSEUDO", ",".join(weighted)).split(","):
        own = weighted[title]
        rows = np.concatenate([known, taught[: len(own)]])
        given = np.concatenate([labels[known], said.suggested[taught[: len(own)]].astype(np.int64)])
        weights = np.concatenate([np.ones(count, np.float32), own])
        seen = Labelled(folder.activations, rows, given, weights, np.full(len(rows), -1), folder.classes)
        trainer, seconds = _learnt(front, seen, minutes)
        shares = [
            np.bincount(each, weights[: len(each)], folder.classes) / weights[: len(each)].sum()
            for each in (labels[known], given)
        ]
        first, now = (np.maximum(share, _LEAST_SHARE) for share in shares)
        logits = logits_of(trainer.averaged[-1], folder.activations[:, 0], front.device) + base + np.log(first / now)
        yield from _on_both(f"  pseudo-labels {title}", logits.argmax(axis=1), folder, taught, others)
        yield Row("    processor time of its tail", seconds, "s", 1)


def _on_both(title: str, said: AnyArray, folder: CutFolder, taught: IntArray, others: IntArray) -> Iterator[Row]:
    for half, rows in (("that teach", taught), ("that do not", others)):
        yield Row(f"{title}, right of those {half}", float((said == folder.truth)[rows].mean()), "share", len(rows))


def _learnt(front: CutBackbone, given: Labelled, minutes: float) -> tuple[TailTrainer, float]:
    """Return trained tails, and the processor's seconds that they took."""
    trainer, places = TailTrainer(front, given, recipe_for(front.part)), np.arange(len(given.labels))
    start = time.process_time()
    finish(train(trainer, places, Budget(minutes, passes(len(places), front.part)), lambda course, state: None))
    return trainer, time.process_time() - start


def _measured(front: CutBackbone, folder: CutFolder, count: int, minutes: float) -> Iterator[Row]:
    """Measure with `count` labels, the first images of the folder, on the other images."""
    labels, rest = np.full(len(folder.truth), -1), slice(count, None)
    labels[:count] = folder.truth[:count]
    fitted, seconds, kin = _trained(front, folder, labels, minutes)
    own = np.full((len(labels), folder.classes), np.nan, np.float32)
    own[:count] = fitted.held_out
    own[rest] = TailClassifier(front, [fitted.tail], fitted.temperature).of_activations(folder.activations[rest, 0])
    truth = folder.truth[rest]
    without = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, groups=kin)
    others = {"trained here": own}
    joined = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, groups=kin, others=others)
    title, tested = f"{folder.name}, {count} labels", len(truth)
    frozen = float((without.suggested[rest] == truth).mean())
    tails = float((own[rest].argmax(axis=1) == truth).mean())
    yield Row(f"{title}: suggestions without it", frozen, "share", tested)
    yield Row("  logistic regression on the vectors", _logistic(folder, count), "share", tested)
    yield Row("  the classifier alone", tails, "share", tested, _ASKED.get((folder.name, count), ""))
    yield Row("  suggestions with it", float((joined.suggested[rest] == truth).mean()), "share", tested)
    yield Row("  ahead of suggestions without it", 100 * (tails - frozen), "points", tested, "≥ 2 on three folders")
    yield Row(
        "  calibration error", calibration_error(own[rest].max(axis=1), own[rest].argmax(1) == truth), "ECE", tested
    )
    yield from _judged(fitted, without, joined, labels[:count], kin)
    yield Row("  processor time of the training", seconds, "s", 1, "≤ 600, two cores for 5 minutes")


def _judged(
    fitted: CrossFit, without: Suggestions, joined: Suggestions, labels: IntArray, kin: IntArray | None
) -> Iterator[Row]:
    """Measure what the person is told before it is kept, on the labels themselves."""
    line, groups = np.arange(len(labels)), None if kin is None else kin[: len(labels)]
    before, after = without.held_out[: len(labels)] == labels, fitted.held_out.argmax(axis=1) == labels
    together = joined.held_out[: len(labels)] == labels
    logs = [np.log(np.maximum(each.probabilities[line, labels], 1e-3)) for each in (without, joined)]
    found = paired_difference(before, after, groups)
    gain, likelier = paired_difference(before, together, groups), paired_difference(logs[0], logs[1], groups)
    for name, change, scale in (
        ("the classifier alone", found, 100),
        ("suggestions with it", gain, 100),
        ("log-likelihood with it", likelier, 1),
    ):
        unit = "points" if scale == 100 else "nats"
        yield Row(f"  held-out labels, {name}", scale * change.mean, unit, len(labels))
        yield Row("    lower end of its interval", scale * change.low, unit, len(labels))
    better = verdict_of(len(labels), found, gain, likelier) == "better"
    yield Row("  kept of itself", float(better), "yes or no", len(labels))


def _trained(
    front: CutBackbone, folder: CutFolder, labels: IntArray, minutes: float
) -> tuple[CrossFit, float, IntArray | None]:
    places = np.flatnonzero(labels >= 0)
    kin = kin_groups(None, near_duplicates(folder.graph), len(labels))
    folds = assign_folds(folder.vectors[places], labels[places], None if kin is None else kin[places], FOLDS)
    weights = np.ones(len(places), np.float32)
    given = Labelled(folder.activations, places, labels[places], weights, folds, folder.classes)
    trainer, seconds = _learnt(front, given, minutes)
    logits = trainer.held_out(np.arange(len(places)))
    fair: BoolArray = np.ones(len(places), bool)
    shifts = [
        class_balance(
            folder.vectors[places[folds != fold]],
            labels[places[folds != fold]],
            folder.vectors,
            fair[folds != fold],
            folder.classes,
        )
        for fold in (*range(FOLDS), -1)
    ]
    fitted = finish_cross_fit(trainer.averaged[-1], logits, labels[places], weights, folds, np.stack(shifts))
    return fitted, seconds, kin


def _logistic(folder: CutFolder, count: int) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LogisticRegression(C=10.0, max_iter=200).fit(folder.vectors[:count], folder.truth[:count])
    return float((model.predict(folder.vectors[count:]) == folder.truth[count:]).mean())


def _suspects_found(front: CutBackbone, folder: CutFolder, count: int, minutes: float) -> Iterator[Row]:
    """Measure how well planted wrong labels are told from the others, with the classifier and without.

    Too few labels to plant 30 wrong ones among them are left out.
    """
    if count * _WRONG < 30:
        return
    chance = np.random.default_rng(1)
    wrong = chance.choice(count, round(_WRONG * count), replace=False)
    labels = np.full(len(folder.truth), -1)
    labels[:count] = folder.truth[:count]
    labels[wrong] = (labels[wrong] + chance.integers(1, folder.classes, len(wrong))) % folder.classes
    fitted, seconds, kin = _trained(front, folder, labels, minutes)
    own = np.full((len(labels), folder.classes), np.nan, np.float32)
    own[:count] = fitted.held_out
    planted = np.isin(np.arange(count), wrong)
    for title, others in (("without", {}), ("with", {"trained here": own})):
        found = find_suspects(folder.vectors, labels, classes=folder.classes, groups=kin, others=others)
        doubt = np.nan_to_num(found.label_issue_score[:count])
        first = float(np.isin(found.ranking()[: len(wrong)], wrong).mean())
        name = f"{folder.name}, {count} labels, 5 % wrong, {title} it"
        yield Row(f"{name}: found", first, "share", len(wrong))
        yield Row("  average precision", float(average_precision_score(planted, doubt)), "share", len(wrong))
        yield Row("  AUROC", float(roc_auc_score(planted, doubt)), "share", len(wrong))
    yield Row("  processor time of the training", seconds, "s", 1)
