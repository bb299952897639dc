"""A long call on a thread of its own: its result, its error, and leaving it alone."""

import threading

import pytest

from desktop_labeler.jobs.threads import aside
from desktop_labeler.progress import Job, Progress, finish


def test_the_result_comes_back() -> None:
    seen: list[Progress] = []
    assert finish(aside(lambda: 42, Progress("thinking")), seen.append) == 42
    assert seen[0] == Progress("thinking")


def test_its_error_is_raised_where_the_result_is_wanted() -> None:
    def work() -> int:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        finish(aside(work, Progress("")))


def test_cancelled_nobody_waits_for_it() -> None:
    go, ended = threading.Event(), threading.Event()

    def work() -> None:
        go.wait()
        ended.set()

    job: Job[None] = aside(work, Progress("waiting"))
    next(job)
    next(job)
    job.close()
    assert not ended.is_set()
    go.set()
    assert ended.wait(10)
