"""The format of labelme and X-AnyLabeling: a JSON file beside each image, with one flag per class."""

import json
import re
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from desktop_labeler.data.formats.export_tree import placed
from desktop_labeler.data.formats.incoming_files import files_below, is_there, read_json
from desktop_labeler.data.formats.manifest import is_manifest
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_VERSION = "5.5.0"  # the version of labelme that is written; labelme checks it on reading
_WHOLE = re.compile(r"/|\\\\|[A-Za-z]:[/\\]|[A-Za-z][\w+.-]+://")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write each image with its JSON file beside it, in the same folders as in the project."""
    out.mkdir()
    for image, target, written in placed(out, images, options.link):
        if not written.problem:
            text = json.dumps(_content(image, target.name, options.classes), ensure_ascii=False, indent=2)
            target.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        yield written


def _content(image: Outgoing, name: str, classes: tuple[str, ...]) -> dict[str, object]:
    return {
        "version": _VERSION,
        "flags": {known: known == image.label for known in classes},
        "shapes": [],
        "imagePath": name,
        "imageData": None,
        "imageHeight": image.height,
        "imageWidth": image.width,
    }


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read every JSON file with flags below a folder; the flag that is true is the label.

    Two true flags are two records, so that they are reported as a conflict.

    Raises:
        FormatError: the folder does not exist or has no such files.
    """
    files = [file for file in files_below(root, reading) if file.suffix.lower() == ".json"]
    if not files:
        raise FormatError(
            "{folder} holds no JSON files of labelme. Nothing was changed. Choose the folder with them.", folder=root
        )
    return (record for file in files for record in _records(file, root, reading))


def _records(file: Path, root: Path, reading: Reading) -> Iterator[Record]:
    content = read_json(file, reading)
    if is_manifest(content):
        return
    if not isinstance(content, dict) or not isinstance(content.get("flags"), dict):
        if content is not None:
            reading.skipped.append((file, Message("it has no flags")))
        return
    name = str(content.get("imagePath") or file.stem)  # has backslashes when written on Windows
    image = next(
        (place for place in (file.parent / name, file.parent / name.replace("\\", "/")) if is_there(place)), None
    )
    inside = file.parent.relative_to(root).as_posix()
    path = name if image is None and _WHOLE.match(name) else f"{inside}/{name}"
    for label in [flag for flag, is_set in content["flags"].items() if is_set is True] or [None]:
        yield Record(path, label, file=image)
