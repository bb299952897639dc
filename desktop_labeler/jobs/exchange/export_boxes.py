"""Exports boxes: the classes written back into copies of the files that they came from, or all boxes anew."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import hash_files, read_boxes, source_files
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import NEW_KINDS
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt, NewBox, Reshaped
from desktop_labeler.data.formats.boxes.writing.stills import FOLDERS
from desktop_labeler.data.formats.boxes.writing.write_back import write_back
from desktop_labeler.data.formats.manifest import place_beside
from desktop_labeler.data.formats.outgoing import outgoing_images
from desktop_labeler.data.formats.outgoing_boxes import (
    DrawnBox,
    KnownBox,
    WrittenBack,
    count_boxes,
    count_unlabelled,
    drawn_boxes,
    labels_for,
    paths_from,
    size_of_page,
)
from desktop_labeler.data.formats.records import Outgoing, Written
from desktop_labeler.data.images.boxes.annotation_rows import AnnotationFile, annotation_files
from desktop_labeler.data.images.boxes.box_orientation import whole_box
from desktop_labeler.data.images.parts.image_parts import Part
from desktop_labeler.data.images.parts.part_rows import has_paged_boxes, has_parts
from desktop_labeler.data.project.left_overs import remove_left_overs
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.boxes_anew import write_anew
from desktop_labeler.jobs.exchange.fresh_boxes import fresh_boxes
from desktop_labeler.jobs.exchange.fresh_images import fresh_images
from desktop_labeler.jobs.exchange.list_export import Listing, unnamed_file
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

Inside = Callable[[Outgoing], bool]  # whether a box is in the export
_NEW_FILES: dict[BoxKind, str] = {"coco": ".json", "csv": ".csv"}
_STEP = 200  # files between two reports

BOX_FORMATS: dict[str, tuple[BoxKind, Message]] = {
    "coco": ("coco", Message("Boxes: COCO (JSON)")),
    "voc": ("voc", Message("Boxes: Pascal VOC (XML)")),
    "yolo-detect": ("yolo", Message("Boxes: YOLO (text)")),
    "csv-boxes": ("csv", Message("Boxes: table (CSV)")),
    "labelstudio-boxes": ("labelstudio", Message("Boxes: Label Studio, back into its file")),
    "labelme-boxes": ("labelme", Message("Boxes: labelme, back into its files")),
}
"""The format and the title of each name on the command line."""


@dataclass(frozen=True)
class BoxExportResult:
    """What an export of boxes wrote.

    Attributes:
        written: the number of boxes with a class.
        boxes: the number of all boxes that were written; a table has those without a class, too.
        changed: how many of them have another class than in the files they came from; 0 where all are written anew.
        moved: how many boxes are elsewhere than in these files.
        deleted: how many boxes of these files were deleted.
        added: how many boxes were drawn here.
        out: the file or folder.
        sources: the files and folders whose copies were written; empty where all boxes are written anew.
        left_out: path and reason of each box or image that was not exported.
        notes: further messages for the person.
        manifest: the file beside it with the SHA-256 of every box, its label and how it came to be.
    """

    written: int
    changed: int
    out: Path
    sources: tuple[Path, ...]
    left_out: tuple[Written, ...]
    notes: tuple[Message, ...]
    manifest: Path
    moved: int = 0
    deleted: int = 0
    added: int = 0
    boxes: int = 0


def export_boxes(
    project_path: Path,
    out: Path,
    *,
    format: str,  # noqa: A002 - the word of the command line
    anew: bool = False,
    stills: bool = False,
) -> Job[BoxExportResult]:
    """Write boxes with the classes that they have in the project, completely or not at all.

    If boxes of the project came from files of this format, these are copied, and only what the project has changed
    differs: classes, boxes that were moved, resized, deleted or drawn beside others. Excluded boxes and those without a
    class keep what the file says. Otherwise, and if asked for,
    all boxes with a class are written anew. The files that boxes came from are only read.

    Args:
        project_path: the project file.
        out: the file or folder to write; it must not exist, nor be inside a folder of the project's images.
        format: a name in BOX_FORMATS.
        anew: write all boxes anew, also where they came from files of this format.
        stills: where a format written anew names only files, save the pages and frames that hold boxes as images.

    Raises:
        FormatError: `out` cannot be used, the project has no boxes, or a file that they came from was changed or is
            gone; nothing is left there.
        ProjectError: the project cannot be read.
        ValueError: the format is unknown.
    """
    if format not in BOX_FORMATS:
        raise ValueError(f"format {format!r} is none of {', '.join(BOX_FORMATS)}")
    kind, out = BOX_FORMATS[format][0], Path(out).absolute()
    remove_left_overs(out.parent)  # the manifest of an export that was killed between its two files
    with Project(project_path, "read") as project:
        check_place_of(project, out)
        if not count_boxes(project):
            raise FormatError(
                "The project has no boxes. Nothing was written. Import boxes first, or choose another format."
            )
        sources = [] if anew else [each for each in annotation_files(project) if each.format == kind]
        beside = place_beside(out)
        check_place_of(project, beside)
        with ExitStack() as stack:
            listed = stack.enter_context(complete_or_gone(beside))
            part = stack.enter_context(complete_or_gone(out))
            listing = Listing(project, format, out, part, listed, stack.enter_context(unnamed_file(out.parent)))
            if sources:
                result, inside = yield from _back(project, part, out, kind, sources)
            else:
                result, inside = yield from _anew(project, part, out, kind, stills=stills)
            for done, image in enumerate(outgoing_images(project, with_names=False)):
                if inside(image):
                    listing.add_entry(image)
                if done % _STEP == 0:
                    yield Progress("writing", done)
            listing.end()
    return result


def suffix_of(project: Project, format: str, *, anew: bool) -> str:  # noqa: A002 - the word of the command line
    """Return the ending of what an export in one of BOX_FORMATS writes; "" for a folder."""
    kind = BOX_FORMATS[format][0]
    sources = [] if anew else [each.path for each in annotation_files(project) if each.format == kind]
    if not sources:
        return _NEW_FILES.get(kind, "")
    is_file = len(sources) == 1 and source_files(sources[0], kind) == [(sources[0], sources[0].name)]
    return sources[0].suffix if is_file else ""


def can_save_stills(project: Project, format: str, *, anew: bool) -> bool:  # noqa: A002 - the word of the command line
    """Whether an export in one of BOX_FORMATS can save pages and frames as images, and there are boxes on some."""
    kind = BOX_FORMATS[format][0]
    if kind not in FOLDERS or not has_paged_boxes(project):
        return False
    return anew or all(each.format != kind for each in annotation_files(project))


def box_formats(project: Project) -> list[str]:
    """Return the names in BOX_FORMATS in which boxes of a project can be exported; none without any part of a file."""
    if not has_parts(project):
        return []
    there = {each.format for each in annotation_files(project)}
    return [name for name, (kind, _) in BOX_FORMATS.items() if kind in NEW_KINDS or kind in there]


def _back(
    project: Project, part: Path, out: Path, kind: BoxKind, sources: Sequence[AnnotationFile]
) -> Job[tuple[BoxExportResult, Inside]]:
    """Write copies of the sources; several of them into a folder."""
    said: list[WrittenBack] = []
    shapes: list[Reshaped] = []
    drawn, stays, new = drawn_boxes(project), 0, 0
    written = {box.path for box in drawn}
    if len(sources) > 1:
        part.mkdir()
    for source, name in zip(sources, _names(sources), strict=True):
        yield from _check(source, kind)
        said.append(labels_for(project, source))
        reshaped, drawn, kept = _reshaped(project, source, kind, said[-1], drawn)
        shapes.append(reshaped)
        stays += kept
        files, drawn = fresh_boxes(project, source, kind, said[-1], drawn)
        images, drawn = yield from fresh_images(project, source, kind, said[-1], drawn)
        fresh = [*files, *images]
        new += sum(len(each.boxes) for each in fresh)
        target = part / name if name else part
        with closing(write_back(source.path, kind, target, said[-1].labels, reshaped, fresh)) as steps:
            for done, _ in enumerate(steps):
                if done % _STEP == 0:
                    yield Progress("writing", done)
    added, unlabelled = new + sum(len(each.added) for each in shapes), count_unlabelled(project)
    elsewhere = count_boxes(project) - sum(each.decided + each.open for each in said) - added - unlabelled
    result = BoxExportResult(
        sum(each.decided for each in said) + added,
        sum(len(each.labels) for each in said),
        out,
        tuple(source.path for source in sources),
        (),
        tuple(_notes(sum(each.open for each in said), elsewhere, unlabelled, stays)),
        place_beside(out),
        sum(len(each.moved) for each in shapes),
        sum(len(each.deleted) for each in shapes),
        added,
        sum(each.decided + each.open for each in said) + added,
    )
    written -= {box.path for box in drawn}  # those that have no place in any source
    written |= {path for source in sources for path in paths_from(project, source)}
    return result, lambda image: image.path in written


def _reshaped(
    project: Project, source: AnnotationFile, kind: BoxKind, said: WrittenBack, drawn: Sequence[DrawnBox]
) -> tuple[Reshaped, list[DrawnBox], int]:
    """Return what changes in a source, the drawn boxes that have no place in it, and how many moved ones stay there.

    A source whose boxes are meant for the photograph as it is stored, not for the upright one, gets neither.
    """
    found = Reshaped(deleted=set(said.deleted))
    if not (said.moved or drawn):
        return found, list(drawn), 0
    wanted = {box.place for box in (*said.moved, *said.beside.values())}
    read = {box.place: box for box in read_boxes(source.path, kind) if box.place in wanted}
    for known in said.moved:
        at = _at(project, known, known.now, read)
        if at is not None:
            found.moved[known.place] = at
    rest: list[DrawnBox] = []
    for box in drawn:
        beside = said.beside.get((box.holder, box.part.page))
        at = _at(project, beside, box.part, read) if beside is not None else None
        if at is None or beside is None:
            rest.append(box)
        else:
            found.added.append(NewBox(beside.place, box.label, at))
    return found, rest, len(said.moved) - len(found.moved)


def _at(project: Project, known: KnownBox, now: Part, read: Mapping[str, BoxAnnotation]) -> BoxAt | None:
    """Return where a box is, for a source that has a known box in the same image; None where it cannot say that."""
    said = read.get(known.place)
    (file,) = project.images([known.holder])
    size = size_of_page(project, file, now.page)
    if said is None or isinstance(size, Message) or now.box is None or now.page != known.first.page:
        return None
    across, down = size if said.fractions else (1, 1)
    corners = (said.x * across, said.y * down, (said.x + said.width) * across, (said.y + said.height) * down)
    upright = whole_box(corners, size) == known.first.box
    return BoxAt(now.box, size, said.fractions) if upright else None


def _names(sources: Sequence[AnnotationFile]) -> list[str]:
    """Return the names of the copies in the folder of the export; of one source it is the export itself."""
    if len(sources) == 1:
        return [""]
    taken: set[str] = set()
    names: list[str] = []
    for source in sources:
        name, number = source.path.name, 2
        while name.casefold() in taken:
            name = f"{source.path.stem}-{number}{source.path.suffix}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _check(source: AnnotationFile, kind: BoxKind) -> Job[None]:
    """Raise FormatError if a source is not as it was when its boxes were imported: places in it would mean others."""
    if not source.path.exists():
        raise FormatError(
            "{source}, which boxes came from, is not there any more. Nothing was written. Put it back, or write all "
            "boxes anew.",
            source=source.path,
        )
    steps = hash_files(source_files(source.path, kind))
    while True:
        try:
            yield Progress("reading boxes", next(steps))
        except StopIteration as end:
            now = end.value
            break
    if now != source.sha256:
        raise FormatError(
            "{source} was changed after its boxes were imported. Nothing was written. Import it again, or write all "
            "boxes anew.",
            source=source.path,
        )


def _notes(undecided: int, elsewhere: int, unlabelled: int, stays: int) -> list[Message]:
    notes = []
    if unlabelled:
        notes.append(Message("{n:# box has|# boxes have} no class and {n:is|are} not in it.", n=unlabelled))
    if stays:
        notes.append(
            Message(
                "{n:# box that was moved stays|# boxes that were moved stay} where the file says: its boxes are meant "
                "for the photograph as it is stored, not upright. Write all boxes anew to have {n:it|them} right.",
                n=stays,
            )
        )
    if undecided:
        notes.append(
            Message(
                "{n:# box has|# boxes have} no class in the project, and {n:keeps|keep} what the file says.",
                n=undecided,
            )
        )
    if elsewhere > 0:
        notes.append(
            Message(
                "{n:# box comes from elsewhere, or is on an image that this format cannot name here, and is|# boxes "
                "come from elsewhere, or are on images that this format cannot name here, and are} not in it. Write "
                "all boxes anew, as COCO or a table, to have them together.",
                n=elsewhere,
            )
        )
    return notes


def _anew(
    project: Project, part: Path, out: Path, kind: BoxKind, *, stills: bool
) -> Job[tuple[BoxExportResult, Inside]]:
    """Write all boxes that have a class."""
    if kind not in NEW_KINDS:
        if any(each.format == kind for each in annotation_files(project)):
            raise FormatError(
                "Boxes are written in this format only into copies of the files that they came from, never anew. "
                "Nothing was written. Let them be written back there, or choose COCO, Pascal VOC, YOLO or a table."
            )
        raise FormatError(
            "No boxes of the project came from files of this format, into which they could be written back. Nothing "
            "was written. Choose COCO, Pascal VOC, YOLO or a table."
        )
    written = yield from write_anew(project, part, kind, stills=stills)
    result = BoxExportResult(
        written.labelled,
        0,
        out,
        (),
        written.left_out,
        written.notes,
        place_beside(out),
        boxes=len(written.boxes),
    )
    there = written.paths()
    return result, lambda image: written.holds(image, there)
