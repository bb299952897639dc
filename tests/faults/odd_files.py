"""Files, projects, tables and places made to harm, each with the command that gets it."""

import io
import os
import pickle
import shutil
import sqlite3
import struct
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

Make = Callable[[Path], object]
"""Makes it in a folder with p.labeler, images, model (an exported classifier), labels.csv and weights.safetensors."""

_INFO = ("info", "p.labeler")
_UNDO = ("undo", "p.labeler")
_BACKUP = ("backup", "p.labeler")
_IMPORT = ("import", "p.labeler", "table.csv", "--format", "csv")
_BOOK = ("import", "p.labeler", "table.xlsx", "--format", "csv")
_TASKS = ("import", "p.labeler", "tasks.json", "--format", "labelstudio")
_SAID = ("import", "p.labeler", "said.npy", "--as", "suggestions", "--model", "M")
_WEIGHTS = ("backbones", "import", "w.pth", "--name", "mine2")
_TENSORS = ("backbones", "import", "w.safetensors", "--name", "mine2")
_PREDICT = ("predict", "model", "images", "out.csv")


def _sparse(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(40 << 30)


def _link(to: str) -> Callable[[Path], None]:
    return lambda file: file.symlink_to(to)


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(content)


def _at(name: str, make: Callable[[Path], object]) -> Make:
    """Put something at a name, instead of what is there."""

    def put(work: Path) -> None:
        place = work / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        make(place)

    return put


def _data(name: str, make: Callable[[Path], object]) -> Make:
    """Put something at a name in the program's own folder."""
    return lambda work: _at(name, make)(work.with_name(f"{work.name} data"))


def _sql(*statements: str) -> Make:
    def change(work: Path) -> None:
        with closing(sqlite3.connect(work / "p.labeler", isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)

    return change


def _zip(parts: Mapping[str, bytes], zeros: int = 0) -> Callable[[Path], None]:
    """Return an archive; with `zeros`, each part goes on with so many of the digit, which take no room."""

    def write(file: Path) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
            for name, content in parts.items():
                with target.open(name, "w", force_zip64=True) as stream:
                    stream.write(content)
                    for _ in range(zeros >> 20):
                        stream.write(b"0" * (1 << 20))

    return write


def _book(sheet: bytes, zeros: int = 0) -> Callable[[Path], None]:
    """Return a workbook with this content of its sheet; with `zeros`, so much of it is one cell."""

    def write(file: Path) -> None:
        import openpyxl

        stream = io.BytesIO()
        openpyxl.Workbook().save(stream)
        with zipfile.ZipFile(stream) as plain:
            parts = {name: plain.read(name) for name in plain.namelist()}
        parts["xl/worksheets/sheet1.xml"] = sheet
        if zeros:
            del parts["xl/worksheets/sheet1.xml"]
        _zip(parts)(file)
        if zeros:
            with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as target:
                begin, _, end = sheet.partition(b"%s")
                with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                    part.write(begin)
                    for _ in range(zeros >> 20):
                        part.write(b"0" * (1 << 20))
                    part.write(end)

    return write


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
_LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
_BOMB = b'<!DOCTYPE x [<!ENTITY l0 "lol">' + _LAUGHS + b"]>"
_CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'


def _npy(shape: str, dtype: str = "<f4", content: bytes = b"") -> Callable[[Path], object]:
    head = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    return _bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + content)


def _tensors(head: bytes, content: bytes = b"", size: int | None = None) -> Callable[[Path], object]:
    return _bytes(struct.pack("<Q", len(head) if size is None else size) + head + content)


class _Runs:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch /tmp/executed-by-a-pickle",)


def _not_numbers(file: Path) -> None:
    import torch
    from torchvision.models import mobilenet_v3_small

    torch.save({name: one * float("nan") for name, one in mobilenet_v3_small().state_dict().items()}, file)


def _script(file: Path) -> None:
    import torch

    torch.jit.script(torch.nn.Linear(2, 2)).save(str(file))  # type: ignore[no-untyped-call]


def _loops(work: Path) -> None:
    folder = work / "odd"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "up").symlink_to(folder)
    (folder / "a" / "self").symlink_to(folder / "a" / "self")
    (folder / "root").symlink_to("/")
    os.mkfifo(folder / "pipe.png")
    (folder / "endless.png").symlink_to("/dev/zero")
    (folder / "secret.png").symlink_to("/etc/passwd")
    shutil.copy(next((work / "images").rglob("*.png")), folder / "a\nb \x1b[2J\u202e.png")
    shutil.copy(next((work / "images").rglob("*.png")), folder / os.fsdecode(b"\xff\xfe.png"))


