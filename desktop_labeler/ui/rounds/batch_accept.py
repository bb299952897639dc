"""Accept down to here on a grid: shuffled pages, marks on wrong images, and one decision at the end."""

import secrets
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.audit_intervals import CONFIDENCE, rest_lower_bound, smallest_sample
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import accept
from desktop_labeler.data.decisions.proof.certificates import Proof
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom
from desktop_labeler.data.decisions.proof.verdicts import Verdicts, read_verdicts
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.certify import count_trial, next_trial
from desktop_labeler.messages import Message
from desktop_labeler.rounding import rounded_down
from desktop_labeler.statistics import SAMPLE_ACCURACIES, random_sample
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_marks import Marks
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.rounds import batch_search
from desktop_labeler.ui.rounds.batch_bar import BatchBar

_LARGEST = 100  # images on a page: as many as the view shows whole, up to this many


class BatchAccept(QObject):
    """The batch accept of one grid, one search at a time.

    Attributes:
        state: the state of the search, None if there is none.
        auditing: whether random images of unseen pages are shown.

    Signals:
        ended: the search is over, because it was accepted or stopped or found nothing to accept.
    """

    ended = Signal()

    def __init__(
        self, project: OpenProject, grid: GridView, marks: Marks, bar: BatchBar, page: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._project, self._grid, self._marks, self._bar, self._name = project, grid, marks, bar, page
        self.state: batch_search.BatchSearch | None = None
        self._label: LabelClass | None = None
        self._images: IntArray = np.empty(0, np.int64)
        self._size = 1
        self._marked: set[int] = set()
        self._filling = False
        self.auditing = False
        self._sample: IntArray = np.empty(0, np.int64)
        self._sample_at = 0
        self._seed = 0  # of the sample
        self._drawn: IntArray = np.empty(0, np.int64)  # ids of the images that it was drawn from
        self._sure = CONFIDENCE  # of what it shows, so that all such accepts of the project hold together
        self._wrong: set[int] = set()  # ids of images marked in the audit
        self._verdicts: Verdicts | None = None  # what is decided, read again before it is used
        self._then: Callable[[], None] | None = None  # what continues once they are read
        bar.pressed.connect(self.press)
        grid.selection_changed.connect(self._selection_changed)

    @property
    def active(self) -> bool:
        """Whether a search is going on."""
        return self.state is not None

    @property
    def reading(self) -> bool:
        """Whether the current decisions are being read; answers are ignored meanwhile."""
        return self._then is not None

    def start(self, label: LabelClass, images: IntArray) -> None:
        """Start a search over the undecided images with one suggested class, surest first."""
        if not len(images):
            return
        self._label, self._images = label, images
        self._size = min(self._grid.page_size, _LARGEST)
        self._marked, self._wrong, self.auditing = set(), set(), False
        self.state = batch_search.start(batch_search.pages_of(images, self._size))
        self._show_page()

    def press(self, what: object) -> None:
        """Take an answer: "right", "wrong", "switch", "stop", "seen", "all", or how many images to audit."""
        if self.state is None or not self._takes(what):
            return
        if isinstance(what, int):
            self._start_audit(what)
        elif what == "stop":
            self._end()
        elif what in ("seen", "all"):
            if self.state.finished:
                self._accept_soon(unseen=what == "all")
        elif self.auditing:
            self._audit_answer(right=what == "right")
        elif not self.state.finished:
            self._page_answer(str(what))

    def _takes(self, what: object) -> bool:
        """Whether an answer can be taken now: "right" once all of the page was in view, "wrong" if some of it is."""
        if self._project.busy or self.reading:
            return False
        sight, page = self._grid.sight, self._grid.content.images
        if what == "right":
            return sight.covers_all(page)
        return what != "wrong" or sight.covers(page)

    # --- pages ------------------------------------------------------------------------------------------------------
    def _page_answer(self, what: str) -> None:
        state = self.state
        if state is None:
            return
        if what == "switch":
            self.state = batch_search.switch(state)
            self._show_text()
            return
        self._take_marks(self._marked)
        self.state = batch_search.answer(state, right=what == "right")
        if self.state.finished:
            self._after_reading(self._finish)
        else:
            self._show_page()

    def _show_page(self) -> None:
        if self.state is not None:
            self._show(batch_search.page_of(self._images, self.state.page, self._size), self._marked)
            self._show_text()

    def _show(self, images: IntArray, marked: set[int]) -> None:
        self._filling = True
        self._grid.show_images(images)
        self._grid.selection.move_to(0)
        self._marks.show(marked)
        self._grid.verticalScrollBar().setValue(0)
        self._grid.take_keys()
        self._filling = False

    def _take_marks(self, into: set[int]) -> None:
        """Store the marks of this page, dropping those that were removed."""
        into -= set(self._grid.content.images.tolist())
        into |= self._marks.images()

    def _selection_changed(self, count: object) -> None:
        """Go page by page from here on once a single image is marked."""
        state = self.state
        if state is None or state.finished or self.auditing or self._filling or state.single:
            return
        if isinstance(count, int) and count:
            self.state = batch_search.mark(state)
            self._show_text()

    def _show_text(self) -> None:
        state = self.state
        if state is None or self._label is None:
            return
        parts = [
            self.tr("Page {page} of {pages}").format(page=state.page + 1, pages=state.pages),
            self.tr("{accepted} accepted, {open} open, {rejected} rejected").format(
                accepted=state.left, open=state.right - state.left, rejected=state.pages - state.right
            ),
        ]
        self._bar.show_state(state, " · ".join(parts), self._label.name)
        self._bar.show()

    # --- the end of the search --------------------------------------------------------------------------------------
    def _finish(self) -> None:
        state = self.state
        if state is None:
            return
        unseen = self._unseen()
        if not state.left:
            self._grid.notice.emit(self.tr("The first page is not right: nothing was accepted."))
            self._end()
        elif not len(unseen):
            self._accept_soon(unseen=True)
        else:
            self._offer(unseen)

    def _unseen(self) -> IntArray:
        """Return the images on accepted pages that nobody saw, without those decided elsewhere meanwhile."""
        return self._open(batch_search.jumped(self._images, self.state, self._size)) if self.state else self._images[:0]

    def _offer(self, unseen: IntArray) -> None:
        """Offer a random audit of the skipped pages; without it only what was seen is accepted."""
        state = self.state
        if state is None:
            return
        skipped = {"n": len(unseen), "k": len(state.jumped())}
        choices: list[tuple[object, str]] = []
        _, self._sure = next_trial(self._project.project)
        counts = [smallest_sample(share, len(unseen), 0, self._sure) for share in SAMPLE_ACCURACIES]
        for count in dict.fromkeys(counts):
            if count < len(unseen):
                bound = 100 * rounded_down(rest_lower_bound(0, count, len(unseen), self._sure), 0)
                choices.append((count, self.tr("Check {n}: {p} % right if all are").format(n=count, p=f"{bound:.0f}")))
        sample = Message(
            "{n:# image is|# images are} on {k:a page that was|# pages that were} skipped. "
            "{n:Check it|Check a random sample of them} first.",
            **skipped,
        )
        few = Message(
            "{n:# image is|# images are} on {k:a page that was|# pages that were} skipped. "
            "{n:Check it|Check them} first.",
            **skipped,
        )
        text = sample if choices else few
        if len(unseen) <= counts[-1]:
            choices.append((len(unseen), worded(Message("{n:Check it|Check all #}", n=len(unseen)))))
        seen = len(self._open(batch_search.accepted(self._images, state, self._size, unseen=False)))
        choices.append(("seen", self.tr("Accept only the {n} seen").format(n=grouped(seen))))
        self._bar.ask(state, worded(text), choices)
        self._grid.take_keys()

    # --- audit ------------------------------------------------------------------------------------------------------
    def _start_audit(self, count: int) -> None:
        if self.state is None or not self.state.finished or self.auditing:
            return
        number, self._sure = next_trial(self._project.project)
        try:
            count_trial(self._project.project, number)
        except LabelerError as error:
            self._project.failed.emit(error)
            return
        unseen, self._seed = self._unseen(), secrets.randbits(32)
        self._drawn = unseen
        self._sample = unseen[random_sample(len(unseen), count, self._seed)]
        self._sample_at, self._wrong, self.auditing = 0, set(), True
        self._show_sample()

    def _show_sample(self) -> None:
        end = min(self._sample_at + self._size, len(self._sample))
        self._show(self._sample[self._sample_at : end], self._wrong)
        several = self.tr("Audit: random images {first}–{last} of {n}. Mark what is wrong, then continue.")
        one = self.tr("Audit: random image {last} of {n}. Mark it if it is wrong, then continue.")
        text = several if end > self._sample_at + 1 else one
        self._bar.show_audit(text.format(first=self._sample_at + 1, last=end, n=len(self._sample)))

    def _audit_answer(self, *, right: bool) -> None:
        if not right:
            self._grid.notice.emit(self.tr("Mark the images that are wrong, then continue with the first button."))
            return
        self._take_marks(self._wrong)
        self._sample_at += self._size
        if self._sample_at < len(self._sample):
            self._show_sample()
            return
        self.auditing = False
        if not self._wrong:
            self._accept_soon(unseen=True)
        elif self.state is not None:
            sample, wrong = len(self._sample), len(self._wrong)
            found = worded(
                Message(
                    "{k} of {n:# random image|# random images} {k:was|were} wrong: at least {share:.0%} of the others "
                    "are right ({sure:.1%} sure).",
                    k=wrong,
                    n=sample,
                    share=rounded_down(self._bound(), 0),
                    sure=rounded_down(self._sure),
                )
            )
            everything = self.tr("Accept all but the wrong ones")
            self._bar.ask(
                self.state, found, [("seen", self.tr("Accept only the pages that I saw")), ("all", everything)]
            )

    # --- deciding ---------------------------------------------------------------------------------------------------
    def _after_reading(self, then: Callable[[], None]) -> None:
        """Continue with a function once the current decisions have been read off the main thread."""
        self._then = then
        self._project.ask(read_verdicts, self._read)

    def _read(self, verdicts: Verdicts) -> None:
        then, self._then, self._verdicts = self._then, None, verdicts
        if then is not None and self.state is not None:
            then()

    def _open(self, images: IntArray) -> IntArray:
        """Return the images without those that are marked, decided elsewhere meanwhile, or cannot be shown."""
        if self._verdicts is None or self._label is None:
            return images[:0]
        rejected = self._verdicts.rejected
        gone = [*self._marked, *self._wrong, *rejected[rejected[:, 1] == self._label.id, 0].tolist()]
        states, _ = self._verdicts.of(images)
        found: IntArray = images[(states == State.UNLABELLED) & ~np.isin(images, np.array(gone, np.int64))]
        return found[self._grid.content.there(found)]

    def _accept_soon(self, *, unseen: bool) -> None:
        self._after_reading(self._accept_all if unseen else self._accept_seen)

    def _accept_all(self) -> None:
        self._accept(unseen=True)

    def _accept_seen(self) -> None:
        self._accept(unseen=False)

    def _accept(self, *, unseen: bool) -> None:
        state, label = self.state, self._label
        if state is None or label is None:
            return
        audited = {image for image in self._sample.tolist() if image not in self._wrong}
        images = batch_search.accepted(self._images, state, self._size, unseen=unseen)
        if not unseen and audited:  # audited images count as seen
            images = np.concatenate([images, np.array(sorted(audited), np.int64)])
        images = self._open(images)
        if len(images):
            what = self._history(state, label, images, unseen=unseen)
            shown, by = self._grid.content.hints.round, accept(label.id)
            self._project.decide(images, by, kind="accept", what=what, page=self._name, round_shown=shown)
        self._end()
        undo = key_map().shown("undo")
        told = Message("Accepted {n:# image|# images} as {name}. Undo: {key}", n=len(images), name=label.name, key=undo)
        self._grid.notice.emit(worded(told) if len(images) else self.tr("There was nothing left to accept."))

    def _history(
        self, state: batch_search.BatchSearch, label: LabelClass, images: IntArray, *, unseen: bool
    ) -> DecisionText:
        """Return the history text: how many images, how far, what was seen, and what the audit found."""
        down: dict[str, str | int] = {
            "n": len(images),
            "name": label.name,
            "page": state.left,
            "pages": state.pages,
            "seen": len([page for page in state.seen if page < state.left]),
        }
        if not len(self._sample):
            return DecisionText("accept_down_whole" if unseen else "accept_down", **down)
        sample, wrong, bound = len(self._sample), len(self._wrong), self._bound(images)
        what = DecisionText(
            "accept_down_checked",
            **down,
            sample=sample,
            wrong=wrong,
            share=rounded_down(bound, 0),
            sure=rounded_down(self._sure),
        )
        if not unseen:
            return what  # only what was seen is accepted, so nothing rests on the sample
        checked, wrong_ones, drawn = self._sample.tolist(), sorted(self._wrong), len(self._drawn)
        from_ = DrawnFrom([label.id])
        proof = Proof(checked, wrong_ones, self._seed, drawn, bound, self._sure, drawn_from=from_)
        return what.proving(proof.stored())

    def _bound(self, images: IntArray | None = None) -> float:
        """Return the least fraction of the unseen images outside the sample that is right, as sure as it has to be.

        Args:
            images: those that are accepted: what was decided elsewhere since the draw may have been what was right.
        """
        bound = rest_lower_bound(len(self._wrong), len(self._sample), len(self._drawn), self._sure)
        if images is None:
            return bound
        left = len(self._drawn) - len(self._sample)
        rest = int((np.isin(images, self._drawn) & ~np.isin(images, self._sample)).sum())
        return max(0.0, 1 - round((1 - bound) * left) / rest) if rest < left and rest else bound

    def _end(self) -> None:
        self.state, self._then, self.auditing = None, None, False
        self._sample = np.empty(0, np.int64)
        self._marked, self._wrong = set(), set()
        self._bar.hide()
        self.ended.emit()
