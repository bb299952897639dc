"""A project that cannot be opened comes back from its backups, from the window alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.data.project.backups import back_up
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.dialogs.backups_dialog import BackupsDialog
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import messages, run_main
from tests.making import label_images, labels_of, make_project


def test_a_damaged_project_is_restored_from_the_window(tmp_path: Path, qapp: QApplication) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", "dog"])
        back_up(project.db, path, "daily")
    path.write_bytes(bytes(100) + path.read_bytes()[100:])

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: bool(messages())
        assert "not a project of this program" in messages()[0]
        (box,) = window.findChildren(QMessageBox)
        show = next(button for button in box.buttons() if "backups" in button.text())
        show.click()
        yield lambda: bool(window.findChildren(BackupsDialog))
        (dialog,) = window.findChildren(BackupsDialog)
        assert [button for button in dialog.findChildren(type(show)) if button.text() == "Back up now"] == []
        dialog.restore(0)
        yield lambda: window.project is not None

    assert run_main([str(path)], person) == 0
    with Project(path, "read") as project:
        assert set(labels_of(project).values()) == {("cat", "confirmed"), ("dog", "confirmed")}
    assert len(list(tmp_path.glob("p damaged *.labeler"))) == 1