def _deep(work: Path) -> None:
    here = os.open(work, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        deeper = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def _row(path: str, label: str = "diatom") -> bytes:
    return f"rel_path,label\n{path},{label}\n".encode("utf-8", "surrogatepass")


def _outside(work: Path) -> None:
    _at("elsewhere/kept.txt", _bytes(b"kept"))(work)
    _at("p.backups", _link("elsewhere"))(work)  # as to another disk: new files of its own names


INPUTS: Mapping[str, tuple[Make, tuple[str, ...]]] = {
    # projects
    "a project that is a pipe": (_at("p.labeler", os.mkfifo), _INFO),
    "a project that is a folder": (_at("p.labeler", Path.mkdir), _INFO),
    "a project that is an endless device": (_at("p.labeler", _link("/dev/zero")), _INFO),
    "a project that links to itself": (_at("p.labeler", _link("p.labeler")), _INFO),
    "a project of 40 GB of nothing": (_at("p.labeler", _sparse), _INFO),
    "a project of one letter": (_at("p.labeler", _bytes(b"S")), _UNDO),
    "a project that is another database": (_sql("PRAGMA application_id = 5"), _UNDO),
    "a project of the future": (_sql("PRAGMA user_version = 99"), _UNDO),
    "a project of a negative version": (_sql("PRAGMA user_version = -5"), _UNDO),
    "a name that an address would split": (
        _at("a?mode=memory#%2e.labeler", _bytes(b"x")),
        ("info", "a?mode=memory#%2e.labeler"),
    ),
    "a name of control characters": (_at("a\n\x1b[2J.labeler", _bytes(b"x")), ("info", "a\n\x1b[2J.labeler")),
    "a name that is no text": (lambda work: None, ("info", "\udcff.labeler")),
    "a name that no disk takes": (lambda work: None, ("info", "x" * 400 + ".labeler")),
    "an array of a terabyte": (
        _sql("INSERT INTO array VALUES ('round', 0, '<f8', '[1000000000000]', '{}', x'00')"),
        ("suggest", "p.labeler"),
    ),
    "vectors of a terabyte": (_sql("UPDATE array SET shape = '[1000000000000]'"), ("round", "p.labeler")),
    "vectors of objects": (_sql("UPDATE array SET dtype = 'O'"), ("round", "p.labeler")),
    "vectors of a negative shape": (_sql("UPDATE array SET shape = '[-1, -1]'"), ("round", "p.labeler")),
    "settings of another kind": (_sql("UPDATE setting SET value = '[[[]]]'"), ("round", "p.labeler")),
    "settings of numbers": (_sql("UPDATE setting SET value = '1e999'"), ("predict", "p.labeler", "images", "out.csv")),
    "an image of a huge number": (_sql("UPDATE image SET id = 3000000000 WHERE id = 1"), ("round", "p.labeler")),
    "a trigger": (_sql("CREATE TRIGGER t AFTER UPDATE ON image BEGIN DELETE FROM change; END"), _UNDO),
    "an endless view": (
        _sql("CREATE VIEW v AS WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x FROM a) SELECT x FROM a"),
        _INFO,
    ),
    "paths that lead out": (
        _sql("UPDATE image SET path = '../../' || path"),
        ("export", "p.labeler", "out", "--format", "imagefolder"),
    ),
    "a folder that leads out": (
        _sql("UPDATE folder SET prefix = '/tmp/'"),
        ("export", "p.labeler", "out", "--format", "labelme"),
    ),
    "classes that are paths": (
        _sql("UPDATE class SET name = '../../' || id"),
        ("export", "p.labeler", "out", "--format", "imagefolder"),
    ),
    "images in the whole system": (
        _sql("UPDATE folder SET path = '/proc'"),
        ("export", "p.labeler", "out", "--format", "csv"),
    ),
    # what lies beside a project
    "backups are a file": (_at("p.backups", _bytes(b"x")), _BACKUP),
    "backups are a pipe": (_at("p.backups", os.mkfifo), _BACKUP),
    "backups lead nowhere": (_at("p.backups", _link("nowhere")), _BACKUP),
    "backups lead elsewhere": (_outside, _BACKUP),
    "backups are a file, and it is restored": (_at("p.backups", _bytes(b"x")), ("restore", "p.labeler", "b")),
    "backups are a file, and labels are imported": (
        _at("p.backups", _bytes(b"x")),
        (*_IMPORT[:2], "labels.csv", *_IMPORT[3:]),
    ),
    "a log that leads elsewhere": (_at("p.labeler-wal", _link("/etc/passwd")), _UNDO),
    "a log of 40 GB": (_at("p.labeler-wal", _sparse), _UNDO),
    "a journal that is a pipe": (_at("p.labeler-journal", os.mkfifo), _UNDO),
    "a journal of garbage": (_at("p.labeler-journal", _bytes(np.random.default_rng(0).bytes(9000))), _UNDO),
    "a lock that leads elsewhere": (_at(".p.labeler.lock", _link("/etc/passwd")), _UNDO),
    # the program's own folder
    "settings are a pipe": (_data("settings.json", os.mkfifo), ("diagnostics", "out.zip")),
    "settings are an endless device": (_data("settings.json", _link("/dev/zero")), ("diagnostics", "out.zip")),
    "settings of 40 GB": (_data("settings.json", _sparse), ("diagnostics", "out.zip")),
    "a log file of 40 GB": (_data("logs/desktop-labeler.log.1", _sparse), ("diagnostics", "out.zip")),
    "a log file that is a pipe": (_data("logs/desktop-labeler.log", os.mkfifo), _INFO),
    "a log file that leads elsewhere": (
        _data("logs/desktop-labeler.log.1", _link("/dev/zero")),
        ("diagnostics", "out.zip"),
    ),
    "backbones are a file": (_data("backbones", _bytes(b"x")), ("backbones",)),
    "a backbone that is a pipe": (_data("backbones/x.json", os.mkfifo), ("backbones",)),
    "a backbone of an odd card": (
        _data("backbones/x.json", _bytes(b'{"dim": "9", "architecture": []}')),
        ("backbones",),
    ),
    "a backbone of an odd card, used": (
        _data("backbones/x.json", _bytes(b"[" * 99999)),
        ("backbones", "use", "p.labeler", "x"),
    ),
    # tables
    "a table that is a pipe": (_at("table.csv", os.mkfifo), _IMPORT),
    "a table that is endless": (_at("table.csv", _link("/dev/zero")), _IMPORT),
    "a table that is a folder": (_at("table.csv", Path.mkdir), _IMPORT),
    "a table of 40 GB": (_at("table.csv", _sparse), _IMPORT),
    "a table of paths that lead out": (_at("table.csv", _bytes(_row("../../etc/passwd"))), _IMPORT),
    "a table of half characters": (_at("table.csv", _bytes(_row("\ud800.png", "\ud800"))), _IMPORT),
    "a class of a million letters": (_at("table.csv", _bytes(_row("diatom/diatom 0.png", "a" * 1_000_000))), _IMPORT),
    "a class of control characters": (_at("table.csv", _bytes(_row("diatom/diatom 0.png", "a\x1b[2J\u202e"))), _IMPORT),
    "a cell of 200 MB": (_at("table.csv", lambda file: file.write_bytes(_row("a" * 200_000_000))), _IMPORT),
    "a million columns": (
        _at("table.csv", lambda file: file.write_bytes(b"rel_path,label" + b",x" * 1_000_000 + b"\n")),
        _IMPORT,
    ),
    "a quote that is never closed": (_at("table.csv", _bytes(b'rel_path,label\n"' + b"a,b\n" * 3_000_000)), _IMPORT),
    "a workbook that is text": (_at("table.xlsx", _bytes(b"hello")), _BOOK),
    "a workbook that is another archive": (_at("table.xlsx", _zip({"a.txt": b"x"})), _BOOK),
    "a workbook of 3 GB in 3 MB": (_at("table.xlsx", _book(_SHEET % _CELL, 3 << 30)), _BOOK),
    "a workbook of a billion laughs": (_at("table.xlsx", _book(_BOMB + _SHEET % (_CELL % b"&l9;"))), _BOOK),
    "a workbook that reads a file": (
        _at("table.xlsx", _book(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + _SHEET % (_CELL % b"&f;"))),
        _BOOK,
    ),
    "a workbook with a cell far away": (
        _at(
            "table.xlsx", _book(_SHEET % (_CELL % b"a").replace(b'r="1"', b'r="1048576"').replace(b"A1", b"XFD1048576"))
        ),
        _BOOK,
    ),
    "tasks that lead out": (
        _at("tasks.json", _bytes(b'[{"data": {"image": "/data/local-files/?d=../../etc/passwd"}}]')),
        _TASKS,
    ),
    "tasks nested deeply": (_at("tasks.json", _bytes(b"[" * 200_000)), _TASKS),
    "tasks of many digits": (_at("tasks.json", _bytes(b"[" + b"9" * 100_000 + b"]")), _TASKS),
    "suggestions of a terabyte": (_at("said.npy", _npy("(1000000000000, 2)")), _SAID),
    "suggestions of a negative shape": (_at("said.npy", _npy("(-1, 2)")), _SAID),
    "suggestions that are objects": (_at("said.npy", _npy("(2,)", "|O", pickle.dumps([_Runs(), 1]))), _SAID),
    "suggestions whose header runs": (_at("said.npy", _npy("(__import__('os').system('x'),)")), _SAID),
    # weights
    "weights that are a pipe": (_at("w.pth", os.mkfifo), _WEIGHTS),
    "weights that are endless": (_at("w.pth", _link("/dev/zero")), _WEIGHTS),
    "weights that are a folder": (_at("w.pth", Path.mkdir), _WEIGHTS),
    "weights of 40 GB": (_at("w.pth", _sparse), _WEIGHTS),
    "weights that run something": (_at("w.pth", _bytes(pickle.dumps(_Runs()))), _WEIGHTS),
    "weights that are no numbers": (_at("w.pth", _not_numbers), _WEIGHTS),
    "weights that are a script": (_at("w.pth", _script), _WEIGHTS),
    "weights that are an archive of much": (_at("w.pth", _zip({"archive/data.pkl": b""}, 3 << 30)), _WEIGHTS),
    "tensors with a header of 2⁶³ bytes": (_at("w.safetensors", _tensors(b"{}", size=1 << 63)), _TENSORS),
    "tensors of 40 GB": (_at("w.safetensors", _sparse), _TENSORS),
    "tensors beyond the file": (
        _at("w.safetensors", _tensors(b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}')),
        _TENSORS,
    ),
    "tensors of a terabyte": (
        _at("w.safetensors", _tensors(b'{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4]}}', bytes(4))),
        _TENSORS,
    ),
    "tensors nested deeply": (_at("w.safetensors", _tensors(b"[" * 100_000)), _TENSORS),
    "a name that leads out": (lambda work: None, ("backbones", "import", "weights.safetensors", "--name", "../../x")),
    "a name without an end": (lambda work: None, ("backbones", "import", "weights.safetensors", "--name", "x" * 5000)),
    "an architecture of billions": (
        lambda work: None,
        (
            "backbones",
            "import",
            "weights.safetensors",
            "--name",
            "m2",
            "--architecture",
            "vit-1000000-1000000-16-1000000",
        ),
    ),
    # folders and places
    "a folder with links that go round": (_loops, ("new", "q.labeler", "odd")),
    "a folder with links that go round, classified": (_loops, ("predict", "model", "odd", "out.csv")),
    "a folder too deep for a path": (_deep, ("new", "q.labeler", "d" * 200)),
    "a folder that is a file": (lambda work: None, ("new", "q.labeler", "labels.csv")),
    "a folder of the system": (lambda work: None, ("new", "q.labeler", "/proc/self/fd")),
    "a place that leads nowhere": (_at("out.csv", _link("/nowhere/x")), _PREDICT),
    "a place that leads elsewhere": (
        _at("out.csv", _link("/etc/x")),
        ("export", "p.labeler", "out.csv", "--format", "csv"),
    ),
    "a place in the images": (lambda work: None, ("predict", "model", "images", "images/out.csv")),
    "a place in the images by a link": (_at("way", _link("images")), ("export-model", "p.labeler", "way/out")),
    "a place that no disk takes": (lambda work: None, ("predict", "model", "images", "x" * 300)),
    "a place without a name": (lambda work: None, ("export-model", "p.labeler", ".")),
    "an empty place": (lambda work: None, ("export", "p.labeler", "", "--format", "csv")),
    "an unfinished result that is a folder": (_at("out.csv.unfinished", Path.mkdir), _PREDICT),
    "an unfinished result that is a pipe": (_at("out.csv.unfinished", os.mkfifo), _PREDICT),
    "an unfinished result that is a project": (
        lambda work: shutil.copy(work / "p.labeler", work / "out.csv.unfinished"),
        _PREDICT,
    ),
    "an unfinished result that leads elsewhere": (_at("out.csv.unfinished", _link("p.labeler")), _PREDICT),
    "a classifier that is a pipe": (_at("m.labeler", os.mkfifo), ("predict", "m.labeler", "images", "out.csv")),
    "a classifier that is the folder of images": (lambda work: None, ("predict", "images", "images", "out.csv")),
    "a classifier without labels": (
        _sql("UPDATE image SET state = 0, class_id = NULL"),
        ("predict", "p.labeler", "images", "out.csv"),
    ),
}
