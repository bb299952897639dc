"""Two embeddings on the same labels: figures by hand, and a verdict that does not follow chance."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.array_types import BoolArray
from desktop_labeler.data.computed.embeddings import append_vectors
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import Edit, assign, decide
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.jobs.embedding.compare_embeddings import (
    Comparison,
    _Asked,
    _verdict,
    backbone_keys,
    compare_spaces,
    last_comparison,
    measured_agreement,
)
from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree
from desktop_labeler.progress import finish
from desktop_labeler.statistics import paired_difference
from tests.making import ME, make_project

COUNT = 120


def _vectors(strength: float, seed: int, classes: int = 3) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=(COUNT, 12))
    found = noise + strength * np.eye(12)[np.arange(COUNT) % classes]
    unit: np.ndarray = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)
    return unit


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three classes; every image labelled by an import."""
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:03}.png" for number in range(COUNT)]) as opened:
        classes = list(add_classes(opened, ["a", "b", "c"], ME).values())
        given = [classes[number % 3] for number in range(COUNT)]
        edit = Edit(state=State.LABELLED, class_id=given, source=Source.IMPORTED)
        decide(opened, range(1, COUNT + 1), edit, kind="import", what="Import", by=ME)
    return path


def _store(project: Path, key: str, vectors: np.ndarray, ids: np.ndarray | None = None) -> None:
    with Project(project) as opened:
        append_vectors(opened, key, np.arange(1, COUNT + 1) if ids is None else ids, vectors)


def _compare(project: Path, before: np.ndarray, after: np.ndarray) -> Comparison:
    _store(project, "b4", before)
    _store(project, "aft3r", after)
    return finish(compare_spaces(project, ("b4", "old"), ("aft3r", "new")))


def test_a_stronger_embedding_is_better_and_the_other_way_round_worse(project: Path) -> None:
    weak, strong = _vectors(1.0, 0), _vectors(6.0, 1)
    found = _compare(project, weak, strong)
    assert found.verdict == "better"
    assert (found.labels, found.groups, found.before.dim, found.after.backbone) == (120, 0, 12, "new")
    labels = np.arange(COUNT) % 3
    assert found.before.agreement.hits == neighbors_agree(weak, labels).sum()
    assert found.after.agreement.hits == neighbors_agree(strong, labels).sum()
    assert found.after.accuracy.value is not None
    assert found.before.accuracy.value is not None
    assert found.after.accuracy.value > found.before.accuracy.value + 0.2
    assert found.after.accuracy.low < found.after.accuracy.value <= found.after.accuracy.high
    back = finish(compare_spaces(project, ("aft3r", "new"), ("b4", "old")))
    assert back.verdict == "worse"
    assert back.before == found.after


def test_what_was_found_is_kept_in_the_project(project: Path) -> None:
    found = _compare(project, _vectors(1.0, 0), _vectors(6.0, 1))
    with Project(project, "read") as opened:
        assert measured_agreement(opened, "aft3r") == found.after.agreement
        assert measured_agreement(opened, "other") is None
        assert backbone_keys(opened) == {"old": "b4", "new": "aft3r"}


@pytest.mark.parametrize("seed", range(3))
def test_two_equally_good_ones_are_no_different(project: Path, seed: int) -> None:
    found = _compare(project, _vectors(2.0, 10 + seed), _vectors(2.0, 20 + seed))
    assert found.verdict == "no difference"


def test_only_images_with_both_vectors_are_compared(project: Path) -> None:
    _store(project, "b4", _vectors(3.0, 0))
    _store(project, "aft3r", _vectors(3.0, 1)[:50], np.arange(1, 51))
    found = finish(compare_spaces(project, ("b4", "old"), ("aft3r", "new")))
    assert found.labels == found.before.agreement.count == found.after.agreement.count == 50


def test_few_labels_say_nothing(project: Path) -> None:
    with Project(project) as opened:
        edit = Edit(state=State.UNLABELLED, class_id=-1, source=Source.NONE)
        decide(opened, range(19, COUNT + 1), edit, kind="clear", what="Clear", by=ME)
    found = _compare(project, _vectors(0.0, 0), _vectors(9.0, 1))
    assert (found.labels, found.verdict) == (18, "unknown")


def test_groups_are_counted_as_one_piece_and_never_vote_for_themselves(project: Path) -> None:
    with Project(project) as opened:
        groups = [f"patient {number // 3}" for number in range(COUNT)]  # each has one image of every class
        decide(opened, range(1, COUNT + 1), Edit(group=groups), kind="group", what="Group", by=ME)
    found = _compare(project, _vectors(1.0, 0), _vectors(6.0, 1))
    assert found.groups == 40
    labels = np.arange(COUNT) % 3
    assert found.after.agreement.hits == neighbors_agree(_vectors(6.0, 1), labels, np.arange(COUNT) // 3).sum()


def test_corrected_labels_are_looked_for_among_the_first_suspects(project: Path) -> None:
    with Project(project) as opened:
        ids = [label.id for label in opened.classes()]
        wrong = [3, 30, 60, 90]
        right = [ids[(image - 1) % 3] for image in wrong]
        edit = Edit(state=State.LABELLED, class_id=[ids[image % 3] for image in wrong], source=Source.IMPORTED)
        decide(opened, wrong, edit, kind="import", what="Import again", by=ME)
        decide(opened, wrong, assign(right), kind="assign", what="Correct", by=ME)
    found = _compare(project, _vectors(0.0, 0), _vectors(9.0, 1))
    assert (found.corrections, found.looks) == (4, 24)
    assert found.after.found == 4
    assert found.before.found < 4


def test_an_embedding_that_is_not_there_is_a_mistake(project: Path) -> None:
    with pytest.raises(ValueError, match="no vectors of n0ne"):
        finish(compare_spaces(project, ("n0ne", "old"), ("n0ne", "new")))


def test_it_is_neither_better_nor_worse_where_one_figure_rises_and_the_other_falls() -> None:
    old = np.arange(100) < 60
    more, less, same = np.arange(100) < 90, np.arange(100) < 30, np.arange(100) < 61

    def verdict(agree: BoolArray, right: BoolArray) -> str:
        changes = [paired_difference(old, agree, None), paired_difference(old, right, None)]
        asked = _Asked(np.arange(100), None, np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
        return _verdict(changes, asked)

    assert verdict(more, old) == verdict(more, more) == "better"
    assert verdict(less, old) == verdict(less, less) == "worse"
    assert verdict(same, less) == verdict(less, same) == verdict(more, less) == "no difference"
    assert verdict(same, old) == verdict(same, same) == "no difference"  # chance


def test_the_intervals_of_the_changes_are_kept_and_of_an_earlier_comparison_none_is_said(project: Path) -> None:
    found = _compare(project, _vectors(1.0, 0), _vectors(6.0, 1))
    for (low, high), name in zip(found.changes, ("agreement", "accuracy"), strict=True):
        before, after = getattr(found.before, name).value, getattr(found.after, name).value
        assert 0 < low < after - before < high
    with Project(project) as opened:
        assert last_comparison(opened) == found
        stored = opened.setting("comparison")
        assert isinstance(stored, dict)
        opened.save_setting("comparison", {name: stored[name] for name in stored if name != "changes"})
        assert last_comparison(opened) == replace(found, changes=())
        fell = asdict(replace(found, changes=(), after=replace(found.after, accuracy=found.before.agreement)))
        opened.save_setting("comparison", fell | {"verdict": "worse"})
        last = last_comparison(opened)
        assert last is not None
        assert last.verdict == "no difference"  # one rose and the other fell
