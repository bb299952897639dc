"""Every phase of a job that has several is a step of its progress."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import desktop_labeler
from desktop_labeler.progress import Progress
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_group import JobGroup, Steps

_ALONE = {"writing", "restoring", "self-test"}  # the only phase of its job
_KNOWN: tuple[Steps, ...] = (
    job_steps.SCAN,
    job_steps.IMPORT_LABELS,
    job_steps.IMPORT_PREDICTIONS,
    job_steps.IMPORT_BOXES,
    job_steps.NEW_PROJECT,
    job_steps.IMPORT_BACKBONE,
    job_steps.SWITCH,
    job_steps.REPORT,
    job_steps.CLASSIFY,
    job_steps.EXPORT_MODEL,
    job_steps.REMOVE_BACKBONE,
    job_steps.UNPACK,
    job_steps.PACKAGE,
    job_steps.MERGE,
    job_steps.METHODS_REPORT,
    job_steps.VERIFY,
    job_steps.GROUPS,
    job_steps.NAME_PATTERN,
    job_steps.TABLE_COLUMNS,
    job_steps.CAMERA_DATA,
    job_steps.analysis(1_000),
    job_steps.analysis(1_000, known=True, classified=1_000),
    job_steps.classify_new(1_000),
    job_steps.round_steps(100_000, anew=True),
    job_steps.layout(100_000),
    job_steps.training(1_000, minutes=5, epochs=None),
    job_steps.trial(1_000),
    job_steps.classifier(500, 1_000, minutes=5),
)


def _phases(folder: Path) -> Iterator[str]:
    """Yield the phases of all jobs, as they stand in the sources."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Progress":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and first.value:
                    yield str(first.value)


def test_every_phase_of_a_job_is_one_of_its_steps() -> None:
    steps = {name for known in _KNOWN for name, _ in known}
    package = Path(desktop_labeler.__file__).parent
    found = set(_phases(package / "jobs")) | set(_phases(package / "ml"))
    assert "comparing views of some images" in found
    assert found - steps - _ALONE == set()
    assert steps - found == set()  # and none is listed that does not exist


@pytest.mark.parametrize("known", _KNOWN, ids=lambda steps: steps[-1][0])
def test_a_job_that_goes_through_all_its_steps_ends_at_the_end(known: Steps) -> None:
    group = JobGroup("", known)
    seen = [0.0]
    for name, _ in known:
        for done in (1, 2, 3):
            group.advance(Progress(name, done, 3))
            seen.append(group.fraction)
    assert seen == sorted(seen)
    assert group.fraction == pytest.approx(1)


@pytest.mark.parametrize("images", [100, 2_000, 40_000, 1_000_000])
def test_no_step_of_an_analysis_but_the_embedding_is_half_of_it(images: int) -> None:
    """The weights grow with the folder as the work does: the sample for the views is one image in sixteen."""
    steps = job_steps.analysis(images)
    whole = sum(seconds for _, seconds in steps)
    assert all(seconds < whole / 2 for name, seconds in steps if name != "embedding")
