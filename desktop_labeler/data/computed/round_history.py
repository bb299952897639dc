"""The summary that is kept of every round when the next one replaces it, for the learning curve."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json

NAME = "rounds/number"  # an array of the numbers; each part is stamped with the line of its round


@dataclass(frozen=True)
class SuggestionOutcomes:
    """How people decided on the suggestions of one round, which were made before they decided.

    People chose what to decide, so this does not measure accuracy on the remaining images.

    Attributes:
        round: the number of the round.
        kept: images that got the class that was suggested.
        changed: images that got another class, or none of the classes, or "not this class".
        unsure: images that they could not tell; in neither of the two.
        together: how many of `kept` were accepted several at once.
    """

    round: int
    kept: int = 0
    changed: int = 0
    unsure: int = 0
    together: int = 0

    @property
    def count(self) -> int:
        """How many suggestions were right or wrong."""
        return self.kept + self.changed


@dataclass(frozen=True)
class RoundLine:
    """One round.

    Attributes:
        round: its number.
        when: ISO 8601, UTC.
        decisions: number of the last decision that it knew.
        backbone: key of the embedding.
        method: how suggestions were made.
        images: how many it looked at.
        classes: how many there were.
        labels: how many images had one.
        checked: how many labels were compared with out-of-fold predictions.
        right: how many of them agreed.
        low: lower end of the 95 % interval of right / checked, which counts images of one group as fewer; 0 with none.
        high: upper end; 1 with none.
        groups: how many groups were never split between learning and checking, 0 where images have no group.
        suggested: undecided images with a suggestion.
        suspects: how many labels were to be checked.
        seconds: how long it took.
        earlier: how people had decided on the suggestions of the previous round; None for the first.
        late: the same of the rounds before that one, to which pages that still showed them brought answers later.
    """

    round: int
    when: str
    decisions: int
    backbone: str
    method: str
    images: int
    classes: int
    labels: int
    checked: int
    right: int
    low: float
    high: float
    groups: int
    suggested: int
    suspects: int
    seconds: float
    earlier: SuggestionOutcomes | None = None
    late: tuple[SuggestionOutcomes, ...] = ()

    @property
    def accuracy(self) -> float | None:
        """Fraction of the checked labels that agreed, in [0, 1]; None if none could be checked."""
        return self.right / self.checked if self.checked else None


def as_part(line: RoundLine) -> tuple[AnyArray, Mapping[str, object]]:
    """Return a line as the part of the array that stores it, and its stamp."""
    return np.array([line.round], np.int64), asdict(line)


def past_rounds(project: Project) -> list[RoundLine]:
    """Return every round that was kept, in the order they were run; those of older program versions left no line.

    Raises:
        ProjectError: the file cannot be read.
    """
    stamps = project.read(parse_json, "SELECT stamp FROM array WHERE name = ? ORDER BY part", (NAME,))
    return [_line(stamp) for stamp in stamps]


def _line(stored: dict[str, Any]) -> RoundLine:
    """Fields that a newer version adds are left out."""
    known = {field.name for field in fields(RoundLine)}
    values = {name: value for name, value in stored.items() if name in known}
    earlier = values.get("earlier")
    values["earlier"] = SuggestionOutcomes(**earlier) if isinstance(earlier, dict) else None
    values["late"] = tuple(SuggestionOutcomes(**one) for one in values.get("late", ()))
    return RoundLine(**values)
