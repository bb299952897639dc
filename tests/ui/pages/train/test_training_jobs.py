"""Names of imported backbones."""

from pathlib import Path

import pytest

from desktop_labeler.ui.pages.train.training_jobs import free_name


@pytest.mark.parametrize(
    ("file", "taken", "name"),
    [
        ("dino.pth", set(), "dino"), ("my weights (1).pt", set(), "my-weights-1"), ("dino.pth", {"dino"}, "dino-2"),
        ("dino.pth", {"dino", "dino-2"}, "dino-3"), ("(((.pt", set(), "imported"), ("_x.pt", set(), "_x"),
    ],
)  # fmt: skip
def test_imported_files_get_a_name(file: str, taken: set[str], name: str) -> None:
    assert free_name(Path(file), taken) == name
