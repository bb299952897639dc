"""How the sample of an audit is drawn, and the interval that such a sample gives: simple, in strata, or by doubt."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray
from desktop_labeler.audit_intervals import (
    Interval,
    Strata,
    allocate,
    stratified_fraction,
    weighted_interval,
)
from desktop_labeler.audit_looks import anytime_interval, checked_looks, look_sizes, planned_interval
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, Claims, Design, DesignName
from desktop_labeler.data.decisions.proof.verdicts import Verdicts, read_sources
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.statistics import MeasuredFraction, random_sample, within_seen

_EVEN = 0.5  # fraction of the draws of a sample by doubt that fall on all images alike, so no weight exceeds 2
PILES = ("confirmed", "accepted", "imported")
BANDS = ((0.9, 1.01), (0.7, 0.9), (0.5, 0.7), (0.0, 0.5))  # of the ranks of suggestions, from and below
Timing = Literal["once", "planned", "anytime", "gaps"]
"""When the intervals of an audit hold: looked at once, at all planned looks together, or whenever somebody looks."""


def draw(
    project: Project, claims: Claims, verdicts: Verdicts, name: DesignName, size: int, looks: int, seed: int
) -> tuple[IntArray, Design]:
    """Draw a sample.

    Args:
        project: any open project.
        claims: what could be checked.
        verdicts: of all images.
        name: "simple"; "strata", every class in proportion; or "doubt", where the model doubts more often.
        size: images to draw; by doubt, with replacement, fewer different ones.
        looks: how often somebody will look at the result.
        seed: the same seed draws the same.

    Returns:
        Places in the claims in the order they are shown, and the design, which holds what its interval needs.

    Raises:
        LabelerError: there is no round yet that could doubt.
        ValueError: not 1 to 5 looks.
    """
    checked_looks(looks)
    count = len(claims.images)
    piles = _piles(project, claims, verdicts)
    bands = np.zeros(count, np.int64) if claims.ranks is None else bands_of(claims.ranks.round(audits.RANK_DIGITS))
    kinds, sizes = np.unique(claims.classes, return_counts=True)
    more: dict[str, object] = {}
    if name == "strata":
        part, counts = allocate(sizes.tolist(), size)
        of_claims = part[np.searchsorted(kinds, claims.classes)]
        chosen, strata = _in_strata(of_claims, counts, seed)
        more = {"strata": strata.tolist(), "strata_sizes": np.bincount(part, sizes).astype(int).tolist()}
        more["pile_strata"] = {
            pile: np.bincount(of_claims[piles == number], minlength=len(counts)).tolist()
            for number, pile in enumerate(PILES)
        }
        more["class_strata"] = {str(kind): int(stratum) for kind, stratum in zip(kinds, part, strict=True)}
        more["band_strata"] = [
            np.bincount(of_claims[bands == band], minlength=len(counts)).tolist() for band in range(len(BANDS))
        ]
    elif name == "doubt":
        chance = _chance(project, claims)
        drawn = np.random.default_rng(seed).choice(count, size, p=chance)
        _, first, place = np.unique(drawn, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")  # each image where it was drawn first
        chosen, rank = drawn[np.sort(first)], np.empty(len(order), np.int64)
        rank[order] = np.arange(len(order))
        weights = 1 / (count * chance)
        more = {"draws": rank[place].tolist(), "weights": weights[drawn].tolist(), "largest": float(weights.max())}
        classes = np.bincount(np.searchsorted(kinds, claims.classes), chance)
        more["class_chances"] = {str(kind): float(many) for kind, many in zip(kinds, classes, strict=True)}
        more["pile_chances"] = {pile: float(chance[piles == number].sum()) for number, pile in enumerate(PILES)}
        more["band_chances"] = np.bincount(bands, chance, minlength=len(BANDS)).tolist()
    else:
        chosen = random_sample(count, size, seed)
    parts = _named_parts(piles if claims.ranks is None else bands, of_bands=claims.ranks is not None)
    if name == "doubt":
        more["part_class_chances"] = {
            label: _by_class(claims.classes[inside], chance[inside]) for label, inside in parts.items()
        }
    design = Design(
        name=name,
        looks=looks,
        piles=[PILES[number] for number in piles[chosen]] if claims.ranks is None else [],
        pile_sizes={pile: int((piles == number).sum()) for number, pile in enumerate(PILES)}
        if claims.ranks is None
        else {},
        band_sizes=[] if claims.ranks is None else np.bincount(bands, minlength=len(BANDS)).tolist(),
        class_sizes={str(kind): int(many) for kind, many in zip(kinds, sizes, strict=True)},
        part_classes={
            label: {kind: round(many) for kind, many in _by_class(claims.classes[inside]).items()}
            for label, inside in parts.items()
        },
        **more,  # type: ignore[arg-type]
    )
    return chosen, design


def _named_parts(numbers: IntArray, *, of_bands: bool) -> dict[str, BoolArray]:
    """Return which claims are in each pile, by its name, or in each band, by its place."""
    names = [str(place) for place in range(len(BANDS))] if of_bands else PILES
    return {name: numbers == place for place, name in enumerate(names)}


def _by_class(classes: IntArray, weights: Float64Array | None = None) -> dict[str, float]:
    """Return how many claims there are of each class, or their weights together."""
    kinds, place = np.unique(classes, return_inverse=True)
    sums = np.bincount(place, weights, minlength=len(kinds))
    return {str(kind): float(one) for kind, one in zip(kinds, sums, strict=True)}


def bands_of(ranks: Float64Array) -> IntArray:
    """Return (n,) in which of BANDS each rank is."""
    found: IntArray = np.argmax([(ranks >= low) & (ranks < high) for low, high in BANDS], axis=0).astype(np.int64)
    return found


def timing(audit: Audit, answered: BoolArray) -> Timing:
    """Return when the intervals of an audit hold, those of its parts like that of the whole.

    Args:
        audit: the sample.
        answered: (n,) whether nothing more will be said of each image. Only the first ones of the sample are one too:
            where earlier ones are open, somebody may have chosen the easy ones.
    """
    done = int(answered.sum())
    if not answered[:done].all():
        return "gaps"
    if audit.design.name == "doubt":
        return "anytime"  # the bets do not depend on when somebody looks
    if done not in look_sizes(len(audit.images), audit.design.looks):
        return "anytime"
    return "once" if audit.design.looks == 1 else "planned"


def measured(audit: Audit, right: BoolArray, counts: BoolArray, answered: BoolArray) -> MeasuredFraction:
    """Return how many of the population are right, with the interval of the audit's design.

    A sample has the interval of its planned looks when it is complete or at one of them. Before that, and when it was
    ended early, it has the wider one that holds whenever somebody looks.

    Args:
        audit: the sample.
        right: (n,) whether each image was right.
        counts: (n,) whether it counts: it was answered, and the person could tell.
        answered: (n,) whether it was answered.
    """
    return within_seen(_measured(audit, right, counts, int(answered.sum())), audit.population)


def _measured(audit: Audit, right: BoolArray, counts: BoolArray, done: int) -> MeasuredFraction:
    design = audit.design
    hits, count = int((right & counts).sum()), int(counts.sum())
    if design.name == "doubt":
        draws = np.asarray(design.draws, np.int64)
        kept = counts[draws]
        weights = np.asarray(design.weights)[kept]
        wrong = ~right[draws][kept]
        estimate, low, high = weighted_interval(wrong, weights, design.largest, planned=len(draws))
        return MeasuredFraction(hits, count, low, high, estimate if count else None)
    interval = interval_after(done, len(audit.images), design.looks)
    if design.name == "strata":
        estimate, low, high = stratified_fraction(_strata(audit, right, counts), interval)
        return MeasuredFraction(hits, count, low, high, estimate if count else None)
    low, high = interval(hits, count, audit.population) if count else (0.0, 1.0)
    return MeasuredFraction(hits, count, low, high)


def interval_after(done: int, size: int, looks: int) -> Interval:
    """Return the interval that a simple sample has after so many answers.

    Where fewer of them count, or a stratified sample is worth fewer, the other looks shrink in proportion.

    Args:
        done: answers so far.
        size: of the whole sample.
        looks: how many were planned.
    """
    planned = look_sizes(size, looks)
    if done not in planned:
        return anytime_interval

    def interval(right: int, count: int, population: int) -> tuple[float, float]:
        sizes = tuple(sorted({min(population, max(1, round(each * count / done))) for each in planned}))
        return planned_interval(right, sizes.index(count), sizes, population)

    return interval


@dataclass(frozen=True, eq=False)
class Part:
    """A part of what an audit was drawn from: a class or a pile.

    Attributes:
        inside: (n,) whether each image of the sample is of it.
        size: how many it had when the sample was drawn; None where an older project does not tell.
        chance: of a sample by doubt, the probability that a draw gives one of it; None where none tells.
        strata: of a sample in strata, how many of each stratum are of it; empty where it is one stratum or none tells.
    """

    inside: BoolArray
    size: int | None
    chance: float | None = None
    strata: list[int] = field(default_factory=list)


def without_classes(audit: Audit, name: str, part: Part, deleted: AbstractSet[str]) -> Part:
    """Return a pile or band without the claims of classes that were deleted since.

    Args:
        audit: the sample.
        name: of the pile, or the place of the band as text.
        part: as it was drawn.
        deleted: ids of the classes, as text.
    """
    design = audit.design
    sizes, chances = design.part_classes.get(name, {}), design.part_class_chances.get(name, {})
    strata = list(part.strata)
    for one in deleted & sizes.keys():
        stratum = design.class_strata.get(one)
        if strata and stratum is not None:
            strata[stratum] = max(0, strata[stratum] - sizes[one])
    return replace(
        part,
        size=None if part.size is None else max(0, part.size - sum(sizes.get(one, 0) for one in deleted)),
        chance=None if part.chance is None else part.chance - sum(chances.get(one, 0.0) for one in deleted),
        strata=strata,
    )


def of_part(
    audit: Audit, part: Part, counts: BoolArray, right: BoolArray, done: int | None = None
) -> MeasuredFraction | None:
    """Return how many of a part of the population are right, by itself; None where the project does not tell.

    Of a simple sample, those of a part are a simple sample of it; of a sample in strata, those of a part and a stratum
    are; of a sample by doubt, the draws that gave one of the part are draws from it, with probabilities that sum to 1.
    Its interval holds when that of the whole does, see `timing`.

    Args:
        audit: the sample.
        part: of its population.
        counts: (n,) whether each image counts.
        right: (n,) whether it was right.
        done: answers so far; None for all.
    """
    count = int((counts & part.inside).sum())
    known = part.size is not None and part.size >= count
    population = part.size if known and part.size else audit.population  # of an unknown size, it is at most the whole
    found = _of_part(audit, part, counts & part.inside, right, population if known else None, done)
    return None if found is None else within_seen(found, population)


def _of_part(
    audit: Audit, part: Part, inside: BoolArray, right: BoolArray, size: int | None, done: int | None
) -> MeasuredFraction | None:
    design, hits, count = audit.design, int((right & inside).sum()), int(inside.sum())
    interval = interval_after(len(audit.images) if done is None else done, len(audit.images), design.looks)
    if design.name == "doubt":
        if not (size and part.chance):
            return None
        draws = np.asarray(design.draws, np.int64)
        kept = inside[draws]
        scale = audit.population * part.chance / size
        estimate, low, high = weighted_interval(
            ~right[draws][kept],
            scale * np.asarray(design.weights)[kept],
            scale * design.largest,
            planned=max(1, round(len(draws) * part.chance)),
        )
        return MeasuredFraction(hits, count, low, high, estimate)
    if design.name == "strata" and part.strata:
        parts = replace(_strata(audit, right & inside, inside), sizes=np.asarray(part.strata, np.int64))
        estimate, low, high = stratified_fraction(parts, interval)
        return MeasuredFraction(hits, count, low, high, estimate)
    # the interval of a larger population is wider
    low, high = interval(hits, count, size or audit.population) if count else (0.0, 1.0)
    return MeasuredFraction(hits, count, low, high)


def of_claims_left(
    audit: Audit,
    claimed: BoolArray,
    counts: BoolArray,
    right: BoolArray,
    done: int,
    deleted: AbstractSet[str],
) -> tuple[MeasuredFraction, Audit]:
    """Return how many are right of the claims whose class was not deleted since, and the audit of these alone.

    Args:
        audit: the sample.
        claimed: (n,) whether the class of each claim is still there.
        counts: (n,) whether each image counts.
        right: (n,) whether it was right.
        done: answers so far, and what needs none.
        deleted: ids of the classes that were deleted since, as text.
    """
    design = audit.design
    left = max(0, audit.population - sum(design.class_sizes.get(name, 0) for name in deleted))
    chance = 1 - sum(design.class_chances.get(name, 0.0) for name in deleted) if design.class_chances else None
    strata = list(design.strata_sizes)
    for name in deleted:  # all claims of a class are in one stratum
        of_class = np.flatnonzero(np.asarray(audit.claims) == int(name))
        stratum = design.class_strata.get(name, design.strata[int(of_class[0])] if strata and len(of_class) else None)
        if strata and stratum is not None:
            strata[stratum] = max(0, strata[stratum] - design.class_sizes.get(name, 0))
    whole = of_part(audit, Part(claimed, left, chance, strata), counts, right, done)
    piles = {
        pile: size - sum(design.part_classes.get(pile, {}).get(name, 0) for name in deleted)
        for pile, size in design.pile_sizes.items()
    }
    return whole or MeasuredFraction(0, 0, 0.0, 1.0), replace(
        audit, population=left, design=replace(design, pile_sizes=piles)
    )


def weights_of_images(audit: Audit) -> Float64Array:
    """Return (n,) the weight of each image of a sample, proportional to 1 / its probability of being drawn.

    Of a sample by doubt, an image has the sum of the weights of its draws.
    """
    if audit.design.name != "doubt":
        return np.ones(len(audit.images))
    draws = np.asarray(audit.design.draws, np.int64)
    return np.bincount(draws, np.asarray(audit.design.weights), len(audit.images)).astype(np.float64)


def _strata(audit: Audit, right: BoolArray, counts: BoolArray) -> Strata:
    number = np.asarray(audit.design.strata, np.int64)
    sizes = np.asarray(audit.design.strata_sizes, np.int64)
    checked = np.bincount(number[counts], minlength=len(sizes)).astype(np.int64)
    hits = np.bincount(number[counts & right], minlength=len(sizes)).astype(np.int64)
    return Strata(sizes, checked, hits)


def _in_strata(part: IntArray, counts: IntArray, seed: int) -> tuple[IntArray, IntArray]:
    """Draw so many images of each part; return their places in random order, and the part of each."""
    rng = np.random.default_rng(seed)
    chosen = np.concatenate(
        [rng.choice(np.flatnonzero(part == number), count, replace=False) for number, count in enumerate(counts)]
    )
    chosen = rng.permutation(chosen).astype(np.int64)
    return chosen, part[chosen]


def _chance(project: Project, claims: Claims) -> Float64Array:
    """Return the probability of each claim to be drawn: half evenly, half by the square of the doubt."""
    doubt = 1 - claims.ranks if claims.ranks is not None else _doubts(project, claims.images)
    square = np.clip(np.nan_to_num(doubt), 0, 1) ** 2 + 1e-9
    chance = _EVEN / len(square) + (1 - _EVEN) * square / square.sum()
    found: Float64Array = chance / chance.sum()
    return found


def _doubts(project: Project, images: IntArray) -> Float64Array:
    ids, doubt = load_array(project, "round/ids"), load_array(project, "round/doubt")
    if ids is None or doubt is None or len(ids) != len(doubt):
        raise LabelerError("No round has doubted any label yet. Nothing was changed. Run a round first.")
    found = np.zeros(int(max(ids.max(initial=0), images.max(initial=0))) + 1)
    found[ids.astype(np.int64)] = np.nan_to_num(doubt.astype(np.float64))
    return found[images]


def _piles(project: Project, claims: Claims, verdicts: Verdicts) -> IntArray:
    """Return the pile of each label as its place in PILES."""
    states, _ = verdicts.of(claims.images)
    accepted = read_sources(project, claims.images) == int(Source.ACCEPTED)
    piles: IntArray = np.where(states == int(State.CONFIRMED), 0, np.where(accepted, 1, 2)).astype(np.int64)
    return piles
