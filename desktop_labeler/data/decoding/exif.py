"""What the camera wrote into an image file (EXIF): when, where and with what it was taken."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, SupportsFloat

from PIL import Image, UnidentifiedImageError

from desktop_labeler.data.decoding.signatures import HEAD, kind_of
from desktop_labeler.data.metadata.columns import WantedColumn
from desktop_labeler.data.metadata.values import Value, date_of
from desktop_labeler.errors import refusal
from desktop_labeler.messages import Message

ORIGIN = "exif"
TIME, LATITUDE, LONGITUDE, ALTITUDE, CAMERA = (
    f"exif.{name}" for name in ("time", "latitude", "longitude", "altitude", "camera")
)
COLUMNS = (
    WantedColumn(TIME, "date", ORIGIN),
    WantedColumn(LATITUDE, "number", ORIGIN),
    WantedColumn(LONGITUDE, "number", ORIGIN),
    WantedColumn(ALTITUDE, "number", ORIGIN),
    WantedColumn(CAMERA, "text", ORIGIN),
)
_EXIF, _GPS = 0x8769, 0x8825  # the tags of the two directories inside
_TIMES = ((0x9003, 0x9011), (0x9004, 0x9012), (0x0132, 0x9010))  # taken, digitised, changed; each with its offset
_LONGEST = 200  # characters of a camera's name
_BIG = (b"II+\0", b"MM\0+")  # of TIFF beyond 4 GB, which Pillow reads only as an image
_WITHOUT = {"JXL", "DICOM", "NPY", "HEIF", "VIDEO"}  # kinds that Pillow does not open
_Tags = Mapping[int, Any]


@dataclass(frozen=True)
class Exif:
    """What the camera wrote: values by the names of COLUMNS, and what of it cannot be used, with the reason."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: tuple[Message, ...] = ()


def read_exif(path: Path) -> Exif:
    """Return what the camera wrote into a file; nothing where there is nothing. The file is only read.

    The time is UTC where the file names an offset, else the local time of the camera. Latitude and longitude are in
    degrees, north and east positive (EXIF 2.32, CIPA DC-008), the altitude is in metres above sea level. It is safe to
    call from several threads, and never raises for a file that is damaged.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            kind = kind_of(head, path.name)
            if kind is None or kind in _WITHOUT:
                return Exif()
            if kind == "RAW" or (kind == "TIFF" and not head.startswith(_BIG)):
                return _of_tags(file, head)
            file.seek(0)
            with Image.open(file, formats=(kind,)) as image:
                if kind == "PNG" and "exif" not in image.info:
                    return Exif()  # Pillow would decode the whole image to look behind its pixels
                tags = image.getexif()
                return _exif(dict(tags), dict(tags.get_ifd(_EXIF)), dict(tags.get_ifd(_GPS)))
    except UnidentifiedImageError:
        return Exif()  # no image to Pillow; the program reads more of them
    except OSError as error:
        return Exif(problems=(refusal(error) if error.errno else Message("damaged"),))
    except Exception:  # noqa: BLE001 decoders raise any kind of exception on damaged files
        return Exif(problems=(Message("damaged"),))


def _of_tags(file: IO[bytes], head: bytes) -> Exif:
    """Return what stands in a TIFF, or in the raw file of a camera that is built like one.

    Pillow opens neither such raw files nor many a TIFF of a microscope; only the tags of the first page are read.
    """
    if not head.startswith((b"II*", b"MM\0*")):
        return Exif()
    tags = Image.Exif()
    file.seek(0)
    tags.load_from_fp(file)
    return _exif(dict(tags), dict(tags.get_ifd(_EXIF)), dict(tags.get_ifd(_GPS)))


def _exif(main: _Tags, inner: _Tags, gps: _Tags) -> Exif:
    values: dict[str, Value] = {}
    problems: list[Message] = []
    readers: tuple[tuple[Callable[[], dict[str, Value]], Message], ...] = (
        (lambda: _time({**main, **inner}), Message("time {text}", text=_first_time({**main, **inner}))),
        (lambda: _place(gps), Message("place out of range or incomplete")),
        (lambda: _altitude(gps), Message("altitude")),
    )
    for read, problem in readers:
        try:
            values |= read()
        except (ValueError, TypeError, ArithmeticError, LookupError):
            problems.append(problem)
    return Exif(values | _camera(main), tuple(problems))


def _first_time(tags: _Tags) -> str:
    return next((_text(tags[number])[:40] for number, _ in _TIMES if number in tags), "")


def _time(tags: _Tags) -> dict[str, Value]:
    """Return the first time that can be used; a clock that was never set leaves blanks, which is no damage."""
    given = [(_text(tags[number]), _text(tags.get(offset))) for number, offset in _TIMES if number in tags]
    for text, offset in given:
        found = date_of(f"{text}{offset}") or date_of(text)
        if found is not None:
            return {TIME: found}
    if any(text.strip(": ") for text, _ in given):
        raise ValueError("no time")
    return {}


def _place(gps: _Tags) -> dict[str, Value]:
    if 2 not in gps and 4 not in gps:
        return {}
    latitude = _degrees(gps[2]) * _sign(gps[1], "N", "S")
    longitude = _degrees(gps[4]) * _sign(gps[3], "E", "W")
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("no place on earth")
    return {LATITUDE: round(latitude, 7), LONGITUDE: round(longitude, 7)}


def _sign(reference: object, plus: str, minus: str) -> int:
    letter = _text(reference)[:1].upper()
    if letter not in (plus, minus):
        raise ValueError("no side")
    return 1 if letter == plus else -1


def _degrees(parts: Iterable[SupportsFloat]) -> float:
    degrees, minutes, seconds = (*(_number(part) for part in parts), 0.0, 0.0)[:3]
    if not (0 <= minutes < 61 and 0 <= seconds < 61 and degrees >= 0):
        raise ValueError("no angle")
    return degrees + minutes / 60 + seconds / 3600


def _altitude(gps: _Tags) -> dict[str, Value]:
    if 6 not in gps:
        return {}
    below = gps.get(5) in (1, b"\x01")
    return {ALTITUDE: round(_number(gps[6]) * (-1 if below else 1), 3)}


def _number(value: SupportsFloat) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("a fraction by zero")
    return number


def _camera(main: _Tags) -> dict[str, Value]:
    make, model = (" ".join(_text(main.get(number)).split())[:_LONGEST] for number in (0x010F, 0x0110))
    name = model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    return {CAMERA: name} if name else {}


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return str(value).replace("\x00", " ").strip() if isinstance(value, str) else ""
