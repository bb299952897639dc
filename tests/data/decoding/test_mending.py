"""Images that are whole, whatever is wrong with their files: as every viewer opens them."""

import io
import struct
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.errors import ImageError

SIZES = [(40, 30), (400, 300)]  # small ones are decoded when they are found, large ones are not


def picture(size: tuple[int, int] = (40, 30), channels: int = 3) -> UInt8Array:
    """Return colours that change from pixel to pixel, smoothly enough for a JPEG."""
    y, x = np.mgrid[: size[1], : size[0]]
    waves = [np.sin(x / (9 + 4 * band)) * np.cos(y / (7 + 3 * band)) for band in range(channels)]
    return (np.stack(waves, axis=-1) * 110 + 128).astype(np.uint8)


def chunk(name: bytes, body: bytes, *, harm: int = 0) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body) ^ harm)


def png(pixels: UInt8Array, *, before: bytes = b"", behind: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    data = out.getvalue()
    end = len(data) - 12
    return data[:33] + before + data[33:end] + behind + data[end:]


ODD = {
    "wrong pHYs": chunk(b"pHYs", b"\0\0\0\1\0\0\0\1\0", harm=1),
    "wrong tEXt": chunk(b"tEXt", b"a\0b", harm=77),
    "wrong iCCP": chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x"), harm=1),
    "wrong tIME": chunk(b"tIME", b"1234567", harm=9),
    "large zTXt": chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 80_000_000)),
    "large iTXt": chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b"a" * 20_000_000)),
    "plain iTXt": chunk(b"iTXt", b"a\0\0\0\0\0" + b"a" * 3_000_000),
    "large iCCP": chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 20_000_000)),
    "broken iCCP": chunk(b"iCCP", b"a\0\0nonsense"),
    "unknown": chunk(b"abCd", b"anything", harm=3),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("place", ["before", "behind"])
@pytest.mark.parametrize("odd", ODD)
def test_08_a_png_is_read_whatever_lies_beside_its_pixels(
    tmp_path: Path, odd: str, place: str, size: tuple[int, int]
) -> None:
    pixels = picture(size)
    part = {place: ODD[odd]}
    (tmp_path / "a.png").write_bytes(png(pixels, before=part.get("before", b""), behind=part.get("behind", b"")))
    info = inspect(tmp_path / "a.png")
    assert (info.width, info.height) == size
    assert np.array_equal(decode(tmp_path / "a.png"), pixels)
    if "wrong" in odd:
        assert odd.split()[1] in str(info.note)


@pytest.mark.parametrize("name", [b"IDAT", b"IHDR", b"PLTE"])
def test_08_a_png_with_a_wrong_checksum_where_it_matters_is_damaged(tmp_path: Path, name: bytes) -> None:
    out = io.BytesIO()
    Image.fromarray(picture((400, 300))).convert("P").save(out, "PNG")
    data = bytearray(out.getvalue())
    place = data.index(name)
    data[place + 4 + struct.unpack(">I", data[place - 4 : place])[0]] ^= 1
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(ImageError):
        inspect(tmp_path / "a.png")


def jpeg(pixels: UInt8Array, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 95, "subsampling": 0}, {"optimize": True}])
def test_08_a_jpeg_without_its_end_mark_or_with_a_trailer_is_whole(
    tmp_path: Path, options: dict[str, object], size: tuple[int, int]
) -> None:
    data = jpeg(picture(size), **options)
    (tmp_path / "whole.jpg").write_bytes(data)
    wanted = decode(tmp_path / "whole.jpg")
    for name, content in {
        "none.jpg": data[:-2],
        "half.jpg": data[:-1],
        "trailer.jpg": data + b"SEFH\0\0camera" * 999,
        "second.jpg": data + data,
        "zeros.jpg": data + bytes(4096),
    }.items():
        (tmp_path / name).write_bytes(content)
        info = inspect(tmp_path / name)
        assert (info.width, info.height) == size
        assert np.array_equal(decode(tmp_path / name), wanted), name
        assert bool(info.note) == (name in {"none.jpg", "half.jpg"})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("missing", [12, 40, 300])
@pytest.mark.parametrize("progressive", [False, True])
def test_08_a_jpeg_that_lacks_pixels_is_cut_off(
    tmp_path: Path, size: tuple[int, int], missing: int, progressive: bool
) -> None:
    (tmp_path / "a.jpg").write_bytes(jpeg(picture(size), progressive=progressive)[:-missing])
    with pytest.raises(ImageError, match="cut off"):
        inspect(tmp_path / "a.jpg")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("channels", [1, 3])
def test_08_a_jpeg_of_twelve_bits_is_read(tmp_path: Path, size: tuple[int, int], channels: int) -> None:
    deep = picture(size, channels).astype(np.uint16) * 16
    deep = deep[..., 0] if channels == 1 else deep
    (tmp_path / "a.jpg").write_bytes(imagecodecs.jpeg_encode(deep, bitspersample=12, level=98))
    info = inspect(tmp_path / "a.jpg")
    assert (info.width, info.height) == size
    seen = decode(tmp_path / "a.jpg").astype(int)
    wanted = picture(size, channels).astype(int)
    assert np.corrcoef(seen.ravel(), np.broadcast_to(wanted, seen.shape).ravel())[0, 1] > 0.98


@pytest.mark.parametrize("compression", [None, "lzw", "zlib", "packbits"])
@pytest.mark.parametrize("bigtiff", [False, True])
def test_08_a_tiff_whose_last_count_passes_the_end_is_whole(
    tmp_path: Path, compression: str | None, bigtiff: bool
) -> None:
    pixels, file = picture((50, 70)), tmp_path / "a.tif"
    tifffile.imwrite(file, pixels, compression=compression, rowsperstrip=16, bigtiff=bigtiff, photometric="rgb")
    with tifffile.TiffFile(file) as opened:
        tag = opened.pages.first.tags["StripByteCounts"]
        width = {3: 2, 4: 4, 16: 8}[int(tag.dtype)]
        start = tag.valueoffset + (len(opened.pages.first.databytecounts) - 1) * width
    data = bytearray(file.read_bytes())
    data[start : start + width] = (len(data) + 999).to_bytes(width, "little")
    file.write_bytes(data)
    assert (inspect(file).width, inspect(file).height) == (50, 70)
    assert np.array_equal(decode(file), pixels)


def test_08_a_bmp_whose_alpha_is_nowhere_is_opaque(tmp_path: Path) -> None:
    pixels = picture()
    clear = np.dstack([pixels, np.zeros(pixels.shape[:2], np.uint8)])
    for name, alpha in (("clear.bmp", 0), ("some.bmp", 200)):
        clear[0, 0, 3] = alpha
        body = np.ascontiguousarray(clear[::-1, :, [2, 1, 0, 3]]).tobytes()
        head = struct.pack("<IiiHHIIiiII4I", 108, 40, 30, 1, 32, 3, len(body), 0, 0, 0, 0, *MASKS) + bytes(52)
        start = struct.pack("<2sIHHI", b"BM", 14 + len(head) + len(body), 0, 0, 14 + len(head))
        (tmp_path / name).write_bytes(start + head + body)
    assert np.array_equal(decode(tmp_path / "clear.bmp"), pixels)
    assert (decode(tmp_path / "some.bmp")[5, 5] == 128).all()  # where something is opaque, the alpha is meant


MASKS = (0xFF0000, 0xFF00, 0xFF, 0xFF000000)
