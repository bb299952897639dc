"""Whether a better embedding is in the box than the one that a project began with; loads no networks."""

from dataclasses import asdict, dataclass

from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project

BEST = "photo"  # as backbone_registry names it
_EARLIER = ("starter", "built-in")  # the defaults of earlier versions; a backbone of the person's own is left alone
_SETTING = f"tried/{BEST}"


@dataclass(frozen=True)
class Trial:
    """What two embeddings made of the same labelled images.

    Attributes:
        labels: how many images were compared.
        before: of them those whose nearest others have their label, in the embedding in use.
        after: the same in the better one.
    """

    labels: int
    before: int
    after: int


@dataclass(frozen=True)
class BetterDefault:
    """The embedding in the box that new projects get and this one has not.

    Attributes:
        name: its name.
        trial: what it made of labels of this project; None before it was tried.
    """

    name: str
    trial: Trial | None


def better_default(project: Project) -> BetterDefault | None:
    """Return the better embedding for a project that uses one of earlier versions, None for others."""
    in_use = backbone_in_use(project)
    if in_use is None or in_use[1] not in _EARLIER:
        return None
    stored = project.setting(_SETTING)
    try:
        return BetterDefault(BEST, Trial(**stored) if isinstance(stored, dict) else None)
    except TypeError:
        return BetterDefault(BEST, None)  # written by another version


def keep_trial(project: Project, trial: Trial) -> None:
    """Keep what a trial found."""
    project.save_setting(_SETTING, asdict(trial))
