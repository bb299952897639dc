"""What a text that names an image may mean: a path in any spelling, taken apart into its components."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from desktop_labeler.data.formats.export_tree import fold
from desktop_labeler.data.project.project_file import Folder

Parts = tuple[str, ...]

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://?(?=[^/]|/)")
_DRIVE = re.compile(r"[A-Za-z]:(?=[/\\])")
_LOCAL_FILE = re.compile(r"/data/local-files/?\?(?:.*&)?d=([^&]*)")  # Label Studio
_UPLOADED = re.compile(r"[0-9a-f]{8}-(?=.)")  # what Label Studio puts before the name of an uploaded file
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_WHOLE_NUMBER = re.compile(r"\d+\.0")  # an identifier that a spreadsheet took for a measurement
# Endings that an image may have got or lost on its way; ".v2" and ".2021" are parts of a name.
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
    """From where a spelling is meant."""

    PROJECT = "relative: it may be a path in the project"
    INSIDE = "absolute, in a folder of the project: it is that path or none"
    ELSEWHERE = "absolute on some machine, or a mere name: only its end can be known here"
    ABOVE = "relative and out of a folder that is unknown: its end must hold more than a name"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One reading of a text.

    Attributes:
        parts: the components, without ".", ".." and empty ones; at least one.
        place: from where they are meant.
    """

    parts: Parts
    place: Place


def spellings(text: str, folders: Sequence[Folder]) -> list[Spelling]:
    """Return the readings of a path as a file has it, surest first.

    Known are slashes in either direction, drives and network shares of Windows, addresses (file, http, s3, …) with
    their escapes, what Label Studio writes, dots, and blanks around. A path inside a folder of the project is given as
    the project writes it.
    """
    found = [
        spelling
        for reading, whole in dict(_readings(text)).items()
        if (spelling := _spelling(reading, whole, folders)) is not None
    ]
    return list(dict.fromkeys(found))


def named(text: str) -> list[Spelling]:
    """Return the readings of a bare name, whose folders do not say where the image was."""
    return [Spelling(each.parts, Place.ELSEWHERE) for each in spellings(text, ())]


def _readings(text: str) -> Iterator[tuple[str, bool]]:
    """Yield texts with "/" alone, and whether they are whole addresses of another place."""
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
        yield spelled, False  # outside Windows a name may hold a back-slash
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
    """Yield the path in an address: without host, question and escapes, and as it stands where nobody escaped it."""
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
    """Return a path as the project writes it, None when it does not lie in one of the project's folders."""
    for folder in folders:
        root = folder.path.as_posix().rstrip("/")
        above = _resolved(root)[0]
        parts = _resolved(path if absolute else f"{root}/{path}")[0]
        start, wanted = parts[: len(above)], above
        if _DRIVE.match(root + "/"):  # Windows does not tell upper from lower case
            start, wanted = tuple(map(fold, start)), tuple(map(fold, above))
        if len(parts) > len(above) and start == wanted and path.startswith("//") == root.startswith("//"):
            return (*(part for part in folder.prefix.split("/") if part), *parts[len(above) :])
    return None


def _resolved(path: str) -> tuple[Parts, bool]:
    """Return the components without "." and "..", and whether the path climbs out of where it starts."""
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
    """Return a path without the ending of an image; other dots stay."""
    dot = path.rfind(".")
    last = path[dot + 1 :].lower()
    if last in _LAST_OF_TWO:
        earlier = path.rfind(".", 0, dot)
        if path[earlier + 1 :].lower() in _ENDINGS:
            dot, last = earlier, path[earlier + 1 :].lower()
    return path[:dot] if last in _ENDINGS and dot > 0 and path[dot - 1] != "/" else path


def loosest(path: str) -> str:
    """Return what two paths share that are the same but for case, ending and Unicode form."""
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
    """How a row found its image, surest first."""

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
"""The ways to compare components, strictest first; what differs at one is tried at the next."""


def fit(spelling: Spelling, path: Parts, whole: Parts) -> tuple[int, int, bool] | None:
    """Return how well a spelling fits an image: one of the two paths must end as the other does.

    Args:
        spelling: what a row says.
        path: of the image below its folder.
        whole: all that is known of where it lies: with the folder's own path before it.

    Returns:
        The place in LEVELS, how many components agree, counted from the end, and whether nothing is left over of
        either; None when they contradict each other.
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
