"""Recognises file types by their first bytes; a file's name only decides whether it is opened."""

import importlib.util
import re
import struct
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Literal

from desktop_labeler.data.decoding.file_types.array_header import header_of
from desktop_labeler.data.decoding.file_types.jpeg_xl import CODESTREAM, CONTAINER
from desktop_labeler.messages import Message

Kind = Literal[
    "JPEG",
    "PNG",
    "WEBP",
    "BMP",
    "GIF",
    "TIFF",
    "PPM",
    "TGA",
    "JPEG2000",
    "AVIF",
    "JXL",
    "PSD",
    "ICO",
    "QOI",
    "PCX",
    "FITS",
    "DICOM",
    "NPY",
    "HEIF",
    "RAW",
    "VIDEO",
]
RAW_SUFFIXES = ("dng", "nef", "cr2", "cr3", "arw", "orf", "rw2", "raf", "pef", "srw", "nrw", "sr2", "3fr", "iiq")
VIDEO_SUFFIXES = frozenset(
    [
        *("mp4", "avi", "mov", "mkv", "wmv", "webm", "mpg", "mpeg", "m4v", "mts", "m2ts", "flv", "3gp", "3g2", "ogv"),
        *("asf", "qt", "vob"),
    ]
)
WITHOUT_VIDEO = Message("videos are read once av, an optional part of this program, is installed")
VIDEO_LEFT_OUT = Message("a video; its frames become images where a new project asks for them")
HEAD = 512  # bytes that are enough to recognise a file

SUFFIXES = frozenset(
    [
        *("jpg", "jpeg", "jpe", "jfif", "mpo", "png", "webp", "bmp", "dib", "gif", "tif", "tiff"),
        *("btf", "svs", "ndpi", "scn", "lsm", "stk", "qptiff"),  # TIFF under other suffixes
        *("pgm", "ppm", "pbm", "pnm", "pfm", "tga", "jp2", "j2k", "j2c", "jpx", "avif", "jxl", "psd", "ico", "qoi"),
        *("pcx", "fits", "fit", "fts", "dcm", "dicom", "ima", "npy", "heic", "heif", "hif"),
        *RAW_SUFFIXES,
    ]
)
PAGED = frozenset(["tif", "tiff", "btf", "lsm", "stk", "gif", "webp", "png", "dcm", "dicom", "ima"])
"""Suffixes of files that may hold several pages or frames; a file without a suffix may, too."""
# Image formats that this program does not read; such files are reported in the list of skipped files.
_UNREAD = {
    **{
        suffix: Message("{kind} images are not read; convert them to JPEG", kind=suffix.upper())
        for suffix in ("jxr", "wdp", "flif", "bpg")
    },
    **{
        suffix: Message("{kind} files are not read; convert them to PNG", kind=suffix.upper())
        for suffix in ("svg", "eps", "ai", "xcf", "exr", "hdr", "dds", "sgi")
    },
    **{
        suffix: Message("{kind} files are not read; convert them to TIFF", kind=suffix.upper())
        for suffix in (
            *("nii", "nrrd", "mha", "czi", "nd2", "lif", "oib", "oif", "vsi", "ims", "mrxs"),
            *("mrc", "npz", "mat", "h5", "hdf5"),
        )
    },
    **dict.fromkeys(VIDEO_SUFFIXES, VIDEO_LEFT_OUT),
    "ome": Message("no image, but what OME says about the images in the files beside it"),
}
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),  # the two byte orders of BigTIFF
    (b"MM\x00+", "TIFF"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG2000"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (CONTAINER, "JXL"),
    (CODESTREAM, "JXL"),
    (b"8BPS\x00\x01", "PSD"),
    (b"qoif", "QOI"),
    (b"SIMPLE  =", "FITS"),
)
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")  # brands of HEIF
_RAW_STARTS = (b"II*\x00", b"MM\x00*", b"II\x55\x00", b"IIU\x00", b"IIRO", b"IIRS", b"MMOR", b"FUJIFILMCCD-RAW")
_VIDEO_STARTS = (
    (b"\x1a\x45\xdf\xa3", "matroska"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf"),
    (b"\0\0\1\xba", "mpeg"),
    (b"FLV\1", "flv"),
    (b"OggS", "ogg"),
)
_MOV_ATOMS = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_DIRECTORY = b"1.2.840.10008.1.3.10"  # what a DICOMDIR says that it is
_BY_NAME: dict[str, Kind] = {
    "tga": "TGA",
    "ico": "ICO",
    "pcx": "PCX",
}  # these signatures are so short that a text could match them
_PNM = re.compile(rb"P([1-6]\s+(#[^\n]*\s+)*\d+\s+(#[^\n]*\s+)*\d+\s|[Ff]\s+\d+\s+\d+\s)")
NO_IMAGE = Message("an array of NumPy that is no image: numbers in two dimensions, or three with 3 or 4 channels")
_OTHERS = (
    (b"%PDF", Message("a PDF document")),
    (b"PK\x03\x04", Message("a ZIP archive")),
    (b"\x1f\x8b", Message("a compressed file")),
    (b"8BPS", Message("a Photoshop document")),
    (b"\x93NUMPY", NO_IMAGE),
    (b"SQLite format 3", Message("a database")),
)
# Kinds that are read by a library which not everybody has: its module, and what these files
# are called.
_OPTIONAL: Mapping[Kind, tuple[str, str]] = {
    "DICOM": ("pydicom", "DICOM"),
    "HEIF": ("pi_heif", "HEIC"),
    "RAW": ("rawpy", "camera raw"),
    "VIDEO": ("av", "video"),
}
DICOM_SUFFIXES = frozenset(("dcm", "dicom", "ima"))
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}


