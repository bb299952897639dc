"""The errors shown to the user: each text says what happened, what is safe and what to do."""

import errno
import re
from typing import Self

from desktop_labeler.messages import Message


class LabelerError(Exception):
    """A known problem, worded for the user and shown without a traceback.

    Args:
        template: the sentences, see messages; a literal, so that it can be collected for translation.
        arguments: what is filled in.
    """

    def __init__(self, template: str, /, **arguments: object) -> None:
        super().__init__(template)
        self.message = Message.filling(template, arguments)

    @classmethod
    def of(cls, message: Message) -> Self:
        """Return an error whose text is an existing message."""
        return cls(message.template, **message.arguments)

    def __str__(self) -> str:
        return str(self.message)


class ProjectError(LabelerError):
    """The project file cannot be opened or written."""


class ProjectInUseError(ProjectError):
    """Another program has the project open."""


class ImageError(LabelerError):
    """An image file cannot be used; the text is the reason that the list of skipped files shows."""


class FormatError(LabelerError):
    """A file to import or a place to export to cannot be used."""


class WeightsError(LabelerError):
    """A weight file cannot be used with the backbone it is meant for."""


class DeviceError(LabelerError):
    """The graphics card cannot compute, or stopped working in the middle."""


class NotEmbeddedError(LabelerError):
    """The images, or this image, have no embedding yet."""


class NoSuggestionsError(LabelerError):
    """The project has no suggestions yet."""


class NoTimesError(LabelerError):
    """There is no column with the times of images."""


class UnknownBackboneError(LabelerError):
    """There is no backbone of this name."""


class ArchitectureError(WeightsError):
    """The architecture that weights belong to cannot be recognised."""


class ColumnError(FormatError):
    """The meaning of a table's columns is unclear."""


class UnknownClassesError(FormatError):
    """A file names only classes that the project does not have."""


class EncodingError(FormatError):
    """A table could be in several encodings."""


class TooManyColumnsError(LabelerError):
    """A project would have more columns of metadata than it can keep."""


def _numbered(*names: str) -> frozenset[int]:
    """Return the numbers of errors that this system knows by these names."""
    return frozenset(number for name in names if (number := getattr(errno, name, None)) is not None)


FULL = _numbered("ENOSPC", "EDQUOT")
_REFUSALS: tuple[tuple[frozenset[int], Message], ...] = (
    (FULL, Message("the disk is full")),
    (_numbered("ENOENT"), Message("it is not there")),
    (_numbered("EACCES", "EPERM"), Message("there is no permission")),
    (_numbered("EROFS"), Message("the disk can only be read")),
    (_numbered("EISDIR"), Message("it is a folder")),
    (_numbered("ENOTDIR"), Message("a part of its path is a file, not a folder")),
    (_numbered("ENAMETOOLONG"), Message("the name is too long")),
    (_numbered("EBUSY", "ETXTBSY"), Message("another program uses it")),
    (_numbered("EIO"), Message("the disk reports an error")),
    (_numbered("ELOOP"), Message("its links lead in a circle")),
)


def refusal(error: Exception) -> Message:
    """Return why the system or a library refuses something, in words that fit behind a colon or in brackets."""
    number = getattr(error, "errno", None)
    if number is None and (written := re.search(r"\(os error (\d+)\)", str(error))):  # by libraries in Rust
        number = int(written[1])
    told = next((message for numbers, message in _REFUSALS if number in numbers), None)
    return told or Message("{reason}", reason=str(getattr(error, "strerror", None) or error))


def unreadable(file: object, error: OSError) -> FormatError:
    """Return the error for a file to import that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return FormatError("There is no file {file}. Nothing was changed. Check the name.", file=file)
    return FormatError(
        "{file} cannot be read: {reason}. Nothing was changed. Mend that, or choose another file.",
        file=file,
        reason=refusal(error),
    )


def known_error(error: BaseException) -> LabelerError | None:
    """Return an error as a sentence for the user; None if it is a fault of the program.

    What the system or the disk refuses can happen at every step, also where no module has a better sentence for it.
    """
    if isinstance(error, LabelerError):
        return error
    if isinstance(error, MemoryError):
        return LabelerError(
            "There is not enough free memory for this. What was decided before is safe. Close other programs and do it "
            "again."
        )
    if not isinstance(error, OSError) or error.errno is None:
        return None
    if error.errno == errno.ENAMETOOLONG and error.filename is not None:
        return LabelerError(
            "The name {file} is too long. What was decided before is safe; this was not finished. Choose a shorter "
            "name.",
            file=error.filename,
        )
    if error.errno in FULL:
        return LabelerError(
            "The disk is full ({file}). What was decided before is safe; this was not finished. Free some space and do "
            "it again.",
            file=error.filename or "–",
        )
    if error.filename is None:
        return LabelerError(
            "The disk or the system refuses: {reason}. What was decided before is safe; this was not finished. Do it "
            "again when that is mended.",
            reason=refusal(error),
        )
    return LabelerError(
        "{file} cannot be used: {reason}. What was decided before is safe; this was not finished. Do it again when "
        "that is mended, or choose another place.",
        file=error.filename,
        reason=refusal(error),
    )
