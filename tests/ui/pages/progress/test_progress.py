"""Progress: the numbers of the project, charts with their values, cells that open images, files that hold both."""

import csv
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.round_history import NAME, RoundLine, SuggestionOutcomes, as_part
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.audits.measure_progress import images_of_pair
from desktop_labeler.ui.charts.chart_export import Figure, Table, save_figure
from desktop_labeler.ui.charts.confusion_matrix import ConfusionMatrix
from desktop_labeler.ui.charts.line_chart import LineChart
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.progress.progress_page import ProgressPage
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import label_images
from tests.ui.contexts import make_context
from tests.ui.stored_rounds import Findings, store_round

_COUNT = 60
_NAMES = ("Fly", "Bee", "Ant")
_KEY = Qt.Key


@dataclass
class Shown:
    """The page and what it asked the window for."""

    page: ProgressPage
    project: OpenProject
    wanted: list[tuple[IntArray | None, str, Filter | None]]
    pages: list[str]


Maker = Callable[..., Shown]


def add_rounds(project: OpenProject, count: int) -> None:
    """Store a round with held-out classes, and lines of earlier ones."""
    store_round(project.project, Findings(), number=count)
    rows = project.project.rows("SELECT id, coalesce(class_id, -1) FROM image ORDER BY id")
    given = np.array([int(str(label)) for _, label in rows], np.int32)
    held_out = given.copy()
    held_out[:4] = given[1]  # two of the first four are expected to be the class of the second
    for number in range(1, count + 1):
        earlier = SuggestionOutcomes(number - 1, 8 + number, 2, 1, 3) if number > 1 else None
        line = RoundLine(
            number, "2026-03-01T10:00:00Z", number, "key", "head", _COUNT, 3, 10 * number, 10 * number, 8 * number,
            0.5, 0.9, 0, 20, 4, 1.5, earlier,
        )  # fmt: skip
        save_arrays(project.project, {}, grown={NAME: as_part(line)})
    stamp = {"round": count, "decisions": 0}
    save_arrays(project.project, {"round/given": given, "round/held_out": held_out}, stamp)


@pytest.fixture
def make(
    qtbot: QtBot,
    open_new: Callable[..., OpenProject],
    thumbs_of: Callable[[OpenProject], ThumbnailLoader],
    settings: Settings,
) -> Maker:
    """Return a function that shows the page of a project with 40 labels and some rounds."""
    settings.auto_round = False

    def show(rounds: int = 3, labels: int = 40, images: int = _COUNT) -> Shown:
        project = open_new([f"{number:03}.png" for number in range(images)])
        if labels:
            label_images(project.project, [_NAMES[n % 3] if n < labels else None for n in range(images)])
            project.reload()
        if rounds:
            add_rounds(project, rounds)
        page = ProgressPage(make_context(qtbot, project, thumbs_of(project), settings))
        qtbot.addWidget(page)
        shown = Shown(page, project, [], [])
        page.images_wanted.connect(lambda *wanted: shown.wanted.append(wanted))
        page.action_wanted.connect(shown.pages.append)
        page.resize(1100, 800)
        with qtbot.waitExposed(page):
            page.show()
        page.activated()
        qtbot.waitUntil(lambda: page.settled and page.rounds.loaded)
        return shown

    return show


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def plot_of(card: object) -> LineChart:
    chart = getattr(card, "chart", None)
    assert isinstance(chart, LineChart)
    return chart


def map_of(shown: Shown) -> ConfusionMatrix:
    assert isinstance(shown.page.confusion.chart, ConfusionMatrix)
    return shown.page.confusion.chart


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def test_the_numbers_are_those_of_the_project_and_say_what_they_were_measured_on(make: Maker) -> None:
    page = make().page
    assert page.summary.text() == "40 of 60 images decided"
    undecided, pace, kept, held_out = (tuple(map(plain, card.text)) for card in page.numbers)
    assert undecided == ("Still undecided", "20", "of 60 images")
    assert pace[1] == "–"
    assert kept[1:] == ("11 of 13", "11 of 13 decided after round 2; 95 % interval 57–96 %.")
    assert held_out[1:] == ("80 %", "Held out: 24 of 30 labels, round 3; 95 % interval 50–90 %.")


