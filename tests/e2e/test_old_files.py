"""Files that an earlier version wrote are read as they were meant: settings, and labels that it exported.

Both were written by the last version with projects of version 1 (415c163); those are opened in tests/data/project.
"""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.data.project.project_file import Project, Source
from desktop_labeler.data.project.schema import VERSION
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.settings import load_settings, save_settings, settings_file
from tests.making import ME, labels_of, make_project

OLD = Path(__file__).parent.parent / "old_projects"
NOTE = 'half of it,\nor "less"'
# path: label, state, group, note, second opinion
SAID: dict[str, tuple[str | None, str, str | None, str | None, bool]] = {
    "a/1.png": ("cat", "confirmed", None, None, False),
    "a/2.png": ("cat", "confirmed", "site 7", NOTE, True),
    "b/Käfer, groß.png": ('Hund; "groß"', "confirmed", None, None, False),
    "b/3.png": ("owl", "labelled", None, None, False),
    "c d/4.png": (None, "unsure", None, None, False),
    "=5.png": (None, "excluded", None, None, False),
    "6.png": (None, "unlabelled", "site 7", NOTE, True),
    "7.png": (None, "unlabelled", None, None, False),
}


def test_the_settings_of_an_earlier_version_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(tmp_path))
    shutil.copy(OLD / "v1-settings.json", settings_file())
    stored = json.loads((OLD / "v1-settings.json").read_text(encoding="utf-8"))
    found = load_settings()
    assert not found.replaced
    assert all(value == asdict(found)[name] for name, value in stored.items())
    save_settings(found)
    again = json.loads(settings_file().read_text(encoding="utf-8"))
    assert all(value == again[name] for name, value in stored.items())


def test_the_labels_that_an_earlier_version_exported_come_back(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, list(SAID)):
        pass
    result = finish(import_labels(path, OLD / "v1-labels.csv", format="csv", by=ME))
    assert (result.unmatched, result.conflicts) == ((), ())
    assert set(result.unknown_classes) == {"cat", "owl", 'Hund; "groß"'}
    with Project(path, "read") as project:
        found = labels_of(project)
        images = {image.path: image for image in project.images(range(1, len(SAID) + 1))}
    for name, (label, state, group, note, second) in SAID.items():
        image = images[name]
        assert (*found[name], image.group, image.note, image.second) == (label, state, group, note, second)
        assert (image.source == Source.IMPORTED) == (state != "unlabelled")


@pytest.mark.parametrize("version", range(1, VERSION))
def test_what_an_earlier_version_wrote_is_read_as_it_is(
    tmp_path: Path, version: int, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "p.labeler"
    shutil.copy(OLD / f"v{version}.labeler", path)
    before = path.read_bytes()
    with Project(path, "read") as project:
        people = read_answers(project).names
        assert project.read_only
        with pytest.raises(ProjectError):
            project.save_setting("round", 1)
    for words in (
        ["info", path],
        ["history", path],
        ["people", path],
        ["answers", path],
        ["agreement", path],
        ["models", path],
        ["certify", path, "list"],
        ["report", path, tmp_path / "r.html"],
        ["export", path, tmp_path / "e.csv", "--format", "csv"],
        ["verify", path, tmp_path / "e.csv.manifest.json"],
        ["diagnostics", tmp_path / "d.zip", "--project", path],
    ):
        code = main([*map(str, words), "--json"])
        told = capsys.readouterr()
        assert code == 0, (words, told.err)
        if words[0] in ("info", "people"):
            found = json.loads(told.out)
            assert found.get("schema", version) == version
            assert {one["name"] for one in found.get("people", [])} in (set(), set(people.values()))
    assert main(["package", str(path), str(tmp_path / "o.labeler")]) == 1
    assert "disk" not in capsys.readouterr().err  # its images are not there
    assert path.read_bytes() == before
    Project(path).close()
    with Project(path, "read") as project:
        assert (project.version, read_answers(project).names) == (VERSION, people)


def test_a_package_that_an_earlier_version_wrote_is_merged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, package = tmp_path / "p.labeler", tmp_path / "for-bob.labeler"
    for place, name in ((mine, "v4.labeler"), (package, "v4.labeler")):
        shutil.copy(OLD / name, place)
    Project(mine).close()
    with closing(sqlite3.connect(package)) as db:
        db.execute("INSERT INTO setting VALUES ('package', ?)", (json.dumps({"id": "0" * 32, "for": "Bob"}),))
        db.commit()
    before = package.read_bytes()
    assert main(["merge", str(mine), str(package), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["answers"] > 0
    assert package.read_bytes() == before
