"""A round: all of it or nothing, stamped, started from the last, and labels are never touched."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.agreeing_groups import want_agreement
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import append_vectors, load_vectors, use_backbone
from desktop_labeler.data.decisions.history import Edit, assign, decide, exclude, undo
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.build_graph import current_space
from desktop_labeler.jobs.rounds.run_round import RoundMemory, run_round
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.round_view import load_round
from tests.making import ME, add_images, label_images, labels_of, make_project

COUNT = 120
NAMES = ("ant", "bee", "cat")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project of three clear clusters with 12 images labelled."""
    file = tmp_path / "p.labeler"
    rng = np.random.default_rng(0)
    vectors = np.eye(3, 16)[np.arange(COUNT) % 3] + rng.normal(scale=0.1, size=(COUNT, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as project:
        append_vectors(project, "test", np.arange(1, COUNT + 1), vectors.astype(np.float16))
        use_backbone(project, "test", "test")
        label_images(project, [NAMES[number % 3] if number < 12 else None for number in range(COUNT)])
    return file


def stored(path: Path) -> dict[str, list[float]]:
    with Project(path, "read") as project:
        found = {name: load_array(project, f"round/{name}") for name in ("suggested", "confidence", "queue")}
        return {name: array.tolist() for name, array in found.items() if array is not None}


def test_every_undecided_image_gets_the_class_of_its_cluster(path: Path) -> None:
    result = finish(run_round(path))
    assert result.round == 1
    assert result.suggested == COUNT - 12
    with Project(path, "read") as project:
        for image in read_results.suggestions(project):
            assert image.suggestion == NAMES[int(image.path[:3]) % 3]


def test_a_round_changes_no_label(path: Path) -> None:
    with Project(path, "read") as project:
        before = labels_of(project)
    finish(run_round(path))
    with Project(path, "read") as project:
        assert labels_of(project) == before


def test_cancelled_at_every_report_the_earlier_round_stays(path: Path) -> None:
    finish(run_round(path))
    before = stored(path)
    with Project(path) as project:
        decide(project, [20, 21, 22], assign(1), kind="assign", what="Label", by=ME)
    reports = 0
    ended = False
    while not ended:
        job = run_round(path)
        try:
            for _ in range(reports + 1):
                next(job)
        except StopIteration:
            ended = True
        else:
            job.close()
            assert stored(path) == before
            reports += 1
    assert reports >= 6
    assert stored(path) != before


def test_undo_of_labels_gives_the_earlier_round_back(path: Path) -> None:
    memory = RoundMemory()
    finish(run_round(path))
    first = stored(path)
    finish(run_round(path, memory))
    with Project(path) as project:
        decide(project, range(13, 40), assign(1), kind="assign", what="Label", by=ME)
    finish(run_round(path, memory))
    assert stored(path) != first
    with Project(path) as project:
        undo(project, ME)
    finish(run_round(path))
    cold = stored(path)
    assert cold["suggested"] == first["suggested"]  # threads add in another order each time: equal but for rounding
    np.testing.assert_allclose(cold["confidence"], first["confidence"], atol=1e-4)
    finish(run_round(path, memory))
    warm = stored(path)
    assert warm["suggested"] == first["suggested"]
    np.testing.assert_allclose(warm["confidence"], first["confidence"], atol=0.05)


def test_what_a_person_ruled_out_is_not_suggested_and_the_excluded_get_nothing(path: Path) -> None:
    with Project(path) as project:
        ids = {label.name: label.id for label in project.classes()}
        decide(project, [16], Edit(reject=ids["ant"]), kind="reject", what="Not ant", by=ME)
        decide(project, [19], exclude(), kind="exclude", what="Exclude", by=ME)
    finish(run_round(path))
    with Project(path, "read") as project:
        found = {image.id: image.suggestion for image in read_results.suggestions(project)}
        waiting = read_results.queue(project, 20)
    assert found[16] != "ant"
    assert 19 not in found
    assert waiting is not None
    assert 19 not in {image.id for image in waiting}


def test_a_new_image_joins_the_graph(path: Path) -> None:
    memory = RoundMemory()
    finish(run_round(path, memory))
    with Project(path) as project:
        with project.transaction() as db:
            db.execute(
                "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
                "VALUES (1, 'new.png', 1, 1, 0, 0, '', 0)"
            )
        append_vectors(project, "test", np.array([COUNT + 1]), np.eye(1, 16).astype(np.float16))
    finish(run_round(path, memory))
    with Project(path, "read") as project:
        found = {image.path: image.suggestion for image in read_results.suggestions(project)}
    assert found["new.png"] == "ant"


def test_without_an_embedding_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"]).close()
    with pytest.raises(LabelerError, match="Nothing was changed"):
        finish(run_round(tmp_path / "p.labeler"))


@pytest.mark.parametrize("labelled", [0, 1])
def test_no_label_and_one_label(path: Path, labelled: int) -> None:
    with Project(path) as project:
        undo(project, ME)
        if labelled:
            decide(project, [1], assign(1), kind="assign", what="Label", by=ME)
    finish(run_round(path))
    with Project(path, "read") as project:
        waiting = read_results.queue(project, 10)
    assert waiting is not None
    assert len(waiting) == 10


@pytest.mark.parametrize("changed", [range(1, COUNT + 1), [COUNT]])
@pytest.mark.parametrize("remembered", [True, False])
def test_images_that_became_others_get_another_graph(path: Path, changed: Sequence[int], remembered: bool) -> None:
    """Files changed in place keep their images and, all of them or the last one, their order."""
    memory = RoundMemory() if remembered else None
    finish(run_round(path, memory))
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(len(changed), 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with Project(path) as project:
        with project.transaction() as db:
            db.executemany("UPDATE image SET mtime_ns = mtime_ns + 1 WHERE id = ?", [(number,) for number in changed])
        append_vectors(project, "test", np.array(changed), vectors.astype(np.float16))
    finish(run_round(path, memory))
    with Project(path, "read") as project:
        found, graph = load_vectors(project, "test"), load_array(project, "graph/test/similarity")
    assert found is not None
    assert graph is not None
    cosine = found[1].astype(np.float32) @ found[1].astype(np.float32).T
    np.fill_diagonal(cosine, -np.inf)
    np.testing.assert_allclose(graph.astype(np.float32)[:, 0], cosine.max(axis=1), atol=2e-3)


def test_neighbours_are_true_although_the_graph_is_newer_than_the_round(path: Path) -> None:
    """As after a round that was cancelled: it has stored the graph of other images already."""
    finish(run_round(path))
    with Project(path) as project:
        found = load_vectors(project, "test")
        (added,) = add_images(project, ["new.png"], project.folders()[0].path)
        append_vectors(project, "test", np.array([added]), np.full((1, 16), 0.25, np.float16))
        finish(current_space(project))
        view, known = load_round(project), load_array(project, "graph/test/ids")
    assert view is not None
    assert known is not None
    assert found is not None
    assert added in known
    vectors = found[1].astype(np.float32)
    for image in range(1, COUNT + 1):
        near, cosines = view.nearest(image)
        assert len(near) > 3
        assert added not in near
        np.testing.assert_allclose(vectors[near - 1] @ vectors[image - 1], cosines, atol=2e-3)


def test_suggestions_agree_over_groups_only_where_the_project_wants_that(path: Path) -> None:
    rest = [number for number in range(13, COUNT + 1) if number % 3 != 1]  # bees and cats
    with Project(path) as project:
        decide(project, rest, Edit(group=["burst"] * 9 + [""] * (len(rest) - 9)), kind="group", what="group", by=ME)
    alone = finish(run_round(path))
    before = stored(path)["suggested"]
    assert alone.agreed == 0
    with Project(path) as project:
        want_agreement(project, True)
        labels = labels_of(project)
    together = finish(run_round(path))
    after = stored(path)["suggested"]
    burst, others = [number - 1 for number in rest[:9]], [number - 1 for number in rest[9:]]
    assert together.agreed == 9
    assert len({before[row] for row in burst}) == 2
    assert len({after[row] for row in burst}) == 1
    assert [after[row] for row in others] == [before[row] for row in others]
    with Project(path, "read") as project:
        assert labels_of(project) == labels
        view = load_round(project)
    assert view is not None
    assert (view.agreed_over(rest[0]), view.agreed_over(rest[9]), view.agreed_over(1)) == (9, 0, 0)
