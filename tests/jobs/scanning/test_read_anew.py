"""Videos and stacks that were replaced, cut or put back: what is known again keeps its labels, and nothing is lost."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.computed.arrays import delete_arrays
from desktop_labeler.data.decisions.box_edits import draw_box
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.images.files.image_files import REPLACED
from desktop_labeler.data.images.parts.image_parts import Box, decode_item, part_of
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from tests.video_making import make_video, number_of


def _new(file: Path, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    return _json(capsys, "new", str(file), str(folder), "--labels", "none", "--classes", "a,b", *more)


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def _rescan(file: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return _json(capsys, "rescan", str(file))


def _label(file: Path, label: str, *paths: str) -> None:
    table = file.with_suffix(".csv")
    table.write_text("".join(f"{row}\n" for row in ("path,label", *(f"{path},{label}" for path in paths))), "utf-8")
    assert main(["label", str(file), "--from", str(table), "--by", "Ann", "--new-person"]) == 0


def _labels(file: Path, *, missing: bool = False) -> dict[str, str | None]:
    with Project(file, "read") as project:
        names: dict[int | None, str] = {each.id: each.name for each in project.classes()}
        rows = project.images(find_images(project, Filter(missing=missing)).tolist())
        return {row.shown_path: names.get(row.class_id) for row in rows}


def _rows(file: Path) -> dict[str, ImageRow]:
    with Project(file, "read") as project:
        return {row.path: row for row in project.images(find_images(project).tolist())}


def _counts(told: dict[str, Any]) -> tuple[int, int, int]:
    return told["new"], told["missing"], told["changed"]


def _cut(file: Path, share: float) -> None:
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    _later(file)


def _later(file: Path) -> None:
    info = file.stat()
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns + 5_000_000_000))


def test_a_video_that_was_cut_keeps_the_labels_of_its_frames_and_gets_the_others_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="videos are read with av")
    folder, file = tmp_path / "films", tmp_path / "p.labeler"
    folder.mkdir()
    video = folder / "a.mkv"
    make_video(video, frames=60)
    assert _new(file, folder, capsys, "--frames", "1")["images"] == 6
    _label(file, "a", *(f"a.mkv#t={second}" for second in range(6)))
    ids = {path: row.id for path, row in _rows(file).items()}
    whole = video.read_bytes()
    _cut(video, 0.6)
    told = _rescan(file, capsys)
    there = _labels(file)
    assert 2 <= len(there) < 6
    assert set(there.values()) == {"a"}
    gone = _labels(file, missing=True)
    assert there.keys() | gone.keys() == {f"a.mkv#t={second}" for second in range(6)}
    assert set(gone.values()) == {"a"}
    assert _counts(told) == (0, len(gone), 0)
    said = " ".join(told["notes"])
    assert "1 video is cut off or damaged" in said
    assert f"a.mkv ({len(there)} as before, 0 new or changed, {len(gone)} no longer in it)" in said
    assert f"{len(gone)} images that were decided about are no longer in their files" in said
    assert _counts(_rescan(file, capsys)) == (0, len(gone), 0)
    listed = _json(capsys, "list", str(file), "--missing")["images"]
    assert {each["path"]: each["label"] for each in listed} == gone
    assert {each["problem"] for each in listed} == {"no longer in its file, which was replaced, cut or edited"}
    video.write_bytes(whole)
    _later(video)
    assert _counts(_rescan(file, capsys)) == (0, 0, 0)
    assert _labels(file) == {f"a.mkv#t={second}": "a" for second in range(6)}
    assert {path: row.id for path, row in _rows(file).items()} == ids


def test_frames_of_another_video_in_its_place_are_new_and_have_no_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="videos are read with av")
    folder, file = tmp_path / "films", tmp_path / "p.labeler"
    folder.mkdir()
    video = folder / "a.mp4"
    make_video(video, frames=40)
    _new(file, folder, capsys, "--frames", "1")
    _label(file, "a", "a.mp4#t=1", "a.mp4#t=3")
    first = video.read_bytes()
    with Project(file, "read") as project:
        before = {row.path: row.sha256 for row in project.images(find_images(project).tolist())}
    make_video(video, frames=25, scene=5)
    _later(video)
    told = _rescan(file, capsys)
    assert _labels(file) == {"a.mp4#t=0": None, "a.mp4#t=1": None, "a.mp4#t=2": None}
    assert _labels(file, missing=True) == {"a.mp4#t=1": "a", "a.mp4#t=3": "a"}
    assert told["new"] == 1  # at 1 s; the others show what is there now
    with Project(file, "read") as project:
        for row in project.images(find_images(project, Filter(missing=True)).tolist()):
            assert row.problem == REPLACED
            assert row.sha256 == before[row.shown_path]  # what the frame was
        for row in project.images(find_images(project).tolist()):
            second = int(row.path.rpartition("=")[2])
            assert number_of(decode_item(project.file_of(row), part_of(row))) == 10 * second
    _label(file, "b", "a.mp4#t=1")  # the frame that is there
    capsys.readouterr()
    assert main(["export", str(file), str(tmp_path / "out"), "--format", "imagefolder"]) == 0
    said = capsys.readouterr().out
    assert said.count("no longer in its file, which was replaced, cut or edited") == 2
    copies = sorted(each.parent.name for each in (tmp_path / "out").rglob("*.png"))
    assert copies == ["_unlabeled", "_unlabeled", "b"]
    video.write_bytes(first)
    _later(video)
    _rescan(file, capsys)
    assert _labels(file) == {"a.mp4#t=0": None, "a.mp4#t=1": "a", "a.mp4#t=2": None, "a.mp4#t=3": "a"}
    assert _labels(file, missing=True) == {"a.mp4#t=1": "b"}


def _stack(file: Path, numbers: list[int]) -> None:
    pages = [np.full((20, 30), 10 * number + 5, np.uint8) for number in numbers]
    if file.suffix == ".tif":
        with tifffile.TiffWriter(file) as writer:
            for page in pages:
                writer.write(page + np.eye(20, 30, dtype=np.uint8), photometric="minisblack", metadata=None)
    elif file.suffix == ".gif":
        frames = [Image.fromarray(page) for page in pages]
        frames[0].save(file, save_all=True, append_images=frames[1:], duration=100)
    else:
        _dicom(file, np.stack(pages))
    _later(file)


def _dicom(file: Path, frames: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
    pydicom = pytest.importorskip("pydicom")
    header = pydicom.Dataset()
    header.file_meta = pydicom.dataset.FileMetaDataset()
    header.file_meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    header.SOPClassUID, header.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7.2", pydicom.uid.generate_uid()
    header.NumberOfFrames, header.Rows, header.Columns = frames.shape
    header.BitsAllocated = header.BitsStored = 8
    header.HighBit, header.PixelRepresentation, header.SamplesPerPixel = 7, 0, 1
    header.PhotometricInterpretation, header.BurnedInAnnotation = "MONOCHROME2", "NO"
    header.WindowCenter, header.WindowWidth = 128, 256
    header.PixelData = frames.tobytes()
    header.save_as(file, enforce_file_format=True)


@pytest.mark.parametrize("name", ["s.tif", "s.gif", "s.dcm"])
def test_pages_that_show_the_same_picture_keep_their_labels(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    stack = folder / name
    _stack(stack, [1, 2, 3, 4])
    assert _new(file, folder, capsys, "--pages", "all")["images"] == 4
    _label(file, "a", f"{name}#page=1", f"{name}#page=2", f"{name}#page=4")
    _stack(stack, [1, 7, 8, 9, 10, 11])  # more pages, of which the first one is as before
    assert _counts(_rescan(file, capsys)) == (4, 2, 1)
    there = {f"{name}#page={page}": None for page in range(1, 7)}
    assert sorted(_labels(file).items()) == sorted((there | {f"{name}#page=1": "a"}).items())
    assert _labels(file, missing=True) == {f"{name}#page=2": "a", f"{name}#page=4": "a"}
    _stack(stack, [1])  # a single one, which is still its first page
    assert _counts(_rescan(file, capsys)) == (0, 7, 0)
    assert _labels(file) == {f"{name}#page=1": "a"}
    _stack(stack, [1, 2, 3, 4])
    _rescan(file, capsys)
    assert _labels(file) == {f"{name}#page={page}": None if page == 3 else "a" for page in range(1, 5)}
    assert "a" not in _labels(file, missing=True).values()


def test_a_box_on_a_page_goes_and_comes_back_with_its_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    _stack(folder / "s.tif", [1, 2])
    _new(file, folder, capsys, "--pages", "all")
    rows = _rows(file)
    with Project(file) as project:
        for page in (1, 2):
            draw_box(project, rows[f"s.tif#page={page}"].id, Box(page, 1, 5, 5), (30, 20), By("Ann"))
    assert _rescan(file, capsys)["notes"] == []
    before = _labels(file)
    assert sum("xywh" in path for path in before) == 2
    _stack(folder / "s.tif", [1, 5])
    _rescan(file, capsys)
    assert [path for path in _labels(file) if "xywh" in path] == ["s.tif#page=1&xywh=1,1,5,5"]
    _stack(folder / "s.tif", [1, 2])
    _rescan(file, capsys)
    assert _labels(file) == before


def test_a_project_that_does_not_know_its_pages_yet_keeps_every_label_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    for name in ("changed.tif", "same.tif"):
        _stack(folder / name, [1, 2])
    _new(file, folder, capsys, "--pages", "all")
    _label(file, "a", "changed.tif#page=1", "same.tif#page=1")
    with Project(file) as project:
        delete_arrays(project, "pages/")  # as of an earlier version of the program
    _stack(folder / "changed.tif", [1, 3])
    _rescan(file, capsys)
    there = ["changed.tif#page=1", "changed.tif#page=2", "same.tif#page=1", "same.tif#page=2"]
    assert _labels(file) == dict.fromkeys(there) | {"same.tif#page=1": "a"}
    assert _labels(file, missing=True) == {"changed.tif#page=1": "a"}
    _stack(folder / "same.tif", [1, 3])  # which the rescan has noted
    _rescan(file, capsys)
    assert _labels(file)["same.tif#page=1"] == "a"


def test_a_file_that_was_only_touched_or_copied_is_as_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    _stack(folder / "s.tif", [1, 2])
    _new(file, folder, capsys, "--pages", "all")
    _label(file, "a", "s.tif#page=2")
    _later(folder / "s.tif")
    told = _rescan(file, capsys)
    assert (_counts(told), told["notes"]) == ((0, 0, 0), [])
    assert _labels(file) == {"s.tif#page=1": None, "s.tif#page=2": "a"}


def test_a_file_that_was_away_for_a_while_is_found_under_another_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    _stack(folder / "s.tif", [1, 2])
    Image.new("RGB", (9, 9)).save(folder / "other.png")
    _new(file, folder, capsys, "--pages", "all")
    _label(file, "a", "s.tif#page=2")
    (folder / "s.tif").rename(tmp_path / "s.tif")
    assert _counts(_rescan(file, capsys)) == (0, 2, 0)  # two pages; the file itself is no image
    assert _json(capsys, "info", str(file))["missing"] == 2
    (tmp_path / "s.tif").rename(folder / "t.tif")
    _later(folder / "t.tif")
    assert _counts(_rescan(file, capsys)) == (0, 0, 0)
    assert _labels(file) == {"other.png": None, "t.tif#page=1": None, "t.tif#page=2": "a"}


def test_new_counts_pages_and_frames_but_not_the_files_that_only_hold_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    Image.new("RGB", (9, 9)).save(folder / "one.png")
    _new(file, folder, capsys, "--pages", "all")
    _stack(folder / "s.tif", [1, 2, 3])
    told = _rescan(file, capsys)
    assert told["new"] == 3
    assert _json(capsys, "info", str(file))["images"] == 4


def test_of_a_video_or_image_that_was_moved_and_copied_the_nearest_keeps_the_labels_and_it_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    for place in ("0", "site/a"):
        (folder / place).mkdir(parents=True)
    _stack(folder / "site" / "s.tif", [1, 2])
    Image.new("RGB", (9, 9)).save(folder / "site" / "one.png")
    _new(file, folder, capsys, "--pages", "all")
    _label(file, "a", "site/s.tif#page=2", "site/one.png")
    for name in ("s.tif", "one.png"):
        (folder / "0" / name).write_bytes((folder / "site" / name).read_bytes())
        (folder / "site" / name).rename(folder / "site" / "a" / name)
    told = _rescan(file, capsys)
    assert _counts(told) == (3, 0, 0)
    labelled = {path for path, label in _labels(file).items() if label}
    assert labelled == {"site/a/s.tif#page=2", "site/a/one.png"}
    moved, said = told["notes"]
    assert moved.startswith("2 files were moved or renamed")
    assert said.startswith("2 images are no longer in their places but in several others: moved and copied.")
    assert "site/one.png → site/a/one.png (also 0/one.png)" in said


def test_labelled_images_whose_file_holds_another_picture_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "photos", tmp_path / "p.labeler"
    folder.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        Image.new("RGB", (30, 20)).save(folder / name)
    _new(file, folder, capsys)
    _label(file, "a", "a.png", "c.png")
    with Project(file) as project:
        box = draw_box(project, _rows(file)["b.png"].id, Box(1, 1, 5, 5), (30, 20), By("Ann"))
        decide(project, [box], assign(project.classes()[0].id), kind="assign", what="Label", by=By("Ann"))
    for name in ("a.png", "b.png"):
        Image.new("RGB", (30, 20), "red").save(folder / name)
        _later(folder / name)
    _later(folder / "c.png")  # which holds the same picture
    told = _rescan(file, capsys)
    assert told["labelled_changed"] == ["a.png", "b.png#xywh=1,1,5,5"]
    (said,) = told["notes"]
    assert said.startswith(
        "2 images with a label have another content than before and keep their labels: a.png, b.png#xywh=1,1,5,5. "
    )
    assert _labels(file)["a.png"] == "a"
    assert _rescan(file, capsys)["notes"] == []
    (folder / "a.png").write_bytes((folder / "a.png").read_bytes()[:60])  # cut off: there is nothing to look at
    _later(folder / "a.png")
    told = _rescan(file, capsys)
    assert told["labelled_changed"] == ["a.png"]
    assert not any("another content" in note for note in told["notes"])
    assert [one["path"] for one in told["skipped"]] == ["a.png"]


def test_a_rescan_says_where_the_pictures_of_pages_are_that_moved_within_their_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = tmp_path / "stacks", tmp_path / "p.labeler"
    folder.mkdir()
    _stack(folder / "s.tif", [1, 2, 3])
    _new(file, folder, capsys, "--pages", "all")
    _label(file, "a", "s.tif#page=1", "s.tif#page=3")
    _stack(folder / "s.tif", [2, 3])  # without its first page
    notes = _rescan(file, capsys)["notes"]
    (said,) = (note for note in notes if "elsewhere" in note)
    assert said == (
        "The picture of 1 of them is elsewhere in its file by now, but the label does not go along: "
        "s.tif#page=3 → s.tif#page=2. Label it there."
    )
    assert _labels(file, missing=True) == {"s.tif#page=1": "a", "s.tif#page=3": "a"}
