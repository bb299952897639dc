"""How far a project is: counted by hand, after real rounds, and after the next one replaced their arrays."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.computed.round_history import SuggestionOutcomes, past_rounds
from desktop_labeler.data.decisions.classes import add_classes, delete_class
from desktop_labeler.data.decisions.history import accept, assign, clear, decide, exclude, undo, unsure
from desktop_labeler.data.decisions.suggestion_outcomes import KEPT
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.audits.measure_progress import fraction_kept, images_of_pair, project_progress
from desktop_labeler.jobs.rounds.run_round import RoundMemory, run_round
from desktop_labeler.progress import finish
from desktop_labeler.statistics import wilson_interval
from tests.making import ME, label_images, make_project

COUNT = 90
NAMES = ("ant", "bee", "cat")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project of three clear clusters with 30 images labelled, six of them wrong, in groups of two."""
    file = tmp_path / "p.labeler"
    rng = np.random.default_rng(0)
    vectors = np.eye(3, 16)[np.arange(COUNT) % 3] + rng.normal(scale=0.04, size=(COUNT, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as project:
        append_vectors(project, "test", np.arange(1, COUNT + 1), vectors.astype(np.float16))
        use_backbone(project, "test", "test")
        add_classes(project, NAMES, ME)
        label_images(project, [NAMES[given(number)] if number < 30 else None for number in range(COUNT)])
    return file


def given(number: int) -> int:
    return (number + 1) % 3 if number < 6 else number % 3


def test_a_round_leaves_a_line_and_says_what_it_checked(path: Path) -> None:
    result = finish(run_round(path))
    with Project(path, "read") as project:
        (line,) = past_rounds(project)
        now = project_progress(project)
    assert (line.round, line.labels, line.images, line.classes, line.groups) == (1, 30, COUNT, 3, 0)
    assert (line.checked, line.right) == (result.checked, result.right) == (30, 24)
    assert (line.low, line.high) == pytest.approx(wilson_interval(24, 30))
    assert line.earlier is None
    assert now.rounds == [line]


def test_the_confusions_are_the_wrong_labels(path: Path) -> None:
    finish(run_round(path))
    with Project(path, "read") as project:
        found = project_progress(project).confusion
        ids = {label.name: label.id for label in project.classes()}
        stored = {name: load_array(project, f"round/{name}") for name in ("ids", "given", "held_out")}
        assert found is not None
        assert (found.round, found.checked, found.agreed) == (1, 30, 24)
        wrong = Counter((NAMES[given(number)], NAMES[number % 3]) for number in range(6))
        assert {(one, other): count for one, other, count in found.pairs()} == {
            (ids[one], ids[other]): count for (one, other), count in wrong.items()
        }
        for row, one in enumerate(found.classes.tolist()):
            for column, other in enumerate(found.classes.tolist()):
                images = images_of_pair(project, one, other)
                assert len(images) == found.counts[row, column]
                by_hand = [
                    int(image)
                    for image, was, said in zip(*(stored[name] for name in ("ids", "given", "held_out")), strict=True)
                    if was == one and said == other
                ]
                assert images.tolist() == sorted(by_hand)


def test_what_was_said_of_suggestions_survives_the_next_round(path: Path) -> None:
    memory = RoundMemory()
    finish(run_round(path, memory))
    with Project(path) as project:
        ids = {label.name: label.id for label in project.classes()}
        right = [number + 1 for number in range(30, 42)]
        decide(project, right, accept([ids[NAMES[(image - 1) % 3]] for image in right]), kind="accept", what="x", by=ME)
        decide(project, [51], assign(ids[NAMES[(50 + 1) % 3]]), kind="assign", what="x", by=ME)
        decide(project, [52], exclude(), kind="exclude", what="x", by=ME)
        decide(project, [53], unsure(), kind="unsure", what="x", by=ME)
        decide(project, [54], assign(ids[NAMES[53 % 3]]), kind="assign", what="x", by=ME)
        before = project_progress(project)
    expected = SuggestionOutcomes(1, kept=13, changed=2, unsure=1, together=12)
    assert before.outcomes == {1: expected}
    finish(run_round(path, memory))
    with Project(path, "read") as project:
        after = project_progress(project)
    assert after.outcomes == {1: expected, 2: SuggestionOutcomes(2)}
    assert [line.labels for line in after.rounds] == [30, 44]
    with Project(path) as project:  # a page still shows round 1
        by = replace(ME, round=1)
        decide(project, [55], assign(ids[NAMES[54 % 3]]), kind="assign", what="x", by=by)
    with Project(path, "read") as project:
        late = project_progress(project)
    assert late.outcomes == {1: replace(expected, kept=14), 2: SuggestionOutcomes(2)}
    for _ in range(KEPT + 1):  # until the suggestions of round 1 themselves are gone
        finish(run_round(path, memory))
    with Project(path, "read") as project:
        assert project_progress(project).outcomes[1] == replace(expected, kept=14)
    share = fraction_kept(expected)
    assert share.value == 13 / 15
    assert (share.low, share.high) == wilson_interval(13, 15)


def test_counts_are_those_of_every_image(path: Path) -> None:
    with Project(path) as project:
        decide(project, [60, 61], exclude(), kind="exclude", what="x", by=ME)
        decide(project, [62], unsure(), kind="unsure", what="x", by=ME)
        with project.transaction() as db:
            db.execute("UPDATE image SET problem = 'missing' WHERE id IN (1, 90)")
        found = project_progress(project)
        rows = [row for row in project.images(range(1, COUNT + 1)) if row.problem is None]
        assert found.counts == dict(Counter((row.state, row.class_id) for row in rows))
        assert found.images == len(rows)
        assert found.undecided == sum(row.state == State.UNLABELLED for row in rows)
        for label in found.classes:
            assert found.of_class(label.id) == Counter(row.state for row in rows if row.class_id == label.id)
        undo(project, ME)
        assert project_progress(project).in_state(State.UNSURE) == 0


def test_groups_are_whole_and_make_the_interval_wider(path: Path) -> None:
    finish(run_round(path))
    with Project(path) as project, project.transaction() as db:
        db.execute("UPDATE image SET group_name = 'g' || ((id - 1) / 3)")
    finish(run_round(path))
    with Project(path, "read") as project:
        plain, grouped = past_rounds(project)
    assert plain.groups == 0
    assert grouped.groups == 10
    assert (grouped.checked, grouped.right) == (plain.checked, plain.right)
    assert grouped.high - grouped.low > plain.high - plain.low  # six wrong labels in two groups


def test_without_labels_there_is_nothing_to_check(path: Path) -> None:
    with Project(path) as project:
        decide(project, range(1, 31), clear(), kind="unlabel", what="x", by=ME)
    finish(run_round(path))
    with Project(path, "read") as project:
        found = project_progress(project)
    assert found.confusion is None
    assert found.rounds[0].accuracy is None
    assert (found.rounds[0].low, found.rounds[0].high) == (0.0, 1.0)


def test_a_class_that_was_deleted_is_left_out(path: Path) -> None:
    finish(run_round(path))
    with Project(path) as project:
        delete_class(project, project.classes()[0], ME)
        found = project_progress(project)
    assert found.confusion is not None
    assert len(found.confusion.classes) == 2


def test_of_an_old_project_counts_are_shown_and_rounds_are_none(tmp_path: Path) -> None:
    old = tmp_path / "old.labeler"
    old.write_bytes((Path(__file__).parents[2] / "old_projects" / "v1.labeler").read_bytes())
    with Project(old) as project:
        found = project_progress(project)
    assert found.rounds == []
    assert found.images == sum(found.counts.values()) > 0
