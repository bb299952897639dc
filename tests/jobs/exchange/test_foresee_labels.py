"""A dry run of answers says what the rule of the project makes of them, and the run then does just that."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.history import By, read_history
from desktop_labeler.data.decisions.label_rules import RULES, Rule
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.progress import finish
from tests.making import ME, make_project

NAMES = ("a.png", "b.png", "c.png", "d.png")
_SAID = st.lists(
    st.sampled_from(["", "cat,", "dog,", "owl,", ",unsure", ",excluded", "cat,labelled"]), min_size=4, max_size=4
)


def _say(path: Path, who: str, said: list[str], *, kind: str | None = None, dry_run: bool = False) -> ImportResult:
    file = path.with_name("said.csv")
    lines = [f"{name},{text}" for name, text in zip(NAMES, said, strict=True) if text]
    file.write_text("\n".join(["rel_path,label,state", *lines]) + "\n", encoding="utf-8")
    options: dict[str, Any] = {"format": "csv", "by": By(who), "as_human": True, "decided": "take", "kind": kind}
    return finish(import_labels(path, file, dry_run=dry_run, **options))


def _labels(path: Path) -> list[tuple[object, ...]]:
    with Project(path, "read") as project:
        return project.rows("SELECT state, class.name, second FROM image LEFT JOIN class ON class.id = class_id")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rule=st.sampled_from(RULES),
    earlier=st.lists(st.tuples(st.sampled_from(["Ann", "Ben", "Cy"]), _SAID), max_size=4),
    who=st.sampled_from(["Ann", "Ben", "Dee"]),
    said=_SAID,
    settles=st.booleans(),
)
def test_the_run_does_what_the_dry_run_said(
    tmp_path_factory: pytest.TempPathFactory,
    rule: Rule,
    earlier: list[tuple[str, list[str]]],
    who: str,
    said: list[str],
    settles: bool,
) -> None:
    path = tmp_path_factory.mktemp("p") / "p.labeler"
    with make_project(path, NAMES) as project:
        set_rule(project, rule, ME)
    for name, texts in earlier:
        _say(path, name, texts)
    kind = "adjudicate" if settles else None
    before = _labels(path)
    foreseen = _say(path, who, said, kind=kind, dry_run=True)
    assert _labels(path) == before
    done = _say(path, who, said, kind=kind)
    assert (foreseen.changes, foreseen.decided, foreseen.notes) == (done.changes, done.decided, done.notes)
    changed = sum(one != other for one, other in zip(before, _labels(path), strict=True))
    assert done.changed >= changed  # the source of a label may change alone
    if not settles:
        assert foreseen.changes == done.changed
    stay = {one.path for one in done.decided.labels}
    after = dict(zip(NAMES, _labels(path), strict=True))
    other = [one for one in done.decided.labels if one.theirs and after[one.path][1] != one.theirs]
    other += [one for one in done.decided.labels if one.state is not None and after[one.path][0] != int(one.state)]
    assert len(other) == done.decided.ruled <= len(stay)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule != "latest"])
def test_labels_that_the_rule_keeps_are_said_to_stay(tmp_path: Path, rule: Rule) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, NAMES) as project:
        set_rule(project, rule, ME)
    _say(path, "Ann", ["cat,", "cat,", "dog,", "dog,"])
    before = _labels(path)
    foreseen = _say(path, "Ben", ["dog,", "cat,", "cat,", "dog,"], dry_run=True)
    assert [str(note).partition(", because")[0] for note in foreseen.notes] == [
        "2 labels that people decided differ in the file and stay"
    ]
    done = _say(path, "Ben", ["dog,", "cat,", "cat,", "dog,"])
    assert [row[:2] for row in _labels(path)] == [row[:2] for row in before]
    assert done.decided.count("take") == 0
    with Project(path, "read") as project:
        assert str(read_history(project)[0].what) == (
            "Labels of 4 images from said.csv; 2 labels that people decided differ, of which 2 stay by the rule of the "
            "project"
        )


def test_a_settling_answer_is_the_label_under_each_rule(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, NAMES) as project:
        set_rule(project, "first", ME)
    _say(path, "Ann", ["cat,", "", "", ""])
    done = _say(path, "Ben", ["dog,", "", "", ""], kind="adjudicate")
    assert "1 label that a person decided becomes what the file says." in map(str, done.notes)
    assert _labels(path)[0][1] == "dog"
