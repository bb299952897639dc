"""The folder of an exported classifier: classes.json says what its model needs and gives; nothing in it is executed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_labeler.data.images.display_range import DisplayRange
from desktop_labeler.errors import FormatError
from desktop_labeler.json_text import parse_json

ABOUT, CARD, SCRIPT = "classes.json", "README.md", "predict.py"
ONNX, TORCH = "model.onnx", "model.pt2"
_FORMAT = "Desktop Labeler classifier"
VERSION = 1
_LARGEST = 64 << 20


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
    try:
        content = (folder / about.model).read_bytes()
    except OSError as error:
        raise FormatError(
            "{file} cannot be read: {reason}. Nothing was written. Get the folder again.",
            file=folder / about.model,
            reason=error.strerror or error,
        ) from error
    if hashlib.sha256(content).hexdigest() != about.sha256:
        raise FormatError(
            "{file} is cut off, or is not the model that {about} describes. Nothing was written. Get the folder again.",
            file=folder / about.model,
            about=ABOUT,
        )
    return about, content


def _about(folder: Path) -> ExportedClassifier:
    file = folder / ABOUT
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError("too large")
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
    if said.get("version") != VERSION:
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
    shape, kind = said["preprocessing"], said["range"]
    numbers = {name: int(shape[name]) for name in ("size", "resize", "longest")}
    words = {name: str(shape[name]) for name in ("fit", "interpolation")}
    below = said["unlike_all_below"]
    found = ExportedClassifier(
        name=str(said["name"]),
        made=str(said["made"]),
        program=str(said["program"]),
        model=str(said["model"]),
        sha256=str(said["sha256"]),
        classes=tuple(str(name) for name in said["classes"]),
        labels=tuple(int(count) for count in said["labels"]),
        unlike_below=None if below is None else float(below),
        preprocessing=numbers | words,
        display=DisplayRange(kind[0], float(kind[1]), float(kind[2])),
    )
    sizes = 0 < numbers["size"] <= numbers["resize"] <= 4096
    words_known = words["fit"] in ("squash", "crop") and words["interpolation"] in ("bilinear", "bicubic")
    if not (sizes and words_known and found.classes and len(found.labels) == len(found.classes)):
        raise ValueError("the fields do not fit together")
    if found.model not in (ONNX, TORCH):
        raise ValueError(f"the model is {found.model}")
    return found
