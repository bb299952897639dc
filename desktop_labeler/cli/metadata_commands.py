"""The commands for metadata: metadata, list."""

from argparse import Namespace
from collections.abc import Sequence

from desktop_labeler.cli.output import listing, plural, run_job, show, shown, wrong_usage
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.people import check_people
from desktop_labeler.data.images.query.built_in_columns import all_columns
from desktop_labeler.data.images.query.image_query import Filter, Sort
from desktop_labeler.data.images.query.saved_filters import remove_filter, save_filter, saved_filters, unreadable
from desktop_labeler.data.metadata.columns import column_named, metadata_columns, remove_column, value_counts, values_of
from desktop_labeler.data.metadata.conditions import read_condition
from desktop_labeler.data.metadata.values import shown_value
from desktop_labeler.data.project.project_file import ImageRow, Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.metadata.add_metadata import (
    MetadataResult,
    metadata_from_files,
    metadata_from_names,
    metadata_from_table,
)
from desktop_labeler.jobs.metadata.filter_images import filtered_images
from desktop_labeler.jobs.metadata.group_images import GroupResult, group_bursts, group_by_column
from desktop_labeler.jobs.metadata.group_patients import group_patients
from desktop_labeler.messages import Message

_LISTED = 50  # lines listed on a terminal where nobody says how many


def metadata(arguments: Namespace) -> int:
    """List the columns of metadata, add some, or remove one."""
    actions = {
        "table": _table,
        "names": _names,
        "cameras": _cameras,
        "group": _group,
        "bursts": _bursts,
        "dicom": _dicom,
        "remove": _remove,
    }
    if arguments.action in actions:
        return actions[arguments.action](arguments)
    with Project(arguments.project, "read") as project:
        columns, counts = metadata_columns(project), value_counts(project)
    value = [
        {"name": each.name, "kind": each.kind, "origin": each.origin, "images": counts.get(each.id, 0)}
        for each in columns
    ]
    lines = [
        f"{shown(each.name)}: {each.kind}, from {_ORIGINS.get(each.origin, each.origin)}, "
        f"{plural(counts.get(each.id, 0), 'image')}"
        for each in columns
    ]
    show({"columns": value}, "\n".join(lines) or "No columns yet.", as_json=arguments.json)
    return 0


_ORIGINS = {"exif": "cameras", "table": "a table", "pattern": "file names", "video": "videos"}


def _table(arguments: Namespace) -> int:
    job = metadata_from_table(
        arguments.project,
        arguments.file,
        columns=dict(arguments.column),
        only=arguments.only,
        encoding=arguments.encoding,
        dry_run=arguments.dry_run,
    )
    result = run_job(job)
    return _show_added(result, f"No image for {plural(len(result.unmatched), 'row')}", arguments)


def _names(arguments: Namespace) -> int:
    result = run_job(metadata_from_names(arguments.project, arguments.pattern, dry_run=arguments.dry_run))
    return _show_added(result, f"{plural(len(result.unmatched), 'name')} that the pattern does not fit", arguments)


def _cameras(arguments: Namespace) -> int:
    return _show_added(run_job(metadata_from_files(arguments.project)), "", arguments)


def _show_added(result: MetadataResult, unmatched: str, arguments: Namespace) -> int:
    would = getattr(arguments, "dry_run", False)
    value = {
        "columns": [{"name": name, "kind": kind} for name, kind in result.kinds.items()],
        "images": result.images,
        "changed": result.changed,
        "unmatched": list(result.unmatched),
        "notes": [str(note) for note in result.notes],
    }
    columns = ", ".join(f"{shown(name)} ({kind})" for name, kind in result.kinds.items())
    first = f"{plural(len(result.kinds), 'column')} for {plural(result.images, 'image')}"
    first += f"{' would be kept' if would else ''}{f': {columns}' if columns else ''}."
    lines = [first, *listing(unmatched, result.unmatched), *(str(note) for note in result.notes)]
    show(value, "\n".join(lines), as_json=arguments.json)
    return 0


def _group(arguments: Namespace) -> int:
    by = By(arguments.by or me(), "command line")
    job = group_by_column(arguments.project, arguments.column, by=by, dry_run=arguments.dry_run)
    return _show_groups(run_job(job), arguments)


def _bursts(arguments: Namespace) -> int:
    by = By(arguments.by or me(), "command line")
    job = group_bursts(
        arguments.project,
        arguments.seconds,
        by=by,
        site=arguments.site,
        time=arguments.time,
        dry_run=arguments.dry_run,
    )
    return _show_groups(run_job(job), arguments)


def _dicom(arguments: Namespace) -> int:
    by = By(arguments.by or me(), "command line")
    return _show_groups(
        run_job(group_patients(arguments.project, arguments.whole, by=by, dry_run=arguments.dry_run)), arguments
    )


def _show_groups(result: GroupResult, arguments: Namespace) -> int:
    would = "would be" if arguments.dry_run else "are"
    text = f"{plural(result.images, 'image')} {would} in {plural(result.groups, 'group')}."
    if result.alone:
        text += f" {plural(result.alone, 'image')} with a time {would} near no other and keep what they have."
    value = {
        "groups": result.groups,
        "images": result.images,
        "alone": result.alone,
        "decision": result.decision,
    }
    show(value, text, as_json=arguments.json)
    return 0


