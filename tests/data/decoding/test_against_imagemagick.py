"""Pixels as ImageMagick shows them, which shares no decoder with this program but the libraries of the system."""

import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import DisplayRange
from tests.data.decoding.test_colour_profiles import ADOBE, GREY, PROPHOTO, make_profile


def find_imagemagick() -> str | None:
    """Return the program that runs and says it is ImageMagick: Windows has a `convert` of its own."""
    for name in ("magick", "convert"):
        if found := shutil.which(name):
            said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False)
            if said.returncode == 0 and "ImageMagick" in said.stdout:
                return found
    return None


CONVERT = find_imagemagick()
pytestmark = pytest.mark.skipif(CONVERT is None, reason="ImageMagick is not installed")


def by_imagemagick(file: Path, *options: str) -> UInt8Array:
    """Return the first image of a file, upright, in RGB."""
    out = file.with_name("seen.png")
    subprocess.run(
        [str(CONVERT), f"{file}[0]", "-auto-orient", *options, "-depth", "8", f"PNG24:{out}"],
        check=True,
        capture_output=True,
    )
    with Image.open(out) as image:
        return np.array(image.convert("RGB"))


def picture(channels: int = 3) -> UInt8Array:
    y, x = np.mgrid[:60, :80]
    waves = [np.sin(x / (9 + 4 * band)) * np.cos(y / (7 + 3 * band)) for band in range(channels)]
    return (np.stack(waves, axis=-1) * 110 + 128).astype(np.uint8)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "a.gif", "a.tif", "a.ppm", "a.tga", "a.psd"])
def test_08_every_kind_is_shown_as_imagemagick_shows_it(tmp_path: Path, name: str) -> None:
    Image.fromarray(picture()).save(tmp_path / "from.png")
    subprocess.run([str(CONVERT), str(tmp_path / "from.png"), str(tmp_path / name)], check=True, capture_output=True)
    near = 3 if name == "a.jpg" else 0
    assert np.abs(decode(tmp_path / name).astype(int) - by_imagemagick(tmp_path / name)).max() <= near


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("kind", ["ProPhoto", "Adobe RGB", "grey"])
def test_09_profiles_are_converted_as_imagemagick_converts_them(tmp_path: Path, name: str, kind: str) -> None:
    profile = GREY if kind == "grey" else make_profile(b"RGB ", 2.2, PROPHOTO if kind == "ProPhoto" else ADOBE)
    pixels = picture()[..., 0] if kind == "grey" else picture()
    Image.fromarray(pixels).save(tmp_path / name, icc_profile=profile)
    srgb = tmp_path / "srgb.icc"
    srgb.write_bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    seen = by_imagemagick(tmp_path / name, "-black-point-compensation", "-intent", "perceptual", "-profile", str(srgb))
    assert np.abs(decode(tmp_path / name).astype(int) - seen).max() <= 2


@pytest.mark.parametrize("compression", [None, "lzw", "zlib", "packbits"])
@pytest.mark.parametrize("kind", ["grey", "white is zero", "rgb", "planes", "tiles"])
def test_08_tiff_is_what_tifffile_and_imagemagick_read(tmp_path: Path, kind: str, compression: str | None) -> None:
    file, values = tmp_path / "a.tif", picture()
    grey = values[..., 0].copy()
    if kind in {"grey", "white is zero"}:
        photometric = "minisblack" if kind == "grey" else "miniswhite"
        tifffile.imwrite(file, grey, photometric=photometric, compression=compression)
    elif kind == "planes":
        planes = np.moveaxis(values, 2, 0).copy()
        tifffile.imwrite(file, planes, photometric="rgb", planarconfig="separate", compression=compression)
    else:
        tile = (16, 16) if kind == "tiles" else None
        tifffile.imwrite(file, values, photometric="rgb", compression=compression, tile=tile)
    wanted = values if kind in {"rgb", "planes", "tiles"} else np.repeat(grey[..., None], 3, axis=2)
    wanted = 255 - wanted if kind == "white is zero" else wanted
    assert np.array_equal(decode(file), wanted)
    assert np.array_equal(by_imagemagick(file), wanted)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.pgm", "a.ppm", "a.jp2"])
