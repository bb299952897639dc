"""The commands for labels: label, import, export, history, undo, redo."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

from desktop_labeler.cli.boxes_command import export_boxes_
from desktop_labeler.cli.decision_effects import effects, effects_json
from desktop_labeler.cli.model_commands import import_suggestions
from desktop_labeler.cli.output import listing, plural, run_job, show, shown, wrong_usage
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions import history
from desktop_labeler.data.decisions.history import By, Decision
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.consequences import Consequences, consequences
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.images.files.image_files import image_at
from desktop_labeler.data.project.answer_rows import ADJUDICATE
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.export_boxes import BOX_FORMATS
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.jobs.exchange.plan_import import Decided, DecidedLabel


def round_of(project: Path) -> int | None:
    """Return the number of the project's last round, None before the first."""
    with Project(project, "read") as opened:
        number = opened.setting("round")
    return number if isinstance(number, int) else None


def label(arguments: Namespace) -> int:
    """Store the labels in a table as a person's decisions."""
    if arguments.audit and arguments.adjudicate:
        return wrong_usage("--audit answers without seeing labels, --adjudicate settles after seeing them: choose one.")
    if arguments.audit:
        _check_audit(arguments.project)
    page = audits.PAGE if arguments.audit else "command line"
    by = By(arguments.by, page, round_of(arguments.project))
    job = import_labels(
        arguments.project,
        arguments.source,
        format="csv",
        by=by,
        columns=dict(arguments.column),
        encoding=arguments.encoding,
        dry_run=arguments.dry_run,
        as_human=True,
        kind=ADJUDICATE if arguments.adjudicate else None,
        decided="take",  # the labels are themselves decisions, made now
    )
    _show_import(run_job(job), arguments)
    return 0


def _check_audit(project: Path) -> None:
    with Project(project, "read") as opened:
        audit = audits.current_audit(opened)
    if audit is None or audit.ended:
        raise LabelerError(
            "No audit is under way. Nothing was changed. Begin one (audit PROJECT start -n 59), or leave --audit out."
        )


def import_(arguments: Namespace) -> int:
    """Import labels from a file or folder in one of the formats, or the predictions of a model as suggestions."""
    ignored = _of_the_other_kind(arguments)
    if ignored:
        other = "labels" if arguments.kind == "suggestions" else "suggestions"
        return wrong_usage(f"{' and '.join(ignored)} {'is' if len(ignored) == 1 else 'are'} for {other} alone.")
    if arguments.kind == "suggestions":
        return import_suggestions(arguments)
    if arguments.format is None:
        return wrong_usage(f"import needs --format for labels ({', '.join(FORMATS)}), or --as suggestions.")
    by = By(arguments.by or me(), "command line", round_of(arguments.project))
    job = import_labels(
        arguments.project,
        arguments.file,
        format=arguments.format,
        by=by,
        columns=dict(arguments.column),
        encoding=arguments.encoding,
        dry_run=arguments.dry_run,
        decided=arguments.decided or "keep",
    )
    _show_import(run_job(job), arguments)
    return 0


def _of_the_other_kind(arguments: Namespace) -> list[str]:
    """Return the options of import that were given and mean nothing for what is imported."""
    if arguments.kind == "suggestions":
        given = {"--decided": arguments.decided, "--format": arguments.format}
    else:
        given = {"--model": arguments.model or None, "--add-classes": arguments.add_classes}
    return [name for name, value in given.items() if value is not None]


def _decided_json(decided: Decided) -> dict[str, object]:
    counts = decided.by_reason()
    return {
        "choice": decided.choice,
        "differ": len(decided.labels),
        "kept": decided.count("keep"),
        "kept_by_rule": decided.ruled,
        "taken": decided.count("take"),
        "marked": decided.count("conflict"),
        **{why.replace(" ", "_"): counts[why] for why in ("confirmed", "accepted", "unsure", "excluded", "ruled out")},
        "images": [
            {
                "path": one.path,
                "label": one.mine or None,
                "why": one.decided_as,
                "file": one.theirs or None,
                "file_state": one.state.word if one.state is not None else None,
            }
            for one in decided.labels
        ],
    }


def import_json(result: ImportResult) -> dict[str, object]:
    """Return the result of an import in the form that is printed as JSON."""
    return {
        "applied": result.applied,
        "given": dict(result.given),
        "changed": result.changed,
        "relabelled": result.relabelled,
        "decided": _decided_json(result.decided),
        "unmatched": list(result.unmatched),
        "unknown_classes": list(result.unknown_classes),
        "conflicts": [{"path": conflict.path, "labels": list(conflict.labels)} for conflict in result.conflicts],
        "notes": [str(note) for note in result.notes],
        "decision": result.decision,
        "not_drawn": list(result.not_drawn),
    }


def import_text(result: ImportResult, *, told: bool = False) -> list[str]:
    """Return lines that say what an import left out; `told`: what it led to is said already."""
    said = result.decided.notes() if told and result.decided.ruled else ()
    conflicts = [f"{conflict.path}: {' / '.join(conflict.labels)}" for conflict in result.conflicts]
    return [
        *listing("Not drawn for this audit, left out", result.not_drawn),
        *listing(f"No image for {plural(len(result.unmatched), 'row')}", result.unmatched),
        *listing("Different labels for one image, none taken", conflicts),
        *listing("Decided by people, and otherwise in the file", [_otherwise(one) for one in result.decided.labels]),
        *(str(note) for note in result.notes if note not in said),
    ]


