"""Looks for new, missing, changed and moved files, and lets new images join the patients that a project groups by."""

from collections.abc import Sequence
from pathlib import Path

from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.page_names import HOME
from desktop_labeler.jobs.metadata.group_patients import group_new_patients
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.jobs.scanning.scan import ScanResult, scan
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job

_BY = By(Message("rescan").stored(), HOME)


def look_again(project_path: Path, new_place: Path | None = None) -> Job[ScanResult]:
    """Scan all folders of a project again, as `rescan` does; new DICOM files join the groups of patients or studies.

    Raises:
        ProjectError: as of `rescan`.
    """
    found = yield from rescan(project_path, new_place)
    return (yield from _grouped(project_path, found))


def look_into(project_path: Path, folders: Sequence[Path]) -> Job[ScanResult]:
    """Add folders to a project, as `scan` does; their DICOM files join the groups of patients or studies.

    Raises:
        ProjectError: as of `scan`.
    """
    found = yield from scan(project_path, folders)
    return (yield from _grouped(project_path, found))


def _grouped(project_path: Path, found: ScanResult) -> Job[ScanResult]:
    if found.new:
        yield from group_new_patients(project_path, found.last, by=_BY)
    return found
