"""The classifier that was trained on a project's labels: one safetensors file, kept in the project file.

Tensors: `tail.K.…` for K = 0, 1, …: the last blocks of the backbone and the linear layer of each tail, named as in
ml.finetune.tail.Tail; and `distance.…`, see Classifier. The entry `desktop_labeler_classifier` of the header is JSON
with the other fields of Classifier. The same bytes written to a file can be read without the project; nothing in them
is executed.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, IntArray
from desktop_labeler.data.computed.arrays import array_names, delete_arrays, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import file_versions
from desktop_labeler.data.computed.predictions import Predictions, read_arrays
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, refusal
from desktop_labeler.json_text import parse_json
from desktop_labeler.statistics import MeasuredFraction

VERSION = 1
_CARD = "desktop_labeler_classifier"
_PREFIX = "classifier/"
_NAME = f"{_PREFIX}file"
_HELD_OUT = f"{_PREFIX}held_out/"
_SEEN = f"{_PREFIX}seen"
_TAUGHT, _LEARNT = f"{_PREFIX}taught", f"{_PREFIX}learnt"
_ROW = 1024  # bytes of a stored row: a part of the array then has a megabyte
_LARGEST_HEADER = 64 << 20
_HEAD = ("head.weight", "head.bias")
_FAR = "distance."


@dataclass(frozen=True, eq=False)
class Classifier:
    """A classifier trained on the labels of a project: several tails, whose mean probability counts.

    Attributes:
        backbone: name of the backbone that it continues.
        backbone_key: key of that backbone without flips and whitening, see ml.backbones.backbone.Backbone.key.
        starts_at: number of the backbone's first block that the tails replace.
        class_ids: (C,) ids of the classes in the project when it was trained, in the order of its outputs. Two outputs
            may be of one class, which another one was merged into: their probabilities are added.
        class_names: C names of these classes at that time.
        temperature: what the logits of each tail are divided by before the softmax; above 0.
        accuracy: on labels that its tails had not seen, with the interval.
        labels: number of labels that it was trained on.
        trained: when, ISO 8601.
        program: version of the program that trained it.
        tails: K dictionaries with the weights of the tails by name, float32 or float16.
        unlike_below: energy, the mean over the tails of log Σ exp(logit / temperature), below which an image is
            unlike all classes; −inf where that is not known.
        distance: float32 arrays by name of the distance behind the front from images of the project: mean (A,), turn
            (A, F), along (F,) and two numbers, all finite, see ml.finetune.front_distance; None where it is not known.
    """

    backbone: str
    backbone_key: str
    starts_at: int
    class_ids: IntArray
    class_names: tuple[str, ...]
    temperature: float
    accuracy: MeasuredFraction
    labels: int
    trained: str
    program: str
    tails: tuple[dict[str, AnyArray], ...]
    unlike_below: float = -math.inf
    distance: dict[str, Float32Array] | None = None

    @property
    def likeness_below(self) -> float:
        """Likeness below which an image is unlike all classes, see ml.export.classifier_network.TrainedNetwork."""
        return self.unlike_below if self.distance is None else 0.0


def classifier_bytes(classifier: Classifier) -> bytes:
    """Return the file of a classifier."""
    card = {
        "version": VERSION,
        "backbone": classifier.backbone,
        "backbone_key": classifier.backbone_key,
        "starts_at": classifier.starts_at,
        "class_ids": classifier.class_ids.tolist(),
        "class_names": list(classifier.class_names),
        "temperature": classifier.temperature,
        "accuracy": {name: getattr(classifier.accuracy, name) for name in ("hits", "count", "low", "high")},
        "labels": classifier.labels,
        "trained": classifier.trained,
        "program": classifier.program,
        "unlike_below": classifier.unlike_below if math.isfinite(classifier.unlike_below) else None,
    }
    tensors = {
        f"tail.{number}.{name}": np.ascontiguousarray(values)
        for number, tail in enumerate(classifier.tails)
        for name, values in tail.items()
    }
    tensors |= {_FAR + name: np.ascontiguousarray(values) for name, values in (classifier.distance or {}).items()}
    return save(tensors, {_CARD: json.dumps(card)})


def parse_classifier(content: bytes, name: str) -> Classifier:
    """Return the classifier in the content of a file.

    Args:
        content: the bytes of the file.
        name: how the file is called in messages.

    Raises:
        FormatError: it is cut off, damaged, not a classifier of this program, or of a newer version.
    """
    card = _card(content, name)
    if card.get("version") != VERSION:
        raise FormatError(
            "The classifier in {file} was written by another version of the program (format {found}, this one reads "
            "{known}). Nothing was changed; use that version, or train it again.",
            file=name,
            found=card.get("version"),
            known=VERSION,
        )
    try:
        found = _classifier(card, load(content))
    except (SafetensorError, KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _damaged(name) from error
    if not _consistent(found):
        raise FormatError(
            "The classifier in {file} does not fit together: its weights are not for the {n:# class|# classes} that it "
            "names. Nothing was changed; get the file again, or train it again.",
            file=name,
            n=len(found.class_names),
        )
    return found


def read_classifier_file(file: Path) -> Classifier:
    """Return the classifier in a file.

    Raises:
        FormatError: the file is missing or cannot be used.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed; choose another file.",
            file=file,
            reason=refusal(error),
        ) from error
    return parse_classifier(content, file.name)


