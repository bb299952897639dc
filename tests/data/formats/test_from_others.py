"""Files as other programs write them."""

import json
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.history import Edit, decide
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.progress import finish
from tests.making import ME, labels_of, make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of images without labels."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "s1/c.png", "s 2/d&#.png"], files=True):
        return tmp_path / "p.labeler"


def _labels(path: Path) -> dict[str, str]:
    with Project(path, "read") as project:
        return {name: label for name, (label, _) in labels_of(project).items() if label}


def _import(path: Path, name: str, file: Path) -> ImportResult:
    return finish(import_labels(path, file, format=name, by=ME))


def _task(image: str, *labels: str, **more: object) -> dict[str, object]:
    choice = {"from_name": "kind", "to_name": "img", "type": "choices", "value": {"choices": list(labels)}}
    box = {"from_name": "box", "to_name": "img", "type": "rectanglelabels", "value": {"rectanglelabels": ["eye"]}}
    return {"data": {"image": image}, "annotations": [{"result": [box, choice], "was_cancelled": False, **more}]}


def test_label_studio_tasks_in_all_their_forms(path: Path) -> None:
    tasks = [
        _task("/data/local-files/?d=a.png", "cat"),
        _task("/data/upload/1/1a2b3c4d-b.png", "dog"),
        _task("http://localhost:8080/data/local-files/?d=s%202/d%26%23.png", "owl"),
        _task("s3://bucket/s1/c.png", "ape", was_cancelled=True),
        {"image": "s1/c.png", "choice": "fox"},
        {"data": {"image": "/data/local-files/?d=s1/c.png"}, "predictions": [{"result": [], "score": 0.9}]},
        {"data": {"text": "no image"}},
    ]
    (path.parent / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    result = _import(path, "labelstudio", path.parent / "tasks.json")
    assert result.conflicts == ()  # c is said to be a fox, and twice nothing
    assert _labels(path) == {"a.png": "cat", "b.png": "dog", "s 2/d&#.png": "owl", "s1/c.png": "fox"}


def test_a_choice_in_label_studio_overrides_unsure_and_excluded(path: Path) -> None:
    with Project(path) as project:
        edit = Edit(
            state=[State.UNSURE, State.EXCLUDED, State.EXCLUDED], class_id=[None] * 3, source=[Source.HUMAN] * 3
        )
        decide(project, [1, 2, 3], edit, kind="assign", what="Leave out", by=ME)
    finish(export(path, path.parent / "tasks.json", format="labelstudio"))
    tasks = json.loads((path.parent / "tasks.json").read_text(encoding="utf-8"))
    for task, label in zip(tasks[:2], ("cat", "dog"), strict=True):
        task["annotations"] = _task("", label)["annotations"]
    (path.parent / "tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    _import(path, "labelstudio", path.parent / "tasks.json")
    with Project(path, "read") as project:
        said = labels_of(project)
    assert (said["a.png"], said["b.png"]) == (("cat", "labelled"), ("dog", "labelled"))
    assert said["s1/c.png"] == (None, "excluded")


def test_annotators_who_disagree_are_a_conflict(path: Path) -> None:
    task = _task("a.png", "cat")
    assert isinstance(task["annotations"], list)
    task["annotations"].append({"result": [{"type": "choices", "value": {"choices": ["dog"]}}]})
    (path.parent / "tasks.json").write_text(json.dumps([task]))
    result = _import(path, "labelstudio", path.parent / "tasks.json")
    assert [conflict.labels for conflict in result.conflicts] == [("cat", "dog")]
    assert _labels(path) == {}


def test_fiftyone_targets_as_numbers_names_and_objects(path: Path) -> None:
    data = path.parent / "set"
    (data / "data").mkdir(parents=True)
    (data / "data" / "a.png").write_bytes(b"")
    labels = {"a": 1, "b": None, "s1/c": {"label": 0, "confidence": 0.9}, "missing": 0}
    (data / "labels.json").write_text(json.dumps({"classes": ["cat", "dog"], "labels": labels}))
    result = _import(path, "fiftyone", data)
    assert _labels(path) == {"a.png": "dog", "s1/c.png": "cat"}  # without its file by the id alone
    assert result.unmatched == ("missing",)
    (data / "labels.json").write_text(json.dumps({"labels": {"a": "owl"}}))
    _import(path, "fiftyone", data / "labels.json")
    assert _labels(path) == {"a.png": "owl", "s1/c.png": "cat"}


def test_a_fiftyone_target_outside_the_classes_is_said(path: Path) -> None:
    (path.parent / "labels.json").write_text(json.dumps({"classes": ["cat"], "labels": {"a": 7}}))
    result = _import(path, "fiftyone", path.parent)
    assert (result.applied, len(result.notes)) == (0, 1)
    assert "labels.json#labels/a (it has class 7, but there is 1 class)" in str(result.notes[0])


def test_labelme_flags_with_paths_from_windows(path: Path) -> None:
    folder = path.parent / "notes" / "sub"
    folder.mkdir(parents=True)
    (folder / "c.json").write_text(json.dumps({"flags": {"cat": True, "dog": False}, "imagePath": "..\\s1\\c.png"}))
    (folder / "a.json").write_text(json.dumps({"flags": {"cat": True, "dog": True}, "imagePath": "a.png"}))
    (folder / "b.json").write_text(json.dumps({"flags": {}, "shapes": [], "imagePath": "b.png"}))
    (folder / "other.json").write_text("[1, 2]")
    result = _import(path, "labelme", path.parent / "notes")
    assert _labels(path) == {"s1/c.png": "cat"}
    assert [conflict.labels for conflict in result.conflicts] == [("cat", "dog")]


def test_labelme_files_beside_the_images_of_the_project(path: Path) -> None:
    (path.parent / "images" / "s1" / "c.json").write_text(json.dumps({"flags": {"cat": True}, "imagePath": "c.png"}))
    _import(path, "labelme", path.parent / "images")
    assert _labels(path) == {"s1/c.png": "cat"}


@pytest.mark.parametrize("name", ["metadata.csv", "metadata.jsonl"])
def test_hugging_face_metadata_in_each_split(path: Path, name: str) -> None:
    for part, file, label in (("train", "a.png", "cat"), ("test", "b.png", "dog")):
        folder = path.parent / "set" / part
        folder.mkdir(parents=True)
        line = json.dumps({"file_name": file, "label": label})
        (folder / name).write_text(f"file_name,label\n{file},{label}\n" if name.endswith("csv") else f"{line}\n")
    _import(path, "huggingface", path.parent / "set")
    assert _labels(path) == {"a.png": "cat", "b.png": "dog"}


def test_hugging_face_without_metadata_is_class_folders(path: Path) -> None:
    (path.parent / "set" / "cat").mkdir(parents=True)
    (path.parent / "set" / "cat" / "a.png").write_bytes(b"")
    _import(path, "huggingface", path.parent / "set")
    assert _labels(path) == {"a.png": "cat"}


def test_class_folders_find_renamed_copies_by_content(path: Path) -> None:
    images = path.parent / "images"
    content = (images / "b.png").read_bytes()
    with Project(path) as project, project.transaction() as db:
        from hashlib import sha256

        db.execute("UPDATE image SET sha256 = ?, size = ? WHERE id = 2", (sha256(content).digest(), len(content)))
    target = path.parent / "sorted" / "cat"
    target.mkdir(parents=True)
    (target / "other name.png").write_bytes(content)
    result = _import(path, "imagefolder", path.parent / "sorted")
    assert _labels(path) == {"b.png": "cat"}
    assert list(map(str, result.notes)) == ["1 image was found by content, not by path."]


def test_a_split_tree_needs_its_splits(path: Path) -> None:
    (path.parent / "set" / "cat").mkdir(parents=True)
    with pytest.raises(FormatError, match="ImageFolder"):
        _import(path, "split", path.parent / "set")
