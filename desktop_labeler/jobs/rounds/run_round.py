"""A round: computes suggestions, suspects and the next queue, and stores them together under one number."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, IntArray
from desktop_labeler.data.computed.agreeing_groups import wants_agreement
from desktop_labeler.data.computed.arrays import array_stamp, load_array, save_arrays
from desktop_labeler.data.computed.predictions import predictions_over
from desktop_labeler.data.computed.round_history import NAME, RoundLine, SuggestionOutcomes, as_part
from desktop_labeler.data.decisions.round_labels import Labels, read_labels
from desktop_labeler.data.decisions.suggestion_outcomes import (
    earlier_outcomes,
    keep_suggestions,
    suggestion_outcomes_of,
)
from desktop_labeler.data.images.query.image_groups import group_numbers
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.rounds.build_graph import Space, current_space
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.ml.classify.group_agreement import agreed
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.image_issues import (
    ImageFlags,
    ImageMeasures,
    Outliers,
    image_flags,
    label_conflicts,
    near_duplicates,
    outliers,
)
from desktop_labeler.ml.label_issues.suspects import Suspects, find_suspects
from desktop_labeler.ml.select.next_query import choose_next
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import effective_sample_size, wilson_interval

QUEUE = 100  # images in the stored queue: a few pages; choosing them takes less than half a second
SHORT_LIST = 5  # the likeliest classes of each image, which are stored with their probabilities


@dataclass(frozen=True, eq=False)
class _Comparisons:
    """Results that depend on the images only, not on labels."""

    groups: list[IntArray]
    apart: Outliers
    flags: ImageFlags | None


@dataclass
class RoundMemory:
    """What a round passes to the next one in the same program; opaque to callers."""

    space: Space | None = None
    comparisons: _Comparisons | None = None
    suggestions: Suggestions | None = None
    suspects: Suspects | None = None
    class_ids: IntArray | None = None


@dataclass(frozen=True)
class RoundResult:
    """The result of a round.

    Attributes:
        round: the number of the round.
        suggested: the number of undecided images with a suggestion.
        suspects: the number of labels to check, an upper estimate of the wrong ones.
        decisions: the id of the last decision that the round takes into account.
        seconds: the duration of each step, by name.
        method: the name of the classifier that made the suggestions.
        accuracies: the cross-validated accuracy of each classifier compared, in [0, 1], by name.
        checked: the number of labels that were compared with out-of-fold predictions.
        right: the number of these labels that agreed.
        agreed: the number of images whose suggestion is that of their group, where the project wants that.
    """

    round: int
    suggested: int
    suspects: int
    decisions: int
    seconds: dict[str, float]
    method: str
    accuracies: dict[str, float]
    checked: int
    right: int
    agreed: int = 0


class _Clock:
    """Measures the duration of each step in seconds, by name."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = round(self.seconds.get(name, 0.0) + time.perf_counter() - start, 4)


def run_round(project_path: Path, memory: RoundMemory | None = None) -> Job[RoundResult]:
    """Compute suggestions, suspects and the next queue from the decisions so far, and store them in one transaction.

    No label changes. If the job is cancelled, the earlier round stays in use.

    Args:
        project_path: a project with an embedding.
        memory: what the earlier round in this process left for reuse; it is updated.

    Raises:
        LabelerError: there is no embedding yet.
        ProjectError: the project cannot be read or written.
    """
    memory, clock = memory if memory is not None else RoundMemory(), _Clock()
    with Project(project_path, durable=False) as project:
        yield Progress("reading")
        with clock.step("graph"):
            space = yield from current_space(project, memory.space)
            if space is not memory.space:
                memory.space, memory.comparisons, memory.suggestions, memory.suspects = space, None, None, None
        with clock.step("read"):
            labels = read_labels(project, space.ids)
            others = predictions_over(project, space.ids, labels.class_ids)
            earlier, late = suggestion_outcomes_of(project), earlier_outcomes(project)
        same_classes = memory.class_ids is not None and np.array_equal(memory.class_ids, labels.class_ids)
        previous, doubted = (memory.suggestions, memory.suspects) if same_classes else (None, None)
        with clock.step("suggest"):
            suggestions = yield from on_thread(
                partial(suggestions_for, space, labels, others, previous), Progress("spreading labels")
            )
        memory.suggestions, memory.class_ids = suggestions, labels.class_ids
        suggestions, over = _agreeing(project, space.ids, labels, suggestions)
        with clock.step("suspects"):
            doubt = partial(_suspects, space, labels, others, doubted)
            suspects = yield from on_thread(doubt, Progress("looking for suspects"))
        memory.suspects = suspects
        with clock.step("next"):
            choose = partial(_queue, space, labels, suggestions)
            queue = yield from on_thread(choose, Progress("choosing what to ask next"))
        with clock.step("quality"):
            if memory.comparisons is None:
                compare = partial(_compare, space, labels, _measures(project, space.ids))
                memory.comparisons = yield from on_thread(compare, Progress("comparing images"))
            quality = _quality(memory.comparisons, labels)
        number = _number(project) + 1
        prepare = partial(_arrays, space.ids, labels, suggestions, suspects, queue, over)
        arrays = (yield from on_thread(prepare, Progress("storing"))) | quality
        result = RoundResult(
            round=number,
            suggested=int(((labels.states == State.UNLABELLED) & labels.usable & (suggestions.suggested >= 0)).sum()),
            suspects=suspects.most_errors,
            decisions=labels.last,
            seconds=clock.seconds,
            method=suggestions.method,
            accuracies=suggestions.accuracies,
            checked=suggestions.checked,
            right=int(_agreed(labels, suggestions).sum()),
            agreed=int((over > 0).sum()),
        )
        with clock.step("store"):
            stamp = _stamp(result, space.key) | {"fewest_errors": suspects.fewest_errors}
            line = as_part(replace(_line(result, space.key, labels, suggestions, earlier), late=late))
            keep_suggestions(project, labels.last)  # before the arrays of that round are replaced
            stored = {f"round/{name}": array for name, array in arrays.items()}
            save_arrays(project, stored, stamp, grown={NAME: line})
            project.save_setting("round", number)
    return result


