"""The dialog of a new project offers the frames of videos where there are videos."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.progress import finish
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog, NewProjectPlan
from desktop_labeler.ui.dialogs.video_frames import Videos, frames_text, videos_in
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
    (folder / "cat" / "cut.mp4").write_bytes((folder / "cat" / "film.mp4").read_bytes()[:40])
    dialog = NewProjectDialog(folder, None)
    qtbot.addWidget(dialog)
    assert dialog.frames.field.isEnabled()
    unknown = "; one does not say how long it is"
    qtbot.waitUntil(lambda: dialog.frames.count.text() == f"2 videos, 2 seconds in all{unknown}")
    assert dialog.frames.field.currentData() is None
    dialog.frames.field.setCurrentIndex(dialog.frames.field.findData(2.0))
    assert dialog.frames.count.text() == f"2 videos: about 2 images{unknown}"
    with qtbot.waitSignal(dialog.wanted) as given:
        dialog.make.click()
    assert given.args is not None
    plan = given.args[0]
    assert isinstance(plan, NewProjectPlan)
    finish(plan.job())
    with Project(plan.project) as project:
        assert {"cat/film.mp4#t=0", "cat/film.mp4#t=2"} < set(labels_of(project))


@given(
    st.lists(st.one_of(st.none(), st.floats(0.1, 90_000))),
    st.sampled_from([None, "scenes", 1.0, 2.0, 60.0]),
    st.booleans(),
)
def test_the_text_counts_every_video(lengths: list[float | None], frames: float | str | None, is_all: bool) -> None:
    text = frames_text(Videos(tuple(lengths), is_all), frames)
    known = [each for each in lengths if each is not None]
    assert text.replace(",", "").startswith(f"{len(lengths)} video") or not is_all
    assert ("not say how long" in text) == (is_all and 0 < len(known) < len(lengths))
    if is_all and known and isinstance(frames, float):
        images = sum(int(each // frames) + (each % frames > 0) for each in known)  # at 0, frames, 2 × frames, …
        assert f"about {images} image" in text.replace(",", "")


def test_hidden_folders_and_other_files_are_no_videos(tmp_path: Path) -> None:
    for name in ("b/film.mp4", "a.MOV", ".cache/no.mp4", "b/.no.mp4", "b/c.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [file.relative_to(tmp_path).as_posix() for file in videos_in(tmp_path)] == ["a.MOV", "b/film.mp4"]
