"""The fit to a folder in a project: found once there are images enough, kept, and shared by images that come later."""

from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.arrays import array_names, load_array
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors, stored_backbones
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.ml.backbones.backbone import mapped
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.backbones.folder_whitening import LEAST
from desktop_labeler.progress import Progress, finish
from tests.jobs.files import draw


def _folder(place: Path, count: int) -> Path:
    for number in range(count):
        draw(place / "images" / f"{number:03}.png", number, (24, 24))
    finish(new_project(place / "p.labeler", place / "images", labels="none"))
    return place / "p.labeler"


def _vectors(path: Path, key: str) -> dict[int, np.ndarray]:
    with Project(path, "read") as project:
        loaded = load_vectors(project, key)
    assert loaded is not None
    return dict(zip(loaded[0].tolist(), loaded[1], strict=True))


def _fits(path: Path) -> list[np.ndarray]:
    with Project(path, "read") as project:
        found = [load_array(project, name) for name in array_names(project, "folder fit/")]
    return [one for one in found if one is not None]


@pytest.mark.parametrize("backbone", ["built-in", PHOTO])
def test_few_images_and_the_folders_own_embedding_are_left_as_they_are(tmp_path: Path, backbone: str) -> None:
    path = _folder(tmp_path, LEAST - 1 if backbone == PHOTO else LEAST)
    finish(embed_project(path, backbone=backbone, flips="none"))
    assert not _fits(path)


def test_a_folder_that_grows_is_fitted_once(tmp_path: Path) -> None:
    path = _folder(tmp_path, LEAST - 40)
    few = finish(embed_project(path, flips="none"))
    assert few.key == open_backbone(PHOTO).key
    for number in range(LEAST - 40, LEAST):
        draw(tmp_path / "images" / f"{number:03}.png", number, (24, 24))
    finish(rescan(path))
    done = finish(embed_project(path))
    (fit,) = _fits(path)
    assert done.key == open_backbone(PHOTO).whitened_by(fit).key
    assert (done.embedded, done.images) == (LEAST, LEAST)
    with Project(path, "read") as project:
        assert stored_backbones(project) == [done.key]
        assert backbone_in_use(project) == (done.key, PHOTO)
    before = _vectors(path, done.key)
    draw(tmp_path / "images" / "late.png", 1000, (24, 24))
    finish(rescan(path))
    later = finish(embed_project(path))
    assert (later.key, later.embedded, later.images) == (done.key, 1, LEAST + 1)
    after = _vectors(path, done.key)
    assert all(np.array_equal(after[image], vector) for image, vector in before.items())
    assert len(_fits(path)) == 1


def test_the_vectors_are_those_of_the_backbone_through_the_map(tmp_path: Path) -> None:
    path = _folder(tmp_path, LEAST)
    done = finish(embed_project(path, flips="none"))
    (fit,) = _fits(path)
    plain = open_backbone(PHOTO)
    with Project(path, "read") as project:
        rows = list(project.images(list(_vectors(path, done.key))[::3]))
        files = [project.file_of(row) for row in rows]
    found = _vectors(path, done.key)
    pixels = [np.random.default_rng(int(file.stem)).integers(0, 255, (24, 24, 3), np.uint8) for file in files]
    wanted = mapped(plain.embed(pixels), fit)
    assert np.allclose([found[row.id] for row in rows], wanted, atol=2e-3)


def test_cancelled_while_it_is_fitted_nothing_is_lost(tmp_path: Path) -> None:
    path = _folder(tmp_path, LEAST)
    job = embed_project(path, flips="none")
    while next(job).phase != "comparing views of some images":
        pass
    job.close()
    assert not _fits(path)
    seen: list[Progress] = []
    done = finish(embed_project(path), seen.append)
    assert done.images == LEAST
    assert "comparing views of some images" in {progress.phase for progress in seen}
