"""The scan: every image is found in order, everything else is named with a reason, nothing is written to."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.images.files.walk import _SYSTEM, FoundFile, SkippedFile, walk
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.scanning.scan import ScanResult, scan
from desktop_labeler.messages import Message
from desktop_labeler.progress import finish
from tests.jobs.files import draw, empty_project, images_of, snapshot, without_rights_of_root
from tests.making import in_words

posix = pytest.mark.skipif(os.name == "nt", reason="needs links, pipes or free file names")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return empty_project(tmp_path / "p.labeler")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


def scanned(project: Path, folder: Path) -> ScanResult:
    return finish(scan(project, [folder]))


def test_images_of_all_kinds_are_found_in_the_order_of_their_paths(project: Path, folder: Path) -> None:
    names = ["b/2.png", "a.jpg", "a/1.webp", "a b/x.gif", "b/10.bmp", "c/d/e/f.tif", "z", "a/1.JPG"]
    for number, name in enumerate(names):
        draw(folder / name, number)
    result = scanned(project, folder)
    found = sorted(images_of(project).values(), key=lambda image: image.id)
    assert [image.path for image in found] == sorted(names)
    assert (result.new, result.total, result.missing, result.changed, result.skipped) == (8, 8, 0, 0, [])
    for image in found:
        assert image.size == (folder / image.path).stat().st_size
        assert image.mtime_ns == (folder / image.path).stat().st_mtime_ns


def test_a_second_scan_finds_nothing_new_and_keeps_the_ids(project: Path, folder: Path) -> None:
    for number in range(5):
        draw(folder / f"{number}.png", number)
    scanned(project, folder)
    before = images_of(project)
    result = finish(scan(project))
    assert (result.new, result.missing, result.changed, result.moved, result.total) == (0, 0, 0, 0, 5)
    assert images_of(project) == before


def test_what_is_no_image_is_named_with_its_reason(project: Path, folder: Path) -> None:
    draw(folder / "good.png")
    draw(folder / "really a png.png", 1).rename(folder / "called.jpg")
    draw(folder / "phone.jpg", 2).rename(folder / "phone.heic")  # many phones name them so
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("no image")
    (folder / "notes.txt").write_text("notes")
    (folder / "no ending").write_text("notes")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    draw(folder / ".trash" / "a.png")
    draw(folder / "__MACOSX" / "b.png")
    before = snapshot(folder)
    result = scanned(project, folder)
    assert set(images_of(project)) == {"called.jpg", "good.png", "phone.heic"}
    assert dict(in_words(result.skipped)) == {"empty.jpg": "empty file", "text.jpg": "is a text file named .jpg"}
    assert snapshot(folder) == before


@posix
def test_links_are_followed_but_never_in_a_circle(project: Path, folder: Path, tmp_path: Path) -> None:
    draw(folder / "a" / "1.png", 1)
    draw(tmp_path / "elsewhere" / "2.png", 2)
    draw(tmp_path / "elsewhere" / "deep" / "3.png", 3)
    (folder / "a" / "circle").symlink_to(folder)
    (folder / "b").symlink_to(folder / "a")
    (folder / "other").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(folder / "a")
    (tmp_path / "elsewhere" / "up").symlink_to(tmp_path)
    (folder / "z deep").symlink_to(tmp_path / "elsewhere" / "deep")
    (folder / "file.png").symlink_to(folder / "a" / "1.png")
    (folder / "gone.png").symlink_to(folder / "nothing.png")
    (folder / "self.png").symlink_to(folder / "self.png")
    result = scanned(project, folder)
    assert set(images_of(project)) == {"a/1.png", "file.png", "other/2.png", "other/deep/3.png"}
    assert dict(in_words(result.skipped)) == {
        "a/circle/": "a link to a folder that is scanned anyway",
        "b/": "a link to a folder that is scanned anyway",
        "other/back/": "a link to a folder that is scanned anyway",
        "other/up/": "a link to a folder that is scanned anyway",
        "z deep/": "a folder that was reached before by another way",
        "gone.png": "a link to a file that is not there",
        "self.png": "a link that leads back to itself",
    }


@posix
def test_a_pipe_named_like_an_image_does_not_stop_the_scan(project: Path, folder: Path) -> None:
    os.mkfifo(folder / "pipe.jpg")
    draw(folder / "z.png")
    assert in_words(scanned(project, folder).skipped) == [
        ("pipe.jpg", "not a file with content but a pipe or a device")
    ]


@posix
def test_unreadable_files_and_folders_are_named_and_what_is_in_them_is_not_missing() -> None:
    with without_rights_of_root() as place:
        folder, project = place / "images", empty_project(place / "p.labeler")
        draw(folder / "open.png")
        draw(folder / "closed" / "1.png", 1)
        secret = draw(folder / "secret.png", 2)
        scanned(project, folder)
        secret.chmod(0)
        (folder / "closed").chmod(0)
        result = finish(scan(project))
        assert dict(in_words(result.skipped)) == {
            "closed/": "this folder cannot be read: no permission to read it",
            "secret.png": "no permission to read it",
        }
        assert (result.missing, result.total) == (0, 2)
        assert images_of(project)["closed/1.png"].problem is None
        secret.chmod(0o600)
        (folder / "closed").chmod(0o700)
        assert finish(scan(project)).skipped == []
        assert {image.problem for image in images_of(project).values()} == {None}


@posix
def test_a_read_only_folder_is_scanned() -> None:
    with without_rights_of_root() as place:
        draw(place / "images" / "1.png")
        (place / "images").chmod(0o500)
        assert scanned(empty_project(place / "p.labeler"), place / "images").total == 1


@posix
def test_unusual_names_work_and_those_that_are_no_text_are_listed(project: Path, folder: Path) -> None:
    names = [
        'it\'s "quoted".png',
        "new\nline.png",
        "🦀🏝.png",
        "שלום عالم.png",
        "%s {0} \\ back.png",
        "é" * 125 + ".png",
    ]
    names += ["-rf.png", " space .png", "a;b&c|d.png", "x" * 251 + ".png"]
    for number, name in enumerate(names):
        draw(folder / name / "in.png" if number % 3 == 0 else folder / name, number)
    Path(os.fsdecode(os.fsencode(folder / "umlaut") + b"\xfc.png")).write_bytes((folder / names[1]).read_bytes())
    result = scanned(project, folder)
    assert set(images_of(project)) == {
        f"{name}/in.png" if number % 3 == 0 else name for number, name in enumerate(names)
    }
    assert in_words(result.skipped) == [("umlaut\\xfc.png", "its name is not valid text; rename it")]


_letters = st.characters(exclude_characters="/\0", codec="utf-8")
_name = st.text(_letters, min_size=1, max_size=40).filter(
    lambda name: len(name.encode()) < 200 and name[0] != "." and name.lower() not in _SYSTEM
)


@posix
@given(names=st.sets(_name, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_found_as_it_is(names: set[str], tmp_path: Path) -> None:
    place = tmp_path / "any"
    shutil.rmtree(place, ignore_errors=True)
    (tmp_path / "any.labeler").unlink(missing_ok=True)
    paths = [f"{name}/{name}.png" for name in names]
    for number, path in enumerate(paths):
        draw(place / path, number)
    project = empty_project(tmp_path / "any.labeler")
    scanned(project, place)
    found = sorted(images_of(project).values(), key=lambda image: image.id)
    assert [image.path for image in found] == sorted(paths)


def test_several_folders_keep_their_images_apart(project: Path, tmp_path: Path) -> None:
    for number, name in enumerate(["one", "two/x", "three/x"]):
        draw(tmp_path / name / "1.png", number)
    draw(tmp_path / "one" / "x" / "2.png", 5)  # has the name that the second folder would get
    finish(scan(project, [tmp_path / "one", tmp_path / "two/x", tmp_path / "three/x"]))
    images = images_of(project)
    assert set(images) == {"1.png", "x/2.png", "x (2)/1.png", "x (3)/1.png"}
    with Project(project, "read") as opened:
        assert opened.file_of(images["x (3)/1.png"]) == tmp_path / "three/x/1.png"
    draw(tmp_path / "one" / "x (2)" / "1.png", 6)
    result = finish(scan(project))
    assert in_words(result.skipped) == [("x (2)/", "another folder of the project has this name; rename one of them")]
    assert images_of(project) == images


def test_a_folder_within_another_one_is_refused(project: Path, folder: Path) -> None:
    draw(folder / "a" / "1.png")
    scanned(project, folder)
    for place in (folder / "a", folder.parent):
        with pytest.raises(ProjectError, match="lies within"):
            finish(scan(project, [place]))
    assert finish(scan(project, [folder])).total == 1
    (folder.parent / "apart").mkdir()
    for places in ([folder.parent / "apart", folder / "a"], [folder.parent / "apart", folder.parent / "never"]):
        with pytest.raises(ProjectError, match="Nothing was changed"):
            finish(scan(project, places))
    with Project(project, "read") as opened:
        assert len(opened.folders()) == 1


def test_a_folder_that_is_not_there_is_said_and_nothing_is_missing(project: Path, folder: Path) -> None:
    draw(folder / "1.png")
    scanned(project, folder)
    folder.rename(folder.with_name("away"))
    with pytest.raises(ProjectError, match=r"is not there.*left as they are.*name its new place"):
        finish(scan(project))
    assert images_of(project)["1.png"].problem is None
    folder.mkdir()  # as the place of a disk that is not connected
    with pytest.raises(ProjectError, match=r"holds no images any more.*Connect the disk"):
        finish(scan(project))
    assert images_of(project)["1.png"].problem is None
    with pytest.raises(ProjectError, match="There is no folder"):
        finish(scan(project, [folder.with_name("never")]))


def test_a_cancelled_first_scan_keeps_what_it_found_and_goes_on(
    project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_labeler.jobs.scanning.scan._BATCH", 10)
    content = draw(folder / "000.png").read_bytes()
    for number in range(100):
        (folder / f"{number:03}.png").write_bytes(content)
    job = scan(project, [folder])
    for _ in range(3):
        next(job)
    job.close()
    kept = images_of(project)
    assert 0 < len(kept) < 100
    result = finish(scan(project))
    assert result.total == 100
    assert result.new == 100 - len(kept)
    assert {path: images_of(project)[path].id for path in kept} == {path: image.id for path, image in kept.items()}


def test_the_scan_of_a_large_folder_can_stop_before_its_first_file(folder: Path) -> None:
    draw(folder / "0.png")
    for number in range(2500):
        (folder / f"{number}.txt").touch()
    steps = walk(Folder(1, folder, ""))
    assert [next(steps), next(steps)] == [None, None]
    assert isinstance(next(steps), FoundFile)


def test_a_file_that_vanishes_between_listing_and_reading_is_named(folder: Path) -> None:
    for number in range(3):
        draw(folder / f"{number}.png", number)
    steps = walk(Folder(1, folder, ""))
    next(steps)
    (folder / "2.png").unlink()
    assert list(steps)[1] == SkippedFile("2.png", Message("the file is not there any more"))


def test_a_job_that_only_reads_leaves_the_lock_free_at_the_end(project: Path, folder: Path) -> None:
    job = scan(project, [folder])
    next(job)
    job.close()
    with Project(project) as opened:
        assert not opened.read_only
