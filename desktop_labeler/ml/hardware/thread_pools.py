"""Work on a few threads of Python, with few threads of torch in each.

Small products gain nothing from torch's own threads, and become a hundred times slower when other programs use the
cores. Networks take 8 images at a time: what 8 images are inside a network stays in the processor's cache. With two
threads that is 1.15 to 3 times faster than 32 images in one pass, MobileNet excepted (.github/measurements/threads.md).
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

A = TypeVar("A")
B = TypeVar("B")


PART = 8  # images that a thread takes at a time: the next free one takes the next


@contextmanager
def workers(count: int = 2, each: int = 1) -> Iterator[ThreadPoolExecutor]:
    """Threads for as long as the block lasts; torch computes on `each` threads in each of them, and on one here."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(each,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(threads)


def side_by_side(work: Callable[[A], B], items: Iterable[A], count: int = 2) -> list[B]:
    """Run small pieces of work on a few threads.

    Args:
        work: function of one item.
        items: what to run it on.
        count: threads, at least 1.

    Returns:
        Results in order.
    """
    with workers(count) as pool:
        return list(pool.map(work, items))


def in_parts(work: Callable[[slice], B], images: int, at_once: int) -> list[B]:
    """Let a network on the CPU look at parts of some images side by side.

    Args:
        work: function of the rows of a part; it must not change the network.
        images: how many rows there are.
        at_once: how many of them fit into memory at the same time, at least 1.

    Returns:
        What it returned for each part, in order.
    """
    size = min(PART, at_once)
    parts = [slice(start, min(start + size, images)) for start in range(0, images, size)]
    cores = torch.get_num_threads()
    lanes = min(cores, len(parts), at_once // size)
    if lanes < 2:
        return [work(part) for part in parts]
    with workers(lanes, max(1, cores // lanes)) as pool:
        return list(pool.map(work, parts))


def threads_of_a_part(at_once: int) -> int:
    """Return on how many threads each of the parts is computed when there are enough of them, see in_parts."""
    cores = torch.get_num_threads()
    return max(1, cores // min(cores, max(1, at_once // PART)))
