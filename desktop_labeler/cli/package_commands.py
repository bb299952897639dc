"""The commands package and merge: images for somebody else to decide, and what they said of them."""

from argparse import Namespace

from desktop_labeler.cli.decision_effects import effects
from desktop_labeler.cli.output import listing, plural, run_job, show, shown, size_text
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.packages.make_package import Selection, make_package
from desktop_labeler.jobs.packages.merge_package import MergeResult, merge_package


def package(arguments: Namespace) -> int:
    """Write a package."""
    wanted = Filter(
        states=tuple(state for state in State if state.word in arguments.states),
        classes=_classes(arguments),
        folder=arguments.folder,
        answered_by=arguments.answered_by or "",
        not_by=arguments.not_by or "",
        disputed=arguments.disputed,
    )
    selection = Selection(wanted, arguments.count, arguments.seed, arguments.audit)
    job = make_package(
        arguments.project,
        arguments.out,
        selection,
        name=arguments.name,
        blind=arguments.blind,
        place=arguments.place,
        longest=arguments.max_side,
    )
    result = run_job(job)
    left_out = [(path, str(reason)) for path, reason in result.left_out]
    value = {
        "images": result.images,
        "out": result.out.as_posix(),
        "folder": result.folder.as_posix() if result.folder is not None else None,
        "bytes": result.bytes,
        "left_out": [{"path": path, "reason": reason} for path, reason in left_out],
    }
    chosen = result.images + len(left_out)
    text = [
        f"{plural(result.images, 'image')} in {result.out} ({size_text(result.bytes)})."
        + (f" Send the folder {result.folder.name} along." if result.folder is not None else ""),
        *(
            [f"There are no more such images; {arguments.count:,} were asked for."]
            if chosen < (arguments.count or 0)
            else []
        ),
        *listing("Left out", [f"{path}: {reason}" for path, reason in left_out]),
    ]
    show(value, "\n".join(text), as_json=arguments.json)
    return 0


def _classes(arguments: Namespace) -> tuple[int, ...]:
    with Project(arguments.project, "read") as project:
        ids = {label.name: label.id for label in project.classes()}
    for name in arguments.classes:
        if name not in ids:
            raise LabelerError("There is no class {name} in the project. Nothing was written.", name=name)
    return tuple(ids[name] for name in arguments.classes)


def merge(arguments: Namespace) -> int:
    """Merge a package, or show what that would do."""
    by = By(arguments.by or me(), "command line")
    result = run_job(merge_package(arguments.project, arguments.package, by=by, dry_run=arguments.dry_run))
    found, told = effects(arguments.project, result.decision)
    text = [*_text(result, dry=arguments.dry_run), *told]
    show({**merge_json(result), **found}, "\n".join(text), as_json=arguments.json)
    return 0


def merge_json(result: MergeResult) -> dict[str, object]:
    """Return the result of a merge in the form that is printed as JSON."""
    return {
        "people": list(result.people),
        "alike": [{"new": new, "there": other} for new, other in result.alike],
        "agreed": result.agreed,
        "added": result.added,
        "conflicts": [
            {"path": one.path, "who": one.who, "mine": one.mine, "theirs": one.theirs} for one in result.conflicts
        ],
        "withdrawn": result.withdrawn,
        "known": result.known,
        "unknown": list(result.unknown),
        "changed": list(result.changed),
        "unknown_classes": list(result.unknown_classes),
        "deleted_classes": list(result.deleted_classes),
        "labels": result.labels,
        "decision": result.decision,
        "answers": result.answers,
        "elsewhere": result.elsewhere,
    }


def _text(result: MergeResult, *, dry: bool) -> list[str]:
    count = result.agreed + result.added + len(result.conflicts)
    conflicts = [f"{one.path}: {one.mine} / {shown(one.who)}: {one.theirs}" for one in result.conflicts]
    first = _came(result, count, dry=dry) if count else _nothing_new(result)
    if result.withdrawn:
        first += f" {result.withdrawn:,} of an earlier merge {'would be' if dry else 'were'} taken back."
    if result.decision is not None:
        first += f" {plural(result.labels, 'label')} changed."
    elsewhere = "The package was made from another project: classes are matched by their names alone."
    return [
        first,
        *([elsewhere] if result.elsewhere else []),
        *(_alike(*pair, dry=dry) for pair in result.alike),
        *listing("Say something else", conflicts),
        *listing("Not in the project any more, left out", result.unknown),
        *listing("Another picture by now, left out", result.changed),
        *listing("Classes that would be new" if dry else "New classes", result.unknown_classes),
        *listing("Classes that were deleted here, their answers left out", result.deleted_classes),
    ]


def _alike(new: str, other: str, *, dry: bool) -> str:
    """Say that somebody new has almost the name of somebody else, and what to do if they are one."""
    first = "To make them one" if dry else "To make them one, undo this"
    return (
        f"{shown(new)} {'would be' if dry else 'is'} another person than {shown(other)}. {first}, give {shown(other)} "
        f"the name {shown(new)} (people PROJECT --rename) and merge {'then' if dry else 'again'}."
    )


def _came(result: MergeResult, count: int, *, dry: bool) -> str:
    """Return what the answers that are new say."""
    people = " and ".join(shown(name) for name in result.people)
    known = f" {result.known:,} were merged before." if result.known else ""
    return (
        f"{plural(count, 'answer')} {'would come' if dry else 'came'} from {people}: {result.agreed:,} agree, "
        f"{result.added:,} are about images without a label, {len(result.conflicts):,} say something else."
        f"{known}"
    )


def _nothing_new(result: MergeResult) -> str:
    """Return why no answer of a package is new."""
    if not result.answers:
        return "Nothing has been answered in this package."
    if result.known == result.answers:
        return f"Everything in this package was merged before ({plural(result.known, 'answer')})."
    known = f"; {result.known:,} were merged before" if result.known else ""
    return f"None of the {plural(result.answers, 'answer')} in this package is new{known}."
