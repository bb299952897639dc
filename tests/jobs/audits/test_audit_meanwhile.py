"""An audit goes on after weeks: files moved or deleted, folders scanned again, clocks wrong, people renamed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_labeler.data.project.project_file import Project

Run = Callable[..., Any]
COUNT = 24


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """24 images in two class folders, and an audit of 12 of the labels."""
    for number in range(COUNT):
        file = tmp_path / "photos" / ("cat" if number % 3 else "dog") / f"{number:02}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number, 9, 0)).save(file)
    run("new", tmp_path / "p.labeler", tmp_path / "photos")
    run("audit", tmp_path / "p.labeler", "start", "-n", 12, "--seed", 5)
    return tmp_path / "p.labeler"


def _next(project: Path, run: Run) -> list[str]:
    return [image["path"] for image in run("audit", project, "next", "--paths")["images"]]


def _answer(project: Path, run: Run, paths: list[str]) -> None:
    """Answer what the folders say, as Ann."""
    table = project.with_name("answers.csv")
    table.write_text("rel_path,label\n" + "".join(f"{path},{path.split('/')[0]}\n" for path in paths))
    run("label", project, "--from", table, "--by", "Ann", "--audit")


def test_after_weeks_a_moved_folder_and_deleted_images_it_is_finished(project: Path, run: Run, tmp_path: Path) -> None:
    drawn = _next(project, run)
    _answer(project, run, drawn[:4])
    with Project(project) as opened:  # as if it had been weeks ago
        opened.db.execute("UPDATE decision SET time = '2020-01-02T03:04:05.000Z'")
    (tmp_path / "photos").rename(tmp_path / "moved")
    for path in (drawn[1], drawn[5], drawn[6]):  # one was answered, two were not
        (tmp_path / "moved" / path).unlink()
    run("rescan", project, "--folder", tmp_path / "moved")
    assert _next(project, run) == [path for path in drawn[4:] if path not in drawn[5:7]]
    _answer(project, run, _next(project, run))
    found = run("audit", project, "status")
    assert (found["n"], found["wrong"], found["open"], found["gone"]) == (10, 0, 0, 2)
    assert found["ended"]
    assert found["intervals"] == "once"  # all that could be checked was
    Image.new("RGB", (8, 8), (5, 9, 0)).save(tmp_path / "moved" / drawn[5])
    run("rescan", project)
    assert _next(project, run) == [drawn[5]]  # it is there again, so it is asked again


def test_clocks_that_disagree_and_a_renamed_person_change_nothing_of_it(project: Path, run: Run) -> None:
    drawn = _next(project, run)
    _answer(project, run, drawn[:6])
    with Project(project) as opened:  # answers from a computer that is years behind
        opened.db.execute(
            "UPDATE decision SET time = '1999-01-01T00:00:00.000Z' WHERE id = (SELECT max(id) FROM decision)"
        )
    run("people", project, "--rename", "Ann", "Anna")
    _answer(project, run, drawn[6:])
    found = run("audit", project, "status")
    assert (found["n"], found["open"], found["wrong"]) == (12, 0, 0)
    people = run("people", project)["people"]
    assert [(one["name"], one["images"]) for one in people] == [("Anna", 12)]
