"""Boxes on frames of videos and pages of files through the real main(): out, in again, and never silently nowhere."""

import csv
import itertools
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.data.decisions.box_edits import draw_box, place_box
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.formats.export_tree import TreeNames, copied_part, copied_stem, flat_name
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.images.parts.part_rows import ids_at
from desktop_labeler.data.project.project_file import Project
from tests.making import ME
from tests.video_making import make_video

Run = Callable[..., dict[str, Any]]
Row = tuple[str, int, int, int, int, str]

_PAGES = [(80, 50), (80, 50), (60, 70), (80, 50)]  # the third one has another size
_SIZES = {f"s/pages.tif#page={number}": size for number, size in enumerate(_PAGES, 1)} | {
    **{f"a.mp4#t={time}": (120, 40) for time in ("0", "0.5", "1")},
    "p.png": (90, 60),
    "one.tif": (30, 30),
}


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    """A project with a video of three frames, a file of four pages, one of one page, and a photograph."""
    pytest.importorskip("av")
    photos = tmp_path / "photos"
    (photos / "s").mkdir(parents=True)
    make_video(photos / "a.mp4", frames=12)
    some = np.random.default_rng(1)
    pages = [Image.fromarray(some.integers(0, 256, (high, wide, 3), np.uint8)) for wide, high in _PAGES]
    pages[0].save(photos / "s" / "pages.tif", save_all=True, append_images=pages[1:])
    pages[0].resize(_SIZES["p.png"]).save(photos / "p.png")
    pages[0].resize(_SIZES["one.tif"]).save(photos / "one.tif")
    run("new", "p.labeler", "photos", "--labels", "none", "--frames", "0.5", "--pages", "all")
    return tmp_path / "p.labeler"


def table(file: Path, rows: list[tuple[object, ...]], columns: str = "path,x,y,w,h,label") -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([columns.split(","), *rows])
    return file


def rows_of(file: Path) -> set[Row]:
    return {
        (box.image, int(box.x), int(box.y), int(box.width), int(box.height), box.label or "")
        for box in read_boxes(file)
    }


def boxes_of(file: Path) -> set[str]:
    with Project(file, "read") as project:
        return set(project.read(str, "SELECT path FROM image WHERE part LIKE '%xywh=%' AND problem IS NULL"))


_ROWS: list[Row] = [
    ("a.mp4#t=0.5", 1, 2, 20, 21, "fox"),
    ("a.mp4#t=1", 1, 2, 20, 21, "hare"),
    ("s/pages.tif#page=3", 5, 55, 20, 10, "fox"),  # below the edge of the other pages
    ("s/pages.tif#page=1", 5, 5, 20, 10, "fox"),
    ("p.png", 5, 5, 20, 10, "fox"),
]


def _content(file: Path) -> object:
    """Return the bytes of a table; and what a file of COCO says, with names for the numbers of classes."""
    if file.suffix == ".csv":
        return file.read_bytes()
    found = json.loads(file.read_text(encoding="utf-8"))
    names = {kind["id"]: kind["name"] for kind in found.pop("categories")}
    for each in found["annotations"]:
        each["category_id"] = names[each["category_id"]]
    return found


