"""Reading every file once: content, size, what is broken; stopped and gone on with at any moment."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.scanning.identify_files import IdentifyResult, identify
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.jobs.threads import in_threads, throttled
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress, finish
from tests.jobs.files import draw, empty_project, images_of, snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(30):
        draw(tmp_path / "images" / f"{number:02}.png", number, (12 + number, 9))
    return tmp_path / "images"


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Path:
    path = empty_project(tmp_path / "p.labeler")
    finish(scan(path, [folder]))
    return path


def test_content_and_size_are_stored_and_read_once(project: Path, folder: Path) -> None:
    before = snapshot(folder)
    assert finish(identify(project)) == IdentifyResult(30, ())
    for path, image in images_of(project).items():
        assert image.sha256 == hashlib.sha256((folder / path).read_bytes()).digest()
        assert (image.width, image.height) == (12 + int(Path(path).stem), 9)
    assert finish(identify(project)) == IdentifyResult(0, ())
    assert snapshot(folder) == before


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.bmp", "a.gif", "a.tif", "a.webp"])
@pytest.mark.parametrize("size", [(40, 40), (400, 300)])
@pytest.mark.parametrize("share", [0.5, 0.97])
def test_a_cut_off_file_of_any_size_is_named(tmp_path: Path, name: str, size: tuple[int, int], share: float) -> None:
    whole = draw(tmp_path / "images" / f"whole{Path(name).suffix}", 1, size)
    data = whole.read_bytes()
    (tmp_path / "images" / name).write_bytes(data[: int(len(data) * share)])
    project = empty_project(tmp_path / "p.labeler")
    finish(scan(project, [tmp_path / "images"]))
    finish(identify(project))
    images = images_of(project)
    assert images[name].problem == "cut off in the middle"
    assert images[whole.name].problem is None


@pytest.mark.parametrize(("labelled", "said"), [(0, ": a.png"), (1, "; 1 label on it is kept: a.png")])
def test_a_label_is_said_to_be_kept_only_where_there_is_one(tmp_path: Path, labelled: int, said: str) -> None:
    draw(tmp_path / "images" / "a.png", 1)
    draw(tmp_path / "images" / "b.png", 2)
    place = empty_project(tmp_path / "p.labeler")
    finish(scan(place, [tmp_path / "images"]))
    with Project(place) as project:
        (fly,) = add_classes(project, ["Fly"], By("a person")).values()
        decide(project, [1, 2][1 - labelled :], assign(fly), kind="assign", what="Label", by=By("a person"))
        file = project.folders()[0].file("a.png")
    file.write_bytes(file.read_bytes()[:40])
    note = finish(identify(place)).broken_note()
    assert str(note).startswith(f"1 file turned out to be unusable and is left out{said} (")


def test_the_end_mark_of_the_small_picture_inside_does_not_count(tmp_path: Path) -> None:
    small = draw(tmp_path / "small.jpg", 1).read_bytes()
    whole = draw(tmp_path / "images" / "a.jpg", 2, (400, 300)).read_bytes()
    application = b"\xff\xe3" + (len(small) + 2).to_bytes(2, "big") + small  # as cameras keep their preview
    (tmp_path / "images" / "a.jpg").write_bytes(whole[:2] + application + whole[2:-60])
    (tmp_path / "images" / "b.jpg").write_bytes(whole[:2] + application + whole[2:] + b"and a tail")
    project = empty_project(tmp_path / "p.labeler")
    finish(scan(project, [tmp_path / "images"]))
    finish(identify(project))
    problems = {path: image.problem for path, image in images_of(project).items()}
    assert problems == {"a.jpg": "cut off in the middle", "b.jpg": None}


def test_a_large_png_with_a_flipped_bit_is_damaged(tmp_path: Path) -> None:
    data = bytearray(draw(tmp_path / "images" / "a.png", 2, (400, 300)).read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "images" / "a.png").write_bytes(data)
    project = empty_project(tmp_path / "p.labeler")
    finish(scan(project, [tmp_path / "images"]))
    assert finish(identify(project)) == IdentifyResult(1, (("a.png", Message("damaged: its checksum does not fit")),))
    assert images_of(project)["a.png"].problem == "damaged: its checksum does not fit"


def test_a_file_that_vanished_since_the_scan_is_missing(project: Path, folder: Path) -> None:
    (folder / "07.png").unlink()
    assert finish(identify(project)).broken == ()  # it is no longer there, which is another thing
    assert images_of(project)["07.png"].problem == "missing"


def test_closed_anywhere_it_goes_on_where_it_stopped(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_labeler.jobs.scanning.identify_files._BATCH", 4)
    monkeypatch.setattr("desktop_labeler.jobs.threads._PACE", 0)
    seen = [0]
    for stop in (1, 6, 9, 13):
        job = identify(project)
        for _, _ in zip(range(stop), job, strict=False):
            pass
        job.close()
        seen.append(sum(image.sha256 is not None for image in images_of(project).values()))
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 30
    assert finish(identify(project)).identified == 30 - seen[-1]
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("files")]


def test_a_disk_that_is_not_connected_makes_no_image_missing(project: Path, folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(ProjectError, match="Connect the disk"):
        finish(identify(project))
    assert {image.problem for image in images_of(project).values()} == {None}


def test_threads_keep_the_order_tick_while_they_wait_and_stop_when_closed() -> None:
    release, stopped = threading.Event(), threading.Event()

    def work(number: int, stop: threading.Event) -> int:
        if number == 3:
            release.wait(60)
        if number == 5 and stop.wait(60):
            stopped.set()
        return number * 2

    def numbers() -> Iterator[int]:
        yield from range(1000)

    results = in_threads(work, numbers(), ahead=4)
    assert [next(results) for _ in range(3)] == [(0, 0), (1, 2), (2, 4)]
    assert next(results) is None
    release.set()
    assert next(result for result in results if result) == (3, 6)
    assert next(result for result in results if result) == (4, 8)
    assert next(results) is None  # number 5 waits until it is told to stop
    results.close()
    assert stopped.is_set()


def test_an_exception_in_a_thread_comes_out() -> None:
    def work(number: int, stop: threading.Event) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError):
        list(in_threads(work, [1, 0]))


def test_a_paced_job_gives_its_result_its_notes_and_is_closed_with_its_wrapper() -> None:
    closed = []

    def job() -> Job[int]:
        try:
            for number in range(1000):
                yield Progress("x", number, 1000, Message("said") if number == 500 else None)
        finally:
            closed.append(True)
        return 7

    seen: list[Progress] = []
    assert finish(throttled(job()), seen.append) == 7
    assert seen[0].done == 0
    assert Message("said") in [progress.note for progress in seen]
    assert len(seen) < 1000
    stopped = throttled(job())
    next(stopped)
    stopped.close()
    assert closed == [True, True]
