"""Small projects whose classifier trains in a moment."""

from pathlib import Path

from PIL import Image

from desktop_labeler.jobs.classifiers.finetune import Keep, finetune_project
from desktop_labeler.jobs.classifiers.finetune_plan import FinetuneResult, LiveFinetune
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir, save_backbone
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.progress import finish
from tests.ml.finetune.tails import pictures, small_backbone

CLASSES = ("upright", "lying", "dotted")


def make(tmp_path: Path, labelled: int = 24, more: int = 6) -> Path:
    """Make a project with three classes, labelled by folders, and some images without a label; embed it."""
    for number, pixels in enumerate(pictures(labelled + more)):
        folder = tmp_path / "images" / (CLASSES[number % 3] if number < labelled else ".")
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / f"{number:03}.png")
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images", "folders"))
    backbone = small_backbone()
    file = backbones_dir() / "small.safetensors"
    save_backbone(file, backbone.network, backbone.info, backbone.architecture, backbone.preprocessing)
    finish(embed_project(path, backbone="small", device="cpu", flips="none"))
    return path


def run(
    project: Path,
    *,
    minutes: float = 0.02,
    keep: Keep = "better",
    part: Part = "last",
    live: LiveFinetune | None = None,
) -> FinetuneResult:
    return finish(finetune_project(project, minutes=minutes, device="cpu", keep=keep, part=part, live=live))
