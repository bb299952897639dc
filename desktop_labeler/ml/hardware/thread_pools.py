"""Work on a few threads of Python, with few threads of torch in each.

Small products gain nothing from torch's own threads and lose a hundredfold when other programs use the cores. Networks
that look at images take small parts: what 8 images are inside a network stays in the processor's cache. Milliseconds
an image on two cores, 32 images in one pass, 8 in one pass, 8 in each of two threads (bfloat16): the starter 6.8, 2.5,
2.3; ResNet-18 7.1, 5.7, 5.6; ConvNeXt-T 25, 18.5, 18.6; ViT-B/16 68, 59, 59; MobileNetV3-small 1.0, 1.3, 1.1. Passes
of 16 images are slower than those of 8 for all but the last, passes of 4 no faster. In float32 8 in each of two threads
take 1.06 (ResNet-50) to 1.37 times less than 32 in one pass. Not measured on more than two cores.
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


def in_parts(look: Callable[[slice], B], images: int, at_once: int) -> list[B]:
    """Let a network on the CPU look at parts of some images side by side.

    Args:
        look: function of the rows of a part; it must not change the network.
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
        return [look(part) for part in parts]
    with workers(lanes, max(1, cores // lanes)) as pool:
        return list(pool.map(look, parts))
