"""Certified accepts: a random sample of suggestions is checked blind, and the rest is accepted if it keeps a promise.

The promise is "at least so many of those accepted are right". "Accept down to here" in the window makes such promises
too, and counts among the trials of the project. The chance that any certified accept of a project breaks
its promise is at most 1 − confidence, however many are tried and wherever their lines are: the k-th trial may err with
(1 − confidence) / (k (k + 1)), and these chances sum to 1 − confidence.
"""

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.audit_intervals import CONFIDENCE, rest_lower_bound, smallest_sample
from desktop_labeler.data.computed.arrays import load_array, save_arrays
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, accept, decide
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, Claims
from desktop_labeler.data.decisions.proof.certificates import Proof
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.draw_audit import Findings, findings, summary_of_last
from desktop_labeler.rounding import rounded_down
from desktop_labeler.statistics import random_sample

_TRIAL, _TRIALS = "certify", "certify/trials"
_IMAGES, _CLASSES = "certify/images", "certify/classes"


@dataclass(frozen=True)
class Trial:
    """A certified accept that is under way.

    Attributes:
        seed: of its sample, by which its audit is known.
        began: ISO 8601, UTC, as its audit.
        target: the fraction of those accepted that is to be right.
        confidence: of this trial's bound.
        round: whose suggestions they are.
        number: which of the project's trials it is; those given up count.
    """

    seed: int
    began: str
    target: float
    confidence: float
    round: int | None
    number: int = 1


def trials_begun(project: Project) -> int:
    """Return how many certified accepts were begun; those that failed and those given up count."""
    count = project.setting(_TRIALS, 0)
    return count if isinstance(count, int) and count >= 0 else 0


@dataclass(frozen=True)
class Outcome:
    """How a certified accept ended.

    Attributes:
        accepted: images that were accepted, 0 if the promise could not be made.
        bound: least fraction of them that is right.
        trial: what was promised.
        sample: how many were checked.
        wrong: how many of these were wrong, or count as wrong.
        untold: how many of the wrong ones were unsure, could not be shown, or of a class that was deleted since.
        decision: number of the decision and of the certificate; None if nothing was accepted.
    """

    accepted: int
    bound: float
    trial: Trial
    sample: int
    wrong: int
    decision: int | None
    untold: int = 0


@dataclass(frozen=True)
class PromiseOutlook:
    """What a promise could be made about, and the one that is under way.

    Attributes:
        suggestions: how many undecided images are suggested to be of each class, by its id.
        number: of the next certified accept of the project.
        sure: how sure its bound has to be.
        trial: the one that is under way; None if there is none.
        open: how many images of its sample are still to be checked.
        outcome: what accepting would give, once all are checked: images, bound and wrong ones.
    """

    suggestions: dict[int, int]
    number: int
    sure: float
    trial: Trial | None = None
    open: int = 0
    outcome: Outcome | None = None


