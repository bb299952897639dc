"""Browse by similarity: S on an image, its chip, filters that stay, what is unusual, and what is not known yet."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_labeler.array_types import Float64Array
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.images.query.image_query import Filter, Sort
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.rounds.rank_images import Ranking
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.label.label_page import LabelPage
from tests.ui.grids import press_key
from tests.ui.stored_rounds import Findings, store_round

Opener = Callable[..., OpenProject]
Shower = Callable[[type[BrowsePage], OpenProject], BrowsePage]
COUNT = 24
PATHS = [f"site {number % 2}/{number:02}.png" for number in range(COUNT)]
LABELS = [("Fly", "Bee")[number % 2] for number in range(COUNT)]


def embed(project: Project) -> Float64Array:
    """Give the images 1 … 24 vectors of two groups, odd and even."""
    rng = np.random.default_rng(0)
    vectors = np.eye(2, 6)[np.arange(COUNT) % 2] + rng.normal(scale=0.2, size=(COUNT, 6))
    append_vectors(project, "0123", np.arange(1, COUNT + 1), vectors.astype(np.float16))
    use_backbone(project, "0123", "chosen by a test")
    exact = vectors.astype(np.float16).astype(np.float64)
    unit: Float64Array = exact / np.linalg.norm(exact, axis=1, keepdims=True)
    return unit


def order_of(vectors: Float64Array, image: int) -> list[int]:
    cosine = vectors @ vectors[image - 1]
    cosine[image - 1] = 2
    return [int(row) + 1 for row in np.argsort(-cosine, kind="stable")]


def press_s(qtbot: QtBot, page: BrowsePage, image: int) -> None:
    before = page.grid.content.images
    page.grid.focus_on(image)
    press_key(page.grid, Qt.Key.Key_S)
    qtbot.waitUntil(lambda: page.grid.content.images is not before)


def test_s_sorts_by_similarity_and_the_chip_takes_it_back(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(PATHS, files=True)
    vectors = embed(project.project)
    page = show_page(BrowsePage, project)
    plain = page.grid.content.images.tolist()
    press_s(qtbot, page, 9)
    assert page.grid.content.images.tolist() == order_of(vectors, 9)
    assert page.grid.focus_image == 9
    assert page.summary.text() == "24 images · by similarity"
    chip = page.filters._pin
    assert chip.isVisible()
    assert chip.text().startswith("08.png")
    assert "08.png" in chip.accessibleName()
    qtbot.waitUntil(lambda: not chip.icon().isNull())
    chip.click()
    qtbot.waitUntil(lambda: page.grid.content.images.tolist() == plain)
    assert not chip.isVisible()
    assert page.summary.text() == "24 images · by path"


def test_s_on_another_image_pins_that_one(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(PATHS)
    vectors = embed(project.project)
    page = show_page(BrowsePage, project)
    press_s(qtbot, page, 9)
    press_s(qtbot, page, 14)
    assert page.grid.content.images.tolist() == order_of(vectors, 14)
    assert page.filters.ranking == Ranking("similar", 14)


def test_the_filter_holds_and_direction_and_sort_can_be_chosen(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    project = open_new(PATHS)
    vectors = embed(project.project)
    page = show_page(BrowsePage, project)
    page.filters.filter = Filter(folder="site 0")
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: len(page.grid.content.images) == COUNT // 2)
    press_s(qtbot, page, 5)
    some = [image for image in order_of(vectors, 5) if image % 2]
    assert page.grid.content.images.tolist() == some
    choose(page, "Least similar first")
    qtbot.waitUntil(lambda: page.grid.content.images.tolist() == some[::-1])
    choose(page, "by class")
    qtbot.waitUntil(lambda: page.grid.content.images.tolist() == sorted(some))
    assert page.filters.sort == Sort("class")
    assert page.filters.ranking is None


def choose(page: BrowsePage, text: str) -> None:
    """Click an entry of the menu of orders."""
    page.filters._sort.click()
    menu = page.filters.findChildren(QMenu)[-1]
    next(entry for entry in menu.actions() if entry.text() == text).trigger()
    menu.close()


def test_an_image_nobody_looked_at_leaves_the_order_and_says_why(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    page = show_page(BrowsePage, open_new(PATHS))
    plain = page.grid.content.images.tolist()
    press_s(qtbot, page, 9)
    assert page.grid.content.images.tolist() == plain
    assert page.filters.ranking is None
    assert not page.filters._pin.isVisible()
    assert "have not been analysed yet" in page.sentence.text()


def test_what_is_unusual_in_its_class_comes_first(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    labels = [*LABELS[:6], LABELS[7], *LABELS[7:]]  # image 7 lies among the flies and is labelled as a bee
    project = open_new(PATHS, labels=labels)
    embed(project.project)
    finish(run_round(project.path))
    page = show_page(BrowsePage, project)
    choose(page, "most unusual in its class")
    qtbot.waitUntil(lambda: page.filters.ranking is not None and int(page.grid.content.images[0]) == 7)
    assert page.summary.text() == "24 images · most unusual in its class"
    assert not page.filters._pin.isVisible()


def test_what_fits_no_class_comes_first(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(PATHS, labels=LABELS)
    store_round(project.project, Findings(unlike={5: 0.99, 20: 0.97}))
    page = show_page(BrowsePage, project)
    choose(page, "unlike every class")
    qtbot.waitUntil(lambda: page.grid.content.images[:2].tolist() == [5, 20])
    assert page.summary.text() == "24 images · unlike every class"
    choose(page, "Most like a class first")
    qtbot.waitUntil(lambda: page.grid.content.images[-2:].tolist() == [20, 5])


def test_decisions_work_in_this_order_and_it_stays(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(PATHS, classes=("Fly", "Bee"))
    vectors = embed(project.project)
    page = show_page(BrowsePage, project)
    press_s(qtbot, page, 9)
    press_key(page.grid, Qt.Key.Key_2)
    row = project.row(9)
    assert row is not None
    assert row.class_id == 2
    assert page.grid.focus_image == order_of(vectors, 9)[1]
    page.refresh()
    qtbot.waitUntil(lambda: page._asked > 2 and not project.reading)
    assert page.grid.content.images.tolist() == order_of(vectors, 9)


def test_s_on_another_page_and_a_line_on_the_map_open_browse(qtbot: QtBot, open_new: Opener) -> None:
    path = open_new(PATHS, files=True).path
    with Project(path) as project:
        vectors = embed(project)
        project.save_setting("browse", {"filter": {"folder": "site 1"}})
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    window.open_project(path)
    pages = window.pages
    assert pages is not None
    browse, label = pages.browse, pages.by_name["label"]
    assert isinstance(label, LabelPage)
    window.show_page("label")
    qtbot.waitUntil(lambda: len(label.grid.content.images) > 0)
    image = int(label.grid.content.images[1])
    label.grid.focus_on(image)
    press_key(label.grid, Qt.Key.Key_S)
    assert window.stack.currentWidget() is browse
    qtbot.waitUntil(lambda: browse.grid.content.images.tolist() == order_of(vectors, image))
    assert browse.grid.focus_image == image
    window.show_page("map")
    qtbot.waitUntil(lambda: len(pages.map.canvas.cloud) == COUNT)
    pages.map.lassoed(np.array([[-2.0, -2.0], [0.0, -2.0], [0.0, 2.0], [-2.0, 2.0]]))
    qtbot.waitUntil(lambda: window.stack.currentWidget() is browse)
    left = pages.map.canvas.cloud.ids[pages.map.canvas.cloud.x < 0]
    qtbot.waitUntil(lambda: sorted(browse.grid.content.images.tolist()) == sorted(left.tolist()))
    assert 0 < len(left) < COUNT
    browse.filters.clear()
    qtbot.waitUntil(lambda: len(browse.grid.content.images) == COUNT)
    window.close()
