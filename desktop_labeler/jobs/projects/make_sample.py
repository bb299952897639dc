"""Makes the sample project: writes its images to a folder and takes most of the labels that they come with."""

from dataclasses import replace
from pathlib import Path

from desktop_labeler.data.images.files.sample_files import write_sample
from desktop_labeler.data.project.project_file import SUFFIX, Project
from desktop_labeler.jobs.projects.new_project import NewResult, labels_from_folders, new_project
from desktop_labeler.progress import Job, Progress

UNLABELLED = 0.4  # the fraction of images without a label, so that there is something to label and to suggest


def make_sample(folder: Path, *, unlabelled: float = UNLABELLED) -> Job[NewResult]:
    """Write the sample into a folder and make its project there.

    Args:
        folder: the folder, which is made if it is missing; images left by an earlier, unfinished attempt are reused.
        unlabelled: the fraction of the images, 0 to 1, that get no label.

    Returns:
        The result of `new_project`.

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
