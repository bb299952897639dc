"""Boxes and pages of files are handed out as pictures of their own, and their answers find the parts again."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.images.parts.image_parts import read_part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.images.unpack_images import unpack_package
from desktop_labeler.jobs.packages.make_package import Place, Selection, make_package
from desktop_labeler.jobs.packages.merge_package import merge_package
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish
from tests.making import ME, make_project

_BOB = By("Bob")


@pytest.mark.parametrize("read", [True, False])
@pytest.mark.parametrize("place", ["inside", "beside"])
def test_out_decided_and_back(tmp_path: Path, place: Place, read: bool) -> None:
    path, package = tmp_path / "p.labeler", tmp_path / "b.labeler"
    with make_project(path, ["a.png", "b.png"], files=True) as project:
        pixels = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "images" / "b.png")
        boxes = [read_part("xywh=10,20,60,50"), read_part("xywh=200,100,80,90")]
        parts = [part for part in add_parts(project, [NewPart(2, box, (60, 50)) for box in boxes]) if part]
        ids = add_classes(project, ["cat", "dog"], ME)
    if read:
        finish(identify(path))
    made = finish(make_package(path, package, Selection(), place=place))
    assert made.left_out == ()
    finish(unpack_package(package))
    assert finish(rescan(package)).missing == 0
    with Project(package) as opened:
        rows = opened.images(parts)
        found = [decode(opened.file_of(row)) for row in rows]
        assert [picture.shape[:2] for picture in found] == [(row.height, row.width) for row in rows]
        assert len(rows) == 2
        assert max(max(picture.shape) for picture in found) < 200
        for image, name in zip(parts, ("cat", "dog"), strict=True):
            decide(opened, [image], assign(ids[name]), kind="assign", what="Label", by=_BOB)
    merged = finish(merge_package(path, package, by=ME))
    assert (merged.unknown, merged.changed, merged.added) == ((), (), 2)
    with Project(path, "read") as project:
        assert [row.class_id for row in project.images(parts)] == [ids["cat"], ids["dog"]]
