"""A model from elsewhere, from its file to accepted labels, in the window and on the command line."""

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop_labeler.__main__ import main
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.dialogs.exchange.predictions_dialog import PredictionsDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.rounds.explanation import explain
from tests.e2e.driving import run_main
from tests.e2e.trusting import Steps, calm, shown, there
from tests.making import labels_of, make_project

COUNT = 60
NAMES = ("ant", "bee", "cat")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a project without labels and classes, whose images are embedded."""
    path = tmp_path / "p.labeler"
    vectors = np.eye(3, 16)[np.arange(COUNT) % 3] + np.random.default_rng(0).normal(scale=0.1, size=(COUNT, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with make_project(path, [f"{number:03}.png" for number in range(COUNT)], files=True) as project:
        append_vectors(project, "test", np.arange(1, COUNT + 1), vectors.astype(np.float16))
        use_backbone(project, "test", "test")
    return path


@pytest.fixture
def speciesnet(tmp_path: Path) -> Path:
    found = [
        {
            "filepath": f"/data/images/{number:03}.png",
            "prediction": f"id;class;order;family;genus;species;{NAMES[number % 3]}",
            "prediction_score": 0.9 - number / 1000,
            "model_version": "4.0.1a",
        }
        for number in range(COUNT)
    ]
    table = tmp_path / "speciesnet.json"
    table.write_text(json.dumps({"predictions": found}), encoding="utf-8")
    return table


def _dialog(window: MainWindow) -> PredictionsDialog:
    (found,) = [dialog for dialog in window.findChildren(PredictionsDialog) if dialog.isVisible()]
    return found


def test_suggestions_of_another_model_in_the_window(file: Path, speciesnet: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.entries["predictions"].trigger()
        closed = _dialog(window)
        closed.file.setText(str(speciesnet))
        closed.reject()
        closed.file.editingFinished.emit()  # as a field that loses the focus
        assert not window.jobs.busy  # nobody waits for a dry run any more
        window.entries["predictions"].trigger()
        dialog = next(one for one in window.findChildren(PredictionsDialog) if one.isVisible())
        assert not dialog.import_button.isEnabled()
        dialog.use_file(speciesnet)
        yield dialog.import_button.isEnabled
        assert dialog.outcome.text() == "“SpeciesNet 4.0.1a” suggests a class for 60 images; 3 new classes."
        assert dialog.details.geometry().bottom() < dialog.import_button.geometry().top()  # nothing lies over anything
        assert "New classes: ant, bee, cat" in dialog.details.toPlainText()
        dialog.import_button.click()
        window.show_page("suggestions")
        yield lambda: there(window, "suggestions")
        assert window.project is not None
        assert predicting_models(window.project.project) == {"SpeciesNet 4.0.1a": COUNT}
        images = window.project.rows(shown(window, "suggestions"))
        assert all(row.class_id is None for row in images.values())
        suggestions = window.page("suggestions")
        assert isinstance(suggestions, SuggestionsPage)
        (row,) = window.project.rows(shown(window, "suggestions")[:1]).values()
        why = explain(suggestions.shown, window.project, row) if suggestions.shown is not None else None
        assert why is not None
        assert why.chips[0] == "SpeciesNet 4.0.1a: ant .90"
        suggestions.accept_button.click()
        yield lambda: not suggestions.open_images()
        window.entries["predictions"].trigger()
        (remove,) = [button for button in _dialog(window).findChildren(QPushButton) if "4.0.1a" in button.text()]
        remove.click()
        (box,) = _dialog(window).findChildren(QMessageBox)
        assert "Labels that were accepted stay." in box.text()
        next(one for one in box.buttons() if one.text() == "Remove").click()
        yield lambda: not predicting_models(window.project.project)  # type: ignore[union-attr]

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        accepted = {path: label for path, (label, _) in labels_of(project).items() if label}
    assert accepted
    assert all(NAMES[int(path[:3]) % 3] == label for path, label in accepted.items())


def test_suggestions_of_another_model_on_the_command_line(
    file: Path, speciesnet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(file), str(speciesnet), "--as", "suggestions", "--model", "mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "model": "mine",
        "suggested": COUNT,
        "unmatched": [],
        "unknown_classes": [],
        "added_classes": list(NAMES),
        "notes": [
            "60 images were found by the end of the path, not by the whole of it: "
            "/data/images/000.png → 000.png, /data/images/001.png → 001.png, /data/images/002.png → 002.png.",
            "The suggestions are shown on Suggestions after the next analysis of the images.",
        ],
    }
    assert main(["round", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["suggested"] == COUNT
    assert main(["suggest", str(file), "-n", "3"]) == 0
    assert "000.png" in capsys.readouterr().out
    assert main(["import", str(file), str(speciesnet)]) == 2
    assert "--as suggestions" in capsys.readouterr().err
    assert main(["import", str(file), str(file), "--as", "suggestions"]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
