"""Makes a package: some images of a project as a project of their own, for somebody else to decide."""

import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.decisions.neutral_names import group_names, package_names
from desktop_labeler.data.decisions.packages import (
    PackageInfo,
    PackedImage,
    add_to_package,
    begin_package,
    last_moment,
    packed_path,
)
from desktop_labeler.data.decisions.people import check_people
from desktop_labeler.data.decisions.person_names import person_name
from desktop_labeler.data.decisions.proof.audits import current_audit
from desktop_labeler.data.images.pictures.encode import Encoded, encode_image
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner
from desktop_labeler.data.project.packed_images import INSIDE
from desktop_labeler.data.project.project_file import SUFFIX, ImageRow, Project, create_project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import random_sample

Place = Literal["inside", "beside"]
LONGEST = 1024  # pixels of the longer side that are enough to tell what an image is
_DATES = 2_000_000_000  # nanoseconds between the dates that every file system can keep
_BATCH = 50  # images between two transactions


@dataclass(frozen=True, eq=False)
class Selection:
    """Which images go into a package.

    Attributes:
        wanted: what the images must fulfil.
        count: at most so many of these, drawn at random; None for all.
        seed: of the draw.
        audit: only images of the audit that is under way, or that ended last.
        only: ids of the images to choose from, rising; None for all.
    """

    wanted: Filter = field(default_factory=Filter)
    count: int | None = None
    seed: int = 0
    audit: bool = False
    only: IntArray | None = None


@dataclass(frozen=True)
class PackageResult:
    """What a package holds.

    Attributes:
        images: how many.
        out: its file.
        folder: the folder with its images beside it; None if they are inside.
        bytes: size of the images in it.
        left_out: path and reason of each image that was chosen and cannot be read.
    """

    images: int
    out: Path
    folder: Path | None
    bytes: int
    left_out: tuple[tuple[str, Message], ...]


def choose_images(project: Project, selection: Selection) -> IntArray:
    """Return the ids of the images that a selection means, in order of their paths; drawn ones are in it as well.

    Raises:
        LabelerError: there was no audit, or a person whom the filter names has said nothing.
        ProjectError: the file cannot be read.
    """
    wanted = selection.wanted
    check_people(project, [name for name in (wanted.answered_by, wanted.not_by) if name])
    found = find_images(project, wanted)
    if selection.only is not None:
        found = found[np.isin(found, selection.only)]
    if selection.audit:
        audit = current_audit(project)
        if audit is None:
            raise LabelerError("There was no audit yet. Nothing was written. Begin one, or choose other images.")
        found = found[np.isin(found, audit.images)]
    if selection.count is not None:
        found = found[np.sort(random_sample(len(found), selection.count, selection.seed))]
    return found


def make_package(
    project_path: Path,
    out: Path,
    selection: Selection,
    *,
    name: str = "",
    blind: bool = False,
    place: Place = "inside",
    longest: int = LONGEST,
) -> Job[PackageResult]:
    """Write a package, completely or not at all; the project is only read.

    Args:
        project_path: the project.
        out: the file to write, with the ending of projects; it must not exist.
        selection: which images.
        name: whom it is for; their decisions in the window carry this name.
        blind: without labels, under names and with a date that tell nothing and without what else stands in the
            files, so that what is said in it is independent of all that.
        place: images in the file itself, or in a folder beside it, which has to be sent along.
        longest: pixels of the longer side; larger images are made smaller.

    Raises:
        LabelerError: no such images.
        FormatError: `out` cannot be written; nothing is left there.
        ProjectError: the project cannot be read.
    """
    out = Path(out).absolute()
    if out.suffix != SUFFIX:
        raise LabelerError(
            "{out} is not the name of a package: that ends with {suffix}, so that it opens as a project. Nothing was "
            "written. Choose such a name, as in for-bob{suffix}.",
            out=out.name,
            suffix=SUFFIX,
        )
    folder = out.with_name(f"{out.stem} images") if place == "beside" else None
    with Project(project_path, "read") as project:
        check_place_of(project, out)
        if folder is not None:
            check_place_of(project, folder)
        images = choose_images(project, selection)
        if not len(images):
            raise LabelerError("There are no such images in the project. Nothing was written. Choose others.")
        classes = project.classes()
        names = {one.id: one.name for one in classes}
        info = PackageInfo(secrets.token_hex(16), person_name(name), blind, names, last_moment(project), hidden=blind)
        with _gone_unless_complete(folder), complete_or_gone(out) as part:
            _begin(part, info, project, folder)
            if folder is None:
                result = yield from _write(project, images, part, None, blind=blind, longest=longest)
            else:
                with complete_or_gone(folder) as pictures:
                    result = yield from _write(project, images, part, pictures, blind=blind, longest=longest)
    count, size, left_out = result
    return PackageResult(count, out, folder, size, tuple(left_out))


