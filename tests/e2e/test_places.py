"""Every command where a place cannot be written or is full: a sentence, an exit code that is true, and nothing lost."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.cli.parsing.parser import COMMANDS
from desktop_labeler.data.computed.arrays import array_names
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.project_file import Project
from tests.e2e.full_disks import FILLER, fill
from tests.making import labels_of

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="mounts as Linux has them"),
    pytest.mark.slow,
]

# The words after the program's name; P is the project, O a new place for what is made.
ALL: dict[str, tuple[str, ...]] = {
    "new": ("new", "project/other.labeler", "images", "--labels", "folders"),
    "info": ("info", "P"),
    "rescan": ("rescan", "P"),
    "range": ("range", "P"),
    "range set": ("range", "P", "0,4095"),
    "backup": ("backup", "P"),
    "restore list": ("restore", "P"),
    "restore": ("restore", "P", "BACKUP"),
    "diagnostics": ("diagnostics", "O.zip", "--project", "P"),
    "sample": ("sample", "O"),
    "label": ("label", "P", "--from", "labels.csv", "--by", "Ann"),
    "import": ("import", "P", "labels.csv", "--format", "csv", "--decided", "take"),
    "boxes": ("boxes", "P", "boxes.csv"),
    "boxes dry run": ("boxes", "P", "boxes.csv", "--dry-run"),
    "import as suggestions": ("import", "P", "model.csv", "--as", "suggestions", "--model", "M"),
    "import dry run": ("import", "P", "labels.csv", "--format", "csv", "--dry-run"),
    **{f"export {name}": ("export", "P", "O", "--format", name) for name in FORMATS},
    "metadata": ("metadata", "P"),
    "metadata table": ("metadata", "P", "table", "labels.csv"),
    "metadata names": ("metadata", "P", "names", "{n:number}"),
    "metadata cameras": ("metadata", "P", "cameras"),
    "metadata group": ("metadata", "P", "group", "taken"),
    "metadata dicom": ("metadata", "P", "dicom", "patient"),
    "metadata bursts": ("metadata", "P", "bursts", "5", "--time", "taken"),
    "list": ("list", "P", "--sort", "path"),
    "history": ("history", "P"),
    "undo": ("undo", "P"),
    "redo": ("redo", "P"),
    "backbones": ("backbones",),
    "backbones import": ("backbones", "import", "weights.safetensors", "--name", "other"),
    "backbones remove": ("backbones", "remove", "mine"),
    "backbones use": ("backbones", "use", "P", "starter"),
    "embed": ("embed", "P"),
    "round": ("round", "P"),
    "predict": ("predict", "P", "images", "O.csv"),
    "finetune": ("finetune", "P", "--minutes", "0.01"),
    "export-model": ("export-model", "P", "O"),
    "models": ("models", "P"),
    "pretrain": ("pretrain", "P", "--keep", "yes", "--epochs", "1"),
    "next": ("next", "P"),
    "suggest": ("suggest", "P"),
    "suspects": ("suspects", "P"),
    "duplicates": ("duplicates", "P"),
    "outliers": ("outliers", "P"),
    "audit": ("audit", "P", "start", "-n", "5"),
    "people": ("people", "P"),
    "people rule": ("people", "P", "--rule", "first"),
    "answers": ("answers", "P"),
    "agreement": ("agreement", "P"),
    "certify": ("certify", "P", "list"),
    "verify": ("verify", "P", "made.manifest.json"),
    "package": ("package", "P", "O.labeler", "-n", "5"),
    "package beside": ("package", "P", "O.labeler", "-n", "5", "--images", "beside", "--blind"),
    "merge": ("merge", "P", "package.labeler"),
    "merge dry run": ("merge", "P", "package.labeler", "--dry-run"),
    "report": ("report", "P", "O.html"),
}
# These take long, and are tried where they write: the project and the program's own folder, predict its table too.
HEAVY: dict[str, tuple[str, ...]] = {
    "finetune": ("project", "data"),
    "pretrain": ("project", "data"),
    "predict": ("data", "out"),
    "export-model": ("out",),
}
UNEXPECTED = ("Traceback", "Something unexpected", "unexpected error")
BARE = ("No space left", "Permission denied", "Read-only file system", "disk I/O error", ".part")
"""What the system calls a trouble, and the names that files have until they are complete: no words for a person."""
PLACES = ("project", "images", "data", "out")
"""Folders below the one where the command runs: the project's, the images', the program's own, that for exports."""


