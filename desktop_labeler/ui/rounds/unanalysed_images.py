"""How many images have not been analysed: counted in the background, told once, and offered to be analysed."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_labeler.jobs.embedding.unanalysed import Unanalysed, count_unanalysed
from desktop_labeler.messages import Message
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import translator, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.query import Query

_tr = translator("Rounds")


class UnanalysedImages:
    """Counts them, and tells of them where nothing analyses them.

    It is no object of Qt: see OwnJob.

    Attributes:
        found: the last count, None before the first.

    Args:
        project: the project.
        jobs: where the notice appears.
        owner: nothing is called after its end.
        changed: called after each count.
        busy: whether they are being analysed, or nothing is suggested here at all.
        analyse: analyses them.
    """

    def __init__(
        self,
        project: OpenProject,
        jobs: JobQueue,
        owner: QObject,
        *,
        changed: Callable[[], None],
        busy: Callable[[], bool],
        analyse: Callable[[], None],
    ) -> None:
        self._project, self._jobs, self._owner = project, jobs, owner
        self._changed, self._busy, self._analyse = changed, busy, analyse
        self.found: Unanalysed | None = None
        self._told = 0  # of how many a notice told
        self._query = Query(project, count_unanalysed, owner)
        self._query.answered.connect(self._counted)
        jobs.idle.connect(self._idle)

    def count(self) -> None:
        """Count them anew."""
        self._query.ask()

    def short_text(self) -> str:
        """Return "12 images not analysed"; empty where all are."""
        n = self.found.images if self.found is not None and not self._project.blind else 0
        return worded(Message("{n:# image|# images} not analysed", n=n)) if n else ""

    @property
    def only_a_round(self) -> bool:
        """Whether every image has been analysed, as by the command line, so that only a round is missing."""
        return self.found is not None and self.found.of > 0 and not self.found.images

    def heading(self) -> str:
        """Return the heading of a page on which nothing can be shown before they are analysed."""
        n = self.found.images if self.found is not None else 0
        if not n:
            return _tr("No round yet") if self.only_a_round else _tr("Not analysed yet")
        return worded(Message("{n:# image is|# images are} not analysed yet", n=n))

    def _counted(self, found: Unanalysed) -> None:
        self.found = found
        self._changed()
        if found.images > self._told and not self._busy() and not found.offered:
            locked = self._project.project.read_only
            button, does = ("", None) if locked else (_tr("Analyse"), self._analyse)
            self._jobs.announce(Notice(unanalysed_text(found), button, does, holds=self._holds))
            self._told = found.images
        self._told = min(self._told, found.images)

    def _idle(self) -> None:
        """Count again where a job was noted as unfinished only because it ran."""
        if isValid(self._owner) and not self._busy() and self.found is not None and self.found.offered:
            self.count()

    def _holds(self) -> bool:
        return self.found is not None and self.found.images > 0 and not self._busy()


def unanalysed_text(found: Unanalysed) -> str:
    """Return the sentence about images that were not analysed."""
    if found.images == found.of:
        none = Message("{n:# image is|# images are} not analysed yet, so nothing is suggested or doubted.", n=found.of)
        return worded(none)
    some = Message(
        "{n:# image|# images} of {of} {n:is|are} not analysed yet: nothing is suggested or doubted there.",
        n=found.images,
        of=found.of,
    )
    return worded(some)