def suggestions_for(
    space: Space,
    labels: Labels,
    others: Mapping[str, Float32Array] | None = None,
    previous: Suggestions | None = None,
) -> Suggestions:
    """Suggest a class for every image of a project, as a round does; see `suggest` for `others` and `previous`."""
    return suggest(
        space.vectors,
        space.graph,
        labels.labels,
        classes=len(labels.class_ids),
        rejected=labels.rejected,
        excluded=(labels.states == State.EXCLUDED) | ~labels.usable,
        groups=labels.groups,
        fair=labels.fair,
        others=others,
        previous=previous,
    )


def _agreeing(
    project: Project, ids: IntArray, labels: Labels, suggestions: Suggestions
) -> tuple[Suggestions, IntArray]:
    """Let suggestions agree over the groups of a project that wants it; boxes of one file are no group here."""
    if not wants_agreement(project):
        return suggestions, np.zeros(len(ids), np.int64)
    open_ones = (labels.states == State.UNLABELLED) & labels.usable
    return agreed(suggestions, group_numbers(project, ids), open_ones)


def _suspects(space: Space, labels: Labels, others: dict[str, Float32Array], previous: Suspects | None) -> Suspects:
    """Find suspects among the unconfirmed labels; if there are none, nothing is computed."""
    open_to_doubt = labels.usable & (labels.labels >= 0) & (labels.states != State.CONFIRMED)
    return find_suspects(
        space.vectors,
        np.where(labels.usable & open_to_doubt.any(), labels.labels, -1),
        classes=len(labels.class_ids),
        confirmed=labels.states == State.CONFIRMED,
        groups=labels.groups,
        rejected=labels.rejected,
        others=others,
        previous=previous,
    )


def _queue(space: Space, labels: Labels, suggestions: Suggestions) -> IntArray:
    """Return the rows to label next; images that a person has decided are never queried again."""
    said = suggestions.to_ask_by if suggestions.suggested.max(initial=-1) >= 0 else None
    return choose_next(
        space.vectors,
        space.graph,
        labelled=np.where(labels.labels >= 0, labels.labels, -1),
        n=QUEUE,
        probabilities=said,
        candidates=(labels.states == State.UNLABELLED) & labels.usable,
        previous=np.flatnonzero(np.isin(labels.states, [State.UNSURE, State.EXCLUDED])),  # and no similar images
    )


def _compare(space: Space, labels: Labels, measures: ImageMeasures | None) -> _Comparisons:
    groups = near_duplicates(space.graph, digests=labels.digests)
    return _Comparisons(groups, outliers(space.graph), None if measures is None else image_flags(measures))


