"""Scans the folders of a project for new, missing, changed and moved images."""

import os
import threading
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from desktop_labeler.data.computed.page_rows import note_unknown
from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.images.files import image_files
from desktop_labeler.data.images.files.file_fates import newly_missing, paths_before, returned_files
from desktop_labeler.data.images.files.image_files import FileNow, skipped_files
from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile, walk
from desktop_labeler.data.images.parts.part_rows import follow_files
from desktop_labeler.data.project.inner_paths import lies_in, real_path
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError, ProjectError, refusal
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.jobs.scanning.add_frames import add_frames, chosen_frames
from desktop_labeler.jobs.scanning.add_pages import add_pages
from desktop_labeler.jobs.scanning.match_moved_files import Matches, match_files
from desktop_labeler.jobs.scanning.read_anew import read_anew
from desktop_labeler.jobs.threads import in_threads, throttled
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

T = TypeVar("T")
_BATCH = 2048  # rows per transaction: about 20 ms, so that a decision does not wait longer
_LISTED = 5  # images in a note, which is one line
_PAUSE = 0.25  # seconds between two yields at most, even on a slow disk


@dataclass(frozen=True)
class ScanResult:
    """The result of a scan; counts of images unless said otherwise: a file that only holds parts is none.

    Attributes:
        new: images that were not in the project before.
        missing: all images of the scanned folders whose file does not exist, or that are no longer in their file.
        changed: images whose file has new content and that keep their decisions, and pages and frames about which
            nobody has decided and that show another picture now.
        moved: images that were found elsewhere by content.
        skipped: the path of every file that cannot be used, with the reason.
        total: usable images of the project after the scan.
        unread: the number of files of kinds that are not read, by file extension.
        notes: sentences for the person, apart from `labels_note`, which is for when the files have been read.
        last: the id of the image that was added last before the scan.
        moves: the path of every moved or renamed file before and now; as many as `moved`.
        returned: the paths of files that were missing and are back in their place.
        lost: the paths of files that are missing since this scan.
        replaced: the paths of files that have new content.
        relabel: the paths of labelled images, also boxes, whose file has new content and that keep their labels.
    """

    new: int
    missing: int
    changed: int
    moved: int
    skipped: list[tuple[str, Message]]
    total: int
    unread: dict[str, int] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    last: int = 0
    relabel: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    returned: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    def file_notes(self) -> list[Message]:
        """Return sentences that name the first files that moved, are back, or are missing since this scan."""
        moved = [Message("{old} → {new}", old=old, new=new) for old, new in self.moves[:_LISTED]]
        notes = [
            Message(
                "{n:# file was|# files were} moved or renamed; what was decided about {n:it|them} stays: {files}.",
                n=len(self.moves),
                files=[*moved, *_more(len(self.moves))],
            ),
            Message(
                "{n:# file that was missing is|# files that were missing are} back: {files}.",
                n=len(self.returned),
                files=[*self.returned[:_LISTED], *_more(len(self.returned))],
            ),
            Message(
                "{n:# file is|# files are} missing since this scan; what was decided about {n:it|them} is kept: "
                "{files}.",
                n=len(self.lost),
                files=[*self.lost[:_LISTED], *_more(len(self.lost))],
            ),
        ]
        return [note for note in notes if note.arguments["n"]]

    def with_file_notes(self) -> "ScanResult":
        """Return the same with the sentences of `file_notes` before the others."""
        return replace(self, notes=(*self.file_notes(), *self.notes))

    @property
    def found(self) -> list[tuple[str, Message]]:
        """The path of every file of `file_notes`, and what became of it."""
        return [
            *((new, Message("moved or renamed; it was {path}", path=old)) for old, new in self.moves),
            *((path, Message("was missing and is back")) for path in self.returned),
            *((path, Message("missing since this scan")) for path in self.lost),
        ]

    def labels_note(self, unusable: Collection[str] = ()) -> Message | None:
        """Return a message about labelled images that show another picture by now; None if there are none.

        Args:
            unusable: files that cannot be read, as it turned out after the scan: there is nothing in them to look at.
        """
        paths = [
            path for path in self.relabel if not any(path == one or path.startswith(f"{one}#") for one in unusable)
        ]
        if not paths:
            return None
        return Message(
            "{n:# image with a label has|# images with a label have} another content than before and {n:keeps its "
            "label|keep their labels}: {files}. Look at {n:it|them} again in Browse, where the search field finds "
            "{n:it|them} by name, and change the {n:label if it is|labels that are} wrong now.",
            n=len(paths),
            files=list(paths[:_LISTED]),
        )


def _more(count: int) -> list[Message]:
    """Return how many files are not named in a sentence, as its last one; nothing if all of them are."""
    return [Message("{n} more", n=count - _LISTED)] if count > _LISTED else []


