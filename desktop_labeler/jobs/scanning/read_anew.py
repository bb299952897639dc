"""Reads the pages and frames of files anew that were replaced, cut or edited, and notes what each of them shows."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from desktop_labeler.data.computed.page_rows import (
    PageRow,
    Renewed,
    away_of,
    known_contents,
    noted_pages,
    pages_in,
    renew_pages,
    replaced_files,
    save_contents,
    save_sizes,
    show_if_empty,
    unnoted_files,
    with_boxes,
)
from desktop_labeler.data.decoding.decode import content_id
from desktop_labeler.data.decoding.file_types.video_times import Frames, VideoTimes
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.page_contents import UNKNOWN, page_contents
from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES, suffix_of
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.parts.part_rows import follow_files, part_id
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.scanning.add_frames import AddedFrames, add_frames_of, chosen_frames, frames_in
from desktop_labeler.jobs.scanning.add_pages import Pages, add_pages_of, chosen_pages, pages_in_file
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 5  # files in a note, which is one line


@dataclass
class ReadAnew:
    """What became of the pages and frames of files that were replaced.

    Attributes:
        changed: how many images show another picture than before; nobody had decided about them.
        safe: how many images that somebody decided about are no longer in their files.
        elsewhere: of each of those whose picture is in another place of its file now, where it was and is.
        files: of each file, how many of its images are as before, new or changed, and no longer in it.
        cut: the videos among them that are cut off.
    """

    changed: int = 0
    safe: int = 0
    elsewhere: list[Message] = field(default_factory=list)
    files: list[Message] = field(default_factory=list)
    cut: AddedFrames = field(default_factory=AddedFrames)

    def notes(self) -> list[Message]:
        """Return sentences about the files that were replaced."""
        notes = self.cut.notes()
        if self.files:
            text = Message(
                "{n:# changed file|# changed files} with pages or frames {n:was|were} read anew: {files}.",
                n=len(self.files),
                files=self.files[:_LISTED],
            )
            notes.append(text)
        if self.safe:
            text = Message(
                "{n:# image that was decided about is|# images that were decided about are} no longer in {n:its file|"
                "their files}. The {n:label is|labels are} safe: {n:the image is|the images are} listed as missing, "
                "and {n:is back|are back} after the next rescan if the file is put back as it was.",
                n=self.safe,
            )
            notes.append(text)
        if self.elsewhere:
            text = Message(
                "{n:The picture of # of them is|The pictures of # of them are} elsewhere in {n:its file|their files} "
                "by now, but the {n:label does|labels do} not go along: {files}. Label {n:it|them} there.",
                n=len(self.elsewhere),
                files=self.elsewhere[:_LISTED],
            )
            notes.append(text)
        return notes


class _Now(NamedTuple):
    """What a file holds now: the pages that become images, with their sizes, what each page shows, and its content.

    `wanted` is None where the project chooses no pages, or one that the file does not have.
    """

    wanted: Mapping[Page, tuple[int, int]] | None
    contents: Mapping[Page, bytes]
    content: bytes
    times: VideoTimes | None = None


def read_anew(project: Project) -> Job[ReadAnew]:
    """Read the files anew whose pages or frames are images and that are not as they were when these were noted.

    A page or frame that shows the same picture as before, and a box on it, keeps its decisions. Where another picture
    is in its place, or nothing, an image about which somebody has decided is no longer in its file and keeps what was
    decided; it is back once its picture is. An image about which nobody has decided shows what is there now. It can be
    called after every scan, and goes on after a cancel.
    """
    done = ReadAnew()
    files = replaced_files(project)
    folders = {folder.id: folder for folder in project.folders()}
    rows = {file.id: pages_in(project, file.id) for file in files}
    frames, pages = chosen_frames(project), chosen_pages(project)

    def look(file: KnownImage, stop: threading.Event) -> _Now | None:
        try:
            place = folders[file.folder_id].file(file.path)
            wanted, times = _wanted(place, frames, pages, stop)
            contents = page_contents(place, {*(row.page for row in rows[file.id]), *(wanted or ())}, stop)
            content = content_id(place, stop)
        except ImageError:
            return None  # why it cannot be read is said when its content is read
        return None if stop.is_set() else _Now(wanted, contents, content, times)

    with closing(in_threads(look, files, ahead=4)) as results:
        for number, result in enumerate(results):
            if result is not None and result[1] is not None:
                _renew(project, result[0], rows[result[0].id], result[1], done)
            yield Progress("reading pages", min(number, len(files)), len(files))
    return done


def note_pages(project: Project) -> Job[None]:
    """Note what the pages and frames show of which that is not known yet, by which they are known again later."""
    files = [file for file in unnoted_files(project) if file.sha256 is not None]  # others once they were read
    folders = {folder.id: folder for folder in project.folders()}
    rows = {file.id: pages_in(project, file.id) for file in files}
    noted = {file.id: noted_pages(project, file, rows[file.id]) for file in files}

    def look(file: KnownImage, stop: threading.Event) -> dict[Page, bytes] | None:
        try:
            place = folders[file.folder_id].file(file.path)
            if is_changed(file, folders[file.folder_id]):
                return None  # the next scan reads it anew
            unknown = {row.page for row in rows[file.id] if not row.is_left}.difference(noted[file.id])
            contents = noted[file.id] | page_contents(place, unknown, stop)
        except ImageError:
            return None  # why it cannot be read is said when its content is read
        return None if stop.is_set() else contents

    with closing(in_threads(look, files, ahead=4)) as results:
        for number, result in enumerate(results):
            if result is not None and result[1] is not None:
                file, contents = result[0], result[1]
                known, away = known_contents(project, file.id), away_of(project, file.id)
                now = {
                    row.id: known.get(row.id, UNKNOWN)
                    if row.is_left or row.id in away
                    else contents.get(row.page, UNKNOWN)
                    for row in rows[file.id]
                }
                save_contents(project, file, now, away)
            yield Progress("noting pages", min(number, len(files)), len(files))


def _wanted(
    file: Path, frames: Frames | None, pages: Pages, stop: threading.Event
) -> tuple[Mapping[Page, tuple[int, int]] | None, VideoTimes | None]:
    if suffix_of(file.name) in VIDEO_SUFFIXES:
        found = frames_in(file, frames, stop) if frames is not None else None
        if found is None:
            return None, None
        return dict.fromkeys(found[0].moments, found[1]), found[0]
    if pages == "first":
        return None, None
    numbers = pages_in_file(file, pages, stop, also_one=True)
    return (dict(numbers.items()) if numbers is not None else None), None


def _renew(project: Project, file: KnownImage, rows: Sequence[PageRow], now: _Now, done: ReadAnew) -> None:
    """Write what became of the pages of a file, of which the state of the file is written last."""
    known = with_boxes(project, file.id, rows)
    fate = _fates(rows, known, now)
    renew_pages(project, Renewed(fate.back, fate.left))
    deque(follow_files(project, [file.id]), maxlen=0)
    if now.wanted:
        whole = [(row.id, now.wanted[row.page]) for row in rows if row.part.box is None and row.page in now.wanted]
        save_sizes(project, whole)
        new = _add(project, file.id, now)
    else:
        new = 0
        show_if_empty(project, file.id)
    away = {*fate.left, *fate.away}
    shown = {
        row.id: known.get(row.id, UNKNOWN) if row.id in away else now.contents.get(row.page, UNKNOWN)
        for row in pages_in(project, file.id)
    }
    save_contents(project, file, shown, away)
    if fate.left or fate.back or fate.changed or new:
        done.files.append(
            Message(
                "{path} ({same} as before, {new} new or changed, {gone} no longer in it)",
                path=file.path,
                same=fate.same,
                new=new + len(fate.changed),
                gone=len(fate.left),
            )
        )
    done.changed += len(fate.changed)
    done.safe += sum(row.id in fate.left and row.is_touched for row in rows)
    done.elsewhere += _elsewhere(file.path, [row for row in rows if row.id in fate.left and row.is_touched], known, now)
    if now.times is not None:
        done.cut.note(file.path, now.times)


def _elsewhere(path: str, left: Sequence[PageRow], known: Mapping[int, bytes], now: _Now) -> list[Message]:
    """Return where the pictures of images are that are no longer in their place; without those that are nowhere."""
    places = {content: page for page, content in reversed(list(now.contents.items())) if content != UNKNOWN}
    return [
        Message(
            "{old} → {new}",
            old=f"{path}#{row.part}",
            new=f"{path}#{replace(row.part, page=places[known[row.id]])}",
        )
        for row in left
        if known.get(row.id) in places
    ]


def _add(project: Project, file: int, now: _Now) -> int:
    if now.times is not None:
        size = next(iter((now.wanted or {}).values()), (0, 0))
        return add_frames_of(project, file, now.times, size)
    pages = {page: size for page, size in (now.wanted or {}).items() if isinstance(page, int)}
    return add_pages_of(project, file, pages)


@dataclass(frozen=True)
class _Fates:
    """Ids of images of a file that was replaced, and how many show the picture that they are known for.

    `away` are those that were no longer in the file before, or were deleted, and whose picture is not there.
    """

    same: int
    changed: list[int]
    left: list[int]
    back: list[int]
    away: list[int]


def _fates(rows: Sequence[PageRow], known: Mapping[int, bytes], now: _Now) -> _Fates:
    """Return what becomes of each image; what is back takes its place from another picture."""
    same = {row.id for row in rows if _is_same(row, known.get(row.id, UNKNOWN), now)}
    there = [row for row in rows if not row.is_deleted]
    back = {str(row.part): row.id for row in there if row.is_left and row.id in same}
    taken = set(back) | {str(row.part) for row in there if not row.is_left and row.id in same}
    changed, left = [], []
    for row in there:
        if row.is_left or row.id in same:
            continue
        free = str(row.part) not in taken
        if free and not row.is_touched and row.part.box is None and row.page in now.contents:
            changed.append(row.id)
        else:
            left.append(row.id)
    returned = set(back.values())
    away = [
        row.id for row in rows if (row.is_left and row.id not in returned) or (row.is_deleted and row.id not in same)
    ]
    return _Fates(sum(row.id in same for row in there), changed, left, list(back.values()), away)


def _is_same(row: PageRow, known: bytes, now: _Now) -> bool:
    """Whether an image shows the same picture, or its file is the very same again."""
    if row.content is not None and row.content == part_id(now.content, str(row.part)):
        return True
    return known != UNKNOWN and known == now.contents.get(row.page)


def is_changed(file: KnownImage, folder: Folder) -> bool:
    """Whether a file has another size or time than the project knows."""
    try:
        info = folder.file(file.path).stat()
    except (OSError, ImageError):
        return False
    return (info.st_size, info.st_mtime_ns) != (file.size, file.mtime_ns)
