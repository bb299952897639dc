"""A classifier leaves its project: in the window, and as the handbook says on the command line."""

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.classify_folder import classify_folder
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.dialogs.exchange.classify_dialog import ClassifyDialog, ClassifyPlan
from desktop_labeler.ui.dialogs.exchange.export_model_dialog import ExportModelDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.home.recent_card import RecentCard
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


def test_home_offers_an_interrupted_run_until_it_goes_on_and_not_after_its_end(
    project: Path, tmp_path: Path, qapp: QApplication
) -> None:
    folder, out = new_folder(tmp_path / "new", 9), tmp_path / "out.csv"
    job = classify_folder(project, folder, out, device="cpu")
    while next(job).phase != "classifying":
        pass
    job.close()
    going = threading.Event()

    def other() -> Job[None]:
        while not going.wait(0.02):
            yield Progress("reading")

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded and not window.jobs.busy
        window.close_project()

        def card() -> RecentCard:
            return next(card for card in window.home.cards if card.project == project)

        window.home._clock.stop()  # which reads it again now and then
        yield lambda: card().interrupted.isVisible()
        window.jobs.start("Another job", other, lambda _: None)
        card().go_on.click()
        yield lambda: bool(window.findChildren(ClassifyDialog))
        (dialog,) = window.findChildren(ClassifyDialog)
        dialog.classify.click()
        yield lambda: not card().interrupted.isVisible()  # it waits
        (waiting,) = window.jobs.waiting
        window.jobs.drop(waiting)
        yield lambda: card().interrupted.isVisible()
        window.files.classifiers._classify(ClassifyPlan(project, folder, out))
        yield lambda: not card().interrupted.isVisible()
        going.set()
        yield lambda: window.jobs.title == "Classifying a folder" and bool(window.jobs.progress.phase)
        assert not card().interrupted.isVisible()
        yield lambda: not window.jobs.busy and not window.home._loader._readers.running
        assert not card().interrupted.isVisible()
        assert not card().go_on.isVisible()

    assert run_main([str(project)], person) == 0
    assert out.is_file()


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
