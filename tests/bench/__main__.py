"""Runs benchmarks: `python3 packaging/dev.py bench [NAME…]`; without names, all that are not opt-in."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, cast

from tests.bench.rows import Row


class Benchmark(Protocol):
    """A module bench_*.py; with OPT_IN = True it runs only if it is named."""

    def run(self) -> Iterator[Row]: ...


_GROUPS = {"ml": ("graph", "suggest", "suspects", "select", "embed", "starter", "round")}


def main(names: list[str]) -> int:
    """Print the table; a benchmark that fails is reported, and the others still run.

    Returns:
        0, 1 if a benchmark failed, 2 if a name is unknown.
    """
    found = {path.stem.removeprefix("bench_"): path for path in sorted(Path(__file__).parent.glob("bench_*.py"))}
    wanted = [part for name in names for part in _GROUPS.get(name, (name,)) if part in found or name not in _GROUPS]
    unknown = [name for name in wanted if name not in found]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join([*found, *_GROUPS])}.")
        return 2
    failed = 0
    print(f"{'name':<74} {'value':>12}  {'unit':<12} {'n':>9}  asked")
    for name in wanted or found:
        module = importlib.import_module(f"tests.bench.bench_{name}")
        if not names and getattr(module, "OPT_IN", False):
            continue
        try:
            for row in cast("Benchmark", module).run():
                line = f"{name + ': ' + row.name:<74} {row.value:>12.4g}  {row.unit:<12} {row.n:>9}  {row.asked}"
                print(line.rstrip(), flush=True)
        except FileNotFoundError as error:
            print(f"{name}: left out, the data it measures on is not here ({error.filename})", flush=True)
        except Exception as error:  # noqa: BLE001 - reported in the table; the others still run
            failed = 1
            print(f"{name}: failed: {error!r}", flush=True)
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
