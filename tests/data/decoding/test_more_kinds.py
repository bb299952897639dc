"""Kinds of images beside the usual ones, and what is said of files that are not read."""

import struct
from collections import Counter
from pathlib import Path
from typing import Literal

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.completeness import inspect
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.file_types import jpeg_xl
from desktop_labeler.data.decoding.signatures import NO_IMAGE
from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile, walk
from desktop_labeler.data.project.project_file import Folder
from desktop_labeler.errors import ImageError


def picture(width: int = 40, height: int = 30, channels: int = 3) -> UInt8Array:
    return np.random.default_rng(0).integers(0, 256, (height, width, channels), np.uint8)


@pytest.mark.parametrize("name", ["a.ppm", "a.tga", "a.jp2", "a.qoi", "a.pcx", "a.mpo", "a.btf", "a.svs", "a.avif"])
def test_07_other_kinds_are_found_and_read(tmp_path: Path, name: str) -> None:
    kinds = {"a.mpo": "JPEG", "a.btf": "TIFF", "a.svs": "TIFF"}
    if name == "a.qoi":
        (tmp_path / name).write_bytes(imagecodecs.qoi_encode(picture()))
    else:
        Image.fromarray(picture()).save(tmp_path / name, kinds.get(name), quality=100, subsampling="4:4:4")
    assert [type(step) for step in walk(Folder(1, tmp_path, ""))] == [FoundFile]
    assert (inspect(tmp_path / name).width, inspect(tmp_path / name).height) == (40, 30)
    near = 60 if name in {"a.mpo", "a.avif"} else 0
    assert np.abs(decode(tmp_path / name).astype(int) - picture()).max() <= near


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("name", ["a.pgm", "a.pbm"])
def test_07_grey_and_bits_of_netpbm(tmp_path: Path, name: str, plain: bool) -> None:
    values = picture(channels=1)[..., 0]
    if name == "a.pbm":
        values = (values > 127).astype(np.uint8)
        head = "P1" if plain else "P4"
        body = " ".join(map(str, (1 - values).ravel())).encode() if plain else np.packbits(1 - values, axis=1).tobytes()
        values *= 255
        (tmp_path / name).write_bytes(f"{head}\n# by hand\n40 30\n".encode() + body)
    else:
        head = "P2" if plain else "P5"
        body = " ".join(map(str, values.ravel())).encode() if plain else values.tobytes()
        (tmp_path / name).write_bytes(f"{head}\n40 30\n255\n".encode() + body)
    assert (decode(tmp_path / name) == values[..., None]).all()


@pytest.mark.parametrize(("width", "height"), [(40, 30), (64, 64), (300, 200), (257, 999), (1920, 1080)])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_07_jpeg_xl_is_read_and_its_size_before(tmp_path: Path, width: int, height: int, channels: int) -> None:
    values = picture(width, height, channels)
    if channels == 4:
        values[..., 3] = 255
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(np.squeeze(values), lossless=True))
    with (tmp_path / "a.jxl").open("rb") as file:
        assert jpeg_xl.size(file) == (width, height)
    assert (inspect(tmp_path / "a.jxl").width, inspect(tmp_path / "a.jxl").height) == (width, height)
    assert (decode(tmp_path / "a.jxl") == values[..., : 1 if channels == 1 else 3]).all()
    (tmp_path / "a.jxl").write_bytes((tmp_path / "a.jxl").read_bytes()[:8])
    with pytest.raises(ImageError):
        inspect(tmp_path / "a.jxl")


def test_07_a_jpeg_xl_that_would_not_fit_is_refused(tmp_path: Path) -> None:
    bits = 0 | (3 << 1) | (0x3FFFFFFF << 3) | (1 << 33)  # 2^30 rows, as wide as high
    (tmp_path / "a.jxl").write_bytes(jpeg_xl.CODESTREAM + bits.to_bytes(16, "little"))
    with pytest.raises(ImageError, match="memory"):
        inspect(tmp_path / "a.jxl")


