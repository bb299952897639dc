"""Written back, only the classes of the boxes differ: byte for byte, in every format."""

import csv
import json
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import NEW_KINDS, BoxedImage, LabelledBox, write_new
from desktop_labeler.data.formats.boxes.writing.write_back import write_back
from desktop_labeler.errors import FormatError

_CLASSES = ["cat", 'a dog, "big"', "Größe <&>", "7", "it's", "猫", "#1: x", "[y]"]
_PATHS = st.lists(
    st.sampled_from(["a.jpg", "b/a.jpg", "b/ä ö.png", "c,d.jpg", "x&y.png"]), unique=True, min_size=1, max_size=4
)
_BOXES = st.builds(
    LabelledBox,
    st.integers(0, 80),
    st.integers(0, 40),
    st.integers(2, 20),
    st.integers(2, 10),
    st.sampled_from(_CLASSES),
)
_RUN = count()
_SETTINGS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)


@st.composite
def image_sets(draw: st.DrawFn) -> list[BoxedImage]:
    return [
        BoxedImage(path, (100, 50), draw(st.lists(_BOXES, max_size=4, unique_by=lambda box: box[:4])))
        for path in draw(_PATHS)
    ]


def content(folder: Path) -> dict[str, bytes]:
    files = [folder] if folder.is_file() else sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def back(source: Path, kind: BoxKind, out: Path, labels: dict[str, str]) -> dict[str, bytes]:
    written = list(write_back(source, kind, out, labels))
    assert written
    return content(out)


def said(source: Path, kind: BoxKind) -> dict[str, str | None]:
    return {box.place: box.label for box in read_boxes(source, kind)}


@pytest.mark.slow
@pytest.mark.parametrize("kind", NEW_KINDS)
@given(image_sets())
@_SETTINGS
def test_what_is_written_is_read(tmp_path: Path, kind: BoxKind, images: list[BoxedImage]) -> None:
    out = tmp_path / f"{next(_RUN)}{'.csv' if kind == 'csv' else ''}"
    assert not any(written.problem for written in write_new(kind, out, images, _CLASSES))
    source = read_boxes(out, kind)
    found = list(source)
    sizes = {image.path: image.size for image in images}
    got = set()
    for box in found:
        path = next(path for path in sizes if path in (box.image, f"{box.image}.jpg", f"{box.image}.png"))
        across, down = sizes[path] if box.fractions else (1, 1)
        sides = (box.x * across, box.y * down, box.width * across, box.height * down)
        assert sides == pytest.approx([round(side) for side in sides], abs=1e-6)
        got.add((path, *map(round, sides), box.label))
    assert got == {(image.path, *box) for image in images for box in image.boxes}
    assert len(source.empty) == sum(not image.boxes for image in images)
    assert source.left_out == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", NEW_KINDS)
@given(image_sets(), st.data())
@_SETTINGS
def test_there_and_back_gives_the_same_bytes(
    tmp_path: Path, kind: BoxKind, images: list[BoxedImage], data: st.DataObject
) -> None:
    folder = tmp_path / str(next(_RUN))
    folder.mkdir()
    name = "boxes.csv" if kind == "csv" else "boxes"
    list(write_new(kind, folder / name, images, _CLASSES))
    before = said(folder / name, kind)
    assume(before)
    changed = data.draw(st.dictionaries(st.sampled_from(sorted(before)), st.sampled_from(_CLASSES), min_size=1))
    source, out, again = folder / name, folder / f"out-{name}", folder / f"again-{name}"
    written = back(source, kind, out, changed)
    renamed = {
        place.replace("boxes", "out-boxes", 1) if out.is_file() else place: label for place, label in changed.items()
    }
    expected = {
        place.replace("boxes", "out-boxes", 1) if out.is_file() else place: label for place, label in before.items()
    }
    assert said(out, kind) == expected | renamed
    restored = back(out, kind, again, {place: label or "" for place, label in expected.items()})
    if kind == "csv":  # quotes stay that another class needed
        assert _cells(restored) == _cells(content(source))
    else:
        assert restored == content(source)
    assert (written == content(source)) == all(before[place] == label for place, label in changed.items())


def _cells(files: dict[str, bytes]) -> list[list[str]]:
    return [row for text in files.values() for row in csv.reader(text.decode().splitlines())]


