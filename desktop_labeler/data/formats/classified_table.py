"""The table that a classified folder becomes: a row for each file, with its likeliest classes or why it has none."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from desktop_labeler.messages import Message

# The names of the columns of the likeliest classes.
PLACES = ("class", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True)
class Classified:
    """One image.

    Attributes:
        path: below the folder, with "/".
        likeliest: classes with their probabilities, likeliest first.
        unlike: whether it is unlike all classes.
    """

    path: str
    likeliest: Sequence[tuple[str, float]]
    unlike: bool


def unfinished_place(out: Path) -> Path:
    """Return where a table is kept until it is complete; a file there is the result of a run that was interrupted."""
    return out.with_name(f"{out.name}.unfinished")


def columns(top: int) -> list[str]:
    """Return the names of the columns for the `top` likeliest classes, 1 to 10."""
    named = [(place, "probability" if number == 0 else f"{place}_probability") for number, place in enumerate(PLACES)]
    return ["rel_path", *(name for pair in named[:top] for name in pair), "unlike_all", "problem"]


@contextmanager
def classified_table(file: Path, top: int, *, bom: bool) -> "Iterator[ClassifiedTable]":
    """Open a new table; numbers have a decimal point and six digits, text is UTF-8.

    Args:
        file: the file to write.
        top: number of classes for each image, 1 to 10.
        bom: start it with the byte order mark by which Excel recognises UTF-8.
    """
    with file.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as stream:
        yield ClassifiedTable(stream, top)


class ClassifiedTable:
    """A table that is being written.

    Args:
        stream: where to.
        top: number of classes for each image.
    """

    def __init__(self, stream: TextIO, top: int) -> None:
        self._top = top
        self._writer = csv.writer(stream)
        self._writer.writerow(columns(top))

    def add(self, images: Iterable[Classified]) -> None:
        """Add a row for each image."""
        for image in images:
            pairs = [*image.likeliest[: self._top], *[("", None)] * (self._top - len(image.likeliest))]
            cells = [cell for name, value in pairs for cell in (name, "" if value is None else f"{value:.6f}")]
            self._writer.writerow([image.path, *cells, int(image.unlike), ""])

    def add_skipped(self, skipped: Iterable[tuple[str, Message]]) -> None:
        """Add a row for each file that could not be used, with the reason as its problem."""
        for path, reason in skipped:
            self._writer.writerow([path, *[""] * (2 * self._top), "", str(reason)])
