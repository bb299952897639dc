"""One item of a source that is no box leaves the others as they are, and is named with its number, in every format."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.formats.boxes.reading.left_out_order import in_source_order
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.formats.boxes.writing.write_back import write_back
from desktop_labeler.messages import Message

_GOOD, _BAD = range(2)


def _yolo(place: Path, kinds: list[int]) -> Path:
    lines = [f"0 .5 .5 .1 .{at + 1:02}" if kind == _GOOD else "cat .5" for at, kind in enumerate(kinds)]
    file = place / "a.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def _table(place: Path, kinds: list[int]) -> Path:
    file = place / "boxes.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = [["a.png", 1, 2, 3, 4 + at] if kind == _GOOD else ["a.png", "x"] for at, kind in enumerate(kinds)]
        csv.writer(opened).writerows([["path", "x", "y", "w", "h"], *rows])
    return file


def _json(place: Path, content: object) -> Path:
    file = place / "boxes.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def _coco(place: Path, kinds: list[int]) -> Path:
    boxes: list[object] = [
        {"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4 + at]} if kind == _GOOD else 7
        for at, kind in enumerate(kinds)
    ]
    images, categories = [{"id": 1, "file_name": "a.png"}], [{"id": 1, "name": "cat"}]
    return _json(place, {"images": images, "annotations": boxes, "categories": categories})


def _labelme(place: Path, kinds: list[int]) -> Path:
    shapes: list[object] = [
        {"label": "cat", "shape_type": "rectangle", "points": [[1, 2], [9, 9 + at]]} if kind == _GOOD else [1]
        for at, kind in enumerate(kinds)
    ]
    return _json(place, {"imagePath": "a.png", "shapes": shapes})


def _detections(place: Path, kinds: list[int]) -> Path:
    images: list[object] = [
        {"file": f"{at}.png", "detections": [{"category": "1", "conf": 0.9, "bbox": [0.1, 0.1, 0.5, 0.5]}]}
        if kind == _GOOD
        else "x"
        for at, kind in enumerate(kinds)
    ]
    return _json(place, {"images": images, "detection_categories": {"1": "animal"}})


def _task(at: int, names: list[str], **more: object) -> dict[str, Any]:
    value = {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 0, "rectanglelabels": names}
    result = {"type": "rectanglelabels", "original_width": 90, "original_height": 60, "value": value}
    return {"data": {"image": f"{at}.png"}, "annotations": [{"result": [result], **more}]}


def _studio(place: Path, kinds: list[int]) -> Path:
    return _json(place, [_task(at, ["cat"]) if kind == _GOOD else 7 for at, kind in enumerate(kinds)])


_FORMATS: dict[str, tuple[Callable[[Path, list[int]], Path], str]] = {
    "yolo": (_yolo, "a.txt#line/{line}"),
    "csv": (_table, "boxes.csv#line/{row}"),
    "coco": (_coco, "boxes.json#annotations/{at}"),
    "labelme": (_labelme, "boxes.json#shapes/{at}"),
    "megadetector": (_detections, "boxes.json#images/{at}"),
    "labelstudio": (_studio, "boxes.json#{at}"),
}


@pytest.mark.parametrize("kind", _FORMATS)
@settings(max_examples=15, deadline=None)
@given(kinds=st.lists(st.sampled_from([_GOOD, _BAD]), min_size=1, max_size=24).filter(lambda kinds: _GOOD in kinds))
def test_the_good_items_are_read_and_the_others_are_named_in_their_order(
    tmp_path_factory: pytest.TempPathFactory, kind: str, kinds: list[int]
) -> None:
    make, form = _FORMATS[kind]
    source = read_boxes(make(tmp_path_factory.mktemp("source"), kinds), kind)
    assert len(list(source)) == kinds.count(_GOOD)
    wanted = [form.format(at=at, line=at + 1, row=at + 2) for at, one in enumerate(kinds) if one == _BAD]
    assert [place for place, _ in source.left_out] == wanted


def test_a_file_of_yolo_is_told_though_its_first_line_is_bad(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\xef\xbb\xbf0 .5 .5 .1 .1\r\ncat .5 .5 .1 .2\r\n0 .5 .5 .1 .3\r\n")
    source = read_boxes(file)
    assert (source.kind, [box.place for box in source]) == ("yolo", ["a.txt#line/1", "a.txt#line/3"])
    assert [place for place, _ in source.left_out] == ["a.txt#line/2"]
    (tmp_path / "classes.txt").write_text("cat\ndog\n", encoding="utf-8")
    list(write_back(tmp_path, "yolo", tmp_path / "out", {"a.txt#line/1": "dog"}))
    assert (
        tmp_path / "out" / "a.txt"
    ).read_bytes() == b"\xef\xbb\xbf1 .5 .5 .1 .1\r\ncat .5 .5 .1 .2\r\n0 .5 .5 .1 .3\r\n"


def test_a_text_without_any_line_of_yolo_is_left_out_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("0 .5 .5 .1 .1", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("bought in May\nfor 3 4 5\n", encoding="utf-8")
    source = read_boxes(tmp_path)
    assert (source.kind, len(list(source))) == ("yolo", 1)
    assert [place for place, _ in source.left_out] == ["notes.txt"]


@pytest.mark.parametrize("name", ["boxes.txt", "boxes.tsv", "boxes", "boxes.dat", "boxes.2024"])
@pytest.mark.parametrize("mark", [",", "\t", ";", " "])
def test_a_table_is_told_by_its_content_whatever_its_ending(tmp_path: Path, name: str, mark: str) -> None:
    rows = [["path", "x", "y", "w", "h"], ["a.png", "1", "2", "3", "4"], ["b.png", "5", "6", "7", "8"]]
    (tmp_path / name).write_text("\n".join(map(mark.join, rows)), encoding="utf-8")
    (tmp_path / "README.txt").write_text("Boxes of two images, drawn in May; see the table.", encoding="utf-8")
    sources = [tmp_path / name] if name.endswith("2024") else [tmp_path / name, tmp_path]
    for place in sources:
        source = read_boxes(place)
        assert (source.kind, [box.image for box in source]) == ("csv", ["a.png", "b.png"])
        assert source.left_out == []


@pytest.mark.parametrize(
    ("head", "encoding"),
    [('"Path","BBox X","BBox Y","BBox W","BBox H"', "utf-8"), ("sep=,\nfile,x_min,y_min,x_max,y_max", "utf-16")],
)
def test_its_columns_may_be_written_in_any_known_way(tmp_path: Path, head: str, encoding: str) -> None:
    (tmp_path / "boxes.txt").write_bytes(f"{head}\na.png,1,2,3,4\n".encode(encoding))
    assert [box.image for box in read_boxes(tmp_path / "boxes.txt")] == ["a.png"]


def test_a_box_of_two_classes_does_not_get_one_of_them_twice(tmp_path: Path) -> None:
    tasks = [_task(at, ["cat", "dog", "ox"]) for at in range(3)]
    file = _json(tmp_path, tasks)
    source = read_boxes(file)
    assert [box.label for box in source] == ["cat", "cat", "cat"]
    assert str(source.notes[0]).startswith("3 boxes have more than one class in the source; the first is used, and")
    places = [box.place for box in source]
    list(write_back(file, "labelstudio", tmp_path / "out.json", dict(zip(places, ["dog", "hen", "ox"], strict=True))))
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    names = [task["annotations"][0]["result"][0]["value"]["rectanglelabels"] for task in written]
    assert names == [["dog", "ox"], ["hen", "dog", "ox"], ["ox", "dog"]]


def test_what_was_skipped_in_label_studio_is_named_once(tmp_path: Path) -> None:
    skipped = _task(1, ["cat"], was_cancelled=True)
    both = _task(2, ["cat"])
    both["annotations"] += _task(2, ["dog"], was_cancelled=True)["annotations"]
    proposed = skipped | {"predictions": [{"result": both["annotations"][0]["result"], "score": 0.5}]}
    draft = {"data": {"image": "4.png"}, "annotations": [], "drafts": _task(4, ["cat"])["annotations"]}
    source = read_boxes(_json(tmp_path, [skipped, both, proposed, draft]))
    assert [(box.image, box.suggested) for box in source] == [("2.png", False), ("1.png", True)]
    assert [(place, str(reason)) for place, reason in source.left_out] == [
        ("boxes.json#0/annotations/0", "it was skipped in Label Studio"),
        ("boxes.json#1/annotations/1", "it was skipped in Label Studio"),
        ("boxes.json#2/annotations/0", "it was skipped in Label Studio"),
    ]
    assert source.empty == ["4.png"]
    assert "1 draft of Label Studio that was not submitted is not used." in map(str, source.notes)


_PLACES = st.one_of(
    st.builds("{}#line/{}".format, st.sampled_from(["a.txt", "b#1.txt"]), st.integers(1, 2000)),
    st.builds("c/t.json#{}/{}".format, st.sampled_from(["annotations", "images"]), st.integers(0, 2000)),
    st.builds("c/t.json#{}/annotations/{}/result/{}".format, *[st.integers(0, 30)] * 3),
    st.sampled_from(["b.txt", "a b/c.xml"]),
)


@given(st.lists(_PLACES, unique=True, max_size=30))
def test_what_is_left_out_is_in_the_order_of_the_source(places: list[str]) -> None:
    found = [place for place, _ in in_source_order([(place, Message("x")) for place in places], ["c/t.json#images"])]
    assert sorted(found) == sorted(places)
    lines = [int(place.rpartition("/")[2]) for place in found if place.startswith("a.txt#")]
    assert lines == sorted(lines)
    files = [place.partition("#line")[0] for place in found if "#line" in place]
    assert files == sorted(files)
    entries = [place for place in found if "#annotations" in place or "#images" in place]
    assert entries == sorted(entries, key=lambda place: ("annotations" in place, int(place.rpartition("/")[2])))
