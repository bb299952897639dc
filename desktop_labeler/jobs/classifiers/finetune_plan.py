"""A classifier's training as the window sees it: its live progress, its result, and what an interrupted one left.

Nothing here loads a network, so that the window can import it.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from desktop_labeler.data.computed.predictions import predicted_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.training.training_plan import LivePoint, training_folder
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message
from desktop_labeler.ml.finetune.part import PARTS as PARTS  # the window and the commands take them from here
from desktop_labeler.ml.finetune.part import Part as Part
from desktop_labeler.statistics import MeasuredFraction, PairedDifference

MINUTES = 5.0  # the default budget
FEWEST = 10  # labels that a classifier needs
TRAINED_HERE = "trained here"  # the model's name among those that suggest
Verdict: TypeAlias = Literal["better", "worse", "no difference", "unknown"]
_LAST = "classifier"  # the setting that holds the last result
_CHOSEN = "classifier plan"  # the setting that holds the budget of the last training, and its part


@dataclass(frozen=True)
class Judgement:
    """A classifier beside the suggestions of the program without it, on the same labels, none of which either has seen.

    Attributes:
        labels: number of labels that both were asked about.
        groups: how many groups of images they are of; 0 without groups.
        before: share of them that the program's other classifiers get right.
        after: share that the trained classifier gets right.
        joined: share that all of them get right together, as suggestions are made if it is kept.
        difference: of `after` and `before`, paired.
        gain: of `joined` and `before`, paired: what suggestions gain.
        likelier: of the logarithms of the probabilities that `joined` and `before` give the right class, paired.
        verdict: "better" or "worse" beyond chance, "no difference", or "unknown" with too few labels.
    """

    labels: int
    groups: int
    before: MeasuredFraction
    after: MeasuredFraction
    joined: MeasuredFraction
    difference: PairedDifference
    gain: PairedDifference
    likelier: PairedDifference
    verdict: Verdict

    @property
    def worse_in(self) -> Literal["suggestions", "alone", "probabilities"]:
        """In what a classifier that is judged "worse" is worse; in several, what a person notices first."""
        if self.gain.sign < 0:
            return "suggestions"
        return "alone" if self.difference.sign < 0 else "probabilities"


@dataclass(frozen=True)
class FinetuneResult:
    """The result of training a classifier.

    Attributes:
        judgement: whether it is better.
        kept: whether its predictions now take part in suggestions and suspects.
        labels: number of labels that it learnt from.
        classes: number of classes.
        images: number of images that it has classified.
        seconds: seconds of training.
        ended: "done", "stopped", or "broken".
        device: description of the device that it ran on.
        notes: further messages for the person.
        after: those of them that came up after the training itself.
    """

    judgement: Judgement
    kept: bool
    labels: int
    classes: int
    images: int
    seconds: float
    ended: str
    device: str
    notes: tuple[Message, ...]
    after: tuple[Message, ...] = ()


@dataclass
class LiveFinetune:
    """The state of a running training for the page Train: the job writes it, the page reads it.

    Attributes:
        minutes: the budget.
        part: what is trained.
        labels: number of labels that it learns from.
        progress: fraction of the training that is done, in [0, 1].
        seconds: seconds of training so far.
        points: the curve so far: accuracy on labels that the tails have not seen.
        notes: messages for the person.
        learning: whether the network is being trained now.
        stop_wanted: to be set to end the training early and judge the classifier as it is.
    """

    minutes: float = MINUTES
    part: Part = "last"
    labels: int = 0
    progress: float = 0.0
    seconds: float = 0.0
    points: tuple[LivePoint, ...] = ()
    notes: tuple[Message, ...] = ()
    learning: bool = False
    stop_wanted: bool = False


@dataclass(frozen=True)
class UnfinishedFinetune:
    """A training of a classifier that was interrupted and can be continued.

    Attributes:
        minutes: its budget.
        progress: fraction that was done at its last checkpoint, in [0, 1].
        seconds: seconds of training until then.
        part: what it trains.
    """

    minutes: float
    progress: float
    seconds: float
    part: Part = "last"


def remember_choice(project_path: Path, minutes: float, part: Part) -> None:
    """Store the budget of a training and what it trains, so that the next one begins with them.

    Raises:
        ProjectError: the project cannot be written.
    """
    with Project(project_path, durable=False) as project:
        project.save_setting(_CHOSEN, [minutes, part])


def last_choice(project: Project) -> tuple[float, Part] | None:
    """Return the budget of a project's last training in minutes, and its part; None before the first."""
    stored = project.setting(_CHOSEN)
    try:
        minutes, part = stored if isinstance(stored, list) else (0, "")
        usable = math.isfinite(minutes) and minutes > 0
        return (float(minutes), PARTS[PARTS.index(part)]) if usable else None
    except (TypeError, ValueError):
        return None  # written by another version


