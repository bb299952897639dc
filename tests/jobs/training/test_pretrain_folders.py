"""What folders there are to train on, and what is said of those that cannot teach anything."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from torch import nn

from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.training import pretrain as module
from desktop_labeler.jobs.training.pretrain import pretrain_project
from desktop_labeler.jobs.training.training_plan import (
    LiveTraining,
    checkpoint_file,
    training_folder,
    unfinished_training,
)
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.ml.pretrain.methods import Recipe, Trainer
from desktop_labeler.ml.pretrain.views import Augmentation
from desktop_labeler.progress import finish
from tests.jobs.training.trainings import PLAN, SMALL, fields, in_use, make, run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


def test_ten_images_are_enough(tmp_path: Path) -> None:
    result = run(make(tmp_path, 10))
    assert (result.images, result.ended) == (10, "done")
    assert result.comparison is not None
    assert result.comparison.verdict == "unknown"  # ten labels say nothing
    assert not result.kept


def test_three_images_are_not(tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="3 images to learn from, and at least 4"):
        run(make(tmp_path, 3))


def test_images_of_one_colour_teach_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(20):
        Image.new("RGB", (16, 16), (number * 10, 90, 30)).save(folder / f"{number}.png")
    finish(new_project(tmp_path / "p.labeler", folder))
    with pytest.raises(LabelerError, match="one colour"):
        run(tmp_path / "p.labeler")


def test_the_same_image_again_and_again_teaches_nothing(tmp_path: Path) -> None:
    for number in range(30):
        fields(tmp_path / "images" / f"{number}.png", 0, 5)
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    with pytest.raises(LabelerError, match="all look the same"):
        run(tmp_path / "p.labeler")


def test_a_training_that_collapses_before_it_learnt_anything_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_labeler.ml.pretrain.training.COLLAPSED", 100.0)  # any spread counts as one
    monkeypatch.setattr("desktop_labeler.ml.pretrain.training._WATCHED", 3)
    with pytest.raises(LabelerError, match="before anything was learned"):
        run(project, replace(PLAN, epochs=200))
    assert unfinished_training(project) is None
    assert in_use(project) == "old"
    assert all(known.kind != "trained" for known in backbone_registry.list_backbones())


def test_unreadable_images_are_named(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "images" / "b" / "07.png"
    broken.write_bytes(broken.read_bytes()[:60])
    live = LiveTraining()
    result = run(project, live=live)
    assert result.images == 59
    assert [path for path, _ in result.skipped] == ["b/07.png"]
    assert "1 image could not be read and is left out." in map(str, live.notes)


def test_grey_images_get_no_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[Augmentation] = []

    class Watched(Trainer):
        def __init__(self, network: nn.Module, dim: int, wanted: Recipe, views: Augmentation, *rest: Any) -> None:
            used.append(views)
            super().__init__(network, dim, wanted, views, *rest)

    monkeypatch.setattr(module, "Trainer", Watched)
    run(make(tmp_path / "grey", grey=True), replace(PLAN, epochs=1, mirror=False))
    run(make(tmp_path / "red"), replace(PLAN, epochs=1, upside_down=True))
    assert [(view.colour, view.grey, view.mirror, view.upside_down) for view in used] == [
        (0.0, 0.0, False, False),
        (0.4, 0.2, True, True),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="a full device as Linux has it")
def test_a_disk_that_is_full_at_a_checkpoint_ends_in_words_and_keeps_the_last(project: Path) -> None:
    plan = replace(PLAN, epochs=4000)
    job = pretrain_project(project, plan, device="cpu")
    for progress in job:
        if progress.done >= 120:
            break
    job.close()
    kept = checkpoint_file(project).read_bytes()
    job = pretrain_project(project, plan, device="cpu")
    for progress in job:
        if progress.phase == "learning" and progress.done:
            break
    (training_folder(project) / "checkpoint.part").symlink_to("/dev/full")
    before = checkpoint_file(project).read_bytes()
    with pytest.raises(LabelerError, match="Free some space and start it again"):
        job.close()
    assert checkpoint_file(project).read_bytes() == before
    assert len(kept) > 0
    left = unfinished_training(project)
    assert left is not None
    assert left.progress > 0


def test_the_note_beside_the_checkpoint_is_plain(project: Path) -> None:
    job = pretrain_project(project, PLAN, device="cpu")
    for progress in job:
        if progress.phase == "learning" and progress.done:
            break
    job.close()
    stored = json.loads((training_folder(project) / "plan.json").read_text())
    assert stored["plan"]["architecture"] == SMALL
