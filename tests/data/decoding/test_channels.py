"""Images with several channels: which is shown in which colour and with which range, in files of every layout."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.channels import (
    COLOURS,
    Channel,
    checked,
    from_stored,
    read_channels,
    stored,
)
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.data.decoding.tone import shown

CHANNELS = st.lists(
    st.builds(
        lambda number, colour, span: Channel(number, colour, *span),
        st.integers(1, 40),
        st.sampled_from(COLOURS),
        st.one_of(
            st.just((None, None)),
            st.tuples(st.integers(-9999, 9999), st.integers(10_000, 99_999)).map(lambda ends: tuple(map(float, ends))),
        ),
    ),
    max_size=8,
    unique_by=lambda channel: channel.number,
)


@given(CHANNELS)
def test_21_channels_are_read_back_as_they_were_written(channels: list[Channel]) -> None:
    wanted = checked(channels)
    assert read_channels(",".join(map(str, wanted)) or "none") == wanted
    assert from_stored(stored(wanted)) == wanted


@pytest.mark.parametrize(
    "text", ["", "red", "1", "0=red", "1=red,1=blue", "1=pink", "1=red:5..2", "1=red:5", "1=red:a..b", "1=red:0..inf"]
)
def test_21_channels_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_channels(text)


@pytest.mark.parametrize("value", [None, 3, [3], [[1, "pink", None, None]], [[1, "red", 5, 2]], [["1", "red", 1, 2]]])
def test_21_what_a_project_stores_wrongly_is_no_channel(value: object) -> None:
    assert from_stored(value) == ()


def planes(count: int, dtype: type[np.unsignedinteger] = np.uint16, top: int = 4096) -> AnyArray:
    return np.random.default_rng(5).integers(0, top, (count, 30, 40)).astype(dtype)


def composition(values: AnyArray, channels: tuple[Channel, ...]) -> UInt8Array:
    """Return what the channels add up to, one after the other."""
    canvas = np.zeros((*values.shape[1:], 3))
    for channel in channels:
        grey = values[channel.number - 1].astype(float)
        if channel.low is not None and channel.high is not None:
            grey = np.floor((np.float32(grey) - channel.low) / (channel.high - channel.low) * 255 + 0.5).clip(0, 255)
        else:
            grey = shown(values[channel.number - 1], AUTOMATIC).astype(float)
        canvas += grey[..., None] * np.array(channel.shares)
    return canvas.clip(0, 255).astype(np.uint8)


def write(file: Path, values: AnyArray, layout: str) -> None:
    if layout == "pages":
        with tifffile.TiffWriter(file) as out:
            for plane in values:
                out.write(plane, photometric="minisblack", metadata=None)
    elif layout == "samples":
        tifffile.imwrite(file, np.moveaxis(values, 0, 2).copy(), photometric="minisblack", planarconfig="contig")
    elif layout == "planes":
        tifffile.imwrite(file, values, photometric="minisblack", planarconfig="separate")
    elif layout == "tiles":
        with tifffile.TiffWriter(file, bigtiff=True) as out:
            for plane in values:
                out.write(plane, photometric="minisblack", tile=(16, 16), compression="zlib", metadata=None)
    else:
        is_ome = layout == "ome"
        tifffile.imwrite(
            file, values, ome=is_ome, imagej=not is_ome, metadata={"axes": "CYX"}, photometric="minisblack"
        )


LAYOUTS = ["pages", "samples", "planes", "tiles", "ome", "imagej"]
CHOSEN = read_channels("1=green,2=magenta:100..3000,4=blue:0..4095")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_21_channels_are_composed_in_every_layout(tmp_path: Path, layout: str) -> None:
    values = planes(4)
    write(tmp_path / "a.tif", values, layout)
    seen = decode(tmp_path / "a.tif", display=DisplayRange("auto", channels=CHOSEN))
    assert np.abs(seen.astype(int) - composition(values, CHOSEN)).max() <= 1
    one = decode(tmp_path / "a.tif", display=DisplayRange("auto", channels=read_channels("3=grey")))
    assert np.array_equal(one[..., 0], shown(values[2]))
    without = decode(tmp_path / "a.tif", display=DisplayRange("auto", channels=read_channels("9=grey")))
    assert np.array_equal(without, decode(tmp_path / "a.tif"))


@pytest.mark.parametrize("order", ["TZCYX", "TCZYX", "CTZYX", "ZTCYX"])
def test_21_every_page_of_an_ome_file_shows_the_channels_of_its_place(tmp_path: Path, order: str) -> None:
    sizes = {"T": 2, "Z": 3, "C": 2, "Y": 30, "X": 40}
    values = np.random.default_rng(1).integers(0, 4096, [sizes[axis] for axis in order]).astype(np.uint16)
    tifffile.imwrite(tmp_path / "a.ome.tif", values, metadata={"axes": order}, photometric="minisblack")
    channels = read_channels("1=red:0..4095,2=green:0..4095")
    display = DisplayRange("auto", channels=channels)
    places = np.arange(12).reshape([sizes[axis] for axis in order[:3]])
    for page, place in enumerate(np.ndindex(*places.shape), start=1):
        both = [tuple(c if axis == "C" else at for axis, at in zip(order, place, strict=False)) for c in range(2)]
        wanted = composition(np.stack([values[where] for where in both]), channels)
        assert np.abs(decode(tmp_path / "a.ome.tif", display=display, page=page).astype(int) - wanted).max() <= 1


def test_21_a_fixed_range_keeps_dark_images_dark(tmp_path: Path) -> None:
    values = planes(2)
    write(tmp_path / "bright.tif", values, "pages")
    write(tmp_path / "dark.tif", values // 50, "pages")
    fixed = DisplayRange("auto", channels=read_channels("1=green:0..4095,2=red:0..4095"))
    assert decode(tmp_path / "dark.tif", display=fixed).max() <= 6
    assert decode(tmp_path / "bright.tif", display=fixed).max() >= 250
    own = DisplayRange("auto", channels=read_channels("1=green,2=red"))
    assert decode(tmp_path / "dark.tif", display=own).max() == 255


def test_21_pictures_in_colour_and_single_channels_stay_as_they_are(tmp_path: Path) -> None:
    display = DisplayRange("auto", channels=read_channels("1=green:0..9,2=red:0..9"))
    colour = np.random.default_rng(1).integers(0, 256, (30, 40, 3), np.uint8)
    tifffile.imwrite(tmp_path / "rgb.tif", colour, photometric="rgb")
    tifffile.imwrite(tmp_path / "grey.tif", colour[..., 0])
    tifffile.imwrite(tmp_path / "alpha.tif", colour[..., :2], photometric="minisblack", extrasamples=["unassalpha"])
    for name in ("rgb.tif", "grey.tif", "alpha.tif"):
        assert np.array_equal(decode(tmp_path / name, display=display), decode(tmp_path / name))
    tifffile.imwrite(tmp_path / "stack.tif", np.stack([colour[..., 0]] * 3), photometric="minisblack", metadata=None)
    assert np.array_equal(decode(tmp_path / "stack.tif", page=2)[..., 0], colour[..., 0])


@pytest.mark.parametrize("by", ["names", "ome", "imagej"])
@pytest.mark.parametrize("deep", [False, True])
def test_21_red_green_and_blue_on_three_pages_are_one_picture_in_colour(tmp_path: Path, by: str, deep: bool) -> None:
    plain = np.random.default_rng(1).integers(0, 256, (3, 30, 40))
    colour = (plain * 257).astype(np.uint16) if deep else plain.astype(np.uint8)
    file = tmp_path / "a.tif"
    if by == "names":
        with tifffile.TiffWriter(file) as out:
            for name, plane in (("Green", colour[1]), ("Red", colour[0]), ("Blue", colour[2])):
                out.write(plane, photometric="minisblack", extratags=[(285, 2, 0, name, True)], metadata=None)
    elif by == "ome":
        colours = [-16776961, 16711935, 65535]
        tifffile.imwrite(
            file, colour, ome=True, photometric="minisblack", metadata={"axes": "CYX", "Channel": {"Color": colours}}
        )
    else:
        tifffile.imwrite(file, colour, imagej=True, metadata={"axes": "CYX", "mode": "composite"})
    tifffile.imwrite(tmp_path / "rgb.tif", np.moveaxis(colour, 0, 2).copy(), photometric="rgb")
    assert np.array_equal(decode(file), decode(tmp_path / "rgb.tif"))
    wanted = colour[1 if by == "names" else 0]
    assert np.array_equal(decode(file, page=1)[..., 0], shown(wanted) if deep else wanted)


def test_21_three_pages_of_which_nothing_says_that_they_are_colours_stay_pages(tmp_path: Path) -> None:
    values = planes(3, np.uint8, 256)
    write(tmp_path / "a.tif", values, "pages")
    assert np.array_equal(decode(tmp_path / "a.tif")[..., 0], values[0])
    write(tmp_path / "o.tif", values, "ome")
    assert np.array_equal(decode(tmp_path / "o.tif")[..., 0], values[0])
