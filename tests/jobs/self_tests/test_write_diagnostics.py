"""The diagnostic report holds what helps, and no name unless the person allows it."""

import json
import logging
import os
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler import __version__
from desktop_labeler.__main__ import logs, main
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.self_tests.write_diagnostics import without_names, write_report
from desktop_labeler.paths import data_dir
from desktop_labeler.progress import finish
from tests.making import label_images, make_project

_NAME = "Meier, Anna"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / _NAME
    folder.mkdir()
    path = folder / "Meier.labeler"
    with make_project(path, [f"{_NAME}/knee left.png", "b.png"]) as opened:
        label_images(opened, ["Meier", None])
    return path


def _logged(project: Path) -> None:
    """Write into the log what a day of work writes, names and all."""
    (data_dir() / "settings.json").write_text(
        json.dumps({"scheme": "dark", "name": _NAME, "recent": [str(project)], "window": "x"}), encoding="utf-8"
    )
    with logs():
        log = logging.getLogger("desktop_labeler.test")
        log.info("Arguments %s", ["new", str(project)])
        log.warning("%s cannot be read: cut off", f"{_NAME}/knee left.png")
        log.warning("Meier.png cannot be read")
        log.info("720 images were read")
        try:
            raise FileNotFoundError(2, "No such file", str(project))
        except FileNotFoundError:
            log.exception("Unexpected")


def _read(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as held:
        return {name: held.read(name).decode() for name in held.namelist()}


def test_the_report_holds_versions_settings_logs_and_the_numbers_of_the_project(project: Path, tmp_path: Path) -> None:
    _logged(project)
    files = finish(write_report(tmp_path / "r.zip", project=project))
    held = _read(tmp_path / "r.zip")
    assert list(held) == files
    machine = json.loads(held["report.json"])
    assert machine["version"] == __version__
    assert machine["versions"]["torch"]
    numbers = json.loads(held["project.json"])
    assert (numbers["images"], numbers["classes"], numbers["whole"]) == (2, 1, "ok")
    assert numbers["states"] == {"unlabelled": 1, "confirmed": 1}
    assert json.loads(held["settings.json"]) == {"scheme": "dark"}
    log = held["logs/desktop-labeler.log"]
    assert "720 images were read" in log
    assert 'File "tests' not in log
    assert "FileNotFoundError" in log


def test_no_name_is_in_it_unless_allowed(project: Path, tmp_path: Path) -> None:
    _logged(project)
    finish(write_report(tmp_path / "r.zip", project=project))
    for name, text in _read(tmp_path / "r.zip").items():
        assert "Meier" not in text, name
        assert "knee" not in text, name
        assert str(tmp_path) not in text, name
    finish(write_report(tmp_path / "all.zip", project=project, names=True))
    assert _NAME in _read(tmp_path / "all.zip")["logs/desktop-labeler.log"]


@given(
    name=st.text("abcdefghijABCDEFGHIJ äöü_-(),:", min_size=1),
    form=st.sampled_from(["/data/{}/x", "{}.jpg cannot be read", "{}/{}.TIFF", "C:\\{}\\y", "“{}” is open", "'{}'"]),
    before=st.sampled_from(["", "It went wrong: ", "The disk is full: "]),
)
def test_a_name_never_survives(name: str, form: str, before: str) -> None:
    head = "2026-01-01 10:00:00,000 ERROR desktop_labeler.x: "
    said = without_names(head + before + form.format(name, name))
    assert said.startswith(head)
    assert said.removeprefix(head) == "‹left out: it may hold names›"


def test_lines_of_the_programs_own_code_stay() -> None:
    line = '  File "/home/ann/apps/desktop_labeler/data/images.py", line 12, in decode'
    assert without_names(line) == '  File "desktop_labeler/data/images.py", line 12, in decode'
    assert "ann" not in without_names('  File "/home/ann/script.py", line 1, in <module>')


def test_what_ran_is_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(tmp_path / "none.labeler")]) == 1
    assert main(["diagnostics", str(tmp_path / "r.zip"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["out"].endswith("r.zip")
    ran = _read(tmp_path / "r.zip")["jobs.txt"].splitlines()
    assert any("Ended with 1 after" in line for line in ran)


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "r.zip").write_text("mine")
    with pytest.raises(LabelerError, match="exists already"):
        finish(write_report(tmp_path / "r.zip"))
    assert (tmp_path / "r.zip").read_text() == "mine"


def test_a_report_about_a_project_does_not_go_among_its_images(tmp_path: Path) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"], files=True).close()
    with Project(tmp_path / "p.labeler", "read") as project:
        (folder,) = project.folders()
    before = sorted(folder.path.rglob("*"))
    assert main(["diagnostics", str(folder.path / "r.zip"), "--project", str(tmp_path / "p.labeler")]) == 1
    assert sorted(folder.path.rglob("*")) == before


def test_a_project_that_cannot_be_opened_is_reported_with_the_reason_and_no_name(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(project.read_bytes())
    content[100:3000] = b"?" * 2900
    project.write_bytes(content)
    assert main(["diagnostics", str(tmp_path / "r.zip"), "--project", str(project)]) == 0
    held = _read(tmp_path / "r.zip")
    told = json.loads(held["project.json"])
    assert "is damaged" in told["problem"]
    assert told["bytes"] == len(content)
    assert _NAME not in json.dumps(told)
    assert project.read_bytes() == content
    assert main(["diagnostics", str(tmp_path / "s.zip"), "--project", str(tmp_path / "none.labeler")]) == 1
    assert not (tmp_path / "s.zip").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_to_nowhere_stays_too(tmp_path: Path) -> None:
    (tmp_path / "r.zip").symlink_to(tmp_path / "nowhere")
    with pytest.raises(LabelerError, match="exists already"):
        finish(write_report(tmp_path / "r.zip"))
    assert (tmp_path / "r.zip").is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LabelerError, match="There is no folder"):
        finish(write_report(tmp_path / "file" / "r.zip"))


def test_broken_settings_are_told_without_their_text(tmp_path: Path) -> None:
    (data_dir() / "settings.json").write_text('{"name": "Meier')
    finish(write_report(tmp_path / "r.zip"))
    held = _read(tmp_path / "r.zip")["settings.json"]
    assert "cannot be read" in held
    assert "Meier" not in held


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and devices in folders there")
def test_what_is_no_file_is_not_read_and_what_is_endless_to_its_last_part(tmp_path: Path) -> None:
    os.mkfifo(data_dir() / "settings.json")
    (data_dir() / "logs").mkdir(exist_ok=True)
    (data_dir() / "logs" / "a.log").symlink_to("/dev/zero")
    with (data_dir() / "logs" / "b.log").open("wb") as stream:
        stream.truncate(1 << 40)
        stream.seek(0, os.SEEK_END)
        stream.write(b"\nthe end\n")
    finish(write_report(tmp_path / "r.zip", names=True))
    held = _read(tmp_path / "r.zip")
    assert held["logs/a.log"].strip() == ""
    assert held["logs/b.log"].splitlines()[-1] == "the end"
    assert "cannot be read" in held["settings.json"]
