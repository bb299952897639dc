"""The texts of the page Audit: numbers with what they were measured on, and what to do next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from desktop_labeler.data.decisions.proof.audits import Audit, Kind, PastAudit
from desktop_labeler.data.decisions.proof.certificates import Certificate, void_reason
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.certify import Outcome
from desktop_labeler.jobs.audits.draw_audit import AuditOutlook, Findings, measured_then
from desktop_labeler.messages import Message, visible
from desktop_labeler.rounding import outward_percent, rounded_down, rounded_up
from desktop_labeler.statistics import CLEAN_RUN, MeasuredFraction
from desktop_labeler.ui.core.language import (
    day,
    decimal,
    fraction_text,
    grouped,
    moment,
    percent,
    shortest,
    translator,
    worded,
)
from desktop_labeler.ui.rounds.round_lists import few_left

_NO = "–"
Number = tuple[str, str, str]  # the name, the number, what it was measured on


_tr = translator("Audit")


def interval_text(measured: MeasuredFraction) -> str:
    """Return a 95 % interval: "95.2–99.6 %"."""
    if not measured.count:
        return _NO
    low, high = outward_percent(measured.low, measured.high, 1)
    return f"{decimal(low)}–{decimal(high)}\u00a0%"


def share_text(measured: MeasuredFraction) -> str:
    """Return what was measured: "3 of 7" or "86.0 %", and of a weighted sample what it shows of all."""
    if measured.value is None:
        return _NO
    if measured.value != measured.hits / measured.count:
        return percent(measured.value, 1)
    return fraction_text(measured.hits, measured.count, 1)


def _accuracy_name(audit: Audit) -> Message:
    count = audit.population
    if audit.kind == "labels":
        return Message("Accuracy of {n:# label|all # labels}", n=count)
    if audit.part:
        return Message("Accuracy of {n:this suggestion|these # suggestions}", n=count)
    return Message("Accuracy of {n:# suggestion|all # suggestions}", n=count)


def accuracy_number(found: Findings, names: Mapping[int, LabelClass] | None = None) -> Number:
    """Return the accuracy of all labels or all suggestions, or of those that were drawn from, with name and basis."""
    whole, name = found.whole, _accuracy_name(found.audit)
    if whole.value is None:
        return worded(name), _NO, _tr("No image was checked.")
    below = _tr("95 % interval {interval} · {n} checked · {k} wrong").format(
        interval=interval_text(whole), n=grouped(whole.count), k=grouped(whole.count - whole.hits)
    )
    if found.unsure:
        below += " · " + _tr("{n} unsure, not counted").format(n=grouped(found.unsure))
    if found.gone:
        below += " · " + _tr("{n} not there any more, not counted").format(n=grouped(found.gone))
    if found.unclaimed:
        below += " · " + _tr("{n} of a deleted class, not counted").format(n=grouped(found.unclaimed))
    below += _timing(found)
    if found.audit.part and found.audit.drawn_from is not None:
        which = found.audit.drawn_from.words({number: one.name for number, one in (names or {}).items()})
        below += " · " + worded(Message("Drawn from the suggestions of: {which}", which=which))
    return worded(name), share_text(whole), below


def _timing(found: Findings) -> str:
    if found.timing == "planned":
        return " · " + _tr("holds at all planned looks together, as for every part")
    if found.timing == "anytime":
        return " · " + _tr("holds whenever somebody looks, as for every part")
    if found.timing == "gaps":
        return " · " + _tr("may be wrong: images that come earlier in the sample were not answered")
    return ""


def wrong_number(found: Findings) -> Number:
    """Return the estimated number of wrong labels or suggestions."""
    name = _tr("Estimated wrong labels") if found.audit.kind == "labels" else _tr("Estimated wrong suggestions")
    if found.whole.value is None:
        return name, _NO, ""
    about, fewest, most = found.wrong_ones
    below = _tr("between {low} and {high} (95 % interval)").format(low=grouped(fewest), high=grouped(most))
    if len(found.corrected) and found.audit.kind == "labels":
        below += " · " + worded(Message("{n:one is|# are} corrected by now", n=len(found.corrected)))
    return name, _tr("about {n}").format(n=grouped(about)), below


def target_number(found: Findings) -> Number:
    """Return whether the target is reached, and how many images are missing."""
    name = _tr("Target: {target} right").format(target=percent(found.audit.target))
    if found.whole.value is None:
        return name, _NO, ""
    if found.timing == "gaps":
        text = _tr("Earlier images of the sample were not answered, so nothing can be said of the target.")
        return name, _tr("open"), text
    low = percent(rounded_down(found.whole.low), 1)
    if found.reached:
        text = _tr("The lower bound, {low}, reaches the target. You can stop here.")
        return name, _tr("reached"), text.format(low=low)
    if found.whole.high < found.audit.target:
        text = _tr("Even the upper bound, {high}, is below the target. Correct the labels in doubt, then audit again.")
        return name, _tr("not reached"), text.format(high=percent(rounded_up(found.whole.high), 1))
    if found.more is None and not found.done:
        text = _tr(
            "The lower bound is {low}. All images of this sample right would give at least {best}; a larger sample "
            "would settle it."
        )
        return name, _tr("open"), text.format(low=low, best=percent(rounded_down(found.best), 1))
    if found.more is None:
        return name, _tr("open"), _tr("The lower bound is {low}. A larger sample would settle it.").format(low=low)
    settles = Message(
        "The lower bound is {low}. {n:One more image|# more images} without an error would reach the target.",
        low=low,
        n=found.more,
    )
    return name, _tr("open"), worded(settles)


def promise_number(found: Findings, certificates: Sequence[Certificate]) -> Number:
    """Return what became of the promise of a certified accept, which takes more to keep than a target does."""
    name = _promise_name(found.audit.target)
    resting = [one for one in certificates if one.proof.seed == found.audit.seed]
    if resting:
        text = _tr("Certificate {n}: at least {share} right ({sure} sure); {state}.")
        proof = resting[-1].proof
        sure = percent(rounded_down(proof.confidence, 2), 1)
        below = text.format(
            n=resting[-1].id,
            share=percent(rounded_down(proof.bound), 1),
            sure=sure,
            state=certificate_state(resting[-1]),
        )
        return name, _NO if resting[-1].void else _tr("kept"), below
    if found.audit.ended:
        return name, _NO, _tr("No certificate rests on this sample: nothing was accepted.")
    if not found.done:
        return name, _tr("open"), _tr("Once the whole sample is checked, it shows what can be accepted.")
    return name, _tr("open"), _tr("“Accept suggestions under a promise” says what the sample shows.")


def outcome_number(outcome: Outcome) -> Number:
    """Return whether the promise about the suggestions that can be accepted is kept, by the sample that was checked."""
    kept = outcome.accepted > 0
    text = _tr("The sample shows at least {share} right ({sure} sure), and {target} were promised.")
    below = text.format(
        share=percent(rounded_down(outcome.bound), 1),
        sure=percent(rounded_down(outcome.trial.confidence, 2), 1),
        target=percent(outcome.trial.target),
    )
    if not kept:
        below += " " + _tr("Nothing will be accepted.")
    return _promise_name(outcome.trial.target), _tr("kept") if kept else _tr("not kept"), below


def _promise_name(target: float) -> str:
    return _tr("Promise: at least {share} right").format(share=percent(target))


def suspects_number(clean: int, disputed: int, left: int) -> Number:
    """Return whether checking suspects still finds wrong labels, and on how many images people disagree.

    Args:
        clean: length of the latest run of checks that changed nothing.
        disputed: on how many images people disagree.
        left: how many labels nobody has confirmed.
    """
    name, number, below = _checked_suspects(clean, left)
    if disputed:
        text = Message("People disagree on {n:# image|# images}: settle {n:it|them} on Suspects.", n=disputed)
        below = f"{below} {worded(text)}"
    return name, number, below


def _checked_suspects(clean: int, left: int) -> Number:
    name = _tr("Suspects right in a row")
    if clean >= CLEAN_RUN:
        dry = Message(
            "The last {n} suspects needed no correction: few wrong labels are left among them (p = 0.05).", n=clean
        )
        return name, _tr("exhausted"), worded(dry)
    if clean + left < CLEAN_RUN:
        return name, grouped(clean), few_left(left)
    if not clean:
        text = _tr("Once {all} suspects in a row need no correction, you can stop checking them.")
        return name, _in_a_row(0), text.format(all=CLEAN_RUN)
    going = Message(
        "The last {n:suspect|# suspects} needed no correction; after {all} in a row you can stop checking them.",
        n=clean,
        all=CLEAN_RUN,
    )
    return name, _in_a_row(clean), worded(going)


def _in_a_row(clean: int) -> str:
    return _tr("{n} of {all}").format(n=grouped(clean), all=CLEAN_RUN)


def numbers(outlook: AuditOutlook, names: Mapping[int, LabelClass] | None = None) -> list[Number]:
    """Return the four numbers at the top."""
    found = outlook.findings
    suspects = suspects_number(outlook.clean, outlook.disputed, outlook.unconfirmed)
    if found is None:
        empty = _tr("No audit yet.")
        return [
            (_tr("Accuracy of all labels"), _NO, empty),
            (_tr("Estimated wrong labels"), _NO, ""),
            (_tr("Target"), _NO, ""),
            suspects,
        ]
    promised = found.audit.drawn_from is not None
    third = promise_number(found, outlook.certificates) if promised else target_number(found)
    return [accuracy_number(found, names), wrong_number(found), third, suspects]


def class_columns() -> list[str]:
    """Return the columns of the table of classes."""
    return [_tr("Class"), _tr("Checked"), _tr("Wrong"), _tr("Right")]


def class_rows(found: Findings, names: dict[int, LabelClass]) -> list[list[str]]:
    """Return the rows of the table of classes; a class that was deleted since has no name."""
    return [
        [visible(names[number].name) if number in names else _NO, *_cells(measured)]
        for number, measured in found.by_class
    ]


def pile_columns() -> list[str]:
    """Return the columns of the table of origins."""
    return [_tr("Origin"), _tr("Wrong"), _tr("Right"), _tr("Wrong left")]


def pile_rows(found: Findings) -> list[list[str]]:
    """Return the rows of the table of origins, each with how many wrong labels of its kind are left at most."""
    names = {"confirmed": _tr("confirmed"), "accepted": _tr("accepted"), "imported": _tr("imported")}
    rows = []
    for pile, measured in found.by_pile:
        wrong, (low, high) = measured.count - measured.hits, found.wrong_left_in(pile, measured)
        found_wrong = _tr("{k} of {n}").format(k=grouped(wrong), n=grouped(measured.count))
        rows.append([names[pile], found_wrong, interval_text(measured), f"{grouped(low)}–{grouped(high)}"])
    return rows


def rank_columns() -> list[str]:
    """Return the columns of the table of ranks."""
    return [_tr("Rank"), _tr("Checked"), _tr("Wrong"), _tr("Right")]


def rank_rows(found: Findings) -> list[list[str]]:
    """Return the rows of the table of ranks."""
    return [[f"{decimal(low, 2)}–{decimal(high, 2)}", *_cells(measured)] for low, high, measured in found.by_rank]


def past_columns() -> list[str]:
    """Return the columns of the table of earlier audits."""
    started, population = _tr("Started"), _tr("Population")
    return [started, population, _tr("Checked"), _tr("Wrong"), _tr("Right"), _tr("95 % interval")]


def past_rows(past: Sequence[PastAudit]) -> list[list[str]]:
    """Return the rows of the table of earlier audits, the newest first."""
    return [
        [
            moment(datetime.fromisoformat(audit.began)),
            f"{grouped(audit.population)} {kind_name(audit.kind)}",
            grouped(audit.looked),
            grouped(audit.looked - audit.right),
            share_text(measured_then(audit)),
            interval_text(measured_then(audit)),
        ]
        for audit in reversed(past)
    ]


def certificate_columns() -> list[str]:
    """Return the columns of the table of certificates."""
    names = (_tr("Number"), _tr("Accepted"), _tr("Labels"), _tr("Wrong in the sample"), _tr("At least right"))
    return [*names, _tr("Class"), _tr("State")]


def certificate_rows(certificates: Sequence[Certificate], names: dict[int, LabelClass]) -> list[list[str]]:
    """Return the rows of the table of certificates, the newest first."""
    return [
        [
            str(one.id),
            day(datetime.fromisoformat(one.when)),
            grouped(one.images),
            _tr("{k} of {n}").format(k=grouped(len(one.proof.wrong)), n=grouped(len(one.proof.sample))),
            percent(rounded_down(one.proof.bound), 1),
            _class_cell(one, names),
            certificate_state(one),
        ]
        for one in reversed(certificates)
    ]


def _class_cell(certificate: Certificate, names: dict[int, LabelClass]) -> str:
    text = visible(", ".join(names[number].name for number in certificate.classes if number in names)) or _NO
    chosen = certificate.proof.drawn_from
    if chosen is not None and chosen.above:
        text += " · " + _tr("rank ≥ {rank}").format(rank=shortest(chosen.above))
    return text


def certificate_tip(certificate: Certificate, names: dict[int, LabelClass]) -> str:
    """Return what a certificate rests on, beyond its row."""
    proof = certificate.proof
    drawn_from = ""
    if proof.drawn_from is not None:
        words = proof.drawn_from.words({number: one.name for number, one in names.items()})
        drawn_from = "\n" + worded(Message("Drawn from the suggestions of: {which}", which=words))
    rests = worded(
        Message(
            "A random sample of {n:# image|# images} out of {population}, drawn with the seed {seed:d}: {wrong} wrong. "
            "{sure:.1%} sure that at least {share:.1%} of those accepted without looking at them are right.",
            n=len(proof.sample),
            population=proof.population,
            seed=proof.seed,
            wrong=len(proof.wrong),
            sure=rounded_down(proof.confidence),
            share=rounded_down(proof.bound),
        )
    )
    return rests + drawn_from


def certificate_state(certificate: Certificate) -> str:
    """Return whether a certificate is in force, or why not."""
    reason = void_reason(certificate)
    return _tr("in force") if reason is None else worded(reason)


def kind_name(kind: Kind) -> str:
    """Return the name of what an audit checks."""
    return _tr("labels") if kind == "labels" else _tr("suggestions")


def _cells(measured: MeasuredFraction) -> list[str]:
    return [grouped(measured.count), grouped(measured.count - measured.hits), interval_text(measured)]
