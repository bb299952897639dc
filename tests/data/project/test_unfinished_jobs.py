"""A job that stopped is remembered in the project; looking at images is counted by what is stored."""

from pathlib import Path

import numpy as np

from desktop_labeler.data.computed.embeddings import append_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.unfinished_jobs import (
    Unfinished,
    note_begun,
    note_ended,
    note_stopped,
    read_unfinished,
)
from tests.making import make_project


def test_nothing_is_left_before_and_after_a_job(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        assert read_unfinished(project) is None
        note_begun(project, "identify")
        note_ended(project)
        assert read_unfinished(project) is None


def test_a_job_that_did_not_end_is_known_after_a_restart(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        note_begun(project, "identify")
    with Project(tmp_path / "p.labeler") as project:
        assert read_unfinished(project) == Unfinished("identify")
        note_stopped(project, Unfinished("identify", 3, 10))
        assert read_unfinished(project) == Unfinished("identify", 3, 10)


def test_looking_counts_what_is_stored_even_where_nobody_could_note_it(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(10)]) as project:
        note_begun(project, "look")
        for ids in ([1, 2, 3], [4, 5]):
            append_vectors(project, "key", np.array(ids), np.ones((len(ids), 4), np.float16))
    with Project(tmp_path / "p.labeler", "read") as project:
        assert read_unfinished(project) == Unfinished("look", 5, 10)
