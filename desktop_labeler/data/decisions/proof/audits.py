"""An audit in the project file: the images drawn, the claim about each, and the answers since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.decisions.history import last_decision
from desktop_labeler.data.decisions.page_names import AUDIT, stored
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom, read_drawn_from
from desktop_labeler.data.decisions.proof.verdicts import Verdicts, read_verdicts
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.errors import NoSuggestionsError

Kind = Literal["labels", "suggestions"]
DesignName = Literal["simple", "strata", "doubt"]
DESIGNS: tuple[DesignName, ...] = ("simple", "strata", "doubt")
PAGE = stored(AUDIT)  # decisions made there are made without seeing the claim
RANK_DIGITS = 4  # of the ranks that are kept
_NOW, _PAST = "audit", "audits"
_NO_ANSWER = -1
# What decided each of some images. Merging two classes changes images without saying anew what they are: the decision
# before it counts.
_ANSWERED = """
SELECT answer.image_id, answer.state, answer.class_id FROM answer JOIN decision ON decision.id = answer.decision_id
WHERE answer.image_id IN ({ids}) AND decision.id > ? AND undone = 0
AND (page = ? OR (kind = 'merge' AND answer.blind = 1 AND answer.source != ?)) ORDER BY decision.id, answer.number
"""


@dataclass(frozen=True)
class Design:
    """How a sample was drawn, with what its interval needs; of older projects only that it was simple.

    Attributes:
        name: "simple"; "strata": of every class in proportion; "doubt": where the model doubts more often.
        looks: how often somebody was to look at the result, 1 to 5.
        strata: the stratum of each image.
        strata_sizes: the size of each stratum.
        draws: of a sample by doubt, which of the images each draw gave.
        weights: of each draw, 1 / (population · probability).
        largest: the largest weight that any image of the population had.
        piles: of each label, "confirmed", "accepted" or "imported".
        pile_sizes: how many labels each pile had.
        class_sizes: how many claims each class had, by its id as text.
        class_chances: of a sample by doubt, with which probability a draw gives a claim of each class.
        pile_chances: the same of each pile.
        pile_strata: of a sample in strata, how many labels of each stratum each pile had.
        band_sizes: how many suggestions each band of ranks had, see audit_design.BANDS; empty in older projects.
        band_chances: of a sample by doubt, with which probability a draw gives a suggestion of each band.
        band_strata: of a sample in strata, how many suggestions of each stratum each band had.
        class_strata: of a sample in strata, the stratum of each class, by its id as text.
        part_classes: how many claims of each class each pile or band had; a band is named by its place.
        part_class_chances: of a sample by doubt, with which probability a draw gives one of these claims.
    """

    name: DesignName = "simple"
    looks: int = 1
    strata: list[int] = field(default_factory=list)
    strata_sizes: list[int] = field(default_factory=list)
    draws: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    largest: float = 1.0
    piles: list[str] = field(default_factory=list)
    pile_sizes: dict[str, int] = field(default_factory=dict)
    class_sizes: dict[str, int] = field(default_factory=dict)
    class_chances: dict[str, float] = field(default_factory=dict)
    pile_chances: dict[str, float] = field(default_factory=dict)
    pile_strata: dict[str, list[int]] = field(default_factory=dict)
    band_sizes: list[int] = field(default_factory=list)
    band_chances: list[float] = field(default_factory=list)
    band_strata: list[list[int]] = field(default_factory=list)
    class_strata: dict[str, int] = field(default_factory=dict)
    part_classes: dict[str, dict[str, int]] = field(default_factory=dict)
    part_class_chances: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Audit:
    """A random sample, as it was drawn; it does not change when labels and rounds do.

    Attributes:
        kind: whether labels or suggestions are checked.
        began: ISO 8601, UTC.
        after: number of the last decision before it.
        population: how many there were to draw from.
        seed: it was drawn with.
        target: the fraction that should be right, in [0, 1].
        images: ids in the order they are shown.
        claims: the class that each had, or was suggested to have.
        ranks: of the suggestions, in [0, 1]; empty for labels.
        ended: the person closed it early.
        part: whether it was drawn from some of the suggestions only: of one class, or of high rank.
        design: how it was drawn.
        drawn_from: which suggestions, where a person chose them.
    """

    kind: Kind
    began: str
    after: int
    population: int
    seed: int
    target: float
    images: list[int]
    claims: list[int]
    ranks: list[float]
    ended: bool = False
    part: bool = False
    design: Design = field(default_factory=Design)
    drawn_from: DrawnFrom | None = None


@dataclass(frozen=True)
class PastAudit:
    """The summary that is kept of an audit when the next one begins.

    Attributes:
        kind: of it.
        began: ISO 8601, UTC.
        population: how many there were to draw from.
        looked: how many images count.
        right: of these.
        images: ids that were drawn; empty in projects of version 1.0.
        ranks: of the suggestions that were checked, in [0, 1]; empty for labels and in older projects.
        correct: whether each of these was right.
        weights: of each of these, 1 / its probability of being drawn, 1 on average; empty where all were alike.
        part: whether it was drawn from some of the suggestions only.
        measured: accuracy of the population with its interval, (value, low, high); empty in older projects, where the
            sample was simple.
        seed: it was drawn with; None in older projects, as all that follows.
        target: the fraction that should be right.
        design: how it was drawn.
        looks: how many were planned.
        unsure: how many answers could not tell.
        drawn_from: which suggestions it was drawn from, where a person chose them.
        draws: of a sample by doubt, how many there were: some give the same image; None in older projects.
    """

    kind: Kind
    began: str
    population: int
    looked: int
    right: int
    images: list[int] = field(default_factory=list)
    ranks: list[float] = field(default_factory=list)
    correct: list[bool] = field(default_factory=list)
    part: bool = False
    measured: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    seed: int | None = None
    target: float | None = None
    design: DesignName | None = None
    looks: int = 1
    unsure: int = 0
    drawn_from: DrawnFrom | None = None
    draws: int | None = None


@dataclass(frozen=True, eq=False)
class Claims:
    """What could be checked.

    Attributes:
        images: (n,) ids, rising.
        classes: (n,) the class of the label, or the suggested one.
        ranks: (n,) of the suggestions; None for labels.
    """

    images: IntArray
    classes: IntArray
    ranks: np.ndarray[tuple[int], np.dtype[np.float64]] | None


def check_round(project: Project) -> None:
    """Check that suggestions were computed.

    Raises:
        NoSuggestionsError: there was no round yet.
    """
    if project.setting("round") is None:
        raise NoSuggestionsError(
            "There are no suggestions yet. Nothing was changed. Analyse the images, label a few of each class and run "
            "a round first."
        )


def read_claims(project: Project, kind: Kind, verdicts: Verdicts | None = None) -> Claims:
    """Read what could be checked now: a million images in about 0.7 s, so not on the main thread.

    Labels are those of any source, confirmed ones too; suggestions those of the stored round for images that nobody
    has decided.

    Args:
        project: any open project.
        kind: what is claimed.
        verdicts: of the images, if they were read already.

    Raises:
        ProjectError: the file cannot be read.
    """
    verdicts = verdicts or read_verdicts(project)
    if kind == "labels":
        labelled = np.isin(verdicts.states, (int(State.LABELLED), int(State.CONFIRMED))) & (verdicts.classes >= 0)
        ids = np.flatnonzero(labelled).astype(np.int64)
        return Claims(ids, verdicts.classes[ids], None)
    stored, suggested, ranks = (load_array(project, f"round/{name}") for name in ("ids", "suggested", "confidence"))
    if stored is None or suggested is None or ranks is None:
        return Claims(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    # A class that was deleted since the round is no claim any more.
    images, classes = stored.astype(np.int64), renumbered(project, suggested.astype(np.int64))
    states, _ = verdicts.of(images)
    refused = set(map(tuple, verdicts.rejected.tolist()))
    there = (states == int(State.UNLABELLED)) & (classes >= 0)
    if refused:
        pairs = zip(images.tolist(), classes.tolist(), strict=True)
        there &= np.array([pair not in refused for pair in pairs], np.bool_)
    order = np.argsort(images[there], kind="stable")
    return Claims(images[there][order], classes[there][order], ranks.astype(np.float64)[there][order])


def as_drawn(
    project: Project,
    kind: Kind,
    claims: Claims,
    chosen: IntArray,
    *,
    seed: int,
    target: float,
    part: bool = False,
    design: Design | None = None,
    drawn_from: DrawnFrom | None = None,
) -> Audit:
    """Return a sample as an audit; it is not stored yet.

    Args:
        project: any open project.
        kind: of the claims.
        claims: what could be checked.
        chosen: places in the claims, in the order they are shown.
        seed: they were drawn with.
        target: the fraction that should be right, in [0, 1].
        part: whether the claims are some of the suggestions only.
        design: how it was drawn; a simple sample without it.
        drawn_from: which suggestions a person chose.
    """
    return Audit(
        kind=kind,
        began=datetime.now(UTC).isoformat(timespec="seconds"),
        after=last_decision(project),
        population=len(claims.images),
        seed=seed,
        target=target,
        images=claims.images[chosen].tolist(),
        claims=claims.classes[chosen].tolist(),
        ranks=[] if claims.ranks is None else claims.ranks[chosen].round(RANK_DIGITS).tolist(),
        part=part,
        design=design or Design(),
        drawn_from=drawn_from,
    )


def begin(project: Project, audit: Audit, past: PastAudit | None, also: Mapping[str, object] | None = None) -> None:
    """Store an audit as the one that is under way, and what the one before it found among the earlier ones.

    Args:
        project: open for writing.
        audit: the sample.
        past: what is kept of the one before it; None for nothing.
        also: further settings, which are stored with it or not at all.

    Raises:
        ProjectError: the project cannot be written.
    """
    values = {**(also or {}), _NOW: asdict(audit)}
    if past is not None:
        values[_PAST] = [asdict(earlier) for earlier in past_audits(project)] + [asdict(past)]
    project.save_settings(values)


def current_audit(project: Project) -> Audit | None:
    """Return the audit that is under way, or the last one that ended; None before the first.

    A claim of a class that was merged into another one since is one of that class.
    """
    stored = project.setting(_NOW)
    if not isinstance(stored, dict):
        return None
    read = {"design": Design(**stored.get("design", {})), "drawn_from": read_drawn_from(stored.get("drawn_from"))}
    return _with_present_classes(project, Audit(**{**stored, **read}))


def deleted_claims(project: Project, audit: Audit) -> frozenset[str]:
    """Return the classes that claims of an audit's population named and that were deleted since, by id as text."""
    design = audit.design
    names = {*map(str, audit.claims), *design.class_sizes}
    names |= {name for of_class in design.part_classes.values() for name in of_class}
    numbers = sorted(map(int, names))
    now = renumbered(project, np.array(numbers, np.int64))
    return frozenset(str(number) for number, left in zip(numbers, now.tolist(), strict=True) if left <= 0)


