"""An import is one decision, or only says what it would do."""

from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, accept, decide, read_history, redo, undo
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.project_file import Project, Source
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.jobs.exchange.plan_import import Choice
from desktop_labeler.progress import finish
from tests.making import ME, label_images, labels_of, make_project

BEN = By("Ben")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of four image files: two cats, a dog, one without a label."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png", "d.png"], files=True) as project:
        label_images(project, ["cat", "cat", "dog", None])
    return tmp_path / "p.labeler"


def _table(path: Path, *lines: str) -> Path:
    file = path.with_name("labels.csv")
    file.write_text("\n".join(("rel_path,label,state", *lines)) + "\n", encoding="utf-8")
    return file


def test_a_dry_run_says_all_and_changes_nothing(path: Path) -> None:
    file = _table(path, "a.png,dog,", "d.png,owl,", "none.png,dog,", "b.png,cat,", "b.png,dog,")
    content = path.read_bytes()
    result = finish(import_labels(path, file, format="csv", by=BEN, dry_run=True))
    assert (result.applied, result.changed, result.decision) == (2, 0, None)
    assert (result.unmatched, result.unknown_classes) == (("none.png",), ("owl",))
    assert [conflict.labels for conflict in result.conflicts] == [("cat", "dog")]
    assert [(one.path, one.mine, one.decided_as, one.theirs) for one in result.decided.labels] == [
        ("a.png", "cat", "confirmed", "dog")
    ]
    assert any("1 label that a person decided differs" in str(note) for note in result.notes)
    assert path.read_bytes() == content
    assert list_backups(path) == []


@pytest.mark.parametrize("decided", ["keep", "take", "conflict"])
@pytest.mark.parametrize("as_human", [False, True])
@pytest.mark.parametrize(
    "lines",
    [
        ("a.png,dog,", "b.png,cat,", "d.png,owl,"),
        ("a.png,cat,", "b.png,,unsure", "c.png,dog,confirmed"),
        ("a.png,,excluded", "d.png,cat,confirmed"),
        ("a.png,cat,", "b.png,cat,"),
    ],
)
def test_a_dry_run_counts_what_the_import_then_changes(
    path: Path, lines: tuple[str, ...], as_human: bool, decided: Choice
) -> None:
    file = _table(path, *lines)
    for _ in range(2):  # the second time little or nothing is left to change
        told = [
            finish(import_labels(path, file, format="csv", by=BEN, dry_run=dry, as_human=as_human, decided=decided))
            for dry in (True, False)
        ]
        assert told[0].changes == told[1].changes == told[1].changed


def test_an_import_is_one_decision_that_undo_takes_back_with_its_classes(path: Path) -> None:
    with Project(path, "read") as project:
        before, classes = labels_of(project), project.classes()
    file = _table(path, "a.png,owl,", "d.png,dog,")
    result = finish(import_labels(path, file, format="csv", by=BEN, decided="take"))
    assert (result.applied, result.changed, result.unknown_classes) == (2, 2, ("owl",))
    with Project(path) as project:
        assert labels_of(project)["a.png"] == ("owl", "labelled")
        assert project.images([1])[0].source == Source.IMPORTED
        newest = read_history(project, limit=1)[0]
        assert (newest.id, newest.kind, newest.who, newest.images) == (result.decision, "import", "Ben", 2)
        undo(project, BEN)
        assert (labels_of(project), project.classes()) == (before, classes)
        redo(project, BEN)
        assert labels_of(project)["a.png"] == ("owl", "labelled")
    assert [backup.reason for backup in list_backups(path)] == ["import"]


def test_the_same_label_again_does_not_make_a_confirmed_one_less(path: Path) -> None:
    result = finish(import_labels(path, _table(path, "a.png,cat,", "c.png,dog,labelled"), format="csv", by=BEN))
    assert (result.applied, result.changed) == (2, 0)
    with Project(path, "read") as project:
        assert labels_of(project)["a.png"] == ("cat", "confirmed")


def test_a_file_can_confirm_a_label_that_is_there(path: Path) -> None:
    with Project(path) as project:
        decide(project, [4], accept(1), kind="accept", what="Accept", by=ME)
    finish(import_labels(path, _table(path, "d.png,cat,confirmed"), format="csv", by=BEN))
    with Project(path, "read") as project:
        assert labels_of(project)["d.png"] == ("cat", "confirmed")


def test_a_persons_labels_are_confirmed_unless_the_file_gives_a_state(path: Path) -> None:
    file = _table(path, "a.png,dog,", "b.png,cat,", "c.png,cat,labelled", "d.png,,unsure")
    finish(import_labels(path, file, format="csv", by=BEN, as_human=True, decided="take"))
    with Project(path, "read") as project:
        assert labels_of(project) == {
            "a.png": ("dog", "confirmed"),
            "b.png": ("cat", "confirmed"),
            "c.png": ("cat", "labelled"),
            "d.png": (None, "unsure"),
        }
        assert {image.source for image in project.images([1, 2, 3, 4])} == {Source.HUMAN}
        assert read_history(project, limit=1)[0].kind == "label"


def test_class_names_match_in_either_unicode_form(path: Path) -> None:
    with Project(path) as project:
        add_classes(project, ["Caf\u00e9"], ME)
    result = finish(import_labels(path, _table(path, "d.png,Cafe\u0301,"), format="csv", by=BEN))
    assert result.unknown_classes == ()
    with Project(path, "read") as project:
        assert labels_of(project)["d.png"][0] == "Caf\u00e9"


def test_an_import_closed_before_it_stores_changes_nothing(path: Path) -> None:
    job = import_labels(path, _table(path, "a.png,dog,"), format="csv", by=BEN)
    for progress in job:
        if progress.phase == "storing":
            break
    job.close()
    with Project(path, "read") as project:
        assert labels_of(project)["a.png"] == ("cat", "confirmed")


def test_a_format_that_is_none_is_a_mistake_of_the_caller(path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        finish(import_labels(path, path, format="zip", by=ME))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "csv"])
def test_a_file_that_is_not_of_the_format_is_said(path: Path, name: str) -> None:
    bad = path.with_name("bad.json")
    bad.write_text("{not json")
    with pytest.raises(FormatError, match="Nothing was changed"):
        finish(import_labels(path, bad, format=name, by=ME))
    bad.write_text('["what"]')
    with pytest.raises(FormatError, match="Nothing was changed"):
        finish(import_labels(path, bad, format=name, by=ME))


def test_a_new_class_in_another_spelling_is_said(path: Path) -> None:
    file = _table(path, "d.png,CAT,")
    for dry_run in (True, False):
        result = finish(import_labels(path, file, format="csv", by=BEN, dry_run=dry_run))
        (note,) = [str(note) for note in result.notes if "differs only" in str(note)]
        assert "CAT differs only in capitals, accents or spaces from cat, and becomes a class of its own." in note
