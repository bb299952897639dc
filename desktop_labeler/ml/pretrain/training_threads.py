"""One thread for training and one for reading ahead, and what is reported while something runs on them."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple, TypeVar

from desktop_labeler.progress import Job, Progress

T = TypeVar("T")

_POLL = 0.1  # seconds between two opportunities to cancel while a step runs


class TrainingThreads(NamedTuple):
    """One thread for each kind of work: torch keeps a pool per calling thread, and two pools slow each other down."""

    training: ThreadPoolExecutor
    reading: ThreadPoolExecutor


@contextmanager
def training_threads() -> Iterator[TrainingThreads]:
    """Provide both threads; leaving the block does not wait for them."""
    threads = TrainingThreads(ThreadPoolExecutor(1, "training"), ThreadPoolExecutor(1, "reading ahead"))
    try:
        yield threads
    finally:
        for pool in threads:
            pool.shutdown(wait=False, cancel_futures=True)


def meanwhile(answer: Future[T], progress: Progress) -> Job[T]:
    """Report progress while something runs on another thread, and return its result."""
    yield progress
    while not wait([answer], timeout=_POLL).done:
        yield replace(progress, note=None)  # a note is reported once
    return answer.result()
