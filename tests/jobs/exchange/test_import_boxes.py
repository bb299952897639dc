"""Boxes become images: found in the right file and place, with labels or suggestions, once, and nothing is lost."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.decisions.box_edits import delete_box, place_box
from desktop_labeler.data.decisions.history import Edit, decide, redo, undo
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.images.parts.part_rows import boxes_in, follow_files, ids_at
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.import_boxes import BoxOptions, import_boxes
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.progress import finish
from tests.making import ME, label_images, labels_of


def _photos(folder: Path, sizes: Mapping[str, tuple[int, int]]) -> Path:
    for number, (name, size) in enumerate(sizes.items()):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), np.uint8)
        Image.fromarray(pixels).save(file)
    return folder


Rows = Sequence[tuple[str, Sequence[float], str]]


def _coco(path: Path, rows: Rows, scores: Sequence[float] = ()) -> Path:
    images = list(dict.fromkeys(name for name, _, _ in rows))
    classes = list(dict.fromkeys(label for _, _, label in rows))
    annotations = [
        {"id": number, "image_id": images.index(name), "category_id": classes.index(label), "bbox": list(box)}
        for number, (name, box, label) in enumerate(rows)
    ]
    for annotation, score in zip(annotations, scores, strict=False):
        annotation["score"] = score
    content = {
        "images": [{"id": number, "file_name": name} for number, name in enumerate(images)],
        "categories": [{"id": number, "name": name} for number, name in enumerate(classes)],
        "annotations": annotations,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    photos = _photos(tmp_path / "photos", {"a.png": (60, 40), "b.png": (60, 40), "in/c.png": (30, 30)})
    path = tmp_path / "p.labeler"
    finish(new_project(path, photos, "none"))
    return path


ROWS: Rows = [
    ("a.png", (1, 2, 10, 10), "cat"),
    ("a.png", (20, 5, 30, 20), "dog"),
    ("c.png", (0, 0, 30, 30), "cat"),
]


def test_boxes_become_labelled_images_and_their_files_none(project: Path, tmp_path: Path) -> None:
    source = _coco(tmp_path / "boxes.json", ROWS)
    dry = finish(import_boxes(project, source, by=ME, dry_run=True))
    before = project.read_bytes()
    result = finish(import_boxes(project, source, by=ME))
    assert (dry.boxes, dry.labelled, dry.unknown_classes) == (result.boxes, result.labelled, ("cat", "dog"))
    assert before != project.read_bytes()
    with Project(project) as opened:
        names = {row.path for row in opened.images(find_images(opened).tolist())}
        boxes = {"a.png#xywh=1,2,10,10", "a.png#xywh=20,5,30,20", "in/c.png#xywh=0,0,30,30"}
        assert names == {"b.png", *boxes}
        assert {path: label for path, (label, _) in labels_of(opened).items() if label} == dict(
            zip(sorted(boxes), ["cat", "dog", "cat"], strict=True)
        )
        rows = opened.rows("SELECT * FROM image ORDER BY id")
        assert undo(opened, ME) is not None
        assert not any(label for label, _ in labels_of(opened).values())
        assert not opened.classes()
        assert {row.path for row in opened.images(find_images(opened).tolist())} == {"a.png", "b.png", "in/c.png"}
        assert list(follow_files(opened)) == [3]
        done = redo(opened, ME)
        assert done is not None
        assert (str(done.what), done.images) == ("Add 3 boxes from boxes.json", 3)
        assert opened.rows("SELECT * FROM image ORDER BY id") == rows


@pytest.mark.parametrize("without", [True, False])
def test_undo_takes_boxes_without_a_label_back_too(project: Path, tmp_path: Path, without: bool) -> None:
    source = _coco(tmp_path / "detector.json", ROWS[:2], scores=[0.9, 0.1])
    finish(import_boxes(project, source, BoxOptions(files_without=without), by=ME))
    with Project(project) as opened:
        rows = opened.rows("SELECT * FROM image ORDER BY id")
        undone = undo(opened, ME)
        assert undone is not None
        assert (str(undone.what), undone.images) == ("Add 2 boxes from detector.json", 2)
        assert {row.path for row in opened.images(find_images(opened).tolist())} == {"a.png", "b.png", "in/c.png"}
        redo(opened, ME)
        assert opened.rows("SELECT * FROM image ORDER BY id") == rows
        undo(opened, ME)
    again = finish(import_boxes(project, source, BoxOptions(files_without=without), by=ME))
    assert (again.boxes, again.suggested) == (2, 2)
    with Project(project) as opened:
        assert {str(part) for part in boxes_in(opened, 1).values()} == {"xywh=1,2,10,10", "xywh=20,5,30,20"}


def test_boxes_that_a_person_moved_or_deleted_stay_so(project: Path, tmp_path: Path) -> None:
    source = _coco(tmp_path / "boxes.json", ROWS)
    finish(import_boxes(project, source, by=ME))
    with Project(project) as opened:
        at = ids_at(opened, ["a.png#xywh=1,2,10,10", "a.png#xywh=20,5,30,20"])
        delete_box(opened, at["a.png#xywh=1,2,10,10"], ME)
        place_box(opened, at["a.png#xywh=20,5,30,20"], Box(21, 5, 30, 20), (100, 100), ME)
    again = finish(import_boxes(project, source, by=ME))
    assert (again.boxes, again.known, again.labelled) == (0, 1, 0)
    assert str(again.notes[-1]) == "2 boxes that were moved or deleted here stay as they are."
    with Project(project) as opened:
        assert [str(part) for part in boxes_in(opened, 1).values()] == ["xywh=21,5,30,20"]
        undo(opened, ME)
        undo(opened, ME)
    once_more = finish(import_boxes(project, source, by=ME))
    assert (once_more.boxes, once_more.known, len(once_more.notes)) == (0, 3, 1)


def test_boxes_that_are_there_already_stay_as_they_are(project: Path, tmp_path: Path) -> None:
    finish(import_boxes(project, _coco(tmp_path / "boxes.json", ROWS), by=ME))
    with Project(project, "read") as opened:
        before = labels_of(opened)
    changed = [(name, box, "owl") for name, box, _ in ROWS]
    other = _coco(tmp_path / "other.json", [*changed, ("b.png", (3, 3, 3, 3), "owl")])
    again = finish(import_boxes(project, other, by=ME))
    assert (again.boxes, again.known, again.labelled) == (1, 3, 1)
    with Project(project, "read") as opened:
        after = labels_of(opened)
    assert {path: after[path] for path in before if path != "b.png"} == {
        path: said for path, said in before.items() if path != "b.png"
    }
    assert after["b.png#xywh=3,3,3,3"] == ("owl", "labelled")


def test_what_a_model_proposed_becomes_a_suggestion(project: Path, tmp_path: Path) -> None:
    source = _coco(tmp_path / "detector.json", ROWS, scores=[0.9, 0.1, 0.5])
    result = finish(import_boxes(project, source, BoxOptions(least=0.2), by=ME))
    assert (result.boxes, result.below, result.suggested, result.labelled) == (2, 1, 2, 0)
    with Project(project, "read") as opened:
        assert predicting_models(opened) == {"detector": 2}
        assert not any(label for label, _ in labels_of(opened).values())


def test_an_image_that_was_decided_stays_one(project: Path, tmp_path: Path) -> None:
    with Project(project) as opened:
        label_images(opened, ["tree", None, None])
    finish(import_boxes(project, _coco(tmp_path / "boxes.json", ROWS), BoxOptions(files_without=False), by=ME))
    with Project(project, "read") as opened:
        names = {row.path for row in opened.images(find_images(opened).tolist())}
        assert "a.png" in names
        assert not names & {"b.png", "in/c.png"}
        assert labels_of(opened)["a.png"] == ("tree", "confirmed")


def test_the_boxes_of_one_file_are_never_divided(project: Path, tmp_path: Path) -> None:
    finish(import_boxes(project, _coco(tmp_path / "boxes.json", ROWS), by=ME))
    with Project(project, "read") as opened:
        found = find_images(opened)
        known = read_labels(opened, found)
        paths = [row.path for row in opened.images(found.tolist())]
    assert known.groups is not None
    groups = dict(zip(paths, known.groups.tolist(), strict=True))
    assert groups["a.png#xywh=1,2,10,10"] == groups["a.png#xywh=20,5,30,20"]
    assert len(set(groups.values())) == 3


def test_a_file_that_only_holds_boxes_is_not_scanned_as_an_image_again(project: Path, tmp_path: Path) -> None:
    finish(import_boxes(project, _coco(tmp_path / "boxes.json", ROWS), by=ME))
    result = finish(scan(project))
    assert (result.new, result.missing, result.changed, result.total, result.skipped) == (0, 0, 0, 4, [])


def test_boxes_that_fit_no_image_are_listed(project: Path, tmp_path: Path) -> None:
    rows: Rows = [
        ("a.png", (100, 2, 10, 10), "cat"),
        ("a.png", (5, 5, 5, 5), "cat"),
        ("a.png", (5.2, 5.1, 5, 5), "cat"),
        ("nowhere.png", (1, 1, 5, 5), "cat"),
    ]
    result = finish(import_boxes(project, _coco(tmp_path / "boxes.json", rows), by=ME))
    assert result.boxes == 1
    assert result.unmatched == ("nowhere.png",)
    assert sorted(str(reason) for _, reason in result.left_out) == [
        "its box lies outside the image",
        "the same box is there twice",
    ]


def test_a_killed_import_goes_on(project: Path, tmp_path: Path) -> None:
    source = _coco(tmp_path / "boxes.json", ROWS)
    job = import_boxes(project, source, by=ME)
    for progress in job:
        if progress.phase == "storing":
            break
    job.close()
    finish(import_boxes(project, source, by=ME))
    with Project(project, "read") as opened:
        names = [row.path for row in opened.images(find_images(opened).tolist())]
        assert len(names) == 4
        assert sum(label is not None for label, _ in labels_of(opened).values()) == 3


def test_files_without_a_box_are_counted_before_they_go_and_come_back(project: Path, tmp_path: Path) -> None:
    with Project(project) as opened:
        decide(opened, [2], Edit(note="look again"), kind="note", what="Note", by=ME)
    source = _coco(tmp_path / "boxes.json", ROWS[:1])
    only = BoxOptions(files_without=False)
    dry = finish(import_boxes(project, source, only, by=ME, dry_run=True))
    done = finish(import_boxes(project, source, only, by=ME))
    assert dry.hidden == done.hidden == 1  # the one with a note stays, and the one with a box is counted as its box
    with Project(project, "read") as opened:
        names = {row.path for row in opened.images(find_images(opened).tolist())}
    assert names == {"a.png#xywh=1,2,10,10", "b.png"}
    again = finish(import_boxes(project, source, by=ME))
    assert (again.boxes, again.files, again.shown) == (0, 0, 1)
    with Project(project, "read") as opened:
        names = {row.path for row in opened.images(find_images(opened).tolist())}
    assert names == {"a.png#xywh=1,2,10,10", "b.png", "in/c.png"}


def test_boxes_on_pages_are_found_by_the_name_of_the_page(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    pages = [Image.new("L", (40 + 10 * number, 30), 60 * number) for number in range(3)]
    pages[0].save(photos / "ch3.tif", save_all=True, append_images=pages[1:])
    pages[0].save(photos / "b.png")
    source = tmp_path / "boxes.csv"
    rows = ["path,x,y,w,h,label", "ch3.tif#page=2,1,2,45,4,cell", "ch3.tif#page=3,1,2,3,4,cell", "b.png,1,2,3,4,dust"]
    rows += ["ch3.tif#page=2,9,9,3,4,dust", "ch3.tif,5,6,7,8,dust", "ch3.tif#page=4,1,2,3,4,cell"]
    source.write_text("\n".join(rows), encoding="utf-8")
    finish(new_project(tmp_path / "p.labeler", photos, "none"))
    result = finish(import_boxes(tmp_path / "p.labeler", source, by=ME))
    assert (result.boxes, result.files, result.unmatched) == (5, 2, ())
    assert [place for place, _ in result.left_out] == ["boxes.csv#line/7"]
    with Project(tmp_path / "p.labeler", "read") as project:
        assert {path: label for path, (label, _) in labels_of(project).items() if label} == {
            "b.png#xywh=1,2,3,4": "dust",
            "ch3.tif#page=2&xywh=1,2,45,4": "cell",
            "ch3.tif#page=2&xywh=9,9,3,4": "dust",
            "ch3.tif#page=3&xywh=1,2,3,4": "cell",
            "ch3.tif#xywh=5,6,7,8": "dust",
        }


def test_what_reaches_beyond_an_image_of_unknown_size_is_said(project: Path, tmp_path: Path) -> None:
    source = tmp_path / "boxes.csv"
    source.write_text("path,x,y,w,h\na.png,50,30,30,30\na.png,1,1,59,39\n", encoding="utf-8")
    result = finish(import_boxes(project, source, by=ME))
    assert [str(note) for note in result.notes] == [
        "1 box reaches beyond the edge of the image; what lies inside is used."
    ]
    with Project(project, "read") as opened:
        assert {str(part) for part in boxes_in(opened, 1).values()} == {"xywh=50,30,10,10", "xywh=1,1,59,39"}
