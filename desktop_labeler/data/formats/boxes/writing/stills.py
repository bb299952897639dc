"""Pages of files and frames of videos with boxes, for formats that name only files: saved as images, or counted."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import BoxedImage
from desktop_labeler.data.formats.records import Written
from desktop_labeler.data.images.parts.image_parts import Cut, Part
from desktop_labeler.errors import FormatError, ImageError
from desktop_labeler.messages import Message

FOLDERS: Mapping[BoxKind, str] = {"voc": "JPEGImages", "yolo": "images"}
"""The formats that name only files, and the folder in which data sets of each have their images."""


def write_stills(
    folder: Path, images: Sequence[BoxedImage], files: Mapping[str, Path], display: DisplayRange
) -> Iterator[Written]:
    """Save pages and frames as PNG, without loss and upright, as they are shown.

    Args:
        folder: where they go; the folders of their files are made below it.
        images: the pages and frames.
        files: the file of each path.
        display: how numbers of more than 8 bits are shown.

    Yields:
        What was done with each, by its name.

    Raises:
        OSError: the folder cannot be written.
    """
    for image in images:
        try:
            pixels = Cut(Part(image.page), 0.0, display).pixels(files[image.path])
        except ImageError as error:
            yield Written(image.name, error.message)
            continue
        target = folder / image.file
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as opened:
            Image.fromarray(pixels).save(opened, "PNG")
        yield Written(image.name, target=target)


def check_not_all_paged(images: Sequence[BoxedImage]) -> None:
    """Raise FormatError if all boxes are on pages and frames, so that nothing would be in a format of files."""
    count = sum(len(image.boxes) for image in images)
    if images and all(image.page is not None for image in images):
        raise FormatError(
            "{n:The only box is on a frame of a video or a page of a file, which this format cannot name.|All # boxes "
            "are on frames of videos or pages of files, which this format cannot name.} Nothing was written. Save "
            "these frames and pages as images as well (stills), or choose COCO or a table, which can name them.",
            n=count,
        )


def left_note(images: Sequence[BoxedImage]) -> Message:
    """Return a sentence about the boxes on pages and frames, at least one, that are not in an export."""
    return Message(
        "{n:# box is on a frame of a video or a page of a file, which this format cannot name: it stays|# boxes are on "
        "frames of videos or pages of files, which this format cannot name: they stay} in the project only. Save these "
        "frames and pages as images as well (stills), or choose COCO or a table, which can name them.",
        n=sum(len(image.boxes) for image in images),
    )
