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

from desktop_labeler.messages import Message
from desktop_labeler.paths import cache_dir

Method: TypeAlias = Literal["simsiam", "byol", "fast"]
METHODS: tuple[Method, ...] = ("fast", "simsiam", "byol")
MINUTES = 20.0  # where nothing else is said


@dataclass(frozen=True)
class TrainingPlan:
    """What a training is to do.

    Attributes:
        method: see ml.pretrain.
        minutes: of training; None for epochs.
        epochs: passes over the images; None for minutes.
        start_from: name of a backbone, "none" for random weights, empty for the starter where there is one.
        architecture: network for random weights or a weight file; empty for one that suits.
        mirror: left and right may be swapped: not for text.
        upside_down: images may be turned by any quarter: microscopes, aerial images.
        colour: colours may change: not where the class is a colour.
    """

    method: Method = "fast"
    minutes: float | None = MINUTES
    epochs: float | None = None
    start_from: str = ""
    architecture: str = ""
    mirror: bool = True
    upside_down: bool = False
    colour: bool = True


@dataclass(frozen=True)
class LivePoint:
    """One point of the live curve.

    Attributes:
        at: minutes of training, or epochs, as the budget of the plan has it.
        loss: of the last steps; NaN before the first.
        spread: standard deviation of the unit outputs times √D: about 1 where images are told apart, 0 where not.
        agreement: kNN accuracy on the labelled images, in [0, 1]; None where it was not measured.
    """

    at: float
    loss: float
    spread: float
    agreement: float | None


@dataclass
class LiveTraining:
    """A training that runs, for the page that shows it: the job writes, the page reads, and may ask it to stop.

    Each value is replaced as a whole, so that another thread can read it at any time.

    Attributes:
        plan: what it is to do.
        name: of the backbone that it will be.
        start: what it starts from, in words.
        images: how many it learns from.
        device: where it runs.
        progress: fraction of the budget that is used, in [0, 1].
        seconds: of training so far.
        views_per_second: through the network and back.
        points: the curve so far.
        notes: what the person should know.
        learning: the network is being trained now.
        stop_wanted: set it to end the training early and compare what there is.
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
    """A training that was interrupted and can go on.

    Attributes:
        plan: what it is to do.
        name: of the backbone that it will be.
        progress: fraction of the budget that is used, in [0, 1], at its last checkpoint.
        seconds: of training until then.
        architecture: of its network, which without a word in the plan was chosen to suit the device.
    """

    plan: TrainingPlan
    name: str
    progress: float
    seconds: float
    architecture: str = ""


def training_folder(project_path: Path) -> Path:
    """Return where a project's training keeps small copies of the images and its checkpoint; it need not exist."""
    digest = hashlib.sha256(str(Path(project_path).resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return cache_dir() / "training" / digest[:24]


def checkpoint_file(project_path: Path) -> Path:
    """Return the file of the checkpoint; it need not exist."""
    return training_folder(project_path) / "checkpoint.pt"


def unfinished_training(project_path: Path) -> Unfinished | None:
    """Return the training of a project that was interrupted; None where there is none."""
    try:
        stored = json.loads((training_folder(project_path) / "plan.json").read_text(encoding="utf-8"))
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
    """Write down beside the checkpoint what it is of.

    Raises:
        OSError: the disk is full.
    """
    file = training_folder(project_path) / "plan.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(unfinished)), encoding="utf-8")
    part.replace(file)


def discard_training(project_path: Path) -> None:
    """Forget the interrupted training of a project; the small copies of its images stay for the next one."""
    folder = training_folder(project_path)
    for name in ("plan.json", "checkpoint.pt"):
        (folder / name).unlink(missing_ok=True)


def clear_other_trainings(project_path: Path) -> None:
    """Delete the small copies of other projects' images, except where a training can go on: only one is kept."""
    own = training_folder(project_path)
    for folder in own.parent.glob("*") if own.parent.is_dir() else ():
        if folder != own and not (folder / "plan.json").is_file():
            shutil.rmtree(folder, ignore_errors=True)
