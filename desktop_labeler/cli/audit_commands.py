"""The command audit: a random sample that a person labels blind, and what it shows about all images."""

from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import asdict

from desktop_labeler.cli.output import listing, plural, run_job, show, shown
from desktop_labeler.data.decisions.neutral_names import sample_name
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.audit_design import Timing
from desktop_labeler.jobs.audits.copy_sample import copy_sample
from desktop_labeler.jobs.audits.draw_audit import Findings, begin_audit, fewer_than_asked, findings
from desktop_labeler.messages import Message
from desktop_labeler.rounding import outward_percent, rounded_down
from desktop_labeler.statistics import MeasuredFraction


def audit(arguments: Namespace) -> int:
    """Begin an audit, list its next images, show its result, or close it."""
    writes, note = arguments.action in ("start", "close"), None
    with Project(arguments.project, "write" if writes else "read") as project:
        if arguments.action == "start":
            refuse_second(project)
            begun = begin_audit(
                project,
                arguments.kind,
                arguments.count,
                arguments.target,
                arguments.seed,
                design=arguments.draw,
                looks=arguments.looks,
            )
            note = fewer_than_asked(begun, arguments.count)
        elif arguments.action == "close":
            audits.end(project, _current(project))
        found = findings(project, _current(project))
        if arguments.action == "next":
            show_next(project, found, arguments)
        else:
            _show_found(project, found, note, as_json=arguments.json)
    return 0


def _current(project: Project) -> Audit:
    audit = audits.current_audit(project)
    if audit is None:
        raise LabelerError("There was no audit yet. Begin one with: audit PROJECT start -n 59")
    return audit


def refuse_second(project: Project) -> None:
    """Refuse to begin an audit while another one is unfinished, so that its work is not lost."""
    audit = audits.current_audit(project)
    if audit is not None and not (found := findings(project, audit)).done:
        raise LabelerError(
            "An audit is under way: {done} of {n} images were checked. Nothing was changed. Finish it "
            "(audit PROJECT next), or give it up (audit PROJECT close), then start.",
            done=len(audit.images) - len(found.open),
            n=len(audit.images),
        )


def show_next(project: Project, found: Findings, arguments: Namespace) -> None:
    """List names that tell nothing, or paths if asked: who sees a label, or a folder that tells it, is not blind."""
    some = (found.open if arguments.count is None else found.open[: arguments.count]).tolist()
    places = {image: place for place, image in enumerate(found.audit.images)}
    names = {image: sample_name(places[image], len(places)) for image in some}
    images: list[dict[str, object]] = [{"image": name} for name in names.values()]
    if arguments.paths:
        images = [{"id": image.id, "path": image.path} for image in project.images(some)]
    lines = [shown(str(image["path"] if arguments.paths else image["image"])) for image in images]
    value: dict[str, object] = {"images": images, "open": len(found.open)}
    if arguments.copies is not None and names:
        copies = run_job(copy_sample(project.path, arguments.copies, names))
        left_out = [(name, str(reason)) for name, reason in copies.left_out]
        value |= {"folder": copies.folder.as_posix(), "copied": copies.images, "left_out": dict(left_out)}
        lines.append(f"{plural(copies.images, 'image')} copied to {copies.folder}.")
        lines += listing("Left out", [f"{name}: {reason}" for name, reason in left_out])
    show(value, "\n".join(lines) or "Every image of the audit was checked.", as_json=arguments.json)


def _show_found(project: Project, found: Findings, note: Message | None, *, as_json: bool) -> None:
    names = {label.id: label.name for label in project.classes(deleted=True)}
    claims = dict(zip(found.audit.images, found.audit.claims, strict=True))
    wrong = [
        {"path": image.path, "claimed": names[claims[image.id]], "answer": names.get(image.class_id or 0)}
        for image in project.images(found.wrong.tolist())
    ]
    whole, estimate = found.whole, found.wrong_ones
    value = {
        "of": found.audit.kind,
        "size": len(found.audit.images),
        "population": found.audit.population,
        "open": len(found.open),
        "ended": found.done,
        "unsure": found.unsure,
        "gone": found.gone,
        "unclaimed": found.unclaimed,
        "accuracy": whole.value,
        "low": whole.low,
        "high": whole.high,
        "n": whole.count,
        "wrong": whole.count - whole.hits,
        "wrong_images": wrong,
        "wrong_in_all": dict(zip(("estimate", "low", "high"), estimate, strict=True)),
        "wrong_left": dict(zip(("estimate", "low", "high"), found.wrong_left, strict=True)),
        "draw": found.audit.design.name,
        "looks": found.audit.design.looks,
        "drawn_from": _drawn_from(found.audit.drawn_from, names),
        "seed": found.audit.seed,
        "by_class": [_part_json("class", names[number], part) for number, part in found.by_class],
        "by_pile": [
            {**_part_json("pile", pile, part), "wrong_left": list(found.wrong_left_in(pile, part))}
            for pile, part in found.by_pile
        ],
        "by_rank": [
            {**_part_json("band", f"{low:g}–{high:g}", part), "from": low, "to": high}
            for low, high, part in found.by_rank
        ],
        "intervals": found.timing,
        "corrected": len(found.corrected),
        "target": found.audit.target,
        "reached": found.reached,
        "more": found.more,
        "best_low": found.best,
        "past": [
            {**asdict(one), "drawn_from": _drawn_from(one.drawn_from, names)} for one in audits.past_audits(project)
        ],
        "notes": [str(note)] if note is not None else [],
    }
    lines = _words(found, estimate, [f"{one['path']}: {one['claimed']}" for one in wrong])
    show(value, "\n".join(lines if note is None else [*lines, str(note)]), as_json=as_json)


