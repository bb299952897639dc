"""Tables of boxes: the usual names of columns, pixels and fractions, and rows that are no boxes."""

from pathlib import Path

import pytest

from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, read_boxes
from desktop_labeler.errors import FormatError


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> BoxSource:
    file = tmp_path / "boxes.csv"
    file.write_text(text, encoding=encoding)
    return read_boxes(file)


def boxes(source: BoxSource) -> list[tuple[str, float, float, float, float, bool, str | None, float | None]]:
    return [(b.image, b.x, b.y, b.width, b.height, b.fractions, b.label, b.score) for b in source]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("path,x,y,w,h,label,score\na.jpg,1,2,3,4,cat,.5", ("a.jpg", 1, 2, 3, 4, False, "cat", 0.5)),
        (
            "filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,640,480,cat,1,2,4,6",
            ("a.jpg", 1, 2, 3, 4, False, "cat", None),
        ),
        ("file;left;top;width;height\na.jpg;1,5;2;3;4", ("a.jpg", 1.5, 2, 3, 4, False, None, None)),
        (
            "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\na,x,/m/1,1,0.25,0.5,0.5,1",
            ("a", 0.25, 0.5, 0.25, 0.5, True, "/m/1", 1),
        ),
        (
            "image_path,bbox_x,bbox_y,bbox_w,bbox_h\nC:\\x\\a.jpg,1,2,3,4",
            ("C:\\x\\a.jpg", 1, 2, 3, 4, False, None, None),
        ),
        ("image\tx1\ty1\tx2\ty2\tcategory\na.jpg\t5\t9\t1\t2\tdog", ("a.jpg", 1, 2, 4, 7, False, "dog", None)),
    ],
)
def test_the_usual_columns_are_known(tmp_path: Path, text: str, expected: tuple[object, ...]) -> None:
    assert boxes(table(tmp_path, text)) == [expected]


def test_the_size_of_the_image_is_not_that_of_the_box(tmp_path: Path) -> None:
    source = table(tmp_path, "filename,width,height,class,xmin,ymin,xmax,ymax\na.jpg,640,480,cat,1,2,4,6")
    assert [one.size for one in source] == [(640, 480)]
    source = table(tmp_path, "filename,image_width,image_height,x,y,width,height\na.jpg,640,480,1,2,4,6")
    assert [(one.size, one.width) for one in source] == [((640, 480), 4)]


def test_rows_in_the_other_unit_are_left_out(tmp_path: Path) -> None:
    source = table(tmp_path, "path,x,y,w,h\na,0.1,0.1,0.2,0.2\nb,.5,.5,.5,.5\nc,10,10,20,20\nd,0,0,1,1\n")
    assert [(one.image, one.fractions) for one in source] == [("a", True), ("b", True), ("d", True)]
    assert [(place, str(why)) for place, why in source.left_out] == [
        ("boxes.csv#line/4", "its box is in pixels where most others are fractions of the image")
    ]
    source = table(tmp_path, "path,x,y,w,h\na,0.1,0.1,0.2,0.2\nb,5,5,5,5\nc,10,10,20,20\nd,0,0,1,1\n")
    assert [(one.image, one.fractions) for one in source] == [("b", False), ("c", False), ("d", False)]
    assert "in fractions" in str(source.left_out[0][1])


def test_rows_without_a_box_are_images_without_boxes(tmp_path: Path) -> None:
    source = table(tmp_path, "path,x,y,w,h,label\na,1,2,3,4,cat\na,,,,,\nb,,,,,\n,1,2,3,4,dog\nc,1,,3,4,dog\nd,1,2\n")
    assert [one.image for one in source] == ["a"]
    assert source.empty == ["b"]
    assert [(place, str(why)) for place, why in source.left_out] == [
        ("boxes.csv#line/3", "it has no box, and its image stands in another row as well"),
        ("boxes.csv#line/5", "it names no image"),
        ("boxes.csv#line/6", "its box is not four numbers"),
        ("boxes.csv#line/7", "its box is not four numbers"),
    ]


@pytest.mark.parametrize(
    "text", ["path,label\na,cat", "x,y,w,h\n1,2,3,4", "a.jpg,1,2,3,4,cat\nb.jpg,1,2,3,4,dog", "path,x,y,w\na,1,2,3"]
)
def test_tables_without_the_columns_of_boxes_are_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormatError, match="needs columns with the names path, x, y"):
        list(table(tmp_path, text))


@pytest.mark.parametrize(("text", "encoding"), [("", "utf-8"), ('path,x,y,w,h\n"a,1', "utf-8")])
def test_broken_tables_are_sentences(tmp_path: Path, text: str, encoding: str) -> None:
    with pytest.raises(FormatError, match="Nothing was changed"):
        list(table(tmp_path, text, encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-8-sig"])
def test_encodings_are_told(tmp_path: Path, encoding: str) -> None:
    assert (
        boxes(table(tmp_path, "Datei;x;y;w;h;Klasse\nä.jpg;1;2;3;4;Grün\nü.jpg;1;2;3;4;Größe\n", encoding))[0][6]
        == "Grün"
    )


def test_a_folder_takes_only_tables_of_boxes(tmp_path: Path) -> None:
    list(table(tmp_path, "path,x,y,w,h\na,1,2,3,4"))
    (tmp_path / "other.csv").write_text("site,date\n1,2\n")
    source = read_boxes(tmp_path)
    assert [one.image for one in source] == ["a"]
    assert [place for place, _ in source.left_out] == ["other.csv"]
