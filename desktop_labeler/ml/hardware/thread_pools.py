"""Work on a few Python threads, each with few threads of torch.

Small matrix products gain nothing from torch's own threads, and become a hundred times slower when other programs use
the cores. Networks process 8 images at a time, because their activations then fit into the processor's cache. With two
threads this is 1.15 to 3 times faster than 32 images in one pass, except for MobileNet
(.github/measurements/threads.md).
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

A = TypeVar("A")
B = TypeVar("B")


PART = 8  # images that a thread processes at a time; the next free thread takes the next part


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use one thread in the calling thread for a block."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


@contextmanager
def workers(count: int = 2, each: int = 1) -> Iterator[ThreadPoolExecutor]:
    """Provide `count` threads for a block; torch uses `each` threads in each of them, and one in the calling thread."""
    with one_thread(), ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(each,)) as pool:
        yield pool


def map_in_threads(work: Callable[[A], B], items: Iterable[A], count: int = 2) -> list[B]:
    """Run small pieces of work on a few threads.

    Args:
        work: function of one item.
        items: the items to run it on.
        count: number of threads, at least 1.

    Returns:
        The results in the order of the items.
    """
    with workers(count) as pool:
        return list(pool.map(work, items))


def in_parts(work: Callable[[slice], B], images: int, at_once: int, part: int = PART) -> list[B]:
    """Run a network on the CPU on parts of some images in parallel.

    Args:
        work: function of the slice of rows of a part; it must not change the network.
        images: number of rows.
        at_once: number of rows that fit into memory at the same time, at least 1.
        part: number of rows that a thread processes at a time.

    Returns:
        The result of `work` for each part, in order.
    """
    size = min(part, at_once)
    parts = [slice(start, min(start + size, images)) for start in range(0, images, size)]
    cores = torch.get_num_threads()
    lanes = min(cores, len(parts), at_once // size)
    if lanes < 2:
        return [work(part) for part in parts]
    with workers(lanes, max(1, cores // lanes)) as pool:
        return list(pool.map(work, parts))


def threads_of_a_part(at_once: int, part: int = PART) -> int:
    """Return the number of threads for each part of `part` rows when there are enough parts, see in_parts."""
    cores = torch.get_num_threads()
    return max(1, cores // min(cores, max(1, at_once // part)))
