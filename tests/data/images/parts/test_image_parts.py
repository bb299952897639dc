"""Parts of files: their text form, their pixels, and how they follow their files."""

import threading
from collections import deque
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.data.decoding import decode as decoding
from desktop_labeler.data.decoding.display_range import AUTOMATIC
from desktop_labeler.data.images.parts import image_parts
from desktop_labeler.data.images.parts.image_parts import (
    Box,
    DecodedFiles,
    Part,
    decode_item,
    read_part,
    split_path,
    with_margin,
)
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts, follow_files, hide_files, part_id
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish

sides = st.integers(1, 10**6)
boxes = st.builds(Box, st.integers(0, 10**6), st.integers(0, 10**6), sides, sides)
parts = st.builds(Part, st.none() | st.integers(1, 10**6), st.none() | boxes).filter(lambda part: part != Part())


@given(parts, st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1))
def test_a_part_is_read_as_it_was_written(part: Part, file: str) -> None:
    assert read_part(str(part)) == part
    assert split_path(f"{file}#{part}") == (file, part)


@pytest.mark.parametrize(
    "text",
    ["", "page=0", "page=1&", "&xywh=1,2,3,4", "xywh=1,2,0,4", "xywh=1,2,3", "page=2xywh=1,2,3,4", "xywh=-1,2,3,4"],
)
def test_what_names_no_part_is_part_of_the_name(text: str) -> None:
    with pytest.raises(ValueError, match="names no part"):
        read_part(text)
    assert split_path(f"a#{text}") == (f"a#{text}", None)


@given(boxes, st.floats(0, 1), st.tuples(sides, sides))
def test_a_box_with_its_margin_lies_in_the_image_and_around_the_box(
    box: Box, margin: float, size: tuple[int, int]
) -> None:
    seen = with_margin(box, margin, size)
    if box.x >= size[0] or box.y >= size[1]:
        assert seen is None
        return
    assert seen is not None
    assert 0 <= seen.x <= box.x
    assert 0 <= seen.y <= box.y
    assert min(box.x + box.width, size[0]) <= seen.x + seen.width <= size[0]
    assert min(box.y + box.height, size[1]) <= seen.y + seen.height <= size[1]


def _photo(path: Path, size: tuple[int, int] = (60, 40)) -> np.ndarray:
    pixels = np.random.default_rng(list(path.name.encode())).integers(0, 256, (size[1], size[0], 3), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return pixels


def test_the_pixels_of_a_box_are_those_of_the_file(tmp_path: Path) -> None:
    pixels = _photo(tmp_path / "a.png")
    part = Part(box=Box(10, 5, 20, 8))
    assert np.array_equal(decode_item(tmp_path / "a.png", part, margin=0), pixels[5:13, 10:30])
    assert np.array_equal(decode_item(tmp_path / "a.png", part, margin=0.1), pixels[3:15, 8:32])
    assert decode_item(tmp_path / "a.png", part, margin=0, longest=5).shape == (2, 5, 3)
    with pytest.raises(ImageError, match="outside"):
        decode_item(tmp_path / "a.png", Part(box=Box(60, 0, 5, 5)))


def test_a_file_is_decoded_once_for_all_its_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _photo(tmp_path / "a.png")
    decoded = []

    def counted(path: Path, **options: object) -> object:
        decoded.append(path)
        return decoding.decode(path, display=AUTOMATIC)

    monkeypatch.setattr(image_parts, "decode", counted)
    files = DecodedFiles(10**6)
    threads = [threading.Thread(target=files.pixels, args=(tmp_path / "a.png", None, AUTOMATIC)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(decoded) == 1
    _photo(tmp_path / "a.png", (61, 40))  # another file of the same name is decoded again
    assert files.pixels(tmp_path / "a.png", None, AUTOMATIC).shape == (40, 61, 3)


def _with_boxes(tmp_path: Path) -> Path:
    for name in ("a.png", "b.png", "c.png"):
        _photo(tmp_path / "photos" / name)
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "photos", "none"))
    with Project(path) as project:
        box, other = Part(box=Box(1, 2, 10, 10)), Part(box=Box(50, 30, 10, 10))
        assert add_parts(project, [NewPart(file, part, (10, 10)) for file in (1, 2) for part in (box, other)])
        assert add_parts(project, [NewPart(1, box, (10, 10))]) == [None]
        hide_files(project, [1, 2])
    return path


def _items(path: Path) -> dict[str, str | None]:
    with Project(path, "read") as project:
        return {row.path: row.problem for row in project.images(range(1, 20)) if row.part != ""}


def test_parts_stand_in_place_of_their_file_and_follow_it(tmp_path: Path) -> None:
    path = _with_boxes(tmp_path)
    names = ["#xywh=1,2,10,10", "#xywh=50,30,10,10"]
    shown = [f"{file}{name}" for file in ("a.png", "b.png") for name in names]
    assert _items(path) == dict.fromkeys(["c.png", *shown])
    photos = tmp_path / "photos"
    (photos / "a.png").rename(photos / "x.png")  # the two files swap their names
    (photos / "b.png").rename(photos / "a.png")
    (photos / "x.png").rename(photos / "b.png")
    finish(rescan(path))
    with Project(path, "read") as project:
        rows = {row.id: row for row in project.images(range(1, 20))}
        assert rows[1].path == "b.png"
        assert all(row.path == f"{rows[row.holder].path}#{row.part}" for row in rows.values() if row.holder)
        assert all(
            row.sha256 == part_id(rows[row.holder].sha256, row.part or "") for row in rows.values() if row.holder
        )
    (photos / "b.png").unlink()
    finish(rescan(path))
    assert {name for name, problem in _items(path).items() if problem == "missing"} == {
        f"b.png{name}" for name in names
    }
    _photo(photos / "b.png", (45, 40))  # another image of that name: one of the boxes lies outside it
    finish(rescan(path))
    finish(identify(path))
    found = _items(path)
    assert found["b.png#xywh=1,2,10,10"] is None
    assert "outside" in (found["b.png#xywh=50,30,10,10"] or "")
    with Project(path, "read") as project:
        assert {row.problem for row in project.images([1, 2])} == {"only its parts are labelled"}


def test_parts_that_fit_are_not_written(tmp_path: Path) -> None:
    path = _with_boxes(tmp_path)
    with Project(path) as project:
        deque(follow_files(project), maxlen=0)
        before = project.db.total_changes
        deque(follow_files(project), maxlen=0)
        assert project.db.total_changes - before <= 1  # the mark of the commit
