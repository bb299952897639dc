"""Whatever is chosen as a table: a sentence, and nothing of an earlier file left to be mistaken for it."""

import os
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtWidgets import QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.data.formats.tables.table import open_table, preview
from desktop_labeler.errors import FormatError, LabelerError
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from tests.ui.job_queues import make_job_queue


def _image(kind: str) -> Callable[[Path], object]:
    return lambda place: Image.new("RGB", (40, 40), "red").save(place, kind)


def _archive(place: Path) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("a.txt", "words")


def _database(place: Path) -> None:
    sqlite3.connect(place).execute("CREATE TABLE t (a)").connection.close()


def _closed(place: Path) -> None:
    place.write_text("path,label\na.png,x\n", encoding="utf-8")
    place.chmod(0)


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "archive": _archive,
    "png": _image("PNG"),
    "jpeg": _image("JPEG"),
    "bmp": _image("BMP"),
    "tiff": _image("TIFF"),
    "database": _database,
    "empty": Path.touch,
    "blank": lambda place: place.write_text("\n \n", encoding="utf-8"),
    "noise": lambda place: place.write_bytes(np.random.default_rng(5).bytes(9_000)),
    "noise without zeros": lambda place: place.write_bytes(np.random.default_rng(5).bytes(900).replace(b"\0", b"\1")),
    "half of a character": lambda place: place.write_bytes(b"\xff\xfea\0,\0b\0\n\0\x00\xd8"),
    "mark alone": lambda place: place.write_bytes(b"\xff\xfe"),
    "gone": lambda place: None,
    "closed": _closed,
}


@pytest.fixture
def importing(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> ImportDialog:
    dialog = ImportDialog(open_new(["a.png"]), make_job_queue(qtbot), None)
    qtbot.addWidget(dialog)
    return dialog


@pytest.fixture
def making(qtbot: QtBot, tmp_path: Path) -> NewProjectDialog:
    dialog = NewProjectDialog(tmp_path, None)
    qtbot.addWidget(dialog)
    return dialog


def cells(dialog: QWidget) -> int:
    found = (dialog.mapping if isinstance(dialog, ImportDialog) else dialog).findChild(QTableWidget)
    assert found is not None
    return found.rowCount() * found.columnCount()


def make(kind: str, folder: Path) -> Path:
    if kind == "closed" and os.geteuid() == 0:
        pytest.skip("nothing is closed to root")
    if kind == "pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    place = folder / "labels.csv"
    UNREADABLE[kind](place)
    return place


def good(folder: Path) -> Path:
    place = folder / "good.csv"
    place.write_text("path,label\na.png,x\n", encoding="utf-8")
    return place


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_import_says_so_and_shows_no_rows_of_the_file_before(
    kind: str, importing: ImportDialog, tmp_path: Path
) -> None:
    importing.use_file(good(tmp_path))
    assert cells(importing)
    assert importing.try_button.isEnabled()
    importing.use_file(make(kind, tmp_path))
    assert cells(importing) == 0
    assert importing.outcome.text().endswith((".", "!"))
    assert not importing.try_button.isEnabled()
    assert not importing.import_button.isEnabled()
    importing.use_file(good(tmp_path))
    assert cells(importing) == 2
    assert importing.outcome.text() == ""


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_new_project_says_so_and_shows_no_rows_of_the_file_before(
    kind: str, making: NewProjectDialog, tmp_path: Path
) -> None:
    making.use_table(good(tmp_path))
    assert making.make.isEnabled()
    making.use_table(make(kind, tmp_path))
    assert cells(making) == 0
    assert making.hint.text().endswith(".")
    assert not making.make.isEnabled()


@given(st.binary(max_size=3_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_raise_anything_but_a_sentence(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "labels.csv"
    place.write_bytes(content)
    for quick in (True, False):
        with suppress(LabelerError):
            preview(open_table(place, quick=quick))


def test_text_that_turns_out_to_be_in_another_encoding_far_down_is_previewed(tmp_path: Path) -> None:
    place = tmp_path / "labels.csv"
    place.write_bytes(b"path,label\n" + b"a.png,x\n" * 20_000 + "b.png,Möwe\n".encode("latin-1"))
    assert preview(open_table(place, quick=True), 1) == [["a.png", "x"]]


def test_a_chosen_encoding_that_does_not_fit_is_refused_in_words(tmp_path: Path) -> None:
    place = tmp_path / "labels.csv"
    place.write_bytes(b"path,label\n\xff.png,x\n")
    with pytest.raises(FormatError, match="not text in utf-8"):
        open_table(place, "utf-8", quick=True)
