"""A project file that goes away while it is open: refused in words, nothing stored where nobody finds it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.history import assign, decide, undo
from desktop_labeler.data.project import lock
from desktop_labeler.data.project.opened_file import is_open
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.errors import ProjectError
from tests.making import ME, label_images, labels_of, make_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved or deleted there")

Move = Callable[[Path, Path], None]  # what happens to the project's folder, and a place outside it


def _delete_file(folder: Path, _: Path) -> None:
    (folder / "p.labeler").unlink()


def _delete_folder(folder: Path, _: Path) -> None:
    shutil.rmtree(folder)


def _rename_file(folder: Path, _: Path) -> None:
    (folder / "p.labeler").rename(folder / "q.labeler")


def _rename_folder(folder: Path, aside: Path) -> None:
    folder.rename(aside)


def _replace_file(folder: Path, aside: Path) -> None:
    make_project(aside.with_suffix(".labeler"), ["other.png"]).close()
    aside.with_suffix(".labeler").replace(folder / "p.labeler")


def _replace_folder(folder: Path, aside: Path) -> None:
    folder.rename(aside)
    folder.mkdir()
    make_project(folder / "p.labeler", ["other.png"], files=True).close()


@pytest.mark.parametrize(
    "move", [_delete_file, _delete_folder, _rename_file, _rename_folder, _replace_file, _replace_folder]
)
def test_a_decision_is_refused_once_the_file_is_not_there(tmp_path: Path, move: Move) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    path = folder / "p.labeler"
    project = make_project(path, ["a.png", "b.png"])
    label_images(project, ["cat", None])
    before = labels_of(project)
    if move is _replace_folder:  # as a backup program does it; the making of the other one is not this process's
        script = "import sys; from pathlib import Path; import tests.data.project.test_opened_file as t; "
        script += "t._replace_folder(Path(sys.argv[1]), Path(sys.argv[2]))"
        subprocess.run([sys.executable, "-c", script, folder, tmp_path / "aside"], check=True)
    else:
        move(folder, tmp_path / "aside")
    content = path.read_bytes() if path.exists() else None
    for act in (lambda: decide(project, [2], assign(1), kind="assign", what="Label", by=ME), lambda: undo(project, ME)):
        with pytest.raises(ProjectError, match=r"deleted, moved or replaced.*nothing is stored"):
            act()
        assert labels_of(project) == before
    with pytest.raises(ProjectError, match="deleted, moved or replaced"):  # a job and a page: not on another project
        Project(path)
    with pytest.raises(ProjectError, match="deleted, moved or replaced"):
        Project(path, "read")
    project.close()
    assert not lock.is_held(path)
    assert content == (path.read_bytes() if path.exists() else None)
    if content is not None:
        with Project(path) as other:
            assert list(labels_of(other)) == ["other.png"]
    assert not lock.lock_path(path).exists()
    for kept in (tmp_path / "aside" / "p.labeler", folder / "q.labeler"):  # the file that was moved away is whole
        if kept.is_file():
            with Project(kept) as moved:
                assert labels_of(moved) == before


def test_a_decision_is_refused_once_a_link_leads_elsewhere(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_project(tmp_path / name / "p.labeler", [f"{name}.png"]).close()
    link = tmp_path / "link"
    link.symlink_to("one")
    project = Project(link / "p.labeler")
    label_images(project, ["cat"])
    link.unlink()
    link.symlink_to("two")
    with pytest.raises(ProjectError, match="a link to it changed"):
        Project(link / "p.labeler")
    with pytest.raises(ProjectError, match="a link to it changed"):
        decide(project, [1], assign(1), kind="assign", what="Label", by=ME)
    project.close()
    assert not lock.lock_path(tmp_path / "one" / "p.labeler").exists()
    with Project(link / "p.labeler") as other:
        assert labels_of(other) == {"two.png": (None, "unlabelled")}
    with Project(tmp_path / "one" / "p.labeler") as kept:
        assert labels_of(kept) == {"one.png": ("cat", "confirmed")}


def test_a_file_that_comes_back_is_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png", "b.png"]) as project:
        label_images(project, ["cat", None])
        path.rename(tmp_path / "q.labeler")
        with pytest.raises(ProjectError, match="Bring it back"):
            decide(project, [2], assign(1), kind="assign", what="Label", by=ME)
        (tmp_path / "q.labeler").rename(path)
        assert decide(project, [2], assign(1), kind="assign", what="Label", by=ME) is not None
    with Project(path) as project:
        assert labels_of(project) == {"a.png": ("cat", "confirmed"), "b.png": ("cat", "confirmed")}


def test_a_deleted_log_is_no_place_for_a_decision_and_closing_saves_the_ones_before(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png", "b.png"]) as project:
        label_images(project, ["cat", None])
        (tmp_path / "p.labeler-wal").unlink()
        with pytest.raises(ProjectError, match=r"p\.labeler-wal.*nothing is stored"):
            decide(project, [2], assign(1), kind="assign", what="Label", by=ME)
    with Project(path) as project:
        assert labels_of(project) == {"a.png": ("cat", "confirmed"), "b.png": (None, "unlabelled")}


@pytest.mark.skipif(sys.platform != "linux", reason="a disk of its own, as Linux makes it")
def test_a_decision_is_refused_once_the_disk_is_unmounted(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount here")
    try:
        project = make_project(disk / "p.labeler", ["a.png"])
        label_images(project, [None])
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
    with pytest.raises(ProjectError, match="its disk"):
        decide(project, [1], assign(1), kind="assign", what="Label", by=ME)
    project.close()
    assert not lock.is_held(disk / "p.labeler")
    assert list(disk.iterdir()) == []


def test_the_lock_of_another_program_is_left_alone_on_closing(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    project = make_project(folder / "p.labeler", ["a.png"])
    folder.rename(tmp_path / "aside")
    folder.mkdir()
    theirs = lock.lock_path(folder / "p.labeler")
    theirs.write_bytes(b"")
    project.close()
    assert theirs.exists()


def test_closing_twice_counts_once(tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    create_project(file).close()
    first, second = Project(file), Project(file)
    first.close()
    first.close()
    assert is_open(file)
    second.close()
    second.close()
    assert not is_open(file)


@pytest.mark.parametrize("mode", ["read", "write"])
@pytest.mark.parametrize("damage", ["half", "pages", "version", "none"])
def test_an_opening_leaves_nothing_behind_whether_it_fails_or_not(tmp_path: Path, mode: str, damage: str) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    content = path.read_bytes()
    damaged = {
        "half": content[: len(content) // 2],
        "pages": content[:100] + b"\x07" * (len(content) - 100),
        "version": content[:60] + (9999).to_bytes(4, "big") + content[64:],  # the user_version in SQLite's header
        "none": content,
    }
    path.write_bytes(damaged[damage])
    before = sorted(tmp_path.iterdir())
    try:
        Project(path, mode).close()  # type: ignore[arg-type]
        opened = True
    except ProjectError:
        opened = False
    assert opened == (damage == "none")
    assert sorted(tmp_path.iterdir()) == before
    if mode == "read" or not opened:
        assert path.read_bytes() == damaged[damage]
