"""The open project: what was decided is in the project file itself soon, for people who copy it by hand."""

import shutil
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.open_project import OpenProject


def test_a_copy_of_the_file_alone_has_the_decisions_soon(
    qtbot: QtBot, tmp_path: Path, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"])
    project.add_class("Bee")
    copy = tmp_path / "copy.labeler"

    def is_there() -> bool:
        shutil.copyfile(project.path, copy)  # without its -wal
        with Project(copy) as copied:
            return [label.name for label in copied.classes()] == ["Bee"]

    qtbot.waitUntil(is_there, timeout=60_000)
