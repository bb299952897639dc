"""Orders from the vectors: against brute force, over parts and re-embedded images, with what is not known last."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.computed.embeddings import (
    append_vectors,
    load_vectors,
    stored_images,
    use_backbone,
    vector_parts,
)
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.rounds.rank_images import Ranking, ranked, similar_first, unlike_first, unusual_first
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.progress import finish
from tests.making import label_images, make_project

COUNT = 90
NAMES = ("ant", "bee", "cat")


def random_vectors(seed: int, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.float16]]:
    return np.random.default_rng(seed).standard_normal((count, 6)).astype(np.float16)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of 90 images, 80 of them embedded in four uneven parts, some of them twice."""
    file = tmp_path_factory.mktemp("orders") / "p.labeler"
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as made:
        for seed, ids in enumerate((range(1, 31), range(31, 36), range(20, 51), range(51, 81))):
            append_vectors(made, "test", np.array(ids), random_vectors(seed, len(ids)))
        use_backbone(made, "test", "test")
    return file


def test_parts_joined_are_what_is_loaded_whole(project: Path) -> None:
    with Project(project, "read") as opened:
        whole = load_vectors(opened, "test")
        parts = list(vector_parts(opened, "test"))
        assert whole is not None
        assert len(parts) == 4
        np.testing.assert_array_equal(np.concatenate([ids for ids, _ in parts]), whole[0])
        np.testing.assert_array_equal(np.concatenate([vectors for _, vectors in parts]), whole[1])
        np.testing.assert_array_equal(stored_images(opened, "test"), whole[0])


@given(image=st.integers(1, 80), seed=st.integers(0, 1000), backwards=st.booleans())
def test_the_order_is_that_of_brute_force(project: Path, image: int, seed: int, backwards: bool) -> None:
    rng = np.random.default_rng(seed)
    images = rng.permutation(np.arange(1, COUNT + 1))[: rng.integers(1, COUNT + 1)]
    with Project(project, "read") as opened:
        loaded = load_vectors(opened, "test")
        assert loaded is not None
        of = {int(number): vector.astype(float) for number, vector in zip(*loaded, strict=True)}
        found = ranked(opened, Ranking("similar", image, backwards), images)
    unit = of[image] / np.linalg.norm(of[image])
    cosine = {number: float(unit @ vector / np.linalg.norm(vector)) for number, vector in of.items()}
    cosine[image] = 2.0
    known = [int(number) for number in images if int(number) in of]
    expected = sorted(known, key=lambda number: cosine[number] if backwards else -cosine[number])
    assert found.tolist() == expected + [int(number) for number in images if int(number) not in of]


def test_twins_keep_their_order_and_the_image_itself_is_first(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)]) as made:
        append_vectors(made, "test", np.arange(1, 7), np.ones((6, 4), np.float16))
        use_backbone(made, "test", "test")
        assert similar_first(made, 4, np.array([6, 5, 4, 3, 2, 1])).tolist() == [4, 6, 5, 3, 2, 1]


def test_an_image_nobody_looked_at_is_told_in_a_sentence(project: Path, tmp_path: Path) -> None:
    with Project(project, "read") as opened, pytest.raises(LabelerError, match="has not been analysed yet"):
        similar_first(opened, 85, np.arange(1, 10))
    with make_project(tmp_path / "p.labeler", ["a.png"]) as empty:
        for ranking in (Ranking("similar", 1), Ranking("unusual")):
            with pytest.raises(LabelerError, match="have not been analysed yet"):
                ranked(empty, ranking, np.array([1]))


def test_no_images_are_no_error(project: Path) -> None:
    with Project(project, "read") as opened:
        assert similar_first(opened, 3, np.empty(0, np.int64)).tolist() == []


def test_what_lies_among_another_class_is_the_most_unusual_of_its_own(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    file = tmp_path / "p.labeler"
    vectors = np.eye(3, 16)[np.arange(COUNT) % 3] + rng.normal(scale=0.1, size=(COUNT, 16))
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as made:
        append_vectors(made, "test", np.arange(1, COUNT - 4), vectors[: COUNT - 5].astype(np.float16))
        use_backbone(made, "test", "test")
        labels: list[str | None] = [NAMES[number % 3] for number in range(COUNT)]
        labels[13] = NAMES[0]  # looks like a bee
        labels[20] = None
        label_images(made, labels)
        with pytest.raises(LabelerError, match="not been compared"):
            unusual_first(made, np.arange(1, COUNT + 1))
    finish(run_round(file))
    with Project(file, "read") as made:
        images = np.arange(1, COUNT + 1)
        found = unusual_first(made, images)
        assert found[0] == 14
        assert found[-5:].tolist() == list(range(COUNT - 4, COUNT + 1))  # not looked at: last, in their order
        turned = unusual_first(made, images, backwards=True)
        assert turned[-5:].tolist() == found[-5:].tolist()
        assert turned[-6] == 14


def test_what_fits_no_class_comes_first(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    file = tmp_path / "p.labeler"
    strange = np.arange(COUNT) >= COUNT - 6  # six of a kind that nobody named, the last two not looked at
    kind = np.where(strange, 3, np.arange(COUNT) % 3)
    vectors = np.eye(4, 16)[kind] + rng.normal(scale=0.1, size=(COUNT, 16))
    images = np.arange(1, COUNT + 1)
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as made:
        append_vectors(made, "test", images[:-2], vectors[:-2].astype(np.float16))
        use_backbone(made, "test", "test")
        with pytest.raises(LabelerError, match="what the classes look like"):
            unlike_first(made, images)
        label_images(made, [NAMES[number] if number < 3 and place < 60 else None for place, number in enumerate(kind)])
    finish(run_round(file))
    with Project(file, "read") as made:
        found = ranked(made, Ranking("unlike"), images)
        assert set(found[:4].tolist()) == set(range(COUNT - 5, COUNT - 1))
        assert found[-2:].tolist() == [COUNT - 1, COUNT]
        back = ranked(made, Ranking("unlike", backwards=True), images)
        assert set(back[-6:-2].tolist()) == set(found[:4].tolist())
        assert back[-2:].tolist() == [COUNT - 1, COUNT]
