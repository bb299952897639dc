"""The pace of work: pauses are none, undone decisions do not count, imports are not work by hand."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.history import By, assign, decide, undo
from desktop_labeler.data.decisions.pace import (
    BREAK,
    PAUSE,
    TELLING,
    Actions,
    decided_between,
    last_sitting,
    pace,
    pace_over_time,
    read_actions,
    worked,
)
from desktop_labeler.data.project.project_file import Project
from tests.making import ME, label_images, make_project

_GAPS = st.one_of(st.floats(0.01, PAUSE), st.floats(PAUSE + 0.01, 2 * BREAK))


@st.composite
def actions(draw: st.DrawFn) -> Actions:
    gaps = draw(st.lists(_GAPS, max_size=40))
    count = len(gaps)
    images = draw(st.lists(st.integers(0, 500), min_size=count, max_size=count))
    people = draw(st.lists(st.integers(1, 3), min_size=count, max_size=count))
    return Actions(np.cumsum(np.array(gaps, np.float64)), np.array(images, np.int64), np.array(people, np.int64))


def one_by_one(found: Actions) -> list[float]:
    """Return the seconds of work before each action, by a loop."""
    last: dict[int, float] = {}
    seconds = []
    for time, person in zip(found.times.tolist(), found.people.tolist(), strict=True):
        gap = time - last[person] if person in last else float("inf")
        seconds.append(max(gap, 0.001) if gap <= PAUSE else 0.0)
        last[person] = time
    return seconds


@given(actions())
def test_work_is_what_a_loop_over_the_history_finds(found: Actions) -> None:
    seconds = one_by_one(found)
    assert worked(found).tolist() == pytest.approx(seconds)
    counted = [images for images, gap in zip(found.images.tolist(), seconds, strict=True) if images and gap]
    now = pace(found)
    assert (now.decisions, now.images) == (len(counted), sum(counted))
    assert now.seconds == pytest.approx(sum(seconds))


@given(actions())
def test_the_bars_hold_every_decision_and_all_time_at_work(found: Actions) -> None:
    curve, now = pace_over_time(found), pace(found)
    if now.seconds < TELLING:
        assert not len(curve.ends)
        assert now.decisions_per_minute is None
        return
    lengths = np.diff(curve.ends, prepend=0.0)
    assert (lengths > 0).all()
    assert len(curve.ends) <= 48
    assert curve.ends[-1] * 60 == pytest.approx(now.seconds)
    assert (curve.decisions * lengths).sum() == pytest.approx(now.decisions)
    assert (curve.images * lengths).sum() == pytest.approx(now.images)


@given(actions())
def test_a_sitting_has_no_long_break(found: Actions) -> None:
    sitting = last_sitting(found)
    assert not (np.diff(sitting.times) > BREAK).any()
    before = len(found.times) - len(sitting.times)
    if before:
        assert sitting.times[0] - found.times[before - 1] > BREAK


def set_times(project: Project, seconds: dict[int, float]) -> None:
    with project.transaction() as db:
        for number, second in seconds.items():
            minutes, rest = divmod(second, 60)
            db.execute(
                "UPDATE decision SET time = ? WHERE id = ?", (f"2026-03-01T10:{int(minutes):02}:{rest:06.3f}Z", number)
            )


def test_the_history_is_read_with_what_counts(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)]) as project:
        label_images(project, ["ant"] * 2 + [None] * 4)  # 1: the class, 2: the labels
        made = [
            decide(project, [image], assign(1), kind="assign", what="Label", by=By(who))
            for image, who in ((3, "Ann"), (4, "Bob"), (5, "Ann"))
        ]
        decide(project, [6], assign(1), kind="import", what="Import", by=ME)
        undo(project, ME)  # of the import
        undo(project, ME)  # of the last by Ann
        numbers = [int(str(number)) for (number,) in project.rows("SELECT id FROM decision ORDER BY id")]
        set_times(project, {number: 10.5 * place for place, number in enumerate(numbers)})
        found = read_actions(project)
        rows = project.rows("SELECT id, kind FROM decision WHERE images > 0 ORDER BY id")
    by_hand = [int(str(number)) for number, kind in rows if kind not in ("import", "class")]
    assert np.diff(found.times).tolist() == pytest.approx(np.diff([10.5 * numbers.index(one) for one in by_hand]))
    counts = dict(zip(by_hand, found.images.tolist(), strict=True))
    assert [counts[number or 0] for number in made] == [1, 1, 0]  # the last one was undone
    assert sum(counts.values()) == 2 + 1 + 1
    assert len(set(found.people.tolist())) == 2


def test_an_empty_history_has_no_pace(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        found = read_actions(project)
    assert pace(found).decisions_per_minute is None
    assert not len(pace_over_time(found).ends)


def test_the_first_and_the_last_decision_have_their_times(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        assert decided_between(project) == ("", "")
        label_images(project, ["ant", "bee"])  # two decisions: the classes, the labels
        set_times(project, {1: 0, 2: 70})
        assert decided_between(project) == ("2026-03-01T10:00:00.000Z", "2026-03-01T10:01:10.000Z")
