"""Marks of a project's commits: each transaction stores a new random mark and the one before it, in a page of its own.

SQLite does not know which file a log belongs to. A log left by a crash is read into whatever file has its name, also
into a copy that somebody put there since: pages of two states are mixed, or newer decisions vanish, without a word.
With the marks, a log tells on which commit it begins, and a file which commit it holds.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

APPLICATION_ID = 0x4C42_4C52  # "LBLR", which distinguishes a project from other SQLite files
NEXT = "UPDATE lineage SET before = now, now = randomblob(16)"
SINCE = 3  # the version of the schema that has the table
NOTHING = bytes(16)  # what is before the first commit

_SIZE = 16
# The table has one row, so it is one page, and the row is at its end. SQLite's record of it: its length, its number,
# the length of its header, a null for the number and two blobs of 16 bytes.
_RECORD = np.frombuffer(b"\x24\x01\x04\x00\x2c\x2c", np.uint8)
_LEAF, _ONE = 0x0D, 1


@dataclass(frozen=True)
class Mark:
    """The mark of a commit, `now`, and that of the commit before it; 16 random bytes each."""

    before: bytes
    now: bytes


def mark_at(project: Path, page: int, size: int) -> Mark | None:
    """Return the mark in a page of a project file, as it is without its log; None if that page holds none.

    SQLite is not asked: it refuses a file into which a log was being copied when the program was killed.

    Args:
        project: the file.
        page: the number of the page, from 1 on.
        size: the size of a page in bytes.

    Raises:
        OSError: it cannot be read.
    """
    with project.open("rb") as stream:
        stream.seek((page - 1) * size)
        found = np.frombuffer(stream.read(size), np.uint8)
    return marks_in(found[None]).get(0) if len(found) == size else None


def marks_in(pages: npt.NDArray[np.uint8]) -> dict[int, Mark]:
    """Return the marks among the pages (N, bytes) of a log, by the number of the row."""
    end = -2 * _SIZE
    is_mark = (pages[:, 0] == _LEAF) & (pages[:, 3] == 0) & (pages[:, 4] == _ONE)
    is_mark &= (pages[:, end - len(_RECORD) : end] == _RECORD).all(axis=1)
    return {
        int(row): Mark(pages[row, end:-_SIZE].tobytes(), pages[row, -_SIZE:].tobytes())
        for row in np.flatnonzero(is_mark)
    }
