"""A folder of images and the place of a project for the tests of commands."""

from pathlib import Path

import pytest
from PIL import Image


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with images in two class folders, and one file that is no image."""
    for name in ("cat/1.png", "cat/2.png", "dog/1.png"):
        file = tmp_path / "photos" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (len(name), ord(name[0]), ord(name[4]))).save(file)
    (tmp_path / "photos" / "cat" / "broken.png").write_bytes(b"")
    return tmp_path / "photos"


@pytest.fixture
def project(folder: Path) -> Path:
    """Return the path at which the project is made."""
    return folder.parent / "p.labeler"
