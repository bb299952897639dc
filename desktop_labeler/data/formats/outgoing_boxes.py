"""The boxes of a project for an export: the classes to write back into a source, or all boxes by their images."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.formats.boxes.new_boxes import BoxedImage, LabelledBox
from desktop_labeler.data.formats.records import Written
from desktop_labeler.data.images.annotation_rows import AnnotationFile, annotations_of
from desktop_labeler.data.images.image_files import DELETED
from desktop_labeler.data.images.image_parts import read_part
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner
from desktop_labeler.data.project.project_file import ImageRow, Project, State
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

_DECIDED = frozenset([State.LABELLED, State.CONFIRMED])
_PAGE = Message("it is on a page of its file, which this format cannot say")
_STEP = 2048


@dataclass(frozen=True)
class WrittenBack:
    """The classes of the boxes of one source.

    Attributes:
        labels: the class of each place where the project has another one than the source.
        decided: how many boxes have a class in the project.
        open: how many have none there, so that they keep what the source says.
    """

    labels: dict[str, str]
    decided: int
    open: int


def labels_for(project: Project, source: AnnotationFile) -> WrittenBack:
    """Return what the project says of the boxes that came from a source."""
    names = {known.id: known.name for known in project.classes(deleted=True)}
    said = annotations_of(project, source.id)
    states: dict[int, str] = {}
    for start in range(0, len(said), _STEP):
        rows = project.images([each.image for each in said[start : start + _STEP]])
        states |= {row.id: names[row.class_id] for row in rows if row.class_id is not None and row.state in _DECIDED}
    labels = {
        each.place: states[each.image]
        for each in said
        if each.image in states and states[each.image] != " ".join((each.label or "").split())
    }
    return WrittenBack(labels, len(states), len(said) - len(states))


def count_boxes(project: Project) -> int:
    """Return how many images of the project are boxes."""
    return project.number("SELECT count(*) FROM image WHERE part LIKE '%xywh=%' AND problem IS NOT ?", (DELETED,))


def boxed_images(project: Project, left_out: list[Written]) -> Iterator[BoxedImage]:
    """Yield the files that hold boxes, with all of them and the classes that they have.

    Args:
        project: open for reading.
        left_out: filled with the boxes that are on a page, and those of files whose size is not known or whose path
            leads out of the project's folders.
    """
    names = {known.id: known.name for known in project.classes(deleted=True)}
    rows = project.rows(
        "SELECT holder, part, path, CASE WHEN state IN (?, ?) THEN class_id END FROM image "
        "WHERE part LIKE '%xywh=%' AND problem IS NOT ? ORDER BY holder, id",
        (*(int(state) for state in sorted(_DECIDED)), DELETED),
    )
    for holder, parts in groupby(rows, key=lambda row: int(row[0])):
        (file,) = project.images([holder])
        boxes = list(_boxes(parts, names, left_out))
        size = _size(project, file)
        if isinstance(size, Message):
            left_out += [Written(f"{file.path}#xywh={box.x},{box.y},{box.width},{box.height}", size) for box in boxes]
        elif boxes:
            yield BoxedImage(file.path, size, boxes)


def _boxes(
    parts: Iterator[tuple[object, ...]], names: dict[int, str], left_out: list[Written]
) -> Iterator[LabelledBox]:
    for _, text, path, number in parts:
        part = read_part(str(text))
        if part.box is None or part.page is not None:
            left_out.append(Written(str(path), _PAGE))
        else:
            label = names[number] if isinstance(number, int) else None
            yield LabelledBox(part.box.x, part.box.y, part.box.width, part.box.height, label)


def _size(project: Project, file: ImageRow) -> tuple[int, int] | Message:
    """Return the size of a file's upright image, or why its boxes cannot be written."""
    if not is_inner(file.path):  # a project that something else made writes nowhere else
        return UNSAFE
    if file.width is not None and file.height is not None:
        return file.width, file.height
    try:
        about = probe(project.file_of(file, project.folders()))
    except ImageError as error:
        return error.message
    return about.width, about.height