def _with_present_classes(project: Project, audit: Audit) -> Audit:
    design = audit.design
    known = sorted({*audit.claims, *map(int, design.class_sizes)})
    now = renumbered(project, np.array(known, np.int64)).tolist()
    becomes = {old: new if new > 0 else old for old, new in zip(known, now, strict=True)}  # a deleted one stays
    if all(old == new for old, new in becomes.items()):
        return audit
    sizes, chances = dict[str, int](), dict[str, float]()
    for old, size in design.class_sizes.items():
        sizes[str(becomes[int(old)])] = sizes.get(str(becomes[int(old)]), 0) + size
    for old, chance in design.class_chances.items():
        chances[str(becomes[int(old)])] = chances.get(str(becomes[int(old)]), 0.0) + chance
    return replace(
        audit,
        claims=[becomes[claim] for claim in audit.claims],
        design=replace(design, class_sizes=sizes, class_chances=chances),
    )


def end(project: Project, audit: Audit) -> Audit:
    """Close an audit early: images that were not checked no longer count."""
    stored = project.setting(_NOW)  # with the claims as they were made: merged classes can be parted again
    project.save_setting(_NOW, {**(stored if isinstance(stored, dict) else asdict(audit)), "ended": True})
    return replace(audit, ended=True)


def past_audits(project: Project) -> list[PastAudit]:
    """Return what is kept of earlier audits, the oldest first."""
    stored = project.setting(_PAST)
    if not isinstance(stored, list):
        return []
    return [PastAudit(**{**entry, "drawn_from": read_drawn_from(entry.get("drawn_from"))}) for entry in stored]


