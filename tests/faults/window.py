"""The window killed at its system calls while a person decides by keys: what was acknowledged is there afterwards."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from tests.data.decisions.test_history import replay, snapshot
from tests.faults import calls
from tests.faults.children import Ended, data_of, run_child
from tests.faults.results import Result, outside_text
from tests.faults.scenarios import SCENARIOS, make_folder
from tests.faults.sweep import places
from tests.making import labels_of

_KEYS = "12UE1Z2Y11X2"  # a letter each: a key, Z undoes and Y redoes
_FEWEST = 8

Labels = dict[str, tuple[str | None, str]]


@dataclass(frozen=True)
class _Said:
    """What the window had acknowledged at one moment: the number of the newest decision, and the labels."""

    decision: int
    labels: Labels


def run(work: Path, until: float) -> Iterator[Result]:
    """Yield the result of the kills and of the full disks."""
    place = work / "window"
    place.mkdir()
    template, folder = place / "template", place / "work"
    template.mkdir()
    scenario = next(one for one in SCENARIOS if one.name == "undo")
    make_folder(scenario, template)
    _fresh(template, folder)
    began = time.monotonic()
    whole, said = _decided(folder)
    each = 2 * (time.monotonic() - began)
    if whole.code or len(said) != len(_KEYS) + 1:
        yield Result("window", 0, [f"{len(said)} of {len(_KEYS) + 1} said: {whole.text}"])
        return
    for name, kill in (("killed", True), ("full disk", False)):
        most = max(_FEWEST, int((until - time.monotonic()) / each / (2 if kill else 1)))
        chosen = places(whole.calls, most, kill=kill)
        problems: list[str] = []
        lost = outside = 0
        for at in chosen:
            _fresh(template, folder)
            ended, acknowledged = _decided(folder, kill_at=at if kill else 0, full_at=0 if kill else at)
            found = _lost(folder, acknowledged, said if kill else [])
            lost += bool(found)
            again, then = _decided(folder, keys="")
            if again.code or not then:
                found.append(f"it does not open again: {again.code} {again.text}")
            elif ended.unexpected:
                found.append(f"exit code {ended.code}: {ended.text}")
            changed = [*ended.outside, *again.outside]
            outside += len(changed)
            found += [outside_text(changed)] if changed else []
            problems += [f"{name} at call {at} of {len(whole.calls)}: {problem}" for problem in found]
        yield Result(f"window, {name}", len(chosen), problems, lost=lost, outside=outside, of=len(whole.calls))
    shutil.rmtree(place)


def _fresh(template: Path, folder: Path) -> None:
    for source, target in ((template, folder), (data_of(template), data_of(folder))):
        shutil.rmtree(target, ignore_errors=True)
        if source.exists():
            shutil.copytree(source, target)


def _decided(folder: Path, keys: str = _KEYS, *, kill_at: int = 0, full_at: int = 0) -> tuple[Ended, list[_Said]]:
    """Open the window, press keys; return how it ended and what it acknowledged after each, through a pipe."""
    reading, writing = os.pipe()  # no file, so that telling is no system call that counts

    def child() -> int:
        from tests.faults.pressing import press_keys

        def tell(project: Project) -> None:
            number = project.number("SELECT max(id) FROM decision")
            os.write(writing, json.dumps([number, labels_of(project)]).encode() + b"\n")

        os.chdir(folder)
        return press_keys(folder / "p.labeler", keys, tell, lambda: calls.arm(kill_at=kill_at, full_at=full_at))

    os.environ["DESKTOP_LABELER_DATA"] = str(data_of(folder))
    os.set_blocking(reading, False)
    ended = run_child(child, folder.parent / "printed.txt", [folder, data_of(folder)], [folder / "images"])
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        lines = (stream.read() or b"").splitlines()
    said = [json.loads(line) for line in lines]
    return ended, [
        _Said(number, {path: (label, state) for path, (label, state) in labels.items()}) for number, labels in said
    ]


def _lost(folder: Path, acknowledged: list[_Said], expected: list[_Said]) -> list[str]:
    """Return what is wrong with the project: all that was said, perhaps the next, and a history that replays."""
    if not acknowledged:
        return []
    try:
        with Project(folder / "p.labeler") as project:
            newest, labels = project.number("SELECT max(id) FROM decision"), labels_of(project)
            replays = replay(project) == snapshot(project)[0]
            intact = project.rows("PRAGMA quick_check(1)") == [("ok",)]
    except LabelerError as error:
        return [f"the project cannot be opened: {error}"]
    allowed = [acknowledged[-1], *expected[len(acknowledged) : len(acknowledged) + 1]]
    checks: dict[str, Callable[[], bool]] = {
        "the history does not replay": lambda: replays,
        "the file is damaged": lambda: intact,
        f"{acknowledged[-1].decision - newest} decisions are lost": lambda: newest >= acknowledged[-1].decision,
        "labels differ from those acknowledged": lambda: labels in [one.labels for one in allowed],
    }
    return [text for text, holds in checks.items() if not holds()]
