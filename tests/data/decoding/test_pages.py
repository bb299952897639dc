"""The pages of stacks and the frames of animations, as tifffile, Pillow and ImageMagick show them."""

import struct
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Literal

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import decode, page_count, probe
from desktop_labeler.data.decoding.file_types import tiff_directories
from desktop_labeler.data.decoding.limits import MOST_PAGES
from desktop_labeler.errors import ImageError
from tests.data.decoding.damage import changed, cut
from tests.data.decoding.test_against_imagemagick import CONVERT


def picture(seed: int, height: int = 30, width: int = 40, channels: int = 3) -> UInt8Array:
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def grey3(values: UInt8Array) -> UInt8Array:
    return np.repeat(values[..., None], 3, axis=2)


PAGES = [picture(number) for number in range(4)]


@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", ["rgb", "planes", "tiles", "grey", "white is zero", "lzw"])
def test_21_every_page_of_a_tiff_is_what_tifffile_and_imagemagick_read(
    tmp_path: Path, kind: str, order: Literal["<", ">"], big: bool
) -> None:
    file = tmp_path / "a.tif"
    with tifffile.TiffWriter(file, bigtiff=big, byteorder=order) as out:
        for values in PAGES:
            if kind in {"grey", "white is zero"}:
                out.write(values[..., 0], photometric="minisblack" if kind == "grey" else "miniswhite")
            elif kind == "planes":
                out.write(np.moveaxis(values, 2, 0).copy(), photometric="rgb", planarconfig="separate")
            else:
                tile = (16, 16) if kind == "tiles" else None
                out.write(values, photometric="rgb", tile=tile, compression="lzw" if kind == "lzw" else None)
    assert page_count(file) == 4
    for number, values in enumerate(PAGES):
        wanted = grey3(values[..., 0]) if kind in {"grey", "white is zero"} else values
        seen = decode(file, page=number + 1)
        assert np.array_equal(seen, 255 - wanted if kind == "white is zero" else wanted)
        if CONVERT is not None and order == "<":
            out_file = tmp_path / "seen.png"
            subprocess.run([CONVERT, f"{file}[{number}]", "-depth", "8", f"PNG24:{out_file}"], check=True)
            with Image.open(out_file) as image:
                assert np.array_equal(seen, np.asarray(image))
        assert (probe(file, page=number + 1).width, probe(file, page=number + 1).height) == (40, 30)
    assert np.array_equal(decode(file), decode(file, page=1))


