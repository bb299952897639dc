"""The commands for the model: embed, backbones, round, next, suggest, suspects, duplicates, outliers."""

import re
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import numpy as np

from desktop_labeler.cli.output import listing, plural, run_job, show, shown
from desktop_labeler.data.computed.agreeing_groups import want_agreement
from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.keep_classifier import classify_new
from desktop_labeler.jobs.classifiers.unclassified import unclassified
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.read_results import Suggested, Suspect
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.jobs.rounds.select_next import select_next
from desktop_labeler.jobs.training.remove_backbone import remove_backbone
from desktop_labeler.jobs.training.switch_backbone import import_backbone, list_backbones

_LISTED = 50  # lines listed on a terminal where nobody says how many
_ALIKE = {
    "mirror": "Mirrored images count as alike; “--flips none” tells left from right.",
    "any": "Mirrored and turned images count as alike; “--flips none” tells left from right and top from bottom.",
}


def embed(arguments: Namespace) -> int:
    """Compute the embedding of every image that has none yet."""
    job = embed_project(
        arguments.project,
        backbone=_file_or_name(arguments.backbone),
        device=arguments.device,
        architecture=arguments.architecture,
        allow_download=arguments.download,
        flips=arguments.flips,
    )
    result = run_job(job)
    classified = run_job(classify_new(arguments.project, device=arguments.device))
    value = {
        "backbone": Path(result.backbone).name,
        "dim": result.dim,
        "images": result.images,
        "embedded": result.embedded,
        "skipped": [{"path": path, "reason": str(reason)} for path, reason in result.skipped],
        "seconds": result.seconds,
        "device": result.device,
        "flips": result.flips,
        "classified": classified,
    }
    by_classifier = f"The classifier trained here has classified {plural(classified, 'image')} that it had not seen."
    text = [
        f"{plural(result.images, 'image')} with {value['backbone']} ({result.dim} numbers each), "
        f"{result.embedded:,} of them now, in {result.seconds:.1f} s on {result.device}.",
        *([_ALIKE[result.flips]] if result.flips != "none" else []),
        *([by_classifier] if classified else []),
        *listing("Left out", [f"{path}: {reason}" for path, reason in result.skipped]),
    ]
    show(value, "\n".join(text), as_json=arguments.json)
    return 0


def _file_or_name(given: str | None) -> str | Path | None:
    if given is None:
        return None
    return Path(given) if Path(given).is_file() and not re.fullmatch(r"[\w:-]+", given) else given


def backbones(arguments: Namespace) -> int:
    """List the available backbones, import or remove one, or choose the one that a project uses."""
    notes: list[str] = []
    if arguments.action == "import":
        _, found = run_job(import_backbone(arguments.file, arguments.name, arguments.architecture))
        notes = [f"{found.layout}: {len(found.missing)} keys missing, {len(found.unexpected)} not used."]
    elif arguments.action == "remove":
        notes = [str(run_job(remove_backbone(arguments.name)).said())]
    elif arguments.action == "use":
        done = run_job(embed_project(arguments.project, backbone=arguments.name, device=arguments.device))
        notes = [f"{done.backbone} is in use: {plural(done.images, 'image')}, {done.embedded:,} of them seen now."]
    known = [asdict(info) | {"source": str(info.source)} for info in list_backbones()]
    lines = [f"{info['name']:<20}  {info['dim']:>5} numbers  {info['kind']}: {info['source']}" for info in known]
    show({"backbones": known, "notes": notes}, "\n".join([*notes, *lines]), as_json=arguments.json)
    return 0


