"""A file that a decoder does not come back from is listed, and the others go on."""

import math
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_labeler.data.decoding import limits
from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.images.files.image_files import skipped_files
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.scanning import identify_files
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.threads import WORKERS, in_threads
from desktop_labeler.progress import finish
from tests.making import make_project


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """What every stuck thread waits for; set at the end, so that none outlives the test."""
    event = threading.Event()
    yield event
    event.set()


@pytest.mark.parametrize("together", [1, 4])
@pytest.mark.parametrize("stuck", [{0}, {7}, {3, 4, 5}, set(range(2 * WORKERS)), {39}])
def test_stuck_items_are_late_and_all_others_come_in_order(
    together: int, stuck: set[int], release: threading.Event
) -> None:
    def work(item: int, stop: threading.Event) -> str:
        if item in stuck:
            release.wait()
        return f"done {item}"

    results = in_threads(
        work,
        range(40),
        together=together,
        patience=lambda item: 0.0 if item in stuck else math.inf,
        late=lambda item: f"late {item}",
    )
    found = [result for result in results if result is not None]
    assert found == [(item, f"{'late' if item in stuck else 'done'} {item}") for item in range(40)]


def test_closing_leaves_a_stuck_thread_behind(release: threading.Event) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(item: int, stop: threading.Event) -> int:
        if item == 1:
            begun.set()
            release.wait()
            ended.set()
        return item

    results = in_threads(work, range(10))
    assert next(results) == (0, 0)
    assert begun.wait(60)
    results.close()
    assert not ended.is_set()
    release.set()
    assert ended.wait(60)


def test_a_file_that_takes_forever_is_listed_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, release: threading.Event
) -> None:
    project = make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)], files=True)
    with project, project.transaction() as db:
        db.execute("UPDATE image SET size = 7 WHERE path = '2.png'")

    def slow(place: Path) -> object:
        if place.name == "2.png":
            release.wait()
        return inspect(place)

    monkeypatch.setattr(identify_files, "inspect", slow)
    monkeypatch.setattr(identify_files, "patience", lambda size: 0.0 if size == 7 else math.inf)
    result = finish(identify(tmp_path / "p.labeler"))
    assert (result.identified, len(result.broken)) == (6, 1)
    with Project(tmp_path / "p.labeler", "read") as project:
        assert skipped_files(project) == [("2.png", limits.TOO_SLOW)]


def test_a_large_file_on_a_slow_disk_may_take_longer() -> None:
    assert limits.patience(0) == 120
    assert limits.patience(1_000_000_000) > 2_000
