"""Opens the backbone of a project as its stored vectors were computed: with its flips and its whitening."""

import numpy as np

from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, NotEmbeddedError
from desktop_labeler.jobs.embedding.find_flips import flips_of
from desktop_labeler.jobs.embedding.whiten_folder import WHITENING
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.backbones.networks import adapts_to_folders
from desktop_labeler.ml.hardware.devices import Device


def project_backbone(project: Project, device: Device) -> Backbone:
    """Open the backbone that a project uses; the project is only read.

    Raises:
        NotEmbeddedError: the images have not been analysed.
        LabelerError: the backbone is not there, or is another one now.
    """
    in_use = backbone_in_use(project)
    if in_use is None:
        raise NotEmbeddedError(
            "The images of {file} have not been analysed yet. Nothing was changed. Analyse them and label some.",
            file=project.path.name,
        )
    key, name = in_use
    found = _built_in(project, device) if name == patches.NAME else open_backbone(name, device)
    if adapts_to_folders(found.architecture):
        found = found.flipped(flips_of(project) or "none")
        whitening = load_array(project, WHITENING + found.key)
        if whitening is not None and name != patches.NAME:
            found = found.whitened_by(whitening.astype(np.float32))
    if found.key != key:
        raise LabelerError(
            "The embedding {name} gives other vectors now than those in {file}. Nothing was changed. Open the project "
            "and analyse the images again.",
            name=name,
            file=project.path.name,
        )
    return found


def _built_in(project: Project, device: Device) -> Backbone:
    stored = {name: load_array(project, f"patches/{name}") for name in patches.ARRAYS}
    arrays = {name: array for name, array in stored.items() if array is not None}
    if not patches.fits(arrays):
        raise LabelerError(
            "The built-in embedding of {file} was made by an earlier version. Nothing was changed. Open the project "
            "and analyse the images again.",
            file=project.path.name,
        )
    return patches.patch_backbone(patches.stored_patches(arrays), device)
