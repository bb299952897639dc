"""A classifier in use says something about images that are added or changed later, without being asked."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.computed.arrays import delete_arrays, load_array, save_arrays
from desktop_labeler.data.computed.predictions import predictions_over, read_predictions_of, remove_predictions
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers import keep_classifier as module
from desktop_labeler.jobs.classifiers.classifier_outlook import read_classifier_outlook
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, finetune_folder
from desktop_labeler.jobs.classifiers.keep_classifier import classify_new, discard_classifier, keep_classifier
from desktop_labeler.jobs.classifiers.unclassified import unclassified, waiting_images
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.progress import finish
from tests.ml.finetune.tails import pictures


@pytest.fixture
def project(kept: Path) -> Path:
    return kept


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of images of each batch that a front is asked for."""
    batches: list[int] = []
    whole = CutBackbone.activations

    def counted(self: CutBackbone, images: UInt8Array, *, mirrored: bool = False) -> np.ndarray:
        batches.append(len(images))
        return whole(self, images, mirrored=mirrored)

    monkeypatch.setattr(CutBackbone, "activations", counted)
    return batches


def _image(project: Project, path: str) -> int:
    return int(str(project.rows("SELECT id FROM image WHERE path = ?", (path,))[0][0]))


def _draw(file: Path, number: int) -> None:
    Image.fromarray(pictures(number + 1)[number]).save(file)


def _look(project: Path) -> int:
    finish(rescan(project))
    finish(embed_project(project, device="cpu"))
    return finish(classify_new(project, device="cpu"))


def test_new_and_changed_images_alone_are_classified(project: Path, computed: list[int]) -> None:
    assert _look(project) == 0
    assert not computed
    _draw(project.parent / "images" / "added.png", 40)
    _draw(project.parent / "images" / "025.png", 41)
    with Project(project, "read") as opened:
        before = read_predictions_of(opened, TRAINED_HERE)
    assert _look(project) == 2
    assert sum(computed) == 2
    with Project(project, "read") as opened:
        after = read_predictions_of(opened, TRAINED_HERE)
        new, other = _image(opened, "added.png"), _image(opened, "025.png")
        assert waiting_images(opened) == read_classifier_outlook(opened).new == 0
    assert before is not None
    assert after is not None
    assert set(after.images.tolist()) == {*before.images.tolist(), new}
    same = np.isin(after.images, [new, other], invert=True)
    np.testing.assert_array_equal(after.probabilities[same], before.probabilities[before.images != other])
    assert not np.array_equal(after.probabilities[after.images == other], before.probabilities[before.images == other])


def test_what_it_says_later_is_what_it_says_when_it_is_kept(project: Path) -> None:
    _draw(project.parent / "images" / "added.png", 40)
    _look(project)
    with Project(project) as opened:
        piece_by_piece = read_predictions_of(opened, TRAINED_HERE)
        delete_arrays(opened, "predictions/")
    for file in finetune_folder(project).iterdir():
        file.unlink()
    finish(keep_classifier(project, device="cpu"))
    with Project(project, "read") as opened:
        at_once = read_predictions_of(opened, TRAINED_HERE)
    assert piece_by_piece is not None
    assert at_once is not None
    np.testing.assert_array_equal(piece_by_piece.images, at_once.images)
    np.testing.assert_allclose(piece_by_piece.probabilities, at_once.probabilities, atol=2e-3)


def test_the_graph_for_many_images_says_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Project(project, "read") as opened:
        few = read_predictions_of(opened, TRAINED_HERE)
    for file in finetune_folder(project).iterdir():
        file.unlink()
    with Project(project) as opened:
        remove_predictions(opened, TRAINED_HERE)
    monkeypatch.setattr(module, "_MANY", 1)
    finish(keep_classifier(project, device="cpu"))
    with Project(project, "read") as opened:
        many = read_predictions_of(opened, TRAINED_HERE)
    assert few is not None
    assert many is not None
    np.testing.assert_array_equal(few.images, many.images)
    np.testing.assert_allclose(few.probabilities, many.probabilities, atol=3e-3)


def test_of_a_changed_image_that_taught_it_nothing_is_said(project: Path) -> None:
    """Its label taught the classifier, so that what it says of the new pixels would not be independent of that."""
    _draw(project.parent / "images" / "upright" / "000.png", 42)
    finish(rescan(project))
    finish(embed_project(project, device="cpu"))
    with Project(project, "read") as opened:
        taught = _image(opened, "upright/000.png")
        found = unclassified(opened)
        assert (found.missing.tolist(), found.outdated.tolist()) == ([], [taught])
    assert finish(classify_new(project, device="cpu")) == 0
    with Project(project, "read") as opened:
        assert waiting_images(opened) == 0
        said = predictions_over(opened, np.array([taught]), np.array([label.id for label in opened.classes()]))
    assert np.isnan(said[TRAINED_HERE]).all()


def test_an_image_that_is_not_analysed_yet_waits(project: Path) -> None:
    _draw(project.parent / "images" / "added.png", 40)
    finish(rescan(project))
    with Project(project, "read") as opened:
        assert (waiting_images(opened), read_classifier_outlook(opened).new) == (0, 1)
    assert finish(classify_new(project, device="cpu")) == 0


def test_without_a_classifier_in_use_nothing_is_done(project: Path, computed: list[int]) -> None:
    with Project(project) as opened:
        remove_predictions(opened, TRAINED_HERE)  # it is stored, and can be kept again
    _draw(project.parent / "images" / "added.png", 40)
    assert _look(project) == 0
    assert not computed
    finish(discard_classifier(project))
    assert finish(classify_new(project, device="cpu")) == 0


def test_one_that_cannot_be_used_is_said_and_the_round_goes_on(project: Path) -> None:
    _draw(project.parent / "images" / "added.png", 40)
    finish(rescan(project))
    finish(embed_project(project, device="cpu"))
    (backbones_dir() / "small.safetensors").unlink()
    notes = [str(progress.note) for progress in classify_new(project, device="cpu") if progress.note is not None]
    assert len(notes) == 1
    assert notes[0].startswith("The classifier that was trained here says nothing about 1 new image: ")
    assert "small" in notes[0]
    assert finish(run_round(project)).round == 1


def test_a_damaged_one_is_said(project: Path) -> None:
    _draw(project.parent / "images" / "added.png", 40)
    finish(rescan(project))
    finish(embed_project(project, device="cpu"))
    with Project(project) as opened:
        rows = load_array(opened, "classifier/file")
        assert rows is not None
        save_arrays(opened, {"classifier/file": rows[:-1]})
    notes = [str(progress.note) for progress in classify_new(project, device="cpu") if progress.note is not None]
    assert len(notes) == 1
    assert "cut off or damaged" in notes[0]


def test_a_project_of_an_earlier_program_keeps_what_was_said(project: Path, computed: list[int]) -> None:
    with Project(project) as opened:
        delete_arrays(opened, "classifier/seen")  # they did not store which files had been seen
    _draw(project.parent / "images" / "added.png", 40)
    assert _look(project) == 1
    assert sum(computed) == 1
