"""Files of other programs that hold what none of them writes: listed or refused in a sentence, the rest is imported."""

import json
import random
from pathlib import Path

import openpyxl
import pytest

from desktop_labeler import cli
from tests.making import make_project

_DEEP = ("[" * 100_000, '{"a":' * 100_000)


def _task(path: str, label: object, result: object = None) -> dict[str, object]:
    item = {"from_name": "c", "to_name": "i", "type": "choices", "value": {"choices": [label]}}
    return {"data": {"image": path}, "annotations": [{"result": [item] if result is None else result}]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of two images."""
    make_project(tmp_path / "p.labeler", ["a.png", "b.png"], files=True).close()
    return tmp_path / "p.labeler"


def _import(path: Path, format_name: str, file: Path, capsys: pytest.CaptureFixture[str]) -> str:
    code = cli.run(["import", str(path), str(file), "--format", format_name])
    told = capsys.readouterr()
    assert code in (0, 1)
    assert "Something unexpected" not in told.err
    return told.out + told.err


@pytest.mark.parametrize("content", [*_DEEP, "5", "null", "[" + "1" * 5000 + "]"])
@pytest.mark.parametrize(
    ("format_name", "name"),
    [
        ("labelstudio", "x.json"),
        ("labelme", "x/a.json"),
        ("fiftyone", "x/labels.json"),
        ("huggingface", "x/metadata.jsonl"),
        ("imagefolder", "x/class_names.json"),
        ("huggingface", "x/dataset_info.json"),
    ],
)
def test_deep_and_odd_json_ends_in_a_sentence(
    path: Path, format_name: str, name: str, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = path.parent / name
    file.parent.mkdir(exist_ok=True)
    (file.parent / "cat").mkdir(exist_ok=True)
    file.write_text(content)
    assert _import(path, format_name, path.parent / name.split("/", maxsplit=1)[0], capsys)


@pytest.mark.parametrize("result", [5, [5], {"a": 1}, "text", [{"type": "choices", "value": 5}]])
def test_a_result_that_is_none_leaves_the_others(
    path: Path, result: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = path.parent / "x.json"
    file.write_text(json.dumps([_task("a.png", "cat", result), _task("b.png", "dog")]))
    assert "1 label for 1 image" in _import(path, "labelstudio", file, capsys)


@pytest.mark.parametrize("name", ["\ud800.png", "caf\udce9.png"])
def test_half_a_character_in_a_path_is_no_image_and_the_others_are(
    path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = path.parent / "x.json"
    file.write_text(json.dumps([_task(name, "cat"), _task("b.png", "dog")]))
    assert "1 label for 1 image" in _import(path, "labelstudio", file, capsys)


@pytest.mark.parametrize("where", ["header", "cell", "path"])
def test_a_cell_of_200_000_characters_is_read(path: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    long = "x" * 200_000
    rows = {"header": f"rel_path,label,{long}\na.png,cat,1\n", "cell": f"rel_path,label,note\na.png,cat,{long}\n"}
    file = path.parent / "x.csv"
    file.write_text(rows.get(where, f"rel_path,label\n{long},cat\na.png,cat\n"))
    assert "for 1 image; 1 image changed" in _import(path, "csv", file, capsys)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_workbook_is_refused_in_a_sentence(path: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for row in [("rel_path", "label"), *((f"{number}.png", f"class {number}") for number in range(200))]:
        book.active.append(row)
    file = path.parent / "x.xlsx"
    book.save(file)
    chance = random.Random(seed)
    content = bytearray(file.read_bytes())
    for _ in range(20):
        content[chance.randrange(len(content) // 20, len(content) * 9 // 10)] ^= 0xFF
    file.write_bytes(content)
    assert _import(path, "csv", file, capsys)


def test_a_name_that_is_no_text_is_refused_in_a_sentence(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(path.parent / "images")
    for words in (
        ["new", str(path.with_name("q.labeler")), folder, "--classes", "caf\udce9"],
        ["history", str(path), "--image", "caf\udce9.png"],
    ):
        assert cli.run(words) == 1
        assert "cannot be stored, because it is not text" in capsys.readouterr().err
    assert not path.with_name("q.labeler").exists()
