"""The boxes of a project for an export: the classes to write back into a source, or all boxes by their images."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop_labeler.data.decisions.box_edits import first_parts
from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.data.formats.boxes.writing.new_boxes import BoxedImage, LabelledBox
from desktop_labeler.data.formats.records import Written
from desktop_labeler.data.images.boxes.annotation_rows import Annotated, AnnotationFile, annotations_of
from desktop_labeler.data.images.files.image_files import DELETED, LEFT, REPLACED
from desktop_labeler.data.images.parts.image_parts import Part, read_part
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner
from desktop_labeler.data.project.project_file import ImageRow, Project, State
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

DECIDED = frozenset([State.LABELLED, State.CONFIRMED])
"""The states in which a box has a class."""

_THERE = f"coalesce(problem, '') NOT IN {LEFT}"  # of boxes that are in their file
_STEP = 2048


@dataclass(frozen=True)
class KnownBox:
    """A box that came from a source: its place there, its file, the part that it was then and the one that it is."""

    place: str
    holder: int
    first: Part
    now: Part


@dataclass(frozen=True)
class WrittenBack:
    """What the project says of the boxes of one source.

    Attributes:
        labels: the class of each place where the project has another one than the source.
        decided: how many boxes have a class in the project.
        open: how many have none there, so that they keep what the source says.
        moved: the boxes that are elsewhere by now.
        deleted: the places of boxes that were deleted.
        beside: a box of the source in each file of the project that has one, and on each page of it, also a deleted
            one; by the id of the file and the page.
    """

    labels: dict[str, str]
    decided: int
    open: int
    moved: tuple[KnownBox, ...]
    deleted: frozenset[str]
    beside: dict[tuple[int, Page | None], KnownBox]


def labels_for(project: Project, source: AnnotationFile) -> WrittenBack:
    """Return what the project says of the boxes that came from a source."""
    names = {known.id: known.name for known in project.classes(deleted=True)}
    first = first_parts(project)
    found = WrittenBack({}, 0, 0, (), frozenset(), {})
    said = annotations_of(project, source.id)
    for start in range(0, len(said), _STEP):
        some = said[start : start + _STEP]
        rows = {row.id: row for row in project.images([each.image for each in some])}
        found = _joined(found, [(each, rows[each.image]) for each in some if each.image in rows], names, first)
    return found


def _joined(
    found: WrittenBack, some: Sequence[tuple[Annotated, ImageRow]], names: dict[int, str], first: dict[int, str]
) -> WrittenBack:
    boxes = [
        KnownBox(each.place, row.holder or 0, read_part(first.get(row.id, row.part)), read_part(row.part))
        for each, row in some
        if row.part
    ]
    gone = frozenset(each.place for each, row in some if row.problem == DELETED)
    there = [(each, row) for each, row in some if each.place not in gone]
    states = {
        each.place: names[row.class_id] for each, row in there if row.class_id is not None and row.state in DECIDED
    }
    other = {
        each.place: states[each.place]
        for each, _ in there
        if each.place in states and states[each.place] != " ".join((each.label or "").split())
    }
    return WrittenBack(
        found.labels | other,
        found.decided + len(states),
        found.open + len(there) - len(states),
        (*found.moved, *(box for box in boxes if box.now != box.first and box.place not in gone)),
        found.deleted | gone,
        found.beside | {(box.holder, box.first.page): box for box in boxes},
    )


@dataclass(frozen=True)
class DrawnBox:
    """A box that was drawn here: its path, the id of its file, where it is, and its class."""

    path: str
    holder: int
    part: Part
    label: str


def drawn_boxes(project: Project) -> list[DrawnBox]:
    """Return the boxes that came from no source and have a class, in the order of their files."""
    names = {known.id: known.name for known in project.classes(deleted=True)}
    rows = project.rows(
        f"SELECT path, holder, part, class_id FROM image WHERE part LIKE '%xywh=%' AND {_THERE} AND state IN "
        "(?, ?) AND class_id IS NOT NULL AND id NOT IN (SELECT image_id FROM annotation) ORDER BY holder, id",
        tuple(int(state) for state in sorted(DECIDED)),
    )
    return [DrawnBox(path, int(holder), read_part(part), names[number]) for path, holder, part, number in rows]


def paths_from(project: Project, source: AnnotationFile) -> set[str]:
    """Return the paths of the boxes that came from a source and were not deleted."""
    rows = project.read(
        str,
        "SELECT path FROM image JOIN annotation ON image_id = image.id WHERE file_id = ? AND problem IS NOT ?",
        (source.id, DELETED),
    )
    return set(rows)


def count_boxes(project: Project) -> int:
    """Return how many images of the project are boxes."""
    return project.number("SELECT count(*) FROM image WHERE part LIKE '%xywh=%' AND problem IS NOT ?", (DELETED,))


def boxed_images(project: Project, left_out: list[Written]) -> Iterator[BoxedImage]:
    """Yield the files, and the pages and frames, that hold boxes, with all of them and the classes that they have.

    Args:
        project: open for reading.
        left_out: filled with the boxes of files whose size is not known or whose path leads out of the project's
            folders.
    """
    names = {known.id: known.name for known in project.classes(deleted=True)}
    rows = project.rows(
        "SELECT holder, part, CASE WHEN state IN (?, ?) THEN class_id END FROM image "
        f"WHERE part LIKE '%xywh=%' AND {_THERE} ORDER BY holder, id",
        tuple(int(state) for state in sorted(DECIDED)),
    )
    gone = project.read(
        str, "SELECT path FROM image WHERE part LIKE '%xywh=%' AND problem = ? AND class_id", (REPLACED,)
    )
    left_out += [Written(path, Message.read(REPLACED)) for path in gone]
    for holder, parts in groupby(rows, key=lambda row: int(row[0])):
        (file,) = project.images([holder])
        pages: dict[Page | None, list[tuple[Part, LabelledBox]]] = {}
        for _, text, number in parts:
            part, label = read_part(str(text)), names[number] if isinstance(number, int) else None
            if part.box is not None:
                box = LabelledBox(part.box.x, part.box.y, part.box.width, part.box.height, label)
                pages.setdefault(part.page, []).append((part, box))
        for page in sorted(pages, key=_in_order):
            size = size_of_page(project, file, page)
            if isinstance(size, Message):
                left_out += [Written(f"{file.path}#{part}", size) for part, _ in pages[page]]
            else:
                yield BoxedImage(file.path, size, [box for _, box in pages[page]], page)


def _in_order(page: Page | None) -> int:
    return 0 if page is None else page.milliseconds if isinstance(page, Moment) else page


def count_unlabelled(project: Project) -> int:
    """Return how many boxes that came from no source have no class."""
    return project.number(
        f"SELECT count(*) FROM image WHERE part LIKE '%xywh=%' AND {_THERE} AND (class_id IS NULL OR state NOT "
        "IN (?, ?)) AND id NOT IN (SELECT image_id FROM annotation)",
        tuple(int(state) for state in sorted(DECIDED)),
    )


def size_of_page(project: Project, file: ImageRow, page: Page | None) -> tuple[int, int] | Message:
    """Return the width and height of an upright page or frame, of all of the file for None, or why there is none."""
    if page is None or isinstance(page, Moment) or not is_inner(file.path):
        return size_of_file(project, file)
    known = project.rows("SELECT width, height FROM image WHERE path = ?", (f"{file.path}#{Part(page)}",))
    if known and None not in known[0]:
        return int(known[0][0]), int(known[0][1])
    try:
        about = probe(project.file_of(file, project.folders()), page=page)
    except ImageError as error:
        return error.message
    return about.width, about.height


def size_of_file(project: Project, file: ImageRow) -> tuple[int, int] | Message:
    """Return the width and height of a file's upright image, or why its boxes cannot be written."""
    if not is_inner(file.path):  # a project that something else made writes nowhere else
        return UNSAFE
    if file.width is not None and file.height is not None:
        return file.width, file.height
    try:
        about = probe(project.file_of(file, project.folders()))
    except ImageError as error:
        return error.message
    return about.width, about.height
