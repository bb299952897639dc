"""Writes the diagnostic report: a file with what helps to find a fault, which the person can read and pass on.

It is written where the person chooses and is sent nowhere. It contains no image and, unless the person allows it, no
name of an image, folder, project or person.
"""

import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop_labeler import __version__
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.decisions.history import decisions_by_kind
from desktop_labeler.data.images.files.image_files import skipped_files
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, ProjectError, refusal
from desktop_labeler.jobs.images.new_place import check_new_place, check_not_among_images, check_place_of
from desktop_labeler.json_text import parse_json
from desktop_labeler.ml.backbones import system_check
from desktop_labeler.paths import cache_dir, data_dir
from desktop_labeler.progress import Job, Progress
from desktop_labeler.system_memory import peak_memory, total_memory

_HISTORY = re.compile(r" (?:[\w.]+\.job_queue|(?:desktop_labeler\.)?__main__): ")  # the loggers of jobs and commands
_LINE = re.compile(r"^(\d{4}-\d\d-\d\d [\d:,]+ [A-Z]+ [\w.]+: )(.*)$")
_CODE = re.compile(r'^\s*File "[^"]*?((?:desktop_labeler|site-packages|lib/python[\d.]*)[/\\][^"]*)", line (\d+)(.*)$')
_IMAGE = re.compile(r"\.(jpe?g|jfif|png|webp|bmp|gif|tiff?|csv|json|labeler|pth?|safetensors|zip)\b", re.IGNORECASE)
_SAFE = re.compile(r"^(Version [\w.]+, arguments |Told: |Qt: |Job [^:]+: |[\w.]*[a-z](?:Error|Exception|Interrupt): )")
_LARGEST = 16 << 20  # bytes of a log or of the settings that are read
_LEFT_OUT = "‹left out: it may hold names›"
_PUBLIC_SETTINGS = (
    "scheme", "language", "device", "tile", "crop", "captions", "auto_round", "auto_train", "cache_gb", "keys",
)  # fmt: skip


def write_report(out: Path, *, project: Path | None = None, names: bool = False) -> Job[list[str]]:
    """Write the diagnostic report: versions, devices, settings, logs, jobs and commands, and counts of a project.

    Args:
        out: the ZIP file to write; it must not exist yet, nor be inside a folder of the project's images.
        project: the project in which the fault occurred, if any.
        names: whether names of images, folders and people may be included.

    Returns:
        The names of the files in the ZIP file.

    Raises:
        LabelerError: the file cannot be written; no part of it is left.
    """
    check_new_place(out, ())
    check_not_among_images(out)
    yield Progress("collecting")
    contents = {"report.json": _as_json(_machine())}
    contents["settings.json"] = _settings(data_dir() / "settings.json", names)
    if project is not None:
        yield Progress("reading the project")
        contents["project.json"] = _as_json(_project_as_it_is(project, out))
    for file in sorted((data_dir() / "logs").glob("*.log*")):
        yield Progress("reading the logs")
        lines = _end_of(file).decode("utf-8", errors="replace").splitlines()
        contents[f"logs/{file.name}"] = "\n".join(lines if names else map(without_names, lines)) + "\n"
    contents["jobs.txt"] = _history(contents)
    contents["README.txt"] = _words(names)
    remove_left_overs(out.parent)
    part = out.with_name(part_of("report"))
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as target:
            for name, text in contents.items():
                target.writestr(name, text)
        part.replace(out)
    except OSError as error:
        raise LabelerError(
            "The report cannot be written to {out}: {reason}. Nothing is left of it; choose another place.",
            out=out,
            reason=refusal(error),
        ) from error
    finally:
        with suppress(OSError):  # if it cannot be removed, it was never made
            part.unlink()
    return list(contents)


