"""Names that tell nothing of an image, for blind packages and the samples of audits: a folder often tells the class."""

import re
import secrets
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from desktop_labeler.data.project.project_file import ImageRow

_SAMPLE = re.compile(r"audit image 0*([1-9][0-9]{0,8})(\.[A-Za-z0-9]+)?", re.IGNORECASE)


def package_names(rows: Sequence[ImageRow]) -> dict[int, str]:
    """Return a name for each image of a blind package, by its id: "image 007.jpg", numbered in no order."""
    numbers = list(range(1, len(rows) + 1))
    secrets.SystemRandom().shuffle(numbers)
    width = len(str(len(rows)))
    return {row.id: f"image {n:0{width}}.jpg" for row, n in zip(rows, numbers, strict=True)}


def group_names(groups: Sequence[str | None]) -> dict[str, str]:
    """Return "group 3" for each group, numbered in no order; images stay together, and the name tells nothing."""
    known = list(dict.fromkeys(group for group in groups if group is not None))
    secrets.SystemRandom().shuffle(known)
    return {group: f"group {n}" for n, group in enumerate(known, 1)}


def sample_name(place: int, count: int) -> str:
    """Return the name of an image of an audit, "audit image 007", by its place in the order of drawing, from 0."""
    return f"audit image {place + 1:0{len(str(count))}}"


def without_classes(path: str, names: Collection[str]) -> str:
    """Return a path with "…" for each folder, and for the file, whose name has the name of a class as a word.

    Args:
        path: of an image, with "/".
        names: of the classes.
    """
    words = "|".join(re.escape(_plain(name)) for name in names if name)
    if not words:
        return path
    told = re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])")
    return "/".join("…" if told.search(_plain(part)) else part for part in path.split("/"))


def path_meant(name: str, paths: Mapping[int, str]) -> str:
    """Return the path of the image that a table means by the name of an image of an audit; else what it says.

    Args:
        name: what the table says.
        paths: of the images of the audit, by their places.
    """
    found = _SAMPLE.fullmatch(name)
    return paths.get(int(found[1]) - 1, name) if found is not None else name


def _plain(text: str) -> str:
    """Return a name as it is compared: "Blue_Heron", "blue heron" and "blue-heron" are one."""
    return re.sub(r"[\s_-]+", " ", unicodedata.normalize("NFKC", text).casefold())
