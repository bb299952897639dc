"""Predictions in JSON: MegaDetector, SpeciesNet, Label Studio, FiftyOne, and plain lists and tables of one's own."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.predictions.prediction_rows import PredictionRows, surest
from desktop_labeler.data.formats.predictions.probability_columns import probability_columns
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.column_names import guess_columns
from desktop_labeler.errors import ColumnError, FormatError, refusal
from desktop_labeler.messages import Message

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
            reason=refusal(error),
        ) from error
    rows = _reader_of(content)
    if rows is None:
        raise FormatError(
            "{file} holds no predictions that are known here: it should list images with a class and a probability, or "
            "be written by MegaDetector, SpeciesNet, Label Studio or FiftyOne. Nothing was changed.",
            file=file.name,
        )
    found, before = PredictionRows(), len(reading.left_out)
    try:
        rows(content, found, reading, model)
        reading.left_out[before:] = [(f"{file.name}{place}", why) for place, why in reading.left_out[before:]]
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
    known = [entry for entry in content if isinstance(entry, dict)] if isinstance(content, list) else []
    if known:
        return _tasks if any("data" in entry for entry in known) else _records
    return None


Entry = tuple[str, Any]
"""The place of an entry in its file, as in "images/3", and what it holds."""


def _read_each(
    entries: Iterator[Entry], read: Callable[[Any], tuple[str, Scores]], found: PredictionRows, reading: Reading
) -> None:
    """Add the row of each entry; one that is not written as its kind usually is is left out and named.

    Raises:
        AttributeError, LookupError, TypeError, ValueError: there are entries, and all of them are written otherwise.
    """
    first, some = None, False
    for place, entry in entries:
        try:
            path, scores = read(entry)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            first = first or error
            reading.left_out.append((f"#{place}", _why_not(entry, error)))
        else:
            some = True
            found.add(path, scores)
    if first is not None and not some:
        raise first


def _why_not(entry: object, error: Exception) -> Message:
    if isinstance(error, KeyError) and error.args:
        return Message("it has no {key}", key=str(error.args[0])[:40])
    if not isinstance(entry, dict | tuple):
        return Message("it is no object of JSON")
    return Message("it is not written as its kind of file usually is")


def _numbered(key: str, listed: object) -> Iterator[Entry]:
    """Yield the entries of a list; those that are no objects too, which no reader takes."""
    if not isinstance(listed, list):
        raise TypeError("a list of objects was expected")
    for number, entry in enumerate(listed):
        yield f"{key}{number}", entry


def _detections(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """MegaDetector's batch output: the classes of an image are those of its surest detection."""
    del model
    kinds = _names(content.get("detection_categories"))
    species = _names(content.get("classification_categories"))
    info = content.get("info")
    found.model = str(info.get("classifier") or info.get("detector") or "") if isinstance(info, dict) else ""

    def read(image: Content) -> tuple[str, Scores]:
        detections = _list(image.get("detections") or [])
        classified = [entry for entry in detections if entry.get("classifications")] or detections
        best = max(classified, key=lambda entry: _value(entry.get("conf")) or 0.0, default=None)
        scores: Scores = {}
        if best is not None and best.get("classifications"):
            scores = {species.get(str(key), str(key)): _value(value) for key, value in best["classifications"]}
        elif best is not None:
            scores = {kinds.get(str(best["category"]), str(best["category"])): _value(best.get("conf"))}
        return str(image["file"]), scores

    _read_each(_numbered("images/", content["images"]), read, found, reading)


