"""The default of new projects, tried in an older one: its own labels judge, and nothing changes until asked."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.computed.embeddings import append_vectors, backbone_in_use, stored_backbones, use_backbone
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import Edit, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding import better_default as module
from desktop_labeler.jobs.embedding.better_default import BEST, better_default
from desktop_labeler.jobs.embedding.try_default import try_default
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ml.backbones import backbone_registry, patches
from desktop_labeler.progress import finish
from tests.making import ME

COUNT = 24


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """Red and green images in a project that began with the starter, whose vectors say nothing; none is labelled."""
    images = tmp_path / "images"
    images.mkdir()
    for number in range(COUNT):
        colour = (200, 20 + number, 0) if number % 2 else (0, 200, 20 + number)
        Image.new("RGB", (20, 30), colour).save(images / f"{number:03}.png")
    path = tmp_path / "p.labeler"
    finish(new_project(path, images, labels="none", check=False))
    with Project(path) as project:
        ids = find_images(project)
        append_vectors(project, "k", ids, np.random.default_rng(0).normal(size=(COUNT, 8)).astype(np.float16))
        use_backbone(project, "k", "starter")
    return path


def _label(path: Path, count: int) -> None:
    with Project(path) as project:
        classes = list(add_classes(project, ["green", "red"], ME).values())
        rows = project.images(np.sort(find_images(project)).tolist())[:count]
        given = [classes[int(Path(row.path).stem) % 2] for row in rows]
        edit = Edit(state=State.LABELLED, class_id=given, source=Source.IMPORTED)
        decide(project, [row.id for row in rows], edit, kind="import", what="Import", by=ME)


def test_the_names_are_those_of_the_registry() -> None:
    assert (backbone_registry.PHOTO, (backbone_registry.STARTER, patches.NAME)) == (BEST, module._EARLIER)


def test_it_is_tried_on_labels_and_nothing_else_changes(older: Path) -> None:
    _label(older, COUNT)
    with Project(older, "read") as project:
        before = better_default(project)
    assert before is not None
    assert (before.name, before.trial) == (BEST, None)
    trial = finish(try_default(older, device="cpu"))
    assert (trial.labels, trial.after) == (COUNT, COUNT)
    assert trial.before < COUNT
    assert trial.low is not None
    assert trial.high is not None
    assert trial.low <= (trial.after - trial.before) / COUNT <= trial.high
    with Project(older, "read") as project:
        assert better_default(project) == module.BetterDefault(BEST, trial)
        assert backbone_in_use(project) == ("k", "starter")
        assert set(stored_backbones(project)) == {"k"}


def test_an_image_that_is_gone_is_left_out(older: Path) -> None:
    _label(older, COUNT)
    (older.parent / "images" / "003.png").unlink()
    assert finish(try_default(older, device="cpu")).labels == COUNT - 1


def test_too_few_labels_and_no_vectors_are_said(older: Path) -> None:
    _label(older, 19)
    with pytest.raises(LabelerError, match="19 images have a label, and at least 20"):
        finish(try_default(older, device="cpu"))
    with Project(older) as project:
        use_backbone(project, "gone", "starter")
    with pytest.raises(LabelerError, match="not been analysed"):
        finish(try_default(older, device="cpu"))


@pytest.mark.parametrize("name", [BEST, "mine", "/weights/mine.pth"])
def test_a_project_with_the_default_or_an_own_backbone_is_left_alone(name: str, older: Path) -> None:
    with Project(older) as project:
        use_backbone(project, "k", name)
        assert better_default(project) is None


@pytest.mark.parametrize("stored", [{"labels": 3}, {"other": 1}, [1, 2], "x", None])
def test_what_another_version_stored_is_no_trial(stored: object, older: Path) -> None:
    with Project(older) as project:
        project.save_setting("tried/photo", stored)
        found = better_default(project)
    assert found is not None
    assert found.trial is None
