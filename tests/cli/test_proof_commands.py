"""The commands certify and verify: a promise is kept or not made, and what changed since an export is said."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler import cli
from desktop_labeler.data.decisions.history import By, accept, assign, decide, undo
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.project.project_file import Project, State
from tests.making import ME, label_images, make_project, suggest_first_class

COUNT = 400
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """400 images without a label that the round suggests to be cats, surest first, and one dog."""
    names = [f"{number:03}.png" for number in range(COUNT + 2)]
    with make_project(tmp_path / "p.labeler", names, files=True) as project:
        label_images(project, [*[None] * COUNT, "cat", "dog"])
        suggest_first_class(project, COUNT, number=3)
    return tmp_path / "p.labeler"


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the project with --json and return its object."""
    capsys.readouterr()

    def run(command: str, *words: object, code: int = 0) -> dict[str, Any]:
        assert cli.run([command, str(project), *map(str, words), "--json"]) == code
        out = capsys.readouterr().out
        return dict(json.loads(out)) if out else {}

    return run


def _answer(project: Path, wrong: int, rest: int | None = None) -> list[int]:
    """Answer all images of the audit: the first so many otherwise, the next so many as suggested."""
    with Project(project) as opened:
        audit = audits.current_audit(opened)
        assert audit is not None
        images = audit.images if rest is None else audit.images[: wrong + rest]
        for place, image in enumerate(images):
            by = By("Ann", "Audit")
            decide(opened, [image], assign(2 if place < wrong else 1), kind="assign", what="Blind", by=by, again=True)
    return list(audit.images)