@st.composite
def _rows(draw: st.DrawFn) -> list[Row]:
    found: dict[tuple[object, ...], Row] = {}
    for name in draw(st.lists(st.sampled_from(sorted(_SIZES)), min_size=1, max_size=12)):
        across, down = _SIZES[name]
        x, y = draw(st.integers(0, across - 1)), draw(st.integers(0, down - 1))
        width, height = draw(st.integers(1, across - x)), draw(st.integers(1, down - y))
        row = (name, x, y, width, height, draw(st.sampled_from(["fox", "hare", "ö, “1”"])))
        found[row[:5]] = row
    return list(found.values())


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_rows())
@pytest.mark.parametrize("name", ["csv-boxes", "coco"])
def test_boxes_on_frames_and_pages_go_round_exactly(project: Path, run: Run, name: str, rows: list[Row]) -> None:
    """A table makes boxes; written, read into another project and written again, they are the same."""
    for old in Path().iterdir():
        if old.name not in ("photos", "p.labeler"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for number in (1, 2):
        Path(f"{number}.labeler").write_bytes(project.read_bytes())
    run("boxes", "1.labeler", table(Path("given.csv"), list(rows)))
    suffix, count = {"coco": ".json"}.get(name, ".csv"), len(rows)
    first, second, back = Path(f"first{suffix}"), Path(f"second{suffix}"), Path(f"back{suffix}")
    written = run("export", "1.labeler", first, "--format", name, "--anew")
    assert (written["written"], written["boxes"], written["left_out"], written["notes"]) == (count, count, [], [])
    read = run("boxes", "2.labeler", first)
    assert (read["items"], read["labelled"], read["skipped"], read["unmatched"]) == (count, count, [], [])
    parts = {(row[0], "&" if "#" in row[0] else "#", ",".join(map(str, row[1:5]))) for row in rows}
    assert boxes_of(Path("2.labeler")) == {f"{path}{mark}xywh={box}" for path, mark, box in parts}
    run("export", "2.labeler", second, "--format", name, "--anew")
    assert _content(second) == _content(first)
    run("export", "2.labeler", back, "--format", name)
    assert back.read_bytes() == first.read_bytes()
    assert rows_of(first) == set(rows)


def test_coco_and_tables_name_the_page_and_the_time_in_fields_of_their_own(project: Path, run: Run) -> None:
    run("boxes", project, table(Path("given.csv"), list(_ROWS)))
    run("export", project, "out.json", "--format", "coco")
    images = {image["file_name"]: image for image in json.loads(Path("out.json").read_text(encoding="utf-8"))["images"]}
    assert {key: images["a.mp4#t=0.5"][key] for key in ("file", "time", "width")} == {
        "file": "a.mp4",
        "time": 0.5,
        "width": 120,
    }
    page = images["s/pages.tif#page=3"]
    assert (page["file"], page["page"], page["width"], page["height"]) == ("s/pages.tif", 3, 60, 70)
    assert set(images["p.png"]) == {"id", "file_name", "width", "height"}
    run("export", project, "out.csv", "--format", "csv-boxes", "--anew")
    with Path("out.csv").open(encoding="utf-8", newline="") as file:
        found = {row["path"]: (row["page"], row["time"]) for row in csv.DictReader(file)}
    assert found == {
        "a.mp4#t=0.5": ("", "0.5"),
        "a.mp4#t=1": ("", "1"),
        "s/pages.tif#page=1": ("1", ""),
        "s/pages.tif#page=3": ("3", ""),
        "p.png": ("", ""),
    }


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        ("path,x,y,w,h,label,page,time", ("a.mp4", 1, 2, 3, 4, "fox", "", "0,5")),
        ("path,x,y,w,h,label,video time", ("C:\\films\\a.mp4", 1, 2, 3, 4, "fox", 0.5)),
        ("path,x,y,w,h,label", ("somewhere/a.mp4#t=0.5", 1, 2, 3, 4, "fox")),
    ],
)
def test_the_time_may_stand_in_a_column_of_its_own(
    project: Path, run: Run, columns: str, row: tuple[object, ...]
) -> None:
    assert run("boxes", project, table(Path("given.csv"), [row], columns))["items"] == 1
    assert boxes_of(project) == {"a.mp4#t=0.5&xywh=1,2,3,4"}


def test_a_page_beside_an_image_that_has_only_one_means_something_else(project: Path, run: Run) -> None:
    rows: list[tuple[object, ...]] = [
        ("p.png", 1, 2, 3, 4, "fox", 12, 9.5),
        ("one.tif", 1, 2, 3, 4, "fox", 7, 10),
        ("one.tif#page=1", 5, 5, 3, 4, "fox", "", ""),
    ]
    read = run("boxes", project, table(Path("given.csv"), rows, "path,x,y,w,h,label,page,time"))
    assert (read["items"], read["skipped"]) == (3, [])
    assert boxes_of(project) == {"p.png#xywh=1,2,3,4", "one.tif#xywh=1,2,3,4", "one.tif#xywh=5,5,3,4"}


def test_a_box_without_its_frame_or_page_is_named_with_what_is_missing(project: Path, run: Run) -> None:
    rows: list[tuple[object, ...]] = [
        ("a.mp4", 1, 2, 3, 4, "fox"),
        ("s/pages.tif", 1, 2, 3, 4, "fox"),
        ("a.mp4#t=0.55", 1, 2, 3, 4, "fox"),
        ("a.mp4#t=77", 1, 2, 3, 4, "fox"),
        ("s/pages.tif#page=9", 1, 2, 3, 4, "fox"),
    ]
    read = run("boxes", project, table(Path("given.csv"), rows))
    assert (read["items"], read["unmatched"]) == (0, [])
    said = {each["place"].rpartition("/")[2]: each["reason"] for each in read["skipped"]}
    assert set(said) == {"2", "3", "4", "5", "6"}
    assert "which frame of its video" in said["2"]
    assert "a.mp4#t=2.5" in said["2"]
    assert "which page of its file" in said["3"]
    assert "no frame at 0:00.550" in said["4"]
    assert "no frame at 1:17" in said["5"]
    assert "page 9 is not among them" in said["6"]
    assert boxes_of(project) == set()


