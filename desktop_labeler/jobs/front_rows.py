"""Opens the front of a backbone for a stored classifier, and fills rows with what is computed behind a front."""

from collections.abc import Callable

from desktop_labeler.array_types import AnyArray, IntArray, UInt8Array
from desktop_labeler.data.computed.classifier import Classifier
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.stored_rows import StoredRows, fill_rows
from desktop_labeler.jobs.threads import throttled
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.ml.hardware.devices import Device, device_errors
from desktop_labeler.progress import Job, Progress

_TOGETHER = 16  # images


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
