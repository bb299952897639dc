"""The manifest of an export: SHA-256 of each image, its label and how it came to be, and of every file of the export.

One JSON object whose "images" stand one per line, so that a million of them are written as they come. An image whose
copy is part of the export says where the copy is; "files" are all others, such as tables, files of labels, and images
that were cut out of larger ones. The digests "labels_sha256" and "images_sha256" are over the lines
`path TAB label TAB state LF` and `path TAB sha256 LF` in the order of the entries, "files_sha256" over the lines
`name TAB sha256 LF` of "files", so one number each can be signed or printed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from desktop_labeler import __version__
from desktop_labeler.data.decisions.history import time_of
from desktop_labeler.data.formats.incoming_files import load_json, why_unreadable
from desktop_labeler.data.formats.records import Outgoing
from desktop_labeler.data.images.parts.page_order import has_pages, rows_by_page
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import FormatError

NAME = "manifest.json"
_MARK = "desktop_labeler_manifest"
_VERSION = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One exported image.

    Attributes:
        path: in the project.
        sha256: of its file, as 64 hexadecimal digits; "" if there was none.
        label: name of its class; None for none.
        state: its state in words.
        file: its copy, seen from the manifest; "" where the export has none.
    """

    path: str
    sha256: str
    label: str | None
    state: str
    file: str = ""


@dataclass(frozen=True)
class Manifest:
    """A manifest as read.

    Attributes:
        entries: the images in their order.
        files: SHA-256 of the other files of the export, by their path seen from the manifest.
        written: ISO 8601, UTC.
        project: name of the project file that it was written from; "" if it does not say so.
        decision: number of the last decision then; −1 if it does not say so.
        decided: when that decision was made, as the history has it; "" if it does not say so.
    """

    entries: list[Entry]
    files: dict[str, str]
    written: str
    project: str = ""
    decision: int = -1
    decided: str = ""


class ManifestWriter:
    """Writes a manifest while an export goes on.

    Args:
        file: open for writing text.
        about: what stands in front: project, format, number of the last decision, classes, certificates.
    """

    def __init__(self, file: IO[str], about: Mapping[str, object]) -> None:
        self._file, self._separator = file, "\n"
        self._labels, self._images = hashlib.sha256(), hashlib.sha256()
        head = {
            _MARK: _VERSION,
            "program": f"Desktop Labeler {__version__}",
            "written": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            **about,
        }
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ',\n"images": [')

    def add(self, image: Outgoing, sha256: bytes | None, file: str = "") -> None:
        """Add an image that was exported, with the hash of its file and the place of its copy."""
        entry = Entry(image.path, sha256.hex() if sha256 else "", image.label, image.state.word, file)
        self._labels.update(_label_line(entry))
        self._images.update(_image_line(entry))
        line = {"path": entry.path, "sha256": entry.sha256, "label": entry.label, "state": entry.state}
        line |= image.origin | ({"file": file} if file else {})
        self._file.write(self._separator + json.dumps(line, ensure_ascii=False))
        self._separator = ",\n"

    def end(self, files: Mapping[str, Path]) -> None:
        """Finish it with the digests, and the hashes of the other files of the export by name."""
        hashes = {name: file_hash(file) for name, file in files.items()}
        tail = {
            "labels_sha256": self._labels.hexdigest(),
            "images_sha256": self._images.hexdigest(),
            "files_sha256": _files_digest(hashes),
            "files": hashes,
        }
        self._file.write("\n],\n" + json.dumps(tail, ensure_ascii=False)[1:] + "\n")


def manifest_at(place: Path) -> Path:
    """Return the manifest that is meant: the file itself, or that of an export, beside it or in its folder."""
    beside = place_beside(place)
    if place.is_dir():
        return place_in(place) if place_in(place).is_file() or not beside.is_file() else beside
    return beside if beside.is_file() else place


def place_in(folder: Path) -> Path:
    """Return the path of the manifest in an exported folder."""
    return folder / NAME


def place_beside(out: Path) -> Path:
    """Return the path of the manifest of an export that is one file, or a folder in which there is nothing else."""
    return out.with_name(f"{out.name}.{NAME}")


def place_of(manifest: Path) -> Path | None:
    """Return the exported folder beside a manifest; None where there is none."""
    folder = manifest.with_name(manifest.name.removesuffix(f".{NAME}"))
    return folder if folder != manifest and folder.is_dir() else None


