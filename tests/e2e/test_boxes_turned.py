"""A source whose sizes show which way it means boxes of turned photographs is read that way throughout."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

Run = Callable[..., dict[str, Any]]
_WIDE, _HIGH = 90, 60  # of the stored pixels


def _photographs(folder: Path) -> None:
    """Write a photograph with each of the eight orientations."""
    folder.mkdir()
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        pixels = np.random.default_rng(turn).integers(0, 256, (_HIGH, _WIDE, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"o{turn}.jpg", exif=exif)


def _source(name: str, stored: Callable[[int], bool]) -> str:
    """Write COCO with a box on each, whose sizes are those of the stored pixels or of the upright image."""
    images = [
        {"id": turn, "file_name": f"o{turn}.jpg"}
        | dict(zip(("width", "height"), (_WIDE, _HIGH) if stored(turn) or turn < 5 else (_HIGH, _WIDE), strict=True))
        for turn in range(1, 9)
    ]
    boxes = [{"image_id": turn, "category_id": 1, "bbox": [5, 7, 20, 10]} for turn in range(1, 9)]
    content = {"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "cat"}]}
    Path(name).write_text(json.dumps(content), encoding="utf-8")
    return name


def _boxes(run: Run, source: str, *words: str) -> tuple[list[str], dict[str, Any]]:
    project = f"{Path(source).stem}{''.join(words)}.labeler"
    result = run("new", project, "photos", "--parts", source, *words)["boxes"]
    return [each["path"] for each in run("list", project)["images"] if "xywh" in each["path"]], result


@pytest.mark.parametrize("way", ["stored", "upright"])
def test_what_the_sizes_of_some_photographs_show_holds_for_all(run: Run, tmp_path: Path, way: str) -> None:
    _photographs(tmp_path / "photos")
    source = _source("boxes.json", lambda _: way == "stored")
    found, result = _boxes(run, source)
    assert len(found) == 8
    assert found == _boxes(run, source, "--turned", way)[0]
    assert result["turned"] == 0
    said = "as the camera stored them" if way == "stored" else "for upright photographs"
    (note,) = result["notes"]
    assert said in note
    assert "3 photographs of which that could not be told are read in the same way." in note


def test_a_source_that_shows_both_is_asked_about(run: Run, tmp_path: Path) -> None:
    _photographs(tmp_path / "photos")
    found, result = _boxes(run, _source("boxes.json", lambda turn: turn % 2 == 0))
    assert (len(found), result["turned"], result["notes"]) == (8, 3, [])


def test_what_a_person_says_counts(run: Run, tmp_path: Path) -> None:
    _photographs(tmp_path / "photos")
    source = _source("boxes.json", lambda _: True)
    assert _boxes(run, source, "--turned", "upright")[0] != _boxes(run, source)[0]
