"""Folders of files that ask for far more memory than they have bytes: a project made of them stays in its budget."""

import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.data.decoding.memory_budget import BUDGET
from tests.faults.children import run_child, run_command
from tests.faults.results import Result, outside_text

_ABOVE = 1 << 30  # bytes above the budget, the libraries included
_EACH = 4


def run(work: Path) -> Iterator[Result]:
    """Yield the peak memory of every command on such a folder."""
    place = work / "hostile"
    (place / "images").mkdir(parents=True)
    run_child(lambda: _write(place / "images"), work / "printed.txt")
    before = {file.name: file.stat().st_size for file in (place / "images").iterdir()}
    commands = (("new", "p.labeler", "images"), ("rescan", "p.labeler"), ("embed", "p.labeler"))
    for words in (*commands, ("export", "p.labeler", "out", "--format", "imagefolder")):
        ended = run_command(words, place)
        problems = [f"exit code {ended.code}: {ended.text[-800:]}"] if ended.unexpected else []
        if ended.peak > BUDGET.limit + _ABOVE:
            problems.append(f"{ended.peak / 1e9:.2f} GB, more than the budget and 1 GB")
        problems += [outside_text(ended.outside)] if ended.outside else []
        note = f"peak {ended.peak / 1e9:.2f} GB, budget {BUDGET.limit / 1e9:.2f} GB"
        yield Result(f"hostile folder, {words[0]}", len(before), problems, outside=len(ended.outside), note=note)
    after = {file.name: file.stat().st_size for file in (place / "images").iterdir()}
    yield Result("hostile folder, left as it was", len(before), [] if before == after else ["files changed"])
    shutil.rmtree(place)


def _write(folder: Path) -> int:
    import tifffile

    Image.new("RGB", (16_000, 16_000)).save(folder / "0.webp", lossless=True, method=0)
    Image.new("L", (19_000, 19_000)).save(folder / "0.png", compress_level=1)
    Image.new("RGB", (12_000, 12_000)).save(folder / "0.jpg", progressive=True)
    deep = np.zeros((9_000, 9_000, 3), np.uint16)
    tifffile.imwrite(folder / "0.tif", deep, photometric="rgb", compression="zlib", rowsperstrip=9_000)
    Image.new("P", (18_000, 18_000)).save(folder / "0.gif")
    (folder / "0.bmp").write_bytes(_huge_bitmap(20_000, 19_000))
    Image.new("RGB", (300, 200), (9, 99, 5)).save(folder / "0 good.png")
    for file in list(folder.iterdir()):
        for number in range(1, _EACH):
            shutil.copy(file, file.with_name(file.name.replace("0", str(number), 1)))
    return 0


def _huge_bitmap(width: int, height: int) -> bytes:
    """Return the header of a bitmap of many pixels, and a few of them."""
    size = 54 + 64
    head = b"BM" + size.to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + (40).to_bytes(4, "little")
    head += width.to_bytes(4, "little") + height.to_bytes(4, "little") + b"\x01\0\x18\0" + bytes(24)
    return head + zlib.compress(bytes(64))[:64].ljust(64, b"\0")
