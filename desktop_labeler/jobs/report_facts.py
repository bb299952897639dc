"""The facts of a methods report: everything that somebody needs to judge and to repeat how the labels came to be."""

import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from desktop_labeler import __version__
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.computed.round_history import RoundLine, past_rounds
from desktop_labeler.data.decisions import audits
from desktop_labeler.data.decisions.certificates import Certificate, read_certificates
from desktop_labeler.data.decisions.history import last_decision
from desktop_labeler.data.decisions.label_rules import Rule, label_rule
from desktop_labeler.data.decisions.pace import decided_between
from desktop_labeler.data.decisions.report_figures import (
    ClassFigures,
    PersonFigures,
    boxes,
    class_figures,
    decisions_undone,
    packages_merged,
    person_figures,
    skipped_reasons,
)
from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.formats.manifest import present_digests
from desktop_labeler.data.images.image_files import usable_images
from desktop_labeler.data.images.image_parts import box_margin
from desktop_labeler.data.project import schema
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.calibration import Calibration
from desktop_labeler.jobs.certify import trials_begun
from desktop_labeler.jobs.draw_audit import findings, measure_calibration, measured_then
from desktop_labeler.jobs.measure_agreement import Agreement, measure_agreement
from desktop_labeler.jobs.set_display_range import channels_text
from desktop_labeler.statistics import MeasuredFraction

_LIBRARIES = ("torch", "torchvision", "faiss-cpu", "numpy", "scipy", "pillow", "onnxruntime")
_EXAMPLES = 4


@dataclass(frozen=True)
class AuditFact:
    """What an audit measured.

    Attributes:
        began: ISO 8601, UTC.
        kind: "labels" or "suggestions".
        design: how it was drawn; "other" where an older project does not tell.
        looks: how many were planned.
        target: the fraction that should be right; None where an older project does not tell.
        unsure: how many answers could not tell.
        part: whether only some of the suggestions were drawn from.
        population: how many there were.
        seed: it was drawn with; None where an older project does not tell.
        measured: how many were right.
        open: images that are still to be checked.
    """

    began: str
    kind: str
    design: str
    looks: int
    target: float | None
    unsure: int
    part: bool
    population: int
    seed: int | None
    measured: MeasuredFraction
    open: int


@dataclass(frozen=True, eq=False)
class ReportFacts:
    """Everything that a report says.

    Attributes:
        name: of the project file, without its ending.
        images: usable ones.
        states: how many of them are in each state.
        reasons: why files could not be used, and how many.
        classes: each with its labels and examples.
        people: who decided, the busiest first.
        first: time of the first decision, ISO 8601; "" before any.
        last: of the last one.
        decisions: number of the last one.
        backbone: name and key of the one in use; None before the first.
        rounds: every one that was kept.
        audits: the oldest first.
        certificates: the oldest first.
        trials: certified accepts that were begun, those that failed and were given up too.
        rule: which label is in force where several people have answered.
        merges: packages that were merged.
        undone: decisions that were taken back.
        agreement: of the people; None where nobody has answered.
        calibration: of the suggestions that audits checked.
        labels_sha256: digest of all labels, as in a manifest.
        images_sha256: of all images.
        versions: of the program and what it computes with.
        settings: that change what was computed.
    """

    name: str
    images: int
    states: dict[State, int]
    reasons: dict[str, int]
    classes: list[ClassFigures]
    people: list[PersonFigures]
    first: str
    last: str
    decisions: int
    backbone: tuple[str, str] | None
    rounds: list[RoundLine]
    audits: list[AuditFact]
    certificates: list[Certificate]
    trials: int
    rule: Rule
    merges: int
    undone: int
    agreement: Agreement | None
    calibration: Calibration
    labels_sha256: str
    images_sha256: str
    versions: dict[str, str]
    settings: dict[str, str]

    @property
    def labels(self) -> int:
        """How many images have a label."""
        return sum(each.labels for each in self.classes)


def read_facts(project: Project) -> ReportFacts:
    """Read them: 50,000 images in about a second.

    Raises:
        ProjectError: the file cannot be read.
    """
    states = dict.fromkeys(State, 0)
    for (state, _), count in project.counts().items():
        states[state] += count
    first, last = decided_between(project)
    stored = backbone_in_use(project)
    labels, images = present_digests(project)
    return ReportFacts(
        name=project.path.stem,
        images=usable_images(project),
        states=states,
        reasons=skipped_reasons(project),
        classes=class_figures(project, _EXAMPLES),
        people=person_figures(project),
        first=first,
        last=last,
        decisions=last_decision(project),
        backbone=(stored[1], stored[0]) if stored is not None else None,
        rounds=past_rounds(project),
        audits=_audits(project),
        certificates=read_certificates(project),
        trials=trials_begun(project),
        rule=label_rule(project),
        merges=packages_merged(project),
        undone=decisions_undone(project),
        agreement=_agreement(project),
        calibration=measure_calibration(project),
        labels_sha256=labels,
        images_sha256=images,
        versions=_versions(),
        settings=_settings(project),
    )


def _audits(project: Project) -> list[AuditFact]:
    found = [
        AuditFact(
            past.began,
            past.kind,
            past.design or ("other" if past.part else "simple"),
            past.looks,
            past.target,
            past.unsure,
            past.part and past.design != "doubt",
            past.population,
            past.seed,
            measured_then(past),
            0,
        )
        for past in audits.past_audits(project)
    ]
    now = audits.current_audit(project)
    if now is not None:
        seen = findings(project, now)
        found.append(
            AuditFact(
                now.began,
                now.kind,
                now.design.name,
                now.design.looks,
                now.target,
                seen.unsure,
                now.part,
                now.population,
                now.seed,
                seen.whole,
                len(seen.open),
            )
        )
    return [one for one in found if one.measured.count]


def _agreement(project: Project) -> Agreement | None:
    try:
        found = measure_agreement(project)
    except LabelerError:  # nobody has said anything yet
        return None
    return found if found.pairs or found.again else None


def _versions() -> dict[str, str]:
    found = {"Desktop Labeler": __version__, "Python": platform.python_version(), "schema": str(schema.VERSION)}
    found["system"] = f"{platform.system()} {platform.machine()}" + (" (packaged)" if hasattr(sys, "frozen") else "")
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _settings(project: Project) -> dict[str, str]:
    """Return the project's settings that are a word or a number: none of them names an image or a person."""
    names: Sequence[str] = ("round", "flips", "whitening", "class_level")
    found = {name: project.setting(name) for name in names}
    shown = {name: str(value) for name, value in found.items() if isinstance(value, (str, int, float))}
    display = display_range(project)
    ends = f" {display.low:.10g} to {display.high:.10g}" if display.kind == "project" else ""
    shown["display range"] = display.kind + ends
    if display.channels:
        shown["channels"] = str(channels_text(display.channels))
    if boxes(project):
        shown["margin around boxes"] = f"{box_margin(project):g}"
    return shown
