"""Classes that are made while an import prepares its own: one name is one class, and one key means one class."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes, change_classes, prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, assign, decide, undo
from desktop_labeler.data.project.project_file import Project, State
from tests.making import ME, make_project

_NAMES = st.lists(st.sampled_from(["cat", "dog", "7", "fox", "1"]), unique=True, max_size=4)
_FILE = By("import")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("classes")


def live(project: Project) -> list[tuple[str, str | None]]:
    return [(label.name, label.key) for label in project.classes()]


def test_an_import_uses_a_class_that_a_person_made_meanwhile(folder: Path) -> None:
    with make_project(folder / "meanwhile.labeler", ["0.png", "1.png"]) as project:
        pairs = prepare_classes(project, ["cat", "dog"])
        ids = {after.name: after.id for _, after in pairs}
        mine = add_classes(project, ["cat"], ME)["cat"]
        decide(project, [1], assign(mine), kind="assign", what="mine", by=ME)
        edit = Edit(state=State.LABELLED, class_id=[ids["cat"], ids["dog"]])
        decide(
            project, [1, 2], edit, kind="import", what=DecisionText("import", n=2, file="f"), by=_FILE, classes=pairs
        )
        assert live(project) == [("cat", "1"), ("dog", "2")]
        assert [row.class_id for row in project.images([1, 2])] == [mine, ids["dog"]]
        undo(project, ME)
        assert live(project) == [("cat", "1")]
        assert [(row.class_id, row.state) for row in project.images([1, 2])] == [
            (mine, State.CONFIRMED),
            (None, State.UNLABELLED),
        ]


def test_a_class_that_was_renamed_meanwhile_keeps_its_new_name(folder: Path) -> None:
    with make_project(folder / "renamed.labeler", ["0.png"]) as project:
        add_classes(project, ["five", "six"], ME, key="5")
        pairs = prepare_classes(project, ["5"])  # takes the key of the first class
        five = project.classes()[0]
        renamed = DecisionText("rename_class", old="five", new="5 legs")
        change_classes(project, {five.id: replace(five, name="5 legs")}, renamed, ME)
        decide(project, [], Edit(), kind="class", what="import", by=_FILE, classes=pairs)
        assert sorted(live(project)) == [("5", "2"), ("5 legs", "5"), ("six", "1")]


@settings(max_examples=40, deadline=None)
@given(first=_NAMES, theirs=_NAMES, mine=_NAMES)
def test_no_name_and_no_key_is_there_twice(folder: Path, first: list[str], theirs: list[str], mine: list[str]) -> None:
    number = len(list(folder.iterdir()))
    with make_project(folder / f"{number}.labeler", ["0.png"]) as project:
        add_classes(project, first, ME)
        pairs = prepare_classes(project, theirs)
        add_classes(project, mine, ME)
        decide(project, [], Edit(), kind="class", what="import", by=_FILE, classes=pairs)
        names, keys = [label.name for label in project.classes()], [label.key for label in project.classes()]
        assert sorted(names) == sorted({*first, *theirs, *mine})
        assert len(set(keys)) == len(keys)
