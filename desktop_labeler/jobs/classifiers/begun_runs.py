"""Remembers which folders are being classified into which tables, so that an interrupted one can be offered again."""

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.formats.classified_table import unfinished_place
from desktop_labeler.data.project import lock
from desktop_labeler.errors import ProjectInUseError
from desktop_labeler.json_text import parse_json
from desktop_labeler.paths import data_dir

_FOLDER = "classifying"  # in the folder of the user's data


@dataclass(frozen=True)
class BegunRun:
    """One folder that is classified: with which project or exported classifier, and into which table."""

    model: Path
    folder: Path
    out: Path


def note_run(run: BegunRun) -> None:
    """Remember that a run has begun.

    Where the note cannot be written the run goes on without: the dialog finds what is unfinished by the table's name.
    """
    file = _note_of(run.out)
    part = file.with_suffix(".part")
    said = {"model": str(run.model), "folder": str(run.folder), "out": str(run.out)}
    try:
        file.parent.mkdir(exist_ok=True)
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(file)
    except (OSError, ValueError):  # a full disk, or a name that is no text: the result itself has its own sentence
        with suppress(OSError):
            part.unlink(missing_ok=True)


def forget_run(out: Path) -> None:
    """Forget the run into a table: it is complete."""
    try:
        _note_of(out).unlink(missing_ok=True)
    except OSError:
        return  # a note of a table that is there is not offered, see `interrupted_runs`


def interrupted_runs() -> list[BegunRun]:
    """Return the runs that were interrupted and can go on, by the name of their table; none that runs now.

    Notes of runs whose unfinished result is gone are left alone: it may lie on a drive that is not connected.
    """
    try:
        files = sorted((data_dir() / _FOLDER).glob("*.json"))
    except OSError:
        return []
    runs = [run for run in map(_read, files) if run is not None and _waits(run)]
    return sorted(runs, key=lambda run: str(run.out))


def _note_of(out: Path) -> Path:
    return data_dir() / _FOLDER / f"{hashlib.sha256(os.fsencode(out)).hexdigest()[:32]}.json"


def _read(file: Path) -> BegunRun | None:
    """Return what a note says; None for one that is damaged."""
    try:
        said = parse_json(file.read_text(encoding="utf-8"))
        return BegunRun(*(Path(str(said[name])) for name in ("model", "folder", "out")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _waits(run: BegunRun) -> bool:
    """Whether a run is unfinished and nobody, in this process or another, works on it now."""
    try:
        work = unfinished_place(run.out)
        if not work.is_file() or run.out.exists() or lock.is_held(work):
            return False
        lock.release(lock.acquire(work))
    except (OSError, ValueError, ProjectInUseError):
        return False
    return True