def without_names(line: str) -> str:
    """Return a line of a log without anything that could name an image, a folder or a person.

    Lines of a traceback about the program's own code are kept. Of a message with a path, a file name or quoted words,
    only a beginning that never contains a name is kept.
    """
    if code := _CODE.match(line):
        return f'  File "{code[1]}", line {code[2]}{code[3]}'
    match = _LINE.match(line)
    head, message = (match[1], match[2]) if match else ("", line)
    if not _IMAGE.search(message) and not re.search(r"[/\\“”\"']", message):
        return head + message
    safe = _SAFE.match(message)
    return head + (safe[1] if safe else "") + _LEFT_OUT


def _machine() -> dict[str, object]:
    try:
        versions, devices = system_check.versions(), system_check.devices()
    except Exception as error:  # noqa: BLE001 - a graphics card that fails is what the report is wanted for
        versions, devices = {"problem": f"{type(error).__name__}: {error}"}, {}
    return {
        "written": datetime.now().astimezone().isoformat(timespec="seconds"),
        "version": __version__,
        "packaged": getattr(sys, "frozen", False),
        "versions": versions,
        "devices": devices,
        "system": platform.platform(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "memory": total_memory(),
        "peak_memory": peak_memory(),
        "display": [name for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM") if os.environ.get(name)],
        "free_disk": {"data": _free(data_dir()), "cache": _free(cache_dir())},
    }


def _free(folder: Path) -> int:
    if not hasattr(os, "statvfs"):
        return 0
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _end_of(file: Path) -> bytes:
    """Return the end of a file, all of it if it is no larger than the program's own; of a pipe or a device nothing."""
    if not file.is_file():
        return b""
    with file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - _LARGEST))
        return stream.read(_LARGEST)


def _settings(file: Path, names: bool) -> str:
    """Return the settings, without the names of the person and of projects unless names are allowed."""
    try:
        stored = parse_json(_end_of(file).decode("utf-8")) if file.exists() else {}
    except (OSError, ValueError) as error:
        return _as_json({"problem": f"the settings cannot be read: {type(error).__name__}"})
    if names or not isinstance(stored, dict):
        return _as_json(stored if names else {})
    return _as_json({name: stored[name] for name in _PUBLIC_SETTINGS if name in stored})


def _project_as_it_is(path: Path, out: Path) -> dict[str, object]:
    """Return what is known of a project; of one that cannot be opened why, since a report is wanted most then."""
    try:
        return _project(path, out)
    except ProjectError as error:
        if not path.is_file():
            raise  # the name is wrong
        kept = len(backups.list_backups(path))
        return {"problem": error.message.template, "bytes": path.stat().st_size, "backups": kept}


def _project(path: Path, out: Path) -> dict[str, object]:
    """Return sizes and counts of a project, and whether its file is intact; no names."""
    with Project(path, "read") as project:
        check_place_of(project, out)
        counts, kinds, in_use = project.counts(), decisions_by_kind(project), backbone_in_use(project)
        return {
            "schema": project.version,
            "whole": backups.integrity(project.db),
            "bytes": path.stat().st_size,
            "images": sum(counts.values()),
            "states": {state.word: sum(n for (s, _), n in counts.items() if s == state) for state, _ in counts},
            "classes": len(project.classes()),
            "decisions": sum(kinds.values()),
            "kinds": kinds,
            "skipped": len(skipped_files(project)),
            "embedded": in_use is not None,
            "round": project.setting("round"),
        }


def _history(contents: Mapping[str, str]) -> str:
    """Return the log lines about commands and jobs, oldest first."""
    lines = [line for name in contents if name.startswith("logs/") for line in contents[name].splitlines()]
    return "\n".join(sorted(line for line in lines if _HISTORY.search(line))) + "\n"


def _words(names: bool) -> str:
    held = (
        "Names of files and people were left in, as allowed." if names else "Names of files and people were left out."
    )
    return (
        f"Diagnostic report of Desktop Labeler {__version__}. No image is in it. {held}\n"
        "Nothing was sent anywhere: look into the files, and pass this one on if you like.\n"
    )


def _as_json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)
