"""What must not cost a decision: killed, disk full, read-only, damaged, foreign and newer files, a second process."""

import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_labeler import cli
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide, read_history, undo
from desktop_labeler.data.project import schema
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, LabelerError, ProjectError, ProjectInUseError
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish
from tests.e2e.full_disks import FILLER, fill
from tests.making import ME, label_images, labels_of, make_project

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts, limits and kill -9 as Linux has them")

_DECIDING = """
import sys
from pathlib import Path
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.project_file import Project
project = Project(Path(sys.argv[1]))
for turn in range(10_000):
    image = turn % 200 + 1
    decide(project, [image], assign(1 + turn // 200 % 2), kind="assign", what="Label", by=By("Ann"))
    print(turn, flush=True)
"""


def test_kill_9_during_rapid_decisions_loses_none_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:03}.png" for number in range(200)]) as project:
        add_classes(project, ["cat", "dog"], ME)
    process = subprocess.Popen([sys.executable, "-c", _DECIDING, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = -1
    for line in process.stdout:
        acknowledged = int(line)
        if acknowledged == 200:
            process.kill()
            break
    rest = process.stdout.read().split()  # what it had said before it died
    process.wait()
    process.stdout.close()
    acknowledged = max([acknowledged, *map(int, rest)])
    with Project(path) as project:
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
        (count,) = project.rows("SELECT count(*) FROM decision WHERE kind = 'assign'")[0]
        assert count in (acknowledged + 1, acknowledged + 2)  # the one that was under way may be there, whole
        classes = [image.class_id for image in project.images(range(1, 201))]
        assert classes == [2 if number < int(str(count)) - 200 else 1 for number in range(200)]
        assert undo(project, ME) is not None


@contextmanager
def _small_disk(place: Path, size: str) -> Iterator[Path]:
    """A disk of its own, as small as asked."""
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=False).returncode:
        pytest.skip("nobody may mount here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def _read_only(place: Path) -> Iterator[None]:
    """The folder as a disk that cannot be written, also by an administrator."""
    if subprocess.run(["mount", "--bind", str(place), str(place)], check=False).returncode:
        pytest.skip("nobody may mount here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_refuses_a_decision_in_words_and_keeps_those_before(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk", "3m") as disk:
        with make_project(disk / "p.labeler", [f"{number:04}.png" for number in range(2000)]) as project:
            label_images(project, ["cat"] * 2000)
            before, decisions = labels_of(project), len(read_history(project))
            add_classes(project, ["dog"], ME)
            fill(disk)
            with pytest.raises(ProjectError, match="full") as told:
                decide(project, range(1, 2001), assign(2), kind="assign", what="Label", by=ME)
            assert "safe" in str(told.value)
            assert labels_of(project) == before
            assert len(read_history(project)) == decisions + 1
            (disk / FILLER).unlink()
            decide(project, range(1, 2001), assign(2), kind="assign", what="Label", by=ME)
            assert set(labels_of(project).values()) == {("dog", "confirmed")}
        with Project(disk / "p.labeler") as project:
            assert project.rows("PRAGMA integrity_check") == [("ok",)]
            undo(project, ME)
            assert labels_of(project) == before


def test_a_file_that_may_not_grow_refuses_a_decision_and_keeps_those_before(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:04}.png" for number in range(1000)]) as project:
        add_classes(project, ["cat"], ME)
        (pages,) = project.db.execute("PRAGMA page_count").fetchone()
        project.db.execute(f"PRAGMA max_page_count = {pages}")
        before = labels_of(project)
        with pytest.raises(ProjectError, match="full"):
            decide(project, range(1, 1001), assign(1), kind="assign", what="Label", by=ME)
        assert labels_of(project) == before
        project.db.execute("PRAGMA max_page_count = 100000")
        assert decide(project, range(1, 1001), assign(1), kind="assign", what="Label", by=ME) is not None


@pytest.mark.parametrize("name", ["csv", "imagefolder", "huggingface"])
def test_a_disk_that_fills_during_an_export_leaves_nothing_there(tmp_path: Path, name: str) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:04}.png" for number in range(3000)]) as project:
        label_images(project, ["cat"] * 3000)
    for number in range(3000):
        (tmp_path / "images" / f"{number:04}.png").write_bytes(b"not empty")
    with _small_disk(tmp_path / "disk", "64k") as disk:
        with pytest.raises(FormatError, match="full") as told:
            finish(export(tmp_path / "p.labeler", disk / "out", format=name))
        assert "nothing is left" in str(told.value)
        assert list(disk.iterdir()) == []


def test_a_limit_on_file_size_during_an_export_leaves_nothing(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:04}.png" for number in range(3000)]):
        pass
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        with pytest.raises(FormatError, match="nothing is left"):
            finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [entry for entry in tmp_path.iterdir() if "out" in entry.name or ".part" in entry.name]


def test_a_project_in_a_read_only_folder_opens_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    with make_project(folder / "p.labeler", ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", None])
        before = labels_of(project)
    content = sorted(folder.rglob("*"))
    with _read_only(folder):
        with Project(folder / "p.labeler") as project:
            assert project.read_only
            assert labels_of(project) == before
            with pytest.raises(ProjectError, match="only be read") as told:
                decide(project, [2], assign(1), kind="assign", what="Label", by=ME)
            assert "Copy the project" in str(told.value)
        assert cli.run(["info", str(folder / "p.labeler")]) == 0
        assert cli.run(["undo", str(folder / "p.labeler")]) == 1
        assert "only be read" in capsys.readouterr().err
        assert finish(export(folder / "p.labeler", tmp_path / "out", format="imagefolder")).written == 2
        with pytest.raises(FormatError, match="cannot be written"):
            finish(export(folder / "p.labeler", folder / "out", format="csv"))
    assert sorted(folder.rglob("*")) == content
    with Project(folder / "p.labeler") as project:
        assert not project.read_only


def test_a_crashed_project_on_a_disk_that_is_read_only_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "shelf"
    folder.mkdir()
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        label_images(project, ["cat"])
        for name in ("p.labeler", "p.labeler-wal"):  # as a crash leaves them: the newest decisions are in the -wal
            shutil.copy(tmp_path / name, folder)
    with _read_only(folder):
        with pytest.raises(ProjectError, match=r"p\.labeler-wal") as told:
            Project(folder / "p.labeler")
        assert "Copy both files" in str(told.value)
    with Project(folder / "p.labeler") as project:
        assert labels_of(project) == {"a.png": ("cat", "confirmed")}


def test_a_second_process_on_a_project_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]):
        done = subprocess.run(
            [sys.executable, "-m", "desktop_labeler", "--data-dir", str(tmp_path / "data"), "undo", str(path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "open in another window or command" in done.stderr
        looked = subprocess.run(
            [
                sys.executable,
                "-m",
                "desktop_labeler",
                "--data-dir",
                str(tmp_path / "data"),
                "info",
                str(path),
                "--json",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert looked.returncode == 0, looked.stderr
    assert cli.run(["undo", str(path)]) == 0
    capsys.readouterr()


def test_a_lock_of_a_killed_process_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]):
        pass
    script = (
        "import signal\n"
        "from pathlib import Path\n"
        "from desktop_labeler.data.project.project_file import Project\n"
        f"project = Project(Path({str(path)!r}))\n"
        "print('open', flush=True)\n"
        "signal.pause()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    with pytest.raises(ProjectInUseError):
        Project(path)
    process.kill()
    process.wait()
    process.stdout.close()
    Project(path).close()


def test_a_project_of_a_newer_version_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]):
        pass
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    content = path.read_bytes()
    with pytest.raises(ProjectError, match="newer version"):
        Project(path)
    with pytest.raises(ProjectError, match="newer version"):
        Project(path, "read")
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(84), b"\x89PNG" * 1000])
def test_a_file_that_is_no_project_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "p.labeler"
    path.write_bytes(content)
    with pytest.raises(ProjectError) as told:
        Project(path)
    assert "p.labeler" in str(told.value)
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.labeler"]


def test_another_programs_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE image (id INTEGER)")
        db.commit()
    content = path.read_bytes()
    with pytest.raises(ProjectError, match="not a project of this program"):
        Project(path)
    assert path.read_bytes() == content


def test_a_damaged_project_is_told_with_its_backups(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:04}.png" for number in range(2000)]):
        pass
    content = bytearray(path.read_bytes())
    for place in range(8192, len(content), 4096):
        content[place : place + 2000] = b"\xff" * 2000
    path.write_bytes(content)
    with pytest.raises(LabelerError, match="damaged") as told, Project(path) as project:
        labels_of(project)
    assert "p.backups" in str(told.value)
