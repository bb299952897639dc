"""What the page Train starts on other threads, where the networks are imported to keep the start fast."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.finetune_plan import LiveFinetune, remember_choice
from desktop_labeler.jobs.embedding.load_networks import load_beside, load_networks, load_now
from desktop_labeler.jobs.embedding.training_defaults import TrainingDefaults, training_defaults
from desktop_labeler.jobs.training.training_plan import LiveTraining, TrainingPlan, last_plan, remember_plan
from desktop_labeler.progress import Job

if TYPE_CHECKING:
    from desktop_labeler.jobs.embedding.embed import FlipsChoice
    from desktop_labeler.jobs.training.switch_backbone import TrainingOutlook


def free_name(file: Path, taken: set[str]) -> str:
    """Return a name for the backbone of a file: the file's name, with a number if it is taken."""
    stem = re.sub(r"[^\w.-]+", "-", file.stem).strip("-.")[:50] or "imported"
    name, number = stem, 2
    while name in taken or not re.match(r"\w", name):
        name, number = f"{stem if re.match('[a-zA-Z0-9_]', stem) else 'imported'}-{number}", number + 1
    return name


def read_outlook(project: Project) -> "TrainingOutlook":
    """Read the outlook, and import what draws the curve (0.25 s) so that the window need not wait."""
    load_now("desktop_labeler.jobs.training.switch_backbone")
    load_beside("desktop_labeler.ui.pages.train.live_chart")  # imported here, used on the main thread
    from desktop_labeler.jobs.training.switch_backbone import training_outlook

    return training_outlook(project)


def read_defaults(project: Project) -> tuple[TrainingDefaults, TrainingPlan | None]:
    """Read what is known before the networks are loaded: the defaults of a training, and the plan of the last one."""
    return training_defaults(project), last_plan(project)


def _device(wanted: str) -> Literal["auto", "cpu", "cuda", "mps"]:
    return cast("Literal['auto', 'cpu', 'cuda', 'mps']", wanted)


def train(path: Path, plan: TrainingPlan, device: str, live: LiveTraining) -> Job[object]:
    """Train; the networks are imported here, on the job's thread, to keep the start fast."""
    remember_plan(path, plan)
    yield from load_networks("desktop_labeler.jobs.training.pretrain")
    from desktop_labeler.jobs.training.pretrain import pretrain_project

    result = yield from pretrain_project(path, plan, device=_device(device), live=live)
    return result


def train_classifier(path: Path, device: str, live: LiveFinetune) -> Job[object]:
    """Train a classifier on the labels."""
    remember_choice(path, live.minutes, live.part)
    yield from load_networks("desktop_labeler.jobs.classifiers.finetune")
    from desktop_labeler.jobs.classifiers.finetune import finetune_project

    device_ = _device(device)
    result = yield from finetune_project(path, minutes=live.minutes, part=live.part, device=device_, live=live)
    return result


def keep_trained(path: Path, device: str) -> Job[object]:
    """Let the trained classifier take part in suggestions."""
    yield from load_networks("desktop_labeler.jobs.classifiers.keep_classifier")
    from desktop_labeler.jobs.classifiers.keep_classifier import keep_classifier

    result = yield from keep_classifier(path, device=_device(device))
    return result


def discard_trained(path: Path) -> Job[object]:
    """Remove the trained classifier."""
    yield from load_networks("desktop_labeler.jobs.classifiers.keep_classifier")
    from desktop_labeler.jobs.classifiers.keep_classifier import discard_classifier

    yield from discard_classifier(path)
    return None


def use(path: Path, name: str | None, device: str, flips: str | None = None) -> Job[object]:
    """Let a project use a backbone and equivalent flips; missing embeddings are computed first."""
    yield from load_networks()
    from desktop_labeler.jobs.embedding.embed import embed_project

    result = yield from embed_project(
        path, backbone=name, device=_device(device), flips=cast("FlipsChoice | None", flips)
    )
    return result


def try_better(path: Path, device: str) -> Job[object]:
    """Try the embedding of new projects on some labelled images."""
    yield from load_networks()
    from desktop_labeler.jobs.embedding.try_default import try_default

    result = yield from try_default(path, device=_device(device))
    return result


def switch(path: Path, key: str, name: str) -> Job[object]:
    """Let a project use embeddings that it already has."""
    yield from load_networks("desktop_labeler.jobs.training.switch_backbone")
    from desktop_labeler.jobs.training.switch_backbone import switch_backbone

    yield from switch_backbone(path, key, name)
    return None


def remove(name: str, project: Path) -> Job[object]:
    """Delete a backbone that was imported or trained here, unless a project needs it."""
    yield from load_networks("desktop_labeler.jobs.training.remove_backbone")
    from desktop_labeler.jobs.training.remove_backbone import remove_backbone

    result = yield from remove_backbone(name, project)
    return result


def import_weights(file: Path, name: str) -> Job[object]:
    """Import the weights of a file as a backbone."""
    yield from load_networks("desktop_labeler.jobs.training.switch_backbone")
    from desktop_labeler.jobs.training.switch_backbone import import_backbone

    result, _ = yield from import_backbone(file, name)
    return result
