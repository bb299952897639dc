"""Rounds in the window: real ones on small images, in the background, taken over only when asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit, accept, assign, clear, exclude, unsure
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.rounds.round_lists import make_lists
from desktop_labeler.ui.rounds.rounds import Rounds
from tests.making import ME
from tests.ui.job_queues import make_job_queue
from tests.ui.stored_rounds import Findings, store_round

_EACH = 20  # images of each of the two kinds
_LONG = 120_000  # ms: the first round imports the networks


@pytest.fixture(scope="module")
def stripes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of small images, horizontal and vertical stripes with noise."""
    folder = tmp_path_factory.mktemp("stripes")
    rng = np.random.default_rng(0)
    wave = np.where(np.arange(32) // 4 % 2, 200, 60)
    for number in range(2 * _EACH):
        pixels = np.broadcast_to(wave[:, None] if number < _EACH else wave[None, :], (32, 32))
        noisy = np.clip(pixels + rng.normal(0, 25, (32, 32)), 0, 255).astype(np.uint8)
        Image.fromarray(noisy).save(folder / f"{number:02}.png")
    return folder


@pytest.fixture
def made(
    stripes: Path, tmp_path: Path, qtbot: QtBot
) -> Iterator[Callable[[Settings], tuple[OpenProject, Rounds, JobQueue]]]:
    """Return a function that opens a project of the stripes, without labels, with its rounds."""
    opened: list[tuple[OpenProject, Rounds, JobQueue]] = []

    def make(settings: Settings) -> tuple[OpenProject, Rounds, JobQueue]:
        file = tmp_path / "stripes.labeler"
        finish(new_project(file, stripes, "none", classes=["across", "down"]))
        jobs = make_job_queue(qtbot)
        project = OpenProject(file)
        rounds = Rounds(project, jobs, settings, jobs)
        qtbot.waitUntil(lambda: rounds.loaded)
        opened.append((project, rounds, jobs))
        return opened[-1]

    yield make
    for project, rounds, jobs in opened:
        rounds.close()
        jobs.stop()
        project.close()
        project.deleteLater()


def test_in_a_blind_package_nothing_is_suggested(
    made: Callable[[Settings], tuple[OpenProject, Rounds, JobQueue]], qtbot: QtBot
) -> None:
    project, rounds, jobs = made(Settings(device="cpu"))
    project.blind = True
    told: list[str] = []
    jobs.announced.connect(lambda notice: told.append(notice.text))
    rounds.start()
    assert not rounds.automatic
    assert not rounds.running
    assert told == [rounds.why_none()]


def label(project: OpenProject, images: list[int]) -> None:
    """Give images their true class, as one decision."""
    across, down = (kind.id for kind in project.classes)
    rows = project.rows(images)
    classes = [across if int(rows[image].path[:2]) < _EACH else down for image in images]
    project.decide(images, assign(classes), kind="assign", what=DecisionText("label", n=1, name="Fly"), page="test")


def images_of(project: OpenProject) -> list[int]:
    return [int(str(image)) for (image,) in project.project.rows("SELECT id FROM image ORDER BY path")]


def test_looking_labelling_and_the_next_round(
    qtbot: QtBot, made: Callable[[Settings], tuple[OpenProject, Rounds, JobQueue]]
) -> None:
    project, rounds, _ = made(Settings(auto_round=False))
    images = images_of(project)
    assert rounds.view is None
    qtbot.waitUntil(lambda: rounds.unanalysed.found is not None)
    assert rounds.text() == "40 images not analysed"
    rounds.start()
    assert rounds.running
    qtbot.waitUntil(lambda: rounds.settled and rounds.view is not None, timeout=_LONG)
    assert rounds.view is not None
    assert rounds.lists is not None
    assert (rounds.view.number, rounds.lists.undecided) == (1, 0)  # nothing to learn from yet
    project.add_class("Not on any image yet")
    assert rounds.newer == 0  # a round learns nothing from that
    project.undo()
    assert rounds.newer == 0
    label(project, [*images[:5], *images[-5:]])
    assert rounds.newer == 1
    assert "1 newer decision is not used yet" in rounds.text()
    project.undo()
    assert rounds.newer == 0
    project.redo()
    assert rounds.newer == 1
    rounds.start()
    qtbot.waitUntil(lambda: rounds.waiting, timeout=_LONG)
    assert rounds.view.number == 1  # nothing is taken over by itself
    assert rounds.take_over()
    qtbot.waitUntil(lambda: rounds.settled)
    assert rounds.newer == 0
    assert rounds.lists is not None
    assert rounds.lists.undecided == len(images) - 10
    across, down = (kind.id for kind in project.classes)
    suggested = {image: number for number, some in rounds.lists.suggested.items() for image in some.tolist()}
    right = [
        suggested[image] == (across if place < _EACH else down) for place, image in enumerate(images[5:-5], start=5)
    ]
    assert np.mean(right) > 0.9
    assert {state for (state, _) in project.project.counts()} == {State.UNLABELLED, State.CONFIRMED}


def test_a_round_starts_by_itself_after_enough_decisions(
    qtbot: QtBot, made: Callable[[Settings], tuple[OpenProject, Rounds, JobQueue]]
) -> None:
    project, rounds, _ = made(Settings(auto_round=True))
    images = images_of(project)
    rounds.start()
    qtbot.waitUntil(lambda: rounds.settled and rounds.view is not None, timeout=_LONG)
    label(project, images[:3])
    label(project, images[-9:])
    qtbot.waitUntil(lambda: rounds.waiting, timeout=_LONG)
    assert not rounds.running


def test_a_cancelled_round_leaves_the_old_one_and_another_can_start(
    qtbot: QtBot, made: Callable[[Settings], tuple[OpenProject, Rounds, JobQueue]]
) -> None:
    project, rounds, jobs = made(Settings(auto_round=False))
    store_round(project.project, Findings())
    rounds.reload()
    qtbot.waitUntil(lambda: rounds.view is not None)
    cancelled: list[str] = []

    def cancel_at_once() -> None:
        if jobs.busy and not cancelled:
            cancelled.append(jobs.title)
            jobs.cancel()

    rounds.changed.connect(cancel_at_once)
    rounds.start()
    qtbot.waitUntil(lambda: bool(cancelled) and not jobs.busy and not rounds.running, timeout=_LONG)
    assert cancelled == ["Round 2"]
    assert not rounds.waiting
    assert rounds.view is not None
    assert rounds.view.number == 1


def test_the_lists_follow_decisions_and_undo(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new([f"{number:02}.png" for number in range(30)])
    fly = add_classes(project.project, ["Fly"], ME)["Fly"]
    project.reload()
    store_round(project.project, Findings(dict.fromkeys(range(1, 31), (fly, 0.5))))
    jobs = make_job_queue(qtbot)
    rounds = Rounds(project, jobs, Settings(auto_round=False), jobs)

    def undecided() -> int:
        return rounds.lists.undecided if rounds.lists is not None else -1

    qtbot.waitUntil(lambda: undecided() == 30)
    project.decide([1, 2, 3], assign(fly), kind="assign", what=DecisionText("label", n=1, name="Fly"), page="test")
    qtbot.waitUntil(lambda: undecided() == 27)
    project.undo()
    qtbot.waitUntil(lambda: undecided() == 30)
    rounds.close()


def test_nothing_stored_is_no_round(tmp_path: Path, qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"])
    jobs = make_job_queue(qtbot)
    rounds = Rounds(project, jobs, Settings(), jobs)
    qtbot.waitUntil(lambda: rounds.loaded)
    assert rounds.view is None
    assert not rounds.take_over()
    with Project(project.path, "read") as again:
        assert again.setting("round") is None
    rounds.close()


def test_lists_made_from_what_changed_are_those_made_from_everything(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new([f"{number:02}.png" for number in range(40)], labels=["Fly", "Bee"] * 10 + [None] * 20)
    fly, bee = (kind.id for kind in project.classes)
    found = {image: (fly if image % 3 else bee, image / 50) for image in range(21, 41)}
    store_round(project.project, Findings(found, dict.fromkeys(range(1, 21, 2), (bee, 0.5))))
    jobs = make_job_queue(qtbot)
    rounds = Rounds(project, jobs, Settings(auto_round=False), jobs)
    qtbot.waitUntil(lambda: rounds.settled)
    rng = np.random.default_rng(1)
    edits = [assign(fly), accept(bee), unsure(), Edit(reject=fly), Edit(reject=bee), clear(), exclude()]
    for step in range(14):
        images = rng.choice(40, 5, replace=False) + 1
        project.decide(images, edits[step % len(edits)], kind="test", what=DecisionText("order_classes"), page="test")
        if step % 4 == 3:
            project.undo()
        qtbot.waitUntil(lambda: rounds.settled)
        assert rounds.view is not None
        assert rounds.lists is not None
        everything, _ = make_lists(rounds.view, None, (), project.project)
        mine = {number: some.tolist() for number, some in rounds.lists.suggested.items()}
        assert mine == {number: some.tolist() for number, some in everything.suggested.items()}
        assert rounds.lists.suspects.ids.tolist() == everything.suspects.ids.tolist()
    rounds.close()


def test_suggestions_of_a_class_that_is_deleted_do_not_count_until_it_is_back(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new([f"{number:02}.png" for number in range(20)], labels=["Fly", "Bee"] * 5 + [None] * 10)
    fly, bee = (kind.id for kind in project.classes)
    store_round(project.project, Findings({image: (fly if image % 2 else bee, 0.9) for image in range(11, 21)}, {}))
    jobs = make_job_queue(qtbot)
    rounds = Rounds(project, jobs, Settings(auto_round=False), jobs)
    qtbot.waitUntil(lambda: rounds.lists is not None and set(rounds.lists.suggested) == {fly, bee})
    project.delete_class(project.classes[1])
    qtbot.waitUntil(lambda: rounds.lists is not None and set(rounds.lists.suggested) == {fly})
    assert rounds.lists is not None
    assert rounds.lists.undecided == 5
    project.undo()
    qtbot.waitUntil(lambda: rounds.lists is not None and rounds.lists.undecided == 10)
    rounds.close()
