"""An exported classifier that somebody changed: a table of probabilities or a sentence, whatever was changed."""

import csv
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_labeler.errors import LabelerError, ProjectInUseError
from desktop_labeler.jobs.classifiers.classify_folder import classify_folder
from desktop_labeler.jobs.classifiers.export_model import export_model
from desktop_labeler.progress import finish
from tests.faults.odd_models import MODELS
from tests.jobs.classifiers.classifying import classifier_project, new_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as Linux and macOS have them"),
]
# Names are whatever somebody gave; weights of a finite size may give probabilities.
_MAY_WORK = {"a class with control characters", "a class that a spreadsheet computes", "weights are huge"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the exported classifier, model, and images to classify, images."""
    top = tmp_path_factory.mktemp("odd")
    os.environ["DESKTOP_LABELER_DATA"] = str(top / "data")
    project = classifier_project(top / "p")
    finish(export_model(project, top / "model"))
    new_folder(top / "images", 3)
    return top


def _table(place: Path, model: Path, out: Path) -> None:
    finish(classify_folder(model, place / "images", out, device="cpu", bom=False))


def _rows(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", MODELS)
def test_a_changed_one_is_said_or_gives_probabilities(place: Path, tmp_path: Path, name: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(place / "model", model)
    MODELS[name](model)
    out = tmp_path / "out.csv"
    if name in _MAY_WORK:
        with suppress(LabelerError):
            _table(place, model, out)
    else:
        with pytest.raises(LabelerError, match=r".{20,}\. "):
            _table(place, model, out)
    assert out.exists() <= (name in _MAY_WORK)
    if out.exists():
        assert all(0 <= float(row["probability"]) <= 1.001 for row in _rows(out))


def test_two_at_one_table_are_told_apart(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    job = classify_folder(place / "model", place / "images", out, device="cpu")
    while next(job).phase != "classifying":
        pass
    second = (
        "from pathlib import Path\nimport sys\n"
        "from desktop_labeler.jobs.classifiers.classify_folder import classify_folder\n"
        "from desktop_labeler.progress import finish\n"
        "try:\n    finish(classify_folder(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), device='cpu'))\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    words = [sys.executable, "-c", second, str(place / "model"), str(place / "images"), str(out)]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"{ProjectInUseError.__name__} {out} is being made already")
    assert finish(job).images == 3
    assert out.is_file()
