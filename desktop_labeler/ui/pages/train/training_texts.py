"""The texts of the page Train."""

import math
from typing import TYPE_CHECKING, NamedTuple

from desktop_labeler.jobs.training.training_plan import LiveTraining, TrainingPlan, Unfinished
from desktop_labeler.messages import Message, visible
from desktop_labeler.rounding import outward_percent
from desktop_labeler.statistics import MeasuredFraction
from desktop_labeler.ui.core.language import FEW, decimal, fraction_text, grouped, translator, whole_percent, worded

if TYPE_CHECKING:
    from desktop_labeler.jobs.embedding.compare_embeddings import Comparison, SpaceQuality
    from desktop_labeler.jobs.training.switch_backbone import BackboneRow


_tr = translator("Train")


def method_names() -> dict[str, tuple[str, str]]:
    """Return the short name of each method, and what it is good for."""
    return {
        "fast": (
            _tr("Quick"),
            _tr(
                "Learns most per minute; the choice without a graphics card. On a processor it trains the last "
                "layers of “photo”; the starter was not beaten in 12 and 20 minutes with 700 and 2,000 images."
            ),
        ),
        "simsiam": (_tr("SimSiam"), _tr("As published; for a graphics card and a hundred epochs or more.")),
        "byol": (_tr("BYOL"), _tr("As published; the slowest, for a graphics card and many epochs.")),
    }


def inviting() -> str:
    """Return the invitation to a training where a graphics card makes it quick."""
    return _tr("Train the embedding on your own images. No labels needed; nothing leaves this computer.")


def no_card(*, photo: bool) -> str:
    """Return what a training without a graphics card has brought so far; photo: the project uses the default embedding.

    Measured in .github/measurements/photo.md.
    """
    if photo:
        return _tr(
            "On a processor, training adapts the last layers of “photo”. So far that has helped little with "
            "micrographs and hand signs and made matters worse with photographs of clothing, so label first: the "
            "result is used only if it is better on your labels."
        )
    return _tr("Without a graphics card, training has not beaten the starter so far; label first.")


def busy() -> str:
    """Return why nothing can be started or changed now."""
    return _tr("Wait until the training or the change that runs is finished.")


def budget(plan: TrainingPlan) -> str:
    """Return "20 minutes" or "200 passes"."""
    if plan.minutes is not None:
        return worded(Message("{n:# minute|# minutes}", n=plan.minutes))
    return worded(Message("{n:# pass|# passes}", n=plan.epochs))


def course(live: LiveTraining) -> str:
    """Return "Learning: 12 of 20 minutes, then a comparison · you can keep labelling meanwhile".

    The time left is that of all steps and stands in the bar at the bottom alone: a second one would contradict it.
    """
    plan = live.plan
    whole = plan.minutes if plan.minutes is not None else plan.epochs or 0.0
    done = decimal(live.progress * whole, 1 if whole < 10 else 0)
    said = _tr("Learning: {done} of {whole}, then a comparison").format(done=done, whole=budget(plan))
    return f"{said} · {_tr('you can keep labelling meanwhile')}"


def origin(live: LiveTraining) -> str:
    """Return "Quick · starter · cpu, bfloat16 · 612 views/s"."""
    parts = [method_names()[live.plan.method][0], start_name(live.start), live.device]
    if live.views_per_second > 0:
        parts.append(_tr("{n} views/s").format(n=grouped(round(live.views_per_second))))
    return " · ".join(part for part in parts if part)


def start_name(start: str) -> str:
    """Return what a training starts from."""
    return _tr("from random weights") if start in ("none", "random weights") else start


def spread(live: LiveTraining) -> str:
    """Return a text about what the spread of the outputs means."""
    if not live.points:
        return ""
    value = live.points[-1].spread
    if not math.isfinite(value):  # not measured yet
        return ""
    text = _tr("outputs are diverse") if value > 0.3 else _tr("outputs are collapsing")
    return _tr("Spread {value}: {words}").format(value=decimal(value, 2), words=text)


def unfinished(left: Unfinished) -> str:
    """Return the sentence about a training that was interrupted."""
    if left.progress <= 0:
        said = _tr("Training ({budget}) was interrupted before anything was learned; it can be started again.")
        return said.format(budget=budget(left.plan))
    said = _tr("Training was interrupted at {percent} of {budget}. It can be resumed from there.")
    return said.format(percent=whole_percent(left.progress), budget=budget(left.plan))


def share(value: MeasuredFraction) -> str:
    """Return "83.0 % (80–86)"."""
    if value.value is None:
        return "–"
    if value.count < FEW:
        return fraction_text(value.hits, value.count)
    said = _tr("{percent} % ({low}–{high})")
    low, high = outward_percent(value.low, value.high)
    return said.format(percent=decimal(100 * value.value), low=f"{low:.0f}", high=f"{high:.0f}")