def test_a_box_without_its_frame_is_on_the_only_one_there_is(project: Path, run: Run) -> None:
    run("new", "one.labeler", "photos", "--labels", "none", "--frames", "60", "--pages", "2")
    rows: list[tuple[object, ...]] = [("a.mp4", 1, 2, 3, 4, "fox"), ("s/pages.tif", 1, 2, 3, 4, "fox")]
    assert run("boxes", "one.labeler", table(Path("given.csv"), rows))["items"] == 2
    assert boxes_of(Path("one.labeler")) == {"a.mp4#t=0&xywh=1,2,3,4", "s/pages.tif#page=2&xywh=1,2,3,4"}
    run("new", "first.labeler", "photos", "--labels", "none")  # the file stands for its first page
    assert run("boxes", "first.labeler", "given.csv")["items"] == 1
    assert boxes_of(Path("first.labeler")) == {"s/pages.tif#xywh=1,2,3,4"}


@pytest.mark.parametrize("name", ["voc", "yolo-detect"])
def test_formats_of_files_count_what_they_cannot_name_or_save_it(project: Path, run: Run, name: str) -> None:
    run("boxes", project, table(Path("given.csv"), list(_ROWS)))
    few = run("export", project, "few", "--format", name)
    assert (few["written"], few["left_out"], len(few["notes"])) == (1, [], 1)
    assert few["notes"][0].startswith("4 boxes are on frames of videos or pages of files, which this format cannot")
    all_ = run("export", project, "all", "--format", name, "--stills")
    assert (all_["written"], all_["left_out"]) == (5, [])
    (saved,) = all_["notes"]
    assert saved.startswith("4 frames and pages are saved as images in ")
    stills = {file.relative_to(Path("all")).as_posix(): file for file in Path("all").rglob("*.png")}
    folder = {"voc": "JPEGImages", "yolo-detect": "images"}[name]
    assert set(stills) == {f"{folder}/{row[0]}.png" for row in _ROWS if "#" in row[0]}
    with Image.open(stills[f"{folder}/s/pages.tif#page=3.png"]) as still, Image.open("photos/s/pages.tif") as stack:
        stack.seek(2)
        assert still.size == (60, 70)
        assert np.array_equal(np.asarray(still), np.asarray(stack))
    run("new", "fresh.labeler", "photos", "--labels", "none", "--frames", "0.5", "--pages", "all")
    read = run("boxes", "fresh.labeler", "all")  # they are the frames and pages again
    assert (read["items"], read["unmatched"], read["skipped"]) == (5, [], [])
    assert boxes_of(Path("fresh.labeler")) == boxes_of(project)
    run("new", "stills.labeler", f"all/{folder}", "--labels", "none")  # where the images are there, they are meant
    assert run("boxes", "stills.labeler", "all")["items"] == 4


@pytest.mark.parametrize("name", ["voc", "yolo-detect"])
def test_an_export_of_which_nothing_could_be_named_says_why(project: Path, run: Run, name: str) -> None:
    run("boxes", project, table(Path("given.csv"), list(_ROWS[:4])))
    said = run("export", project, "out", "--format", name, code=1)["error"]
    assert "All 4 boxes are on frames of videos or pages of files, which this format cannot name." in said
    assert "Nothing was written." in said
    assert not Path("out").exists()


@pytest.mark.parametrize("name", ["coco", "csv-boxes"])
def test_a_box_drawn_on_a_page_goes_back_beside_the_boxes_of_that_page(project: Path, run: Run, name: str) -> None:
    suffix = {"coco": ".json"}.get(name, ".csv")
    run("boxes", "p.labeler", table(Path("given.csv"), list(_ROWS)))
    run("export", "p.labeler", f"from{suffix}", "--format", name, "--anew")
    frames = ("--frames", "0.5", "--pages", "all")
    run("new", "q.labeler", "photos", "--labels", "none", *frames, "--parts", f"from{suffix}")
    with Project(Path("q.labeler")) as opened:
        at = ids_at(opened, ["s/pages.tif#page=3", "a.mp4#t=1", "a.mp4#t=0", "s/pages.tif#page=1&xywh=5,5,20,10"])
        number = add_classes(opened, ["fox"], ME)["fox"]
        for place, box, size in (
            ("s/pages.tif#page=3", Box(1, 60, 9, 9), (60, 70)),
            ("a.mp4#t=1", Box(9, 9, 5, 5), (120, 40)),
            ("a.mp4#t=0", Box(7, 9, 5, 5), (120, 40)),  # of which the source has no box
        ):
            new = draw_box(opened, at[place], box, size, ME)
            decide(opened, [new], assign(number), kind="assign", what=DecisionText("label", n=1, name=""), by=ME)
        assert place_box(opened, at["s/pages.tif#page=1&xywh=5,5,20,10"], Box(6, 6, 20, 10), (80, 50), ME)
    result = run("export", "q.labeler", f"out{suffix}", "--format", name)
    assert (result["added"], result["moved"], result["notes"]) == (3, 1, [])
    moved: set[Row] = {row for row in _ROWS if row[0] != "s/pages.tif#page=1"}
    new_rows: set[Row] = {("s/pages.tif#page=1", 6, 6, 20, 10, "fox"), ("s/pages.tif#page=3", 1, 60, 9, 9, "fox")}
    drawn: set[Row] = {("a.mp4#t=1", 9, 9, 5, 5, "fox"), ("a.mp4#t=0", 7, 9, 5, 5, "fox")}
    assert rows_of(Path(f"out{suffix}")) == moved | new_rows | drawn


