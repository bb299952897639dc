"""A training from its first step to its last: budgets, checkpoints, and the way back when it breaks."""

import errno
import math
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.ml.pretrain import training
from desktop_labeler.ml.pretrain.methods import State, Trainer, recipe
from desktop_labeler.ml.pretrain.training import Budget, Course, Point, train
from desktop_labeler.ml.pretrain.training_checkpoints import restore_state, store_state
from desktop_labeler.ml.pretrain.views import Augmentation
from desktop_labeler.progress import Progress, finish
from tests.ml.pretrain.test_methods import CPU, SMALL, Tight, Tiny, pictures, trainer_of


class _Kept:
    """Remembers what was kept."""

    def __init__(self) -> None:
        self.states: list[tuple[Course, State]] = []

    def __call__(self, course: Course, state: State) -> None:
        self.states.append((replace(course, curve=list(course.curve)), state))


def _weights(state: State) -> torch.Tensor:
    found: torch.Tensor = state["online"]["network.layers.0.weight"]
    return found


def test_epochs_are_passes_over_the_images() -> None:
    kept = _Kept()
    course = finish(train(trainer_of(batch=8), pictures(32), Budget(epochs=3), kept))
    assert (course.images, course.step, course.ended, course.progress) == (96, 12, "done", 1.0)
    assert course.seconds > 0
    assert [point.step for point in course.curve] == list(range(1, 13))
    assert kept.states[0][0].step == 0
    assert kept.states[-1][0].ended == "done"


def test_every_image_is_seen_once_a_pass() -> None:
    images = np.arange(30, dtype=np.uint8)[:, None, None, None].repeat(8, 1).repeat(8, 2).repeat(3, 3)
    trainer, seen = trainer_of(batch=10), []
    step = trainer.step

    def watched(batch: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], progress: float) -> object:
        seen.append(batch[:, 0, 0, 0].tolist())
        return step(batch, progress)

    trainer.step = watched  # type: ignore[method-assign, assignment]
    finish(train(trainer, images, Budget(epochs=2), _Kept()))
    assert sorted(number for batch in seen[:3] for number in batch) == list(range(30))
    assert sorted(number for batch in seen[3:] for number in batch) == list(range(30))
    assert seen[:3] != seen[3:]


def test_minutes_are_those_of_training() -> None:
    course = finish(train(trainer_of(), pictures(32), Budget(minutes=0.01), _Kept()))
    assert course.ended == "done"
    assert course.seconds >= 0.6


def test_progress_tells_images_and_how_many_they_will_be() -> None:
    seen: list[Progress] = []
    finish(train(trainer_of(batch=8), pictures(32), Budget(epochs=2), _Kept()), seen.append)
    assert {progress.phase for progress in seen} == {"learning"}
    assert [progress.done for progress in seen] == sorted(progress.done for progress in seen)
    assert seen[-1].total == 64


@pytest.mark.parametrize(("minutes", "epochs"), [(None, None), (1.0, 0.0), (0.0, None), (None, -1.0)])
def test_a_budget_is_at_least_one_number_above_zero(minutes: float | None, epochs: float | None) -> None:
    with pytest.raises(ValueError, match="give one of them"):
        Budget(minutes, epochs)


def test_one_image_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="nothing to compare"):
        finish(train(trainer_of(), pictures(1), Budget(epochs=1), _Kept()))


def test_ten_images_are_one_small_batch() -> None:
    course = finish(train(trainer_of(batch=64), pictures(10), Budget(epochs=4), _Kept()))
    assert (course.step, course.images, course.ended) == (4, 40, "done")


def test_the_person_may_stop_it() -> None:
    done: list[int] = []
    course = finish(
        train(
            trainer_of(), pictures(32), Budget(epochs=100), _Kept(), stop=lambda: len(done) > 40,
        ),
        lambda progress: done.append(progress.done),
    )  # fmt: skip
    assert course.ended == "stopped"
    assert 0 < course.progress < 1


def test_the_judge_is_asked_at_the_start_and_its_answer_is_on_the_curve() -> None:
    course = finish(train(trainer_of(), pictures(16), Budget(epochs=2), _Kept(), judge=lambda: 0.75))
    first = course.curve[0]
    assert (first.step, first.agreement) == (0, 0.75)
    assert math.isnan(first.loss)
    assert all(math.isfinite(point.loss) for point in course.curve[1:])


