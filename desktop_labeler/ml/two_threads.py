"""Work on two threads of Python with torch single-threaded in each.

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
def two_threads() -> Iterator[ThreadPoolExecutor]:
    """Two threads for as long as the block lasts; torch computes on one thread each, here too."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(2, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(threads)


def side_by_side(work: Callable[[A], B], items: Iterable[A]) -> list[B]:
    """Run small fits on two threads.

    Args:
        work: function of one item.
        items: what to run it on.

    Returns:
        Results in order.
    """
    with two_threads() as pool:
        return list(pool.map(work, items))
