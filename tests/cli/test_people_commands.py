"""Two people label one project; the commands say who said what, and the rule chooses."""

import csv
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, accept, assign, decide, unsure
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from tests.making import make_project

Run = Callable[..., Any]


@pytest.fixture
def two(folder: Path, project: Path, run: Run) -> Path:
    """Make a project in which Ann and Bob agree on one image, disagree on one, and Bob alone has answered one."""
    run("new", project, folder, "--labels", "none", "--classes", "cat,dog")
    for who, rows in (
        ("Ann", "cat/1.png,cat\ncat/2.png,cat\n"),
        ("Bob", "cat/1.png,cat\ncat/2.png,dog\ndog/1.png,dog\n"),
    ):
        table = project.with_name(f"{who}.csv")
        table.write_text(f"rel_path,label\n{rows}")
        run("label", project, "--from", table, "--by", who)
    return project


def test_who_said_what(two: Path, run: Run) -> None:
    people = run("people", two)
    assert [(one["name"], one["images"], one["named"]) for one in people["people"]] == [("Ann", 2, 2), ("Bob", 3, 3)]
    assert (people["rule"], people["disputed"]) == ("latest", 1)
    (image,) = run("answers", two, "--disputed")["images"]
    assert (image["path"], image["label"]) == ("cat/2.png", "dog")
    assert [(one["who"], one["answer"]) for one in image["answers"]] == [("Ann", "cat"), ("Bob", "dog")]
    assert [one["path"] for one in run("answers", two, "--not-by", "Ann")["images"]] == ["dog/1.png"]
    assert len(run("answers", two, "--image", "cat/1.png")["images"][0]["answers"]) == 2
    assert "not" in run("answers", two, "--image", "nothing.png", code=1)


@pytest.mark.parametrize("rule", ["latest", "first", "majority", "adjudicated"])
def test_the_first_answer_to_an_image_is_its_label_also_with_a_class_that_is_new(
    two: Path, folder: Path, run: Run, rule: str
) -> None:
    Image.new("RGB", (8, 8), "red").save(folder / "dog" / "2.png")
    run("rescan", two)
    run("people", two, "--rule", rule)
    table = two.with_name("new.csv")
    table.write_text("rel_path,label\ndog/2.png,wolf\n")
    run("label", two, "--from", table, "--by", "Ann")
    (image,) = run("answers", two, "--image", "dog/2.png")["images"]
    assert (image["label"], [one["answer"] for one in image["answers"]]) == ("wolf", ["wolf"])
    run("undo", two)
    run("redo", two)
    assert run("answers", two, "--image", "dog/2.png")["images"][0]["label"] == "wolf"


def test_the_rule_is_chosen_and_undone_and_a_dispute_is_settled(two: Path, run: Run) -> None:
    def label() -> object:
        return run("answers", two, "--image", "cat/2.png")["images"][0]["label"]

    assert run("people", two, "--rule", "first")["rule"] == "first"
    assert label() == "cat"
    run("undo", two)
    assert (label(), run("people", two)["rule"]) == ("dog", "latest")
    table = two.with_name("settled.csv")
    table.write_text("rel_path,label\ncat/2.png,cat\n")
    run("label", two, "--from", table, "--by", "Eve", "--adjudicate")
    assert (label(), run("people", two)["disputed"]) == ("cat", 0)
    assert run("people", two, "--rename", "Bob", "Robert")["people"][1]["name"] == "Robert"
    assert "Nothing was changed" in run("people", two, "--rename", "Zed", "Robert", code=1)


def test_an_answer_that_the_rule_keeps_beside_the_label_is_told(
    two: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run("people", two, "--rule", "first")
    table = two.with_name("later.csv")
    table.write_text("rel_path,label\ncat/1.png,dog\n")
    assert run("label", two, "--from", table, "--by", "Bob")["answers_beside"] == 1
    main(["undo", str(two)])
    capsys.readouterr()
    main(["label", str(two), "--from", str(table), "--by", "Bob"])
    assert "The answer “dog” is kept; the label is “cat” by Ann, because the first answer" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["", "   ", "\t\n"])
def test_nobody_is_without_a_name(two: Path, run: Run, capsys: pytest.CaptureFixture[str], name: str) -> None:
    table, before = two.with_name("Ann.csv"), two.read_bytes()
    for words in (
        ("label", two, "--from", table),
        ("import", two, table, "--format", "csv"),
        ("people", two, "--rule", "first"),
        ("merge", two, two),
        ("undo", two),
    ):
        assert main([*map(str, words), "--by", name]) == 2
        assert "the name of a person is empty" in capsys.readouterr().err
    assert two.read_bytes() == before
    run("label", two, "--from", table, "--by", "  Eve \n Smith ")
    assert run("people", two)["people"][-1]["name"] == "Eve Smith"