def test_07_what_is_not_read_is_named_or_counted_by_ending(tmp_path: Path) -> None:
    Image.fromarray(picture()).save(tmp_path / "a.png")
    np.save(tmp_path / "vectors.npy", np.zeros(3))
    for name in (
        "film.MP4",
        "film.avi",
        "notes.txt",
        "labels.csv",
        "b.csv",
        "README",
        "scan.nii.gz",
        "x.dcm",
        "old.svg",
    ):
        (tmp_path / name).write_bytes(b"text of some kind\n" * 20)
    (tmp_path / "IM000001").write_bytes(bytes(128) + b"DICM" + b"1.2.840.10008.1.3.10" + bytes(500))
    for name in ("Thumbs.db", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    for name in (
        "@Recycle",
        "#snapshot",
        "RECYCLER",
        "$RECYCLE.BIN",
        "lost+found",
        "@eaDir",
        "System Volume Information",
    ):
        (tmp_path / name).mkdir()
        Image.fromarray(picture()).save(tmp_path / name / "old.png")
    unread: Counter[str] = Counter()
    steps = list(walk(Folder(1, tmp_path, ""), unread=unread))
    assert [step.path for step in steps if isinstance(step, FoundFile)] == ["a.png"]
    skipped = {step.path: str(step.reason) for step in steps if isinstance(step, SkippedFile)}
    assert sorted(skipped) == ["IM000001", "film.MP4", "film.avi", "old.svg", "vectors.npy", "x.dcm"]
    assert skipped["IM000001"] == "is a list of DICOM files, not an image"
    assert skipped["vectors.npy"] == str(NO_IMAGE)
    assert "video" in skipped["film.MP4"]
    assert unread == {"txt": 1, "csv": 2, "": 1, "gz": 1, "mp4": 1, "avi": 1, "svg": 1}


@pytest.mark.parametrize("dtype", ["uint8", "uint16", ">u2", "int32", "float32", "float64", "bool", "float16"])
@pytest.mark.parametrize("shape", [(30, 40), (30, 40, 1), (30, 40, 3), (30, 40, 4)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_21_arrays_of_numpy_are_what_a_tiff_of_them_is(
    tmp_path: Path, dtype: str, shape: tuple[int, ...], order: Literal["C", "F"]
) -> None:
    samples = shape[2] if len(shape) == 3 else 1
    values = np.asarray(picture(40, 30, 4)[..., :samples].reshape(shape) % 200, dtype, order=order)
    np.save(tmp_path / "a.npy", values)
    assert [type(step) for step in walk(Folder(1, tmp_path, ""))] == [FoundFile]
    assert (inspect(tmp_path / "a.npy").width, inspect(tmp_path / "a.npy").height) == (40, 30)
    if samples == 4:
        assert decode(tmp_path / "a.npy").shape == (30, 40, 3)
        return
    if dtype == "bool":
        assert np.array_equal(decode(tmp_path / "a.npy"), np.broadcast_to(np.atleast_3d(values) * 255, (30, 40, 3)))
        return
    plain = np.squeeze(values).astype(np.dtype(dtype).newbyteorder("="))
    tifffile.imwrite(tmp_path / "a.tif", plain, photometric="rgb" if plain.ndim == 3 else "minisblack")
    assert np.array_equal(decode(tmp_path / "a.npy"), decode(tmp_path / "a.tif"))


@pytest.mark.parametrize(
    ("shape", "dtype", "reason"),
    [
        ("(40000, 40000)", "<f8", "memory"),
        ("(4000, 4000)", "<f8", "cut off"),
        ("(30, 40, 3, 2)", "<f8", "an array of NumPy that is no image"),
        ("(30, 40)", "|O", "an array of NumPy that is no image"),
        ("(0, 40)", "<f8", "no pixels"),
        ("(-3, 40)", "<f8", "an array of NumPy that is no image"),
        ("[30, 40", "<f8", "an array of NumPy that is no image"),
    ],
)
def test_21_arrays_that_are_no_image_get_a_sentence(tmp_path: Path, shape: str, dtype: str, reason: str) -> None:
    head = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + bytes(99))
    with pytest.raises(ImageError, match=reason):
        inspect(tmp_path / "a.npy")
    with pytest.raises(ImageError, match=reason):
        decode(tmp_path / "a.npy")


def _cards(*cards: str) -> bytes:
    return b"".join(card.encode().ljust(80) for card in (*cards, "END")).ljust(2880)


_PRIMARY = ("SIMPLE  =                    T", "BITPIX  =                    8", "NAXIS   =                    0")
_AXES = ("BITPIX  =                    8", "NAXIS   =                    2", "NAXIS1  =                    4")
_REST = ("NAXIS2  =                    3", "PCOUNT  =                    0", "GCOUNT  =                    1")
_DATA = bytes(range(12)).ljust(2880)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_cards(*_PRIMARY), "it has headers only"),
        (_cards(*_PRIMARY) + _cards("XTENSION= 'BINTABLE'", *_AXES, *_REST) + _DATA, "its first data are a table"),
        (_cards(*_PRIMARY)[:2000], "cut off in the middle"),
        ((_cards(*_PRIMARY) + _cards("XTENSION= 'IMAGE   '", *_AXES, *_REST))[:5000], "cut off in the middle"),
    ],
)
def test_fits_without_pixels_says_so_and_is_not_taken_for_one_that_is_cut_off(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "a.fits"
    file.write_bytes(content)
    for read in (decode, inspect):
        with pytest.raises(ImageError, match=reason):
            read(file)


def test_fits_whose_image_follows_an_empty_header_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "a.fits"
    file.write_bytes(_cards(*_PRIMARY) + _cards("XTENSION= 'IMAGE   '", *_AXES, *_REST) + _DATA)
    assert decode(file).shape == (3, 4, 3)
