"""A package goes out, is decided with the same commands, comes back, and is merged as a whole or not at all."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import add_classes, change_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, assign, decide, exclude, undo, unsure
from desktop_labeler.data.decisions.proof.report_figures import person_figures
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.formats.outgoing import outgoing_images
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.jobs.images.unpack_images import unpack_package
from desktop_labeler.jobs.packages.merge_package import merge_package
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish
from tests.making import labels_of, said_in

ANN, BOB = By("Ann"), By("Bob")
Run = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """Make a project of six images, of which Ann has named four."""
    folder, random = tmp_path / "photos", np.random.default_rng(1)
    for number in range(6):
        file = folder / f"site {number % 2}" / f"{number}.{'jpg' if number < 5 else 'tif'}"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 255, (300 + number, 400, 3), np.uint8)).save(file)
    path = tmp_path / "p.labeler"
    run("new", path, folder, "--labels", "none", "--classes", "cat,dog")
    with Project(path) as opened:
        cat, dog = (label.id for label in opened.classes())
        decide(opened, [1, 2, 3, 4], assign([cat, cat, dog, dog]), kind="assign", what="Label", by=ANN)
    return path


def _classes(project: Project) -> dict[str, int]:
    return {label.name: label.id for label in project.classes()}


def _decide(package: Path, answers: dict[int, str], who: By = BOB) -> None:
    with Project(package) as opened:
        ids = add_classes(opened, [name for name in answers.values() if name not in ("?", "-")], who)
        for image, name in answers.items():
            edit = unsure() if name == "?" else exclude() if name == "-" else assign(ids[name])
            decide(opened, [image], edit, kind="assign", what="Label", by=who)


@pytest.mark.parametrize("place", ["inside", "beside"])
def test_out_decided_and_back(project: Path, tmp_path: Path, run: Run, place: str) -> None:
    out, there = tmp_path / "for bob.labeler", tmp_path / "elsewhere"
    before = project.read_bytes()
    made = run("package", project, out, "--for", "Bob", "--blind", "--max-side", "200", "--images", place)
    assert (made["images"], made["left_out"]) == (6, [])
    assert project.read_bytes() == before
    there.mkdir()
    for file in (out, *([Path(made["folder"])] if made["folder"] else [])):
        shutil.move(file, there)
    shutil.move(tmp_path / "photos", tmp_path / "gone")  # the colleague does not have them
    package = there / out.name
    info = run("info", package)
    assert info["states"]["unlabelled"] == 6
    assert finish(rescan(package, None)).changed == 0
    with Project(package, "read") as opened:
        rows = opened.images(find_images(opened).tolist())
        assert sorted(decode(opened.file_of(row)).shape for row in rows)[-1] == (152, 200, 3)
        assert all((row.height, row.width) == decode(opened.file_of(row)).shape[:2] for row in rows)
    shutil.move(tmp_path / "gone", tmp_path / "photos")
    table = tmp_path / "bob.csv"
    assert not any("site" in row.path or row.path.rpartition("/")[0] for row in rows)  # folders tell the class
    rows.sort(key=lambda row: row.id)
    table.write_text(f"rel_path,label\n{rows[0].path},cat\n{rows[1].path},dog\n{rows[4].path},owl\n")
    run("label", package, "--from", table, "--by", "Bob")
    dry = run("merge", project, package, "--dry-run")
    assert project.read_bytes() == before
    done = run("merge", project, package)
    assert {**done, "decision": None, "labels": 0} == dry
    assert (done["people"], done["agreed"], done["added"], len(done["conflicts"])) == (["Bob"], 1, 1, 1)
    assert done["unknown_classes"] == ["owl"]
    (pair,) = run("agreement", project, "--between", "Ann,Bob")["pairs"]
    assert (pair["n"], pair["same"], pair["blind"]) == (2, 1, 2)
    with Project(project, "read") as opened:  # who merged it decided nothing
        said = {one.name: (one.decisions, one.packages, one.seconds is None) for one in person_figures(opened)}
        by = [image.by for image in outgoing_images(opened) if image.label is not None]
    assert said == {"Ann": (1, 0, False), "Bob": (0, 3, True)}
    assert sorted(by) == ["Ann", "Ann", "Bob", "Bob", "Bob"]
    run("undo", project)
    with Project(project) as opened:
        assert {name for _, name in said_in(project)} == {"Ann"}
        assert set(_classes(opened)) == {"cat", "dog"}


def test_an_image_keeps_its_file_where_it_is_small_and_is_made_smaller_else(
    project: Path, tmp_path: Path, run: Run
) -> None:
    run("package", project, tmp_path / "a.labeler", "--max-side", "400")
    finish(unpack_package(tmp_path / "a.labeler"))
    with Project(tmp_path / "a.labeler", "read") as package:
        for row in package.images(find_images(package).tolist()):
            original = tmp_path / "photos" / row.path
            same = package.file_of(row).read_bytes() == original.read_bytes()
            assert same == (original.suffix == ".jpg")
        assert labels_of(package)["site 0/0.jpg"] == ("cat", "confirmed")


def test_a_selection(project: Path, tmp_path: Path, run: Run) -> None:
    def count(*words: object) -> int:
        out = tmp_path / "s.labeler"
        found: int = run("package", project, out, *words)["images"]
        out.unlink()
        return found

    assert count("--class", "cat") == 2
    assert count("--class", "cat", "--class", "dog", "-n", "3") == 3
    assert count("--not-by", "Ann") == 2
    assert count("--folder", "site 1") == 3
    assert count("--state", "confirmed") == 4
    assert "no such images" in run("package", project, tmp_path / "s.labeler", "--disputed", code=1)
    assert "no class owl" in run("package", project, tmp_path / "s.labeler", "--class", "owl", code=1)
    for option in ("--not-by", "--answered-by"):
        assert "Nobody called Nobdy" in run("package", project, tmp_path / "s.labeler", option, "Nobdy", code=1)
    assert "no audit" in run("package", project, tmp_path / "s.labeler", "--audit", code=1)
    assert "not the name of a package" in run("package", project, tmp_path / "s.txt", code=1)
    assert "where nothing is ever written" in run("package", project, tmp_path / "photos" / "s.labeler", code=1)
    run("audit", project, "start", "-n", "3")
    assert count("--audit") == 3
    assert sorted(file.name for file in tmp_path.iterdir()) == ["p.labeler", "photos"]


def test_merged_twice_it_brings_only_what_is_new_and_takes_back_what_was_undone(
    project: Path, tmp_path: Path, run: Run
) -> None:
    package = tmp_path / "b.labeler"
    run("package", project, package)
    _decide(package, {1: "dog", 2: "cat", 5: "?"})
    first = run("merge", project, package)
    assert (first["agreed"], first["added"], len(first["conflicts"])) == (1, 1, 1)
    again = run("merge", project, package)
    assert (again["agreed"], again["conflicts"], again["known"], again["decision"]) == (0, [], 3, None)
    with Project(package) as opened:
        undo(opened, BOB)
    _decide(package, {6: "dog"})
    third = run("merge", project, package)
    assert (third["added"], third["known"], third["withdrawn"]) == (1, 2, 1)
    assert {image for image, who in said_in(project) if who == "Bob"} == {1, 2, 6}
    run("undo", project)
    assert {image for image, who in said_in(project) if who == "Bob"} == {1, 2, 5}


def _merged(project: Path, package: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert main(["merge", str(project), str(package), *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("classes", [True, False])
def test_a_package_that_nobody_touched_brings_nothing_and_says_so(
    project: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], classes: bool
) -> None:
    if not classes:
        project = tmp_path / "none.labeler"
        run("new", project, tmp_path / "photos", "--labels", "none")
    package, before = tmp_path / "b.labeler", project.read_bytes()
    run("package", project, package, "--blind")
    assert run("merge", project, package)["answers"] == 0
    for options in ((), ("--dry-run",)):
        said = _merged(project, package, capsys, *options)
        assert "Nothing has been answered in this package." in said
        assert "nobody" not in said
    assert project.read_bytes() == before


def test_a_second_merge_says_that_all_was_merged_before(
    project: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "b.labeler"
    run("package", project, package)
    _decide(package, {1: "dog", 2: "cat"}, By("Bo\x1b[31mb"))
    first = _merged(project, package, capsys)
    assert "2 answers came from" in first
    assert "\x1b" not in first
    assert "Everything in this package was merged before (2 answers)." in _merged(project, package, capsys)


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_answers_of_a_person_without_a_name_are_refused_until_they_have_one(
    project: Path, tmp_path: Path, run: Run, name: str
) -> None:
    package, before = tmp_path / "b.labeler", project.read_bytes()
    run("package", project, package, "--for", "  ")
    _decide(package, {1: "dog"})
    with closing(sqlite3.connect(package)) as db, db:
        db.execute("UPDATE person SET name = ?", (name,))
    assert "without a name" in run("merge", project, package, code=1)
    assert project.read_bytes() == before
    run("people", package, "--rename", name, "Bob")
    assert run("merge", project, package)["people"] == ["Bob"]


def test_a_package_of_another_project_on_the_same_images_is_said_to_be_one_and_matched_by_names(
    project: Path, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    other, package, own = (tmp_path / f"{name}.labeler" for name in ("other", "b", "own"))
    run("new", other, tmp_path / "photos", "--labels", "none", "--classes", "dog,owl")  # where the ids mean others
    run("package", other, package)
    _decide(package, {1: "dog", 3: "owl"})
    assert "made from another project" in _merged(project, package, capsys, "--dry-run")
    merged = run("merge", project, package)
    assert (merged["elsewhere"], merged["unknown_classes"]) == (True, ["owl"])
    with Project(project, "read") as opened:
        ids = _classes(opened)
    assert {image: code for (image, who), code in said_in(project).items() if who == "Bob"} == {
        1: ids["dog"],
        3: ids["owl"],
    }
    run("package", project, own)
    _decide(own, {2: "dog"})
    run("undo", project)
    assert "another project" not in _merged(project, own, capsys)


def test_the_rule_of_the_project_chooses_the_label(project: Path, tmp_path: Path, run: Run) -> None:
    package = tmp_path / "b.labeler"
    run("package", project, package)
    _decide(package, {1: "dog", 6: "dog"})
    run("people", project, "--rule", "first")
    assert run("merge", project, package)["labels"] == 1  # the one that nobody had decided
    with Project(project, "read") as opened:
        assert opened.images([1])[0].class_id == _classes(opened)["cat"]
    run("undo", project, "--steps", "2")
    run("merge", project, package)
    with Project(project, "read") as opened:
        assert opened.images([1])[0].class_id == _classes(opened)["dog"]


def test_a_project_that_changed_meanwhile(project: Path, tmp_path: Path, run: Run) -> None:
    package = tmp_path / "b.labeler"
    with Project(project) as opened:
        add_classes(opened, ["kitten", "gone"], ANN)
    run("package", project, package)
    _decide(package, {1: "kitten", 2: "cat", 3: "dog", 4: "gone", 5: "new", 6: "dog"})
    first, second, third = (tmp_path / "photos" / name for name in ("site 0/0.jpg", "site 1/1.jpg", "site 0/2.jpg"))
    first.rename(first.with_name("moved.jpg"))
    Image.new("RGB", (50, 50)).save(second)
    third.unlink()
    run("rescan", project)
    with Project(project) as opened:
        ids = {label.name: label for label in opened.classes()}
        merge_classes(opened, ids["kitten"], ids["cat"], ANN)
        delete_class(opened, ids["gone"], ANN)
        dog = ids["dog"]
        renamed = LabelClass(dog.id, "hound", dog.color, dog.shape, dog.key, dog.position)
        change_classes(opened, {dog.id: renamed}, DecisionText("rename_class", old="dog", new="hound"), ANN)
        add_classes(opened, ["new"], ANN)
    result = run("merge", project, package)
    assert result["changed"] == ["site 1/1.jpg"]
    assert (result["unknown_classes"], result["deleted_classes"]) == ([], ["gone"])
    with Project(project, "read") as opened:
        ids_now = _classes(opened)
        mine = {image: code for (image, who), code in said_in(project).items() if who == "Bob"}
        assert mine == {
            **{1: ids_now["cat"], 2: ids_now["cat"]},  # one moved, one missing
            **{3: ids_now["hound"], 5: ids_now["new"], 6: ids_now["hound"]},
        }


def test_what_is_no_package_of_this_project_is_refused_and_nothing_changes(
    project: Path, tmp_path: Path, run: Run
) -> None:
    package, copy = tmp_path / "b.labeler", tmp_path / "copy.labeler"
    run("package", project, package)
    _decide(package, {1: "dog"})
    shutil.copy(project, copy)
    before = project.read_bytes()
    assert "no package" in run("merge", project, copy, code=1)
    assert "is the project itself" in run("merge", project, project, code=1)
    assert "is the project itself" in run("merge", package, package, "--dry-run", code=1)
    assert "no file" in run("merge", project, tmp_path / "nothing.labeler", code=1)
    (tmp_path / "text.labeler").write_text("no database")
    assert run("merge", project, tmp_path / "text.labeler", code=1)
    other = tmp_path / "other"
    other.mkdir()
    Image.new("RGB", (9, 9)).save(other / "x.png")
    run("new", tmp_path / "other.labeler", other)
    assert "None of the images" in run("merge", tmp_path / "other.labeler", package, code=1)
    data = package.read_bytes()
    for place in range(len(data) // 3, len(data), len(data) // 7):
        package.write_bytes(data[:place] + bytes(4096) + data[place + 4096 :])
        with closing(sqlite3.connect(package)) as db:
            intact = _intact(db)
        if not intact:
            assert run("merge", project, package, code=1)
    package.write_bytes(data[: len(data) // 2])
    assert run("merge", project, package, code=1)
    assert project.read_bytes() == before


def _intact(db: sqlite3.Connection) -> bool:
    try:
        return bool(db.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answer SET class_id = 999",
        "UPDATE answer SET state = 7",
        "UPDATE answer SET person_id = 77",
        "UPDATE image SET path = '../../' || path",
        "UPDATE image SET class_id = 4711",
        "UPDATE packed SET origin = x'00'",
        """UPDATE setting SET value = '{"id": "../../../evil"}' WHERE name = 'package'""",
        "UPDATE setting SET value = '[' WHERE name = 'package'",
        "DELETE FROM packed",
    ],
)
def test_a_package_with_forged_values_writes_nothing_outside_and_is_merged_as_a_whole_or_refused(
    project: Path, tmp_path: Path, run: Run, change: str, own_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "deep" / "b.labeler"
    package.parent.mkdir()
    run("package", project, package, "-n", "4")
    with Project(package, "read") as opened:
        chosen = find_images(opened).tolist()
    _decide(package, dict.fromkeys(chosen, "dog"))
    shutil.rmtree(own_data / "cache", ignore_errors=True)
    with closing(sqlite3.connect(package)) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(change)
    files = {file for file in tmp_path.rglob("*") if file.is_file()}
    before = said_in(project)
    code = main(["merge", str(project), str(package)])
    main(["info", str(package)])
    main(["embed", str(package)])
    assert "unexpected" not in capsys.readouterr().err
    gained = {image for image, who in said_in(project) if who == "Bob"}
    assert gained in ((set() if code else set(chosen)), set())
    assert before.items() <= said_in(project).items()
    new = {file for file in tmp_path.rglob("*") if file.is_file()} - files
    assert {
        file for file in new if ".backups" not in str(file) and not file.name.startswith((".", "b.labeler-"))
    } == set()


def test_killed_at_any_step_nothing_or_everything_is_merged(
    project: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "b.labeler"
    run("package", project, package)
    _decide(package, {1: "dog", 5: "owl"})
    before = said_in(project)
    job = merge_package(project, package, by=ANN)
    for _ in range(3):
        next(job)
    job.close()
    assert said_in(project) == before

    def fails(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop_labeler.data.decisions.changes.apply_changes", fails)
    with pytest.raises(KeyboardInterrupt):
        finish(merge_package(project, package, by=ANN))
    assert said_in(project) == before
    with Project(project, "read") as opened:
        assert set(_classes(opened)) == {"cat", "dog"}
