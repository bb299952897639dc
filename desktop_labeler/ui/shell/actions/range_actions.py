"""Choosing how a project shows images with more than 8 bits or with several channels, and going back to before."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.jobs.images.set_display_range import ChannelChoice, set_channels, set_display_range
from desktop_labeler.messages import Message
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject

_Wanted = DisplayRange | ChannelChoice


class RangeActions(QObject):
    """It is no decision about images, so undo leaves it alone; the notice has a button that goes back.

    Args:
        parent: the window.
        jobs: where the job runs.
        now: returns the open project, None for none.

    Signals:
        reopened: the project is to be opened again: nothing in the window may keep what was made with the old range.
    """

    reopened = Signal()

    def __init__(self, parent: QObject, jobs: JobQueue, now: Callable[[], OpenProject | None]) -> None:
        super().__init__(parent)
        self._jobs, self._now = jobs, now

    def choose(self, wanted: _Wanted) -> None:
        """Show images with more than 8 bits, or those with several channels, in another way from now on."""
        project = self._now()
        if project is None:
            return
        if isinstance(wanted, ChannelChoice):
            job = partial(set_channels, project.path, wanted.channels, common=wanted.common)
            before: _Wanted = ChannelChoice(project.display.channels)
        else:
            job, before = partial(set_display_range, project.path, wanted), project.display
        self._jobs.start(self.tr("Choosing the range"), job, partial(self._chosen, before))

    def _chosen(self, before: _Wanted, result: object) -> None:
        project = self._now()
        if project is None or not isinstance(result, Message):
            return
        display = project.display
        self.reopened.emit()
        after = self._now()
        changed = after is not None and after.display != display
        text = f"{worded(result)} {self.tr('Undo does not take this back.')}" if changed else worded(result)
        back = partial(self.choose, before) if changed else None
        self._jobs.announce(Notice(text, self.tr("As before") if changed else "", back))
