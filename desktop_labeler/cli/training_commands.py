"""The commands that train: pretrain a backbone on the images of a project, finetune a classifier on its labels."""

from argparse import Namespace
from dataclasses import asdict

from desktop_labeler.cli.output import duration, listing, plural, run_job, show
from desktop_labeler.jobs.classifiers.finetune import finetune_project
from desktop_labeler.jobs.classifiers.finetune_plan import FinetuneResult
from desktop_labeler.jobs.embedding.compare_embeddings import Comparison, SpaceQuality
from desktop_labeler.jobs.training.pretrain import PretrainResult, pretrain_project
from desktop_labeler.jobs.training.training_plan import MINUTES, TrainingPlan
from desktop_labeler.rounding import outward_percent
from desktop_labeler.statistics import MeasuredFraction, PairedDifference


def pretrain(arguments: Namespace) -> int:
    """Train on the images of a project, and report whether that helped."""
    minutes = arguments.minutes if arguments.minutes or arguments.epochs else MINUTES
    plan = TrainingPlan(
        method=arguments.method,
        minutes=minutes,
        epochs=arguments.epochs,
        start_from=arguments.start_from,
        architecture=arguments.architecture or "",
        mirror=arguments.mirror,
        upside_down=arguments.upside_down,
        colour=arguments.colour,
    )
    result = run_job(pretrain_project(arguments.project, plan, device=arguments.device, keep=arguments.keep))
    show(_value(result), "\n".join(_lines(result)), as_json=arguments.json)
    return 0


def _value(result: PretrainResult) -> dict[str, object]:
    comparison = result.comparison
    return {
        "backbone": result.backbone,
        "before": _figures(comparison.before, comparison) if comparison else None,
        "after": _figures(comparison.after, comparison) if comparison else None,
        "labels": comparison.labels if comparison else 0,
        "verdict": comparison.verdict if comparison else "unknown",
        "kept": result.kept,
        "ended": result.ended,
        "images": result.images,
        "left_out": result.left_out,
        "skipped": [{"path": path, "reason": str(reason)} for path, reason in result.skipped],
        "seconds": result.seconds,
        "views_per_second": result.views_per_second,
        "device": result.device,
    }


def _figures(quality: SpaceQuality, comparison: Comparison) -> dict[str, object]:
    return {
        "backbone": quality.backbone,
        "knn_agreement": quality.agreement.value,
        "knn_agreement_interval": [quality.agreement.low, quality.agreement.high],
        "cv_accuracy": quality.accuracy.value,
        "cv_accuracy_interval": [quality.accuracy.low, quality.accuracy.high],
        "corrections_found": quality.found,
        "corrections": comparison.corrections,
        "looks": comparison.looks,
    }


def _lines(result: PretrainResult) -> list[str]:
    lines = [
        f"Learnt from {plural(result.images, 'image')} in {duration(result.seconds)} "
        f"({result.views_per_second:,.0f} views/s on {result.device}): {result.backbone}.",
        *listing("Left out", [f"{path}: {reason}" for path, reason in result.skipped]),
    ]
    if result.ended in ("collapsed", "broken"):
        lines.append("The training went wrong and was ended early; this is its last good state.")
    comparison = result.comparison
    if comparison is not None and comparison.labels:
        old, new = comparison.before, comparison.after
        lines += [
            f"On {plural(comparison.labels, 'label')}, before → after:",
            f"  neighbours agree        {_percent(old.agreement)} → {_percent(new.agreement)}",
            f"  cross-validated accuracy  {_percent(old.accuracy)} → {_percent(new.accuracy)}",
        ]
        if comparison.corrections:
            lines.append(
                f"  corrected labels found  {old.found} → {new.found} of {comparison.corrections}, "
                f"in the first {comparison.looks} suspects"
            )
    return [*lines, _decided(result)]


def _percent(share: MeasuredFraction) -> str:
    if share.value is None:
        return "–"
    low, high = outward_percent(share.low, share.high, 1)
    return f"{100 * share.value:.1f} % ({low:.1f}–{high:.1f})"


def _decided(result: PretrainResult) -> str:
    comparison = result.comparison
    if result.kept:
        back = f" Back: backbones use PROJECT {comparison.before.backbone}" if comparison is not None else ""
        return f"The project uses {result.backbone} now; run a round.{back}"
    reasons = {
        "better": "It is better, and was not to be used",
        "worse": "It is worse",
        "no difference": "It is not clearly better",
        "unknown": "There are too few labels to compare",
    }
    why = reasons[comparison.verdict] if comparison is not None else "It was not to be used"
    return f"{why}: the project stays with what it had. To use it: backbones use PROJECT {result.backbone}"


def finetune(arguments: Namespace) -> int:
    """Train a classifier on the labels of a project, and report whether it is better."""
    job = finetune_project(
        arguments.project,
        minutes=arguments.minutes,
        device=arguments.device,
        keep=arguments.keep,
        part=arguments.train,
    )
    result = run_job(job)
    show(_classifier_value(result), "\n".join(_classifier_lines(result)), as_json=arguments.json)
    return 0


def _classifier_value(result: FinetuneResult) -> dict[str, object]:
    found = result.judgement
    return {
        "before": _accuracy(found.before),
        "after": _accuracy(found.after),
        "joined": _accuracy(found.joined),
        "difference": asdict(found.difference) if found.labels else None,
        "gain": asdict(found.gain) if found.labels else None,
        "compared": found.labels,
        "verdict": found.verdict,
        "kept": result.kept,
        "labels": result.labels,
        "classes": result.classes,
        "images": result.images,
        "ended": result.ended,
        "seconds": result.seconds,
        "device": result.device,
        "notes": [str(note) for note in result.notes],
    }


def _points(change: PairedDifference) -> str:
    low, high = outward_percent(change.low, change.high, 1)
    return f"{_signed(100 * change.mean)} points ({_signed(low)} to {_signed(high)})"


def _signed(points: float) -> str:
    said = f"{abs(points):.1f}"
    return ("±" if said == "0.0" else "+" if points > 0 else "−") + said


def _accuracy(share: MeasuredFraction) -> dict[str, object]:
    return {"accuracy": share.value, "low": share.low, "high": share.high}


_WORSE = {
    "suggestions": "Suggestions are worse with it, so it is not kept",
    "alone": "Alone it is right less often than suggestions without it, so it is not kept",
    "probabilities": "Right classes get lower probabilities with it, so it is not kept",
}


def _classifier_lines(result: FinetuneResult) -> list[str]:
    found = result.judgement
    labels = f"Trained on {plural(result.labels, 'label')} of {plural(result.classes, 'class')}"
    lines = [f"{labels} in {duration(result.seconds)} on {result.device}."]
    if result.ended == "broken":
        lines.append("The training went wrong and was ended early; this is its last good state.")
    lines += map(str, result.notes)
    if found.labels:
        lines += [
            f"Right on {plural(found.labels, 'label')} that it had not seen:",
            f"  suggestions without it  {_percent(found.before)}",
            f"  the classifier alone    {_percent(found.after)}, {_points(found.difference)}",
            f"  suggestions with it     {_percent(found.joined)}, {_points(found.gain)}",
        ]
    reasons = {
        "better": "It is better, and was not to be kept",
        "worse": _WORSE[found.worse_in],
        "no difference": "It is not better beyond chance",
        "unknown": "There are too few labels to compare",
    }
    if result.kept:
        return [
            *lines,
            f"It classified {plural(result.images, 'image')} and takes part from the next round on: run one.",
        ]
    return [*lines, f"{reasons[found.verdict]}: suggestions stay as they are."]