def _quality(comparisons: _Comparisons, labels: Labels) -> dict[str, AnyArray]:
    """Return the near-duplicate group, conflict, outlier and image issues of each row, as stored arrays (N,)."""
    count = len(labels.labels)
    number = np.full(count, -1, np.int32)
    for place, rows in enumerate(comparisons.groups):
        number[rows] = place
    conflict = np.zeros(count, bool)
    for rows in label_conflicts(comparisons.groups, labels.labels):
        conflict[rows] = True
    found: dict[str, AnyArray] = {
        "duplicate": number,
        "conflict": conflict,
        "distance": comparisons.apart.distance,
        "outlier": comparisons.apart.mask & labels.usable,
    }
    if comparisons.flags is not None:
        found |= {
            "blurred": comparisons.flags.blurred,
            "dark": comparisons.flags.dark,
            "odd_size": comparisons.flags.odd_size,
        }
    return found


def _measures(project: Project, ids: IntArray) -> ImageMeasures | None:
    """Return the measurements that the embedding job made on the pixels, (N,) each; None if there are none."""
    stored = [
        load_array(project, f"statistics/{name}") for name in ("ids", "sharpness", "brightness", "width", "height")
    ]
    if any(array is None for array in stored):
        return None
    known = np.asarray(stored[0], np.int64)
    top = int(max(known.max(initial=0), ids.max(initial=0))) + 1
    columns = []
    for array in stored[1:]:
        values = np.full(top, np.nan)
        values[known] = array
        columns.append(values[ids])
    sharpness, brightness, width, height = columns
    return ImageMeasures(
        sharpness.astype(np.float32),
        brightness.astype(np.float32),
        np.nan_to_num(width).astype(np.int64),
        np.nan_to_num(height).astype(np.int64),
    )


def _arrays(
    ids: IntArray, labels: Labels, suggestions: Suggestions, suspects: Suspects, queue: IntArray, over: IntArray
) -> dict[str, AnyArray]:
    """Return the arrays that a round stores: classes and images as ids, −1 for none."""
    class_ids = np.append(labels.class_ids, -1).astype(np.int32)
    top = min(SHORT_LIST, len(labels.class_ids))
    order = np.argsort(-suggestions.probabilities, axis=1, kind="stable")[:, :top]
    return {
        "ids": ids,
        "suggested": class_ids[suggestions.suggested],
        "confidence": suggestions.confidence,
        "held_out": class_ids[suggestions.held_out],
        "novelty": suggestions.ood_score,
        "top_classes": class_ids[order],
        "top_probabilities": np.take_along_axis(suggestions.probabilities, order, axis=1).astype(np.float16),
        "doubt": suspects.label_issue_score,
        "expected": class_ids[suspects.expected],
        "given_probability": suspects.given_probability,
        "given": class_ids[labels.labels],
        "queue": ids[queue],
        "agreed": over.astype(np.int32),
    }


def _number(project: Project) -> int:
    number = project.setting("round", 0)
    return number if isinstance(number, int) else 0


def _stamp(result: RoundResult, key: str) -> dict[str, object]:
    return {
        "round": result.round,
        "decisions": result.decisions,
        "backbone": key,
        "method": result.method,
        "accuracies": result.accuracies,
        "checked": result.checked,
        "suspects": result.suspects,
    }


def _agreed(labels: Labels, suggestions: Suggestions) -> BoolArray:
    """Return for each checked label whether its out-of-fold prediction agrees."""
    rows = suggestions.held_out >= 0
    agreed: BoolArray = suggestions.held_out[rows] == labels.labels[rows]
    return agreed


def _line(
    result: RoundResult, key: str, labels: Labels, suggestions: Suggestions, earlier: SuggestionOutcomes | None
) -> RoundLine:
    """Return the summary that is kept of the round permanently."""
    rows, agreed = suggestions.held_out >= 0, _agreed(labels, suggestions)
    groups = None if labels.groups is None else labels.groups[rows]
    worth = effective_sample_size(agreed, groups)
    low, high = wilson_interval(float(agreed.mean()) * worth if len(agreed) else 0.0, worth)
    return RoundLine(
        round=result.round,
        when=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        decisions=result.decisions,
        backbone=key,
        method=result.method,
        images=int(labels.usable.sum()),
        classes=len(labels.class_ids),
        labels=int(((labels.labels >= 0) & labels.usable).sum()),
        checked=result.checked,
        right=result.right,
        low=low,
        high=high,
        groups=0 if groups is None else len(np.unique(groups)),
        suggested=result.suggested,
        suspects=result.suspects,
        seconds=round(sum(result.seconds.values()), 3),
        earlier=earlier,
    )


def round_stamp(project: Project) -> dict[str, object] | None:
    """Return the stamp of the stored round: what it was computed from; None before the first round."""
    return array_stamp(project, "round/ids")
