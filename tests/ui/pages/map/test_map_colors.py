"""The colours of the map: what they follow, what is grey, what the legend does."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.pages.map.map_colors import MOST_CLASSES
from tests.ui.pages.map.maps import LABELS, PATHS, Opener, Stage, embed
from tests.ui.stored_rounds import Findings, store_round

# --- colours


def kinds(stage: Stage) -> dict[str, set[int]]:
    """Return the images of each entry of the legend."""
    cloud, entries = stage.page.canvas.cloud, stage.page.entries
    return {
        entry.text: {int(image) for image in cloud.ids[cloud.kinds == kind]}
        for kind, entry in enumerate(entries)
        if entry.count
    }


def test_colours_follow_a_decision(qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS, labels=LABELS)
    embed(project)
    stage = show_map(project)
    assert kinds(stage)["Fly"] == {1, 2, 3, 4, 5, 6}
    fly = next(label.id for label in project.classes if label.name == "Fly")
    project.decide([40, 41], assign(fly), kind="assign", what=DecisionText("label", n=1, name="Fly"), page="Browse")
    qtbot.waitUntil(lambda: kinds(stage)["Fly"] == {1, 2, 3, 4, 5, 6, 40, 41})
    stage.page.color_by("state")
    stage.settle()
    assert kinds(stage)["confirmed"] == {*range(1, 11), 40, 41}


def test_doubt_and_suggestions_come_from_the_round(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS, classes=("Fly", "Bee"))
    fly, bee = (label.id for label in project.classes)
    with project.project.transaction() as db:  # labels that nobody looked at
        db.execute("UPDATE image SET state = 1, class_id = ? WHERE id <= 10", (fly,))
    found = Findings(suggested={30: (bee, 0.9)}, expected={3: (bee, 0.9), 4: (bee, 0.8), 5: (bee, 0.7)}, errors=1)
    store_round(project.project, found)  # with vectors of its own
    stage = show_map(project)
    stage.page.color_by("doubt")
    stage.settle()
    assert kinds(stage)["probably wrong"] == {3}
    assert kinds(stage)["no label"] == set(range(11, 61))
    stage.page.color_by("suggestion")
    stage.settle()
    assert kinds(stage)["Bee"] == {30}


def test_beyond_a_dozen_classes_the_small_ones_are_grey(
    open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    labels = [f"Class {number:02}" for number in range(20) for _ in range(2 + (number > 7))]
    project = open_new(PATHS[: len(labels)], labels=labels)
    embed(project, range(1, len(labels) + 1))
    stage = show_map(project)
    entries = stage.page.entries
    assert sum(bool(entry.color) for entry in entries) == MOST_CLASSES
    assert {entry.text for entry in entries if entry.color} == {f"Class {number:02}" for number in range(8, 20)}
    other = next(entry for entry in entries if entry.text == "other classes")
    assert (other.color, other.count) == ("", 16)


def test_a_click_in_the_legend_lights_one_kind(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS, labels=LABELS)
    embed(project)
    stage = show_map(project)
    plain = stage.page.canvas.grab().toImage()
    bee = next(choice.value for choice in stage.page.legend.choices if choice.text.startswith("Bee"))
    stage.page.legend.chosen.emit(bee)
    stage.settle()
    assert stage.page.legend.current == bee
    assert stage.page.canvas.grab().toImage() != plain
    stage.page.legend.chosen.emit(bee)
    stage.settle()
    assert stage.page.legend.current is None
    assert stage.page.canvas.grab().toImage() == plain


def test_the_scheme_changes_the_ground(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS)
    embed(project)
    stage = show_map(project)
    canvas = stage.page.canvas
    schemes: tuple[Scheme, ...] = ("dark", "light")
    for scheme in schemes:
        theme().use(scheme)
        assert canvas.grab().toImage().pixelColor(20, 20).name() == theme().colors.ground


def test_everything_has_a_name_for_a_screen_reader(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS)
    embed(project)
    stage = show_map(project)
    page, tools = stage.page, stage.page.tools
    for widget in (page.canvas, tools.lasso, tools.nearer, tools.farther, tools.whole, page.colors, page.legend):
        assert widget.accessibleName()
    assert page.canvas.focusPolicy() == Qt.FocusPolicy.StrongFocus
