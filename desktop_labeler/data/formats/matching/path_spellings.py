"""Reads a text that names an image as a path in any spelling and splits it into components."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from desktop_labeler.data.formats.export_tree import copied_part, fold
from desktop_labeler.data.project.project_file import Folder

Parts = tuple[str, ...]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://?(?=[^/]|/)")
_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\])")
_LOCAL_FILE = re.compile(r"/data/local-files/?\?(?:.*&)?d=([^&]*)")  # Label Studio
_UPLOADED = re.compile(r"[0-9a-f]{8}-(?=.)")  # the prefix that Label Studio gives an uploaded file
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_WHOLE_NUMBER = re.compile(r"\d+\.0")  # an identifier that a spreadsheet turned into a decimal
# Suffixes that an image file may have gained or lost; ".v2" and ".2021" are parts of a name.
_ENDINGS = frozenset(
    [
        *("jpg", "jpeg", "jpe", "jfif", "png", "webp", "bmp", "dib", "gif", "tif", "tiff", "btf", "ome.tif"),
        *("heic", "heif", "avif", "jxl", "jp2", "j2k", "psd", "svg", "dng", "nef", "cr2", "cr3", "arw", "orf", "rw2"),
        *("raf", "pef", "dcm", "nii", "nii.gz", "czi", "nd2", "lif", "svs", "ndpi", "mrxs", "pgm", "ppm", "pnm", "tga"),
        *("mpo", "npy", "fit", "fits", "ome.tiff"),
    ]
)
_LAST_OF_TWO = frozenset(["gz", "tif", "tiff"])


class Place(Enum):
    """What a path is relative to."""

    PROJECT = "relative: it may be a path in the project"
    INSIDE = "absolute, in a folder of the project: it is that path or none"
    ELSEWHERE = "absolute on some machine, or a mere name: only its end can be known here"
    ABOVE = "relative and out of a folder that is unknown: its end must hold more than a name"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to read a text as a path.

    Attributes:
        parts: the components, without ".", ".." and empty ones; at least one.
        place: what the path is relative to.
    """

    parts: Parts
    place: Place


def spellings(text: str, folders: Sequence[Folder]) -> list[Spelling]:
    """Return the possible readings of a path as a file has it, most certain first.

    It understands slashes in either direction, Windows drives and network shares, URLs (file, http, s3, …) with their
    escapes, Label Studio's paths, "." and "..", and surrounding blanks. A path inside a folder of the project is
    returned as the project writes it.
    """
    readings = dict(_readings(text))
    part = copied_part(text.strip().replace("\\", "/"))
    if part is not None:  # "film.mp4#t=12.5.png" is the copy of a frame, unless a file is called so
        readings |= {reading: whole for reading, whole in _readings(part) if reading not in readings}
    found = [
        spelling for reading, whole in readings.items() if (spelling := _spelling(reading, whole, folders)) is not None
    ]
    return list(dict.fromkeys(found))


def named(text: str) -> list[Spelling]:
    """Return the readings of a bare name, whose folders do not tell where the image was."""
    return [Spelling(each.parts, Place.ELSEWHERE) for each in spellings(text, ())]


def _readings(text: str) -> Iterator[tuple[str, bool]]:
    """Yield readings that use only "/", and whether each is an absolute address elsewhere."""
    local = _LOCAL_FILE.search(text)
    if local:
        for address in (local[1], local[1].replace("+", " ")):
            yield unquote(address).replace("\\", "/"), True
        return
    scheme = None if _DRIVE.match(text) else _SCHEME.match(text.strip())
    if scheme:
        for address in _address(text.strip(), scheme[1].lower()):
            yield address, True
            yield from _uploaded(address)
        return
    for spelled in (text, text.strip()):
        yield spelled.replace("\\", "/"), False
        yield spelled, False  # outside Windows a name may contain a backslash
        if _ESCAPE.search(spelled):
            yield unquote(spelled).replace("\\", "/"), True
    yield from _uploaded(text.strip().replace("\\", "/"))
    if _WHOLE_NUMBER.fullmatch(text.strip()):
        yield text.strip()[:-2], True


def _uploaded(path: str) -> Iterator[tuple[str, bool]]:
    folder, _, leaf = path.rpartition("/")
    if "upload/" in f"{folder}/" and _UPLOADED.match(leaf):
        yield leaf[9:], True
        yield unquote(leaf[9:]), True


def _address(text: str, scheme: str) -> Iterator[str]:
    """Yield the path in a URL without host, query and escapes, and unchanged in case it was never escaped."""
    rest = re.sub(r"^[^:]*:/*", "", text)
    if scheme == "file":
        host = text.lower().startswith("file://") and not text.lower().startswith("file:///")
        rest = f"//{rest}" if host else rest if _DRIVE.match(rest) else f"/{rest}"
    else:
        rest = "/" + rest.partition("/")[2]
        yield unquote(re.split(r"[?#]", rest, maxsplit=1)[0]).replace("\\", "/")
    yield unquote(rest).replace("\\", "/")
    yield rest.replace("\\", "/")


