"""Compare two embeddings of the same images on the same labels."""

import math
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import BoolArray, Float16Array, Int32Array, IntArray
from desktop_labeler.data.computed.embeddings import load_vectors, stored_versions
from desktop_labeler.data.decisions.corrections import read_corrections
from desktop_labeler.data.decisions.round_labels import Labels, read_labels
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.rounds.build_graph import Space, current_graph
from desktop_labeler.jobs.rounds.run_round import suggestions_for
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.ml.label_issues.suspects import find_suspects
from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import (
    MeasuredFraction,
    PairedDifference,
    effective_sample_size,
    paired_difference,
    wilson_interval,
)

Verdict: TypeAlias = Literal["better", "worse", "no difference", "unknown"]

_LAST = "comparison"  # the setting that holds the last one
FEWEST = 20  # minimum number of labels for a comparison
_MOST = 10_000  # maximum number of labelled images for the kNN accuracy: 10 s on two cores at 512 dimensions
_CHECKS = 100


@dataclass(frozen=True)
class SpaceQuality:
    """The quality of an embedding in this project.

    Attributes:
        backbone: its name.
        key: what its vectors are stored under.
        dim: D.
        agreement: fraction of labelled images whose nearest neighbours have the same label.
        accuracy: cross-validated accuracy, five- or tenfold, groups never split.
        found: corrected labels among the first suspects.
    """

    backbone: str
    key: str
    dim: int
    agreement: MeasuredFraction
    accuracy: MeasuredFraction
    found: int


@dataclass(frozen=True)
class Comparison:
    """Two embeddings on the same labels.

    Attributes:
        labels: images compared.
        groups: how many groups they are of; 0 without groups.
        before: the embedding in use until now.
        after: the other one.
        corrections: labels that people have corrected so far.
        looks: how many of the first suspects were searched for these corrections.
        verdict: "better" if agreement or accuracy rose significantly and neither fell at all, "worse" if one fell
            significantly and neither rose at all; "unknown" with fewer than 20 labels.
        changes: (low, high) of the 95 % interval of the change of agreement and of accuracy, image by image, each in
            [-1, 1]; empty where it is not known.
    """

    labels: int
    groups: int
    before: SpaceQuality
    after: SpaceQuality
    corrections: int
    looks: int
    verdict: Verdict
    changes: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, eq=False)
class _Measured:
    """One embedding: what it got right, image by image."""

    dim: int
    agree: BoolArray  # (n,) of the images compared
    right: BoolArray  # (n,) where checked
    checked: BoolArray  # (n,)
    found: int


@dataclass(frozen=True, eq=False)
class _Asked:
    """What is compared: images with a label, in rising order, with their groups, and the labels taken back."""

    ids: IntArray
    groups: IntArray | None
    corrected: IntArray
    given: IntArray  # class ids
    looks: int


def compare_spaces(project_path: Path, before: tuple[str, str], after: tuple[str, str]) -> Job[Comparison]:
    """Measure two embeddings on the labels of all images that have both vectors, and store the result.

    Args:
        project_path: the project.
        before: key and name of the backbone in use until now.
        after: key and name of the other one.

    Returns:
        The comparison; without labels all counts are 0 and the verdict is "unknown".

    Raises:
        ProjectError: the project cannot be read or written.
        ValueError: the project has no vectors of one of them.
    """
    yield Progress("comparing")
    with Project(project_path, durable=False) as project:
        asked = _asked(project, before[0], after[0])
        measured = []
        for key, name in (before, after):
            measured.append((yield from _measure(project, key, asked)))
            _keep(project, key, name, measured[-1], asked)
        old, new = measured
        found = _comparison(before, after, old, new, asked)
        project.save_setting(_LAST, asdict(found))
    return found


def _comparison(
    before: tuple[str, str], after: tuple[str, str], old: _Measured, new: _Measured, asked: _Asked
) -> Comparison:
    changes = _changes(old, new, asked)
    known = all(math.isfinite(change.low) for change in changes)
    return Comparison(
        labels=len(asked.ids),
        groups=0 if asked.groups is None else len(np.unique(asked.groups)),
        before=_quality(before, old, asked),
        after=_quality(after, new, asked),
        corrections=len(asked.corrected),
        looks=asked.looks,
        verdict=_verdict(changes, asked),
        changes=tuple((change.low, change.high) for change in changes) if known else (),
    )


def last_comparison(project: Project) -> Comparison | None:
    """Return the last comparison of a project; None before the first."""
    stored = project.setting(_LAST)
    try:
        return _read(stored) if isinstance(stored, dict) else None
    except (KeyError, TypeError):
        return None  # written by another version


def _read(stored: dict[str, Any]) -> Comparison:
    spaces = {
        name: SpaceQuality(
            **stored[name]
            | {
                "agreement": MeasuredFraction(**stored[name]["agreement"]),
                "accuracy": MeasuredFraction(**stored[name]["accuracy"]),
            }
        )
        for name in ("before", "after")
    }
    changes = tuple((float(low), float(high)) for low, high in stored.get("changes", ()))
    found = Comparison(**stored | spaces | {"changes": changes})
    return replace(found, verdict="no difference") if _disagree(found) and not changes else found


def _disagree(found: Comparison) -> bool:
    """Whether one figure rose and the other fell, which earlier comparisons called better or worse all the same."""
    before, after = found.before, found.after
    pairs = (before.agreement.value, after.agreement.value), (before.accuracy.value, after.accuracy.value)
    moves = [new - old for old, new in pairs if old is not None and new is not None]
    return found.verdict in ("better", "worse") and min(moves, default=0.0) < 0 < max(moves, default=0.0)


