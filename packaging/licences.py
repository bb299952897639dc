"""Collects the licences of everything in the packaged program from the packages installed here."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path

_NAMES = ("licen", "copying", "notice", "authors", "copyright")


def collect(sources: Iterable[Path], out: Path, own: Path) -> list[tuple[str, str]]:
    """Copy the licence files of the packages to which the files belong, and write an overview.

    Args:
        sources: the files in the bundle.
        out: the folder to create.
        own: the licence file of the program itself.

    Returns:
        Each package without a licence file of its own, with the licence that its metadata states.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    shutil.copyfile(own, out / "desktop-labeler.txt")
    resolved = {file.resolve() for file in sources} | {file.absolute() for file in sources}
    lines = [_python(out)]
    missing = []
    for name, found in sorted(owners(resolved).items()):
        copied = _copy(found, out / name)
        said = stated(found)
        lines.append(f"{name} {found.version}: {said}")
        if not copied:
            missing.append((name, said))
    lines += _system(resolved, out)
    _common(out)
    text = "What is in this program, and under which licence. The texts are in the folders beside this file.\n\n"
    (out / "README.txt").write_text(text + "\n".join(lines) + "\n", encoding="utf-8")
    return missing


def owners(files: set[Path]) -> Mapping[str, Distribution]:
    """Return the installed packages that own any of the files, plus PyInstaller, whose loader starts the program."""
    found: dict[str, Distribution] = {}
    for one in distributions():
        name = one.metadata["Name"].lower()
        if name == "pyinstaller" or any(Path(str(one.locate_file(file))) in files for file in one.files or ()):
            found.setdefault(name, one)
    found.pop("desktop-labeler", None)
    return found


def stated(found: Distribution) -> str:
    """Return what a package's metadata says about its licence, as one line."""
    for field in ("License-Expression", "License"):
        if field in found.metadata and found.metadata[field].strip():
            return found.metadata[field].strip().splitlines()[0][:100]
    return "see its files"


def _copy(found: Distribution, out: Path) -> int:
    """Copy the licence files of a package and return how many there are."""
    count = 0
    for file in found.files or ():
        in_metadata = ".dist-info" in file.parts[0] and len(file.parts) > 1
        named = any(word in file.name.lower() for word in _NAMES) and file.suffix not in (".py", ".pyc", ".h", ".so")
        if not named and not (in_metadata and file.parts[1].lower() == "licenses"):
            continue
        source = Path(str(found.locate_file(file)))
        if source.is_file():
            target = out / "-".join(part for part in file.parts[1:] if part != "licenses")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            count += 1
    return count


def _python(out: Path) -> str:
    for place in (Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt")):
        if place.is_file():
            shutil.copyfile(place, out / "python.txt")
    return f"python {sys.version.split()[0]}: PSF-2.0"


def _system(files: set[Path], out: Path) -> list[str]:
    """Copy the copyright files of Debian and Ubuntu for the system libraries in the bundle."""
    prefix = Path(sysconfig.get_path("purelib")).resolve()
    libraries = [file for file in files if file.is_relative_to("/usr") and not file.is_relative_to(prefix)]
    if not libraries or shutil.which("dpkg-query") is None:
        return []
    asked = subprocess.run(
        ["dpkg-query", "--search", *map(str, libraries)], capture_output=True, text=True, check=False
    ).stdout
    packages = sorted({line.split(":")[0] for line in asked.splitlines() if ":" in line})
    for package in packages:
        text = Path("/usr/share/doc", package, "copyright")
        if text.is_file():
            (out / "system").mkdir(exist_ok=True)
            shutil.copyfile(text, out / "system" / f"{package}.txt")
    return [f"{package}: see system/{package}.txt" for package in packages]


def _common(out: Path) -> None:
    """Copy the full GNU licences, which Qt for Python and some system libraries only refer to by name."""
    for text in sorted((Path(__file__).parent / "texts").glob("*.txt")):
        shutil.copyfile(text, out / text.name)
