"""The bar at the bottom: the running job, and whether all decisions are saved."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_labeler.progress import Progress
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.language import decimal, grouped, percent, worded
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.shell.notices import SECONDS, NoticeStrip
from desktop_labeler.ui.shell.waiting_jobs import WaitingJobs
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton

_WIDE = 1200  # pixels: the least width at which every text is shown
_ICON = 30  # pixels: the width of a button that shows only its picture
_LEAST = 60  # pixels: a text that would be shorter is left out
_MARGIN, _BETWEEN = 14, 12  # pixels: beside the bar, and between two of its parts


class JobBar(QWidget):
    """Shows the running job, notices, and that every decision is saved.

    Signals:
        take_over: the person wants to switch to the new results.
    """

    take_over = Signal()

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(34)
        self._jobs = jobs
        self._phase, self._phase_started = "", (0.0, 0)
        self._title = QLabel()
        self._bar = QProgressBar(textVisible=False)
        self._text = _giving_way()
        self._pause = _flat(self.tr("Pause"), "pause")
        self._cancel = _flat(self.tr("Cancel"), "close")
        self._note, self._round, self._offer = _giving_way(), _giving_way(), _giving_way()
        self._newer = KeyButton(self.tr("Show new results"), "take_over")
        self._newer.clicked.connect(self.take_over)
        self._newer.hide()
        self._saved = QLabel()
        self._saved.setProperty("role", "good")
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        layout.setSpacing(_BETWEEN)
        self._details = QToolButton()
        self._details.setCheckable(True)
        self._details.setToolTip(self.tr("Which step it is, how fast, and where"))
        self._details.setAccessibleName(self.tr("Details"))
        self._details.toggled.connect(self._show)
        self._running = (self._title, self._bar, self._pause, self._cancel, self._details, self._text)
        for widget in self._running:  # the buttons come first, so that they stay in place as the text grows and shrinks
            layout.addWidget(widget)
        self.waiting = WaitingJobs(jobs)
        layout.addWidget(self.waiting)
        self._pause.setFixedWidth(self._pause_width())
        self._go = QPushButton(self.tr("Continue"))
        self._go.setProperty("role", "strip")
        self._not_now = _flat(self.tr("Not now"), "close")
        self._offered: tuple[Callable[[], None], Callable[[], None]] | None = None
        for widget in (self._offer, self._go, self._not_now):
            layout.addWidget(widget)
        self.notices = NoticeStrip()
        self.notices.changed.connect(self._show)
        layout.addWidget(self.notices)
        layout.addStretch()
        layout.addWidget(self._note)
        layout.addWidget(self._round)
        layout.addWidget(self._newer)
        layout.addWidget(self._saved)
        self._pause.clicked.connect(jobs.toggle_pause)
        self._cancel.clicked.connect(jobs.cancel)
        self._go.clicked.connect(self._go_on)
        self._not_now.clicked.connect(self._decline)
        self._repaint = QTimer(self, interval=100, singleShot=True)
        self._repaint.timeout.connect(self._show)
        self._noted = False  # whether the text on the right came from a job
        self._fade = QTimer(self, interval=SECONDS * 1000, singleShot=True)
        self._fade.timeout.connect(self._note.clear)
        jobs.advanced.connect(self._advanced)
        for signal in (jobs.advanced, jobs.dropped):
            signal.connect(self.notices.review)  # what waited begins, or was taken back
        for signal in (jobs.queued, jobs.dropped):
            signal.connect(self._show)
        jobs.pause_changed.connect(self._show)
        jobs.progressed.connect(self._progressed)
        jobs.announced.connect(self.notices.tell)
        jobs.cancelling.connect(self._cancelling)
        theme().changed.connect(self._show)
        self._when = ""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show fewer other texts in a narrow window or beside a notice, so that the job and the notice fit."""
        wide, shown = self.width() >= _WIDE, self._jobs.shown
        self._bar.setFixedWidth(150 if wide else 80)
        self._round.setVisible(wide or not self._jobs.busy)
        for widget in self._running:
            widget.setVisible(shown)
        self.waiting.refresh()
        self._note.setVisible(True)
        self._short(buttons=False)
        text = self.tr("All decisions saved {when}") if wide else self.tr("Saved {when}")
        self._say_saved(text)
        if self.notices.notice is not None:
            self._give_way()
        self._share_rest()

    def _share_rest(self) -> None:
        """Give the texts on the right what the others leave, so that how long the job takes is not cut off too."""
        both = [label for label in (self._note, self._round) if label.isVisibleTo(self) and label.text()]
        for label in both:
            label.setVisible(False)
        rest = self._room()
        for label in both:
            wide = min(label.sizeHint().width(), rest - _BETWEEN)
            label.setMaximumWidth(max(wide, 0))
            label.setVisible(wide >= _LEAST)
            rest -= wide + _BETWEEN if wide >= _LEAST else 0

    def _give_way(self) -> None:
        """Hide or shorten other parts, least needed first: texts until the notice fits into one line, others into two.

        What happened is said nowhere else; how far a job is can be seen on its bar.
        """
        for label in (self._round, self._note, self._text):
            if self._room() < self.notices.wanted(lines=1):
                label.setVisible(False)
        steps: tuple[Callable[[], None], ...] = (
            partial(self._say_saved, ""),
            partial(self._short, buttons=True),
            self._title.hide,
        )
        for step in steps:
            if self._room() < self.notices.wanted(lines=2):
                step()

    def _room(self) -> int:
        """Return how wide the notice may be beside the other parts that are shown, in pixels."""
        taken = 2 * _MARGIN
        for place in range(self._row.count()):
            item = self._row.itemAt(place)
            if item is not None and not item.isEmpty() and item.widget() is not self.notices:
                taken += item.sizeHint().width() + _BETWEEN
        return self.width() - taken

    def _say_saved(self, text: str) -> None:
        """Say when the last decision was saved; an empty text leaves only the mark, with the rest as its tooltip."""
        whole = self.tr("All decisions saved {when}").format(when=self._when) if self._when else ""
        self._saved.setText(f"✓ {text.format(when=self._when)}".strip() if self._when else "")
        self._saved.setToolTip(whole if not text else "")
        self._saved.setAccessibleName(whole)

    def _short(self, *, buttons: bool) -> None:
        """Show the buttons of a job with or without their texts."""
        paused = self._jobs.paused
        pause, cancel = self.tr("Resume") if paused else self.tr("Pause"), self.tr("Cancel")
        self._pause.setFixedWidth(_ICON if buttons else self._pause_width())
        for button, text in ((self._pause, pause), (self._cancel, cancel)):
            button.setText("" if buttons else text)
            button.setToolTip(text if buttons else "")
            button.setAccessibleName(text)

    # --- for the window ---

    def say(self, note: str) -> None:
        """Show a text on the right until another takes its place."""
        self._fade.stop()
        self._note.setText(note)
        self._fit()

    def show_round(self, text: str, *, waiting: bool) -> None:
        """Show which round is in use, and offer newer results if there are any."""
        self._round.setText(text)
        self._newer.setVisible(waiting)
        self.notices.review()
        self._fit()

    def saved(self, when: str) -> None:
        """Show that every decision is saved, and no notice that a decision made untrue."""
        self._when = when
        self.notices.review()
        self._fit()

    def offer(self, text: str, accept: Callable[[], None] | None, decline: Callable[[], None] | None) -> None:
        """Offer to continue something while no job runs; an empty text withdraws the offer."""
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

    # --- the queue ---

    def _advanced(self) -> None:
        self._phase, self._phase_started = "", (time.monotonic(), 0)
        if self._noted and not self._jobs.busy:  # what a job said goes some time after its end
            self._noted = False
            self._fade.start()
        self._show()

    def _progressed(self, progress: Progress) -> None:
        if progress.phase != self._phase:
            self._phase, self._phase_started = progress.phase, (time.monotonic(), progress.done)
        if progress.note:
            self.say(worded(progress.note))
            self._noted = True
        if not self._repaint.isActive():
            self._repaint.start()

    def _cancelling(self, text: str) -> None:
        self._text.setText(text or self.tr("stopping …"))
        if text:
            for widget in (self._note, self._round, self._title):  # the text needs their room
                widget.setVisible(False)
            self._row.activate()
            self.repaint()  # at once: code that waits for the end of the job processes no other events

    def _show(self) -> None:
        jobs = self._jobs
        if jobs.shown:
            self._show_job()
        for widget in (self._offer, self._go, self._not_now):
            widget.setVisible(self._offered is not None and not jobs.busy and self.notices.notice is None)
        self._fit()

    def _show_job(self) -> None:
        jobs = self._jobs
        group, progress = jobs.group, jobs.progress
        self._title.setText(jobs.purpose)
        self._bar.setRange(0, 1000 if group is not None else progress.total)
        self._bar.setValue(round(1000 * group.fraction) if group is not None else progress.done)
        self._text.setText(self.tr("paused") if jobs.paused else self._progress_text())
        self._pause.setIcon(theme().icon("resume" if jobs.paused else "pause"))
        self._cancel.setIcon(theme().icon("close"))
        self._details.setIcon(theme().icon("info"))

    def _pause_width(self) -> int:
        """Return the width that fits both texts of the button."""
        words = (self.tr("Resume"), self.tr("Pause"))
        return max(map(self._pause.fontMetrics().horizontalAdvance, words)) + 44

    def _progress_text(self) -> str:
        """Return the progress as a short text, or every step of it if details are wanted."""
        group = self._jobs.group
        if group is None:
            return self._job_text(details=self._details.isChecked())
        left = group.seconds_left()
        parts = [percent(group.fraction)] + ([self._left(left)] if left else [])  # 0 where it takes longer than thought
        return " · ".join(parts + ([self._job_text(details=True)] if self._details.isChecked() else []))

    def _job_text(self, *, details: bool) -> str:
        progress = self._jobs.progress
        parts = [worded(progress.phase)] if progress.phase and (details or not progress.total) else []
        since, first = self._phase_started
        seconds, done = time.monotonic() - since, progress.done - first
        if progress.total:
            parts.append(
                self.tr("{done} of {total}").format(done=grouped(progress.done), total=grouped(progress.total))
            )
        if seconds > 1 and done > 0:
            rate = done / seconds
            if details:
                parts.append(self.tr("{rate}/s").format(rate=grouped(round(rate)) if rate >= 10 else decimal(rate)))
            if progress.total and self._jobs.group is None:  # a group's time left is that of all its steps
                parts.append(self._left((progress.total - progress.done) / rate))
        parts += [progress.device] if progress.device and details else []
        return " · ".join(parts)

    def _left(self, seconds: float) -> str:
        if seconds < 60:
            return self.tr("{n} s left").format(n=max(1, round(seconds)))
        if seconds < 3600:
            return self.tr("{n} min left").format(n=round(seconds / 60))
        return self.tr("{n} h left").format(n=decimal(seconds / 3600))


def _giving_way() -> ElidedLabel:
    """Return a quiet label that is as wide as its text, or narrower where space is short."""
    made = ElidedLabel(role="small")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def _flat(text: str, icon: str) -> QPushButton:
    button = QPushButton(theme().icon(icon), text)
    button.setProperty("role", "flat")
    button.setIconSize(QSize(14, 14))
    return button
