"""Random histories of two threads that decide, import, undo and redo at once: what is stored is what replays."""

import csv
import random
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, clear, decide, redo, undo, unsure
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from tests.data.decisions.test_history import replay, snapshot
from tests.faults import calls
from tests.faults.children import run_child
from tests.faults.results import Result, outside_text
from tests.making import ME, make_project

_COUNT, _STEPS = 40, 40
_ACTIONS = ("assign", "assign", "unsure", "clear", "undo", "undo", "redo", "import")


def run(histories: int, work: Path, seed: int, until: float) -> Iterator[Result]:
    """Yield one result of that many histories, fewer where the time is over."""
    problems: list[str] = []
    done = outside = 0
    while done < histories and time.monotonic() < until:
        place = work / "threads"
        place.mkdir()

        def one(place: Path = place, number: int = done) -> int:
            calls.arm()
            found = _history(place, 1000 * seed + number)
            print("\n".join(found))
            return 1 if found else 0

        ended = run_child(one, work / "printed.txt", [place])
        problems += [f"history {done}: {ended.text}"] if ended.code else []
        problems += [outside_text(ended.outside)] if ended.outside else []
        outside += len(ended.outside)
        done += 1
        shutil.rmtree(place)
    name = f"two threads, {2 * _STEPS} steps each history"
    yield Result(name, done, problems, lost=len(problems), outside=outside, of=histories)


def _history(place: Path, seed: int) -> list[str]:
    path = place / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(_COUNT)]) as project:
        add_classes(project, ["cat", "dog"], ME)
    errors: list[str] = []
    threads = [threading.Thread(target=_decide, args=(path, 2 * seed + number, errors)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Project(path) as project:
        if replay(project) != snapshot(project)[0]:
            errors.append(f"history {seed} does not replay")
        while undo(project, ME) is not None:
            pass
        if replay(project) != snapshot(project)[0] or any(
            row[1] for row in project.rows("SELECT id, state FROM image")
        ):
            errors.append(f"history {seed} is not undone to the beginning")
    return errors


def _decide(path: Path, seed: int, errors: list[str]) -> None:
    chance, by = random.Random(seed), By(f"person {seed}")
    try:
        with Project(path) as project:
            project.db.execute("PRAGMA synchronous = OFF")  # what is tested is the content, not the disk
            for _ in range(_STEPS):
                _step(project, chance, by)
    except Exception as error:  # noqa: BLE001 - counted and shown
        errors.append(f"thread {seed}: {error!r}")


def _step(project: Project, chance: random.Random, by: By) -> None:
    images = sorted(chance.sample(range(1, _COUNT + 1), chance.randint(1, 20)))
    action = chance.choice(_ACTIONS)
    if action == "undo":
        undo(project, by)
    elif action == "redo":
        redo(project, by)
    elif action == "import":
        table = project.path.with_name(f"{chance.random()}.csv")
        with table.open("w", newline="", encoding="utf-8") as stream:
            rows = [(f"{image - 1}.png", chance.choice(["cat", "dog"])) for image in images]
            csv.writer(stream).writerows([("rel_path", "label"), *rows])
        finish(import_labels(project.path, table, format="csv", by=by))
    else:
        edit = {"assign": assign(chance.randint(1, 2)), "unsure": unsure(), "clear": clear()}[action]
        decide(project, images, edit, kind=action, what=action, by=by)
