"""How many images of a project have not been analysed, so that nothing is suggested for them; loads no networks."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images, stored_backbones
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.unfinished_jobs import read_unfinished


@dataclass(frozen=True)
class Unanalysed:
    """Images without an embedding of the backbone in use.

    Attributes:
        images: how many they are; those that cannot be read are left out.
        of: how many images the project has.
        offered: whether a job is noted as unfinished: it runs, or the window offers to continue it.
    """

    images: int
    of: int
    offered: bool = False


def count_unanalysed(project: Project) -> Unanalysed:
    """Return how many images have not been analysed as their files are now.

    Before the first analysis was complete, what it has done already counts.
    """
    images, in_use = find_images(project), backbone_in_use(project)
    keys = [in_use[0]] if in_use is not None else stored_backbones(project)
    missing = [int(np.isin(images, embedded_images(project, key), invert=True).sum()) for key in keys]
    return Unanalysed(min(missing, default=len(images)), len(images), read_unfinished(project) is not None)
