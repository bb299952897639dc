"""What a part of the fault tests found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

_SHOWN = 3  # problems of a kind


def outside_text(outside: Sequence[str]) -> str:
    """Return the problem that files outside were changed."""
    return f"outside: {', '.join(outside[:4])}"


@dataclass(frozen=True)
class Result:
    """One line of the table.

    Attributes:
        name: what was tried.
        tries: how often.
        problems: a text for each thing that must not be.
        lost: decisions that were lost.
        outside: files that were written where they must not be.
        of: of how many places it was tried at `tries`; 0 where there is no such number.
        note: a figure to print with it.
    """

    name: str
    tries: int
    problems: list[str] = field(default_factory=list)
    lost: int = 0
    outside: int = 0
    of: int = 0
    note: str = ""

    @property
    def line(self) -> str:
        """The line of the table, with the first problems below it."""
        tries = f"{self.tries:,} of {self.of:,}" if self.of else f"{self.tries:,}"
        line = f"{self.name:<48} {tries:>16} {len(self.problems):>9} {self.lost:>6} {self.outside:>8}  {self.note}"
        return "\n".join([line.rstrip(), *(f"    {problem[-1500:]}" for problem in self.problems[:_SHOWN])])


HEAD = f"{'what':<48} {'tries':>16} {'problems':>9} {'lost':>6} {'outside':>8}"
