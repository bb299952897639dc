"""A package is unpacked image by image: stopped at any place it goes on there, and what is damaged is made whole."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.images.unpack_images import unpack_package
from desktop_labeler.jobs.packages.make_package import Selection, make_package
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.paths import cache_dir
from desktop_labeler.progress import finish
from tests.making import make_project

_NAMES = [f"site {number % 2}/{number}.png" for number in range(6)]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    make_project(tmp_path / "p.labeler", _NAMES, files=True).close()
    out = tmp_path / "b.labeler"
    finish(make_package(tmp_path / "p.labeler", out, Selection()))
    return out


def _there(package: Path) -> list[str]:
    with Project(package, "read") as opened:
        (folder,) = opened.folders()
    assert folder.packed
    return sorted(str(file.relative_to(folder.path)) for file in folder.path.rglob("*") if file.is_file())


def _unpacked_until(package: Path, count: int) -> None:
    """Unpack so many images, then stop as a cancelled job does."""
    with Project(package, "read") as opened, closing(opened.unpack()) as steps:
        for done, _ in steps:
            if done == count:
                return


@pytest.mark.parametrize("count", range(7))
def test_it_goes_on_where_it_was_stopped(package: Path, tmp_path: Path, count: int) -> None:
    assert _there(package) == []  # looking at its folders unpacks nothing
    _unpacked_until(package, count)
    assert len(_there(package)) == count
    times = {file: file.stat().st_ino for file in (cache_dir() / "packages").rglob("*.png")}
    assert finish(unpack_package(package)) == 6
    assert _there(package) == sorted(_NAMES)
    assert all(file.stat().st_ino == number for file, number in times.items())  # none was written twice
    for name in _NAMES:
        with Project(package, "read") as opened:
            assert (opened.folders()[0].path / name).read_bytes() == (tmp_path / "images" / name).read_bytes()
    assert not list((cache_dir() / "packages").glob(".*"))


def test_a_cache_that_was_cleared_or_cut_is_filled_again(package: Path) -> None:
    finish(unpack_package(package))
    with Project(package, "read") as opened:
        folder = opened.folders()[0].path
    (folder / _NAMES[0]).unlink()
    (folder / _NAMES[1]).write_bytes(b"half")
    finish(unpack_package(package))
    assert _there(package) == sorted(_NAMES)
    assert (folder / _NAMES[1]).stat().st_size > 4


@pytest.mark.parametrize("path", ["../out.png", "/out.png", "site 0", "a" * 300 + ".png", "site 1/1.png/inner.png"])
def test_a_path_that_is_none_here_keeps_no_other_image(package: Path, path: str) -> None:
    with closing(sqlite3.connect(package)) as db, db:
        db.execute("UPDATE image SET path = ? WHERE path = ?", (path, _NAMES[4]))
    assert finish(unpack_package(package)) == 6
    assert _there(package) == sorted(set(_NAMES) - {_NAMES[4]})


def test_a_job_that_reads_the_images_unpacks_them_first(package: Path) -> None:
    _unpacked_until(package, 2)
    phases = []
    result = finish(embed_project(package, backbone="built-in"), lambda progress: phases.append(progress.phase))
    assert (result.images, result.skipped) == (6, ())
    assert finish(rescan(package)).missing == 0


def test_a_rescan_of_a_package_that_is_not_unpacked_finds_every_image(package: Path) -> None:
    assert finish(rescan(package)).missing == 0
    with Project(package, "read") as opened:
        assert len(find_images(opened)) == 6


def test_a_cache_that_cannot_be_written_is_said_and_what_is_there_stays(package: Path) -> None:
    cache_dir().mkdir(parents=True, exist_ok=True)
    (cache_dir() / "packages").write_text("in the way")
    with pytest.raises(ProjectError, match="cannot be unpacked"):
        finish(unpack_package(package))
    (cache_dir() / "packages").unlink()
    assert finish(unpack_package(package)) == 6


def test_images_of_packages_that_nobody_used_for_long_are_removed_and_others_stay(
    package: Path, tmp_path: Path
) -> None:
    finish(unpack_package(package))
    assert len(_there(package)) == 6
    other = tmp_path / "c.labeler"
    finish(make_package(tmp_path / "p.labeler", other, Selection()))
    place = cache_dir() / "packages"
    (used,) = (entry for entry in place.iterdir() if entry.is_dir())
    (place / "notes").mkdir()  # nothing of ours

    def unused_for(days: int) -> None:
        for file in (used, place / f"{used.name}.complete", place / "notes"):
            os.utime(file, (time.time() - days * 24 * 3600,) * 2)
        for entry in place.iterdir():
            if entry.name not in (used.name, f"{used.name}.complete", "notes"):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    unused_for(29)
    finish(unpack_package(other))
    assert len(_there(package)) == 6
    unused_for(31)
    with Project(package, "read") as opened:
        assert list(opened.unpack()) == []  # it is used, and whole
    finish(unpack_package(other))
    assert len(_there(package)) == 6
    unused_for(31)
    finish(unpack_package(other))
    assert _there(package) == []
    assert (place / "notes").is_dir()
    assert finish(unpack_package(package)) == 6
    assert len(_there(package)) == 6
