"""Videos: each frame is the right one, sought or read in order, from every kind of file; damage is told."""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.decoding.decode import decode, page_count, probe
from desktop_labeler.data.decoding.file_types import open_video
from desktop_labeler.data.decoding.file_types.open_video import VIDEOS, displayed_size
from desktop_labeler.data.decoding.file_types.video_times import video_times
from desktop_labeler.data.decoding.moments import Moment, read_moment
from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile, walk
from desktop_labeler.data.images.parts.image_parts import Box, Part, decode_item, read_part
from desktop_labeler.data.project.project_file import Folder
from desktop_labeler.errors import ImageError
from tests.video_making import FPS, HIGH, WIDE, make_video, number_of

av = pytest.importorskip("av", reason="videos are read with av")
_KINDS = [
    ("a.mp4", "libx264"),
    ("a.mkv", "libx264"),
    ("a.mov", "mpeg4"),
    ("a.avi", "mpeg4"),
    ("a.webm", "libvpx"),
    ("a.vob", "mpeg2video"),
    ("a.flv", "flv"),
    ("a.wmv", "wmv2"),
    ("a.m2ts", "libx264"),
]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    VIDEOS.close()


def _frame(moment: Moment) -> int:
    return round(moment.seconds * FPS)


def _made(file: Path, codec: str = "libx264", **more: object) -> Path:
    try:
        make_video(file, codec=codec, **more)  # type: ignore[arg-type]
    except (ValueError, av.error.FFmpegError) as error:
        pytest.skip(f"this av does not write it: {error}")
    return file


@pytest.mark.parametrize(("name", "codec"), _KINDS)
def test_21_every_frame_is_the_right_one_in_any_order(tmp_path: Path, name: str, codec: str) -> None:
    file = _made(tmp_path / name, codec)
    times = video_times(file, 0.5)
    assert times is not None
    assert [_frame(moment) for moment in times.moments] == list(range(0, 40, 5))
    assert (times.missing, times.is_short) == (0, False)
    assert page_count(file) == 1
    about = probe(file)
    assert (about.width, about.height, about.format) == (WIDE, HIGH, "VIDEO")
    shuffled = random.Random(3).sample(times.moments, len(times.moments))
    for moment in (*times.moments, *shuffled):
        assert number_of(decode(file, page=moment)) == _frame(moment)


