"""Labels of other programs through the command line: the right class, or a question, and never a path as a class."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.__main__ import main
from tests.e2e.test_folders_and_tables import Labels, Run, labels, make, run

__all__ = ["run"]


def bring(run: Run, form: str, given: str, *more: object) -> tuple[Labels, dict[str, Any]]:
    """Import into a project without labels and return the labels and what was said."""
    run("new", "p.labeler", "i", "--labels", "none")
    found = run("import", "p.labeler", given, "--format", form, *more)
    return {path: label for path, label in labels(run).items() if label is not None}, found


def write(name: str, content: object) -> str:
    """Write a file, as JSON unless it is a text; return the name of what is to be imported."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    Path(name).write_text(text, encoding="utf-8")
    return name


def short(**task: object) -> dict[str, object]:
    """A task of JSON-MIN, Label Studio's short form."""
    return {"id": 1, "image": "/data/local-files/?d=i/1.png", "annotator": 1, "lead_time": 2.5} | task


def long(*results: dict[str, object], image: str = "/data/local-files/?d=i/1.png", **more: object) -> dict[str, object]:
    return {"id": 1, "data": {"image": image}, "annotations": [{"result": list(results)}]} | more


def choice(name: str, *classes: str) -> dict[str, object]:
    return {"from_name": name, "to_name": "image", "type": "choices", "value": {"choices": list(classes)}}


@pytest.mark.parametrize(
    ("task", "label"),
    [
        (short(choice="cat"), "cat"),
        (short(species="cat"), "cat"),
        (short(choice={"choices": ["cat"]}), "cat"),
        (short(Species={"choices": ["big cat"]}), "big cat"),
        (short(choice=["cat"]), "cat"),
        (short(choice="cat", box=[{"x": 1, "rectanglelabels": ["nose"]}]), "cat"),
        (short(choice="{curly}"), "{curly}"),
        (short(choice="[1]"), "[1]"),
        (short(choice="7"), "7"),
        (short(choice="a/b.c"), "a/b.c"),
        (long(choice("species", "cat")), "cat"),
        (long(choice("choice", "cat"), {"type": "textarea", "from_name": "t", "value": {"text": ["dog"]}}), "cat"),
        (long(choice("choice", "cat"), predictions=[{"result": [choice("choice", "dog")]}]), "cat"),
        (long(choice("choice", "猫")), "猫"),
        (long(predictions=[{"result": [choice("choice", "dog")]}]), None),
        (long(), None),
    ],
)
def test_05_a_choice_of_label_studio_is_its_class(run: Run, task: dict[str, object], label: str | None) -> None:
    make("i/1.png")
    labelled, found = bring(run, "labelstudio", write("t.json", [task]))
    assert labelled == ({"1.png": label} if label else {})
    assert found["unmatched"] == []
    assert label is not None or "No task has a choice" in str(found["notes"])


@pytest.mark.parametrize(
    "task",
    [
        short(choice={"choices": ["cat", "dog"]}),
        short(choice=["cat", "dog"]),
        long(choice("choice", "cat", "dog")),
        long(choice("choice", "cat"), choice("choice", "dog")),
        long(annotations=[{"result": [choice("choice", "cat")]}, {"result": [choice("choice", "dog")]}]),
    ],
)
def test_05_several_choices_are_a_conflict_that_is_named(run: Run, task: dict[str, object]) -> None:
    make("i/1.png", "i/2.png")
    other = short(choice="owl", image="/data/local-files/?d=i/2.png")
    labelled, found = bring(run, "labelstudio", write("t.json", [task, other]))
    assert labelled == {"2.png": "owl"}
    assert "1.png" in str(found["conflicts"])


@pytest.mark.parametrize("form", ["short", "long", "mixed"])
def test_05_of_two_controls_one_is_asked_for(run: Run, capsys: pytest.CaptureFixture[str], form: str) -> None:
    make("i/1.png", "i/2.png")
    second = "/data/local-files/?d=i/2.png"
    tasks = {
        "short": [short(species="cat", quality="good"), short(species="dog", quality="bad", image=second)],
        "long": [
            long(choice("species", "cat"), choice("quality", "good")),
            long(choice("species", "dog"), image=second),
        ],
        "mixed": [long(choice("quality", "good"), choice("species", "cat")), short(species="dog", image=second)],
    }[form]
    run("new", "p.labeler", "i", "--labels", "none")
    file = write("t.json", tasks)
    assert main(["import", "p.labeler", file, "--format", "labelstudio"]) == 1
    said = capsys.readouterr().err
    assert "species" in said
    assert "quality" in said
    run("import", "p.labeler", file, "--format", "labelstudio", "--column", "label=species")
    assert labels(run) == {"1.png": "cat", "2.png": "dog"}


