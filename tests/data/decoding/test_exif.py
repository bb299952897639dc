"""What cameras write, written by Pillow and damaged in every way that cameras and programs damage it."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from desktop_labeler.data.decoding.exif import Exif, read_exif
from desktop_labeler.data.metadata.values import Value
from tests.data.decoding.damage import changed


def _file(folder: Path, main: dict[int, object], inner: dict[int, object], gps: dict[int, object], kind: str) -> Path:
    image = Image.new("RGB", (8, 6), (9, 99, 199))
    exif = image.getexif()
    exif.update(main)
    exif.get_ifd(0x8769).update(inner)
    exif.get_ifd(0x8825).update(gps)
    place = folder / f"a.{kind}"
    image.save(place, exif=exif.tobytes())
    return place


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "tiff"])
def test_what_a_camera_wrote_is_read(kind: str, tmp_path: Path) -> None:
    main: dict[int, object] = {0x010F: "Reconyx", 0x0110: "HC600"}
    inner: dict[int, object] = {0x9003: "2024:05:01 22:10:05"}
    gps: dict[int, object] = {1: "S", 2: (10.0, 30.0, 0.0), 3: "E", 4: (20.0, 15.0, 36.0), 5: b"\x01", 6: 12.5}
    found = read_exif(_file(tmp_path, main, inner, gps, kind))
    assert found.problems == ()
    assert found.values == {
        "exif.time": "2024-05-01T22:10:05",
        "exif.latitude": -10.5,
        "exif.longitude": 20.26,
        "exif.altitude": -12.5,
        "exif.camera": "Reconyx HC600",
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
)
def test_place_and_time_come_back(tmp_path: Path, latitude: float, longitude: float, moment: datetime) -> None:
    gps: dict[int, object] = {
        1: "N" if latitude >= 0 else "S",
        2: (IFDRational(round(abs(latitude) * 10**7), 10**7), 0.0, 0.0),
        3: "E" if longitude >= 0 else "W",
        4: (IFDRational(round(abs(longitude) * 10**7), 10**7), 0.0, 0.0),
    }
    found = read_exif(_file(tmp_path, {}, {0x9003: moment.strftime("%Y:%m:%d %H:%M:%S")}, gps, "jpg"))
    assert found.problems == ()
    assert abs(float(found.values["exif.latitude"]) - latitude) <= 1e-7
    assert abs(float(found.values["exif.longitude"]) - longitude) <= 1e-7
    assert datetime.fromisoformat(str(found.values["exif.time"])) == moment


@pytest.mark.parametrize(
    ("main", "inner", "gps", "values", "problems"),
    [
        ({}, {0x9003: "0000:00:00 00:00:00"}, {}, {}, ["time 0000:00:00 00:00:00"]),
        ({}, {0x9003: "    :  :     :  :  "}, {}, {}, []),
        ({}, {0x9003: "rubbish"}, {}, {}, ["time rubbish"]),
        (
            {0x0132: "2024:05:01 10:00:00"},
            {0x9003: "0000:00:00 00:00:00"},
            {},
            {"exif.time": "2024-05-01T10:00:00"},
            [],
        ),
        (
            {},
            {0x9003: "2024:05:01 10:00:00", 0x9011: "+02:00"},
            {},
            {"exif.time": "2024-05-01T08:00:00Z"},
            [],
        ),
        ({}, {}, {1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (1.0, 0.0, 0.0)}, {}, ["place out of range or incomplete"]),
        ({}, {}, {1: "N", 2: (1.0, 99.0, 0.0), 3: "E", 4: (1.0, 0.0, 0.0)}, {}, ["place out of range or incomplete"]),
        ({}, {}, {2: (1.0, 0.0, 0.0), 4: (1.0, 0.0, 0.0)}, {}, ["place out of range or incomplete"]),
        ({}, {}, {1: "N", 2: (1.0, 0.0, 0.0)}, {}, ["place out of range or incomplete"]),
        (
            {},
            {},
            {1: "N", 2: (IFDRational(1, 0), 0.0, 0.0), 3: "E", 4: (1.0, 0.0, 0.0)},
            {},
            ["place out of range or incomplete"],
        ),
        ({}, {}, {6: IFDRational(1, 0)}, {}, ["altitude"]),
        ({0x010F: "NIKON", 0x0110: "NIKON D70\x00\x00"}, {}, {}, {"exif.camera": "NIKON D70"}, []),
        ({0x0110: "\x00 "}, {}, {}, {}, []),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(
    main: dict[int, object],
    inner: dict[int, object],
    gps: dict[int, object],
    values: dict[str, Value],
    problems: list[str],
    tmp_path: Path,
) -> None:
    found = read_exif(_file(tmp_path, main, inner, gps, "jpg"))
    assert found.values == values
    assert [str(problem) for problem in found.problems] == problems


def test_files_without_exif_and_no_images_say_nothing(tmp_path: Path) -> None:
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    (tmp_path / "b.jpg").write_text("no image")
    assert read_exif(tmp_path / "a.png").values == {}
    assert read_exif(tmp_path / "b.jpg").problems == ()
    assert read_exif(tmp_path / "absent.jpg").problems != ()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_damaged_exif_never_raises(tmp_path: Path, data: st.DataObject) -> None:
    stream = BytesIO()
    image = Image.new("RGB", (8, 6))
    exif = image.getexif()
    exif.update({0x010F: "A", 0x0110: "B", 0x0132: "2024:05:01 10:00:00"})
    exif.get_ifd(0x8769).update({0x9003: "2024:05:01 10:00:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0), 3: "E", 4: (4.0, 5.0, 6.0)})
    image.save(stream, "JPEG", exif=exif)
    (tmp_path / "a.jpg").write_bytes(changed(data, stream.getvalue(), 20, 400, most=6))
    found = read_exif(tmp_path / "a.jpg")
    assert abs(float(found.values.get("exif.latitude", 0))) <= 90


@pytest.mark.parametrize("big", [False, True])
def test_a_tiff_that_no_camera_wrote_has_no_unusable_camera_data(tmp_path: Path, big: bool) -> None:
    tifffile = pytest.importorskip("tifffile")
    pixels = np.zeros((7, 10, 12), np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", pixels, bigtiff=big, photometric="minisblack", planarconfig="separate")
    assert read_exif(tmp_path / "a.tif") == Exif()
