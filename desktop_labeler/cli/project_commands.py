"""The commands for whole projects: new, info, rescan, range, backup, restore, sample."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_labeler.cli.boxes_command import box_options, boxes_json, boxes_text
from desktop_labeler.cli.label_commands import import_json, import_text
from desktop_labeler.cli.output import listing, plural, run_job, show
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.decisions import history
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES
from desktop_labeler.data.images.files.image_files import missing_images, skipped_files, unread_note
from desktop_labeler.data.images.files.sample_files import write_sample
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.data.project.project_file import SUFFIX, Project, State
from desktop_labeler.data.project.storage_errors import no_file
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.images.new_place import check_not_among_images, holds_mostly_images
from desktop_labeler.jobs.images.set_display_range import (
    channels_text,
    range_text,
    set_channels,
    set_display_range,
)
from desktop_labeler.jobs.projects import back_up
from desktop_labeler.jobs.projects.look_again import look_again
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.messages import Message

_NO_IMAGES = (
    "No image was found there. The project is made all the same: put images into the folder and rescan, or delete the "
    "project file and make one of another folder."
)


def new(arguments: Namespace) -> int:
    """Create a project from a folder."""
    _check_ending(arguments.project)
    if isinstance(arguments.labels, Path) and not arguments.labels.is_file():
        raise LabelerError(
            "There is no file {file}. Nothing was made. Check the name of the table.", file=arguments.labels
        )
    told = _among_images(arguments.project, arguments.folder)
    result = run_job(
        new_project(
            arguments.project,
            arguments.folder,
            arguments.labels if arguments.parts is None else "none",
            classes=arguments.classes,
            class_level=arguments.class_level,
            group_level=arguments.group_level,
            columns=dict(arguments.column),
            encoding=arguments.encoding,
            display=arguments.range,
            pages=arguments.pages,
            frames=arguments.frames,
            boxes=arguments.parts,
            box_options=box_options(arguments),
            by=By(arguments.by or me(), "command line"),
        )
    )
    if not result.images:
        told.append(_NO_IMAGES)
    value: dict[str, object] = {
        "images": result.images,
        "labelled": result.labelled,
        "classes": result.classes,
        "skipped": _skipped(result.skipped),
        "unread": result.unread,
        "notes": [*map(str, result.notes), *told],
    }
    text = [
        f"{arguments.project.name}: {plural(result.images, 'image')}, {result.labelled:,} labelled.",
        *map(str, result.notes),
        *told,
        *listing("Left out", [f"{name}: {reason}" for name, reason in result.skipped]),
        *map(str, filter(None, [unread_note(result.unread)])),
    ]
    if arguments.frames is None and VIDEO_SUFFIXES & result.unread.keys():
        text.append("“new” with “--frames SECONDS” or “--frames scenes” makes images of the frames of videos.")
    if result.imported is not None:
        imported = import_json(result.imported)
        value |= {key: imported[key] for key in ("unmatched", "conflicts")}
        value["notes"] = [*map(str, (*result.notes, *result.imported.notes)), *told]
        text += import_text(result.imported)
    if result.boxes is not None:
        value |= {"items": result.boxes.boxes, "boxes": boxes_json(result.boxes)}
        text += boxes_text(result.boxes, dry_run=False)
    show(value, "\n".join(text), as_json=arguments.json)
    return 0


def _check_ending(project: Path) -> None:
    if project.suffix != SUFFIX:
        raise LabelerError(
            "{name} is not the name of a project: that ends in {suffix}, so that the window can open it. Nothing was "
            "made. Choose such a name, as in {example}.",
            name=project.name or "“”",
            suffix=SUFFIX,
            example=f"{project.stem or 'photos'}{SUFFIX}".lstrip("."),
        )


def _among_images(project: Path, folders: Sequence[Path]) -> list[str]:
    """Return a sentence about a project file that is kept among images."""
    place = project.absolute().parent
    if not lies_in(place, folders) and not holds_mostly_images(place):
        return []
    return [
        f"{project.name} is among the images, and its backups will be, too. They are not taken for images, and no "
        "image is changed; a place beside the folder keeps it clean."
    ]


def _skipped(found: list[tuple[str, Message]]) -> list[dict[str, str]]:
    return [{"path": path, "reason": str(reason)} for path, reason in found]


def info(arguments: Namespace) -> int:
    """Show what a project contains."""
    with Project(arguments.project, "read") as project:
        counts, in_use = project.counts(), backbone_in_use(project)
        states = {state.word: sum(count for (found, _), count in counts.items() if found == state) for state in State}
        classes = [
            {
                "name": label.name,
                "id": label.id,
                "labelled": counts.get((State.LABELLED, label.id), 0),
                "confirmed": counts.get((State.CONFIRMED, label.id), 0),
            }
            for label in project.classes()
        ]
        value = {
            "images": sum(counts.values()),
            "states": states,
            "classes": classes,
            "decisions": sum(history.decisions_by_kind(project).values()),
            "round": project.setting("round"),
            "backbone": in_use[1] if in_use is not None else None,
            "schema": project.version,
            "missing": missing_images(project),
            "skipped": len(skipped_files(project)),
            "folders": [str(folder.path) for folder in project.folders()],
        }
    show(value, _info_text(value, classes), as_json=arguments.json)
    return 0


def _info_text(value: dict[str, Any], classes: list[dict[str, object]]) -> str:
    states = value["states"]
    width = max((len(str(entry["name"])) for entry in classes), default=0)
    return "\n".join(
        [
            plural(value["images"], "image")
            + ": "
            + ", ".join(f"{count:,} {state}" for state, count in states.items() if count),
            f"{plural(value['decisions'], 'decision')}, round {value['round'] or '–'}, schema {value['schema']}",
            *(
                f"  {entry['name']!s:<{width}}  {entry['labelled']:>7,} labelled  {entry['confirmed']:>7,} confirmed"
                for entry in classes
            ),
        ]
    )


def rescan_(arguments: Namespace) -> int:
    """Look for new, missing and changed files."""
    result = run_job(look_again(arguments.project, arguments.folder))
    read = run_job(identify(arguments.project))
    with Project(arguments.project, "read") as project:
        skipped, missing = skipped_files(project), missing_images(project)
    again = result.labels_note([path for path, _ in skipped])
    notes = list(map(str, (*result.file_notes(), *result.notes, *filter(None, [again]), *read.notes())))
    value = {
        "new": result.new,
        "missing": missing,
        "changed": result.changed,
        "labelled_changed": list(result.relabel),
        "moved": [{"from": old, "to": new} for old, new in result.moves],
        "returned": list(result.returned),
        "newly_missing": list(result.lost),
        "changed_files": list(result.replaced),
        "skipped": _skipped(skipped),
        "unread": result.unread,
        "notes": notes,
    }
    text = [
        *notes,
        f"{result.new:,} new, {missing:,} missing, {result.changed:,} changed.",
        *listing("Left out", [f"{name}: {reason}" for name, reason in skipped]),
        *map(str, filter(None, [unread_note(result.unread)])),
    ]
    show(value, "\n".join(text), as_json=arguments.json)
    return 0


def range_(arguments: Namespace) -> int:
    """Say or choose how images with more than 8 bits are shown."""
    notes = []
    with Project(arguments.project, "read") as project:
        before = display_range(project)
    if arguments.range is not None:
        notes.append(run_job(set_display_range(arguments.project, arguments.range)))
    if arguments.channels is not None:
        notes.append(run_job(set_channels(arguments.project, arguments.channels, common=arguments.common)))
    with Project(arguments.project, "read") as project:
        now = display_range(project)
    said = notes or [range_text(now), *([channels_text(now.channels)] if now.channels else [])]
    back = [] if now == before else [f"Undo does not take this back. As before: range {_as_argument(before)}"]
    bounds = {"low": now.low, "high": now.high} if now.kind == "project" else {}
    channels = [channel._asdict() for channel in now.channels]
    said_all = [*map(str, said), *back]
    value = {"kind": now.kind, **bounds, "channels": channels, "notes": said_all}
    show(value, "\n".join(said_all), as_json=arguments.json)
    return 0


def _as_argument(display: DisplayRange) -> str:
    """Return the words of the command range that choose this."""
    kind = f"{display.low:.10g},{display.high:.10g}" if display.kind == "project" else display.kind
    channels = ",".join(map(str, display.channels))
    return f"PROJECT {kind} --channels {channels or 'none'}"


def backup(arguments: Namespace) -> int:
    """Make a backup and list all backups."""
    run_job(back_up.back_up(arguments.project))
    _show_backups(arguments)
    return 0


def restore(arguments: Namespace) -> int:
    """Restore a backup, or list the backups."""
    if arguments.backup is not None:
        aside = run_job(back_up.restore(arguments.project, _backup_named(arguments.project, arguments.backup)))
        _show_backups(arguments, aside)
    elif not backups.list_backups(arguments.project.absolute()) and not arguments.project.is_file():
        raise LabelerError.of(no_file(arguments.project.absolute()))
    else:
        _show_backups(arguments)
    return 0


def _backup_named(project: Path, name: str) -> Path:
    folder = backups.folder_of(project.absolute())
    for place in (Path(name), project.absolute().parent / name, folder / name):
        if place.is_file():
            return place
    raise LabelerError(
        "There is no backup {name}. Nothing was changed. `restore {file}` without a name lists them.",
        name=name,
        file=project.name,
    )


def _show_backups(arguments: Namespace, aside: Path | None = None) -> None:
    path = arguments.project.absolute()
    found = [
        {
            "file": backup.file.relative_to(path.parent).as_posix(),
            "when": backup.when.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "reason": backup.reason,
        }
        for backup in backups.list_backups(path)
    ]
    lines = [f"{entry['when']}  {entry['reason']:<9}  {entry['file']}" for entry in found]
    value: dict[str, object] = {"backups": found}
    if aside is not None:
        value["aside"] = aside.name
        lines.append(f"Restored. The damaged file is kept as {aside.name}.")
    show(value, "\n".join(lines) or "No backups yet.", as_json=arguments.json)


def sample(arguments: Namespace) -> int:
    """Write the sample dataset to a new folder."""
    check_not_among_images(arguments.out)
    found = write_sample(arguments.out)
    value = {"folder": found.folder.as_posix(), "images": found.images, "truth": found.truth.as_posix()}
    text = f"{plural(found.images, 'image')} in {found.folder}; the truth is in {found.truth}."
    show(value, text, as_json=arguments.json)
    return 0
