"""The commands that are killed and whose disk fills: each in a folder that its own steps have made."""

import csv
import functools
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.data import get_testdata_file

from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.project import backups
from tests.faults.children import run_command

_CLASSES, _EACH = ("diatom", "copepod"), 8
_NEW = ("new", "p.labeler", "images")
_LABEL = ("label", "p.labeler", "--from", "labels.csv", "--by", "Ann")
_MADE = (_NEW, _LABEL)
_NEW_BY_FOLDERS = (*_NEW, "--labels", "folders")
_EMBED = ("embed", "p.labeler")
_IMPORT_WEIGHTS = ("backbones", "import", "weights.safetensors", "--name", "mine")
_PRETRAIN = ("pretrain", "p.labeler", "--keep", "yes", "--from", "none", "--architecture", "resnet18-small")
_SUGGESTIONS = ("import", "p.labeler", "model.csv", "--as", "suggestions", "--model", "M")
_PACKAGE = ("package", "p.labeler", "b.labeler")
_ANSWERED = ("label", "b.labeler", "--from", "labels.csv", "--by", "Bob")
_SECOND = ("label", "p.labeler", "--from", "labels.csv", "--by", "Bob")
_AUDIT = ("audit", "p.labeler", "start", "-n", "5")
_EXPORTED = (_NEW_BY_FOLDERS, _EMBED, ("export-model", "p.labeler", "model"))
_OTHERS = ("label", "p.labeler", "--from", "others.csv", "--by", "Bob")
_ROUND = (
    (*_NEW, "--labels", "none"),
    ("label", "p.labeler", "--from", "half.csv", "--by", "Ann"),
    _EMBED,
    ("round", "p.labeler"),
)
_CERTIFY = ("certify", "p.labeler", "--all", "--at-least", "0.3", "-n", "5")  # of 8 suggestions, just enough
_LOOKED = ("label", "p.labeler", "--from", "rest.csv", "--by", "Ann", "--audit")
_NAMED = ("metadata", "p.labeler", "names", "{kind}/{name}")
_TIMED = ("metadata", "p.labeler", "table", "times.csv")
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
        changed: what happens to the folder before it, "old", "damaged", "folder" or "files"; see `_change`.
        share: of the time, in parts; more for a command of many seconds, which would get the fewest tries else.
    """

    name: str
    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = _MADE
    out: str = ""
    again: bool = True
    changed: str = ""
    share: int = 1


SCENARIOS: tuple[Scenario, ...] = (
    Scenario("new", _NEW, (), "p.labeler"),
    Scenario("new from a table", (*_NEW, "--labels", "labels.csv"), (), "p.labeler"),
    Scenario("label", _LABEL, (_NEW,)),
    Scenario("import", ("import", "p.labeler", "labels.csv", "--format", "csv", "--decided", "take"), (_NEW,)),
    Scenario("boxes", ("boxes", "p.labeler", "boxes.csv"), (_NEW,)),
    Scenario("new with boxes", (*_NEW, "--parts", "boxes.csv"), (), "p.labeler"),
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
        for name in FORMATS
    ),
    Scenario(
        "export boxes",
        ("export", "p.labeler", "out", "--format", "csv-boxes"),
        (_NEW, ("boxes", "p.labeler", "boxes.csv")),
        out="out",
        again=False,
    ),
    Scenario("sample", ("sample", "out"), (), "out", again=False),
    Scenario("diagnostics", ("diagnostics", "out.zip", "--project", "p.labeler"), out="out.zip", again=False),
    Scenario("audit start", _AUDIT, again=False),
    Scenario("package", ("package", "p.labeler", "out.labeler"), out="out.labeler", again=False),
    Scenario("package beside", (*_PACKAGE, "--images", "beside"), out="b.labeler", again=False),
    Scenario("merge", ("merge", "p.labeler", "b.labeler"), (_NEW, _PACKAGE, _ANSWERED)),
    Scenario("people rule", ("people", "p.labeler", "--rule", "first"), (_NEW, _LABEL, _SECOND)),
    Scenario("embed", ("embed", "p.labeler")),
    Scenario("embed a package", ("embed", "b.labeler"), (_NEW, _PACKAGE), share=2),
    Scenario("round", ("round", "p.labeler"), (*_MADE, _EMBED), share=2),
    Scenario("range", ("range", "p.labeler", "0,4095")),
    Scenario("import as suggestions", _SUGGESTIONS),
    Scenario("backbones import", _IMPORT_WEIGHTS, again=False),
    Scenario("backbones use", ("backbones", "use", "p.labeler", "mine"), (*_MADE, _EMBED, _IMPORT_WEIGHTS)),
    Scenario("models remove", ("models", "p.labeler", "remove", "M"), (*_MADE, _SUGGESTIONS), again=False),
    Scenario("backbones remove", ("backbones", "remove", "mine"), (*_MADE, _IMPORT_WEIGHTS), again=False),
    Scenario("label for an audit", (*_LABEL, "--audit"), (*_MADE, _AUDIT), again=False),
    Scenario("audit close", ("audit", "p.labeler", "close"), (*_MADE, _AUDIT), again=False),
    Scenario("people, a rule", ("people", "p.labeler", "--rule", "first"), (*_MADE, _OTHERS), again=False),
    Scenario("people, a name", ("people", "p.labeler", "--rename", "Ann", "Bea"), again=False),
    Scenario("label to settle", (*_OTHERS, "--adjudicate"), (*_MADE, _OTHERS), again=False),
    Scenario("certify", _CERTIFY, _ROUND, again=False),
    Scenario("certify close", ("certify", "p.labeler", "close"), (*_ROUND, _CERTIFY, _LOOKED), again=False),
    Scenario("metadata of a table", ("metadata", "p.labeler", "table", "model.csv", "--only", "probability")),
    Scenario("metadata of names", ("metadata", "p.labeler", "names", "{kind}/{name}")),
    Scenario("metadata group", ("metadata", "p.labeler", "group", "kind"), (*_MADE, _NAMED)),
    Scenario(
        "metadata bursts", ("metadata", "p.labeler", "bursts", "5", "--time", "taken"), (*_MADE, _TIMED), again=False
    ),
    Scenario("metadata dicom", ("metadata", "p.labeler", "dicom", "study"), (("new", "p.labeler", "scans"),)),
    Scenario("metadata of cameras", ("metadata", "p.labeler", "cameras")),
    Scenario(
        "metadata remove",
        ("metadata", "p.labeler", "remove", "kind"),
        (*_MADE, _NAMED),
        again=False,
    ),
    Scenario("list, a filter kept", ("list", "p.labeler", "--where", "file.kB>1", "--save", "large")),
    Scenario("report", ("report", "p.labeler", "out.html"), out="out.html", again=False),
    Scenario("report as PDF", ("report", "p.labeler", "out.pdf"), out="out.pdf", again=False),
    Scenario("rescan of a moved folder", ("rescan", "p.labeler", "--folder", "moved"), changed="folder"),
    Scenario(
        "predict by an exported classifier",
        ("predict", "model", "images", "out"),
        _EXPORTED,
        out="out",
        again=False,
        share=2,
    ),
    Scenario("pretrain", (*_PRETRAIN, "--epochs", "1"), (*_MADE, _EMBED), share=3),
    Scenario("finetune", ("finetune", "p.labeler", "--minutes", "0.05"), (_NEW_BY_FOLDERS, _EMBED), share=6),
    Scenario(
        "export-model",
        ("export-model", "p.labeler", "out"),
        (_NEW_BY_FOLDERS, _EMBED),
        out="out",
        again=False,
        share=3,
    ),
    Scenario(
        "predict",
        ("predict", "p.labeler", "images", "out"),
        (_NEW_BY_FOLDERS, _EMBED),
        out="out",
        again=False,
        share=2,
    ),
)


def make_folder(scenario: Scenario, work: Path) -> str:
    """Make the folder of a scenario; return what went wrong, "" if nothing did."""
    images = work / "images"
    for number in range(2 * _EACH):
        name = _CLASSES[number % 2]
        file = images / name / f"{name} {number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        noise = np.random.default_rng(number).integers(0, 256, (30, 40, 3), np.uint8)  # else nothing can be learned
        Image.fromarray(noise // 2 + np.uint8(90 * (number % 2))).save(file)
    (images / "broken.png").write_bytes(b"\x89PNG")
    rows = [(file.relative_to(images).as_posix(), "alga") for file in sorted(images.rglob("*.png"))[:6]]
    _table(work / "labels.csv", rows)
    with (work / "boxes.csv").open("w", newline="", encoding="utf-8") as stream:
        boxes = [(path, *box, name) for path, name in rows for box in ((0, 0, 9, 9), (10, 5, 20, 20))]
        csv.writer(stream).writerows([("path", "x", "y", "w", "h", "label"), *boxes])
    with (work / "times.csv").open("w", newline="", encoding="utf-8") as stream:
        taken = [(path, f"2024-05-01 10:00:{number:02}") for number, (path, _) in enumerate(rows)]
        csv.writer(stream).writerows([("rel_path", "taken"), *taken])
    _table(work / "others.csv", [(path, "moss") for path, _ in rows])
    of_folders = [(file.relative_to(images).as_posix(), file.parent.name) for file in sorted(images.rglob("*.png"))[1:]]
    _table(work / "half.csv", of_folders[::2])
    _table(work / "rest.csv", of_folders[1::2])
    with (work / "model.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("rel_path", "label", "probability"), *((*row, 0.75) for row in rows)])
    if "weights.safetensors" in {*scenario.words, *(word for words in scenario.before for word in words)}:
        (work / "weights.safetensors").write_bytes(weight_file())
    if any("scans" in words for words in scenario.before):
        _scans(work / "scans")
    for words in scenario.before:
        ended = run_command(words, work)
        if ended.code:
            return f"{' '.join(words)}: {ended.text}"
    _change(scenario.changed, work)
    return ""


def _table(file: Path, rows: Sequence[tuple[str, str]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("rel_path", "label"), *rows])


@functools.cache
def _scans(folder: Path) -> None:
    """Write four images of DICOM: of two patients, with two studies each."""
    header = pydicom.dcmread(get_testdata_file("CT_small.dcm", download=False))
    folder.mkdir()
    for patient in ("1", "2"):
        for study in ("1.1", "1.2"):
            header.PatientID, header.StudyInstanceUID = patient, f"{study}.{patient}"
            header.save_as(folder / f"{patient} {study}.dcm")


def weight_file() -> bytes:
    """Return the weights of a small network that is known: torchvision's MobileNetV3 (small), 10 MB, at random."""
    import torch
    from safetensors.torch import save
    from torchvision.models import mobilenet_v3_small

    torch.manual_seed(0)
    return save(mobilenet_v3_small(weights=None).state_dict())


def _change(what: str, work: Path) -> None:
    if what == "old":
        shutil.copy(_OLD, work / "old.labeler")
    if what == "damaged":
        content = (work / "p.labeler").read_bytes()
        (work / "p.labeler").write_bytes(bytes(100) + content[100:])
    if what == "folder":
        shutil.copytree(work / "images", work / "moved")
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
