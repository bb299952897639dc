"""COCO: ids of any kind, annotations in any order, and everything that is no box is named."""

import json
from pathlib import Path

import pytest

from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, read_boxes
from desktop_labeler.errors import FormatError

IMAGES = [
    {"id": 1, "file_name": "a.jpg", "width": 100, "height": 50},
    {"id": "two", "file_name": "b/ä.jpg"},
    {"id": 3, "file_name": "c.jpg"},
]
CATEGORIES = [{"id": 7, "name": "cat"}, {"id": "8", "name": "dog"}]


def coco(tmp_path: Path, *annotations: object, **more: object) -> BoxSource:
    content = {"annotations": annotations, "images": IMAGES, "categories": CATEGORIES, **more}
    file = tmp_path / "train.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return read_boxes(file)


def box(image: object = 1, category: object = 7, bbox: object = (10, 20, 30, 20), **more: object) -> dict[str, object]:
    return {"image_id": image, "category_id": category, "bbox": bbox, **more}


def reasons(source: BoxSource) -> dict[str, str]:
    list(source)
    return {place: str(reason) for place, reason in source.left_out}


def test_boxes_are_read_whatever_the_order_of_the_lists_and_the_kind_of_the_ids(tmp_path: Path) -> None:
    source = coco(tmp_path, box(), box("two", 8.0, ["1", 2.5, 3, 4], score=0.5), box("1", "7", [0, 0, 100, 50]))
    assert list(source) == [
        BoxAnnotation("a.jpg", 10, 20, 30, 20, False, "cat", None, (100, 50), "train.json#annotations/0"),
        BoxAnnotation("b/ä.jpg", 1, 2.5, 3, 4, False, "dog", 0.5, None, "train.json#annotations/1", suggested=True),
        BoxAnnotation("a.jpg", 0, 0, 100, 50, False, "cat", None, (100, 50), "train.json#annotations/2"),
    ]
    assert source.kind == "coco"
    assert (source.empty, source.classes, source.left_out, source.notes) == (["c.jpg"], ["cat", "dog"], [], [])


def test_iterating_twice_gives_the_same(tmp_path: Path) -> None:
    source = coco(tmp_path, box(), box(bbox=[1, 2, 0, 0]))
    assert list(source) == list(source)
    assert len(source.left_out) == 1


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (box(bbox=[1, 2, 0, 5]), "its box has no area"),
        (box(bbox=[100, 2, 5, 5]), "its box lies outside of its image"),
        (box(bbox=[1, 2, 3]), "its box is not four numbers"),
        (box(bbox=[1, 2, 3, "x"]), "its box is not four numbers"),
        (box(bbox=[1, 2, 3, True]), "its box is not four numbers"),
        (box(bbox=[1, 2, 3, float("nan")]), "its box is not four numbers"),
        (box(bbox=[1, 2, 3, float("inf")]), "its box is not four numbers"),
        (box(bbox=[1, 2, 3, 10**400]), "its box is not four numbers"),
        (box(bbox=[0.1, 0.2, 0.3, 0.3]), "its box is smaller than a pixel; its numbers may be fractions of the image"),
        (box(bbox={"x": 1}), "it has no box"),
        (box(bbox=[]), "it has no box"),
        (box(bbox=None, segmentation={"counts": "abc", "size": [3, 3]}), "it has a mask and no box"),
        (box(iscrowd=1), "a crowd, not one object"),
        (box(image=99), "its image is not listed in the file"),
        (box(image=None), "its image is not listed in the file"),
        (box(category=-3), "its class is not listed in the file"),
        (box(category=[7]), "its class is not listed in the file"),
        ("no object", "it is no object of JSON"),
        (None, "it is no object of JSON"),
    ],
)
def test_what_is_no_box_is_left_out_with_its_reason(tmp_path: Path, annotation: object, reason: str) -> None:
    source = coco(tmp_path, annotation, box())
    found = reasons(source)
    assert len(found) == 1
    assert reason in found["train.json#annotations/0"]
    assert len(list(source)) == 1


def test_swapped_corners_outlines_and_edges_are_mended_and_said(tmp_path: Path) -> None:
    polygon = [[10, 10, 20, 12, 14, 30], [5, 15, 6, 16]]
    source = coco(
        tmp_path,
        box(bbox=[40, 40, -30, -20]),
        box(bbox=None, segmentation=polygon),
        box(bbox=[90, 40, 30, 30]),
        box(bbox=[1, 1, 5, 5], score=87),
    )
    assert [(one.x, one.y, one.width, one.height) for one in source] == [
        (10, 20, 30, 20),
        (5, 10, 15, 20),
        (90, 40, 30, 30),
        (1, 1, 5, 5),
    ]
    assert sorted(map(str, source.notes)) == [
        "1 box has its corners the wrong way round; they were exchanged.",
        "1 box reaches beyond the edge of the image; what lies inside is used.",
        "1 outline that is no box was replaced by the box around it.",
        "1 score is not between 0 and 1 and is not used.",
    ]


def test_the_same_box_twice_is_one_and_both_places_are_known(tmp_path: Path) -> None:
    source = coco(tmp_path, box(), box(), box(category=8))
    assert len(list(source)) == 1
    assert [str(reason) for _, reason in source.left_out] == [
        "the same box was there before",
        "the same box was there before, as cat",
    ]
    first = "train.json#annotations/0"
    assert source.checks.twins == {"train.json#annotations/1": first, "train.json#annotations/2": first}


def test_images_and_classes_without_a_name_are_named(tmp_path: Path) -> None:
    source = coco(
        tmp_path, box(), images=[*IMAGES, {"id": 1, "file_name": "again.jpg"}, 5], categories=[*CATEGORIES, {}]
    )
    assert list(reasons(source)) == ["train.json#images/3", "train.json#images/4", "train.json#categories/2"]


def test_results_of_a_detector_are_suggestions_with_numbers_for_classes(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_text(json.dumps([{"image_id": 139, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.9}]))
    source = read_boxes(file)
    (found,) = source
    assert (found.image, found.also, found.label, found.suggested) == ("139", ("000000000139",), "3", True)
    assert str(source.notes[0]) == "1 class has no name in the source; the number is used instead."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"images": [}',
        '{"images": [1,]}',
        '{"images": [{"id": 1}], "images": []}',
        '{"annotations": []} and more',
        '{"images": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"images": [' + "9" * 5000 + "]}",
        "\ufeff{",
    ],
)
def test_what_is_not_json_is_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match="Nothing was changed"):
        list(read_boxes(file, "coco"))


def test_other_encodings_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text('{"images": []}', encoding="utf-16")
    with pytest.raises(FormatError, match="UTF-8"):
        list(read_boxes(file, "coco"))


def test_a_folder_of_files_is_read_and_a_broken_one_is_named(tmp_path: Path) -> None:
    list(coco(tmp_path, box()))
    (tmp_path / "val.json").write_text(
        '{"images": [{"id": 1, "file_name": "v.jpg"}], "annotations": [', encoding="utf-8"
    )
    (tmp_path / "notes.json").write_text('{"annotations": "none"}', encoding="utf-8")
    source = read_boxes(tmp_path, "coco")
    assert [one.image for one in source] == ["a.jpg"]
    assert [place for place, _ in source.left_out] == ["notes.json", "val.json"]


def test_no_images_and_no_file_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="lists no images"):
        list(coco(tmp_path, images=[]))
    with pytest.raises(FormatError, match="no file"):
        read_boxes(tmp_path / "missing.json")
    with pytest.raises(ValueError, match="none of"):
        read_boxes(tmp_path, "tfrecord")
