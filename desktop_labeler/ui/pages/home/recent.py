"""What the home page shows about projects that are not open, read in the background."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QImage

from desktop_labeler.data.decisions.packages import is_blind
from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.images.parts.image_parts import Part, box_margin, decode_item, part_of
from desktop_labeler.data.images.query.image_query import some_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.data.project.unfinished_jobs import NEW, read_unfinished
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.begun_runs import interrupted_runs
from desktop_labeler.jobs.embedding.better_default import better_default
from desktop_labeler.jobs.embedding.unanalysed import count_unanalysed
from desktop_labeler.ui.background.workers import Worker, WorkerGroup
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.core.language import images as counted_images

_PICTURES = 4


@dataclass(frozen=True)
class Recent:
    """A recent project as the home page shows it.

    Attributes:
        problem: a sentence about what is wrong; empty if nothing is.
        unfinished: whether making it stopped half way.
        unanalysed: how many of its images have not been analysed.
        older: whether it uses an embedding of an earlier version, and the program has a better one.
    """

    project: Path
    used: datetime
    images: int = 0
    decided: int = 0
    pictures: tuple[QImage, ...] = ()
    problem: str = ""
    unfinished: bool = False
    unanalysed: int = 0
    older: bool = False


class RecentLoader(QObject):
    """Reads recent projects one after another.

    Signals:
        loaded: each Recent.
        runs_read: the interrupted classifications of folders, a list of BegunRun.
    """

    loaded = Signal(object)
    runs_read = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._readers = WorkerGroup(self)
        self._closed = False

    def load(self, projects: Sequence[str]) -> None:
        """Read these projects, abandoning an earlier call."""
        if self._closed:
            return
        self._readers.give_up()
        self._begin(projects)

    def load_runs(self) -> None:
        """Read the interrupted classifications again, and nothing else."""
        if not self._closed:
            self._begin(())

    def _begin(self, projects: Sequence[str]) -> None:
        reader = _Reader([Path(path) for path in projects], self)
        reader.loaded.connect(self.loaded)
        reader.runs_read.connect(self.runs_read)
        self._readers.begin(reader)

    def wait(self) -> None:
        """Stop reading and wait until it has ended."""
        self._readers.give_up()
        self._readers.wait()

    def close(self) -> None:
        """Stop for good before the window is destroyed, so that no signal starts another read."""
        self._closed = True
        self.wait()


class _Reader(Worker):
    loaded = Signal(object)
    runs_read = Signal(object)

    def __init__(self, projects: list[Path], parent: QObject) -> None:
        super().__init__(parent)
        self._projects = projects

    def run(self) -> None:
        self.runs_read.emit(interrupted_runs())
        for project in self._projects:
            if self.unwanted:
                return
            self.loaded.emit(_read(project))


def _read(path: Path) -> Recent:
    try:
        used = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return Recent(
            path,
            datetime.now(UTC),
            problem=QCoreApplication.translate("Recent", "The project file is not there any more."),
        )
    try:
        with Project(path, "read") as project:
            counts = project.counts()
            images = sum(counts.values())
            decided = images - sum(count for (state, _), count in counts.items() if state == State.UNLABELLED)
            some = project.images(some_images(project, _PICTURES).tolist())
            folders = project.folders()
            lost = not all(folder.path.is_dir() or folder.packed for folder in folders)
            words = QCoreApplication.translate("Recent", "{images} · folder not found")
            problem = words.format(images=counted_images(images)) if lost else ""
            left = read_unfinished(project)
            half_made = left is not None and left.job == NEW
            older = better_default(project) is not None
            unseen = 0 if is_blind(project) else count_unanalysed(project).images
            files = [(project.file_of(image, folders), part_of(image)) for image in some]
            display, margin = display_range(project), box_margin(project)
    except LabelerError as error:
        return Recent(path, used, problem=error_text(error))
    pictures = tuple(filter(None, (_picture(file, part, display, margin) for file, part in files)))
    return Recent(path, used, images, decided, pictures, problem, half_made, unseen, older)


def _picture(file: Path, part: Part | None, display: DisplayRange, margin: float) -> QImage | None:
    try:
        pixels = decode_item(file, part, longest=200, display=display, margin=margin)
    except LabelerError:
        return None  # the card shows one picture fewer; the project lists the reason
    edge = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - edge) // 2, (pixels.shape[1] - edge) // 2
    square = np.ascontiguousarray(pixels[top : top + edge, left : left + edge])
    return QImage(square.data, edge, edge, 3 * edge, QImage.Format.Format_RGB888).copy()
