"""A classifier leaves its project: in the window, and as the handbook says on the command line."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.dialogs.exchange.classify_dialog import ClassifyDialog
from desktop_labeler.ui.dialogs.exchange.export_model_dialog import ExportModelDialog
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.e2e.trusting import Steps
from tests.jobs.classifiers.classifying import CLASSES, classifier_project, new_folder
from tests.jobs.files import snapshot


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return classifier_project(tmp_path / "p")


def test_a_folder_is_classified_on_home_and_opened_as_a_project(
    project: Path, tmp_path: Path, qapp: QApplication
) -> None:
    folder = new_folder(tmp_path / "new", 9)
    before = snapshot(folder)
    opened: list[Path] = []

    def person(window: MainWindow) -> Steps:
        yield lambda: window.home.isVisible()
        window.home.classify.click()
        yield lambda: bool(window.findChildren(ClassifyDialog))
        (dialog,) = window.findChildren(ClassifyDialog)
        assert not dialog.classify.isEnabled()
        dialog.model.setText(str(project))
        dialog.folder.setText(str(folder))
        assert dialog.out.text() == str(tmp_path / "new classified.csv")
        for bad in (
            tmp_path / "p" / "colours.labeler",
            folder / "out.csv",
            folder / "0" / "o.csv",
            tmp_path / "x" / "y",
        ):
            dialog.out.setText(str(bad))
            assert dialog.hint.text()
            assert not dialog.classify.isEnabled()
        (tmp_path / "half.csv.unfinished").write_bytes(b"")
        dialog.out.setText(str(tmp_path / "half.csv"))
        assert "It goes on where it stopped." in dialog.hint.text()
        dialog.out.setText(str(tmp_path / "out.csv"))
        assert not dialog.hint.text()
        dialog.classify.click()
        yield lambda: "9 images are classified in out.csv" in window.bar.notices.text.text()
        window.bar.notices.button.click()
        yield lambda: window.project is not None and not window.jobs.busy
        assert window.project is not None
        opened.append(window.project.path)

    assert run_main([], person) == 0
    assert (tmp_path / "out.csv").is_file()
    assert opened == [tmp_path / "new.labeler"]
    with Project(opened[0], "read") as made:
        assert predicting_models(made) == {"colours": 9}
        assert {label.name for label in made.classes()} == set(CLASSES)
    assert snapshot(folder) == before


def test_the_classifier_is_exported_from_the_menu(project: Path, tmp_path: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        window.entries["export_model"].trigger()
        yield lambda: bool(window.findChildren(ExportModelDialog))
        (dialog,) = window.findChildren(ExportModelDialog)
        assert dialog.place.path == tmp_path / "p" / "colours classifier"
        dialog.place.field.setText(str(tmp_path / "p" / "images" / "out"))
        assert not dialog.export.isEnabled()
        dialog.place.field.setText(str(tmp_path / "taken"))
        dialog.export.click()
        yield lambda: "The classifier is exported to “taken”." in window.bar.notices.text.text()

    assert run_main([str(project)], person) == 0
    assert sorted(path.name for path in (tmp_path / "taken").iterdir()) == [
        "README.md",
        "classes.json",
        "model.onnx",
        "predict.py",
        "prepare.py",
    ]
