"""Run the fault tests: `python3 packaging/dev.py test --faults`; see CONTRIBUTING."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import desktop_labeler
from tests.faults import calls
from tests.faults.results import HEAD, Result

Part = Callable[[float], Iterator[Result]]  # is given when to be done, by time.monotonic()
# Parts of the time, in the order in which they run; what one does not need goes to those behind it.
_SHARES = {
    "memory": 4,
    "inputs": 9,
    "threads": 3,
    "weights": 4,
    "images": 10,
    "tables": 8,
    "projects": 12,
    "window": 9,
    "sweep": 75,
}


def main(arguments: Sequence[str]) -> int:
    """Print the table as it grows; 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="dev.py test --faults", description=__doc__)
    parser.add_argument("--parts", nargs="*", help=f"some of: {', '.join(_SHARES)}")
    parser.add_argument("--only", default="", help="part of the names of the commands of the sweep, or of the inputs")
    parser.add_argument("--minutes", type=float, default=50, help="of the whole run, or of the parts that are named")
    parser.add_argument("--files", type=int, default=10_000, help="mutated images at most; a fifth of each other kind")
    parser.add_argument("--histories", type=int, default=200, help="random histories of two threads at most")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    if not calls.is_possible():
        print("The fault tests need Linux and a C compiler (cc), which stands between the program and its disk.")
        return 1
    calls.start_counted()
    work = Path(tempfile.mkdtemp(prefix="faults "))
    try:
        return _run(chosen, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _run(chosen: argparse.Namespace, work: Path) -> int:
    parts, named = _parts(chosen, work), chosen.parts or list(_SHARES)
    began, results = time.monotonic(), list[Result]()
    print(HEAD, flush=True)
    for number, name in enumerate(named):
        left = began + 60 * chosen.minutes - time.monotonic()
        share = _SHARES[name] / sum(_SHARES[other] for other in named[number:])
        for result in parts[name](time.monotonic() + share * left):
            print(result.line, flush=True)
            results.append(result)
        print(f"  {name}: until minute {(time.monotonic() - began) / 60:.1f}", flush=True)
    problems = sum(len(result.problems) for result in results)
    tries, lost = sum(result.tries for result in results), sum(result.lost for result in results)
    outside = sum(result.outside for result in results)
    print(f"{tries:,} tries: {problems:,} problems, {lost:,} decisions lost, {outside:,} files outside.")
    return 1 if problems or lost or outside else 0


def _load_everything() -> None:
    """Import what the commands import as they run, once for all the forks."""
    for module in walk_packages(desktop_labeler.__path__, f"{desktop_labeler.__name__}."):
        if not module.name.startswith(("desktop_labeler.ui", "desktop_labeler.__main__")):
            import_module(module.name)
    for name in ("torch.export", "torch._inductor.config", "networkx"):
        import_module(name)


def _parts(chosen: argparse.Namespace, work: Path) -> dict[str, Part]:
    _load_everything()
    from tests.faults import hostile, inputs, mutated, sweep, threads, window

    each = chosen.files // 5
    return {
        "memory": lambda _: hostile.run(work),
        "inputs": lambda until: inputs.run(work, chosen.only, until),
        "threads": partial(threads.run, chosen.histories, work, chosen.seed),
        "weights": partial(mutated.weights, each, work, chosen.seed),
        "images": partial(mutated.images, chosen.files, work, chosen.seed),
        "tables": partial(mutated.tables, each, work, chosen.seed),
        "projects": partial(mutated.projects, each, work, chosen.seed),
        "window": partial(window.run, work),
        "sweep": lambda until: sweep.run(until, work, chosen.only),
    }


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