def test_the_charts_show_every_round_with_its_interval(make: Maker) -> None:
    page = make().page
    learning = plot_of(page.learning).series
    assert learning is not None
    assert learning.low is not None
    assert (learning.x.tolist(), learning.y.tolist()) == ([10, 20, 30], [0.8, 0.8, 0.8])
    assert learning.low.tolist() == [0.5] * 3
    page.learning.over.chosen.emit(1)
    kept = plot_of(page.kept).series
    assert kept is not None
    assert kept.x.tolist() == [1, 2]
    assert kept.y.tolist() == pytest.approx([10 / 12, 11 / 13])
    assert "10 kept, 2 changed" in kept.notes[0]
    assert page.rounds_table.rowCount() == 3
    assert "not the accuracy of the project" in page.learning.sentence


def test_keys_go_from_value_to_value(make: Maker) -> None:
    plot = plot_of(make().page.learning)
    plot.setFocus()
    press(plot, _KEY.Key_Right)
    assert plain(plot.tip).startswith("Round 1: 8 of 10 right")
    press(plot, _KEY.Key_Right, _KEY.Key_Right, _KEY.Key_Right)
    assert plot.tip.startswith("Round 3")
    assert "24" not in plot.tip
    assert plain(plot.accessibleDescription()).startswith("Round 3: 80 % right, 95 % interval 50–90 %")
    press(plot, _KEY.Key_Home)
    assert plot.tip.startswith("Round 1")
    press(plot, _KEY.Key_Escape)
    assert plot.tip == ""


def test_the_mouse_shows_the_nearest_value(make: Maker) -> None:
    plot = plot_of(make().page.learning)
    plot.hover(plot.view.getViewBox().mapViewToScene(QPointF(19, 0.7)))
    assert plot.tip.startswith("Round 2")
    plot.leave()
    assert plot.tip == ""


def test_a_cell_opens_its_images(make: Maker, qtbot: QtBot) -> None:
    shown = make()
    cells = map_of(shown)
    assert cells.cells is not None
    assert list(cells.cells.names) == ["Fly", "Bee", "Ant"]
    assert cells.cells.counts.tolist() == [[12, 2, 0], [0, 13, 0], [0, 1, 12]]
    cells.setFocus()
    press(cells, _KEY.Key_Right, _KEY.Key_Right)
    assert cells.tip == "Fly\nexpected Bee\n2 images, 2 of 14 of the class"
    press(cells, _KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(shown.wanted))
    images, name, wanted = shown.wanted[0]
    assert images is not None
    assert images.tolist() == [1, 4]
    assert (name, wanted) == ("Fly, expected Bee", None)
    press(cells, _KEY.Key_Right, _KEY.Key_Return)  # an empty cell has none
    press(cells, _KEY.Key_Plus)
    assert cells.view.viewRect().width() <= 3
    press(cells, _KEY.Key_Escape)
    assert len(shown.wanted) == 1


def test_a_click_of_the_mouse_opens_a_cell(make: Maker, qtbot: QtBot) -> None:
    shown = make()
    cells, view = map_of(shown), map_of(shown).view
    place = view.mapFromScene(view.getViewBox().mapViewToScene(QPointF(1.5, 2.5)))
    shown.page.view.ensureWidgetVisible(cells)
    QTest.mouseMove(view.viewport(), place)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: bool(shown.wanted))
    images = shown.wanted[0][0]
    assert images is not None
    assert images.tolist() == [3]


