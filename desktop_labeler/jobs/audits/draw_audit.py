"""Audits: draws a random sample of labels or suggestions, and estimates from its answers how many are right."""

import secrets
from dataclasses import dataclass, field

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.page_names import SUSPECTS, stored
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, DesignName, Kind, PastAudit
from desktop_labeler.data.decisions.proof.certificates import Certificate, read_certificates
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts, recent_checks
from desktop_labeler.data.images.query.image_query import count_disputed
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits import audit_design, audit_target
from desktop_labeler.jobs.audits.calibration import Calibration, calibrated
from desktop_labeler.messages import Message
from desktop_labeler.rounding import outward
from desktop_labeler.statistics import (
    MeasuredFraction,
    clean_run,
    measured_fraction,
)

TARGETS = (0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Findings:
    """What an audit found so far.

    Attributes:
        audit: the sample.
        open: images that are still to be checked, in their order; none when it was ended.
        unsure: how many the person could not tell: they do not count.
        whole: accuracy over all that count.
        by_class: class id, as claimed, and how many are right, the largest first.
        by_pile: "confirmed", "accepted" or "imported", and how many labels of that pile are right.
        by_rank: lower and upper rank, and how many are right, for suggestions.
        wrong: images whose claim was wrong.
        more: further images of the sample without an error that would reach the target by the interval of its design;
            0 if reached, None if the sample cannot reach it.
        best: the lower bound if all that are open were right.
        ranked: the rank of each suggestion that counts, whether it was right, and its weight, see PastAudit.
        timing: when the intervals hold, those of the whole and of its parts alike.
        gone: how many images cannot be shown any more and were not answered before; they do not count.
        unclaimed: how many claims named a class that was deleted since; they do not count.
        corrected: those of the wrong images that have another label by now, or none; the project's rule may keep a
            label beside the answer of an audit.
    """

    audit: Audit
    open: IntArray
    unsure: int
    whole: MeasuredFraction
    by_class: list[tuple[int, MeasuredFraction]]
    by_pile: list[tuple[str, MeasuredFraction]]
    by_rank: list[tuple[float, float, MeasuredFraction]]
    wrong: IntArray
    more: int | None
    best: float = 0.0
    ranked: tuple[list[float], list[bool], list[float]] = field(default_factory=lambda: ([], [], []))
    timing: audit_design.Timing = "once"
    gone: int = 0
    unclaimed: int = 0
    corrected: IntArray = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def done(self) -> bool:
        """Whether nothing is left to check."""
        return not len(self.open)

    @property
    def reached(self) -> bool:
        """Whether the lower bound reaches the target, and holds."""
        return self.more == 0 and self.timing != "gaps"

    @property
    def wrong_ones(self) -> tuple[int, int, int]:
        """Wrong ones in the whole population: estimate, lower and upper bound."""
        count = self.audit.population
        wrong = 1 - (self.whole.value if self.whole.value is not None else 1.0)
        fewest, most = outward(count * (1 - self.whole.high), count * (1 - self.whole.low))
        return round(count * wrong), int(fewest), int(most)

    @property
    def wrong_left(self) -> tuple[int, int, int]:
        """As wrong_ones, without those that the audit found and whose labels are corrected by now."""
        estimate, low, high = (max(0, number - len(self.corrected)) for number in self.wrong_ones)
        return estimate, low, high

    def wrong_left_in(self, pile: str, measured: MeasuredFraction) -> tuple[int, int]:
        """Return the fewest and the most wrong labels that are left in a pile, of which this was measured."""
        size = self.audit.design.pile_sizes.get(pile, 0)
        fewest, most = outward(size * (1 - measured.high), size * (1 - measured.low))
        pairs = zip(self.audit.images, self.audit.design.piles, strict=True)
        corrected = sum(there == pile for image, there in pairs if image in self.corrected)
        return max(0, int(fewest) - corrected), max(0, int(most) - corrected)


@dataclass(frozen=True)
class AuditOutlook:
    """All that the page Audit shows.

    Attributes:
        labels: how many labels could be checked.
        suggestions: how many suggestions could be.
        findings: of the audit that is under way or ended last, None before the first.
        past: earlier ones, the oldest first.
        clean: length of the latest run of checks on Suspects that changed nothing.
        certificates: every certified accept, the oldest first.
        calibration: of the suggestions that audits checked.
        disputed: on how many images people disagree.
        unconfirmed: how many labels nobody has confirmed, so that they can still be checked on Suspects.
    """

    labels: int
    suggestions: int
    findings: Findings | None
    past: list[PastAudit]
    clean: int
    certificates: list[Certificate] = field(default_factory=list)
    calibration: Calibration = field(default_factory=lambda: calibrated([], []))
    disputed: int = 0
    unconfirmed: int = 0


def begin_audit(
    project: Project,
    kind: Kind,
    size: int,
    target: float,
    seed: int | None = None,
    *,
    design: DesignName = "simple",
    looks: int = 1,
) -> Audit:
    """Draw a random sample and store it in the project, together with the result of the last audit.

    Args:
        project: open for writing.
        kind: check labels, or suggestions.
        size: images to draw.
        target: the fraction that should be right.
        seed: None for a new one.
        design: how the sample is drawn, see audit_design.draw.
        looks: how often somebody will look at the result before it is complete.

    Raises:
        LabelerError: there is nothing of that kind to check.
        ProjectError: the project cannot be written.
    """
    audit, past = draw_audit(project, kind, size, target, seed, design=design, looks=looks)
    audits.begin(project, audit, past)
    return audit


def draw_audit(
    project: Project,
    kind: Kind,
    size: int,
    target: float,
    seed: int | None = None,
    *,
    design: DesignName = "simple",
    looks: int = 1,
) -> tuple[Audit, PastAudit | None]:
    """Draw a random sample without storing it; also return what is to be kept of the audit before it.

    As begin_audit; a million images in about a second.
    """
    verdicts = read_verdicts(project)
    claims = audits.read_claims(project, kind, verdicts)
    if not len(claims.images):
        if kind == "labels":
            raise LabelerError("There is no label yet, so there is nothing to check. Nothing was changed.")
        audits.check_round(project)
        raise LabelerError(
            "There is no suggestion for an undecided image, so there is nothing to check. Nothing was changed."
        )
    seed = secrets.randbits(32) if seed is None else seed
    chosen, drawn = audit_design.draw(project, claims, verdicts, design, size, looks, seed)
    audit = audits.as_drawn(project, kind, claims, chosen, seed=seed, target=target, design=drawn)
    return audit, summary_of_last(project)


def fewer_than_asked(audit: Audit, asked: int) -> Message | None:
    """Return a sentence where a sample has fewer images than were asked for; None where it has not.

    Args:
        audit: the sample, as it was drawn.
        asked: how many images were to be drawn.
    """
    drawn = len(audit.images)
    if drawn >= asked:
        return None
    if audit.design.name == "doubt":
        return Message(
            "{asked} draws gave {n:# image|# different images}: a doubtful one can be drawn more than once, and counts "
            "as often.",
            asked=asked,
            n=drawn,
        )
    return Message(
        "There {n:is only # image|are only # images} to draw from, fewer than {asked}, so the audit checks "
        "{n:it|them all}.",
        asked=asked,
        n=drawn,
    )


def summary_of_last(project: Project) -> PastAudit | None:
    """Return what is to be kept of the last audit when another one begins; None if nothing of it was checked."""
    audit = audits.current_audit(project)
    found = findings(project, audit) if audit is not None else None
    if audit is None or found is None or not found.whole.count:
        return None
    whole, (ranks, correct, weights) = found.whole, found.ranked
    return PastAudit(
        audit.kind,
        audit.began,
        audit.population,
        whole.count,
        whole.hits,
        audit.images,
        ranks,
        correct,
        audit.part or audit.design.name == "doubt",
        [whole.value or 0.0, whole.low, whole.high],
        weights if audit.design.name == "doubt" else [],
        audit.seed,
        audit.target,
        audit.design.name,
        audit.design.looks,
        found.unsure,
        audit.drawn_from,
        len(audit.design.draws) or None,
    )


def measured_then(past: PastAudit) -> MeasuredFraction:
    """Return what an earlier audit measured."""
    if past.measured:
        value, low, high = past.measured
        return MeasuredFraction(past.right, past.looked, low, high, value)
    return measured_fraction(past.right, past.looked, past.population)


def findings(project: Project, audit: Audit) -> Findings:
    """Return what an audit found so far.

    An image that the person excluded is none of the classes, so its claim was wrong. One that is unsure does not count.
    Neither does one whose file is not there any more or cannot be read, unless it was answered before, nor a claim of a
    class that was deleted since: no label is left that could be right.
    """
    states, classes = audits.answers(project, audit)
    images, claims = np.array(audit.images, np.int64), renumbered(project, np.array(audit.claims, np.int64))
    claimed = claims > 0
    gone = (states < 0) & claimed & _unusable(project, images, states < 0)
    answered = (states >= 0) | gone | ~claimed  # nothing more will be said of the others
    counts = (states >= 0) & (states != int(State.UNSURE)) & claimed
    right = counts & (classes == claims)
    still_open = images[~answered] if not audit.ended else images[:0]
    done = int(answered.sum())
    deleted = audits.deleted_claims(project, audit)
    so_far = audit_target.Answers(audit, claimed, answered, counts, right, deleted)
    whole, left = so_far.measured()
    more, best = audit_target.outlook(so_far, whole)
    return Findings(
        audit=left,
        open=still_open,
        unsure=int(((states == int(State.UNSURE)) & claimed).sum()),
        gone=int(gone.sum()),
        unclaimed=int((~claimed).sum()),
        whole=whole,
        by_class=_by_class(audit, claims, counts, right, done),
        by_pile=_by_pile(audit, counts, right, done, deleted),
        ranked=_ranked(audit, counts, right),
        by_rank=_by_rank(audit, counts, right, done, deleted) if audit.ranks else [],
        wrong=images[counts & ~right],
        more=more,
        best=best,
        timing=audit_design.timing(audit, answered),
        corrected=_corrected(project, images[counts & ~right], claims[counts & ~right]),
    )


def measure_calibration(project: Project) -> Calibration:
    """Measure it on all audits of suggestions so far, whose images were drawn at random and labelled blind.

    Raises:
        ProjectError: the file cannot be read.
    """
    audit = audits.current_audit(project)
    return _calibration(project, findings(project, audit) if audit is not None else None)


def _calibration(project: Project, found: Findings | None) -> Calibration:
    ranks: list[float] = []
    correct: list[bool] = []
    weights: list[float] = []
    if found is not None:
        ranks, correct, weights = (found.ranked[0][:], found.ranked[1][:], found.ranked[2][:])
    for past in audits.past_audits(project):
        ranks += past.ranks
        correct += past.correct
        weights += past.weights or [1.0] * len(past.ranks)
    return calibrated(ranks, correct, weights)


def audit_outlook(project: Project) -> AuditOutlook:
    """Return all that the page shows: a million images in about a second, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    audit, verdicts = audits.current_audit(project), read_verdicts(project)
    found = findings(project, audit) if audit is not None else None
    return AuditOutlook(
        labels=len(audits.read_claims(project, "labels", verdicts).images),
        suggestions=len(audits.read_claims(project, "suggestions", verdicts).images),
        findings=found,
        past=audits.past_audits(project),
        clean=clean_run(recent_checks(project, stored(SUSPECTS))),
        certificates=read_certificates(project),
        calibration=_calibration(project, found),
        disputed=count_disputed(project),
        unconfirmed=int((verdicts.states == State.LABELLED).sum()),
    )


def _unusable(project: Project, images: IntArray, asked: BoolArray) -> BoolArray:
    """Return (n,) which of the images that are asked for have no usable file."""
    rows = project.images(images[asked].tolist())
    return np.isin(images, [row.id for row in rows if row.problem is not None])


def _corrected(project: Project, wrong: IntArray, claims: IntArray) -> IntArray:
    """Return those of the images whose label is no longer the claim that was wrong."""
    now = {row.id: row.class_id for row in project.images(wrong.tolist())}
    pairs = zip(wrong.tolist(), claims.tolist(), strict=True)
    return np.array([image for image, claim in pairs if now.get(image) != claim], np.int64)


def _ranked(audit: Audit, counts: BoolArray, right: BoolArray) -> tuple[list[float], list[bool], list[float]]:
    if not audit.ranks:
        return [], [], []
    weights = audit_design.weights_of_images(audit)[counts]
    weights = weights / weights.mean() if len(weights) else weights
    return np.array(audit.ranks)[counts].tolist(), right[counts].tolist(), weights.tolist()


def _by_class(
    audit: Audit, claims: IntArray, counts: BoolArray, right: BoolArray, done: int
) -> list[tuple[int, MeasuredFraction]]:
    design = audit.design
    found = []
    for label in np.unique(claims[counts]):
        name = str(label)
        part = audit_design.Part(claims == label, design.class_sizes.get(name), design.class_chances.get(name))
        measured = audit_design.of_part(audit, part, counts, right, done)
        found += [(int(label), measured)] if measured is not None else []
    return sorted(found, key=lambda pair: (-pair[1].count, pair[0]))


def _by_pile(
    audit: Audit, counts: BoolArray, right: BoolArray, done: int, deleted: frozenset[str]
) -> list[tuple[str, MeasuredFraction]]:
    design, piles, found = audit.design, np.array(audit.design.piles), []
    for pile in audit_design.PILES if design.piles else ():
        part = audit_design.Part(
            piles == pile, design.pile_sizes.get(pile), design.pile_chances.get(pile), design.pile_strata.get(pile, [])
        )
        part = audit_design.without_classes(audit, pile, part, deleted)
        measured = audit_design.of_part(audit, part, counts, right, done) if (part.inside & counts).any() else None
        found += [(pile, measured)] if measured is not None else []
    return found


def _by_rank(
    audit: Audit, counts: BoolArray, right: BoolArray, done: int, deleted: frozenset[str]
) -> list[tuple[float, float, MeasuredFraction]]:
    design, bands, found = audit.design, audit_design.bands_of(np.array(audit.ranks)), []
    for band, (low, high) in enumerate(audit_design.BANDS):
        inside = bands == band
        part = audit_design.Part(
            inside,
            design.band_sizes[band] if design.band_sizes else None,
            design.band_chances[band] if design.band_chances else None,
            design.band_strata[band] if design.band_strata else [],
        )
        part = audit_design.without_classes(audit, str(band), part, deleted)
        measured = audit_design.of_part(audit, part, counts, right, done) if (inside & counts).any() else None
        found += [(low, min(high, 1.0), measured)] if measured is not None else []
    return found
