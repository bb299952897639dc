"""The texts of the card that trains a classifier."""

from desktop_labeler.jobs.classifiers.classifier_outlook import ClassifierOutlook
from desktop_labeler.jobs.classifiers.finetune_plan import (
    FEWEST,
    Judgement,
    LiveFinetune,
    Part,
    UnfinishedFinetune,
)
from desktop_labeler.messages import Message
from desktop_labeler.rounding import outward_percent
from desktop_labeler.ui.core.language import decimal, percent, translator, whole_percent, worded
from desktop_labeler.ui.pages.train.training_texts import busy, share, together

__all__ = [
    "busy",
    "classify_new",
    "course",
    "figures",
    "invitation",
    "parts",
    "point",
    "unfinished",
    "verdict",
    "why_not",
]

_tr = translator("Train")
_NONE = 0.05  # percentage points: less is written as 0.0


def invitation(outlook: ClassifierOutlook | None) -> str:
    """Return what the training does, when its result is used, and what it learns from; after one, not the second."""
    what = _tr("It adapts the embedding to your classes, in minutes, on this computer; no label changes.")
    said = [what]
    if outlook is None or outlook.judgement is None:
        said.append(
            _tr("It takes part in suggestions and suspects only if it is better on labels that it has not seen.")
        )
    if outlook is not None and outlook.labels:
        said.append(worded(Message("It learns from {n:# label|# labels}.", n=outlook.labels)))
    return " ".join(said)


def parts() -> list[tuple[Part, str]]:
    """Return what can be trained, and how it is called."""
    return [
        ("head", _tr("a linear layer alone")),
        ("last", _tr("the last layers")),
        ("all", _tr("the whole network")),
    ]


def why_not(outlook: ClassifierOutlook) -> str:
    """Return why no classifier can be trained now; empty if it can."""
    if not outlook.analysed:
        return _tr("Analyse the images first.")
    if outlook.labels < FEWEST or outlook.classes < 2:
        return worded(Message("Label at least {n:# image|# images} of two classes first.", n=FEWEST))
    return ""


def classify_new(images: int) -> str:
    """Return what classifies the images that were added since the classifier was kept."""
    return worded(Message("Classify {n:# new image|# new images}", n=images))


def course(live: LiveFinetune) -> str:
    """Return "Learning: 41 %, then it is judged · you can keep labelling meanwhile"; see `training_texts.course`."""
    said = _tr("Learning: {percent}, then it is judged").format(percent=percent(live.progress))
    return f"{said} · {_tr('you can keep labelling meanwhile')}"


def unfinished(left: UnfinishedFinetune, *, kept: bool) -> str:
    """Return the sentence about a training that was interrupted; kept: a classifier trained before is in use."""
    said = _tr("The training of a classifier was interrupted before anything was learned; it can be started again.")
    if left.progress > 0:
        said = _tr("The training of a classifier was interrupted at {percent}. It can be resumed from there.")
    stays = _tr("The classifier that was trained before stays in use meanwhile.") if kept else ""
    return f"{said.format(percent=whole_percent(left.progress))} {stays}".strip()


def point(right: float) -> str:
    """Return the note on a point of the curve."""
    return _tr("Right on {value} of the labels not seen").format(value=percent(right, 1))


def figures(found: Judgement) -> list[tuple[str, str]]:
    """Return what was measured, line by line: name and value."""
    return [
        (_tr("Suggestions without it"), share(found.before)),
        (_tr("The classifier alone"), share(found.after)),
        (_tr("Suggestions with it"), share(found.joined)),
    ]


def verdict(found: Judgement, *, kept: bool, waits: bool = False) -> tuple[str, str]:
    """Return what came of a training in words, and its style sheet role; `waits`: no round knows it yet."""
    surer = _tr("The classifier is better: right classes get higher probabilities with it.")
    said = {
        "better": _tr("The classifier is better.") if found.gain.sign > 0 else surer,
        "worse": _worse(found),
        "no difference": _tr("The classifier is not better beyond chance."),
        "unknown": _tr("There are too few labels to judge. Label at least 20 images and train again."),
    }[found.verdict]
    now = _tr("It takes part in suggestions and suspects.") if kept else ""
    if kept and waits:
        now = _tr("It takes part in suggestions and suspects from the next round on.")
    if not kept and found.verdict == "no difference":
        now = _tr("So it is not in use; you can keep it all the same.")
    role = {"better": "good", "worse": "care"}.get(found.verdict, "quiet")
    return " ".join(part for part in (said, difference(found), now) if part), role


def _worse(found: Judgement) -> str:
    """Return in what it is worse, which may be something else than the share of right suggestions."""
    return {
        "suggestions": _tr("The classifier is worse here, and is not kept. More labels may change that."),
        "alone": _tr(
            "Alone, the classifier is right less often than suggestions without it, so it is not kept. More labels may "
            "change that."
        ),
        "probabilities": _tr(
            "Right classes get lower probabilities with the classifier, so it is not kept. More labels may change that."
        ),
    }[found.worse_in]


def difference(found: Judgement) -> str:
    """Return how much better it is, on what, with the interval; empty with too few labels."""
    if found.verdict == "unknown":
        return ""
    more, (low, high) = 100 * found.gain.mean, outward_percent(found.gain.low, found.gain.high, 1)
    if abs(more) < _NONE:
        measured = Message(
            "On {n:# label|# labels} that neither had seen, suggestions with it are right as often as without it "
            "(95 % interval of the difference {low} to {high} percentage points).",
            n=found.labels,
            low=_points(low),
            high=_points(high),
        )
    elif not found.gain.sign:
        measured = _chance(found, more, _points(low), _points(high))
    elif more > 0:
        measured = Message(
            "On {n:# label|# labels} that neither had seen, suggestions with it are right more often by {more} "
            "percentage points (95 % interval {low} to {high}).",
            n=found.labels,
            more=_points(more),
            low=_points(low),
            high=_points(high),
        )
    else:
        measured = Message(
            "On {n:# label|# labels} that neither had seen, suggestions with it are right less often by {less} "
            "percentage points (95 % interval {low} to {high}).",
            n=found.labels,
            less=_points(-more),
            low=_points(-high),
            high=_points(-low),
        )
    return f"{worded(measured)} {together(found.groups, found.labels)}".strip()


def _chance(found: Judgement, more: float, low: str, high: str) -> Message:
    """Return what was measured where it is not sure that there is a difference at all."""
    if more > 0:
        return Message(
            "On {n:# label|# labels} that neither had seen, suggestions with it were right more often by {more} "
            "percentage points, which may be chance (95 % interval of the difference {low} to {high}).",
            n=found.labels,
            more=_points(more),
            low=low,
            high=high,
        )
    return Message(
        "On {n:# label|# labels} that neither had seen, suggestions with it were right less often by {less} "
        "percentage points, which may be chance (95 % interval of the difference {low} to {high}).",
        n=found.labels,
        less=_points(-more),
        low=low,
        high=high,
    )


def _points(value: float) -> str:
    return decimal(value if abs(value) >= _NONE else 0.0).replace("-", "−")