def _spelling(reading: str, elsewhere: bool, folders: Sequence[Folder]) -> Spelling | None:
    absolute = reading.startswith("/") or _DRIVE.match(reading) is not None
    parts, climbs = _resolved(reading)
    if absolute or climbs:
        inside = _inside(reading, absolute, folders)
        if inside is not None:
            return Spelling(inside, Place.INSIDE)
    if not parts:
        return None
    if climbs and not absolute:
        return Spelling(parts, Place.ABOVE)
    return Spelling(parts, Place.ELSEWHERE if absolute or elsewhere else Place.PROJECT)


def _inside(path: str, absolute: bool, folders: Sequence[Folder]) -> Parts | None:
    """Return a path as the project writes it, or None if it is not in one of the project's folders."""
    for folder in folders:
        root = folder.path.as_posix().rstrip("/")
        above = _resolved(root)[0]
        parts = _resolved(path if absolute else f"{root}/{path}")[0]
        start, wanted = parts[: len(above)], above
        if _DRIVE.match(root + "/"):  # Windows ignores case
            start, wanted = tuple(map(fold, start)), tuple(map(fold, above))
        if len(parts) > len(above) and start == wanted and path.startswith("//") == root.startswith("//"):
            return (*(part for part in folder.prefix.split("/") if part), *parts[len(above) :])
    return None


def _resolved(path: str) -> tuple[Parts, bool]:
    """Return the components without "." and "..", and whether the path leaves the folder in which it starts."""
    parts: list[str] = []
    climbs = False
    for part in path.split("/"):
        if part == "..":
            climbs = climbs or not parts
            del parts[-1:]
        elif part not in {"", "."}:
            parts.append(part)
    return tuple(parts), climbs


# --- comparing ---------------------------------------------------------------------------------------------------


def without_ending(path: str) -> str:
    """Return a path without the suffix of an image file; other dots stay."""
    dot = path.rfind(".")
    last = path[dot + 1 :].lower()
    if last in _LAST_OF_TWO:
        earlier = path.rfind(".", 0, dot)
        if path[earlier + 1 :].lower() in _ENDINGS:
            dot, last = earlier, path[earlier + 1 :].lower()
    return path[:dot] if last in _ENDINGS and dot > 0 and path[dot - 1] != "/" else path


def loosest(path: str) -> str:
    """Return a key that is equal for two paths that differ only in case, suffix and Unicode form."""
    return without_ending(path.lower() if path.isascii() else fold(path))


def _same(parts: Parts) -> Parts:
    return parts


def _caseless(parts: Parts) -> Parts:
    return tuple(part.casefold() for part in parts)


def _endless(parts: Parts) -> Parts:
    return (*parts[:-1], without_ending(parts[-1]))


def _composed(parts: Parts) -> Parts:
    return tuple(unicodedata.normalize("NFC", part) for part in parts)


def _folded(parts: Parts) -> Parts:
    return tuple(fold(part) for part in parts)


class Kind(Enum):
    """How the image of a row was found, most certain first."""

    CONTENT = "content"
    PATH = "path"
    ENDING = "ending of the path"
    CASE = "path without regard to case"
    SUFFIX = "path without the file ending"
    UNICODE = "path in another Unicode form"


LEVELS = (
    (Kind.ENDING, (_same,)),
    (Kind.CASE, (_caseless,)),
    (Kind.SUFFIX, (_endless,)),
    (Kind.SUFFIX, (_caseless, _endless)),
    (Kind.UNICODE, (_composed,)),
    (Kind.UNICODE, (_folded,)),
    (Kind.UNICODE, (_folded, _endless)),
)
"""The ways to compare components, strictest first; components that differ in one way are compared in the next."""


def fit(spelling: Spelling, path: Parts, whole: Parts) -> tuple[int, int, bool] | None:
    """Return how well a spelling fits an image; one of the two paths must end with the other.

    Args:
        spelling: one reading of the row's path.
        path: the image's path below its folder.
        whole: the image's full path as far as it is known: the folder's own path followed by `path`.

    Returns:
        The index in LEVELS, the number of components that agree, counted from the end, and whether neither path has
        components left over; None if the paths contradict each other.
    """
    for level, (_, folds) in enumerate(LEVELS):
        said, own, full = spelling.parts, path, whole
        for each in folds:
            said, own, full = each(said), each(own), each(full)
        shared = min(len(said), len(own))
        if said[-shared:] == own[-shared:]:
            while shared < min(len(said), len(full)) and said[-shared - 1] == full[-shared - 1]:
                shared += 1
            return level, shared, len(said) == len(own)
    return None
