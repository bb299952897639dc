"""labelme and X-AnyLabeling: a JSON file beside each image, with one flag per class."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from desktop_labeler.data.formats.export_tree import TreeNames, place
from desktop_labeler.data.formats.records import Options, Outgoing, Record, Written
from desktop_labeler.errors import FormatError

_VERSION = "5.5.0"  # of labelme, whose readers look at it


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write each image with its JSON beside it, in the folders of the project."""
    out.mkdir()
    names = TreeNames()
    for image in images:
        target = out / names.name(image.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        written = place(image, target, options.link)
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


def read(root: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    """Read every JSON file below a folder that has flags: the flag that is true is the label.

    Two true flags are two records, so that they are told as a conflict.

    Raises:
        FormatError: no such folder, none of the files in it, or one that cannot be read.
    """
    del columns  # flags have none
    files = sorted(root.rglob("*.json")) if root.is_dir() else []
    if not files:
        raise FormatError(
            "{folder} holds no JSON files of labelme. Nothing was changed. Choose the folder with them.", folder=root
        )
    return (record for file in files for record in _records(file, root))


def _records(file: Path, root: Path) -> Iterator[Record]:
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Mend or remove it.", file=file, reason=error
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("flags"), dict):
        return  # some other JSON
    name = str(content.get("imagePath") or f"{file.stem}.jpg")  # with back-slashes from Windows
    beside = (file.parent.relative_to(root) / PurePosixPath(name)).as_posix()
    image = next(
        (place for place in (file.parent / name, file.parent / name.replace("\\", "/")) if place.is_file()), None
    )
    for label in [flag for flag, is_set in content["flags"].items() if is_set is True] or [None]:
        yield Record(beside, label, file=image)
