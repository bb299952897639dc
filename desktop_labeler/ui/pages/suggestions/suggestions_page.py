"""Suggestions: undecided images by suggested class, surest first; wrong ones are marked, the others accepted."""

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.data.decisions.page_names import LABEL, SUGGESTIONS, SUSPECTS, stored
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.grid.grid_marks import Marks
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.pages.suggestions.mark_notices import MarkNotices
from desktop_labeler.ui.pages.suggestions.page_decision import button_text, page_edit, page_text, with_keys
from desktop_labeler.ui.pages.suggestions.stack_pages import StackPages
from desktop_labeler.ui.pages.suggestions.suggestion_hints import suggestion_hints
from desktop_labeler.ui.pages.suggestions.unshown import only_unshown, unshown_text
from desktop_labeler.ui.rounds.batch_accept import BatchAccept
from desktop_labeler.ui.rounds.batch_bar import BatchBar
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.round_hints import roughness
from desktop_labeler.ui.rounds.round_page import RoundPage
from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.chips import Chip, ChipRow
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.key_button import KeyButton

_NAME = 110  # pixels: a name shortened further would say too little
_BATCH_KEYS = {"page_right": "right", "page_wrong": "wrong", "accept_page": "right", "gallop": "switch"}
_QUIET_KEYS = ("accept", "accept_row", "select_all", "clear")  # these have another meaning during a search


