"""A row of the benchmark table, and rows that a process of its own measures."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


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


def rows_of(module: str, place: Path, *arguments: str | Path) -> Iterator[Row]:
    """Run a benchmark's module in a new process without a display, and yield each row as soon as it is measured.

    Args:
        module: the name of the module; it hands its rows to `print_rows`.
        place: an empty folder for what the program stores.
        arguments: what the module gets.

    Raises:
        subprocess.CalledProcessError: the process failed.
    """
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "DESKTOP_LABELER_DATA": str(place / "data")}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Row(**json.loads(line))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def print_rows(rows: Iterable[Row]) -> None:
    """Print rows for `rows_of`."""
    for row in rows:
        print(json.dumps(row.__dict__), flush=True)
