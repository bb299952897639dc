"""Predictions from elsewhere become suggestions and evidence, and never labels."""

from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.computed.predictions import predicting_models, remove_predictions
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.import_predictions import PredictionsResult, import_predictions
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.progress import finish
from tests.making import ME, label_images, labels_of, make_project

COUNT = 90
NAMES = ("ant", "bee", "cat")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project whose vectors say nothing about the classes."""
    file = tmp_path / "p.labeler"
    vectors = np.random.default_rng(0).normal(size=(COUNT, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as project:
        append_vectors(project, "test", np.arange(1, COUNT + 1), vectors.astype(np.float16))
        use_backbone(project, "test", "test")
    return file


def table(path: Path, rows: list[str]) -> Path:
    file = path.with_name("model.csv")
    file.write_text("\n".join(["path,class,probability", *rows]) + "\n", encoding="utf-8")
    return file


def right(path: Path) -> Path:
    """A table of a model that is right about every image."""
    return table(path, [f"{number:03}.png,{NAMES[number % 3]},0.9" for number in range(COUNT)])


def bring(path: Path, file: Path, **options: object) -> PredictionsResult:
    return finish(import_predictions(path, file, by=ME, **options))  # type: ignore[arg-type]


def suggested(path: Path) -> dict[str, str | None]:
    with Project(path, "read") as project:
        return {image.path: image.suggestion for image in read_results.suggestions(project)}


def test_without_any_label_the_model_makes_the_suggestions(path: Path) -> None:
    result = bring(path, right(path), model="SpeciesNet 4.0")
    assert (result.suggested, result.added_classes, result.unknown_classes) == (COUNT, NAMES, ())
    assert finish(run_round(path)).suggested == COUNT
    assert suggested(path) == {f"{number:03}.png": NAMES[number % 3] for number in range(COUNT)}
    with Project(path, "read") as project:
        confidence = load_array(project, "round/confidence")
        assert confidence is not None
        np.testing.assert_allclose(confidence.astype(float), 0.9, atol=0.01)
        assert {label for label, _ in labels_of(project).values()} == {None}


def test_a_good_model_outweighs_vectors_that_say_nothing(path: Path) -> None:
    with Project(path) as project:
        label_images(project, [NAMES[number % 3] if number < 30 else None for number in range(COUNT)])
    finish(run_round(path))
    alone = sum(NAMES[int(name[:3]) % 3] == label for name, label in suggested(path).items())
    bring(path, right(path))
    result = finish(run_round(path))
    assert "model" in result.method
    with_model = sum(NAMES[int(name[:3]) % 3] == label for name, label in suggested(path).items())
    assert alone < 40
    assert with_model == 60


def test_wrong_labels_are_found_by_a_good_model(path: Path) -> None:
    given = [NAMES[number % 3] for number in range(COUNT)]
    given[4], given[50] = "cat", "ant"
    with Project(path) as project:
        label_images(project, given)
        with project.transaction() as db:
            db.execute("UPDATE image SET state = ?", (int(State.LABELLED),))  # open to doubt
    bring(path, right(path))
    finish(run_round(path))
    with Project(path, "read") as project:
        worst = [image.path for image in read_results.suspects(project)[:2]]
    assert set(worst) == {"004.png", "050.png"}


def test_no_label_and_no_history_changes(path: Path) -> None:
    with Project(path) as project:
        label_images(project, [*NAMES, *[None] * (COUNT - 3)])
        before, history = labels_of(project), read_history(project)
    bring(path, right(path))
    with Project(path) as project:
        assert labels_of(project) == before
        assert read_history(project) == history
        remove_predictions(project, "model")
        assert predicting_models(project) == {}


def test_a_dry_run_says_the_same_and_stores_nothing(path: Path) -> None:
    dry = bring(path, right(path), dry_run=True)
    with Project(path, "read") as project:
        assert predicting_models(project) == {}
        assert project.classes() == []
    assert bring(path, right(path)) == dry


def test_classes_that_the_project_does_not_have(path: Path) -> None:
    with Project(path) as project:
        add_classes(project, ["ant"], ME)
    file = table(path, ["000.png,ant,.9", "001.png,puma,.8", "002.png,ant,.1", "nowhere.png,ant,.9"])
    result = bring(path, file)
    assert (result.suggested, result.unknown_classes, result.unmatched) == (2, ("puma",), ("nowhere.png",))
    assert "1 image is more probably of classes that the project does not have, and gets no suggestion." in list(
        map(str, result.notes)
    )
    assert bring(path, file, add_new_classes=True).suggested == 3
    with pytest.raises(LabelerError, match="none of which is a class"):
        bring(path, table(path, ["000.png,lynx,.9"]))


def test_two_rows_for_one_image_are_not_guessed(path: Path) -> None:
    result = bring(path, table(path, ["000.png,ant,.9", "001.png,bee,.9", "000.png,bee,.9"]))
    assert result.suggested == 1
    assert (
        "1 image has several rows in the file that contradict each other, none of which is used: 000.png. Leave one "
        "row for each image and class in the file."
    ) in list(map(str, result.notes))


def test_a_row_for_each_image_and_class_in_any_order_is_read(path: Path) -> None:
    pairs = [(number, name) for name in NAMES for number in range(COUNT)]  # as pandas melts a table
    rows = [f"{number:03}.png,{name},{0.8 if number % 3 == NAMES.index(name) else 0.1}" for number, name in pairs]
    result = bring(path, table(path, rows))
    assert (result.suggested, [str(note) for note in result.notes if "several rows" in str(note)]) == (COUNT, [])
    finish(run_round(path))
    assert suggested(path) == {f"{number:03}.png": NAMES[number % 3] for number in range(COUNT)}


def test_names_that_differ_only_in_capitals_are_the_classes_of_the_project(path: Path) -> None:
    with Project(path) as project:
        add_classes(project, ["ant", "bee", "Bee"], ME)
    result = bring(path, table(path, ["000.png,ANT,.9", "001.png,bee,.9", "002.png,BEE,.9"]))
    assert (result.suggested, result.unknown_classes) == (2, ("BEE",))  # there are two of that name
    (note,) = [str(note) for note in result.notes if "differs" in str(note)]
    assert "only in capitals, accents or spaces from one of the project, and counts as that: ANT → ant." in note
    assert bring(path, table(path, ["000.png,ANT,.9"]), add_new_classes=True).added_classes == ()


def test_a_second_file_of_a_model_replaces_the_first(path: Path) -> None:
    bring(path, right(path))
    assert bring(path, table(path, ["000.png,bee,.9"])).suggested == 1
    with Project(path, "read") as project:
        assert predicting_models(project) == {"model": 1}


def test_the_name_of_the_classifier_trained_here_is_taken(path: Path) -> None:
    with pytest.raises(LabelerError, match="Choose another name for the model"):
        bring(path, right(path), model="  trained   here ")
    with Project(path, "read") as project:
        assert predicting_models(project) == {}
        assert project.classes() == []


def test_names_that_a_file_tells_apart_are_not_taken_for_one(path: Path) -> None:
    with Project(path) as project:
        add_classes(project, ["ant"], ME)
    result = bring(path, table(path, ["000.png,ant,.9", "001.png,Ant,.9"]))
    assert (result.suggested, result.unknown_classes) == (1, ("Ant",))
