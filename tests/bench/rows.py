"""One line of the benchmark table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measured figure beside what was asked.

    Attributes:
        name: what was measured.
        value: the figure.
        unit: its unit ("s", "MB", "ratio", …).
        n: how many times or over how many things it was measured.
        asked: the target in words ("≤ 1.0"), empty when nothing was asked.
    """

    name: str
    value: float
    unit: str
    n: int = 1
    asked: str = ""
