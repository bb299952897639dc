"""Delete a backbone that was imported or trained here, unless a known project needs its weights."""

from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.computed.classifier import read_classifier
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.training.training_plan import unfinished_training
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.paths import data_dir
from desktop_labeler.progress import Job, Progress

_LARGEST = 16 << 20  # bytes of the file of settings


@dataclass(frozen=True)
class RemovedBackbone:
    """What came of a removal.

    Attributes:
        name: the backbone that is gone.
        freed: bytes that are free again.
        unread: known projects that could not be asked whether they use it.
    """

    name: str
    freed: int
    unread: tuple[Path, ...]

    def said(self) -> Message:
        """Return what happened, in words."""
        if not self.unread:
            return Message("“{name}” is removed: {size:.1f} MB are free again.", name=self.name, size=self.freed / 1e6)
        return Message(
            "“{name}” is removed: {size:.1f} MB are free again. {n:# recent project|# recent projects} could not be "
            "read, so it is not known whether {n:it uses|they use} it.",
            name=self.name,
            size=self.freed / 1e6,
            n=len(self.unread),
        )


def remove_backbone(name: str, project: Path | None = None) -> Job[RemovedBackbone]:
    """Delete the weights of a backbone; vectors that were made with it stay in their projects.

    Args:
        name: of a backbone that was imported or trained here.
        project: a project that is asked besides the recent ones.

    Raises:
        LabelerError: there is none of that name, a project needs it, or it cannot be deleted. Nothing was changed.
    """
    size = backbone_registry.weights_size(name)
    asked = list(dict.fromkeys([*([project] if project is not None else []), *recent_projects()]))
    unread = []
    for number, path in enumerate(asked):
        yield Progress("looking for projects that use it", number, len(asked))
        if not path.is_file():
            unread.append(path)
            continue
        try:
            needed = _needs(path, name)
        except LabelerError:
            unread.append(path)
            continue
        if needed is not None:
            raise LabelerError.of(needed)
    backbone_registry.remove_backbone(name)
    return RemovedBackbone(name, size, tuple(unread))


def _needs(path: Path, name: str) -> Message | None:
    """Return in words what a project needs a backbone for; None if it does not need it."""
    left = unfinished_training(path)
    with Project(path, "read") as project:
        used = backbone_in_use(project)
        classifier = read_classifier(project)
    if used is not None and used[1] == name:
        return Message(
            "“{name}” is in use in {project}. Nothing was changed; let that project use another backbone first.",
            name=name,
            project=path,
        )
    if classifier is not None and classifier.backbone == name:
        return Message(
            "The classifier of {project} continues “{name}”. Nothing was changed; discard that classifier first.",
            name=name,
            project=path,
        )
    if left is not None and left.plan.start_from == name:
        return Message(
            "An interrupted training in {project} started from “{name}”. Nothing was changed; continue or discard that "
            "training first.",
            name=name,
            project=path,
        )
    return None


def recent_projects() -> list[Path]:
    """Return the projects that were opened last in the window, as its settings name them; none without settings."""
    file = data_dir() / "settings.json"
    try:
        stored = parse_json(file.read_text(encoding="utf-8")) if file.stat().st_size <= _LARGEST else None
    except (OSError, ValueError):
        return []
    recent = stored.get("recent") if isinstance(stored, dict) else None
    return [Path(path) for path in recent if isinstance(path, str)] if isinstance(recent, list) else []
