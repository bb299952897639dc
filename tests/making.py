"""Small real projects for tests, made without a scan, so that each test defines exactly what is in them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.messages import Message

ME = By("Ann")


def add_images(project: Project, paths: Sequence[str], folder: Path) -> list[int]:
    """Add image rows below a folder; the files need not exist."""
    place = next((known for known in project.folders() if known.path == folder), None) or project.add_folder(folder)
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
            "VALUES (?, ?, 100, 0, 0, 0, '', 0)",
            [(place.id, place.prefix + path) for path in paths],
        )
    rows = project.rows("SELECT id FROM image ORDER BY id DESC LIMIT ?", (len(paths),))
    return [int(str(number)) for (number,) in reversed(rows)]


def make_project(path: Path, paths: Sequence[str], *, files: bool = False) -> Project:
    """Make a project with these images in a folder "images" beside it; return it open for writing."""
    folder = path.parent / "images"
    folder.mkdir(exist_ok=True)
    project = create_project(path)
    if files:
        for number, name in enumerate(paths):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_png(number))
    add_images(project, paths, folder)
    return project


def _png(number: int) -> bytes:
    """Return a small PNG image, different for each number."""
    stream = BytesIO()
    Image.new("RGB", (4, 4), (number % 256, number // 256 % 256, 99)).save(stream, "PNG", compress_level=0)
    return stream.getvalue()


def label_images(project: Project, labels: Sequence[str | None], by: By = ME) -> None:
    """Give these labels to the images, in the order of their ids, as one decision; None gives no label."""
    ids = add_classes(project, [name for name in labels if name], by)
    images = [int(str(number)) for (number,) in project.rows("SELECT id FROM image ORDER BY id")]
    chosen = [(image, ids[name]) for image, name in zip(images, labels, strict=True) if name]
    edit = assign([number for _, number in chosen])
    decide(project, [image for image, _ in chosen], edit, kind="assign", what="Label", by=by)


def suggest_first_class(project: Project, count: int, number: int = 1) -> None:
    """Store a round that suggests the first class for the first `count` images, surest first (1 down to 0.5)."""
    stored: dict[str, AnyArray] = {
        "round/ids": np.arange(1, count + 1),
        "round/suggested": np.ones(count, np.int32),
        "round/confidence": np.linspace(1, 0.5, count).astype(np.float32),
    }
    save_arrays(project, stored, {})
    project.save_setting("round", number)


def labels_of(project: Project) -> dict[str, tuple[str | None, str]]:
    """Return the label and the state of every image, by path."""
    names = {label.id: label.name for label in project.classes()}
    images = project.images(int(str(number)) for (number,) in project.rows("SELECT id FROM image"))
    return {
        image.path: (names[image.class_id] if image.class_id is not None else None, image.state.name.lower())
        for image in images
    }


def said_of_people(project: Project) -> dict[tuple[int, str], int]:
    """Return what each person says of each image now: a class id, NONE_OF_THEM or NO_CLAIM, by image id and name."""
    now = read_answers(project).standing()
    rows = zip(now.images.tolist(), now.people.tolist(), now.codes.tolist(), strict=True)
    return {(image, now.names[person]): code for image, person, code in rows}


def said_in(file: Path) -> dict[tuple[int, str], int]:
    """Return said_of_people of a project that is not open."""
    with Project(file, "read") as project:
        return said_of_people(project)


def in_words(skipped: Iterable[tuple[str, Message]]) -> list[tuple[str, str]]:
    """Return the skipped files, with their reasons in English."""
    return [(path, str(reason)) for path, reason in skipped]
