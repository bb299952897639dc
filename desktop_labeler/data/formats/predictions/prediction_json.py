"""Predictions in JSON: MegaDetector, SpeciesNet, Label Studio, FiftyOne, and plain lists and tables of one's own."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.predictions.prediction_rows import PredictionRows, surest
from desktop_labeler.data.formats.predictions.probability_columns import probability_columns
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.column_names import guess_columns
from desktop_labeler.errors import ColumnError, FormatError

Scores = dict[str, float | None]
Content = Mapping[str, Any]
_SCORES = ("probabilities", "scores", "probs", "confidences", "predictions", "class_probabilities")
_LARGEST = 1e30  # larger numbers are not even converted
_CLASS_KEYS = ("prediction", "predicted", "predicted_class", "predicted_label", "top_class")


def read_prediction_json(file: Path, reading: Reading, model: str) -> PredictionRows:
    """Read the predictions of one model from a JSON file of one of the known kinds.

    Args:
        file: the file.
        reading: its `columns` may name the keys of a list of objects.
        model: which of several models; "" where the file has one.

    Raises:
        FormatError: the file is not JSON or of no known kind, or it has several models and none was chosen.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise FormatError(
            "{file} cannot be read as JSON ({reason}). Nothing was changed.",
            file=file.name,
            reason=getattr(error, "strerror", None) or error,
        ) from error
    rows = _reader_of(content)
    if rows is None:
        raise FormatError(
            "{file} holds no predictions that are known here: it should list images with a class and a probability, or "
            "be written by MegaDetector, SpeciesNet, Label Studio or FiftyOne. Nothing was changed.",
            file=file.name,
        )
    found = PredictionRows()
    try:
        rows(content, found, reading, model)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise FormatError(
            "{file} is not written as its kind of file usually is ({reason}). Nothing was changed.",
            file=file.name,
            reason=error,
        ) from error
    return found


def _reader_of(content: object) -> Callable[..., None] | None:
    if isinstance(content, dict):
        kinds = {"images": _detections, "predictions": _species, "labels": _fiftyone}
        return next(
            (read for key, read in kinds.items() if isinstance(content.get(key), list | dict)), _by_path(content)
        )
    if isinstance(content, list) and content and all(isinstance(entry, dict) for entry in content):
        return _tasks if "data" in content[0] else _records
    return None


def _is_kind(value: object, kind: type, word: str) -> bool:
    """Whether a value is a list whose entries have this key, or an object."""
    if not isinstance(value, kind):
        return False
    return not isinstance(value, list) or all(isinstance(entry, dict) and word in entry for entry in value)