def test_a_certified_accept_from_start_to_a_void_certificate(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = run("certify", "--class", "cat", "--at-least", 0.95, "--seed", 7)
    assert (begun["population"], begun["open"], begun["wrong"]) == (COUNT, begun["n"], 0)
    assert begun["confidence"] == pytest.approx(0.975)  # the first of several possible ones
    asked = run("certify", "next")["images"]
    assert [set(image) for image in asked] == [{"image"}] * begun["n"]  # blind
    run("certify", "close", code=1)  # not before all are checked
    sample = _answer(project, wrong=0)
    done = run("certify", "close", "--by", "Ann")
    assert (done["accepted"], done["wrong"], done["n"]) == (COUNT - begun["n"], 0, begun["n"])
    assert 0.95 <= done["bound"] < 1
    run("certify", "close", code=1)  # it is over

    (certificate,) = run("certify", "list")["certificates"]
    assert certificate["id"] == done["certificate"]
    assert (certificate["images"], certificate["bound"]) == (done["accepted"], done["bound"])
    assert (certificate["void"], certificate["seed"], certificate["sample"]) == (False, 7, sample)
    assert certificate["classes"] == ["cat"]
    with Project(project) as opened:
        covered = next(image for image in range(1, COUNT + 1) if image not in sample)
        decide(opened, [covered], assign(1), kind="assign", what="Confirm", by=ME)
        assert not run("certify", "list")["certificates"][0]["void"]  # confirmed: still what it says
        decide(opened, [covered], assign(2), kind="assign", what="Correct", by=ME)
        assert run("certify", "list")["certificates"][0]["void"]
        undo(opened, ME)
        assert not run("certify", "list")["certificates"][0]["void"]
        table, path = project.with_name("corrected.csv"), opened.images([sample[0]])[0].path
    table.write_text(f"rel_path,label\n{path},dog\n")  # an image of the sample, which was right
    assert run("label", "--from", table, "--by", "Bob")["certificates_voided"] == [done["certificate"]]
    (listed,) = run("certify", "list")["certificates"]
    assert (listed["void"], listed["changed"], listed["doubted"]) == (True, 0, 1)
    assert run("undo")["decisions"][0]["certificates_restored"] == [done["certificate"]]
    assert run("redo")["decisions"][0]["certificates_voided"] == [done["certificate"]]
    assert cli.run(["undo", str(project)]) == 0
    assert f"Certificate {done['certificate']} holds again." in capsys.readouterr().out


def test_a_promise_that_the_sample_does_not_keep_is_not_made(project: Path, run: Run) -> None:
    run("certify", "--all", "--at-least", 0.95, "--seed", 1)
    _answer(project, wrong=3)
    done = run("certify", "close")
    assert (done["accepted"], done["certificate"], done["wrong"]) == (0, None, 3)
    assert done["bound"] < 0.95
    assert run("certify", "list")["certificates"] == []
    with Project(project) as opened:
        states = dict(opened.rows("SELECT state, count(*) FROM image GROUP BY state"))
    assert states[int(State.UNLABELLED)] == COUNT - done["n"]
    again = run("certify", "--all", "--at-least", 0.95, "--above", 0.8)
    assert again["confidence"] > 0.975  # the second trial has to be surer
    assert again["population"] < COUNT
    with Project(project) as opened:
        assert len(audits.drawn_by_chance(opened)) == done["n"]  # the first was of all suggestions, this one is not


def test_a_sample_that_can_show_nothing_is_not_drawn(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*words: str) -> str:
        assert cli.run(["certify", str(project), *words]) == 1
        return capsys.readouterr().err

    assert "would suffice" in said("--all", "--at-least", "0.95", "-n", "12")
    assert "would suffice" in said("--all", "--at-least", "0.95", "-n", "400")
    assert "too few" in said("--all", "--at-least", "0.95", "--above", "0.99")
    begun = run("certify", "--all", "--at-least", 0.95)
    assert begun["confidence"] == pytest.approx(0.975)  # what was refused cost nothing
    assert run("certify", "status")["n"] == begun["n"] < 100


def test_a_sample_that_was_given_up_is_said_to_count(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("certify", "--all", "--at-least", 0.9)
    run("audit", "close", code=0)
    assert cli.run(["certify", str(project), "--all", "--at-least", "0.9"]) == 0
    assert "also one that was given up" in capsys.readouterr().out


def test_what_others_decide_meanwhile_stays_and_counts_against_the_promise(project: Path, run: Run) -> None:
    run("certify", "--all", "--at-least", 0.9)
    sample = _answer(project, wrong=0)
    rest = [image for image in range(1, COUNT + 1) if image not in sample]
    with Project(project) as opened:
        decide(opened, rest[:200], assign(2), kind="assign", what="Others", by=By("Ben"))
    done = run("certify", "close")
    assert done["accepted"] in (0, len(rest) - 200)
    assert done["accepted"] == 0 or done["bound"] >= 0.9
    with Project(project) as opened:
        assert opened.number("SELECT count(*) FROM image WHERE class_id = 2") == 201


def test_where_others_decided_everything_meanwhile_nothing_is_promised(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("certify", "--all", "--at-least", 0.9)
    sample = _answer(project, wrong=0)
    with Project(project) as opened:
        rest = [image for image in range(1, COUNT + 1) if image not in sample]
        decide(opened, rest, assign(1), kind="assign", what="Others", by=By("Ben"))
    assert cli.run(["certify", str(project), "close"]) == 0
    said = capsys.readouterr().out
    assert "undecided any more" in said
    assert "%" not in said


@pytest.mark.parametrize(
    "words", [(), ("--all",), ("--at-least", "0.9"), ("--all", "--class", "cat", "--at-least", "0.9")]
)
def test_a_promise_needs_what_it_is_about(run: Run, words: tuple[str, ...]) -> None:
    run("certify", *words, code=2)


def test_what_is_not_there_is_said(run: Run) -> None:
    for words in (("--class", "cow", "--at-least", "0.9"), ("--class", "dog", "--at-least", "0.9"), ("next",)):
        run("certify", *words, code=1)


@pytest.mark.parametrize("form", ["csv", "labelstudio", "imagefolder", "huggingface", "fiftyone", "labelme"])
def test_an_export_is_verified_until_an_image_or_a_label_changes(
    project: Path, run: Run, tmp_path: Path, form: str
) -> None:
    exported = run("export", tmp_path / "out", "--format", form)
    manifest = Path(exported["manifest"])
    assert manifest.is_file()
    before = run("verify", manifest)
    assert before["holds"]
    assert (before["same"], before["changed"], before["missing"]) == (exported["written"], 0, 0)
    assert before["changed_files"] == []
    with Project(project) as opened:
        decide(opened, [1], accept(1), kind="accept", what="Accept", by=ME)
    (tmp_path / "images" / "001.png").write_bytes(b"another picture")
    (tmp_path / "images" / "002.png").unlink()
    after = run("verify", manifest, code=1)
    assert not after["holds"]
    assert (after["same"], after["changed"], after["missing"]) == (exported["written"] - 3, 2, 1)
    changes = {one["path"]: (one["image"], one["label"]) for one in after["changed_images"]}
    assert changes == {"000.png": (False, True), "001.png": (True, False)}
    assert after["missing_images"] == ["002.png"]
    run("undo")
    assert run("verify", manifest, code=1)["changed"] == 1


@pytest.mark.parametrize("form", ["imagefolder", "split", "labelme"])
def test_a_folder_of_which_others_take_every_file_has_its_manifest_beside_it(
    project: Path, run: Run, tmp_path: Path, form: str
) -> None:
    manifest = Path(run("export", tmp_path / "out", "--format", form)["manifest"])
    assert manifest == tmp_path / "out.manifest.json"
    assert not list((tmp_path / "out").rglob("*manifest*"))
    written = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    assert all(name.startswith("out/") and (tmp_path / name).is_file() for name in written)
    assert bool(written) == (form == "labelme")  # the copies of the images are named by their images
    for name in written:
        (tmp_path / name).write_text("{}")
    assert run("verify", manifest, code=1 if written else 0)["changed_files"] == list(written)


@pytest.mark.parametrize("form", ["csv", "imagefolder", "labelme", "fiftyone"])
def test_the_files_of_an_export_are_verified(project: Path, run: Run, tmp_path: Path, form: str) -> None:
    manifest = Path(run("export", tmp_path / "out", "--format", form)["manifest"])
    folder = tmp_path / "out"
    before = run("verify", folder if folder.is_dir() else manifest)
    files = [file for file in (*folder.rglob("*"), folder) if file.is_file() and file != manifest]
    assert (before["intact_files"], before["export_checked"]) == (len(files), True)
    if form == "csv":
        return
    copy, other = sorted(file for file in files if file.suffix == ".png")[:2]
    copy.write_bytes(copy.read_bytes() + b"!")
    other.rename(other.with_name("other name.png"))
    (folder / ".DS_Store").write_bytes(b"of the system")
    after = run("verify", manifest, code=1)
    (changed,), (gone,) = after["changed_files"], after["missing_files"]
    assert (tmp_path / changed if changed.startswith("out/") else folder / changed) == copy
    assert gone.endswith(other.name)
    assert [name.rpartition("/")[2] for name in after["added_files"]] == ["other name.png"]
    assert (after["changed"], after["missing"]) == (0, 0)  # the project itself is as it was
    shutil.move(folder, tmp_path / "elsewhere")
    if manifest.is_file():
        kept = run("verify", manifest)
        assert (kept["holds"], kept["export_checked"]) == (True, False)


def test_every_label_of_a_manifest_says_how_it_came_to_be(project: Path, run: Run, tmp_path: Path) -> None:
    manifest = Path(run("export", tmp_path / "out", "--format", "imagefolder")["manifest"])
    content = json.loads(manifest.read_text(encoding="utf-8"))
    labelled = [image for image in content["images"] if image["label"]]
    assert labelled
    assert all(image["label_source"] and image["label_time_utc"] for image in labelled)
    assert all((tmp_path / image["file"]).is_file() for image in content["images"])
    text = manifest.read_text(encoding="utf-8").replace('"files_sha256": "', '"files_sha256": "0')
    manifest.write_text(text, encoding="utf-8")
    run("verify", manifest, code=1)


def test_a_manifest_that_was_changed_is_none(project: Path, run: Run, tmp_path: Path) -> None:
    manifest = Path(run("export", tmp_path / "out.csv", "--format", "csv")["manifest"])
    text = manifest.read_text(encoding="utf-8")
    for changed in (
        text.replace('"cat"', '"cow"', 1),
        text.replace('"label": "cat"', '"label": "dog"'),
        "{}",
        "[",
        "7",
    ):
        manifest.write_text(changed, encoding="utf-8")
        if changed.startswith('{"desktop') and '"label": "cat"' in changed:
            continue  # only the list of classes: no image, no label
        run("verify", manifest, code=1)
    run("verify", tmp_path / "nothing.json", code=1)


def test_a_manifest_of_another_project_is_said_to_be_one(
    project: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = run("export", tmp_path / "out.csv", "--format", "csv")["manifest"]
    with make_project(tmp_path / "other.labeler", ["elsewhere.png"], files=True) as other:
        label_images(other, ["cat"])
    assert cli.run(["verify", str(tmp_path / "other.labeler"), manifest]) == 1
    said = capsys.readouterr().out
    assert "another project (p.labeler)" in said
    assert "none of its images is here" in said
    assert "1 labelled image" not in said


def test_the_same_folder_in_another_project_is_told_from_changes_in_this_one(
    project: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = run("export", tmp_path / "out.csv", "--format", "csv")["manifest"]
    other = tmp_path / "other.labeler"
    same: list[str | None] = [*[None] * COUNT, "cat", "dog"]
    for classes, foreign in ((["cow"] * (COUNT + 2), True), (same, False)):
        with make_project(other, [f"{number:03}.png" for number in range(COUNT + 2)], files=True) as opened:
            label_images(opened, classes)
        assert cli.run(["verify", str(other), manifest]) == (1 if foreign else 0)
        said = capsys.readouterr().out
        assert ("The manifest is that of another project (p.labeler)" in said) is foreign
        assert ("Changed since" in said) is False
        other.unlink()
    with Project(project) as opened:  # every label is changed here: that is no other project
        decide(opened, range(1, COUNT + 3), assign(2), kind="assign", what="all dogs", by=ME)
    found = run("verify", manifest, code=1)
    assert (found["changed"], found["of_another_project"]) == (COUNT + 1, False)


def test_why_a_manifest_cannot_be_read_is_a_sentence(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "manifest.json"
    for content, expected in ((b"", "it is not JSON"), (b"\xff\xfe[", "not text in UTF-8"), (None, "no such file")):
        broken.unlink() if content is None else broken.write_bytes(content)
        assert cli.run(["verify", str(project), str(broken)]) == 1
        said = capsys.readouterr().err
        assert expected in said
        assert not [part for part in ("Errno", "Expecting", "codec") if part in said]


def test_labels_travel_with_how_they_came_to_be(project: Path, run: Run, tmp_path: Path) -> None:
    run("certify", "--all", "--at-least", 0.9)
    sample = _answer(project, wrong=0)
    done = run("certify", "close", "--by", "Ann")
    number = str(done["certificate"])
    run("export", tmp_path / "labels.csv", "--format", "csv", "--no-bom")
    with (tmp_path / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = {int(row["rel_path"][:3]) + 1: row for row in csv.DictReader(file)}
    covered = next(image for image in range(1, COUNT + 1) if image not in sample)
    assert rows[covered]["label_source"] == "accepted"
    assert (rows[covered]["label_by"], rows[covered]["certificate"]) == ("Ann", number)
    assert rows[covered]["label_model"].endswith("round 3")
    assert (rows[sample[0]]["label_source"], rows[sample[0]]["certificate"]) == ("human", "")
    with Project(project) as opened:
        decide(opened, [covered], assign(2), kind="assign", what="Correct", by=ME)
    run("export", tmp_path / "tasks.json", "--format", "labelstudio")
    tasks = {task["data"]["rel_path"]: task["data"] for task in json.loads((tmp_path / "tasks.json").read_text())}
    other = next(image for image in range(1, COUNT + 1) if image not in sample and image != covered)
    assert tasks[f"{other - 1:03}.png"]["label_source"] == "accepted"
    assert not [task for task in tasks.values() if task.get("certificate")]  # one changed label makes it void
    run("export", tmp_path / "five", "--format", "fiftyone")
    content = json.loads((tmp_path / "five" / "labels.json").read_text())
    assert content["provenance"][f"{other - 1:03}"]["label_source"] == "accepted"
    assert not content["provenance"][f"{other - 1:03}"].get("certificate")
    assert isinstance(content["labels"][f"{other - 1:03}"], int)
    run("export", tmp_path / "hugging", "--format", "huggingface")
    with (tmp_path / "hugging" / "metadata.csv").open(newline="", encoding="utf-8") as file:
        found = {row["rel_path"]: row for row in csv.DictReader(file)}
    assert found[f"{other - 1:03}.png"]["label_by"] == "Ann"
    assert found[f"{other - 1:03}.png"]["certificate"] == ""