def scan(project_path: Path, folders: Sequence[Path] | None = None) -> Job[ScanResult]:
    """Scan folders of a project; files are only read.

    If the first scan of a folder is cancelled, the images found so far stay in the project; the next scan continues.

    Args:
        project_path: the project file.
        folders: the folders to scan, of which new ones are added to the project; None for all that it has.

    Raises:
        ProjectError: a folder does not exist, or is inside another; nothing was changed.
    """
    with Project(project_path, durable=False) as project:
        chosen = (
            project.folders() if folders is None else _add_folders(project, [place.absolute() for place in folders])
        )
        return (yield from scan_folders(project, chosen))


def scan_folders(project: Project, folders: Sequence[Folder]) -> Job[ScanResult]:
    """Scan some folders of an open project, as `scan` does."""
    yield from unpacked(project)
    check_there(folders)
    image_files.start_scan(project)
    known = project.folders()
    last = image_files.last_image(project)
    for folder in folders:
        yield from _walk_folder(project, folder, known)
    _check_not_emptied(project, folders)
    matches = yield from _compare(project, folders)
    before = paths_before(project, [image for image, _ in matches.moved])
    lost = newly_missing(project, matches.gone)
    yield from _store(project, matches)
    returned = returned_files(project)
    image_files.settle_seen(project, folders)
    anew = yield from read_anew(project)
    for done in follow_files(project):
        yield Progress("noting changed files", done)
    pages = yield from add_pages(project)
    frames = yield from add_frames(project)
    relabel = image_files.labelled_of(project, [image.id for image, _ in matches.changed])
    return ScanResult(
        new=image_files.images_since(project, last),
        missing=image_files.missing_images(project, folders),
        changed=image_files.count_images(project, [image.id for image, _ in matches.changed]) + anew.changed,
        moved=len(matches.moved),
        skipped=skipped_files(project),
        total=image_files.usable_images(project),
        unread=image_files.unread_endings(project),
        notes=(*_copies(matches), *anew.notes(), *pages.notes(), *frames.notes()),
        last=last,
        relabel=tuple(relabel),
        moves=tuple(sorted((before[image], file.path) for image, file in matches.moved)),
        returned=tuple(returned),
        lost=tuple(lost),
        replaced=tuple(image.path for image, _ in matches.changed),
    )


def _add_folders(project: Project, places: Sequence[Path]) -> list[Folder]:
    """Return the folders of the project at these paths; missing ones are added, all or none."""
    known = {real_path(folder.path): folder for folder in project.folders()}
    new = [place for place in places if real_path(place) not in known]
    for number, place in enumerate(new):
        check_folder(place)
        for other in [*known, *(real_path(earlier) for earlier in new[:number])]:
            _check_apart(real_path(place), other)
    added = {real_path(place): project.add_folder(place) for place in new}
    return [(known | added)[real_path(place)] for place in places]


def _check_apart(place: Path, other: Path) -> None:
    for inner, outer in ((place, other), (other, place)):
        if lies_in(inner, [outer]):
            raise ProjectError(
                "{inner} lies within {outer}, and its images would be there twice. Nothing was changed. Add "
                "folders that lie side by side.",
                inner=inner,
                outer=outer,
            )


def check_folder(place: Path) -> None:
    """Check that a folder can be read.

    Raises:
        ProjectError: it does not exist, is no folder, or there is no permission to read it.
    """
    error = _refused(place)
    if isinstance(error, FileNotFoundError):
        raise ProjectError("There is no folder {folder}. Nothing was changed. Check the name.", folder=place)
    if isinstance(error, NotADirectoryError):
        raise ProjectError(
            "{folder} is a file, not a folder. Nothing was changed. Choose the folder that holds the images.",
            folder=place,
        )
    if error is not None:
        raise ProjectError(
            "The folder {folder} cannot be read: {reason}. Nothing was changed. Mend that, and do it again.",
            folder=place,
            reason=refusal(error),
        )


def check_there(folders: Sequence[Folder]) -> None:
    """Check that folders can be read, because a disconnected disk would make every image missing.

    Raises:
        ProjectError: a folder does not exist or cannot be read.
    """
    for folder in folders:
        if isinstance(_refused(folder.path), FileNotFoundError | NotADirectoryError):
            raise ProjectError(
                "The folder {folder} is not there. The project and its decisions were left as they are. Connect the "
                "disk that holds it; or, if it was moved, rescan and name its new place.",
                folder=folder.path,
            )
        check_folder(folder.path)


def _refused(place: Path) -> OSError | None:
    """Return why a folder cannot be read, None if it can."""
    try:
        with os.scandir(place) as entries:
            next(entries, None)
    except OSError as error:
        return error
    return None


def _check_not_emptied(project: Project, folders: Sequence[Folder]) -> None:
    """Raise ProjectError if the folder is empty, because it may be the mount point of a disconnected disk."""
    for folder in folders:
        if image_files.is_emptied(project, folder):
            raise ProjectError(
                "The folder {folder} holds no images any more. The project and its decisions were left as they "
                "are. Connect the disk that holds them; or, if they were moved, rescan and name their new place.",
                folder=folder.path,
            )


