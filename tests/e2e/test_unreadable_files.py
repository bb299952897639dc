"""Pages, frames and boxes whose file cannot be read any more are counted and named, and are back with their labels."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.__main__ import main

Run = Callable[..., dict[str, Any]]
_KEPT = {"a.mp4": 600, "s.tif": 200, "w.png": 60, "alone.png": 60}  # bytes of each file that is cut off


def _film(file: Path) -> None:
    pytest.importorskip("av")
    from tests.video_making import make_video

    make_video(file, frames=20)


def _pictures(folder: Path) -> None:
    pages = [Image.fromarray(np.random.default_rng(seed).integers(0, 256, (40, 60), np.uint8)) for seed in range(5)]
    pages[0].save(folder / "s.tif", save_all=True, append_images=pages[1:3])
    pages[3].save(folder / "w.png")
    pages[4].save(folder / "alone.png")


def test_parts_of_files_that_became_unreadable_count_as_missing(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    _film(photos / "a.mp4")
    _pictures(photos)
    run("new", "p.labeler", "photos", "--labels", "none", "--frames", "1", "--pages", "all")
    Path("boxes.csv").write_text("path,x,y,w,h,label\nw.png,1,2,10,10,cat\n", encoding="utf-8")
    run("boxes", "p.labeler", "boxes.csv")
    Path("labels.csv").write_text("path,label\na.mp4#t=1,dog\ns.tif#page=2,dog\n", encoding="utf-8")
    run("import", "p.labeler", "labels.csv", "--format", "csv")
    before = run("list", "p.labeler")
    assert before["found"] == 7
    whole = {name: (photos / name).read_bytes() for name in _KEPT}
    for name, length in _KEPT.items():
        (photos / name).write_bytes(whole[name][:length])
    for _ in range(2):  # the second time it is known already
        assert main(["rescan", "p.labeler"]) == 0
        told = capsys.readouterr().out
        assert "6 pages, frames and boxes cannot be shown: a.mp4 (2: " in told
        assert "s.tif (3: cut off in the middle), w.png (1: cut off in the middle). They count as missing" in told
        assert " 6 missing, " in told
        assert "  alone.png: cut off in the middle" in told  # a file that is one image is a skipped file
    assert run("info", "p.labeler")["missing"] == 6
    missing = [each["path"] for each in run("list", "p.labeler", "--missing")["images"]]
    assert len(missing) == 7
    for name, content in whole.items():
        (photos / name).write_bytes(content)
    found = run("rescan", "p.labeler")
    assert (found["missing"], found["skipped"]) == (0, [])
    after = run("list", "p.labeler")
    assert [(each["path"], each["label"]) for each in after["images"]] == [
        (each["path"], each["label"]) for each in before["images"]
    ]
    assert json.dumps(after).count('"dog"') == 2
