"""Training on a project: it goes on whatever happens, says what was wrong, and never takes the better one away."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from desktop_labeler.data.embeddings import append_vectors, backbone_in_use, drop_vectors, load_vectors, use_backbone
from desktop_labeler.data.project import Project
from desktop_labeler.data.query import find_images
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs import compare, training_plan
from desktop_labeler.jobs import pretrain as module
from desktop_labeler.jobs.embed import embed_project
from desktop_labeler.jobs.new_project import new_project
from desktop_labeler.jobs.pretrain import PretrainResult, pretrain_project
from desktop_labeler.jobs.training_plan import (
    LiveTraining,
    TrainingPlan,
    checkpoint_file,
    clear_other_trainings,
    discard_training,
    training_folder,
    unfinished_training,
)
from desktop_labeler.ml import library
from desktop_labeler.ml.backbones import BackboneInfo
from desktop_labeler.ml.networks import build
from desktop_labeler.ml.pretrain import Recipe, Trainer
from desktop_labeler.ml.views import Augmentation
from desktop_labeler.progress import Progress, finish
from tests.jobs.files import snapshot

SMALL = "vit-32-1-2-8@16"  # one layer on images of 16 pixels: a step takes a few milliseconds
PLAN = TrainingPlan(minutes=None, epochs=2, start_from="none", architecture=SMALL)


def fields(place: Path, kind: int, seed: int, *, grey: bool = False) -> Path:
    """Draw 4 × 4 coloured fields: reddish for kind 0, bluish for kind 1."""
    chance = np.random.default_rng(seed)
    pixels = chance.integers(0, 90, (4, 4, 3), np.uint8)
    pixels[..., 2 * kind] += np.uint8(120)
    if grey:
        pixels[...] = pixels[..., :1]
    place.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.repeat(6, 0).repeat(6, 1)).save(place)
    return place


def make(tmp_path: Path, count: int = 60, labels: str = "folders", *, grey: bool = False) -> Path:
    """Make a project of two classes."""
    for number in range(count):
        fields(tmp_path / "images" / "ab"[number % 2] / f"{number:02}.png", number % 2, number, grey=grey)
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images", "none" if labels == "none" else "folders"))
    with Project(path) as opened:  # an embedding whose backbone is gone, as after it was removed: half of it noise
        ids = np.sort(find_images(opened))
        vectors = np.random.default_rng(0).normal(size=(count, 8)) + 2 * np.eye(8)[np.arange(count) % 2]
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        append_vectors(opened, "0ld", ids, unit.astype(np.float16))
        use_backbone(opened, "0ld", "old")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


def _run(project: Path, plan: TrainingPlan = PLAN, **options: object) -> PretrainResult:
    return finish(pretrain_project(project, plan, device="cpu", **options))  # type: ignore[arg-type]


def _in_use(project: Path) -> str:
    with Project(project, "read") as opened:
        found = backbone_in_use(opened)
    assert found is not None
    return found[1]


def test_a_training_gives_a_backbone_that_is_compared_and_listed(project: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "images")
    live = LiveTraining()
    result = _run(project, live=live)
    assert snapshot(tmp_path / "images") == before
    assert (result.images, result.ended, result.skipped, result.left_out) == (60, "done", (), 0)
    assert result.views_per_second > 0
    comparison = result.comparison
    assert comparison is not None
    names = (comparison.before.backbone, comparison.after.backbone)
    assert (comparison.labels, *names) == (60, "old", result.backbone)
    assert comparison.before.agreement.count == comparison.after.agreement.count == 60
    info = {known.name: known for known in library.list_backbones()}[result.backbone]
    assert (info.kind, info.dim, info.input) == ("trained", 32, 16)
    assert "60 images of p, fast from random weights" in info.source
    assert "neighbours agree" in info.source
    with Project(project, "read") as opened:  # both are there, the old one is a click away
        for quality in (comparison.before, comparison.after):
            loaded = load_vectors(opened, quality.key)
            assert loaded is not None
            assert loaded[1].shape == (60, quality.dim)
        assert set(compare.backbone_keys(opened)) == {"old", result.backbone}
        assert compare.measured_agreement(opened, comparison.after.key) == comparison.after.agreement
    assert unfinished_training(project) is None
    assert not checkpoint_file(project).exists()
    assert live.name == result.backbone
    assert live.progress == 1
    assert live.points[0].agreement is not None
    assert live.points[-1].at == 2  # epochs


def test_the_saved_network_gives_the_vectors_that_are_stored(project: Path) -> None:
    result = _run(project)
    assert result.comparison is not None
    opened = library.open_backbone(result.backbone)
    assert opened.key == result.comparison.after.key
    again = finish(embed_project(project, backbone=result.backbone, device="cpu"))
    assert (again.embedded, again.key) == (0, opened.key)


@pytest.mark.parametrize(("keep", "kept"), [("yes", True), ("no", False)])
def test_the_person_may_decide_beforehand(project: Path, keep: str, kept: bool) -> None:
    result = _run(project, keep=keep)
    assert result.kept is kept
    assert _in_use(project) == (result.backbone if kept else "old")


@pytest.mark.parametrize(
    ("verdict", "kept"), [("better", True), ("worse", False), ("no difference", False), ("unknown", False)]
)
def test_it_is_kept_only_where_it_is_better(
    project: Path, verdict: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "_verdict", lambda *_: verdict)
    result = _run(project)
    assert result.kept is kept
    assert _in_use(project) == (result.backbone if kept else "old")


def test_a_project_that_was_never_looked_at_is_compared_with_the_default(project: Path) -> None:
    with Project(project) as opened:
        drop_vectors(opened, "0ld")
        opened.save_setting("backbone", None)
    result = _run(project)
    assert result.comparison is not None
    assert result.comparison.before.backbone == library.default_name()
    assert result.comparison.labels == 60


def test_without_labels_nothing_is_compared_and_the_old_one_stays(tmp_path: Path) -> None:
    result = _run(make(tmp_path, labels="none"))
    assert result.comparison is not None
    assert (result.comparison.labels, result.comparison.verdict) == (0, "unknown")
    assert result.comparison.after.agreement.value is None
    assert not result.kept


@pytest.mark.parametrize("method", ["simsiam", "byol"])
def test_the_published_methods_run(project: Path, method: training_plan.Method) -> None:
    result = _run(project, replace(PLAN, method=method, epochs=1))
    assert result.ended in ("done", "collapsed")
    assert f"{method} from" in {known.name: known for known in library.list_backbones()}[result.backbone].source


def test_it_begins_with_a_backbone_at_hand(project: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network, dim, preprocessing = build(SMALL)
    info = BackboneInfo("mine", "imported", dim, 16, "a test")
    library.save_backbone(library.library_dir() / "mine.safetensors", network, info, SMALL, preprocessing)
    result = _run(project, replace(PLAN, start_from="mine", architecture=""))
    assert result.backbone != "mine"
    assert "from mine" in {known.name: known for known in library.list_backbones()}[result.backbone].source
    with pytest.raises(LabelerError, match="cannot be trained further"):
        _run(project, replace(PLAN, start_from="built-in"))
    with pytest.raises(LabelerError, match="no backbone or weight file"):
        _run(project, replace(PLAN, start_from="theirs"))


def test_names_never_collide(project: Path) -> None:
    names = [_run(project, replace(PLAN, epochs=1)).backbone for _ in range(3)]
    assert len(set(names)) == 3


# --- interruptions --------------------------------------------------------------------------------------------------
def test_cancelled_it_goes_on_with_the_same_plan(project: Path) -> None:
    plan = replace(PLAN, epochs=12)
    job = pretrain_project(project, plan, device="cpu")
    for progress in job:
        if progress.phase == "learning" and progress.done >= 180:
            break
    job.close()
    left = unfinished_training(project)
    assert left is not None
    assert left.plan == plan
    assert 3 / 12 <= left.progress < 1
    seen: list[Progress] = []
    result = finish(pretrain_project(project, plan, device="cpu"), seen.append)
    assert (result.backbone, result.ended) == (left.name, "done")
    assert min(progress.done for progress in seen if progress.phase == "learning" and progress.total) >= 180
    assert any("goes on where it was interrupted" in progress.note for progress in seen)
    assert unfinished_training(project) is None


def test_another_plan_begins_anew(project: Path) -> None:
    job = pretrain_project(project, replace(PLAN, epochs=40), device="cpu")
    for progress in job:
        if progress.done >= 120:
            break
    job.close()
    live = LiveTraining()
    _run(project, PLAN, live=live)
    assert not any("goes on" in note for note in live.notes)
    assert unfinished_training(project) is None


def test_killed_it_goes_on(project: Path) -> None:
    """Kill -9 in the middle of the training: the checkpoint of that moment is whole, and goes on."""
    script = textwrap.dedent(
        f"""
        from dataclasses import replace
        from pathlib import Path
        import desktop_labeler.ml.training as training
        from desktop_labeler.jobs.pretrain import pretrain_project
        from tests.jobs.test_pretrain import PLAN
        training.KEPT_SECONDS, training._WATCHED = 0.0, 3  # every step is kept
        for progress in pretrain_project(Path({str(project)!r}), replace(PLAN, epochs=400), device="cpu"):
            if progress.phase == "learning":
                print(progress.done, flush=True)
        """
    )
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            if int(line) >= 60 * 6:
                break
    os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    left = unfinished_training(project)
    assert left is not None
    assert 5 / 400 <= left.progress < 1
    live = LiveTraining()
    job = pretrain_project(project, left.plan, device="cpu", live=live)
    for progress in job:
        if progress.phase == "learning" and progress.done > 0:
            break
    job.close()
    assert live.progress >= left.progress
    assert live.name == left.name
    assert any("goes on" in note for note in live.notes)


def test_stopped_early_it_is_compared(project: Path) -> None:
    live = LiveTraining()
    job = pretrain_project(project, replace(PLAN, epochs=1000), device="cpu", live=live)

    def stop(progress: Progress) -> None:
        live.stop_wanted = live.stop_wanted or progress.done >= 120

    result = finish(job, stop)
    assert result.ended == "stopped"
    assert result.comparison is not None
    assert unfinished_training(project) is None


def test_a_training_that_was_over_is_only_compared(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted after its last step: the network is not trained again, and no second backbone appears."""
    with monkeypatch.context() as patch:
        patch.setattr(module, "compare_spaces", lambda *_: pytest.fail("far enough"))
        with pytest.raises(pytest.fail.Exception):
            _run(project)
    left = unfinished_training(project)
    assert left is not None
    assert left.progress == 1
    monkeypatch.setattr("desktop_labeler.ml.pretrain.Trainer.step", lambda *_: pytest.fail("trained again"))
    assert _run(project).backbone == left.name
    assert len([known for known in library.list_backbones() if known.kind == "trained"]) == 1


