"""The errors shown to the user: each text says what happened, what is safe and what to do."""

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


class UnknownBackboneError(LabelerError):
    """There is no backbone of this name."""


class ArchitectureError(WeightsError):
    """The architecture that weights belong to cannot be recognised."""


class ColumnError(FormatError):
    """The meaning of a table's columns is unclear."""


class EncodingError(FormatError):
    """A table could be in several encodings."""