def _otherwise(one: DecidedLabel) -> str:
    """Return a label that differs, as in "a.png: cat (confirmed) → dog"."""
    mine = f"{one.mine} ({one.decided_as})" if one.mine else one.decided_as
    return f"{one.path}: {mine} → {one.theirs or (one.state.word if one.state is not None else '')}"


def _show_import(result: ImportResult, arguments: Namespace) -> None:
    file = shown((arguments.source if arguments.command == "label" else arguments.file).name)
    first = f"{file} has {_given_text(result)}"
    changed = plural(result.changes if arguments.dry_run else result.changed, "image")
    first += f"; {changed} would change" if arguments.dry_run else f"; {changed} changed"
    new = "Classes that would be new" if arguments.dry_run else "New classes"
    if result.relabelled:
        people, differs = len(result.decided.labels), f". The file differs from {plural(result.relabelled, 'label')}"
        of_them = " that people decided" if people == result.relabelled else f", {people:,} of them decided by people"
        first += differs + (of_them if people else "")
    found, told = effects(arguments.project, result.decision)
    lines = [f"{first}.", *told, *listing(new, result.unknown_classes), *import_text(result, told=bool(told))]
    show({**import_json(result), **found}, "\n".join(lines), as_json=arguments.json)


def _given_text(result: ImportResult) -> str:
    """Return what the file says, as in "17 labels and 3 notes for 18 images"."""
    given = result.given
    parts = [plural(given[what], what) for what in ("label", "group", "note") if given[what]]
    parts += [f"{given[what]:,} {what}" for what in ("unsure", "excluded") if given[what]]
    parts += [plural(given["second"], "request") + " for a second opinion"] if given["second"] else []
    if not parts:
        return "no label for any image of the project"
    listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    return f"{listed} for {plural(result.applied, 'image')}"


def export_(arguments: Namespace) -> int:
    """Write the labels, in most formats with the images, or the boxes, to a new file or folder."""
    if arguments.format in BOX_FORMATS:
        return export_boxes_(arguments)
    job = export(
        arguments.project,
        arguments.out,
        format=arguments.format,
        link=arguments.link,
        seed=arguments.seed,
        fractions=arguments.shares,
        unlabelled=arguments.unlabelled,
        empty_classes=arguments.empty_classes,
        bom=arguments.bom,
        plain_cells=arguments.plain_cells,
    )
    result = run_job(job)
    left_out = [(image.path, str(image.problem)) for image in result.left_out]
    text = [
        f"{plural(result.written, 'image')} written to {result.out}. SHA-256 of images and labels: {result.manifest}",
        *listing("Left out", [f"{path}: {reason}" for path, reason in left_out]),
        *map(str, result.notes),
    ]
    value = {
        "written": result.written,
        "out": result.out.as_posix(),
        "manifest": result.manifest.as_posix(),
        "left_out": [{"path": path, "reason": reason} for path, reason in left_out],
        "notes": [str(note) for note in result.notes],
    }
    show(value, "\n".join(text), as_json=arguments.json)
    return 0


def show_history(arguments: Namespace) -> int:
    """List the decisions, newest first."""
    with Project(arguments.project, "read") as project:
        image = image_named(project, arguments.image) if arguments.image is not None else None
        found = history.read_history(project, image=image, limit=arguments.count or None)
    _show_decisions(found, "No decisions yet.", as_json=arguments.json)
    return 0


def image_named(project: Project, path: str) -> int:
    """Return the id of an image by its path.

    Raises:
        LabelerError: the project has no such image.
    """
    image = image_at(project, path.replace("\\", "/"))
    if image is None:
        raise LabelerError(
            "There is no image {path} in the project. Give its path below the project's folder.", path=shown(path)
        )
    return image


def undo(arguments: Namespace) -> int:
    """Undo decisions."""
    return _steps(arguments, history.undo, "There is nothing to undo.")


def redo(arguments: Namespace) -> int:
    """Redo undone decisions."""
    return _steps(arguments, history.redo, "There is nothing to redo.")


def _steps(arguments: Namespace, step: Callable[[Project, By], Decision | None], none: str) -> int:
    by = By(arguments.by or me(), "command line")
    done: list[Decision] = []
    brought: list[Consequences] = []
    with Project(arguments.project) as project:
        while len(done) < arguments.steps and (decision := step(project, by)) is not None:
            done.append(decision)
            brought.append(consequences(project, decision.id))
    _show_decisions(done, none, brought, as_json=arguments.json)
    return 0


def _show_decisions(
    found: Sequence[Decision], none: str, brought: Sequence[Consequences] = (), *, as_json: bool
) -> None:
    value = {
        "decisions": [
            {
                "n": decision.id,
                "when": decision.when,
                "who": decision.who,
                "what": str(decision.what),
                "images": decision.images,
                "kind": decision.kind,
                "undone": decision.undone,
                "reverts": decision.reverts,
                **(effects_json(follows) if follows is not None else {}),
            }
            for decision, follows in zip_longest(found, brought)
        ]
    }
    lines = [
        f"{decision.id:>6}  {decision.when}  {shown(decision.who)}  {_what(decision)} "
        f"({plural(decision.images, 'image')})"
        for decision in found
    ]
    lines += [str(text) for follows in brought for text in follows.texts]
    show(value, "\n".join(lines) or none, as_json=as_json)


def _what(decision: Decision) -> str:
    before = f"{decision.kind} of {decision.reverts}: " if decision.reverts is not None else ""
    return shown(before + str(decision.what)) + (" [undone]" if decision.undone else "")
