"""The bar at the bottom: the running job, and that all decisions are saved."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.core.job_thread import JobThread
from desktop_labeler.ui.core.language import decimal, grouped, told
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton

_log = logging.getLogger(__name__)


_WIDE = 1200  # pixels that every word needs


@dataclass(frozen=True)
class _Waiting:
    title: str
    job: Callable[[], Job[Any]]
    then: Callable[[object], None]
    failed: Callable[[object], None] | None
    resume: str


class JobBar(QWidget):
    """Runs jobs one after the other and shows the one that runs.

    Signals:
        failed: the exception of a job that could not go on.
        idle: no job runs or waits any more.
        began: the word of a job that can be gone on with after a restart.
        ended: the same word, when that job has ended, whichever way; not when the window stops it.
        take_over: the person wants the new results.
    """

    failed = Signal(object)
    idle = Signal()
    take_over = Signal()
    began = Signal(str)
    ended = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._waiting: deque[_Waiting] = deque()
        self._thread: JobThread | None = None
        self._now: _Waiting | None = None
        self._progress = Progress("")
        self._phase_started = (0.0, 0)
        self._began, self._outcome = 0.0, ""
        self._title = QLabel()
        self._bar = QProgressBar(textVisible=False)
        self._text = _giving_way()
        self._pause = _flat(self.tr("Pause"), "pause")
        self._cancel = _flat(self.tr("Cancel"), "close")
        self._note, self._round, self._offer = _giving_way(), _giving_way(), _giving_way()
        self._newer = KeyButton(self.tr("Take over new results"), "take_over")
        self._newer.clicked.connect(self.take_over)
        self._newer.hide()
        self._saved = QLabel()
        self._saved.setProperty("role", "good")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(12)
        for widget in (self._title, self._bar, self._text, self._pause, self._cancel):
            layout.addWidget(widget)
        self._go = QPushButton(self.tr("Continue"))
        self._go.setProperty("role", "strip")
        self._not_now = _flat(self.tr("Not now"), "close")
        self._offered: tuple[Callable[[], None], Callable[[], None]] | None = None
        for widget in (self._offer, self._go, self._not_now):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(self._note)
        layout.addWidget(self._round)
        layout.addWidget(self._newer)
        layout.addWidget(self._saved)
        self._pause.clicked.connect(self.toggle_pause)
        self._cancel.clicked.connect(self.cancel)
        self._go.clicked.connect(self._go_on)
        self._not_now.clicked.connect(self._decline)
        self._repaint = QTimer(self, interval=100, singleShot=True)
        self._repaint.timeout.connect(self._show)
        theme().changed.connect(self._show)
        self._when = ""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave room for how far the job is: in a narrow window the other words are fewer."""
        wide = self.width() >= _WIDE
        self._bar.setFixedWidth(150 if wide else 80)
        self._round.setVisible(wide or self._thread is None)
        words = self.tr("All decisions saved {when}") if wide else self.tr("Saved {when}")
        self._saved.setText("✓ " + words.format(when=self._when) if self._when else "")

    # --- what the window says here ---

    def say(self, note: str) -> None:
        """Show a line on the right: the round in use and the like."""
        self._note.setText(note)

    def show_round(self, text: str, *, waiting: bool) -> None:
        """Show which round is in use, and offer newer results when they wait."""
        self._round.setText(text)
        self._newer.setVisible(waiting)

    def saved(self, when: str) -> None:
        """Show that every decision is on disk."""
        self._when = when
        self._fit()

    def offer(self, text: str, accept: Callable[[], None] | None, decline: Callable[[], None] | None) -> None:
        """Offer to go on with something while no job runs; an empty text takes the offer back."""
        self._offer.setText(text)
        self._offered = (accept, decline) if accept is not None and decline is not None else None
        self._show()

    def _go_on(self) -> None:
        accepted, self._offered = self._offered, None
        if accepted is not None:
            accepted[0]()
        self._show()

    def _decline(self) -> None:
        declined, self._offered = self._offered, None
        if declined is not None:
            declined[1]()
        self._show()

    # --- jobs ---

    @property
    def resumable(self) -> str:
        """The word of the running job, empty when it cannot be gone on with after a restart."""
        return self._now.resume if self._now is not None and self._thread is not None else ""

    @property
    def progress(self) -> Progress:
        """How far the running job is."""
        return self._progress

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return self._thread is not None

    @property
    def title(self) -> str:
        """What runs now, empty when nothing does."""
        return self._now.title if self._now is not None else ""

    def start(
        self,
        title: str,
        job: Callable[[], Job[Any]],
        then: Callable[[object], None],
        failed: Callable[[object], None] | None = None,
        *,
        resume: str = "",
    ) -> None:
        """Queue a job.

        Args:
            title: what the bar calls it.
            job: makes it.
            then: gets its result on the main thread.
            failed: gets its error instead of the signal.
            resume: a word for a job that goes on where it stopped when it is started again.
        """
        self._waiting.append(_Waiting(title, job, then, failed, resume))
        if self._thread is None:
            self._next()

    def cancel(self) -> None:
        """Cancel the running job; what it finished stays, the ones that wait go on."""
        if self._thread is not None:
            self._thread.cancel()
            self._text.setText(self.tr("stopping …"))

    def stop(self, text: str = "") -> str:
        """Cancel everything and wait, for closing; returns what was running, empty for nothing.

        Args:
            text: what the bar says meanwhile.
        """
        title = self.title
        self._waiting.clear()
        if self._thread is not None:
            self._thread.cancel()
            if text:
                self._text.setText(text)
                self.repaint()  # now: the wait lets nothing else through
            self._thread.wait()
            self._now = None  # its end concerns nobody any more
        return title

    def _next(self) -> None:
        if not self._waiting:
            self._now = None
            self._show()
            self.idle.emit()
            return
        self._now = self._waiting.popleft()
        self._progress, self._phase_started = Progress(""), (time.monotonic(), 0)
        self._began, self._outcome = time.monotonic(), "cancelled"
        _log.info("Job %s: began", self._now.title)
        thread = JobThread(self._now.job(), self)
        self._thread = thread
        thread.progressed.connect(self._progressed)
        thread.succeeded.connect(self._succeeded)
        thread.failed.connect(self._failed)
        thread.finished.connect(self._finished)
        thread.start()
        if self._now.resume:
            self.began.emit(self._now.resume)
        self._show()

    def _progressed(self, progress: Progress) -> None:
        if progress.phase != self._progress.phase:
            self._phase_started = (time.monotonic(), progress.done)
        self._progress = progress
        if progress.note:
            self.say(told(progress.note))
        if not self._repaint.isActive():
            self._repaint.start()

    def _succeeded(self, result: object) -> None:
        self._outcome = "done"
        if self._now is not None:
            self._now.then(result)

    def _failed(self, error: object) -> None:
        self._outcome = f"failed, {type(error).__name__}"
        if self._now is not None and self._now.failed is not None:
            self._now.failed(error)
        else:
            self.failed.emit(error)

    def _finished(self) -> None:
        _log.info("Job %s: %s after %.1f s", self.title, self._outcome, time.monotonic() - self._began)
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
        if self._now is not None and self._now.resume:
            self.ended.emit(self._now.resume)
        self._next()

    @property
    def paused(self) -> bool:
        """Whether the running job waits."""
        return self._thread is not None and self._thread.paused

    def toggle_pause(self) -> None:
        """Let the running job wait, or go on."""
        if self._thread is not None:
            self._thread.pause(not self._thread.paused)
            self._show()

    def _show(self) -> None:
        running = self._thread is not None and self._now is not None
        for widget in (self._title, self._bar, self._text, self._pause, self._cancel):
            widget.setVisible(running)
        for widget in (self._offer, self._go, self._not_now):
            widget.setVisible(self._offered is not None and not running)
        self._fit()
        if self._now is None or self._thread is None:
            return
        paused = self._thread.paused
        self._title.setText(self._now.title)
        self._bar.setRange(0, self._progress.total)
        self._bar.setValue(self._progress.done)
        self._text.setText(self.tr("paused") if paused else self._words())
        self._pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._pause.setIcon(theme().icon("resume" if paused else "pause"))
        self._cancel.setIcon(theme().icon("close"))

    def _words(self) -> str:
        progress = self._progress
        parts = [told(progress.phase)] if progress.phase else []
        since, first = self._phase_started
        seconds, done = time.monotonic() - since, progress.done - first
        if progress.total:
            parts.append(
                self.tr("{done} of {total}").format(done=grouped(progress.done), total=grouped(progress.total))
            )
        if seconds > 1 and done > 0:
            rate = done / seconds
            parts.append(self.tr("{rate}/s").format(rate=grouped(round(rate)) if rate >= 10 else decimal(rate)))
            if progress.total:
                parts.append(self._left((progress.total - progress.done) / rate))
        parts += [progress.device] if progress.device else []
        return " · ".join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("{n} s left").format(n=round(seconds))
        if seconds < 3600:
            return self.tr("{n} min left").format(n=round(seconds / 60))
        return self.tr("{n} h left").format(n=decimal(seconds / 3600))


def _giving_way() -> ElidedLabel:
    """Return a quiet label that is as wide as its text where there is room, and shorter where not."""
    made = ElidedLabel(role="small")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def _flat(text: str, icon: str) -> QPushButton:
    button = QPushButton(theme().icon(icon), text)
    button.setProperty("role", "flat")
    button.setIconSize(QSize(14, 14))
    return button
