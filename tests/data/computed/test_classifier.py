"""The file of a classifier: nothing is lost in it, and whatever is wrong with one is said."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, save

from desktop_labeler.array_types import AnyArray, Float32Array
from desktop_labeler.data.computed.classifier import (
    Classifier,
    classifier_bytes,
    parse_classifier,
    read_classifier,
    read_classifier_file,
    read_held_out,
    read_learnt,
    read_taught,
    remove_classifier,
    save_classifier,
)
from desktop_labeler.data.computed.predictions import likeliest
from desktop_labeler.errors import FormatError
from desktop_labeler.statistics import MeasuredFraction
from tests.making import make_project

_CARD = "desktop_labeler_classifier"


def make_classifier(classes: int = 3, tails: int = 2, seed: int = 0) -> Classifier:
    chance = np.random.default_rng(seed)
    weights: list[dict[str, AnyArray]] = [
        {
            "blocks.0.project.conv.weight": chance.normal(size=(4, 2, 1, 1)).astype(np.float16),
            "head.weight": chance.normal(size=(classes, 8)).astype(np.float32),
            "head.bias": chance.normal(size=classes).astype(np.float32),
        }
        for _ in range(tails)
    ]
    return Classifier(
        backbone="photo",
        backbone_key="ab" * 16,
        starts_at=11,
        class_ids=np.arange(classes) * 3 + 1,
        class_names=tuple(f"Clàss {number}" for number in range(classes)),
        temperature=0.83,
        accuracy=MeasuredFraction(171, 200, 0.8, 0.9),
        labels=200,
        trained="2026-11-29T15:00:00+00:00",
        program="0.2",
        tails=tuple(weights),
        unlike_below=-math.inf if seed % 2 else 1.25,
        distance=None if seed % 3 else make_distance(),
    )


def make_distance() -> dict[str, Float32Array]:
    shapes: dict[str, tuple[int, ...]] = {"mean": (6,), "turn": (6, 4), "along": (4,), "numbers": (2,)}
    return {name: np.random.default_rng(1).random(shape, np.float32) for name, shape in shapes.items()}


def _fields(classifier: Classifier) -> dict[str, object]:
    return {name: value for name, value in vars(classifier).items() if name not in ("class_ids", "tails", "distance")}


def assert_same(found: Classifier | None, wanted: Classifier) -> None:
    assert found is not None
    assert _fields(found) == _fields(wanted)
    np.testing.assert_array_equal(found.class_ids, wanted.class_ids)
    assert found.likeness_below == (wanted.unlike_below if wanted.distance is None else 0)
    np.testing.assert_equal(found.distance, wanted.distance)
    assert len(found.tails) == len(wanted.tails)
    for ours, theirs in zip(found.tails, wanted.tails, strict=True):
        assert ours.keys() == theirs.keys()
        for name, values in theirs.items():
            assert ours[name].dtype == values.dtype
            np.testing.assert_array_equal(ours[name], values)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 40), st.integers(1, 11), st.integers(0, 5))
def test_nothing_is_lost_in_the_file(classes: int, tails: int, seed: int) -> None:
    wanted = make_classifier(classes, tails, seed)
    assert_same(parse_classifier(classifier_bytes(wanted), "x"), wanted)


def test_a_project_keeps_its_newest_classifier(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        assert read_classifier(project) is None
        held_out = likeliest("", np.array([7, 3]), np.array([1, 4]), np.array([[0.2, 0.8], [0.9, 0.1]], np.float32))
        save_classifier(project, make_classifier(5), held_out, np.array([1, 4]), np.array([1, 1]))
        save_classifier(project, make_classifier(4, 3), held_out, np.array([4, 4]), np.array([1, 4]))
        assert_same(read_classifier(project), make_classifier(4, 3))
        found = read_held_out(project)
        assert found is not None
        assert found.images.tolist() == [3, 7]
        assert found.classes.tolist() == [[1, 4], [4, 1]]
        taught = read_taught(project)
        assert taught is not None
        assert taught.tolist() == [4, 4]
        learnt = read_learnt(project)
        assert learnt is not None
        assert learnt.tolist() == [1, 4]
        remove_classifier(project)
        assert read_taught(project) is None
        assert read_classifier(project) is None
        assert read_held_out(project) is None


def test_a_file_can_be_read_without_its_project(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(classifier_bytes(make_classifier()))
    assert_same(read_classifier_file(tmp_path / "model.safetensors"), make_classifier())
    with pytest.raises(FormatError, match="cannot be read"):
        read_classifier_file(tmp_path / "gone.safetensors")


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_file_cut_short_is_said(data: st.DataObject) -> None:
    whole = classifier_bytes(make_classifier())
    part = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(FormatError, match="cut off or damaged"):
        parse_classifier(part, "x")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_other_files_are_said(content: bytes) -> None:
    with pytest.raises(FormatError):
        parse_classifier(content, "x")


def _changed(**fields: object) -> bytes:
    whole = classifier_bytes(make_classifier())
    size = int.from_bytes(whole[:8], "little")
    card = json.loads(json.loads(whole[8 : 8 + size])["__metadata__"][_CARD])
    return save(load(whole), {_CARD: json.dumps(card | fields)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_changed(version=2), "another version"),
        (_changed(class_names=["a", "b"], class_ids=[1, 2]), "does not fit together"),
        (_changed(class_ids=[1, 2]), "does not fit together"),
        (_changed(temperature=0.0), "does not fit together"),
        (_changed(temperature=float("nan")), "does not fit together"),
        (_changed(accuracy=None), "cut off or damaged"),
        (_changed(class_ids=[2**70]), "cut off or damaged"),
        (save({"tail.0.head.weight": np.zeros((2, 2), np.float32)}, {"other": "x"}), "no classifier of this program"),
        (save({"tail.0.head.weight": np.zeros((2, 2), np.float32)}, {_CARD: "["}), "cut off or damaged"),
        (save({"weights": np.zeros(2, np.float32)}, {_CARD: '{"version": 1}'}), "cut off or damaged"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, said: str) -> None:
    with pytest.raises(FormatError, match=said):
        parse_classifier(content, "x")


def test_weights_that_are_no_numbers_are_said() -> None:
    broken = make_classifier()
    broken.tails[1]["head.bias"] = np.array([0, np.nan, 0], np.float32)
    with pytest.raises(FormatError, match="does not fit together"):
        parse_classifier(classifier_bytes(broken), "x")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("mean", np.zeros(5)),
        ("mean", np.zeros((6, 1))),
        ("along", np.full(4, np.nan)),
        ("turn", None),
        ("numbers", np.array([1.0, 0.0])),
        ("numbers", np.array([1.0, np.inf])),
        ("other", np.zeros(1)),
    ],
)
def test_a_distance_that_does_not_fit_is_said(name: str, values: AnyArray | None) -> None:
    broken = make_classifier()
    assert broken.distance is not None
    if values is None:
        del broken.distance[name]
    else:
        broken.distance[name] = values.astype(np.float32)
    with pytest.raises(FormatError, match="does not fit together"):
        parse_classifier(classifier_bytes(broken), "x")