def test_what_settles_and_what_audits_is_refused_or_explained(
    two: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    table = two.with_name("Ann.csv")
    label, before = ("label", two, "--from", table, "--by", "Eve"), two.read_bytes()
    assert "No audit is under way" in run(*label, "--audit", code=1)
    assert "choose one" in run(*label, "--audit", "--adjudicate", code=2)
    assert two.read_bytes() == before
    for options in (("--dry-run",), ()):
        assert any("1 image has no open dispute" in note for note in run(*label, "--adjudicate", *options)["notes"])
    run("audit", two, "start", "-n", "2")
    run(*label, "--audit")
    run("audit", two, "close")
    assert "No audit is under way" in run(*label, "--audit", code=1)


def test_a_name_never_commands_the_terminal(two: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    name = "Eve\x1b[2J\u202ebob\x9b"
    run("label", two, "--from", two.with_name("Bob.csv"), "--by", name)
    run("people", two, "--rename", "Ann", "A\x1b[31m")
    for words in (
        ("history", two),
        ("people", two),
        ("answers", two),
        ("agreement", two),
        ("undo", two, "--by", name),
        ("redo", two, "--by", name),
        ("models", two, "remove", name),
        ("people", two, "--rename", name + "?", "x"),
        ("package", two, two.with_name("o.labeler"), "--class", name),
        ("label", two, "--from", two.with_name(name), "--by", name),
        ("answers", two, "--image", name),
    ):
        main([*map(str, words)])
        said = "".join(capsys.readouterr())
        assert said
        assert not set(said) & set("\x1b\u202e\x9b"), words


def test_agreement_is_as_computed_by_hand(tmp_path: Path, run: Run) -> None:
    """The textbook's table of two people (Fleiss, Levin and Paik, table 18.1) comes out of a project."""
    table = {("p", "p"): 75, ("p", "n"): 1, ("p", "o"): 4, ("n", "p"): 5, ("n", "n"): 4, ("n", "o"): 1, ("o", "o"): 10}
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(102)]) as project:
        names = add_classes(project, ["p", "n", "o"], By("Ann"))
        for which, who, page in ((0, "Ann", "Browse"), (1, "Bob", "Audit")):
            chosen = [names[pair[which]] for pair in pairs]
            decide(project, range(1, 101), assign(chosen), kind="assign", what="Label", by=By(who, page))
        decide(project, [101], accept(1), kind="accept", what="Accept", by=By("Ann"))
        decide(project, [101], unsure(), kind="unsure", what="Unsure", by=By("Bob"))
    found = run("agreement", path)
    (pair,) = found["pairs"]
    assert (pair["a"], pair["b"], pair["n"], pair["same"], pair["blind"]) == ("Ann", "Bob", 100, 89, 100)
    assert pair["kappa"] == pytest.approx(0.6765, abs=1e-4)
    assert (pair["low"], pair["high"]) == (pytest.approx(0.505, abs=2e-3), pytest.approx(0.848, abs=2e-3))
    assert pair["confusion"] == {"classes": ["p", "n", "o"], "counts": [[75, 1, 4], [5, 4, 1], [0, 0, 10]]}
    assert next((one["class"], one["both"], one["share"]) for one in pair["classes"]) == ("p", 75, 150 / 160)
    assert (found["alpha"]["n"], found["fleiss"]["n"], found["accepted_left_out"]) == (100, 100, 1)
    assert 0 < found["alpha"]["low"] < found["alpha"]["value"] < found["alpha"]["high"] < 1
    assert run("agreement", path, "--between", "Ann,Bob", "--blind")["pairs"] == [pair]  # Ann said it before Bob did
    assert "Nobody called Zed" in run("agreement", path, "--between", "Ann,Zed", code=1)
    assert main(["agreement", str(path)]) == 0


def _names(project: Path, package: Path) -> dict[str, str]:
    """Return what a blind package calls each image, by its path in the project."""
    with Project(project, "read") as whole, Project(package, "read") as some:
        ids = find_images(some).tolist()
        paths = {row.id: row.path for row in whole.images(ids)}
        return {paths[row.id]: row.path for row in some.images(ids)}


def _rename(table: Path, names: dict[str, str]) -> None:
    """Write a table of labels with other names of the images."""
    head, *lines = table.read_text(encoding="utf-8").splitlines()
    told = [line.rpartition(",") for line in lines]
    table.write_text("\n".join([head, *(f"{names[path]},{label}" for path, _, label in told)]), encoding="utf-8")


