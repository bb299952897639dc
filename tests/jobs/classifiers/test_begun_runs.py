"""Which classifications of folders were interrupted: those, and neither finished nor running ones."""

from pathlib import Path

import pytest

from desktop_labeler.data.formats.classified_table import unfinished_place
from desktop_labeler.data.project import lock
from desktop_labeler.jobs.classifiers import begun_runs
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun, forget_run, interrupted_runs, note_run
from desktop_labeler.jobs.classifiers.classify_folder import classify_folder
from desktop_labeler.paths import data_dir
from desktop_labeler.progress import finish
from tests.jobs.classifiers.classifying import classifier_project, new_folder


@pytest.fixture
def run(tmp_path: Path) -> BegunRun:
    """Return a run that was interrupted."""
    found = BegunRun(tmp_path / "p.labeler", tmp_path / "näw", tmp_path / "out.csv")
    unfinished_place(found.out).write_bytes(b"half of it")
    note_run(found)
    return found


def test_an_interrupted_run_is_known_until_its_table_is_there(run: BegunRun) -> None:
    assert interrupted_runs() == [run]
    run.out.write_text("done")
    assert interrupted_runs() == []
    run.out.unlink()
    unfinished_place(run.out).unlink()
    assert interrupted_runs() == []
    unfinished_place(run.out).write_bytes(b"its drive is back")
    assert interrupted_runs() == [run]
    forget_run(run.out)
    assert interrupted_runs() == []


def test_one_that_runs_now_is_not_interrupted(run: BegunRun) -> None:
    held = lock.acquire(unfinished_place(run.out))
    assert interrupted_runs() == []
    lock.release(held)
    assert interrupted_runs() == [run]
    assert list(run.out.parent.glob(".*")) == []  # asking leaves nothing behind


def test_damaged_notes_and_a_folder_that_cannot_be_written_are_passed_over(
    run: BegunRun, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (note,) = (data_dir() / begun_runs._FOLDER).iterdir()
    for damage in ("{", "[]", "{}", '{"model": "a", "folder": "b", "out": "c\\u0000"}', "7"):
        note.with_name(f"{len(damage)}.json").write_text(damage)
    assert interrupted_runs() == [run]
    (tmp_path / "file").touch()
    monkeypatch.setattr(begun_runs, "data_dir", lambda: tmp_path / "file")
    note_run(run)
    forget_run(run.out)
    assert interrupted_runs() == []


def test_a_cancelled_job_is_offered_and_its_end_takes_the_offer_back(tmp_path: Path) -> None:
    project, folder, out = classifier_project(tmp_path / "p"), new_folder(tmp_path / "new", 4), tmp_path / "out.csv"
    job = classify_folder(project, folder, out, device="cpu")
    while next(job).phase != "classifying":
        pass
    assert interrupted_runs() == []  # it runs
    job.close()
    assert interrupted_runs() == [BegunRun(project, folder, out)]
    finish(classify_folder(project, folder, out, device="cpu"))
    assert not list((data_dir() / begun_runs._FOLDER).iterdir())
