"""Whatever a source of boxes holds is told by the real main(): as a box, or counted and named with why it is none."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def project(run: Run, tmp_path: Path) -> str:
    """A project of two photographs."""
    (tmp_path / "photos").mkdir()
    for number in range(2):
        pixels = np.random.default_rng(number).integers(0, 256, (60, 90, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "photos" / f"{number}.png")
    run("new", "p.labeler", "photos", "--labels", "none")
    return "p.labeler"


_ROWS: list[tuple[str, ...]] = [
    ("0.png", "1", "2", "3", "4", "cat"),
    ("0.png", "1", "2", "3", "4", "cat"),  # twice
    ("0.png", "", "", "", "", ""),  # and has a box
    ("0.png", "5", "", "3", "4", "cat"),
    ("1.png", "", "", "", "", ""),
    ("1.png", "", "", "", "", ""),
    ("1.png", "", "", "", "", "cat"),  # a class without a box
    ("", "1", "2", "3", "4", "cat"),
    ("", "", "", "", "", "cat"),
    ("2.png", "1", "2", "3", "4", "cat"),  # not in the project
    ("a.mp4#t=1", "1", "2", "3", "4", "cat"),
    ("0.png", "999", "2", "3", "4", "cat"),  # outside
    ("0.png", "1", "2", "0", "4", "cat"),
    ("./0.png", "9", "9", "9", "9", "dog"),  # the same image in other words
]


def _told(result: dict[str, Any]) -> int:
    return sum(int(result[name]) for name in ("items", "known", "below", "lost")) + sum(
        len(result[name]) for name in ("skipped", "empty")
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.sampled_from(_ROWS), min_size=1, max_size=12))
def test_every_row_of_a_table_is_told(project: str, run: Run, rows: list[tuple[str, ...]]) -> None:
    with Path("boxes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "x", "y", "w", "h", "label"), *rows])
    assert _told(run("boxes", project, "boxes.csv", "--dry-run")) == len(rows)


def test_the_sentences_count_and_name_what_is_no_box(
    project: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("boxes.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("path", "x", "y", "w", "h", "label"), *_ROWS])
    assert main(["boxes", project, "boxes.csv", "--dry-run"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines[0].startswith("2 boxes in 1 file would be added as images")
    assert "Left out (9):" in lines
    assert (
        "boxes.csv#line/8: it has a class and no box; classes of whole images are imported as labels, not as boxes"
        in lines
    )
    assert lines[lines.index("Images that the project does not have (2, with 2 boxes):") + 1 :][:2] == [
        "2.png",
        "a.mp4",
    ]
    assert lines[lines.index("Images without a box in the source (1):") + 1] == "1.png"
    assert any(line.startswith("1 video of the source is not in the project") for line in lines)


def test_what_other_programs_write_besides_boxes_is_told(project: str, run: Run) -> None:
    box = {"x": 1, "y": 2, "width": 30, "height": 40, "rotation": 0, "rectanglelabels": ["cat"]}
    size = {"original_width": 90, "original_height": 60}
    results = [
        {"type": "rectanglelabels", "value": box, **size},
        {"type": "choices", "value": {"choices": ["good"]}},
        {"type": "brushlabels", "value": {"rle": [1, 2], "brushlabels": ["cat"]}, **size},
        {"type": "rectanglelabels", **size},
    ]
    tasks = [
        {"data": {"image": "0.png"}, "annotations": [{"result": results}]},
        {"data": {"image": "1.png"}, "annotations": [{"result": []}]},
        {"data": {}, "annotations": []},
    ]
    Path("tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    result = run("boxes", project, "tasks.json", "--dry-run")
    assert (result["items"], result["empty"]) == (1, ["1.png"])
    assert [each["reason"] for each in result["skipped"]] == [
        "it is a shape without a box: brushlabels",
        "its box is not four numbers",
        "it names no image",
    ]
    assert result["notes"][0].startswith("1 answer of Label Studio is about a whole image or another box")
    detections = {"category": "1", "conf": 0.9, "bbox": [0.1, 0.1, 0.5, 0.5]}
    images = [{"file": "0.png", "detections": [detections]}, {"file": "1.png", "detections": []}, {"detections": []}]
    Path("md.json").write_text(json.dumps({"images": images, "detection_categories": {"1": "animal"}}), "utf-8")
    result = run("boxes", project, "md.json", "--dry-run")
    assert (_told(result), result["empty"], result["skipped"][0]["reason"]) == (3, ["1.png"], "it names no image")


def test_parts_of_objects_of_pascal_voc_are_counted(tmp_path: Path) -> None:
    corners = "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>11</xmax><ymax>12</ymax></bndbox>"
    part = f"<part><name>head</name>{corners}</part>"
    text = (
        f"<annotation><filename>0.png</filename><object><name>person</name>{corners}{part}{part}</object></annotation>"
    )
    (tmp_path / "0.xml").write_text(text, encoding="utf-8")
    source = read_boxes(tmp_path)
    assert [box.label for box in source] == ["person"]
    assert [str(note) for note in source.notes] == ["2 parts of objects have a box of their own, which is not used."]
