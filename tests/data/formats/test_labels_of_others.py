"""Label Studio, FiftyOne, Hugging Face, labelme and class folders as their users have them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.progress import finish
from tests.making import ME, labels_of, make_project

IMAGES = ("1.png", "2.png", "s/3.png", "s/x/4.JPG")
Bring = Callable[..., tuple[dict[str, str], ImportResult]]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Import a file or folder into a new project; return the labels and what was told."""
    with make_project(tmp_path / "p.labeler", IMAGES):
        pass

    def run(name: str, file: Path, **options: object) -> tuple[dict[str, str], ImportResult]:
        result = finish(import_labels(tmp_path / "p.labeler", file, format=name, by=ME, **options))  # type: ignore[arg-type]
        with Project(tmp_path / "p.labeler", "read") as project:
            return {path: label for path, (label, _) in labels_of(project).items() if label}, result

    return run


def _write(file: Path, content: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return file


def _task(image: str, **chosen: str) -> dict[str, object]:
    results = [{"from_name": name, "type": "choices", "value": {"choices": [label]}} for name, label in chosen.items()]
    return {"data": {"image": image}, "annotations": [{"result": results}]}


@pytest.mark.parametrize(
    ("task", "label"),
    [
        ({"image": "1.png", "choice": "cat"}, "cat"),
        ({"image": "1.png", "species": "cat"}, "cat"),
        ({"image": "1.png", "choice": {"choices": ["cat"]}}, "cat"),
        ({"image": "1.png", "kind": {"choices": ["cat"]}, "id": 7, "annotator": 1, "lead_time": 3.5}, "cat"),
        ({"image": "1.png", "kind": ["cat"], "created_at": "2026-01-01"}, "cat"),
        ({"picture": "/data/upload/1/0a1b2c3d-1.png", "kind": "cat"}, "cat"),
        ({"data": {"photo": "s3://b/1.png"}, "annotations": _task("", kind="cat")["annotations"]}, "cat"),
        ({"image": "1.png"}, None),
    ],
)
def test_every_short_form_of_label_studio_gives_its_choice(
    bring: Bring, tmp_path: Path, task: dict[str, object], label: str | None
) -> None:
    labels, result = bring("labelstudio", _write(tmp_path / "t.json", [task]))
    assert labels.get("1.png") == label
    assert bool(label) != any("No task has a choice" in str(note) for note in result.notes)


def test_several_choices_of_label_studio_are_a_conflict(bring: Bring, tmp_path: Path) -> None:
    tasks = [{"image": "1.png", "choice": {"choices": ["cat", "dog"]}}, {"image": "2.png", "choice": "owl"}]
    labels, result = bring("labelstudio", _write(tmp_path / "t.json", tasks))
    assert labels == {"2.png": "owl"}
    assert [conflict.labels for conflict in result.conflicts] == [("cat", "dog")]


@pytest.mark.parametrize(
    "tasks",
    [
        [_task("1.png", kind="cat", quality="good")],
        [_task("1.png", kind="cat"), _task("2.png", quality="good")],
        [{"image": "1.png", "kind": "cat", "quality": "good"}],
        [{"image": "1.png", "kind": {"choices": ["cat"]}, "quality": ["good"]}],
    ],
)
def test_of_two_controls_one_is_chosen(bring: Bring, tmp_path: Path, tasks: list[object]) -> None:
    file = _write(tmp_path / "t.json", tasks)
    with pytest.raises(FormatError, match="kind, quality"):
        bring("labelstudio", file)
    with pytest.raises(FormatError, match="kind, quality"):
        bring("labelstudio", file, columns={"label": "age"})
    assert bring("labelstudio", file, columns={"label": "kind"})[0]["1.png"] == "cat"


@pytest.mark.parametrize(
    ("target", "label"),
    [
        *((1, "dog"), ([1], "dog"), ("dog", "dog"), (["dog"], "dog"), ({"label": "dog"}, "dog"), ({"label": 1}, "dog")),
        *(([], None), (None, None), ({"classifications": [{"label": "dog"}]}, "dog"), ([0, 1], None)),
    ],
)
def test_every_target_of_fiftyone_is_its_class(bring: Bring, tmp_path: Path, target: object, label: str | None) -> None:
    _write(tmp_path / "set" / "labels.json", {"classes": ["cat", "dog"], "labels": {"s/3": target}})
    labels, result = bring("fiftyone", tmp_path / "set")
    assert labels.get("s/3.png") == label
    assert len(result.conflicts) == (target == [0, 1])


@pytest.mark.parametrize(
    "key", ["s/x/4", "/home/ann/images/s/x/4.jpg", "x/4", "4", "images/s/x/4", "C:\\d\\s\\x\\4.jpeg"]
)
def test_fiftyone_without_media_is_matched_without_the_ending(bring: Bring, tmp_path: Path, key: str) -> None:
    file = _write(tmp_path / "labels.json", {"classes": ["cat"], "labels": {key: 0, "s/9": 0}})
    labels, result = bring("fiftyone", file)
    assert labels == {"s/x/4.JPG": "cat"}
    assert result.unmatched == ("s/9",)


_CARD = """---
dataset_info:
  features:
  - name: label
    dtype:
      class_label:
        names:
          '0': cat
          '1': dog
---
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dataset_info.json", json.dumps({"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}})),
        (
            "dataset_infos.json",
            json.dumps({"default": {"features": {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}}}),
        ),
        ("README.md", _CARD),
    ],
)
@pytest.mark.parametrize("line", ['{"file_name": "1.png", "label": 1}', '{"file_name": "1.png", "label": [1]}'])
def test_numbers_of_hugging_face_have_their_names(
    bring: Bring, tmp_path: Path, name: str, content: str, line: str
) -> None:
    _write(tmp_path / "set" / name, content)
    _write(tmp_path / "set" / "metadata.jsonl", line + "\n")
    assert bring("huggingface", tmp_path / "set")[0] == {"1.png": "dog"}


def test_numbers_without_names_stay_numbers_and_lists_are_conflicts(bring: Bring, tmp_path: Path) -> None:
    lines = [{"file_name": "1.png", "label": 1}, {"file_name": "2.png", "label": ["a", "b"]}, {"file_name": "s/3.png"}]
    _write(tmp_path / "set" / "metadata.jsonl", "\n".join(map(json.dumps, lines)))
    labels, result = bring("huggingface", tmp_path / "set")
    assert labels == {"1.png": "1"}
    assert [conflict.labels for conflict in result.conflicts] == [("a", "b")]


def test_metadata_of_each_split_means_the_images_beside_it(bring: Bring, tmp_path: Path) -> None:
    _write(tmp_path / "set" / "s" / "metadata.csv", "file_name,label\n3.png,cat\n1.png,dog\n")
    _write(tmp_path / "set" / "t" / "metadata.csv", "file_name,label\n3.png,owl\n")
    labels, result = bring("huggingface", tmp_path / "set")
    assert labels == {"s/3.png": "cat", "1.png": "dog"}
    assert result.unmatched == ("t/3.png",)


@pytest.mark.parametrize("name", ["state.json", "dataset_dict.json"])
def test_a_folder_of_save_to_disk_is_said_to_be_one(bring: Bring, tmp_path: Path, name: str) -> None:
    _write(tmp_path / "set" / name, {})
    with pytest.raises(FormatError, match="save_to_disk"):
        bring("huggingface", tmp_path / "set")


@pytest.mark.parametrize("format_name", ["huggingface", "imagefolder", "split"])
@pytest.mark.parametrize("parts", [("train", "test"), ("Train", "Valid"), ("training", "validation"), ("train", "dev")])
def test_parts_of_a_split_are_no_classes(
    bring: Bring, tmp_path: Path, format_name: str, parts: tuple[str, str]
) -> None:
    _write(tmp_path / "set" / parts[0] / "cat" / "1.png", "1")
    _write(tmp_path / "set" / parts[1] / "dog" / "2.png", "2")
    _write(tmp_path / "set" / parts[1] / "dog" / ".ipynb_checkpoints" / "3.png", "3")
    _write(tmp_path / "set" / parts[1] / "3.png", "without a class")
    _write(tmp_path / "set" / "@eaDir" / "cat" / "2.png", "of the network drive")
    labels, result = bring(format_name, tmp_path / "set")
    assert labels == {"1.png": "cat", "2.png": "dog"}
    assert result.unmatched == ()
    assert sorted(result.unknown_classes) == ["cat", "dog"]


@pytest.mark.parametrize("names", [("train", "car"), ("test", "best"), ("val", "cat", "dog")])
def test_a_class_may_be_called_like_a_part(bring: Bring, tmp_path: Path, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names[:2], 1):
        _write(tmp_path / "set" / name / f"{number}.png", name)
    assert bring("imagefolder", tmp_path / "set")[0] == {"1.png": names[0], "2.png": names[1]}


def test_broken_and_foreign_files_are_listed_and_the_rest_is_taken(bring: Bring, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    _write(folder / "1.json", {"flags": {"cat": True}, "imagePath": "1.png"})
    _write(folder / "._1.json", "\x00\x05\x16\x07")
    _write(folder / "notes.json", "")
    _write(folder / "other.json", {"a": 1})
    _write(folder / "@eaDir" / "2.json", {"flags": {"dog": True}, "imagePath": "2.png"})
    _write(folder / ".ipynb_checkpoints" / "2.json", {"flags": {"dog": True}, "imagePath": "2.png"})
    _write(folder / "2.JSON", {"flags": {"owl": True}, "imagePath": "C:\\data\\2.png"})
    _write(folder / "s" / "3.json", {"flags": {"ape": True}, "imagePath": "3.png"})
    _write(folder / "t" / "3.json", {"flags": {"fox": True}, "imagePath": "3.png"})
    labels, result = bring("labelme", folder)
    assert labels == {"1.png": "cat", "2.png": "owl", "s/3.png": "ape"}
    assert result.unmatched == ("t/3.png",)
    (note,) = [str(note) for note in result.notes if "left out" in str(note)]
    assert "notes.json" in note
    assert "other.json" in note
    assert "._1" not in note


def test_a_class_tree_leaves_out_what_a_scan_leaves_out(bring: Bring, tmp_path: Path) -> None:
    for name in ("cat/1.png", "cat/Thumbs.db", "cat/.DS_Store", "cat/@eaDir/2.png", "__MACOSX/cat/._1.png", ".git/x"):
        _write(tmp_path / "set" / name, name)
    labels, result = bring("imagefolder", tmp_path / "set")
    assert (labels, result.unmatched) == ({"1.png": "cat"}, ())


_LONG = "x" * 300 + ".png"  # longer than any disk holds


def test_a_name_that_no_disk_can_hold_matches_nothing_and_the_rest_is_taken(bring: Bring, tmp_path: Path) -> None:
    _write(tmp_path / "hf" / "metadata.csv", f"file_name,label\n1.png,cat\n{_LONG},dog\n")
    labelled, result = bring("huggingface", tmp_path / "hf")
    assert (labelled, len(result.unmatched)) == ({"1.png": "cat"}, 1)
    _write(tmp_path / "lm" / "1.json", {"flags": {"owl": True}, "imagePath": "2.png"})
    _write(tmp_path / "lm" / "2.json", {"flags": {"owl": True}, "imagePath": _LONG})
    labelled, result = bring("labelme", tmp_path / "lm")
    assert (labelled, len(result.unmatched)) == ({"1.png": "cat", "2.png": "owl"}, 1)


def test_minus_one_of_hugging_face_is_no_label_and_other_numbers_are_left_out(bring: Bring, tmp_path: Path) -> None:
    info = {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}
    _write(tmp_path / "hf" / "dataset_info.json", info)
    _write(tmp_path / "hf" / "metadata.csv", "file_name,label\n1.png,0\n2.png,-1\n")
    assert bring("huggingface", tmp_path / "hf")[0] == {"1.png": "cat"}
    _write(tmp_path / "hf" / "metadata.csv", "file_name,label\n1.png,1\n2.png,7\n")
    labelled, result = bring("huggingface", tmp_path / "hf")
    assert labelled == {"1.png": "dog"}
    assert "metadata.csv#line/3 (it has class 7, but there are 2 classes)" in str(result.notes)


def test_classes_of_fiftyone_may_be_listed_by_number(bring: Bring, tmp_path: Path) -> None:
    file = _write(tmp_path / "labels.json", {"classes": {"0": "cat", "1": "dog"}, "labels": {"1": 1}})
    assert bring("fiftyone", file)[0] == {"1.png": "dog"}


def test_what_is_dropped_from_a_table_is_said(bring: Bring, tmp_path: Path) -> None:
    file = _write(tmp_path / "l.csv", "path,label,state\n1.png,cat,unsure\n2.png,dog,rejected\n")
    labelled, result = bring("csv", file)
    assert labelled == {"2.png": "dog"}
    assert [str(note) for note in result.notes] == [
        "1 row has a state that this program does not know and that was ignored: rejected.",
        "1 row gives a class and the state unsure or excluded: the state counts, the class is left out.",
    ]


def test_an_annotation_that_is_no_choice_is_said_to_be_left_out(bring: Bring, tmp_path: Path) -> None:
    taxonomy = {"type": "taxonomy", "value": {"taxonomy": [["animal", "cat"]]}}
    tasks = [
        _task("1.png", choice="cat"),
        {"data": {"image": "2.png"}, "annotations": [{"result": [taxonomy]}]},
        {"data": {"image": "s/3.png"}, "annotations": [{"was_cancelled": True, "result": []}]},
    ]
    labelled, result = bring("labelstudio", _write(tmp_path / "t.json", tasks))
    assert labelled == {"1.png": "cat"}
    notes = list(map(str, result.notes))
    assert notes[:2] == [
        "1 task has an annotation without a choice, and gives no label.",
        "1 line or entry of the file was left out: t.json#2/annotations/0 (it was skipped in Label Studio).",
    ]