@contextmanager
def _gone_unless_complete(folder: Path | None) -> Iterator[None]:
    """Remove the folder that was just made beside a package if the package itself cannot be made."""
    try:
        yield
    except BaseException:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _begin(part: Path, info: PackageInfo, project: Project, folder: Path | None) -> None:
    settings = {name: value for name in ("display_range", "channels") if (value := project.setting(name)) is not None}
    with create_project(part, settings) as package:
        where = (INSIDE, None) if folder is None else (str(folder), folder.name)
        begin_package(package, info, project.classes(), *where)


def _write(
    project: Project, images: IntArray, part: Path, pictures: Path | None, *, blind: bool, longest: int
) -> Generator[Progress, None, tuple[int, int, list[tuple[str, Message]]]]:
    """Write the images into the package or into the folder beside it; return number, bytes, and what was left out."""
    left_out: list[tuple[str, Message]] = []
    waiting: list[PackedImage] = []
    count = size = 0

    def encode(row: ImageRow, file: Path, pixels: UInt8Array) -> Encoded:
        return encode_image(file, pixels, longest, row.part or "", picture_only=blind)

    shown = _shown(project, images, blind=blind)
    store = partial(_store, pictures=pictures, blind=blind)
    yield Progress("reading images", 0, len(images))
    with Project(part, durable=False) as package:
        with closing(read_images(project, images, encode, longest=longest)) as steps:
            for done, step in enumerate(step for step in steps if step is not None):
                row, found = step
                if isinstance(found, Message) or not is_inner(row.path):
                    left_out.append((row.path, found if isinstance(found, Message) else UNSAFE))
                    continue
                count, size = count + 1, size + len(found.data)
                digest = hashlib.sha256(found.data).digest()
                waiting.append(
                    PackedImage(row, *shown(row), found.origin, found.data, digest, found.width, found.height)
                )
                if len(waiting) == _BATCH:
                    store(package, waiting)
                    waiting.clear()
                    yield Progress("reading images", done + 1, len(images))
        store(package, waiting)
    if not count:
        raise LabelerError("None of the images can be read: {reason}. Nothing was written.", reason=left_out[0][1])
    return count, size, left_out


def _shown(project: Project, images: IntArray, *, blind: bool) -> Callable[[ImageRow], tuple[str, str | None, int]]:
    """Return what gives the path, the group and the date of an image in the package.

    Files of one folder often have dates close to each other, so those of a blind package all have that of now.
    """
    if not blind:
        return lambda row: (packed_path(row), row.group, row.mtime_ns)
    now = time.time_ns() // _DATES * _DATES
    rows = project.images(images.tolist())
    names, groups = package_names(rows), group_names([row.group for row in rows])
    return lambda row: (names[row.id], groups[row.group] if row.group is not None else None, now)


def _store(package: Project, images: Sequence[PackedImage], *, pictures: Path | None, blind: bool) -> None:
    if pictures is not None:
        for image in images:
            file = pictures / image.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(image.data)
            os.utime(file, ns=(image.mtime_ns, image.mtime_ns))
    add_to_package(package, images, blind=blind, inside=pictures is None)
