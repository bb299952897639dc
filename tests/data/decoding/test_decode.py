"""Decoding: every kind upright and in RGB, everything else an ImageError with a reason in words."""

import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image, ImageCms

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.decode import ImageInfo, content_id, decode, probe
from desktop_labeler.data.decoding.limits import MAX_PIXELS
from desktop_labeler.data.decoding.tone import GROUND, shown
from desktop_labeler.errors import ImageError
from tests.data.decoding.damage import changed, cut

H, W = 60, 90
GREY: UInt8Array = np.add.outer(np.arange(H), np.arange(W)).astype(np.uint8)  # 0–148
COLOR: UInt8Array = np.stack([GREY, GREY[::-1], 255 - GREY], axis=2)
LEFT_ALPHA: UInt8Array = np.where(np.arange(W) < W // 2, 0, 255).astype(np.uint8)[None].repeat(H, axis=0)


def reason(path: Path) -> str:
    with pytest.raises(ImageError) as caught:
        decode(path)
    return str(caught.value)


def grey3(values: UInt8Array) -> UInt8Array:
    return values[..., None].repeat(3, axis=2)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.bmp", {}),
        ("a.webp", {"lossless": True}),
        ("a.tif", {}),
        ("a.tif", {"compression": "tiff_lzw"}),
    ],
)
def test_lossless_kinds_give_the_exact_pixels(tmp_path: Path, name: str, options: dict[str, object]) -> None:
    Image.fromarray(COLOR).save(tmp_path / name, **options)  # type: ignore[arg-type]
    np.testing.assert_array_equal(decode(tmp_path / name), COLOR)
    info = probe(tmp_path / name)
    assert (info.width, info.height) == (W, H)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_jpeg_is_close_to_the_original(tmp_path: Path, mode: str) -> None:
    original = Image.fromarray(COLOR).convert(mode)
    original.save(tmp_path / "a.jpg", quality=95)
    error = decode(tmp_path / "a.jpg").astype(int) - np.asarray(original.convert("RGB")).astype(int)
    assert np.abs(error).mean() < 3
    assert probe(tmp_path / "a.jpg") == ImageInfo(W, H, "JPEG")


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.gif", "a.bmp"])
@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_grey_one_bit_and_palette(tmp_path: Path, name: str, mode: str) -> None:
    original = Image.fromarray(COLOR).convert(mode)
    original.save(tmp_path / name)
    np.testing.assert_array_equal(decode(tmp_path / name), np.asarray(original.convert("RGB")))


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_parts_show_the_neutral_ground(tmp_path: Path, name: str, mode: str) -> None:
    image = Image.fromarray(COLOR).convert(mode)
    image.putalpha(Image.fromarray(LEFT_ALPHA))
    image.save(tmp_path / name)
    seen = decode(tmp_path / name)
    assert (seen[:, : W // 2] == GROUND).all()
    np.testing.assert_array_equal(seen[:, W // 2 :], np.asarray(image.convert("RGB"))[:, W // 2 :])


def test_a_transparent_colour_of_a_palette_shows_the_ground(tmp_path: Path) -> None:
    image = Image.fromarray((GREY > 70).astype(np.uint8)).convert("P")
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.save(tmp_path / "a.png", transparency=0)
    assert set(map(tuple, decode(tmp_path / "a.png").reshape(-1, 3).tolist())) == {(GROUND,) * 3, (0, 255, 0)}


def test_an_animation_shows_its_first_picture(tmp_path: Path) -> None:
    second = Image.fromarray(255 - COLOR)
    Image.fromarray(GREY).save(tmp_path / "a.gif", save_all=True, append_images=[second])
    np.testing.assert_array_equal(decode(tmp_path / "a.gif"), grey3(GREY))


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_orientation_is_applied(tmp_path: Path, name: str, turn: int) -> None:
    corner = np.zeros((H, W, 3), np.uint8)
    corner[: H // 2, : W // 2] = 255  # bright where the first row and column meet
    exif = Image.Exif()
    exif[0x0112] = turn
    Image.fromarray(corner).save(tmp_path / name, exif=exif)
    seen = decode(tmp_path / name)
    assert seen.shape[:2] == ((H, W) if turn < 5 else (W, H))
    info = probe(tmp_path / name)
    assert (info.height, info.width) == seen.shape[:2]
    # Where row 0 and column 0 lie, by the definition of the tag (TIFF 6.0, page 36).
    top, left = turn in (1, 2, 5, 6), turn in (1, 4, 5, 8)
    part = seen[: H // 4] if top else seen[-H // 4 :]
    part = part[:, : W // 4] if left else part[:, -W // 4 :]
    assert part.mean() > 240
    assert seen.mean() < 80
    small = decode(tmp_path / name, longest=30)
    assert max(small.shape) == 30
    assert (small.shape[0] < small.shape[1]) == (turn < 5)


def test_nonsense_orientation_is_no_orientation(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 77
    Image.fromarray(COLOR).save(tmp_path / "a.png", exif=exif)
    np.testing.assert_array_equal(decode(tmp_path / "a.png"), COLOR)


# --- TIFF and deep images ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.uint16, np.int16, np.uint32, np.int32, np.float16, np.float32, np.float64])
@pytest.mark.parametrize("layout", [{}, {"tile": (32, 32)}, {"compression": "zlib"}, {"bigtiff": True}])
def test_deep_tiff_is_shown_through_the_percentile_window(
    tmp_path: Path, dtype: type[np.generic], layout: dict[str, object]
) -> None:
    values = (GREY.astype(np.float64) * 13 - (500 if np.dtype(dtype).kind in "if" else 0)).astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", values, **layout)  # type: ignore[arg-type]
    low, high = np.percentile(values.astype(np.float64), (0.5, 99.5))
    expected = ((values.astype(np.float64) - low) / (high - low) * 255).clip(0, 255)
    np.testing.assert_allclose(decode(tmp_path / "a.tif"), grey3(expected.round().astype(np.uint8)), atol=1)
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), values)  # the file is what it was


def test_values_that_are_no_numbers_do_not_move_the_window(tmp_path: Path) -> None:
    values = GREY.astype(np.float32)
    values[0, :20] = [np.nan, np.inf, -np.inf, np.nan] * 5
    tifffile.imwrite(tmp_path / "a.tif", values)
    seen = decode(tmp_path / "a.tif")
    assert abs(int(seen[30, 40, 0]) - round((70 - 5) / (143 - 5) * 255)) < 6
    assert seen[0, 0, 0] == 0


def test_eight_bit_tiff_keeps_its_values_also_in_planes_tiles_and_white_is_zero(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "planes.tif", COLOR.transpose(2, 0, 1), photometric="rgb", planarconfig="separate")
    tifffile.imwrite(tmp_path / "tiles.tif", COLOR, photometric="rgb", tile=(32, 32), compression="lzw")
    tifffile.imwrite(tmp_path / "white.tif", 255 - GREY, photometric="miniswhite")
    tifffile.imwrite(tmp_path / "stack.tif", np.stack([GREY, GREY // 2]), photometric="minisblack")
    np.testing.assert_array_equal(decode(tmp_path / "planes.tif"), COLOR)
    np.testing.assert_array_equal(decode(tmp_path / "tiles.tif"), COLOR)
    np.testing.assert_array_equal(decode(tmp_path / "white.tif"), grey3(GREY))
    np.testing.assert_array_equal(decode(tmp_path / "stack.tif"), grey3(GREY))


def test_more_channels_show_the_first_three(tmp_path: Path) -> None:
    channels = np.stack([COLOR[..., 0], COLOR[..., 1], COLOR[..., 2], GREY // 3, GREY // 2])
    tifffile.imwrite(tmp_path / "a.tif", channels, photometric="minisblack", planarconfig="separate")
    np.testing.assert_array_equal(decode(tmp_path / "a.tif"), COLOR)


@pytest.mark.parametrize("mode", ["CMYK", "YCbCr"])
def test_colours_of_print_and_video_in_tiff(tmp_path: Path, mode: str) -> None:
    original = Image.fromarray(COLOR).convert(mode)
    original.save(tmp_path / "a.tif")
    np.testing.assert_array_equal(decode(tmp_path / "a.tif"), np.asarray(original.convert("RGB")))


def test_a_colour_model_that_is_not_read_is_named(tmp_path: Path) -> None:
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = ImageCms.applyTransform(Image.fromarray(COLOR), to_lab)
    assert lab is not None
    lab.save(tmp_path / "a.tif")
    assert reason(tmp_path / "a.tif") == "its colours are stored as CIELAB, which is not read"


def test_a_small_picture_of_a_pyramid_reads_the_small_level(tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(np.full((512, 512, 3), 10, np.uint8), photometric="rgb", tile=(64, 64), subifds=2)
        file.write(np.full((256, 256, 3), 20, np.uint8), photometric="rgb", tile=(64, 64), subfiletype=1)
        file.write(np.full((128, 128, 3), 30, np.uint8), photometric="rgb", tile=(64, 64), subfiletype=1)
    assert decode(tmp_path / "a.tif", longest=100).max() == 30
    assert decode(tmp_path / "a.tif", longest=200).max() == 20
    assert decode(tmp_path / "a.tif").shape == (512, 512, 3)
    assert probe(tmp_path / "a.tif").width == 512


@pytest.mark.parametrize("samples", [1, 2, 3, 4])
def test_sixteen_bit_png(tmp_path: Path, samples: int) -> None:
    values = np.dstack([COLOR, LEFT_ALPHA]).astype(np.uint16) * 257
    chosen = {1: values[..., 0], 2: values[..., [0, 3]], 3: values[..., :3], 4: values}[samples]
    (tmp_path / "a.png").write_bytes(imagecodecs.png_encode(np.ascontiguousarray(chosen)))
    expected = shown(chosen if samples in (1, 3) else chosen[..., :-1], colour=samples > 2)
    expected = grey3(expected[..., 0] if expected.ndim == 3 else expected) if samples < 3 else expected
    if samples in (2, 4):
        expected[:, : W // 2] = GROUND
    np.testing.assert_allclose(decode(tmp_path / "a.png"), expected, atol=1)


@given(hnp.arrays(st.sampled_from([np.uint16, np.int32, np.float32]), hnp.array_shapes(min_dims=2, max_dims=2)))
def test_the_window_keeps_order_and_shape(values: AnyArray) -> None:
    seen = shown(values)
    assert seen.shape == values.shape
    numbers = values.astype(np.float64)
    order = np.argsort(numbers[np.isfinite(numbers)], kind="stable")
    assert (np.diff(seen[np.isfinite(numbers)][order].astype(int)) >= 0).all()


def test_a_few_bright_spots_are_shown_and_one_value_is_grey() -> None:
    spots = np.zeros((100, 100), np.uint16)
    spots[5, 5] = 900
    assert shown(spots)[5, 5] == 255
    assert (shown(np.full((9, 9), 7, np.uint16)) == GROUND).all()
    assert (shown(np.zeros((9, 9), np.float32)) == 0).all()


# --- small ones ----------------------------------------------------------------------------------------------------


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_longest_bounds_the_longer_side_and_never_enlarges(
    tmp_path: Path, width: int, height: int, longest: int
) -> None:
    for name in ("a.jpg", "a.png"):
        Image.new("RGB", (width, height), (90, 120, 30)).save(tmp_path / name)
        seen = decode(tmp_path / name, longest=longest)
        assert max(seen.shape[:2]) == min(longest, max(width, height))
        assert abs(seen.shape[1] / seen.shape[0] - width / height) <= max(width, height) / min(seen.shape[:2])


def test_a_small_jpeg_looks_like_the_large_one(tmp_path: Path) -> None:
    big = Image.fromarray(COLOR).resize((1600, 1200), Image.Resampling.BICUBIC)
    big.save(tmp_path / "a.jpg", quality=92)
    expected = np.asarray(big.resize((200, 150), Image.Resampling.BOX)).astype(int)
    assert np.abs(decode(tmp_path / "a.jpg", longest=200).astype(int) - expected).mean() < 2


def test_longest_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="0"):
        decode(tmp_path / "a.png", longest=0)


# --- what cannot be used -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.bmp", "a.gif", "a.tif"])
@pytest.mark.parametrize("share", [0.4, 0.7, 0.9])
def test_a_file_that_is_cut_off_says_so(tmp_path: Path, name: str, share: float) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3), np.uint8)
    Image.fromarray(noise).save(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    assert reason(tmp_path / name) == "cut off in the middle"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.jpg", b"", "empty file"),
        ("a.jpg", b"Dear Sir or Madam, \xc3\xa4" * 100, "is a text file named .jpg"),
        ("a.tif", b"\xff\xfeh\0i\0", "is a text file named .tif"),
        ("a.png", b"<!DOCTYPE html><html>404", "is a web page named .png"),
        ("a.jpeg", b"%PDF-1.7 ...", "is a PDF document named .jpeg"),
        ("a.jpg", b"\0\0\0\x18ftypisom\0\0\0\0", "is a film named .jpg"),
        ("a.jpg", bytes(5000), "is a file of zeros only named .jpg"),
        ("a", b"PK\x03\x04", "is a ZIP archive, not an image"),
        ("a.bmp", b"BMW builds cars, and this is a text about them", "is a text file named .bmp"),
        ("a.jpg", b"\x01\x02\x90\x91" * 50, "not an image of a kind that is read"),
        ("a.jpg", b"\xff\xd8\xff\xd9" + bytes(99), "damaged: its beginning is not as it should be"),
    ],
)
def test_reasons(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert reason(tmp_path / name) == expected


def test_no_file_no_permission_and_a_folder(tmp_path: Path) -> None:
    assert reason(tmp_path / "gone.jpg") == "the file is not there any more"
    assert reason(tmp_path) == "a folder, not a file"
    with pytest.raises(ImageError, match="not there"):
        content_id(tmp_path / "gone.jpg")


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    Image.fromarray(COLOR).save(tmp_path / "a.png")
    wrong = (tmp_path / "a.png").rename(tmp_path / "b.jpg")
    np.testing.assert_array_equal(decode(wrong), COLOR)
    assert probe(wrong).format == "PNG"


def test_decompression_bombs_are_refused_before_they_cost_memory(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(png)
    tifffile.imwrite(tmp_path / "a.tif", GREY, metadata=None)
    with tifffile.TiffFile(tmp_path / "a.tif", mode="r+") as file:
        for tag in ("ImageWidth", "ImageLength"):
            file.pages.first.tags[tag].overwrite(30_000)
    bmp = struct.pack("<2sIIIIiiHHIIiiII", b"BM", 99, 0, 54, 40, 30_000, 30_000, 1, 24, 0, 0, 0, 0, 0, 0)
    (tmp_path / "a.bmp").write_bytes(bmp)
    for name, gigabytes in (("a.png", "10.8"), ("a.tif", "2.7"), ("a.bmp", "2.7")):
        assert f"would need {gigabytes} GB of memory" in reason(tmp_path / name)
    with pytest.raises(ImageError, match="60,000 × 60,000"):
        probe(tmp_path / "a.png")
    assert Image.MAX_IMAGE_PIXELS is None
    assert MAX_PIXELS == 400_000_000


@pytest.mark.filterwarnings("ignore:.*:UserWarning")  # Pillow's, about metadata; off in the program
@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_a_file_the_answer_is_pixels_or_a_reason(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["a.jpg", "a.png", "a.webp", "a.bmp", "a.gif", "a.tif"]))
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(COLOR).save(tmp_path / name, exif=exif)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(cut(data, changed(data, content, 0, min(len(content) - 1, 700)), 0))
    reasons: list[str] = []
    for read in (decode, probe):
        try:
            read(tmp_path / name)
        except ImageError as error:
            reasons.append(str(error))
    assert all(reasons)


def test_threads_decode_the_same(tmp_path: Path) -> None:
    for number in range(8):
        Image.fromarray(np.roll(COLOR, number, axis=0)).save(tmp_path / f"{number}.tif")
        Image.fromarray(np.roll(COLOR, number, axis=0)).save(tmp_path / f"{number}.png")
    paths = [tmp_path / f"{number % 8}.{kind}" for number in range(64) for kind in ("tif", "png")]
    with ThreadPoolExecutor(8) as pool:
        for path, seen in zip(paths, pool.map(decode, paths), strict=True):
            np.testing.assert_array_equal(seen, np.roll(COLOR, int(path.stem), axis=0))


def test_content_id_is_sha256_and_stops_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert content_id(tmp_path / "a").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    stop = threading.Event()
    stop.set()
    with pytest.raises(ImageError, match="stopped"):
        content_id(tmp_path / "a", stop)
