"""Embedding a project: every image once, whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from desktop_labeler.data.computed.arrays import load_array, save_arrays
from desktop_labeler.data.computed.embeddings import append_vectors, backbone_in_use, load_vectors, use_backbone
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding import embed
from desktop_labeler.jobs.embedding.embed import embed_images, embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir, save_backbone
from desktop_labeler.ml.backbones.networks import Preprocessing, build
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import Progress, finish
from tests.jobs.files import draw, snapshot


class _Shrink(nn.Module):
    """The image itself, 4 × 4: a network whose output can be foretold."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return nn.functional.adaptive_avg_pool2d(images, 4) * self.scale


def _backbone(batch: int = 1) -> Backbone:  # taken eight together: several steps for 30 images
    info = BackboneInfo("shrink", "imported", 48, 8, Message("a test"))
    return Backbone(_Shrink(), info, Preprocessing(8, 8, "squash"), cpu_device(), batch=batch)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for number in range(30):
        draw(tmp_path / "images" / "ab"[number % 2] / f"{number:02}.png", number, (20 + number, 24))
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    return tmp_path / "p.labeler"


def _vectors(path: Path, key: str) -> dict[int, np.ndarray]:
    with Project(path, "read") as project:
        loaded = load_vectors(project, key)
        stored = load_array(project, f"embedding/{key}/ids")
    assert loaded is not None
    assert stored is not None
    assert len(set(stored.tolist())) == len(stored)  # none twice
    return dict(zip(loaded[0].tolist(), loaded[1], strict=True))


def _ids(path: Path) -> list[int]:
    with Project(path, "read") as project:
        return [int(number) for number in np.sort(find_images(project))]


def test_every_image_gets_the_vector_that_the_network_gives(project: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "images")
    backbone = _backbone()
    seen: list[Progress] = []
    result = finish(embed_images(project, backbone), seen.append)
    assert (result.images, result.embedded, result.dim, result.skipped) == (30, 30, 48, ())
    assert (seen[-1].done, seen[-1].total) == (30, 30)
    found = _vectors(project, backbone.key)
    assert list(found) == _ids(project)
    with Project(project, "read") as opened:
        assert backbone_in_use(opened) == (backbone.key, "shrink")
        from desktop_labeler.data.decoding.decode import decode

        expected = [decode(opened.file_of(image)) for image in opened.images(found)]
    for vector, image in zip(found.values(), expected, strict=True):
        assert vector.dtype == np.float16
        np.testing.assert_allclose(vector, backbone.embed([image])[0], atol=2e-3)
        assert np.linalg.norm(vector.astype(np.float32)) == pytest.approx(1, abs=1e-3)
    assert snapshot(tmp_path / "images") == before


def test_statistics_are_stored_beside(project: Path) -> None:
    finish(embed_images(project, _backbone()))
    with Project(project, "read") as opened:
        stored = {
            name: load_array(opened, f"statistics/{name}") for name in ("ids", "sharpness", "brightness", "width")
        }
        rows = {image.id: image for image in opened.images(_ids(project))}
    assert all(array is not None and len(array) == 30 for array in stored.values())
    for image, width in zip(stored["ids"], stored["width"], strict=True):  # type: ignore[arg-type]
        assert rows[int(image)].width == width
    assert np.all(stored["sharpness"] > 0)  # type: ignore[operator]
    assert np.all(np.abs(stored["brightness"] - 0.5) < 0.1)  # type: ignore[operator]


@pytest.mark.parametrize("after", [1, 3, 6])
def test_cancelled_work_is_kept_and_goes_on(project: Path, after: int) -> None:
    backbone = _backbone()
    job = embed_images(project, backbone)
    for progress in job:
        if progress.done >= 4 * after:
            break
    job.close()
    kept = _vectors(project, backbone.key)
    assert 4 * after <= len(kept) < 30
    result = finish(embed_images(project, backbone))
    assert result.embedded == 30 - len(kept)
    everything = _vectors(project, backbone.key)
    assert sorted(everything) == _ids(project)
    for image, vector in kept.items():
        np.testing.assert_array_equal(everything[image], vector)
    assert finish(embed_images(project, backbone)).embedded == 0