def begin_certificate(
    project: Project,
    target: float,
    *,
    classes: Collection[int] | None = None,
    above: float = 0.0,
    size: int | None = None,
    confidence: float = CONFIDENCE,
    seed: int | None = None,
) -> tuple[Audit, Trial]:
    """Draw the sample of a certified accept, as the audit that is under way.

    Args:
        project: open for writing.
        target: the fraction of those accepted that is to be right.
        classes: only suggestions of these classes; None for all.
        above: only suggestions of this rank or a higher one.
        size: images to check; None for as few as suffice without an error.
        confidence: with which all certified accepts of the project hold together.
        seed: None for a new one.

    Raises:
        LabelerError: there are no such suggestions, or the sample could not show the target even without an error.
        ProjectError: the project cannot be written.
    """
    claims = audits.read_claims(project, "suggestions")
    keep = np.ones(len(claims.images), np.bool_) if claims.ranks is None else claims.ranks >= above
    if classes is not None:
        keep &= np.isin(claims.classes, list(classes))
    ranks = claims.ranks[keep] if claims.ranks is not None else None
    claims = Claims(claims.images[keep], claims.classes[keep], ranks)
    if not len(claims.images):
        audits.check_round(project)
        raise LabelerError(
            "There is no such suggestion for an undecided image, so there is nothing to accept. Nothing was changed."
        )
    number, sure = next_trial(project, confidence)
    seed = secrets.randbits(32) if seed is None else seed
    wanted = _sufficient(size, target, len(claims.images), sure)
    chosen = random_sample(len(claims.images), wanted, seed)
    drawn_from = DrawnFrom(sorted(classes or []), above)
    audit = audits.as_drawn(
        project,
        "suggestions",
        claims,
        chosen,
        seed=seed,
        target=target,
        part=not keep.all(),
        drawn_from=drawn_from,
    )
    round_number = project.setting("round")
    trial = Trial(seed, audit.began, target, sure, round_number if isinstance(round_number, int) else None, number)
    past = summary_of_last(project)
    save_arrays(project, {_IMAGES: claims.images, _CLASSES: claims.classes})
    audits.begin(project, audit, past, {_TRIALS: number, _TRIAL: asdict(trial)})  # at once: a kill uses up none
    return audit, trial


def next_trial(project: Project, confidence: float = CONFIDENCE) -> tuple[int, float]:
    """Return the number of the next certified accept of a project, and how sure its bound has to be.

    Args:
        project: any open project.
        confidence: with which all certified accepts of the project hold together.
    """
    number = trials_begun(project) + 1
    return number, 1 - (1 - confidence) / (number * (number + 1))


def count_trial(project: Project, number: int) -> None:
    """Store that the sample of a certified accept was drawn, whatever comes of it: the next one has to be surer.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_TRIALS, number)


def _sufficient(size: int | None, target: float, population: int, sure: float) -> int:
    """Return how many to check; raise LabelerError where that can show nothing, before anybody checks one."""
    least = smallest_sample(target, population, 0, sure)
    asked = {"target": f"{100 * target:g}", "sure": f"{100 * rounded_down(sure, 2):.4g}"}
    if least == population:
        raise LabelerError(
            "{n:# suggestion is|# suggestions are} too few: no sample that leaves any to accept can show that at least "
            "{target} % of the rest are right ({sure} % sure). Nothing was drawn. Ask for less, or check them all.",
            n=population,
            **asked,
        )
    if size is None:
        return least
    if size < population and rest_lower_bound(0, size, population, sure) >= target:
        return size
    larger = smallest_sample(target, population, 0, sure, start=size)
    raise LabelerError(
        "A sample of {n:# image|# images} of {population} cannot show that at least {target} % of the rest are right "
        "({sure} % sure), even if none is wrong. {least} would suffice. Nothing was drawn.",
        n=size,
        population=population,
        least=larger if larger < population else least,
        **asked,
    )


def current_trial(project: Project) -> tuple[Audit, Trial] | None:
    """Return the certified accept that is under way with its sample; None if there is none."""
    stored, audit = project.setting(_TRIAL), audits.current_audit(project)
    if not isinstance(stored, dict) or audit is None or audit.ended:
        return None
    trial = Trial(**stored)
    return (audit, trial) if (audit.seed, audit.began) == (trial.seed, trial.began) else None


def end_certificate(project: Project, by: By) -> Outcome:
    """Accept the suggestions that were not checked if the sample keeps the promise; end the trial either way.

    Images that could not be told, or not shown any more, count as wrong: there are others like them. What was decided
    elsewhere meanwhile is left as it is, and the bound is that of those accepted.

    Args:
        project: open for writing.
        by: who accepts.

    Raises:
        LabelerError: there is no trial, or images of its sample are still to be checked.
        ProjectError: the project cannot be written.
    """
    found = current_trial(project)
    if found is None:
        raise LabelerError("No certified accept is under way. Nothing was accepted. Draw a sample first.")
    audit, trial = found
    checked = findings(project, audit)
    if len(checked.open):
        raise LabelerError(
            "{n:# image of the sample is|# images of the sample are} still to be checked. Nothing was accepted. "
            "Check {n:it|them} first, or end the audit to give it up.",
            n=len(checked.open),
        )
    outcome = _accepted(project, by, audit, trial, checked)
    audits.end(project, audit)
    project.save_setting(_TRIAL, None)
    return outcome


@dataclass(frozen=True, eq=False)
class _Weighed:
    """What a checked sample shows: the rest with its classes, its bound, and how many were wrong."""

    images: IntArray
    classes: IntArray
    bound: float
    wrong: int
    untold: int


def _weigh(project: Project, audit: Audit, trial: Trial, checked: Findings) -> _Weighed:
    untold = checked.unsure + checked.gone + checked.unclaimed
    sample, wrong = len(audit.images), len(checked.wrong) + untold
    images, classes = _rest(project, audit)
    most = round(
        (1 - rest_lower_bound(wrong, sample, audit.population, trial.confidence)) * (audit.population - sample)
    )
    return _Weighed(images, classes, max(0.0, 1 - most / len(images)) if len(images) else 1.0, wrong, untold)


def promise_outlook(project: Project) -> PromiseOutlook:
    """Return what could be accepted under a promise, and how far the sample of the present one is.

    A million images take about a second, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    number, sure = next_trial(project)
    kinds, counts = np.unique(audits.read_claims(project, "suggestions").classes, return_counts=True)
    there = dict(zip(kinds.tolist(), counts.tolist(), strict=True))
    found = current_trial(project)
    if found is None:
        return PromiseOutlook(there, number, sure)
    audit, trial = found
    checked = findings(project, audit)
    if len(checked.open):
        return PromiseOutlook(there, number, sure, trial, len(checked.open))
    weighed = _weigh(project, audit, trial, checked)
    count = len(weighed.images) if weighed.bound >= trial.target else 0
    outcome = Outcome(count, weighed.bound, trial, len(audit.images), weighed.wrong, None, weighed.untold)
    return PromiseOutlook(there, number, sure, trial, 0, outcome)


