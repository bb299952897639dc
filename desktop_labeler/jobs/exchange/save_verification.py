"""Writes what a comparison with a manifest found as a table: a line for every image that is not as it was exported."""

import csv
from pathlib import Path

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.verify_manifest import Verification
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.progress import Job, Progress

COLUMNS = ("path", "image", "label_then", "label_now")


def save_verification(project_path: Path, found: Verification, out: Path) -> Job[Path]:
    """Write the differences to a new file, completely or not at all.

    The column `image` is "same", "changed" or "missing"; files of the export that are not as it wrote them have lines
    too, with "file changed", "file gone" or "file added".

    Raises:
        FormatError: `out` exists, lies in a folder of images, or cannot be written; nothing is left there.
        ProjectError: the project cannot be read.
    """
    out = Path(out).absolute()
    with Project(project_path, "read") as project:
        check_place_of(project, out)
    yield Progress("writing", 0, 0)
    with complete_or_gone(out) as part, part.open("x", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for one in found.changed:
            table.writerow((one.path, "changed" if one.image else "same", one.was or "", one.now or ""))
        table.writerows((path, "missing", "", "") for path in found.missing)
        table.writerows((one.name, f"file {one.what}", "", "") for one in found.files)
    return out
