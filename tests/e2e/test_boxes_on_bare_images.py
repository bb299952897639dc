"""Boxes drawn on images without any in their source go back into it through the real main(), in all formats."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.decisions.box_edits import draw_box
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.images.parts.part_rows import ids_at
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.export_boxes import BOX_FORMATS
from tests.making import ME

Run = Callable[..., dict[str, Any]]
_DRAWN = {"1.png": ("worm", Box(1, 40, 30, 10)), "s/2.png": ("cat", Box(5, 6, 7, 8))}


@pytest.fixture
def photos(tmp_path: Path) -> None:
    (tmp_path / "photos" / "s").mkdir(parents=True)
    for number, name in enumerate(("0.png", "s/0.png", "1.png", "s/2.png")):
        pixels = np.random.default_rng(number).integers(0, 256, (60, 90, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "photos" / name)


def coco(folder: Path, bare: list[str]) -> Path:
    listed = ["0.png", "s/0.png", *bare]
    images = [
        {"id": 3 * place, "file_name": f"train/{name}", "width": 90, "height": 60, "license": 4}
        for place, name in enumerate(listed, 1)
    ]
    boxes = [
        {"id": place, "image_id": 3 * place, "category_id": 7, "bbox": [1.0, 2, 3, 4], "attributes": {"odd": True}}
        for place in (1, 2)
    ]
    kinds = [{"id": 7, "name": "cat", "colour": "#fff"}]
    content = {"info": {"x": 1}, "annotations": boxes, "images": images, "categories": kinds, "licenses": []}
    (folder / "given.json").write_text(json.dumps(content, indent=1), encoding="utf-8")
    return folder / "given.json"


def box_table(folder: Path, bare: list[str]) -> Path:
    rows = [("who", "file", "xmin", "ymin", "xmax", "ymax", "class", "width", "height")]
    rows += [("Ann", f"train\\{name}", "0,5", "2", "4", "6", "cat", "90", "60") for name in ("0.png", "s\\0.png")]
    rows += [("Bob", f"train\\{name}".replace("/", "\\"), "", "", "", "", "", "90", "60") for name in bare]
    with (folder / "given.csv").open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(rows)
    return folder / "given.csv"


def labelstudio(folder: Path, bare: list[str]) -> Path:
    value = {"x": 10, "y": 10, "width": 20, "height": 20, "rotation": 0, "rectanglelabels": ["cat"]}
    result = {"type": "rectanglelabels", "value": value, "from_name": "kind", "to_name": "picture", "score": None}
    tasks: list[dict[str, object]] = [
        {
            "id": place,
            "data": {"picture": f"/data/local-files/?d=photos/{name}", "site": "A"},
            "annotations": [{"id": 9, "result": [{**result, "original_width": 90, "original_height": 60}]}],
        }
        for place, name in enumerate(("0.png", "s/0.png"))
    ]
    tasks += [
        {"id": 20, "data": {"picture": f"/data/local-files/?d=photos/{name}"}, "annotations": [], "meta": {}}
        for name in bare
    ]
    (folder / "given.json").write_text(json.dumps(tasks), encoding="utf-8")
    return folder / "given.json"


def labelme(folder: Path, bare: list[str]) -> Path:
    for name in ("0.png", "s/0.png", *bare):
        shape = {"label": "cat", "shape_type": "rectangle", "points": [[1, 2], [4, 6]], "flags": {"odd": True}}
        about = {"version": "4.1", "imagePath": Path(name).name, "imageWidth": 90, "imageHeight": 60, "text": "ö"}
        file = (folder / "given" / name).with_suffix(".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(about | {"shapes": [] if name in bare else [shape]}), encoding="utf-8")
    return folder / "given"


def voc(folder: Path, bare: list[str]) -> Path:
    for name in ("0.png", "s/0.png", *bare):
        corners = "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>6</ymax></bndbox>"
        box = "" if name in bare else f"<object><name>cat</name><odd>1</odd>{corners}</object>"
        about = f"<filename>{Path(name).name}</filename><size><width>90</width><height>60</height></size>"
        file = (folder / "given" / name).with_suffix(".xml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<annotation>{about}{box}</annotation>", encoding="utf-8")
    return folder / "given"


def yolo(folder: Path, bare: list[str]) -> Path:
    for name in ("0.png", "s/0.png", *bare):
        file = (folder / "given" / "labels" / name).with_suffix(".txt")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("" if name in bare else "0 0.5 0.5 0.1 0.1\n", encoding="utf-8")
    (folder / "given" / "data.yaml").write_text("names: [cat]  # mine\n", encoding="utf-8")
    return folder / "given"


_SOURCES = {"coco": coco, "csv": box_table, "labelstudio": labelstudio, "labelme": labelme, "voc": voc, "yolo": yolo}


def draw(project: Path) -> None:
    with Project(project) as opened:
        at = ids_at(opened, list(_DRAWN))
        for path, (label, box) in _DRAWN.items():
            new, number = draw_box(opened, at[path], box, (90, 60), ME), add_classes(opened, [label], ME)[label]
            decide(opened, [new], assign(number), kind="assign", what="Label", by=ME)


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("name", BOX_FORMATS)
def test_they_are_added_and_everything_else_stays(
    tmp_path: Path, run: Run, photos: None, name: str, listed: bool
) -> None:
    """Whether the source lists the image without a box or not at all, the box is there afterwards, and read again."""
    kind = BOX_FORMATS[name][0]
    given = _SOURCES[kind](tmp_path, list(_DRAWN) if listed else [])
    run("new", "p.labeler", "photos", "--labels", "none", "--parts", given.name)
    draw(tmp_path / "p.labeler")
    out = tmp_path / "out" / given.name
    out.parent.mkdir()
    result = run("export", "p.labeler", out, "--format", name)
    assert (result["written"], result["added"], result["notes"]) == (4, 2, [])
    before, after = list(read_boxes(given, kind)), list(read_boxes(out, kind))
    assert len(before) == 2
    assert [box for box in after if box.place in {each.place for each in before}] == before
    shutil.move(given, tmp_path / "moved")
    run("new", "q.labeler", "photos", "--labels", "none", "--parts", out)
    with Project(tmp_path / "q.labeler", "read") as opened:
        names = {each.id: each.name for each in opened.classes()}
        rows = opened.rows("SELECT path, class_id FROM image WHERE part LIKE 'xywh=%'")
    found = {str(path): names[number] for path, number in rows}
    assert len(found) == 4
    for path, (label, box) in _DRAWN.items():
        assert found[f"{path}#xywh={box.x},{box.y},{box.width},{box.height}"] == label
    if kind in ("coco", "csv", "labelstudio"):
        _check_fields(tmp_path / "moved", out, kind)


def _check_fields(given: Path, out: Path, kind: str) -> None:
    """Every entry of the source stands in the export as it was, but for what a box without any gets."""
    if kind == "csv":
        before, after = (file.read_bytes().decode("utf-16") for file in (given, out))
        assert after.startswith(before)
        return
    old, new = (json.loads(file.read_text(encoding="utf-8")) for file in (given, out))
    if kind == "coco":
        for key, value in old.items():
            assert new[key][: len(value)] == value if isinstance(value, list) else new[key] == value
        assert len({each["id"] for each in new["images"]}) == len(new["images"]) == 4
        assert len({each["id"] for each in new["annotations"]}) == len(new["annotations"]) == 4
        return
    for task, other in zip(old, new, strict=False):
        assert other | {"annotations": task["annotations"]} == task
        assert other["annotations"][: len(task["annotations"])] == task["annotations"]
    added = [task["annotations"][-1]["result"][0] for task in new[2:]]
    assert {each["from_name"] for each in added} == {"kind"}