def _accepted(project: Project, by: By, audit: Audit, trial: Trial, checked: Findings) -> Outcome:
    weighed, sample = _weigh(project, audit, trial, checked), len(audit.images)
    images, classes, bound = weighed.images, weighed.classes, weighed.bound
    wrong, untold = weighed.wrong, weighed.untold
    if bound < trial.target or not len(images):
        return Outcome(0, bound, trial, sample, wrong, None, untold)
    right = set(checked.wrong.tolist())
    proof = Proof(
        audit.images,
        sorted(right),
        audit.seed,
        audit.population,
        bound,
        trial.confidence,
        trial.target,
        audit.drawn_from,
    )
    what = DecisionText(
        "accept_certified",
        n=len(images),
        sample=sample,
        wrong=wrong,
        share=rounded_down(bound),
        sure=rounded_down(trial.confidence),
    ).proving(proof.stored())
    made = By(by.who, by.page, trial.round)
    number = decide(project, images, accept(classes), kind="accept", what=what, by=made)
    return Outcome(len(images), bound, trial, sample, wrong, number, untold)


def _rest(project: Project, audit: Audit) -> tuple[IntArray, IntArray]:
    """Return the images that nobody has decided yet of those the sample was drawn from, and their classes."""
    stored = load_array(project, _IMAGES), load_array(project, _CLASSES)
    images, classes = (np.empty(0, np.int64) if each is None else each.astype(np.int64) for each in stored)
    classes = renumbered(project, classes)  # of classes that were merged meanwhile, those that they went into
    verdicts = read_verdicts(project)
    states, _ = verdicts.of(images)
    alive = [label.id for label in project.classes()]
    refused = verdicts.rejected[:, 0] * (1 << 32) + verdicts.rejected[:, 1]
    keep = (states == int(State.UNLABELLED)) & np.isin(classes, alive) & ~np.isin(images, audit.images)
    keep &= ~np.isin(images * (1 << 32) + classes, refused)
    return images[keep], classes[keep]
