"""What the program itself keeps among the images is not told as files that are not read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

Run = Callable[..., dict[str, Any]]


def test_a_project_among_its_images_is_no_unread_file(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (20, 20), "red").save(folder / "a.png")
    (folder / "notes.txt").write_text("in May", encoding="utf-8")
    assert run("new", "photos/pröj.labeler", "photos", "--labels", "none")["unread"] == {"txt": 1}
    assert run("backup", "photos/pröj.labeler")
    again = run("rescan", "photos/pröj.labeler")
    assert (again["unread"], again["new"], again["skipped"]) == ({"txt": 1}, 0, [])
