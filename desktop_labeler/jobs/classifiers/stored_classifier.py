"""The classifier that is stored in a project: with its classes as they are now, its front, and rows behind a front."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from desktop_labeler.array_types import AnyArray, IntArray, UInt8Array
from desktop_labeler.data.computed.classifier import Classifier, read_classifier
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.stored_rows import StoredRows, fill_rows
from desktop_labeler.jobs.rounds.class_changes import classes_now
from desktop_labeler.jobs.threads import throttled
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.ml.hardware.devices import Device, device_errors
from desktop_labeler.progress import Job, Progress

_TOGETHER = 16  # images


def stored_classifier(project: Project) -> tuple[Classifier, list[Message]] | None:
    """Return the classifier that is stored in a project, with its classes as they are now; None if there is none.

    Outputs of classes that were merged since are of one class; those of deleted classes are left out.

    Returns:
        It, and messages for the person on what became of its classes.

    Raises:
        LabelerError: it is damaged or of a newer version, or fewer than two of its classes are left.
    """
    found = read_classifier(project)
    if found is None:
        return None
    ids, names, notes = classes_now(project, found.class_ids, found.class_names)
    kept = np.flatnonzero(ids >= 0)
    if len(np.unique(ids[kept])) < 2:
        raise LabelerError(
            "Fewer than two of the classes that the classifier was trained on are left. Nothing was changed; train "
            "it again."
        )
    return replace(
        found,
        class_ids=ids[kept],
        class_names=tuple(names[place] for place in kept.tolist()),
        tails=tuple(outputs_of(tail, kept) for tail in found.tails),
    ), notes


def outputs_of(tail: Mapping[str, AnyArray], places: IntArray) -> dict[str, AnyArray]:
    """Return the weights of a tail with some of its outputs."""
    return {name: values[places] if name.startswith("head.") else values for name, values in tail.items()}


def front_of(classifier: Classifier, device: Device) -> CutBackbone:
    """Return the front that a stored classifier continues.

    Raises:
        LabelerError: its backbone is gone, or another one has its name now.
    """
    with device_errors(device):
        front = CutBackbone(open_backbone(classifier.backbone, device), first=classifier.starts_at)
    if front.key != classifier.backbone_key:
        raise LabelerError(
            "The embedding {name}, which the classifier continues, is another one now. Nothing was changed or "
            "written. Open the project and train the classifier again.",
            name=classifier.backbone,
        )
    return front


def fill_behind(
    front: CutBackbone,
    project: Project,
    rows: StoredRows,
    images: IntArray,
    compute: Callable[[UInt8Array], AnyArray],
    report: Callable[[int, int], Progress],
) -> Job[list[tuple[str, Message]]]:
    """Add the rows of images that are prepared for a front; those computed before the job is closed are kept.

    Args:
        front: the front.
        project: an open project.
        rows: where they are added.
        images: (n,) ids of images without a row.
        compute: from n prepared images (n, S, S, 3) to their values, (n, …).
        report: from the numbers of images done and wanted to what is reported.

    Returns:
        The path of each image that could not be read, with the reason.

    Raises:
        LabelerError: memory or the graphics card failed.
        OSError: the disk is full.
    """
    skipped: list[tuple[str, Message]] = []
    with device_errors(front.device):
        filling = fill_rows(
            project,
            rows,
            images,
            front.prepare,
            compute,
            side=front.side,
            together=_TOGETHER,
            report=report,
            skipped=skipped,
        )
        yield from throttled(filling)
    return skipped
