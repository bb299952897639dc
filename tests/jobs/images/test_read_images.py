"""Images are handed over in the order asked for, each with its pixels or with why it cannot be read."""

from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.images.read_images import enough_pixels, read_images
from desktop_labeler.messages import Message
from tests.making import make_project


def _prepare(row: ImageRow, file: Path, pixels: UInt8Array) -> tuple[str, tuple[int, ...]]:
    if file.name == "odd.png":
        raise ImageError("of no use")
    return row.path, pixels.shape


def test_every_image_comes_in_order_with_its_pixels_or_its_reason(tmp_path: Path) -> None:
    names = ["a.png", "broken.png", "odd.png", "gone.png", "z.png"]
    with make_project(tmp_path / "p.labeler", names, files=True) as project:
        Image.new("RGB", (600, 300)).save(tmp_path / "images" / "z.png")
        (tmp_path / "images" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno more")
        (tmp_path / "images" / "gone.png").unlink()
        asked = np.array([5, 1, 2, 3, 4], np.int64)
        found = [step for step in read_images(project, asked, _prepare, longest=256, together=2) if step is not None]
    assert [row.id for row, _ in found] == asked.tolist()
    assert found[0][1] == ("z.png", (128, 256, 3))
    assert found[1][1] == ("a.png", (4, 4, 3))
    assert all(isinstance(reason, Message) for _, reason in found[2:])
    assert str(found[3][1]) == "of no use"


def test_closing_it_ends_its_threads(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(60)], files=True) as project:
        reading = read_images(project, np.arange(1, 61), _prepare, longest=256)
        step = next(reading)
        reading.close()
    assert step is None or step[0].id == 1


def test_long_images_are_read_sharp_enough() -> None:
    assert [enough_pixels(side) for side in (32, 224)] == [256, 672]