def test_discarding_forgets_the_training_and_keeps_the_copies(project: Path) -> None:
    job = pretrain_project(project, replace(PLAN, epochs=40), device="cpu")
    for progress in job:
        if progress.done >= 120:
            break
    job.close()
    discard_training(project)
    assert unfinished_training(project) is None
    assert (training_folder(project) / "pixels.u8").is_file()


def test_copies_of_other_projects_go_but_not_their_unfinished_trainings(project: Path) -> None:
    done, going = training_folder(Path("/one.labeler")), training_folder(Path("/two.labeler"))
    for folder in (done, going):
        folder.mkdir(parents=True)
        (folder / "pixels.u8").write_bytes(b"x")
    (going / "plan.json").write_text("{}")
    clear_other_trainings(project)
    assert not done.exists()
    assert (going / "pixels.u8").is_file()


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"plan": {"method": "magic"}, "name": "n", "progress": 0, "seconds": 1}']
)
def test_a_damaged_note_is_no_unfinished_training(project: Path, text: str) -> None:
    training_folder(project).mkdir(parents=True)
    (training_folder(project) / "plan.json").write_text(text)
    checkpoint_file(project).write_bytes(b"")
    assert unfinished_training(project) is None


# --- what folders there are -----------------------------------------------------------------------------------------
def test_ten_images_are_enough(tmp_path: Path) -> None:
    result = _run(make(tmp_path, 10))
    assert (result.images, result.ended) == (10, "done")
    assert result.comparison is not None
    assert result.comparison.verdict == "unknown"  # ten labels say nothing
    assert not result.kept


