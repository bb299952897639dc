"""Stores what cameras wrote as columns of metadata; a project of images without it gets none."""

from collections.abc import Sequence

from desktop_labeler.data.decoding.exif import COLUMNS, ORIGIN, Exif
from desktop_labeler.data.metadata.columns import add_columns, metadata_columns, replace_values
from desktop_labeler.data.metadata.inherited import parts_of
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message

_EXAMPLES = 3


def save_exif(project: Project, found: Sequence[tuple[int, Exif]]) -> None:
    """Store what was read from image files, by image id, in the place of what was read from them before.

    The parts of a file get what was read from it.

    Raises:
        ProjectError: the project cannot be written.
    """
    used = {name for _, exif in found for name in exif.values}
    if not used and not any(column.origin == ORIGIN for column in metadata_columns(project)):
        return
    parts = parts_of(project, [image for image, _ in found])
    found = [(each, exif) for image, exif in found for each in (image, *parts.get(image, ()))]
    columns = add_columns(project, [column for column in COLUMNS if column.name in used], few=True)
    rows = [
        (columns[name].id, image, value)
        for image, exif in found
        for name, value in exif.values.items()
        if columns[name].origin == ORIGIN
    ]
    replace_values(project, ORIGIN, [image for image, _ in found], rows)


class ExifProblems:
    """Counts the files with camera data that cannot be used, for a sentence."""

    def __init__(self) -> None:
        self.files = 0
        self._examples: list[Message] = []

    def add(self, path: str, exif: Exif) -> None:
        """Take a file into account."""
        if exif.problems:
            self.files += 1
            if len(self._examples) < _EXAMPLES:
                self._examples.append(Message("{path} ({reason})", path=path, reason=list(exif.problems)))

    def note(self) -> Message | None:
        """Return the sentence; None where everything could be used."""
        if not self.files:
            return None
        return Message(
            "Unusable camera data in {n:# file|# files}; the images themselves are used: {files}.",
            n=self.files,
            files=self._examples,
        )
