"""Reads every image file once: its content hash, its size, what its camera wrote, and whether it is intact."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.decoding.decode import content_id, file_reason
from desktop_labeler.data.decoding.exif import Exif, read_exif
from desktop_labeler.data.decoding.limits import TOO_SLOW, patience
from desktop_labeler.data.decoding.readers import SPLIT
from desktop_labeler.data.images.files import image_files
from desktop_labeler.data.images.files.exif_rows import ExifProblems, save_exif
from desktop_labeler.data.images.files.image_files import Identity, KnownImage
from desktop_labeler.data.images.parts.lost_parts import lost_note
from desktop_labeler.data.images.parts.part_rows import follow_files, hidden_files
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.jobs.scanning.read_anew import is_changed, note_pages
from desktop_labeler.jobs.scanning.scan import check_there
from desktop_labeler.jobs.threads import in_threads, throttled
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 5  # files in a note, which is one line
_BATCH = 256  # images whose reading is lost at most when the job is cancelled


@dataclass(frozen=True)
class IdentifyResult:
    """The result of reading the files.

    Attributes:
        identified: images read.
        broken: path of each image that is there and cannot be used, and why; the reason is stored as its problem.
        odd: path and note of each image that violates its format but is intact.
        camera: about camera data that cannot be used; None where all of it can.
        named: path of each image in whose pixels a name or a number may stand.
        split: path of each file with a part of an image that OME stores in several files.
        cut: path of each file some of whose pages are missing, and what is.
        lost: about pages, frames and boxes of the project whose file cannot be read any more; None without any.
        kept: how many of those that cannot be used, and of the boxes on them, have a label, which stays.
    """

    identified: int
    broken: tuple[tuple[str, Message], ...]
    odd: tuple[tuple[str, Message], ...] = ()
    camera: Message | None = None
    named: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    cut: tuple[tuple[str, Message], ...] = ()
    lost: Message | None = None
    kept: int = 0

    def notes(self) -> list[Message]:
        """Return messages about odd files, camera data that cannot be used, names in the pixels, missing pages."""
        notes = (self.lost, self.cut_note(), self.note(), self.camera, self.name_note(), self.split_note())
        return [note for note in notes if note is not None]

    def broken_note(self) -> Message | None:
        """Return a message about files that cannot be used, as it turned out now; None if there are none."""
        if not self.broken:
            return None
        count, files = len(self.broken), _with_reasons(self.broken)
        if not self.kept:
            return Message(
                "{n:# file turned out to be unusable and is|# files turned out to be unusable and are} left out: "
                "{files}.",
                n=count,
                files=files,
            )
        return Message(
            "{n:# file turned out to be unusable and is|# files turned out to be unusable and are} left out; {kept:# "
            "label|# labels} on {n:it|them} {kept:is|are} kept: {files}.",
            n=count,
            kept=self.kept,
            files=files,
        )

    def cut_note(self) -> Message | None:
        """Return a message about files some of whose pages are missing; None if there are none."""
        if not self.cut:
            return None
        return Message(
            "{n:# file with several pages is|# files with several pages are} cut off or damaged; the pages that are "
            "there as a whole can be used: {files}.",
            n=len(self.cut),
            files=_with_reasons(self.cut),
        )

    def name_note(self) -> Message | None:
        """Return a warning about the images in whose pixels a name may stand; None if there are none."""
        if not self.named:
            return None
        return Message(
            "{n:In one file|In # files} a name or a number may be burnt into the pixels, which every export of images "
            "would carry: {files}.",
            n=len(self.named),
            files=list(self.named[:_LISTED]),
        )

    def split_note(self) -> Message | None:
        """Return a message about files that hold parts of images; None if there are none."""
        if not self.split:
            return None
        return Message(
            "{n:# file holds|# files hold} only a part of an image that OME stores in several files; each is an image "
            "of its own here, with the pages and channels that are in it: {files}.",
            n=len(self.split),
            files=list(self.split[:_LISTED]),
        )

    def note(self) -> Message | None:
        """Return a message about the odd files; None if there are none."""
        if not self.odd:
            return None
        return Message(
            "{n:# file breaks a rule of its format and is|# files break rules of their format and are} used, because "
            "every pixel is there: {files}.",
            n=len(self.odd),
            files=_with_reasons(self.odd),
        )


def _with_reasons(files: Sequence[tuple[str, Message]]) -> list[Message]:
    return [Message("{path} ({reason})", path=path, reason=reason) for path, reason in files[:_LISTED]]


def identify(project_path: Path) -> Job[IdentifyResult]:
    """Read the images that were not read before: SHA-256, size in pixels, camera data, whether they are damaged.

    The job can be resumed: results are stored every few hundred images. Image files are only read.

    Raises:
        ProjectError: the project cannot be written, or a folder does not exist.
    """
    with Project(project_path, durable=False) as project:
        yield from unpacked(project)
        check_there(project.folders())
        return (yield from identify_images(project))


def identify_images(project: Project) -> Job[IdentifyResult]:
    """Read the images of an open project; as identify."""
    result = yield from throttled(_identify(project))
    yield from throttled(note_pages(project))
    return result


def _identify(project: Project) -> Job[IdentifyResult]:
    places = {folder.id: folder for folder in project.folders()}

    def read(image: KnownImage, stop: threading.Event) -> _Found | None:
        identity = _read(image, places[image.folder_id], stop)
        if identity is None:
            return None
        usable = identity.problem is None
        return _Found(identity, read_exif(places[image.folder_id].file(image.path)) if usable else Exif())

    total = image_files.count_unidentified(project)
    ready: list[_Found] = []
    seen = _Seen()
    reading = in_threads(read, _unidentified(project), patience=lambda image: patience(image.size), late=_too_slow)
    with closing(reading) as results:
        for result in results:
            if result is not None and result[1] is not None:
                ready.append(result[1])
                seen.add(result[0].path, result[1])
            if len(ready) >= _BATCH or (ready and result is None):
                _save(project, ready)
                ready = []
            yield Progress("reading images", seen.done, total)
    _save(project, ready)
    kept = len(image_files.labelled_of(project, seen.unusable))
    return replace(seen.result(), lost=lost_note(project), kept=kept)


class _Seen:
    """Collects what is to say about the files that were read."""

    def __init__(self) -> None:
        self.done = 0
        self.unusable: list[int] = []  # ids of the images that cannot be used
        self._broken: list[tuple[str, Message]] = []
        self._odd: list[tuple[str, Message]] = []
        self._cut: list[tuple[str, Message]] = []
        self._named: list[str] = []
        self._split: list[str] = []
        self._camera = ExifProblems()

    def add(self, path: str, found: "_Found") -> None:
        """Take up a file."""
        identity = found.identity
        self.done += 1
        if identity.problem not in (None, image_files.MISSING):
            self._broken.append((path, Message.read(str(identity.problem))))
            self.unusable.append(identity.image)
        self._camera.add(path, found.exif)
        if identity.note is not None:
            self._odd.append((path, identity.note))
        if identity.cut is not None:
            self._cut.append((path, identity.cut))
        if identity.caution is not None:
            (self._split if identity.caution == SPLIT else self._named).append(path)

    def result(self) -> IdentifyResult:
        """Return what was read so far."""
        files = (tuple(self._named), tuple(self._split), tuple(self._cut))
        return IdentifyResult(self.done, tuple(self._broken), tuple(self._odd), self._camera.note(), *files)


class _Found(NamedTuple):
    """What was read from a file."""

    identity: Identity
    exif: Exif


def _save(project: Project, found: Sequence[_Found]) -> None:
    """Store what was read, the identities last: an image that has one is not read again."""
    save_exif(project, [(each.identity.image, each.exif) for each in found])
    image_files.save_identities(project, [each.identity for each in found])
    deque(follow_files(project, [each.identity.image for each in found]), maxlen=0)


def _unidentified(project: Project) -> Iterator[KnownImage]:
    places = {folder.id: folder for folder in project.folders()}
    hidden = hidden_files(project)
    last = 0
    while some := image_files.unidentified(project, last, _BATCH):
        for image in some:  # the pages of a file that has changed since are others; the next scan looks for them
            if image.id not in hidden or not is_changed(image, places[image.folder_id]):
                yield image
        last = some[-1].id


def _too_slow(image: KnownImage) -> _Found:
    return _Found(Identity(image.id, image.size, image.mtime_ns, None, None, None, TOO_SLOW.stored()), Exif())


def _read(image: KnownImage, folder: Folder, stop: threading.Event) -> Identity | None:
    """Return hash, size and problem of a file; None if the job was cancelled meanwhile."""
    try:
        place = folder.file(image.path)
        info = place.stat()
        sha256 = content_id(place, stop)
    except FileNotFoundError:
        return Identity(image.id, image.size, image.mtime_ns, None, None, None, image_files.MISSING)
    except OSError as error:
        return Identity(image.id, image.size, image.mtime_ns, None, None, None, file_reason(error).stored())
    except ImageError as error:
        if stop.is_set():
            return None
        return Identity(image.id, image.size, image.mtime_ns, None, None, None, error.message.stored())
    try:
        seen = inspect(place)
    except ImageError as error:
        return Identity(image.id, info.st_size, info.st_mtime_ns, sha256, None, None, error.message.stored())
    about = (seen.width, seen.height, None, seen.note, seen.caution, seen.cut)
    return Identity(image.id, info.st_size, info.st_mtime_ns, sha256, *about)