def finetune_folder(project_path: Path) -> Path:
    """Return the folder of the activations and the checkpoint of a classifier's training; it need not exist."""
    return training_folder(project_path) / "classifier"


def unfinished_finetune(project_path: Path) -> UnfinishedFinetune | None:
    """Return the interrupted training of a project's classifier; None if there is none."""
    folder = finetune_folder(project_path)
    try:
        stored = parse_json((folder / "plan.json").read_text(encoding="utf-8"))
        minutes, progress, seconds = (float(stored[name]) for name in ("minutes", "progress", "seconds"))
        found = UnfinishedFinetune(minutes, progress, seconds, PARTS[PARTS.index(stored.get("part", "last"))])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    usable = (folder / "checkpoint.pt").is_file() and (folder / "task.npz").is_file()
    return found if usable and math.isfinite(found.progress) and found.minutes > 0 else None


def was_begun(project_path: Path) -> bool:
    """Return whether a training of a project's classifier was interrupted, also where it cannot be resumed."""
    return (finetune_folder(project_path) / "task.npz").is_file()


def note_unfinished_finetune(project_path: Path, left: UnfinishedFinetune) -> None:
    """Store the description of an interrupted training beside its checkpoint.

    Raises:
        OSError: the disk is full.
    """
    file = finetune_folder(project_path) / "plan.json"
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(left)), encoding="utf-8")
    part.replace(file)


def discard_finetune(project_path: Path) -> None:
    """Delete the interrupted training of a project's classifier; activations are kept for the next one."""
    for name in ("plan.json", "checkpoint.pt", "task.npz"):
        (finetune_folder(project_path) / name).unlink(missing_ok=True)


def save_judgement(project: Project, judgement: Judgement | None, *, kept: bool) -> None:
    """Store how the last classifier was judged, and whether it is kept now; None for none."""
    stored = {"judgement": asdict(judgement), "kept": kept, "round": _round(project)} if judgement is not None else None
    project.save_setting(_LAST, stored)


def waits_for_a_round(project: Project) -> bool:
    """Return whether no round was run since the classifier was kept, so that no suggestion knows it yet."""
    stored = project.setting(_LAST)
    return isinstance(stored, dict) and bool(stored.get("kept")) and _round(project) == stored.get("round")


def _round(project: Project) -> object:
    return project.setting("round", 0)


def last_judgement(project: Project) -> tuple[Judgement, bool] | None:
    """Return how the last classifier of a project was judged and whether it is kept; None before the first.

    Its predictions may have been removed since, as those of any model: then it is not kept any more.
    """
    stored = project.setting(_LAST)
    try:
        if not isinstance(stored, dict):
            return None
        return _read(stored["judgement"]), bool(stored["kept"]) and len(predicted_images(project, TRAINED_HERE)) > 0
    except (KeyError, TypeError):
        return None  # written by another version


def _read(stored: dict[str, Any]) -> Judgement:
    shares = {name: MeasuredFraction(**stored[name]) for name in ("before", "after", "joined")}
    paired = {name: PairedDifference(**stored[name]) for name in ("difference", "gain", "likelier")}
    return Judgement(**{**stored, **shares, **paired})
