"""The small things that make a window look finished, each as a promise, through the real main()."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import unsure
from desktop_labeler.data.decisions.proof.audits import Kind
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.grid.grid_menu import grid_menu
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.map.map_page import MapPage
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.widgets.classes.class_list import COUNT
from tests.e2e.driving import run_main
from tests.e2e.trusting import COUNT as COUNT_OF_IMAGES
from tests.e2e.trusting import make_trusted, page, rounds_of

Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    """Return a project with a stored round."""
    return make_trusted(tmp_path)


def empty_fields(page: QWidget) -> list[str]:
    """Return the choices in view that show nothing."""
    boxes = [box for box in page.findChildren(QComboBox) if box.isVisible()]
    assert boxes
    return [box.accessibleName() or str(box) for box in boxes if not box.currentText()]


def test_train_and_audit_show_their_defaults_before_anything_is_read(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        window.show_page("train")
        train = window.page("train")
        assert isinstance(train, TrainPage)
        assert train.outlook is None
        assert not empty_fields(train)
        assert train.plan_card.heading.text()
        plan = train.plan_card.plan()
        window.show_page("audit")
        audit = window.page("audit")
        assert isinstance(audit, AuditPage)
        assert audit.outlook is None
        assert not empty_fields(audit)
        assert all(name and number for name, number, _ in (card.text for card in audit.results.numbers))
        assert not audit.results.new.button.isEnabled()
        yield lambda: audit.outlook is not None
        assert not empty_fields(audit)
        assert audit.results.new.button.isEnabled()
        yield lambda: train.outlook is not None
        assert train.plan_card.plan().start_from == "starter"  # nothing is in use yet
        assert plan.start_from == ""  # which means the same

    assert run_main([str(project)], person) == 0


def said(window: MainWindow) -> dict[str, str]:
    """Return all that is on the screen besides the tiles: words, counts of the rail and of the classes."""
    labels = [one for one in window.findChildren(QLabel) if one.isVisible()]
    found = {f"label {place}": re.sub(r"\d\d:\d\d:\d\d", "", one.text()) for place, one in enumerate(labels)}
    rail = window.rail.findChildren(QPushButton)
    found |= {f"rail {place}": one.accessibleDescription() for place, one in enumerate(rail)}
    classes = window.side.classes.list
    for row in range(classes.count()):
        item = classes.item(row)
        found[f"class {row}"] = f"{item.data(Qt.ItemDataRole.AccessibleTextRole)} {item.data(COUNT)}"
    return found


@pytest.mark.parametrize("kind", ["labels", "suggestions"])
def test_an_audit_tells_nobody_whether_an_answer_agrees_with_the_label(project: Path, kind: Kind) -> None:
    """An answer that agrees and one that does not leave the same traces, whatever settles afterwards."""

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and rounds_of(window).settled and rounds_of(window).lists is not None
        window.show_page("audit")
        audit = window.page("audit")
        assert isinstance(audit, AuditPage)
        yield lambda: audit.outlook is not None
        audit.begin(kind, 20, 0.95)
        yield lambda: len(audit.grid.content.images) > 2 and audit.grid.sight.settled()  # painted: keys count
        claims = dict(zip(*_claims(audit), strict=True))
        traces = []
        assert window.project is not None
        keys = {entry.id: entry.key for entry in window.project.classes}
        for agree in (True, True, False):  # the first answer also wakes the bar
            image = audit.grid.content.image_at(audit.grid.selection.focus)
            assert image is not None
            given = claims[image] if agree else next(one for one in keys if one != claims[image])
            before, decisions = said(window), rounds_of(window).newer
            QTest.keyClick(audit.grid, Qt.Key(ord(keys[given] or "")))
            yield partial(_decided, window, decisions)
            after = said(window)
            traces.append({name for name in before.keys() | after.keys() if before.get(name) != after.get(name)})
        assert traces[1] == traces[2]
        for row in range(window.side.classes.list.count()):
            assert window.side.classes.list.item(row).data(COUNT) is None
        shown = window.shown
        audit.do("similar")  # would show neighbours with their labels
        assert window.shown is shown
        window.show_page("browse")
        counts = [window.side.classes.list.item(row).data(COUNT) for row in range(len(keys))]
        assert all(isinstance(count, int) for count in counts)

    assert run_main([str(project)], person) == 0


def _claims(audit: AuditPage) -> tuple[list[int], list[int]]:
    assert audit.outlook is not None
    assert audit.outlook.findings is not None
    drawn = audit.outlook.findings.audit
    return list(drawn.images), list(drawn.claims)


def _decided(window: MainWindow, before: int) -> bool:
    """Whether a decision was counted, and nothing is on its way that would change what is said."""
    return rounds_of(window).newer > before and _quiet(window)


def _quiet(window: MainWindow) -> bool:
    """Whether nothing is on its way that would change what is said."""
    waits = (window.counts._soon, rounds_of(window)._recount)
    assert window.project is not None
    return not any(timer.isActive() for timer in waits) and not window.project.reading and rounds_of(window).settled


def opened(acts: Callable[[], object]) -> list[QWidget]:
    """Return what an act opens over the window."""
    before = {one for one in QApplication.topLevelWidgets() if one.isVisible()}
    acts()
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one not in before]


def test_counts_go_on_where_no_audit_is_under_way(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and rounds_of(window).settled and not window.jobs.busy
        window.settings.auto_round = False
        window.show_page("audit")
        audit = window.page("audit")
        assert isinstance(audit, AuditPage)
        yield lambda: audit.outlook is not None
        button = window.rail._buttons["suggestions"]
        before = button.count
        assert window.project is not None
        window.project.decide(
            [COUNT_OF_IMAGES], unsure(), kind="unsure", what=DecisionText("unsure", n=1), page="Label"
        )
        yield lambda: button.count not in ("", before)
        before = button.count
        audit.results.new.button.click()
        yield lambda: audit.blind
        window.undo()
        yield lambda: rounds_of(window).settled
        assert button.count == before  # hidden labels: a count that changes would tell one
        audit.end_button.click()
        (box,) = audit.findChildren(QMessageBox)
        assert box.text().startswith("Images checked: 0 of 60.")
        assert audit.blind  # nothing ends before the answer
        next(one for one in box.buttons() if one.text() == "End the audit").click()
        yield lambda: not audit.blind
        yield lambda: button.count != before

    assert run_main([str(project)], person) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_opens_over_the_window_has_clean_corners(project: Path, scheme: Scheme) -> None:
    """The frame runs into all four corners: nothing is painted outside of it, with a compositor or without."""

    def person(window: MainWindow) -> Steps:
        theme().use(scheme)
        yield lambda: len(page(window, "browse").grid.content.images) > 0
        browse, kinds = page(window, "browse"), set()
        acts = [window.rail._open_menu, window.side.pick_class]
        acts += [lambda: grid_menu(browse.grid, browse.project, browse.grid.commands, 0).popup(QPoint(50, 50))]
        assert isinstance(browse, BrowsePage)
        acts += [chip.click for chip in browse.filters.findChildren(QPushButton) if chip.isVisible()]
        boxes = [box for box in window.settings_page.findChildren(QComboBox) if box.count() > 1]
        for act in [*acts, lambda: window.show_page("settings"), *(box.showPopup for box in boxes)]:
            for popup in opened(act):
                yield popup.isVisible
                picture, line = popup.grab().toImage(), QColor(theme().colors.line)
                right, bottom = picture.width() - 1, picture.height() - 1
                corners = {picture.pixelColor(x, y).name() for x in (0, right) for y in (0, bottom)}
                assert corners == {line.name()}, popup
                popup.close()
                kinds.add(type(popup).__name__)
        assert {"QMenu", "ClassPicker", "ListPopup", "DatePopup"} <= kinds

    assert run_main([str(project)], person) == 0


def silent(window: QWidget) -> list[str]:
    """Return what cannot be used and does not say why: buttons, fields and entries of menus."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
    widgets = [one for one in window.findChildren(QWidget) if isinstance(one, kinds) and one.isVisible()]
    dumb = [one for one in widgets if not one.isEnabled() and not _tip(one, window)]
    entries = [entry for menu in window.findChildren(QMenu) for entry in menu.actions() if not entry.isSeparator()]
    mute = [one.text() for one in entries if not one.isEnabled() and one.toolTip().rstrip(".") in ("", one.text())]
    return [f"{type(one).__name__} {one.accessibleName() or one.objectName() or one.parent()}" for one in dumb] + mute