def measured_agreement(project: Project, key: str) -> MeasuredFraction | None:
    """Return the agreement of an embedding in its last comparison; None if it was never compared."""
    stored = project.setting(f"quality/{key}")
    if not isinstance(stored, dict):
        return None
    share = stored.get("agreement")
    return MeasuredFraction(*share) if isinstance(share, list) and len(share) == 4 else None


def backbone_keys(project: Project) -> dict[str, str]:
    """Return the keys of the embeddings that were compared so far, by the name of their backbone."""
    found = {}
    for name, stored in project.settings("quality/").items():
        if isinstance(stored, dict):
            found[str(stored.get("backbone"))] = name.removeprefix("quality/")
    return found


def _keep(project: Project, key: str, name: str, measured: _Measured, asked: _Asked) -> None:
    share = _share(measured.agree, asked.groups)
    stored = [share.hits, share.count, share.low, share.high]
    project.save_setting(f"quality/{key}", {"backbone": name, "agreement": stored, "dim": measured.dim})


def _asked(project: Project, before: str, after: str) -> _Asked:
    ids = np.intersect1d(_stored(project, before)[0], _stored(project, after)[0])
    labels = read_labels(project, ids)
    rows = np.flatnonzero((labels.labels >= 0) & labels.usable)
    if len(rows) > _MOST:
        rows = np.sort(np.random.default_rng(0).choice(rows, _MOST, replace=False))
    images, classes = read_corrections(project)
    known = np.isin(images, ids[(labels.labels >= 0) & labels.usable]) & np.isin(classes, labels.class_ids)
    corrected, given = images[known], classes[known]
    labelled = int((labels.labels >= 0).sum())
    looks = min(max(_CHECKS, 2 * len(corrected)), max(len(corrected), labelled // 5))
    groups = None if labels.groups is None else labels.groups[rows]
    return _Asked(ids[rows], groups, corrected, given, looks if len(corrected) else 0)


def _stored(project: Project, key: str) -> tuple[IntArray, Float16Array]:
    loaded = load_vectors(project, key)
    if loaded is None:
        raise ValueError(f"no vectors of {key}")
    return loaded


def _measure(project: Project, key: str, asked: _Asked) -> Job[_Measured]:
    ids, vectors = _stored(project, key)
    graph = yield from current_graph(project, key, ids, vectors)
    space, labels = Space(key, ids, vectors, stored_versions(project, key), graph), read_labels(project, ids)
    place = np.full(int(ids.max(initial=0)) + 1, -1, np.int64)
    place[ids] = np.arange(len(ids))
    rows = place[asked.ids]
    comparing = Progress("comparing")
    agree = yield from on_thread(partial(neighbors_agree, vectors[rows], labels.labels[rows], asked.groups), comparing)
    held_out = yield from on_thread(partial(_held_out, space, labels), comparing)
    found = 0
    if len(asked.corrected):
        found = yield from on_thread(partial(_found, space, labels, place, asked), comparing)
    said = held_out[rows]
    return _Measured(vectors.shape[1], agree, said == labels.labels[rows], said >= 0, found)


def _held_out(space: Space, labels: Labels) -> Int32Array:
    """Return the class of each image by classifiers that saw neither it nor its group; −1 if there are none."""
    return suggestions_for(space, labels).held_out


def _found(space: Space, labels: Labels, place: IntArray, asked: _Asked) -> int:
    """Return how many of the corrected labels would be among the first suspects if they had not been corrected."""
    index = np.full(int(max(labels.class_ids.max(initial=0), asked.given.max())) + 1, -1, np.int64)
    index[labels.class_ids] = np.arange(len(labels.class_ids))
    rows = place[asked.corrected]
    known = np.where(labels.usable, labels.labels, -1)
    known[rows] = index[asked.given]
    confirmed = labels.states == State.CONFIRMED
    confirmed[rows] = False
    ranked = find_suspects(
        space.vectors,
        known,
        classes=len(labels.class_ids),
        confirmed=confirmed,
        groups=labels.groups,
    ).ranking()
    return int(np.isin(rows, ranked[: asked.looks]).sum())


def _quality(which: tuple[str, str], measured: _Measured, asked: _Asked) -> SpaceQuality:
    checked = measured.checked
    return SpaceQuality(
        backbone=which[1],
        key=which[0],
        dim=measured.dim,
        agreement=_share(measured.agree, asked.groups),
        accuracy=_share(measured.right[checked], None if asked.groups is None else asked.groups[checked]),
        found=measured.found,
    )


def _share(right: BoolArray, groups: IntArray | None) -> MeasuredFraction:
    worth = effective_sample_size(right, groups)
    low, high = wilson_interval(float(right.mean()) * worth if len(right) else 0.0, worth)
    return MeasuredFraction(int(right.sum()), len(right), low, high)


def _changes(old: _Measured, new: _Measured, asked: _Asked) -> list[PairedDifference]:
    """Return how agreement and accuracy changed, image by image."""
    both = old.checked & new.checked
    groups = None if asked.groups is None else asked.groups[both]
    return [
        paired_difference(old.agree, new.agree, asked.groups),
        paired_difference(old.right[both], new.right[both], groups),
    ]


def _verdict(changes: list[PairedDifference], asked: _Asked) -> Verdict:
    if len(asked.ids) < FEWEST:
        return "unknown"
    signs, means = [change.sign for change in changes], [change.mean for change in changes]
    if max(signs) > 0 and min(means) >= 0:
        return "better"
    return "worse" if min(signs) < 0 and max(means) <= 0 else "no difference"
