"""Kinds of images that are read where a library is installed: HEIC with pi-heif, raw files of cameras with rawpy."""

import subprocess
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.decoding.decode import decode, page_count
from desktop_labeler.data.decoding.display_range import DisplayRange, own_bounds
from desktop_labeler.data.decoding.exif import read_exif
from desktop_labeler.data.decoding.signatures import kind_of
from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile, walk
from desktop_labeler.data.project.project_file import Folder
from desktop_labeler.errors import ImageError
from tests.data.decoding.damage import changed, cut
from tests.data.decoding.test_against_imagemagick import CONVERT, by_imagemagick, picture


def heic(path: Path, *options: str) -> Path:
    pytest.importorskip("pi_heif")
    if CONVERT is None:
        pytest.skip("ImageMagick is not installed")
    Image.fromarray(picture()).save(path.with_name("from.png"))
    made = subprocess.run([CONVERT, str(path.with_name("from.png")), *options, str(path)], check=False)
    if made.returncode != 0 or kind_of(path.read_bytes()) != "HEIF":
        pytest.skip("this ImageMagick writes no HEIC")
    return path


@pytest.mark.parametrize("name", ["a.heic", "a.jpg"])
def test_21_heic_is_what_imagemagick_shows_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    heic(tmp_path / "a.heic", "-quality", "95").rename(tmp_path / name)
    (tmp_path / "from.png").unlink()
    assert [type(step) for step in walk(Folder(1, tmp_path, ""))] == [FoundFile]
    assert (inspect(tmp_path / name).width, inspect(tmp_path / name).height) == (80, 60)
    assert page_count(tmp_path / name) == 1
    assert read_exif(tmp_path / name).problems == ()
    seen = decode(tmp_path / name).astype(int)
    (tmp_path / name).rename(tmp_path / "b.heic")
    assert np.abs(seen - by_imagemagick(tmp_path / "b.heic")).mean() < 2
    assert max(decode(tmp_path / "b.heic", longest=40).shape) == 40


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_21_a_damaged_heic_is_an_image_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged heic"
    folder.mkdir(exist_ok=True)
    if not (folder / "whole.heic").exists():
        heic(folder / "whole.heic")
    content = changed(data, (folder / "whole.heic").read_bytes(), 12, most=5)
    (folder / "a.heic").write_bytes(cut(data, content, 100))
    with suppress(ImageError):
        assert decode(folder / "a.heic").ndim == 3


def dng(path: Path, turn: int = 1) -> Path:
    """Write the raw data of a camera that sees a grey card, its left half dark, through a Bayer pattern."""
    values = np.full((120, 160), 9_000, np.uint16)
    values[:, :80] = 1_500
    one = (10_000, 10_000)
    tags: list[tuple[int, int, int, object, bool]] = [
        (274, 3, 1, turn, True),
        (33421, 3, 2, (2, 2), True),
        (33422, 1, 4, (0, 1, 1, 2), True),
        (50706, 1, 4, (1, 4, 0, 0), True),
        (306, 2, 20, "2024:05:06 07:08:09", True),
        (50708, 2, 5, "Test", True),
        (50714, 3, 1, 0, True),
        (50717, 3, 1, 10_000, True),
        (50721, 10, 9, (*one, 0, 1, 0, 1, 0, 1, *one, 0, 1, 0, 1, 0, 1, *one), True),
        (50728, 5, 3, (*one, *one, *one), True),
        (50778, 3, 1, 21, True),
    ]
    tifffile.imwrite(path, values, photometric=32803, extratags=tags, metadata=None)
    return path


@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_21_a_raw_file_is_developed_upright(tmp_path: Path, turn: int) -> None:
    pytest.importorskip("rawpy")
    file = dng(tmp_path / "a.dng", turn)
    assert [type(step) for step in walk(Folder(1, tmp_path, ""))] == [FoundFile]
    seen, info = decode(file), inspect(file)
    assert seen.shape[:2] == (info.height, info.width) == ((120, 160) if turn in {1, 3} else (160, 120))
    dark = {1: seen[:, :60], 3: seen[:, -60:], 6: seen[:60], 8: seen[-60:]}[turn]
    assert dark.mean() < seen.mean() - 30
    small = decode(file, longest=50)
    assert max(small.shape) == 50
    assert abs(small.mean() - seen.mean()) < 6
    about = read_exif(file)
    assert about.problems == ()
    assert "2024-05-06" in str(about.values)


@pytest.mark.parametrize("name", ["a.dng", "a.nef", "a.cr3", "a.raf"])
def test_21_what_is_named_like_a_raw_file_and_is_none_gets_a_sentence(tmp_path: Path, name: str) -> None:
    pytest.importorskip("rawpy")
    start = {"a.cr3": b"\0\0\0\x18ftypcrx \0\0\0\1", "a.raf": b"FUJIFILMCCD-RAW "}.get(name, b"II*\0\x08\0\0\0")
    (tmp_path / name).write_bytes(start + bytes(600))
    with pytest.raises(ImageError):
        inspect(tmp_path / name)
    with pytest.raises(ImageError):
        decode(tmp_path / name)


def test_21_without_their_libraries_the_files_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_labeler.data.decoding import signatures

    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400))
    dng(tmp_path / "b.dng")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    signatures.missing_reader.cache_clear()
    try:
        steps = list(walk(Folder(1, tmp_path, "")))
        told = {step.path: str(step.reason) for step in steps if isinstance(step, SkippedFile)}
        assert "once pi-heif, an optional part" in told["a.heic"]
        assert "once rawpy, an optional part" in told["b.dng"]
    finally:
        signatures.missing_reader.cache_clear()


def fits(path: Path, values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Path:
    """Write the plainest FITS: a header of cards, and numbers in the order of the file, upside down."""
    cards = [("SIMPLE", "T"), ("BITPIX", "-32"), ("NAXIS", "2"), ("NAXIS1", "40"), ("NAXIS2", "30")]
    head = "".join(f"{name:<8}= {value:>20}".ljust(80) for name, value in cards) + "END".ljust(80)
    body = values[::-1].astype(">f4").tobytes()
    path.write_bytes(head.encode().ljust(2880) + body.ljust(-(-len(body) // 2880) * 2880, b"\0"))
    return path


@pytest.mark.filterwarnings("ignore")  # of astropy, about the clock of the stars
def test_21_fits_is_stretched_as_astropy_stretches_it(tmp_path: Path) -> None:
    visualization = pytest.importorskip("astropy.visualization")
    values = np.random.default_rng(2).exponential(50, (30, 40)).astype(np.float32)
    values[10, 10] = 9_000  # a star
    file = fits(tmp_path / "a.fits", values)
    low, high = own_bounds(values)
    wanted = visualization.AsinhStretch(0.1)(visualization.ManualInterval(low, high)(values)) * 255
    assert np.abs(decode(file)[..., 0] - wanted).max() <= 0.51
    linear = decode(file, display=DisplayRange("project", 0, 9_000))
    assert np.abs(linear[..., 0] - (values / 9_000 * 255)).max() <= 0.51


def test_21_a_fits_that_states_terabytes_is_refused(tmp_path: Path) -> None:
    file = fits(tmp_path / "a.fits", np.zeros((30, 40), np.float32))
    file.write_bytes(file.read_bytes().replace(b"NAXIS1  =                   40", b"NAXIS1  =            900000000"))
    with pytest.raises(ImageError):
        inspect(file)
    with pytest.raises(ImageError):
        decode(file)
