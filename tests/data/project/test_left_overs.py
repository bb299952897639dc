"""What killed runs left is removed at the next start of the same work, and nothing else."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.project.backups import back_up, folder_of
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs, remove_part
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.projects.back_up import restore
from desktop_labeler.jobs.projects.new_project import continue_new_project, discard_unfinished
from desktop_labeler.progress import finish
from tests.making import make_project

_DIES = (
    "import os, sys\nfrom pathlib import Path\n"
    "from desktop_labeler.data.project.left_overs import part_of\n"
    "for work in ('export', 'backup', 'sample'):\n    (Path(sys.argv[1]) / part_of(work)).mkdir()\n"
    "os._exit(9)\n"
)


@pytest.fixture
def killed_in() -> Callable[[Path], None]:
    """Return what lets a process begin such work in a folder and be killed."""

    def die(folder: Path) -> None:
        done = subprocess.run([sys.executable, "-c", _DIES, folder], check=False)
        assert done.returncode == 9

    return die


def test_only_what_runs_that_are_no_more_left_is_removed(tmp_path: Path, killed_in: Callable[[Path], None]) -> None:
    killed_in(tmp_path)
    mine = tmp_path / part_of("export")
    mine.mkdir()
    others = [".export-another_host-1-0011aabb.part", ".export-1.part", "notes.part", ".export-x-1-0011aabb.parts"]
    for name in others:
        (tmp_path / name).write_text("mine")
    assert len(remove_left_overs(tmp_path)) == 3
    assert {entry.name for entry in tmp_path.iterdir()} == {mine.name, *others}
    assert remove_left_overs(tmp_path / "nowhere") == []


def test_a_partial_file_goes_with_the_journal_that_a_full_disk_leaves_beside_it(tmp_path: Path) -> None:
    half = tmp_path / part_of("restore")
    for ending in ("", "-journal", "-wal", "-shm"):
        (tmp_path / f"{half.name}{ending}").write_bytes(b"x")
    (tmp_path / "mine").write_bytes(b"x")
    remove_part(half)
    remove_part(half)
    assert [entry.name for entry in tmp_path.iterdir()] == ["mine"]


def test_the_next_restore_cleans_up(tmp_path: Path, killed_in: Callable[[Path], None]) -> None:
    place = tmp_path / "p.labeler"
    with make_project(place, ["a.png"]) as project:
        backup = back_up(project.db, place, "asked")
    killed_in(tmp_path)
    finish(restore(place, backup.file))
    assert not list(tmp_path.glob(".*.part"))


def test_the_next_export_and_backup_clean_up(tmp_path: Path, killed_in: Callable[[Path], None]) -> None:
    place = tmp_path / "p.labeler"
    make_project(place, ["a.png"], files=True).close()
    killed_in(tmp_path)
    finish(export(place, tmp_path / "out", format="imagefolder"))
    assert not list(tmp_path.glob(".*.part"))
    folder_of(place).mkdir(exist_ok=True)
    killed_in(folder_of(place))
    with Project(place) as project:
        made = back_up(project.db, place, "asked")
    assert [entry.name for entry in folder_of(place).iterdir()] == [made.file.name]
    assert os.path.lexists(tmp_path / "out")


def test_a_kill_between_a_table_and_its_manifest_is_cleaned_up_although_the_table_is_there(
    tmp_path: Path, killed_in: Callable[[Path], None]
) -> None:
    path, out = tmp_path / "p.labeler", tmp_path / "out"
    make_project(path, ["a.png"]).close()
    out.mkdir()
    (out / "table.csv").write_text("complete")
    killed_in(out)
    with pytest.raises(FormatError, match="exists already"):
        finish(export(path, out / "table.csv", format="csv"))
    assert [file.name for file in out.iterdir()] == ["table.csv"]


def test_a_number_that_another_process_has_by_now_is_no_reason_to_keep_them(tmp_path: Path) -> None:
    mine = tmp_path / part_of("export")
    host, number = mine.name.split("-")[1], os.getpid()
    earlier = tmp_path / f".export-{host}-{number}-0011aabb.part"
    taken_over = tmp_path / mine.name.replace(f"-{number}.", f"-{os.getppid()}.")
    for file in (mine, earlier, taken_over):
        file.touch()
    assert remove_left_overs(tmp_path) == [taken_over]


_DIES_AS_IT_NAMES = (
    "import os, sys\nfrom desktop_labeler.__main__ import main\n"
    "def die(event, arguments):\n"
    "    if event == 'os.remove' and str(arguments[0]).endswith('.part'):\n        os._exit(9)\n"
    "sys.addaudithook(die)\nmain(sys.argv[1:])\n"
)


@pytest.mark.slow
@pytest.mark.parametrize("then", ["new", "go on", "discard"])
def test_a_kill_while_a_new_project_gets_its_name_leaves_nothing_for_good(tmp_path: Path, then: str) -> None:
    path, images = tmp_path / "p.labeler", tmp_path / "images"
    make_project(tmp_path / "other.labeler", ["images/a.png"], files=True).close()
    words = ["new", str(path), str(images), "--labels", "none"]
    done = subprocess.run([sys.executable, "-c", _DIES_AS_IT_NAMES, *words], check=False)
    assert done.returncode == 9
    assert path.is_file()
    assert len(list(tmp_path.glob(".project-*.part"))) == 1
    if then == "new":
        assert main(words) == 0
    elif then == "go on":
        finish(continue_new_project(path))
    else:
        discard_unfinished(path)
    assert path.is_file() == (then != "discard")
    assert not list(tmp_path.glob(".project-*"))
