"""Which suggestions the sample of a certified accept was drawn from: what somebody needs to draw it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop_labeler.messages import Message


@dataclass(frozen=True)
class DrawnFrom:
    """The suggestions of some classes, or of every one, of some rank or higher.

    Attributes:
        classes: ids of the classes; empty for every class.
        above: the lowest rank, in [0, 1]; 0 for every rank, None where they were not chosen by rank.
    """

    classes: list[int] = field(default_factory=list)
    above: float | None = None

    def words(self, names: Mapping[int, str]) -> Message:
        """Return it in a few words, given the names of the classes, those that were deleted since too."""
        several = [names[number] for number in self.classes if number in names]
        if not self.classes and self.above:
            return Message("every class, rank {rank} or higher", rank=self.above)
        if not self.classes:
            return Message("every class")
        if self.above:
            return Message("class {classes}, rank {rank} or higher", classes=several, rank=self.above)
        return Message("class {classes}", classes=several)

    def as_json(self, names: Mapping[int, str]) -> dict[str, object]:
        """Return it for a file or for a script: classes by name, null for every class."""
        classes = [names[number] for number in self.classes if number in names] if self.classes else None
        return {"classes": classes, "above": self.above}


def read_drawn_from(stored: object) -> DrawnFrom | None:
    """Return what was stored as a dictionary; None where an older project does not tell, or it is something else."""
    if not isinstance(stored, dict):
        return None
    classes, above = stored.get("classes"), stored.get("above")
    if not isinstance(classes, list) or not all(isinstance(number, int) for number in classes):
        return None
    return DrawnFrom(classes, float(above) if isinstance(above, int | float) else None)