def _remove(arguments: Namespace) -> int:
    with Project(arguments.project) as project:
        remove_column(project, column_named(project, arguments.column))
    show(
        {"removed": arguments.column},
        f"{shown(arguments.column)} was removed; undo does not bring it back.",
        as_json=arguments.json,
    )
    return 0


def list_(arguments: Namespace) -> int:
    """List images by filter and order, with their labels and metadata; keep or forget a named filter."""
    asks = (arguments.where, arguments.classes, arguments.states, arguments.text, arguments.missing)
    if arguments.filter is not None and any(asks):
        return wrong_usage("--filter takes the conditions that were kept; leave out the others, or keep a new one.")
    kept = ""
    writes = arguments.save is not None or arguments.forget is not None
    with Project(arguments.project, "write" if writes else "read") as project:
        if arguments.forget is not None:
            remove_filter(project, arguments.forget)
        wanted, sort = _saved(project, arguments) if arguments.filter is not None else _asked(project, arguments)
        if arguments.save is not None:
            kept = save_filter(project, arguments.save, wanted, sort)
        found = filtered_images(project, wanted, sort).tolist()
        chosen = found[: arguments.count] if arguments.count else found
        images = _values(project, chosen if arguments.json or arguments.count else chosen[:_LISTED])
        names = list(saved_filters(project))
    more = len(chosen) - len(images)
    done = [f"The filter {shown(arguments.forget)} is forgotten."] if arguments.forget is not None else []
    done += [f"The filter {shown(kept)} is kept."] if kept else []
    lines = [*done, plural(len(found), "image"), *map(_line, images)]
    lines += [f"… and {more:,} more (-n {len(chosen)} or --json lists them all)"] if more else []
    show({"found": len(found), "images": images, "filters": names}, "\n".join(lines), as_json=arguments.json)
    return 0


def _saved(project: Project, arguments: Namespace) -> tuple[Filter, Sort]:
    known = saved_filters(project)
    if arguments.filter not in known:
        raise LabelerError(
            "There is no filter {name}. The filters are: {names}.", name=arguments.filter, names=list(known) or "–"
        )
    kept = known[arguments.filter]
    if kept is None:
        raise unreadable(arguments.filter)
    wanted, sort = kept
    if not {-1, *(label.id for label in project.classes())}.issuperset(wanted.classes):
        raise LabelerError(
            "The filter {name} asks for a class that has been deleted. Forget the filter (--forget {name}), or undo "
            "the deletion.",
            name=arguments.filter,
        )
    there = {column.name for column in all_columns(project)}
    asked = [condition.column for condition in wanted.columns] + ([sort.column] if sort.key == "column" else [])
    gone = [name for name in asked if name not in there]
    if gone:
        raise LabelerError(
            "The filter {name} asks for the column {column}, which the project has no more. Forget the filter "
            "(--forget {name}), or add the column again.",
            name=arguments.filter,
            column=gone[0],
        )
    return wanted, sort


def _asked(project: Project, arguments: Namespace) -> tuple[Filter, Sort]:
    names = {label.name: label.id for label in project.classes()}
    unknown = [name for name in arguments.classes if name not in names]
    if unknown:
        raise LabelerError(
            "There is no class {name}. The classes are: {classes}.", name=unknown[0], classes=list(names)
        )
    check_people(project, [name for name in (arguments.answered_by, arguments.not_by) if name])
    columns = all_columns(project)
    wanted = Filter(
        states=tuple(state for state in State if state.word in arguments.states),
        classes=tuple(names[name] for name in arguments.classes),
        folder=arguments.folder,
        text=arguments.text,
        group=arguments.group,
        missing=arguments.missing,
        answered_by=arguments.answered_by or "",
        not_by=arguments.not_by or "",
        columns=tuple(read_condition(text, columns) for text in arguments.where),
    )
    if arguments.sort == "path":
        return wanted, Sort(descending=arguments.descending)
    return wanted, Sort("column", arguments.descending, column_named(project, arguments.sort).name)


def _values(project: Project, found: Sequence[int]) -> list[dict[str, object]]:
    names = {label.id: label.name for label in project.classes(deleted=True)}
    values = values_of(project, found)
    return [_value(row, names, dict(values.get(row.id, {}))) for row in project.images(found)]


def _value(row: ImageRow, names: dict[int, str], values: dict[str, object]) -> dict[str, object]:
    return {
        "id": row.id,
        "path": row.shown_path,
        "label": names.get(row.class_id or 0),
        "state": row.state.word,
        "group": row.group,
        "note": row.note,
        "problem": str(Message.read(row.problem)) if row.problem else None,
        "metadata": values,
    }


def _line(image: dict[str, object]) -> str:
    values = image["metadata"]
    said = [f"{name} {shown_value(value)}" for name, value in values.items()] if isinstance(values, dict) else []
    why = [str(image["problem"])] if image["problem"] else []
    return shown(f"{image['path']}: {', '.join([str(image['label'] or image['state']), *why, *said])}")
