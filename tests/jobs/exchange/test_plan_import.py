"""Whatever a file says: what people decided stays as it is unless they ask for another choice."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.history import (
    By,
    Edit,
    accept,
    assign,
    clear,
    decide,
    exclude,
    read_history,
    undo,
    unsure,
)
from desktop_labeler.data.project.project_file import ImageRow, Project, Source, State
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.jobs.exchange.plan_import import CHOICES, Choice
from desktop_labeler.progress import finish
from tests.making import ME, make_project

BEN = By("Ben")
CAT, DOG = 1, 2
WAYS = {
    "nothing": None,
    "imported": Edit(state=State.LABELLED, class_id=CAT, source=Source.IMPORTED),
    "confirmed": assign(CAT),
    "accepted": accept(CAT),
    "unsure": unsure(),
    "excluded": exclude(),
    "ruled out": Edit(reject=DOG),
    "taken away": clear(),
}
DECIDED = {"confirmed", "accepted", "unsure", "excluded", "ruled out"}


def make(path: Path, ways: list[str]) -> Path:
    """Make a project whose images were decided in these ways."""
    from desktop_labeler.data.decisions.classes import add_classes

    file = path / "p.labeler"
    file.unlink(missing_ok=True)
    with make_project(file, [f"{number}.png" for number in range(len(ways))]) as project:
        add_classes(project, ["cat", "dog"], ME)
        for number, way in enumerate(ways, start=1):
            if (edit := WAYS[way]) is not None:
                decide(project, [number], edit, kind="assign", what=way, by=ME)
    return file


def bring(file: Path, lines: list[str], **options: object) -> ImportResult:
    table = file.with_name("labels.csv")
    table.write_text("\n".join(("rel_path,label,state", *lines)), encoding="utf-8")
    return finish(import_labels(file, table, format="csv", by=BEN, **options))  # type: ignore[arg-type]


def rows(file: Path) -> list[ImageRow]:
    with Project(file, "read") as project:
        count = project.number("SELECT count(*) FROM image")
        return project.images(range(1, count + 1))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("choice", CHOICES)
def test_each_way_to_decide_and_each_choice(tmp_path: Path, way: str, choice: Choice) -> None:
    file = make(tmp_path, [way])
    (before,) = rows(file)
    dry = bring(file, ["0.png,dog,"], decided=choice, dry_run=True)
    result = bring(file, ["0.png,dog,"], decided=choice)
    assert dry.decided == result.decided
    (after,) = rows(file)
    if way not in DECIDED:
        assert result.decided.labels == ()
        assert (after.class_id, after.state, after.source) == (DOG, State.LABELLED, Source.IMPORTED)
        return
    (one,) = result.decided.labels
    assert (one.path, one.decided_as, one.theirs) == ("0.png", way, "dog")
    if choice == "take":
        assert (after.class_id, after.state, after.source) == (DOG, State.LABELLED, Source.IMPORTED)
    elif choice == "keep":
        assert after == before
        assert result.decision is None
    else:
        assert (after.class_id, after.state, after.source) == (before.class_id, before.state, before.source)
        assert (after.second, after.note) == (True, "labels.csv: dog")


@pytest.mark.parametrize("state", ["unsure", "excluded"])
def test_a_file_that_takes_the_class_away_is_asked_about_too(tmp_path: Path, state: str) -> None:
    file = make(tmp_path, ["confirmed", "imported", state])
    result = bring(file, [f"{number}.png,,{state}" for number in range(3)])
    assert [(one.path, one.state) for one in result.decided.labels] == [("0.png", State[state.upper()])]
    assert result.relabelled == 2
    assert [row.state.word for row in rows(file)] == ["confirmed", state, state]
    assert rows(file)[2].source == Source.HUMAN  # the same verdict again changes nothing


def test_the_same_label_changes_nothing_and_is_not_asked_about(tmp_path: Path) -> None:
    file = make(tmp_path, ["confirmed", "accepted", "imported"])
    before = rows(file)
    result = bring(file, ["0.png,cat,labelled", "1.png,cat,", "2.png,cat,"])
    assert (result.decided.labels, result.relabelled, result.decision) == ((), 0, None)
    assert rows(file) == before


def test_the_history_says_what_was_kept(tmp_path: Path) -> None:
    file = make(tmp_path, ["confirmed", "nothing", "accepted"])
    lines = ["0.png,dog,", "1.png,dog,", "2.png,dog,"]
    said = {
        "keep": "Labels of 1 image from labels.csv; 2 labels that people decided stay",
        "take": "Labels of 3 images from labels.csv, 2 of them over what people had decided",
        "conflict": "Labels of 1 image from labels.csv; 2 labels that people decided stay and ask for a second opinion",
    }
    for choice in CHOICES:
        bring(file, lines, decided=choice)
        with Project(file) as project:
            assert str(read_history(project, limit=1)[0].what) == said[choice]
            undo(project, ME)


def test_a_class_that_only_kept_images_would_need_is_not_made(tmp_path: Path) -> None:
    file = make(tmp_path, ["confirmed"])
    assert bring(file, ["0.png,owl,"]).unknown_classes == ()
    assert bring(file, ["0.png,owl,"], decided="take").unknown_classes == ("owl",)


def test_a_note_that_is_there_stays_before_what_the_file_says(tmp_path: Path) -> None:
    file = make(tmp_path, ["confirmed"])
    with Project(file) as project:
        decide(project, [1], Edit(note="left wing"), kind="note", what="Note", by=ME)
    bring(file, ["0.png,dog,"], decided="conflict")
    bring(file, ["0.png,dog,"], decided="conflict")  # again: it is said once
    assert rows(file)[0].note == "left wing; labels.csv: dog"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_people_decided_stays_and_undo_brings_all_back(tmp_path: Path, data: st.DataObject) -> None:
    ways = data.draw(st.lists(st.sampled_from(sorted(WAYS)), min_size=1, max_size=8))
    file = make(tmp_path, ways)
    cases = st.sampled_from(["cat,", "dog,", "owl,", "cat,confirmed", "dog,labelled", ",unsure", ",excluded", ","])
    lines = [f"{number}.png,{data.draw(cases)}" for number in range(len(ways))]
    choice = data.draw(st.sampled_from(CHOICES))
    before = rows(file)
    result = bring(file, lines, decided=choice)
    after = rows(file)
    named = {one.image for one in result.decided.labels}
    for way, old, new in zip(ways, before, after, strict=True):
        changed = (old.class_id, old.state) != (new.class_id, new.state) and old.class_id != new.class_id
        if changed and way in DECIDED - {"ruled out"}:
            assert old.id in named  # nothing that people decided changes without a word
        if choice != "take" and old.id in named:
            assert (old.class_id, old.state, old.source, old.rejected) == (
                new.class_id,
                new.state,
                new.source,
                new.rejected,
            )
    if result.decision is not None:
        with Project(file) as project:
            undo(project, ME)
        assert [_verdict(row) for row in rows(file)] == [_verdict(row) for row in before]


def _verdict(row: ImageRow) -> tuple[object, ...]:
    return row.class_id, row.state, row.source, row.rejected, row.second, row.note
