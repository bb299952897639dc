"""Gathers the manifest of an export while the export is written: its images, then every other file of it."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from desktop_labeler.data.decisions.history import last_decision, time_of
from desktop_labeler.data.decisions.proof.certificates import as_json, read_certificates
from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.formats import manifest as manifests
from desktop_labeler.data.formats.records import Outgoing, Written
from desktop_labeler.data.images.parts.part_rows import part_id
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError


def unnamed_file(folder: Path) -> IO[str]:
    """Open a file that has no name and vanishes when it is closed, on the disk that the export goes to."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n", dir=folder)


class Listing:
    """The manifest of an export.

    Args:
        project: the project.
        name: of the format.
        out: where the export will be.
        part: the file or folder that is being written, and will be moved there.
        listed: the manifest that is being written beside it; None where it goes into the folder.
        file: where it is gathered.
    """

    def __init__(self, project: Project, name: str, out: Path, part: Path, listed: Path | None, file: IO[str]) -> None:
        names = {label.id: label.name for label in project.classes(deleted=True)}
        about = {
            "project": project.path.name,
            "format": name,
            "decision": last_decision(project),
            "decided": time_of(project, last_decision(project)),
            "classes": [label.name for label in project.classes()],
            "certificates": [as_json(one, names) for one in read_certificates(project)],
        }
        self._out, self._part, self._listed, self._file = out, part, listed, file
        self._passed, self._copies = dict[str, Outgoing](), set[str]()
        self._manifest = manifests.ManifestWriter(file, about)

    def watch(self, images: Iterable[Outgoing]) -> Iterator[Outgoing]:
        """Pass the images on, and remember each until the format has said what it did with it."""
        for image in images:
            self._passed[image.path] = image
            yield image

    def add(self, written: Written) -> None:
        """Add an image that was exported."""
        image = self._passed.pop(written.path, None)
        if image is None:
            return
        file = self._name(written.target) if written.target is not None else ""
        if file and image.cut is None:  # of what is cut out, only the image in its file has the hash of the entry
            self._copies.add(file)
        self.add_entry(image, file)

    def add_entry(self, image: Outgoing, file: str = "") -> None:
        """Add an image; its copy is named as it is seen from the manifest."""
        self._manifest.add(image, image.sha256 or _hash_of(image), file)

    def end(self) -> Path:
        """Write the manifest into the folder, or beside the export; return its final place."""
        files = {self._name(file): file for file in self._files()}
        self._manifest.end({name: file for name, file in files.items() if name not in self._copies})
        target = self._listed if self._listed is not None else manifests.place_in(self._part)
        self._file.seek(0)
        with target.open("x", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            shutil.copyfileobj(self._file, file)
            file.flush()
            os.fsync(file.fileno())
        return manifests.place_beside(self._out) if self._listed is not None else self._out / target.name

    def _files(self) -> Iterator[Path]:
        if self._part.is_file():
            yield self._part
        for folder, folders, names in os.walk(self._part):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names))

    def _name(self, file: Path) -> str:
        if file == self._part:
            return self._out.name
        inside = "" if self._listed is None else f"{self._out.name}/"
        return inside + file.relative_to(self._part).as_posix()


def _hash_of(image: Outgoing) -> bytes | None:
    """Return the hash of an image that was not read before; None if its file cannot be read."""
    try:
        found = content_id(image.source)
        return part_id(found, str(image.cut.part)) if image.cut is not None else found
    except ImageError:
        return None
