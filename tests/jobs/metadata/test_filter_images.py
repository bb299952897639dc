"""Filters by what the stored round suggests, by source, rejected class and size, through the command line's words."""

from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import Edit, accept, assign, decide
from desktop_labeler.data.images.query.built_in_columns import all_columns
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.metadata.conditions import read_condition
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.metadata.filter_images import filtered_images
from tests.making import ME, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Eight images: 1 confirmed, 2 accepted, 3 not a dog; suggestions for all, the surer the higher the id."""
    made = make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(8)])
    ids = add_classes(made, ["cat", "dog"], ME)
    decide(made, [1], assign(ids["cat"]), kind="assign", what="Label", by=ME)
    decide(made, [2], accept(ids["dog"]), kind="accept", what="Accept", by=ME)
    decide(made, [3], Edit(reject=ids["dog"]), kind="reject", what="Reject", by=ME)
    with made.transaction() as db:
        db.execute("UPDATE image SET size = id * 1000, width = id * 10 WHERE id < 8")
    images = np.arange(1, 9)
    arrays: dict[str, AnyArray] = {
        "round/ids": images,
        "round/suggested": np.array([ids["cat"], ids["dog"]] * 3 + [-1, ids["cat"]], np.int32),
        "round/confidence": (images / 10).astype(np.float32),
    }
    save_arrays(made, arrays, {"round": 1, "backbone": "x"})
    return made


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("model.suggestion=cat",), [3, 5, 8]),  # nobody decided these
        (("model.suggestion=dog", "model.confidence>=0.5"), [6]),
        (("model.confidence>0.45", "model.confidence<=0,65"), [5, 6]),
        (("model.suggestion=",), [1, 2, 7]),
        (("model.confidence=",), [1, 2, 7]),
        (("label.source=human",), [1]),
        (("label.source=accepted",), [2]),
        (("label.source=",), [3, 4, 5, 6, 7, 8]),
        (("label.rejected=dog",), [3]),
        (("label.rejected=cat",), []),
        (("label.rejected=",), [1, 2, 4, 5, 6, 7, 8]),
        (("file.kB<3",), [1, 2, 8]),
        (("file.width>=70",), [7]),
        (("file.width=",), [8]),
    ],
)
def test_conditions_on_what_every_project_knows(project: Project, words: tuple[str, ...], found: list[int]) -> None:
    conditions = tuple(read_condition(text, all_columns(project)) for text in words)
    assert sorted(filtered_images(project, Filter(columns=conditions)).tolist()) == found
    project.close()


def test_before_the_first_round_nothing_is_suggested(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as made:
        asked = Filter(columns=(read_condition("model.confidence>0", all_columns(made)),))
        assert filtered_images(made, asked).tolist() == []
        assert find_images(made, asked).tolist() == []
