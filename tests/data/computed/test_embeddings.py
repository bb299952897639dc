"""Embeddings in the project file: the newest vector of each image, and which files changed since."""

from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed import embeddings
from desktop_labeler.data.computed.embeddings import (
    append_vectors,
    backbone_in_use,
    drop_vectors,
    embedded_images,
    load_vectors,
    pack_vectors,
    stored_backbones,
    use_backbone,
)
from desktop_labeler.data.project.project_file import Project
from tests.making import make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)])


def vectors(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
    return np.array([[value, 0] for value in values], np.float16)


def test_the_newest_vector_of_an_image_counts_also_after_packing(project: Project) -> None:
    append_vectors(project, "a", np.array([1, 2, 3]), vectors(0.1, 0.2, 0.3))
    append_vectors(project, "a", np.array([2, 4]), vectors(0.25, 0.4))
    before = load_vectors(project, "a")
    pack_vectors(project, "a")
    after = load_vectors(project, "a")
    assert before is not None
    assert after is not None
    for ids, found in (before, after):
        assert ids.tolist() == [1, 3, 2, 4]
        np.testing.assert_array_equal(found, vectors(0.1, 0.3, 0.25, 0.4))
    assert embedded_images(project, "a").tolist() == [1, 3, 2, 4]
    project.close()


def test_a_changed_file_counts_as_not_embedded_until_it_is_embedded_again(project: Project) -> None:
    append_vectors(project, "a", np.array([1, 2, 3]), vectors(0.1, 0.2, 0.3))
    with project.transaction() as db:
        db.execute("UPDATE image SET mtime_ns = 7 WHERE id = 2")
        db.execute("UPDATE image SET size = 7 WHERE id = 3")
    assert embedded_images(project, "a").tolist() == [1]
    append_vectors(project, "a", np.array([2]), vectors(0.9))
    assert sorted(embedded_images(project, "a").tolist()) == [1, 2]
    project.close()


def test_backbones_do_not_mix(project: Project) -> None:
    assert backbone_in_use(project) is None
    append_vectors(project, "a", np.array([1]), vectors(0.1))
    append_vectors(project, "a/b", np.array([2]), vectors(0.2))
    use_backbone(project, "a", "resnet18")
    assert backbone_in_use(project) == ("a", "resnet18")
    assert stored_backbones(project) == ["a", "a/b"]
    drop_vectors(project, "a/b")
    assert load_vectors(project, "a/b") is None
    assert embedded_images(project, "a").tolist() == [1]
    project.close()


def test_ids_and_vectors_of_different_number_are_refused(project: Project) -> None:
    with pytest.raises(ValueError, match="2 images, 1 vectors"):
        append_vectors(project, "a", np.array([1, 2]), vectors(0.1))
    project.close()


def test_09_vectors_of_other_pixels_are_made_again_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        assert not embeddings.take_pixel_version(project)  # nothing is stored yet
        embeddings.append_vectors(project, "k", np.array([1, 2]), np.ones((2, 3), np.float16))
        assert embeddings.embedded_images(project, "k").tolist() == [1, 2]
        assert not embeddings.take_pixel_version(project)
        monkeypatch.setattr("desktop_labeler.data.computed.embeddings.PIXELS", 99)
        assert embeddings.embedded_images(project, "k").tolist() == []
        assert embeddings.take_pixel_version(project) == "program"
        assert not embeddings.take_pixel_version(project)