def test_killed_work_goes_on(project: Path) -> None:
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from desktop_labeler.jobs.embedding import embed, store_vectors
        from tests.jobs.embedding.test_embed import _backbone
        store_vectors._KEPT_SECONDS = 0.0  # every batch is stored
        for progress in embed.embed_images(Path({str(project)!r}), _backbone()):
            print(progress.done, flush=True)
            if progress.done >= 12:
                time.sleep(600)
        """
    )
    root = Path(__file__).resolve().parents[3]
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    with process.stdout as output:
        for line in output:
            done = int(line)
            if done >= 12:
                break
    os.kill(process.pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    backbone = _backbone()
    kept = _vectors(project, backbone.key)
    assert len(kept) == done < 30
    assert finish(embed_images(project, backbone)).embedded == 30 - done
    assert sorted(_vectors(project, backbone.key)) == _ids(project)


def test_unreadable_images_are_listed_and_the_work_goes_on(project: Path, tmp_path: Path) -> None:
    broken, missing = tmp_path / "images" / "b" / "07.png", tmp_path / "images" / "a" / "04.png"
    broken.write_bytes(broken.read_bytes()[:60])
    missing.unlink()
    result = finish(embed_images(project, _backbone()))
    assert result.embedded == 28
    assert [path for path, _ in result.skipped] == ["a/04.png", "b/07.png"]
    assert all(reason for _, reason in result.skipped)


def test_new_images_only_are_embedded(project: Path, tmp_path: Path) -> None:
    from desktop_labeler.jobs.scanning.rescan import rescan

    backbone = _backbone()
    finish(embed_images(project, backbone))
    draw(tmp_path / "images" / "a" / "new.png", 77)
    finish(rescan(project))
    assert finish(embed_images(project, backbone)).embedded == 1
    assert sorted(_vectors(project, backbone.key)) == _ids(project)


def test_memory_that_runs_out_is_said_once_and_nothing_is_lost(project: Path) -> None:
    backbone = _backbone(batch=16)
    look = backbone._vectors_of

    def tight(images: np.ndarray, prepared: bool) -> np.ndarray:
        if len(images) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return look(images, prepared)

    backbone._vectors_of = tight  # type: ignore[method-assign]
    notes: list[str] = []
    result = finish(embed_images(project, backbone), lambda progress: notes.append(str(progress.note)))
    assert result.embedded == 30
    assert sorted(_vectors(project, backbone.key)) == _ids(project)
    assert sum("Memory ran out" in note for note in notes) == 1


@pytest.mark.parametrize("name", ["built-in", "mine"])
def test_when_the_card_fails_the_processor_goes_on(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """PyTorch's device without values stands for a card that fails when the first vectors are fetched."""
    network, dim, preprocessing = build("vit-32-1-2-8@16")
    info = BackboneInfo("mine", "imported", dim, 16, Message("a test"))
    save_backbone(backbones_dir() / "mine.safetensors", network, info, "vit-32-1-2-8@16", preprocessing)
    card = replace(cpu_device(), kind="meta", bfloat16=False)  # type: ignore[arg-type]
    monkeypatch.setattr(torch, "autocast", lambda *_, **__: nullcontext())  # it knows none
    notes: list[str] = []
    with monkeypatch.context() as first:
        first.setattr(embed, "choose_device", lambda _: card)
        result = finish(embed_project(project, backbone=name), lambda progress: notes.append(str(progress.note)))
    assert (result.embedded, result.device, result.backbone) == (30, cpu_device().label, name)
    assert sum("stopped working" in note and "continuing on the CPU" in note for note in notes) == 1
    again = finish(embed_project(project, backbone=name))
    assert (again.embedded, again.key) == (0, result.key)


def test_what_an_earlier_version_learnt_is_learnt_anew(project: Path) -> None:
    old = {
        "filters": np.zeros((728, 3, 6, 6), np.float32),
        "offsets": np.zeros(728, np.float32),
        "mean": np.zeros(2048, np.float32),
        "directions": np.zeros((2048, 60), np.float32),
    }
    with Project(project) as opened:
        save_arrays(opened, {f"patches/{name}": array for name, array in old.items()}, {"images": 30})
        append_vectors(opened, "old", np.array(_ids(project)), np.zeros((30, 60), np.float16))
        use_backbone(opened, "old", "built-in")
    done = finish(embed_project(project, device="cpu"))
    assert (done.backbone, done.embedded) == ("built-in", 30)
    assert sorted(_vectors(project, done.key)) == _ids(project)
    with Project(project, "read") as opened:
        assert load_vectors(opened, "old") is None
    assert finish(embed_project(project, device="cpu")).embedded == 0


def test_the_built_in_embedding_is_learnt_once(project: Path, tmp_path: Path) -> None:
    first = finish(embed_project(project, backbone="built-in", device="cpu"))
    assert (first.backbone, first.embedded) == ("built-in", 30)
    draw(tmp_path / "images" / "a" / "new.png", 77)
    from desktop_labeler.jobs.scanning.rescan import rescan

    finish(rescan(project))
    again = finish(embed_project(project, device="cpu"))
    assert (again.key, again.embedded, again.images) == (first.key, 1, 31)


def test_an_empty_project_says_so(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    draw(tmp_path / "images" / "a.png")
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    (tmp_path / "images" / "a.png").unlink()
    with pytest.raises(LabelerError, match="nothing to embed"):
        finish(embed_project(tmp_path / "p.labeler", backbone="built-in"))


def test_an_unknown_backbone_changes_nothing(project: Path) -> None:
    with pytest.raises(LabelerError, match="nothing is downloaded"):
        finish(embed_project(project, backbone="resnet50", device="cpu"))
    with Project(project, "read") as opened:
        assert backbone_in_use(opened) is None


def test_a_weight_file_embeds(project: Path, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    from desktop_labeler.ml.backbones.networks import build

    network, dim, _ = build("resnet10-small")
    save_file(network.state_dict(), tmp_path / "weights.safetensors")
    start = time.perf_counter()
    result = finish(embed_project(project, backbone=tmp_path / "weights.safetensors", device="cpu"))
    assert (result.dim, result.embedded) == (dim, 30)
    assert 0 < result.seconds <= time.perf_counter() - start
