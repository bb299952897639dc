"""Tries the default embedding of new projects on some labelled images of an older project, without changing it."""

from contextlib import closing
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.better_default import BEST, Trial, keep_trial
from desktop_labeler.jobs.embedding.compare_embeddings import FEWEST
from desktop_labeler.jobs.embedding.find_flips import allowed_flips
from desktop_labeler.jobs.embedding.whiten_folder import whitened_to_folder
from desktop_labeler.jobs.images.read_images import enough_pixels, read_images
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.hardware.devices import DeviceChoice, choose_device
from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import paired_difference

SAMPLE = 500  # images
_BATCH = 32


def try_default(project_path: Path, *, device: DeviceChoice = "auto") -> Job[Trial]:
    """Embed up to 500 labelled images with the default of new projects and compare it with the embedding in use.

    The project keeps the embedding that it uses; only the result of the trial is stored.

    Args:
        project_path: the file of a project with an embedding.
        device: "auto", "cpu", "cuda" or "mps".

    Raises:
        LabelerError: fewer than 20 labelled images, no vectors yet, or the default cannot be opened.
    """
    yield Progress("opening the backbone")
    with Project(project_path, durable=False) as project:
        in_use = backbone_in_use(project)
        loaded = load_vectors(project, in_use[0]) if in_use is not None else None
        if loaded is None:
            raise LabelerError("The images of this project have not been analysed yet. Nothing was changed.")
        ids, vectors = loaded
        labels = read_labels(project, ids)
        rows = np.flatnonzero((labels.labels >= 0) & labels.usable)
        if len(rows) > SAMPLE:
            rows = np.sort(np.random.default_rng(0).choice(rows, SAMPLE, replace=False))
        if len(rows) < FEWEST:
            raise LabelerError(
                "{n:# image has|# images have} a label, and at least {k} are needed to compare. Nothing was changed; "
                "label some more first.",
                n=len(rows),
                k=FEWEST,
            )
        opened = open_backbone(BEST, choose_device(device))
        opened = opened.flipped((yield from allowed_flips(project, opened)))
        opened = yield from whitened_to_folder(project, opened)
        read, seen = yield from _embedded_sample(project, opened, ids[rows])
        rows = rows[np.isin(ids[rows], read)]
        groups = None if labels.groups is None else labels.groups[rows]
        before, after = (neighbors_agree(some, labels.labels[rows], groups) for some in (vectors[rows], seen))
        change = paired_difference(before, after, groups)
        ends = (change.low, change.high) if len(rows) else (None, None)
        trial = Trial(len(rows), int(before.sum()), int(after.sum()), *ends)
        keep_trial(project, trial)
    return trial


def _embedded_sample(project: Project, backbone: Backbone, images: IntArray) -> Job[tuple[IntArray, Float32Array]]:
    """Return the images that can be read, in order, and their (n, D) vectors."""
    read: list[int] = []
    waiting: list[UInt8Array] = []
    found = [np.zeros((0, backbone.info.dim), np.float32)]

    def prepare(_row: ImageRow, _file: Path, pixels: UInt8Array) -> UInt8Array:
        return backbone.prepare(pixels)

    with closing(
        read_images(project, images, prepare, longest=enough_pixels(backbone.preprocessing.resize))
    ) as results:
        for result in results:
            yield Progress("embedding", len(read), len(images), device=backbone.device.label)
            if result is None or isinstance(result[1], Message):
                continue
            read.append(result[0].id)
            waiting.append(result[1])
            if len(waiting) == _BATCH:
                found.append(backbone.embed_prepared(np.stack(waiting)))
                waiting.clear()
    if waiting:
        found.append(backbone.embed_prepared(np.stack(waiting)))
    return np.array(read, np.int64), np.concatenate(found)
