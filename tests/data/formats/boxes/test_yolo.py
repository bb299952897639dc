"""YOLO's text files: names from the files that tools write them to, outlines, and lines that are no boxes."""

from pathlib import Path

import pytest

from desktop_labeler.data.formats.boxes.reading.class_names_file import names_in
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes


def labels(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_data_set_is_read_with_names_and_images(tmp_path: Path) -> None:
    labels(tmp_path / "data.yaml", "train: ../train/images\nnc: 2\nnames: ['cat', 'dog']\n")
    labels(tmp_path / "labels" / "train" / "a.txt", "1 0.5 0.5 0.5 0.25\n")
    labels(tmp_path / "labels" / "train" / "b.txt", "")
    labels(tmp_path / "labels" / "val" / "a.txt", "0 0.25 0.25 0.5 0.5 0.75\n")
    labels(tmp_path / "train.txt", "./images/train/a.png\n")
    labels(tmp_path / "images" / "train" / "a.png", "")
    for source in (tmp_path, tmp_path / "data.yaml"):
        opened = read_boxes(source)
        first, second = opened
        assert opened.kind == "yolo"
        assert (first.image, first.label, first.score, first.suggested) == ("images/train/a.png", "dog", None, False)
        assert (first.x, first.y, first.width, first.height, first.fractions) == (0.25, 0.375, 0.5, 0.25, True)
        assert (second.image, second.label, second.score, second.suggested) == ("val/a", "cat", 0.75, True)
        assert (opened.empty, opened.left_out, opened.classes) == (["train/b"], [], ["cat", "dog"])


def test_names_of_each_folder_are_its_own(tmp_path: Path) -> None:
    for folder, names in (("one", "cat\ndog\n"), ("two", "dog\ncat\n")):
        labels(tmp_path / folder / "classes.txt", names)
        labels(tmp_path / folder / f"{folder}.txt", "0 .5 .5 .1 .1")
    assert [one.label for one in read_boxes(tmp_path)] == ["cat", "dog"]


def test_lines_that_are_no_boxes_are_left_out_with_their_reason(tmp_path: Path) -> None:
    lines = [
        "0 .5 .5 .1 .1",
        "0 .5 .5 .1",
        "cat .5 .5 .1 .1",
        "-1 .5 .5 .1 .1",
        "0.5 .5 .5 .1 .1",
        "0 320 240 50 50",
        "0 .5 .5 0 .1",
        "0 nan .5 .1 .1",
        "0 .5 .5 .1 .1",
        "0 .5 .5 .1 .1 .2 .3",
        "0 2.5 .5 .1 .1",
    ]
    source = read_boxes(labels(tmp_path / "a.txt", "\n".join(lines)))
    found = list(source)
    reasons = {place: str(reason) for place, reason in source.left_out}
    assert [one.place for one in found] == ["a.txt#line/1", "a.txt#line/10"]
    assert reasons == {
        "a.txt#line/2": "its box is not four numbers",
        "a.txt#line/3": "it does not begin with the number of a class",
        "a.txt#line/4": "it does not begin with the number of a class",
        "a.txt#line/5": "it does not begin with the number of a class",
        "a.txt#line/6": "its box is in pixels where the others are fractions of the image",
        "a.txt#line/7": "its box has no area",
        "a.txt#line/8": "its box is not four numbers",
        "a.txt#line/9": "the same box was there before",
        "a.txt#line/11": "its box is in pixels where the others are fractions of the image",
    }


def test_outlines_are_replaced_by_the_box_around_them(tmp_path: Path) -> None:
    source = read_boxes(labels(tmp_path / "a.txt", "0 .1 .2 .5 .3 .3 .6\n0 .1 .1 .2 .1 .2 .2 .1 .2"))
    boxes = [(one.x, one.y, round(one.width, 9), round(one.height, 9)) for one in source]
    assert boxes == [(0.1, 0.2, 0.4, 0.4), (0.1, 0.1, 0.1, 0.1)]
    assert "2 outlines that are no boxes were replaced" in str(source.notes)


def test_other_texts_and_two_files_of_an_image_are_named(tmp_path: Path) -> None:
    labels(tmp_path / "a.txt", "0 .5 .5 .1 .1")
    labels(tmp_path / "labels" / "a.txt", "0 .5 .5 .2 .2")
    labels(tmp_path / "notes.txt", "bought in May")
    source = read_boxes(tmp_path, "yolo")
    assert len(list(source)) == 1
    assert [place for place, _ in source.left_out] == ["notes.txt", "labels/a.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "names: ['a, b', \"it's\", c#d]",
        'names:\n  - "a, b"\n\n  # more\n  - it\'s\n  - c#d # the last\nnc: 3\n',
        "path: x\nnames:\n  0: 'a, b'\n  1: it's\n  2: c#d\nother:\n  0: no\n",
        "names: {0: 'a, b', '1': \"it's\", 2: c#d}",
        "names: [\n  'a, b',\n  it's,\n  'c#d'\n]",
    ],
)
def test_names_in_yaml_are_what_yaml_says(tmp_path: Path, text: str) -> None:
    labels(tmp_path / "data.yaml", text)
    found = names_in(tmp_path)
    assert found is not None
    assert found.names == {0: "a, b", 1: "it's", 2: "c#d"}
    yaml = pytest.importorskip("yaml")
    said = yaml.safe_load(text)["names"]
    assert list(said.values() if isinstance(said, dict) else said) == ["a, b", "it's", "c#d"]
