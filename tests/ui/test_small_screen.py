"""On the smallest screen and in the longer language, nothing is cut: every page, its panel, and every dialog.

A text counts as cut where its widget is smaller than what the text needs, unless it is shortened with its whole text as
tooltip. 910 × 512 is what 1366 × 768 leaves at a display scale of 1.5.
"""

import contextlib
import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QRect, Qt
from PySide6.QtGui import QFontMetrics, QScreen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTableWidget,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as QtTimeout
from pytestqt.qtbot import QtBot

from desktop_labeler import ui
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.jobs.exchange.verify_manifest import Difference, FileDifference, Verification
from desktop_labeler.jobs.packages.merge_package import Conflict, MergeResult
from desktop_labeler.jobs.self_tests.run_self_test import Check, SelfTestReport
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog
from desktop_labeler.ui.dialogs.exchange.boxes_dialog import BoxesDialog
from desktop_labeler.ui.dialogs.exchange.export_model_dialog import ExportModelDialog
from desktop_labeler.ui.dialogs.exchange.merge_dialog import MergeDialog
from desktop_labeler.ui.dialogs.exchange.metadata_dialog import MetadataDialog
from desktop_labeler.ui.dialogs.exchange.predictions_dialog import PredictionsDialog
from desktop_labeler.ui.dialogs.exchange.trial_dialog import TrialDialog
from desktop_labeler.ui.dialogs.exchange.verification_dialog import VerificationDialog
from desktop_labeler.ui.dialogs.new_class_dialog import NewClassDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from desktop_labeler.ui.dialogs.people_dialog import PeopleDialog
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.filter_bar import FilterBar
from desktop_labeler.ui.pages.label.first_labels import FirstLabels
from desktop_labeler.ui.pages.settings.channels_dialog import ChannelsDialog
from desktop_labeler.ui.pages.suspects.take_pairs_dialog import TakePairsDialog
from desktop_labeler.ui.shell.actions.help_actions import HelpDialog, SelfTestDialog
from desktop_labeler.ui.widgets.basics import Sheet
from desktop_labeler.ui.widgets.chips import ChipMenu
from desktop_labeler.ui.widgets.filter_popup import Popup
from desktop_labeler.ui.widgets.key_button import ElidedLabel
from desktop_labeler.ui.widgets.texts_sheet import TextsSheet
from tests.e2e.trusting import make_trusted, page, rounds_of
from tests.making import ME, make_project
from tests.ui.full_pages import fill, states

SCREEN = QRect(0, 0, 910, 512)
LARGER = (QRect(0, 0, 1024, 700), QRect(0, 0, 1366, 700))  # where more is side by side
NAMES = [
    f"Diatoms of the lower Danube near Melk, {genus}, morphotype {number}"
    for genus in ("Anabaena", "Cyclotella", "Gomphonema", "Navicula")
    for number in range(1, 11)
]
_LITTLE = 2  # pixels that rounding may take


