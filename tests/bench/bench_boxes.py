"""Boxes as images: importing 100,000 of them, reading them with each file decoded once, a project of a million.

It takes about five minutes; the project of a million boxes is made without images.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import numpy as np
from PIL import Image

from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.images.parts import image_parts
from desktop_labeler.data.images.parts.image_parts import Box, Part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts, follow_files, hide_files
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.import_boxes import import_boxes
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.progress import finish
from tests.bench.rows import Row, print_rows, rows_of
from tests.bench.watch import Watch
from tests.making import ME, make_project

OPT_IN = True
_FILES, _EACH = 20_000, 5
_SIDE = 160
_HOLDERS, _OF_EACH = 100_000, 10


def run() -> Iterator[Row]:
    """Measure in a temporary folder."""
    with TemporaryDirectory() as folder:
        yield from _import(Path(folder))
    with TemporaryDirectory() as folder:
        yield from _million(Path(folder))


def _import(folder: Path) -> Iterator[Row]:
    photos = folder / "photos"
    photos.mkdir()
    noise = np.random.default_rng(0)
    for number in range(_FILES):
        small = Image.fromarray(noise.integers(0, 256, (20, 20, 3), np.uint8))
        small.resize((_SIDE, _SIDE)).save(photos / f"{number:05}.jpg")
    boxes = noise.integers(0, _SIDE - 40, (_FILES * _EACH, 2)).tolist()
    content = {
        "images": [
            {"id": number, "file_name": f"{number:05}.jpg", "width": _SIDE, "height": _SIDE} for number in range(_FILES)
        ],
        "categories": [{"id": number, "name": f"class {number}"} for number in range(10)],
        "annotations": [
            {"id": number, "image_id": number // _EACH, "category_id": number % 10, "bbox": [x, y, 20 + number % 5, 30]}
            for number, (x, y) in enumerate(boxes)
        ],
    }
    (folder / "coco.json").write_text(json.dumps(content), encoding="utf-8")
    path = folder / "p.labeler"
    finish(new_project(path, photos, "none", check=False))
    began = time.perf_counter()
    result = finish(import_boxes(path, folder / "coco.json", by=ME))
    seconds = time.perf_counter() - began
    count = result.boxes
    yield Row(f"import {count:,} boxes of {_FILES:,} files (COCO)", seconds, "s", count, "≤ 20")
    began = time.perf_counter()
    finish(identify(path))
    yield Row("reading their files, and the parts following", time.perf_counter() - began, "s", count)
    decoded = 0

    def counted(file: Path, **options: object) -> object:
        nonlocal decoded
        decoded += 1
        return decode(file)

    with Project(path, "read") as project, mock.patch.object(image_parts, "decode", counted):
        images = np.sort(find_images(project))
        began = time.perf_counter()
        for _ in read_images(project, images, lambda *_: None, longest=256):
            pass
        yield Row("reading all boxes", time.perf_counter() - began, "s", len(images))
        yield Row("decodings of a file in that pass", decoded / _FILES, "per file", _FILES, "1")


def _million(folder: Path) -> Iterator[Row]:
    path = folder / "p.labeler"
    with make_project(path, [f"site {number % 100:02}/{number:06}.jpg" for number in range(_HOLDERS)]) as project:
        files = np.sort(find_images(project)).tolist()
        for start in range(0, _HOLDERS, 500):
            some = files[start : start + 500]
            add_parts(
                project,
                [
                    NewPart(file, Part(box=Box(number, 2 * number, 30, 40)), (30, 40))
                    for file in some
                    for number in range(_OF_EACH)
                ],
            )
        hide_files(project, files)
    with Project(path) as project:
        began = time.perf_counter()
        found = find_images(project)
        project.images(found[:200])
        yield Row("open, all ids by path, first 200 rows", time.perf_counter() - began, "s", len(found), "≤ 1.0")
        began = time.perf_counter()
        for _ in follow_files(project):
            pass
        yield Row("looking whether a million parts still fit", time.perf_counter() - began, "s", len(found))
    photos = folder / "images" / "site 00"
    photos.mkdir(exist_ok=True)
    for number in range(0, _HOLDERS, 100):  # those that scrolling passes
        picture = (
            Image.linear_gradient("L").resize((320, 240)).point([(value + number // 100) % 256 for value in range(256)])
        )
        picture.convert("RGB").save(photos / f"{number:06}.jpg", quality=85)
    yield from rows_of("tests.bench.bench_boxes", folder, path)


def _shown(path: Path) -> Iterator[Row]:
    """Open and scroll the project of a million boxes as a person does."""
    from tests.bench.bench_grid import opened, scroll

    watch = Watch()
    with opened(path, watch) as (page, _, loader, seconds):
        yield Row("a million boxes: open to first painted grid", seconds, "s", len(page.grid.content.images), "≤ 1.0")
        yield from scroll(page, loader, watch)


if __name__ == "__main__":
    print_rows(_shown(Path(sys.argv[1])))
