"""The list after a scan: what is not used, and what moved, is back or is missing."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.scanning.scan import ScanResult
from desktop_labeler.messages import Message
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog


def test_files_that_a_scan_found_elsewhere_are_all_listed_and_copied(qtbot: QtBot) -> None:
    result = ScanResult(
        0,
        1,
        0,
        7,
        [],
        8,
        moves=tuple((f"{n}.png", f"new/{n}.png") for n in range(7)),
        returned=("b.png",),
        lost=("c.png",),
    ).with_file_notes()
    dialog = SkippedDialog(result.skipped, None, result.unread, result.notes, result.found)
    qtbot.addWidget(dialog)
    assert dialog.list.rowCount() == 9
    assert not dialog.list.isHidden()
    assert dialog.list.model().index(0, 1).data() == "moved or renamed; it was 0.png"
    said = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert any(line.startswith("7 files were moved or renamed") and line.endswith("2 more.") for line in said)
    assert not any("not used" in line for line in said)


def test_it_claims_nothing_about_files_that_it_does_not_list(qtbot: QtBot) -> None:
    """A file that is cut short is found later, when all files are read, or is in the project with some of its pages."""
    dialog = SkippedDialog([("a.png", Message("cut off in the middle"))], None)
    qtbot.addWidget(dialog)
    said = [shown.text() for shown in dialog.findChildren(QLabel)]
    assert not any("ther images" in line for line in said)
    assert any(line.startswith("These files are left out. Nothing in the folder was changed") for line in said)
