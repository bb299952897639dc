"""Looking again: decisions stay with the content, whatever happens to the files; the files are never touched."""

import os
import shutil
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.jobs.scanning.scan import ScanResult, scan
from desktop_labeler.progress import finish
from tests.jobs.files import draw, empty_project, images_of, snapshot
from tests.making import in_words

ME = By("me")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        draw(tmp_path / "images" / "ab"[number % 2] / f"{number}.png", number, (12 + number, 9))
    return tmp_path / "images"


@pytest.fixture
def project(tmp_path: Path, folder: Path) -> Path:
    """A project in which every image has a class of its own, "0" … "5", and is identified."""
    path = empty_project(tmp_path / "p.labeler")
    finish(scan(path, [folder]))
    finish(identify(path))
    with Project(path) as opened:
        ids = add_classes(opened, [str(number) for number in range(6)], ME)
        for image in opened.images(find_images(opened)):
            decide(opened, [image.id], assign(ids[Path(image.path).stem]), kind="assign", what="x", by=ME)
    return path


def classes(project: Path) -> dict[str, str | None]:
    """Return path → class name of all images."""
    with Project(project, "read") as opened:
        names: dict[int | None, str] = {label.id: label.name for label in opened.classes()}
    return {path: names.get(image.class_id) for path, image in images_of(project).items()}


def counts(result: ScanResult) -> dict[str, int]:
    found = {"new": result.new, "missing": result.missing, "changed": result.changed, "moved": result.moved}
    return {name: count for name, count in found.items() if count}


def test_new_and_missing_and_back_again(project: Path, folder: Path) -> None:
    before = images_of(project)
    content = (folder / "a" / "0.png").read_bytes()
    (folder / "a" / "0.png").unlink()
    draw(folder / "c" / "7.png", 7, (30, 30))
    result = finish(rescan(project))
    assert counts(result) == {"new": 1, "missing": 1}
    assert (result.total, result.lost, result.returned) == (6, ("a/0.png",), ())
    assert images_of(project)["a/0.png"].problem == "missing"
    assert images_of(project)["a/0.png"].state is State.CONFIRMED
    assert finish(rescan(project)).lost == ()  # as before
    (folder / "a" / "0.png").write_bytes(content)
    back = finish(rescan(project))
    assert counts(back) == {}
    assert (back.lost, back.returned, back.moves) == ((), ("a/0.png",), ())
    found = images_of(project)["a/0.png"]
    assert (found.problem, found.class_id, found.id) == (None, before["a/0.png"].class_id, before["a/0.png"].id)


def test_renamed_moved_and_exchanged_files_keep_their_decisions(project: Path, folder: Path) -> None:
    (folder / "a" / "0.png").rename(folder / "a" / "renamed.png")
    (folder / "new" / "deep").mkdir(parents=True)
    (folder / "a" / "2.png").rename(folder / "new" / "deep" / "2.png")
    (folder / "b" / "1.png").rename(folder / "swap")
    (folder / "b" / "3.png").rename(folder / "b" / "1.png")
    (folder / "swap").rename(folder / "b" / "3.png")
    before = snapshot(folder)
    result = finish(rescan(project))
    assert counts(result) == {"moved": 4}
    assert result.moves == (
        ("a/0.png", "a/renamed.png"), ("a/2.png", "new/deep/2.png"), ("b/1.png", "b/3.png"), ("b/3.png", "b/1.png")
    )  # fmt: skip
    assert classes(project) == {
        "a/renamed.png": "0", "new/deep/2.png": "2", "a/4.png": "4", "b/1.png": "3", "b/3.png": "1", "b/5.png": "5"
    }  # fmt: skip
    assert {image.problem for image in images_of(project).values()} == {None}
    assert snapshot(folder) == before
    assert counts(finish(rescan(project))) == {}


def test_numbers_that_all_moved_on_by_one_do_not_shift_the_labels(project: Path, folder: Path) -> None:
    for number, name in ((5, "b"), (4, "a"), (3, "b"), (2, "a"), (1, "b")):
        (folder / name / f"{number}.png").rename(folder / name / f"{number + 2}.png")
    result = finish(rescan(project))
    assert counts(result) == {"moved": 5}
    assert classes(project) == {
        "a/0.png": "0", "b/3.png": "1", "a/4.png": "2", "b/5.png": "3", "a/6.png": "4", "b/7.png": "5"
    }  # fmt: skip


def test_an_image_whose_file_was_overwritten_by_another_image_is_missing(project: Path, folder: Path) -> None:
    (folder / "a" / "0.png").replace(folder / "a" / "2.png")
    result = finish(rescan(project))
    assert counts(result) == {"moved": 1, "missing": 1}
    assert classes(project)["a/2.png"] == "0"
    (gone,) = [image for image in images_of(project).values() if image.problem]
    assert classes(project)[gone.path] == "2"


def test_a_new_time_is_no_change_and_new_content_keeps_the_decision(project: Path, folder: Path) -> None:
    os.utime(folder / "a" / "0.png", ns=(1, 1))
    draw(folder / "a" / "2.png", 99, (12 + 2, 9))
    result = finish(rescan(project))
    assert counts(result) == {"changed": 1}
    images = images_of(project)
    assert images["a/0.png"].mtime_ns == 1
    assert images["a/0.png"].sha256 is not None
    assert images["a/2.png"].sha256 is None
    assert classes(project)["a/2.png"] == "2"
    finish(identify(project))
    assert images_of(project)["a/2.png"].sha256 is not None