def _walk_folder(project: Project, folder: Folder, known: Sequence[Folder]) -> Job[None]:
    """Record all files of a folder; if the project has none of them, add them right away, which is faster."""
    reserved = {other.prefix for other in known if other.id != folder.id and other.prefix}
    add = image_files.is_empty(project, folder)
    done = 0
    unread: Counter[str] = Counter()
    for found, skipped in _batches(walk(folder, reserved, unread, videos=chosen_frames(project) is not None)):
        if found or skipped:
            image_files.note_seen(project, folder, found, skipped, add=add)
            done += len(found)
        yield Progress("finding images", done)
    image_files.save_unread(project, folder, unread)


def _batches(steps: Iterator[FoundFile | SkippedFile | None]) -> Iterator[tuple[list[FoundFile], list[SkippedFile]]]:
    found: list[FoundFile] = []
    skipped: list[SkippedFile] = []
    last = time.monotonic()
    for step in steps:
        if isinstance(step, FoundFile):
            found.append(step)
        elif step is not None:
            skipped.append(step)
        if len(found) + len(skipped) >= _BATCH or time.monotonic() - last > _PAUSE:
            yield found, skipped
            found, skipped = [], []
            last = time.monotonic()
    yield found, skipped


def _compare(project: Project, folders: Sequence[Folder]) -> Job[Matches]:
    """Hash the files that may have moved or changed, and update images whose file only has a new time."""
    pairs = image_files.different_files(project)
    content = yield from throttled(_contents(project, [file for image, file in pairs if image.sha256 is not None]))
    same = [pair for pair in pairs if pair[0].sha256 is not None and content.get(pair[1].path) == pair[0].sha256]
    as_before = {image.id for image, _ in same}
    changed = [pair for pair in pairs if pair[0].id not in as_before]
    for done, some in _parts(same):
        image_files.store_same(project, some)
        yield Progress("comparing files", done, len(same))
    lost, new = image_files.lost_images(project, folders), image_files.new_files(project)
    sizes = {image.size for image in [*lost, *(image for image, _ in changed)] if image.sha256 is not None}
    content |= yield from throttled(_contents(project, [file for file in new if file.size in sizes]))
    return match_files(lost, changed, new, content)


def _files_of(path: str) -> list[str]:
    """Return the paths of the files that an image can be or be a part of: "a.tif#page=2" is of "a.tif"."""
    parts = path.split("#")
    return ["#".join(parts[:count]) for count in range(1, len(parts) + 1)]


def _copies(matches: Matches) -> list[Message]:
    """Return a sentence about images that were found in several places at once."""
    if not matches.copied:
        return []
    texts = [
        Message("{path} → {taken} (also {other})", path=image.path, taken=taken.path, other=other.path)
        for image, taken, other in matches.copied[:_LISTED]
    ]
    return [
        Message(
            "{n:# image is|# images are} no longer in {n:its place|their places} but in several others: moved and "
            "copied. {n:It is|Each is} now the file with the same name, or else in the nearest folder, and keeps its "
            "label there; the other copies are new: {files}.",
            n=len(matches.copied),
            files=texts,
        )
    ]


def _contents(project: Project, wanted: Sequence[FileNow]) -> Job[dict[str, bytes]]:
    """Return the SHA-256 of files by path; unreadable files are left out and reported by the next step or scan."""
    places = {folder.id: folder for folder in project.folders()}

    def read(file: FileNow, stop: threading.Event) -> bytes | None:
        try:
            return content_id(places[file.folder_id].file(file.path), stop)
        except ImageError:
            return None

    content: dict[str, bytes] = {}
    with closing(in_threads(read, wanted)) as results:
        for done, result in enumerate(results):
            if result is not None and result[1] is not None:
                content[result[0].path] = result[1]
            yield Progress("comparing files", min(done, len(wanted)), len(wanted))
    return content


def _store(project: Project, matches: Matches) -> Job[None]:
    """Write the changes in short transactions, each of which leaves a consistent project if the scan is cancelled."""
    moves = [*matches.displaced, *matches.moved]
    targets = {file.path for _, file in moves}
    held = {path for path in image_files.paths_of(project, [image for image, _ in moves]) if path in targets}
    plain = [move for move in moves if move[1].path not in held]
    for done, some in _parts(plain):
        image_files.move_images(project, some)
        yield Progress("noting moved files", done, len(moves))
    if len(plain) < len(moves):  # files that swapped their names, in one transaction
        image_files.move_images(project, [move for move in moves if move[1].path in held])
    note_unknown(project, [image for image, _ in matches.changed])
    for done, changed in _parts(matches.changed):
        image_files.store_changed(project, changed)
        yield Progress("noting changed files", done, len(matches.changed))
    for done, new in _parts(matches.new):
        image_files.add_images(project, new)
        yield Progress("adding images", done, len(matches.new))
    for done, gone in _parts(matches.gone):
        image_files.mark_missing(project, gone)
        yield Progress("noting missing files", done, len(matches.gone))


def _parts(rows: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """Yield the rows in parts, each with the number of rows up to its end."""
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        yield start + len(part), part
