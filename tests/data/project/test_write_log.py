"""The write-ahead log: decisions go on while it is copied, and nothing is lost however late that happens."""

import shutil
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import accept, decide, read_history
from desktop_labeler.data.project import write_log
from desktop_labeler.data.project.project_file import Project
from tests.making import ME, make_project

IMAGES = 6_000
DECISIONS = 30


@pytest.fixture
def project(tmp_path: Path) -> Project:
    with make_project(tmp_path / "p.labeler", [f"{number:05}.png" for number in range(IMAGES)]) as made:
        add_classes(made, ["cat"], ME)
    return Project(tmp_path / "p.labeler")


def _decide(project: Project) -> None:
    """Decide images spread over the whole project, as a page of suggestions does."""
    step = IMAGES // 100
    for number in range(DECISIONS):
        images = range(1 + number, IMAGES + 1, step)
        decide(project, images, accept(1), kind="accept", what=f"Accept {number}", by=ME)


def test_the_file_is_left_alone_until_the_log_is_merged(project: Project) -> None:
    write_log.put_off_merging(project.db)
    before = project.path.read_bytes()
    _decide(project)
    assert write_log.is_long(project.path)
    assert project.path.read_bytes() == before
    with Project(project.path) as other:
        write_log.merge_log(other.db, other.path)
    assert project.path.read_bytes() != before
    project.close()


def test_nothing_is_lost_before_the_log_is_merged(project: Project, tmp_path: Path) -> None:
    write_log.put_off_merging(project.db)
    _decide(project)
    after_a_crash = tmp_path / "crash"
    after_a_crash.mkdir()
    for file in (project.path, project.path.with_name("p.labeler-wal")):
        shutil.copy(file, after_a_crash / file.name)
    project.close()
    with Project(after_a_crash / "p.labeler") as again:
        assert len([entry for entry in read_history(again) if entry.kind == "accept"]) == DECISIONS


def test_a_decision_is_written_while_another_connection_reads_and_merges(project: Project) -> None:
    write_log.put_off_merging(project.db)
    with Project(project.path, "read") as reader, Project(project.path) as merger:
        reader.db.execute("BEGIN")
        seen = reader.rows("SELECT count(*) FROM decision")
        _decide(project)
        write_log.merge_log(merger.db, merger.path)
        decide(project, [IMAGES], accept(1), kind="last", what="One more", by=ME)
        assert reader.rows("SELECT count(*) FROM decision") == seen  # it goes on reading what there was
        reader.db.execute("COMMIT")
        assert reader.rows("SELECT count(*) FROM decision WHERE kind = 'last'") == [(1,)]
    assert len([entry for entry in read_history(project) if entry.kind == "accept"]) == DECISIONS
    project.close()


def test_without_a_log_there_is_nothing_to_merge(tmp_path: Path) -> None:
    assert not write_log.is_long(tmp_path / "none.labeler")
