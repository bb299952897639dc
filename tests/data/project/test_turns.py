"""Whose turn it is to write: one at a time, a person's decision before a job's arrays."""

import threading
from pathlib import Path

import numpy as np

from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.project.lock import Turns, turns_of
from desktop_labeler.data.project.project_file import Project
from tests.making import ME, make_project


def test_one_at_a_time_and_decisions_first() -> None:
    turns, order = Turns(), []
    inside = 0
    ready = threading.Semaphore(0)

    def work(name: str, first: bool) -> None:
        nonlocal inside
        ready.release()
        with turns.take(first=first):
            inside += 1
            order.append((name, inside))
            inside -= 1

    with turns.take(first=False):
        threads = [threading.Thread(target=work, args=(f"job {number}", False)) for number in range(4)]
        threads += [threading.Thread(target=work, args=("decision", True))]
        for thread in threads:
            thread.start()
        for _ in threads:
            ready.acquire()
        while not turns.wanted:
            pass
    for thread in threads:
        thread.join()
    assert order[0] == ("decision", 1)
    assert all(count == 1 for _, count in order)
    assert len(order) == 5


def test_a_failing_block_gives_its_turn_back() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            with turns.take(first=True):
                raise KeyError
        except KeyError:
            pass


def test_all_connections_of_a_project_share_their_turns(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    (tmp_path / "link.labeler").symlink_to(path)
    assert turns_of(path) is turns_of(tmp_path / "link.labeler")


def test_decisions_come_through_while_a_job_writes_without_a_pause(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    stop, written = threading.Event(), []

    def job() -> None:
        with Project(path, durable=False) as project:
            while not stop.is_set():
                save_arrays(project, {"x": np.zeros((4096, 64), np.float16)})
                written.append(1)

    with make_project(path, [f"{number}.png" for number in range(50)]) as project:
        thread = threading.Thread(target=job)
        thread.start()
        while not written:
            pass
        try:
            for image in range(1, 51):
                decide(project, [image], assign(1), kind="assign", what="Label", by=ME)
        finally:
            stop.set()
            thread.join()
        assert len(project.rows("SELECT id FROM image WHERE class_id = 1")) == 50
