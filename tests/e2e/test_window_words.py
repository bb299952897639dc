"""What the pages say: classes in words that can be told apart, and numbers that are true at a glance."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QListWidget

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.statistics import MeasuredFraction
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.core.language import fraction_text
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.pages.suspects.take_pairs_dialog import TakePairsDialog
from desktop_labeler.ui.pages.train.training_texts import share as training_share
from desktop_labeler.ui.widgets.filter_popup import ListPopup
from tests.e2e.driving import run_main
from tests.e2e.trusting import calm, click, decided_since, newest, page, rounds_of, there
from tests.making import ME, make_project
from tests.ui.stored_rounds import Findings, import_labels, store_round

Steps = Iterator[Callable[[], bool]]
NUMBERS = ("three", "five", "eight", "nine")
DOUBTED = {1: "eight", 2: "three", 3: "three", 5: "nine", 9: "three", 13: "eight"}  # expected in place of the label
COUNT = 40
LONG = [
    f"{genus} morphotype {number} – {colony}"
    for genus in ("Coelastrum microporum", "Coelastrum astroideum", "Pseudopediastrum boryanum", "Calanoida copepodite")
    for number in (1, 2, 3, 13, 23)
    for colony in ("compact colony", "open colony with mucilage")
]


def make_words(folder: Path, classes: Sequence[str] = NUMBERS) -> Path:
    """Make a project: 40 labelled images, class by class in turn; few labels of several pairs are in doubt."""
    file = folder / "words.labeler"
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)], files=True) as project:
        names = add_classes(project, classes, ME)
        ids = [names[name] for name in classes]
        import_labels(project, {image: ids[image % len(ids)] for image in range(1, COUNT + 1)})
        place = dict(zip(NUMBERS, ids, strict=False))
        doubted = DOUBTED if len(ids) == len(NUMBERS) else {}
        expected = {image: (place[name], 0.99 - image / 100) for image, name in doubted.items()}
        if not doubted:
            expected = {image: (ids[(image + 2) % len(ids)], 0.99 - image / 100) for image in range(1, 31)}
        odd = {"blurred": [20, 21, 22], "outlier": [24, 25, 1]}
        store_round(project, Findings({}, expected, odd, errors=len(expected)))
    return file


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    return make_words(tmp_path)


def open_page(window: MainWindow, name: str) -> Steps:
    window.show_page(name)
    yield partial(there, window, name)


def tip(grid: GridView, image: int) -> str:
    cell = grid.content.cell(grid.content.position_of(image))
    return str(grid.content.data(cell, Qt.ItemDataRole.ToolTipRole))


def inked(grid: GridView, image: int, line: int) -> bool:
    """Whether something is written in a line of the caption of an image, the first one being 0."""
    cell = grid.cell_rect(grid.content.position_of(image))
    top = cell.bottom() - grid.cells.line * (2 - line) - 8
    seen = grid.viewport().grab(QRect(cell.left() + 12, top, cell.width() - 24, grid.cells.line)).toImage()
    grays = np.array([[seen.pixelColor(x, y).lightness() for x in range(seen.width())] for y in range(seen.height())])
    return bool(np.ptp(grays) > 60)


# --- 12: the expected class in words ----------------------------------------------------------------------------------
def test_12_the_tile_says_label_and_expected_class(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1200, 900)
        for name in ("suspects", "browse"):
            yield from open_page(window, name)
            grid = page(window, name).grid
            yield lambda: window.thumbnails is not None and not window.thumbnails.busy
            rows = grid.project.rows(list(DOUBTED))
            for image, expected in DOUBTED.items():
                content = grid.content.tile_content(rows[image], grid.captions)
                assert content.instead is not None, (name, image)
                assert isinstance(content.instead, LabelClass)
                assert content.instead.name == expected
                grid.focus_on(image)
                assert inked(grid, image, 1), (name, image)
                label = NUMBERS[image % 4]
                words = tip(grid, image)
                for said in (f"Label: {label} (labelled)", f"Expected: {expected}", "not a probability"):
                    assert said in words, (name, words)
        assert not inked(grid, 6, 1)  # nothing is expected of a label that is not in doubt

    assert run_main([str(file)], person) == 0


def test_12_an_answer_takes_the_expectation_away(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        for name in ("browse", "suspects"):
            yield from open_page(window, name)
            grid = page(window, name).grid
            click(window, name, 1)
            grid.commands.run("keep" if name == "browse" else "take")
            row = grid.project.row(1)
            assert row is not None
            assert grid.content.tile_content(row, grid.captions).instead is None
            assert "Expected" not in tip(grid, 1)
            grid.commands.run("undo")

    assert run_main([str(file)], person) == 0


def test_12_take_all_over_different_pairs_asks_with_the_pairs(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1200, 900)
        yield from open_page(window, "suspects")
        found = page(window, "suspects")
        assert isinstance(found, SuspectsPage)
        (number,) = (at for at, group in enumerate(found.groups) if group.pair is None and not group.apart)
        group = set(found.groups[number].images) & set(DOUBTED)
        before = newest(window)
        found.decide_group(number, "take_all")
        yield lambda: isinstance(QApplication.activeModalWidget(), TakePairsDialog)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TakePairsDialog)
        assert decided_since(window, before) == {}
        table = dialog.list
        rows = [
            [cell.text() if (cell := table.item(row, at)) else "" for at in range(3)] for row in range(table.rowCount())
        ]
        wanted: dict[tuple[str, str], int] = {}
        for image in group:
            pair = NUMBERS[image % 4], DOUBTED[image]
            wanted[pair] = wanted.get(pair, 0) + 1
        assert len(wanted) > 1
        assert {(given, expected): int(count) for given, expected, count in rows} == wanted
        assert dialog.take.text() == f"Take all {len(group)}"
        dialog.reject()
        assert decided_since(window, before) == {}
        found.decide_group(number, "take_all")
        yield lambda: isinstance(QApplication.activeModalWidget(), TakePairsDialog)
        gone = QApplication.activeModalWidget()
        assert isinstance(gone, TakePairsDialog)
        window.show_page("label")  # as what was looked up for an earlier click does
        gone.take.click()
        assert decided_since(window, before) == {}
        yield from open_page(window, "suspects")
        found.decide_group(number, "take_all")
        yield lambda: isinstance(QApplication.activeModalWidget(), TakePairsDialog)
        again = QApplication.activeModalWidget()
        assert isinstance(again, TakePairsDialog)
        again.take.click()
        assert set(decided_since(window, before)) == group
        for image in group:
            row = found.project.row(image)
            label = found.project.class_of(row.class_id) if row is not None else None
            assert label is not None
            assert label.name == DOUBTED[image]
        yield lambda: QApplication.activeModalWidget() is None

    assert run_main([str(file)], person) == 0


# --- 14: numbers that are true at a glance ----------------------------------------------------------------------------
def test_14_labels_in_doubt_are_counted_apart_from_odd_images(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        yield from open_page(window, "suspects")
        yield lambda: rounds_of(window).settled
        said = page(window, "suspects").summary.text()
        assert said == "6 labels in doubt of 40 · 6 images stand out, 1 of them in doubt"
        button = window.rail._buttons["suspects"]
        assert button.count == "6"
        assert said in button.toolTip()

    assert run_main([str(file)], person) == 0


def test_14_a_share_of_few_is_shown_as_counts() -> None:
    assert [fraction_text(3, 7), fraction_text(0, 19), fraction_text(1, 1)] == ["3 of 7", "0 of 19", "1 of 1"]
    assert fraction_text(3, 20).replace("\u00a0", " ") == "15 %"
    few, many = MeasuredFraction(3, 7, 0.1, 0.8), MeasuredFraction(30, 40, 0.6, 0.9)
    assert training_share(few) == "3 of 7"
    assert training_share(many).startswith("75.0 %")


def test_14_the_bar_says_whose_decisions_the_round_knows(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.project is not None
        assert rounds_of(window).text() == "Round 1 in use · 0 decisions by you"  # an import is nobody's
        yield from open_page(window, "browse")
        for image in (7, 8):
            click(window, "browse", image)
            page(window, "browse").grid.commands.run("keep")
        round_again(window)
        yield lambda: rounds_of(window).waiting
        page(window, "browse").take_over()
        yield lambda: rounds_of(window).settled and not rounds_of(window).waiting
        assert rounds_of(window).text() == "Round 2 in use · 2 decisions by you"

    assert run_main([str(file)], person) == 0


def round_again(window: MainWindow) -> None:
    """Let the window learn of a round that knows every decision."""
    assert window.project is not None
    store_round(window.project.project, Findings(), 2)
    rounds_of(window).reload()


def test_14_confidence_and_doubt_are_written_in_one_way(file: Path) -> None:
    notes = re.compile(r"|\.\d\d")

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        for name in ("suspects", "browse"):
            yield from open_page(window, name)
            grid = page(window, name).grid
            said = [grid.content.hints.note_of(image) for image in grid.content.images.tolist()]
            assert any(said)
            assert all(notes.fullmatch(text) for text in said), (name, said)

    assert run_main([str(file)], person) == 0


# --- 13: long and many classes ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_13_forty_long_classes_can_be_told_apart_and_used(tmp_path: Path, qapp: QApplication, scheme: Scheme) -> None:
    file = make_words(tmp_path, LONG)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        theme().use(scheme)
        window.resize(1024, 700)
        assert window.project is not None
        classes, names = window.project.classes, class_names()
        measure = window.fontMetrics().horizontalAdvance
        for room in (130, 150, 190, 250):
            shown = [names.short(one.name, measure, room).text for one in classes]
            assert len(set(shown)) == len(classes)
            assert all(measure(text) <= room for text in shown)
        yield from open_page(window, "suspects")
        found = page(window, "suspects")
        assert isinstance(found, SuspectsPage)
        found.pairs.click()
        yield lambda: isinstance(QApplication.activePopupWidget(), ListPopup)
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup)
        assert popup.screen().availableGeometry().contains(popup.frameGeometry())
        assert popup.height() <= 480
        assert popup.search.isVisible()
        pairs = found.pairs.choices
        entries = popup.findChild(QListWidget)
        assert isinstance(entries, QListWidget)
        assert entries.count() == len(pairs) + 1
        popup.search.setText("morphotype 3 open")
        assert 0 < entries.count() < len(pairs)
        left = [entries.item(row).toolTip() for row in range(entries.count())]
        assert all(word in text for text in left for word in ("morphotype", "3", "open"))
        popup.search.setText("")
        box = entries.visualItemRect(entries.item(1))
        seen = entries.viewport().grab(QRect(box.left(), box.top(), 30, box.height())).toImage()
        lights = [seen.pixelColor(x, box.height() // 2).lightness() for x in range(30)]
        assert max(lights) - min(lights) > 60  # the frame of the box
        popup.close()
        listed = window.side.classes.list
        window.side.tabs.setCurrentIndex(0)
        yield listed.isVisible
        assert listed.verticalScrollBar().maximum() > 0
        assert all(listed.visualItemRect(listed.item(row)).width() <= listed.viewport().width() for row in range(5))
        window.side.classes.finder.setText("morph 13 open")
        kept = [listed.item(row).text() for row in range(listed.count()) if not listed.item(row).isHidden()]
        assert kept
        assert all("13 – open" in name for name in kept)

    assert run_main([str(file)], person) == 0