def test_three_images_are_not(tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="3 images to learn from, and at least 4"):
        _run(make(tmp_path, 3))


def test_images_of_one_colour_teach_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(20):
        Image.new("RGB", (16, 16), (number * 10, 90, 30)).save(folder / f"{number}.png")
    finish(new_project(tmp_path / "p.labeler", folder))
    with pytest.raises(LabelerError, match="one colour"):
        _run(tmp_path / "p.labeler")


def test_the_same_image_again_and_again_teaches_nothing(tmp_path: Path) -> None:
    for number in range(30):
        fields(tmp_path / "images" / f"{number}.png", 0, 5)
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    with pytest.raises(LabelerError, match="all look the same"):
        _run(tmp_path / "p.labeler")


def test_a_training_that_collapses_before_it_learnt_anything_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_labeler.ml.training.COLLAPSED", 100.0)  # any spread counts as one
    monkeypatch.setattr("desktop_labeler.ml.training._WATCHED", 3)
    with pytest.raises(LabelerError, match="before anything was learnt"):
        _run(project, replace(PLAN, epochs=200))
    assert unfinished_training(project) is None
    assert _in_use(project) == "old"
    assert all(known.kind != "trained" for known in library.list_backbones())


def test_unreadable_images_are_named(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "images" / "b" / "07.png"
    broken.write_bytes(broken.read_bytes()[:60])
    live = LiveTraining()
    result = _run(project, live=live)
    assert result.images == 59
    assert [path for path, _ in result.skipped] == ["b/07.png"]
    assert "1 images could not be read and are left out." in live.notes


def test_grey_images_get_no_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[Augmentation] = []

    class Watched(Trainer):
        def __init__(self, network: nn.Module, dim: int, wanted: Recipe, views: Augmentation, *rest: Any) -> None:
            used.append(views)
            super().__init__(network, dim, wanted, views, *rest)

    monkeypatch.setattr(module, "Trainer", Watched)
    _run(make(tmp_path / "grey", grey=True), replace(PLAN, epochs=1, mirror=False))
    _run(make(tmp_path / "red"), replace(PLAN, epochs=1, upside_down=True))
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
    with pytest.raises(LabelerError, match="Make room and start it again"):
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