def test_the_list_names_the_most_frequent_confusions_and_opens_them(make: Maker, qtbot: QtBot) -> None:
    shown = make()
    table = shown.page.confusion.pairs.view
    model = table.model()
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [["Fly", "Bee", "2"], ["Ant", "Bee", "1"]]
    table.setCurrentIndex(model.index(1, 0))
    press(table, _KEY.Key_Return)
    qtbot.waitUntil(lambda: bool(shown.wanted))
    assert shown.wanted[0][1] == "Ant, expected Bee"


def test_states_and_classes_open_their_images(make: Maker) -> None:
    shown = make()
    shown.page.legend.chosen.emit(State.CONFIRMED)
    bee = next(label.id for label in shown.project.classes if label.name == "Bee")
    view = shown.page.classes.view
    view.setCurrentIndex(view.model().index(1, 0))
    press(view, _KEY.Key_Return)
    assert shown.wanted == [(None, "", Filter(states=(State.CONFIRMED,))), (None, "", Filter(classes=(bee,)))]


def test_browse_shows_only_what_is_asked_until_it_is_cleared(
    qtbot: QtBot,
    make: Maker,
    thumbs_of: Callable[[OpenProject], ThumbnailLoader],
    settings: Settings,
) -> None:
    project = make().project
    page = BrowsePage(make_context(qtbot, project, thumbs_of(project), settings))
    qtbot.addWidget(page)
    page.show()
    fly, bee = (label.id for label in project.classes if label.name in ("Fly", "Bee"))
    page.filters.show_only(images_of_pair(project.project, fly, bee), "Fly, expected Bee")
    qtbot.waitUntil(lambda: page.grid.content.images.tolist() == [1, 4])
    assert page.summary.text().startswith("2 of 60 images")
    assert page.filters.active
    page.filters.clear()
    qtbot.waitUntil(lambda: len(page.grid.content.images) == 60)
    assert not page.filters.active


def test_decisions_and_new_rounds_bring_the_page_up_to_date(make: Maker, qtbot: QtBot) -> None:
    shown = make()
    page = shown.page
    charts = [page.learning.chart, page.kept.chart, page.pace.chart, page.confusion.chart]
    shown.project.undo()
    shown.project.undo()
    qtbot.waitUntil(lambda: page.summary.text() == "0 of 60 images decided")
    shown.project.redo()
    shown.project.redo()
    add_rounds(shown.project, 4)
    page.rounds.reload()
    qtbot.waitUntil(lambda: page.settled and page.rounds_table.rowCount() == 7)  # the lines of three and of four
    assert page.summary.text() == "40 of 60 images decided"
    assert [page.learning.chart, page.kept.chart, page.pace.chart, page.confusion.chart] == charts


def test_a_page_that_is_not_seen_reads_when_it_is_shown_again(make: Maker, qtbot: QtBot) -> None:
    shown = make()
    shown.page.hide()
    shown.project.undo()
    assert shown.page.summary.text() == "40 of 60 images decided"
    shown.page.show()
    shown.page.activated()
    qtbot.waitUntil(lambda: shown.page.summary.text() == "0 of 60 images decided")


def test_before_any_decision_the_page_says_what_to_do(make: Maker) -> None:
    shown = make(rounds=0, labels=0)
    assert shown.page.body.currentWidget() is shown.page.empty
    assert shown.page.empty.heading == "Nothing decided yet"
    shown.page.empty.button.click()
    assert shown.pages == ["label"]


def test_before_the_first_round_charts_say_when_they_come(make: Maker) -> None:
    shown = make(rounds=0)
    page = shown.page
    assert not any(card.showing for card in (page.learning, page.kept, page.pace, page.confusion))
    assert [card.text[1] for card in page.numbers] == ["20", "–", "–", "–"]
    page.go_button.click()
    assert shown.pages == ["label"]


def test_the_next_step_is_suspects_when_everything_is_decided(make: Maker) -> None:
    shown = make(labels=60)
    shown.page.go_button.click()
    assert shown.pages == ["suspects"]