def kind_of(head: bytes, name: str = "") -> Kind | None:
    """Return the kind of an image file by its first bytes, or None if it is not a kind that the program reads.

    Args:
        head: the first 512 bytes of the file, or the whole file.
        name: the name of the file, for the few kinds that have no signature.
    """
    if is_raw(head, name):
        return "RAW"
    if is_dicom(head):  # many of them begin like TIFF
        return None if _DIRECTORY in head else "DICOM"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if suffix_of(name) in VIDEO_SUFFIXES and video_format(head) is not None:
        return "VIDEO"
    return _by_structure(head) or _by_name(head, name)


def _by_structure(head: bytes) -> Kind | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    # Many texts also start with "BM".
    if head[:2] == b"BM" and len(head) >= 18 and struct.unpack_from("<I", head, 14)[0] in _BMP_HEADERS:
        return "BMP"
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if _PNM.match(head):
        return "PPM"
    header = header_of(head)
    return "NPY" if header is not None and header.is_image else None


def _boxed(head: bytes) -> Kind | None:
    """Return the kind of a file in boxes: most cameras that write AVIF put the brands of HEIF before it."""
    brands = {head[place : place + 4] for place in range(8, min(struct.unpack_from(">I", head)[0], len(head)), 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIF" if head[8:12] in _PICTURES else None


def video_format(head: bytes) -> str | None:
    """Return what FFmpeg calls the format of a video by its first 512 bytes; None for what is no video.

    It is named to FFmpeg, which would otherwise also take a list of addresses on the network for a video.
    """
    for start, name in _VIDEO_STARTS:
        if head.startswith(start):
            return name
    if head[4:8] in _MOV_ATOMS:
        return "mov"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    # packets of 188 bytes, which cameras put 4 bytes of time before
    is_stream = any(head[place : place + 1 + 2 * step : step] == b"GGG" for place, step in ((0, 188), (4, 192)))
    return "mpegts" if is_stream else None


def is_raw(head: bytes, name: str) -> bool:
    """Whether a file holds the raw data of a camera, most of which are TIFF inside and told by their suffix."""
    # The name is looked at last: it takes longer, and most files are JPEG or PNG.
    return (head.startswith(_RAW_STARTS) or head[4:12] == b"ftypcrx ") and suffix_of(name) in RAW_SUFFIXES


def _by_name(head: bytes, name: str) -> Kind | None:
    kind = _BY_NAME.get(suffix_of(name))
    if kind == "TGA":
        fits = len(head) >= 18 and head[1] <= 1 and head[2] in {1, 2, 3, 9, 10, 11} and head[16] in {8, 15, 16, 24, 32}
    elif kind == "ICO":
        fits = head[:4] == b"\0\0\1\0"
    else:
        fits = head[:1] == b"\n" and head[1:2] <= b"\5" and head[2:3] == b"\1"
    return kind if fits else None


def is_dicom(head: bytes) -> bool:
    """Whether a file is DICOM, whose files often have no suffix."""
    return head[128:132] == b"DICM"


def is_named_like_dicom(path: str) -> bool:
    """Whether a path has a suffix that files of DICOM have, or none."""
    return suffix_of(path.rpartition("/")[2]) in {"", *DICOM_SUFFIXES}


def is_dicom_file(file: Path) -> bool:
    """Whether a file is DICOM; one that cannot be read is none."""
    try:
        with file.open("rb") as stream:
            return is_dicom(stream.read(HEAD))
    except OSError:
        return False


def is_cut_off(head: bytes, kind: Kind, size: int) -> bool:
    """Whether the header refers to data beyond the end of the file; only WebP and TIFF can be checked."""
    if kind == "WEBP":
        return int(struct.unpack_from("<I", head, 4)[0]) + 8 > size
    if kind == "TIFF" and len(head) >= 16:
        order = "<" if head[:2] == b"II" else ">"
        big = head[2:4] in (b"+\0", b"\0+")
        first = struct.unpack_from(f"{order}Q", head, 8) if big else struct.unpack_from(f"{order}I", head, 4)
        return int(first[0]) >= size
    return False


def why_not(head: bytes, name: str) -> Message:
    """Return a description of a file that is not a readable image.

    Args:
        head: its first 512 bytes, or all of it.
        name: the name of the file, for its suffix.
    """
    if not head:
        return Message("empty file")
    what = _other_kind(head)
    if what is None:
        return Message("not an image of a kind that is read")
    suffix = suffix_of(name)
    if what == NO_IMAGE:
        return what
    if suffix:
        return Message("is {what} named .{suffix}", what=what, suffix=suffix)
    return Message("is {what}, not an image", what=what)


def _other_kind(head: bytes) -> Message | None:
    if is_dicom(head):
        return Message("a list of DICOM files")
    for start, what in _OTHERS:
        if head.startswith(start):
            return what
    if head[4:8] == b"ftyp":
        return Message("a film")
    if not head.strip(b"\0"):
        return Message("a file of zeros only")
    return _text_kind(head)


def _text_kind(head: bytes) -> Message | None:
    start = head.lstrip()[:16].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return Message("a web page")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Message("a text file")
    try:
        # A character may be cut at the end of the first bytes.
        text = head.decode("utf-8", "strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return None
    printable = all(letter.isprintable() or letter in "\t\r\n\f" for letter in text)
    return Message("a text file") if printable and len(text) * 4 > len(head) * 3 else None


def suffix_of(name: str) -> str:
    """Return the suffix of a file name: in lower case, without the dot, "" if there is none."""
    return PurePath(name).suffix[1:].lower()


def may_be_image(name: str) -> bool:
    """Whether a file may be an image: it is named like one, or has no suffix at all."""
    suffix = suffix_of(name)
    return not suffix or suffix in SUFFIXES or suffix in _UNREAD


def is_named_like_image(name: str) -> bool:
    """Whether a person would expect this file to be an image, so that it is listed if it is not."""
    suffix = suffix_of(name)
    return suffix in SUFFIXES or suffix in _UNREAD


def unread_kind(name: str, kind: Kind | None, *, videos: bool) -> Message | None:
    """Return why an image file of this name and kind is not used, or None if it may be used.

    A JPEG named .svg is used; a kind whose reader is not installed is not, nor a video unless `videos` are wanted.
    """
    if kind == "VIDEO" and not videos:
        return VIDEO_LEFT_OUT
    if kind is not None:
        return missing_reader(kind)
    if videos and suffix_of(name) in VIDEO_SUFFIXES:
        return Message("not a video of a kind that is read")
    return _UNREAD.get(suffix_of(name))


@lru_cache(maxsize=64)
def missing_reader(kind: Kind) -> Message | None:
    """Return what has to be installed to read a kind of image; None if nothing has to be."""
    needed = _OPTIONAL.get(kind)
    if needed is None or importlib.util.find_spec(needed[0]) is not None:
        return None
    if kind == "VIDEO":
        return WITHOUT_VIDEO
    return Message(
        "{kind} files are read once {library}, an optional part of this program, is installed",
        kind=needed[1],
        library=needed[0].replace("_", "-"),
    )
