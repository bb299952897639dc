"""The sample project: its images written to a folder and opened as a project with most of the labels they come with."""

from dataclasses import replace
from pathlib import Path

from desktop_labeler.data.images.sample_files import write_sample
from desktop_labeler.data.project.project_file import SUFFIX, Project
from desktop_labeler.jobs.new_project import NewResult, labels_from_folders, new_project
from desktop_labeler.progress import Job, Progress

UNLABELLED = 0.4  # of the images, so that there is something to label and to suggest


def make_sample(folder: Path, *, unlabelled: float = UNLABELLED) -> Job[NewResult]:
    """Write the sample into a folder and make its project there.

    Args:
        folder: made if missing; images that an earlier, unfinished attempt left in it are used again.
        unlabelled: share of the images whose label is left out.

    Returns:
        What `new_project` returns.

    Raises:
        LabelerError: the folder cannot be written.
    """
    yield Progress("writing the sample")
    files = folder / "files"
    if not files.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        write_sample(files)
    result = yield from new_project(folder / f"sample{SUFFIX}", [files / "images"], labels="none")
    with Project(result.project) as project:
        labels_from_folders(project, unlabelled=unlabelled)
        labelled = sum(count for (_, label), count in project.counts().items() if label is not None)
        return replace(result, labelled=labelled, classes=[label.name for label in project.classes()])
