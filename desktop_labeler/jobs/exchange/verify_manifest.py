"""Verify a manifest: whether the images and labels of a project, and the files of the export, are still those."""

import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.formats.manifest import (
    NAME,
    Entry,
    Manifest,
    file_hash,
    is_of_another,
    manifest_at,
    place_of,
    present_labels,
    read_manifest,
)
from desktop_labeler.data.images.parts.image_parts import split_path
from desktop_labeler.data.images.parts.part_rows import part_id
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.progress import Job, Progress


@dataclass(frozen=True)
class Difference:
    """An image that is not as the manifest says.

    Attributes:
        path: in the project.
        image: whether its file has another content.
        label: whether it has another label or state.
        was: the label at the export; None for none.
        now: the present label.
    """

    path: str
    image: bool
    label: bool
    was: str | None
    now: str | None


@dataclass(frozen=True)
class FileDifference:
    """A file of the export that is not as it was written.

    Attributes:
        name: seen from the manifest, with "/".
        what: whether it has another content, is gone, or was not there.
    """

    name: str
    what: Literal["changed", "gone", "added"]


@dataclass(frozen=True)
class Verification:
    """What a comparison with a manifest found.

    Attributes:
        written: when the export was made, ISO 8601, UTC.
        same: images whose file and label are those of the export.
        changed: images with another content or label.
        missing: paths that the project no longer has, or whose file is gone.
        new: labelled images of the project that the export did not have.
        files: files of the export that are not as it wrote them.
        intact: how many files of the export are: copies of images, tables, and files of labels.
        away: whether the export is not where its manifest is, so that its files were not checked.
        known: images of the manifest that the project has, as they are or changed.
        project: name of the project file that the manifest was written from; "" if it does not say so.
        of_another: whether the manifest cannot have been written from this project as it is here.
    """

    written: str
    same: int
    changed: tuple[Difference, ...]
    missing: tuple[str, ...]
    new: int
    files: tuple[FileDifference, ...]
    intact: int
    away: bool
    known: int
    project: str = ""
    of_another: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything is as it was exported."""
        return not (self.changed or self.missing or self.files)

    @property
    def foreign(self) -> bool:
        """Whether the manifest is that of another project: nothing is as it says, and it cannot be from this one."""
        return (bool(self.missing) and not self.known) or (self.of_another and not self.same and bool(self.changed))


def verify(project_path: Path, place: Path) -> Job[Verification]:
    """Compare the project and the files of an export with its manifest; all are read again, nothing is written.

    Args:
        project_path: the project file.
        place: the manifest, or the folder of the export, which has it inside or beside it.

    Raises:
        FormatError: the manifest cannot be read, or was changed itself.
        ProjectError: the project cannot be read.
    """
    yield Progress("reading the manifest", 0, 0)
    manifest_file = manifest_at(place).absolute()
    manifest = read_manifest(manifest_file)
    changed: list[Difference] = []
    missing: list[str] = []
    with Project(project_path, "read") as project:
        yield from unpacked(project)
        folders = {folder.id: folder for folder in project.folders()}
        known = present_labels(project)
        of_another = is_of_another(project, manifest)

    def read(entry: Entry, stop: threading.Event) -> str | None:
        there = known.get(entry.path)
        return _hash(folders[there[0]], entry, stop) if there is not None else None

    files = _Files(manifest_file, manifest)
    done, count = 0, len(manifest.entries)
    total = count + len(files.names)
    with closing(in_threads(read, manifest.entries)) as results:
        for result in results:
            if result is None:
                yield Progress("checking images", done, total)
                continue
            entry, sha256 = result
            done += 1
            _compare(entry, sha256, known.get(entry.path), changed, missing)
            yield Progress("checking images", done, total)
    apart: list[FileDifference] = []
    with closing(in_threads(files.check, files.names)) as checks:
        for checked in checks:
            if checked is not None:
                done += 1
                name, wrong = checked
                apart += [FileDifference(name, wrong)] if wrong is not None else []
            yield Progress("checking images", done, total)
    present = sum(
        1 for entry in manifest.entries if (there := known.get(entry.path)) is not None and there[1] is not None
    )
    return Verification(
        written=manifest.written,
        same=count - len(changed) - len(missing),
        changed=tuple(changed),
        missing=tuple(missing),
        new=sum(label is not None for _, label, _ in known.values()) - present,
        files=(*sorted(apart, key=lambda one: one.name), *files.added()),
        intact=len(files.names) - len(apart),
        away=files.away,
        known=sum(entry.path in known for entry in manifest.entries),
        project=manifest.project,
        of_another=of_another,
    )


def _hash(folder: Folder, entry: Entry, stop: threading.Event) -> str | None:
    """Return the hash of an image's file, "" where the export had none; None if the file is gone."""
    if not entry.sha256:
        return ""
    try:
        whole, part = split_path(entry.path)
        if part is None or folder.file(entry.path).exists():
            return content_id(folder.file(entry.path), stop).hex()
        found = part_id(content_id(folder.file(whole), stop), str(part))
        return found.hex() if found is not None else None
    except ImageError:
        return None


