"""A blind package tells nothing of the classes of its images, and its answers come back to the right ones."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop_labeler.data.decisions.history import By, Edit, assign, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from tests.making import said_in

ANN, BOB = By("Ann"), By("Bob")
Run = Callable[..., Any]


@pytest.mark.parametrize("place", ["inside", "beside"])
def test_keywords_dates_and_places_in_the_files_stay_out_of_a_blind_package(
    tmp_path: Path, run: Run, place: str
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x010E] = "a heron at the pond"
    text = PngInfo()
    text.add_text("Keywords", "a heron at the pond")
    colours = Image.fromarray(np.random.default_rng(2).integers(0, 255, (20, 20, 3), np.uint8))
    colours.save(folder / "a.jpg", exif=exif, comment=b"a heron at the pond", xmp=b"<x>a heron at the pond</x>")
    colours.save(folder / "b.png", pnginfo=text)
    project, out = tmp_path / "p.labeler", tmp_path / "blind.labeler"
    run("new", project, folder)
    run("package", project, out, "--blind", "--images", place)
    beside = (path.read_bytes() for path in tmp_path.glob("blind images/**/*.*"))
    assert not any(b"heron" in data for data in [out.read_bytes(), *beside])


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize("place", ["inside", "beside"])
def test_a_blind_package_tells_no_class_by_folders_names_groups_or_order(
    tmp_path: Path, run: Run, place: str, read: bool
) -> None:
    """Where folders are classes, nothing in the package names them, and each answer comes back to its image."""
    folder, random = tmp_path / "photos", np.random.default_rng(2)
    for number in range(24):
        file = folder / ("heron", "stork")[number // 12] / f"{('heron', 'stork')[number // 12]}_{number:02}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(random.integers(0, 255, (20, 20, 3), np.uint8)).save(file)
        os.utime(file, (1e9 + number, 1e9 + number))
    project, out = tmp_path / "p.labeler", tmp_path / "blind.labeler"
    run("new", project, folder, "--classes", "x,y")
    with Project(project) as opened:
        ids = find_images(opened).tolist()
        groups = [f"{('heron', 'stork')[image % 2]} burst" for image in ids]
        decide(opened, ids, Edit(group=groups), kind="group", what="Group", by=ANN)
        if not read:
            opened.db.execute("UPDATE image SET sha256 = NULL")
    run("package", project, out, "--for", "Bob", "--blind", "--images", place)
    with Project(out) as package:
        rows = package.images(find_images(package).tolist())
        said = " ".join(f"{row.path} {row.group}" for row in rows)
        assert "heron" not in said
        assert "stork" not in said
        assert [row.id for row in rows] != sorted(row.id for row in rows)  # the order of paths tells nothing either
        assert len({row.group for row in rows}) == 2
        assert len({row.mtime_ns for row in rows}) == 1
        label = package.classes()[0].id
        for row in rows:
            decide(package, [row.id], assign(label + row.id % 2), kind="assign", what="Label", by=BOB)
    names = [path.name for path in tmp_path.glob("blind images/**/*")]
    assert not any("heron" in name or "stork" in name for name in names)
    assert len({path.stat().st_mtime for path in tmp_path.glob("blind images/**/*.*")}) == (place == "beside")
    done = run("merge", project, out)
    assert (done["unknown"], done["changed"]) == ([], [])
    by_bob = {image: code for (image, who), code in said_in(project).items() if who == "Bob"}
    assert by_bob == {row.id: label + row.id % 2 for row in rows}


def test_what_was_never_read_is_told_from_another_picture_by_its_content(tmp_path: Path, run: Run) -> None:
    """A blind package does not know the dates of the files, so they are read: the same, another picture, gone."""
    folder, random = tmp_path / "photos", np.random.default_rng(3)
    folder.mkdir()
    for number in range(3):
        Image.fromarray(random.integers(0, 255, (20, 20, 3), np.uint8)).save(folder / f"{number}.png")
    project, out = tmp_path / "p.labeler", tmp_path / "blind.labeler"
    run("new", project, folder, "--classes", "x,y")
    run("package", project, out, "--for", "Bob", "--blind")
    with Project(project) as opened:
        opened.db.execute("UPDATE image SET sha256 = NULL")
    (folder / "1.png").write_bytes((folder / "0.png").read_bytes() + b" ")
    (folder / "2.png").unlink()
    with Project(out) as package:
        decide(package, [1, 2, 3], assign(package.classes()[0].id), kind="assign", what="Label", by=BOB)
    done = run("merge", project, out)
    assert (done["added"], done["changed"], done["unknown"]) == (1, ["1.png"], ["2.png"])
