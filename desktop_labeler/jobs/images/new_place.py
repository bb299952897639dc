"""A new file or folder that the person named: checked first, written beside it, moved into place when complete."""

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from desktop_labeler.data.decoding.signatures import is_named_like_image
from desktop_labeler.data.images.files.image_files import folders_with_images
from desktop_labeler.data.images.files.walk import is_hidden
from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.data.project.left_overs import part_of, remove_left_overs, remove_part
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, ProjectError, refusal
from desktop_labeler.messages import Message

_LOOKED_AT = 500  # entries of a folder
_ROOM = 1 << 17  # bytes of the smallest project file


def check_new_place(out: Path, folders: Iterable[tuple[Path, Iterable[Path]]]) -> None:
    """Check that something can be written to a new file or folder.

    Args:
        out: the file or folder.
        folders: folders of images, each with those below it that hold images.

    Raises:
        FormatError: it exists, the folder that it is to be in does not, or that is one of the folders of images.
    """
    if os.path.lexists(out):
        raise FormatError("{out} exists already. It was left alone. Choose another name.", out=out)
    if not out.parent.is_dir():
        raise FormatError(
            "There is no folder {folder}. Nothing was written. Make it, or choose another place.", folder=out.parent
        )
    for folder, below in folders:
        if lies_in(out.parent, below):
            raise _among_images(out, folder)


def check_not_among_images(out: Path) -> None:
    """Check that a new file or folder that belongs to no project is not to be in a folder that is one of images.

    Raises:
        FormatError: at least half of the files beside it are images.
    """
    if holds_mostly_images(out.absolute().parent):
        raise _among_images(out, out.absolute().parent)


def holds_mostly_images(folder: Path) -> bool:
    """Whether at least half of the files directly in a folder are named like images, judging by 500 of them."""
    try:
        with os.scandir(folder) as entries:
            some = [entry.name for entry in islice(entries, _LOOKED_AT) if entry.is_file()]
    except OSError:
        return False  # it has its own sentence when something is written there
    files = [name for name in some if not is_hidden(name)]
    images = sum(map(is_named_like_image, files))
    return 2 * images >= max(len(files), 1)


def _among_images(out: Path, folder: Path) -> FormatError:
    return FormatError(
        "{out} is in the folder of the images, {folder}, where nothing is ever written. Choose another place.",
        out=out,
        folder=folder,
    )


def check_place_of(project: Project, out: Path) -> None:
    """Check that something can be written to a new file or folder that is in no folder of a project's images.

    Raises:
        FormatError: see check_new_place.
    """
    check_new_place(out, [(folder.path, folders_with_images(project, folder)) for folder in project.folders()])


@contextmanager
def complete_or_gone(out: Path) -> Iterator[Path]:
    """Provide a temporary path beside the target; it is renamed to the target on success, and deleted otherwise."""
    remove_left_overs(out.parent)
    part = out.with_name(part_of("export"))
    try:
        yield part
        if os.path.lexists(out):
            raise FormatError(
                "{out} was made by somebody else meanwhile. It was left alone. Choose another name.", out=out
            )
        part.rename(out)
    except OSError as error:
        raise FormatError.of(_sentence(error, out)) from error
    except ProjectError as error:
        if error.message.arguments.get("file") != part.name:
            raise
        raise FormatError.of(_sentence(_refused(out.parent), out)) from error  # by the name that the person chose
    finally:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            with suppress(OSError):  # where nothing can be removed, nothing was written
                remove_part(part)


def _refused(folder: Path) -> OSError:
    """Return why a project file cannot be made in a folder, as the system would say it of any other file."""
    try:
        probe = folder / part_of("probe")
        probe.write_bytes(bytes(_ROOM))
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            probe.unlink()
    return OSError(errno.EIO, os.strerror(errno.EIO))


def _sentence(error: OSError, out: Path) -> Message:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Message(
            "The disk that holds {folder} is full. The export was not made and nothing is left of it; the project is "
            "safe. Free some space and export again.",
            folder=out.parent,
        )
    return Message(
        "{out} cannot be written: {reason}. The export was not made and nothing is left of it; the project is safe. "
        "Choose another place.",
        out=out,
        reason=refusal(error),
    )
