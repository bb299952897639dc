"""Label: the images worth the most to label, a page at a time."""

from functools import partial

import numpy as np
from PySide6.QtWidgets import QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.label_queue import queue
from desktop_labeler.data.decisions.page_names import LABEL, SUGGESTIONS, SUSPECTS
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.grid.stacking import Stacking, stacked
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.pages.label.coming import Coming
from desktop_labeler.ui.pages.label.first_labels import ENOUGH, FirstLabels
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.page_fit import PageFit
from desktop_labeler.ui.rounds.round_hints import RoundHints
from desktop_labeler.ui.widgets.basics import set_role
from desktop_labeler.ui.widgets.key_button import KeyButton, key_cap


class LabelPage(GridPage):
    """The page Label: the next images to label; a page stays the same until the next one is requested."""

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        project, self._rounds = context.project, context.rounds
        super().__init__(project, context.thumbnails, context.settings, LABEL, parent)
        RoundHints(self.grid, context.rounds)
        self.card = FirstLabels(project, context.rounds, self._unshown)
        self.card.class_chosen.connect(self._chosen)
        self.card.suggestions_wanted.connect(partial(self.action_wanted.emit, SUGGESTIONS))
        self.card.changed.connect(self._led)
        self.bar.addWidget(self.card)
        self.heading.setText(self.tr("Label"))
        self.next_button = KeyButton(self.tr("Next page"), "accept", primary=True)
        self.next_button.clicked.connect(self.next_page)
        self.buttons.addWidget(self.next_button)
        self._queue = Coming(project, np.empty(0, np.int64))  # what comes after this page
        self.stacking = Stacking(self, context.settings)
        self.stacking.switched.connect(self._switched)
        self.stacking.shown.connect(self._show_sentence_for_classes)
        self.stacking.shown.connect(self.update_summary)
        self.buttons.insertWidget(0, self.stacking.back)
        self._turned = False  # whether the pending queue is for other stacks
        self._without_file = 0  # where the queue is empty: unlabelled images whose file is missing or damaged
        self._asked = 0  # how many queues were asked for
        self._loaded = 0  # the number of the one that is here
        self.fitting = PageFit(self)
        self.fitting.refill_wanted.connect(self._fit)
        project.images_changed.connect(self._images_changed)
        context.thumbnails.arrived.connect(self._arrived)
        project.boxes_came_or_went.connect(self.refresh)
        project.classes_changed.connect(self._show_sentence_for_classes)
        context.rounds.taken_over.connect(self._show_sentence_for_classes)
        key_map().changed.connect(self._show_sentence_for_classes)
        self._show_sentence_for_classes()

    @property
    def settled(self) -> bool:
        """Whether the queue asked for last is there."""
        return self._loaded == self._asked > 0

    def activated(self) -> None:
        """Fill the first page, or keep a page that is half done."""
        super().activated()
        self.stacking.show_setting()
        if not self._loaded or self.stacking.outdated or not len(self.grid.content.images):
            self.refresh()
        if self.card.step == 1:
            self.card.names.setFocus()

    def do(self, action: str) -> None:
        """Go to the next page when this one is done, ask for a new queue on F5; pass other actions on."""
        if self.stacking.do(action):
            return
        if action == "next_page" and self.stacking.group_open and not self._left():
            self.stacking.close()
        elif action == "next_page":
            self.next_page_if_done()
        elif action == "take_over":
            self._thumbs.forget_problems()
            self.refresh()
            if not self._rounds.take_over():
                self.tell_newest()
        else:
            super().do(action)

    def refresh(self) -> None:
        """Ask for a new queue."""
        self._asked += 1
        self.project.ask(partial(_ask, self._asked, self.stacking.on), self._found)

    def next_page(self) -> None:
        """Show the next images; images left open on this page come again later."""
        if not len(self._queue):
            self.refresh()
            return
        self._fill()

    def next_page_if_done(self) -> None:
        """Go to the next page if everything here is decided, else say what is left."""
        left = self._left()
        if not left:
            self.next_page()
        else:
            still = Message("{n:# image on this page is|# images on this page are} still open.", n=left)
            self.tell(worded(still))

    def _left(self) -> int:
        """Return how many images of the page wait for a decision."""
        return self.grid.content.left()

    def progress(self) -> tuple[int, int]:
        """Return how many images of the page are decided, and how many it has."""
        return self.grid.content.progress()

    def update_summary(self) -> None:
        """Show how far the page is."""
        done, total = self.progress()
        self.next_button.show_key("" if self._left() else "accept")  # until then it accepts a suggestion
        parts = [self.tr("{done} of {total} decided").format(done=done, total=total)] if total else []
        left = len(self._queue)
        parts += [worded(Message("{n:# more is|# more are} in this queue", n=left))] if left else []
        parts += [self.stacking.text(), self.stacking.selected_text()]
        self.summary.setText(" · ".join(filter(None, parts)))

    def _chosen(self, class_id: int) -> None:
        self.grid.assign(class_id)
        self.grid.setFocus()

    def _led(self) -> None:
        """React to another step of the card: set the number of images, and the keyboard focus."""
        images = self.grid.content.images
        if self.card.step in (1, 2) and len(images) > ENOUGH and not self.progress()[0]:
            self._queue.put_back()
            self._fill()
        if self.card.step != 1 and self.isVisible():
            self.grid.setFocus()
        self._show_sentence_for_classes()

    def _show_sentence_for_classes(self) -> None:
        set_role(self.next_button, "" if self.card.step else "primary")  # while the card leads, its button is filled
        if self.card.step == 1:
            self.say("")  # the card already says it
        elif self.project.classes and (stacks := self.stacking.sentence()):
            self.say(stacks)
        elif self.project.classes:
            plain = self.tr(
                "Press a class key to label the focused image and move on. "
                "{unsure} marks it unsure, {exclude} excludes it."
            )
            suggested = self.tr(
                "Press a class key to label the focused image and move on; {key} accepts its suggestion. "
                "{unsure} marks it unsure, {exclude} excludes it."
            )
            known = self._rounds.view is not None and self._rounds.view.suggests
            keys = {name: key_map().shown(name) for name in ("unsure", "exclude")}
            self.say((suggested if known else plain).format(key=key_cap("accept"), **keys))
        else:
            text = self.tr("There are no classes yet. Name them first: {key} or a digit makes one.")
            self.say(text.format(key=key_map().shown("choose")))

    def _switched(self) -> None:
        self._turned = True
        self.refresh()

    def _found(self, answer: tuple[int, IntArray | Stacks, int]) -> None:
        if answer[0] != self._asked:
            return
        self._loaded, found, self._without_file = answer
        if isinstance(found, Stacks):
            self.grid.content.keeper.watch(found)
        self._queue = Coming(self.project, found)
        self._fill()
        if self._turned and (nothing := self.stacking.none_text()):
            self.tell(nothing)
        self._turned = False

    def _fill(self) -> None:
        """Show as many images as fit into the view, without those decided elsewhere meanwhile."""
        if self.card.step not in (1, 2):
            self.fitting.fit_tiles()
        size = ENOUGH if self.card.step in (1, 2) else max(self.grid.page_size, 1)
        self.stacking.show(self._queue.take(size))
        self._show_what_there_is()
        self.update_summary()

    def _fit(self) -> None:
        """Fill the page again where more or fewer images fit; the card of the first labels keeps its ten."""
        images, size = self.grid.content.images, self.grid.page_size
        fits = len(images) == size or (len(images) < size and not len(self._queue))
        if self.card.step not in (1, 2) and not fits and not self.stacking.group_open:
            self._queue.put_back()
            self._fill()

    def _show_what_there_is(self) -> None:
        if len(self.grid.content.images):
            self.show_grid()
            return
        if self._without_file:
            text = Message(
                "All others are decided, but the {n:file of # image|files of # images} {n:is|are} missing or damaged. "
                "Put {n:it|them} back in place, then rescan the folders.",
                n=self._without_file,
            )
            rescan = partial(self.action_wanted.emit, "rescan")
            self.show_empty(
                "image-off", self.tr("Nothing to label now"), worded(text), self.tr("Rescan the folders"), rescan
            )
            return
        self.show_empty(
            "check",
            self.tr("Nothing left to label"),
            self.tr("Every image is labelled, unsure or excluded. Check the suspects next."),
            self.tr("Go to Suspects"),
            partial(self.action_wanted.emit, SUSPECTS),
        )

    def _images_changed(self, images: object) -> None:
        if images is None and self.isVisible() and not len(self.grid.content.images):
            self.refresh()
        self.update_summary()
        self._go_on_with_first_labels()

    def _arrived(self, image: int) -> None:
        """React to an image that cannot be shown: others take its place among the first labels."""
        if self.card.step == 2 and self._thumbs.problem(image):
            self.card.count()
            self.update_summary()
            self._go_on_with_first_labels()

    def _go_on_with_first_labels(self) -> None:
        """Turn the page of the first ten where some of them cannot be shown and the others are decided."""
        images = self.grid.content.images
        some = 0 < self.progress()[0] < len(images)
        if self.card.step == 2 and some and len(self._queue) and not self._left():
            self.next_page()

    def _unshown(self) -> int:
        """Return how many unlabelled images nobody can label, as their thumbnails have shown."""
        rows = self.project.rows(list(self._thumbs.problems)).values()
        return sum(row.state == State.UNLABELLED and row.problem is None for row in rows)


def _ask(number: int, as_stacks: bool, project: Project) -> tuple[int, IntArray | Stacks, int]:
    """Return the number of the question, the queue, and where it is empty, how many unlabelled images have no file."""
    found = queue(project)
    without = 0 if len(found) else len(find_images(project, Filter(states=(State.UNLABELLED,), missing=True)))
    return number, stacked(project, found) if as_stacks else found, without
