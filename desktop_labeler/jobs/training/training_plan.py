"""The plan of a training, its live progress, and what is stored of an interrupted one.

Nothing here loads a network, so that the window can import it.
"""

import hashlib
import json
import math
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message
from desktop_labeler.paths import cache_dir

Method: TypeAlias = Literal["simsiam", "byol", "fast"]
METHODS: tuple[Method, ...] = ("fast", "simsiam", "byol")
MINUTES = 20.0  # the default budget
_LAST = "training_plan"  # the setting of a project that holds the plan of its last training


@dataclass(frozen=True)
class TrainingPlan:
    """The settings of a training.

    Attributes:
        method: see ml.pretrain.methods.
        minutes: minutes of training; None for epochs.
        epochs: passes over the images; None for minutes.
        start_from: name of a backbone, "none" for random weights, empty for the one in use if it can be
            trained, else the starter.
        architecture: network for random weights or a weight file; empty for an automatic choice.
        mirror: whether left and right may be swapped; not suitable for text.
        upside_down: whether images may be rotated by multiples of 90°, as with microscopes and aerial images.
        colour: whether colours may change; not suitable if colour decides the class.
    """

    method: Method = "fast"
    minutes: float | None = MINUTES
    epochs: float | None = None
    start_from: str = ""
    architecture: str = ""
    mirror: bool = True
    upside_down: bool = False
    colour: bool = True


def remember_plan(project_path: Path, plan: TrainingPlan) -> None:
    """Store the plan of a training, so that the next one begins with it.

    Raises:
        ProjectError: the project cannot be written.
    """
    with Project(project_path, durable=False) as project:
        project.save_setting(_LAST, asdict(plan))


def last_plan(project: Project) -> TrainingPlan | None:
    """Return the plan of a project's last training; None before the first."""
    stored = project.setting(_LAST)
    try:
        plan = TrainingPlan(**stored) if isinstance(stored, dict) else None
    except TypeError:
        return None  # written by another version
    if plan is None or plan.method not in METHODS:
        return None
    budget = plan.minutes if plan.minutes is not None else plan.epochs
    usable = isinstance(budget, (int, float)) and math.isfinite(budget) and budget > 0
    return plan if usable else None


@dataclass(frozen=True)
class LivePoint:
    """One point of the live curve.

    Attributes:
        at: minutes of training or epochs, in the unit of the plan's budget.
        loss: mean loss of the last steps; NaN before the first.
        spread: standard deviation of the unit outputs times √D: about 1 when outputs differ well, 0 after a collapse.
        agreement: kNN accuracy on the labelled images, in [0, 1]; None where it was not measured.
    """

    at: float
    loss: float
    spread: float
    agreement: float | None


@dataclass
class LiveTraining:
    """The state of a running training for the Train page: the job writes it, the page reads it and may request a stop.

    Each value is replaced as a whole, so that another thread can read it at any time.

    Attributes:
        plan: settings of the training.
        name: name of the backbone that it will make.
        start: description of the weights that it starts from.
        images: number of images that it learns from.
        device: description of the device that it runs on.
        progress: fraction of the budget that is used, in [0, 1].
        seconds: seconds of training so far.
        views_per_second: views processed per second, forward and backward.
        points: the curve so far.
        notes: messages for the person.
        learning: whether the network is being trained now.
        stop_wanted: to be set to end the training early and compare the network as it is.
    """

    plan: TrainingPlan = field(default_factory=TrainingPlan)
    name: str = ""
    start: str = ""
    images: int = 0
    device: str = ""
    progress: float = 0.0
    seconds: float = 0.0
    views_per_second: float = 0.0
    points: tuple[LivePoint, ...] = ()
    notes: tuple[Message, ...] = ()
    learning: bool = False
    stop_wanted: bool = False


@dataclass(frozen=True)
class Unfinished:
    """A training that was interrupted and can be continued.

    Attributes:
        plan: settings of the training.
        name: name of the backbone that it will make.
        progress: fraction of the budget that was used at its last checkpoint, in [0, 1].
        seconds: seconds of training until then.
        architecture: name of its network, which was chosen to suit the device if the plan has none.
    """

    plan: TrainingPlan
    name: str
    progress: float
    seconds: float
    architecture: str = ""


def training_folder(project_path: Path) -> Path:
    """Return the folder of a training's small copies of images and its checkpoint; it need not exist."""
    digest = hashlib.sha256(str(real_path(Path(project_path))).encode("utf-8", "surrogateescape")).hexdigest()
    return cache_dir() / "training" / digest[:24]


def checkpoint_file(project_path: Path) -> Path:
    """Return the file of the checkpoint; it need not exist."""
    return training_folder(project_path) / "checkpoint.pt"


def unfinished_training(project_path: Path) -> Unfinished | None:
    """Return the interrupted training of a project; None if there is none."""
    try:
        stored = parse_json((training_folder(project_path) / "plan.json").read_text(encoding="utf-8"))
        found = Unfinished(
            TrainingPlan(**stored["plan"]),
            str(stored["name"]),
            float(stored["progress"]),
            float(stored["seconds"]),
            str(stored.get("architecture", "")),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None
    readable = checkpoint_file(project_path).is_file() and math.isfinite(found.progress)
    return found if readable and found.plan.method in METHODS else None


def note_unfinished(project_path: Path, unfinished: Unfinished) -> None:
    """Store the description of an interrupted training beside its checkpoint.

    Raises:
        OSError: the disk is full.
    """
    file = training_folder(project_path) / "plan.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(unfinished)), encoding="utf-8")
    part.replace(file)


def discard_training(project_path: Path) -> None:
    """Delete the interrupted training of a project; the small copies of its images are kept for the next one."""
    folder = training_folder(project_path)
    for name in ("plan.json", "checkpoint.pt"):
        (folder / name).unlink(missing_ok=True)


def clear_other_trainings(project_path: Path) -> None:
    """Delete what trainings keep of other projects' images, unless one can be continued."""
    own = training_folder(project_path)
    for folder in own.parent.glob("*") if own.parent.is_dir() else ():
        if folder != own and not any(folder.rglob("plan.json")):
            shutil.rmtree(folder, ignore_errors=True)
