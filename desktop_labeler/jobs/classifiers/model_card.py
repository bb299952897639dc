"""The model card of an exported classifier: what it learnt from, how good it is and on what, what it is for.

Source: Mitchell et al., "Model Cards for Model Reporting", FAT* 2019.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.decisions.history import decisions_by_person, imports_by_person, last_decision
from desktop_labeler.data.decisions.pace import decided_between
from desktop_labeler.data.decisions.proof.audits import current_audit, past_audits
from desktop_labeler.data.formats.exported_classifier import ABOUT, ONNX, PREPARE, SCRIPT, ExportedClassifier
from desktop_labeler.data.images.files.image_files import usable_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.audits.draw_audit import findings, measured_then
from desktop_labeler.rounding import outward_percent
from desktop_labeler.statistics import MeasuredFraction


@dataclass(frozen=True)
class Measured:
    """How good a classifier is on labels that it had not seen.

    Attributes:
        accuracy: with its 95 % interval.
        grouped: whether groups of images were never divided between training and test.
        what: what kind of classifier it is, in a sentence.
        unlike: how images were told from those that are unlike all classes, in a sentence.
        since: sentences on what became of its classes and labels since it was trained.
    """

    accuracy: MeasuredFraction
    grouped: bool
    what: str
    unlike: str
    since: tuple[str, ...] = ()


def model_card(project: Project, about: ExportedClassifier, measured: Measured) -> str:
    """Return the model card as Markdown, in English.

    Args:
        project: open; it is only read.
        about: what classes.json says.
        measured: how good the classifier is.
    """
    parts = [
        [f"# Classifier of {_plain(about.name)}", measured.what],
        ["## Files", *_files(about)],
        ["## Use", *_use(about)],
        ["## How good it is", *_accuracy(measured), *_audits(project)],
        ["## What it learnt from", *_data(project, about), *_since(measured)],
        ["## What it is for, and its limits", *_limits(about, measured.unlike)],
        ["## Licence", *_licence(project)],
    ]
    return "\n\n".join("\n\n".join(part) for part in parts) + "\n"


def _files(about: ExportedClassifier) -> Iterator[str]:
    kind = "for ONNX Runtime" if about.model == ONNX else "a program of torch.export"
    yield "\n".join(
        [
            f"- `{about.model}`: the network, {kind}; its SHA-256 is `{about.sha256}`",
            f"- `{ABOUT}`: its classes in the order of its outputs, and how images are prepared",
            f"- `{SCRIPT}`: prints the class and its probability for image files",
            f"- `{PREPARE}`: how an image is prepared, exactly; for scripts of your own",
        ]
    )


def _use(about: ExportedClassifier) -> Iterator[str]:
    library = "onnxruntime" if about.model == ONNX else "torch"
    shape = about.preprocessing
    size = shape["size"]
    fit = (
        f"resized to {size} × {size} pixels, whatever its proportions"
        if shape["fit"] == "squash"
        else f"resized until its shorter side has {shape['resize']} pixels, of which the middle {size} × {size} "
        "are used"
    )
    yield f"    pip install {library} numpy pillow\n    python {SCRIPT} IMAGE... > result.csv"
    yield (
        f"In other programs: the input `images` is (n, {size}, {size}, 3) uint8, RGB; an image is turned upright, "
        f"brought to sRGB by its colour profile, reduced to at most {shape['longest']} pixels along its longer side, "
        f"and {fit} ({shape['interpolation']}, antialiased); transparent parts are grey. `{PREPARE}` does that to the "
        f"pixel. Everything else is in the network. The output `probabilities` is (n, {len(about.classes)}), "
        "calibrated; rows sum to 1. The output `likeness` is (n,): the lower, the less an image is like any class."
    )
    yield (
        f"`{PREPARE}` reads JPEG, PNG, WebP, TIFF, GIF and other common kinds; of an animation the first frame. A file "
        "that it cannot read, or not in the same way as Desktop Labeler, is named on standard error and gets no row; "
        f"the others go on, and `{SCRIPT}` ends with exit code 1. Such are camera raw, DICOM, HEIC, JPEG XL and video; "
        "colours of 16 bits; TIFF with several pages or channels. Desktop Labeler itself reads these: "
        "`desktop-labeler predict THIS_FOLDER IMAGES OUT.csv`."
    )


def _accuracy(measured: Measured) -> Iterator[str]:
    accuracy = measured.accuracy
    if accuracy.value is None:
        yield "Not measured: no class has two labels, so none could be held out."
        return
    apart = "images of a group were always held out together" if measured.grouped else "images count as independent"
    yield (
        f"**Accuracy {_percent(accuracy)}**: {accuracy.hits:,} of {accuracy.count:,} labels of the project were "
        f"predicted right by classifiers that had not seen them (cross-validation; {apart}). These labels need "
        "not be a "
        "random sample of the images, and images from elsewhere can be harder."
    )


def _audits(project: Project) -> Iterator[str]:
    rows = [(past.kind, past.began, measured_then(past)) for past in past_audits(project)]
    audit = current_audit(project)
    if audit is not None:
        rows.append((audit.kind, audit.began, findings(project, audit).whole))
    rows = [row for row in rows if row[2].value is not None]
    if not rows:
        yield "No audit was made: how many of the labels are right was not measured on a random sample."
        return
    lines = [
        f"- {began[:10]}: {_percent(found)} of the {kind} were right, on a random sample of {found.count:,}"
        for kind, began, found in rows
    ]
    yield "Audits in the project, each answered without seeing labels or suggestions:\n\n" + "\n".join(lines)


def _data(project: Project, about: ExportedClassifier) -> Iterator[str]:
    states: Counter[State] = Counter()
    for (state, _), count in project.counts().items():
        states[state] += count
    rounds = project.setting("round", 0)
    yield (
        f"{sum(about.labels):,} labels, of {usable_images(project):,} images in the project {_plain(about.name)}. "
        f"The project has {states[State.CONFIRMED]:,} labels now that a person confirmed, and "
        f"{states[State.LABELLED]:,} that were imported or accepted together. "
        f"{rounds} {'round was' if rounds == 1 else 'rounds were'} run. Exported on {about.made[:10]} with Desktop "
        f"Labeler {about.program}."
    )
    imports = imports_by_person(project)
    if imports:
        who = ", ".join(f"{_plain(name)} ({count:,} images)" for name, count in imports.items())
        yield f"Labels were imported by {who}."
    people = sorted(decisions_by_person(project, last_decision(project)).items(), key=lambda one: -one[1])
    if people:
        first, last = decided_between(project)
        who = ", ".join(f"{_plain(name)} ({count:,})" for name, count in people)
        yield f"Decisions by person: {who}; between {first[:10]} and {last[:10]}."
    rows = [f"| {_plain(name)} | {count:,} |" for name, count in zip(about.classes, about.labels, strict=True)]
    yield "\n".join(["| class | labels |", "|---|---:|", *rows])


def _since(measured: Measured) -> Iterator[str]:
    if measured.since:
        yield "\n".join(["Since it was trained:", "", *(f"- {_plain(sentence)}" for sentence in measured.since)])


def _limits(about: ExportedClassifier, unlike: str) -> Iterator[str]:
    yield (
        "For images of the same kind, taken the same way, as those of the project. It always names one of its "
        f"{len(about.classes)} classes, whatever an image shows."
    )
    if about.unlike_below is None:
        yield "There were too few images to measure a level for images that are unlike all classes."
    else:
        yield (
            f"An image whose likeness is below {about.unlike_below:.4f} is unlike all classes. {unlike} A mark is a "
            "reason to look, not a proof."
        )
    yield (
        "The probabilities fit the frequencies of the classes in the project; where a class is much more or less "
        "frequent, they are off. Do not let it decide alone what can harm somebody."
    )


def _licence(project: Project) -> Iterator[str]:
    in_use = backbone_in_use(project)
    name = in_use[1] if in_use is not None else ""
    if name == "photo":
        yield (
            "The weights of the backbone are EfficientNet-Lite0 as published by ML Illustrated, under "
            "Apache-2.0. What was "
            "learnt from the labels belongs to those who made them: write here under which terms you pass it on."
        )
    else:
        yield (
            f"The weights of the backbone `{_plain(name)}` have the licence of their source. What was learnt from the "
            "labels belongs to those who made them: write here under which terms you pass it on."
        )


def _percent(found: MeasuredFraction) -> str:
    low, high = outward_percent(found.low, found.high, 1)
    return f"{100 * (found.value or 0):.1f} % (95 % interval {low:.1f} to {high:.1f} %)"


def _plain(text: str) -> str:
    """Return text from data so that Markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))
