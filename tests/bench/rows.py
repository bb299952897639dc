"""A row of the benchmark table."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A measured figure, and its target.

    Attributes:
        name: what was measured.
        value: the figure.
        unit: its unit ("s", "MB", "ratio", …).
        n: the number of measurements, or of the things measured.
        asked: the target as text ("≤ 1.0"), empty if there is none.
    """

    name: str
    value: float
    unit: str
    n: int = 1
    asked: str = ""
