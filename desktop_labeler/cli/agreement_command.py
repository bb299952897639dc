"""The command agreement: how far people say the same of the same images."""

from argparse import Namespace
from collections.abc import Sequence
from itertools import combinations

from desktop_labeler.cli.output import plural, show, shown
from desktop_labeler.cli.parsing.argument_types import names
from desktop_labeler.data.decisions.people import known_people
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.measure_agreement import EXCLUDED, Agreement, PairAgreement, measure_agreement
from desktop_labeler.rater_agreement import Coefficient
from desktop_labeler.rounding import outward

_LISTED = 20  # lines listed on a terminal


def agreement(arguments: Namespace) -> int:
    """Measure and print it."""
    with Project(arguments.project, "read") as project:
        between = _between(project, arguments.between)
        found = measure_agreement(project, between=between, blind=arguments.blind, accepted=arguments.accepted)
    nothing = not found.pairs and not found.again
    lines = _nothing(found, between, blind=arguments.blind) if nothing else [*_text(found), *_apart(found, between)]
    lines += _not_blind(found) if arguments.blind else []
    show(agreement_json(found), "\n".join(lines), as_json=arguments.json)
    return 0


def _between(project: Project, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the people who are meant: each text is a name, or else names with commas between them."""
    known = known_people(project) if texts else []
    found: list[str] = []
    for text in texts:
        found += [text] if text in known else names(text) or [text]
    return tuple(dict.fromkeys(found))


def _nothing(found: Agreement, between: Sequence[str], *, blind: bool) -> list[str]:
    """Return why there is nothing to compare."""
    if len(between) == 1:
        return [
            f"{shown(between[0])} has answered no image again without seeing the first answer, and is compared with "
            "nobody else. Name at least two people, or leave --between out."
        ]
    who, how = "two of these people" if between else "two people", " blind" if blind else ""
    left_out = [_left_out(found)] if found.accepted else []
    settled = "Answers that settle a dispute do not count." if between else ""
    give = "Give images to a second person with: package --blind"
    return [" ".join(filter(None, (f"No {who} have answered the same image{how}.", settled, give))), *left_out]


def _not_blind(found: Agreement) -> list[str]:
    """Say what is meant by blind, and how many answers do not count for it."""
    are = "is" if found.seen == 1 else "are"
    rest = f"; {plural(found.seen, 'other answer')} {are} left out" if found.seen else ""
    return [
        "Blind are answers in an audit or in a package that was made with --blind, and those given before anybody else "
        f"had answered{rest}."
    ]


def _apart(found: Agreement, between: Sequence[str]) -> list[str]:
    """Return which of the people who were named have no image in common."""
    met = {frozenset((pair.first, pair.second)) for pair in found.pairs}
    return [
        f"{shown(one)} and {shown(other)} cannot be compared: no image has an answer of both that counts. Not counted "
        "are unsure answers, suggestions that were taken over, and answers that settle a dispute."
        for one, other in combinations(between, 2)
        if frozenset((one, other)) not in met
    ]


def agreement_json(found: Agreement) -> dict[str, object]:
    """Return it in the form that is printed as JSON; "none of the classes" has no name."""
    return {
        "people": list(found.people),
        "pairs": [_pair_json(pair) for pair in found.pairs],
        "again": [_pair_json(pair) for pair in found.again],
        "fleiss": _coefficient_json(found.fleiss),
        "alpha": _coefficient_json(found.alpha),
        "accepted_left_out": found.accepted,
        "seen_left_out": found.seen,
    }


def _coefficient_json(found: Coefficient) -> dict[str, object]:
    return {"n": found.images, "value": found.value, "low": found.low, "high": found.high}


def _pair_json(pair: PairAgreement) -> dict[str, object]:
    return {
        "a": pair.first,
        "b": pair.second,
        "n": pair.kappa.images,
        "same": pair.same,
        "blind": pair.blind,
        "kappa": pair.kappa.value,
        "low": pair.kappa.low,
        "high": pair.kappa.high,
        "classes": [
            {
                "class": one.name or None,
                "a": one.first,
                "b": one.second,
                "both": one.both,
                "share": one.share,
                "kappa": one.kappa.value,
                "low": one.kappa.low,
                "high": one.kappa.high,
            }
            for one in pair.classes
        ],
        "confusion": {"classes": [name or None for name in pair.names], "counts": pair.table.tolist()},
    }


def _text(found: Agreement) -> list[str]:
    lines = [line for pair in found.pairs for line in (*_pair_text(pair), *_confused(pair))]
    if len(found.people) > 2:
        all_ = f"Fleiss' kappa of all {len(found.people)} people"
        lines.append(f"{all_}: {_words(found.fleiss, 'no image has an answer of each of them')}.")
    if found.pairs:
        lines.append(f"Krippendorff's alpha: {_words(found.alpha)}.")
    lines += [
        f"{shown(pair.first)}, asked again without seeing the first answer, says the same of {pair.same:,} of "
        f"{plural(pair.kappa.images, 'image')}: kappa {_kappa(pair)}."
        for pair in found.again
    ]
    if found.accepted:
        lines.append(_left_out(found))
    return lines


def _left_out(found: Agreement) -> str:
    return f"{plural(found.accepted, 'answer')} that took a suggestion over left out (--accepted)."


def _pair_text(pair: PairAgreement) -> list[str]:
    count = pair.kappa.images
    seen = count - pair.blind
    first = (
        f"{shown(pair.first)} and {shown(pair.second)} say the same of {pair.same:,} of {plural(count, 'image')}: "
        f"kappa {_kappa(pair)}."
    )
    note = f"  On {plural(seen, 'image')} the later one could see the label: that is no independent answer."
    return [first, *([note] if seen else [])]


def _kappa(pair: PairAgreement) -> str:
    """Return kappa with its interval, or why it tells nothing."""
    if pair.constant is None:
        return _words(pair.kappa)
    many = plural(pair.kappa.images, "image")
    return f"0, which tells nothing: {shown(pair.constant)} gave one and the same class to all of these {many}"


def _confused(pair: PairAgreement) -> Sequence[str]:
    """Return what they confuse most often, one line for each pair of classes."""
    return [f"  {count:>6,}  {_class(one)} / {_class(other)}" for one, other, count in pair.confusions()[:_LISTED]]


def _class(name: str) -> str:
    return "none of the classes" if name == EXCLUDED else shown(name)


def _words(found: Coefficient, none: str = "no image has two answers that count") -> str:
    """Return a coefficient with its interval, or why it has no value; `none` is why it is about no image."""
    if not found.images:
        return f"not defined, since {none}"
    if found.value is None or found.low is None or found.high is None:
        return (
            f"not defined, since on {plural(found.images, 'image')} only one and the same class was said, so that "
            "nothing tells agreement from chance"
        )
    low, high = outward(found.low, found.high, 3)
    return f"{found.value:.3f} ({low:.3f} to {high:.3f}, 95 % sure; {plural(found.images, 'image')})"
