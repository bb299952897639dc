"""Work on many files in threads: results in order, with a chance to stop while one takes long."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from typing import TypeVar

from desktop_labeler.progress import Job, Progress

T = TypeVar("T")
R = TypeVar("R")
WORKERS = min(8, (os.cpu_count() or 2) + 1)  # reading waits for the disk, hashing and decoding let other threads run
_TICK = 0.25  # seconds
_LOOK = 0.1  # seconds
_PACE = 0.05


def in_threads(
    work: Callable[[T, threading.Event], R], items: Iterable[T], *, ahead: int = 64
) -> Generator[tuple[T, R] | None, None, None]:
    """Do the same with each item in a few threads.

    Args:
        work: gets the item and an event; when that is set, the result is not wanted any more.
        items: taken as needed, on the caller's thread.
        ahead: how many items are begun before the first result is taken.

    Yields:
        Each item with its result, in order; None whenever a quarter of a second passes without one. An exception of
        `work` comes out here. Closing this waits for the work that has begun, so `work` should look at the event.
    """
    stop = threading.Event()
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="files")
    waiting: deque[tuple[T, Future[R]]] = deque()
    try:
        for item in items:
            waiting.append((item, pool.submit(work, item, stop)))
            if len(waiting) >= ahead:
                yield from _first(waiting)
        while waiting:
            yield from _first(waiting)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _first(waiting: deque[tuple[T, Future[R]]]) -> Generator[tuple[T, R] | None, None, None]:
    item, future = waiting[0]
    while not wait([future], timeout=_TICK).done:
        yield None
    waiting.popleft()
    yield item, future.result()


def paced(job: Job[R]) -> Job[R]:
    """Run a job and let through at most one report in 50 ms: thousands of small files must not flood the window."""
    last = -_PACE
    with closing(job):
        while True:
            try:
                progress = next(job)
            except StopIteration as end:
                result: R = end.value
                return result
            now = time.monotonic()
            if now - last >= _PACE or progress.note:
                last = now
                yield progress


def aside(work: Callable[[], R], progress: Progress) -> Job[R]:
    """Run one long call on a thread of its own, with a chance to stop ten times a second.

    A call into numpy or torch cannot be broken off: cancelled, it goes on to its end where nobody waits for it, and
    what it returns is dropped. It must therefore change nothing but its own result.

    Args:
        work: the call; what it raises is raised here.
        progress: what to report meanwhile.

    Returns:
        What the call returns.
    """
    answer: Future[R] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
            answer.set_exception(error)

    threading.Thread(target=run, name=progress.phase).start()
    yield progress
    while not wait([answer], timeout=_LOOK).done:
        yield progress
    return answer.result()
