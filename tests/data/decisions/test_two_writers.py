"""Two threads that decide, undo and redo at once: the history stays one that replays to what is stored."""

import random
import threading
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import (
    By,
    assign,
    clear,
    decide,
    next_steps,
    read_history,
    redo,
    undo,
    unsure,
)
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from tests.data.decisions.test_history import replay, snapshot
from tests.making import ME, make_project

COUNT = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of some images and two classes."""
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(COUNT)]) as project:
        add_classes(project, ["cat", "dog"], ME)
    return tmp_path / "p.labeler"


def _work(path: Path, seed: int, steps: int) -> None:
    chance, by = random.Random(seed), By(f"person {seed}")
    with Project(path) as project:
        project.db.execute("PRAGMA synchronous = OFF")  # what is tested is the content, not the disk
        for _ in range(steps):
            images = sorted(chance.sample(range(1, COUNT + 1), chance.randint(1, 20)))
            action = chance.choice(["assign", "assign", "unsure", "clear", "undo", "undo", "redo"])
            if action == "undo":
                undo(project, by)
            elif action == "redo":
                redo(project, by)
            else:
                edit = {"assign": assign(chance.randint(1, 2)), "unsure": unsure(), "clear": clear()}[action]
                decide(project, images, edit, kind=action, what=action, by=by)


@pytest.mark.parametrize("seed", range(4))
def test_two_threads_leave_a_history_that_replays(path: Path, seed: int) -> None:
    threads = [threading.Thread(target=_work, args=(path, 10 * seed + number, 60)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Project(path) as project:
        assert replay(project) == snapshot(project)[0]
        while undo(project, ME) is not None:
            assert replay(project) == snapshot(project)[0]


def test_an_undo_that_finds_another_last_decision_is_refused(path: Path) -> None:
    with Project(path) as window, Project(path) as importing:
        decide(window, [1], assign(1), kind="assign", what="mine", by=ME)
        seen, _ = next_steps(window)
        assert seen is not None
        decide(importing, list(range(2, COUNT)), assign(2), kind="import", what="theirs", by=By("import"))
        before, count = snapshot(window), len(read_history(window))
        with pytest.raises(ProjectError, match="Nothing was changed"):
            undo(window, ME, expected=seen.id)
        assert snapshot(window) == before
        assert len(read_history(window)) == count
        undone = undo(window, ME)
        assert undone is not None
        assert undone.images == COUNT - 2
