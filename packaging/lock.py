"""Write packaging/locked.txt anew: the exact releases, with the hashes of their files, that dev.py installs.

`python3 packaging/dev.py lock` keeps the releases that are locked already and adds what pyproject.toml asks for since;
with --upgrade it takes the newest ones. uv resolves for all systems and all Pythons that the program runs on at once.
"""

import os
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKED = ROOT / "packaging" / "locked.txt"
USES = ("run", "test", "package")
_OLDEST_PYTHON = "3.11"
_UV = "uv>=0.5"
_EDITABLE = "editables"  # hatchling asks for it when it installs a project that stays in its folder
_HEAD = """\
# Every package that the program is run, tested and packaged with: the exact release and the hashes of its files.
# `python3 packaging/dev.py lock` makes it from the ranges in pyproject.toml; it is not edited by hand. A line "# for:"
# says what the packages below it are needed for; dev.py installs those of its command. By hand, everything:
#     pip install --require-hashes -r packaging/locked.txt && pip install --no-deps --no-build-isolation --editable .
"""
_FOR = "# for: "


def main(arguments: Sequence[str]) -> int:
    """Write the file anew and return the exit code."""
    extras: dict[str, list[str]] = {"run": [], "test": ["--extra", "test"], "package": ["--extra", "package"]}
    work = ROOT / ".work" / "lock"
    whole = work / "locked.txt"
    uv = _uv(work / "venv")
    if LOCKED.is_file():
        whole.write_text(LOCKED.read_text(encoding="utf-8"), encoding="utf-8")  # uv keeps what it finds there
    everything = _resolved(uv, whole, [*extras["test"], *extras["package"], *arguments])
    entries = entries_of(everything)
    names = {
        use: {name for name, _ in entries_of(_resolved(uv, work / f"{use}.txt", [*extra, "--constraint", str(whole)]))}
        for use, extra in extras.items()
    }
    LOCKED.write_text(_HEAD + _grouped(entries, names), encoding="utf-8")
    print(f"{len(entries)} releases are in {LOCKED.relative_to(ROOT)}.")
    return 0


def entries_of(text: str) -> list[tuple[str, str]]:
    """Return the packages of a requirements file: the name, and its lines with the release and the hashes."""
    return [
        (found[1], found[0]) for found in re.finditer(r"^([a-z0-9-]+)==[^\n]*(?:\n    --hash=[^\n]*)*\n", text, re.M)
    ]


def locked_for(text: str, use: str) -> str:
    """Return the lines of locked.txt that a use needs: "run", "test" or "package", each of which includes "run"."""
    parts = re.split(rf"^{_FOR}(.*)\n", text, flags=re.M)
    groups = zip(parts[1::2], parts[2::2], strict=True)
    return "".join(lines for uses, lines in groups if {"run", use} & set(uses.split(", ")))


def _grouped(entries: Sequence[tuple[str, str]], names: Mapping[str, set[str]]) -> str:
    groups: dict[str, list[str]] = {"run": [], "test": [], "package": [], "test, package": []}
    for name, lines in entries:
        uses = ", ".join(use for use in USES if name in names[use])
        groups["run" if uses.startswith("run") else uses].append(lines)
    return "".join(f"\n{_FOR}{uses}\n{''.join(lines)}" for uses, lines in groups.items() if lines)


def _resolved(uv: Path, out: Path, options: Sequence[str]) -> str:
    """Let uv write a requirements file without comments or addresses, and return it."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    command = [
        str(uv),
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        _OLDEST_PYTHON,
        "--generate-hashes",
    ]
    command += ["--no-annotate", "--no-header", "--no-emit-index-url", "--output-file", str(out), *options]
    asked = "\n".join([*build, _EDITABLE])
    subprocess.run([*command, "pyproject.toml", "-"], cwd=ROOT, input=asked, text=True, check=True)
    return out.read_text(encoding="utf-8")


def _uv(folder: Path) -> Path:
    """Return uv in an environment of its own, made if missing."""
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    if not list(programs.glob("uv*")):
        venv.create(folder, with_pip=True)
        python = programs / ("python.exe" if os.name == "nt" else "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _UV], check=True)
    return programs / ("uv.exe" if os.name == "nt" else "uv")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
