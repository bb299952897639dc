"""Tables of boxes: a row per box, with left upper corner and size, or with two corners, in pixels or fractions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation, Checks, ImageRef, number, page_said, size_of
from desktop_labeler.data.formats.tables.column_names import SYNONYMS, plain
from desktop_labeler.data.formats.tables.table import Table, open_table, rows
from desktop_labeler.data.formats.tables.text_encoding import encoding_notes
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_EDGE = 1.01  # a fraction of the image may be above 1 by rounding
_IMAGE_SIZES = {
    "image_width": ("image_width", "img_width", "imgw", "image_w", "img_w", "imagewidth", "size_w"),
    "image_height": ("image_height", "img_height", "imgh", "image_h", "img_h", "imageheight", "size_h"),
}
_CORNERS = {
    "left": ("xmin", "x_min", "left", "x1", "bbox_xmin", "bbox_left", "minx", "box_left", "x_left", "bbox_x1"),
    "top": ("ymin", "y_min", "top", "y1", "bbox_ymin", "bbox_top", "miny", "box_top", "y_top", "bbox_y1"),
    "right": ("xmax", "x_max", "right", "x2", "bbox_xmax", "bbox_right", "maxx", "box_right", "x_right", "bbox_x2"),
    "bottom": ("ymax", "y_max", "bottom", "y2", "bbox_ymax", "bbox_bottom", "maxy", "box_bottom", "bbox_y2"),
}
_SIZES = {
    "left": ("x", "bbox_x", "box_x", *_CORNERS["left"]),
    "top": ("y", "bbox_y", "box_y", *_CORNERS["top"]),
    "across": ("w", "bbox_w", "box_w", "bbox_width", "box_width", "width"),
    "down": ("h", "bbox_h", "box_h", "bbox_height", "box_height", "height"),
}
LEFT_NAMES = frozenset(map(plain, _SIZES["left"]))  # of the column of the left side, without which there is no box
_LABELS = (*SYNONYMS["label"], "name", "bbox_label", "box_label", "class_id", "classid")
_PAGES = (("page", "page_number"), ("time", "video_time", "time_s", "seconds"))
_PATHS = SYNONYMS["rel_path"]


@dataclass(frozen=True)
class BoxColumns:
    """The places of a table's columns.

    Attributes:
        path, label, score: of the image, of the class, of the score; −1 without one.
        numbers: of left, top, and right and bottom or width and height.
        corners: whether `numbers` are two corners.
        size: of the image's width and height; −1 without them.
        page: of the page, and of the seconds of a frame from the beginning of its video; −1 without them.
    """

    path: int
    label: int
    score: int
    numbers: tuple[int, int, int, int]
    corners: bool
    size: tuple[int, int]
    page: tuple[int, int] = (-1, -1)


def find_box_columns(table: Table) -> BoxColumns:
    """Return which columns hold the image, the box and the class.

    Raises:
        FormatError: there are no columns for the image or the box.
    """
    at = {plain(name): place for place, name in reversed(list(enumerate(table.columns)))}

    def place_of(names: Sequence[str]) -> int:
        return next((at[plain(name)] for name in names if plain(name) in at), -1)

    path = place_of(_PATHS)
    corners = {side: place_of(names) for side, names in _CORNERS.items()}
    sized = {side: place_of(names) for side, names in _SIZES.items()}
    with_corners = -1 not in corners.values()
    if not table.named or path < 0 or not (with_corners or -1 not in sized.values()):
        raise FormatError(
            "{file} needs columns with the names path, x, y, width and height, or path, xmin, ymin, xmax and ymax. "
            "Nothing was changed. Its columns are: {columns}. Rename them and do it again.",
            file=table.file.name,
            columns=[name[:60] for name in table.columns if name],
        )
    sides = corners if with_corners else sized
    names = {side: (*found, side.removeprefix("image_")) for side, found in _IMAGE_SIZES.items()}
    size = [place_of(names[side] if with_corners else found) for side, found in _IMAGE_SIZES.items()]
    left, top, third, fourth = sides.values()
    return BoxColumns(
        path,
        place_of(_LABELS),
        place_of(SYNONYMS["probability"]),
        (left, top, third, fourth),
        with_corners,
        (size[0], size[1]),
        (place_of(_PAGES[0]), place_of(_PAGES[1])),
    )


def read_box_table(file: Path, name: str, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the boxes of a table, read twice: whether it is in pixels or fractions is said by most of its rows.

    A row with an image and without a box is an image without boxes.

    Args:
        file: a text table, workbook or Parquet file.
        name: how places call it.
        checks: collects what is left out.

    Raises:
        FormatError: it is no table, or its columns are not those of boxes.
    """
    table = open_table(file)
    columns = find_box_columns(table)
    if not table.encoding.unlikely:
        checks.read_as += encoding_notes(table.encoding)
    fractions = _are_fractions(table, columns)
    bare = _BareRows()
    damaged: list[tuple[str, Message]] = []
    for line, cells in rows(table, damaged):
        place = f"{name}#line/{line}"
        said = [_cell(cells, side) for side in columns.numbers]
        image = _image(cells, columns)
        label = _cell(cells, columns.label)
        if image.name and not any(said):
            bare.add(image, place, label, checks)
            continue
        if label and label not in checks.classes:
            checks.classes.append(label)
        if fractions != _is_fraction(said) and _is_clear(said, columns):
            checks.leave_out(place, _MIXED[fractions])
            continue
        numbers = _sides(said, columns.corners)
        score = _cell(cells, columns.score)
        found = checks.box(place, image, numbers, label or None, fractions=fractions, score=_dotted(score))
        if found is not None:
            bare.boxed.add((found.image, found.page))
            yield found
    for place, reason in damaged:
        checks.leave_out(f"{name}#{place.rpartition('#')[2]}", reason)
    bare.tell(checks)


