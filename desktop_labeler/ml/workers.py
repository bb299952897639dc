"""Work on a few threads of Python with torch single-threaded in each.

Products this small gain nothing from torch's own threads and lose a hundredfold when other programs use the cores.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import torch

A = TypeVar("A")
B = TypeVar("B")


@contextmanager
def workers(count: int = 2) -> Iterator[ThreadPoolExecutor]:
    """Threads for as long as the block lasts; torch computes on one thread in each of them, and here too."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,)) as pool:
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
