"""A box as a source gives it, and the checks that every box of every format passes."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.json_text import is_text
from desktop_labeler.messages import Message, unfilled

_LARGEST = 1e9  # pixels; no image is so large
_NO_FRACTION = 2.0  # a fraction of the image above this one is in pixels

_NO_BOX = Message("its box is not four numbers")
_NO_AREA = Message("its box has no area")
_OUTSIDE = Message("its box lies outside of its image")
_PIXELS = Message("its box is in pixels where the others are fractions of the image")
_FRACTIONS = Message("its box is smaller than a pixel; its numbers may be fractions of the image")
NO_IMAGE = Message("it names no image")
_NO_TEXT = Message("its class is no text")

SWAPPED = unfilled("{n:# box has|# boxes have} {n:its|their} corners the wrong way round; they were exchanged.")
BEYOND = unfilled("{n:# box reaches|# boxes reach} beyond the edge of the image; what lies inside is used.")
ENCLOSED = unfilled(
    "{n:# outline that is no box was|# outlines that are no boxes were} replaced by the box around {n:it|them}."
)
NO_SCORE = unfilled("{n:# score is|# scores are} not between 0 and 1 and {n:is|are} not used.")
UNNAMED = unfilled("{n:# class has|# classes have} no name in the source; the number is used instead.")
MORE_CLASSES = unfilled(
    "{n:# box has|# boxes have} more than one class in the source; the first is used, and the others stay there when "
    "{n:its class is|their classes are} written back."
)
PARTS = unfilled("{n:# part of an object has|# parts of objects have} a box of {n:its|their} own, which is not used.")
NO_SHAPES = unfilled(
    "{n:# answer of Label Studio is about a whole image or another box and is|# answers of Label Studio are about "
    "whole images or other boxes and are} not used, such as choices and texts."
)
NOT_SUBMITTED = unfilled(
    "{n:# draft of Label Studio that was|# drafts of Label Studio that were} not submitted {n:is|are} not used."
)
NOT_PROPOSED = unfilled(
    "{n:# box that a model proposed is|# boxes that models proposed are} not used, since people annotated the same "
    "image."
)


@dataclass(frozen=True, slots=True)
class BoxAnnotation:
    """One box of a source.

    Attributes:
        image: the image as the source names it, with any slashes, possibly without an ending.
        x, y: the left upper corner, as the source counts it.
        width, height: above 0; xmax − xmin in the source's own convention, without any ±1.
        fractions: whether the four numbers are fractions of the image's width and height instead of pixels.
        label: the name of the class; None where the source has none.
        score: how sure a model was, 0 to 1; None for what a person drew.
        size: (width, height) of the image in pixels as the source says; None where it does not.
        place: where this annotation is: "train.json#annotations/17". Relative to the source; see `write_back`.
        also: further bare names of the image.
        suggested: whether the source says that a model proposed the box, not a person.
        page: the page or the moment of the frame that the source names beside the image; it means something only where
            the file has several. One that stands in the name, as in "a.tif#page=2", is part of `image`.
    """

    image: str
    x: float
    y: float
    width: float
    height: float
    fractions: bool
    label: str | None
    score: float | None
    size: tuple[int, int] | None
    place: str
    also: tuple[str, ...] = ()
    suggested: bool = False
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class ImageRef:
    """An image as a source speaks of it: its name, further bare names, its size in pixels and its page if given."""

    name: str
    also: tuple[str, ...] = ()
    size: tuple[int, int] | None = None
    page: Page | None = None


@dataclass
class Checks:
    """Checks the boxes of a source one by one, and remembers what was wrong with them.

    Attributes:
        left_out: place and reason of every annotation, or whole file, that is not used.
        empty: the names of the images that the source has no usable box for.
        classes: the names of the classes that the source declares, in its order.
        twins: the place of a box that another annotation of the source already gives, to the place of that one.
        counts: how often a box was mended, by the template of the note.
        sections: the lists of files that have several, as "train.json#images", in the order of the file.
        read_as: sentences about texts whose encoding was guessed.
    """

    left_out: list[tuple[str, Message]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    twins: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    sections: list[str] = field(default_factory=list)
    read_as: list[Message] = field(default_factory=list)
    _seen: dict[int, tuple[str, str | None]] = field(default_factory=dict)
    _unnamed: set[str] = field(default_factory=set)

    @property
    def notes(self) -> list[Message]:
        """What a person should know about the boxes that are used."""
        return [*self.read_as, *(Message.filling(template, {"n": n}) for template, n in self.counts.items())]

    def leave_out(self, place: str, reason: Message) -> None:
        """Note that an annotation or a file is not used."""
        self.left_out.append((place, reason))

    def unnamed(self, number: object) -> str:
        """Return the number of a class that has no name, as its name."""
        if str(number) not in self._unnamed:
            self._unnamed.add(str(number))
            self.counts[UNNAMED] += 1
        return str(number)

    def box(
        self,
        place: str,
        image: ImageRef,
        numbers: Sequence[object],
        label: object,
        *,
        fractions: bool = False,
        score: object = None,
        suggested: bool = False,
    ) -> BoxAnnotation | None:
        """Return a box that can be used; None, and a reason in `left_out`, for any other.

        Args:
            place: where it is in the source.
            image: its image.
            numbers: x, y, width, height as the source has them: numbers, or text that stands for them.
            label: the name of the class, None without one.
            fractions: whether the numbers are fractions of the image.
            score: how sure a model was.
            suggested: whether a model proposed it.
        """
        sides = self._sides(numbers)
        reason = _why_not(image, sides, label, fractions)
        if reason is not None or sides is None:
            self.leave_out(place, reason or _NO_BOX)
            return None
        x, y, width, height = sides
        name = str(label).strip() if label is not None else ""
        found = BoxAnnotation(
            image=image.name,
            x=x,
            y=y,
            width=width,
            height=height,
            fractions=fractions,
            label=name or None,
            score=self._score(score),
            size=image.size,
            place=place,
            also=image.also,
            suggested=suggested or score not in (None, ""),  # a score that is none is a model's as well
            page=image.page,
        )
        return None if self._is_twin(found) else found

    def _sides(self, numbers: Sequence[object]) -> tuple[float, float, float, float] | None:
        parsed = [number(value) for value in numbers]
        if len(parsed) != 4 or None in parsed:
            return None
        x, y, width, height = (value for value in parsed if value is not None)
        if width < 0 or height < 0:
            self.counts[SWAPPED] += 1
        return min(x, x + width), min(y, y + height), abs(width), abs(height)

    def _score(self, score: object) -> float | None:
        if score is None or score == "":
            return None
        found = number(score)
        if found is None or not 0 <= found <= 1:
            self.counts[NO_SCORE] += 1
            return None
        return found

    def _is_twin(self, found: BoxAnnotation) -> bool:
        """Whether the same box was there before; count a box that reaches beyond its image only if it was not."""
        key = hash((found.image, found.page, found.x, found.y, found.width, found.height))
        place, label = self._seen.setdefault(key, (found.place, found.label))
        if place != found.place:
            self.twins[found.place] = place
            same = label == found.label
            self.leave_out(
                found.place,
                Message("the same box was there before")
                if same
                else Message("the same box was there before, as {label}", label=label or "—"),
            )
            return True
        if _reaches_beyond(found):
            self.counts[BEYOND] += 1
        return False


def number(value: object) -> float | None:
    """Return a finite number of a usual size, also where it is written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) <= _LARGEST else None  # NaN is not