def _tip(widget: QWidget, window: QWidget) -> str:
    """Return what is said where the mouse rests on a widget: its own tooltip, or that of what it stands in."""
    here: QWidget | None = widget
    while here is not None and here is not window and not here.toolTip():
        here = here.parentWidget()
    return here.toolTip() if here is not None else ""


@pytest.mark.parametrize("with_round", [True, False])
def test_whatever_cannot_be_used_says_why(tmp_path: Path, qapp: QApplication, with_round: bool) -> None:
    """Every page of a project, its dialogs, and the window before a project is open."""
    project = make_trusted(tmp_path, with_round=with_round)

    def person(window: MainWindow) -> Steps:
        assert silent(window) == []
        tips = {one.toolTip().split("\n")[-1] for one in window.rail.findChildren(QPushButton)}
        assert "Open a project first." in tips
        window.open_project(project)
        yield lambda: rounds_of(window).loaded
        for name in window.page_names():
            window.show_page(name)
            assert silent(window) == [], name
            yield lambda: window.shown.settled
            assert silent(window) == [], name
        for open_it in (window.files.import_labels, window.files.export, window.files.backups):
            for dialog in opened(open_it):
                assert silent(dialog) == []
                dialog.close()
        for dialog in opened(lambda: window.files.new_project(tmp_path)):
            assert silent(dialog) == []
            dialog.close()

    assert run_main([], person) == 0


