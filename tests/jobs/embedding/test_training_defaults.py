"""The defaults of a training are read from the project's file alone."""

import subprocess
import sys
from pathlib import Path

from desktop_labeler.data.computed.embeddings import use_backbone
from desktop_labeler.jobs.embedding.find_flips import set_flips
from desktop_labeler.jobs.embedding.training_defaults import TrainingDefaults, training_defaults
from tests.making import make_project


def test_they_are_those_of_the_embedding_in_use(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        assert training_defaults(project) == TrainingDefaults(2, "starter", None)
        use_backbone(project, "key", "built-in")  # which cannot be trained
        assert training_defaults(project).start == "starter"
        use_backbone(project, "key", "mine")
        set_flips(project, "mirror")
        assert training_defaults(project) == TrainingDefaults(2, "mine", "mirror")


def test_they_load_no_network() -> None:
    program = "import sys, desktop_labeler.jobs.embedding.training_defaults; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