def _differing(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Return what stands between the first and the last byte that differ."""
    start = next(at for at in range(len(before)) if before[at : at + 1] != after[at : at + 1])
    end = next(at for at in range(len(before)) if before[-1 - at] != after[-1 - at])
    end = min(end, len(before) - start, len(after) - start)
    return before[start : len(before) - end], after[start : len(after) - end]


_VOC = """<?xml version="1.0" encoding="{encoding}"?>\r
<!-- made by hand -->
<annotation verified='yes'>
  <filename>a.jpg</filename><object  >
      <name >  K\u00e4fer
      </name><!-- or not --><bndbox><xmin>1.50</xmin><ymin>002</ymin><xmax>1e1</xmax><ymax>9</ymax></bndbox></object>
  <object><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox><name/></object>
  <object><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>5</xmax><ymax>4</ymax></bndbox><name></name></object>
  <object><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>6</xmax><ymax>4</ymax></bndbox></object>
  <object><name><![CDATA[B&B]]></name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>7</xmax><ymax>4</ymax></bndbox></object>
</annotation>
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("label", ["Fliege", "größer <&> kleiner", "猫"])
def test_in_voc_only_the_name_differs(tmp_path: Path, encoding: str, label: str) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(_VOC.format(encoding=encoding).encode(encoding))
    before = said(file, "voc")
    assert list(before.values()) == ["Käfer", None, None, None, "B&B"]
    for number, place in enumerate(before):
        out = tmp_path / f"{number}.xml"
        back(file, "voc", out, {place: label})
        after = dict(zip(before, said(out, "voc").values(), strict=True))
        assert after == before | {place: label}
        assert len(out.read_bytes().splitlines()) == len(file.read_bytes().splitlines())
    old, new = _differing(file.read_bytes(), (tmp_path / "0.xml").read_bytes())
    assert (
        "Käfer".encode("utf-16-le" if encoding == "utf-16" else encoding).find(old) >= 0 or len(old) < len("Käfer") * 2
    )
    assert b"<name" not in old + new


def test_in_coco_only_the_category_differs_and_new_ones_come_last(tmp_path: Path) -> None:
    text = (
        '\ufeff{"info": {"x": 1.0e0}, "categories": [\n'
        '  {"id": "b", "name": "bird"},\n  {"id": 4, "name": "cat"}\n ],\r\n'
        '"annotations": [ {"id":1,"category_id" : 4 ,"bbox":[1.50, 2,3,4],"image_id":1,"extra":{"category_id":9}},'
        '{"image_id":1,"bbox":[5,5,5,5]}], "images":[{"id":1,"file_name":"a.jpg"}]}'
    )
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8", newline="")
    back(file, "coco", tmp_path / "b.json", {"a.json#annotations/0": "bird"})
    assert (tmp_path / "b.json").read_bytes().decode() == text.replace('"category_id" : 4 ', '"category_id" : "b" ')
    back(file, "coco", tmp_path / "c.json", {"a.json#annotations/0": "é", "a.json#annotations/1": "cat"})
    added = ', {"id": 5, "name": "é", "supercategory": ""}'
    expected = text.replace('"category_id" : 4 ', '"category_id" : 5 ').replace('"cat"}', '"cat"}' + added)
    assert (tmp_path / "c.json").read_bytes().decode() == expected.replace(
        '{"image_id":1,', '{"category_id": 4, "image_id":1,'
    )


@pytest.mark.parametrize("categories", [', "categories": []', ""])
def test_categories_are_added_where_there_were_none(tmp_path: Path, categories: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(
        '{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[{"image_id":1,"bbox":[1,2,3,4]}]' + categories + "}"
    )
    back(file, "coco", tmp_path / "b.json", {"a.json#annotations/0": "cat"})
    assert said(tmp_path / "b.json", "coco") == {"b.json#annotations/0": "cat"}


def test_results_take_only_numbers(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('[{"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.50}]')
    back(file, "coco", tmp_path / "b.json", {"a.json#results/0": "12"})
    assert (tmp_path / "b.json").read_text() == file.read_text().replace("3,", "12,", 1)
    with pytest.raises(FormatError, match="numbers for classes"):
        back(file, "coco", tmp_path / "c.json", {"a.json#results/0": "cat"})


_YAMLS = [
    ("names: ['cat', \"dog\"] # two\nnc: 2\n", 'names: [\'cat\', "dog", "new: x"] # two\nnc: 3\n'),
    ("nc: 2\nnames:\n- cat\n- dog\nx: 1", 'nc: 3\nnames:\n- cat\n- dog\n- "new: x"\nx: 1'),
    ("names:\r\n  0: cat # miau\r\n  1: 'dog'", "names:\r\n  0: cat # miau\r\n  1: 'dog'\r\n  2: \"new: x\"\r\n"),
    ("names: {0: cat, 1: dog}\n", 'names: {0: cat, 1: dog, 2: "new: x"}\n'),
    ("names: [\n  cat,\n  dog,\n]\n", 'names: [\n  cat,\n  dog, "new: x",\n]\n'),
]


@pytest.mark.parametrize(("text", "expected"), _YAMLS)
def test_in_yolo_only_the_number_differs_and_new_names_come_last(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "set" / "labels").mkdir(parents=True)
    (tmp_path / "set" / "data.yaml").write_text(text, newline="")
    lines = "0 0.5 0.5 0.25 0.250\r\n\n 1\t.5 .5 0.1 .1 0.9\n"
    (tmp_path / "set" / "labels" / "a.txt").write_text(lines, newline="")
    (tmp_path / "set" / "labels" / "b.txt").write_text("0 .5 .5 .1 .1")
    assert list(said(tmp_path / "set", "yolo").values()) == ["cat", "dog", "cat"]
    written = back(
        tmp_path / "set", "yolo", tmp_path / "out", {"labels/a.txt#line/1": "new: x", "labels/a.txt#line/3": "cat"}
    )
    assert written == {
        "data.yaml": expected.encode(),
        "labels/a.txt": lines.replace("0 0.5", "2 0.5").replace(" 1\t", " 0\t").encode(),
        "labels/b.txt": b"0 .5 .5 .1 .1",
    }
    assert list(said(tmp_path / "out", "yolo").values()) == ["new: x", "cat", "cat"]


def test_yolo_without_names_takes_only_numbers(tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.txt").write_text("3 .5 .5 .1 .1\n")
    assert back(tmp_path / "set", "yolo", tmp_path / "out", {"a.txt#line/1": "12"}) == {"a.txt": b"12 .5 .5 .1 .1\n"}
    with pytest.raises(FormatError, match="no file with the names"):
        back(tmp_path / "set", "yolo", tmp_path / "out2", {"a.txt#line/1": "cat"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_in_tables_only_the_cell_differs(tmp_path: Path, encoding: str) -> None:
    text = (
        'path;x;y;w;h;"label";note\r\n"ä;1.jpg";1;2;3,50;4;K\u00e4fer;"two\r\nlines"\r\n\r\n'
        'b.jpg;1;2;3;4;"x";\nc.jpg;1;2;3;4;;\n'
    )
    if encoding == "utf-16-be":
        text = "\ufeff" + text
    file = tmp_path / "a.csv"
    file.write_bytes(text.encode(encoding))
    before = said(file, "csv")
    assert list(before.items()) == [("a.csv#line/3", "Käfer"), ("a.csv#line/5", "x"), ("a.csv#line/6", None)]
    labels = {"a.csv#line/3": 'A; "B"', "a.csv#line/5": "ü", "a.csv#line/6": "z"}
    back(file, "csv", tmp_path / "b.csv", labels)
    expected = text.replace("Käfer", '"A; ""B"""').replace('"x"', '"ü"').replace("4;;\n", "4;z;\n")
    assert (tmp_path / "b.csv").read_bytes() == expected.encode(encoding)


def test_a_table_without_classes_gets_a_column(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,x,y,w,h,note\r\na,1,2,3,4,n\r\nb,1,2,3,4\r\n", newline="")
    back(file, "csv", tmp_path / "b.csv", {"a.csv#line/3": "cat"})
    assert (tmp_path / "b.csv").read_bytes() == b"path,x,y,w,h,note,label\r\na,1,2,3,4,n,\r\nb,1,2,3,4,,cat\r\n"


def test_a_class_that_the_encoding_cannot_hold_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Datei;x;y;w;h;Klasse\nä.jpg;1;2;3;4;Grün\nü.jpg;1;2;3;4;Größe\n".encode("cp1252"))
    with pytest.raises(FormatError, match="cannot hold in its encoding"):
        back(file, "csv", tmp_path / "b.csv", {"a.csv#line/2": "猫"})


def test_in_labelme_only_the_label_differs(tmp_path: Path) -> None:
    text = json.dumps(
        {
            "version": "5",
            "shapes": [
                {"label": "cat", "points": [[1, 2], [3.0, 4]], "shape_type": "rectangle", "flags": {"label": "x"}},
                {"points": [[1, 2], [3, 9], [5, 5]], "shape_type": "polygon"},
            ],
            "imagePath": "a.jpg",
            "imageData": "eA==",
        },
        indent=2,
    )
    file = tmp_path / "a.json"
    file.write_text(text)
    assert said(file, "labelme") == {"a.json#shapes/0": "cat", "a.json#shapes/1": None}
    back(file, "labelme", tmp_path / "b.json", {"a.json#shapes/0": 'd"og', "a.json#shapes/1": "é"})
    expected = text.replace('"cat"', '"d\\"og"').replace('{\n      "points"', '{"label": "é", \n      "points"')
    assert (tmp_path / "b.json").read_text(encoding="utf-8") == expected


def test_in_label_studio_only_the_class_differs(tmp_path: Path) -> None:
    value = {"x": 10.0, "y": 20, "width": 30, "height": 5.50, "rotation": 0}
    tasks = [
        {"id": 9, "data": {"image": "/data/local-files/?d=x/a.jpg"}, "annotations": [{"result": [
            {"type": "choices", "value": {"choices": ["q"]}},
            {"type": "rectanglelabels", "value": value | {"rectanglelabels": ["cat"]}},
            {"type": "rectangle", "value": value | {"x": 11}},
        ]}]},
    ]  # fmt: skip
    text = json.dumps(tasks, indent=1)
    file = tmp_path / "a.json"
    file.write_text(text)
    assert said(file, "labelstudio") == {
        "a.json#0/annotations/0/result/1": "cat",
        "a.json#0/annotations/0/result/2": None,
    }
    changes = {"a.json#0/annotations/0/result/2": "dog", "a.json#0/annotations/0/result/1": "bird"}
    back(file, "labelstudio", tmp_path / "b.json", changes)
    expected = text.replace('"cat"', '"bird"').replace(
        '{\n       "x": 11', '{"rectanglelabels": ["dog"], \n       "x": 11'
    )
    assert (tmp_path / "b.json").read_text() == expected
    assert list(said(tmp_path / "b.json", "labelstudio").values()) == ["bird", "dog"]


def test_a_box_that_stands_twice_changes_in_both_places(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,x,y,w,h,label\na,1,2,3,4,cat\na,1,2,3,4,dog\n")
    back(file, "csv", tmp_path / "b.csv", {"a.csv#line/2": "bird"})
    assert (tmp_path / "b.csv").read_text() == "path,x,y,w,h,label\na,1,2,3,4,bird\na,1,2,3,4,bird\n"


def test_a_source_that_has_changed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("path,x,y,w,h,label\na,1,2,3,4,cat\n")
    with pytest.raises(FormatError, match=r"line/7 is not in .* any more"):
        back(file, "csv", tmp_path / "b.csv", {"a.csv#line/7": "bird"})
    with pytest.raises(FormatError, match=r"gone.csv#line/2 is not in"):
        back(tmp_path, "csv", tmp_path / "out", {"gone.csv#line/2": "bird"})
    with pytest.raises(ValueError, match="none of"):
        back(file, "megadetector", tmp_path / "c", {})


@pytest.mark.slow
def test_blood_cells_differ_only_in_the_names(tmp_path: Path, blood_cells: Path) -> None:
    before = said(blood_cells, "voc")
    places = list(before)[:: len(before) // 50]
    labels = {place: {"RBC": "WBC", "WBC": "Platelets", "Platelets": "new one"}[str(before[place])] for place in places}
    written = back(blood_cells, "voc", tmp_path / "out", labels)
    old = content(blood_cells)
    assert said(tmp_path / "out", "voc") == before | labels
    changed = {name for name in written if written[name] != old[name]}
    assert changed == {place.partition("#")[0] for place in places}
    for name in changed:
        was, now = old[name].splitlines(keepends=True), written[name].splitlines(keepends=True)
        assert len(was) == len(now)
        pairs: Sequence[tuple[bytes, bytes]] = [pair for pair in zip(was, now, strict=True) if pair[0] != pair[1]]
        for one, other in pairs:
            assert one.lstrip().startswith(b"<name>")
            assert other.lstrip().startswith(b"<name>")