@pytest.mark.parametrize("channels", [1, 3])
def test_09_sixteen_bits_in_full_range_are_what_imagemagick_shows(tmp_path: Path, name: str, channels: int) -> None:
    if name in {"a.pgm", "a.ppm"} and (name == "a.pgm") != (channels == 1):
        pytest.skip("it is for the other number of channels")
    values = picture(channels).astype(np.uint16) * 120 + 3_000
    values = values[..., 0] if channels == 1 else values
    tifffile.imwrite(tmp_path / "from.tif", values, photometric="rgb" if channels == 3 else "minisblack")
    subprocess.run([str(CONVERT), str(tmp_path / "from.tif"), str(tmp_path / name)], check=True, capture_output=True)
    seen = by_imagemagick(tmp_path / name).astype(int)
    near = 12 if name == "a.jp2" else 1
    assert np.abs(decode(tmp_path / name, display=DisplayRange("full")).astype(int) - seen).max() <= near


def _broken(tmp_path: Path, kind: str) -> Path:
    """Return a file that breaks a rule, or shows its colours in an odd way, and holds every pixel."""
    image, rgb = Image.fromarray(picture()), tmp_path / "a.png"
    if kind == "PNG with a wrong checksum of its text":
        text = b"Comment\0" + b"words" * 9
        image.save(rgb)
        data = rgb.read_bytes()
        part = len(text).to_bytes(4, "big") + b"tEXt" + text + b"\1\2\3\4"
        rgb.write_bytes(data[:33] + part + data[33:])
        return rgb
    if kind.startswith("JPEG"):
        file = tmp_path / "a.jpg"
        image.save(file, quality=95)
        file.write_bytes(file.read_bytes()[:-2] if "end mark" in kind else file.read_bytes() + b"\0trailer" * 999)
        return file
    if kind == "CMYK":
        file = tmp_path / "a.tif"
        image.convert("CMYK").save(file)
        return file
    if kind == "palette":
        image.quantize(16).save(rgb)
        return rgb
    file = tmp_path / "a.bmp"  # 32 bits, of which 8 say nothing
    body = np.dstack([picture()[::-1, :, ::-1], np.zeros((60, 80, 1), np.uint8)]).tobytes()
    head = struct.pack("<IiiHHIIiiII", 40, 80, 60, 1, 32, 0, len(body), 2835, 2835, 0, 0)
    file.write_bytes(struct.pack("<2sIHHI", b"BM", 54 + len(body), 0, 0, 54) + head + body)
    return file


@pytest.mark.parametrize(
    "kind",
    [
        *("PNG with a wrong checksum of its text", "JPEG without its end mark", "JPEG with a trailer"),
        *("CMYK", "palette", "BMP of 32 bits"),
    ],
)
def test_08_a_whole_image_in_an_odd_file_is_what_imagemagick_shows(tmp_path: Path, kind: str) -> None:
    file = _broken(tmp_path, kind)
    options = ["-alpha", "off"] if kind == "BMP of 32 bits" else ["-colorspace", "sRGB"]
    # ImageMagick refuses a wrong checksum: what it would show is the picture itself.
    seen = picture() if "checksum" in kind else by_imagemagick(file, *options)
    assert np.abs(decode(file).astype(int) - seen).max() <= (3 if kind.startswith("JPEG") else 1)


@pytest.mark.parametrize("mode", ["LA", "RGBA", "P"])
def test_08_transparency_is_what_imagemagick_lays_on_the_same_grey(tmp_path: Path, mode: str) -> None:
    rgba = np.dstack([picture(), np.linspace(0, 255, 60 * 80).reshape(60, 80).astype(np.uint8)])
    image = Image.fromarray(rgba)
    if mode == "P":
        image = Image.fromarray(picture()).quantize(16)
        image.save(tmp_path / "a.png", transparency=bytes(range(0, 256, 16)))
    else:
        image.convert(mode).save(tmp_path / "a.png")
    seen = by_imagemagick(tmp_path / "a.png", "-background", "rgb(128,128,128)", "-flatten")
    assert np.abs(decode(tmp_path / "a.png").astype(int) - seen).max() <= 2
