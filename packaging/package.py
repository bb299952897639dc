"""Build the packaged program; `python3 packaging/dev.py package` starts this script inside .venv."""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import contents
import lock
import sbom

from desktop_labeler.ml.backbones.packaged_files import write_sums

ROOT = contents.ROOT
WORK = ROOT / "build" / "package"
DIST = ROOT / "dist"
# The version and CUDA version of the installed PyTorch, without importing it, since its dependencies are not
# installed yet.
_ASK = """
import importlib.util, pathlib, runpy
found = runpy.run_path(pathlib.Path(importlib.util.find_spec("torch").origin).with_name("version.py"))
print(found["__version__"], found["cuda"])
"""
_PARTS = (
    ("CUDA libraries", ("nvidia/", "torch/lib/libtorch_cuda", "torch/lib/libc10_cuda", "torch/lib/libtorch_nvshmem")),
    ("PyTorch", ("torch/", "functorch/", "torchgen/")),
    ("Qt", ("PySide6/", "shiboken6/")),
    ("torchvision and timm", ("torchvision", "timm/")),
    ("faiss", ("faiss",)),
    ("SciPy and NumPy", ("scipy", "numpy")),
    ("image formats", ("imagecodecs", "PIL/", "pillow", "tifffile")),
    ("own files: sample, icons, backbones", ("resources/",)),
    ("licences", ("licences/",)),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the bundle, and the installers if asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    flavour = parser.add_mutually_exclusive_group()
    flavour.add_argument("--cpu", action="store_true", help="with a CPU build of PyTorch, in an environment of its own")
    flavour.add_argument("--cuda", action="store_true", help="insist on a CUDA build")
    parser.add_argument("--backbone", action="append", default=[], type=Path, metavar="FILE", help="put it in the box")
    parser.add_argument("--installers", action="store_true", help="the installers of this system from the bundle")
    parser.add_argument("--only-installers", action="store_true", help="from the bundle that is in dist/ already")
    chosen = parser.parse_args(arguments)
    began = time.perf_counter()
    if not chosen.only_installers:
        python = _python(chosen.cpu, chosen.cuda)
        if python is None:
            return 1
        _stage(chosen.backbone)
        if code := _build(python) or _check(DIST / "desktop-labeler"):
            return code
        print(f"Built in {time.perf_counter() - began:.0f} s.", flush=True)
    _print_parts(DIST / "desktop-labeler")
    if chosen.installers or chosen.only_installers:
        return _installers()
    return 0


def _python(cpu: bool, cuda: bool) -> str | None:
    """Return the interpreter with the wanted build of PyTorch; if there is none, print the reason and return None."""
    if cpu and contents.has_cuda():
        return _cpu_environment()
    if cuda and not contents.has_cuda():
        print("The PyTorch that is installed here is no CUDA build; build with --cpu, or without a choice.")
        return None
    return sys.executable


def _cpu_environment() -> str | None:
    """Make an environment with a CPU build of PyTorch, from the wheels that PIP_FIND_LINKS gives to pip.

    Everything in it has its hash in packaging/locked.txt, the CPU wheels in packaging/locked-cpu.txt.
    """
    if not lock.LOCKED_CPU.is_file():
        print(
            f"There is no {lock.LOCKED_CPU.relative_to(ROOT)}: nobody has locked the CPU builds of PyTorch, which are "
            "not on PyPI. Download the wheels of torch and torchvision with pip from PyTorch's own index, run: python3 "
            "packaging/dev.py lock --cpu FOLDER, name the folder in PIP_FIND_LINKS, and start again; or build with "
            "--cuda."
        )
        return None
    folder = ROOT / ".work" / "cpu"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    if not python.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    if subprocess.call([*pip, "--no-index", "--require-hashes", "-r", str(lock.LOCKED_CPU)]):
        print(
            "The locked CPU builds of PyTorch are not at hand. Put their wheels into a folder, name it in "
            "PIP_FIND_LINKS, and start again; or build with --cuda."
        )
        return None
    version, built = subprocess.run(
        [str(python), "-c", _ASK], capture_output=True, text=True, check=True
    ).stdout.split()
    if built != "None":
        print(f"The wheel of PyTorch {version} that is locked is a CUDA build; build with --cuda.")
        return None
    print(f"CPU build of PyTorch {version}.", flush=True)
    chosen = folder / "locked.txt"
    text = lock.locked_for(lock.LOCKED.read_text(encoding="utf-8"), "package")
    chosen.write_text(lock.without_cuda(text), encoding="utf-8")
    project = ["--no-build-isolation", "."]
    if subprocess.call([*pip, "--require-hashes", "-r", str(chosen)]) or subprocess.call([*pip, *project], cwd=ROOT):
        return None
    return str(python)


def _stage(backbones: Sequence[Path]) -> None:
    """Copy the program's own files, with a list of their digests, and the icons to where the spec finds them."""
    shutil.rmtree(WORK, ignore_errors=True)
    own = WORK / "resources"
    shutil.copytree(ROOT / "resources", own)
    for file in backbones:
        (own / "backbones").mkdir(exist_ok=True)
        shutil.copyfile(file, own / "backbones" / file.name)
    if backbones:
        write_sums(own / "backbones")
    digests = {
        file.relative_to(own).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(own.rglob("*"))
        if file.is_file()
    }
    (own / "files.json").write_text(json.dumps(digests, indent=0), encoding="utf-8")
    (WORK / "version.txt").write_text(_version_resource(contents.version()), encoding="utf-8")
    if sys.platform in ("win32", "darwin"):
        command = [sys.executable, str(ROOT / "packaging" / "icons.py"), str(WORK)]
        subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})


