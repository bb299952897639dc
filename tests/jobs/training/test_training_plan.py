"""The plan of the last training, remembered in the project."""

from pathlib import Path

import pytest

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.training.training_plan import TrainingPlan, last_plan, remember_plan
from tests.making import make_project


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with make_project(tmp_path / "p.labeler", ["a.png"]):
        return tmp_path / "p.labeler"


@pytest.mark.parametrize("plan", [TrainingPlan(minutes=1.0), TrainingPlan("byol", None, 200.0, "photo", mirror=False)])
def test_the_last_plan_is_remembered(file: Path, plan: TrainingPlan) -> None:
    with Project(file, "read") as project:
        assert last_plan(project) is None
    remember_plan(file, plan)
    with Project(file, "read") as project:
        assert last_plan(project) == plan


@pytest.mark.parametrize(
    "stored",
    [
        7,
        {"method": "none"},
        {"minutes": -1.0},
        {"minutes": "long"},
        {"minutes": None},
        {"hours": 2},
        {"minutes": float("inf")},
    ],
)
def test_what_is_no_plan_is_none(file: Path, stored: object) -> None:
    with Project(file) as project:
        project.save_setting("training_plan", stored)
        assert last_plan(project) is None