def test_a_file_that_became_something_else_is_named_and_comes_back(project: Path, folder: Path) -> None:
    content = (folder / "a" / "0.png").read_bytes()
    (folder / "a" / "0.png").write_text("oops")
    result = finish(rescan(project))
    assert in_words(result.skipped) == [("a/0.png", "is a text file named .png")]
    assert result.total == 5
    (folder / "a" / "0.png").write_bytes(content)
    result = finish(rescan(project))
    assert (result.skipped, result.total) == ([], 6)
    assert classes(project)["a/0.png"] == "0"


def test_a_broken_file_that_went_and_came_back_is_broken_still(project: Path, folder: Path) -> None:
    broken = folder / "b" / "cut.png"
    broken.write_bytes(draw(folder / "x.png", 50, (90, 90)).read_bytes()[:2000])
    finish(rescan(project))
    finish(identify(project))
    assert images_of(project)["b/cut.png"].problem == "cut off in the middle"
    finish(rescan(project))
    assert images_of(project)["b/cut.png"].problem == "cut off in the middle"
    broken.rename(folder.parent / "away.png")
    assert finish(rescan(project)).missing == 1
    (folder.parent / "away.png").rename(broken)
    finish(rescan(project))
    finish(identify(project))
    assert images_of(project)["b/cut.png"].problem == "cut off in the middle"


def test_a_moved_folder_is_taken_when_its_content_is_there(project: Path, folder: Path, tmp_path: Path) -> None:
    before = images_of(project)
    (tmp_path / "else where").mkdir()
    place = folder.rename(tmp_path / "else where" / "pictures")
    with pytest.raises(ProjectError, match="is not there"):
        finish(rescan(project))
    assert counts(finish(rescan(project, place))) == {}
    assert images_of(project) == before
    with Project(project, "read") as opened:
        assert opened.folders()[0].path == place
    assert counts(finish(rescan(project))) == {}


def test_a_copy_with_other_times_is_the_same_folder(project: Path, folder: Path, tmp_path: Path) -> None:
    ids = {path: image.id for path, image in images_of(project).items()}
    place = Path(shutil.copytree(folder, tmp_path / "copy", copy_function=shutil.copyfile))
    shutil.rmtree(folder)
    assert counts(finish(rescan(project, place))) == {}
    assert {path: image.id for path, image in images_of(project).items()} == ids


def test_a_moved_folder_that_was_sorted_anew_is_found_by_content(project: Path, folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "sorted"
    for number, file in enumerate(sorted(folder.rglob("*.png"))):
        (place / str(number)).mkdir(parents=True)
        file.rename(place / str(number) / "image.png")
    shutil.rmtree(folder)
    assert counts(finish(rescan(project, place))) == {"moved": 6}
    assert sorted(str(name) for name in classes(project).values()) == ["0", "1", "2", "3", "4", "5"]


def test_another_folder_is_refused_and_nothing_changes(project: Path, folder: Path, tmp_path: Path) -> None:
    for number in range(6):  # the same names and sizes, other content
        draw(tmp_path / "other" / "ab"[number % 2] / f"{number}.png", number + 100, (12 + number, 9))
    folder.rename(tmp_path / "away")
    before = project.read_bytes()
    for place in (tmp_path / "other", tmp_path / "nowhere"):
        with pytest.raises(ProjectError, match="Nothing was changed"):
            finish(rescan(project, place))
    assert project.read_bytes() == before


def test_a_file_that_moved_into_another_folder_of_the_project_keeps_its_image(
    project: Path, folder: Path, tmp_path: Path
) -> None:
    draw(tmp_path / "second" / "9.png", 9, (50, 9))
    finish(scan(project, [tmp_path / "second"]))
    (folder / "a" / "0.png").rename(tmp_path / "second" / "0.png")
    assert counts(finish(rescan(project))) == {"moved": 1}
    assert classes(project)["second/0.png"] == "0"
    with Project(project, "read") as opened:
        assert opened.file_of(images_of(project)["second/0.png"]) == tmp_path / "second" / "0.png"


def test_a_cancelled_rescan_is_finished_by_the_next(
    project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_labeler.jobs.scanning.scan._BATCH", 1)
    for number in (0, 2, 4):
        (folder / "a" / f"{number}.png").rename(folder / "b" / f"{number}.png")
    (folder / "b" / "1.png").unlink()
    draw(folder / "new.png", 33)
    steps = sum(1 for _ in rescan(project))  # undisturbed, to know how long it is
    assert steps > 10
    for number in (0, 2, 4):
        (folder / "b" / f"{number}.png").rename(folder / "a" / f"{number}.png")
    for stop in range(1, steps, 2):
        job = rescan(project)
        for _, _ in zip(range(stop), job, strict=False):
            pass
        job.close()
    finish(rescan(project))
    assert {path: name for path, name in classes(project).items() if path.startswith("a/")} == {
        "a/0.png": "0", "a/2.png": "2", "a/4.png": "4"
    }  # fmt: skip
    assert images_of(project)["b/1.png"].problem == "missing"


def test_where_the_folder_is_already_is_a_plain_rescan(project: Path, folder: Path) -> None:
    for place in (folder, folder / ".." / folder.name):
        assert counts(finish(rescan(project, place))) == {}
