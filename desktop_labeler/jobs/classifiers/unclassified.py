"""The images about which the classifier in use says nothing yet, because they were added or changed since.

Nothing here loads a network, so that the window can import it.
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.classifier import read_held_out, seen_as_now
from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.computed.predictions import predicted_images
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, last_judgement


@dataclass(frozen=True, eq=False)
class Unclassified:
    """What the classifier in use does not know of a project.

    Attributes:
        missing: (n,) ids of usable images that it is to classify: they were added, or their files are others by now.
        outdated: (m,) ids of images that taught it, whose files are others by now: what it said of the earlier ones
            holds no more, and what it would say of these is not independent of their labels.
    """

    missing: IntArray
    outdated: IntArray


def unclassified(project: Project) -> Unclassified:
    """Return what the classifier in use does not know; nothing where none is in use.

    Raises:
        ProjectError: the file cannot be read.
    """
    judged, held_out = last_judgement(project), read_held_out(project)
    if judged is None or not judged[1] or held_out is None:
        return Unclassified(np.zeros(0, np.int64), np.zeros(0, np.int64))
    said = predicted_images(project, TRAINED_HERE)
    holds = seen_as_now(project, said)
    missing = np.setdiff1d(find_images(project), np.union1d(said[holds], held_out.images))
    return Unclassified(missing, np.intersect1d(said[~holds], held_out.images))


def waiting_images(project: Project) -> int:
    """Return how many of the analysed images the classifier in use is to classify, or must not speak of any more."""
    found, in_use = unclassified(project), backbone_in_use(project)
    if in_use is None or not len(found.missing) + len(found.outdated):
        return 0
    return len(np.intersect1d(found.missing, embedded_images(project, in_use[0]))) + len(found.outdated)
