"""Small copies of images: each original read once, whatever happens meanwhile."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding import store_pixels as module
from desktop_labeler.jobs.embedding.store_pixels import Pixels, store_pixels
from desktop_labeler.jobs.images import read_images
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.networks import Preprocessing, small_input
from desktop_labeler.progress import finish
from tests.jobs.files import draw, snapshot

WANTED = small_input(16)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for number in range(40):
        draw(tmp_path / "images" / f"{number:02}.png", number, (20 + number, 24))
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    return tmp_path / "p.labeler"


def _store(project: Path, folder: Path, wanted: Preprocessing = WANTED) -> Pixels:
    with Project(project, "read") as opened:
        return finish(store_pixels(opened, folder, wanted))


def _check(project: Path, stored: Pixels) -> None:
    """Each copy is of its image as it is now."""
    assert len(set(stored.ids.tolist())) == len(stored.ids) == len(stored.images)
    with Project(project, "read") as opened:
        for row, copy in zip(opened.images(stored.ids.tolist()), stored.images, strict=True):
            assert np.array_equal(copy, resized(decode(opened.file_of(row), longest=256)[None], WANTED)[0])


def test_every_image_has_its_copy_and_no_original_is_touched(project: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "images")
    stored = _store(project, tmp_path / "cache")
    assert stored.images.shape == (40, 16, 16, 3)
    assert (stored.skipped, stored.left_out) == ((), 0)
    _check(project, stored)
    assert snapshot(tmp_path / "images") == before


def test_a_second_time_nothing_is_read(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _store(project, tmp_path / "cache")
    monkeypatch.setattr(read_images, "decode_item", lambda *_, **__: pytest.fail("an image was read again"))
    second = _store(project, tmp_path / "cache")
    assert np.array_equal(first.ids, second.ids)
    assert np.array_equal(first.images, second.images)


@pytest.mark.parametrize("half", ["pixels.u8", "pixels.u8.rows"])
def test_half_a_row_is_cut_off(project: Path, tmp_path: Path, half: str) -> None:
    """What a program leaves that is killed while it writes."""
    _store(project, tmp_path / "cache")
    file = tmp_path / "cache" / half
    file.write_bytes(file.read_bytes()[:-7])
    stored = _store(project, tmp_path / "cache")
    assert len(stored.ids) == 40
    _check(project, stored)


def test_cancelled_it_keeps_what_it_made(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_labeler.jobs.threads._PACE", -1.0)  # every report comes through
    with Project(project, "read") as opened:
        job = store_pixels(opened, tmp_path / "cache", WANTED)
        for progress in job:
            if progress.done >= 9:
                break
        job.close()
    kept = np.fromfile(tmp_path / "cache" / "pixels.u8.rows", np.int64).reshape(-1, 2)
    assert 9 <= len(kept) < 40
    stored = _store(project, tmp_path / "cache")
    assert np.array_equal(stored.ids[: len(kept)], kept[:, 0])
    assert len(stored.ids) == 40
    _check(project, stored)


def test_new_images_join_and_changed_ones_are_read_again(project: Path, tmp_path: Path) -> None:
    _store(project, tmp_path / "cache")
    draw(tmp_path / "images" / "new.png", 77)
    finish(rescan(project))
    assert len(_store(project, tmp_path / "cache").ids) == 41
    draw(tmp_path / "images" / "03.png", 99, (33, 21))
    (tmp_path / "images" / "05.png").unlink()
    finish(rescan(project))
    stored = _store(project, tmp_path / "cache")
    assert len(stored.ids) == 40
    _check(project, stored)


def test_another_size_is_made_anew(project: Path, tmp_path: Path) -> None:
    _store(project, tmp_path / "cache")
    assert _store(project, tmp_path / "cache", small_input(8)).images.shape == (40, 8, 8, 3)


def test_unreadable_images_are_named_and_the_others_come(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "images" / "07.png"
    broken.write_bytes(broken.read_bytes()[:60])
    (tmp_path / "images" / "04.png").unlink()
    stored = _store(project, tmp_path / "cache")
    assert len(stored.ids) == 38
    assert [path for path, _ in stored.skipped] == ["04.png", "07.png"]
    assert all(reason for _, reason in stored.skipped)


def test_grey_deep_and_transparent_images_become_rgb(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    chance = np.random.default_rng(0)
    Image.fromarray(chance.integers(0, 256, (20, 20), np.uint8)).save(folder / "grey.png")
    Image.fromarray(chance.integers(0, 60_000, (20, 20), np.uint16)).save(folder / "deep.png")
    Image.fromarray(chance.integers(0, 256, (20, 20, 4), np.uint8)).save(folder / "clear.png")
    Image.fromarray(chance.integers(0, 256, (600, 10, 3), np.uint8)).save(folder / "long.png")
    finish(new_project(tmp_path / "p.labeler", folder))
    stored = _store(tmp_path / "p.labeler", tmp_path / "cache")
    assert stored.images.shape == (4, 16, 16, 3)
    assert all(copy.std() > 3 for copy in stored.images)


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def test_too_little_room_for_all_gives_a_sample(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = 16 * 16 * 3
    monkeypatch.setattr(module, "_ENOUGH", 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(module._LEFT + 15 * row))
    stored = _store(project, tmp_path / "cache")
    assert (len(stored.ids), stored.left_out) == (15, 25)
    assert stored.ids[0] <= 3  # spread over the folder
    assert stored.ids[-1] >= 37
    _check(project, stored)


def test_far_too_little_room_is_a_sentence(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Usage(1000))
    with pytest.raises(LabelerError, match="too little room"):
        _store(project, tmp_path / "cache")


@pytest.mark.skipif(sys.platform != "linux", reason="a full device as Linux has it")
def test_a_disk_that_fills_up_is_a_sentence(project: Path, tmp_path: Path) -> None:
    _store(project, tmp_path / "cache")
    (tmp_path / "cache" / "pixels.u8.rows").unlink()
    (tmp_path / "cache" / "pixels.u8").unlink()
    (tmp_path / "cache" / "pixels.u8.rows").symlink_to("/dev/full")
    with pytest.raises(LabelerError, match=r"disk is full|cannot be written"):
        _store(project, tmp_path / "cache")
