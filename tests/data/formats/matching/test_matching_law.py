"""The law of matching: for any tree, table and way to write paths, a label lands on the image it means or nowhere."""

import csv
import unicodedata
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.formats import native_csv
from desktop_labeler.data.formats.matching.path_spellings import loosest
from desktop_labeler.data.formats.records import Reading, Record
from tests.data.formats.matching.test_match_records import landed, matched
from tests.making import make_project

FOLDERS = (
    "a",
    "A",
    "b",
    "site 1",
    unicodedata.normalize("NFC", "é"),
    unicodedata.normalize("NFD", "é"),
    "a%20b",
    "x.v2",
)
NAMES = ("1", "01", "IMG_1", "img_1", "é", "1.v2", "a b", "100%", "ß", "1~0123456789abcdef")
ENDINGS = (".png", ".PNG", ".jpg", ".jpeg", ".tif", "")

paths = st.builds(
    lambda folders, name, ending: "/".join([*folders, name + ending]),
    st.lists(st.sampled_from(FOLDERS), max_size=3),
    st.sampled_from(NAMES),
    st.sampled_from(ENDINGS),
)
# How a program writes a path: what it puts before it, and what it does to it.
BEFORE = (
    "",
    "./",
    "/home/ann/data/",
    "C:\\Users\\Ann\\",
    "c:/",
    "\\\\nas\\share\\",
    "file:///srv/",
    "images/",
    "s3://bucket/",
)
SURE = {
    "as it is": lambda path: path,
    "back-slashes": lambda path: path.replace("/", "\\"),
    "blanks": lambda path: f" {path} ",
    "doubled": lambda path: path.replace("/", "//"),
    "dotted": lambda path: path.replace("/", "/./"),
    "trailing blank": lambda path: f"{path} ",
}
# How a program writes a folder in a column of its own, beside the column of the name (Timelapse, Camtrap DP).
FOLDER = {
    "as it is": lambda folder: folder,
    "back-slashes": lambda folder: folder.replace("/", "\\"),
    "slash at its end": lambda folder: f"{folder}/" if folder else "",
    "whole": lambda folder: f"/home/ann/data/{folder}",
    "whole, of Windows": lambda folder: "D:\\Data\\" + folder.replace("/", "\\"),
}
LOOSE = {
    "upper": str.upper,
    "lower": str.lower,
    "without ending": lambda path: (
        path[: -len(ending)] if (ending := Path(path).suffix) in ENDINGS and ending else path
    ),
    "other ending": lambda path: (
        path[: -len(ending)] + ".bmp" if (ending := Path(path).suffix) in ENDINGS and ending else path
    ),
    "composed": lambda path: unicodedata.normalize("NFC", path),
    "taken apart": lambda path: unicodedata.normalize("NFD", path),
    "name alone": lambda path: path.rpartition("/")[2],
    "less by one": lambda path: path.partition("/")[2] or path,
}


def _ends(path: str) -> list[str]:
    """Return what a path ends with, by whole components, at its loosest."""
    parts = loosest(path).split("/")
    return ["/".join(parts[place:]) for place in range(len(parts))]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), world=st.lists(paths, min_size=1, max_size=12, unique=True))
def test_a_label_lands_on_the_image_that_it_means_or_nowhere(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, world: list[str]
) -> None:
    """The world is what the table's author had; the project has a part of it.

    What nobody could tell is left out: an image that the project has not, but whose path ends like that of one that it
    has; a shortened text that could mean several images of the world, or that has other folders before it.
    """
    present = data.draw(st.lists(st.sampled_from(world), min_size=1, unique=True))
    ends = Counter(end for path in world for end in _ends(path))
    twins = {end for path in present for end in _ends(path)} | {loosest(path) for path in present}
    absent = [path for path in world if path not in present and not twins & set(_ends(path))]
    rows = []
    for number, path in enumerate(data.draw(st.lists(st.sampled_from(present + absent), min_size=1, max_size=10))):
        text = data.draw(st.sampled_from(list(LOOSE.values())))(path)
        if text in world or ends[loosest(text)] != 1:
            text = path
        shorter = text.count("/") < path.count("/")
        before = data.draw(st.sampled_from(BEFORE[: 2 if shorter else None]))
        text = data.draw(st.sampled_from(list(SURE.values())))(text)
        rows.append((path, before + text.strip() if before else text, number))
    with make_project(tmp_path_factory.mktemp("law") / "p.labeler", present) as project:
        found = matched(project, [Record(text, f"{world.index(path)}") for path, text, _ in rows])
        for image, (label, _) in landed(project, found).items():
            assert world[int(label)] == image


def _meant(data: st.DataObject, world: list[str]) -> tuple[list[str], list[str]]:
    """Return the images of the world that the project has, and those that a table names: any but twins of these."""
    present = data.draw(st.lists(st.sampled_from(world), min_size=1, unique=True))
    twins = {end for path in present for end in _ends(path)} | {loosest(path) for path in present}
    absent = [path for path in world if path not in present and not twins & set(_ends(path))]
    return present, data.draw(st.lists(st.sampled_from(present + absent), min_size=1, max_size=10))


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), world=st.lists(paths, min_size=1, max_size=12, unique=True))
def test_a_folder_in_a_column_of_its_own_means_the_same_image(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, world: list[str]
) -> None:
    """The folder is written in one way in all rows, as one program writes one table."""
    present, named = _meant(data, world)
    written = data.draw(st.sampled_from(list(FOLDER.values())))
    folder = tmp_path_factory.mktemp("columns")
    with (folder / "l.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["File", "RelativePath", "label"])
        for path in named:
            above, _, name = path.rpartition("/")
            table.writerow([name, written(above), f"class {world.index(path)}"])
    with make_project(folder / "p.labeler", present) as project:
        records = list(native_csv.read(folder / "l.csv", Reading(encoding="utf-8")))
        for image, (label, _) in landed(project, matched(project, records)).items():
            assert world[int(label.removeprefix("class "))] == image


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), world=st.lists(paths, min_size=1, max_size=12, unique=True))
def test_an_address_means_the_same_image(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, world: list[str]
) -> None:
    """Addresses (file://, http://, Label Studio's own) have their odd characters quoted."""
    present, named = _meant(data, world)
    start = data.draw(
        st.sampled_from(["file:///srv/", "http://host:8080/", "/data/local-files/?d=", "file://nas/share/"])
    )
    with make_project(tmp_path_factory.mktemp("address") / "p.labeler", present) as project:
        records = [Record(start + quote(path), f"{world.index(path)}") for path in named]
        found = landed(project, matched(project, records))
        for image, (label, _) in found.items():
            assert world[int(label)] == image
