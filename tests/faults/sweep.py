"""Every command killed at its system calls, and with a disk that is full from one of them on."""

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from tests.faults.children import Ended, data_of, run_command
from tests.faults.results import Result, outside_text
from tests.faults.scenarios import SCENARIOS, Scenario, make_folder, words_of
from tests.making import labels_of

_LEFT = re.compile(r"\.part|\.half$|-journal$|-wal$|-shm$|^\.check-")
# What the program says where the first run was killed after its last step: parts of its messages, as they are written.
DONE_ALREADY = (
    "exists already",
    "exists and is not empty",
    "An audit is under way",
    "already a backbone named",
    "There is no imported backbone",
    "has no suggestions of {model}",
    "{name} is called {now} here by now",
    "No certified accept is under way",
    "There is no column {name}",
)
_LARGEST = 1 << 30  # bytes of a project that is looked at
_FEWEST = 4  # calls of a command, however long it takes


@dataclass(frozen=True)
class Stored:
    """What a folder holds.

    Attributes:
        decisions: number, kind and author of every decision, oldest first; None without a readable project.
        labels: of every image.
        images: every file of the images with its size and time.
        made: every file of what the command makes, with its size.
    """

    decisions: tuple[tuple[int, str, str], ...] | None
    labels: dict[str, tuple[str | None, str]]
    images: dict[str, tuple[int, int]]
    made: dict[str, int]


def run(until: float, work: Path, only: str) -> Iterator[Result]:
    """Yield the results of the kills and of the full disks for every command.

    Args:
        until: when to be done, by time.monotonic(); the commands share the time.
        work: an empty folder.
        only: part of the name of the commands that are tried; "" for all.
    """
    chosen = [scenario for scenario in SCENARIOS if only in scenario.name]
    for number, scenario in enumerate(chosen):
        place = work / f"{number}"
        place.mkdir()
        share = scenario.share / sum(other.share for other in chosen[number:])
        seconds = max(0.0, until - time.monotonic()) * share
        yield from _Sweep(scenario, place).results(time.monotonic() + seconds)
        shutil.rmtree(place)