_FORMATS = ["imagefolder", "split", "huggingface", "fiftyone", "labelme", "ecotaxa", "labelstudio"]


@pytest.mark.slow
@pytest.mark.parametrize("name", _FORMATS)
def test_copies_say_which_frame_page_or_box_they_are_and_find_it_again(project: Path, run: Run, name: str) -> None:
    """Frames, pages and boxes are told apart by the names of their copies, whose suffix is that of an image."""
    run("boxes", project, table(Path("given.csv"), list(_ROWS)))
    with Project(project) as opened:
        parts = opened.read(str, "SELECT path FROM image WHERE part != ''")
        wanted = dict(zip(sorted(parts), itertools.cycle(["fox", "hare"])))
    given = [("rel_path", "label"), *wanted.items()]
    with Path("labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(given)
    run("label", project, "--from", "labels.csv", "--by", "Ann")
    written = run("export", project, "out", "--format", name)
    assert written["left_out"] == [] or name == "split"
    if name in ("ecotaxa", "labelstudio"):
        count = f"{len(wanted)} images are pages, frames or boxes"
        assert any(note.startswith(count) for note in written["notes"])
    copies = [file.name for file in Path("out").rglob("*.png")] if Path("out").is_dir() else []
    if copies:
        assert {copy for copy in copies if "#" in copy} == {f"{path.rpartition('/')[2]}.png" for path in wanted}
        assert len(copies) == len(set(copies))
    run("new", "again.labeler", "photos", "--labels", "none", "--frames", "0.5", "--pages", "all")
    with Path("bare.csv").open("w", encoding="utf-8", newline="") as file:
        bare = [(*row[:5], "") for row in _ROWS]
        csv.writer(file).writerows([("path", "x", "y", "w", "h", "label"), *bare])
    run("boxes", "again.labeler", "bare.csv")
    read = run("import", "again.labeler", "out", "--format", name)
    assert read["unmatched"] == []
    with Project(Path("again.labeler"), "read") as opened:
        classes = {each.id: each.name for each in opened.classes()}
        found = opened.rows("SELECT path, class_id FROM image WHERE part != '' AND class_id IS NOT NULL")
        assert {str(path): classes[number] for path, number in found} == wanted


_PARTS = st.builds(
    lambda folder, file, part: f"{folder}{file}{part}",
    st.sampled_from(["", "s/", "s.t/"]),
    st.sampled_from(["a.mp4", "a.tif", "a.b.tif", "a"]),
    st.sampled_from(["", "#t=1", "#t=1.5", "#t=1.25", "#page=1", "#page=2", "#page=2&xywh=1,2,3,4", "#xywh=1,2,3,4"]),
)


@given(paths=st.sets(_PARTS, min_size=2))
def test_names_of_copies_are_told_apart_also_without_their_suffix(paths: set[str]) -> None:
    stems = Counter(copied_stem(path).casefold() for path in paths)
    tree = TreeNames()
    for names in (
        {path: flat_name(path, stems[copied_stem(path).casefold()] == 1) for path in paths},
        {path: tree.name(path) for path in sorted(paths)},
    ):
        assert len({Path(name).with_suffix("").as_posix().casefold() for name in names.values()}) == len(paths)
        for path, name in names.items():
            part = path.partition("#")[2]
            assert part in name
            assert Path(name).suffix == (".png" if part else Path(path).suffix)
            is_part = part and "." in path.partition("#")[0].rpartition("/")[2]
            assert copied_part(f"{path}.png") == (path if is_part else None)