def save_classifier(
    project: Project, classifier: Classifier, held_out: Predictions, taught: IntArray, learnt: IntArray
) -> None:
    """Store a classifier in a project in place of an earlier one.

    Args:
        project: open for writing.
        classifier: the classifier.
        held_out: what it says about the n labelled images, each by tails that had not seen it.
        taught: (n,) the class of each of these labels, −1 for one that was deleted.
        learnt: (n,) the class that it learnt of each image, which is another one where the label was probably wrong.

    Raises:
        ProjectError: disk full or the like; the earlier one is still there.
    """
    content = classifier_bytes(classifier)
    rows = np.zeros((-(-len(content) // _ROW), _ROW), np.uint8)
    rows.reshape(-1)[: len(content)] = np.frombuffer(content, np.uint8)
    arrays: dict[str, AnyArray] = {
        _NAME: rows,
        f"{_NAME}/size": np.array([len(content)], np.int64),
        f"{_HELD_OUT}images": held_out.images,
        f"{_HELD_OUT}classes": held_out.classes,
        f"{_HELD_OUT}probabilities": held_out.probabilities,
        _SEEN: _with_versions(project, held_out.images),
        _TAUGHT: taught.astype(np.int64),
        _LEARNT: learnt.astype(np.int64),
    }
    save_arrays(project, arrays)


def note_seen(project: Project, images: IntArray) -> None:
    """Store which images the classifier has said something about, and what their files were then.

    Args:
        project: open for writing.
        images: (n,) ids, those that it was trained on among them.

    Raises:
        ProjectError: disk full or the like.
    """
    save_arrays(project, {_SEEN: _with_versions(project, images)})


def seen_as_now(project: Project, images: IntArray) -> BoolArray:
    """Return for each of some images whether the classifier has seen the pixels that it has now.

    True for all of them in a project of a program that did not store this yet.
    """
    seen = load_array(project, _SEEN)
    if seen is None or seen.ndim != 2:
        return np.ones(len(images), bool)
    ids, versions = seen.astype(np.int64).T
    found: BoolArray = np.isin(images, ids[file_versions(project, ids) == versions])
    return found


def _with_versions(project: Project, images: IntArray) -> IntArray:
    return np.stack([images, file_versions(project, images)], axis=1).astype(np.int64)


def read_held_out(project: Project) -> Predictions | None:
    """Return what the stored classifier says about the images that it was trained on, each by tails that had not."""
    return read_arrays(project, _HELD_OUT, "")


def read_taught(project: Project) -> IntArray | None:
    """Return (n,) the classes of the labels that taught the stored classifier, by the images of `read_held_out`.

    Merged classes are those that they were merged into, −1 is a deleted one; None in a project of a program that did
    not store them.
    """
    return _read_classes(project, _TAUGHT)


def read_learnt(project: Project) -> IntArray | None:
    """Return (n,) the classes that the stored classifier learnt of the images of `read_taught`, likewise."""
    return _read_classes(project, _LEARNT)


def _read_classes(project: Project, name: str) -> IntArray | None:
    stored = load_array(project, name)
    return None if stored is None else renumbered(project, stored.astype(np.int64))


def read_classifier(project: Project) -> Classifier | None:
    """Return the classifier that is stored in a project; None if there is none.

    Raises:
        FormatError: it is damaged, or of a newer version.
    """
    rows, size = load_array(project, _NAME), load_array(project, f"{_NAME}/size")
    if rows is None or size is None or not len(size):
        return None
    return parse_classifier(rows.tobytes()[: int(size[0])], project.path.name)


def has_classifier(project: Project) -> bool:
    """Return whether a classifier is stored in a project, without reading it."""
    return bool(array_names(project, _NAME))


def remove_classifier(project: Project) -> None:
    """Remove the classifier of a project, if there is one."""
    delete_arrays(project, _PREFIX)


def _card(content: bytes, name: str) -> dict[str, Any]:
    """Return the description in the header, which is read before the tensors."""
    size = int.from_bytes(content[:8], "little")
    if len(content) < 16 or size > min(len(content) - 8, _LARGEST_HEADER) or content[8:9] != b"{":
        raise _damaged(name)
    try:
        header = parse_json(content[8 : 8 + size].decode("utf-8"))
        said = header.get("__metadata__", {}).get(_CARD)
        card = parse_json(said) if isinstance(said, str) else None
    except (ValueError, AttributeError) as error:
        raise _damaged(name) from error
    if not isinstance(card, dict):
        raise FormatError(
            "{file} is no classifier of this program. Nothing was changed; choose another file.", file=name
        )
    return card


def _damaged(name: str) -> FormatError:
    return FormatError(
        "The classifier in {file} is cut off or damaged. Nothing was changed; get the file again, or train it again.",
        file=name,
    )


def _classifier(card: Mapping[str, Any], tensors: Mapping[str, AnyArray]) -> Classifier:
    tails: dict[int, dict[str, AnyArray]] = {}
    distance = {
        key.removeprefix(_FAR): values.astype(np.float32) for key, values in tensors.items() if key.startswith(_FAR)
    }
    for key, values in tensors.items():
        if key.startswith(_FAR):
            continue
        _, number, name = key.split(".", 2)
        tails.setdefault(int(number), {})[name] = values
    accuracy, below = card["accuracy"], card.get("unlike_below")
    return Classifier(
        backbone=str(card["backbone"]),
        backbone_key=str(card["backbone_key"]),
        starts_at=int(card["starts_at"]),
        class_ids=np.asarray(card["class_ids"], np.int64).reshape(-1),
        class_names=tuple(str(text) for text in card["class_names"]),
        temperature=float(card["temperature"]),
        accuracy=MeasuredFraction(
            int(accuracy["hits"]), int(accuracy["count"]), float(accuracy["low"]), float(accuracy["high"])
        ),
        labels=int(card["labels"]),
        trained=str(card["trained"]),
        program=str(card["program"]),
        tails=tuple(tails[number] for number in sorted(tails)),
        unlike_below=-math.inf if below is None else float(below),
        distance=distance or None,
    )


def _consistent(found: Classifier) -> bool:
    """Whether there is a tail, all tails have the same tensors, and their outputs are the classes."""
    classes = len(found.class_names)
    if not found.tails or not len(found.class_ids) == classes > 0 or not 0 < found.temperature < np.inf:
        return False
    shapes = [{name: values.shape for name, values in tail.items()} for tail in found.tails]
    if any(other != shapes[0] for other in shapes) or any(name not in shapes[0] for name in _HEAD):
        return False
    if not _is_distance(found.distance):
        return False
    finite = all(np.isfinite(values.astype(np.float32)).all() for tail in found.tails for values in tail.values())
    return finite and all(shapes[0][name][:1] == (classes,) for name in _HEAD)


def _is_distance(arrays: dict[str, Float32Array] | None) -> bool:
    """Whether there is no distance, or its arrays fit together."""
    if arrays is None:
        return True
    shapes = {name: values.shape for name, values in arrays.items()}
    if len(shapes.get("turn", ())) != 2:
        return False
    wide, kept = shapes["turn"]
    if shapes != {"mean": (wide,), "turn": (wide, kept), "along": (kept,), "numbers": (2,)}:
        return False
    return all(np.isfinite(values).all() for values in arrays.values()) and bool((arrays["numbers"] > 0).all())