@dataclass(frozen=True)
class State:
    """What is there after a command: of the project, and what it made."""

    labels: dict[str, tuple[str | None, str]]
    decisions: tuple[str, ...]
    arrays: tuple[str, ...]
    settings: tuple[str, ...]
    backups: int
    made: tuple[str, ...]


def test_every_command_is_tried() -> None:
    assert {words[0] for words in ALL.values()} == set(COMMANDS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("places")
    for number in range(16):
        file = top / "images" / ("ant", "bee")[number % 2] / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(number).integers(0, 128, (30, 40, 3), np.uint8)
        Image.fromarray(noise + np.uint8(90 * (number % 2))).save(file)
    (top / "images" / "broken.png").write_bytes(b"\x89PNG")
    for folder in PLACES[:1] + PLACES[2:]:
        (top / folder).mkdir()
    paths = sorted(file.relative_to(top / "images").as_posix() for file in (top / "images").rglob("*.png"))
    for name, rest in (("labels.csv", ("cat",)), ("model.csv", ("ant", 0.75))):
        with (top / name).open("w", newline="", encoding="utf-8") as stream:
            header = ("rel_path", "label", "probability")[: 1 + len(rest)]
            csv.writer(stream).writerows([header, *((path, *rest) for path in paths[:6])])
    with (top / "boxes.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(
            [("path", "x", "y", "w", "h", "label"), *((path, 1, 2, 9, 9, "ant") for path in paths[:6])]
        )
    with (top / "times.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("rel_path", "taken"), *((path, "2024-05-01 10:00:00") for path in paths[:6])])
    _weights(top / "weights.safetensors")
    for words in (
        ("new", "P", "images", "--labels", "folders"),
        ("label", "P", "--from", "labels.csv", "--by", "Ann"),
        ("metadata", "P", "table", "times.csv"),
        ("backup", "P"),
        ("embed", "P"),
        ("round", "P"),
        ("backbones", "import", "weights.safetensors", "--name", "mine"),
        ("undo", "P"),
        ("export", "P", "O", "--format", "csv"),
        ("package", "P", "package.labeler", "-n", "6"),
        ("label", "package.labeler", "--from", "labels.csv", "--by", "Bob"),
    ):
        assert _run(top, words) == 0, words
    (top / "out" / "made.manifest.json").rename(top / "made.manifest.json")
    (top / "out" / "made").rename(top / "made")  # beside its manifest
    return top


def _weights(file: Path) -> None:
    import torch
    from safetensors.torch import save_file
    from torchvision.models import mobilenet_v3_small

    torch.manual_seed(0)
    save_file(mobilenet_v3_small(weights=None).state_dict(), file)


def _run(top: Path, words: tuple[str, ...]) -> int:
    """Run a command in a folder."""
    backup = next((entry.file.name for entry in list_backups(top / "project" / "p.labeler")), "none")
    short = {
        "P": "project/p.labeler",
        "BACKUP": backup,
        "O": "out/made",
        "O.zip": "out/made.zip",
        "O.csv": "out/made.csv",
        "O.labeler": "out/made.labeler",
        "O.html": "out/made.html",
    }
    os.environ["DESKTOP_LABELER_DATA"] = str(top / "data")
    before = Path.cwd()
    os.chdir(top)
    try:
        return main([short.get(word, word) for word in words])
    finally:
        os.chdir(before)
        del os.environ["DESKTOP_LABELER_DATA"]


def _state(top: Path) -> State:
    copy = top / "looked at"  # to look must not repair what is there
    copy.mkdir()
    for file in (top / "project").glob("p.labeler*"):
        shutil.copy(file, copy)
    with Project(copy / "p.labeler") as project:
        labels, settings = labels_of(project), tuple(sorted(map(repr, project.rows("SELECT name FROM setting"))))
        decisions = tuple(f"{one.id} {one.kind} {one.who}" for one in reversed(read_history(project, limit=None)))
        arrays = tuple(sorted(array_names(project)))
        assert project.rows("PRAGMA integrity_check") == [("ok",)]
    shutil.rmtree(copy)
    out = tuple(sorted(file.relative_to(top).as_posix() for file in (top / "out").rglob("*")))
    made = (*out, *(str(file.name) for file in (top / "project").glob("other.labeler")))
    weights = tuple(sorted(file.name for file in (top / "data").rglob("*.safetensors")))
    return State(labels, decisions, arrays, settings, len(list_backups(top / "project" / "p.labeler")), made + weights)


def _copy(template: Path, top: Path) -> None:
    shutil.copytree(template, top, dirs_exist_ok=True)


@contextmanager
def _read_only(place: Path) -> Iterator[None]:
    """The folder as a disk that nobody can write, an administrator neither."""
    if subprocess.run(["mount", "--bind", str(place), str(place)], check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def _full(place: Path) -> Iterator[None]:
    """The folder on a disk of its own without room for another byte."""
    aside = place.with_name(f"{place.name} as it was")
    place.rename(aside)
    place.mkdir()
    size = 1 << 20
    size += sum(file.stat().st_size + 8192 for file in aside.rglob("*"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("nobody may mount here")
    try:
        shutil.copytree(aside, place, dirs_exist_ok=True)
        fill(place)
        yield
        (place / FILLER).unlink(missing_ok=True)
        shutil.rmtree(aside)
        shutil.copytree(place, aside)
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()
        aside.rename(place)


@cache
def _usual(template: Path, name: str) -> State:
    """Return what the command leads to where everything can be written."""
    top = template.with_name(f"usual {name}")
    _copy(template, top)
    assert _run(top, ALL[name]) == 0, name
    return _state(top)


@pytest.mark.parametrize(
    ("place", "name"), [(place, name) for name in ALL for place in PLACES if place in HEAVY.get(name, PLACES)]
)
@pytest.mark.parametrize("trouble", [_read_only, _full])
def test_a_command_there(
    template: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, place: str, trouble: object
) -> None:
    _copy(template, tmp_path)
    before, usual = _state(tmp_path), _usual(template, name)
    images = _files(tmp_path / "images")
    capfd.readouterr()
    assert callable(trouble)
    with trouble(tmp_path / place):
        code = _run(tmp_path, ALL[name])
    said = capfd.readouterr()
    after = _state(tmp_path)
    assert code in (0, 1), said
    assert not any(bad in said.out + said.err for bad in (*UNEXPECTED, *BARE)), said
    if code:
        assert len(said.err.strip().splitlines()[-1]) > 20, said
    else:
        assert after == usual, said
    assert set(before.decisions) <= set(after.decisions) or name == "restore"
    assert after.labels in (before.labels, usual.labels)
    assert _files(tmp_path / "images") == images
    left = [file for file in tmp_path.rglob("*") if ".part" in file.name or file.name.endswith((".half", "-journal"))]
    assert left == []


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != FILLER]
    return {str(file.relative_to(folder)): (file.read_bytes(), 0) for file in files}


@pytest.mark.parametrize("name", [name for name in ALL if name not in HEAVY])
@pytest.mark.parametrize("what", ["a file", "below a file"])
def test_a_command_whose_data_folder_cannot_be_made(
    template: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, what: str
) -> None:
    _copy(template, tmp_path)
    before, usual = _state(tmp_path), _usual(template, name)
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "data").write_bytes(b"")
    if what == "below a file":
        (tmp_path / "data").rename(tmp_path / "file")
        (tmp_path / "data").symlink_to(tmp_path / "file" / "data")
    capfd.readouterr()
    code = _run(tmp_path, ALL[name])
    said = capfd.readouterr()
    (tmp_path / "data").unlink()
    (tmp_path / "data").mkdir()
    after = _state(tmp_path)
    assert code in (0, 1), said
    assert not any(bad in said.out + said.err for bad in UNEXPECTED), said
    if code:
        assert len(said.err.strip().splitlines()[-1]) > 20, said
    else:
        assert after.labels == usual.labels, said
        assert after.decisions == usual.decisions, said
    assert set(before.decisions) <= set(after.decisions) or name == "restore"
