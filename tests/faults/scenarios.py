"""The commands that are killed and whose disk fills: each in a folder that its own steps have made."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from desktop_labeler.data.project import backups
from tests.faults.children import run_command

_CLASSES, _EACH = ("diatom", "copepod"), 8
_NEW = ("new", "p.labeler", "images")
_LABEL = ("label", "p.labeler", "--from", "labels.csv", "--by", "Ann")
_MADE = (_NEW, _LABEL)
_OLD = Path(__file__).parent.parent / "old_projects" / "v1.labeler"


@dataclass(frozen=True)
class Scenario:
    """A command under test.

    Attributes:
        name: what it is called in the table.
        words: the command; "{backup}" stands for the newest backup.
        before: the commands that make its folder.
        out: the file or folder that it makes, which must be whole or not there; "" for none.
        again: whether the same command once more leads to the same labels; else it is only asked to end in words.
        heavy: whether it loads the networks, and so is tried at fewer places.
        changed: what happens to the folder before it, a name in `_CHANGES`.
    """

    name: str
    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = _MADE
    out: str = ""
    again: bool = True
    heavy: bool = False
    changed: str = ""


_FORMATS = ("csv", "imagefolder", "split", "huggingface", "fiftyone", "labelme", "labelstudio")
SCENARIOS: tuple[Scenario, ...] = (
    Scenario("new", _NEW, (), "p.labeler"),
    Scenario("new from a table", (*_NEW, "--labels", "labels.csv"), (), "p.labeler"),
    Scenario("label", _LABEL, (_NEW,)),
    Scenario("import", ("import", "p.labeler", "labels.csv", "--format", "csv", "--decided", "take"), (_NEW,)),
    Scenario("undo", ("undo", "p.labeler"), again=False),
    Scenario("redo", ("redo", "p.labeler"), (*_MADE, ("undo", "p.labeler")), again=False),
    Scenario("backup", ("backup", "p.labeler")),
    Scenario("restore", ("restore", "p.labeler", "{backup}"), (*_MADE, ("backup", "p.labeler"), ("undo", "p.labeler"))),
    Scenario(
        "restore a damaged project",
        ("restore", "p.labeler", "{backup}"),
        (*_MADE, ("backup", "p.labeler")),
        changed="damaged",
        again=False,
    ),
    Scenario("rescan", ("rescan", "p.labeler"), changed="files"),
    Scenario("migrate a project of version 1", ("undo", "old.labeler"), (), changed="old", again=False),
    *(
        Scenario(f"export {name}", ("export", "p.labeler", "out", "--format", name), out="out", again=False)
        for name in _FORMATS
    ),
    Scenario("sample", ("sample", "out"), (), "out", again=False),
    Scenario("diagnostics", ("diagnostics", "out.zip", "--project", "p.labeler"), out="out.zip", again=False),
    Scenario("audit start", ("audit", "p.labeler", "start", "-n", "5"), again=False),
    Scenario("embed", ("embed", "p.labeler"), heavy=True),
    Scenario("round", ("round", "p.labeler"), (*_MADE, ("embed", "p.labeler")), heavy=True),
)


def make_folder(scenario: Scenario, work: Path) -> str:
    """Make the folder of a scenario; return what went wrong, "" if nothing did."""
    images = work / "images"
    for number in range(2 * _EACH):
        name = _CLASSES[number % 2]
        file = images / name / f"{name} {number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (40, 30), (number * 11 % 256, 50 * (number % 2), 99)).save(file)
    (images / "broken.png").write_bytes(b"\x89PNG")
    with (work / "labels.csv").open("w", newline="", encoding="utf-8") as stream:
        rows = [(file.relative_to(images).as_posix(), "alga") for file in sorted(images.rglob("*.png"))[:6]]
        csv.writer(stream).writerows([("rel_path", "label"), *rows])
    for words in scenario.before:
        ended = run_command(words, work)
        if ended.code:
            return f"{' '.join(words)}: {ended.text}"
    _change(scenario.changed, work)
    return ""


def _change(what: str, work: Path) -> None:
    if what == "old":
        shutil.copy(_OLD, work / "old.labeler")
    if what == "damaged":
        content = (work / "p.labeler").read_bytes()
        (work / "p.labeler").write_bytes(bytes(100) + content[100:])
    if what == "files":
        files = sorted((work / "images").rglob("*.png"))
        files[1].unlink()
        files[2].rename(files[2].with_name("moved.png"))
        Image.new("RGB", (9, 9)).save(work / "images" / "new.png")


def words_of(scenario: Scenario, work: Path) -> Sequence[str]:
    """Return the command with the name of the newest backup filled in."""
    found = backups.list_backups(work / "p.labeler")
    newest = next((entry.file.name for entry in found if entry.reason == "asked"), "none")
    return [word.replace("{backup}", newest) for word in scenario.words]
