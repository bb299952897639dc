"""One entry of a file of labels or predictions that cannot be read leaves the others, and is named with its number."""

import json
from pathlib import Path

import pytest

from desktop_labeler import cli
from tests.making import make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of three images."""
    make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png"], files=True).close()
    return tmp_path / "p.labeler"


def _import(path: Path, file: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    code = cli.run(["import", str(path), str(file), *more])
    told = capsys.readouterr()
    assert code == 0
    return told.out


def _choice(path: str, name: str, *, cancelled: bool = False) -> dict[str, object]:
    item = {"from_name": "c", "to_name": "i", "type": "choices", "value": {"choices": [name]}}
    return {"data": {"image": path}, "annotations": [{"result": [item], "was_cancelled": cancelled}]}


def test_a_bad_line_of_hugging_face(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = path.parent / "set"
    folder.mkdir()
    good = [json.dumps({"file_name": name, "label": 1}) for name in ("a.png", "b.png")]
    bad = ["{broken", "[1]", json.dumps({"file_name": "c.png", "label": 7})]
    (folder / "metadata.jsonl").write_text("\n".join([good[0], *bad, good[1]]), encoding="utf-8")
    names = {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}
    (folder / "dataset_info.json").write_text(json.dumps(names), encoding="utf-8")
    told = _import(path, folder, capsys, "--format", "huggingface")
    assert "2 labels for 2 images" in told
    assert "3 lines or entries of the file were left out: " in told
    assert "metadata.jsonl#line/2 (it is not JSON)" in told
    assert "metadata.jsonl#line/3 (it is no object of JSON)" in told
    assert "metadata.jsonl#line/4 (it has class 7, but there are 2 classes)" in told


def test_a_bad_entry_of_fiftyone(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = {"classes": ["cat", "dog"], "labels": {"a": 0, "b": 9, "c": 1}}
    file = path.parent / "labels.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    told = _import(path, file, capsys, "--format", "fiftyone")
    assert "2 labels for 2 images" in told
    assert "labels.json#labels/b (it has class 9, but there are 2 classes)" in told


def test_what_is_no_task_and_what_was_skipped_in_label_studio(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = path.parent / "tasks.json"
    tasks = [_choice("a.png", "cat"), 5, _choice("b.png", "dog", cancelled=True), _choice("c.png", "dog")]
    file.write_text(json.dumps(tasks), encoding="utf-8")
    told = _import(path, file, capsys, "--format", "labelstudio")
    assert "2 labels for 2 images" in told
    assert "2 lines or entries of the file were left out: " in told
    assert "tasks.json#1 (it is no task of Label Studio)" in told
    assert "tasks.json#2/annotations/0 (it was skipped in Label Studio)" in told


_DETECTION = {"category": "1", "conf": 0.9}
_PREDICTIONS: dict[str, tuple[object, str, str]] = {
    "detections": (
        {
            "images": [{"file": "a.png", "detections": [_DETECTION]}, 7, {"file": "c.png", "detections": [_DETECTION]}],
            "detection_categories": {"1": "cat"},
        },
        "x.json#images/1",
        "it is no object of JSON",
    ),
    "species": (
        {"predictions": [{"filepath": name, "prediction": "cat"} if name else "x" for name in ("a.png", "", "c.png")]},
        "x.json#predictions/1",
        "it is no object of JSON",
    ),
    "fiftyone": (
        {"classes": ["cat"], "labels": {"a": {"label": 0, "confidence": 1}, "b": {"label": 4}, "c": {"label": 0}}},
        "x.json#labels/b",
        "it is not written as its kind of file usually is",
    ),
    "tasks": (
        [
            {"data": {"image": name}, "predictions": [{"result": [_choice("", "cat")["annotations"][0]["result"][0]]}]}  # type: ignore[index]
            if name
            else {"predictions": []}
            for name in ("a.png", "", "c.png")
        ],
        "x.json#1",
        "it has no data",
    ),
    "records": (
        [{"path": "a.png", "label": "cat", "probability": 0.9}, 3, {"path": "c.png", "label": "cat"}],
        "x.json#1",
        "it is no object of JSON",
    ),
    "mapping": (
        {"a.png": ["cat", 0.5], "b.png": 7, "c.png": {"cat": 0.75}},
        "x.json#b.png",
        "it is not written as its kind of file usually is",
    ),
}


@pytest.mark.parametrize("kind", _PREDICTIONS)
def test_a_bad_entry_of_predictions(path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    content, place, why = _PREDICTIONS[kind]
    file = path.parent / "x.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    told = _import(path, file, capsys, "--as", "suggestions")
    assert told.startswith("2 images got a suggestion")
    assert f"1 line or entry of the file was left out: {place} ({why})" in told


@pytest.mark.parametrize(
    "row", ["path,label,probability\na.png,cat,.5\n,cat,.5\n", "path,cat,dog\na.png,.5,.5\n,.1,.9\n"]
)
def test_a_row_of_predictions_without_a_path_is_named(path: Path, row: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = path.parent / "x.csv"
    file.write_text(row, encoding="utf-8")
    assert "left out: x.csv#line/3 (it has no path)" in _import(path, file, capsys, "--as", "suggestions")
