"""What a model from elsewhere says is counted beside people and the round, image by image."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.predictions import Predictions, save_predictions
from desktop_labeler.data.decisions.classes import add_classes, delete_class
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.import_predictions import forget_predictions
from desktop_labeler.jobs.rounds.compare_models import compare_models
from desktop_labeler.progress import finish
from tests.making import ME, label_images, make_project

COUNT = 12
CLASSES = ("ant", "bee", "cat")
Choice = st.sampled_from([None, *CLASSES])


@given(
    labels=st.lists(Choice, min_size=COUNT, max_size=COUNT),
    named=st.lists(Choice, min_size=COUNT, max_size=COUNT),
    suggested=st.lists(Choice, min_size=COUNT, max_size=COUNT),
    imported=st.booleans(),
)
def test_it_counts_what_one_would_count_by_hand(
    labels: list[str | None],
    named: list[str | None],
    suggested: list[str | None],
    imported: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("compare") / "p.labeler"
    with make_project(file, [f"{number:02}.png" for number in range(COUNT)]) as project:
        ids = add_classes(project, CLASSES, ME)
        label_images(project, labels)
        if imported:  # labels that nobody decided
            with project.transaction() as db:
                db.execute("UPDATE image SET state = ?, source = 0 WHERE class_id IS NOT NULL", (int(State.LABELLED),))
        numbers: dict[str | None, int] = {None: -1}
        numbers.update(ids)
        says = [(place + 1, numbers[name]) for place, name in enumerate(named) if name]
        images = np.array([image for image, _ in says], np.int64)
        classes = np.array([[number, -1] for _, number in says], np.int32).reshape(-1, 2)
        chance = np.tile(np.array([0.6, 0], np.float32), (len(says), 1))
        save_predictions(project, Predictions("net", images, classes, chance), "net.csv")
        given_by_round = np.array([numbers[name] for name in suggested], np.int32)
        save_arrays(project, {"round/ids": np.arange(1, COUNT + 1), "round/suggested": given_by_round}, {"round": 1})
        (found,) = compare_models(project)
    rows = list(zip(range(1, COUNT + 1), labels, named, suggested, strict=True))
    decided = [(image, label, name) for image, label, name, _ in rows if label and name and not imported]
    both = [(image, name, said) for image, label, name, said in rows if name and said and not label]
    assert found.images == len(says)
    assert found.decided == len(decided)
    assert found.other_label.tolist() == [image for image, label, name in decided if label != name]
    assert found.agreement.hits == sum(label == name for _, label, name in decided)
    assert found.suggested == len(both)
    assert found.other_suggestion.tolist() == [image for image, name, said in both if name != said]


def test_classes_that_are_gone_say_nothing(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        ids = add_classes(project, CLASSES, ME)
        classes = np.array([[ids["ant"], ids["bee"]], [ids["cat"], -1]], np.int32)
        said = Predictions("net", np.array([1, 2]), classes, np.array([[0.5, 0.4], [0.9, 0]], np.float32))
        save_predictions(project, said, "net.csv")
        assert compare_models(project)[0].images == 2
        for gone, images in (("ant", 2), ("bee", 1)):  # without ants, the first image is a bee to the model
            delete_class(project, next(one for one in project.classes() if one.name == gone), ME)
            assert compare_models(project)[0].images == images


def test_without_models_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        assert compare_models(project) == []


def test_only_a_model_that_is_there_can_be_removed(tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    with make_project(file, ["a.png"]) as project:
        ids = add_classes(project, CLASSES, ME)
        said = Predictions("net", np.array([1]), np.array([[ids["ant"]]], np.int32), np.ones((1, 1), np.float32))
        save_predictions(project, said, "net.csv")
    with pytest.raises(LabelerError, match="no suggestions of other"):
        finish(forget_predictions(file, "other"))
    finish(forget_predictions(file, "net"))
    with pytest.raises(LabelerError, match="no suggestions of net, nor of any other model"):
        finish(forget_predictions(file, "net"))
    with Project(file, "read") as project:
        assert compare_models(project) == []
