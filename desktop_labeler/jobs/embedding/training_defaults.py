"""What a training of a project would do by default: read from its file alone, so that no network has to be loaded."""

from dataclasses import dataclass

from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project

FLIPS = "flips"  # the setting of a project that says which flips of its images are equivalent
_STARTER, _UNTRAINABLE = "starter", ("built-in",)


@dataclass(frozen=True)
class TrainingDefaults:
    """The defaults of a training.

    Attributes:
        images: the number of images to learn from.
        start: the name of the backbone that it starts from.
        flips: the flips that the images are known to be equivalent under: "none", "mirror", "any"; None if unknown.
    """

    images: int
    start: str
    flips: str | None


def training_defaults(project: Project) -> TrainingDefaults:
    """Read the defaults of a project.

    Raises:
        ProjectError: the file cannot be read.
    """
    in_use, flips = backbone_in_use(project), project.setting(FLIPS)
    start = in_use[1] if in_use is not None and in_use[1] not in _UNTRAINABLE else _STARTER
    return TrainingDefaults(sum(project.counts().values()), start, flips if isinstance(flips, str) else None)
