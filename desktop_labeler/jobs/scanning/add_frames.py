"""Makes images of the frames of videos: one every few seconds, or the first one of each scene."""

import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.decoding.file_types.video_times import Frames, VideoTimes, video_times
from desktop_labeler.data.decoding.signatures import missing_reader
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.parts.image_parts import Part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts, hide_files
from desktop_labeler.data.images.parts.video_rows import group_frames, save_times, videos
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

LEAST, MOST = 0.01, 86_400.0  # seconds between two frames
_SETTING = "frames"
_LISTED = 5  # videos in a note, which is one line
_STEP = 2048  # frames in a transaction


def frames_setting(frames: Frames | None) -> dict[str, object]:
    """Return the setting of a new project that stores which frames of videos are images; without any, videos are none.

    Raises:
        LabelerError: videos cannot be read here; the text says what to install.
        ValueError: less than 0.01 or more than 86,400 seconds.
    """
    if frames is None:
        return {}
    if frames != "scenes" and not LEAST <= frames <= MOST:
        raise ValueError(f"a frame every {frames} s, which must be from {LEAST} to {MOST}")
    if missing_reader("VIDEO") is not None:
        raise LabelerError(
            "Videos are read once av, an optional part of this program, is installed: “pip install av” where it runs "
            "from Python. The packaged program leaves it out because of its licence. Nothing was made. The handbook "
            "says how to install it without a network, and how to save frames as images instead."
        )
    return {_SETTING: frames}


def chosen_frames(project: Project) -> Frames | None:
    """Return which frames of videos are images in a project; None where videos are left out."""
    stored = project.setting(_SETTING)
    if stored == "scenes":
        return "scenes"
    return float(stored) if isinstance(stored, int | float) and LEAST <= stored <= MOST else None


@dataclass
class AddedFrames:
    """What became of the videos of a scan.

    Attributes:
        images: how many frames were added.
        short: the videos that end before the end that they state, each with what is missing of it.
    """

    images: int = 0
    short: list[Message] = field(default_factory=list)

    def notes(self) -> list[Message]:
        """Return a sentence about videos that are cut off."""
        if not self.short:
            return []
        text = Message(
            "{n:# video is|# videos are} cut off or damaged; the frames up to there are images: {files}.",
            n=len(self.short),
            files=self.short[:_LISTED],
        )
        return [text]

    def note(self, path: str, times: VideoTimes) -> None:
        """Remember a video if it ends before the end that it states."""
        self.short += _short(path, times)


def add_frames(project: Project) -> Job[AddedFrames]:
    """Add the chosen frames of videos as images in place of their video; the videos are only read.

    The frames of a video are a group. A video about which somebody has decided stays an image, too. What is there
    already stays, so that it can be called after every scan, and goes on after a cancel.

    Returns:
        What was added, and which videos are cut off.
    """
    added = AddedFrames()
    frames = chosen_frames(project)
    if frames is None:
        return added
    folders = {folder.id: folder for folder in project.folders()}

    def look(video: KnownImage, stop: threading.Event) -> tuple[VideoTimes, tuple[int, int]] | None:
        try:
            return frames_in(folders[video.folder_id].file(video.path), frames, stop)
        except ImageError:
            return None  # why it cannot be read is said when its content is read

    done = 0
    with closing(in_threads(look, videos(project), ahead=4)) as results:
        for result in results:
            if result is not None:
                done += 1
                if result[1] is not None:
                    added.images += add_frames_of(project, result[0].id, *result[1])
                    added.note(result[0].path, result[1][0])
            yield Progress("reading videos", done)
    return added


def frames_in(file: Path, frames: Frames, stop: threading.Event) -> tuple[VideoTimes, tuple[int, int]] | None:
    """Return the frames of a video that become images, and their width and height; None after `stop`.

    Raises:
        ImageError: it cannot be read.
    """
    about = probe(file)
    times = video_times(file, frames, stop)
    return (times, (about.width, about.height)) if times is not None else None


def add_frames_of(project: Project, video: int, times: VideoTimes, size: tuple[int, int]) -> int:
    """Add frames of a video as images in place of it; those that are there already stay. Return how many are new."""
    group_frames(project, video)
    added = 0
    for start in range(0, len(times.moments), _STEP):
        some = times.moments[start : start + _STEP]
        ids = add_parts(project, [NewPart(video, Part(moment), size) for moment in some])
        new = [(image, moment) for image, moment in zip(ids, some, strict=True) if image is not None]
        save_times(project, new, times.recorded)
        added += len(new)
    if times.moments:
        hide_files(project, [video])
    return added


def _short(path: str, times: VideoTimes) -> list[Message]:
    if not times.is_short:
        return []
    if not times.missing:
        return [Message("{path} (ends at {time})", path=path, time=times.end.clock)]
    return [
        Message(
            "{path} (ends at {time}; {n:# frame is|# frames are} missing)",
            path=path,
            time=times.end.clock,
            n=times.missing,
        )
    ]
