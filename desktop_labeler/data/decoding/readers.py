"""The readers of kinds of images that have a module of their own; each is imported when the first such file is read."""

from pathlib import Path
from typing import Protocol

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.signatures import Kind
from desktop_labeler.messages import Message

SPLIT = Message("a part of an image that OME stores in several files")


class Reader(Protocol):
    """Reads one kind of image; pages are counted from 1 or, in videos, moments; None is the first."""

    def page_count(self, path: Path) -> int:
        """Return how many pages or frames a file has."""

    def size(self, path: Path, page: Page | None = None) -> tuple[int, int, int]:
        """Return width and height in pixels as stored, and the value 1–8 of the tag Orientation."""

    def read(self, path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
        """Return the (H, W, 3) pixels of a page, upright; arguments as of `decode`."""


def reader_of(kind: Kind) -> Reader | None:
    """Return the reader of a kind; None for the kinds that Pillow and `decode` itself read."""
    if kind == "DICOM":
        from desktop_labeler.data.decoding.file_types import dicom

        return dicom
    if kind == "NPY":
        from desktop_labeler.data.decoding.file_types import numpy_arrays

        return numpy_arrays
    if kind == "HEIF":
        from desktop_labeler.data.decoding.file_types import heif

        return heif
    if kind == "RAW":
        from desktop_labeler.data.decoding.file_types import camera_raw

        return camera_raw
    if kind == "VIDEO":
        from desktop_labeler.data.decoding.file_types import video

        return video
    return None


def caution_of(path: Path, kind: Kind) -> Message | None:
    """Return what a person has to take care of with a file; None if there is nothing."""
    if kind == "TIFF":
        from desktop_labeler.data.decoding.file_types import tiff

        return SPLIT if tiff.belongs_to_others(path) else None
    if kind != "DICOM":
        return None
    from desktop_labeler.data.decoding.file_types import dicom_patients

    return dicom_patients.caution(path)
