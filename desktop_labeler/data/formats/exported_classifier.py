"""The folder of an exported classifier: classes.json says what its model needs and gives; nothing in it is executed."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desktop_labeler.data.decoding.channels import Channel, from_stored, stored
from desktop_labeler.data.decoding.display_range import KINDS, DisplayRange
from desktop_labeler.errors import FormatError, refusal
from desktop_labeler.json_text import is_text, parse_json

ABOUT, CARD, SCRIPT, PREPARE = "classes.json", "README.md", "predict.py", "prepare.py"
ONNX, TORCH = "model.onnx", "model.pt2"
_FORMAT = "Desktop Labeler classifier"
VERSION = 1
_LARGEST = 64 << 20  # bytes of classes.json
_LARGEST_MODEL = 1 << 31  # bytes; an ONNX file, a protocol buffer, has fewer
_LONGEST_SIDE = 1 << 16  # pixels, longer than any that this program writes


@dataclass(frozen=True)
class ExportedClassifier:
    """What classes.json says.

    Attributes:
        name: of the project that it comes from.
        made: when, ISO 8601, UTC.
        program: version of the program that wrote it.
        model: name of the file with the network.
        sha256: of that file, in hexadecimal digits.
        classes: the names of its outputs.
        labels: number of labels of each class that it learnt from.
        unlike_below: likeness below which an image is unlike all classes; None where it was not measured.
        preprocessing: side of the input, side before cropping, "squash" or "crop", kind of interpolation, and the
            longest side at which an image is read, by the names of the fields of Preprocessing and "longest".
        display: which numbers of an image with more than 8 bits are black and white.
    """

    name: str
    made: str
    program: str
    model: str
    sha256: str
    classes: tuple[str, ...]
    labels: tuple[int, ...]
    unlike_below: float | None
    preprocessing: Mapping[str, Any]
    display: DisplayRange

    def text(self) -> str:
        """Return the content of classes.json."""
        said = {
            "format": _FORMAT,
            "version": VERSION,
            "name": self.name,
            "made": self.made,
            "program": self.program,
            "model": self.model,
            "sha256": self.sha256,
            "classes": list(self.classes),
            "labels": list(self.labels),
            "unlike_all_below": self.unlike_below,
            "preprocessing": dict(self.preprocessing),
            "range": [self.display.kind, self.display.low, self.display.high],
        }
        if self.display.channels:
            said["channels"] = stored(self.display.channels)
        return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def read_exported(folder: Path) -> tuple[ExportedClassifier, bytes]:
    """Return what the folder of an exported classifier says, and the content of its ONNX file.

    Raises:
        FormatError: it is no such folder, of another version, cut off, changed, or of a kind that only PyTorch reads.
    """
    about = _about(folder)
    if about.model != ONNX:
        raise FormatError(
            "{folder} holds a classifier for PyTorch. The program reads the kind for ONNX: export it once more as "
            "that. Nothing was written.",
            folder=folder,
        )
    file = folder / about.model
    try:
        content = _content(file)
    except OSError as error:
        raise FormatError(
            "{file} cannot be read: {reason}. Nothing was written. Get the folder again.",
            file=file,
            reason=refusal(error),
        ) from error
    if hashlib.sha256(content).hexdigest() != about.sha256:
        raise FormatError(
            "{file} is cut off, or is not the model that {about} describes. Nothing was written. Get the folder again.",
            file=file,
            about=ABOUT,
        )
    return about, content


def _content(file: Path) -> bytes:
    """Return the content of a model; a pipe or a device, which might never end, is not read, nor what is too large."""
    if (file.exists() and not file.is_file()) or (file.is_file() and file.stat().st_size >= _LARGEST_MODEL):
        raise FormatError(
            "{file} is no model: it is not a file, or has 2 GB or more. Nothing was written. Get the folder again.",
            file=file,
        )
    return file.read_bytes()


def _about(folder: Path) -> ExportedClassifier:
    file = folder / ABOUT
    try:
        if file.stat().st_size > _LARGEST or not (file.is_file() or file.is_dir()):
            raise ValueError("no file, or too large")
        said = parse_json(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormatError(
            "{folder} is no exported classifier: it has no {about}. Nothing was written. Choose a project, or a folder "
            "that was exported from one.",
            folder=folder,
            about=ABOUT,
        ) from error
    except ValueError as error:
        raise _not_ours(file) from error
    if not isinstance(said, dict) or said.get("format") != _FORMAT:
        raise _not_ours(file)
    if said.get("version") != VERSION or said["version"] is True:
        raise FormatError(
            "{file} was written by another version of the program (format {found}, this one reads {known}). Nothing "
            "was written. Use that version, or export it again.",
            file=file,
            found=said.get("version"),
            known=VERSION,
        )
    try:
        return _parsed(said)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise _not_ours(file) from error


def _not_ours(file: Path) -> FormatError:
    return FormatError(
        "{file} is damaged, or does not describe a classifier of this program. Nothing was written. Get the folder "
        "again.",
        file=file,
    )


def _parsed(said: Mapping[str, Any]) -> ExportedClassifier:
    shape, kind, below = said["preprocessing"], said["range"], said["unlike_all_below"]
    numbers = {name: _whole(shape[name]) for name in ("size", "resize", "longest")}
    words = {name: _text(shape[name]) for name in ("fit", "interpolation")}
    found = ExportedClassifier(
        **{name: _text(said[name]) for name in ("name", "made", "program", "model", "sha256")},
        classes=tuple(map(_text, _items(said["classes"]))),
        labels=tuple(map(_whole, _items(said["labels"]))),
        unlike_below=None if below is None else _number(below),
        preprocessing=numbers | words,
        display=replace(_display(*_items(kind)), channels=_channels(said.get("channels"))),
    )
    sizes = 0 < numbers["size"] <= numbers["resize"] <= 4096 and 0 < numbers["longest"] <= _LONGEST_SIDE
    words_known = words["fit"] in ("squash", "crop") and words["interpolation"] in ("bilinear", "bicubic")
    names_usable = all(map(str.strip, found.classes)) and len(set(found.classes)) == len(found.classes) > 0
    if not (sizes and words_known and names_usable and len(found.labels) == len(found.classes)):
        raise ValueError("the fields do not fit together")
    if found.model not in (ONNX, TORCH) or min(found.labels) < 0:
        raise ValueError(f"the model is {found.model}")
    return found


def _display(kind: object, low: object, high: object) -> DisplayRange:
    known = next((each for each in KINDS if each == kind), None)
    if known is None or (known == "project" and not _number(low) < _number(high)):
        raise ValueError(f"the range is {kind}")
    return DisplayRange(known, _number(low), _number(high))


def _channels(value: object) -> tuple[Channel, ...]:
    found = from_stored(value)
    if value is not None and not found:
        raise ValueError(f"the channels are {value}")
    return found


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{type(value).__name__} instead of a list")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or not is_text(value) or "\0" in value:
        raise TypeError(f"{type(value).__name__} instead of a text")
    return value


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} instead of a whole number")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{value!r:.40} instead of a number")
    return float(value)
