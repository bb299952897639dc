"""FiftyOne's FiftyOneImageClassificationDataset format: a folder `data/` beside `labels.json`."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path

from desktop_labeler.data.formats.export_tree import placed
from desktop_labeler.data.formats.incoming_files import class_at, files_below, load_json, why_unreadable
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.errors import FormatError


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the images below `data/`; an id is the path there without its suffix, and a missing label is null.

    How each label came to be stands beside the labels under "provenance", which FiftyOne's importer does not read.
    """
    data = out / "data"
    data.mkdir(parents=True)
    number = {name: place for place, name in enumerate(options.classes)}
    labels: dict[str, int | None] = {}
    origins: dict[str, dict[str, str]] = {}
    for image, target, written in placed(data, images, options.link):
        if not written.problem:
            key = target.relative_to(data).with_suffix("").as_posix()
            labels[key] = number[image.label] if image.label else None
            if image.origin:
                origins[key] = image.origin
        yield written
    with (out / "labels.json").open("x", encoding="utf-8") as file:
        json.dump({"classes": options.classes, "labels": labels, "provenance": origins}, file, ensure_ascii=False)


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read `labels.json`, or the folder that holds it; a target may be a number, a name or an object with a label.

    A target outside the list of classes is left out and named.

    Raises:
        FormatError: the file is missing, is not JSON or has no labels.
    """
    file = root / "labels.json" if root.is_dir() else root
    try:
        content = load_json(file)
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Choose the data set's folder.",
            file=file,
            reason=why_unreadable(error),
        ) from error
    content = content if isinstance(content, dict) else {}
    labels = content.get("labels")
    if not isinstance(labels, dict):
        raise FormatError('{file} has no "labels". Nothing was changed. Choose a data set in this format.', file=file)
    classes = content.get("classes")
    if isinstance(classes, dict):  # by number
        classes = [classes.get(str(number)) for number in range(len(classes))]
    files = _files(file.parent / "data")
    return (
        _record(key, label, files)
        for key, target in labels.items()
        for label in _labels(target, classes, f"{file.name}#labels/{key}", reading)
    )


def _files(data: Path) -> dict[str, Path]:
    """Return the files below data/ by their path without the suffix."""
    return {file.relative_to(data).with_suffix("").as_posix(): file for file in files_below(data)}


def _labels(target: object, classes: object, place: str, reading: Reading) -> list[str | None]:
    """Return the distinct classes of a target; more than one is reported as a conflict, none if it is left out."""
    if isinstance(target, dict) and isinstance(target.get("classifications"), list):
        target = target["classifications"]
    targets = target if isinstance(target, list) and target else [None if target == [] else target]
    before = len(reading.left_out)
    found = list(dict.fromkeys(_label(each, classes, place, reading) for each in targets))
    return found if len(reading.left_out) == before else []


def _label(target: object, classes: object, place: str, reading: Reading) -> str | None:
    if isinstance(target, dict):
        target = target.get("label")
    if target is None:
        return None
    if isinstance(target, float) and target.is_integer():
        target = int(target)
    if isinstance(classes, list) and isinstance(target, int):
        return class_at(classes, target, place, reading)
    return str(target)


def _record(key: str, label: str | None, files: Mapping[str, Path]) -> Record:
    """Return the record of an id; an id without a file has no file suffix and is matched without one."""
    file = files.get(key)
    suffix = file.suffix if file is not None else ""
    return Record(key + suffix, label, file=file)
