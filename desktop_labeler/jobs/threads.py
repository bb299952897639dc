"""Work on many files in threads: results in order, with a chance to stop while one takes long."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, wait
from contextlib import closing
from itertools import islice
from typing import TypeVar

from desktop_labeler.jobs.file_threads import Batch, FileThreads
from desktop_labeler.progress import Job, Progress

T = TypeVar("T")
R = TypeVar("R")
WORKERS = min(8, (os.cpu_count() or 2) + 1)  # reading waits for the disk, hashing and decoding let other threads run
_TICK = 0.25  # seconds
_POLL = 0.1  # seconds
_PACE = 0.05


def in_threads(
    work: Callable[[T, threading.Event], R],
    items: Iterable[T],
    *,
    ahead: int = 64,
    together: int = 1,
    patience: Callable[[T], float] | None = None,
    late: Callable[[T], R] | None = None,
) -> Generator[tuple[T, R] | None, None, None]:
    """Call a function for each item in a few threads.

    Args:
        work: called with the item and an event; once the event is set, the result is no longer needed.
        items: taken as needed, on the caller's thread.
        ahead: number of items that are started before the first result is taken.
        together: number of items that a thread takes at once: if one takes a millisecond, passing it to a thread costs
            a third as much.
        patience: how many seconds an item may take; by default forever.
        late: the result of an item that takes longer; its thread is left behind, see file_threads.

    Yields:
        Each item with its result, in order; None whenever a quarter of a second passes without one. An exception of
        `work` is raised here. Closing the generator waits up to two seconds for running calls, so `work` should check
        the event, and change nothing.
    """
    threads: FileThreads[T, R] = FileThreads(work, WORKERS)
    waiting: deque[Batch[T, R]] = deque()
    rest = iter(items)
    try:
        while some := list(islice(rest, together)):
            waiting.append(threads.submit(some))
            if len(waiting) * together >= ahead:
                yield from _first(waiting, threads, patience, late)
        while waiting:
            yield from _first(waiting, threads, patience, late)
    finally:
        threads.close()


def _first(
    waiting: deque[Batch[T, R]],
    threads: FileThreads[T, R],
    patience: Callable[[T], float] | None,
    late: Callable[[T], R] | None,
) -> Generator[tuple[T, R] | None, None, None]:
    batch = waiting.popleft()
    while not batch.ended.wait(_TICK):
        item = batch.leave(patience) if patience is not None else None
        if item is None or late is None:
            yield None
            continue
        threads.add_thread()
        done = len(batch.results)
        yield from zip(batch.items, batch.results, strict=False)
        yield item, late(item)
        if left := batch.items[done + 1 :]:
            waiting.appendleft(threads.submit(left))
        return
    yield from zip(batch.items, batch.results, strict=False)
    if batch.error is not None:
        raise batch.error


def throttled(job: Job[R]) -> Job[R]:
    """Run a job and pass on at most one report in 50 ms, so that thousands of small files do not flood the window."""
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


def on_thread(work: Callable[[], R], progress: Progress) -> Job[R]:
    """Run one long call on a thread; the job can be cancelled ten times a second.

    A call into NumPy or torch cannot be interrupted: after cancelling it runs to its end in the background and its
    result is dropped. It must therefore have no side effects.

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

    threading.Thread(target=run, name=progress.phase, daemon=True).start()  # the process does not wait for it
    yield progress
    while not wait([answer], timeout=_POLL).done:
        yield progress
    return answer.result()
