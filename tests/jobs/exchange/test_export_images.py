"""An export is complete, or not there at all."""

import errno
import json
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish
from tests.making import ME, label_images, make_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project of four image files: two cats, a dog, one without a label."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png", "d.png"], files=True) as project:
        label_images(project, ["cat", "cat", "dog", None])
    return tmp_path / "p.labeler"


@pytest.mark.parametrize("name", FORMATS)
def test_a_cancelled_export_leaves_nothing(path: Path, name: str) -> None:
    out = path.with_name("out")
    before = sorted(path.parent.rglob("*"))
    job = export(path, out, format=name)
    next(job)
    job.close()
    assert sorted(path.parent.rglob("*")) == before


def test_an_export_cancelled_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(450)], files=True):
        pass
    job = export(tmp_path / "p.labeler", tmp_path / "out", format="imagefolder")
    assert [next(job).done, next(job).done] == [0, 200]
    assert any(entry.name.endswith(".part") for entry in tmp_path.iterdir())
    job.close()
    assert {entry.name for entry in tmp_path.iterdir()} == {"p.labeler", "images"}


def test_a_target_that_exists_is_left_alone(path: Path) -> None:
    out = path.with_name("mine.csv")
    out.write_text("precious")
    with pytest.raises(FormatError, match="exists already"):
        finish(export(path, out, format="csv"))
    assert out.read_text() == "precious"


def test_a_target_that_appears_meanwhile_is_left_alone(path: Path) -> None:
    out = path.with_name("out")
    job = export(path, out, format="imagefolder")
    next(job)
    out.write_text("precious")
    with pytest.raises(FormatError, match="meanwhile"):
        finish(job)
    assert out.read_text() == "precious"
    assert not list(path.parent.glob(".export-*"))


@pytest.mark.parametrize("inside", ["images/out", "images", "link/out", "images/../images/deep/out"])
def test_nothing_is_exported_into_the_folder_of_the_images(path: Path, inside: str) -> None:
    (path.parent / "link").symlink_to(path.parent / "images")
    (path.parent / "images" / "deep").mkdir()
    before = sorted((path.parent / "images").rglob("*"))
    with pytest.raises(FormatError):
        finish(export(path, path.parent / inside, format="imagefolder"))
    assert sorted((path.parent / "images").rglob("*")) == before


def test_a_place_that_is_not_there_is_said(path: Path) -> None:
    with pytest.raises(FormatError, match="no folder"):
        finish(export(path, path.parent / "none" / "out", format="csv"))


def test_an_image_that_vanished_is_told_and_the_rest_is_written(path: Path) -> None:
    (path.parent / "images" / "b.png").unlink()
    result = finish(export(path, path.with_name("out"), format="imagefolder"))
    assert (result.written, [image.path for image in result.left_out]) == (3, ["b.png"])
    assert not list((path.parent / "out").rglob("b.png"))


def test_labels_of_missing_images_stay_in_tables(path: Path) -> None:
    with Project(path) as project, project.transaction() as db:
        db.execute("UPDATE image SET problem = 'missing' WHERE id IN (1, 4)")
    result = finish(export(path, path.with_name("out.json"), format="labelstudio"))
    tasks = json.loads(path.with_name("out.json").read_text())
    assert [task["data"]["rel_path"] for task in tasks] == ["a.png", "b.png", "c.png"]
    assert result.written == 3  # one more than the window shows
    (note,) = map(str, result.notes)
    assert note.startswith("1 of them is missing or cannot be read, and is not shown in the window;")


def test_an_export_is_one_moment_whatever_is_decided_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:04}.png" for number in range(2000)]) as project:
        label_images(project, ["cat"] * 2000)
        add_classes(project, ["dog"], ME)
    job = export(path, tmp_path / "out.csv", format="csv")
    assert [next(job).done for _ in range(3)] == [0, 200, 400]
    with Project(path) as project:
        decide(project, range(1, 2001), assign(2), kind="assign", what="Dogs", by=ME)
    finish(job)
    assert "dog" not in (tmp_path / "out.csv").read_text()


def test_links_that_the_disk_does_not_have_are_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr("desktop_labeler.data.formats.export_tree.os.link", refuse)  # needs two disks otherwise
    with pytest.raises(FormatError, match="hard links"):
        finish(export(path, path.with_name("out"), format="imagefolder", link="hard"))
    assert not path.with_name("out").exists()


def test_a_format_that_is_none_is_a_mistake_of_the_caller(path: Path) -> None:
    with pytest.raises(ValueError, match="zip"):
        finish(export(path, path.with_name("out"), format="zip"))


def test_copies_of_dicom_files_are_said_to_name_patients(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["scan.dcm", "0001", "a.png"], files=True) as project:
        label_images(project, ["ct", "ct", "ct"])
    for name in ("scan.dcm", "0001"):
        (tmp_path / "images" / name).write_bytes(bytes(128) + b"DICM" + bytes(99))
    result = finish(export(tmp_path / "p.labeler", tmp_path / "out", format="imagefolder"))
    (note,) = [str(note) for note in result.notes]
    assert note.startswith("2 files of DICOM are copied as they are, with the names and dates of patients")
    assert not finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv")).notes
