"""Folder whitening of a project: adapts the default embedding to its images once there are enough of them."""

import numpy as np

from desktop_labeler.data.computed.arrays import load_array, save_arrays
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.images.read_sample import read_sample
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.folder_whitening import LEAST, find_whitening, sample_size
from desktop_labeler.ml.backbones.networks import adapts_to_folders
from desktop_labeler.ml.backbones.patches import NAME
from desktop_labeler.progress import Job

WHITENING = "folder fit/"  # the name of the stored array, before the key of the backbone


def whitened_to_folder(project: Project, backbone: Backbone) -> Job[Backbone]:
    """Return a backbone with the whitening for the images of a project; itself if there are too few images.

    Only embeddings with small patches are whitened: other networks were not measured, and the built-in embedding is
    learnt from this folder already. The whitening is computed once and stored, so that later vectors are comparable.

    Args:
        project: a project open for writing.
        backbone: the backbone that will embed its images.
    """
    if not adapts_to_folders(backbone.architecture) or backbone.info.name == NAME:
        return backbone
    name = WHITENING + backbone.key
    found = load_array(project, name)
    if found is None:
        images = np.sort(find_images(project))
        if len(images) < LEAST:
            return backbone
        try:
            sample = yield from read_sample(project, images, sample_size(len(images)), backbone.preprocessing)
        except LabelerError:  # not one can be read, which is said image by image
            return backbone
        found = yield from find_whitening(backbone, sample)
        save_arrays(project, {name: found})
    return backbone.whitened_by(found.astype(np.float32))
