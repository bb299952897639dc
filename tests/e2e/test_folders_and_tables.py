"""Folders, tables and images as people really have them, through the command line: the right image, or a question."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.__main__ import main

Run = Callable[..., dict[str, Any]]
Labels = dict[str, str | None]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command in an empty folder and gives its JSON."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> dict[str, Any]:
        capsys.readouterr()
        code = main([*map(str, arguments), "--json"])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        found = json.loads(printed.out)
        assert isinstance(found, dict)
        return found

    return call


def make(*names: str) -> None:
    for number, name in enumerate(names):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(number).integers(0, 255, (48, 48, 3), np.uint8)
        Image.fromarray(pixels).save(name, "JPEG" if name.lower().endswith("jpg") else "PNG")


def labels(run: Run, name: str = "out.csv") -> Labels:
    Path(name).unlink(missing_ok=True)
    run("export", "p.labeler", "--format", "csv", name)
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        return {row["rel_path"]: row["label"] or None for row in csv.DictReader(file)}


def bring(run: Run, text: str) -> tuple[Labels, dict[str, Any]]:
    run("new", "p.labeler", "i", "--labels", "none")
    Path("l.csv").write_text(text, encoding="utf-8")
    found = run("import", "p.labeler", "l.csv", "--format", "csv")
    return {path: label for path, label in labels(run).items() if label is not None}, found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("siteB/IMG_0001.JPG", None),
        ("siteA/IMG_0001.JPG", "siteA/IMG_0001.JPG"),
        ("data/siteA/IMG_0001.JPG", "siteA/IMG_0001.JPG"),
        ("data/siteB/IMG_0001.JPG", None),
        ("C:\\photos\\siteA\\IMG_0001.JPG", "siteA/IMG_0001.JPG"),
        ("IMG_0001", "siteA/IMG_0001.JPG"),
    ],
)
def test_01_folders_that_contradict_are_no_match(run: Run, path: str, found: str | None) -> None:
    make("i/siteA/IMG_0001.JPG")
    labelled, result = bring(run, f"path,label\n{path},fox\n")
    assert labelled == ({} if found is None else {found: "fox"})
    assert result["unmatched"] == ([path] if found is None else [])


@pytest.mark.parametrize("other", ["dogs/1.png", "1.png", "x/1.png", "CATS/1.png", "cats/1.jpg"])
def test_02_an_exact_path_is_never_disturbed(run: Run, other: str) -> None:
    make("i/cats/1.png")
    labelled, result = bring(run, f"path,label\n{other},dog\ncats/1.png,cat\n")
    assert labelled == {"cats/1.png": "cat"}
    assert result["conflicts"] == []


def test_03_every_guess_is_said(run: Run) -> None:
    make("i/a/1.png", "i/b/2.png", "i/b/Ä3.png")
    _, result = bring(run, "path,label\nx/a/1.png,cat\nB/2.PNG,dog\nb/A\u03083.jpg,owl\n")
    assert result["applied"] == 3
    assert len(result["notes"]) >= 3


@pytest.mark.parametrize(
    "rows", ["1.png,\n1.png,cat\n", "1.png,cat\n1.png,\n", '1.png, "cat"\n', "# a comment\n1.png,cat\n"]
)
def test_04_the_label_counts(run: Run, rows: str) -> None:
    make("i/1.png")
    labelled, result = bring(run, f"path,label\n{rows}" if "#" not in rows else f"# export\npath,label\n{rows[12:]}")
    assert labelled == {"1.png": "cat"}
    assert result["conflicts"] == []


TREES = [
    (["train/cat/1.png", "train/dog/2.png", "test/3.png"], ["cat", "dog"], 2),
    (["seg_train/seg_train/sea/1.png", "seg_test/seg_test/sea/2.png", "seg_pred/seg_pred/3.png"], ["sea"], 2),
    (["chest_xray/train/NORMAL/1.png", "chest_xray/test/PNEUMONIA/2.png"], ["NORMAL", "PNEUMONIA"], 2),
    (["train/cat/1.png", "holdout/cat/2.png", "holdout/dog/3.png"], ["cat", "dog"], 3),
    (["Train/cat/1.png", "Valid/dog/2.png", "cover.png"], ["cat", "dog"], 2),
    (["cat/1.png", "dog/2.png", "cover.png"], ["cat", "dog"], 2),
    (["cat/1.png", "dog/2.png", "@Recycle/old/3.png", "#snapshot/4.png", "$RECYCLE.BIN/5.png"], ["cat", "dog"], 2),
    (["train/cat/1.png", "train/dog/2.png", "lost+found/x/3.png", "RECYCLER/4.png"], ["cat", "dog"], 2),
]


@pytest.mark.parametrize(("names", "classes", "labelled"), TREES, ids=lambda value: str(value)[:40])
def test_06_split_folders_are_no_classes(run: Run, names: list[str], classes: list[str], labelled: int) -> None:
    make(*(f"i/{name}" for name in names))
    found = run("new", "p.labeler", "i")
    assert (found["classes"], found["labelled"]) == (classes, labelled)


def test_06_the_level_can_be_chosen_and_odd_classes_are_said(run: Run) -> None:
    make("i/a/train/1.png", "i/b/test/2.png")
    assert run("new", "p.labeler", "i")["classes"] == ["a", "b"]
    found = run("new", "q.labeler", "i", "--class-level", 2)
    assert found["classes"] == ["test", "train"]
    assert "test, train" in str(found["notes"])


def test_07_what_is_not_read_is_counted_by_ending_and_named(run: Run) -> None:
    make("i/1.png")
    Image.new("L", (9, 9)).save("i/2.pgm")
    Image.new("RGB", (9, 9)).save("i/3.tga")
    for name in ("a.mp4", "b.mp4", "c.exr", "d.fit.gz", "e.txt", "IM0001"):
        Path("i", name).write_bytes(bytes(128) + b"DICM" + bytes(99) if name == "IM0001" else b"x\n" * 300)
    found = run("new", "p.labeler", "i")
    assert found["images"] == 3
    assert found["unread"] == {"mp4": 2, "exr": 1, "gz": 1, "txt": 1}
    assert [one["path"] for one in found["skipped"]] == ["IM0001", "a.mp4", "b.mp4", "c.exr"]
    assert run("rescan", "p.labeler")["unread"] == found["unread"]


def test_08_whole_images_are_used(run: Run) -> None:
    make("i/1.jpg", "i/2.jpg")
    Path("i/1.jpg").write_bytes(Path("i/1.jpg").read_bytes()[:-2])
    Path("i/2.jpg").write_bytes(Path("i/2.jpg").read_bytes()[:-90])
    found = run("new", "p.labeler", "i", "--labels", "none")
    assert found["images"] == 1
    assert found["skipped"] == [{"path": "2.jpg", "reason": "cut off in the middle"}]
    assert "1.jpg (it has no end mark" in str(found["notes"])


def test_10_an_export_says_the_true_reason_and_copies_what_is_there(run: Run) -> None:
    make("i/a/good.png", "i/a/gone.png", "i/b/cut.jpg", "i/b/cut2.jpg")
    run("new", "p.labeler", "i")
    Path("i/a/gone.png").unlink()
    for name in ("cut.jpg", "cut2.jpg"):
        Path("i/b", name).write_bytes(Path("i/b", name).read_bytes()[:600])
    run("rescan", "p.labeler")
    run("new", "q.labeler", "i", "--labels", "none")  # reads them to their end
    for form in ("imagefolder", "labelme", "fiftyone", "huggingface"):
        found = run("export", "p.labeler", "--format", form, form)
        assert [one["path"] for one in found["left_out"]] == ["a/gone.png"]
        assert "missing" in str(found["left_out"])
        assert {path.name for path in Path(form).rglob("*.jpg")} == {"cut.jpg", "cut2.jpg"}


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses these names itself")
@pytest.mark.parametrize("form", ["imagefolder", "split"])
def test_11_names_are_safe_everywhere_and_come_back(run: Run, form: str) -> None:
    names = [
        "a:b",
        "A/B",
        "a/b",
        "con",
        "NUL",
        "nul.txt",
        "sp. ",
        "dots...",
        "Ünï",
        "U\u0308ni\u0308",
        "x" * 255,
        "%2F",
        "..",
        "_unlabeled",
    ]
    make(*(f"i/{number}.png" for number in range(len(names))))
    rows = [f'{number}.png,"{name}"' for number, name in enumerate(names)]
    wanted, _ = bring(run, "path,label\n" + "\n".join(rows) + "\n")
    run("export", "p.labeler", "--format", form, "out")
    for folder in Path("out").rglob("*"):
        assert not set(folder.name) & set('<>:"|?*\\')
        assert not folder.name.endswith((".", " "))
        assert folder.name.split(".")[0].lower() not in {"con", "nul"}
        assert len(folder.name.encode()) <= 255
    Path("p.labeler").unlink()
    run("new", "p.labeler", "i", "--labels", "none")
    run("import", "p.labeler", "out", "--format", form)
    assert {path: label for path, label in labels(run, "again.csv").items() if label is not None} == wanted


def test_11_unlabelled_images_can_be_left_out_and_empty_classes_kept(run: Run) -> None:
    make("i/cat/1.png", "i/dog/2.png", "i/3.png")
    run("new", "p.labeler", "i", "--classes", "owl")
    run("export", "p.labeler", "--format", "imagefolder", "plain")
    run("export", "p.labeler", "--format", "imagefolder", "other", "--no-unlabelled", "--empty-classes")
    assert sorted(path.name for path in Path("plain").iterdir()) == ["_unlabeled", "cat", "dog"]
    assert Path("plain.manifest.json").is_file()  # programs that read class folders take no other file
    assert sorted(path.name for path in Path("other").iterdir()) == ["cat", "dog", "owl"]


def test_11_a_table_for_spreadsheets(run: Run) -> None:
    make("i/=1+1.png", "i/@a.png", "i/-b.png", "i/c.png")
    run("new", "p.labeler", "i", "--labels", "none")
    found = run("export", "p.labeler", "--format", "csv", "x.csv", "--bom", "--plain-cells")
    assert Path("x.csv").read_bytes().startswith(b"\xef\xbb\xbfrel_path,")
    assert "'=1+1.png," in Path("x.csv").read_text(encoding="utf-8-sig")
    assert "3 rows have" in str(found["notes"])
    assert run("import", "p.labeler", "x.csv", "--format", "csv", "--dry-run")["unmatched"] == []


def test_13_every_part_has_every_class_where_there_are_enough(run: Run) -> None:
    counts = {"a": 3, "b": 4, "c": 6, "d": 7, "rare": 2}
    make(*(f"i/{name}/{number}.png" for name, count in counts.items() for number in range(count)))
    run("new", "p.labeler", "i")
    found = run("export", "p.labeler", "--format", "split", "out")
    for part in ("train", "val", "test"):
        here = {path.name for path in Path("out", part).iterdir()}
        assert here >= {"a", "b", "c", "d"}
        assert ("rare" in here) == (f"{part} has no image" not in str(found["notes"]))
    assert Path("out/train/rare").is_dir()


@pytest.mark.parametrize(
    "path",
    [
        "/data/local-files/?d=i/cats/1.png",
        "/data/local-files/?d=i%2Fcats%2F1.png",
        "/data/upload/7/abcd1234-1.png",
        "http://localhost:8080/data/upload/7/abcd1234-1.png",
        "upload/7/abcd1234-1.png",
    ],
)
def test_16_paths_and_columns_of_label_studio(run: Run, path: str) -> None:
    make("i/cats/1.png")
    labelled, _ = bring(run, f"image,choice,id\n{path},cat,1\n")
    assert labelled == {"cats/1.png": "cat"}


@pytest.mark.skipif(os.name == "nt", reason="a back-slash is no part of a name there")
@pytest.mark.parametrize("form", ["huggingface", "fiftyone", "labelme", "labelstudio", "imagefolder", "csv"])
def test_16_a_backslash_in_a_name_leaves_as_something_else_and_comes_back(run: Run, form: str) -> None:
    make("i/a\\b.png", "i/c/d.png")
    wanted, _ = bring(run, "path,label\na\\b.png,cat\nc/d.png,dog\n")
    run("export", "p.labeler", "--format", form, "out")
    assert not [path for path in Path("out").rglob("*") if "\\" in path.name]
    Path("p.labeler").unlink()
    run("new", "p.labeler", "i", "--labels", "none")
    run("import", "p.labeler", "out", "--format", form)
    assert {path: label for path, label in labels(run, "again.csv").items() if label is not None} == wanted


def test_17_a_rescan_names_the_files_that_moved_went_and_are_back(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    make(*(f"i/{name}.png" for name in ("away", "new name", *"abcdefgh")))
    run("new", "p.labeler", "i", "--labels", "none")
    Path("i/away.png").rename("away.png")
    Path("i/sorted").mkdir()
    for name in "abcdefgh":
        Path(f"i/{name}.png").rename(f"i/sorted/{name}.png")
    found = run("rescan", "p.labeler")
    assert found["moved"] == [{"from": f"{name}.png", "to": f"sorted/{name}.png"} for name in "abcdefgh"]
    assert (found["newly_missing"], found["returned"]) == (["away.png"], [])
    assert any(note.startswith("8 files were moved or renamed") and "3 more" in note for note in found["notes"])
    Path("away.png").rename("i/away.png")
    Path("i/new name.png").rename("i/old name.png")
    assert main(["rescan", "p.labeler"]) == 0
    said = capsys.readouterr().out
    assert "1 file was moved or renamed; what was decided about it stays: new name.png → old name.png." in said
    assert "1 file that was missing is back: away.png." in said
    found = run("rescan", "p.labeler")
    assert (found["moved"], found["newly_missing"], found["returned"], found["notes"]) == ([], [], [], [])
