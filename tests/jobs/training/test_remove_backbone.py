"""Removing a backbone frees its file, and is refused while a known project needs it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors, use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.training.remove_backbone import remove_backbone
from desktop_labeler.jobs.training.training_plan import (
    TrainingPlan,
    Unfinished,
    checkpoint_file,
    note_unfinished,
)
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir, list_backbones
from desktop_labeler.paths import data_dir
from desktop_labeler.progress import finish
from tests.jobs.classifiers.finetunes import make, run

NAME = "small"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project that has vectors of a small backbone of the person's own, and uses it."""
    return make(tmp_path, labelled=6, more=0)


def _let_go(project: Path) -> None:
    with Project(project) as opened:
        use_backbone(opened, "another", "photo")


def _open_last(*projects: Path) -> None:
    (data_dir() / "settings.json").write_text(json.dumps({"recent": [str(path) for path in projects]}), "utf-8")


def test_it_frees_its_file_and_projects_keep_their_vectors(project: Path) -> None:
    with Project(project, "read") as opened:
        used = backbone_in_use(opened)
    assert used is not None
    file = backbones_dir() / f"{NAME}.safetensors"
    size = file.stat().st_size
    _let_go(project)
    done = finish(remove_backbone(NAME, project))
    assert (done.name, done.freed, done.unread) == (NAME, size, ())
    assert "MB are free again." in str(done.said())
    assert not file.exists()
    assert NAME not in {info.name for info in list_backbones()}
    with Project(project, "read") as opened:
        kept = load_vectors(opened, used[0])
    assert kept is not None
    assert len(kept[0]) == 6


def _uses(project: Path) -> None:
    assert project.is_file()


def _has_its_classifier(project: Path) -> None:
    run(project, keep="yes")
    _let_go(project)


def _has_an_interrupted_training(project: Path) -> None:
    _let_go(project)
    checkpoint_file(project).parent.mkdir(parents=True)
    checkpoint_file(project).write_bytes(b"weights")
    note_unfinished(project, Unfinished(TrainingPlan(start_from=NAME), "p-0102", 0.5, 30.0))


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (_uses, "is in use in"),
        (_has_its_classifier, "classifier of .* continues"),
        (_has_an_interrupted_training, "interrupted training in"),
    ],
)
@pytest.mark.parametrize("recent", [False, True])
def test_what_a_known_project_needs_stays(
    need: Callable[[Path], None], said: str, recent: bool, tmp_path: Path
) -> None:
    project = make(tmp_path, labelled=24 if need is _has_its_classifier else 6, more=0)
    need(project)
    _open_last(*([project] if recent else []))
    with pytest.raises(LabelerError, match=rf"{said}.*Nothing was changed"):
        finish(remove_backbone(NAME, None if recent else project))
    assert (backbones_dir() / f"{NAME}.safetensors").is_file()


def test_projects_that_cannot_be_asked_are_told(project: Path, tmp_path: Path) -> None:
    _let_go(project)
    broken = tmp_path / "broken.labeler"
    broken.write_bytes(b"nothing")
    _open_last(project, broken, tmp_path / "gone.labeler")
    done = finish(remove_backbone(NAME))
    assert done.unread == (broken, tmp_path / "gone.labeler")
    assert "2 recent projects could not be read, so it is not known whether they use it." in str(done.said())


@pytest.mark.parametrize("content", ["", "[]", '{"recent": 3}', '{"recent": [3, null]}', "nothing"])
def test_settings_of_another_version_are_no_obstacle(content: str, project: Path) -> None:
    _let_go(project)
    (data_dir() / "settings.json").write_text(content, "utf-8")
    assert finish(remove_backbone(NAME)).unread == ()


def test_what_comes_with_the_program_cannot_be_removed() -> None:
    with pytest.raises(LabelerError, match="no imported backbone named “photo”"):
        finish(remove_backbone("photo"))
