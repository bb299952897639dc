"""A project file that came from elsewhere leads nowhere else."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.images.files.image_files import skipped_files
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, ImageError, ProjectError
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.progress import finish
from tests.making import label_images, make_project

PARTS = st.sampled_from(["a", "b c", "..", ".", "", "...", "a..b", "C:", "\\\\server", "x.jpg"])


@given(st.lists(PARTS, min_size=1, max_size=5))
def test_what_is_inner_stays_below_any_folder(parts: list[str]) -> None:
    path = "/".join(parts)
    if is_inner(path, windows=False):
        assert os.path.normpath(PurePosixPath("/some/folder") / path) == f"/some/folder/{path}"


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.jpg", "a/../../x.jpg", "a//x.jpg", "./x.jpg", "", "a/", "a\0b"])
def test_what_leads_out_is_told(path: str) -> None:
    assert not is_inner(path, windows=False)
    assert not is_inner(path, windows=True)


@pytest.mark.parametrize(
    "path", ["C:/x.jpg", "C:x.jpg", "\\\\server\\share\\x.jpg", "a\\..\\..\\x.jpg", "x.jpg:stream"]
)
def test_windows_has_more_ways_out_and_linux_takes_them_for_names(path: str) -> None:
    assert not is_inner(path, windows=True)
    assert is_inner(path, windows=False)


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return a project whose rows lead out, the folder they lead to, and a file that must not be read."""
    project, outside = tmp_path / "p.labeler", tmp_path / "outside"
    make_project(project, ["good.png", "payload.png", "linked/x.png"], files=True).close()
    with Project(project) as opened:
        label_images(opened, ["cat"] * 3)
    outside.mkdir()
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    with Project(project) as opened, opened.transaction() as db:
        db.execute("UPDATE folder SET prefix = ?", (f"{outside}/",))
        db.execute("UPDATE image SET path = ? WHERE path = 'payload.png'", (f"{outside}/payload.png",))
        db.execute("UPDATE image SET path = ? WHERE path = 'linked/x.png'", ("../secret.png",))
    return project, outside, secret


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_export_writes_or_reads_elsewhere(hostile: tuple[Path, Path, Path], tmp_path: Path, name: str) -> None:
    project, outside, secret = hostile
    out = tmp_path / "out"
    result = finish(export(project, out, format=name))
    assert list(outside.iterdir()) == []
    copies = [file.read_bytes() for file in out.rglob("*") if file.is_file()] if out.is_dir() else []
    assert b"secret" not in copies
    assert secret.read_bytes() == b"secret"
    if FORMATS[name].with_images:
        assert {written.path for written in result.left_out} >= {f"{outside}/payload.png", "../secret.png"}
        assert result.written == 1


def test_such_rows_are_listed_and_never_opened(hostile: tuple[Path, Path, Path]) -> None:
    project, outside, _ = hostile
    finish(identify(project))
    with Project(project) as opened:
        assert {(f"{outside}/payload.png", UNSAFE), ("../secret.png", UNSAFE)} <= set(skipped_files(opened))
        for image in opened.images([1, 2, 3]):
            if not is_inner(image.path):
                assert image.problem is not None
                with pytest.raises(ImageError):
                    opened.file_of(image)


def test_the_other_images_go_on(hostile: tuple[Path, Path, Path]) -> None:
    project, outside, _ = hostile
    result = finish(embed_project(project, device="cpu"))
    assert result.embedded == 1
    assert {path for path, _ in result.skipped} == {f"{outside}/payload.png", "../secret.png"}
    finish(rescan(project))
    with Project(project) as opened:
        assert opened.counts()


@contextmanager
def _mounted_twice(folder: Path, place: Path) -> Iterator[None]:
    """Let a folder appear at a second place, as `mount --bind` does."""
    place.mkdir()
    if subprocess.run(["mount", "--bind", folder, place], check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux has them")
@pytest.mark.parametrize("inner", ["images", "images/cat", "."])
def test_a_second_mount_of_the_images_is_recognised(tmp_path: Path, inner: str) -> None:
    with make_project(tmp_path / "p.labeler", ["cat/a.png"], files=True):
        pass
    with _mounted_twice(tmp_path / inner, tmp_path / "other"):
        out = tmp_path / "other" / ("images/out.csv" if inner == "." else "out.csv")
        with pytest.raises(FormatError, match="nothing is ever written"):
            finish(export(tmp_path / "p.labeler", out, format="csv"))
        assert not out.exists()
        if inner == "images":
            with pytest.raises(ProjectError, match="lies within"):
                finish(scan(tmp_path / "p.labeler", [tmp_path / "other"]))
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "images" / "cat")
    with pytest.raises(FormatError, match="nothing is ever written"):
        finish(export(tmp_path / "p.labeler", link / "out.csv", format="csv"))
    finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv"))
