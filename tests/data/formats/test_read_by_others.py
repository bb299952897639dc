"""Each export read by the library it is for, or by a reader written from the format's documentation."""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest

from desktop_labeler.data.decisions.history import decide, exclude
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.formats.export_tree import class_folder, folder_class
from desktop_labeler.data.formats.native_csv import COLUMNS
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish
from tests.making import ME, label_images, make_project

IMAGES = ("a.png", "s1/a.png", "s2/a.png", "test/val.png", "né 😀.png", 'x,"y\nz.png', "cat/own.png", "b.PNG")
LABELS = ("cat", "dog", "cat", "dog", "dog", "cat", "cat", None)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project and an export of it in each format."""
    folder = tmp_path_factory.mktemp("exports")
    with make_project(folder / "p.labeler", IMAGES, files=True) as project:
        label_images(project, LABELS)
    for name in FORMATS:
        finish(export(folder / "p.labeler", folder / name, format=name))
    return folder


def _content(made: Path) -> dict[bytes, str | None]:
    """Return the label of each image by its content: what must come out of every export."""
    return {(made / "images" / name).read_bytes(): label for name, label in zip(IMAGES, LABELS, strict=True)}


def test_torchvision_reads_the_image_folder(made: Path) -> None:
    datasets = pytest.importorskip("torchvision.datasets")
    read = datasets.ImageFolder(str(made / "imagefolder"))
    assert read.classes == ["_unlabeled", "cat", "dog"]
    got = {Path(file).read_bytes(): read.classes[number] for file, number in read.samples}
    assert got == {content: label or "_unlabeled" for content, label in _content(made).items()}


def test_torchvision_reads_each_split_and_together_they_are_all_labelled_images(made: Path) -> None:
    datasets = pytest.importorskip("torchvision.datasets")
    got: dict[bytes, str] = {}
    for part in filter(Path.is_dir, (made / "split").iterdir()):
        assert part.name in {"train", "val", "test"}
        read = datasets.ImageFolder(str(part))
        got |= {Path(file).read_bytes(): read.classes[number] for file, number in read.samples}
    assert got == {content: label for content, label in _content(made).items() if label}


_HUGGING_FACE = """
import json, sys
from datasets import Image, load_dataset
read = load_dataset("imagefolder", data_dir=sys.argv[1], cache_dir=sys.argv[2])
assert list(read) == ["train"], list(read)
rows = read["train"].cast_column("image", Image(decode=False))
print(json.dumps([{"file": row.pop("image")["path"], **row} for row in rows]))
"""


def _read_by_hugging_face(folder: Path, cache: Path) -> list[dict[str, str | None]]:
    """Read in a process of its own: the library leaves files open, and must not look at the network."""
    pytest.importorskip("datasets")
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": str(cache / "home")}
    command = [sys.executable, "-c", _HUGGING_FACE, str(folder), str(cache)]
    done = subprocess.run(command, env=offline, capture_output=True, check=True, text=True, encoding="utf-8")
    rows: list[dict[str, str | None]] = json.loads(done.stdout)
    return rows


def test_hugging_face_reads_its_image_folder(made: Path, tmp_path: Path) -> None:
    rows = _read_by_hugging_face(made / "huggingface", tmp_path)
    got = {Path(str(row["file"])).read_bytes(): (row["label"], row["rel_path"]) for row in rows}
    places = dict(zip(_content(made), IMAGES, strict=True))
    assert got == {content: (label, places[content]) for content, label in _content(made).items()}


def test_hugging_face_keeps_class_names_that_look_like_numbers(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"], files=True) as project:
        label_images(project, ["001", "NA"])
    finish(export(tmp_path / "p.labeler", tmp_path / "out", format="huggingface"))
    rows = _read_by_hugging_face(tmp_path / "out", tmp_path)
    assert sorted(str(row["label"]) for row in rows) == ["001", "NA"]


def test_fiftyone_labels_point_at_their_files(made: Path) -> None:
    content = json.loads((made / "fiftyone" / "labels.json").read_text(encoding="utf-8"))
    data = made / "fiftyone" / "data"
    files = {file.relative_to(data).with_suffix("").as_posix(): file for file in data.rglob("*") if file.is_file()}
    assert files.keys() == content["labels"].keys()
    got = {
        files[key].read_bytes(): None if target is None else content["classes"][target]
        for key, target in content["labels"].items()
    }
    assert got == _content(made)


def test_label_studio_tasks_have_local_files_and_choices(made: Path) -> None:
    tasks = json.loads((made / "labelstudio").read_text(encoding="utf-8"))
    got: dict[bytes, str | None] = {}
    for task in tasks:
        address = urlsplit(task["data"]["image"])
        assert address.path == "/data/local-files/"
        (relative,) = parse_qs(address.query)["d"]
        results = [result for annotation in task.get("annotations", []) for result in annotation["result"]]
        for result in results:
            assert (result["from_name"], result["to_name"], result["type"]) == ("choice", "image", "choices")
        choices = [choice for result in results for choice in result["value"]["choices"]]
        got[(made / relative).read_bytes()] = choices[0] if choices else None
    assert got == _content(made)


def test_labelme_files_lie_beside_their_images(made: Path) -> None:
    got: dict[bytes, str | None] = {}
    for file in (made / "labelme").rglob("*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        assert content.keys() >= {"version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth"}
        assert PurePosixPath(content["imagePath"]).stem == file.stem
        chosen = [flag for flag, is_set in content["flags"].items() if is_set]
        assert content["flags"].keys() == {"cat", "dog"}
        got[(file.parent / content["imagePath"]).read_bytes()] = chosen[0] if chosen else None
    assert got == _content(made)


def test_the_native_table_has_the_columns_of_the_design(made: Path) -> None:
    text = (made / "csv").read_bytes().decode("utf-8")
    assert text.split("\r\n", 1)[0] == ",".join(COLUMNS)
    assert "\\" not in text


@pytest.mark.parametrize("link", ["hard", "sym"])
def test_links_instead_of_copies(made: Path, tmp_path: Path, link: str) -> None:
    out = made / f"linked {link}"
    finish(export(made / "p.labeler", out, format="imagefolder", link="hard" if link == "hard" else "sym"))
    (file,) = (out / "cat").glob("own.png")
    source = made / "images" / "cat" / "own.png"
    assert file.samefile(source)
    assert file.is_symlink() == (link == "sym")


def test_excluded_images_are_in_no_training_tree(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", "dog"])
        decide(project, [2], exclude(), kind="exclude", what="Exclude", by=ME)
    result = finish(export(tmp_path / "p.labeler", tmp_path / "out", format="imagefolder"))
    assert (result.written, [image.path for image in result.left_out]) == (1, ["b.png"])
    assert [file.name for file in (tmp_path / "out").rglob("*.png")] == ["a.png"]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("cat", "cat"),
        ("a/b", "a%2Fb"),
        ("a%2Fb", "a%252Fb"),
        ("100% sure", "100% sure"),
        ("..", "%2E%2E"),  # Windows takes dots and blanks at the end away
        ("a:b", "a%3Ab"),
        ("con", "%63on"),
        ("NUL.old", "%4EUL.old"),
        ("com1", "%63om1"),
        ("console", "console"),
        ("sp. ", "sp.%20"),
        ("sp.", "sp%2E"),
        ('"?*<>|', "%22%3F%2A%3C%3E%7C"),
        (".x", "%2Ex"),
        ("_unlabeled", "%5Funlabeled"),
        ("a\\b", "a%5Cb"),
        (None, "_unlabeled"),
    ],
)
def test_class_names_are_folder_names_where_they_can_be(name: str | None, folder: str) -> None:
    assert class_folder(name) == folder
    assert folder_class(folder) == name


@pytest.mark.parametrize("name", ["test_1.png", "a/val.png", "my test 2.png", "train.png"])
def test_names_that_hugging_face_takes_for_parts_are_said(tmp_path: Path, name: str) -> None:
    with make_project(tmp_path / "p.labeler", [name, "contest.png", "value.png"], files=True) as project:
        label_images(project, ["cat", "dog", "cat"])
    result = finish(export(tmp_path / "p.labeler", tmp_path / "out", format="imagefolder"))
    assert "1 file has a name" in str([str(note) for note in result.notes])
