"""Files: scanning 100,000, identifying them, thumbnails of 12-megapixel photographs, matching a table to images."""

import io
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.data.formats.matching.match_records import match_records
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import timed
from tests.making import make_project

FILES = 100_000
PER_FOLDER = 1000
PHOTOS = 24
EDGE = 256
IMAGES = 1_000_000
TABLE = 10_000


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as place:
        yield from _scans(Path(place))
    with tempfile.TemporaryDirectory() as place:
        yield from _thumbnails(Path(place))
    with tempfile.TemporaryDirectory() as place:
        yield from _matching(Path(place))


def _scans(place: Path) -> Iterator[Row]:
    folder, project = place / "images", place / "p.labeler"
    _make_files(folder)
    create_project(project).close()
    yield from _rates("scan", "files", lambda: finish(scan(project, [folder])).total, "≥ 5,000")
    yield from _rates("scan again, nothing new", "files", lambda: finish(scan(project)).total)
    yield from _rates("identify tiny files", "files", lambda: finish(identify(project)).identified)
    for number in range(10):
        (folder / f"{number:03}").rename(folder / f"moved {number:03}")
    yield from _rates("rescan, 10,000 files moved", "files", lambda: finish(rescan(project)).total)
    with Project(project, "read") as opened:
        moved = opened.rows("SELECT count(*) FROM image WHERE path LIKE 'moved %' AND problem IS NULL")[0][0]
    yield Row("of them found again by content", float(str(moved)), "files", 10_000, "10,000")


def _make_files(folder: Path) -> None:
    """Write 100,000 different PNG files of a few hundred bytes."""
    for number in range(FILES):
        if number % PER_FOLDER == 0:
            (folder / f"{number // PER_FOLDER:03}").mkdir(parents=True)
        pixels = np.frombuffer(number.to_bytes(4, "little") * 48, np.uint8).reshape(8, 8, 3)
        Image.fromarray(pixels).save(folder / f"{number // PER_FOLDER:03}" / f"{number:06}.png", compress_level=1)


def _rates(name: str, unit: str, work: Callable[[], int], asked: str = "") -> Iterator[Row]:
    """Yield the rate in wall time and in processor time; `work` returns how many it processed."""
    done, wall, cpu = timed(work)
    yield Row(f"{name}, by the clock", done / wall, f"{unit}/s", done, asked)
    yield Row(f"{name}, by processor time", done / cpu, f"{unit}/s", done, asked)


def _thumbnails(place: Path) -> Iterator[Row]:
    """Thumbnails of photographs with little and much detail, because the time depends on the size of the file."""
    for name, noise, quality in (("plain", 2.5, 85), ("rich", 6.0, 90)):
        photo = _photo(noise, quality)
        files = [place / f"{name} {number}.jpg" for number in range(PHOTOS)]
        for file in files:
            file.write_bytes(photo)
        cache = Thumbnails(place / f"cache {name}")
        label = f"thumbnail of a 12-megapixel JPEG of {len(photo) / 1e6:.1f} MB"
        load = partial(_load, cache, files)
        yield from _rates(f"{label}, new", "images", load, "≥ 25 a core")
        yield from _rates(f"{label}, kept", "images", load)
        cache.close()


def _matching(place: Path) -> Iterator[Row]:
    """Tables of 10,000 rows, with paths in many spellings, matched to a million images."""
    for about, path in (("different names", _numbered), ("the same names in 1,000 folders", _same_names)):
        with make_project(place / f"{about}.labeler", [path(number) for number in range(IMAGES)]) as project:
            rows = [_spelled(path(number), number) for number in range(0, IMAGES, IMAGES // TABLE)]
            done, wall, cpu = timed(partial(_match, project, [Record(row, "cat") for row in rows]))
        name = f"match {TABLE:,} rows to a million images with {about}"
        yield Row(f"{name}, by the clock", wall, "s", done, "≤ 3")
        yield Row(f"{name}, by processor time", cpu, "s", done, "≤ 3")


def _match(project: Project, records: list[Record]) -> int:
    return sum(1 for _ in match_records(project, records))


def _numbered(number: int) -> str:
    return f"site {number // 10_000:02}/2024-{number // 1000 % 12:02}/IMG_{number:07}.JPG"


def _same_names(number: int) -> str:
    return f"plate {number // 10_000:02}/well {number // 1000 % 10:02}/{number % 1000:03}.tif"


def _spelled(path: str, number: int) -> str:
    """Return a path in one of six spellings; the last of them belongs to no image."""
    back = path.replace("/", "\\")
    spelled = (path, f"C:\\Users\\ann\\{back}", f"/data/{path.upper()}", path.rpartition("/")[2], path[:-4], f"x{path}")
    return spelled[number * TABLE // IMAGES % len(spelled)]


def _load(cache: Thumbnails, files: list[Path]) -> int:
    for file in files:
        cache.load(file.name, file, EDGE)
    return len(files)


def _photo(noise: float, quality: int) -> bytes:
    """Return a JPEG of 4000 × 3000 pixels: soft shapes with sensor noise."""
    generator = np.random.default_rng(0)
    shapes = Image.fromarray(generator.integers(40, 215, (30, 40, 3), np.uint8))
    soft = shapes.resize((4000, 3000), Image.Resampling.BICUBIC)
    grain = generator.normal(0, noise, (3000, 4000, 1)).astype(np.float32)
    pixels = (np.asarray(soft, np.float32) + grain).clip(0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return out.getvalue()
