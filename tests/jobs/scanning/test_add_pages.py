"""Pages of stacks become images where a person wants them, once, and follow their file."""

import json
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.images.parts.image_parts import decode_item, part_of
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish

_COLORS = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    photos.mkdir()
    stack = np.stack([np.full((20, 30, 3), color, np.uint8) for color in _COLORS])
    tifffile.imwrite(photos / "stack.tif", stack, photometric="rgb")
    frames = [Image.new("RGB", (30, 20), color) for color in _COLORS[:2]]
    frames[0].save(photos / "two.gif", save_all=True, append_images=frames[1:])
    Image.new("RGB", (30, 20), (9, 9, 9)).save(photos / "one.png")
    tifffile.imwrite(photos / "one.tif", stack[0], photometric="rgb")
    return photos


def _paths(file: Path) -> list[str]:
    with Project(file, "read") as project:
        return [row.path for row in project.images(find_images(project).tolist())]


def test_every_page_is_an_image_where_all_are_wanted(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none", "--pages", "all"]) == 0
    stack = [f"stack.tif#page={page}" for page in (1, 2, 3)]
    assert _paths(file) == ["one.png", "one.tif", *stack, "two.gif#page=1", "two.gif#page=2"]
    with Project(file, "read") as project:
        rows = project.images(find_images(project).tolist())
        assert {(row.width, row.height) for row in rows} == {(30, 20)}
        assert len({row.sha256 for row in rows}) == len(rows)
        for row, color in zip(rows[2:5], _COLORS, strict=True):
            pixels = decode_item(project.file_of(row), part_of(row))
            assert np.array_equal(pixels, np.broadcast_to(np.array(color, np.uint8), (20, 30, 3)))


def test_a_later_stack_is_divided_by_the_next_scan(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none", "--pages", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["images"] == 4
    assert _paths(file) == ["one.png", "one.tif", "stack.tif#page=2", "two.gif#page=2"]
    (folder / "stack.tif").rename(folder / "moved.tif")
    frames = [Image.new("RGB", (30, 20), color) for color in _COLORS]
    frames[0].save(folder / "late.gif", save_all=True, append_images=frames[1:])
    result = finish(rescan(file))
    assert (result.moved, result.missing) == (1, 0)
    assert _paths(file) == ["late.gif#page=2", "moved.tif#page=2", "one.png", "one.tif", "two.gif#page=2"]
    again = finish(rescan(file))
    assert (again.new, again.changed, again.missing) == (0, 0, 0)


def test_the_first_page_is_the_image_where_nothing_was_chosen(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none"]) == 0
    assert _paths(file) == ["one.png", "one.tif", "stack.tif", "two.gif"]


def test_files_without_the_chosen_page_are_counted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none", "--pages", "99"]) == 0
    assert "no page 99 and" in capsys.readouterr().out
    assert main(["rescan", str(file)]) == 0
    assert "no page 99 and" in capsys.readouterr().out


@pytest.mark.parametrize("pages", ["0", "-1", "last", ""])
def test_a_page_that_is_none_is_refused(
    folder: Path, tmp_path: Path, pages: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "p.labeler"), str(folder), f"--pages={pages}"]) == 2
    assert not (tmp_path / "p.labeler").exists()
