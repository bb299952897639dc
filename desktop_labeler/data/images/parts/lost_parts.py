"""Says which pages, frames and boxes cannot be shown, because their file is there and cannot be read any more."""

from desktop_labeler.data.images.files.image_files import DELETED, MISSING, REPLACED
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message

_LISTED = 5  # files in a note, which is one line
_LOST = (
    "SELECT file.path, count(*), min(image.problem) FROM image JOIN image AS file ON file.id = image.holder WHERE "
    "image.problem IS NOT NULL AND image.problem NOT IN (?, ?, ?) GROUP BY file.id ORDER BY file.path"
)


def lost_note(project: Project) -> Message | None:
    """Return a sentence with the files and how many parts of each; None without any.

    Parts whose file is missing, or holds another picture in their place, are told by the scan.
    """
    found = project.rows(_LOST, (DELETED, MISSING, REPLACED))
    if not found:
        return None
    files = [
        Message("{path} ({n}: {reason})", path=path, n=count, reason=Message.read(problem))
        for path, count, problem in found[:_LISTED]
    ]
    return Message(
        "{n:# page, frame or box|# pages, frames and boxes} cannot be shown: {files}. {n:It counts|They count} as "
        "missing, and {n:is|are} back with {n:its label|their labels} after the next rescan once the file can be read "
        "as before.",
        n=sum(count for _, count, _ in found),
        files=files,
    )
