"""The table of classes on Progress."""

from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.pages.progress.class_counts import ClassCount, ClassCounts


def test_long_class_names_get_the_room_there_is_and_a_width_once_chosen_stays(qtbot: QtBot) -> None:
    counts = ClassCounts()
    qtbot.addWidget(counts)
    counts.resize(900, 400)
    with qtbot.waitExposed(counts):
        counts.show()
    head = counts.view.horizontalHeader()
    usual = head.sectionSize(0)
    name = "Coelastrum microporum morphotype 13 – open colony"
    counts.show_counts([ClassCount(LabelClass(1, name, "#d55e00", "circle", None, 0), 3, 1)])
    shown = head.sectionSize(0)
    assert usual < counts.view.fontMetrics().horizontalAdvance(name) < shown <= counts.view.width() // 2
    counts.resize(420, 400)
    qtbot.waitUntil(lambda: head.sectionSize(0) < shown)
    head.resizeSection(0, 250)
    counts.resize(900, 400)
    counts.show_counts([])
    assert head.sectionSize(0) == 250