class SuggestionsPage(RoundPage):
    """The page Suggestions: one class at a time."""

    icon = "suggestions"

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        super().__init__(context, SUGGESTIONS, parent)
        self.class_id: int | None = None
        self.unlike = False  # images that fit no class first, instead of the surest
        self.heading.setText(self.tr("Suggestions"))
        self.batch_button = KeyButton(self.tr("Accept down to here"), "gallop")
        self.batch_button.clicked.connect(self.start_batch)
        self.accept_button = KeyButton("", "accept_page", primary=True)
        self.accept_button.clicked.connect(self.accept_page)
        self.buttons.addWidget(self.batch_button)
        self.buttons.addWidget(self.accept_button)
        self.classes = ChipRow(self.tr("Classes"), rows=2)
        self.classes.chosen.connect(self.choose)
        self.batch_bar = BatchBar()
        self.batch_bar.hide()
        self.order = Chip(Choice(None, (self.tr("Odd ones first"),)))
        self.order.setToolTip(
            self.tr("What fits no class comes first: something new, or something that does not belong here")
        )
        self.order.clicked.connect(self.choose_order)
        self.order.hide()  # until there are suggestions
        self.chips.insertWidget(0, self.classes, 1)
        self.chips.insertWidget(1, self.order, 0, Qt.AlignmentFlag.AlignTop)
        self.bar.addWidget(self.batch_bar)
        self.marks = Marks(self.grid, self)
        self.of_marks = MarkNotices(self, self.marks)
        self.stacks = StackPages(self, context.settings, self.marks, self.of_marks)
        self.stacks.found.connect(self._stacks_found)
        self.stacks.stacking.switched.connect(self._switched)
        self.stacks.stacking.shown.connect(self._show_mode)
        self.stacks.stacking.shown.connect(self.update_summary)
        self._turned = False  # whether stacks were just turned on or off
        self._tried: set[int | None] = set()  # classes that were turned to since the page was last filled
        self.grid.mouse.points = True
        self.batch = BatchAccept(context.project, self.grid, self.marks, self.batch_bar, stored(SUGGESTIONS), self)
        self.batch.ended.connect(self._batch_ended)
        key_map().changed.connect(self._show_mode)
        context.thumbnails.arrived.connect(self._arrived)
        self.heading.setMinimumHeight(self.accept_button.sizeHint().height())
        self._show_mode()

    # --- the page ---------------------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Fill the first page, or keep a page that is half done, unless stacks were turned on or off elsewhere."""
        super().activated()
        self.stacks.stacking.show_setting()
        if self.stacks.stacking.outdated and self.shown is not None:
            QTimer.singleShot(0, self, self.refill)

    def do(self, action: str) -> None:
        if action == "stack" and self.batch.active:
            self.tell(self.tr("End “accept down to here” first."))
        elif not self.stacks.do(action):
            super().do(action)

    def choose(self, class_id: object) -> None:
        """Show the suggestions of a class."""
        if isinstance(class_id, int) and not self.batch.active:
            self.class_id = class_id
            self.refill()

    def choose_order(self, unlike: bool) -> None:
        """Show images that fit no class first, or the surest ones again."""
        if not self.batch.active:
            self.unlike = unlike
            self.refill()

    def accept_page(self) -> None:
        """Accept unmarked images and reject marked ones; if all are decided, go to the next page."""
        if self.batch.active:
            self.batch.press("right")
        elif self.project.busy:
            self.tell(self.tr("The last decision is still being written."))
        elif there := self.open_images():
            self._accept_and_reject(there)
        else:
            self.next_page()
        self.grid.take_keys()

    def _accept_and_reject(self, there: set[int]) -> None:
        """Write one decision on the open images: reject the class for the marked ones and accept it for the others."""
        label = self._label()
        still_open = [image for image in self.grid.content.every().tolist() if image in there]
        targets, _ = self.grid.sight.with_pictures(np.array(still_open, np.int64), Edit(), "accept")
        images = targets.tolist()
        if not images:
            self.next_page()
        if label is None or not self.grid.sight.covers(targets):
            return
        rejected = self.marks.images() & set(images)
        edit = page_edit(images, rejected, label.id)
        what = page_text(len(images) - len(rejected), len(rejected), label.name)
        store = partial(self._store, targets, edit, what)
        if self.grid.sight.unseen(targets):
            self.grid.sight.ask(targets, worded(what.message), store)
        else:
            store()

    def _store(self, images: IntArray, edit: Edit, what: DecisionText) -> None:
        self.marks.hold()
        self.grid.selection.clear()
        self.grid.selection.move_to(0)
        shown = self.grid.content.hints.round
        self.project.decide(images, edit, kind="accept", what=what, page=stored(SUGGESTIONS), round_shown=shown)
        self.grid.selection_moved()

    def next_page(self) -> None:
        if self.stacks.stacking.group_open:
            self.stacks.close()
        elif not self.batch.active:
            super().next_page()

    def take_over(self) -> None:
        if not self.batch.active:
            super().take_over()

    def start_batch(self) -> None:
        """Start "accept down to here" over all undecided suggestions of the class, surest first."""
        label = self.project.class_of(self.class_id)
        if self.batch.active:
            self.batch.press("switch")
        elif label is not None and len(self._of_class(unlike=False)):
            self.batch_bar.show()
            self._find_room()  # a page holds what fits below the bar
            self.batch.start(label, self._of_class(unlike=False))
            self._show_mode()

    def _batch_ended(self) -> None:
        self._show_mode()
        if self.project.busy:
            self._wanted = True  # the lists are updated when the large decision is written
        else:
            self.refill()

    # --- for the base -----------------------------------------------------------------------------------------------
    def candidates(self) -> IntArray:
        return self._of_class(unlike=self.unlike)

    def is_open(self, image: int) -> bool:
        row = self.project.row(image)
        found = self.shown.suggestion_of(image) if self.shown is not None else None
        if row is None or found is None or (self.stacks.shown and found[0] != self.class_id):
            return False
        return row.state == State.UNLABELLED and found[0] not in row.rejected

    def hints(self, view: RoundView) -> Hints:
        return suggestion_hints(view)

    @property
    def filling(self) -> bool:
        return self.stacks.waiting

    def fill(self, candidates: IntArray) -> None:
        if self.stacks.stacking.on and self.class_id is not None and len(candidates):
            self.stacks.ask(candidates, self.class_id, self.grid.page_size)
        else:
            self.stacks.show(self.page_order.first_open(candidates, self.grid.page_size))
            self.grid.verticalScrollBar().setValue(0)

    def refill(self) -> None:
        if self.batch.active:
            return
        self._choose_class()
        self._tried = {self.class_id}
        super().refill()
        while not self.filling and self._turns():
            super().refill()

    def _switched(self) -> None:
        """Show the page with stacks, or without."""
        self._turned = True
        self.refill()

    def filled(self) -> None:
        super().filled()
        turned, self._turned = self._turned, False
        if turned and (nothing := self.stacks.stacking.none_text()):
            self.tell(nothing)

    def _stacks_found(self, stacks: Stacks) -> None:
        """Show the stacks that the page was filled with."""
        self.stacks.show(stacks)
        self.grid.verticalScrollBar().setValue(0)
        if self._turns():
            super().refill()
        else:
            self.filled()

    def _turns(self) -> bool:
        """Turn to the next class with something to decide where nothing of this one is left; return whether it did."""
        left = [number for number in self._with_open() if number not in self._tried]
        if len(self.grid.content.images) or not left:
            return False
        self.class_id = left[0]
        self._tried.add(self.class_id)
        return True

    def show_lists(self) -> None:
        lists = self.rounds.lists
        if lists is None:
            return
        choices = [
            Choice(label.id, (label,), len(lists.suggested.get(label.id, ())))
            for label in self.project.classes
            if label.id in lists.suggested or label.id == self.class_id
        ]
        self.classes.show_choices(choices, self.class_id)
        self.order.setVisible(bool(choices))

    def show_nothing_left(self) -> None:
        lists = self.rounds.lists
        if lists is not None and not lists.undecided and not self._labelled():
            self.show_empty(
                self.icon,
                self.tr("Nothing to suggest yet"),
                self.tr("Label a few images of every class first; then the program can suggest the others."),
                self.tr("Go to Label"),
                lambda: self.action_wanted.emit(LABEL),
            )
            return
        if lists is not None and lists.unshown:
            rescan = partial(self.action_wanted.emit, "rescan")
            self.show_empty("image-off", *only_unshown(lists.unshown), self.tr("Rescan the folders"), rescan)
            return
        self.show_empty(
            "check",
            self.tr("All suggestions are decided"),
            self.tr("No undecided images are left. Check the suspects next."),
            self.tr("Go to Suspects"),
            lambda: self.action_wanted.emit(SUSPECTS),
        )

    def handle_page_key(self, action: str) -> bool:
        if self.batch.active:
            return self._batch_key(action)
        does = {
            "accept_page": self.accept_page,
            "gallop": self.start_batch,
            "select_all": self._tell_all_right,
            "page_right": self._tell_of_batch,
            "page_wrong": self._tell_of_batch,
        }
        if action in does:
            does[action]()
            return True
        return (action == "clear" and self.of_marks.stay()) or (action == "reject" and self.of_marks.is_there())

    def _batch_key(self, action: str) -> bool:
        if action in _BATCH_KEYS:
            self.batch.press(_BATCH_KEYS[action])
        elif action in _QUIET_KEYS:
            self.tell(with_keys(self.tr("{right}: the page is right. {wrong}: it is not. {mark} marks one image.")))
        return action in _BATCH_KEYS or action in _QUIET_KEYS

    def _tell_all_right(self) -> None:
        text = self.tr("Here everything counts as right that is not marked as wrong. {mark} marks an image.")
        self.tell(with_keys(text))

    def _tell_of_batch(self) -> None:
        self.tell(self.tr("Start “Accept down to here” first: {key}").format(key=key_map().shown("gallop")))

    def update_summary(self) -> None:
        label = self._label()
        left = len(self.candidates())
        if label is not None:
            text = (
                self.tr("{name} · {n} undecided · unlike every class first")
                if self.unlike
                else self.tr("{name} · {n} undecided · surest first")
            )
            count, metrics = grouped(left), self.summary.fontMetrics()
            text = " · ".join(filter(None, [text, self.stacks.stacking.text()]))
            room = self.summary.width() - metrics.horizontalAdvance(text.format(name="", n=count))
            if metrics.horizontalAdvance(label.name) > room and room < _NAME:
                self.summary.setText(self.tr("{n} undecided").format(n=count))  # the chip names the class
            else:
                self.summary.setText(text.format(name=short_name(label.name, metrics, room).text, n=count))
        else:
            self.summary.setText("")
        self._show_mode()

    # --- inside -----------------------------------------------------------------------------------------------------
    def _show_mode(self) -> None:
        """Show what to do on a page or during a search."""
        if self.batch.active:
            text = self.tr(
                "Is every image right? {right}: yes. {wrong}: no. {mark} marks a wrong one; then it goes page by page."
            )
        elif self.stacks.stacking.stacks:
            text = self.tr(
                "Press its class, or {mark}, on a wrong stack; {open} opens it. Then accept the others, as many as "
                "their numbers say."
            )
        else:
            text = self.tr(
                "Point at a wrong one and press its class, or {mark} where you do not know it. Then accept the others."
            )
        every, unshown = len(self.grid.content.every()), len(self.open_images() - self._shown_open())
        usual = with_keys(text) if unshown < every or not every else ""
        rough = roughness(bool(usual and self.shown is not None and self.shown.knows_little))
        self.say(" ".join(filter(None, [usual, rough, unshown_text(unshown, every)])))
        self._show_buttons()

    def _show_buttons(self) -> None:
        there = bool(len(self.grid.content.images))
        searching = self.batch.active
        self.accept_button.setVisible(there and not searching)
        self.batch_button.setVisible(there and not searching)
        for chips in (self.classes, self.order, self.stacks.stacking.switch):
            allow(chips, self.tr("End “accept down to here” first.") if searching else "")
        still_open = self._shown_open() if there else set()
        rejected = len(self.marks.images() & still_open)
        self.accept_button.setText(button_text(len(still_open) - rejected, rejected))

    def _shown_open(self) -> set[int]:
        """Return the open images of the page that can be shown, as far as is known."""
        images = np.fromiter(self.open_images(), np.int64)
        return set(images[self.grid.content.there(images)].tolist())

    def _arrived(self, image: int) -> None:
        """Say what cannot be shown: no key accepts it."""
        if self.isVisible() and self._thumbs.problem(image):
            self._show_mode()

    def _of_class(self, *, unlike: bool) -> IntArray:
        """Return the undecided suggestions of the class, in one of the two orders."""
        lists = self.rounds.lists
        if lists is None or self.class_id is None:
            return np.empty(0, np.int64)
        return (lists.unlike if unlike else lists.suggested).get(self.class_id, np.empty(0, np.int64))

    def _label(self) -> LabelClass | None:
        return self.project.class_of(self.class_id)

    def _labelled(self) -> bool:
        lists = self.rounds.lists
        return lists is not None and lists.suspects.labelled > 0

    def _with_open(self) -> list[int]:
        """Return the classes with suggestions in screen order, the current one first."""
        lists = self.rounds.lists
        found = [label.id for label in self.project.classes if lists is not None and label.id in lists.suggested]
        return sorted(found, key=lambda number: number != self.class_id)

    def _choose_class(self) -> None:
        found = self._with_open()
        if found and (self.class_id not in found):
            self.class_id = found[0]
