"""The commands certify and verify: accepts with a promise, and whether labels are still those of an export."""

from argparse import Namespace

from desktop_labeler.cli.audit_commands import refuse_second, show_next
from desktop_labeler.cli.output import listing, plural, run_job, show, shown, wrong_usage
from desktop_labeler.cli.parsing.argument_types import me
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.proof.certificates import Certificate, read_certificates, void_reason
from desktop_labeler.data.decisions.proof.certificates import as_json as certificate_json
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.certify import Trial, begin_certificate, current_trial, end_certificate
from desktop_labeler.jobs.audits.draw_audit import Findings, findings
from desktop_labeler.jobs.exchange.verify_manifest import Difference, Verification, verify
from desktop_labeler.rounding import rounded_down

_FEW = 3  # classes that are named of a certificate of many


def certify(arguments: Namespace) -> int:
    """Begin a certified accept, list what is to be checked, show how far it is, end it, or list all certificates."""
    if arguments.action in (None, "start"):
        return _begin(arguments)
    with Project(arguments.project, "write" if arguments.action == "close" else "read") as project:
        if arguments.action != "list" and current_trial(project) is None:
            raise LabelerError(
                "No certified accept is under way. Nothing was changed. Begin one with: certify PROJECT --class C "
                "--at-least 0.95"
            )
        if arguments.action == "list":
            _show_list(project, as_json=arguments.json)
        elif arguments.action == "close":
            _end(project, arguments)
        else:
            _show_trial(project, arguments)
    return 0


def _begin(arguments: Namespace) -> int:
    if arguments.at_least is None or (arguments.class_name is None) != arguments.all:
        return wrong_usage(
            "certify needs --at-least SHARE, and --class C or --all; or one of next, status, close, list."
        )
    with Project(arguments.project) as project:
        refuse_second(project)
        classes = None if arguments.all else [_class_named(project, arguments.class_name)]
        audit, trial = begin_certificate(
            project,
            arguments.at_least,
            classes=classes,
            above=arguments.above,
            size=arguments.count,
            confidence=arguments.confidence,
            seed=arguments.seed,
        )
        rest = audit.population - len(audit.images)
        text = (
            f"Look at {plural(len(audit.images), 'image')}, drawn from {plural(audit.population, 'suggestion')} with "
            f"the seed {trial.seed}, and find none wrong: then the other {rest:,} can be accepted, at least "
            f"{100 * trial.target:g} % of them right ({100 * rounded_down(trial.confidence, 2):.4g} % sure). Copy them "
            "with: "
            "certify PROJECT next --copies FOLDER"
        )
        if trial.number > 1:
            text += (
                f"\nThis is sample {trial.number} of the project. Each one that was drawn uses up part of the allowed "
                "error, also one that was given up, so this one has to be surer than the one before."
            )
        show(_trial_json(project, trial), text, as_json=arguments.json)
    return 0


def _class_named(project: Project, name: str) -> int:
    for label in project.classes():
        if label.name == name:
            return label.id
    raise LabelerError("There is no class {name} in the project. Nothing was changed.", name=shown(name))


def _trial_json(project: Project, trial: Trial) -> dict[str, object]:
    found = current_trial(project)
    if found is None:
        return {}
    audit, checked = found[0], findings(project, found[0])
    return {
        "accepted": 0,
        "bound": None,  # before every image was checked
        "trial": trial.number,
        "n": len(audit.images),
        "population": audit.population,
        "open": len(checked.open),
        "wrong": len(checked.wrong) + _untold(checked),
        "untold": _untold(checked),
        "at_least": trial.target,
        "confidence": trial.confidence,
        "seed": trial.seed,
        "drawn_from": None if audit.drawn_from is None else audit.drawn_from.as_json(_names(project)),
    }


def _names(project: Project) -> dict[int, str]:
    """Return the names of all classes, those that were deleted too."""
    return {label.id: label.name for label in project.classes(deleted=True)}


def _untold(checked: Findings) -> int:
    """Return how many images of the sample count as wrong although nobody said another class of them."""
    return checked.unsure + checked.gone + checked.unclaimed


def _untold_text(count: int) -> str:
    """Return what is added to the number of wrong ones."""
    return f" ({count:,} of them unsure, not to be shown any more, or of a class deleted since)" if count else ""


def _next_step(still_open: int) -> str:
    if still_open:
        return (
            f"{plural(still_open, 'image')} still to be checked. List them with: certify PROJECT next; answer with: "
            "label PROJECT --from FILE --by NAME --audit; give it up with: audit PROJECT close"
        )
    return "Every image is checked. Accept the rest, if the sample allows it, with: certify PROJECT close"


def _show_trial(project: Project, arguments: Namespace) -> None:
    found = current_trial(project)
    if found is None:
        return
    audit, trial = found
    checked = findings(project, audit)
    if arguments.action == "next":
        show_next(project, checked, arguments)
        return
    value = _trial_json(project, trial)
    done, untold = len(audit.images) - len(checked.open), _untold_text(_untold(checked))
    text = f"{done:,} of {len(audit.images):,} checked, {value['wrong']} wrong{untold}. {_next_step(len(checked.open))}"
    show(value, text, as_json=arguments.json)


