"""Puts the images of DICOM files into groups by patient or study, whose names do not tell who it is."""

import re
import secrets
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, decide
from desktop_labeler.data.decoding.file_types import dicom_patients
from desktop_labeler.data.decoding.limits import patience
from desktop_labeler.data.decoding.signatures import is_dicom_file
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.files.usable_files import dicom_named, images_in
from desktop_labeler.data.images.query.image_query import groups
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.metadata.group_images import GroupResult
from desktop_labeler.jobs.threads import in_threads, throttled
from desktop_labeler.progress import Job, Progress

Whole: TypeAlias = Literal["patient", "study"]
_WHOLES: tuple[Whole, ...] = get_args(Whole)
_NAMED = {whole: re.compile(f"{whole} [0-9a-f]{{10}}") for whole in _WHOLES}
_SECRET = "secret_of_groups"


def group_new_patients(project_path: Path, last: int, *, by: By) -> Job[None]:
    """Let new images of DICOM files join the groups of patients or studies, where a project has such groups.

    In a project without any DICOM file before they are grouped by patient, as in a new project, unless its images have
    other groups.

    Args:
        project_path: the project.
        last: the id of the image that was added last before them.
        by: who decides.

    Raises:
        ProjectError: the project cannot be read or written.
    """
    with Project(project_path, "read") as project:
        files = [file.id for file in dicom_named(project)]
        whole = _grouped_by(project, is_first=all(file > last for file in files))
    if whole is not None and any(file > last for file in files):
        yield from group_patients(project_path, whole, by=by, keep=True, last=last)


def _grouped_by(project: Project, *, is_first: bool) -> Whole | None:
    """Return what the DICOM images of a project are grouped by; None if they are not, or if images have other groups.

    Args:
        project: any open project.
        is_first: whether it had no DICOM files before.
    """
    known = dict(groups(project))
    found: Counter[Whole] = Counter()
    for whole in _WHOLES:
        found[whole] = sum(n for name, n in known.items() if _NAMED[whole].fullmatch(name))
    if any(found.values()):
        return max(_WHOLES, key=lambda whole: found[whole])
    return "patient" if is_first and not known else None


def group_patients(
    project_path: Path, whole: Whole, *, by: By, dry_run: bool = False, keep: bool = False, last: int = 0
) -> Job[GroupResult]:
    """Let the images of DICOM files of one patient, or one study of a patient, be a group, as one decision.

    The names of the groups are made with a secret of the project: they tell nobody who the patient is, and the same
    patient has another name in another project. Of the files only the headers are read.

    Args:
        project_path: the project.
        whole: what a group is.
        by: who decides.
        dry_run: only count.
        keep: images that have a group keep it.
        last: only images that were added after the one with this id.

    Raises:
        ProjectError: the project cannot be read or written.
    """
    with Project(project_path, "read" if dry_run else "write") as project:
        files = list(dicom_named(project))
        names = yield from throttled(_read(project, files, _secret(project, store=not dry_run), whole))
        of = [each for each in images_in(project, list(names), without_group=keep) if each[0] > last]
        images = [image for image, _ in of]
        chosen = [names[file] for _, file in of]
        number = None
        if images and not dry_run:
            yield Progress("storing", 0, len(images))
            what = DecisionText(f"group_{whole}", n=len(images))
            number = decide(project, images, Edit(group=chosen), kind="group", what=what, by=by)
    return GroupResult(len(set(chosen)), len(images), 0, number)


def _secret(project: Project, *, store: bool) -> bytes:
    known = project.setting(_SECRET)
    if isinstance(known, str):
        return bytes.fromhex(known)
    new = secrets.token_bytes(16)
    if store:
        project.save_setting(_SECRET, new.hex())
    return new


def _read(project: Project, files: list[KnownImage], secret: bytes, whole: Whole) -> Job[dict[int, str]]:
    """Return the group of each file whose header names a patient or a study."""
    places = {folder.id: folder for folder in project.folders()}

    def read(image: KnownImage, stop: threading.Event) -> str:
        try:
            file = places[image.folder_id].file(image.path)
            return dicom_patients.whom(file).group(secret, by=whole) if is_dicom_file(file) else ""
        except ImageError:  # a path that leads out of its folder
            return ""
        except Exception:  # noqa: BLE001 pydicom raises any kind of exception on damaged headers
            return ""

    names: dict[int, str] = {}
    reading = in_threads(read, files, together=16, patience=lambda image: patience(image.size), late=lambda _: "")
    done = 0
    with closing(reading) as results:
        for result in results:
            if result is not None:
                done += 1
                if result[1]:
                    names[result[0].id] = result[1]
            yield Progress("reading columns", done, len(files))
    return names