def test_a_selection_of_the_map_leads_back_to_it(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: len(page(window, "browse").grid.content.images) > 0
        browse, chart = page(window, "browse"), window.page("map")
        assert isinstance(browse, BrowsePage)
        assert isinstance(chart, MapPage)
        assert not browse.back_button.isVisible()
        window.show_page("map")
        chart._show_images(np.arange(1, 20))
        yield lambda: window.shown is browse and len(browse.grid.content.images) == 19
        assert browse.back_button.isVisible()
        browse.back_button.click()
        assert window.shown is chart
        chart.pick(5)
        QTest.keyClick(chart, Qt.Key.Key_Escape)
        assert chart._image is None

    assert run_main([str(project)], person) == 0


@pytest.mark.parametrize("name", ["browse", "label", "suggestions", "suspects"])
def test_a_larger_window_is_filled_at_once(project: Path, name: str) -> None:
    """What nobody has begun with takes all the room there is."""

    def person(window: MainWindow) -> Steps:
        yield lambda: rounds_of(window).loaded
        window.resize(900, 480)
        window.show_page(name)
        shown = page(window, name)
        yield lambda: len(shown.grid.content.images) > 0 and shown.settled
        before = len(shown.grid.content.images)
        window.resize(1800, 1000)
        yield lambda: shown.grid.cells.columns > 8
        yield lambda: name == "browse" or len(shown.grid.content.images) > before  # that one shows all anyway
        last = shown.grid.cell_rect(shown.grid.cells.columns - 1)
        assert shown.grid.viewport().width() - last.right() < shown.grid.cells.width

    assert run_main([str(project)], person) == 0


@pytest.mark.parametrize("selects", [True, False])
def test_a_page_that_was_begun_with_stays_in_a_larger_window(project: Path, selects: bool) -> None:
    """One that was only looked at begins with the same images, and the focus stays on its image."""

    def person(window: MainWindow) -> Steps:
        yield lambda: rounds_of(window).loaded
        window.resize(900, 480)
        window.show_page("label")
        label = page(window, "label")
        yield lambda: len(label.grid.content.images) > 0
        QTest.keyClick(label.grid, Qt.Key.Key_Right)
        begun, focus = label.grid.content.images.tolist(), label.grid.focus_image
        if selects:
            QTest.keyClick(label.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            assert label.grid.selection.count
            focus = label.grid.focus_image
        window.resize(1800, 1000)
        yield lambda: label.grid.cells.columns > 8
        yield lambda: selects or len(label.grid.content.images) > len(begun)
        QApplication.processEvents()
        there = label.grid.content.images.tolist()
        assert there[: len(begun)] == begun
        assert label.grid.focus_image == focus
        assert not selects or there == begun

    assert run_main([str(project)], person) == 0


def test_dialogs_for_files_begin_where_the_person_keeps_them(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the open project, else in the home; never where the program happens to have been started."""
    asked: list[str] = []

    def folder(_: QWidget, title: str, start: str = "") -> str:
        asked.append(start)
        return ""

    def file(_: QWidget, title: str, start: str = "", kinds: str = "") -> tuple[str, str]:
        asked.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", file)

    def person(window: MainWindow) -> Steps:
        window.files.choose_folder()
        window.files.choose_project()
        assert asked == [str(Path.home())] * 2
        window.open_project(project)
        yield lambda: rounds_of(window).loaded
        asked.clear()
        window.files.choose_folder()
        window.files.choose_project()
        window.files.add_folder()
        assert asked == [str(project.parent)] * 3

    assert run_main([], person) == 0


def test_the_keys_belong_to_an_audit_that_was_begun_with_the_mouse(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        window.activateWindow()
        yield lambda: window.isActiveWindow() and rounds_of(window).loaded
        window.show_page("audit")
        audit = window.page("audit")
        assert isinstance(audit, AuditPage)
        button = audit.results.new.button
        yield button.isEnabled
        button.setFocus()
        button.click()
        yield lambda: len(audit.grid.content.images) > 2 and audit.grid.sight.settled()  # painted: keys count
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_1)
        assert audit.summary.text().startswith("1 of ")

    assert run_main([str(project)], person) == 0