def _species(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """SpeciesNet's output: its own decision on each image where there is one, else its classifier's list."""
    del model

    def read(image: Content) -> tuple[str, Scores]:
        found.model = found.model or _prefixed("SpeciesNet", image.get("model_version"))
        listed = image.get("classifications") or {}
        if image.get("prediction"):
            scores: Scores = {_common_name(str(image["prediction"])): _value(image.get("prediction_score"))}
        else:
            pairs = zip(listed.get("classes", []), listed.get("scores", []), strict=False)
            scores = {_common_name(str(name)): _value(value) for name, value in pairs}
        return str(image["filepath"]), scores

    _read_each(_numbered("predictions/", content["predictions"]), read, found, reading)


def _fiftyone(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    """FiftyOne's labels.json with confidences; a key is the path below data/ without its ending."""
    del model
    classes, labels = content.get("classes"), content["labels"]

    def read(entry: tuple[str, Any]) -> tuple[str, Scores]:
        key, target = entry
        listed = target.get("classifications", [target]) if isinstance(target, dict) else [target]
        return str(key), surest(_labelled(each, classes) for each in _flat(listed) if each is not None)

    pairs = labels.items() if isinstance(labels, dict) else ()
    _read_each(((f"labels/{key}", (key, target)) for key, target in pairs), read, found, reading)


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
    tasks = [task for task in content if isinstance(task, dict)]
    models = dict.fromkeys(str(said.get("model_version") or "") for task in tasks for said in _said(task))
    if len(models) > 1 and model not in models:
        raise ColumnError(
            "There are predictions of several models: {found}. Nothing was changed. Choose one of them.",
            found=[name or "—" for name in models],
        )
    found.model = model if model in models else next(iter(models), "")

    def read(task: Content) -> tuple[str, Scores]:
        data = task["data"]
        if not isinstance(data, dict):
            raise TypeError(f"data: {data!r:.40}")
        scores: Scores = {}
        for said in _said(task):
            if str(said.get("model_version") or "") == found.model:
                for item in _list(said.get("result") or []):
                    names = item.get("value", {}).get("choices", []) if item.get("type") == "choices" else []
                    score = _value(item.get("score", said.get("score")))
                    named = [names] if isinstance(names, str) else names
                    scores = surest([*scores.items(), *((str(name), score) for name in named)])
        return str(data.get("rel_path") or data.get("image") or _path_in(data) or ""), scores

    _read_each(_numbered("", content), read, found, reading)


def _said(task: Content) -> Iterator[Content]:
    listed = task.get("predictions")
    yield from (entry for entry in (listed if isinstance(listed, list) else []) if isinstance(entry, dict))


def _records(content: Sequence[Content], found: PredictionRows, reading: Reading, model: str) -> None:
    """A list of objects, each with a path and a class and its probability, or an object of probabilities."""
    del model
    keys = list(dict.fromkeys(key for entry in content if isinstance(entry, dict) for key in entry))
    meanings = guess_columns(keys) | dict(reading.columns)
    path, label = meanings.get("rel_path"), meanings.get("label")
    label = label or next((key for key in _CLASS_KEYS if key in keys), None)
    others = [key for key in keys if key not in {path, label} and _are_numbers(key, content)]
    score = meanings.get("probability") or next(iter(probability_columns(others)), None)
    if path is None:
        raise ColumnError("No entry gives the path of an image. It has: {found}. Nothing was changed.", found=keys)

    def read(entry: Content) -> tuple[str, Scores]:
        scores = next((entry[key] for key in _SCORES if isinstance(entry.get(key), dict)), None)
        if scores is None and label is not None and entry.get(label) is not None:
            scores = {str(entry[label]): entry.get(score) if score is not None else None}
        return str(entry[path]), {str(name): _value(value) for name, value in (scores or {}).items()}

    _read_each(_numbered("", content), read, found, reading)


def _are_numbers(key: str, content: Sequence[Content]) -> bool:
    values = [entry[key] for entry in content if isinstance(entry, dict) and entry.get(key) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _by_path(content: Content) -> Callable[..., None] | None:
    """Return the reader of an object that has an object of probabilities, or a class and a probability, per path."""
    good = sum(isinstance(value, dict) or _is_pair(value) for value in content.values())
    if 2 * good > len(content):
        return _mapping
    return None


def _mapping(content: Content, found: PredictionRows, reading: Reading, model: str) -> None:
    del model

    def read(entry: tuple[str, Any]) -> tuple[str, Scores]:
        path, value = entry
        if not isinstance(value, dict) and not _is_pair(value):
            raise TypeError(f"{value!r:.40}")
        pairs = value.items() if isinstance(value, dict) else [value]
        return path, {str(name): _value(score) for name, score in pairs}

    _read_each(((path, (path, value)) for path, value in content.items()), read, found, reading)


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
