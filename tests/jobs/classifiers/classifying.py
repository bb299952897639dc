"""A small project with a real backbone and labels, for the tests of classifiers that leave their project."""

from pathlib import Path

import numpy as np
import torch
from PIL import Image

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir, save_backbone
from desktop_labeler.ml.backbones.networks import build
from desktop_labeler.progress import finish

CLASSES = {"red": (200, 40, 40), "green": (40, 180, 60), "blue": (50, 60, 200)}
EACH = 12


def draw_colour(file: Path, name: str, seed: int, size: tuple[int, int] = (40, 30)) -> Path:
    """Write an image of one of the classes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    chance = np.random.default_rng(seed)
    noise = chance.normal(0, 25, (size[1], size[0], 3)) + np.array(CLASSES[name]) + chance.normal(0, 12, 3)
    Image.fromarray(noise.clip(0, 255).astype(np.uint8)).save(file)
    return file


def save_random_backbone(name: str, architecture: str) -> None:
    """Put a backbone with random weights among those that were imported."""
    torch.manual_seed(0)
    network, dim, preprocessing = build(architecture)
    info = BackboneInfo(name, "imported", dim, preprocessing.size, Message("a test"))
    save_backbone(backbones_dir() / f"{name}.safetensors", network, info, architecture, preprocessing)


def classifier_project(folder: Path, backbone: str = "small", architecture: str = "resnet10-half") -> Path:
    """Return a project with three classes of labelled images that are embedded."""
    for number, name in enumerate(name for name in CLASSES for _ in range(EACH)):
        draw_colour(folder / "images" / name / f"{number:02}.png", name, number)
    project = folder / "colours.labeler"
    finish(new_project(project, folder / "images"))
    if architecture:
        save_random_backbone(backbone, architecture)
    finish(embed_project(project, backbone=backbone, device="cpu"))
    return project


def new_folder(folder: Path, count: int = 20) -> Path:
    """Return a folder of images that the project has not seen."""
    names = list(CLASSES)
    for number in range(count):
        draw_colour(folder / f"{number % 4}" / f"{number:02}-{names[number % 3]}.png", names[number % 3], 500 + number)
    return folder


def state_of(project: Path) -> tuple[int, bytes]:
    """Return what shows that nobody wrote to a project file."""
    with Project(project, "read") as opened:
        return opened.number("SELECT count(*) FROM array"), project.read_bytes()