# --- interruptions --------------------------------------------------------------------------------------------------
def test_cancelled_it_keeps_its_last_state() -> None:
    kept, trainer = _Kept(), trainer_of()
    job = train(trainer, pictures(32), Budget(epochs=50), kept)
    for progress in job:
        if progress.done >= 40:
            break
    job.close()
    course, state = kept.states[-1]
    assert course.step >= 5
    assert course.ended == ""
    assert torch.equal(_weights(state), _weights(trainer.state()))


@pytest.mark.parametrize("steps", [0, 3])
def test_cancelled_in_a_step_that_takes_long_it_keeps_the_state_before_it(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for it, and keeps nothing of it: the network may be half way through a change."""
    monkeypatch.setattr(training, "_LAST_STEP", 0.0)  # so that every step takes long
    going, kept, trainer, done = threading.Event(), _Kept(), trainer_of(batch=8), [0]
    step = trainer.step

    def slow(batch: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], progress: float) -> object:
        if done[0] == steps:
            with torch.no_grad():
                trainer.network.layers[0].weight.zero_()  # type: ignore[union-attr, index]
            going.wait(20)
            raise AssertionError("nobody looks at this any more")
        done[0] += 1
        return step(batch, progress)

    trainer.step = slow  # type: ignore[method-assign, assignment]
    job = train(trainer, pictures(32), Budget(epochs=5), kept)
    for progress in job:
        if progress.done == 8 * steps and not trainer.network.layers[0].weight.any():  # type: ignore[union-attr, index]
            break
    job.close()
    going.set()
    course, state = kept.states[-1]
    assert len(kept.states) == 2
    assert (course.step, course.images) == (steps, 8 * steps)
    assert (course.progress > 0) is (steps > 0)
    assert _weights(state).any()


def test_it_goes_on_where_it_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "checkpoint.pt"
    job = train(trainer_of(), pictures(32), Budget(epochs=4), lambda course, state: store_state(file, course, state))
    for progress in job:
        if progress.done >= 48:
            break
    job.close()
    trainer = trainer_of(network=Tiny(3), seed=3)
    course = restore_state(file, trainer)
    assert course is not None
    assert 48 <= course.images < 128
    before = course.images
    finish(train(trainer, pictures(32), Budget(epochs=4), _Kept(), course))
    assert (course.images, course.ended) == (128, "done")
    assert course.images - before <= 80


def test_a_training_that_is_over_is_not_done_again() -> None:
    kept = _Kept()
    course = Course(step=3, images=24, progress=1.0, ended="done")
    assert finish(train(trainer_of(), pictures(8), Budget(epochs=1), kept, course)) is course
    assert not kept.states


def test_checkpoints_hold_all_of_it(tmp_path: Path) -> None:
    trainer = trainer_of("byol")
    trainer.step(pictures(8), 0.3)
    course = Course(7, 56, 1.5, 0.25, 1, "", [Point(7, 0.25, 1.0, 0.9, 0.5), Point(8, 0.3, float("nan"), 0.9)], 6)
    store_state(tmp_path / "c.pt", course, trainer.state())
    other = trainer_of("byol", network=Tiny(4), seed=4)
    found = restore_state(tmp_path / "c.pt", other)
    assert found is not None
    assert repr(found) == repr(course)
    assert trainer.step(pictures(8, 1), 0.4) == other.step(pictures(8, 1), 0.4)
    assert [file.name for file in tmp_path.iterdir()] == ["c.pt"]


def test_a_checkpoint_without_later_additions_is_read(tmp_path: Path) -> None:
    trainer = trainer_of()
    course = {
        "step": 2, "images": 16, "seconds": 1.0, "progress": 0.5, "breaks": 0, "ended": "",
        "curve": [{"step": 1, "progress": 0.2, "loss": 3.0, "spread": 0.9}],
    }  # fmt: skip
    torch.save({"course": course, "state": trainer.state()}, tmp_path / "c.pt")
    found = restore_state(tmp_path / "c.pt", trainer)
    assert found is not None
    assert (found.step, found.good, found.curve[0].agreement) == (2, 0, None)


@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "other recipe", "code"])
def test_a_checkpoint_that_cannot_be_used_is_no_checkpoint(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "c.pt"
    if damage == "code":
        torch.save({"course": {"curve": []}, "state": _Dangerous()}, file)
    elif damage != "missing":
        trainer = trainer_of("simsiam" if damage == "other recipe" else "fast")
        store_state(file, Course(), trainer.state())
        size = {"cut": file.stat().st_size // 2, "empty": 0}.get(damage, file.stat().st_size)
        file.write_bytes(file.read_bytes()[:size])
    assert restore_state(file, trainer_of()) is None


class _Dangerous:
    """Would run code when it is loaded without care."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("code of a checkpoint was run",))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_a_sentence_and_the_last_checkpoint_stays(tmp_path: Path) -> None:
    file = tmp_path / "c.pt"
    store_state(file, Course(step=5), trainer_of().state())
    before = file.read_bytes()
    (tmp_path / "c.part").symlink_to("/dev/full")  # every write fails as on a full disk
    with pytest.raises(LabelerError, match="Free some space and start it again") as told:
        store_state(file, Course(step=9), trainer_of().state())
    assert isinstance(told.value.__cause__, OSError)
    assert told.value.__cause__.errno == errno.ENOSPC
    assert file.read_bytes() == before


def test_a_full_disk_ends_the_training_in_words() -> None:
    def keep(course: Course, state: State) -> None:
        if course.step:
            raise LabelerError("The disk is full.")

    with pytest.raises(LabelerError, match="disk is full"):
        finish(train(trainer_of(), pictures(16), Budget(epochs=1), keep))


# --- going wrong ----------------------------------------------------------------------------------------------------
def test_a_loss_that_is_no_number_is_rolled_back() -> None:
    """A rate that really gives infinite weights; twice, then it ends at the state of its start."""
    wanted = replace(recipe("simsiam", 8), hidden=16, outputs=8, predictor=8, rate=1e30, warm_up=1e-9)
    trainer = Trainer(Tiny(), 12, wanted, Augmentation(), SMALL, CPU)
    start, notes = trainer.state(), []
    course = finish(
        train(trainer, pictures(32), Budget(epochs=50), _Kept()), lambda progress: notes.append(str(progress.note))
    )
    assert (course.ended, course.breaks, course.good) == ("broken", 2, 0)
    assert torch.equal(_weights(start), _weights(trainer.state()))
    assert all(torch.isfinite(value).all() for value in trainer.state()["online"].values())
    assert sum("no number" in note for note in notes) == 1


class _Constant(Tiny):
    """Gives every image the same."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return super().forward(torch.zeros_like(images))


@pytest.mark.parametrize("method", ["simsiam", "fast"])
def test_a_collapse_is_rolled_back(method: str) -> None:
    trainer = trainer_of("simsiam" if method == "simsiam" else "fast", network=_Constant())
    start, notes = trainer.state(), []
    course = finish(
        train(trainer, pictures(32), Budget(epochs=50), _Kept()), lambda progress: notes.append(str(progress.note))
    )
    assert (course.ended, course.breaks) == ("collapsed", 2)
    assert torch.equal(_weights(start), _weights(trainer.state()))
    assert sum("look the same" in note for note in notes) == 1


def test_memory_that_runs_out_is_said_once() -> None:
    notes: list[str] = []
    trainer = trainer_of(batch=16, network=Tight(room=9))
    course = finish(
        train(trainer, pictures(32), Budget(epochs=3), _Kept()), lambda progress: notes.append(str(progress.note))
    )
    assert course.ended == "done"
    assert [note for note in notes if note != "None"] == [
        "Memory ran out: 4 images at a time go through the network from here on."
    ]


def test_a_device_that_fails_is_a_sentence() -> None:
    class Failing(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(192, 12)

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("CUDA error: unspecified launch failure")

    trainer = trainer_of(network=Failing())
    job = train(trainer, pictures(8), Budget(epochs=1), _Kept())
    with pytest.raises(RuntimeError, match="launch failure"):  # on the CPU it is a mistake of the program
        finish(job)
    trainer.device = Device("cuda", bfloat16=False, channels_last=False)
    trainer.step = _fail  # type: ignore[method-assign, assignment]
    with pytest.raises(LabelerError, match="resume from there"):
        finish(train(trainer, pictures(8), Budget(epochs=1), _Kept()))


def _fail(images: object, progress: float) -> object:
    raise RuntimeError("CUDA error: unspecified launch failure")
