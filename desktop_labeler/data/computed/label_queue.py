"""What to label before anything has been computed: unlabelled images, spread over the folders."""

from collections import defaultdict

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import Project, State

_WAITING = 2_000  # images in a queue, at most
_DRAWN = 20_000  # images that are drawn before they are spread: reading their rows takes 0.4 s


def first_images(project: Project) -> IntArray:
    """Return unlabelled images in turn from every folder, each folder's in a random order that is always the same.

    Folders often correspond to classes, sites or days, so taking turns shows all of them early.

    Args:
        project: any open project.

    Returns:
        (at most 2,000,) int64 ids, each once.
    """
    found = find_images(project, Filter(states=(State.UNLABELLED,)))
    drawn = np.random.default_rng(0).permutation(found)[:_DRAWN]
    folders: dict[str, list[int]] = defaultdict(list)
    for row in project.images(drawn.tolist()):
        folders[row.path.rpartition("/")[0]].append(row.id)
    turns = sorted(
        (turn, place, image) for place, name in enumerate(sorted(folders)) for turn, image in enumerate(folders[name])
    )
    return np.array([image for _, _, image in turns[:_WAITING]], np.int64)


def queue(project: Project) -> IntArray:
    """Return what to label next: the unlabelled images of the round's queue, else first_images.

    Returns:
        (at most 2,000,) int64 ids, most wanted first, each once.
    """
    stored = load_array(project, "round/queue")
    if stored is not None:
        ids = stored.astype(np.int64)
        rows = project.images(ids.tolist())  # a few, where looking through all of the project would take half a second
        wanted = [row.id for row in rows if row.state == State.UNLABELLED and row.problem is None]
        open_ones = ids[np.isin(ids, np.array(wanted, np.int64))]
        if len(open_ones):
            return open_ones[:_WAITING]
    return first_images(project)
