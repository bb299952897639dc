"""Finds the installed packages that the program needs: those named in pyproject.toml and their dependencies."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
# Optional dependencies that are packaged too: weights of many networks, DICOM with its compressions, HEIC, raw files.
_WELCOME = ("timm", "pydicom", "pylibjpeg", "pylibjpeg-openjpeg", "python-gdcm", "pi-heif", "rawpy")


def packages() -> set[str]:
    """Return the names of the packages in the spelling of the package index: lower case with dashes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in [*project["dependencies"], *_WELCOME]]
    found: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = _spelled(requirement.name)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if name in found or not wanted:
            continue
        found.add(name)
        try:
            waiting += [Requirement(text) for text in requires(name) or ()]
        except PackageNotFoundError:
            continue  # an optional dependency that is not installed
    return found


def modules_of_others() -> list[str]:
    """Return the top-level modules of installed packages that the program does not need, such as developer tools."""
    ours = packages() | {"desktop-labeler"}
    return sorted(
        module
        for module, owners in packages_distributions().items()
        if not {_spelled(owner) for owner in owners} & ours and module.isidentifier()
    )


def _spelled(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
