#!/usr/bin/env python3
"""The one script for working on the program: run, test, lint, bench, translate, map, lock, package.

It needs the standard library only. It installs what packaging/locked.txt names, and checks every file's hash.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

# Python 3.12 and newer report to coverage which lines run, without tracing every call. With tracing, as on 3.11, the
# tests of data take 1.4 times the processor time.
_COVERAGE = {"COVERAGE_CORE": "sysmon"} if sys.version_info >= (3, 12) else {}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands and return the exit code."""
    commands: dict[str, tuple[Callable[[list[str]], int], str]] = {
        "run": (run, "open the window on the sample (or on what follows: a project)"),
        "test": (
            test,
            "every check: lint, pytest, coverage floor (--quick: what is fast; --faults: kills, full disks, bad files; "
            "--real-tools: the programs that read our exports)",
        ),
        "lint": (lint, "ruff, mypy --strict and import-linter (or only those named: ruff, format, mypy, imports)"),
        "bench": (bench, "measure, and print a table; names of benchmarks may follow"),
        "translate": (translate, "collect the texts of the window, compile their translations, list what is missing"),
        "map": (code_map, "write the map of the code in .github/CONTRIBUTING.md anew"),
        "lock": (lock, "write packaging/locked.txt anew from pyproject.toml (--upgrade: with the newest releases)"),
        "package": (package, "build the program that needs no Python (--cpu, --cuda, --backbone FILE, --installers)"),
    }
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    below = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, text) in commands.items():
        below.add_parser(name, help=text, add_help=False)
    chosen, rest = parser.parse_known_args(arguments)
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python runs this script first
        return _say(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Start dev.py with a newer one.")
    return commands[chosen.command][0](rest)


def run(rest: list[str]) -> int:
    """Open the window; without a display, save pictures of the window with the sample."""
    if not _install("run"):
        return 1
    display = has_display()
    if not _libraries(display):
        return 1
    if display:
        return _python("-m", "desktop_labeler", *(rest or ["--sample"]))
    out = ROOT / ".work" / "pages"
    print("There is no display here, so no window can open. The sample runs without one instead.", flush=True)
    return _python("-m", "desktop_labeler.ui.tour", str(out), *rest, offscreen=True)


def test(rest: list[str]) -> int:
    """Run every check; --quick leaves out the slow ones; --faults runs the fault tests alone, for up to an hour.

    Other arguments go to pytest, which then runs alone.
    """
    if not _install("test") or not _libraries(display=False):
        return 1
    if rest[:1] == ["--faults"]:
        return _python("-m", "tests.faults", *rest[1:], offscreen=True)
    if rest[:1] == ["--real-tools"]:
        return _python("-m", "tests.real_tools", *rest[1:], offscreen=True)
    if rest == ["--quick"]:
        return _quick()
    if rest:
        return _python("-m", "pytest", *rest, offscreen=True)
    tests = ("-m", "coverage", "run", "--parallel-mode", "-m", "pytest")
    half = ("tests/cli", "tests/data", "tests/e2e", "tests/jobs/embedding")
    return (
        lint(["ruff", "format"])  # at once; the slow checks run beside the tests, where a core is free sooner or later
        or _python("-m", "coverage", "erase")
        or _in_halves(tests, half, ([__file__, "lint", "mypy", "imports"],), more=_COVERAGE)
        or _python("-m", "coverage", "combine", "--quiet")
        or _python("-m", "coverage", "report")  # fails below the minimum in pyproject.toml
    )


def _quick() -> int:
    """Run the static checks and the fast tests side by side."""
    return _in_halves(("-m", "pytest", "-q", "-m", "not slow"), ("tests/data", "tests/ml"), ([__file__, "lint"],))


def _in_halves(
    tests: Sequence[str],
    half: Sequence[str],
    beside: Sequence[Sequence[str]] = (),
    more: Mapping[str, str] | None = None,
) -> int:
    """Run the tests in some folders and all others side by side; print what the first and `beside` say at the end."""
    commands = [[sys.executable, *one] for one in beside] + [[str(PYTHON), *tests, *half]]
    with ExitStack() as files:  # not pipes, which would hold up who fills them
        others = []
        for command in commands:
            said = files.enter_context(tempfile.TemporaryFile())
            environment = {**os.environ, **(more or {})}
            others.append((subprocess.Popen(command, cwd=ROOT, env=environment, stdout=said, stderr=said), said))
        codes = [_python(*tests, *(f"--ignore={place}" for place in half), offscreen=True, more=more)]
        for other, said in others:
            codes.append(other.wait())
            said.seek(0)
            print(said.read().decode(errors="replace"), end="", flush=True)
    return next(filter(None, codes), 0)


def lint(rest: list[str]) -> int:
    """Run the static checks, or only those named."""
    if not _install("test"):
        return 1
    checks: dict[str, Sequence[str | Path]] = {
        "ruff": (PYTHON, "-m", "ruff", "check", "."),
        "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "mypy": (PYTHON, "-m", "mypy"),
        "imports": (PYTHON.parent / "lint-imports", "--no-logo"),
    }
    if unknown := set(rest) - set(checks):
        return _say(f"lint knows {', '.join(checks)}; it does not know {', '.join(sorted(unknown))}.")
    for name in rest or checks:
        if code := subprocess.call(checks[name], cwd=ROOT):
            return code
    return 0


def bench(rest: list[str]) -> int:
    """Run benchmarks and print a table; nothing is written into the repository."""
    return _python("-m", "tests.bench", *rest, offscreen=True) if _install("test") else 1


def translate(rest: list[str]) -> int:
    """Collect the texts of the window and compile their translations."""
    return _python("packaging/translations.py") if _install("run") else 1


def code_map(rest: list[str]) -> int:
    """Write the code map, which needs only the sources."""
    return subprocess.call([sys.executable, "packaging/code_map.py"], cwd=ROOT)


def lock(rest: list[str]) -> int:
    """Resolve the ranges of pyproject.toml to exact releases; further arguments go to `uv pip compile`."""
    return subprocess.call([sys.executable, "packaging/lock.py", *rest], cwd=ROOT)


def package(rest: list[str]) -> int:
    """Build the packaged program, which needs no Python; further arguments go to package.py."""
    if not _install("package") or not _libraries(display=False):
        return 1
    return _python("packaging/package.py", *rest)


def has_display() -> bool:
    """Whether a window can open."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _install(use: str) -> bool:
    """Make .venv and install the locked packages and the project into it, unless this was already done.

    Args:
        use: "run", "test" or "package", as packaging/locked.txt groups its packages.
    """
    marker, locked = VENV / "installed.txt", ROOT / "packaging" / "locked.txt"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + locked.read_bytes()).hexdigest()
    done = marker.read_text(encoding="utf-8").split() if marker.is_file() else []
    if done[:1] == [wanted] and use in done[1:] and PYTHON.is_file():
        return True
    if not PYTHON.is_file() and not _make_venv():
        return False
    print("Installing into .venv: about 6 GB the first time, most of it PyTorch.", flush=True)
    chosen = VENV / f"locked-{use}.txt"
    chosen.write_text(import_module("lock").locked_for(locked.read_text(encoding="utf-8"), use), encoding="utf-8")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    project = ["--no-deps", "--no-build-isolation", "--editable", "."]  # it is built with the locked hatchling
    if subprocess.call([*pip, "--require-hashes", "-r", str(chosen)], cwd=ROOT) or subprocess.call(
        [*pip, *project], cwd=ROOT
    ):
        _say("The installation failed; pip's lines above say why. Nothing else was changed: mend it and start again.")
        return False
    # pip would compile one module after another, on one core. What does not compile is written for another Python.
    compiling = ["-W", "ignore", "-m", "compileall", "-qq", "-j", "0", str(VENV / "lib")]
    subprocess.call([str(PYTHON), *compiling], cwd=ROOT)
    keep = {*done[1:]} if done[:1] == [wanted] else set()
    marker.write_text(" ".join([wanted, *sorted({"run", use} | keep)]), encoding="utf-8")
    return True


def _make_venv() -> bool:
    print("Making .venv.", flush=True)
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        _say(f".venv cannot be made ({error}). On Debian and Ubuntu: sudo apt install python3-venv. Then start again.")
        return False
    return True


def _libraries(display: bool) -> bool:
    """Whether Qt finds its libraries; if not, print which packages provide them."""
    if not sys.platform.startswith("linux"):
        return True
    sys.path.insert(0, str(ROOT))
    from desktop_labeler.display import missing, missing_text

    absent = missing("", x11=display and bool(os.environ.get("DISPLAY")))
    if absent:
        _say(missing_text(absent))
    return not absent


def _python(*arguments: str, offscreen: bool = False, more: Mapping[str, str] | None = None) -> int:
    environment = {**os.environ, **({"QT_QPA_PLATFORM": "offscreen"} if offscreen else {}), **(more or {})}
    try:
        return subprocess.call([PYTHON, *arguments], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return 130


def _say(text: str) -> int:
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
