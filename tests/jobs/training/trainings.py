"""Small projects to train on, and a training that takes only a moment."""

from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.data.computed.embeddings import append_vectors, backbone_in_use, use_backbone
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.training.pretrain import PretrainResult, pretrain_project
from desktop_labeler.jobs.training.training_plan import (
    TrainingPlan,
)
from desktop_labeler.progress import finish

SMALL = "vit-32-1-2-8@16"  # one layer on images of 16 pixels: a step takes a few milliseconds
PLAN = TrainingPlan(minutes=None, epochs=2, start_from="none", architecture=SMALL)


def fields(place: Path, kind: int, seed: int, *, grey: bool = False) -> Path:
    """Return 4 × 4 coloured fields: reddish for kind 0, bluish for kind 1."""
    chance = np.random.default_rng(seed)
    pixels = chance.integers(0, 90, (4, 4, 3), np.uint8)
    pixels[..., 2 * kind] += np.uint8(120)
    if grey:
        pixels[...] = pixels[..., :1]
    place.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.repeat(6, 0).repeat(6, 1)).save(place)
    return place


def make(tmp_path: Path, count: int = 60, labels: str = "folders", *, grey: bool = False) -> Path:
    """Make a project with two classes."""
    for number in range(count):
        fields(tmp_path / "images" / "ab"[number % 2] / f"{number:02}.png", number % 2, number, grey=grey)
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images", "none" if labels == "none" else "folders"))
    with Project(path) as opened:  # an embedding, half of it noise, whose backbone was removed
        ids = np.sort(find_images(opened))
        vectors = np.random.default_rng(0).normal(size=(count, 8)) + 2 * np.eye(8)[np.arange(count) % 2]
        unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        append_vectors(opened, "0ld", ids, unit.astype(np.float16))
        use_backbone(opened, "0ld", "old")
    return path


def run(project: Path, plan: TrainingPlan = PLAN, **options: object) -> PretrainResult:
    return finish(pretrain_project(project, plan, device="cpu", **options))  # type: ignore[arg-type]


def in_use(project: Path) -> str:
    with Project(project, "read") as opened:
        found = backbone_in_use(opened)
    assert found is not None
    return found[1]
