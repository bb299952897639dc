"""What counts as alike in a project: found once from its images, kept, and changed when the person says so."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.embedding.find_flips import flips_of
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from tests.jobs.files import draw

_COUNT = 52


@pytest.fixture(scope="module")
def signs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bright wedge that always opens to the right and is lit from above."""
    place = tmp_path_factory.mktemp("signs")
    (place / "images").mkdir()
    chance = np.random.default_rng(0)
    down, across = np.mgrid[:64, :64]
    for number in range(_COUNT):
        slope, middle = chance.uniform(0.3, 0.6), chance.uniform(26, 38)
        wedge = (np.abs(down - middle) < slope * across) * 1.0 + 0.6 * (down > middle + 4)
        pixels = (60 + 60 * wedge[..., None] + chance.normal(0, 8, (64, 64, 3))).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(place / "images" / f"{number:02}.png")
    finish(new_project(place / "p.labeler", place / "images", labels="none"))
    return place / "p.labeler"


def test_the_images_are_asked_once_and_the_person_can_say_otherwise(signs: Path) -> None:
    found = finish(embed_project(signs))
    assert found.flips == "none"
    with Project(signs, "read") as project:
        assert flips_of(project) == "none"
    again = finish(embed_project(signs))
    assert (again.embedded, again.key) == (0, found.key)
    said = finish(embed_project(signs, flips="any"))
    assert (said.flips, said.embedded, said.images) == ("any", _COUNT, _COUNT)
    assert said.key != found.key
    with Project(signs, "read") as project:
        assert backbone_in_use(project) == (said.key, said.backbone)
        assert load_vectors(project, found.key) is not None  # the old ones stay
    assert finish(embed_project(signs)).key == said.key  # what was said stays said
    assert finish(embed_project(signs, flips="auto")).key == found.key


def test_a_few_images_are_asked_again_when_there_are_more(tmp_path: Path) -> None:
    for number in range(5):
        draw(tmp_path / "images" / f"{number}.png", number, (40, 40))
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images", labels="none"))
    assert finish(embed_project(tmp_path / "p.labeler")).flips == "none"
    with Project(tmp_path / "p.labeler", "read") as project:
        assert flips_of(project) is None
