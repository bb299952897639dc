"""The pace of decisions: time at work is read from the history, without pauses."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import Float64Array, IntArray
from desktop_labeler.data.project.project_file import Project

PAUSE = 180.0  # seconds without a decision that are still work; a longer gap is none
BREAK = 1800.0  # seconds without a decision after which another sitting begins
TELLING = 30.0  # seconds at work; a rate over less says nothing
# Decisions that tell nothing of an image by looking at it here: of such a kind, or read from a file, as SQL.
_ELSEWHERE = ("import", "class", "merge", "rule", "box")
TEXT_NAME = "iif(json_valid(what), json_extract(what, '$.decision'), '')"  # the key of its text, see decision_texts
FROM_FILE = (
    f"{TEXT_NAME} IN ('import', 'import_keeping', 'import_taking', 'import_marking', 'import_answering', "
    "'import_texts')"
)
BY_HAND = f"kind NOT IN ({', '.join(map(repr, _ELSEWHERE))}) AND NOT {FROM_FILE}"
_WIDTHS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1500, 3000, 6000, 15000)  # minutes of work in one bar
_BARS = 48


@dataclass(frozen=True, eq=False)
class Actions:
    """What people did by hand, in the order of time.

    Attributes:
        times: (n,) seconds since 1970, UTC, never falling.
        images: (n,) how many images each one decided; 0 where it counts for nothing: undone, or an undo itself.
        people: (n,) number of the person.
    """

    times: Float64Array
    images: IntArray
    people: IntArray


@dataclass(frozen=True)
class Pace:
    """How much was decided in how much time at work.

    The first decision after a pause does not count: how long it took is unknown.

    Attributes:
        decisions: how many.
        images: how many images they decided.
        seconds: time at work.
    """

    decisions: int
    images: int
    seconds: float

    @property
    def decisions_per_minute(self) -> float | None:
        """None before there is enough time at work."""
        return 60 * self.decisions / self.seconds if self.seconds >= TELLING else None

    @property
    def images_per_minute(self) -> float | None:
        """None before there is enough time at work."""
        return 60 * self.images / self.seconds if self.seconds >= TELLING else None


@dataclass(frozen=True, eq=False)
class PaceCurve:
    """The pace over the time at work.

    Attributes:
        ends: (b,) minutes at work at the end of each bar, rising.
        width: minutes of a bar; the last one may be shorter.
        decisions: (b,) decisions per minute.
        images: (b,) images per minute.
    """

    ends: Float64Array
    width: float
    decisions: Float64Array
    images: Float64Array


def read_actions(project: Project) -> Actions:
    """Read what people did: 100,000 decisions in about 0.1 s, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    # julianday, since unixepoch knows no milliseconds before SQLite 3.42; a time that nobody can read is left out
    times, images, people = project.integers(
        "SELECT group_concat(ms), group_concat(counted), group_concat(person) FROM ("
        "SELECT CAST(round((julianday(time) - 2440587.5) * 86400000) AS INTEGER) AS ms, "
        "iif(undone = 0 AND reverts IS NULL, images, 0) AS counted, "
        "dense_rank() OVER (ORDER BY who) AS person FROM decision "
        f"WHERE {BY_HAND} AND images > 0 AND julianday(time) IS NOT NULL ORDER BY ms, id)"
    )
    order = np.argsort(times, kind="stable")
    return Actions(times[order] / 1000, images[order], people[order])


def pace(actions: Actions) -> Pace:
    """Return how fast people were over all of these actions."""
    gaps = worked(actions)
    counted = (gaps > 0) & (actions.images > 0)
    return Pace(int(counted.sum()), int(actions.images[counted].sum()), float(gaps.sum()))


def worked(actions: Actions) -> Float64Array:
    """Return the seconds of work that each action ended, (n,): 0 where a pause came before, or the first one.

    People at work at the same time count each for themselves. Two decisions in one millisecond took one millisecond.
    """
    order = np.lexsort((np.arange(len(actions.times)), actions.people))
    times, people = actions.times[order], actions.people[order]
    gaps = np.zeros(len(times))
    gap = np.maximum(np.diff(times), 0.001)
    gaps[1:] = np.where((people[1:] == people[:-1]) & (gap <= PAUSE), gap, 0.0)
    found = np.zeros(len(times))
    found[order] = gaps
    return found


def last_sitting(actions: Actions) -> Actions:
    """Return the actions after the last long break."""
    breaks = np.flatnonzero(np.diff(actions.times) > BREAK)
    start = int(breaks[-1]) + 1 if len(breaks) else 0
    return Actions(actions.times[start:], actions.images[start:], actions.people[start:])


def pace_over_time(actions: Actions) -> PaceCurve:
    """Return the pace bar by bar; at most 48 bars, each of the same time at work; none before there is enough of it."""
    gaps = worked(actions)
    at = np.cumsum(gaps) / 60  # minutes at work
    total = float(at[-1]) if len(at) else 0.0
    if total * 60 < TELLING:
        return PaceCurve(np.empty(0), 1.0, np.empty(0), np.empty(0))
    width = float(next((each for each in _WIDTHS if total <= each * _BARS), _WIDTHS[-1]))
    bars = max(1, int(np.ceil(total / width - 1e-9)))
    if bars > 1 and total - (bars - 1) * width < width / 3:  # too short to have a rate
        bars -= 1
    ends = np.minimum(np.arange(1, bars + 1) * width, total)
    ends[-1] = total
    lengths = np.diff(ends, prepend=0.0)
    counted = (gaps > 0) & (actions.images > 0)
    bar = np.minimum(np.searchsorted(ends, at[counted] - 1e-9), bars - 1)
    decisions = np.bincount(bar, minlength=bars) / lengths
    images = np.bincount(bar, actions.images[counted], minlength=bars) / lengths
    return PaceCurve(ends, width, decisions, images)


def decided_between(project: Project) -> tuple[str, str]:
    """Return when the first and the last decision were made, ISO 8601, UTC; empty before the first."""
    ((first, last),) = project.rows("SELECT min(time), max(time) FROM decision")
    return first or "", last or ""
