"""Time, place and columns that came with the images: kept, found, sorted and exported, through the command line."""

import csv
import json
from pathlib import Path

import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import delete_class
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.images.parts.image_parts import read_part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts
from desktop_labeler.data.metadata.columns import values_of
from desktop_labeler.data.project.project_file import Project
from tests.making import labels_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve photographs of two sites on three days; the clock of one camera was never set."""
    place = tmp_path / "photos"
    place.mkdir()
    for number in range(12):
        image = Image.new("RGB", (20, 10), (number * 20, 9, 99))
        exif = image.getexif()
        exif[0x0110] = "HC600"
        taken = f"2024:05:{1 + number // 4:02d} 22:10:{number:02d}" if number != 5 else "0000:00:00 00:00:00"
        exif.get_ifd(0x8769)[0x9003] = taken
        exif.get_ifd(0x8825).update({1: "S", 2: (10.0, 30.0, 0.0), 3: "E", 4: (20.0, 0.0, 0.0)})
        image.save(place / f"{'AB'[number % 2]}_2024050{1 + number // 4}_{number}.jpg", exif=exif.tobytes())
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *words: object, fails: bool = False) -> dict[str, object]:
    code = main([*map(str, words), *([] if fails else ["--json"])])
    out, err = capsys.readouterr()
    assert code == int(fails), err
    if fails:
        assert "Traceback" not in err
        return {"said": err}
    found: dict[str, object] = json.loads(out)
    return found


def _listed(capsys: pytest.CaptureFixture[str], project: Path, *words: str) -> list[str]:
    images = _run(capsys, "list", project, *words)["images"]
    assert isinstance(images, list)
    return [image["path"] for image in images]


def test_what_came_with_the_images_is_kept_found_sorted_and_exported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    notes = _run(capsys, "new", project, folder / "photos", "--labels", "none")["notes"]
    assert "B_20240502_5.jpg (time 0000:00:00 00:00:00)" in str(notes)
    (folder / "t.csv").write_text(
        "file;species;depth;observer;;depth\nA_20240501_0.jpg;cat;1,5;Ann;x;deep\nB_20240501_1.jpg;dog;12,25;Bob;;\n"
        "nowhere.jpg;dog;9;Cy;;\n",
        encoding="utf-8",
    )
    imported = _run(capsys, "import", project, folder / "t.csv", "--format", "csv")
    assert imported["unmatched"] == ["nowhere.jpg"]
    assert "depth (numbers), observer, column 5, depth (2)" in str(imported["notes"])
    names = _run(capsys, "metadata", project, "names", "{site}_{date}_{n}")
    assert names["columns"] == [
        {"name": "site", "kind": "text"},
        {"name": "date", "kind": "date"},
        {"name": "n", "kind": "number"},
    ]
    columns = _run(capsys, "metadata", project)["columns"]
    assert isinstance(columns, list)
    assert {each["name"]: each["images"] for each in columns} == {
        "exif.time": 11,
        "exif.latitude": 12,
        "exif.longitude": 12,
        "exif.camera": 12,
        "depth": 2,
        "observer": 2,
        "column 5": 1,
        "depth (2)": 1,
        "site": 12,
        "date": 12,
        "n": 12,
    }
    assert _listed(capsys, project, "--where", "site=A", "--where", "n>=4", "--sort", "n", "--descending") == [
        "A_20240503_10.jpg",
        "A_20240503_8.jpg",
        "A_20240502_6.jpg",
        "A_20240502_4.jpg",
    ]
    assert _listed(capsys, project, "--where", "exif.time=2024-05-03", "--sort", "exif.time")[0] == "A_20240503_8.jpg"
    assert _listed(capsys, project, "--where", "exif.time=") == ["B_20240502_5.jpg"]
    assert _listed(capsys, project, "--where", "depth>10", "--class", "dog") == ["B_20240501_1.jpg"]
    assert _listed(capsys, project, "--text", "bob") == ["B_20240501_1.jpg"]
    assert len(_listed(capsys, project, "--where", "exif.latitude=-10.5")) == 12


def test_an_export_holds_all_columns_and_brings_them_into_another_project(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, out = folder / "p.labeler", folder / "q.labeler", folder / "out.csv"
    _run(capsys, "new", first, folder / "photos", "--labels", "none")
    (folder / "t.csv").write_text(
        'file,label,state of nest,note taken\nA_20240501_0.jpg,cat,"=1+1, ""x""",2024-05-01T10:00\n', encoding="utf-8"
    )
    _run(capsys, "metadata", first, "table", folder / "t.csv")
    _run(capsys, "metadata", first, "names", "{site}_{split}_{n}")
    _run(capsys, "export", first, out, "--format", "csv", "--plain-cells")
    with out.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    assert header[-6:] == ["metadata.label", "state of nest", "note taken", "site", "metadata.split", "n"]
    _run(capsys, "new", second, folder / "photos", "--labels", "none")
    _run(capsys, "import", second, out, "--format", "csv")
    assert _run(capsys, "list", second)["images"] == _run(capsys, "list", first)["images"]