class _BareRows:
    """The rows with an image and without a box: an image has none, unless another row says otherwise."""

    def __init__(self) -> None:
        self.boxed: set[tuple[str, Page | None]] = set()  # the images with a box that is used
        self._places: dict[tuple[str, Page | None], list[str]] = {}

    def add(self, image: ImageRef, place: str, label: str, checks: Checks) -> None:
        """Note a row; a class of a whole image is no class of a box."""
        if label:
            checks.leave_out(place, _NO_BOX)
        self._places.setdefault((image.name, image.page), []).extend([] if label else [place])

    def tell(self, checks: Checks) -> None:
        """Note the images without a box, and what says so of an image that has one, or says it again."""
        for image, places in self._places.items():
            alone = image not in self.boxed
            checks.empty += [image[0]] if alone else []
            for place in places[alone:]:
                checks.leave_out(place, _EMPTY_TOO)


_NO_BOX = Message("it has a class and no box; classes of whole images are imported as labels, not as boxes")
_EMPTY_TOO = Message("it has no box, and its image stands in another row as well")
_MIXED: Mapping[bool, Message] = {
    True: Message("its box is in pixels where most others are fractions of the image"),
    False: Message("its box is in fractions where most others are in pixels"),
}


def _image(cells: Sequence[str], columns: BoxColumns) -> ImageRef:
    width, height = (_dotted(_cell(cells, place)) for place in columns.size)
    page = page_said(*(_dotted(_cell(cells, place)) for place in columns.page))
    return ImageRef(_cell(cells, columns.path), size=size_of(width, height), page=page)


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _dotted(text: str) -> str:
    """Return a number with a decimal point, where it has a comma."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


def _sides(said: Sequence[str], corners: bool) -> list[float | None]:
    found = [number(_dotted(text)) for text in said]
    if not corners or None in found:
        return found
    left, top, right, bottom = (value or 0.0 for value in found)
    return [left, top, right - left, bottom - top]


def _are_fractions(table: Table, columns: BoxColumns) -> bool:
    """Whether most rows that can only be one of both are in fractions."""
    balance = 0
    for _, cells in rows(table):
        said = [_cell(cells, side) for side in columns.numbers]
        if _is_clear(said, columns):
            balance += 1 if _is_fraction(said) else -1
    return balance > 0


def _is_fraction(said: Sequence[str]) -> bool:
    found = [number(_dotted(text)) for text in said]
    return all(value is not None and abs(value) <= _EDGE for value in found)


def _is_clear(said: Sequence[str], columns: BoxColumns) -> bool:
    """Whether a box is surely in fractions or surely in pixels: 0, 0, 1, 1 may be either."""
    found = [number(_dotted(text)) for text in said]
    if None in found:
        return False
    values = [value for value in found if value is not None]
    whole = all(value.is_integer() for value in values)
    return not (whole and _is_fraction(said)) and len(values) == len(columns.numbers)
