"""Puts images into groups: by a column of metadata, or images of one site shortly after one another (bursts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import BoolArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, decide
from desktop_labeler.data.decoding.exif import TIME
from desktop_labeler.data.metadata.columns import column_named, column_values, metadata_columns
from desktop_labeler.data.metadata.values import Value, date_of, shown_value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, NoTimesError
from desktop_labeler.progress import Job, Progress


@dataclass(frozen=True)
class GroupResult:
    """What was put together.

    Attributes:
        groups: how many groups.
        images: how many images are in them.
        alone: images with a time but no other one near: they keep the group that they have.
        decision: its number in the history; None where nothing changed.
    """

    groups: int
    images: int
    alone: int
    decision: int | None


def group_by_column(project_path: Path, name: str, *, by: By, dry_run: bool = False) -> Job[GroupResult]:
    """Let the value of a column be the group of each image that has one, as one decision that undo takes back.

    Raises:
        LabelerError: there is no such column.
        ProjectError: the project cannot be written.
    """
    with Project(project_path, "read" if dry_run else "write") as project:
        yield Progress("reading columns")
        values = column_values(project, column_named(project, name))
        groups = [" ".join(shown_value(value).split()) for value in values.values()]
        what = DecisionText("group_column", n=len(values), column=name)
        number = None
        if not dry_run:
            yield Progress("storing", 0, len(values))
            number = _store(project, list(values), groups, what, by)
    return GroupResult(len(set(groups)), len(values), 0, number)


def group_bursts(
    project_path: Path, seconds: float, *, by: By, site: str | None = None, time: str = TIME, dry_run: bool = False
) -> Job[GroupResult]:
    """Group images of one site where each was taken at most so many seconds after the one before.

    Args:
        project_path: the project.
        seconds: the longest gap inside a burst.
        by: who decides.
        site: the column that tells sites apart; None where all images are of one.
        time: the column with the time; images without one, or with only a day, are left alone.
        dry_run: only count.

    Raises:
        LabelerError: there is no such column, or that of the time holds no dates.
        ProjectError: the project cannot be written.
    """
    with Project(project_path, "read" if dry_run else "write") as project:
        yield Progress("reading columns")
        if time == TIME and TIME not in {column.name for column in metadata_columns(project)}:
            raise NoTimesError(
                "The times of the cameras ({column}) were not read yet. Nothing was changed. Read them first, or "
                "choose another column of dates.",
                column=time,
            )
        when = column_named(project, time)
        if when.kind != "date":
            raise LabelerError(
                "{column} holds no times. Nothing was changed. Choose a column of dates for the time.", column=time
            )
        times = {image: str(value) for image, value in column_values(project, when).items() if _is_moment(value)}
        sites = column_values(project, column_named(project, site)) if site is not None else {}
        images, names = _bursts(times, sites, seconds)
        what = DecisionText("group_bursts", n=len(images), seconds=seconds)
        number = None
        if not dry_run:
            yield Progress("storing", 0, len(images))
            number = _store(project, images, names, what, by)
    return GroupResult(len(set(names)), len(images), len(times) - len(images), number)


def _is_moment(value: Value) -> bool:
    """Whether a value is a date with a time of day."""
    return isinstance(value, str) and len(value) > len("2024-05-01") and date_of(value) == value


def _bursts(times: dict[int, str], sites: dict[int, Value], seconds: float) -> tuple[list[int], list[str]]:
    """Return the images that are in a burst with others, and the name of the burst of each.

    Times in UTC and local times are never in one burst, since nobody knows how far they are apart.
    """
    images = sorted(times, key=lambda image: (_place(image, times, sites), times[image], image))
    if not images:
        return [], []
    places = [_place(image, times, sites) for image in images]
    moments = np.array([times[image].removesuffix("Z") for image in images], "datetime64[us]")
    near = (np.diff(moments) / np.timedelta64(1, "s")) <= seconds
    follows = np.concatenate([[False], near & _same(places)])
    with_others = follows | np.concatenate([follows[1:], [False]])
    first = np.maximum.accumulate(np.where(follows, 0, np.arange(len(images))))
    chosen = np.flatnonzero(with_others).tolist()
    return [images[place] for place in chosen], [_name(images[int(first[place])], times, sites) for place in chosen]


def _place(image: int, times: dict[int, str], sites: dict[int, Value]) -> tuple[str, bool]:
    return shown_value(sites.get(image, "")), times[image].endswith("Z")


def _same(places: Sequence[object]) -> BoolArray:
    return np.fromiter((first == second for first, second in pairwise(places)), bool)


def _name(image: int, times: dict[int, str], sites: dict[int, Value]) -> str:
    site = " ".join(shown_value(sites.get(image, "")).split())
    return f"{site} {times[image].replace('T', ' ')}".strip()


def _store(project: Project, images: list[int], groups: list[str], what: DecisionText, by: By) -> int | None:
    return decide(project, images, Edit(group=groups), kind="group", what=what, by=by)
