"""Reads the logs that SQLite leaves beside a file after a crash: which commits they hold, and whether they are intact.

The layout of both is documented at sqlite.org/fileformat2.html, "The Rollback Journal" and "The Write-Ahead Log".
"""

import functools
import struct
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from desktop_labeler.data.project.logs.commit_marks import Mark, marks_in

_WAL_HEADER, _FRAME_HEADER = 32, 24
_LITTLE, _BIG = 0x377F0682, 0x377F0683
_FORMAT = 3_007_000
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_JOURNAL_HEADER = 28
_AT_ONCE = 4096  # frames
_PAGE_SIZES = {1 << power for power in range(9, 17)}


@dataclass(frozen=True)
class LeftLog:
    """A log beside a project file.

    Attributes:
        commits: how many commits can be read from it.
        marks: those of all its commits, oldest first; commits of earlier versions have none.
        page: the number of the page that holds the marks; 0 for none.
        size: the size of a page in bytes.
        unreadable: how many later commits it holds that cannot be read, because bytes before them have changed.
    """

    commits: int
    marks: tuple[Mark, ...]
    page: int
    size: int
    unreadable: int = 0


def read_wal(log: Path) -> LeftLog | None:
    """Read a write-ahead log; None if there is nothing in it.

    Raises:
        OSError: it cannot be read.
    """
    if not log.is_file() or log.stat().st_size <= _WAL_HEADER + _FRAME_HEADER:
        return None
    with log.open("rb") as stream:
        head = stream.read(_WAL_HEADER)
        first = stream.read(_FRAME_HEADER)
    magic, version, page, _, *salts = struct.unpack(">6I", head[:24])
    order = "<" if magic == _LITTLE else ">"
    page = page or 1 << 16
    intact = magic in (_LITTLE, _BIG) and version == _FORMAT and page in _PAGE_SIZES
    if not any(head):
        return None  # its first page never reached the disk
    start = _checksum(np.frombuffer(head[:24], np.uint8)[None], np.zeros(2, np.uint32), order)[0]
    if not intact or struct.pack(">2I", *start) != head[24:]:
        return _without_header(log, first, page if page in _PAGE_SIZES else 4096)
    return _read_frames(log, page, struct.pack(">2I", *salts), start, order)


def _without_header(log: Path, first: bytes, page: int) -> LeftLog:
    """Return what a log holds whose header is damaged: nothing of it is readable to SQLite."""
    found = _read_frames(log, page, first[8:16], np.zeros(2, np.uint32), "<")
    return replace(found, commits=0, unreadable=found.commits + found.unreadable)


def _read_frames(log: Path, page: int, salts: bytes, start: npt.NDArray[np.uint32], order: str) -> LeftLog:
    size = _FRAME_HEADER + page
    count = (log.stat().st_size - _WAL_HEADER) // size
    frames = np.memmap(log, np.uint8, "r", _WAL_HEADER, (count, size))
    commits = unreadable = place = 0
    marks: list[Mark] = []
    pending: list[Mark] = []  # of a commit whose last page is still to come
    readable = True
    for first in range(0, count, _AT_ONCE):
        block = np.asarray(frames[first : first + _AT_ONCE])
        mine = (block[:, 8:16] == np.frombuffer(salts, np.uint8)).all(axis=1)
        block = block[: len(mine) if mine.all() else int(mine.argmin())]  # those behind are of an earlier round
        sums = _checksum(np.hstack([block[:, :8], block[:, _FRAME_HEADER:]]), start, order)
        stored = sums.astype(">u4").view(np.uint8).reshape(-1, 8)
        good: list[bool] = np.logical_and.reduce(stored == block[:, 16:24], axis=1).tolist()
        ends: list[bool] = np.logical_or.reduce(block[:, 4:8], axis=1).tolist()
        found = marks_in(block[:, _FRAME_HEADER:])
        for row in range(len(block)):
            readable = readable and good[row]
            if row in found:
                pending.append(found[row])
                place = place or int.from_bytes(block[row, :4].tobytes())
            if ends[row]:
                commits, unreadable = commits + readable, unreadable + (not readable)
                marks, pending = marks + pending, []
        if not mine.all():
            break
        start = sums[-1]
    return LeftLog(commits, tuple(marks), place, page, unreadable)


def _checksum(rows: npt.NDArray[np.uint8], start: npt.NDArray[np.uint32], order: str) -> npt.NDArray[np.uint32]:
    """Return SQLite's checksum after each row (N, bytes), which goes on from row to row: (N, 2).

    For each pair of words (x, y): a += x + b, then b += y + a. That is linear, so the sum of a row is a product.
    """
    words = np.ascontiguousarray(rows).view(f"{order}u4").astype(np.uint32)
    step, weights = _weights(words.shape[1] // 2)
    own = words @ weights
    sums = np.empty((len(words), 2), np.uint32)
    for row in range(len(words)):
        start = step @ start + own[row]
        sums[row] = start
    return sums


@functools.cache
def _weights(pairs: int) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Return what becomes of the sum before a row (2, 2), and what each word of the row adds (2 · pairs, 2)."""
    once = np.array([[1, 1], [1, 2]], np.uint32)
    adds = np.array([[1, 0], [1, 1]], np.uint32)
    power = np.eye(2, dtype=np.uint32)
    weights = np.empty((2 * pairs, 2), np.uint32)
    for pair in reversed(range(pairs)):
        weights[2 * pair : 2 * pair + 2] = (power @ adds).T
        power = power @ once
    return power, weights


@dataclass(frozen=True)
class LeftJournal:
    """A rollback journal beside a project file: pages as they were before the transaction that it takes back.

    Attributes:
        mark: that of the commit before the transaction; None if it did not change the mark.
        page: the number of the page that holds the marks; 0 for none.
        size: the size of a page in bytes.
        first: the beginning of the file, as it was; b"" if the journal has no page 1.
    """

    mark: Mark | None
    page: int
    size: int
    first: bytes


def read_journal(journal: Path) -> LeftJournal | None:
    """Read a rollback journal; None if there is nothing to take back.

    Raises:
        OSError: it cannot be read.
    """
    if not journal.is_file() or journal.stat().st_size < _JOURNAL_HEADER:
        return None
    with journal.open("rb") as stream:
        head = stream.read(_JOURNAL_HEADER)
    count, _, _, sector, page = struct.unpack(">5I", head[8:])
    there = (journal.stat().st_size - sector) // (page + 8)
    if head[:8] != _JOURNAL or page not in _PAGE_SIZES or not count or there <= 0:
        return None
    rows = np.asarray(np.memmap(journal, np.uint8, "r", sector, (min(count, there, _AT_ONCE), page + 8)))
    numbers = rows[:, :4].copy().view(">u4")[:, 0]
    mark = next(iter(marks_in(rows[:, 4:-4]).items()), None)
    one = np.flatnonzero(numbers == 1)
    first = rows[one[0], 4:104].tobytes() if len(one) else b""
    return LeftJournal(mark and mark[1], int(numbers[mark[0]]) if mark else 0, page, first)
