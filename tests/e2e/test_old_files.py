"""Files that an earlier version wrote are read as they were meant: settings, and labels that it exported.

Both were written by the last version with projects of version 1 (415c163); those are opened in tests/data/project.
"""

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop_labeler.data.project.project_file import Project, Source
from desktop_labeler.jobs.import_labels import import_labels
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