def test_21_pages_of_a_tiff_may_differ_in_size_kind_and_rotation(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        out.write(picture(0, 700, 520), photometric="rgb")
        out.write(picture(1, 600, 900)[..., 0], extratags=[(274, 3, 1, 6, True)])
        out.write(picture(2, 50, 60, 1)[..., 0] % 4, photometric="palette", colormap=_colours())
        out.write(picture(3, 20, 30)[..., 0].astype(np.uint16) + 1000)
    assert page_count(tmp_path / "a.tif") == 4
    assert np.array_equal(decode(tmp_path / "a.tif", page=1), picture(0, 700, 520))
    assert np.array_equal(decode(tmp_path / "a.tif", page=2), np.rot90(grey3(picture(1, 600, 900)[..., 0]), -1))
    colours = (_colours() >> 8).astype(np.uint8).T[picture(2, 50, 60, 1)[..., 0] % 4]
    assert np.array_equal(decode(tmp_path / "a.tif", page=3), colours)
    deep = decode(tmp_path / "a.tif", page=4)
    assert (deep.min(), deep.max()) == (0, 255)
    info = probe(tmp_path / "a.tif", page=2)
    assert (info.width, info.height) == (600, 900)


def _colours() -> np.ndarray[tuple[int, ...], np.dtype[np.uint16]]:
    return np.random.default_rng(9).integers(0, 65536, (3, 256), np.uint16)


@pytest.mark.parametrize("marked", [False, True])
def test_21_a_thumbnail_before_the_image_is_not_taken_for_it(tmp_path: Path, marked: bool) -> None:
    large = picture(0, 600, 800)
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        out.write(np.ascontiguousarray(large[::5, ::5]), photometric="rgb", subfiletype=1 if marked else 0)
        out.write(large, photometric="rgb")
    assert page_count(tmp_path / "a.tif") == 1
    assert np.array_equal(decode(tmp_path / "a.tif"), large)
    assert np.array_equal(decode(tmp_path / "a.tif", page=1), large)
    assert (probe(tmp_path / "a.tif").width, probe(tmp_path / "a.tif").height) == (800, 600)


def test_21_a_small_page_before_one_of_another_shape_stays_a_page(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        out.write(picture(0, 100, 100), photometric="rgb")
        out.write(picture(1, 600, 800), photometric="rgb")
    assert page_count(tmp_path / "a.tif") == 2
    assert np.array_equal(decode(tmp_path / "a.tif"), picture(0, 100, 100))


@pytest.mark.parametrize("way", ["sub-directories", "pages", "marked pages"])
def test_21_the_levels_of_a_pyramid_are_no_pages(tmp_path: Path, way: str) -> None:
    large = picture(0, 512, 1024)
    levels = [np.ascontiguousarray(large[:: 2**step, :: 2**step]) for step in range(1, 4)]
    with tifffile.TiffWriter(tmp_path / "a.tif") as out:
        subifds = len(levels) if way == "sub-directories" else 0
        out.write(large, photometric="rgb", tile=(64, 64), subifds=subifds)
        for level in levels:
            out.write(level, photometric="rgb", tile=(64, 64), subfiletype=0 if way == "pages" else 1)
        if subifds:
            out.write(large[::-1].copy(), photometric="rgb", tile=(64, 64), subifds=1)
            out.write(levels[0][::-1].copy(), photometric="rgb", tile=(64, 64), subfiletype=1)
    assert page_count(tmp_path / "a.tif") == (2 if subifds else 1)
    assert np.array_equal(decode(tmp_path / "a.tif"), large)
    if subifds:
        assert np.array_equal(decode(tmp_path / "a.tif", page=2), large[::-1])
        assert np.array_equal(decode(tmp_path / "a.tif", page=2, longest=512), levels[0][::-1])


@pytest.mark.parametrize("kind", ["ome", "imagej"])
def test_21_every_plane_of_ome_and_imagej_is_a_page(tmp_path: Path, kind: str) -> None:
    values = np.random.default_rng(3).integers(
        0, 4096, (2, 3, 2, 30, 40), np.uint16
    )  # time, depth, channel, row, column
    file = tmp_path / "a.ome.tif" if kind == "ome" else tmp_path / "a.tif"
    tifffile.imwrite(
        file, values, ome=kind == "ome", imagej=kind == "imagej", metadata={"axes": "TZCYX"}, photometric="minisblack"
    )
    assert page_count(file) == 12
    for page, plane in enumerate(values.reshape(-1, 30, 40), start=1):
        tifffile.imwrite(tmp_path / "one.tif", plane)
        assert np.array_equal(decode(file, page=page), decode(tmp_path / "one.tif"))


def test_21_a_stack_of_imagej_with_one_directory(tmp_path: Path) -> None:
    """As ImageJ writes stacks of more than 4 GB: the planes follow one another behind the only directory."""
    values = np.random.default_rng(3).integers(0, 4096, (5, 30, 40), np.uint16)
    file = tmp_path / "a.tif"
    tifffile.imwrite(file, values[0], description="ImageJ=1.53\nimages=5\nslices=5\n", metadata=None, byteorder=">")
    with tifffile.TiffFile(file) as opened:
        place = opened.pages.first.dataoffsets[0]
    file.write_bytes(file.read_bytes()[:place] + values.astype(">u2").tobytes())
    assert page_count(file) == 5
    for page, plane in enumerate(values, start=1):
        tifffile.imwrite(tmp_path / "one.tif", plane)
        assert np.array_equal(decode(file, page=page), decode(tmp_path / "one.tif"))
    file.write_bytes(file.read_bytes()[: place + 2 * 2400])  # cut off: only what is there counts
    assert page_count(file) == 2


def test_21_a_page_in_ycbcr_and_in_cmyk_is_what_pillow_shows(tmp_path: Path) -> None:
    smooth = [Image.fromarray(np.indices((64, 64)).sum(0).astype(np.uint8) + 9 * k).convert("RGB") for k in range(3)]
    smooth[0].save(tmp_path / "j.tif", save_all=True, append_images=smooth[1:], compression="jpeg")
    inks = [image.convert("CMYK") for image in smooth]
    inks[0].save(tmp_path / "c.tif", save_all=True, append_images=inks[1:])
    for name, near in (("j.tif", 3), ("c.tif", 1)):
        assert page_count(tmp_path / name) == 3
        for number in range(3):
            with Image.open(tmp_path / name) as image:
                image.seek(number)
                wanted = np.asarray(image.convert("RGB")).astype(int)
            assert np.abs(decode(tmp_path / name, page=number + 1) - wanted).max() <= near


def _frames() -> list[Image.Image]:
    frames = []
    for number in range(5):
        values = np.zeros((30, 40, 3), np.uint8)
        values[4 * number : 4 * number + 9, 5 * number : 5 * number + 9] = (250, 40 * number, 90)
        frames.append(Image.fromarray(values))
    return frames


@pytest.mark.parametrize(("name", "options"), [("a.gif", {}), ("a.webp", {"lossless": True}), ("a.png", {})])
def test_21_every_frame_of_an_animation_is_shown_whole(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    frames, file = _frames(), tmp_path / name
    frames[0].save(file, save_all=True, append_images=frames[1:], **options)  # type: ignore[arg-type]
    assert page_count(file) == 5
    for number, frame in enumerate(frames):
        assert np.array_equal(decode(file, page=number + 1), np.asarray(frame))
    if CONVERT is not None and name == "a.gif":
        subprocess.run([CONVERT, str(file), "-coalesce", f"PNG24:{tmp_path / 'f%d.png'}"], check=True)
        for number in range(5):
            with Image.open(tmp_path / f"f{number}.png") as image:
                assert np.array_equal(decode(file, page=number + 1), np.asarray(image.convert("RGB")))
    assert np.array_equal(decode(file), decode(file, page=1))


def test_21_an_image_before_the_animation_of_a_png_is_its_first_page(tmp_path: Path) -> None:
    frames = _frames()
    frames[4].save(tmp_path / "a.png", save_all=True, default_image=True, append_images=frames[:3])
    assert page_count(tmp_path / "a.png") == 4
    assert np.array_equal(decode(tmp_path / "a.png"), np.asarray(frames[4]))
    assert np.array_equal(decode(tmp_path / "a.png", page=2), np.asarray(frames[0]))


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.png", "a.webp", "a.bmp", "a.gif", "a.tif", "a.ppm", "a.jp2", "a.avif", "a.jxl"]
)
def test_21_a_single_image_has_one_page(tmp_path: Path, name: str) -> None:
    if name == "a.jxl":
        (tmp_path / name).write_bytes(imagecodecs.jpegxl_encode(picture(0)))
    else:
        Image.fromarray(picture(0)).save(tmp_path / name)
    assert page_count(tmp_path / name) == 1
    assert np.array_equal(decode(tmp_path / name, page=1), decode(tmp_path / name))
    for page in (0, 2, -1):
        with pytest.raises(ImageError, match="has one page, and page"):
            decode(tmp_path / name, page=page)
        with pytest.raises(ImageError, match="has one page, and page"):
            probe(tmp_path / name, page=page)


def _endless(pages: int, loop: bool = False) -> bytes:
    """Return a TIFF of 8 × 8 pixels with very many directories, of which all show the same pixels."""
    content = bytearray(struct.pack("<2sHI", b"II", 42, 72) + bytes(64))
    tags = [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64)]
    body = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", name, 4, 1, value) for name, value in tags)
    for number in range(pages):
        last = number == pages - 1
        following = (72 if loop else 0) if last else len(content) + len(body) + 4
        content += body + struct.pack("<I", following)
    return bytes(content)


def test_21_a_million_pages_are_refused_and_a_circle_ends(tmp_path: Path) -> None:
    (tmp_path / "many.tif").write_bytes(_endless(MOST_PAGES + 5))
    with pytest.raises(ImageError, match="too many pages"):
        page_count(tmp_path / "many.tif")
    assert decode(tmp_path / "many.tif").shape == (8, 8, 3)
    (tmp_path / "circle.tif").write_bytes(_endless(3, loop=True))
    assert page_count(tmp_path / "circle.tif") == 3
    assert decode(tmp_path / "circle.tif", page=3).shape == (8, 8, 3)


def test_21_a_gif_of_very_many_frames_is_refused(tmp_path: Path) -> None:
    frame = b",\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0"
    (tmp_path / "a.gif").write_bytes(b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * (MOST_PAGES + 1) + b";")
    with pytest.raises(ImageError, match="too many pages"):
        page_count(tmp_path / "a.gif")
    assert decode(tmp_path / "a.gif").shape == (1, 1, 3)


def test_21_each_page_of_a_long_stack_costs_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.tif").write_bytes(_endless(3_000))
    assert page_count(tmp_path / "a.tif") == 3_000
    walked = 0
    found = tiff_directories._directory

    def counted(*given: object) -> object:
        nonlocal walked
        walked += 1
        return found(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tiff_directories, "_directory", counted)
    for page in (1, 1_500, 3_000):
        decode(tmp_path / "a.tif", page=page)
    assert walked == 0


def test_21_the_frames_of_an_animation_are_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = _frames()
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    assert page_count(tmp_path / "a.gif") == 5
    monkeypatch.setattr("desktop_labeler.data.decoding.file_types.animations._COUNTED", {"GIF": None})
    assert [probe(tmp_path / "a.gif", page=page).width for page in range(1, 6)] == [40] * 5


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(st.data())
def test_21_damaged_stacks_and_animations_are_an_image_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp() / "damaged"
    folder.mkdir(exist_ok=True)
    name = data.draw(st.sampled_from(["a.tif", "a.gif", "a.webp", "a.png"]))
    frames = _frames()
    frames[0].save(folder / name, save_all=True, append_images=frames[1:])
    (folder / name).write_bytes(cut(data, changed(data, (folder / name).read_bytes(), 4, most=6), 20))
    with suppress(ImageError):
        count = page_count(folder / name)
        assert 1 <= count <= MOST_PAGES
        for page in (1, count):
            assert decode(folder / name, page=page).ndim == 3