def answers(project: Project, audit: Audit) -> tuple[IntArray, IntArray]:
    """Return the answers to the images of an audit, in their order.

    What counts is what was said of an image on the page Audit since the audit began, or in a package that showed no
    labels, the last of it: whoever decides elsewhere sees the claim, and whoever accepts a suggestion has seen it. It
    counts whatever label the rule of the project makes of it, and what is decided later does not change what the audit
    found. What was undone is open again. An answer of a class that was merged into another one since is one of that
    class; one of a deleted class is open.

    Returns:
        (n,) states of the images, −1 for those that nobody answered; (n,) their classes, −1 for none.
    """
    place = {image: at for at, image in enumerate(audit.images)}
    states, classes = np.full((2, len(place)), _NO_ANSWER, np.int64)
    for image, state, label in _answered(project, list(place), audit.after):
        at = place[image]
        states[at], classes[at] = state, _NO_ANSWER if label is None else label
    now = renumbered(project, classes)
    states[(states == int(State.UNLABELLED)) | ((classes > 0) & (now <= 0))] = _NO_ANSWER
    return states, np.where(now > 0, now, _NO_ANSWER)


def _answered(project: Project, images: Sequence[int], after: int) -> Iterator[tuple[int, int, int | None]]:
    """Yield id, state and class of the blind answers to these images after some decision, the last one of each last."""
    for start in range(0, len(images), 500):
        some = images[start : start + 500]
        yield from project.rows(
            _ANSWERED.format(ids=",".join("?" * len(some))), (*some, after, PAGE, int(Source.ACCEPTED))
        )


def _is_fair(audit: "Audit | PastAudit") -> bool:
    """Whether every suggestion was as likely to be drawn as any other."""
    return not audit.part and (isinstance(audit, PastAudit) or audit.design.name != "doubt")


def drawn_by_chance(project: Project) -> IntArray:
    """Return the ids of the images that were drawn at random from all suggestions and answered in an audit.

    They are a fair sample of what nobody had labelled: classes are as frequent among them as there. An audit of labels
    is a sample of what somebody chose to label.
    """
    audits: list[Audit | PastAudit] = [*past_audits(project)]
    now = current_audit(project)
    if now is not None:
        audits.append(now)
    drawn = [image for audit in audits if audit.kind == "suggestions" and _is_fair(audit) for image in audit.images]
    if not drawn:
        return np.empty(0, np.int64)
    answered = _answered(project, sorted(set(drawn)), 0)
    return np.unique([image for image, state, _ in answered if state != int(State.UNLABELLED)]).astype(np.int64)
