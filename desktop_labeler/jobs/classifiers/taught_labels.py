"""The labels that taught a stored classifier, with its classes as they are now, and how many it had right unseen."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.computed.classifier import (
    Classifier,
    read_classifier,
    read_held_out,
    read_learnt,
    read_taught,
)
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.statistics import MeasuredFraction, effective_sample_size, wilson_interval


@dataclass(frozen=True)
class TaughtLabels:
    """What a classifier learnt from.

    Attributes:
        counts: number of labels of each class.
        accuracy: on these labels, each predicted by tails that had not seen it.
        grouped: whether groups of images were never divided between training and test.
        changed: how many of these labels are others by now, or were withdrawn, where that is news to the classifier:
            of a label that was probably wrong it may have learnt what it is now.
    """

    counts: tuple[int, ...]
    accuracy: MeasuredFraction
    grouped: bool
    changed: int


def taught_labels(project: Project, kept: Classifier, class_ids: IntArray) -> TaughtLabels:
    """Return what taught the classifier that is stored in a project.

    Args:
        project: open.
        kept: the classifier, with its classes as they are now.
        class_ids: (C,) ids of its different classes.
    """
    held_out, taught = read_held_out(project), read_taught(project)
    if held_out is None:
        return TaughtLabels((0,) * len(class_ids), kept.accuracy, grouped=False, changed=0)
    today = read_labels(project, held_out.images)
    given = np.append(today.class_ids, -1)[today.labels]
    if taught is None or len(taught) != len(given):
        taught = given  # an earlier program did not store them
    learnt = read_learnt(project)
    if learnt is None or len(learnt) != len(given):
        learnt = taught
    counted = Counter(taught.tolist())
    accuracy, whole = kept.accuracy, read_classifier(project)
    if whole is not None and len(class_ids) < len(whole.class_ids):  # merged or deleted: it was measured on others
        own = np.flatnonzero(np.isin(taught, class_ids))
        classes = renumbered(project, held_out.classes.astype(np.int64)).astype(np.int32)
        said = replace(held_out, classes=classes).over(held_out.images[own], class_ids)
        right = class_ids[np.nan_to_num(said).argmax(axis=1)] == taught[own]
        accuracy = share_of(right, None if today.groups is None else today.groups[own])
    return TaughtLabels(
        counts=tuple(counted[number] for number in class_ids.tolist()),
        accuracy=accuracy,
        grouped=today.groups is not None,
        changed=int(((taught != given) & (learnt != given) & (taught >= 0)).sum()),
    )


def share_of(right: BoolArray, groups: IntArray | None) -> MeasuredFraction:
    """Return the fraction of (n,) labels that were predicted right, with an interval that knows their (n,) groups."""
    worth = effective_sample_size(right, groups)
    low, high = wilson_interval(float(right.mean()) * worth if len(right) else 0.0, worth)
    return MeasuredFraction(int(right.sum()), len(right), low, high)