def test_21_frames_are_turned_upright(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4")
    upright = decode(file, page=Moment(500))
    data = bytearray(file.read_bytes())
    place = data.index(b"\1\0\0".rjust(4, b"\0") + bytes(12), data.index(b"tkhd"))  # a, b, u, c of the matrix
    one, minus = (1 << 16).to_bytes(4, "big"), (-(1 << 16)).to_bytes(4, "big", signed=True)
    data[place : place + 20] = bytes(4) + one + bytes(4) + minus + bytes(4)  # as telephones held upright write it
    file.write_bytes(data)
    turned = decode(file, page=Moment(500))
    assert np.array_equal(turned, np.rot90(upright, -1))
    assert (probe(file).width, probe(file).height) == (HIGH, WIDE)


def test_21_scenes_begin_where_the_picture_changes(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4", scene=15)
    times = video_times(file, "scenes")
    assert times is not None
    assert [_frame(moment) for moment in times.moments] == [0, 15, 30]


def test_21_a_video_is_opened_once_for_all_its_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = _made(tmp_path / "a.mp4")
    opened: list[Path] = []
    original = open_video.opened

    def counted(path: Path) -> object:
        opened.append(path)
        return original(path)

    monkeypatch.setattr(open_video, "opened", counted)
    moments = [Moment(100 * number) for number in range(40)]

    def number(moment: Moment) -> int:
        return number_of(decode(file, page=moment, longest=80))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(number, moments)) == list(range(40))
    assert opened == [file]
    VIDEOS.close()
    assert number(moments[7]) == 7
    assert opened == [file, file]


def test_21_a_video_that_changes_is_read_anew(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4")
    assert decode(file, page=Moment(0))[0, 0, 2] > 100
    make_video(file, frames=30, scene=1)
    assert number_of(decode(file, page=Moment(2900))) == 29
    with pytest.raises(ImageError, match="the video has no frame at"):
        decode(file, page=Moment(3900))


def test_21_of_a_video_that_is_cut_off_the_frames_before_are_read(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4", options={"movflags": "faststart"})
    whole = file.read_bytes()
    start = whole.index(b"mdat")
    file.write_bytes(whole[: start + (len(whole) - start) // 2])
    times = video_times(file, 0.5)
    assert times is not None
    assert times.is_short
    assert 0 < times.missing < 8
    assert len(times.moments) + times.missing == 8
    for moment in times.moments:
        assert number_of(decode(file, page=moment)) == _frame(moment)
    with pytest.raises(ImageError, match=r"the video has no frame at 0:03.500: it is cut off, damaged"):
        decode(file, page=Moment(3500))


def test_21_a_video_without_its_index_is_named(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4")
    file.write_bytes(file.read_bytes()[:-1200])  # what says where the frames are stands at the end
    for read in (lambda: probe(file), lambda: decode(file, page=Moment(0)), lambda: video_times(file, 1.0)):
        with pytest.raises(ImageError, match="cut off"):
            read()


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_21_damage_never_gives_more_than_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    file = folder / data.draw(st.sampled_from(["a.mp4", "a.mkv", "a.m2ts"]))
    make_video(file, frames=20)
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + 20] = data.draw(st.binary(max_size=20))
    file.write_bytes(content)
    try:
        times = video_times(file, 0.5)
        assert times is not None
        for moment in times.moments[:3]:
            decode(file, page=moment)
    except ImageError as error:
        assert str(error)  # noqa: PT017 any reason will do


def test_21_a_list_of_addresses_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("#EXTM3U\nhttp://127.0.0.1:9/film.ts\n", encoding="utf-8")
    (step,) = walk(Folder(1, tmp_path, ""), videos=True)
    assert isinstance(step, SkippedFile)
    assert str(step.reason) == "not a video of a kind that is read"


def test_21_videos_are_left_out_unless_they_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _made(tmp_path / "a.mp4")
    (step,) = walk(Folder(1, tmp_path, ""))
    assert isinstance(step, SkippedFile)
    assert "its frames become images where a new project asks for them" in str(step.reason)
    assert [type(step) for step in walk(Folder(1, tmp_path, ""), videos=True)] == [FoundFile]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    signatures.missing_reader.cache_clear()
    try:
        (step,) = walk(Folder(1, tmp_path, ""), videos=True)
        assert isinstance(step, SkippedFile)
        assert "once av, an optional part" in str(step.reason)
    finally:
        signatures.missing_reader.cache_clear()


def test_21_a_stopped_pass_gives_nothing(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert video_times(_made(tmp_path / "a.mp4"), "scenes", stop) is None


def test_21_a_box_on_a_frame_is_cut_out_of_it(tmp_path: Path) -> None:
    file = _made(tmp_path / "a.mp4")
    part = read_part("t=0.7&xywh=12,0,36,40")
    assert part == Part(Moment(700), Box(12, 0, 36, 40))
    whole = decode(file, page=Moment(700))
    assert np.array_equal(decode_item(file, part, margin=0.0), whole[:, 12:48])


@given(st.integers(0, 10**9))
def test_21_moments_and_their_text_are_the_same(milliseconds: int) -> None:
    moment = Moment(milliseconds)
    assert read_moment(str(moment)) == moment
    assert read_part(str(Part(moment))) == Part(moment)
    assert str(Part(moment, Box(1, 2, 3, 4))) == f"t={moment}&xywh=1,2,3,4"


@pytest.mark.parametrize("text", ["t=", "t=-1", "t=1.2345", "t=1&", "t=1xywh=1,2,3,4", "page=1&t=2", "t=1e3"])
def test_21_what_is_no_moment_names_no_part(text: str) -> None:
    with pytest.raises(ValueError, match="names no part"):
        read_part(text)


@pytest.mark.parametrize(("milliseconds", "clock"), [(0, "0:00"), (61_500, "1:01.500"), (3_723_040, "1:02:03.040")])
def test_21_the_time_code_is_that_of_players(milliseconds: int, clock: str) -> None:
    assert Moment(milliseconds).clock == clock


_QUARTERS = ((220, 30, 30), (30, 220, 30), (30, 30, 220), (220, 220, 30))


def _quartered(file: Path, size: tuple[int, int], *, turned: tuple[int, bool, bool] | None, aspect: Fraction) -> None:
    """Write a video whose quarters have different colours; `turned` is how a player shows it."""
    wide, high = size
    pixels = np.zeros((high, wide, 3), np.uint8)
    for number, color in enumerate(_QUARTERS):
        down, right = divmod(number, 2)
        pixels[down * high // 2 : (down + 1) * high // 2, right * wide // 2 : (right + 1) * wide // 2] = color
    with av.open(str(file), "w") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p"
        stream.codec_context.sample_aspect_ratio = aspect
        if turned is not None:
            stream.set_display_rotation(turned[0], hflip=turned[1], vflip=turned[2])
        for _ in range(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode())


def _corners(pixels: UInt8Array) -> list[int]:
    """Return which of the colours is nearest in the middle of each quarter."""
    high, wide = pixels.shape[:2]
    found = [pixels[high * y // 4, wide * x // 4].astype(int) for y in (1, 3) for x in (1, 3)]
    return [int(np.abs(np.array(_QUARTERS) - each).sum(axis=1).argmin()) for each in found]


@pytest.mark.parametrize("mirrored", [(False, False), (True, False), (False, True)])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_21_frames_are_turned_and_mirrored_as_players_do(
    tmp_path: Path, degrees: int, mirrored: tuple[bool, bool]
) -> None:
    file = tmp_path / "a.mp4"
    _quartered(file, (64, 48), turned=(degrees, *mirrored), aspect=Fraction(1))
    shown = np.rot90(np.array([[0, 1], [2, 3]]), degrees // 90)  # counterclockwise, then mirrored
    shown = shown[:, ::-1] if mirrored[0] else shown
    shown = shown[::-1] if mirrored[1] else shown
    pixels = decode(file, page=Moment(200))
    assert pixels.shape[:2] == ((64, 48) if degrees % 180 else (48, 64))
    assert _corners(pixels) == shown.ravel().tolist()
    assert (probe(file).width, probe(file).height) == pixels.shape[1::-1]


@pytest.mark.parametrize(
    ("aspect", "size"),
    [(Fraction(16, 15), (768, 576)), (Fraction(64, 45), (1024, 576)), (Fraction(8, 9), (720, 648))],
)
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
def test_21_pixels_that_are_not_square_are_shown_in_the_shape_of_the_picture(
    tmp_path: Path, aspect: Fraction, size: tuple[int, int], suffix: str
) -> None:
    file = tmp_path / f"a.{suffix}"
    _quartered(file, (720, 576), turned=None, aspect=aspect)
    pixels = decode(file)
    assert pixels.shape[1::-1] == (probe(file).width, probe(file).height) == size
    assert _corners(pixels) == [0, 1, 2, 3]
    edge = np.abs(np.diff(pixels[10, :, 0].astype(int))).argmax()
    assert abs(int(edge) - size[0] // 2) <= 2
    small = decode(file, longest=192)
    assert max(small.shape[:2]) == 192
    assert abs(small.shape[1] / small.shape[0] - size[0] / size[1]) < 0.02


def test_21_a_turned_video_has_its_aspect_turned_too(tmp_path: Path) -> None:
    file = tmp_path / "a.mp4"
    _quartered(file, (64, 48), turned=(90, False, False), aspect=Fraction(2))
    assert decode(file).shape[:2] == (128, 48)
    assert (probe(file).width, probe(file).height) == (48, 128)


@pytest.mark.parametrize("aspect", [None, Fraction(0), Fraction(1, 100), Fraction(1000), Fraction(1)])
def test_21_an_aspect_that_no_video_has_is_ignored(aspect: Fraction | None) -> None:
    assert displayed_size(720, 576, aspect) == (720, 576)
