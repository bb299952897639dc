"""The sample project: its images written to a folder and opened as a project with the labels they come with."""

from pathlib import Path

from desktop_labeler.data.images.sample_files import write_sample
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.jobs.new_project import NewResult, new_project
from desktop_labeler.progress import Job, Progress


def make_sample(folder: Path) -> Job[NewResult]:
    """Write the sample into a folder and make its project there.

    Args:
        folder: made if missing; images that an earlier, unfinished attempt left in it are used again.

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
    result = yield from new_project(folder / f"sample{SUFFIX}", [files / "images"], labels="folders")
    return result
