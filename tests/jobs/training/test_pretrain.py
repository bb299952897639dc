"""Training on a project: it goes on whatever happens, says what was wrong, and never takes the better one away."""

import os
import signal
import subprocess
import sys
import textwrap
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from desktop_labeler.data.computed.embeddings import drop_vectors, load_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import DeviceError, LabelerError
from desktop_labeler.jobs.embedding import compare_embeddings
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.training import pretrain as module
from desktop_labeler.jobs.training import training_plan
from desktop_labeler.jobs.training.pretrain import PretrainResult, pretrain_project
from desktop_labeler.jobs.training.training_plan import (
    LiveTraining,
    checkpoint_file,
    clear_other_trainings,
    discard_training,
    training_folder,
    unfinished_training,
)
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.ml.backbones.backbone import BackboneInfo
from desktop_labeler.ml.backbones.networks import build
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.pretrain import learner
from desktop_labeler.progress import Job, Progress, finish
from tests.jobs.files import snapshot
from tests.jobs.training.trainings import PLAN, SMALL, in_use, make, run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


def test_a_training_gives_a_backbone_that_is_compared_and_listed(project: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "images")
    live = LiveTraining()
    result = run(project, live=live)
    assert snapshot(tmp_path / "images") == before
    assert (result.images, result.ended, result.skipped, result.left_out) == (60, "done", (), 0)
    assert result.views_per_second > 0
    comparison = result.comparison
    assert comparison is not None
    names = (comparison.before.backbone, comparison.after.backbone)
    assert (comparison.labels, *names) == (60, "old", result.backbone)
    assert comparison.before.agreement.count == comparison.after.agreement.count == 60
    info = {known.name: known for known in backbone_registry.list_backbones()}[result.backbone]
    assert (info.kind, info.dim, info.input) == ("trained", 32, 16)
    assert "60 images of p, Quick from random weights" in str(info.source)
    assert "neighbours agree" in str(info.source)
    with Project(project, "read") as opened:  # both are there, the old one is a click away
        for quality in (comparison.before, comparison.after):
            loaded = load_vectors(opened, quality.key)
            assert loaded is not None
            assert loaded[1].shape == (60, quality.dim)
        assert set(compare_embeddings.backbone_keys(opened)) == {"old", result.backbone}
        assert compare_embeddings.measured_agreement(opened, comparison.after.key) == comparison.after.agreement
    assert unfinished_training(project) is None
    assert not checkpoint_file(project).exists()
    assert live.name == result.backbone
    assert live.progress == 1
    assert live.points[0].agreement is not None
    assert live.points[-1].at == 2  # epochs


def test_the_saved_network_gives_the_vectors_that_are_stored(project: Path) -> None:
    result = run(project)
    assert result.comparison is not None
    opened = backbone_registry.open_backbone(result.backbone)
    assert opened.key == result.comparison.after.key
    again = finish(embed_project(project, backbone=result.backbone, device="cpu"))
    assert (again.embedded, again.key) == (0, opened.key)


@pytest.mark.parametrize(("keep", "kept"), [("yes", True), ("no", False)])
def test_the_person_may_decide_beforehand(project: Path, keep: str, kept: bool) -> None:
    result = run(project, keep=keep)
    assert result.kept is kept
    assert in_use(project) == (result.backbone if kept else "old")


@pytest.mark.parametrize(
    ("verdict", "kept"), [("better", True), ("worse", False), ("no difference", False), ("unknown", False)]
)
def test_it_is_kept_only_where_it_is_better(
    project: Path, verdict: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare_embeddings, "_verdict", lambda *_: verdict)
    result = run(project)
    assert result.kept is kept
    assert in_use(project) == (result.backbone if kept else "old")


def test_a_project_that_was_never_looked_at_is_compared_with_the_default(project: Path) -> None:
    with Project(project) as opened:
        drop_vectors(opened, "0ld")
        opened.save_setting("backbone", None)
    result = run(project)
    assert result.comparison is not None
    assert result.comparison.before.backbone == backbone_registry.default_name()
    assert result.comparison.labels == 60


def test_without_labels_nothing_is_compared_and_the_old_one_stays(tmp_path: Path) -> None:
    result = run(make(tmp_path, labels="none"))
    assert result.comparison is not None
    assert (result.comparison.labels, result.comparison.verdict) == (0, "unknown")
    assert result.comparison.after.agreement.value is None
    assert not result.kept


@pytest.mark.parametrize("method", ["simsiam", "byol"])
def test_the_published_methods_run(project: Path, method: training_plan.Method) -> None:
    result = run(project, replace(PLAN, method=method, epochs=1))
    assert result.ended in ("done", "collapsed")
    known = {known.name: known for known in backbone_registry.list_backbones()}
    assert f"{method} from" in str(known[result.backbone].source).lower()


