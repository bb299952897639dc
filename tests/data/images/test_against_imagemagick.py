"""Pixels as ImageMagick shows them, which shares no decoder with this program but the libraries of the system."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.images.decode import decode
from tests.data.images.test_colour_profiles import ADOBE, GREY, PROPHOTO, make_profile

CONVERT = shutil.which("convert") or shutil.which("magick")
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