def _end(project: Project, arguments: Namespace) -> None:
    done = end_certificate(project, By(arguments.by or me(), "command line"))
    value = {
        "accepted": done.accepted,
        "n": done.sample,
        "wrong": done.wrong,
        "untold": done.untold,
        "bound": done.bound,
        "at_least": done.trial.target,
        "confidence": done.trial.confidence,
        "certificate": done.decision,
    }
    least = 100 * rounded_down(done.bound)
    untold = _untold_text(done.untold)
    measured = (
        f"{done.wrong} of {plural(done.sample, 'image')} wrong{untold}: at least {least:.1f} % of the others right"
    )
    sure = f"({100 * rounded_down(done.trial.confidence, 2):.4g} % sure)"
    if done.decision is None and done.bound >= done.trial.target:
        text = "Nothing was accepted: nothing that the sample was drawn from is undecided any more."
    elif done.decision is None:
        text = f"Nothing was accepted. {measured} {sure}, and {100 * done.trial.target:g} % was asked for."
    else:
        text = f"{plural(done.accepted, 'suggestion')} accepted under certificate {done.decision}. {measured} {sure}."
    show(value, text, as_json=arguments.json)


def _show_list(project: Project, *, as_json: bool) -> None:
    names = _names(project)
    certificates = read_certificates(project)
    lines = [_certificate_words(one, names) for one in certificates]
    value = {"certificates": [certificate_json(one, names) for one in certificates]}
    show(value, "\n".join(lines) or "There is no certificate yet.", as_json=as_json)


def _certificate_words(one: Certificate, names: dict[int, str]) -> str:
    proof = one.proof
    reason = void_reason(one)
    void = f" VOID: {reason}" if reason is not None else ""
    least, confidence = rounded_down(proof.bound), rounded_down(proof.confidence, 2)
    sure = f"{100 * least:.1f} % right ({100 * confidence:.4g} % sure)"
    from_ = f" ({shown(str(proof.drawn_from.words(names)))})" if proof.drawn_from is not None else ""
    drawn = f"drawn from {plural(proof.population, 'suggestion')}{from_} with the seed {proof.seed}"
    found = f"{len(proof.wrong)} of {len(proof.sample):,} wrong, {drawn}"
    labels = f"{plural(one.images, 'label')}{_of_classes([names[each] for each in one.classes if each in names])}"
    return f"{one.id:>6}  {one.when}  {shown(one.who)}  {labels}, at least {sure}: {found}{void}"


def _of_classes(names: list[str]) -> str:
    """Return what is added to the number of labels: the classes, a few of many."""
    few = ", ".join(map(shown, names[:_FEW]))
    more = f" and {plural(len(names) - _FEW, 'more class')}" if len(names) > _FEW else ""
    return f" of {few}{more}" if names else ""


def verify_(arguments: Namespace) -> int:
    """Compare the project and an export with its manifest; exit code 1 where something is not as it was exported."""
    found = run_job(verify(arguments.project, arguments.manifest))
    value = {
        "holds": found.holds,
        "same": found.same,
        "changed": len(found.changed),
        "missing": len(found.missing),
        "new": found.new,
        "changed_images": [
            {
                "path": one.path,
                "image": one.image,
                "label": one.label,
                "was": one.was,
                "now": one.now,
            }
            for one in found.changed
        ],
        "missing_images": list(found.missing),
        "intact_files": found.intact,
        "changed_files": [one.name for one in found.files if one.what == "changed"],
        "missing_files": [one.name for one in found.files if one.what == "gone"],
        "added_files": [one.name for one in found.files if one.what == "added"],
        "export_checked": not found.away,
        "written": found.written,
        "project": found.project or None,
        "of_another_project": found.foreign,
    }
    first = f"{plural(found.same, 'image')} and their labels are those of {found.written}"
    if not (found.changed or found.missing):
        first += "; none was changed, none is missing"
    lines = [f"{first}.", *_origin(found)]
    if found.foreign:
        lines = [_foreign(found)]
    lines += [
        *([] if found.foreign else _differences(found)),
        *_export_words(found),
    ]
    if found.new and not found.foreign:
        lines.append(
            f"{plural(found.new, 'labelled image')} of the project {'was' if found.new == 1 else 'were'} not in it."
        )
    show(value, "\n".join(lines), as_json=arguments.json)
    return 0 if found.holds else 1


def _foreign(found: Verification) -> str:
    """Say that a manifest is that of another project."""
    named = f" ({shown(found.project)})" if found.project else ""
    why = (
        f"all {found.known:,} of its images that are here have another content, label or state, and its last decision "
        "is not in the history here"
        if found.known
        else "none of its images is here"
    )
    return (
        f"The manifest is that of another project{named}, or of a later state of this one: {why}. Choose the "
        "manifest.json of an export of this project, or the project that it was exported from."
    )


def _origin(found: Verification) -> list[str]:
    if not found.of_another:
        return []
    named = f" ({shown(found.project)})" if found.project else ""
    return [
        f"Its last decision is not in the history here, so it was written from another project{named} or a later state "
        "of this one."
    ]


def _differences(found: Verification) -> list[str]:
    """List what is not as the manifest says."""
    return [
        *listing(f"Changed since ({len(found.changed):,})", [_words(one) for one in found.changed]),
        *listing(f"Missing ({len(found.missing):,})", found.missing),
    ]


def _export_words(found: Verification) -> list[str]:
    """Say what became of the files of the export."""
    if found.away:
        return ["The files of the export are not beside the manifest, so they were not checked."]
    lines = []
    if found.intact:
        are, them = ("is", "it") if found.intact == 1 else ("are", "them")
        lines.append(f"{plural(found.intact, 'file')} of the export {are} as it wrote {them}.")
    titles = {"changed": "changed", "gone": "missing", "added": "not written by it"}
    for what, title in titles.items():
        names = [one.name for one in found.files if one.what == what]
        lines += listing(f"Files of the export {title} ({len(names):,})", names)
    return lines


def _words(one: Difference) -> str:
    image = "another image" if one.image else ""
    label = ""
    if one.label:
        label = f"{one.was or 'no label'} → {one.now or 'no label'}" if one.was != one.now else "another state"
    return f"{one.path}: {', '.join(filter(None, (image, label)))}"
