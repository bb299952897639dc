"""The command boxes, and what it and new say of boxes that became images."""

from argparse import Namespace

from desktop_labeler.cli.output import listing, plural, run_job, show, shown
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions.history import By
from desktop_labeler.jobs.exchange.export_boxes import export_boxes
from desktop_labeler.jobs.exchange.import_boxes import BoxesResult, BoxOptions, import_boxes


def boxes(arguments: Namespace) -> int:
    """Add the boxes of a file or folder to a project, or show what that would do."""
    by = By(arguments.by or me(), "command line")
    job = import_boxes(arguments.project, arguments.source, box_options(arguments), by=by, dry_run=arguments.dry_run)
    result = run_job(job)
    text = "\n".join(boxes_text(result, dry_run=arguments.dry_run))
    show(boxes_json(result), text, as_json=arguments.json)
    return 0


def box_options(arguments: Namespace) -> BoxOptions:
    """Return what the options of the command line say of boxes."""
    return BoxOptions(
        kind=arguments.format,
        meaning=arguments.meaning,
        least=arguments.least,
        files_without=not arguments.only_boxes,
        margin=arguments.margin,
        turned=arguments.turned,
    )


def boxes_json(result: BoxesResult) -> dict[str, object]:
    """Return a result for --json."""
    return {
        "format": result.kind,
        "files": result.files,
        "items": result.boxes,
        "known": result.known,
        "below": result.below,
        "hidden": result.hidden,
        "shown": result.shown,
        "labelled": result.labelled,
        "suggested": result.suggested,
        "classes": list(result.classes),
        "unknown_classes": list(result.unknown_classes),
        "turned": result.turned,
        "skipped": [{"place": place, "reason": str(reason)} for place, reason in result.left_out],
        "unmatched": list(result.unmatched),
        "lost": result.lost,
        "empty": list(result.empty),
        "notes": list(map(str, result.notes)),
    }


def boxes_text(result: BoxesResult, *, dry_run: bool) -> list[str]:
    """Return a result in lines."""
    would = "would be added" if dry_run else "added"
    lines = [
        f"{plural(result.boxes, 'box')} in {plural(result.files, 'file')} {would} as images "
        f"({result.kind}): {result.labelled:,} with a label, {result.suggested:,} with a suggestion.",
    ]
    now = "would be" if dry_run else "are"
    if result.known:
        lines.append(f"Already in the project: {plural(result.known, 'box')}; what was decided about them stays.")
    if result.hidden:
        lines.append(f"Files without a box that {now} no images any more: {result.hidden:,}.")
    if result.shown:
        lines.append(f"Files without a box that {now} images again: {result.shown:,}.")
    if result.decision is not None:
        lines.append("Undo takes new boxes back, and their labels.")
    if result.below:
        lines.append(f"Left out for their score: {plural(result.below, 'box')} (--least chooses the limit).")
    if result.example is not None:
        lines.append(
            f"The camera stored {plural(result.turned, 'photograph')} turned, and the source does not say which way "
            f"the boxes are meant. Look at {shown(result.example.path)}; if they are wrong there, use --turned stored."
        )
    lines += map(str, result.notes)
    left = f"Left out ({len(result.left_out):,})"
    lines += listing(left, [f"{shown(place)}: {reason}" for place, reason in result.left_out])
    gone = f"Images that the project does not have ({len(result.unmatched):,}, with {plural(result.lost, 'box')})"
    lines += listing(gone, list(result.unmatched))
    lines += listing(f"Images without a box in the source ({len(result.empty):,})", list(result.empty))
    return lines


def export_boxes_(arguments: Namespace) -> int:
    """Write boxes with their classes to a new file or folder."""
    job = export_boxes(
        arguments.project, arguments.out, format=arguments.format, anew=arguments.anew, stills=arguments.stills
    )
    result = run_job(job)
    left_out = [(image.path, str(image.problem)) for image in result.left_out]
    done = f"{plural(result.written, 'box')} with a class written to {result.out}"
    if not result.sources and result.boxes > result.written:
        done = f"{plural(result.boxes, 'box')} written to {result.out}, {result.written:,} of them with a class"
    if result.sources:
        done += f", {result.changed:,} of them with another class than in {', '.join(map(str, result.sources))}"
    others = {"moved": result.moved, "deleted": result.deleted, "drawn here": result.added}
    done += "".join(f"; {count:,} {what}" for what, count in others.items() if count)
    text = [
        f"{done}. SHA-256 of boxes and labels: {result.manifest}",
        *listing("Left out", [f"{shown(path)}: {reason}" for path, reason in left_out]),
    ]
    value = {
        "written": result.written,
        "boxes": result.boxes,
        "changed": result.changed,
        "moved": result.moved,
        "deleted": result.deleted,
        "added": result.added,
        "out": result.out.as_posix(),
        "manifest": result.manifest.as_posix(),
        "sources": [source.as_posix() for source in result.sources],
        "left_out": [{"path": path, "reason": reason} for path, reason in left_out],
        "notes": [str(note) for note in result.notes],
    }
    show(value, "\n".join([*text, *map(str, result.notes)]), as_json=arguments.json)
    return 0
