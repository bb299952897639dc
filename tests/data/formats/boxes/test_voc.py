"""Pascal VOC: corners as they are written, hostile XML refused, and files called otherwise than their image."""

from pathlib import Path

import pytest

from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, read_boxes
from desktop_labeler.data.formats.boxes.reading.voc import parse_voc


def thing(name: str = "cat", corners: str = "1 2 11 22", more: str = "") -> str:
    inner = "".join(
        f"<{tag}>{value}</{tag}>" for tag, value in zip(("xmin", "ymin", "xmax", "ymax"), corners.split(), strict=False)
    )
    return f"<object><name>{name}</name>{more}<bndbox>{inner}</bndbox></object>"


def voc(file: Path, *objects: str, filename: str | None = "a.jpg", before: str = "", size: str = "100 50") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    named = "" if filename is None else f"<filename>{filename}</filename>"
    across, down = size.split()
    sized = f"<size><width>{across}</width><height>{down}</height><depth>3</depth></size>"
    file.write_text(f"{before}<annotation>{named}{sized}{''.join(objects)}</annotation>", encoding="utf-8")
    return file


def images(source: BoxSource) -> list[str]:
    return [one.image for one in source]


def test_corners_are_kept_as_they_are(tmp_path: Path) -> None:
    part = "<part><name>head</name><bndbox><xmin>1</xmin></bndbox></part>"
    (found,) = read_boxes(voc(tmp_path / "a.xml", thing("a &amp; b", "1.5 2 11 22", part)))
    assert (found.x, found.y, found.width, found.height) == (1.5, 2, 9.5, 20)
    assert (found.label, found.size, found.image, found.place) == ("a & b", (100, 50), "a.jpg", "a.xml#object/0")


@pytest.mark.parametrize(
    ("objects", "reason"),
    [
        ([thing(corners="1 2 3")], "its box is not four numbers"),
        ([thing(corners="1 2 3 nan")], "its box is not four numbers"),
        ([thing(corners="5 5 5 9")], "its box has no area"),
        ([thing(corners="200 5 300 9")], "its box lies outside of its image"),
        ([thing(corners="0.1 0.1 0.5 0.5")], "its numbers may be fractions"),
        (["<object><name>x</name></object>"], "its box is not four numbers"),
        (["<object><bndbox><xmin>1</xmin><xmin>2</xmin></bndbox></object>"], "its box is not four numbers"),
        ([thing(), thing()], "the same box was there before"),
        ([thing(), thing("dog")], "the same box was there before, as cat"),
    ],
)
def test_what_is_no_box_is_left_out_with_its_reason(tmp_path: Path, objects: list[str], reason: str) -> None:
    source = read_boxes(voc(tmp_path / "a.xml", *objects))
    list(source)
    assert len(source.left_out) == 1
    assert reason in str(source.left_out[0][1])


_BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'
_OUTSIDE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{_BOMB}<annotation><filename>&c;</filename></annotation>", "DOCTYPE"),
        (f"{_OUTSIDE}<annotation><filename>&c;</filename></annotation>", "DOCTYPE"),
        ('<!DOCTYPE a SYSTEM "http://example.org/x.dtd"><annotation/>', "DOCTYPE"),
        ("<annotation>" + "<a>" * 100_000, "nested too deeply"),
        ("<annotation><filename>&c;</filename></annotation>", "not XML"),
        ("<annotation><object>", "not XML"),
        ("", "not XML"),
        ('<?xml version="1.0" encoding="klingon"?><annotation/>', "encoding is not known"),
        ("<annotation><folder>x</folder></annotation>", "no objects"),
    ],
)
def test_hostile_and_broken_files_are_named_and_the_others_read(tmp_path: Path, content: str, reason: str) -> None:
    voc(tmp_path / "a.xml", thing())
    (tmp_path / "b.xml").write_text(content, encoding="utf-8")
    source = read_boxes(tmp_path, "voc")
    assert images(source) == ["a.jpg"]
    assert [place for place, _ in source.left_out] == ["b.xml"]
    assert reason in str(source.left_out[0][1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "utf-8-sig"])
def test_encodings_are_those_that_the_file_says(tmp_path: Path, encoding: str) -> None:
    said = "utf-8" if encoding == "utf-8-sig" else encoding
    text = f'<?xml version="1.0" encoding="{said}"?><annotation><filename>ä.jpg</filename>{thing("Größe")}</annotation>'
    (tmp_path / "ä.xml").write_bytes(text.encode(encoding))
    (found,) = read_boxes(tmp_path)
    assert (found.image, found.label) == ("ä.jpg", "Größe")
    parsed = parse_voc(text.encode(encoding)).objects[0]
    plain = text.encode(encoding)[slice(*parsed.span)]
    assert plain.decode("utf-16-le" if encoding == "utf-16" else said) == "Größe"


def test_images_are_called_by_where_they_are(tmp_path: Path) -> None:
    for folder in ("JPEGImages", "Annotations"):
        (tmp_path / "set" / folder).mkdir(parents=True)
    (tmp_path / "set" / "JPEGImages" / "a.jpg").touch()
    voc(tmp_path / "set" / "Annotations" / "a.xml", thing())
    voc(tmp_path / "set" / "Annotations" / "b.xml", thing(), filename="b.jpg")
    assert images(read_boxes(tmp_path)) == ["set/JPEGImages/a.jpg", "set/b.jpg"]
    assert images(read_boxes(tmp_path / "set" / "Annotations")) == ["JPEGImages/a.jpg", "b.jpg"]


def test_of_two_names_the_one_that_is_there_counts_and_a_name_of_several_files_is_nobodys(tmp_path: Path) -> None:
    for stem in ("p", "q", "r"):
        voc(tmp_path / f"{stem}.xml", thing(), filename="1.jpg")
    assert images(source := read_boxes(tmp_path)) == []
    assert [place for place, _ in source.left_out] == ["p.xml", "q.xml", "r.xml"]
    (tmp_path / "q.jpg").touch()
    assert images(source := read_boxes(tmp_path)) == ["q.jpg"]
    assert len(source.left_out) == 2
    (tmp_path / "p.xml").unlink()
    assert sorted(images(read_boxes(tmp_path))) == ["1.jpg", "q.jpg"]


def test_two_files_about_one_image_are_not_mixed(tmp_path: Path) -> None:
    voc(tmp_path / "a.xml", thing())
    voc(tmp_path / "xml" / "a.xml", thing("dog", "5 5 9 9"))
    source = read_boxes(tmp_path)
    assert images(source) == ["a.jpg"]
    assert "about the same image" in str(source.left_out[0][1])


def test_files_without_objects_are_images_without_boxes(tmp_path: Path) -> None:
    voc(tmp_path / "a.xml", thing())
    voc(tmp_path / "b.xml", filename=None)
    source = read_boxes(tmp_path)
    assert images(source) == ["a.jpg"]
    assert (source.empty, source.left_out) == (["b"], [])
