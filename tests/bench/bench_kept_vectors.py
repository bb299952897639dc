"""What a round gains from the vectors of a classifier trained here, beside what its probabilities alone give it.

In BENCH_FOLDERS, with BENCH_DRAWS and BENCH_WAYS of choosing 200 labels: "random", or "queue" as the program asks for
them. Judged on the images without a label: in the round after the training, and with 100 more labels, which is when it
would be trained again. What the tails say is stored outside the repository; a training takes about seven minutes.
"""

import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from torch import nn

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.jobs.classifiers.finetune_task import FOLDS
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.finetune.cross_fit import class_balance, finish_cross_fit, kin_groups
from desktop_labeler.ml.finetune.tail import CutBackbone, Tail, TailClassifier, logits_of
from desktop_labeler.ml.finetune.training import Labelled, TailTrainer, recipe_for
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.image_issues import near_duplicates
from desktop_labeler.ml.pretrain.training import Budget, train
from desktop_labeler.ml.select.next_query import choose_next
from desktop_labeler.progress import finish
from tests.bench.bench_finetune import CutFolder, cut_folder
from tests.bench.learning_folders import CACHE
from tests.bench.rows import Row
from tests.measures import calibration_error

OPT_IN = True  # seven minutes for each folder and way
NAMES = ("sign digits", "algae", "CIFAR-10", "clothing")
_TAUGHT, _LATER, _ROUND = 200, 300, 20
_MINUTES, _PASSES = 90.0, 20.0  # all passes, however busy the computer is


@dataclass(frozen=True, eq=False)
class _Trained:
    """What a classifier trained on the first labels says.

    Attributes:
        vectors: (N, F) of unit length, by the tail that has seen all labels.
        honest: the same, but those of images that taught it by tails that had not seen them.
        probabilities: (N, C), those of images that taught it by tails that had not seen them.
    """

    vectors: Float32Array
    honest: Float32Array
    probabilities: Float32Array


def run() -> Iterator[Row]:
    folders = os.environ.get("BENCH_FOLDERS", ",".join(NAMES)).split(",")
    ways = os.environ.get("BENCH_WAYS", "random,queue").split(",")
    draws = os.environ.get("BENCH_DRAWS", "0").split(",")
    front = CutBackbone(open_backbone(PHOTO, cpu_device()), "last")
    for way, draw, name in product(ways, draws, folders):
        folder = cut_folder(name, _TAUGHT, "last", int(draw))
        kin = kin_groups(None, near_duplicates(folder.graph), len(folder.truth))
        order = np.arange(_LATER) if way == "random" else _queued(folder, kin)
        place = CACHE.parent / "kept_vectors" / f"{name.replace(' ', '_')}-{way}-{draw}.npz"
        trained = _trained(front, folder, order[:_TAUGHT], kin, place)
        for known in (order[:_TAUGHT], order):
            yield from _compared(f"{name}, {way} {draw}", folder, known, trained, kin)


def _queued(folder: CutFolder, kin: IntArray | None) -> IntArray:
    """Return the images in the order in which the program asks for them, in rounds of 20."""
    labels, order = np.full(len(folder.truth), -1), np.zeros(0, np.int64)
    said: Suggestions | None = None
    while len(order) < _LATER:
        likely = None if said is None else said.probabilities
        asked = choose_next(folder.vectors, folder.graph, labelled=labels, n=_ROUND, probabilities=likely)
        order = np.concatenate([order, asked])
        labels[asked] = folder.truth[asked]
        said = suggest(folder.vectors, folder.graph, labels, classes=folder.classes, groups=kin, previous=said)
    return order


def _trained(front: CutBackbone, folder: CutFolder, rows: IntArray, kin: IntArray | None, place: Path) -> _Trained:
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        labels, weights = folder.truth[rows], np.ones(len(rows), np.float32)
        folds = assign_folds(folder.vectors[rows], labels, None if kin is None else kin[rows], FOLDS)
        given = Labelled(folder.activations, rows, labels, weights, folds, folder.classes)
        trainer = TailTrainer(front, given, recipe_for("last"))
        finish(train(trainer, np.arange(len(rows)), Budget(_MINUTES, _PASSES), lambda course, state: None))
        shifts = [
            class_balance(
                folder.vectors[rows[folds != fold]],
                labels[folds != fold],
                folder.vectors,
                np.ones(int((folds != fold).sum()), bool),
                folder.classes,
            )
            for fold in (*range(FOLDS), -1)
        ]
        logits = trainer.held_out(np.arange(len(rows)))
        fitted = finish_cross_fit(trainer.averaged[-1], logits, labels, weights, folds, np.stack(shifts))
        classifier = TailClassifier(front, [fitted.tail], fitted.temperature)
        said = classifier.of_activations(folder.activations[:, 0])
        said[rows] = fitted.held_out
        vectors = _means(front, trainer.averaged[-1], folder, np.arange(len(folder.truth)))
        honest = vectors.copy()
        for fold, tail in enumerate(trainer.averaged[:-1]):
            honest[rows[folds == fold]] = _means(front, tail, folder, rows[folds == fold])
        np.savez(place, vectors=vectors, honest=honest, probabilities=said)
    with np.load(place) as stored:
        return _Trained(_unit(stored["vectors"]), _unit(stored["honest"]), stored["probabilities"])


def _means(front: CutBackbone, tail: Tail, folder: CutFolder, rows: IntArray) -> Float32Array:
    """Return (n, F), what the linear layer of a tail sees of some images."""
    body = copy.deepcopy(tail)
    body.head = nn.Identity()  # type: ignore[assignment]
    return logits_of(body, folder.activations[rows, 0], front.device)


def _unit(vectors: Float32Array) -> Float32Array:
    centred = vectors - vectors.mean(axis=0)
    found: Float32Array = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    return found


def _compared(title: str, folder: CutFolder, known: IntArray, trained: _Trained, kin: IntArray | None) -> Iterator[Row]:
    labels = np.full(len(folder.truth), -1)
    labels[known] = folder.truth[known]
    rest = labels < 0
    frozen = _unit(folder.vectors.astype(np.float32))
    made = {"its vectors": trained.vectors, "its honest vectors": trained.honest}
    made["both vectors"] = (np.concatenate([frozen, trained.vectors], axis=1) / np.sqrt(2)).astype(np.float32)
    made["both, honest"] = (np.concatenate([frozen, trained.honest], axis=1) / np.sqrt(2)).astype(np.float32)
    spaces: dict[str, tuple[Float32Array, Graph]] = {"": (folder.vectors, folder.graph)}
    for name, vectors in made.items():
        spaces[name] = (vectors, finish(build_graph(vectors.astype(np.float16))))
    alone = trained.probabilities[rest].argmax(axis=1) == folder.truth[rest]
    yield Row(f"{title}, {len(known)} labels: the classifier alone", float(alone.mean()), "share", int(rest.sum()))
    for (name, (vectors, graph)), others in product(spaces.items(), ({}, {"trained here": trained.probabilities})):
        said = suggest(vectors, graph, labels, classes=folder.classes, groups=kin, others=others)
        right = said.suggested[rest] == folder.truth[rest]
        what = " and ".join(filter(None, (name, "its probabilities" if others else ""))) or "without it"
        error = calibration_error(said.confidence[rest], right)
        yield Row(f"  {what}", float(right.mean()), "share", int(rest.sum()), f"calibration error {error:.3f}")
