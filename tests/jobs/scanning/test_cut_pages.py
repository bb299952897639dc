"""Stacks that are cut short: what is there becomes images, and what is missing is named and counted."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.decoding.completeness import inspect

_PAGES = np.stack([np.full((40, 50), 20 * number, np.uint8) + np.eye(40, 50, dtype=np.uint8) for number in range(5)])


def _write(file: Path, how: str) -> None:
    if how == "gif":
        frames = [Image.fromarray(page) for page in _PAGES]
        frames[0].save(file, save_all=True, append_images=frames[1:], duration=100)
    elif how == "dicom":
        _dicom(file)
    elif how == "imagej":
        tifffile.imwrite(file, _PAGES, imagej=True)
    elif how == "directories first":
        _directories_first(file)
    else:
        with tifffile.TiffWriter(file, bigtiff=how == "bigtiff") as writer:
            for page in _PAGES:
                writer.write(page, photometric="minisblack", metadata=None)


def _directories_first(file: Path) -> None:
    """Write all directories before all pixels."""
    import struct

    head, size = 8, 2 + 8 * 12 + 4
    start = head + len(_PAGES) * size
    out = struct.pack("<2sHI", b"II", 42, head)
    for number, page in enumerate(_PAGES):
        following = head + (number + 1) * size if number + 1 < len(_PAGES) else 0
        tags = (256, 50), (257, 40), (258, 8), (259, 1), (262, 1), (273, start + number * page.size), (278, 40)
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in (*tags, (279, page.size)))
        out += struct.pack("<H", 8) + entries + struct.pack("<I", following)
    file.write_bytes(out + _PAGES.tobytes())


def _dicom(file: Path) -> None:
    pydicom = pytest.importorskip("pydicom")
    header = pydicom.Dataset()
    header.file_meta = pydicom.dataset.FileMetaDataset()
    header.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    header.SOPClassUID, header.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7.2", "1.2.3"
    header.NumberOfFrames, header.Rows, header.Columns = _PAGES.shape
    header.BitsAllocated = header.BitsStored = 8
    header.HighBit, header.PixelRepresentation, header.SamplesPerPixel = 7, 0, 1
    header.PhotometricInterpretation, header.BurnedInAnnotation = "MONOCHROME2", "NO"
    header.PixelData = _PAGES.tobytes()
    header.save_as(file, enforce_file_format=True)


_KINDS = {
    "plain": "a.tif",
    "bigtiff": "a.tif",
    "imagej": "a.tif",
    "directories first": "a.tif",
    "gif": "a.gif",
    "dicom": "a.dcm",
}


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


@pytest.mark.parametrize("pages", ["all", "first"])
@pytest.mark.parametrize("how", _KINDS)
def test_a_stack_that_is_cut_off_keeps_its_whole_pages_and_is_named(
    how: str, pages: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    stack = folder / _KINDS[how]
    _write(stack, how)
    data = stack.read_bytes()
    stack.write_bytes(data[: len(data) * 7 // 10])
    told = _run(capsys, "new", str(file), str(folder), "--labels", "none", "--pages", pages)
    assert told["images"] == (1 if pages == "first" else 3)
    (note,) = told["notes"]
    begins = "1 file with several pages is cut off or damaged; the pages that are there as a whole can be used: "
    assert note.startswith(begins + _KINDS[how])
    assert "pages missing: " in note or "ends after 3 pages" in note
    stack.write_bytes(data)
    assert _run(capsys, "rescan", str(file))["notes"] == (
        []
        if pages == "first"
        else [
            f"1 changed file with pages or frames was read anew: {_KINDS[how]} (3 as before, 2 new or changed, "
            "0 no longer in it)."
        ]
    )
    stack.write_bytes(data[: len(data) * 7 // 10])
    assert any(each.startswith(begins) for each in _run(capsys, "rescan", str(file))["notes"])


@pytest.mark.parametrize("how", _KINDS)
def test_whole_stacks_miss_nothing(how: str, tmp_path: Path) -> None:
    file = tmp_path / _KINDS[how]
    _write(file, how)
    assert inspect(file).cut is None


def test_compressed_frames_of_dicom_that_are_cut_off_are_noticed(tmp_path: Path) -> None:
    pydicom = pytest.importorskip("pydicom")
    from pydicom.data import get_testdata_file

    source = Path(str(get_testdata_file("rtdose_rle.dcm", download=False)))
    assert pydicom.dcmread(source).NumberOfFrames > 1
    assert inspect(source).cut is None
    cut = tmp_path / "cut.dcm"
    cut.write_bytes(source.read_bytes()[: source.stat().st_size * 8 // 10])
    assert inspect(cut).cut is not None