def _compare(
    entry: Entry,
    sha256: str | None,
    there: tuple[int, str | None, str] | None,
    changed: list[Difference],
    missing: list[str],
) -> None:
    if there is None or sha256 is None:
        missing.append(entry.path)
        return
    image, label = sha256 != entry.sha256, (there[1], there[2]) != (entry.label, entry.state)
    if image or label:
        changed.append(Difference(entry.path, image, label, entry.label, there[1]))


class _Files:
    """The files of an export, as its manifest lists them.

    Attributes:
        away: whether none of them is where it should be, as with a manifest that is kept apart.
        names: of those to check, seen from the manifest.
    """

    def __init__(self, manifest_file: Path, manifest: Manifest) -> None:
        self._manifest, self._folder = manifest_file, manifest_file.parent
        self._hashes = {entry.file: entry.sha256 for entry in manifest.entries if entry.file} | manifest.files
        self.away = bool(self._hashes) and not any(map(self._is_there, self._hashes))
        self.names = [] if self.away else list(self._hashes)

    def check(self, name: str, stop: threading.Event) -> Literal["changed", "gone"] | None:
        """Say what is wrong with a file; None if nothing is."""
        del stop
        try:
            if not self._is_there(name):
                return "gone"
            return None if file_hash(self._folder / name) == self._hashes[name] else "changed"
        except OSError:
            return "changed"

    def added(self) -> Iterator[FileDifference]:
        """Yield the files in the folder of the export that it did not write; none where the export is one file."""
        root = self._folder if self._manifest.name == NAME else place_of(self._manifest)
        if self.away or not self._hashes or root is None:
            return
        known = {_folded(name): name for name in self._hashes}
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                file = Path(folder, name)
                path = file.relative_to(self._folder).as_posix()
                mine = known.get(_folded(path))
                if file != self._manifest and not _is_by_the_way(name) and (mine is None or self._differ(mine, file)):
                    yield FileDifference(path, "added")

    def _differ(self, name: str, file: Path) -> bool:
        """Whether a file is another one than the listed one, whose name differs in case or accents at most."""
        listed = self._folder / name
        return listed != file and not (self._is_there(name) and listed.samefile(file))

    def _is_there(self, name: str) -> bool:
        """Whether a name that stays in the folder is a file there; a pipe would never end."""
        parts = name.split("/")
        inside = all(part not in {"", ".", ".."} and Path(part).name == part for part in parts)
        try:
            return inside and self._folder.joinpath(*parts).is_file()
        except OSError:  # such as a name that is too long
            return False


def _folded(path: str) -> str:
    """Return a path in the one spelling that file systems do not tell from others."""
    return unicodedata.normalize("NFC", path).casefold()


def _is_by_the_way(name: str) -> bool:
    """Whether a file is one that systems and training programs leave everywhere."""
    return name.startswith(".") or name.casefold() in {"thumbs.db", "desktop.ini"} or name.endswith(".cache")
