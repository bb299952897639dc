"""What comes from data is plain text everywhere: nothing is rendered, hidden, underlined or turned around."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QMessageBox,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions import classes as class_operations
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.errors import report
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.dialogs.backups_dialog import BackupsDialog
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog
from desktop_labeler.ui.dialogs.exchange.export_dialog import ExportDialog
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.dialogs.new_class_dialog import NewClassDialog
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.grid.grid_menu import grid_menu
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.page_registry import PAGES
from desktop_labeler.ui.widgets.basics import table
from desktop_labeler.ui.widgets.breaking_text import BREAK
from tests.making import ME, make_project
from tests.ui.stored_rounds import Findings, store_round

NAMES = (
    '<img src="file:///nowhere.png">',
    "<b>Bee</b> &amp; &x",
    "\x1b[31mred\x07\x00",
    "gpj.\u202eexe\u2066",
    "w" * 5_000,
)
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> Iterator[None]:
    """Dress as the program does: the rule is in its style sheet."""
    theme().use("light")
    yield
    QToolTip.hideText()


def hostile(path: Path) -> Path:
    """Make a project that is full of it."""
    files = [
        f"{name.replace('/', '_')[:150]}/{number} {name.replace('/', '_')[:60]}.png"
        for number, name in enumerate(NAMES)
    ]
    files = [file.replace("\x00", "") for file in files]
    with make_project(path, files, files=True) as project:
        ids = list(class_operations.add_classes(project, NAMES, ME).values())
        with project.transaction() as db:
            db.execute("UPDATE image SET note = ?, group_name = ?", (NAMES[0], NAMES[1]))
            db.execute("UPDATE image SET class_id = ?, state = 1, source = 1 WHERE id <= 2", (ids[0],))
        images = [number for (number,) in project.rows("SELECT id FROM image ORDER BY id")]
        store_round(
            project,
            Findings(
                suggested={images[2]: (ids[1], 0.9), images[3]: (ids[2], 0.8), images[4]: (ids[3], 0.7)},
                expected={images[0]: (ids[1], 0.9), images[1]: (ids[3], 0.8)},
                nearest={images[0]: images[1:3], images[2]: images[:2]},
            ),
        )
    return path


def faults(top: QWidget) -> list[str]:
    """Return what is wrong with any text of a window."""
    found = []
    for widget in [top, *top.findChildren(QWidget)]:
        found += [f"{kind} of {widget}: {text[:80]!r}" for kind, text in texts(widget) if UNSEEN.search(text)]
        if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.AutoText and widget.isVisible():
            found.append(f"{widget} guesses whether {widget.text()[:60]!r} is rich")
        if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText and "<img" in widget.text():
            found.append(f"{widget} renders an image")
        if isinstance(widget, QAbstractButton) and not QKeySequence.mnemonic(widget.text()).isEmpty():
            found.append(f"{widget} makes a mnemonic of {widget.text()[:80]!r}")
    for action in top.findChildren(QAction):
        if not QKeySequence.mnemonic(action.text()).isEmpty():
            found.append(f"the entry {action.text()[:80]!r} has a mnemonic")
    return found


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    yield "tooltip", widget.toolTip()
    yield "name", widget.accessibleName()
    yield "title", widget.windowTitle()
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield "text", widget.text()
    if isinstance(widget, QComboBox):
        yield from (("choice", widget.itemText(place)) for place in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and isinstance(widget.model(), QAbstractItemModel):
        yield from items(widget.model())


def items(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row in range(model.rowCount(QModelIndex())):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for column in range(columns):
            for role in roles:
                text = model.data(model.index(row, column), role)
                if isinstance(text, str):
                    yield "item", text


def test_every_page_shows_names_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Settings(auto_round=False, name=NAMES[0] + NAMES[3]))
    qtbot.addWidget(window)
    window.open_project(hostile(tmp_path / "a[*]b\u202e.labeler"))
    with qtbot.waitExposed(window):
        window.show()
    assert window.project is not None
    assert window.windowTitle().startswith("a[*][*]b[U+202E]")
    for spec in PAGES:
        window.show_page(spec.name)
        qtbot.waitUntil(lambda: window.project is not None and not window.project.reading, timeout=60_000)
        assert window.shown is not None
        for grid in window.shown.findChildren(GridView):
            for image in range(1, 1 + len(NAMES)):
                grid.focus_on(image)
                assert not faults(window), f"{spec.name}, image {image}"
        assert not faults(window), spec.name
        assert window.width() <= 2_000, f"{spec.name}: a long name makes the window {window.width()} wide"
    window.show_page("browse")
    assert window.shown is not None
    window.shown.findChildren(GridView)[0].focus_on(1)
    window.side.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(window.side.facts.text()))
    facts = QTextDocument()
    facts.setHtml(window.side.facts.text().replace(BREAK, ""))
    assert visible(NAMES[0]) in facts.toPlainText()
    window.close()


def test_menus_and_dialogs_show_names_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(Settings(auto_round=False))
    qtbot.addWidget(window)
    window.open_project(hostile(tmp_path / "p.labeler"))
    project = window.project
    assert project is not None
    with qtbot.waitExposed(window):
        window.show()
    window.show_page("browse")
    grid = window.shown.findChildren(GridView)[0]
    first = project.classes[0]
    menu = grid_menu(window, project, grid.commands, 1)
    shown = [action.text().partition("\t")[0] for entry in menu.findChildren(QMenu) for action in entry.actions()]
    assert {visible(name).replace("&", "&&") for name in NAMES} <= {text.replace("…", "") for text in shown}
    dialogs = [
        ExportDialog(project, window.jobs, window),
        ImportDialog(project, window.jobs, window),
        BackupsDialog(project.path, window),
        ClassKeyDialog(first, project.classes, window),
        NewClassDialog(project, "9", window),
        SkippedDialog([(name, Message("{name}", name=name)) for name in NAMES], window),
    ]
    for dialog in dialogs:
        dialog.show()
        assert not faults(dialog), dialog
        assert dialog.width() <= 2_000, dialog
        dialog.close()
    assert not faults(window)
    menu.deleteLater()
    window.close()


@pytest.mark.parametrize("name", NAMES)
def test_messages_and_tooltips_show_names_as_they_are(qtbot: QtBot, name: str) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    report(FormatError("{file} cannot be read.", file=name), parent)
    (box,) = parent.findChildren(QMessageBox)
    assert f"{visible(name)} cannot be read." in box.text()
    assert not faults(box)
    box.close()
    QToolTip.showText(QPoint(5, 5), name, parent)
    tips = [found for found in QApplication.topLevelWidgets() if found.metaObject().className() == "QTipLabel"]
    assert [tip.textFormat() for tip in tips if isinstance(tip, QLabel)] == [Qt.TextFormat.PlainText]
    QToolTip.hideText()


def test_a_label_never_asks_for_the_file_that_its_text_names(qtbot: QtBot) -> None:
    shown = QLabel(NAMES[0])
    qtbot.addWidget(shown)
    shown.show()
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert not shown.findChildren(QTextDocument)
    cells = table(["name"], [[name] for name in NAMES])
    qtbot.addWidget(cells)
    assert not faults(cells)


def test_what_is_not_seen_is_shown() -> None:
    assert visible("a\x1bb\x7f\x85\u202e\n\udce9") == "a␛b␡[U+0085][U+202E]␊[xE9]"
    assert visible("two\nlines\t", lines=True) == "two\nlines\t"
    assert str(Message("{name} is gone.", name="a\u202eb")) == "a[U+202E]b is gone."
    assert escape(visible("<b>")) == "&lt;b&gt;"


def test_a_class_whose_name_is_shown_in_another_way_keeps_it_when_its_colour_changes(
    tmp_path: Path, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"], classes=[NAMES[3], "Bee"])
    shown = next(label for label in project.classes if label.name == visible(NAMES[3]))
    project.change_classes([replace(shown, color="#123456")], DecisionText("restyle_class", name=shown.name))
    with Project(project.path, "read") as stored:
        assert {label.name: label.color for label in stored.classes()}[NAMES[3]] == "#123456"