@pytest.mark.slow
def test_two_people_who_differ_in_a_known_way_on_the_sample(tmp_path: Path, run: Run) -> None:
    """Bob, who gets a blind package, takes every seventh image for the next class: kappa follows from counts."""
    run("sample", tmp_path / "s")
    path, package = tmp_path / "p.labeler", tmp_path / "bob.labeler"
    run("new", path, tmp_path / "s" / "images", "--labels", "none")
    with (tmp_path / "s" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["rel_path"]: row["truth"] for row in csv.DictReader(file) if row["truth"]}
    classes = sorted(set(truth.values()))
    bob = {
        image: classes[(classes.index(name) + (at % 7 == 0)) % len(classes)]
        for at, (image, name) in enumerate(sorted(truth.items()))
    }
    for said, project, who in ((truth, path, "Ann"), (bob, package, "Bob")):
        table = tmp_path / f"{who}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("rel_path", "label"), *said.items()])
        if who == "Bob":
            run("package", path, package, "--blind", "--for", "Bob")
            _rename(table, _names(path, package))
        run("label", project, "--from", table, "--by", who)
    run("merge", path, package)
    (pair,) = run("agreement", path)["pairs"]
    many, same = len(truth), sum(bob[image] == name for image, name in truth.items())
    ann_of, bob_of = Counter(truth.values()), Counter(bob.values())
    by_chance = Fraction(sum(ann_of[name] * bob_of[name] for name in classes), many**2)
    kappa = (Fraction(same, many) - by_chance) / (1 - by_chance)
    assert (pair["n"], pair["same"], pair["blind"]) == (many, same, many)
    assert pair["kappa"] == pytest.approx(float(kappa), abs=1e-12)
    assert pair["low"] < float(kappa) < pair["high"]


def test_a_named_person_without_common_images_is_said(two: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    table = two.with_name("head.csv")
    table.write_text("rel_path,label\ncat/2.png,cat\n")
    run("label", two, "--from", table, "--by", "Head", "--adjudicate")
    assert main(["agreement", str(two), "--between", "Ann,Bob,Head"]) == 0
    said = capsys.readouterr().out
    assert "Ann and Head cannot be compared" in said
    assert "Fleiss" not in said  # only two people have answers that count


def test_a_person_is_compared_with_what_they_said_before_only_where_they_could_not_see_it(
    tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png", "b.png", "c.png"]) as project:
        cat, dog = add_classes(project, ["cat", "dog"], By("Ann")).values()
        decide(project, [1, 2, 3], assign(cat), kind="assign", what="Label", by=By("Ann", "Browse"))
        decide(project, [3], assign(dog), kind="assign", what="Correct", by=By("Ann", "Browse"))  # sees it: no re-check
        for image, label in ((1, cat), (2, dog)):
            decide(project, [image], assign(label), kind="assign", what="Again", by=By("Ann", "Audit"), again=True)
    found = run("agreement", path)
    assert found["pairs"] == []
    assert [(one["a"], one["n"], one["same"]) for one in found["again"]] == [("Ann", 2, 1)]


def test_agreement_says_why_there_is_nothing_to_compare(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*options: str) -> str:
        capsys.readouterr()
        assert main(["agreement", str(two), *options]) == 0
        return capsys.readouterr().out

    assert "Name at least two people" in said("--between", "Ann")
    assert "No two people have answered the same image blind." in said("--blind")
    assert main(["undo", str(two)]) == 0  # what Bob has said
    assert "No two people have answered the same image." in said()
    assert "No two of these people" in said("--between", "Ann,Bob")


def test_people_whose_names_have_commas_are_compared(two: Path, run: Run) -> None:
    run("people", two, "--rename", "Ann", "Smith, Ann")
    for options in (("Smith, Ann", "Bob"), ("Bob", "Smith, Ann", "Bob")):
        found = run("agreement", two, *(word for name in options for word in ("--between", name)))
        assert [(pair["a"], pair["b"]) for pair in found["pairs"]] == [("Smith, Ann", "Bob")]
    assert "Nobody called Smith " in run("agreement", two, "--between", "Smith, Ann,Bob", code=1)


@pytest.mark.parametrize("option", ["--answered-by", "--not-by"])
def test_a_mistyped_person_is_refused(two: Path, run: Run, option: str) -> None:
    assert "Nobody called Nobdy has said anything here" in run("answers", two, option, "Nobdy", code=1)
    assert "empty" in run("answers", two, option, " ", code=2)
