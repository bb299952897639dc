"""Training from the starter on the sign digits for some minutes, and the kNN accuracy it gains.

`python3 packaging/dev.py bench pretrain_signs`; the environment variable MINUTES sets another time than 20.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.training.pretrain import pretrain_project
from desktop_labeler.jobs.training.training_plan import TrainingPlan
from desktop_labeler.ml.backbones.backbone_registry import default_name
from desktop_labeler.progress import finish
from tests.bench.folders import image_folder
from tests.bench.rows import Row

OPT_IN = True


def run() -> Iterator[Row]:
    """Train as the button of the page does; the labels serve only to compare the embeddings."""
    minutes = float(os.environ.get("MINUTES", "20"))
    before = os.environ.get("DESKTOP_LABELER_DATA")
    with tempfile.TemporaryDirectory() as name:
        os.environ["DESKTOP_LABELER_DATA"] = name  # keeps the trained backbone out of the person's own list
        try:
            yield from _train(Path(name) / "signs.labeler", minutes)
        finally:
            os.environ.pop("DESKTOP_LABELER_DATA")
            if before is not None:
                os.environ["DESKTOP_LABELER_DATA"] = before


def _train(project: Path, minutes: float) -> Iterator[Row]:
    finish(new_project(project, image_folder("sign_digits")))
    finish(embed_project(project, backbone=default_name()))
    # a mirrored sign is the same digit shown with the other hand, so images may be mirrored
    result = finish(pretrain_project(project, TrainingPlan(minutes=minutes), keep="no"))
    found = result.comparison
    assert found is not None
    old, new = found.before, found.after
    yield Row(f"views/s, {result.device}", result.views_per_second, "views/s", result.images)
    for label, one, other, asked in (
        ("neighbours agree", old.agreement, new.agreement, "+0.10 or no gain"),
        ("cross-validated accuracy", old.accuracy, new.accuracy, ""),
    ):
        yield Row(f"{label}, {old.backbone}", one.value or 0.0, "share", one.count)
        yield Row(f"{label}, after {minutes:g} minutes", other.value or 0.0, "share", other.count)
        yield Row(f"{label}, change: {found.verdict}", (other.value or 0) - (one.value or 0), "share", one.count, asked)
