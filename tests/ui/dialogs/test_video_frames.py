"""The dialog of a new project offers the frames of videos where there are videos."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.progress import finish
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog, NewProjectPlan
from tests.making import labels_of, make_project
from tests.video_making import make_video


def test_21_frames_of_videos_are_offered_where_there_are_videos(qtbot: QtBot, tmp_path: Path) -> None:
    pytest.importorskip("av", reason="videos are read with av")
    make_project(tmp_path / "x.labeler", ["cat/1.png"], files=True).close()
    folder = tmp_path / "images"
    without = NewProjectDialog(folder, None)
    qtbot.addWidget(without)
    assert without.frames.parent() is None
    make_video(folder / "cat" / "film.mp4", frames=25)
    dialog = NewProjectDialog(folder, None)
    qtbot.addWidget(dialog)
    assert dialog.frames.isEnabled()
    assert dialog.frames.currentData() is None
    dialog.frames.setCurrentIndex(dialog.frames.findData(2.0))
    with qtbot.waitSignal(dialog.wanted) as given:
        dialog.make.click()
    assert given.args is not None
    plan = given.args[0]
    assert isinstance(plan, NewProjectPlan)
    finish(plan.job())
    with Project(plan.project) as project:
        assert {"cat/film.mp4#t=0", "cat/film.mp4#t=2"} < set(labels_of(project))
