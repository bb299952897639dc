"""Frames of videos become images where a person wants them: once, with their times, as a group."""

import json
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.images.parts.image_parts import decode_item, part_of
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.metadata.columns import values_of
from desktop_labeler.data.project.project_file import ImageRow, Project
from tests.video_making import make_video, number_of

pytest.importorskip("av", reason="videos are read with av")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    films = tmp_path / "films"
    for place in ("day", "night"):
        (films / place).mkdir(parents=True)
    make_video(films / "day" / "a.mp4", scene=15)
    make_video(films / "night" / "b.mkv", frames=25)
    (films / "night" / "broken.avi").write_bytes(b"RIFF\0\0\0\0AVI LIST" + bytes(100))
    return films


def _rows(file: Path) -> list[ImageRow]:
    with Project(file, "read") as project:
        return project.images(find_images(project).tolist())


def test_21_a_frame_every_second_is_an_image_of_a_group(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {each: each.stat().st_mtime_ns for each in folder.rglob("*")}
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--frames", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["images"], told["labelled"], told["classes"]) == (7, 7, ["day", "night"])
    assert [each["path"] for each in told["skipped"]] == ["night/broken.avi"]
    rows = _rows(file)
    day, night = [f"day/a.mp4#t={second}" for second in range(4)], [f"night/b.mkv#t={second}" for second in range(3)]
    assert [row.path for row in rows] == [*day, *night]
    assert {row.group for row in rows} == {"day/a.mp4", "night/b.mkv"}
    with Project(file, "read") as project:
        values = values_of(project, [row.id for row in rows])
        assert [values[row.id]["video.time"] for row in rows] == [0, 1, 2, 3, 0, 1, 2]
        assert values[rows[2].id]["video.recorded"] == "2024-05-01T10:00:02Z"
        for row in rows:
            second = int(row.path.rpartition("=")[2])
            assert number_of(decode_item(project.file_of(row), part_of(row))) == 10 * second
    assert {each: each.stat().st_mtime_ns for each in folder.rglob("*")} == before  # nothing beside the videos
    assert main(["export", str(file), "--format", "imagefolder", str(tmp_path / "out")]) == 0
    copied = [each.relative_to(tmp_path / "out").as_posix() for each in (tmp_path / "out").rglob("*.*")]
    assert sorted(copied) == sorted([*(f"{row.path}.png" for row in rows), "night/broken.avi"])  # not the other videos


def test_21_later_videos_are_taken_by_the_next_scan_and_known_ones_stay(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(folder), "--labels", "none", "--frames", "scenes"]) == 0
    assert [row.path for row in _rows(file)] == [*(f"day/a.mp4#t={at}" for at in ("0", "1.5", "3")), "night/b.mkv#t=0"]
    known = {row.path: row.id for row in _rows(file)}
    make_video(folder / "c.mp4", frames=12)
    (folder / "night" / "b.mkv").rename(folder / "moved.mkv")
    assert main(["rescan", str(file)]) == 0
    rows = {row.path: row.id for row in _rows(file)}
    assert list(rows) == ["c.mp4#t=0", *(f"day/a.mp4#t={at}" for at in ("0", "1.5", "3")), "moved.mkv#t=0"]
    assert rows["moved.mkv#t=0"] == known["night/b.mkv#t=0"]
    assert rows["day/a.mp4#t=1.5"] == known["day/a.mp4#t=1.5"]


def test_21_videos_that_are_cut_off_are_named_and_counted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = folder / "night" / "b.mkv"
    make_video(video, frames=60)
    video.write_bytes(video.read_bytes()[: video.stat().st_size // 2])
    assert main(["new", str(tmp_path / "p.labeler"), str(folder), "--labels", "none", "--frames", "1", "--json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["notes"]
    assert note.startswith("1 video is cut off or damaged; the frames up to there are images: night/b.mkv (ends at 0:0")
    assert "missing)" in note


def test_21_without_av_nothing_is_made_and_the_sentence_says_what_to_install(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    signatures.missing_reader.cache_clear()
    try:
        assert main(["new", str(tmp_path / "p.labeler"), str(folder), "--frames", "1"]) == 1
    finally:
        signatures.missing_reader.cache_clear()
    assert "pip install av" in capsys.readouterr().err
    assert not (tmp_path / "p.labeler").exists()


@pytest.mark.parametrize("text", ["0", "-1", "often", "nan", "1e9"])
def test_21_other_than_seconds_or_scenes_is_refused(folder: Path, tmp_path: Path, text: str) -> None:
    assert main(["new", str(tmp_path / "p.labeler"), str(folder), "--frames", text]) == 2


def test_21_what_cannot_be_read_is_listed_once_and_a_cut_off_video_is_no_error_of_the_disk(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "text.mp4").write_text("no video")
    make_video(folder / "cut.mkv", frames=30)
    (folder / "cut.mkv").write_bytes((folder / "cut.mkv").read_bytes()[:300])
    place = folder.parent / "elsewhere"
    place.mkdir()
    odd = str(place / ".." / folder.name)
    assert main(["new", str(tmp_path / "p.labeler"), odd, "--labels", "none", "--frames", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["unread"] == {}
    reasons = {each["path"]: each["reason"] for each in told["skipped"]}
    assert sorted(reasons) == ["cut.mkv", "night/broken.avi", "text.mp4"]
    assert "cut off or damaged" in reasons["cut.mkv"]
    assert main(["info", str(tmp_path / "p.labeler"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["folders"] == [str(folder)]
