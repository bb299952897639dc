"""Stacks of MetaMorph (.stk), and images of OME in several files: the same planes as tifffile's."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.decoding.channels import Channel
from desktop_labeler.data.decoding.decode import channel_count, decode, page_count, probe
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.ome_files import planes_in
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish

_UIC1, _UIC2 = 33628, 33629


def _stk(file: Path, values: AnyArray) -> None:
    """Write planes as MetaMorph does: one directory, the planes one after the other, a value of UIC2 for each."""
    planes = len(values)
    scale = (_UIC1, 4, 4, (0, 1, 1, 0), True)
    about = (_UIC2, 5, 3 * planes, tuple(number for plane in range(planes) for number in (plane, 1, 9, 9, 9, 9)), True)
    tifffile.imwrite(file, values[0], extratags=[scale, about], metadata=None, byteorder="<", photometric="minisblack")
    with tifffile.TiffFile(file) as opened:
        tags = opened.pages.first.tags
        place = opened.pages.first.dataoffsets[0]
        counts = {tags[_UIC1].offset + 4: 2, tags[_UIC2].offset + 4: planes}
    content = bytearray(file.read_bytes())
    for at, count in counts.items():
        content[at : at + 4] = count.to_bytes(4, "little")
    rest = values[1:].astype("<u2").tobytes()
    assert place + values[0].nbytes == len(content)
    file.write_bytes(bytes(content) + rest)


def test_21_every_plane_of_a_stack_of_metamorph_is_a_page(tmp_path: Path) -> None:
    values = np.random.default_rng(3).integers(0, 4096, (5, 30, 40), np.uint16)
    file = tmp_path / "a.stk"
    _stk(file, values)
    assert np.array_equal(tifffile.imread(file), values)
    assert page_count(file) == 5
    for page, plane in enumerate(values, start=1):
        tifffile.imwrite(tmp_path / "one.tif", plane)
        assert np.array_equal(decode(file, page=page), decode(tmp_path / "one.tif"))
    assert channel_count(file) == 5
    file.write_bytes(file.read_bytes()[: -2 * 2400])  # cut off: only what is there counts
    assert page_count(file) == 3


def _ome(folder: Path, values: AnyArray) -> list[Path]:
    """Write (T, Z, C, H, W) values with one file for each time, each with the XML of all."""
    times, depth, channels, height, width = values.shape
    files = [folder / f"t{time}.ome.tif" for time in range(times)]
    planes = "".join(
        f'<TiffData IFD="{z * channels + c}" FirstC="{c}" FirstZ="{z}" FirstT="{time}" PlaneCount="1">'
        f'<UUID FileName="{files[time].name}">urn:uuid:0000000{time}-0000-0000-0000-000000000000</UUID></TiffData>'
        for time in range(times)
        for z in range(depth)
        for c in range(channels)
    )
    for time, file in enumerate(files):
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?><OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" '
            f'UUID="urn:uuid:0000000{time}-0000-0000-0000-000000000000"><Image ID="Image:0"><Pixels ID="Pixels:0" '
            f'DimensionOrder="XYCZT" Type="uint16" SizeX="{width}" SizeY="{height}" SizeC="{channels}" '
            f'SizeZ="{depth}" SizeT="{times}">{planes}</Pixels></Image></OME>'
        )
        tifffile.imwrite(
            file, values[time].reshape(-1, height, width), description=xml, metadata=None, photometric="minisblack"
        )
    return files


def test_21_each_file_of_an_image_in_several_has_its_own_pages_and_channels(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    values = np.random.default_rng(3).integers(0, 4096, (2, 3, 2, 30, 40), np.uint16)
    files = _ome(folder, values)
    assert np.array_equal(tifffile.imread(files[0]), values)
    red_and_green = DisplayRange("image", channels=(Channel(1, "red"), Channel(2, "green")))
    for file, planes in zip(files, values, strict=True):
        assert (page_count(file), channel_count(file)) == (6, 2)
        for page, plane in enumerate(planes.reshape(-1, 30, 40), start=1):
            tifffile.imwrite(tmp_path / "one.tif", plane)
            assert np.array_equal(decode(file, page=page), decode(tmp_path / "one.tif"))
            shown = decode(file, page=page, display=red_and_green)
            for color, channel in enumerate(planes[(page - 1) // 2]):
                tifffile.imwrite(tmp_path / "one.tif", channel)
                assert np.array_equal(shown[..., color], decode(tmp_path / "one.tif")[..., 0])
    assert "several files" in str(probe(files[0]).caution)
    (note,) = finish(new_project(tmp_path / "p.labeler", folder, "none", pages="all")).notes
    assert str(note).startswith("2 files hold only a part of an image that OME stores in several files")
    assert "t0.ome.tif, t1.ome.tif" in str(note)


@pytest.mark.parametrize("tiled", [False, True])
def test_21_pixels_are_never_taken_from_another_file(tmp_path: Path, *, tiled: bool) -> None:
    values = np.random.default_rng(3).integers(0, 4096, (2, 1, 1, 1200, 1600), np.uint16)
    files = _ome(tmp_path, values)
    if tiled:
        for file, plane in zip(files, values, strict=True):
            with tifffile.TiffFile(file) as opened:
                xml = opened.pages.first.description
            tifffile.imwrite(
                file, plane[0, 0], description=xml, metadata=None, tile=(256, 256), photometric="minisblack"
            )
    for file, plane in zip(files, values, strict=True):
        tifffile.imwrite(tmp_path / "one.tif", plane[0, 0])
        assert np.array_equal(decode(file, longest=300), decode(tmp_path / "one.tif", longest=300))


def test_21_an_image_in_one_file_belongs_to_no_other(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.ome.tif", np.zeros((2, 3, 30, 40), np.uint8), metadata={"axes": "ZCYX"})
    assert probe(tmp_path / "a.ome.tif").caution is None


def test_21_channels_that_do_not_take_turns_are_not_guessed() -> None:
    def said(channels: list[int]) -> str:
        return "".join(
            f'<TiffData IFD="{place}" FirstC="{channel}"><UUID FileName="a.tif">x</UUID></TiffData>'
            for place, channel in enumerate(channels)
        )

    assert planes_in(said([0, 0, 1, 1]), "a.tif") == (2, 2, 2)
    assert planes_in(said([0, 1, 0, 1]), "a.tif") == (2, 2, 1)
    assert planes_in(said([1, 1]), "a.tif") == (1, 2, 2)
    assert planes_in(said([0, 1, 1, 0]), "a.tif") is None
    assert planes_in(said([0, 1]), "b.tif") is None