def test_labels_stay_as_they_are_when_columns_come_and_go(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none", "--classes", "cat")
    with Project(project, "read") as opened:
        before = labels_of(opened), opened.number("SELECT count(*) FROM decision")
    (folder / "t.csv").write_text("file,label\nA_20240501_0.jpg,cat\n", encoding="utf-8")
    would = _run(capsys, "metadata", project, "table", folder / "t.csv", "--dry-run")
    assert would["columns"] == [{"name": "label", "kind": "text"}]
    assert "label" not in str(_run(capsys, "metadata", project)["columns"])
    _run(capsys, "metadata", project, "table", folder / "t.csv")
    assert _listed(capsys, project, "--where", "label=cat") == ["A_20240501_0.jpg"]
    _run(capsys, "metadata", project, "cameras")
    _run(capsys, "metadata", project, "remove", "label")
    said = _run(capsys, "list", project, "--where", "label=cat", fails=True)["said"]
    assert "There is no column label" in str(said)
    with Project(project, "read") as opened:
        assert (labels_of(opened), opened.number("SELECT count(*) FROM decision")) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("metadata", "P", "names", "{a}{b}"), "stands nothing"),
        (("metadata", "P", "names", "(a+)+{n}"), "fits none of the 12 names"),
        (("metadata", "P", "names", "{n:regex}"), "no kind of values"),
        (("metadata", "P", "table", "wide.csv"), "None of them was kept"),
        (("metadata", "P", "table", "wide.csv", "--only", "c1,absent"), "has no column absent"),
        (("metadata", "P", "table", "absent.csv"), "absent.csv"),
        (("metadata", "P", "remove", "absent"), "There is no column absent"),
        (("list", "P", "--where", "absent=1"), "There is no column absent"),
        (("list", "P", "--where", "absent"), "is no condition"),
        (("list", "P", "--where", "exif.latitude=north"), "holds numbers, and north is none"),
        (("list", "P", "--where", "exif.time>yesterday"), "holds dates, and yesterday is none"),
        (("list", "P", "--sort", "absent"), "There is no column absent"),
        (("list", "P", "--class", "absent"), "There is no class absent"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    words: tuple[str, ...], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    wide = ",".join(["file", *(f"c{number}" for number in range(10_000))])
    (folder / "wide.csv").write_text(f"{wide}\nA_20240501_0.jpg{',1' * 10_000}\n", encoding="utf-8")
    places = {"P": project, "wide.csv": folder / "wide.csv", "absent.csv": folder / "absent.csv"}
    assert said in str(_run(capsys, *(places.get(word, word) for word in words), fails=True)["said"])


def test_a_table_with_too_many_columns_brings_its_labels_all_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    wide = ",".join(["file", "label", *(f"note {number}" for number in range(10_000))])
    (folder / "wide.csv").write_text(f"{wide}\nA_20240501_0.jpg,cat{',x' * 10_000}\n", encoding="utf-8")
    result = _run(capsys, "import", project, folder / "wide.csv", "--format", "csv")
    assert result["applied"] == 1
    assert "None of them was kept" in str(result["notes"])


def test_parts_have_what_came_with_their_file_whichever_was_there_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    with Project(project) as opened:
        early = add_parts(opened, [NewPart(1, read_part("xywh=1,2,3,4"), (3, 4))])
    _run(capsys, "metadata", project, "names", "{site}_{date}_{n}")
    _run(capsys, "metadata", project, "cameras")
    with Project(project) as opened:
        late = add_parts(opened, [NewPart(1, read_part("xywh=2,2,5,5"), (5, 5))])
        found = values_of(opened, [1, *(each or 0 for each in early + late)])
    assert len(found) == 3
    assert found[1] == {"site": "A", "date": "2024-05-01", "n": 0, **_seen()}
    assert all(values == found[1] for values in found.values())


def _seen() -> dict[str, object]:
    return {
        "exif.time": "2024-05-01T22:10:00",
        "exif.latitude": -10.5,
        "exif.longitude": 20,
        "exif.camera": "HC600",
    }


@pytest.mark.parametrize("name", ["path", "Path", "exif.time", "EXIF.x", "model.suggestion"])
def test_a_field_of_a_pattern_takes_no_name_that_means_something_else(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    said = _run(capsys, "metadata", project, "names", "{" + name + "}_{day}_{n}", fails=True)["said"]
    assert "what the program itself calls something else" in str(said)


def test_a_table_with_an_image_twice_says_which_row_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    (folder / "t.csv").write_text("path,site\nA_20240501_0.jpg,A\nA_20240501_0.jpg,B\nB_20240501_1.jpg,C\n")
    notes = _run(capsys, "metadata", project, "table", folder / "t.csv")["notes"]
    assert "1 row is about an image that an earlier row is about as well" in str(notes)
    assert _listed(capsys, project, "--where", "site=A") == ["A_20240501_0.jpg"]


def test_keeping_and_forgetting_a_filter_is_said_and_an_unknown_column_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none")
    assert main(["list", str(project), "--where", "file.width=20", "--save", "small"]) == 0
    assert capsys.readouterr().out.startswith("The filter small is kept.\n12 images\n")
    assert main(["list", str(project), "--forget", "small"]) == 0
    assert capsys.readouterr().out.startswith("The filter small is forgotten.\n")
    said = _run(capsys, "list", project, "--where", "nope>=1", fails=True)["said"]
    assert "There is no column nope to ask for in nope>=1." in str(said)


def test_a_kept_filter_by_a_class_that_is_deleted_lists_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = folder / "p.labeler"
    _run(capsys, "new", project, folder / "photos", "--labels", "none", "--classes", "cat,dog")
    _run(capsys, "list", project, "--class", "cat", "--save", "cats")
    with Project(project, "write") as opened:
        delete_class(opened, opened.classes()[0], By("person", "Ann"))
    said = _run(capsys, "list", project, "--filter", "cats", fails=True)["said"]
    assert "The filter cats asks for a class that has been deleted." in str(said)
    _run(capsys, "undo", project)
    assert _listed(capsys, project, "--filter", "cats") == []
