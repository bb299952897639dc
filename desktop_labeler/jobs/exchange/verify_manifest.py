"""Verify a manifest: whether the images and the labels of a project are still those of an export."""

import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.formats.manifest import Entry, Manifest, file_hash, present_labels, read_manifest
from desktop_labeler.data.images.image_parts import split_path
from desktop_labeler.data.images.part_rows import part_id
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
class Verification:
    """What a comparison with a manifest found.

    Attributes:
        written: when the export was made, ISO 8601, UTC.
        same: images whose file and label are those of the export.
        changed: images with another content or label.
        missing: paths that the project no longer has, or whose file is gone.
        new: labelled images of the project that the export did not have.
        files: tables beside the manifest that are not those of the export any more, or are gone.
        known: images of the manifest that the project has, as they are or changed.
    """

    written: str
    same: int
    changed: tuple[Difference, ...]
    missing: tuple[str, ...]
    new: int
    files: tuple[str, ...]
    known: int

    @property
    def holds(self) -> bool:
        """Whether everything is as it was exported."""
        return not (self.changed or self.missing or self.files)

    @property
    def foreign(self) -> bool:
        """Whether the manifest is that of another project: it has images, and this project has none of them."""
        return bool(self.missing) and not self.known


def verify(project_path: Path, manifest_file: Path) -> Job[Verification]:
    """Compare the project as it is with a manifest; every image file is read again, nothing is written.

    Raises:
        FormatError: the manifest cannot be read, or was changed itself.
        ProjectError: the project cannot be read.
    """
    yield Progress("reading the manifest", 0, 0)
    manifest = read_manifest(manifest_file)
    changed: list[Difference] = []
    missing: list[str] = []
    with Project(project_path, "read") as project:
        yield from unpacked(project)
        folders = {folder.id: folder for folder in project.folders()}
        known = present_labels(project)

    def read(entry: Entry, stop: threading.Event) -> str | None:
        there = known.get(entry.path)
        return _hash(folders[there[0]], entry, stop) if there is not None else None

    done, total = 0, len(manifest.entries)
    with closing(in_threads(read, manifest.entries)) as results:
        for result in results:
            if result is None:
                yield Progress("checking images", done, total)
                continue
            entry, sha256 = result
            done += 1
            _compare(entry, sha256, known.get(entry.path), changed, missing)
            yield Progress("checking images", done, total)
    present = sum(
        1 for entry in manifest.entries if (there := known.get(entry.path)) is not None and there[1] is not None
    )
    return Verification(
        written=manifest.written,
        same=total - len(changed) - len(missing),
        changed=tuple(changed),
        missing=tuple(missing),
        new=sum(label is not None for _, label, _ in known.values()) - present,
        files=_changed_files(manifest, manifest_file.absolute().parent),
        known=sum(entry.path in known for entry in manifest.entries),
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


def _changed_files(manifest: Manifest, folder: Path) -> tuple[str, ...]:
    """Return the names of the tables that are not as they were; names never lead out of the manifest's folder."""
    found = []
    for name, sha256 in manifest.files.items():
        parts = name.split("/")
        inside = all(part not in {"", "."} and Path(part).name == part for part in parts)
        file = folder.joinpath(*parts)
        try:
            if not (inside and file.is_file()) or file_hash(file) != sha256:  # a pipe would never end
                found.append(name)
        except OSError:
            found.append(name)
    return tuple(found)
