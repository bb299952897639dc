"""Folders of small images for the tests of jobs, and snapshots that show that nobody wrote to them."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import ImageRow, Project, create_project


def draw(place: Path, seed: int = 0, size: tuple[int, int] = (12, 9)) -> Path:
    """Write an image of noise, different for each seed; missing folders are made."""
    place.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), np.uint8)
    kind = {"jpg": "JPEG", "tif": "TIFF"}.get(place.suffix[1:].lower(), place.suffix[1:].upper() or "PNG")
    Image.fromarray(noise).save(place, kind)
    return place


def snapshot(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Return size, time and content of every file below a folder, to compare before and after a job."""
    return {
        str(file.relative_to(folder)): (
            file.lstat().st_size,
            file.lstat().st_mtime_ns,
            hashlib.sha256(file.read_bytes()).hexdigest(),
        )
        for file in folder.rglob("*")
        if file.is_file()
    }


def empty_project(path: Path) -> Path:
    """Make an empty project file."""
    create_project(path).close()
    return path


def images_of(project: Path) -> dict[str, ImageRow]:
    """Return all image rows by path, including those with a problem."""
    with Project(project, "read") as opened:
        ids = [*find_images(opened), *find_images(opened, Filter(missing=True))]
        return {image.path: image for image in opened.images(ids)}


@contextmanager
def without_rights_of_root() -> Iterator[Path]:
    """Return a folder in which permissions apply; root, whom they do not stop, becomes another user for a while."""
    folder = Path(tempfile.mkdtemp())
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        if is_root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        for place in [folder, *folder.rglob("*")]:
            if place.is_dir() and not place.is_symlink():
                place.chmod(0o700)
        shutil.rmtree(folder)
