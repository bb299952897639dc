"""The first ten minutes need no manual: what a new person is promised, through the real main()."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.data.images.files.sample_files import SampleInfo
from desktop_labeler.ui.core.settings import load_settings, save_settings
from desktop_labeler.ui.dialogs.new_class_dialog import NewClassDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.shell.large_view.large_view import LargeView
from desktop_labeler.ui.widgets.names_field import names_in
from tests.e2e.driving import run_main
from tests.making import make_project
from tests.ui.grids import press_key

Steps = Iterator[Callable[[], bool]]
PATHS = [f"{folder}/{number:02}.png" for folder in ("cat", "dog") for number in range(6)]


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    path = tmp_path / "animals.labeler"
    make_project(path, PATHS, files=True).close()
    return path


def screen_of(monkeypatch: pytest.MonkeyPatch, free: QRect) -> None:
    """Let every screen have this free area."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: free)


def cut_off(window: MainWindow) -> list[str]:
    """Return what of the page, the rail and the bar lies beyond the window or is squeezed below its least size."""
    parts: list[QWidget] = [window.rail, window.bar, window.stack]
    inside = window.rect()
    return [
        type(part).__name__
        for part in parts
        if not inside.contains(QRect(part.mapTo(window, part.rect().topLeft()), part.size()))
        or part.height() < part.minimumSizeHint().height()
        or part.width() < part.minimumSizeHint().width()
    ]


@pytest.mark.parametrize("free", [QRect(0, 0, 910, 512), QRect(0, 27, 1366, 741), QRect(100, 0, 1920, 1080)])
def test_07_the_first_window_fits_the_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, free: QRect) -> None:
    screen_of(monkeypatch, free)

    def person(window: MainWindow) -> Steps:
        yield window.isVisible
        assert free.contains(window.geometry())
        assert not cut_off(window)

    assert run_main([], person) == 0


def test_07_a_window_that_was_larger_or_elsewhere_comes_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_the_large_screen(window: MainWindow) -> Steps:
        yield window.isVisible
        window.setGeometry(2200, 900, 1700, 1000)
        yield lambda: window.width() == 1700

    def on_the_road(window: MainWindow) -> Steps:
        yield window.isVisible
        assert QRect(0, 0, 1366, 768).contains(window.geometry())

    screen_of(monkeypatch, QRect(0, 0, 3840, 2160))
    run_main([str(project)], at_the_large_screen)
    screen_of(monkeypatch, QRect(0, 0, 1366, 768))
    run_main([str(project)], on_the_road)


