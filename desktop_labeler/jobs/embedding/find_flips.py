"""Whether mirrored and rotated images of a project are equivalent: detected once, or set by the person."""

from typing import get_args

import numpy as np

from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.training_defaults import FLIPS
from desktop_labeler.jobs.images.read_sample import read_sample
from desktop_labeler.ml.backbones.backbone import Backbone, Flips
from desktop_labeler.ml.backbones.flip_invariance import LEAST, SAMPLE, find_flip_invariance
from desktop_labeler.ml.backbones.networks import adapts_to_folders
from desktop_labeler.progress import Job

CHOICES: tuple[Flips, ...] = get_args(Flips)


def flips_of(project: Project) -> Flips | None:
    """Return the equivalent flips of a project; None before they were detected or set."""
    stored = project.setting(FLIPS)
    return next((flips for flips in CHOICES if flips == stored), None)


def set_flips(project: Project, flips: Flips | None) -> None:
    """Set the equivalent flips from the next embedding on; None detects them from the images."""
    project.save_setting(FLIPS, flips)


def allowed_flips(project: Project, backbone: Backbone) -> Job[Flips]:
    """Return the flips of an image that the backbone averages in this project.

    Only embeddings with small patches do so, since other networks were not measured. In a project with few images they
    are detected again when it has grown.

    Args:
        project: a project open for writing.
        backbone: the backbone that will embed its images.
    """
    if not adapts_to_folders(backbone.architecture):
        return "none"
    said = flips_of(project)
    if said is not None:
        return said
    images = np.sort(find_images(project))
    if len(images) < LEAST:
        return "none"
    try:
        sample = yield from read_sample(project, images, SAMPLE, backbone.preprocessing)
    except LabelerError:  # not one can be read, which is said image by image
        return "none"
    found = yield from find_flip_invariance(backbone, sample)
    if found.losses:
        set_flips(project, found.flips)
    return found.flips
