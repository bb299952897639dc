"""Writes the list of what is in the packaged program (SBOM) in the CycloneDX format, version 1.5."""

import json
import platform
import uuid
from collections.abc import Iterable
from pathlib import Path

import licences

NAME = "sbom.cdx.json"
_APPLICATION = "desktop-labeler"


def write(sources: Iterable[Path], out: Path, version: str) -> Path:
    """Write the list into a folder and return its file; the same content gives the same file.

    Args:
        sources: the files in the bundle; the installed packages that they belong to are listed, and Python.
        out: an existing folder.
        version: that of the program.
    """
    files = {file.resolve() for file in sources} | {file.absolute() for file in sources}
    found = [
        _component(name, one.version, licences.stated(one)) for name, one in sorted(licences.owners(files).items())
    ]
    python = {
        "type": "platform",
        "name": "python",
        "version": platform.python_version(),
        "bom-ref": f"pkg:generic/python@{platform.python_version()}",
        "purl": f"pkg:generic/python@{platform.python_version()}",
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }
    program = {
        "type": "application",
        "name": _APPLICATION,
        "version": version,
        "bom-ref": f"{_APPLICATION}@{version}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": program},
        "components": [*found, python],
    }
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    file = out / NAME
    text = json.dumps({**content, "serialNumber": f"urn:uuid:{number}"}, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def _component(name: str, version: str, said: str) -> dict[str, object]:
    address = f"pkg:pypi/{name.replace('_', '-')}@{version}"
    return {
        "type": "library",
        "name": name.replace("_", "-"),
        "version": version,
        "bom-ref": address,
        "purl": address,
        "licenses": [{"license": {"name": said}}],
    }


def missing_from(file: Path) -> list[str]:
    """Return which of the packages that every bundle has are not listed in such a file; all if it cannot be read."""
    try:
        listed = {str(one["name"]) for one in json.loads(file.read_text(encoding="utf-8"))["components"]}
    except (OSError, ValueError, KeyError, TypeError):
        listed = set()
    return sorted({"torch", "torchvision", "pyside6-essentials", "numpy", "faiss-cpu", "python"} - listed)
