"""Whether the program has a better default embedding than the one a project uses; loads no networks."""

from dataclasses import asdict, dataclass

from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project

BEST = "photo"  # its name in backbone_registry
_EARLIER = ("starter", "built-in")  # the defaults of earlier versions; a backbone of the person's own is left alone
_SETTING = f"tried/{BEST}"


@dataclass(frozen=True)
class Trial:
    """A comparison of two embeddings on the same labelled images.

    Attributes:
        labels: number of images that were compared.
        before: number of these whose nearest other images have their label, with the embedding in use.
        after: the same number with the better embedding.
        low: lower end of the 95 % interval of the change, image by image, in [-1, 1]; None where it is not known.
        high: its upper end.
    """

    labels: int
    before: int
    after: int
    low: float | None = None
    high: float | None = None

    @property
    def sign(self) -> int:
        """1 if it rose beyond chance, −1 if it fell; 0 where that is not known."""
        if self.low is None or self.high is None:
            return 0
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


@dataclass(frozen=True)
class BetterDefault:
    """The default embedding of new projects, which this project does not use.

    Attributes:
        name: name of the backbone.
        trial: comparison on labels of this project; None before it was made.
    """

    name: str
    trial: Trial | None


def better_default(project: Project) -> BetterDefault | None:
    """Return the better embedding for a project that uses a default of an earlier version; None for others."""
    in_use = backbone_in_use(project)
    if in_use is None or in_use[1] not in _EARLIER:
        return None
    stored = project.setting(_SETTING)
    try:
        return BetterDefault(BEST, Trial(**stored) if isinstance(stored, dict) else None)
    except TypeError:
        return BetterDefault(BEST, None)  # written by another version


def keep_trial(project: Project, trial: Trial) -> None:
    """Store the result of a trial."""
    project.save_setting(_SETTING, asdict(trial))
