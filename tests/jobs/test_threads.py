"""A long call on a thread of its own, and many short ones in a few: results, errors, and leaving them alone."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.jobs.threads import WORKERS, in_threads, on_thread
from desktop_labeler.progress import Job, Progress, finish


def test_the_result_comes_back() -> None:
    seen: list[Progress] = []
    assert finish(on_thread(lambda: 42, Progress("thinking")), seen.append) == 42
    assert seen[0] == Progress("thinking")


def test_its_error_is_raised_where_the_result_is_wanted() -> None:
    def work() -> int:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        finish(on_thread(work, Progress("")))


def test_cancelled_nobody_waits_for_it() -> None:
    go, ended = threading.Event(), threading.Event()

    def work() -> None:
        go.wait()
        ended.set()

    job: Job[None] = on_thread(work, Progress("waiting"))
    next(job)
    next(job)
    job.close()
    assert not ended.is_set()
    go.set()
    assert ended.wait(10)


@given(count=st.integers(0, 40), together=st.integers(1, 9), ahead=st.integers(1, 30))
def test_results_come_in_order_however_many_a_thread_takes(count: int, together: int, ahead: int) -> None:
    results = in_threads(lambda item, stop: item * item, range(count), ahead=ahead, together=together)
    assert [result for result in results if result is not None] == [(item, item * item) for item in range(count)]


def test_what_came_before_an_error_is_handed_out_first() -> None:
    def work(item: int, stop: threading.Event) -> int:
        if item == 5:
            raise TimeoutError("its own")
        return item

    results = in_threads(work, range(20), together=8)
    found: list[int] = []
    with pytest.raises(TimeoutError, match="its own"):
        found.extend(result[0] for result in results if result is not None)
    assert found == [0, 1, 2, 3, 4]


def test_closing_tells_those_that_are_taken_together_to_stop() -> None:
    begun, go, stopped = threading.Event(), threading.Event(), []

    def work(item: int, stop: threading.Event) -> int:
        if item == 8:
            begun.set()
            go.wait()
        stopped.append(stop.is_set())
        return item

    results = in_threads(work, range(800), ahead=16, together=8)
    next(results)
    assert begun.wait(10)
    closing = threading.Thread(target=results.close)
    closing.start()
    while closing.is_alive() and not go.is_set():
        go.set()
    closing.join()
    assert len(stopped) <= 8 * (WORKERS + 3)  # none of the others was begun
