"""Makes a project of a classified folder, in which the classes of the table are suggestions."""

from collections.abc import Sequence
from pathlib import Path

from desktop_labeler.data.decisions.history import By
from desktop_labeler.jobs.exchange.import_predictions import import_predictions
from desktop_labeler.jobs.projects.new_project import NewResult, new_project
from desktop_labeler.progress import Job


def project_of_result(
    project_path: Path, folder: Path, table: Path, *, model: str, classes: Sequence[str], by: By
) -> Job[NewResult]:
    """Make a project for a folder and import a table of classify_folder as suggestions of a named model.

    Args:
        project_path: the file to make; it must not exist.
        folder: the folder of images.
        table: what classify_folder wrote.
        model: the name of the classifier.
        classes: its classes in its order, which is that of their keys.
        by: who makes the project, for the history.

    Raises:
        LabelerError: the project cannot be made, or the table cannot be used.
    """
    made = yield from new_project(project_path, folder, "none", classes=classes, check=False, by=by)
    yield from import_predictions(project_path, table, by=by, model=model, add_new_classes=True)
    return made
