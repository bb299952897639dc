"""Memory has a budget: what an image takes is told from its header, and all threads share what there is."""

import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.data.decoding import decode, memory_budget
from desktop_labeler.data.decoding.display_range import AUTOMATIC
from desktop_labeler.data.decoding.file_types import tiff
from desktop_labeler.data.decoding.memory_budget import BUDGET, MemoryBudget, of_pillow, of_tiff
from desktop_labeler.errors import ImageError

KINDS = ("webp", "webp-alpha", "jpeg", "jpeg-progressive", "png", "png-alpha", "png-palette", "gif", "bmp", "png-16")


def _written(path: Path, kind: str, side: int) -> Path:
    name, _, way = kind.partition("-")
    mode = {"alpha": "RGBA", "palette": "P", "16": "I;16"}.get(way, "P" if name == "gif" else "RGB")
    options = {"progressive": True} if way == "progressive" else {}
    Image.new(mode, (side, side)).save(path, name.upper(), **options)
    return path


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
@pytest.mark.parametrize("kind", [*KINDS, "tiff", "tiff-16"])
def test_no_image_takes_more_than_was_told(kind: str, tmp_path: Path) -> None:
    file, side = tmp_path / "a", 4_000
    if kind.startswith("tiff"):
        values = np.zeros((side, side, 3), np.uint16 if kind.endswith("16") else np.uint8)
        tifffile.imwrite(file, values, photometric="rgb", compression="zlib")
        with tifffile.TiffFile(file) as opened:
            told = of_tiff(opened.pages.first)
    else:
        with Image.open(_written(file, kind, side)) as image:
            told = of_pillow(image, image.size)
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom desktop_labeler.data.decoding import decode\n"
        "from desktop_labeler.data.decoding.file_types import tiff\n"
        "decode.decode(Path(sys.argv[2]))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "decode.decode(Path(sys.argv[1]))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    small = tmp_path / "small"
    if kind.startswith("tiff"):
        tifffile.imwrite(small, np.zeros((4, 4, 3), np.uint8), photometric="rgb", compression="zlib")
    else:
        _written(small, kind, 4)
    done = subprocess.run([sys.executable, "-c", code, file, small], capture_output=True, text=True, check=True)
    assert int(done.stdout) * 1024 <= told


def test_a_tiny_file_that_stands_for_gigabytes_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BUDGET, "limit", 100_000_000)
    for kind in ("webp", "png", "gif", "png-16"):
        file = _written(tmp_path / kind, kind, 3_000)
        with pytest.raises(ImageError, match=r"more than the 0\.1 GB that images may take"):
            decode.decode(file)
    tifffile.imwrite(tmp_path / "t", np.zeros((3_000, 3_000, 3), np.uint16), photometric="rgb", compression="zlib")
    with pytest.raises(ImageError, match="GB of memory"):
        decode.decode(tmp_path / "t", longest=100)
    small = _written(tmp_path / "s", "png", 30)
    assert decode.decode(small).shape == (30, 30, 3)


def test_a_large_photograph_is_decoded_at_a_fraction_where_the_whole_has_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = _written(tmp_path / "a", "jpeg", 4_000)
    monkeypatch.setattr(BUDGET, "limit", 30_000_000)
    assert decode.decode(file, longest=256).shape == (256, 256, 3)
    with pytest.raises(ImageError, match="GB of memory"):
        decode.decode(file)


def test_all_threads_together_stay_within_the_budget() -> None:
    budget, lock, used, most = MemoryBudget(100), threading.Lock(), 0, 0

    def work(needed: int) -> None:
        nonlocal used, most
        with budget.room(needed):
            with lock:
                used += needed
                most = max(most, used)
            with lock:
                used -= needed

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, [(7 * number) % 100 + 1 for number in range(2_000)]))
    assert 0 < most <= 100
    assert used == 0


def test_the_room_is_given_back_by_what_fails() -> None:
    budget = MemoryBudget(10)
    with pytest.raises(ValueError, match="broken"), budget.room(10):
        raise ValueError("broken")
    with budget.room(10):
        pass


def test_the_budget_is_sized_to_the_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    for there, expected in ((0, 2 << 30), (1 << 30, 1 << 30), (16 << 30, 4 << 30), (1 << 40, 8 << 30)):
        monkeypatch.setattr(memory_budget, "total_memory", lambda there=there: there)
        assert memory_budget._size() == expected


def test_a_tiff_of_very_many_pages_is_not_walked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = BytesIO()
    tifffile.imwrite(stream, np.zeros((256, 256), np.uint8), tile=(128, 128))
    first = stream.getvalue()
    (start,) = struct.unpack_from("<I", first, 4)
    (tags,) = struct.unpack_from("<H", first, start)
    content = bytearray(first) + bytes(len(first) % 2)
    follows = start + 2 + 12 * tags  # the place of the next page
    for _ in range(100_000):
        struct.pack_into("<I", content, follows, len(content))
        directory = struct.pack("<H", 1) + struct.pack("<HHII", 256, 3, 1, 256) + struct.pack("<I", 0)
        follows = len(content) + len(directory) - 4
        content += directory
    file = tmp_path / "a.tif"
    file.write_bytes(content)
    read = tifffile.TiffPage.__init__
    pages = 0

    def counted(self: tifffile.TiffPage, *given: Any, **options: Any) -> None:
        nonlocal pages
        pages += 1
        read(self, *given, **options)

    monkeypatch.setattr(tifffile.TiffPage, "__init__", counted)
    pixels, _ = tiff.read(file, 32, AUTOMATIC)
    assert pixels.shape == (256, 256, 3)
    assert pages < 10