def _detections(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """MegaDetector's batch output: the classes of an image are those of its surest detection."""
    del reading, model
    kinds = _names(content.get("detection_categories"))
    species = _names(content.get("classification_categories"))
    info = content.get("info")
    found.model = str(info.get("classifier") or info.get("detector") or "") if isinstance(info, dict) else ""
    for image in _list(content["images"]):
        detections = _list(image.get("detections") or [])
        classified = [entry for entry in detections if entry.get("classifications")] or detections
        best = max(classified, key=lambda entry: _value(entry.get("conf")) or 0.0, default=None)
        scores: Scores = {}
        if best is not None and best.get("classifications"):
            scores = {species.get(str(key), str(key)): _value(value) for key, value in best["classifications"]}
        elif best is not None:
            scores = {kinds.get(str(best["category"]), str(best["category"])): _value(best.get("conf"))}
        found.add(str(image["file"]), scores)


def _species(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """SpeciesNet's output: its own decision on each image where there is one, else its classifier's list."""
    del reading, model
    for image in _list(content["predictions"]):
        found.model = found.model or _prefixed("SpeciesNet", image.get("model_version"))
        listed = image.get("classifications") or {}
        if image.get("prediction"):
            scores: Scores = {_common_name(str(image["prediction"])): _value(image.get("prediction_score"))}
        else:
            pairs = zip(listed.get("classes", []), listed.get("scores", []), strict=False)
            scores = {_common_name(str(name)): _value(value) for name, value in pairs}
        found.add(str(image["filepath"]), scores)


def _fiftyone(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """FiftyOne's labels.json with confidences; a key is the path below data/ without its ending."""
    del reading, model
    classes = content.get("classes")
    labels = content["labels"]
    for key, target in labels.items() if isinstance(labels, dict) else ():
        listed = target.get("classifications", [target]) if isinstance(target, dict) else [target]
        found.add(str(key), surest(_labelled(each, classes) for each in _flat(listed) if each is not None))


def _labelled(target: object, classes: object) -> tuple[str, float | None]:
    """Return the class and the confidence of one of FiftyOne's labels."""
    label = target.get("label") if isinstance(target, dict) else target
    if isinstance(label, int) and not isinstance(label, bool) and isinstance(classes, list):
        if not 0 <= label < len(classes):
            raise ValueError(f"{label} in 0 … {len(classes) - 1}")
        label = classes[label]
    return str(label), _value(target.get("confidence")) if isinstance(target, dict) else None


def _tasks(content: Sequence[Content], found: PredictionRows, reading: Reading, model: str) -> None:
    """Label Studio's tasks with predictions of one model."""
    del reading
    models = dict.fromkeys(str(said.get("model_version") or "") for task in content for said in _said(task))
    if len(models) > 1 and model not in models:
        raise ColumnError(
            "There are predictions of several models: {found}. Nothing was changed. Choose one of them.",
            found=[name or "—" for name in models],
        )
    found.model = model if model in models else next(iter(models), "")
    for task in content:
        data = task["data"]
        if not isinstance(data, dict):
            raise TypeError(f"data: {data!r:.40}")
        address = str(data.get("rel_path") or data.get("image") or _path_in(data) or "")
        scores: Scores = {}
        for said in _said(task):
            if str(said.get("model_version") or "") == found.model:
                for item in _list(said.get("result") or []):
                    names = item.get("value", {}).get("choices", []) if item.get("type") == "choices" else []
                    score = _value(item.get("score", said.get("score")))
                    named = [names] if isinstance(names, str) else names
                    scores = surest([*scores.items(), *((str(name), score) for name in named)])
        found.add(address, scores)


def _said(task: Content) -> Iterator[Content]:
    yield from (entry for entry in _list(task.get("predictions") or []) if isinstance(entry, dict))


def _records(content: Sequence[Content], found: PredictionRows, reading: Reading, model: str) -> None:
    """A list of objects, each with a path and a class and its probability, or an object of probabilities."""
    del model
    keys = list(dict.fromkeys(key for entry in content for key in entry))
    meanings = guess_columns(keys) | dict(reading.columns)
    path, label = meanings.get("rel_path"), meanings.get("label")
    label = label or next((key for key in _CLASS_KEYS if key in keys), None)
    others = [key for key in keys if key not in {path, label} and _are_numbers(key, content)]
    score = meanings.get("probability") or next(iter(probability_columns(others)), None)
    if path is None:
        raise ColumnError("No entry gives the path of an image. It has: {found}. Nothing was changed.", found=keys)
    for entry in content:
        scores = next((entry[key] for key in _SCORES if isinstance(entry.get(key), dict)), None)
        if scores is None and label is not None and entry.get(label) is not None:
            scores = {str(entry[label]): entry.get(score) if score is not None else None}
        found.add(str(entry[path]), {str(name): _value(value) for name, value in (scores or {}).items()})


def _are_numbers(key: str, content: Sequence[Content]) -> bool:
    values = [entry[key] for entry in content if entry.get(key) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _by_path(content: Content) -> Callable[..., None] | None:
    """Return the reader of an object that has an object of probabilities, or a class and a probability, per path."""
    values = list(content.values())
    if values and all(isinstance(value, dict) or _is_pair(value) for value in values):
        return _mapping
    return None


def _mapping(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    del reading, model
    for path, value in content.items():
        pairs = value.items() if isinstance(value, dict) else [value]
        found.add(path, {str(name): _value(score) for name, score in pairs})


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and not isinstance(value[1], str)


def _names(categories: object) -> dict[str, str]:
    return (
        {str(key): _common_name(str(name)) for key, name in categories.items()} if isinstance(categories, dict) else {}
    )


def _common_name(name: str) -> str:
    """Return the common name, else the most exact taxon, of "id;class;order;family;genus;species;common name"."""
    parts = name.split(";")
    return next((part.strip() for part in reversed(parts) if part.strip()), name) if len(parts) > 2 else name


def _prefixed(name: str, version: object) -> str:
    return f"{name} {version}" if version else name


def _value(value: object) -> float | None:
    """Return a probability, None where there is none; a text or the like becomes NaN, which no row may have."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > _LARGEST:
        return float("nan")
    return float(value)


def _path_in(data: Content) -> object:
    found = guess_columns(list(data)).get("rel_path")
    return data.get(found) if found is not None else next(iter(data.values()), None)


def _flat(listed: object) -> Iterator[object]:
    for entry in listed if isinstance(listed, list) else [listed]:
        yield from _flat(entry) if isinstance(entry, list) else (entry,)


def _list(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise TypeError("a list of objects was expected")
    return value


_KINDS: dict[str, tuple[type, str, Callable[..., None]]] = {
    "images": (list, "file", _detections),
    "predictions": (list, "filepath", _species),
    "labels": (dict, "", _fiftyone),
}
