"""Random keys and mouse through the real main(): nothing breaks, nothing decided is lost, and all of it can be undone.

Every decision is held against what was painted at that moment, while jobs begin and end. DESKTOP_LABELER_MONKEY_SECONDS
=1800 lets it go on for half an hour (with `-s -o timeout=2700 -o faulthandler_timeout=0`), DESKTOP_LABELER_MONKEY_SEED
begins elsewhere.
"""

import csv
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_labeler.data.decisions.history import By, Edit, decide, read_history, redo, undo
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.exchange.import_boxes import import_boxes
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.background import Background
from tests.e2e.driving import bytes_of, run_main, the_window
from tests.e2e.history import boxes, classes, replayed, replayed_classes, verdicts
from tests.e2e.monkey import Ears, Monkey, no_file_chosen, nothing_chosen, where_it_went

_EVENTS = 2500  # the large view and the handbook take many of them, and decide little
_EACH = 40
_PHOTOGRAPHS = 8
_KINDS = ("across", "down", "rings")
_BY = By("monkey")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a project of three kinds of patterns: a third unlabelled, some labels wrong, looked at, with a round.

    Some images are bursts, which stacks show as one tile, and some photographs have boxes.
    """
    rng = np.random.default_rng(0)
    row, column = np.mgrid[:32, :32]
    phases = {"across": row, "down": column, "rings": np.hypot(row - 16, column - 16)}
    for kind in _KINDS:
        for number in range(_EACH):
            pixels = np.where((phases[kind] + rng.integers(4)) // 4 % 2, 200, 60)
            noisy = np.clip(pixels + rng.normal(0, 20, (32, 32)), 0, 255).astype(np.uint8)
            given = "_unlabeled" if number % 3 == 0 else "down" if number % 10 == 1 else kind
            place = tmp_path / "images" / given / f"{kind}-{number:02}.png"
            place.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(noisy).save(place)
    made, table = tmp_path / "p.labeler", _photographs_with_boxes(tmp_path, rng)
    finish(new_project(made, tmp_path / "images"))
    finish(import_boxes(made, table, by=_BY))
    with Project(made, "write") as project:
        several = project.integers("SELECT group_concat(id) FROM image WHERE id % 5 < 2")[0]
        bursts = Edit(group=[f"burst {number // 20}" for number in several.tolist()])
        decide(project, several, bursts, kind="group", what="bursts", by=_BY)
    finish(embed_project(made, device="cpu", flips="none"))
    finish(run_round(made))
    return made


def _photographs_with_boxes(folder: Path, rng: np.random.Generator) -> Path:
    """Make a few photographs with some stripes in each, and a table with a box around them; return the table."""
    table, place = folder / "boxes.csv", folder / "images" / "_unlabeled"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "x", "y", "w", "h", "label"])
        for number in range(_PHOTOGRAPHS):
            pixels = rng.normal(120, 10, (120, 160)).clip(0, 255).astype(np.uint8)
            for x, y in ((8, 10), (90, 60)):
                pixels[y : y + 40 : 4, x : x + 50] = 220
                rows.writerow([f"_unlabeled/photo-{number}.png", x, y, 50, 40, _KINDS[0] if x < 50 else ""])
            Image.fromarray(pixels).save(place / f"photo-{number}.png")
    return table


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """Close the dialogs of the desktop at once, open nothing outside, and forget what the monkey has set."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, no_file_chosen)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", nothing_chosen)
    monkeypatch.setattr(QDesktopServices, "openUrl", nothing_chosen)
    yield
    key_map().load({})
    theme().use("system")
    choose_language(qapp, "en")


def test_random_keys_and_mouse(file: Path, tmp_path: Path, desktop: None, qapp: QApplication) -> None:
    asked = os.environ.get("DESKTOP_LABELER_MONKEY_SECONDS")
    seed = int(os.environ.get("DESKTOP_LABELER_MONKEY_SEED", "1"))
    images, ears = bytes_of(tmp_path / "images"), Ears()
    written: list[tuple[int, str, int]] = []  # what the window said was decided, the moment it said so
    monkeys: list[Monkey] = []

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.pages is not None and window.pages.rounds.settled
        watched: list[OpenProject] = []

        def note() -> None:
            window = the_window()
            if window is not None and window.project is watched[-1]:
                newest = read_history(watched[-1].project, limit=1)
                written.extend((one.id, one.kind, one.images) for one in newest)

        def watch() -> bool:
            project = _come_back(file)
            if project is not None and project not in watched:
                watched.append(project)
                project.history_changed.connect(note)
            return project is not None

        limit = (None, float(asked)) if asked else (_EVENTS, None)
        monkey = Monkey(seed, Background(tmp_path / "tables"), limit=limit)
        monkeys.append(monkey)
        monkey.start()
        while not monkey.done:
            so_far = monkey.count
            yield lambda: watch() and (monkey.done or monkey.count >= so_far + 50)  # noqa: B023 - asked before the next
        yield lambda: (last := the_window()) is not None and (last.project is None or not last.project.busy)

    logging.getLogger("desktop_labeler").addHandler(ears)
    try:
        code = run_main([str(file)], person)
    finally:
        logging.getLogger("desktop_labeler").removeHandler(ears)
        log = where_it_went(monkeys[0], tmp_path) if monkeys else None
    assert code == 0
    assert not ears.heard, f"{ears.heard[0]}\n(what was done is in {log})"
    eyes = monkeys[0].eyes
    sys.stdout.write(f"\nseed {seed}: {monkeys[0].count} events, {dict(eyes.counts)}, {len(eyes.wrong)} found\n")
    assert not eyes.wrong, f"{eyes.wrong[:40]}\n(what was done is in {log})"
    assert bytes_of(tmp_path / "images") == images
    with Project(file) as project:
        _nothing_is_lost(project, written)
        _history_replays(project)
        _all_can_be_undone(project)


def _come_back(file: Path) -> OpenProject | None:
    """Return the project open in the window, whichever window that is by now; this one where there was another."""
    window = the_window()
    if window is not None and (window.project is None or window.project.path != file):
        window.open_project(file)
    return window.project if window is not None else None


def _nothing_is_lost(project: Project, written: list[tuple[int, str, int]]) -> None:
    stored = {one.id: (one.kind, one.images) for one in read_history(project, limit=None)}
    assert len({number for number, _, _ in written}) > 10, "the monkey decided next to nothing"
    assert [one for one in written if stored.get(one[0]) != one[1:]] == []


def _history_replays(project: Project) -> None:
    assert replayed(project) == verdicts(project)
    now = classes(project)
    assert replayed_classes(project) == {number: now[number] for number in replayed_classes(project)}


def _all_can_be_undone(project: Project) -> None:
    at_the_end, classes_at_the_end, boxes_at_the_end = verdicts(project), classes(project), boxes(project)
    steps = 0
    while undo(project, _BY) is not None:
        steps += 1
    assert {(verdict[0], verdict[1]) for verdict in verdicts(project).values()} == {(State.UNLABELLED, None)}
    assert all(one["deleted"] for one in classes(project).values())
    _history_replays(project)
    for _ in range(steps):  # and no further: what was undone in the window before stays undone
        assert redo(project, _BY) is not None
    _history_replays(project)
    assert {image: verdict[:7] for image, verdict in verdicts(project).items()} == {
        image: verdict[:7] for image, verdict in at_the_end.items()
    }
    assert classes(project) == classes_at_the_end
    assert boxes(project) == boxes_at_the_end