def _drawn_from(chosen: DrawnFrom | None, names: Mapping[int, str]) -> dict[str, object] | None:
    return None if chosen is None else chosen.as_json(names)


def _part_json(kind: str, name: str, part: MeasuredFraction) -> dict[str, object]:
    return {
        kind: name,
        "accuracy": part.value,
        "low": part.low,
        "high": part.high,
        "n": part.count,
        "wrong": part.count - part.hits,
    }


_PROMISE = "It is the sample of a certified accept: whether its promise about the others is kept, certify says."
_TIMING: dict[Timing, str] = {
    "once": "This interval and those of parts hold for a sample that is looked at once, as this one was planned.",
    "planned": "This interval and those of parts hold at all planned looks together.",
    "anytime": "This interval and those of parts hold whenever somebody looks.",
    "gaps": "Images that come earlier in the sample were not answered: those that were may be the easy ones, and this "
    "interval and those of parts may be wrong.",
}


def _stage(found: Findings) -> Iterator[str]:
    """Yield how far the audit is, and what to do next."""
    audit, checked = found.audit, found.whole.count + found.unsure
    kind = plural(audit.population, audit.kind.removesuffix("s"))
    yield f"{checked:,} of {len(audit.images):,} checked, drawn from {kind} with the seed {audit.seed}."
    if audit.ended:
        yield "The audit is closed: further answers do not count. Begin another one with: audit PROJECT start"
    elif not checked:
        yield (
            "Copy the images with: audit PROJECT next --copies FOLDER; answer with: "
            "label PROJECT --from FILE --by NAME --audit"
        )


def _words(found: Findings, estimate: tuple[int, int, int], wrong: list[str]) -> list[str]:
    audit, whole = found.audit, found.whole
    lines = list(_stage(found))
    if whole.value is not None:
        lines.append(
            f"{100 * whole.value:.1f} % right; of all of them {_ends(whole)} % "
            f"(95 % sure), so about {estimate[0]:,} are wrong, {estimate[1]:,} to {estimate[2]:,}."
        )
        lines.append(_TIMING[found.timing])
    if len(found.corrected) and audit.kind == "labels":
        left = found.wrong_left
        lines.append(f"{len(found.corrected):,} of them corrected by now; {left[1]:,} to {left[2]:,} are left.")
    lines += [f"{pile}: {part.hits:,} of {part.count:,} right, of all {_ends(part)} %." for pile, part in found.by_pile]
    lines += _target(found) if audit.drawn_from is None else [_PROMISE]
    if found.unsure:
        lines.append(
            f"{plural(found.unsure, 'image')} could not be told and {'does' if found.unsure == 1 else 'do'} not count."
        )
    if found.gone:
        lines.append(f"{plural(found.gone, 'image')} cannot be shown any more and, unanswered, do not count.")
    if found.unclaimed:
        lines.append(f"The class of {plural(found.unclaimed, 'claim')} was deleted since; they do not count.")
    return lines + listing("Claimed wrongly", wrong)


def _target(found: Findings) -> Iterator[str]:
    """Yield whether the target is reached, and whether the rest of the sample could reach it."""
    target, whole = f"{100 * found.audit.target:g} %", found.whole
    best = 100 * rounded_down(found.best)
    if found.timing == "gaps":
        yield f"So nothing can be said of the target of {target}."
    elif found.reached:
        yield f"The target of {target} is reached: the lower bound is {100 * rounded_down(whole.low):.1f} %."
    elif whole.count and whole.high < found.audit.target:
        yield f"Even the upper bound is below the target of {target}: correct the labels in doubt, then audit again."
    elif found.more is not None:
        if whole.count:
            yield f"{plural(found.more, 'more right look')} would show {target}."
    elif not found.done:
        yield (
            f"All images of this sample right would give at least {best:.1f} %: it takes a larger one to show {target}."
        )
    elif whole.count:
        yield f"The lower bound, {best:.1f} %, does not reach the target of {target}: it takes a larger sample."


def _ends(part: MeasuredFraction) -> str:
    low, high = outward_percent(part.low, part.high, 1)
    return f"{low:.1f} to {high:.1f}"
