"""The facts of a methods report: everything that somebody needs to judge and to repeat how the labels came to be."""

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from desktop_labeler import __version__
from desktop_labeler.data.computed.agreeing_groups import wants_agreement
from desktop_labeler.data.computed.embeddings import backbone_in_use, vector_sample
from desktop_labeler.data.computed.round_history import RoundLine, past_rounds
from desktop_labeler.data.decisions.history import last_decision
from desktop_labeler.data.decisions.label_rules import Rule, label_rule
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.certificates import Certificate, read_certificates
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom
from desktop_labeler.data.decisions.proof.report_figures import (
    ClassFigures,
    PersonFigures,
    answered_between,
    boxes,
    class_figures,
    decisions_undone,
    disagreements,
    groupings,
    groups,
    image_kinds,
    imported_from,
    packages_merged,
    person_figures,
    skipped_reasons,
)
from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.formats.manifest import present_digests
from desktop_labeler.data.images.files.image_files import usable_images
from desktop_labeler.data.images.parts.image_parts import box_margin
from desktop_labeler.data.metadata.columns import MetadataColumn, metadata_columns, value_counts
from desktop_labeler.data.project import schema
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.calibration import Calibration
from desktop_labeler.jobs.audits.certify import trials_begun
from desktop_labeler.jobs.audits.draw_audit import findings, measure_calibration, measured_then
from desktop_labeler.jobs.audits.measure_agreement import Agreement, measure_agreement
from desktop_labeler.statistics import MeasuredFraction