@pytest.mark.parametrize(
    ("target", "label"),
    [
        ([1], "dog"),
        (1, "dog"),
        ("dog", "dog"),
        ({"label": "dog", "confidence": 0.9}, "dog"),
        ({"classifications": [{"label": "dog"}]}, "dog"),
        ([{"label": "dog"}], "dog"),
        (["dog"], "dog"),
        ([1, 1], "dog"),
        ({"label": 1}, "dog"),
        ("1", "1"),
        (1.0, "dog"),
        ([], None),
        (None, None),
        ({}, None),
        ({"label": None}, None),
        ("", None),
    ],
)
def test_05_a_target_of_fiftyone_is_its_class(run: Run, target: object, label: str | None) -> None:
    make("i/1.png")
    write("f/labels.json", {"classes": ["cat", "dog"], "labels": {"1": target}})
    run("new", "p.labeler", "i", "--labels", "none")
    run("import", "p.labeler", "f", "--format", "fiftyone")
    assert labels(run) == {"1.png": label}


@pytest.mark.parametrize(
    ("value", "label"),
    [(1, "dog"), ([1], "dog"), ("1", "dog"), ("dog", "dog"), (["dog"], "dog"), (None, None), ([], None), (1.0, "dog")],
)
@pytest.mark.parametrize("named", ["card", "info"])
def test_14_numbers_of_hugging_face_have_the_names_of_its_classes(
    run: Run, value: object, label: str | None, named: str
) -> None:
    make("i/1.png")
    write("h/metadata.jsonl", json.dumps({"file_name": "1.png", "label": value}) + "\n")
    if named == "card":
        names = "---\ndataset_info:\n  features:\n  - name: label\n    dtype:\n      class_label:\n        names:\n"
        write("h/README.md", names + "          '0': cat\n          '1': dog\n---\n")
    else:
        features = {"label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}
        write("h/dataset_info.json", {"features": features})
    labelled, _ = bring(run, "huggingface", "h")
    assert labelled == ({"1.png": label} if label else {})


SPLITS = [
    (["train/cat/1.png", "test/dog/2.png"], ["cat", "dog"]),
    (["train/cat/1.png", "validation/dog/2.png", "test/3.png"], ["cat", "dog"]),
    (["data/train/cat/1.png", "data/test/dog/2.png"], ["cat", "dog"]),
    (["Train/cat/1.png", "Test/dog/2.png"], ["cat", "dog"]),
    (["cat/1.png", "dog/2.png"], ["cat", "dog"]),
    (["train/cat/a/1.png", "train/dog/b/2.png", "val/cat/a/3.png"], ["cat", "dog"]),
]


@pytest.mark.parametrize("form", ["huggingface", "imagefolder"])
@pytest.mark.parametrize(("names", "classes"), SPLITS, ids=lambda value: str(value)[:40])
def test_14_split_names_are_no_classes(run: Run, form: str, names: list[str], classes: list[str]) -> None:
    make(*(f"i/{number}.png" for number in range(1, 5)))
    for number, name in enumerate(names, 1):
        Path("h", name).parent.mkdir(parents=True, exist_ok=True)
        Path("h", name).write_bytes(Path(f"i/{number}.png").read_bytes())
    labelled, _ = bring(run, form, "h")
    assert sorted(set(filter(None, labelled.values()))) == classes
    for number, name in enumerate(names, 1):
        want = next((part for part in reversed(Path(name).parts[:-1]) if part in classes), None)
        assert labelled.get(f"{number}.png") == want


@pytest.mark.parametrize("marker", ["state.json", "dataset_dict.json"])
@pytest.mark.parametrize("form", ["huggingface", "imagefolder"])
def test_14_a_folder_of_save_to_disk_is_said_to_be_one(
    run: Run, capsys: pytest.CaptureFixture[str], marker: str, form: str
) -> None:
    make("i/1.png")
    run("new", "p.labeler", "i", "--labels", "none")
    write(f"h/{marker}", {})
    write("h/train/data-00000-of-00001.arrow", "ARROW1")
    write("h/train/state.json", {})
    assert main(["import", "p.labeler", "h", "--format", form]) == 1
    assert "save_to_disk" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("images", "key", "found"),
    [
        (["1.png"], "1", "1.png"),
        (["a/1.png"], "a/1", "a/1.png"),
        (["a/1.png"], "1", "a/1.png"),
        (["a/1.png", "b/1.png"], "b/1", "b/1.png"),
        (["a/1.png", "b/1.png"], "1", None),
        (["a/1.png", "a/1.jpg"], "a/1", None),
        (["a/x.y.png"], "a/x.y", "a/x.y.png"),
        (["a/x.y.png", "a/x.png"], "a/x.y", "a/x.y.png"),
        (["a/1.PNG"], "A/1", "a/1.PNG"),
        (["ä/1.png"], "a\u0308/1", "ä/1.png"),
        (["a/1.png"], "/home/ann/a/1", "a/1.png"),
        (["a/1.png"], "a\\1", "a/1.png"),
        (["a/1.png"], "b/1", None),
        (["a/v1.2"], "a/v1", None),
    ],
)
def test_15_fiftyone_without_media_finds_the_only_image_of_that_name(
    run: Run, images: list[str], key: str, found: str | None
) -> None:
    make(*(f"i/{name}" for name in images))
    write("f/labels.json", {"classes": ["cat", "dog"], "labels": {key: 1}})
    labelled, result = bring(run, "fiftyone", "f")
    assert labelled == ({found: "dog"} if found else {})
    assert len(result["unmatched"]) == (found is None)


