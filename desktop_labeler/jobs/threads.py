"""Work on many files in threads: results in order, with a chance to stop while one takes long."""

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from desktop_labeler.progress import Job, Progress

T = TypeVar("T")
R = TypeVar("R")
WORKERS = min(8, (os.cpu_count() or 2) + 1)  # reading waits for the disk, hashing and decoding let other threads run
_TICK = 0.25  # seconds
_POLL = 0.1  # seconds
_PACE = 0.05


def in_threads(
    work: Callable[[T, threading.Event], R], items: Iterable[T], *, ahead: int = 64, together: int = 1
) -> Generator[tuple[T, R] | None, None, None]:
    """Call a function for each item in a few threads.

    Args:
        work: called with the item and an event; once the event is set, the result is no longer needed.
        items: taken as needed, on the caller's thread.
        ahead: number of items that are started before the first result is taken.
        together: number of items that a thread takes at once: if one takes a millisecond, passing it to a thread costs
            a third as much.

    Yields:
        Each item with its result, in order; None whenever a quarter of a second passes without one. An exception of
        `work` is raised here. Closing the generator waits for running calls, so `work` should check the event.
    """
    stop = threading.Event()
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="files")
    waiting: deque[tuple[list[T], Future[_Done[R]]]] = deque()
    rest = iter(items)
    try:
        while some := list(islice(rest, together)):
            waiting.append((some, pool.submit(_all_of, work, some, stop)))
            if len(waiting) * together >= ahead:
                yield from _first(waiting)
        while waiting:
            yield from _first(waiting)
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class _Done(Generic[R]):
    """The results of items that a thread processed together, up to the first that raised."""

    results: list[R]
    error: BaseException | None = None


def _all_of(work: Callable[[T, threading.Event], R], items: Sequence[T], stop: threading.Event) -> _Done[R]:
    results: list[R] = []
    try:
        results.extend(work(item, stop) for item in items)  # those before one that raises are kept
    except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
        return _Done(results, error)
    return _Done(results)


def _first(waiting: deque[tuple[list[T], Future[_Done[R]]]]) -> Generator[tuple[T, R] | None, None, None]:
    items, future = waiting[0]
    while not future.done() and not wait([future], timeout=_TICK).done:
        yield None
    waiting.popleft()
    done = future.result()
    yield from zip(items, done.results, strict=False)
    if done.error is not None:
        raise done.error


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
