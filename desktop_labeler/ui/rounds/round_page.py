"""The base of Suggestions and Suspects: pages filled from a round, which change only on request."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.predictions import has_predictions
from desktop_labeler.data.decisions.page_names import BROWSE, PageName
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.page_fit import PageFit
from desktop_labeler.ui.rounds.page_order import PageOrder


class RoundPage(GridPage):
    """The base of a page whose images come from the lists of a round.

    Attributes:
        icon: the name of the page's icon.
        shown: the round whose findings the tiles show; the next page uses the newest one.
    """

    has_answers = True
    icon = "suggestions"

    def __init__(self, context: ProjectContext, name: PageName, parent: QWidget | None) -> None:
        project, rounds = context.project, context.rounds
        super().__init__(project, context.thumbnails, context.settings, name, parent)
        self.rounds = rounds
        self._wanted = False  # whether to fill a page as soon as the lists are made
        self._left: set[int] = set()  # what the page showed when the next one was asked for
        self.page_order = PageOrder(project, self.is_open)
        self.fit = PageFit(self)
        self.chips = QHBoxLayout()  # choices on the left and view controls on the right, to save a line
        self.chips.setSpacing(8)
        self.chips.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        self.bar.addLayout(self.chips)
        self.grid.installEventFilter(self)
        self.fit.refill_wanted.connect(self.refill)
        rounds.listed.connect(self._listed)
        rounds.changed.connect(self._rounds_changed)
        project.classes_changed.connect(self._show_again)
        project.images_changed.connect(self._images_changed)
        project.boxes_came_or_went.connect(self._ask_again)

    # --- for subclasses ----------------------------------------------------------------------------------------------
    def candidates(self) -> IntArray:
        """Return the images to show, in order; implemented by each page."""
        raise NotImplementedError

    def is_open(self, image: int) -> bool:
        """Whether an image of the lists is still undecided; implemented by each page."""
        raise NotImplementedError

    def show_lists(self) -> None:
        """Update the chips from the lists; implemented by each page."""

    def hints(self, view: RoundView) -> Hints:
        """Return the hints for the tiles; implemented by each page."""
        raise NotImplementedError

    def show_nothing_left(self) -> None:
        """Show the text for a page with nothing to decide; implemented by each page."""

    def handle_page_key(self, action: str) -> bool:
        """Handle a key whose meaning differs on this page; return whether it was handled."""
        return False

    # --- filling ----------------------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Fill the first page, or keep a page that is half done."""
        super().activated()
        if not self.open_images():
            QTimer.singleShot(0, self, self.refill)  # once the layout has set the size of the grid
        else:
            self._show_again()

    def refill(self) -> None:
        """Show the first images to decide, as many as fit into the view."""
        if self.rounds.closed:
            return  # it was put off until the layout had settled
        if self.rounds.lists is None or self.rounds.view is None:
            self._wanted = True
            self._show_state()
            return
        self._wanted = False
        before, self.shown = self.shown, self.rounds.view
        if before is not self.shown:
            self.round_shown.emit()
        self.show_lists()
        self._find_room()
        self.grid.content.hints = self.hints(self.shown)
        self.lay_out_tiles()
        self.fill(self.page_order.ordered(self.candidates()))
        if not self.filling:
            self.filled()

    @property
    def filling(self) -> bool:
        """Whether the images that the page was filled with are still being read."""
        return False

    def filled(self) -> None:
        """Show what the page has been filled with."""
        self._show_state()
        self._show_again()
        before, self._left = self._left, set()
        if before and before == set(self.grid.content.images.tolist()):
            self.tell(self.tr("There is no other page: these images are all that is left."))

    def _find_room(self) -> None:
        """Lay the page out now, because the number of images depends on the size of the grid."""
        self.show_grid()
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()

    def lay_out_tiles(self) -> None:
        """Lay out the grid that is about to be filled."""
        self.fit.fit_tiles()

    def fill(self, candidates: IntArray) -> None:
        """Fill the grid with the first of these that are still undecided; implemented by each page."""
        raise NotImplementedError

    def next_page(self) -> None:
        """Take over newer results if there are any, then show the next images."""
        before = set(self.grid.content.images.tolist())
        self.page_order.pass_over(self.open_images())
        if self.rounds.take_over():
            self._wanted = True  # the lists of the new round are being made
            return
        self._left = before
        self.refill()

    def take_over(self) -> None:
        """Switch to the newest results."""
        self.page_order.forget_passed()
        self._thumbs.forget_problems()
        if self.rounds.take_over():
            self._wanted = True
        else:
            self.refill()
            self.tell_newest()

    def do(self, action: str) -> None:
        """Do "next page" and "take over"; pass other actions on to the window."""
        if action == "next_page":
            self.next_page()
        elif action == "take_over":
            self.take_over()
        else:
            super().do(action)

    def open_images(self) -> set[int]:
        """Return the images of the page that are still undecided."""
        rows = self.project.rows(self.grid.content.every().tolist())
        return {image for image, row in rows.items() if not self.grid.content.decided(row) and self.is_open(image)}

    # --- what happens -----------------------------------------------------------------------------------------------
    def _listed(self) -> None:
        if self._wanted or (self.isVisible() and self.shown is None):
            self.refill()
        else:
            self._show_again()

    def _show_again(self) -> None:
        self.show_lists()
        self.update_summary()

    def _images_changed(self, images: object) -> None:
        if self.isVisible():  # a hidden page is updated when it is opened, and no key waits for it
            self.update_summary()

    def _ask_again(self) -> None:
        """Show the next lists: images of the page came or went with an undo."""
        self._wanted = True

    def _rounds_changed(self) -> None:
        if self.shown is None or not len(self.grid.content.images):
            self._show_state()

    def _show_state(self) -> None:
        """Show the grid, or a text about what is missing."""
        if len(self.grid.content.images) or self.filling:
            self.show_grid()
        elif self.rounds.running:
            heading = self.tr("{job} …").format(job=self.rounds.doing or self.tr("Starting"))
            self._show_text(heading, self.tr("Progress is shown in the bar below."))
        elif self.rounds.waiting:
            self._show_text(
                self.tr("New results are ready"),
                self.tr("A newer round has finished. Its results are shown as soon as you ask for them."),
                self.tr("Show new results"),
                self.take_over,
            )
        elif self.rounds.view is None:
            self._show_no_round()
        elif self.rounds.lists is not None:
            self.show_nothing_left()

    def _show_no_round(self) -> None:
        """Say what is missing before the first round."""
        if self.project.blind:
            heading, button = self.tr("Nothing is suggested here"), self.tr("Go to Browse")
            self._show_text(heading, self.rounds.why_none(), button, self.go(BROWSE))
            return
        analysed = self.rounds.unanalysed.only_a_round
        sentence = self.tr(
            "The program analyses the images once, on this computer. It then suggests a class for "
            "each and shows the labels it doubts."
        )
        if analysed:
            sentence = self.tr(
                "The images are analysed. A round then suggests a class for each and shows the labels that the program "
                "doubts."
            )
        if has_predictions(self.project.project):
            sentence += " " + self.tr("The suggestions that were imported are shown then, too.")
        button = self.tr("Run a round now") if analysed else self.tr("Analyse images and suggest")
        self._show_text(self.rounds.unanalysed.heading(), sentence, button, self.rounds.start)

    def _show_text(self, heading: str, sentence: str, button: str = "", does: object = None) -> None:
        self.show_empty(self.icon, heading, sentence, button, does if callable(does) else None)

    def go(self, page: str) -> object:
        """Return a function that asks the window for a page."""
        return partial(self.action_wanted.emit, page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._taken(event):
            super().keyPressEvent(event)

    def _taken(self, event: QKeyEvent) -> bool:
        meant = key_map().action(event)
        if not self.grid.isVisible() or meant is None or meant[1]:
            return False
        with self.grid.sight.pressing(repeated=event.isAutoRepeat()):
            return self.handle_page_key(meant[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.grid and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._taken(event)
        return super().eventFilter(watched, event)
