"""Images with more than 8 bits: the same photograph looks the same in 8 and in 16, and a project chooses its range."""

import json
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import AUTOMATIC, EACH_IMAGE, DisplayRange, RangeMeter
from desktop_labeler.data.decoding.tone import shown

FULL = DisplayRange("full")
W, H = 40, 30


def picture(channels: int, low: int = 60, high: int = 160) -> UInt8Array:
    """A picture that its own range would stretch."""
    return np.random.default_rng(0).integers(low, high, (H, W, channels), np.uint8)


def write(file: Path, values: AnyArray) -> None:
    channels = values.shape[2]
    flat = values[..., 0].copy() if channels == 1 else values
    if file.suffix == ".tif":
        kind, extra = ("rgb" if channels > 2 else "minisblack"), (["unassalpha"] if channels in (2, 4) else None)
        tifffile.imwrite(file, flat, photometric=kind, extrasamples=extra, planarconfig="contig")
    elif file.suffix == ".png":
        file.write_bytes(imagecodecs.png_encode(flat))
    elif file.suffix == ".jxl":
        file.write_bytes(imagecodecs.jpegxl_encode(flat, lossless=True))
    else:
        head = f"{'P5' if channels == 1 else 'P6'}\n{W} {H}\n{256**values.dtype.itemsize - 1}\n"
        file.write_bytes(head.encode() + flat.astype(flat.dtype.newbyteorder(">")).tobytes())


@pytest.mark.parametrize("low_and_high", [(60, 160), (0, 255), (0, 40), (200, 255), (17, 19)])
@pytest.mark.parametrize("ending", ["tif", "png", "jxl", "ppm"])
@pytest.mark.parametrize("channels", [3, 4])
def test_09_a_photograph_in_colour_looks_the_same_in_8_and_16_bit(
    tmp_path: Path, ending: str, channels: int, low_and_high: tuple[int, int]
) -> None:
    if ending == "ppm" and channels == 4:
        pytest.skip("it has no alpha")
    values = picture(channels, *low_and_high)
    write(tmp_path / f"8.{ending}", values)
    write(tmp_path / f"16.{ending}", values.astype(np.uint16) * 257)
    wanted = decode(tmp_path / f"8.{ending}")
    assert np.array_equal(decode(tmp_path / f"16.{ending}"), wanted)
    assert np.array_equal(decode(tmp_path / f"16.{ending}", display=FULL), wanted)
    small = decode(tmp_path / f"16.{ending}", longest=12).astype(int)
    assert np.abs(small - decode(tmp_path / f"8.{ending}", longest=12)).max() <= 1


@pytest.mark.parametrize("ending", ["tif", "png", "jxl", "pgm"])
@pytest.mark.parametrize("channels", [1, 2])
def test_09_a_grey_one_does_where_the_project_shows_the_full_range(tmp_path: Path, ending: str, channels: int) -> None:
    if ending in ("pgm", "jxl") and channels == 2:
        pytest.skip("it has no alpha")
    values = picture(channels)
    write(tmp_path / f"8.{ending}", values)
    write(tmp_path / f"16.{ending}", values.astype(np.uint16) * 257)
    assert np.array_equal(decode(tmp_path / f"16.{ending}", display=FULL), decode(tmp_path / f"8.{ending}"))
    own = decode(tmp_path / f"16.{ending}")  # a camera's numbers, of which nobody knows the range
    assert np.array_equal(own, decode(tmp_path / f"16.{ending}", display=EACH_IMAGE))
    if channels == 1:
        assert own.max() == 255


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_09_the_bits_that_a_tiff_names_are_its_range(tmp_path: Path, bits: int) -> None:
    values = np.linspace(0, 2**bits - 1, 64 * 48).reshape(48, 64).astype(np.uint16)
    packed = imagecodecs.packints_encode(values, bits)
    tags = [(256, 4, 64), (257, 4, 48), (258, 3, bits), (259, 3, 1), (262, 3, 1), (277, 3, 1), (278, 4, 48)]
    start = 8 + 2 + 12 * (len(tags) + 2) + 4
    tags = sorted([*tags, (273, 4, start), (279, 4, len(packed))])
    head = b"II*\0" + (8).to_bytes(4, "little") + len(tags).to_bytes(2, "little")
    for code, kind, value in tags:
        head += code.to_bytes(2, "little") + kind.to_bytes(2, "little") + (1).to_bytes(4, "little")
        head += value.to_bytes(4, "little")
    (tmp_path / "a.tif").write_bytes(head + bytes(4) + packed)
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), values)
    wanted = np.rint(values / (2**bits - 1) * 255)
    assert np.abs(decode(tmp_path / "a.tif", display=FULL)[..., 0] - wanted).max() <= 0.5


