"""Exports the classifier of a project as a folder that works without this program."""

import hashlib
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_labeler import __version__
from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.formats.exported_classifier import (
    ABOUT,
    CARD,
    ONNX,
    PREPARE,
    SCRIPT,
    TORCH,
    ExportedClassifier,
)
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.model_card import Measured, model_card
from desktop_labeler.jobs.classifiers.project_classifier import project_classifier
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.jobs.images.read_images import enough_pixels
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.messages import Message, visible
from desktop_labeler.ml.export.write_classifier import onnx_file_of, save_program, torch_program
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.paths import resource
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import MeasuredFraction

ModelFormat: TypeAlias = Literal["onnx", "torch"]


@dataclass(frozen=True)
class ExportedModel:
    """What was exported.

    Attributes:
        out: the folder.
        files: the names of the files in it.
        classes: the names of the classes.
        accuracy: on labels that it had not seen.
        notes: what else the person should know.
    """

    out: Path
    files: tuple[str, ...]
    classes: tuple[str, ...]
    accuracy: MeasuredFraction
    notes: tuple[Message, ...] = ()


def export_model(project_path: Path, out: Path, *, format: ModelFormat = "onnx") -> Job[ExportedModel]:  # noqa: A002 - the word of the command line
    """Write the classifier of a project to a new folder, completely or not at all.

    Args:
        project_path: the project, which is only read.
        out: the folder to make; it must not exist, nor be inside a folder of the project's images.
        format: "onnx", or "torch" for a program of torch.export.

    Raises:
        LabelerError: there is nothing to export, the network cannot be written in this format, or `out` cannot be used.
    """
    out = Path(out).absolute()
    with Project(project_path, "read") as project:
        check_place_of(project, out)
        yield Progress("opening the classifier")
        found = yield from project_classifier(project, cpu_device())
        shape = found.preprocessing
        measured = Measured(found.accuracy, found.grouped, found.what, found.unlike, tuple(map(str, found.notes)))
        about = ExportedClassifier(
            name=visible(project.path.stem),
            made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            program=__version__,
            model=ONNX if format == "onnx" else TORCH,
            sha256="",
            classes=found.classes,
            labels=found.labels,
            unlike_below=found.unlike_below if math.isfinite(found.unlike_below) else None,
            preprocessing={
                "size": shape.size,
                "resize": shape.resize,
                "fit": shape.fit,
                "interpolation": shape.interpolation,
                "longest": enough_pixels(shape.resize),
            },
            display=display_range(project),
        )
        program = yield from on_thread(lambda: torch_program(found.network(), shape), Progress("writing the network"))
        properties = {"name": about.name, "classes": "\n".join(about.classes), "made": about.made}
        with complete_or_gone(out) as part:
            part.mkdir()
            if format == "onnx":
                write = partial(onnx_file_of, program, shape, len(about.classes), found.architecture, properties)
                (part / about.model).write_bytes((yield from on_thread(write, Progress("writing the network"))))
            else:
                yield from on_thread(
                    partial(save_program, program, part / about.model), Progress("writing the network")
                )
            with (part / about.model).open("rb") as stream:
                about = replace(about, sha256=hashlib.file_digest(stream, "sha256").hexdigest())
            (part / ABOUT).write_text(about.text(), encoding="utf-8")
            (part / CARD).write_text(model_card(project, about, measured), encoding="utf-8")
            script = SCRIPT if format == "onnx" else "predict_torch.py"
            (part / SCRIPT).write_bytes(resource("export", script).read_bytes())
            (part / PREPARE).write_bytes(resource("export", PREPARE).read_bytes())
    return ExportedModel(
        out, (about.model, ABOUT, SCRIPT, PREPARE, CARD), about.classes, measured.accuracy, found.notes
    )
