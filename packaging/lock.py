"""Write packaging/locked.txt anew: the exact releases, with the hashes of their files, that dev.py installs.

`python3 packaging/dev.py lock` keeps the releases that are locked already and adds what pyproject.toml asks for since;
with --upgrade it takes the newest ones. uv resolves for all systems and all Pythons that the program runs on at once.

`lock --for run` (or test, package) prints what a use needs, for pip. `lock --cpu FOLDER` writes
packaging/locked-cpu.txt from wheels that somebody has downloaded and compared: see `lock_cpu`.
"""

import hashlib
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
LOCKED_TOOLS = ROOT / "packaging" / "locked-tools.txt"
LOCKED_CPU = ROOT / "packaging" / "locked-cpu.txt"
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
_TOOLS = ("pip-licenses>=5", "pip-audit>=2.7")
_TOOLS_HEAD = """\
# The programs that the workflows audit.yml and test.yml run beside this one; `python3 packaging/dev.py lock` makes it.
"""
_CPU_HEAD = """\
# The CPU builds of PyTorch, which are not on PyPI, for `dev.py package --cpu`; made by `dev.py lock --cpu FOLDER`.
"""
CPU_BUILDS = ("torch", "torchvision")
# What the CUDA build of PyTorch needs, and the one for the CPU does not.
CUDA_ONLY = re.compile(r"(torch|torchvision|triton|cuda-.*|nvidia-.*)")


def main(arguments: Sequence[str]) -> int:
    """Do one of the three and return the exit code."""
    if arguments[:1] == ["--for"]:
        sys.stdout.write(locked_for(LOCKED.read_text(encoding="utf-8"), arguments[1]))
        return 0
    if arguments[:1] == ["--cpu"]:
        return lock_cpu(Path(arguments[1]))
    return _lock(arguments)


def _lock(arguments: Sequence[str]) -> int:
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
    tools = _compiled(uv, LOCKED_TOOLS, [*arguments], _TOOLS)
    LOCKED_TOOLS.write_text(_TOOLS_HEAD + tools, encoding="utf-8")
    print(f"{len(entries)} releases are in {LOCKED.relative_to(ROOT)}.")
    return 0


def lock_cpu(folder: Path) -> int:
    """Write the hashes of the CPU wheels in a folder, for several systems if there are several; return the exit code.

    PyPI has no such builds, so `_lock` cannot know them. Whoever locks them downloads them from PyTorch's own index,
    where pip compares them with the hash in the index's links, and commits the file that this writes.
    """
    locked = {name: lines.split()[0].partition("==")[2] for name, lines in entries_of(LOCKED.read_text("utf-8"))}
    found: dict[str, list[str]] = {}
    for wheel in sorted(folder.glob("*.whl")):
        name, version, *_ = wheel.name.split("-")
        if name in CPU_BUILDS and version.partition("+")[0] == locked[name]:
            hashed = hashlib.sha256(wheel.read_bytes()).hexdigest()
            found.setdefault(f"{name}=={version}", []).append(f"    --hash=sha256:{hashed}")
    there = {release.partition("==")[0] for release in found}
    missing = [f"{name} {locked[name]}" for name in CPU_BUILDS if name not in there]
    if missing:
        print(f"{folder} holds no wheel of {', '.join(missing)}, the releases in {LOCKED.relative_to(ROOT)}.")
        return 1
    lines = [" \\\n".join([release, *hashes]) + "\n" for release, hashes in found.items()]
    LOCKED_CPU.write_text(_CPU_HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} releases are in {LOCKED_CPU.relative_to(ROOT)}.")
    return 0


def without_cuda(text: str) -> str:
    """Return the lines of a requirements file without PyTorch and what only its CUDA build needs."""
    return "".join(lines for name, lines in entries_of(text) if not CUDA_ONLY.fullmatch(name))


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
    return _compiled(uv, out, [*options, "pyproject.toml"], [*build, _EDITABLE])


def _compiled(uv: Path, out: Path, options: Sequence[str], asked: Sequence[str]) -> str:
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
    subprocess.run([*command, "-"], cwd=ROOT, input="\n".join(asked), text=True, check=True)
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