@pytest.mark.parametrize("top", [1023, 4095])
def test_09_numbers_of_a_camera_that_fill_a_sixteenth_are_not_shown_almost_black(tmp_path: Path, top: int) -> None:
    tifffile.imwrite(tmp_path / "a.tif", (picture(3).astype(np.uint16) * top // 255), photometric="rgb")
    assert decode(tmp_path / "a.tif").max() == 255


@pytest.mark.parametrize("dtype", [np.int16, np.float32, np.int32, np.float64])
def test_09_numbers_with_a_sign_or_fractions_have_no_full_range(tmp_path: Path, dtype: type[np.generic]) -> None:
    tifffile.imwrite(tmp_path / "a.tif", picture(1)[..., 0].astype(dtype), photometric="minisblack")
    assert np.array_equal(decode(tmp_path / "a.tif", display=FULL), decode(tmp_path / "a.tif", display=EACH_IMAGE))


@given(
    st.sampled_from(["uint16", "int16", "uint32", "float32"]),
    st.floats(-1e4, 1e4),
    st.floats(1, 1e4),
    st.integers(0, 2**32 - 1),
)
def test_09_one_range_for_all_keeps_how_bright_images_are_beside_each_other(
    dtype: str, low: float, wide: float, seed: int
) -> None:
    """Law: an image shown with a common range is the part of a mosaic of all images that is shown with it."""
    random, display = np.random.default_rng(seed), DisplayRange("project", low, low + wide)
    mosaic = random.uniform(0 if dtype[0] == "u" else -9_000, 9_000, (12, 20)).astype(dtype)
    whole = shown(mosaic, display)
    assert np.array_equal(shown(mosaic[:5, 3:9], display), whole[:5, 3:9])
    assert (whole[mosaic <= low] == 0).all()
    assert (whole[mosaic >= low + wide] == 255).all()


def test_09_a_meter_notes_the_range_of_deep_images_alone(tmp_path: Path) -> None:
    meter = RangeMeter()
    write(tmp_path / "8.png", picture(3))
    decode(tmp_path / "8.png", display=meter)
    assert meter.seen == []
    tifffile.imwrite(tmp_path / "a.tif", np.arange(1000, 3000, dtype=np.uint16).reshape(40, 50))
    decode(tmp_path / "a.tif", display=meter)
    assert meter.seen == [pytest.approx((1010, 2989), abs=2)]


def test_09_versions_tell_ranges_apart_and_the_old_one_is_0() -> None:
    ranges = [EACH_IMAGE, AUTOMATIC, FULL, DisplayRange("project", 0, 1), DisplayRange("project", 0, 2)]
    assert len({one.version for one in ranges}) == len(ranges)
    assert EACH_IMAGE.version == 0
    assert all(0 <= one.version < 2**32 for one in ranges)
    assert json.dumps([one.kind for one in ranges])


def test_09_eight_bits_are_what_they_are(tmp_path: Path) -> None:
    Image.fromarray(picture(3)).save(tmp_path / "a.png")
    for display in (EACH_IMAGE, AUTOMATIC, FULL, DisplayRange("project", 0, 9)):
        assert np.array_equal(decode(tmp_path / "a.png", display=display), picture(3))