def places(kinds: str, most: int, *, kill: bool) -> list[int]:
    """Return the numbers, from 1 on, of the calls at which to kill or from which on the disk is full.

    Args:
        kinds: a letter for each call, see calls.py.
        most: how many; all of them where there are no more. Else two thirds of them, evenly spread, are calls that
            sync, rename or remove and those before and behind one, and the others are evenly spread.
        kill: whether to kill; for a full disk, only calls that need room count.
    """
    every = [number for number, kind in enumerate(kinds, 1) if kill or kind in "wcr"]
    if len(every) <= most:
        return every
    turns = {number + step for number, kind in enumerate(kinds, 1) if kind in "sru" for step in (-1, 0, 1)}
    near = [number for number in every if number in turns]
    first = _spread(near, 2 * most // 3)
    others = [number for number in every if number not in first]
    return sorted(first | _spread(others, most - len(first)))


def _spread(numbers: Sequence[int], most: int) -> set[int]:
    count = min(most, len(numbers))
    return {numbers[number * len(numbers) // count] for number in range(count)}


class _Sweep:
    """The sweep of one command, in a folder of its own."""

    def __init__(self, scenario: Scenario, place: Path) -> None:
        self._scenario, self._place = scenario, place
        self._template = place / "template"
        self._template.mkdir()
        self._work = place / "work"

    def results(self, until: float) -> Iterator[Result]:
        problem = make_folder(self._scenario, self._template)
        self._words = words_of(self._scenario, self._template)
        self._fresh()
        self._before = _stored(self._work, self._scenario)
        began = time.monotonic()
        whole = run_command(self._words, self._work)
        self._after = _stored(self._work, self._scenario)
        if problem or whole.code or whole.outside:
            told = problem or whole.text + outside_text(whole.outside)
            yield Result(self._scenario.name, 0, [told], outside=len(whole.outside))
            return
        each = 2 * (time.monotonic() - began)
        most = max(_FEWEST, int((until - time.monotonic()) / each))
        yield self._swept("killed", places(whole.calls, most // 2, kill=True), len(whole.calls), kill=True)
        most = max(_FEWEST, int((until - time.monotonic()) / each))
        yield self._swept("full disk", places(whole.calls, most, kill=False), len(whole.calls), kill=False)

    def _swept(self, name: str, chosen: Sequence[int], total: int, *, kill: bool) -> Result:
        found: list[str] = []
        lost = outside = 0
        for at in chosen:
            self._fresh()
            ended = run_command(self._words, self._work, kill_at=at if kill else 0, full_at=0 if kill else at)
            problems, decisions_lost, changed = self._problems(ended, killed=kill)
            lost, outside = lost + decisions_lost, outside + changed
            found += [f"{name} at call {at} of {total}: {problem}" for problem in problems]
        return Result(f"{self._scenario.name}, {name}", len(chosen), found, lost=lost, outside=outside, of=total)

    def _fresh(self) -> None:
        for folder, template in ((self._work, self._template), (data_of(self._work), data_of(self._template))):
            shutil.rmtree(folder, ignore_errors=True)
            if template.exists():  # the first command of all has no data yet
                shutil.copytree(template, folder)  # with the times of the images

    def _problems(self, ended: Ended, *, killed: bool) -> tuple[list[str], int, int]:
        now = _stored(self._work, self._scenario)
        problems = [f"exit code {ended.code}: {ended.text}"] if ended.unexpected else []
        if now.images != self._before.images:
            problems.append("image files changed")
        if now.made and now.made != self._after.made and self._scenario.out != "p.labeler":
            problems.append(f"{self._scenario.out} is there in part: {sorted(now.made)[:4]}")
        lost = self._lost(now)
        problems += [f"lost: {what}" for what in lost]
        if ended.code == 0 and not killed and self._differs(now):
            problems.append(f"ended with 0 but did not do it: {ended.text}")
        again = run_command(self._words, self._work)
        outside = [*ended.outside, *again.outside]
        problems += [outside_text(outside)] if outside else []
        return problems + self._after_again(again), len(lost), len(outside)

    def _lost(self, now: Stored) -> list[str]:
        """Return what was decided before and is not there any more."""
        if self._before.decisions is None:
            return []
        if now.decisions is None:
            return ["the project cannot be opened"]
        lost = [decision for decision in self._before.decisions if decision not in now.decisions]
        if "restore" in self._scenario.name:
            return []  # an earlier state was asked for; which one it is is checked by the labels
        if now.labels not in (self._before.labels, self._after.labels):
            lost_labels = [path for path, label in self._before.labels.items() if now.labels.get(path) != label]
            # Boxes are added in several steps, their labels at the end: until then images are new, and the next call
            # goes on, which is checked by running it again.
            grows = "boxes" in self._scenario.name and not lost_labels
            if not grows and "rescan" not in self._scenario.name:
                return [f"labels that are neither those before nor those after: {lost_labels[:5]}"]
        return [f"decision {decision}" for decision in lost]

    def _differs(self, now: Stored) -> bool:
        return now.labels != self._after.labels or now.made != self._after.made

    def _after_again(self, again: Ended) -> list[str]:
        """Return what is wrong after the command was run once more, with room: it goes on, and nothing is left over."""
        then = _stored(self._work, self._scenario)
        problems = [f"again, exit code {again.code}: {again.text}"] if again.unexpected else []
        if again.code and not is_done_already(again.text):
            problems.append(f"again: {again.text}")
        if self._scenario.again and then.labels != self._after.labels:
            problems.append("the same command once more leads to other labels")
        if self._scenario.out and self._scenario.out != "p.labeler" and then.made != self._after.made:
            problems.append(f"the same command once more does not make {self._scenario.out}")
        files = [file for folder in (self._work, data_of(self._work)) for file in folder.rglob("*")]
        left = [str(file.relative_to(self._place)) for file in files if _LEFT.search(file.name)]
        return problems + ([f"left over: {left}"] if left else [])


def is_done_already(told: str) -> bool:
    """Whether a command says that what it was asked for is there or was done."""
    return any(re.search(re.sub(r"\\{\w+\\}", ".+", re.escape(said)), told) for said in DONE_ALREADY)


def _stored(work: Path, scenario: Scenario) -> Stored:
    return stored_of(work, "old.labeler" if scenario.changed == "old" else "p.labeler", scenario.out)


def stored_of(work: Path, name: str = "p.labeler", out: str = "") -> Stored:
    """Return what a folder holds, looking at copies; see Stored.

    Args:
        work: the folder.
        name: of the project in it.
        out: what the command makes in it; "" for nothing.
    """
    decisions, labels = _project(work / name)
    images = {
        str(file.relative_to(work)): (file.stat().st_size, file.stat().st_mtime_ns)
        for file in sorted((work / "images").rglob("*"))
        if file.is_file()
    }
    return Stored(decisions, labels, images, _made(work / out) if out else {})


def _project(path: Path) -> tuple[tuple[tuple[int, str, str], ...] | None, dict[str, tuple[str | None, str]]]:
    if not path.is_file() or path.stat().st_size > _LARGEST:
        return None, {}
    copy = path.parent.parent / "looked at"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for ending in ("", "-wal", "-journal"):  # a copy: to look must not repair what the next run finds
        file = path.with_name(path.name + ending)
        if file.is_file() and file.stat().st_size <= _LARGEST:
            shutil.copy(file, copy / file.name)
    try:
        with Project(copy / path.name) as project:
            if project.rows("PRAGMA quick_check(1)") != [("ok",)]:
                return None, {}
            history = read_history(project, limit=None)
            return tuple((one.id, one.kind, one.who) for one in reversed(history)), labels_of(project)
    except LabelerError:
        return None, {}


def _made(out: Path) -> dict[str, int]:
    """Return the files of an export with their sizes; of a project or an archive only that it is there."""
    if out.is_file():
        return {out.name: 1 if out.suffix in (".labeler", ".zip") else out.stat().st_size}
    return {os.path.relpath(file, out): file.stat().st_size for file in sorted(out.rglob("*")) if file.is_file()}
