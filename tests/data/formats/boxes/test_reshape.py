"""Boxes that were moved, deleted and drawn are written back into their source; all others stay as they are."""

import json
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import BoxedImage, write_new
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt, NewBox, Reshaped
from desktop_labeler.data.formats.boxes.writing.write_back import WRITTEN_BACK, write_back
from desktop_labeler.data.images.parts.image_parts import Box
from tests.data.formats.boxes.test_write_back import content, image_sets

_SIZE = (100, 50)
_RUN = count()
_SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
_SOMEWHERE = st.builds(Box, st.integers(0, 80), st.integers(0, 40), st.integers(1, 20), st.integers(1, 10))
Found = dict[str, list[tuple[float, float, float, float, str | None]]]


def _write(kind: BoxKind, out: Path, images: list[BoxedImage]) -> None:
    """Write boxes as a source of each format, by hand where the program writes none anew."""
    if kind in ("coco", "voc", "yolo", "csv"):
        list(write_new(kind, out, images, ["cat"]))
    elif kind == "labelme":
        for image in images:
            file = out / f"{Path(image.path).with_suffix('.json')}"
            file.parent.mkdir(parents=True, exist_ok=True)
            shapes = [
                {"label": box.label, "points": [[box.x, box.y], [box.x + box.width, box.y + box.height]]}
                | {"shape_type": "rectangle", "flags": {}}
                for box in image.boxes
            ]
            said = {"imagePath": Path(image.path).name, "imageWidth": 100, "imageHeight": 50, "shapes": shapes}
            file.write_text(json.dumps(said, indent=2), encoding="utf-8")
    else:
        tasks = []
        for image in images:
            results = [
                {
                    "id": f"r{number}",
                    "type": "rectanglelabels",
                    "from_name": "label",
                    "to_name": "image",
                    "original_width": 100,
                    "original_height": 50,
                    "value": {"x": box.x, "y": 2 * box.y, "width": box.width, "height": 2 * box.height, "rotation": 0}
                    | {"rectanglelabels": [box.label]},
                }
                for number, box in enumerate(image.boxes)
            ]
            tasks.append({"data": {"image": image.path}, "annotations": [{"result": results}]})
        out.write_text(json.dumps(tasks, indent=1), encoding="utf-8")


def _read(source: Path, kind: BoxKind) -> tuple[dict[str, str], Found]:
    """Return the image of each place, and the boxes of each image in whole pixels."""
    places: dict[str, str] = {}
    found: Found = {}
    for box in read_boxes(source, kind):
        across, down = _SIZE if box.fractions else (1, 1)
        sides = (box.x * across, box.y * down, box.width * across, box.height * down)
        assert sides == pytest.approx([round(side) for side in sides], abs=1e-6)
        places[box.place] = box.image
        left, top, width, height = (float(round(side)) for side in sides)
        found.setdefault(box.image, []).append((left, top, width, height, box.label))
    return places, {image: sorted(boxes, key=str) for image, boxes in found.items()}


Sides = tuple[float, float, float, float]


def _places(source: Path, kind: BoxKind) -> dict[str, tuple[str, Sides, str | None]]:
    """Return the image, the box and the class of each place."""
    found = {}
    for box in read_boxes(source, kind):
        across, down = _SIZE if box.fractions else (1, 1)
        sides = (box.x * across, box.y * down, box.width * across, box.height * down)
        left, top, width, height = (float(round(side)) for side in sides)
        found[box.place] = (box.image, (left, top, width, height), box.label)
    return found


def _sides(box: Box) -> Sides:
    return float(box.x), float(box.y), float(box.width), float(box.height)


def _drawn_changes(
    data: st.DataObject, places: dict[str, tuple[str, Sides, str | None]], fractions: bool
) -> tuple[Reshaped, Found]:
    """Draw what happens to each box, and return the boxes of each image afterwards."""
    changes = Reshaped()
    expected: Found = {}
    taken = {(image, sides) for image, sides, _ in places.values()}  # a box that stands twice is read once
    for place, (image, sides, label) in places.items():
        act = data.draw(st.sampled_from(["keep", "keep", "move", "delete", "add"]))
        now = data.draw(_SOMEWHERE)
        if (image, _sides(now)) in taken and act in ("move", "add"):
            act = "keep"
        taken.add((image, _sides(now)))
        said = expected.setdefault(image, [])
        if act == "move":
            changes.moved[place] = BoxAt(now, _SIZE, fractions)
            said.append((*_sides(now), label))
        elif act == "delete":
            changes.deleted.add(place)
        else:
            said.append((*sides, label))
        if act == "add":
            new = data.draw(st.sampled_from(["cat", "new <one>", "7"]))
            changes.added.append(NewBox(place, new, BoxAt(now, _SIZE, fractions)))
            said.append((*_sides(now), new))
    return changes, {image: boxes for image, boxes in expected.items() if boxes}


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITTEN_BACK)
@given(image_sets(), st.data())
@_SETTINGS
def test_only_what_was_changed_differs(
    tmp_path: Path, kind: BoxKind, images: list[BoxedImage], data: st.DataObject
) -> None:
    folder = tmp_path / str(next(_RUN))
    folder.mkdir()
    ending = {"csv": ".csv", "coco": ".json", "labelstudio": ".json"}.get(kind, "")
    source, out = folder / f"boxes{ending}", folder / "out" / f"boxes{ending}"
    out.parent.mkdir()
    _write(kind, source, images)
    fractions = kind in ("yolo", "labelstudio")
    places = _places(source, kind)
    assume(places)
    changes, expected = _drawn_changes(data, places, fractions)
    assert list(write_back(source, kind, out, {}, changes))
    _, found = _read(out, kind)
    assert found == {image: sorted(boxes, key=str) for image, boxes in expected.items()}
    assert not list(out.parent.rglob("*.part"))
    if not changes.places:
        assert content(out) == content(source)


def test_in_coco_what_is_not_changed_stays_byte_for_byte(tmp_path: Path) -> None:
    text = """{"images": [{"id": 3, "file_name": "a.jpg"}], "categories": [{"id": 7, "name": "cat"}],
 "annotations": [
  {"id": 11, "image_id": 3, "category_id": 7, "bbox": [1, 2, 3, 4], "area": 12, "note": "first"},
  {"id": 12, "image_id": 3, "category_id": 7, "bbox": [5.5, 2, 3, 4], "area": 9, "iscrowd": 0},
  {"id": 13, "image_id": 3, "category_id": 7, "bbox": [9, 2, 3, 4]}
 ], "info": {"year":  2020}}
"""
    source, out = tmp_path / "a.json", tmp_path / "b.json"
    source.write_text(text, encoding="utf-8")
    changes = Reshaped(
        moved={"a.json#annotations/0": BoxAt(Box(2, 2, 5, 4), (50, 50))},
        deleted={"a.json#annotations/2"},
        added=[NewBox("a.json#annotations/1", "cat", BoxAt(Box(20, 20, 5, 6), (50, 50)))],
    )
    list(write_back(source, "coco", out, {}, changes))
    expected = text.replace("[1, 2, 3, 4]", "[2, 2, 5, 4]").replace('"area": 12', '"area": 20')
    expected = expected.replace(',\n  {"id": 13, "image_id": 3, "category_id": 7, "bbox": [9, 2, 3, 4]}', "")
    added = '{"id": 14, "image_id": 3, "bbox": [20, 20, 5, 6], "category_id": 7, "area": 30, "segmentation": [], '
    expected = expected.replace("\n ], ", f'\n , {added}"iscrowd": 0}}], ')
    assert out.read_text(encoding="utf-8") == expected
