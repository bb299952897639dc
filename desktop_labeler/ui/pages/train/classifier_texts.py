"""The texts of the card that trains a classifier."""

from desktop_labeler.jobs.finetune_plan import FEWEST, ClassifierOutlook, Judgement, LiveFinetune, UnfinishedFinetune
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import decimal, percent, translator, worded
from desktop_labeler.ui.pages.train.training_texts import busy, share, time_left

__all__ = ["busy", "classify_new", "course", "figures", "invitation", "point", "unfinished", "verdict", "why_not"]

_tr = translator("Train")


def invitation(outlook: ClassifierOutlook | None) -> str:
    """Return what the training does, and what it learns from."""
    said = _tr(
        "It adapts the last layers of the embedding to your classes, in minutes, on this computer. It takes part in "
        "suggestions and suspects only if it is better on labels that it has not seen; no label changes."
    )
    if outlook is None or not outlook.labels:
        return said
    return f"{said} {worded(Message('It learns from {n:# label|# labels}.', n=outlook.labels))}"


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
    """Return "41 % · 3 min left · you can keep labelling meanwhile"."""
    parts = [percent(live.progress), time_left(live.progress, live.seconds), _tr("you can keep labelling meanwhile")]
    return " · ".join(part for part in parts if part)


def unfinished(left: UnfinishedFinetune) -> str:
    """Return the sentence about a training that was interrupted."""
    said = _tr("The training of a classifier was interrupted at {percent}. It can be resumed from there.")
    return said.format(percent=percent(left.progress))


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


def verdict(found: Judgement, *, kept: bool) -> tuple[str, str]:
    """Return what came of a training in words, and its style sheet role."""
    surer = _tr("The classifier is better: right classes get higher probabilities with it.")
    said = {
        "better": _tr("The classifier is better.") if found.gain.sign > 0 else surer,
        "worse": _tr("The classifier is worse here, and is not kept. More labels may change that."),
        "no difference": _tr("The classifier is not better beyond chance."),
        "unknown": _tr("There are too few labels to judge. Label at least 20 images and train again."),
    }[found.verdict]
    now = _tr("It takes part in suggestions and suspects.") if kept else ""
    role = {"better": "good", "worse": "care"}.get(found.verdict, "quiet")
    return " ".join(part for part in (said, difference(found), now) if part), role


def difference(found: Judgement) -> str:
    """Return how much better it is, on what, with the interval; empty with too few labels."""
    if found.verdict == "unknown":
        return ""
    measured = Message(
        "On {n:# label|# labels} that neither had seen, suggestions with it are right more often by {more} percentage "
        "points (95 % interval {low} to {high}).",
        n=found.labels,
        more=_points(found.gain.mean),
        low=_points(found.gain.low),
        high=_points(found.gain.high),
    )
    groups = worded(Message("{n:# group|# groups}, never split.", n=found.groups)) if found.groups else ""
    return f"{worded(measured)} {groups}".strip()


def _points(value: float) -> str:
    return decimal(100 * value).replace("-", "−")
