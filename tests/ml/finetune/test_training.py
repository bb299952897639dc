"""Tails learn what they are shown, nothing of their own fold, and survive what goes wrong."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.finetune.tail import CutBackbone, Tail, logits_of
from desktop_labeler.ml.finetune.training import Labelled, TailRecipe, TailTrainer, passes, recipe_for
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.pretrain.methods import State
from desktop_labeler.ml.pretrain.training import Budget, Course, train
from desktop_labeler.progress import Progress, finish
from tests.ml.finetune.tails import labelled, small_backbone


@pytest.fixture(scope="module")
def front() -> CutBackbone:
    return CutBackbone(small_backbone())


@pytest.fixture(scope="module")
def given(front: CutBackbone) -> Labelled:
    return labelled(front)


def _ignore(_course: Course, _state: State) -> None: ...


def _train(trainer: TailTrainer, given: Labelled, epochs: float) -> Course:
    return finish(train(trainer, np.arange(len(given.labels)), Budget(epochs=epochs), _ignore))


def test_held_out_labels_are_predicted(front: CutBackbone, given: Labelled) -> None:
    trainer = TailTrainer(front, given, TailRecipe())
    before = trainer.held_out(np.arange(24))
    np.testing.assert_array_equal(before, 0)  # the linear layer starts from zero
    course = _train(trainer, given, 20)
    right = trainer.held_out(np.arange(24)).argmax(axis=1) == given.labels
    assert course.ended == "done"
    assert right.mean() > 0.8


def test_a_tail_learns_nothing_of_its_own_fold(front: CutBackbone, given: Labelled) -> None:
    """With other labels in fold 1, only the other tails come out differently."""
    other = replace(given, labels=np.where(given.folds == 1, (given.labels + 1) % 3, given.labels))
    tails = []
    for each in (given, other):
        trainer = TailTrainer(front, each, TailRecipe())
        _train(trainer, each, 2)
        tails.append([tail.weights()["head.weight"] for tail in trainer.averaged])
    np.testing.assert_array_equal(tails[0][1], tails[1][1])
    assert not np.array_equal(tails[0][0], tails[1][0])


@pytest.mark.parametrize("part", ["head", "all"])
def test_other_parts_learn_too(part: Part) -> None:
    front = CutBackbone(small_backbone(), part)
    given = replace(labelled(front), folds=np.full(24, -1), mirrored=part == "all")
    before = front.new_tail(3).weights()
    trainer = TailTrainer(front, given, recipe_for(part))
    _train(trainer, given, passes(24, part) if part == "head" else 15)
    (tail,) = trainer.averaged
    said = logits_of(tail, given.activations[:, 0], cpu_device()).argmax(axis=1)
    assert (said == given.labels).mean() > 0.8
    changed = {name for name, values in tail.weights().items() if not np.array_equal(values, before[name])}
    wanted = {"head": {"head.weight", "head.bias"}, "all": {"stem.conv.weight", "blocks.0.project.conv.weight"}}[part]
    assert wanted <= changed


def test_labels_without_weight_teach_nothing(front: CutBackbone, given: Labelled) -> None:
    silent = given.labels == 2
    weights = np.where(silent, 0, 1).astype(np.float32)
    found = []
    for labels in (given.labels, np.where(silent, 0, given.labels)):
        each = replace(given, labels=labels, weights=weights)
        trainer = TailTrainer(front, each, TailRecipe())
        _train(trainer, each, 2)
        found.append(trainer.averaged[0].weights()["head.weight"].astype(np.float32))
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)


def test_a_state_goes_on(front: CutBackbone, given: Labelled) -> None:
    trainer = TailTrainer(front, given, TailRecipe())
    _train(trainer, given, 3)
    other = TailTrainer(front, given, TailRecipe(), seed=5)
    other.load(trainer.state())
    np.testing.assert_array_equal(other.held_out(np.arange(24)), trainer.held_out(np.arange(24)))
    fewer = TailTrainer(front, replace(given, classes=4), TailRecipe())
    with pytest.raises(ValueError, match="another training"):
        fewer.load(trainer.state())


def test_a_loss_that_is_no_number_goes_back_and_ends(front: CutBackbone, given: Labelled) -> None:
    activations = given.activations.copy()
    activations[5] = np.inf
    broken = replace(given, activations=activations)
    trainer = TailTrainer(front, broken, TailRecipe())
    seen: list[Progress] = []
    course = finish(train(trainer, np.arange(24), Budget(epochs=5), _ignore), seen.append)
    assert course.ended == "broken"
    assert np.isfinite(trainer.averaged[0].weights()["head.weight"]).all()
    assert any("its loss was no number" in str(progress.note) for progress in seen)


def test_where_memory_runs_out_parts_get_smaller(
    front: CutBackbone, given: Labelled, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Tail.forward

    def forward(tail: Tail, activations: torch.Tensor) -> torch.Tensor:
        if len(activations) > limit:
            raise torch.OutOfMemoryError("out of memory")
        return plain(tail, activations)

    limit = 5
    trainer = TailTrainer(front, given, TailRecipe())
    monkeypatch.setattr(Tail, "forward", forward)
    done = trainer.step(np.arange(24), 0.5)
    assert trainer.part == 3
    assert np.isfinite(done.loss)
    limit = 0
    with pytest.raises(LabelerError, match="not even with one image"):
        trainer.step(np.arange(24), 0.5)


def test_many_labels_are_seen_less_often() -> None:
    assert passes(50) > passes(400) > passes(600) >= passes(100_000) >= 1
