"""A few threads for many files, with a time limit per file: a thread that is stuck is left behind and replaced."""

import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
_CLOSING = 2.0  # seconds that a thread gets to notice that its result is not wanted any more


class Batch(Generic[T, R]):
    """Items that one thread works on, one after another.

    Attributes:
        items: what is worked on.
        results: the results so far, in the order of the items.
        error: what the work raised; the items after it are not begun.
        ended: set when the thread is done with the batch.
    """

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self.results: list[R] = []
        self.error: BaseException | None = None
        self.ended = threading.Event()
        self._lock = threading.Lock()
        self._begun: float | None = None
        self._left = False

    def work(self, work: Callable[[T, threading.Event], R], stop: threading.Event) -> bool:
        """Work on the items, on a thread; return whether the thread may go on, that is was not left behind."""
        try:
            self._begun = time.monotonic()
            for item in self.items:
                result = work(item, stop)
                with self._lock:
                    if self._left:
                        return False
                    self.results.append(result)
                    self._begun = time.monotonic()
        except BaseException as error:  # noqa: BLE001 - raised again where the result is wanted
            self.error = error
        with self._lock:
            self.ended.set()
            return not self._left

    def leave(self, patience: Callable[[T], float]) -> T | None:
        """Leave the thread behind and return the item that it is at, if that takes longer than its patience.

        Args:
            patience: how many seconds an item may take.
        """
        with self._lock:
            if self.ended.is_set() or self._begun is None or len(self.results) >= len(self.items):
                return None
            item = self.items[len(self.results)]
            if time.monotonic() - self._begun <= patience(item):
                return None
            self._left = True
            return item


class FileThreads(Generic[T, R]):
    """Threads that take batches in turn.

    Python cannot end a thread, and a decoder cannot be interrupted: a thread that is left behind goes on computing
    and keeps its memory until the decoder returns. It does not keep the process from ending.

    Args:
        work: called with an item and an event; once the event is set, the result is no longer needed.
        count: number of threads.
    """

    def __init__(self, work: Callable[[T, threading.Event], R], count: int) -> None:
        self._work = work
        self._stop = threading.Event()
        self._waiting: SimpleQueue[Batch[T, R] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._count = count

    def submit(self, items: Sequence[T]) -> Batch[T, R]:
        """Let the next free thread work on some items."""
        batch: Batch[T, R] = Batch(items)
        self._waiting.put(batch)
        if len(self._threads) < self._count:
            self.add_thread()
        return batch

    def add_thread(self) -> None:
        """Start another thread, in the place of one that was left behind."""
        thread = threading.Thread(target=self._run, name="files", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (batch := self._waiting.get()) is not None:
            if not self._stop.is_set() and not batch.work(self._work, self._stop):
                break
        self._threads.remove(threading.current_thread())

    def close(self) -> None:
        """Tell the threads to stop, and wait for those that do so soon."""
        self._stop.set()
        threads = list(self._threads)
        for _ in threads:
            self._waiting.put(None)
        until = time.monotonic() + _CLOSING
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
