"""MegaDetector, SpeciesNet, Label Studio and labelme: real files' shapes, and what in them is no box."""

import json
import math
from pathlib import Path

import pytest

from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, read_boxes
from desktop_labeler.errors import FormatError


def source(tmp_path: Path, content: object, name: str = "x.json") -> BoxSource:
    (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    return read_boxes(tmp_path / name)


def test_megadetector_gives_suggestions_with_scores(tmp_path: Path) -> None:
    opened = source(
        tmp_path,
        {
            "images": [
                {
                    "file": "s1/a.jpg",
                    "detections": [
                        {"category": "1", "conf": 0.9, "bbox": [0.1, 0.2, 0.3, 0.4]},
                        {
                            "category": "1",
                            "conf": 0.8,
                            "bbox": [0.5, 0.5, 0.5, 0.5],
                            "classifications": [["0", 0.2], ["7", 0.7]],
                        },
                        {"category": "9", "conf": 0.8, "bbox": [0.5, 0.6, 0.5, 0.4]},
                        {"category": "1", "conf": 0.8, "bbox": [10, 20, 30, 40]},
                    ],
                },
                {"file": "b.jpg", "detections": []},
                {"file": "c.jpg", "detections": None, "failure": "Failure image access"},
                "d.jpg",
            ],
            "classification_categories": {"0": "fox", "7": "x;mammalia;carnivora;canidae;canis;lupus;grey wolf"},
            "detection_categories": {"1": "animal", "2": "person"},
        },
    )
    found = list(opened)
    assert opened.kind == "megadetector"
    assert found[0] == BoxAnnotation(
        "s1/a.jpg", 0.1, 0.2, 0.3, 0.4, True, "animal", 0.9, None, "x.json#images/0/detections/0", suggested=True
    )
    assert [one.label for one in found] == ["animal", "grey wolf", "9"]
    assert opened.empty == ["b.jpg"]
    assert {place: str(reason) for place, reason in opened.left_out} == {
        "x.json#images/0/detections/3": "its box is in pixels where the others are fractions of the image",
        "x.json#images/2": "the detector could not read it (Failure image access)",
        "x.json#images/3": "it is no object of JSON",
    }


def test_speciesnet_gives_suggestions(tmp_path: Path) -> None:
    opened = source(
        tmp_path,
        {
            "predictions": [
                {
                    "filepath": "a.jpg",
                    "detections": [{"category": "1", "label": "animal", "conf": 0.5, "bbox": [0, 0, 1, 1]}],
                }
            ]
        },
    )
    assert [(one.image, one.label, one.suggested) for one in opened] == [("a.jpg", "animal", True)]


def test_labelme_rectangles_have_two_corners_in_any_order(tmp_path: Path) -> None:
    shapes = [
        {"label": "a", "points": [[30, 40], [10, 20]], "shape_type": "rectangle"},
        {"label": "b", "points": [[1, 1], [9, 1], [9, 5], [1, 5]], "shape_type": "rectangle"},
        {"label": "c", "points": [[5, 5], [8, 9]], "shape_type": "circle"},
        {"label": "d", "points": [[1, 2], [5, 1], [3, 9]]},
        {"label": "e", "points": [[1, 2]], "shape_type": "point"},
        {"label": "f", "points": [[1, 2], [3, "x"]], "shape_type": "rectangle"},
        "g",
    ]
    content = {
        "shapes": shapes,
        "imagePath": "..\\img\\a.jpg",
        "imageWidth": 50,
        "imageHeight": 60,
        "imageData": "e" * 99,
    }
    opened = source(tmp_path, content, "a.json")
    assert [(one.label, one.x, one.y, one.width, one.height) for one in opened] == [
        ("a", 10, 20, 20, 20),
        ("b", 1, 1, 8, 4),
        ("c", 0, 0, 10, 10),
        ("d", 1, 1, 4, 8),
    ]
    assert opened.kind == "labelme"
    assert {(one.image, one.size) for one in opened} == {("a.jpg", (50, 60))}
    assert [place for place, _ in opened.left_out] == ["a.json#shapes/4", "a.json#shapes/5", "a.json#shapes/6"]
    assert "2 outlines" in str(opened.notes)
    with pytest.raises(FormatError, match="no shapes"):
        list(read_boxes(source(tmp_path, {"imagePath": "a.jpg"}).source, "labelme"))
    assert list(source(tmp_path, {"shapes": [], "imagePath": "a.jpg"})) == []


def result(kind: str = "rectanglelabels", **value: object) -> dict[str, object]:
    box = {"x": 10, "y": 20, "width": 30, "height": 40}
    return {"type": kind, "original_width": 200, "original_height": 100, "value": box | value}


def test_label_studio_gives_percentages_of_people_else_of_models(tmp_path: Path) -> None:
    data = {"image": "/data/local-files/?d=x/a%20b.jpg"}
    opened = source(
        tmp_path,
        [
            {
                "data": data,
                "annotations": [
                    {"was_cancelled": True, "result": [result(rectanglelabels=["no"])]},
                    {"result": [result(rectanglelabels=["cat"]), result("choices"), result(x="?")]},
                ],
                "predictions": [{"result": [result(rectanglelabels=["no"], x=1)]}],
            },
            {"data": {"image": "c.jpg"}, "predictions": [{"score": 0.5, "result": [result(rectanglelabels=["dog"])]}]},
            {"data": {"image": "d.jpg"}, "annotations": []},
            {"no": "task"},
        ],
    )
    first, second = opened
    assert opened.kind == "labelstudio"
    assert (first.x, first.y, first.width, first.height, first.fractions, first.size) == (
        0.1,
        0.2,
        0.3,
        0.4,
        True,
        (200, 100),
    )
    assert (first.image, first.label, first.suggested) == (data["image"], "cat", False)
    assert (second.image, second.label, second.suggested, second.score) == ("c.jpg", "dog", True, 0.5)
    assert opened.empty == ["d.jpg"]
    assert [place for place, _ in opened.left_out] == [
        "x.json#0/annotations/0",
        "x.json#0/annotations/1/result/2",
        "x.json#3",
    ]


def test_what_label_studio_says_beyond_one_class_of_a_person_is_counted(tmp_path: Path) -> None:
    proposed = {"result": [result(rectanglelabels=["dog"]), result(rectanglelabels=["cat"]), {"type": "choices"}]}
    task = {
        "data": {"image": "a.jpg"},
        "annotations": [{"result": [result(rectanglelabels=["cat", "dog"]), result(x=30, rectanglelabels=["cat"])]}],
        "predictions": [proposed],
    }
    opened = source(tmp_path, [task])
    assert [one.label for one in opened] == ["cat", "cat"]
    assert {str(note) for note in opened.notes} == {
        "1 box has more than one class in the source; the first is used, and the others stay there when its class is "
        "written back.",
        "2 boxes that models proposed are not used, since people annotated the same image.",
    }


def test_label_studio_turned_rectangles_and_polygons_get_the_box_around_them(tmp_path: Path) -> None:
    turned = result(rectanglelabels=["a"], rotation=90, x=50, y=10, width=10, height=20)
    polygon = {"type": "polygonlabels", "value": {"points": [[1, 2], [11, 4], [3, 8]], "polygonlabels": ["b"]}}
    opened = source(tmp_path, [{"data": {"image": "a.jpg"}, "annotations": [{"result": [turned, polygon]}]}])
    first, second = opened
    # of 200 × 100 pixels: a corner at 100, 10, 20 wide and 20 high, turned clockwise to lie left of it
    expected = (80 / 200, 10 / 100, 20 / 200, 20 / 100)
    assert all(map(math.isclose, (first.x, first.y, first.width, first.height), expected))
    assert all(map(math.isclose, (second.x, second.y, second.width, second.height), (0.01, 0.02, 0.1, 0.06)))
    assert "2 outlines" in str(opened.notes)


@pytest.mark.parametrize("content", [{}, [], {"a": 1}, [1], [{"a": 1}], {"images": 3}, "x", 7])
def test_other_json_is_in_no_known_format(tmp_path: Path, content: object) -> None:
    with pytest.raises(FormatError, match="none of the known formats"):
        source(tmp_path, content)


@pytest.mark.parametrize("kind", ["coco", "megadetector", "labelstudio", "labelme"])
@pytest.mark.parametrize("content", [{"a": 1}, {"images": {}, "shapes": 3}])
def test_a_file_of_another_format_is_refused_where_one_is_named(tmp_path: Path, kind: str, content: object) -> None:
    (tmp_path / "x.json").write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FormatError, match="Nothing was changed"):
        list(read_boxes(tmp_path / "x.json", kind))


def test_a_folder_of_several_formats_wants_to_know_which(tmp_path: Path) -> None:
    source(tmp_path, {"shapes": [], "imagePath": "a.jpg"}, "a.json")
    source(tmp_path, {"annotations": [], "images": [{"id": 1, "file_name": "a.jpg"}]}, "b.json")
    with pytest.raises(FormatError, match="several formats of boxes"):
        read_boxes(tmp_path)
    assert list(read_boxes(tmp_path, "coco")) == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="no file with boxes"):
        read_boxes(tmp_path / "empty")