def change(before: MeasuredFraction, after: MeasuredFraction, between: tuple[float, float] | None = None) -> str:
    """Return a change in percentage points, with its interval if that is known: "+11.6 (+8 to +15)"."""
    if before.value is None or after.value is None:
        return ""
    points = round(100 * (after.value - before.value), 1)
    shown = _sign(points) + decimal(abs(points))
    if between is None:
        return shown
    ends, digits = outward_percent(*between), 0
    if 0 in ends and sure_sign(between):  # 0.4 to 5 points: what is sure must not look as if it were not
        ends, digits = outward_percent(*between, 1), 1
    low, high = (_sign(value) + decimal(abs(value), digits) for value in ends)
    return _tr("{change} ({low} to {high})").format(change=shown, low=low, high=high)


def sure_sign(between: tuple[float, float] | None) -> int:
    """Return 1 for a rise beyond chance, -1 for a fall, and 0 where the interval includes 0 or is not known."""
    return 0 if between is None else 1 if between[0] > 0 else -1 if between[1] < 0 else 0


def _sign(points: float) -> str:
    return "+" if points > 0 else "−" if points < 0 else "±"


class ComparedRow(NamedTuple):
    """A row of a comparison; `sign` is 1 or -1 only where the figure rose or fell beyond chance."""

    name: str
    before: str
    after: str
    change: str
    sign: int


def comparison_rows(found: "Comparison") -> list[ComparedRow]:
    """Return the rows of a comparison."""
    old, new = found.before, found.after
    measured = (
        (_tr("Nearest-neighbour agreement"), old.agreement, new.agreement),
        (_tr("Cross-validated accuracy"), old.accuracy, new.accuracy),
    )
    between = found.changes or (None, None)
    rows = [
        ComparedRow(name, share(before), share(after), change(before, after, interval), sure_sign(interval))
        for (name, before, after), interval in zip(measured, between, strict=True)
    ]
    if found.corrections:
        more = _difference(old, new)  # a count of one ranking, without an interval
        rows.append(ComparedRow(_tr("Corrections found"), _found(old, found), _found(new, found), more, 0))
    return rows


def _found(quality: "SpaceQuality", found: "Comparison") -> str:
    return _tr("{n} of {total}").format(n=quality.found, total=found.corrections)


def _difference(old: "SpaceQuality", new: "SpaceQuality") -> str:
    more = new.found - old.found
    return f"{more:+d}".replace("-", "−") if more else "±0"


def measured_on(found: "Comparison") -> str:
    """Return what a comparison was measured on."""
    if not found.labels:
        return _tr("There are no labels to compare on yet.")
    said = Message(
        "Measured on the same {n:held-out label|# held-out labels}; 95 % interval in brackets.",
        n=found.labels,
    )
    parts = [worded(said)]
    if kept := together(found.groups, found.labels):
        parts.append(kept)
    if found.corrections:
        parts.append(
            worded(Message("Corrections: labels you changed, among the first {n:suspect|# suspects}.", n=found.looks))
        )
    return " ".join(parts)


def together(groups: int, labels: int) -> str:
    """Return that images which belong together were not split; empty where each is a group of its own."""
    if not 0 < groups < labels:
        return ""
    return worded(
        Message(
            "Images of one group and near-duplicates were never split between learning and testing ({n:# group|# "
            "groups}).",
            n=groups,
        )
    )


def verdict(found: "Comparison", in_use: str) -> tuple[str, str]:
    """Return the result of a comparison with what is in use now, and its style sheet role."""
    stays = in_use == found.before.backbone
    verdicts = {
        "better": (_tr("The new one is better."), "good"),
        "worse": (_tr("The new one is worse."), "care"),
        "no difference": (_tr("The new one is not clearly better."), "quiet"),
        "unknown": (_tr("There are too few labels to judge. Label at least 20 images and train again."), "quiet"),
    }
    stay = {
        "worse": _tr("The new one is worse: the old one stays in use unless you choose otherwise."),
        "no difference": _tr(
            "The new one is not clearly better: the old one stays in use unless you choose otherwise."
        ),
    }
    said, role = verdicts[found.verdict]
    if stays and found.verdict in stay:
        return stay[found.verdict], role
    return f"{said} {_tr('In use: {name}.').format(name=visible(in_use))}" if in_use else said, role


def kind_name(row: "BackboneRow") -> str:
    """Return a word or two about where a backbone comes from."""
    names = {
        "built-in, weak": _tr("built in, weak"),
        "included": _tr("included"),
        "starter": _tr("included"),
        "imported": _tr("imported"),
        "trained": _tr("trained here"),
        "": _tr("file missing or damaged"),
    }
    return names.get(row.kind, row.kind)


def backbone_columns() -> list[str]:
    """Return the headings of the list of backbones."""
    return [_tr("Name"), _tr("Kind"), _tr("From"), _tr("Dimensions"), _tr("Agreement"), ""]


def agreement_meant() -> str:
    """Return what the column of agreement is."""
    return _tr("Labelled images whose most similar images have the same label, when it was compared last.")


def backbone_row(row: "BackboneRow") -> list[str]:
    """Return a row of the list of backbones; the last column is for a button."""
    agreement = share(row.agreement) if row.agreement is not None else _tr("not compared yet")
    return [row.name, kind_name(row), worded(row.source), grouped(row.dim) if row.dim else "–", agreement, ""]