@pytest.fixture
def window(tmp_path: Path, qtbot: QtBot, in_language: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """Open a project with 40 long class names and a round in the smallest window."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: SCREEN)
    theme().use("light")
    made = MainWindow(Settings(auto_round=False, name="Prof. Dr. Wilhelmina Achterberg-Schönhausen"))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.setGeometry(SCREEN)
    made.open_project(make_trusted(tmp_path, classes=NAMES))
    qtbot.waitUntil(lambda: rounds_of(made).settled)
    yield made
    made.close()


def cut(top: QWidget) -> list[str]:
    """Return what does not fit into a window or dialog."""
    seen = [one for one in (top, *top.findChildren(QWidget)) if one.isVisible() and not one.visibleRegion().isEmpty()]
    return [f"{type(one).__name__} {wrong}" for one in seen if (wrong := _wrong(one, top))]


def _wrong(widget: QWidget, top: QWidget) -> str:
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        wide = inside is not None and inside.width() > widget.viewport().width() + _LITTLE
        return f"{widget.accessibleName()} is wider than the room for it" if wide else ""
    if isinstance(widget, QHeaderView):
        return _headings(widget)
    if isinstance(widget, QTableWidget):
        return _cells(widget)
    if isinstance(widget, (QLabel, QAbstractButton, QComboBox, QLineEdit)):
        return _too_small(widget) or _outside(widget, top)
    return ""


def _too_small(widget: QLabel | QAbstractButton | QComboBox | QLineEdit) -> str:
    metrics, tall = widget.fontMetrics(), widget.minimumSizeHint().height()
    if isinstance(widget, QComboBox):
        text, needed = widget.currentText(), metrics.horizontalAdvance(widget.currentText()) + 30
    elif isinstance(widget, QLineEdit):
        text, needed = widget.placeholderText(), metrics.horizontalAdvance(widget.placeholderText()) + 20
        text = "" if widget.text() else text  # what was typed can be moved in
    elif isinstance(widget, QLabel):
        text, needed = widget.text(), 0 if widget.wordWrap() else widget.minimumSizeHint().width()
        tall = widget.heightForWidth(widget.width()) if widget.wordWrap() else tall
    else:
        whole = isinstance(widget, (QPushButton, QCheckBox, QRadioButton))
        text, needed = widget.text(), widget.minimumSizeHint().width() if whole else 0
    if isinstance(widget, ElidedLabel) or not text or widget.toolTip() == text:
        return ""
    fits = widget.width() + _LITTLE >= needed and widget.height() + _LITTLE >= tall
    return "" if fits else f"{text!r}: {widget.width()} × {widget.height()} for {needed} × {tall}"


def _headings(header: QHeaderView) -> str:
    model = header.model()
    if header.orientation() != Qt.Orientation.Horizontal or not isinstance(model, QAbstractItemModel):
        return ""
    shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    texts = {at: str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in shown}
    small = [
        text for at, text in texts.items() if header.fontMetrics().horizontalAdvance(text) > header.sectionSize(at)
    ]
    return f"has no room for {small}" if small else ""


def _cells(table: QTableWidget) -> str:
    """Say which cells are shortened and have no tooltip with the whole."""
    places = [(row, column) for row in range(table.rowCount()) for column in range(table.columnCount())]
    items = [item for place in places if not table.isColumnHidden(place[1]) and (item := table.item(*place))]
    small = [
        item.text()
        for item in items
        if QFontMetrics(item.font()).horizontalAdvance(item.text()) + 4 > table.columnWidth(item.column())
        and not item.toolTip()
    ]
    return f"shortens {small}" if small else ""


def _outside(widget: QWidget, top: QWidget) -> str:
    """Say if a widget that nothing can scroll into view is not in view as a whole."""
    above = widget.parentWidget()
    while above is not None and above is not top:
        if isinstance(above, QAbstractScrollArea):
            return ""
        above = above.parentWidget()
    seen, whole = widget.visibleRegion().boundingRect(), widget.rect()
    lost = whole.width() - seen.width() > _LITTLE or whole.height() - seen.height() > _LITTLE
    return f"{widget.accessibleName() or widget.objectName()} is in view with {seen} of {whole}" if lost else ""


def _found(qtbot: QtBot, top: QWidget) -> list[str]:
    """Return what is still cut when everything has its place."""
    with contextlib.suppress(QtTimeout):
        qtbot.waitUntil(lambda: not cut(top), timeout=2_000)
    return cut(top)


def _show(qtbot: QtBot, window: MainWindow, name: str) -> None:
    window.show_page(name)
    qtbot.waitUntil(lambda: window.shown.settled, timeout=60_000)


@pytest.mark.parametrize("in_language", ["de", "en"], indirect=True)
def test_nothing_is_cut_on_the_smallest_screen(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    fill(window, NAMES[:3])
    for size in (*LARGER, SCREEN):
        _no_page_is_cut(window, qtbot, size)
        _no_state_is_cut(window, qtbot, size)
    _no_popup_leaves_the_screen(window, qtbot)
    _no_menu_stands_in_columns(window)
    _the_project_menu_fits(window)
    _every_dialog_fits(window, qtbot, tmp_path)


@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the other process")
def test_nothing_is_cut_at_a_display_scale_of_one_and_a_half() -> None:
    """Fonts and pixels are rounded differently there; Qt reads the scale when it starts."""
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__, "-k", "smallest_screen"]
    scaled = subprocess.run(
        words, env=os.environ | {"QT_SCALE_FACTOR": "1.5"}, capture_output=True, text=True, check=False
    )
    assert scaled.returncode == 0, scaled.stdout[-4000:]
    assert "2 passed" in scaled.stdout


def _no_page_is_cut(window: MainWindow, qtbot: QtBot, size: QRect) -> None:
    found: dict[str, list[str]] = {}
    window.setGeometry(size)
    for name in window.page_names():
        _show(qtbot, window, name)
        found[name] = _found(qtbot, window)
        assert (window.width(), window.height()) == (size.width(), size.height()), name
    for name in ("suggestions", "suspects", "browse"):
        _show(qtbot, window, name)
        if window.side.folded:
            window.side.toggle()
        found[f"{name} with the panel"] = _found(qtbot, window)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}, size


def _no_state_is_cut(window: MainWindow, qtbot: QtBot, size: QRect) -> None:
    found = {name: _found(qtbot, window) for name in states(window, partial(qtbot.waitUntil, timeout=60_000))}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}, size


def _no_popup_leaves_the_screen(window: MainWindow, qtbot: QtBot) -> None:
    opened = 0
    for name, kind in (("browse", FilterBar), ("suspects", ChipMenu)):
        _show(qtbot, window, name)
        bar = window.shown.findChildren(kind)[0]
        for chip in [bar, *bar.findChildren(QAbstractButton)]:
            if not isinstance(chip, QAbstractButton) or not chip.isVisible():
                continue
            chip.click()
            qtbot.waitUntil(lambda: window.project is not None and not window.project.reading)
            QApplication.processEvents()
            for popup in QApplication.topLevelWidgets():
                if isinstance(popup, Popup) and popup.isVisible():
                    opened += 1
                    assert SCREEN.contains(popup.geometry()), f"{name}: {popup.geometry()}"
                    assert all(_fits_beside_the_arrow(day) for day in popup.findChildren(QDateEdit)), name
                    popup.close()
    assert opened > 3


def _no_menu_stands_in_columns(window: MainWindow) -> None:
    """A menu with more entries than a screen has room for scrolls: columns of long names are wider than the screen."""
    menu = QMenu(window)
    entries = [menu.addAction(name) for name in NAMES * 2]
    menu.popup(SCREEN.topLeft())
    assert {menu.actionGeometry(entry).x() for entry in entries} == {menu.actionGeometry(entries[0]).x()}
    assert menu.width() <= SCREEN.width()
    menu.close()


def _the_project_menu_fits(window: MainWindow) -> None:
    """No menu has to scroll, and every entry is in just one of them."""
    menu = window.rail.menu
    below = [inner for entry in menu.actions() if isinstance(inner := entry.menu(), QMenu)]
    for one in (menu, *below):
        assert one.sizeHint().height() <= SCREEN.height(), one.title()
    titles = [entry for one in (menu, *below) for entry in one.actions() if entry.text() and entry.menu() is None]
    assert sorted(map(id, titles)) == sorted(map(id, window.entries))
    assert all(one.title() and one.toolTipsVisible() for one in below)


def _fits_beside_the_arrow(day: QDateEdit) -> bool:
    field = day.lineEdit()
    room = field.contentsRect().width() - field.textMargins().left() - field.textMargins().right()
    return room >= field.fontMetrics().horizontalAdvance(day.text()) + _LITTLE


@pytest.mark.parametrize("in_language", ["de", "en"], indirect=True)
def test_the_keys_of_long_classes_leave_room_for_the_images(
    tmp_path: Path, qtbot: QtBot, in_language: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: SCREEN)
    file = tmp_path / "fresh.labeler"
    with make_project(file, [f"{number}.png" for number in range(12)], files=True) as project:
        add_classes(project, NAMES, ME)
    window = MainWindow(Settings(auto_round=False, name="A"))
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.setGeometry(SCREEN)
    window.open_project(file)
    qtbot.waitUntil(lambda: window.pages is not None)
    _show(qtbot, window, "label")
    card = window.shown.findChildren(FirstLabels)[0]
    qtbot.waitUntil(card.isVisible)
    for _ in range(2):  # with and without the panel
        assert _found(qtbot, window) == []
        chips = [chip for chip in card.findChildren(QPushButton) if chip.property("role") == "chip"]
        shown = [chip for chip in chips if chip.isVisible()]
        assert shown
        assert len({chip.y() for chip in shown}) <= 3
        more = [one.text() for one in card.findChildren(QLabel) if str(len(NAMES) - len(shown)) in one.text()]
        assert more, "the card says how many classes it does not show"
        window.side.toggle()
    window.close()


def _dialogs(window: MainWindow, folder: Path) -> dict[type[Sheet], Callable[[], Sheet]]:
    """Return how each dialog is made, with content that needs much room."""
    project, jobs = window.project, window.jobs
    assert project is not None
    first, second = project.classes[:2]
    skipped = [(f"{name}/{number}.png", Message("No image.")) for number, name in enumerate(NAMES)]
    merged = MergeResult(
        people=("Prof. Dr. Wilhelmina Achterberg-Schönhausen", "Bob"), agreed=12, added=3, withdrawn=1, known=1,
        conflicts=tuple(Conflict(f"{name}.png", "Bob", name, NAMES[0]) for name in NAMES),
        unknown=("a.png",), changed=("b.png",), unknown_classes=tuple(NAMES), deleted_classes=("Fly",),
        decision=None, labels=4, answers=9, elsewhere=True,
    )  # fmt: skip
    changed = tuple(Difference(f"{name}.png", True, True, name, NAMES[0]) for name in NAMES)
    files = (FileDifference("tables/d.csv", "changed"),)
    verified = Verification("2026-03-01T10:00:00+00:00", 3, changed, ("c.png",), 7, files, 2, False, 40)
    report = SelfTestReport(False, tuple(Check(name, False, 1.5, name) for name in NAMES), "cpu, bfloat16", 61.0)
    return {
        BoxesDialog: lambda: BoxesDialog(project, jobs, lambda: None, window),
        ChannelsDialog: lambda: ChannelsDialog(project, window),
        ClassKeyDialog: lambda: ClassKeyDialog(first, project.classes, window),
        ExportModelDialog: lambda: ExportModelDialog(project, window),
        HelpDialog: lambda: HelpDialog(window),
        MergeDialog: lambda: MergeDialog(merged, window),
        MetadataDialog: lambda: MetadataDialog(project, window),
        NewClassDialog: lambda: NewClassDialog(project, "q", window),
        NewProjectDialog: lambda: NewProjectDialog(folder, window),
        PeopleDialog: lambda: PeopleDialog(project, window),
        PredictionsDialog: lambda: PredictionsDialog(project, jobs, lambda: None, window),
        SelfTestDialog: lambda: SelfTestDialog(report, window),
        SettleDialog: lambda: SettleDialog(project, window),
        SkippedDialog: lambda: SkippedDialog(skipped, window, {"mp4": 12}),
        TakePairsDialog: lambda: TakePairsDialog({(first, second): 4, (second, first): 2}, 3, lambda: None, window),
        TextsSheet: lambda: TextsSheet(project, page(window, "browse").grid.content.images[:3], "Browse", window),
        VerificationDialog: lambda: VerificationDialog(verified, window),
    }


def _asked(window: MainWindow, ask: Callable[[], object]) -> Sheet:
    """Return the dialog that an action of the window opens."""
    ask()
    return next(one for one in window.findChildren(Sheet) if one.isVisible())


def _kinds() -> set[type[Sheet]]:
    """Return every dialog of the program."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    kinds, new = set[type[Sheet]](), [Sheet]
    while new:
        new = [below for one in new for below in one.__subclasses__()]
        kinds |= set(new)
    return {one for one in kinds if one.__module__.startswith(ui.__name__)}


def _every_dialog_fits(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    for name in NAMES[:12]:
        (folder / name).mkdir(parents=True)
        (folder / name / "1.png").write_bytes(b"")
    table = tmp_path / "labels.csv"
    table.write_text("path,label\n" + "\n".join(f"{number:03}.png,{name}" for number, name in enumerate(NAMES)))
    _show(qtbot, window, "browse")
    files, made, found = window.files, _dialogs(window, folder), dict[str, list[str]]()
    actions = (files.import_labels, files.export, files.package, files.backups, files.classify, window.show_keys)
    tried = set[type[Sheet]]()
    for make in (*made.values(), *(lambda ask=ask: _asked(window, ask) for ask in actions)):
        dialog = make()
        dialog.show()
        if isinstance(dialog, NewProjectDialog):
            dialog.use_table(table)
        qtbot.waitUntil(lambda: window.project is not None and not window.project.reading)
        tried.add(type(dialog))
        wrong = _found(qtbot, dialog)
        if dialog.width() > SCREEN.width() or dialog.height() > SCREEN.height():
            wrong.append(f"it is {dialog.width()} × {dialog.height()}")
        found[type(dialog).__name__] = wrong
        dialog.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert _kinds() - tried == {TrialDialog}