def test_07_the_window_is_usable_from_900_by_480(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        for name in window.page_names():
            window.show_page(name)
            window.resize(900, 480)
            yield lambda: window.size().toTuple() == (900, 480)
            assert not cut_off(window), name
        assert window.rail.width() < 60
        assert window.side.folded
        window.show_page("label")
        assert window.stack.width() > 800
        window.activateWindow()
        yield window.isActiveWindow
        QTest.keyClick(window, Qt.Key.Key_F9)
        assert not window.side.folded
        assert window.side.width() >= 248
        QTest.keyClick(window, Qt.Key.Key_F9)
        window.resize(1366, 768)
        yield lambda: window.rail.width() > 150
        assert not window.side.folded

    settings = load_settings()
    settings.language = "de"  # the longer one
    save_settings(settings)
    run_main([str(project)], person)


@pytest.fixture
def unlabelled(tmp_path: Path) -> Path:
    """A folder of 24 images without labels: dark and light ones."""
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(24):
        pixels = random.integers(0, 90, (32, 32, 3)) + (number % 2) * 150
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{number:02}.png")
    return folder


def make_it(window: MainWindow, folder: Path) -> None:
    """Choose a folder and press the button of the dialog."""
    window.files.new_project(folder)
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    dialog.make.click()


def label_page(window: MainWindow) -> LabelPage:
    page = window.page("label")
    assert isinstance(page, LabelPage)
    return page


def count_is(page: LabelPage, done: int) -> bool:
    return f"{done} of 10 done" in page.card.sentence.text() or page.card.step == 3


def suggestions_page(window: MainWindow) -> SuggestionsPage:
    page = window.page("suggestions")
    assert isinstance(page, SuggestionsPage)
    return page


def test_08_a_folder_without_labels_leads_to_suggestions(unlabelled: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        make_it(window, unlabelled)
        yield lambda: isinstance(window.shown, LabelPage)
        page = label_page(window)
        card = page.card
        yield lambda: card.isVisible() and len(page.grid.content.images) == 10
        assert (card.step, page.next_button.property("role")) == (1, "")  # one button is filled, that of the card
        assert window.focusWidget() is card.names
        assert "digit key" not in page.sentence.text()
        QTest.keyClicks(card.names, "dark, light")
        assert card.button.text() == "Create 2 classes"
        QTest.keyClick(card.names, Qt.Key.Key_Return)
        yield lambda: card.step == 2
        assert window.focusWidget() is page.grid
        assert window.project is not None
        keys = {label.key: label.name for label in window.project.classes}
        assert keys == {"1": "dark", "2": "light"}
        for done in range(10):
            row = window.project.row(page.grid.focus_image or 0)
            assert row is not None
            key = Qt.Key.Key_2 if int(row.path[:2]) % 2 else Qt.Key.Key_1
            press_key(page.grid, Qt.Key.Key_E if done == 4 else key)  # one of the ten is none of the classes
            yield partial(count_is, page, done + 1)
        yield lambda: card.step == 3
        assert "keys" not in card.sentence.text()
        yield lambda: card.button.isEnabled() and card.button.text() == "See suggestions"
        card.button.click()
        assert window.stack.currentWidget() is window.page("suggestions")
        yield lambda: len(suggestions_page(window).grid.content.images) > 0
        assert (card.isVisible(), page.next_button.property("role")) == (False, "primary")

    assert run_main([], person) == 0


def test_08_the_program_looks_by_itself_and_can_be_stopped(unlabelled: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        make_it(window, unlabelled)
        yield lambda: window.pages is not None and window.pages.rounds.running
        rounds = window.pages.rounds if window.pages is not None else None
        assert rounds is not None
        yield lambda: window.jobs.resumable in ("look", "round")
        window.bar._cancel.click()
        yield lambda: not window.jobs.busy
        assert not rounds.running
        assert label_page(window).card.step == 1

    assert run_main([], person) == 0


def test_08_a_digit_without_a_class_offers_to_make_one(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and len(window.pages.browse.grid.content.images) == len(PATHS)
        assert window.pages is not None
        assert window.project is not None
        grid = window.pages.browse.grid
        assert "Press a class key" not in window.pages.browse.sentence.text()
        image = grid.focus_image
        press_key(grid, Qt.Key.Key_3)
        dialog = window.findChild(NewClassDialog)
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not window.project.classes
        press_key(grid, Qt.Key.Key_3)
        yield lambda: any(found.isVisible() for found in window.findChildren(NewClassDialog))
        dialog = next(found for found in window.findChildren(NewClassDialog) if found.isVisible())
        QTest.keyClicks(dialog.field, "cat")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert [(label.name, label.key) for label in window.project.classes] == [("cat", "3")]
        row = window.project.row(image or 0)
        assert row is not None
        assert row.class_id == window.project.classes[0].id
        assert "Press a class key" in window.pages.browse.sentence.text()
        press_key(grid, Qt.Key.Key_3)
        assert len(window.project.classes) == 1

    run_main([str(project)], person)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("cat, dog;bird", ["cat", "dog", "bird"]),
        ("  cat ,, cat\n", ["cat"]),
        ("Smith, J.\nMüller, K.\r\n\n", ["Smith, J.", "Müller, K."]),
        ("- cat\n- dog\n• big  bird", ["cat", "dog", "big bird"]),
        ("cat\tdog", ["cat", "dog"]),
        ('"cat"', ["cat"]),
        (" \n ", []),
        ("co-occurring", ["co-occurring"]),
    ],
)
def test_08_a_list_of_classes_is_read_as_it_is_pasted(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def large(window: MainWindow) -> LargeView:
    assert window.pages is not None
    assert window.pages.large is not None
    return window.pages.large


def test_11_an_image_over_the_whole_window_with_every_label_key(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and len(window.pages.browse.grid.content.images) == len(PATHS)
        pages, opened = window.pages, window.project
        assert pages is not None
        assert opened is not None
        opened.add_classes(["cat", "dog"])
        grid = pages.browse.grid
        first, second, third = grid.content.images[:3].tolist()
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.cell_rect(1).center())
        view = large(window)
        assert view.image == second
        assert view.geometry() == window.rect()
        yield lambda: view.view.painted == view.view.file
        QTest.keyClick(view, Qt.Key.Key_2)
        assert opened.row(second).class_id == opened.classes[1].id  # type: ignore[union-attr]
        assert view.image == third  # the next undecided one
        QTest.keyClick(view, Qt.Key.Key_Left)
        assert view.image == second
        yield lambda: view.view.painted == view.view.file
        assert "dog" in view.caption.text()
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert opened.row(second).class_id is None  # type: ignore[union-attr]
        zoom = view.view.zoom
        QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        assert view.view.zoom != zoom  # the image has four pixels: what fits is more than the largest zoom
        QTest.keyClick(view, Qt.Key.Key_C)
        assert view.other.isVisible()
        QTest.keyClick(view, Qt.Key.Key_Right)
        assert view.image == third
        assert view.other.file == opened.file_of(opened.row(second))  # type: ignore[arg-type]
        assert view.other.zoom == view.view.zoom
        QTest.keyClick(view, Qt.Key.Key_Escape)
        assert pages.large is None
        assert grid.focus_image == third
        assert window.focusWidget() is grid
        press_key(grid, Qt.Key.Key_Home)
        press_key(grid, Qt.Key.Key_Return)  # nothing is suggested here: Enter opens
        assert large(window).image == first
        window.resize(1200, 700)
        yield lambda: large(window).geometry() == window.rect()
        window.show_page("label")
        assert pages.large is None

    run_main([str(project)], person)


def test_11_a_key_acts_on_the_image_in_view_alone(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and len(window.pages.browse.grid.content.images) == len(PATHS)
        pages, opened = window.pages, window.project
        assert pages is not None
        assert opened is not None
        opened.add_classes(["cat"])
        grid = pages.browse.grid
        press_key(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press_key(grid, Qt.Key.Key_O)
        view = large(window)
        image = view.image
        before = [opened.row(number).decided for number in grid.content.images.tolist()]  # type: ignore[union-attr]
        view.view.painted = None
        QTest.keyClick(view, Qt.Key.Key_1)  # not seen yet: decides nothing
        assert [opened.row(number).decided for number in grid.content.images.tolist()] == before  # type: ignore[union-attr]
        yield lambda: view.view.painted == view.view.file
        QTest.keyClick(view, Qt.Key.Key_1)
        rows = opened.rows(grid.content.images.tolist())
        labelled = [number for number, row in rows.items() if row.class_id is not None]
        assert labelled == [image]
        for blocked in (Qt.Key.Key_R, Qt.Key.Key_G):
            QTest.keyClick(view, blocked)
        assert pages.large is view

    run_main([str(project)], person)


def test_09_one_bar_for_one_wish(unlabelled: Path, qapp: QApplication) -> None:
    seen: list[tuple[str, int]] = []
    places: set[tuple[int, ...]] = set()

    def look(window: MainWindow) -> bool:
        bar = window.bar
        if window.jobs.group is not None:
            seen.append((bar._title.text(), bar._bar.value()))
            assert not (phase := window.jobs.progress.phase) or window.jobs.group.knows(phase)
            places.add(tuple(button.x() for button in (bar._pause, bar._cancel, bar._details)))
        return window.pages is not None and window.pages.rounds.view is not None and not window.jobs.busy

    def person(window: MainWindow) -> Steps:
        make_it(window, unlabelled)
        yield lambda: look(window)
        assert {title for title, _ in seen if title} <= {"New project", "Analysing 24 images"}
        values = [value for title, value in seen if title.startswith("Analysing")]
        assert values == sorted(values)
        assert len(places) <= 2  # before the first layout, and then where they stay

    assert run_main([], person) == 0


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program carry a sample of 40 images, so that looking at it takes no time."""

    def write(out: Path) -> SampleInfo:
        random = np.random.default_rng(1)
        for number in range(40):
            file = out / "images" / ("dark", "light")[number % 2] / f"{number:02}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            pixels = random.integers(0, 90, (32, 32, 3)) + (number % 2) * 150
            Image.fromarray(pixels.astype(np.uint8)).save(file)
        return SampleInfo(out / "images", 40, out / "truth.csv", out / "groups.csv")

    monkeypatch.setattr("desktop_labeler.jobs.projects.make_sample.write_sample", write)


def test_10_three_actions_to_the_first_accepted_page_of_the_sample(small_sample: None, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        window.home.sample_wanted.emit()  # one: the button "Try the sample"
        yield lambda: window.steps.strip.isVisible()
        steps = window.steps
        yield lambda: steps.steps[0].done  # the program looks by itself
        assert window.project is not None
        counts = window.project.project.counts()
        unlabelled = sum(count for (_, label), count in counts.items() if label is None)
        assert unlabelled == round(0.4 * sum(counts.values()))
        steps.strip.go.click()  # two: "Show me"
        page = suggestions_page(window)
        assert window.shown is page
        assert page.sentence.text() == steps.steps[1].text
        yield lambda: len(page.grid.content.images) > 0 and len(page.grid.sight.painted) > 0
        press_key(page.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # three
        yield lambda: steps.steps[1].done

    assert run_main([], person) == 0


def test_10_show_me_does_something_on_the_page_that_is_shown(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        window.entries["steps"].trigger()
        yield lambda: window.steps.strip.isVisible()
        window.show_page("label")
        window.steps.strip.go.click()
        assert window.shown is label_page(window)
        assert label_page(window).sentence.text() == window.steps.steps[0].text
        look = next(step for step in window.steps.steps if step.name == "look")
        window.steps.step_wanted.emit(look)
        yield lambda: window.pages is not None and window.pages.rounds.running
        yield lambda: not window.jobs.busy

    run_main([str(project)], person)
