"""Audit: random images, labelled without seeing labels or suggestions, to measure how right these are."""

from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import By, images_of
from desktop_labeler.data.decisions.page_names import AUDIT, SUGGESTIONS, stored
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, DesignName, Kind, PastAudit
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.certify import PromiseOutlook, begin_certificate, end_certificate, promise_outlook
from desktop_labeler.jobs.audits.draw_audit import AuditOutlook, audit_outlook, draw_audit, fewer_than_asked, findings
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.query import Query
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.pages.audit.audit_cards import AuditResults
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.page_fit import PageFit
from desktop_labeler.ui.widgets.ask_first import ask
from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.key_button import KeyButton

_NEED_THE_LABEL = frozenset({"accept_page", "accept_row", "reject", "keep", "take", "most_common", "unlabel"})


class AuditPage(GridPage):
    """The page Audit: the sample as a grid, the results as cards.

    Attributes:
        outlook: what the cards show, None before it is read.
    """

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        project, self._rounds = context.project, context.rounds
        super().__init__(project, context.thumbnails, context.settings, AUDIT, parent)
        self.outlook: AuditOutlook | None = None
        self._asked_anew = False  # a certified accept is being begun or ended
        self._keys_wanted = False  # an audit has begun: its grid takes the keyboard if the page is still shown
        self.query = Query(project, audit_outlook, self)
        self.query.answered.connect(self._found)
        self.grid.content.blind = True
        self.grid.commands.without = _NEED_THE_LABEL
        self.heading.setText(self.tr("Audit"))
        self.end_button = QPushButton(self.tr("End the audit"))
        self.end_button.setToolTip(self.tr("The images checked so far count; the others are left out."))
        self.end_button.clicked.connect(self._ask_to_end)
        self.next_button = KeyButton(self.tr("Next page"), "accept", primary=True)
        self.next_button.clicked.connect(self.next_page)
        self.report_button = QPushButton(self.tr("Methods report…"))
        self.report_button.setToolTip(self.tr("Writes how the labels came to be, for a paper or a reviewer."))
        self.report_button.clicked.connect(partial(self.action_wanted.emit, "report"))
        self.buttons.addWidget(self.report_button)
        self.buttons.addWidget(self.end_button)
        self.buttons.addWidget(self.next_button)
        self.results = AuditResults()
        self.results.new.wanted.connect(self.begin)
        self.promises = Query(project, promise_outlook, self)
        self.promises.answered.connect(self._promise_found)
        self.results.promise.wanted.connect(self.promise)
        self.results.promise.finished.connect(self._keep_promise)
        self.results.wrong_wanted.connect(self._show_wrong)
        self.results.certificate_wanted.connect(self._ask_for_covered)
        self.body.addWidget(self.results)
        self.say(self.tr("Label each image as if it had never been labelled: labels and suggestions are hidden here."))
        self.fitting = PageFit(self)
        self.fitting.refill_wanted.connect(self._fill)
        project.images_changed.connect(self._changed)
        for query in (self.query, self.promises):
            context.rounds.changed.connect(query.forget)  # there are other suggestions to check
        project.failed.connect(self._not_read)
        project.busy_changed.connect(self._written)
        self._show_what_there_is()

    @property
    def blind(self) -> bool:
        """Whether labels are hidden: only while an audit is under way, because the cards show none."""
        return self.body.currentWidget() is self.grid

    # --- actions of the person --------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Read how far the audit is; a page that is half done is kept."""
        super().activated()
        self.panel_wanted.emit(self.blind)
        self.query.ask_if_stale()

    def begin(self, kind: Kind, size: int, target: float, design: DesignName = "simple") -> None:
        """Draw a sample and begin with it."""
        self._keys_wanted = self.isVisible()  # the button that had the keyboard is about to be hidden
        self.results.new.button.setEnabled(False)
        self.project.ask(partial(_draw, kind, size, target, design), self._drawn)

    def promise(self, number: int, target: float) -> None:
        """Draw the sample of a certified accept.

        Args:
            number: id of the class of which suggestions are to be accepted; 0 for all.
            target: the fraction of those accepted that is to be right.
        """
        self._keys_wanted = self.isVisible()
        allow(self.results.promise.button, self.tr("The sample is being drawn …"))
        classes = [number] if number else None
        self.project.write_large(lambda project: begin_certificate(project, target, classes=classes))
        self._asked_anew = True

    def _keep_promise(self) -> None:
        by = By(self.project.who, stored(SUGGESTIONS), self.project.round)  # they are not answered blind
        self.project.write_large(lambda project: end_certificate(project, by))
        self._asked_anew = True

    def _written(self, busy: bool) -> None:
        """Read again what a certified accept has written."""
        if self._asked_anew and not busy:
            self._asked_anew = False
            self.query.ask()
            self.promises.ask()

    def _promise_found(self, outlook: PromiseOutlook) -> None:
        if not self.promises.again:
            self.results.show_promise(outlook, {entry.id: entry for entry in self.project.classes})

    def _ask_to_end(self) -> None:
        """Ask, because an audit that was ended cannot be taken up again."""
        found = self.outlook.findings if self.outlook is not None else None
        if found is None:
            return
        total, left = len(found.audit.images), len(found.open)
        text = self.tr(
            "Images checked: {done} of {total}. Their answers are kept, and the result is measured on them alone. "
            "Not asked any more: {left}. This audit cannot be resumed, and a new one draws its images anew."
        ).format(done=grouped(total - left), total=grouped(total), left=grouped(left))
        ask(self, self.tr("End the audit"), text, self.tr("End the audit"), self.end)

    def end(self) -> None:
        """Close the audit early."""
        found = self.outlook.findings if self.outlook is not None else None
        if found is not None:
            self._write(lambda: audits.end(self.project.project, found.audit))
            self.query.ask()

    def do(self, action: str) -> None:
        """Go to the next page when this one is done; pass other actions on to the window."""
        if action == "next_page":
            self._next_if_done()
        elif action == "take_over":
            self._thumbs.forget_problems()
            self.query.ask()
            if not self._rounds.take_over():
                self.tell_newest()
        else:
            super().do(action)

    def next_page(self) -> None:
        """Show the next images of the sample; images that were left open come again."""
        self._count()
        self._fill()
        if not self.blind:
            self.query.ask()  # its answers are labels now, and no suggestions any more

    def update_summary(self) -> None:
        """Show how far the audit is."""
        found = self.outlook.findings if self.outlook is not None else None
        if found is None or found.done:
            self.summary.setText(self.tr("A random sample, labelled blind, shows how accurate the labels are."))
            self.counted.emit("")
            return
        total, left = len(found.audit.images), len(found.open)
        text = self.tr("{done} of {total} checked").format(done=grouped(total - left), total=grouped(total))
        self.counted.emit(f"{grouped(total - left)}/{grouped(total)}")
        count = self.grid.selection.count
        self.summary.setText(text + (" · " + self.tr("{n} selected").format(n=count) if count else ""))

    # --- inside -----------------------------------------------------------------------------------------------------
    def _next_if_done(self) -> None:
        rows = self.project.rows(self.grid.content.images.tolist()).values()
        left = sum(map(self.grid.content.waiting, rows))
        if left:
            self.tell(
                worded(
                    Message("{n:# image on this page still needs|# images on this page still need} an answer.", n=left)
                )
            )
        else:
            self.next_page()

    def _found(self, outlook: AuditOutlook) -> None:
        if self.query.again:
            return  # an audit has begun or ended meanwhile
        self.outlook = outlook
        found = self.outlook.findings
        shown = self.grid.content.images
        if found is None or found.done or not np.isin(shown, found.open).any():
            self._fill()
        else:
            self._show_what_there_is()

    def _drawn(self, drawn: tuple[Audit, PastAudit | None]) -> None:
        self._write(lambda: audits.begin(self.project.project, *drawn))
        if (note := fewer_than_asked(drawn[0], len(drawn[0].design.draws))) is not None:
            self.tell(worded(note))
        self.query.ask()

    def _write(self, write: object) -> None:
        try:
            if callable(write):
                write()
        except LabelerError as error:
            self.project.failed.emit(error)

    def _count(self) -> None:
        """Count the answers again, from a few hundred rows."""
        audit = audits.current_audit(self.project.project)  # anew: classes may have been merged since
        if self.outlook is not None and self.outlook.findings is not None and audit is not None:
            found = findings(self.project.project, audit)
            self.outlook = replace(self.outlook, findings=found)

    def _changed(self, images: object) -> None:
        self.query.forget()
        self.promises.forget()
        if not self.isVisible():
            return
        under_way = self.blind
        try:
            self._count()
        except LabelerError as error:
            self.tell(str(error))
        self.update_summary()
        if not under_way:
            self.query.ask()  # an undo reopened an audit or labels changed, and with them what can be checked

    def _not_read(self, error: object) -> None:
        self.results.new.button.setEnabled(True)

    def _fill(self) -> None:
        found = self.outlook.findings if self.outlook is not None else None
        still_open = found.open if found is not None else np.empty(0, np.int64)
        layout = self.layout()
        if len(still_open) and layout is not None:
            self.show_grid()  # the number of images depends on its size
            layout.activate()
            self.fitting.fit_tiles()
        self.grid.show_images(still_open[: max(self.grid.page_size, 1)])
        self._show_what_there_is()

    def _show_what_there_is(self) -> None:
        """Show the grid while images are open, else the cards."""
        under_way = bool(len(self.grid.content.images))
        self.end_button.setVisible(under_way)
        self.report_button.setVisible(not under_way)
        if under_way:
            self.show_grid()
            self.grid.take_keys()
            if self._keys_wanted and self.isVisible():
                self.grid.setFocus()
            self._keys_wanted = False
        else:
            self._switch(self.results)
            self.promises.ask()
            if self.outlook is not None:
                self.results.show_outlook(self.outlook, {entry.id: entry for entry in self.project.classes})
        self.update_summary()
        if self.isVisible():
            self.panel_wanted.emit(under_way)

    def _show_wrong(self) -> None:
        if self.outlook is not None and self.outlook.findings is not None:
            self.images_wanted.emit(self.outlook.findings.wrong, self.tr("Wrong in the audit"), None)

    def _ask_for_covered(self, number: int) -> None:
        self.project.ask(partial(_covered, number), self._show_covered)

    def _show_covered(self, found: tuple[int, IntArray]) -> None:
        number, images = found
        self.images_wanted.emit(images, self.tr("Certificate {n}").format(n=number), None)


def _covered(number: int, project: Project) -> tuple[int, IntArray]:
    """Return the number of a certificate and the images that it covers."""
    return number, images_of(project, number)


def _draw(kind: Kind, size: int, target: float, design: DesignName, project: Project) -> tuple[Audit, PastAudit | None]:
    return draw_audit(project, kind, size, target, design=design)