def page_said(page: object, time: object) -> Page | None:
    """Return the page that a number names, else the moment of a frame in seconds; None where neither is one."""
    at, seconds = number(page), number(time)
    if at is not None and at >= 1 and at.is_integer():
        return int(at)
    return Moment(round(seconds * 1000)) if seconds is not None and seconds >= 0 else None


def size_of(width: object, height: object) -> tuple[int, int] | None:
    """Return the size of an image, or None unless both sides are above 0."""
    across, down = number(width), number(height)
    return (int(across), int(down)) if across is not None and down is not None and min(across, down) >= 1 else None


def enclosing(points: Sequence[object]) -> list[float] | None:
    """Return x, y, width, height of the upright box around points, as one list of x and y in turn; None without."""
    parsed = [number(value) for value in points]
    found = [value for value in parsed if value is not None]
    if len(found) < 4 or len(found) % 2 or len(found) != len(parsed):
        return None
    left, top = min(found[::2]), min(found[1::2])
    return [left, top, max(found[::2]) - left, max(found[1::2]) - top]


def _reaches_beyond(box: BoxAnnotation) -> bool:
    across, down = (1.0, 1.0) if box.fractions else box.size or (math.inf, math.inf)
    slack = 1e-6 if box.fractions else 1.0  # rounding; and VOC counts from 1
    return max(box.x + box.width - across, box.y + box.height - down, -box.x, -box.y) > slack


def _why_not(
    image: ImageRef, sides: tuple[float, float, float, float] | None, label: object, fractions: bool
) -> Message | None:
    if not image.name.strip() or not is_text(image.name):
        return NO_IMAGE
    if label is not None and not (isinstance(label, str | int) and is_text(str(label))):
        return _NO_TEXT
    return _NO_BOX if sides is None else _wrong_size(sides, image.size, fractions)


def _wrong_size(
    sides: tuple[float, float, float, float], size: tuple[int, int] | None, fractions: bool
) -> Message | None:
    x, y, width, height = sides
    if not width or not height:
        return _NO_AREA
    if fractions and max(abs(x), abs(y), width, height) > _NO_FRACTION:
        return _PIXELS
    if not fractions and width < 1 and height < 1:
        return _FRACTIONS
    across, down = (1.0, 1.0) if fractions else size or (math.inf, math.inf)
    if x >= across or y >= down or x + width <= 0 or y + height <= 0:
        return _OUTSIDE
    return None