def test_it_begins_with_a_backbone_at_hand(project: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network, dim, preprocessing = build(SMALL)
    info = BackboneInfo("mine", "imported", dim, 16, Message("a test"))
    backbone_registry.save_backbone(
        backbone_registry.backbones_dir() / "mine.safetensors", network, info, SMALL, preprocessing
    )
    result = run(project, replace(PLAN, start_from="mine", architecture=""))
    assert result.backbone != "mine"
    known = {known.name: known for known in backbone_registry.list_backbones()}
    assert "from mine" in str(known[result.backbone].source)
    finish(embed_project(project, backbone="mine"))
    result = run(project, replace(PLAN, start_from="", architecture=""))  # by itself with the one in use
    known = {known.name: known for known in backbone_registry.list_backbones()}
    assert "from mine" in str(known[result.backbone].source)
    with pytest.raises(LabelerError, match="cannot be trained further"):
        run(project, replace(PLAN, start_from="built-in"))
    with pytest.raises(LabelerError, match="no backbone or weight file"):
        run(project, replace(PLAN, start_from="theirs"))


def test_names_never_collide(project: Path) -> None:
    names = [run(project, replace(PLAN, epochs=1)).backbone for _ in range(3)]
    assert len(set(names)) == 3


def _interrupt(job: Job[PretrainResult], images: int) -> None:
    """Cancel a training that has seen so many images."""
    with closing(job):
        for progress in job:
            if progress.phase == "learning" and progress.done >= images:
                return


# --- interruptions --------------------------------------------------------------------------------------------------
def test_cancelled_it_goes_on_with_the_same_plan(project: Path) -> None:
    plan = replace(PLAN, epochs=12)
    _interrupt(pretrain_project(project, plan, device="cpu"), 180)
    left = unfinished_training(project)
    assert left is not None
    assert left.plan == plan
    assert 3 / 12 <= left.progress < 1
    seen: list[Progress] = []
    result = finish(pretrain_project(project, plan, device="cpu"), seen.append)
    assert (result.backbone, result.ended) == (left.name, "done")
    assert min(progress.done for progress in seen if progress.phase == "learning" and progress.total) >= 180
    assert any("resumes where it was interrupted" in str(progress.note) for progress in seen)
    assert unfinished_training(project) is None


def test_with_another_device_it_goes_on_with_the_network_of_the_first(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(PLAN, epochs=40, architecture="")
    with monkeypatch.context() as first:
        first.setattr(learner, "fitting_architecture", lambda side, device: SMALL)  # what suited a card, say
        _interrupt(pretrain_project(project, plan, device="cpu"), 120)
    left = unfinished_training(project)
    assert left is not None
    live = LiveTraining()
    _interrupt(pretrain_project(project, plan, device="cpu", live=live), 121)
    assert live.name == left.name
    assert any("resumes where it was interrupted" in note for note in map(str, live.notes))


@pytest.mark.parametrize("failure", [torch.OutOfMemoryError, RuntimeError])
def test_a_card_that_fails_at_the_start_costs_no_checkpoint(
    project: Path, monkeypatch: pytest.MonkeyPatch, failure: type[RuntimeError]
) -> None:
    plan = replace(PLAN, epochs=40)
    _interrupt(pretrain_project(project, plan, device="cpu"), 120)

    def fail(*_: object) -> None:
        raise failure("CUDA error: it fell off the bus")

    with monkeypatch.context() as broken:
        broken.setattr(torch.optim.Optimizer, "load_state_dict", fail)
        with pytest.raises(failure):  # on the CPU it is told as it is
            run(project, plan)
        broken.setattr(module, "choose_device", lambda _: replace(cpu_device(), kind="mps"))
        broken.setattr(torch.nn.Module, "to", lambda network, *_, **__: network)  # there is no such card
        with pytest.raises(DeviceError, match="resume from there"):
            run(project, plan)
    live = LiveTraining()
    _interrupt(pretrain_project(project, plan, device="cpu", live=live), 121)
    assert any("resumes where it was interrupted" in note for note in map(str, live.notes))


def test_another_plan_begins_anew(project: Path) -> None:
    _interrupt(pretrain_project(project, replace(PLAN, epochs=40), device="cpu"), 120)
    live = LiveTraining()
    run(project, PLAN, live=live)
    assert not any("resumes" in note for note in map(str, live.notes))
    assert unfinished_training(project) is None


def test_killed_it_goes_on(project: Path) -> None:
    """Kill -9 in the middle of the training: the checkpoint of that moment is whole, and goes on."""
    script = textwrap.dedent(
        f"""
        from dataclasses import replace
        from pathlib import Path
        import desktop_labeler.ml.pretrain.training as training
        from desktop_labeler.jobs.training.pretrain import PretrainResult, pretrain_project
        from tests.jobs.training.trainings import PLAN
        training.KEPT_SECONDS, training._WATCHED = 0.0, 3  # every step is kept
        for progress in pretrain_project(Path({str(project)!r}), replace(PLAN, epochs=400), device="cpu"):
            if progress.phase == "learning":
                print(progress.done, flush=True)
        """
    )
    root = Path(__file__).resolve().parents[3]
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
    assert any("resumes" in note for note in map(str, live.notes))


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
            run(project)
    left = unfinished_training(project)
    assert left is not None
    assert left.progress == 1
    monkeypatch.setattr("desktop_labeler.ml.pretrain.methods.Trainer.step", lambda *_: pytest.fail("trained again"))
    assert run(project).backbone == left.name
    assert len([known for known in backbone_registry.list_backbones() if known.kind == "trained"]) == 1


def test_discarding_forgets_the_training_and_keeps_the_copies(project: Path) -> None:
    _interrupt(pretrain_project(project, replace(PLAN, epochs=40), device="cpu"), 120)
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
