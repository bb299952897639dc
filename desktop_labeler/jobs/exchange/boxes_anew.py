"""Writes all boxes of a project anew, in a format that needs none of the files that they came from."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import BoxedImage, LabelledBox, write_new
from desktop_labeler.data.formats.boxes.writing.stills import FOLDERS, check_not_all_paged, left_note, write_stills
from desktop_labeler.data.formats.outgoing_boxes import DECIDED, boxed_images
from desktop_labeler.data.formats.records import Outgoing, Written
from desktop_labeler.data.images.files.image_files import DELETED
from desktop_labeler.data.images.parts.image_parts import split_path
from desktop_labeler.data.images.parts.part_rows import ids_at
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_STEP = 200  # files between two reports


@dataclass(frozen=True)
class NewBoxes:
    """What was written anew.

    Attributes:
        images: with their boxes.
        left_out: path and reason of each box or image that was not written.
        notes: further messages for the person.
        bare: whether boxes without a class are written too.
    """

    images: Sequence[BoxedImage]
    left_out: tuple[Written, ...]
    notes: tuple[Message, ...]
    bare: bool

    @property
    def boxes(self) -> list[LabelledBox]:
        """The boxes that are written."""
        return [box for image in self.images for box in image.boxes if self.bare or box.label is not None]

    @property
    def labelled(self) -> int:
        """How many of them have a class."""
        return sum(box.label is not None for box in self.boxes)

    def paths(self) -> set[str]:
        """Return the names of the images whose boxes are written."""
        return {image.name for image in self.images}

    def holds(self, image: Outgoing, paths: set[str]) -> bool:
        """Whether an image of the project is a box that was written; `paths` are those of `paths()`."""
        part = image.cut.part if image.cut is not None else None
        if part is None or part.box is None or image.problem == Message.read(DELETED):
            return False
        file = split_path(image.path)[0]
        name = f"{file}#{replace(part, box=None)}" if part.page is not None else file
        return name in paths and (self.bare or (image.label is not None and image.state in DECIDED))


def write_anew(project: Project, part: Path, kind: BoxKind, *, stills: bool) -> Job[NewBoxes]:
    """Write all boxes; in all formats but tables only those with a class.

    Args:
        project: open for reading.
        part: the file or folder to write; it does not exist yet.
        kind: one of NEW_KINDS.
        stills: save pages and frames as images in formats that name only files; else their boxes are left out.

    Raises:
        FormatError: all boxes would be left out, or a class cannot be written in this format.
        OSError: it cannot be written.
    """
    left_out: list[Written] = []
    images = []
    for done, image in enumerate(boxed_images(project, left_out)):
        images.append(image)
        if done % _STEP == 0:
            yield Progress("reading boxes", done)
    named, notes = yield from _named(project, part, kind, images, left_out, stills=stills)
    gone: set[str] = set()
    with closing(write_new(kind, part, named, [known.name for known in project.classes()])) as steps:
        for done, written in enumerate(steps):
            if written.problem is not None:
                left_out.append(written)
                gone.add(written.path)
            if done % _STEP == 0:
                yield Progress("writing", done, len(named))
    there, bare = [image for image in named if image.name not in gone], kind == "csv"
    open_ones = 0 if bare else sum(box.label is None for image in there for box in image.boxes)
    if open_ones:
        notes.append(Message("{n:# box has|# boxes have} no class and {n:is|are} not in it.", n=open_ones))
    return NewBoxes(there, tuple(left_out), tuple(notes), bare)


def _named(
    project: Project, part: Path, kind: BoxKind, images: list[BoxedImage], left_out: list[Written], *, stills: bool
) -> Job[tuple[list[BoxedImage], list[Message]]]:
    """Return the images that a format can name, with a note on the others; pages and frames are saved if asked for."""
    paged = [image for image in images if image.page is not None]
    if kind not in FOLDERS or not paged:
        return images, []
    if not stills:
        check_not_all_paged(images)
        return [image for image in images if image.page is None], [left_note(paged)]
    rows = project.images(list(ids_at(project, list({image.path for image in paged})).values()))
    folders = project.folders()
    files = {row.path: project.file_of(row, folders) for row in rows}
    failed: set[str] = set()
    for done, written in enumerate(write_stills(part / FOLDERS[kind], paged, files, display_range(project))):
        if written.problem is not None:
            left_out.append(written)
            failed.add(written.path)
        if done % _STEP == 0:
            yield Progress("writing", done, len(paged))
    saved = Message(
        "{n:# frame or page is|# frames and pages are} saved as {n:an image|images} in {folder}. The other images stay "
        "where they are.",
        n=sum(image.name not in failed for image in paged),
        folder=FOLDERS[kind],
    )
    return [image for image in images if image.name not in failed], [saved]
