"""The files in the folder of an import: system files are left out, unreadable files are reported."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.images.files.walk import is_hidden
from desktop_labeler.errors import FormatError, refusal
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message
from desktop_labeler.system_memory import total_memory

_TIMES = 12  # JSON needs so much more memory once it is parsed than it has bytes
_NO_FILE = Message("not a file with content but a pipe or a device")


def files_below(folder: Path, reading: Reading | None = None) -> Iterator[Path]:
    """Yield all files below a folder, sorted, without those that a scan for images also leaves out.

    Pipes and devices, which might never end, are left out too, and noted in `reading`.
    """
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            file = Path(place, name)
            if is_hidden(name):
                continue
            if file.is_file():
                yield file
            elif reading is not None:
                reading.skipped.append((file, _NO_FILE))


def class_at(names: Sequence[object], number: int, place: str, reading: Reading) -> str | None:
    """Return the class of a number, counted from 0, in the list of a data set.

    Args:
        names: the list.
        number: the number in an entry.
        place: where the entry is, for `reading.left_out` if the list has no such number.
        reading: notes what is left out.
    """
    if 0 <= number < len(names):
        return str(names[number])
    why = Message("it has class {target}, but there {n:is # class|are # classes}", target=number, n=len(names))
    reading.left_out.append((place, why))
    return None


def is_there(file: Path) -> bool:
    """Whether a file is there; a name that no disk can hold is not."""
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def folders_in(folder: Path) -> list[Path]:
    """Return the folders directly in a folder, sorted, without system folders.

    Raises:
        FormatError: the path is not a folder.
    """
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not is_hidden(entry.name))
    except OSError as error:
        raise FormatError(
            "{folder} cannot be read as a folder: {reason}. Nothing was changed. Check the name.",
            folder=folder,
            reason=refusal(error),
        ) from error


def read_json(file: Path, reading: Reading) -> object:
    """Return the content of one JSON file of several; if it cannot be read, note that and return None."""
    try:
        found = load_json(file)
        if found is None:
            reading.skipped.append((file, Message("it is empty")))
        return found
    except FormatError as error:
        reading.skipped.append((file, error.message))
    except (OSError, ValueError) as error:
        reading.skipped.append((file, error))
    return None


def load_json(file: Path) -> object:
    """Return the content of a JSON file.

    Raises:
        FormatError: it is a pipe, a device, or too large for the memory.
        OSError: it cannot be read.
        ValueError: it is not JSON.
    """
    check_readable(file)
    if file.stat().st_size * _TIMES > (total_memory() or 1 << 34):
        raise FormatError(
            "{file} is too large to be read as a whole ({size} GB). Nothing was changed. Export it in parts.",
            file=file.name,
            size=round(file.stat().st_size / 1e9, 1),
        )
    return parse_json(file.read_text(encoding="utf-8-sig"))


def why_unreadable(error: OSError | ValueError) -> Message:
    """Return why a text or JSON file could not be read, as words that fit in brackets."""
    if isinstance(error, FileNotFoundError):
        return Message("there is no such file")
    if isinstance(error, OSError):
        return refusal(error)
    if isinstance(error, json.JSONDecodeError):
        return Message("it is not JSON")
    if isinstance(error, UnicodeDecodeError):
        return Message("it is not text in UTF-8")
    return Message("{reason}", reason=str(error))


def check_not_saved_to_disk(folder: Path) -> None:
    """Raise FormatError for what save_to_disk of Hugging Face's library writes, which holds no image files."""
    if (folder / "state.json").is_file() or (folder / "dataset_dict.json").is_file():
        raise FormatError(
            "{folder} was written by save_to_disk: its images are inside of Arrow files, not beside them. Nothing was "
            "changed. Write file name and label of each row as CSV and import that.",
            folder=folder,
        )


def check_readable(file: Path) -> None:
    """Raise FormatError for a pipe or a device, which might never end; a folder or a missing file passes."""
    if file.exists() and not file.is_file() and not file.is_dir():
        raise FormatError("{file} is not a file. Nothing was changed. Choose a file.", file=file)
