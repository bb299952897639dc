"""The frames of videos as images of a project: their videos, their groups, and their times as columns of metadata."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from desktop_labeler.data.decoding.moments import Moment
from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.parts.part_rows import files_named
from desktop_labeler.data.metadata.columns import WantedColumn, add_columns, save_values
from desktop_labeler.data.metadata.values import Value, date_of
from desktop_labeler.data.project.project_file import Project

ORIGIN = "video"
TIME, RECORDED = "video.time", "video.recorded"
COLUMNS = (WantedColumn(TIME, "number", ORIGIN), WantedColumn(RECORDED, "date", ORIGIN))
"""The seconds from the beginning of the video; and when the frame was recorded, if the video says when it was."""


def videos(project: Project) -> Iterator[KnownImage]:
    """Yield the videos whose frames are no images yet, by id; they may change meanwhile."""
    return files_named(project, VIDEO_SUFFIXES)


def group_frames(project: Project, video: int) -> None:
    """Let the frames of a video be a group, unless it has one: they must not be divided between training and test."""
    with project.transaction() as db:
        db.execute("UPDATE image SET group_name = path WHERE id = ? AND group_name IS NULL", (video,))


def save_times(project: Project, frames: Sequence[tuple[int, Moment]], recorded: datetime | None) -> None:
    """Store the times of frames, by image id; `recorded` is when their video begins.

    Raises:
        ProjectError: the project cannot be written.
    """
    columns = add_columns(project, COLUMNS if recorded is not None else COLUMNS[:1], few=True)
    rows: list[tuple[int, int, Value]] = [(columns[TIME].id, image, moment.seconds) for image, moment in frames]
    if recorded is not None:
        for image, moment in frames:
            said = date_of((recorded + timedelta(milliseconds=moment.milliseconds)).isoformat(timespec="milliseconds"))
            if said is not None:
                rows.append((columns[RECORDED].id, image, said))
    save_values(project, rows)
