"""Checkpoints of a training: written atomically and validated when read."""

import io
import os
import pickle
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import torch

from desktop_labeler.errors import LabelerError, refusal
from desktop_labeler.ml.hardware.devices import is_card_failure
from desktop_labeler.ml.pretrain.methods import State
from desktop_labeler.ml.pretrain.training import Course, Learns, Point


def store_state(file: Path, course: Course, state: State) -> None:
    """Write a checkpoint completely or not at all.

    Raises:
        LabelerError: the disk is full or the folder cannot be written; the last checkpoint is unchanged.
    """
    packed = io.BytesIO()
    torch.save({"course": asdict(course), "state": state}, packed)
    part = file.with_suffix(".part")
    try:
        with part.open("wb") as out:
            out.write(packed.getbuffer())
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        with suppress(OSError):  # where nothing can be removed, nothing was written
            part.unlink(missing_ok=True)
        raise LabelerError(
            "The state of the training could not be written to {folder} ({reason}). The training stopped; "
            "its last saved state is kept. Free some space and start it again: it resumes from there.",
            folder=file.parent,
            reason=refusal(error),
        ) from error


def restore_state(file: Path, trainer: Learns) -> Course | None:
    """Load the state of a checkpoint into a trainer; only tensors and numbers are loaded.

    Returns:
        The course of the training; None if the checkpoint is missing, damaged, or belongs to another training.

    Raises:
        RuntimeError: the graphics card failed; the checkpoint is unchanged.
    """
    try:
        stored = torch.load(file, map_location="cpu", weights_only=True)
        points = [Point(**point) for point in stored["course"].pop("curve")]
        course = Course(**stored["course"], curve=points)
        trainer.load(stored["state"])
    except (OSError, EOFError, RuntimeError, pickle.UnpicklingError, KeyError, TypeError, ValueError) as error:
        if is_card_failure(error):
            raise  # the checkpoint is not the cause and must be kept
        return None
    return course
