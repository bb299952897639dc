"""The weights and graphs that come with the program, and whether their files are still what was shipped."""

import hashlib
from functools import lru_cache
from pathlib import Path

SUMS = "SHA256SUMS"  # beside the files, as `sha256sum -c` reads it
_LISTED = (".safetensors", ".onnx")


def is_intact(file: Path) -> bool:
    """Return whether a file is, byte for byte, the one that the list beside it names.

    Each file is read once per process, unless it changes: 13 MB take about 30 ms.

    Args:
        file: a file of the folder `backbones` of the program; it may be missing, or a folder.
    """
    expected = _listed(file.parent).get(file.name)
    return expected is not None and _digest(file) == expected


def damaged_files(folder: Path) -> list[str]:
    """Return the names of the files that a folder's list names and that are missing or damaged.

    A folder without a readable list gives the name of the list.
    """
    listed = _listed(folder)
    return [name for name in listed if not is_intact(folder / name)] if listed else [SUMS]


def write_sums(folder: Path) -> None:
    """Write the list of a folder anew, from the files that are in it."""
    files = sorted(file for file in folder.iterdir() if file.suffix in _LISTED)
    text = "".join(f"{_digest(file)}  {file.name}\n" for file in files)
    (folder / SUMS).write_text(text, encoding="utf-8", newline="\n")


def _listed(folder: Path) -> dict[str, str]:
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return {}  # as good as an empty list: no file is known to be right
    pairs = [line.split(maxsplit=1) for line in lines]
    return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}


def _digest(file: Path) -> str:
    try:
        state = file.stat()
        return _read(file, state.st_ino, state.st_size, state.st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=16)
def _read(file: Path, _inode: int, _size: int, _changed_ns: int) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
