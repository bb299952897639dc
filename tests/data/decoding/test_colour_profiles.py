"""Colours are those that the profile means: against littleCMS on whole images, and known values."""

import io
import struct
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails

PROPHOTO_RED, RED = (175, 71, 31), (250, 20, 20)
Columns = tuple[tuple[float, float, float], ...]
PROPHOTO: Columns = ((0.79767, 0.28804, 0.0), (0.13519, 0.71188, 0.0), (0.03134, 0.00009, 0.82491))
ADOBE: Columns = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def make_profile(space: bytes, gamma: float, columns: Columns = ()) -> bytes:
    """Return an ICC profile, version 2: of greys, or of RGB with the XYZ of its primaries at D50."""

    def xyz(values: tuple[float, float, float]) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    text = b"made for a test"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + bytes(80),
        b"cprt": b"text" + bytes(4) + b"none" + bytes(4),
        b"wtpt": xyz((0.9642, 1.0, 0.8249)),
    }
    if columns:
        tags |= {name + b"XYZ": xyz(column) for name, column in zip((b"r", b"g", b"b"), columns, strict=True)}
        tags |= {name + b"TRC": curve for name in (b"r", b"g", b"b")}
    else:
        tags[b"kTRC"] = curve
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        padded = value + bytes(-len(value) % 4)
        table += name + struct.pack(">II", start + len(body), len(value))
        body += padded
    head = struct.pack(">II4s4s4s4s", start + len(body), 0, bytes([2, 0x40, 0, 0]), b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + table + body


WIDE = make_profile(b"RGB ", 1.8, PROPHOTO)
GREY = make_profile(b"GRAY", 1.0)


def picture(channels: int = 3) -> UInt8Array:
    return np.random.default_rng(0).integers(0, 256, (30, 40, channels), np.uint8)


def by_littlecms(image: Image.Image, profile: bytes) -> UInt8Array:
    """Return what littleCMS makes of a whole image."""
    target = ImageCms.createProfile("sRGB")
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    done = ImageCms.profileToProfile(image, io.BytesIO(profile), target, outputMode="RGB", flags=flags)
    assert done is not None
    return np.asarray(done)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif"])
def test_09_red_of_prophoto_is_red(tmp_path: Path, name: str) -> None:
    image = Image.new("RGB", (64, 64), PROPHOTO_RED)
    image.save(tmp_path / name, icc_profile=WIDE, quality=100, subsampling=0, lossless=True)
    near = 8 if name == "a.jpg" else 4  # a step of a JPEG in the wide space is several here
    for longest in (None, 16):
        seen = decode(tmp_path / name, longest=longest)
        assert np.abs(seen.reshape(-1, 3).astype(int) - RED).max() <= near


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("columns", [PROPHOTO, ADOBE], ids=["ProPhoto", "Adobe RGB"])
def test_09_every_colour_is_what_littlecms_says(tmp_path: Path, name: str, columns: Columns) -> None:
    profile = make_profile(b"RGB ", 2.2, columns)
    image = Image.fromarray(picture())
    image.save(tmp_path / name, icc_profile=profile)
    assert np.array_equal(decode(tmp_path / name), by_littlecms(image, profile))


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.jpg"])
def test_09_greys_have_profiles_too(tmp_path: Path, name: str) -> None:
    image = Image.new("L", (40, 30), 55)  # linear: a quarter of the light
    image.save(tmp_path / name, icc_profile=GREY)
    assert np.abs(decode(tmp_path / name).astype(int) - 128).max() <= 2


def test_09_transparent_images_and_palettes_have_profiles_too(tmp_path: Path) -> None:
    clear = Image.new("RGBA", (40, 30), (*PROPHOTO_RED, 255))
    clear.putpixel((0, 0), (*PROPHOTO_RED, 0))
    clear.save(tmp_path / "rgba.png", icc_profile=WIDE)
    Image.new("RGB", (40, 30), PROPHOTO_RED).quantize(4).save(tmp_path / "p.png", icc_profile=WIDE)
    two = Image.merge("LA", (Image.new("L", (40, 30), 55), Image.new("L", (40, 30), 255)))
    two.save(tmp_path / "la.png", icc_profile=GREY)
    assert np.abs(decode(tmp_path / "rgba.png")[5, 5].astype(int) - RED).max() <= 4
    assert (decode(tmp_path / "rgba.png")[0, 0] == 128).all()
    assert np.abs(decode(tmp_path / "p.png")[5, 5].astype(int) - RED).max() <= 4
    assert np.abs(decode(tmp_path / "la.png").astype(int) - 128).max() <= 2


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("name", ["a.tif", "a.png"])
@pytest.mark.parametrize("srgb", [False, True])
def test_09_a_photograph_looks_the_same_in_8_and_16_bit(tmp_path: Path, name: str, channels: int, srgb: bool) -> None:
    narrow = (picture(channels) // 3 + 80).astype(np.uint8)  # a window by percentiles would stretch it
    if channels == 4:
        narrow[..., 3] = 255
    profile = SRGB if srgb else WIDE if channels > 1 else GREY
    flat = np.squeeze(narrow)
    Image.fromarray(flat).save(tmp_path / f"8{name}", icc_profile=profile)
    deep = flat.astype(np.uint16) * 257
    if name == "a.tif":
        kind, extra = ("rgb" if channels > 1 else "minisblack"), (["unassalpha"] if channels == 4 else None)
        tifffile.imwrite(tmp_path / "16a.tif", deep, iccprofile=profile, photometric=kind, extrasamples=extra)
    else:
        data = imagecodecs.png_encode(deep)
        body = b"a\0\0" + zlib.compress(profile)
        part = struct.pack(">I", len(body)) + b"iCCP" + body + struct.pack(">I", zlib.crc32(b"iCCP" + body))
        (tmp_path / "16a.png").write_bytes(data[:33] + part + data[33:])
    assert np.array_equal(decode(tmp_path / f"16{name}"), decode(tmp_path / f"8{name}"))


@pytest.mark.parametrize("profile", [SRGB, b"nonsense", b"", GREY, WIDE[:100], SRGB[:-40]])
def test_09_a_profile_that_says_nothing_or_does_not_fit_changes_nothing(tmp_path: Path, profile: bytes) -> None:
    for name in ("a.png", "a.tif"):
        Image.fromarray(picture()).save(tmp_path / name, icc_profile=profile)
        assert np.abs(decode(tmp_path / name).astype(int) - picture()).max() <= 2


def test_09_a_thumbnail_has_the_same_colours(tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), PROPHOTO_RED).save(tmp_path / "a.png", icc_profile=WIDE)
    cache = Thumbnails(tmp_path / "cache")
    for _ in range(2):
        seen = cache.load("key", tmp_path / "a.png", 64)
        assert np.abs(seen.reshape(-1, 3).astype(int) - RED).max() <= 6
    cache.close()