_LIBRARIES = ("torch", "torchvision", "faiss-cpu", "numpy", "scipy", "pillow", "onnxruntime")
_EXAMPLES = 4
PROGRAM, SCHEMA, SYSTEM = "Desktop Labeler", "schema", "system"  # keys of the versions


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
        drawn: different images of the sample; None where an older project does not tell.
        seed: it was drawn with; None where an older project does not tell.
        measured: how many were right.
        open: images that were not checked, yet or because the audit was ended early.
        certified: whether it is the sample of a certified accept that passed.
        drawn_from: which suggestions a person chose; None where nobody did, or an older project does not tell.
        draws: of a weighted sample, how many there were: some gave the same image; None where an older project does
            not tell.
        under_way: whether the open images can still be checked.
    """

    began: str
    kind: str
    design: str
    looks: int
    target: float | None
    unsure: int
    part: bool
    population: int
    drawn: int | None
    seed: int | None
    measured: MeasuredFraction
    open: int
    certified: bool
    drawn_from: DrawnFrom | None = None
    draws: int | None = None
    under_way: bool = False


@dataclass(frozen=True, eq=False)
class ReportFacts:
    """Everything that a report says.

    Attributes:
        name: of the project file, without its ending.
        images: usable ones.
        kinds: of their files, with how many there are of each.
        sizes: least and largest width, then height, in pixels; None where none is known.
        states: how many of them are in each state.
        reasons: why files could not be used, and how many.
        classes: each with its labels and examples.
        people: who decided, the busiest first.
        first: when the first answer came into the project, ISO 8601; "" before any.
        last: when the last one came.
        decisions: number of the last decision.
        imported: whether labels were imported from the names of folders, and from tables or other files.
        groups: how many groups the images have.
        groupings: how they came to be: kind and arguments of each decision, see decision_texts.
        agreeing: whether suggestions agree over the images of a group.
        columns: of the metadata, each with the number of images that have a value.
        boxes: how many of the images are boxes in larger ones.
        margin: around boxes, as a share of them.
        backbone: name and key of the one in use; None before the first.
        numbers: how many numbers its vectors have.
        flips: which flips of an image count as alike: "none", "mirror" or "any"; "" where nothing says.
        display: how images with more than 8 bits are shown.
        rounds: every one that was kept.
        audits: the oldest first.
        certificates: the oldest first.
        names: of all classes, those that were deleted too, by id.
        trials: certified accepts that were begun, those that failed and were given up too.
        rule: which label is in force where several people have answered.
        merges: packages that were merged.
        undone: decisions that were taken back.
        agreement: of the people; None where nobody has answered.
        disagreed: images of which people say different things, and how many of these were settled.
        calibration: of the suggestions that audits checked.
        labels_sha256: digest of all labels, as in a manifest.
        images_sha256: of all images.
        versions: of the program and what it computes with.
    """

    name: str
    images: int
    kinds: dict[str, int]
    sizes: tuple[int, int, int, int] | None
    states: dict[State, int]
    reasons: dict[str, int]
    classes: list[ClassFigures]
    people: list[PersonFigures]
    first: str
    last: str
    decisions: int
    imported: tuple[bool, bool]
    groups: int
    groupings: list[tuple[str, dict[str, object]]]
    agreeing: bool
    columns: list[tuple[MetadataColumn, int]]
    boxes: int
    margin: float
    backbone: tuple[str, str] | None
    numbers: int
    flips: str
    display: DisplayRange
    rounds: list[RoundLine]
    audits: list[AuditFact]
    certificates: list[Certificate]
    names: dict[int, str]
    trials: int
    rule: Rule
    merges: int
    undone: int
    agreement: Agreement | None
    disagreed: tuple[int, int]
    calibration: Calibration
    labels_sha256: str
    images_sha256: str
    versions: dict[str, str]

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
    first, last = answered_between(project)
    stored, flips = backbone_in_use(project), project.setting("flips")
    certificates = read_certificates(project)
    labels, images = present_digests(project)
    values = value_counts(project)
    kinds, sizes = image_kinds(project)
    return ReportFacts(
        name=project.path.stem,
        images=usable_images(project),
        kinds=kinds,
        sizes=sizes,
        states=states,
        reasons=skipped_reasons(project),
        classes=class_figures(project, _EXAMPLES),
        people=person_figures(project),
        first=first,
        last=last,
        decisions=last_decision(project),
        imported=imported_from(project),
        groups=groups(project),
        groupings=groupings(project),
        agreeing=wants_agreement(project),
        columns=[(column, values.get(column.id, 0)) for column in metadata_columns(project)],
        boxes=boxes(project),
        margin=box_margin(project),
        backbone=(stored[1], stored[0]) if stored is not None else None,
        numbers=vector_sample(project, stored[0], 1).shape[1] if stored is not None else 0,
        flips=flips if isinstance(flips, str) else "",
        display=display_range(project),
        rounds=past_rounds(project),
        audits=_audits(project, {one.proof.seed for one in certificates}),
        certificates=certificates,
        names={label.id: label.name for label in project.classes(deleted=True)},
        trials=trials_begun(project),
        rule=label_rule(project),
        merges=packages_merged(project),
        undone=decisions_undone(project),
        agreement=_agreement(project),
        disagreed=disagreements(project),
        calibration=measure_calibration(project),
        labels_sha256=labels,
        images_sha256=images,
        versions=_versions(),
    )


def _audits(project: Project, certified: set[int]) -> list[AuditFact]:
    found = [
        AuditFact(
            began=past.began,
            kind=past.kind,
            design=past.design or ("other" if past.part else "simple"),
            looks=past.looks,
            target=past.target,
            unsure=past.unsure,
            part=past.part and past.design != "doubt",
            population=past.population,
            drawn=len(past.images) or None,
            seed=past.seed,
            measured=measured_then(past),
            open=max(0, len(past.images) - past.looked - past.unsure) if past.design else 0,
            certified=past.seed in certified,
            drawn_from=past.drawn_from,
            draws=past.draws,
        )
        for past in audits.past_audits(project)
    ]
    now = audits.current_audit(project)
    if now is not None:
        seen = findings(project, now)
        found.append(
            AuditFact(
                began=now.began,
                kind=now.kind,
                design=now.design.name,
                looks=now.design.looks,
                target=now.target,
                unsure=seen.unsure,
                part=now.part,
                population=now.population,
                drawn=len(now.images),
                seed=now.seed,
                measured=seen.whole,
                open=len(now.images) - seen.whole.count - seen.unsure - seen.gone - seen.unclaimed,
                certified=now.seed in certified,
                drawn_from=now.drawn_from,
                draws=len(now.design.draws) or None,
                under_way=not seen.done,
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
    found = {PROGRAM: __version__, SCHEMA: str(schema.VERSION), "Python": platform.python_version()}
    found[SYSTEM] = f"{platform.system()} {platform.machine()}" + (" (packaged)" if hasattr(sys, "frozen") else "")
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
