"""The built-in embedding of a project, which is learnt from its own images and stored in its file."""

import numpy as np

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import backbone_in_use, drop_vectors
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.images.read_sample import read_sample
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.networks import patch_sample
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.progress import Job


def built_in_backbone(project: Project, device: Device) -> Job[Backbone]:
    """Return the backbone learnt from the project's images: the stored one, or a new one if many images were added.

    Learning anew drops the vectors of the earlier one, with which new vectors cannot be compared.

    Args:
        project: open for writing.
        device: where the backbone runs.

    Raises:
        LabelerError: none of the images can be read.
    """
    images = np.sort(find_images(project))
    stored = {name: load_array(project, f"patches/{name}") for name in patches.ARRAYS}
    arrays = {name: array for name, array in stored.items() if array is not None}
    learnt_from = (array_stamp(project, "patches/directions") or {}).get("images", 0)
    enough = min(patches.SAMPLE, -(-len(images) // 4))  # a quarter of the images that it could be learnt from now
    fits = patches.fits(arrays)  # an earlier version stored other arrays
    if fits and isinstance(learnt_from, int) and learnt_from >= enough:
        return patches.patch_backbone(patches.stored_patches(arrays), device)
    sample = yield from read_sample(project, images, patches.SAMPLE, patch_sample())
    network = yield from patches.fit_patches(sample)
    found: dict[str, AnyArray] = {f"patches/{name}": array for name, array in network.arrays().items()}
    backbone = patches.patch_backbone(network, device)
    in_use = backbone_in_use(project)
    if len(arrays) == len(patches.ARRAYS) and in_use is not None and in_use[1] == patches.NAME:
        drop_vectors(project, in_use[0])  # learnt from fewer images, so not comparable with new ones
    save_arrays(project, found, {"images": len(sample)})
    return backbone