@pytest.mark.parametrize("trash", ["._1.json", "Thumbs.db", ".DS_Store", "@eaDir/a.json", ".ipynb_checkpoints/a.json"])
def test_05_system_files_are_no_labels(run: Run, trash: str) -> None:
    make("i/1.png")
    write("l/1.json", {"flags": {"cat": True}, "imagePath": "1.png"})
    write(f"l/{trash}", {"flags": {"dog": True}, "imagePath": "1.png"})
    labelled, found = bring(run, "labelme", "l")
    assert labelled == {"1.png": "cat"}
    assert found["conflicts"] == []


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"a": 1}', '{"flags": []}', "\x00\x01", "null"])
def test_05_a_broken_or_foreign_file_among_many_is_named_and_the_rest_taken(run: Run, content: str) -> None:
    make("i/1.png", "i/2.png")
    write("l/1.json", {"flags": {"cat": True}, "imagePath": "1.png"})
    write("l/notes.json", content)
    write("l/2.json", {"flags": {"dog": True, "cat": False}, "imagePath": "2.png"})
    labelled, found = bring(run, "labelme", "l")
    assert labelled == {"1.png": "cat", "2.png": "dog"}
    assert "notes.json" in json.dumps(found)


def _labelled_in_label_studio(form: str, state: str, choice_: str | None) -> str:
    """Write what Label Studio gives for an image that we exported in this state, and return the file's name."""
    data = {"image": "/data/local-files/?d=i/1.png", "rel_path": "1.png", "state": state}
    if form == "json":
        results = [{"result": [choice("choice", choice_)] if choice_ else [], "was_cancelled": choice_ is None}]
        return write("t.json", [{"id": 1, "data": data, "annotations": results}])
    if form == "min":
        return write("t.json", [{"id": 1, **data, **({"choice": choice_} if choice_ else {}), "annotator": 1}])
    row = [data["image"], "1.png", state, "1", choice_ or "", "1", "1", "2024-01-01T00:00:00Z", "2.5"]
    head = "image,rel_path,state,id,choice,annotator,annotation_id,created_at,lead_time"
    return write("t.csv", f"{head}\n{','.join(row)}\n")


@pytest.mark.parametrize("form", ["json", "min", "csv"])
@pytest.mark.parametrize("state", ["unsure", "excluded", "unlabelled"])
@pytest.mark.parametrize("chosen", ["cat", None])
def test_12_a_choice_beats_the_state_that_we_exported(run: Run, form: str, state: str, chosen: str | None) -> None:
    make("i/1.png", "i/2.png")
    run("new", "p.labeler", "i", "--labels", "none")
    write("s.csv", f"path,label,state\n1.png,,{state}\n2.png,cat,confirmed\n")
    run("label", "p.labeler", "--from", "s.csv", "--by", "Ann")
    file = _labelled_in_label_studio(form, state, chosen)
    words = ["import", "p.labeler", file, "--format", "csv" if form == "csv" else "labelstudio", "--decided", "take"]
    run(*words)
    assert labels(run) == {"1.png": chosen, "2.png": "cat"}
    states = run("info", "p.labeler")["states"]
    assert states[state if chosen is None else "labelled"] == 1, states
