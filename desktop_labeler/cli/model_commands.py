"""The command models, and import --as suggestions: what models from elsewhere say."""

from argparse import Namespace

from desktop_labeler.cli.output import listing, plural, run_job, show, shown
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.import_predictions import forget_predictions, import_predictions
from desktop_labeler.jobs.rounds.compare_models import ModelComparison, compare_models
from desktop_labeler.rounding import outward, outward_percent


def models(arguments: Namespace) -> int:
    """List the models from elsewhere with what they are worth here, or remove the suggestions of one."""
    if arguments.action == "remove":
        run_job(forget_predictions(arguments.project, arguments.model))
        left = f"The suggestions of {shown(arguments.model)} were removed; labels that were accepted stay."
        show({"removed": arguments.model}, left, as_json=arguments.json)
        return 0
    with Project(arguments.project, "read") as project:
        found = compare_models(project)
    none = "No model from elsewhere has made suggestions here. Take them with: import … --as suggestions"
    lines = [
        f"{plural(len(found), 'model')} from elsewhere." if found else none,
        *(line for one in found for line in _lines(one)),
    ]
    show({"models": [_value(one) for one in found]}, "\n".join(lines), as_json=arguments.json)
    return 0


def _value(one: ModelComparison) -> dict[str, object]:
    agreement = one.agreement
    return {
        "name": one.model,
        "images": one.images,
        "decided": one.decided,
        "right": agreement.hits,
        "interval": list(outward(agreement.low, agreement.high, 4)),
        "suggested": one.suggested,
        "other_suggestion": len(one.other_suggestion),
    }


def _lines(one: ModelComparison) -> list[str]:
    found, beside = one.agreement, "no label decided by a person"
    if one.decided:
        low, high = outward_percent(found.low, found.high)
        beside = f"right for {found.hits:,} of {plural(found.count, 'decided label')} ({low:.0f} to {high:.0f} %)"
    differ = f"another class than {len(one.other_suggestion):,} of {plural(one.suggested, 'suggestion')}"
    if not one.suggested:
        differ = "no suggestion to compare"
    return [f"{shown(one.model)}: {plural(one.images, 'image')}; {beside}; {differ}"]


def import_suggestions(arguments: Namespace) -> int:
    """Store what a model says about each image; no label changes."""
    job = import_predictions(
        arguments.project,
        arguments.file,
        by=By(arguments.by or me(), "command line"),
        model=arguments.model,
        columns=dict(arguments.column),
        encoding=arguments.encoding,
        add_new_classes=arguments.add_classes,
        dry_run=arguments.dry_run,
    )
    result = run_job(job)
    value = {
        "model": result.model,
        "suggested": result.suggested,
        "unmatched": list(result.unmatched),
        "unknown_classes": list(result.unknown_classes),
        "added_classes": list(result.added_classes),
        "notes": [str(note) for note in result.notes],
    }
    would, back = "would get" if arguments.dry_run else "got", "`models remove` takes the suggestions back."
    images = plural(result.suggested, "image") if result.suggested else "No image"
    stored = result.suggested > 0 and not arguments.dry_run
    new = "Classes that would be new" if arguments.dry_run else "New classes"
    lines = [
        f"{images} {would} a suggestion by {shown(result.model)}. No label changed{f'; {back}' if stored else '.'}",
        *listing("Classes that the project does not have, left out", result.unknown_classes),
        *listing(new, result.added_classes),
        *listing(f"No image for {plural(len(result.unmatched), 'row')}", result.unmatched),
        *(str(note) for note in result.notes),
    ]
    show(value, "\n".join(lines), as_json=arguments.json)
    return 0