def round_(arguments: Namespace) -> int:
    """Compute suggestions, suspects and the next queue from the decisions so far."""
    if arguments.agree is not None:
        with Project(arguments.project) as project:
            want_agreement(project, arguments.agree == "on")
    with Project(arguments.project, "read") as project:
        waiting = len(unclassified(project).missing)
    result = run_job(run_round(arguments.project))
    with Project(arguments.project, "read") as project:
        left_out = _not_embedded(project)
    value = asdict(result) | {"unclassified": waiting, "not_embedded": left_out}
    text = (
        f"Round {result.round}: {plural(result.suggested, 'suggestion')}, "
        f"about {plural(result.suspects, 'wrong label')}, in {sum(result.seconds.values()):.1f} s."
    )
    if result.agreed:
        text += f" {plural(result.agreed, 'suggestion')} agreed over groups."
    if left_out:
        text += (
            f"\nLeft out, because they are not embedded: {plural(left_out, 'image')}. "
            f"embed {shown(str(arguments.project))} embeds them."
        )
    if waiting:
        text += (
            f"\nThe classifier trained here says nothing about {plural(waiting, 'image')} yet, added or changed since. "
            f"embed {shown(str(arguments.project))} lets it classify them."
        )
    show(value, text, as_json=arguments.json)
    return 0


def _not_embedded(project: Project) -> int:
    """Return how many images have no vector of the backbone in use, and so take no part in a round."""
    in_use = backbone_in_use(project)
    images = find_images(project)
    return len(images) if in_use is None else int((~np.isin(images, embedded_images(project, in_use[0]))).sum())


def next_(arguments: Namespace) -> int:
    """List the images to label next, most informative first."""
    found = run_job(select_next(arguments.project, arguments.count, arguments.rule))
    bare = all(image.suggestion is None for image in found)  # before the first round there is nothing to say of them
    lines = (shown(image.path) if bare else _suggested(image) for image in found)
    return _list(arguments, {"images": [asdict(image) for image in found]}, lines, "Every image is decided.")


def suggest(arguments: Namespace) -> int:
    """List undecided images with their suggestions, most confident first."""
    with Project(arguments.project, "read") as project:
        found = read_results.suggestions(project, name=arguments.class_name, count=arguments.count)
    value = {"images": [asdict(image) for image in found]}
    return _list(arguments, value, map(_suggested, found), "No suggestions.")


def _suggested(image: Suggested) -> str:
    if image.suggestion is None:  # before the first round, and with labels of one class
        return shown(image.path)
    return f"{image.confidence:.3f}  {image.suggestion}  {shown(image.path)}"


def suspects(arguments: Namespace) -> int:
    """List the labels that nobody has confirmed, most doubtful first."""
    with Project(arguments.project, "read") as project:
        found = read_results.suspects(project, count=arguments.count)
    lines = (f"{image.doubt:.3f}  {_doubted(image)}  {shown(image.path)}" for image in found)
    return _list(arguments, {"images": [asdict(image) for image in found]}, lines, "No label is in doubt.")


def _doubted(image: Suspect) -> str:
    """Return what a label is and what is expected of it; an arrow only where it is in doubt."""
    if image.in_doubt:
        return f"{image.given} → {image.expected}"
    if image.expected is None:
        return f"{image.given} (cannot be assessed)"
    return f"{image.given} ({'looks' if image.expected == image.given else 'probably'} right)"


def duplicates(arguments: Namespace) -> int:
    """List the groups of near-duplicates."""
    with Project(arguments.project, "read") as project:
        groups = read_results.duplicates(project)[: arguments.count]
    lines = ("  ".join(map(shown, group)) for group in groups)
    return _list(arguments, {"groups": groups}, lines, "No near-duplicates.")


def outliers(arguments: Namespace) -> int:
    """List the outliers."""
    with Project(arguments.project, "read") as project:
        found = read_results.outliers(project)[: arguments.count]
    lines = (f"{image.score:.3f}  {shown(image.path)}" for image in found)
    return _list(arguments, {"images": [asdict(image) for image in found]}, lines, "There are no outliers.")


def _list(arguments: Namespace, value: Mapping[str, Sequence[object]], lines: Iterable[str], none: str) -> int:
    """Show what was found: on a terminal the first lines, or as many as somebody asked for."""
    told = list(islice(lines, _LISTED if arguments.count is None else None))
    left = sum(map(len, value.values())) - len(told)
    more = [f"… and {left:,} more (all of them with --json)"] if left else []
    show(value, "\n".join([*told, *more]) or none, as_json=arguments.json)
    return 0
