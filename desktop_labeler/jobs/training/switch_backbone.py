"""The backbones available to a project: which one it uses, how good each is for it, and switching to another."""

from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.computed.embeddings import backbone_in_use, stored_backbones, use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.better_default import BEST, BetterDefault, better_default
from desktop_labeler.jobs.embedding.compare_embeddings import (
    Comparison,
    backbone_keys,
    last_comparison,
    measured_agreement,
)
from desktop_labeler.jobs.embedding.find_flips import flips_of
from desktop_labeler.jobs.training.training_plan import Unfinished, unfinished_training
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry, patches
from desktop_labeler.ml.backbones.backbone import BackboneInfo, Flips
from desktop_labeler.ml.backbones.checkpoints import Checkpoint
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import MeasuredFraction

_OWN = ("imported", "trained")  # kinds whose weights lie in the person's own folder


@dataclass(frozen=True)
class BackboneRow:
    """One backbone.

    Attributes:
        name: how it is asked for.
        kind: "starter", "trained", "imported" and so on; empty for one whose file is gone.
        source: where it comes from, in words.
        dim: length of its vectors; 0 for one whose file is gone.
        in_use: the project uses it.
        trainable: a training can begin with it.
        agreement: labelled images whose nearest others have their label, when it was compared last; None before.
        size: bytes of its file, where it was imported or trained here and can be removed; else 0.
    """

    name: str
    kind: str
    source: Message
    dim: int
    in_use: bool
    trainable: bool
    agreement: MeasuredFraction | None
    size: int = 0


@dataclass(frozen=True)
class TrainingOutlook:
    """What the page of trainings shows of a project.

    Attributes:
        rows: the backbones at hand, the one in use first.
        images: usable ones.
        labels: images with a label.
        comparison: the last one, None before the first.
        unfinished: a training that was interrupted, None without one.
        flips: of an image that count as alike for embeddings with small patches; None before that was found.
        graphics_card: this computer has one that networks can run on.
        better: the embedding of new projects, where this one uses an earlier one.
    """

    rows: tuple[BackboneRow, ...]
    images: int
    labels: int
    comparison: Comparison | None
    unfinished: Unfinished | None
    flips: Flips | None = None
    graphics_card: bool = False
    better: BetterDefault | None = None


def training_outlook(project: Project) -> TrainingOutlook:
    """Read what there is to train with, and what came of it; loads the networks' library, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    in_use, keys = backbone_in_use(project), backbone_keys(project)
    used = in_use[1] if in_use is not None else ""
    if in_use is not None:
        keys[used] = in_use[0]
    known = {info.name: info for info in list_backbones()}
    names = sorted(known, key=lambda name: name != used)
    if used and used not in known:
        names.insert(0, used)
    rows = [_row(project, name, known.get(name), name == used, keys.get(name, "")) for name in names]
    counts = project.counts()
    return TrainingOutlook(
        rows=tuple(rows),
        images=sum(counts.values()),
        labels=sum(count for (_, class_id), count in counts.items() if class_id is not None),
        comparison=last_comparison(project),
        unfinished=unfinished_training(project.path),
        flips=flips_of(project),
        better=better_default(project) if backbone_registry.default_name() == BEST else None,
        graphics_card=choose_device().kind != "cpu",
    )


def _row(project: Project, name: str, info: BackboneInfo | None, in_use: bool, key: str) -> BackboneRow:
    return BackboneRow(
        name=name,
        kind=info.kind if info is not None else "",
        source=info.source if info is not None else Message(""),
        dim=info.dim if info is not None else 0,
        in_use=in_use,
        trainable=info is not None and name != patches.NAME,
        agreement=measured_agreement(project, key) if key else None,
        size=backbone_registry.weights_size(name) if info is not None and info.kind in _OWN else 0,
    )


def import_backbone(file: Path, name: str, architecture: str | None = None) -> Job[tuple[BackboneInfo, Checkpoint]]:
    """Copy the weights of a checkpoint into the registry.

    Args:
        file: the checkpoint; only read.
        name: what it is called from now on.
        architecture: the network that it is for; None guesses it.

    Returns:
        The backbone, and what was found in the file.

    Raises:
        LabelerError: the file or the name cannot be used; nothing was changed.
    """
    yield Progress("reading the weights")
    return backbone_registry.import_backbone(file, name, architecture=architecture)


def list_backbones() -> list[BackboneInfo]:
    """Return the backbones at hand, the starter first."""
    return backbone_registry.list_backbones()


def switch_backbone(project_path: Path, key: str, name: str) -> Job[None]:
    """Let a project use another embedding that it has.

    Raises:
        LabelerError: the project has no embedding with that key.
        ProjectError: the project cannot be written.
    """
    yield Progress("changing the backbone")
    with Project(project_path, durable=False) as project:
        if key not in stored_backbones(project):
            raise LabelerError(
                "The project has not been analysed with “{name}” yet. Nothing was changed; choose it in the "
                "list of backbones.",
                name=name,
            )
        use_backbone(project, key, name)
