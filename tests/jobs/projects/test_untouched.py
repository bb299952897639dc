"""The promise that the program never writes into, moves or renames a person's image files."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.history import By, undo
from desktop_labeler.data.decoding.decode import decode, probe
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails, thumbnail_key
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.progress import finish
from tests.jobs.files import draw, empty_project, images_of, snapshot


def everything(folder: Path) -> dict[str, object]:
    """Return content and time of all files and the time and entries of all folders."""
    found: dict[str, object] = dict(snapshot(folder))
    for place in [folder, *(place for place in folder.rglob("*") if place.is_dir())]:
        found[f"{place}/"] = (place.stat().st_mtime_ns, sorted(entry.name for entry in place.iterdir()))
    return found


def test_nothing_that_is_done_with_images_touches_them(tmp_path: Path) -> None:
    folder, project = tmp_path / "images", tmp_path / "p.labeler"
    for number, kind in enumerate(["jpg", "png", "webp", "bmp", "gif", "tif"]):
        draw(folder / f"class {number % 2}" / f"{number}.{kind}", number, (300, 200))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "empty.png").touch()
    (folder / "text.tif").write_text("text")
    before = everything(folder)

    finish(new_project(project, folder, group_level=1))
    finish(rescan(project))
    cache = Thumbnails(tmp_path / "cache")
    with Project(project) as opened:
        undo(opened, By("me"))
        for image in images_of(project).values():
            file = opened.file_of(image)
            try:
                decode(file)
                probe(file)
                cache.load(thumbnail_key(image, file), file, 64)
            except ImageError:
                assert image.path == "broken.jpg"
    cache.close()
    finish(identify(project))
    assert everything(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_killed_in_the_middle_of_a_scan_the_project_is_whole_and_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    content = draw(folder / "0.png").read_bytes()
    for number in range(3000):
        (folder / f"{number}.png").write_bytes(content)
    project = empty_project(tmp_path / "p.labeler")
    code = (
        "import sys; from pathlib import Path; import desktop_labeler.jobs.scanning.scan as scan; scan._BATCH = 20\n"
        "for progress in scan.scan(Path(sys.argv[1]), [Path(sys.argv[2])]): print(progress.done, flush=True)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, project, folder], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 300:
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with Project(project) as opened:
        assert opened.rows("PRAGMA integrity_check") == [("ok",)]
    kept = images_of(project)
    assert len(kept) >= 300
    assert finish(scan(project, [folder])).total == 3000
    now = images_of(project)
    assert all(now[path].id == image.id for path, image in kept.items())
