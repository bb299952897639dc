"""Groups of DICOM: one for each patient or study, under names that tell nobody who it is."""

import json
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.history import undo
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.metadata.group_patients import group_patients
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from tests.making import ME

pydicom = pytest.importorskip("pydicom")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five files of two patients, one with two studies; one has no suffix and one names nobody; and a photograph."""
    from PIL import Image
    from pydicom.data import get_testdata_file

    place = tmp_path / "scans"
    place.mkdir()
    header = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    for name, patient, study in (
        ("a1.dcm", "Jane Roe", "1.1"),
        ("a2.dcm", "Jane Roe", "1.2"),
        ("a3", "Jane Roe", "1.2"),
        ("b.dcm", "John Doe", "1.1"),
        ("nobody.dcm", "", ""),
    ):
        header.PatientID, header.StudyInstanceUID = patient, study
        header.save_as(place / name)
    Image.new("L", (9, 9)).save(place / "photo.png")
    return place


def groups(file: Path) -> dict[str, str | None]:
    with Project(file, "read") as project:
        return dict(project.rows("SELECT path, group_name FROM image ORDER BY path"))


def test_a_new_project_groups_by_patient_and_undo_takes_it_back(folder: Path, tmp_path: Path) -> None:
    finish(new_project(tmp_path / "p.labeler", [folder], labels="none"))
    found = groups(tmp_path / "p.labeler")
    assert found["a1.dcm"] == found["a2.dcm"] == found["a3"] != found["b.dcm"]
    assert str(found["a1.dcm"]).startswith("patient ")
    assert found["nobody.dcm"] is found["photo.png"] is None
    assert "Roe" not in str(found)
    finish(new_project(tmp_path / "q.labeler", [folder], labels="none"))
    assert groups(tmp_path / "q.labeler")["b.dcm"] != found["b.dcm"]  # another project, another name
    with Project(tmp_path / "p.labeler") as project:
        undo(project, ME)
    assert set(groups(tmp_path / "p.labeler").values()) == {None}


@pytest.mark.parametrize("whole", ["patient", "study"])
def test_new_files_join_the_groups_with_the_next_rescan(folder: Path, tmp_path: Path, whole: str) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none"]) == 0
    if whole == "study":
        assert main(["metadata", str(file), "dicom", "study"]) == 0
    before = groups(file)
    header = pydicom.dcmread(folder / "a2.dcm")
    header.save_as(folder / "later.dcm")
    header.PatientID = "Mary Major"
    header.save_as(folder / "other.dcm")
    assert main(["rescan", str(file)]) == 0
    after = groups(file)
    assert after["later.dcm"] == before["a2.dcm"]
    assert str(after["other.dcm"]).startswith(f"{whole} ")
    assert after["other.dcm"] not in before.values()
    assert {path: after[path] for path in before} == before


def test_new_files_get_no_groups_where_nobody_wants_them(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none"]) == 0
    assert main(["undo", str(file)]) == 0
    pydicom.dcmread(folder / "a2.dcm").save_as(folder / "later.dcm")
    assert main(["rescan", str(file)]) == 0
    assert set(groups(file).values()) == {None}


def test_the_first_dicom_files_of_a_project_are_grouped_as_in_a_new_one(folder: Path, tmp_path: Path) -> None:
    file, empty = tmp_path / "p.labeler", tmp_path / "photos"
    empty.mkdir()
    (folder / "photo.png").rename(empty / "photo.png")
    assert main(["new", str(file), str(empty), "--labels", "none"]) == 0
    for scan in sorted(folder.iterdir()):
        scan.rename(empty / scan.name)
    assert main(["rescan", str(file)]) == 0
    found = groups(file)
    assert found["a1.dcm"] == found["a2.dcm"] != found["b.dcm"] is not None


def test_the_command_groups_by_study(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "p.labeler"
    finish(new_project(file, [folder], labels="none"))
    before = groups(file)
    assert main(["metadata", str(file), "dicom", "study", "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"groups": 3, "images": 4, "alone": 0, "decision": None}
    assert groups(file) == before
    assert main(["metadata", str(file), "dicom", "study"]) == 0
    assert capsys.readouterr().out == "4 images are in 3 groups.\n"
    found = groups(file)
    assert found["a2.dcm"] == found["a3"]
    assert len({found["a1.dcm"], found["a2.dcm"], found["b.dcm"]}) == 3


def test_the_frames_of_a_file_belong_to_its_patient_and_a_group_that_is_there_stays(tmp_path: Path) -> None:
    from pydicom.data import get_testdata_file

    place, file = tmp_path / "scans", tmp_path / "p.labeler"
    place.mkdir()
    header = pydicom.dcmread(get_testdata_file("SC_rgb_rle_2frame.dcm", download=False))
    header.PatientID = "Jane Roe"
    header.save_as(place / "two.dcm")
    finish(new_project(file, [place], labels="none", pages="all"))
    with Project(file) as project:
        rows = project.rows("SELECT path, group_name FROM image WHERE problem IS NULL")
        assert len(rows) == 2
        assert len({group for _, group in rows}) == 1
        with project.transaction() as db:
            db.execute("UPDATE image SET group_name = 'mine' WHERE path = 'two.dcm#page=2'")
    kept = finish(group_patients(file, "patient", by=ME, keep=True))
    assert (kept.images, groups(file)["two.dcm#page=2"]) == (0, "mine")
