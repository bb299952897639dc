"""The right panel: facts and history of the focused image."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.shell.side_panel import SidePanel


def panel_of(qtbot: QtBot, project: OpenProject) -> SidePanel:
    panel = SidePanel(Settings())
    qtbot.addWidget(panel)
    panel.show_project(project)
    panel.tabs.setCurrentIndex(1)
    return panel


def close(qtbot: QtBot, panel: SidePanel) -> None:
    qtbot.waitUntil(lambda: not panel.view.reading)
    panel.show_project(None)


def test_names_that_look_like_html_are_shown_as_they_are(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["<b>a</b> & 'b'.png"], classes=["<i>x</i>"])
    panel = panel_of(qtbot, project)
    panel.show_image(1)
    project.decide(
        [1],
        assign(project.classes[0].id),
        kind="assign",
        what=DecisionText("label", n=1, name="<i>x</i>"),
        page="Browse",
    )
    text = panel.facts.text()
    assert "&lt;b&gt;a&lt;/b&gt; &amp;" in text
    assert "Label 1 image &lt;i&gt;x&lt;/i&gt;" in text
    close(qtbot, panel)


def test_no_key_waits_for_what_nobody_sees_of_an_image(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png", "b.png"], classes=["cat"])
    panel = panel_of(qtbot, project)
    panel.show_image(1)
    panel.tabs.setCurrentIndex(0)
    panel.show_image(2)
    assert "a.png" in panel.facts.text()  # not written anew while the tab is covered
    panel.tabs.setCurrentIndex(1)
    assert "b.png" in panel.facts.text()
    panel.fold(True)
    panel.show_image(1)
    assert "b.png" in panel.facts.text()
    panel.fold(False)
    assert "a.png" in panel.facts.text()
    close(qtbot, panel)


def test_the_history_grows_with_every_decision_and_names_who(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"], classes=["cat"])
    project.who = "Dr. Ann"
    panel = panel_of(qtbot, project)
    panel.show_image(1)
    assert "Nothing decided yet." in panel.facts.text()
    project.decide(
        [1], assign(project.classes[0].id), kind="assign", what=DecisionText("label", n=1, name="cat"), page="Browse"
    )
    assert "Label 1 image cat" in panel.facts.text()
    assert "Dr. Ann" in panel.facts.text()
    project.undo()
    assert "(undone)" in panel.facts.text()
    close(qtbot, panel)


def test_a_file_that_is_gone_is_told_and_the_project_goes_on(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["gone.png"], files=False)
    panel = panel_of(qtbot, project)
    panel.show_image(1)
    qtbot.waitUntil(lambda: bool(panel.view.problem))
    assert "gone.png" in panel.facts.text()
    close(qtbot, panel)


def test_recently_given_classes_come_first_in_the_picker(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"], classes=["cat", "dog", "owl"])
    panel = panel_of(qtbot, project)
    panel.show()
    panel.classes.assign.emit(project.classes[2].id)
    panel.pick_class()
    assert [label.name for label in panel.picker.matches()] == ["owl", "cat", "dog"]
    panel.picker.close()
    close(qtbot, panel)
