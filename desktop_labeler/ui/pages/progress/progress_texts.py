"""The texts of the page Progress: a project's numbers as points with notes, tables and sentences."""

from datetime import datetime

import numpy as np

from desktop_labeler.data.computed.round_history import RoundLine, SuggestionOutcomes
from desktop_labeler.data.decisions.pace import PAUSE, Pace, PaceCurve
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.measure_progress import Confusion, ProjectProgress, fraction_kept
from desktop_labeler.messages import Message, visible
from desktop_labeler.rounding import outward_percent
from desktop_labeler.ui.charts.chart_export import Table
from desktop_labeler.ui.core.language import FEW, decimal, fraction_text, grouped, translator, worded
from desktop_labeler.ui.core.language import moment as local_moment

_SPACE = "\u00a0"  # a no-break space
_NAME = 28  # letters of a class name in a note


tr = translator("Progress")


def interval(low: float, high: float) -> str:
    """Return an interval, rounded outwards: "86–90 %"."""
    least, most = outward_percent(low, high)
    return f"{least:.0f}–{most:.0f}{_SPACE}%"


def rate(value: float | None) -> str:
    """Return a rate with at most three digits."""
    if value is None:
        return "–"
    return grouped(round(value)) if value >= 100 else decimal(value)


def duration(seconds: float) -> str:
    """Return a duration: "2 h 10 min", "14 min", "less than a minute"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr("less than a minute")
    if minutes < 60:
        return tr("{n} min").format(n=minutes)
    return tr("{h} h {m} min").format(h=grouped(minutes // 60), m=minutes % 60)


def moment(when: str) -> str:
    """Return a stored time as local time: "2026-03-02 14:03"."""
    try:
        return local_moment(datetime.fromisoformat(when))
    except ValueError:
        return when


def short(name: str) -> str:
    """Return a class name shortened to fit into a line."""
    return name if len(name) <= _NAME else f"{name[: _NAME // 2]}…{name[-_NAME // 2 + 1 :]}"


# --- numbers at the top -----------------------------------------------------------------------------------------------
Number = tuple[str, str, str]  # the name, the number, what it was measured on


def undecided_number(found: ProjectProgress) -> Number:
    """Return the number of undecided images, and how long they will take."""
    name, per_minute = tr("Still undecided"), found.sitting.images_per_minute or found.overall.images_per_minute
    if not found.undecided:
        return name, "0", tr("Every image is decided.")
    if not per_minute:  # no decisions, or all of them undone
        return name, grouped(found.undecided), worded(Message("of {n:# image|# images}", n=found.images))
    time = duration(60 * found.undecided / per_minute)
    of_all = tr("About {time} at the speed of all sessions.")
    text = tr("About {time} at the speed of this session.") if found.sitting.images_per_minute else of_all
    return name, grouped(found.undecided), text.format(time=time)


def pace_number(found: ProjectProgress) -> Number:
    """Return how fast people decide, in this session and overall."""
    name = tr("Decisions per minute, this session")
    if found.overall.decisions_per_minute is None:
        return name, "–", tr("Appears after half a minute of work.")
    text = tr("Images per minute: {images}. Decisions overall: {all}. Pauses of more than {n} minutes are left out.")
    images = rate(found.sitting.images_per_minute)
    below = text.format(images=images, all=rate(found.overall.decisions_per_minute), n=round(PAUSE / 60))
    return name, rate(found.sitting.decisions_per_minute), below


def kept_number(found: ProjectProgress) -> Number:
    """Return the fraction of the newest decided suggestions that were right."""
    outcomes = next((each for each in reversed(found.outcomes.values()) if each.count), None)
    name = tr("Suggestions that were right")
    if outcomes is None:
        return name, "–", tr("Appears when suggestions have been decided.")
    fraction = fraction_kept(outcomes)
    text = tr("{n} of {count} decided after round {round}; 95 % interval {interval}.")
    below = text.format(
        n=grouped(fraction.hits),
        count=grouped(fraction.count),
        round=outcomes.round,
        interval=interval(fraction.low, fraction.high),
    )
    return name, fraction_text(fraction.hits, fraction.count), below


def held_out_number(found: ProjectProgress) -> Number:
    """Return the cross-validated accuracy: the fraction of held-out labels that are predicted."""
    name = tr("Cross-validated accuracy")
    line = next((line for line in reversed(found.rounds) if line.checked), None)
    if line is None or line.accuracy is None:
        return name, "–", tr("Appears after a round with several labels of two classes.")
    below = Message(
        "Held out: {right} of {n:# label|# labels}, round {round:d}; 95 % interval {interval}.",
        right=line.right,
        n=line.checked,
        round=line.round,
        interval=interval(line.low, line.high),
    )
    return name, fraction_text(line.right, line.checked), worded(below)


# --- rounds -----------------------------------------------------------------------------------------------------------
def measured(rounds: list[RoundLine]) -> list[RoundLine]:
    """Return the rounds with a measured accuracy by number of labels; of equal numbers the newest."""
    by_labels = {line.labels: line for line in rounds if line.checked}
    return [by_labels[count] for count in sorted(by_labels)]


def learning_note(line: RoundLine) -> str:
    """Return the note on a point of the learning curve."""
    text = Message(
        "Round {round:d}: {share} right\n95 % interval {interval}\n{checked} of {labels:# label|# labels} checked",
        round=line.round,
        share=fraction_text(line.right, line.checked) if line.checked else "–",
        interval=interval(line.low, line.high),
        checked=line.checked,
        labels=line.labels,
    )
    return worded(text)


def learning_sentence(rounds: list[RoundLine]) -> str:
    """Return the sentence that says what the learning curve was measured on."""
    lines = measured(rounds)
    text = tr("Proportion of labels that each round predicts correctly without having seen them, with 95 % interval.")
    if lines and lines[-1].groups:
        groups = lines[-1].groups
        together = Message(
            "The images of one group ({n:# group|# groups}) are never split between training and testing.", n=groups
        )
        text += " " + worded(together)
    return text + " " + tr("These labels were not drawn at random, so this is not the accuracy of the project.")


def learning_table(rounds: list[RoundLine]) -> Table:
    """Return the numbers behind the learning curve."""
    columns = (
        "round",
        "time_utc",
        "labels",
        "checked",
        "right",
        "share",
        "low",
        "high",
        "groups",
        "method",
        "backbone",
    )
    rows = [
        (
            line.round, line.when, line.labels, line.checked, line.right, line.accuracy, line.low, line.high,
            line.groups, line.method, line.backbone,
        )
        for line in rounds
    ]  # fmt: skip
    return Table(columns, rows)


def kept_rounds(found: ProjectProgress) -> list[SuggestionOutcomes]:
    """Return the rounds with suggestions that were decided."""
    return [outcomes for outcomes in found.outcomes.values() if outcomes.count]


def kept_note(outcomes: SuggestionOutcomes) -> str:
    """Return the note on a point of the curve of right suggestions."""
    fraction = fraction_kept(outcomes)
    text = tr("Round {round}: {share} right\n95 % interval {interval}\n{kept} kept, {changed} changed")
    said = text.format(
        round=outcomes.round,
        share=fraction_text(fraction.hits, fraction.count),
        interval=interval(fraction.low, fraction.high),
        kept=grouped(outcomes.kept),
        changed=grouped(outcomes.changed),
    )
    if outcomes.together:
        said += "\n" + worded(Message("{n} of those kept {n:was|were} accepted in bulk", n=outcomes.together))
    return said


def kept_table(found: ProjectProgress) -> Table:
    """Return the numbers behind the curve of right suggestions."""
    columns = ("round", "kept", "changed", "unsure", "accepted_together", "share", "low", "high")
    rows = []
    for outcomes in found.outcomes.values():
        fraction = fraction_kept(outcomes)
        numbers = (outcomes.round, outcomes.kept, outcomes.changed, outcomes.unsure, outcomes.together)
        rows.append((*numbers, fraction.value, fraction.low, fraction.high))
    return Table(columns, rows)


def round_columns() -> list[str]:
    """Return the headings of the list of rounds."""
    return [
        tr("Round"), tr("When"), tr("Labels"), tr("Cross-validated"), tr("Suggestions kept"), tr("In doubt"),
        tr("Method"),
    ]  # fmt: skip


def round_rows(found: ProjectProgress) -> list[list[str]]:
    """Return the rows of the list of rounds, the newest first."""
    rows = []
    for line in reversed(found.rounds):
        outcomes = found.outcomes.get(line.round)
        held_out, kept = "–", "–"
        if line.accuracy is not None:
            held_out = _with_interval(line.right, line.checked, line.low, line.high)
        if outcomes is not None and outcomes.count:
            fraction = fraction_kept(outcomes)
            kept = _with_interval(fraction.hits, fraction.count, fraction.low, fraction.high)
        numbers = [str(line.round), moment(line.when), grouped(line.labels), held_out, kept, grouped(line.suspects)]
        rows.append([*numbers, method_name(line.method)])
    return rows


def _with_interval(hits: int, count: int, low: float, high: float) -> str:
    """Return a fraction with interval and basis: "86 %  (80–90 %, 120)", "3 of 7  (16–84 %)"."""
    number = f", {grouped(count)}" if count >= FEW else ""
    return f"{fraction_text(hits, count)}  ({interval(low, high)}{number})"


def method_name(method: str) -> str:
    """Return how suggestions were made; rounds of earlier versions used one method instead of a mean."""
    several = method.count("+") + 1
    if several > 1 and method != "head + propagation":
        return tr("average of {n} classifiers").format(n=several)
    names = {
        "head": tr("classifier"),
        "propagation": tr("label propagation"),
        "neighbour vote": tr("nearest-neighbour vote"),
        "nearest class mean": tr("nearest class mean"),
        "head + propagation": tr("classifier and label propagation"),
        "two heads": tr("two classifiers"),
    }
    return names.get(method, method)


# --- pace -------------------------------------------------------------------------------------------------------------
def pace_values(curve: PaceCurve, images: bool) -> tuple[np.ndarray, list[str]]:
    """Return the heights of the bars and the note on each."""
    values = curve.images if images else curve.decisions
    starts = np.concatenate([[0.0], curve.ends[:-1]]) if len(curve.ends) else curve.ends
    text = tr("Images per minute: {n}") if images else tr("Decisions per minute: {n}")
    span = tr("{start}–{end} min of work")
    notes = [
        f"{text.format(n=rate(value))}\n{span.format(start=rate(start), end=rate(end))}"
        for value, start, end in zip(values.tolist(), starts.tolist(), curve.ends.tolist(), strict=True)
    ]
    return values, notes


def pace_sentence(pace: Pace) -> str:
    """Return the sentence that says what the pace was measured on."""
    return worded(
        Message(
            "{n:# decision|# decisions} on {images:# image|# images} in {time} of work; pauses of over {pause} minutes "
            "do not count.",
            n=pace.decisions,
            images=pace.images,
            time=duration(pace.seconds),
            pause=round(PAUSE / 60),
        )
    )


def pace_table(curve: PaceCurve) -> Table:
    """Return the numbers behind the pace."""
    columns = ("minutes_of_work", "decisions_per_minute", "images_per_minute")
    values = zip(curve.ends.tolist(), curve.decisions.tolist(), curve.images.tolist(), strict=True)
    return Table(columns, [tuple(round(value, 4) for value in row) for row in values])


# --- confusions -------------------------------------------------------------------------------------------------------
def confusion_sentence(found: Confusion) -> str:
    """Return the sentence that says what the confusion matrix was measured on."""
    text = Message(
        "Of {checked:# label|# labels} that round {round:d} checked, {n:# is|# are} expected to belong to another "
        "class by classifiers that had not seen {checked:it|them}.",
        n=found.checked - found.agreed,
        checked=found.checked,
        round=found.round,
    )
    return worded(text)


def confusion_table(found: Confusion, classes: dict[int, LabelClass]) -> Table:
    """Return the matrix as a table with a row for each given and a column for each expected class."""
    names = [visible(classes[number].name) if number in classes else str(number) for number in found.classes.tolist()]
    rows = [(name, *counts) for name, counts in zip(names, found.counts.tolist(), strict=True)]
    return Table(("given / expected", *names), rows)