def _version_resource(version: str) -> str:
    """Return the version information that Windows shows under Properties, in PyInstaller's format."""
    numbers = (*(int(part) for part in re.findall(r"\d+", version)[:3]), 0)
    words = {"FileDescription": contents.NAME, "ProductName": contents.NAME, "ProductVersion": version}
    words |= {"FileVersion": version, "OriginalFilename": "desktop-labeler.exe", "LegalCopyright": "Apache-2.0"}
    structs = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{structs}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def _build(python: str) -> int:
    shutil.rmtree(DIST / "desktop-labeler", ignore_errors=True)
    command = [python, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    command += ["--distpath", str(DIST), "--workpath", str(WORK / "pyinstaller")]
    environment = {**os.environ, "DESKTOP_LABELER_BUILD": str(WORK), "PYTHONPATH": str(ROOT)}
    print("PyInstaller is at work; this takes some minutes.", flush=True)
    code = subprocess.call([*command, str(ROOT / "packaging" / "desktop_labeler.spec")], cwd=ROOT, env=environment)
    shutil.rmtree(WORK / "pyinstaller", ignore_errors=True)
    return code


def _check(bundle: Path) -> int:
    """Print what is missing from the bundle; return 1 if the program would not start."""
    inside = bundle / "_internal"
    needed_files = ["resources/sample/truth.csv", "resources/icons/app.svg", "licences/README.txt", "torchvision"]
    needed_files += [sbom.NAME]
    missing = [name for name in needed_files if not (inside / name).exists()]
    display = ["libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "opengl/libEGL.so.1"]
    if sys.platform.startswith("linux"):
        absent = [name for name in display if not (inside / name).exists()]
        for name in absent:
            print(f"{name} is not installed here, so it is not in the bundle: the workstation must have it.")
    if missing:
        print(f"The bundle is incomplete; these are missing: {', '.join(missing)}")
    return 1 if missing else 0


def sizes(bundle: Path) -> dict[str, int]:
    """Return the size of each part of a bundle in bytes, largest first."""
    inside = bundle / "_internal"
    counted: Counter[str] = Counter()
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink():
            place = file.relative_to(inside).as_posix() if file.is_relative_to(inside) else ""
            part = next((name for name, starts in _PARTS if place.startswith(starts)), "Python, its modules, libraries")
            counted[part] += file.stat().st_size
    return dict(counted.most_common())


def _print_parts(bundle: Path) -> None:
    found = sizes(bundle)
    print(f"{bundle}: {sum(found.values()) / 1e9:.2f} GB")
    for name, size in found.items():
        print(f"  {size / 1e6:8,.1f} MB  {name}")
    sys.stdout.flush()


def _installers() -> int:
    if sys.platform.startswith("linux"):
        import linux_installers

        return linux_installers.build(DIST / "desktop-labeler", DIST, contents.version())
    script = {"win32": "windows/build.ps1", "darwin": "macos/build.sh"}[sys.platform]
    shell = ["powershell", "-File"] if sys.platform == "win32" else ["sh"]
    return subprocess.call([*shell, str(ROOT / "packaging" / script), contents.version()], cwd=ROOT)


if __name__ == "__main__":
    raise SystemExit(main())