def is_manifest(content: object) -> bool:
    """Whether the content of a JSON file is a manifest."""
    return isinstance(content, dict) and _MARK in content


def file_hash(file: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_manifest(file: Path) -> Manifest:
    """Read a manifest and check that its entries are those that its digests were made of.

    Raises:
        FormatError: it cannot be read, is none, or was changed since it was written.
    """
    try:
        content = load_json(file)
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Choose the manifest.json of an export.",
            file=file,
            reason=why_unreadable(error),
        ) from error
    if not isinstance(content, dict) or content.get(_MARK) != _VERSION:
        raise FormatError(
            "{file} is not a manifest that this version of the program can read. Choose the manifest.json of an "
            "export.",
            file=file.name,
        )
    try:
        entries = [_entry(each) for each in content["images"]]
        files = {str(name): str(value) for name, value in content["files"].items()}
        written, digests = str(content["written"]), (content["labels_sha256"], content["images_sha256"])
        whole = content.get("files_sha256", _files_digest(files)) == _files_digest(files)
    except (KeyError, TypeError, AttributeError) as error:
        raise FormatError(
            "{file} is a manifest with a part missing or damaged. Take the file as the export wrote it.",
            file=file.name,
        ) from error
    if digests != _digests(entries) or not whole:
        raise FormatError(
            "{file} was changed after the export wrote it: its digests are not those of its entries. Take the file as "
            "the export wrote it.",
            file=file.name,
        )
    project, decision, decided = (content.get(name) for name in ("project", "decision", "decided"))
    return Manifest(
        entries,
        files,
        written,
        project if isinstance(project, str) else "",
        decision if isinstance(decision, int) else -1,
        decided if isinstance(decided, str) else "",
    )


def present_labels(project: Project) -> dict[str, tuple[int, str | None, str]]:
    """Return the folder, the name of the class and the state in words of every image, by its path.

    Raises:
        ProjectError: the project cannot be read.
    """
    names = {label.id: label.name for label in project.classes(deleted=True)}
    words = {int(state): state.word for state in State}
    rows = project.rows("SELECT path, folder_id, class_id, state FROM image")
    return {path: (folder, names.get(class_id), words[state]) for path, folder, class_id, state in rows}


def is_of_another(project: Project, manifest: Manifest) -> bool:
    """Whether a manifest cannot be that of this project: its last decision is not here, or is another one.

    An older backup of the project lacks that decision, too.
    """
    if manifest.decision < 1:
        return False
    found = time_of(project, manifest.decision)
    return not found or bool(manifest.decided and manifest.decided != found)


def present_digests(project: Project) -> tuple[str, str]:
    """Return the digests that a table exported now would have: of all labels, and of all images.

    Raises:
        ProjectError: the project cannot be read.
    """
    names = {label.id: label.name for label in project.classes(deleted=True)}
    words = {int(state): state.word for state in State}
    rows: Iterable[tuple[Any, ...]] = project.rows(
        "SELECT path, sha256, class_id, state, holder, part FROM image WHERE problem IS NULL OR state != 0 "
        "ORDER BY path"
    )
    rows = rows_by_page(rows, lambda row: row[4:6]) if has_pages(project) else rows
    return _digests(
        [
            Entry(path, sha256.hex() if sha256 else "", names.get(label), words[state])
            for path, sha256, label, state, _, _ in rows
        ]
    )


def _entry(value: object) -> Entry:
    if not isinstance(value, dict) or not all(isinstance(value[name], str) for name in ("path", "sha256", "state")):
        raise TypeError("images")
    label = value["label"]
    if label is not None and not isinstance(label, str):
        raise TypeError("label")
    return Entry(value["path"], value["sha256"], label, value["state"], str(value.get("file", "")))


def _digests(entries: list[Entry]) -> tuple[str, str]:
    labels, images = hashlib.sha256(), hashlib.sha256()
    for entry in entries:
        labels.update(_label_line(entry))
        images.update(_image_line(entry))
    return labels.hexdigest(), images.hexdigest()


def _files_digest(files: Mapping[str, str]) -> str:
    lines = "".join(f"{name}\t{sha256}\n" for name, sha256 in files.items())
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


def _label_line(entry: Entry) -> bytes:
    return f"{entry.path}\t{entry.label or ''}\t{entry.state}\n".encode("utf-8", "surrogatepass")


def _image_line(entry: Entry) -> bytes:
    return f"{entry.path}\t{entry.sha256}\n".encode("utf-8", "surrogatepass")
