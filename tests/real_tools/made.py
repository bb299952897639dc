"""What was exported, as the checks of the other programs see it: files and the labels that must come out of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Labels = dict[str, str | None]


@dataclass(frozen=True)
class Made:
    """A folder with one export of each format, and a folder `back` for what the other programs write.

    Attributes:
        folder: the folder.
        paths: the label of each image by its path in the project; None for none.
        contents: the label of each image by the hash of its file.
    """

    folder: Path
    paths: Labels
    contents: Labels

    @property
    def images(self) -> Path:
        """The folder of the images themselves."""
        return self.folder / "images"

    def back(self, name: str) -> Path:
        """Return where another program writes its labels; the folder above exists."""
        place = self.folder / "back" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def labelled(self) -> Labels:
        """Return the labels by path, without the images that have none."""
        return {path: label for path, label in self.paths.items() if label is not None}


def load(folder: Path) -> Made:
    """Read what `store` wrote."""
    stored = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return Made(folder, stored["paths"], stored["contents"])


def store(folder: Path, paths: Mapping[str, str | None]) -> Made:
    """Write the labels that must come out beside the exports."""
    contents = {digest(folder / "images" / path): label for path, label in paths.items()}
    text = json.dumps({"paths": paths, "contents": contents}, ensure_ascii=False)
    (folder / "truth.json").write_text(text, encoding="utf-8")
    return load(folder)


def digest(file: Path) -> str:
    """Return the hash of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def by_content(found: Iterable[tuple[Path, str | None]]) -> Labels:
    """Return labels by the hash of the files that they belong to."""
    return {digest(file): label for file, label in found}


def differences(found: Mapping[str, object], wanted: Mapping[str, object]) -> str:
    """Return what is wrong with labels in a few words; empty if nothing is."""
    wrong = [
        f"{key[:40]}: {found.get(key)!r} instead of {wanted[key]!r}" for key in wanted if found.get(key) != wanted[key]
    ]
    more = [f"{key[:40]}: {found[key]!r} is too much" for key in found if key not in wanted]
    return "; ".join([*wrong, *more][:3])