def test_charts_are_saved_as_picture_drawing_and_numbers(make: Maker, tmp_path: Path) -> None:
    page = make().page
    for card, name in ((page.learning, "first"), (page.confusion, "second")):
        for kind in ("png", "svg", "csv"):
            card.save(tmp_path / f"{name}.{kind}")
        picture = QImage(str(tmp_path / f"{name}.png"))
        assert picture.width() > 400
        colors = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
        assert theme().color("panel").rgb() in colors
        assert len(colors) > 5
        drawing = (tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert QSvgRenderer(drawing.encode()).isValid()
        assert card.title in drawing
        assert "<image" not in drawing or card is page.confusion
    page.learning.save(tmp_path / "learning.csv")
    rows = list(csv.DictReader((tmp_path / "learning.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["round"], row["checked"], row["right"], row["low"]) for row in rows][2] == ("3", "30", "24", "0.5")
    confusions = list(csv.reader((tmp_path / "second.csv").read_text(encoding="utf-8").splitlines()))
    assert confusions[1] == ["Fly", "12", "2", "0"]


def test_a_chart_goes_to_a_new_file_outside_the_folders_of_images(tmp_path: Path) -> None:
    figure = Figure("A", "B", None, Table(("x",), [(1,)]))
    file = tmp_path / "a.csv"
    save_figure(figure, file)
    with pytest.raises(FormatError, match=r"ends in \.png"):
        save_figure(figure, tmp_path / "a.pdf")
    with pytest.raises(FormatError, match="Nothing was written"):
        save_figure(figure, tmp_path / "none" / "a.csv")
    with pytest.raises(FormatError, match="exists already"):
        save_figure(Figure("A", "B", None, Table(("y",), [(2,)])), file)
    with pytest.raises(FormatError, match="nothing is ever written"):
        save_figure(figure, tmp_path / "b.csv", [tmp_path])
    assert file.read_text() == "x\n1\n"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.csv"]


def test_charts_know_the_folders_of_the_images(make: Maker) -> None:
    page = make().page
    for card in (page.learning, page.kept, page.pace, page.confusion):
        assert list(card.folders) == [folder.path for folder in page.project.folders]


def test_dark_and_light_repaint_the_charts(make: Maker, qapp: object) -> None:
    page = make().page
    try:
        for scheme in ("dark", "light"):
            theme().use("dark" if scheme == "dark" else "light")
            for chart in (plot_of(page.learning), page.confusion.chart):
                assert chart is not None
                corner = chart.grab().toImage().pixelColor(8, 8)
                assert corner == theme().color("panel")
    finally:
        theme().use("light")


def test_everything_is_reached_by_tab_and_named(make: Maker, qtbot: QtBot) -> None:
    page = make().page
    page.go_button.setFocus()
    names = set()
    for _ in range(60):
        focus = page.window().focusWidget()
        assert focus is not None
        names.add(focus.accessibleName() or getattr(focus, "text", repr(focus).__str__)())
        press(focus, _KEY.Key_Tab)
    for name in (page.learning.title, page.kept.title, page.confusion.title, "Classes and their images", "Rounds"):
        assert name in names
    assert not [name for name in names if not name or name.startswith("<")]


def test_nothing_is_cut_off_at_any_width(make: Maker, qtbot: QtBot) -> None:
    page = make().page
    cards = [*page.numbers, page.learning, page.kept, page.pace, page.class_card, page.confusion, page.rounds_card]

    def short() -> list[tuple[QWidget, int, int]]:
        return [
            (card, card.height(), layout.totalHeightForWidth(card.width()))
            for card in cards
            if (layout := card.layout()) is not None and card.height() < layout.totalHeightForWidth(card.width())
        ]

    for width in (1300, 820, 1300, 1000):
        page.resize(width, 700)
        page.grab()  # lays everything out, but for what moved within a card
        qtbot.waitUntil(lambda: not short())
        assert page.view.horizontalScrollBar().maximum() == 0


def test_the_window_starts_without_the_charts() -> None:
    script = "import sys, desktop_labeler.ui.app; print('pyqtgraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
