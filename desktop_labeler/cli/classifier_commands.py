"""The commands predict and export-model, which use the classifier of a project outside of it."""

from argparse import Namespace

from desktop_labeler.cli.output import duration, listing, plural, run_job, show, shown
from desktop_labeler.data.images.files.image_files import unread_note
from desktop_labeler.jobs.classifiers.classify_folder import ClassifyResult, classify_folder
from desktop_labeler.jobs.classifiers.export_model import export_model
from desktop_labeler.rounding import outward_percent


def predict(arguments: Namespace) -> int:
    """Classify every image of a folder into a table."""
    job = classify_folder(
        arguments.model, arguments.folder, arguments.out, top=arguments.top, device=arguments.device, bom=arguments.bom
    )
    result = run_job(job)
    show(_value(result), "\n".join(_lines(result)), as_json=arguments.json)
    return 0


def export_model_(arguments: Namespace) -> int:
    """Write the classifier of a project to a folder."""
    result = run_job(export_model(arguments.project, arguments.out, format=arguments.format))
    accuracy = result.accuracy
    value = {
        "written": list(result.files),
        "out": result.out.as_posix(),
        "classes": list(result.classes),
        "accuracy": accuracy.value,
        "low": accuracy.low,
        "high": accuracy.high,
        "n": accuracy.count,
        "notes": [str(note) for note in result.notes],
    }
    lines = [
        f"The classifier of {plural(len(result.classes), 'class')} is in {shown(str(result.out))}.",
        *map(str, result.notes),
    ]
    if accuracy.value is not None:
        low, high = outward_percent(accuracy.low, accuracy.high, 1)
        lines.append(
            f"Of {accuracy.count:,} labels that it had not seen, {100 * accuracy.value:.1f} % were right "
            f"({low:.1f}–{high:.1f})."
        )
    lines.append(f"python {shown(str(result.out / 'predict.py'))} IMAGE... says the class of an image.")
    show(value, "\n".join(lines), as_json=arguments.json)
    return 0


def _value(result: ClassifyResult) -> dict[str, object]:
    return {
        "images": result.images,
        "skipped": [{"path": path, "reason": str(reason)} for path, reason in result.skipped],
        "seconds": result.seconds,
        "out": result.out.as_posix(),
        "model": result.model,
        "classes": list(result.classes),
        "counts": result.counts,
        "unlike_all": result.unlike,
        "earlier": result.earlier,
        "device": result.device,
        "notes": [str(note) for note in result.notes],
        "unread": result.unread,
    }


def _lines(result: ClassifyResult) -> list[str]:
    unread = unread_note(result.unread)
    return [
        f"{plural(result.images, 'image')} classified by {shown(result.model)} in {duration(result.seconds)}: "
        f"{shown(str(result.out))}",
        *listing("Likeliest class", [f"{count:>7,}  {name}" for name, count in result.counts.items()]),
        *([f"{plural(result.unlike, 'image')} of these unlike all classes (unlike_all)."] if result.unlike else []),
        *listing("Not classified", [f"{path}: {reason}" for path, reason in result.skipped]),
        *map(str, result.notes),
        *([str(unread)] if unread is not None else []),
    ]
