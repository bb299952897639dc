"""The images to label next: from the stored queue, or chosen now by another rule or for a longer list."""

from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.build_graph import current_space
from desktop_labeler.jobs.rounds.read_results import Suggested
from desktop_labeler.jobs.rounds.run_round import round_stamp
from desktop_labeler.ml.select.next_query import Rule, choose_next
from desktop_labeler.progress import Job, Progress


def select_next(project_path: Path, count: int, rule: Rule = "default") -> Job[list[Suggested]]:
    """Return undecided images, the most informative first; before the first round from the embedding alone.

    Args:
        project_path: the project.
        count: number of images, at least 0; fewer are returned if fewer are undecided.
        rule: "default", or for comparison "random", "margin" or "kmeans".

    Raises:
        LabelerError: there is no embedding yet.
        ProjectError: the project cannot be read.
    """
    with Project(project_path, "read") as project:  # the stored queue is there also while a window has the project
        has_round = round_stamp(project) is not None
        waiting = read_results.queue(project, count) if has_round and rule == "default" else None
    if waiting is not None:
        return waiting
    with Project(project_path, durable=False) as project:
        chosen = yield from _choose(project, count, rule, has_round)
        if has_round:
            return read_results.describe(project, chosen)
        return [Suggested(image.id, image.path, None, 0.0) for image in project.images(chosen.tolist())]


def _choose(project: Project, count: int, rule: Rule, has_round: bool) -> Job[IntArray]:
    yield Progress("reading")
    space = yield from current_space(project)
    yield Progress("choosing what to ask next")
    labels = read_labels(project, space.ids)
    chosen = choose_next(
        space.vectors,
        space.graph,
        labelled=labels.labels,
        n=count,
        probabilities=_probabilities(project, space.ids, labels.class_ids) if has_round else None,
        candidates=(labels.states == State.UNLABELLED) & labels.usable,
        previous=np.flatnonzero(np.isin(labels.states, [State.UNSURE, State.EXCLUDED])),  # nor images like them
        rule=rule,
    )
    return space.ids[chosen]


def _probabilities(project: Project, ids: IntArray, class_ids: IntArray) -> np.ndarray | None:
    """Return (N, C) probabilities of the likeliest classes as the round stored them; the others share nothing."""
    known, classes, shares = (
        load_array(project, f"round/{part}") for part in ("ids", "top_classes", "top_probabilities")
    )
    if known is None or classes is None or shares is None or not len(class_ids):
        return None
    found = np.full((len(ids), len(class_ids)), 1 / len(class_ids), np.float32)
    _, here, there = np.intersect1d(ids, known.astype(np.int64), return_indices=True)
    found[here] = 0
    for column in range(classes.shape[1]):
        place = np.searchsorted(np.sort(class_ids), classes[there, column])
        index = np.argsort(class_ids)[np.minimum(place, len(class_ids) - 1)]
        lives = class_ids[index] == classes[there, column]
        found[here[lives], index[lives]] = shares[there[lives], column]
    return found
