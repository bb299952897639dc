"""Suspects: labels that the model doubts, worst first, by what they are and what they are expected to be."""

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_labeler.data.decisions import Edit, assign, keep
from desktop_labeler.data.project import IntArray, LabelClass, State
from desktop_labeler.data.verdicts import recent_looks
from desktop_labeler.ui.chips import ChipRow, Choice
from desktop_labeler.ui.class_shapes import class_icon
from desktop_labeler.ui.grid_model import Hints
from desktop_labeler.ui.key_button import ElidedLabel, KeyButton
from desktop_labeler.ui.open_project import OpenProject
from desktop_labeler.ui.round_lists import DUPLICATES, FAR, KINDS, POOR, WRONG, SuspectList
from desktop_labeler.ui.round_page import RoundPage
from desktop_labeler.ui.round_view import RoundView
from desktop_labeler.ui.rounds import Rounds
from desktop_labeler.ui.settings import Settings
from desktop_labeler.ui.thumbnails import ThumbnailLoader

PAGE = "Suspects"
_YIELD = 50  # looks
_WIDE = 640  # pixels that the line about a pair needs for every word
_PAIRS = 5  # chips of pairs; the others are in a menu
CLEAN = 58  # clean answers in a row: were 5 % of the rest wrong, this would happen one time in twenty

Pair = tuple[int, int]  # class ids: given, expected


class SuspectsPage(RoundPage):
    """Labels in doubt."""

    icon = "suspects"

    def __init__(
        self,
        project: OpenProject,
        thumbs: ThumbnailLoader,
        settings: Settings,
        rounds: Rounds,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(project, thumbs, settings, rounds, PAGE, parent)
        self.kind: str | None = None
        self.pair: Pair | None = None
        self.heading.setText(self.tr("Suspects"))
        self.next_button = KeyButton(self.tr("Next page"), "accept", primary=True)
        self.next_button.clicked.connect(self.next_page)
        self.buttons.addWidget(self.next_button)
        self.kinds = ChipRow(self.tr("Kinds of doubt"))
        self.pairs = ChipRow(self.tr("Given and expected class"), most=_PAIRS)
        self.kinds.chosen.connect(self.choose_kind)
        self.pairs.chosen.connect(self.choose_pair)
        self.header = PairHeader()
        self.header.keep.clicked.connect(self.keep_all)
        self.header.take.clicked.connect(self.take_all)
        for widget in (self.kinds, self.pairs, self.header):
            self.bar.addWidget(widget)
        self.bar.setSpacing(8)
        self.grid.focused.connect(self._show_header)
        self.grid.group_wanted.connect(self._select_pair)
        project.history_changed.connect(self._show_yield)
        self._show_yield()

    # --- the page ---------------------------------------------------------------------------------------------------
    def choose_kind(self, kind: object) -> None:
        """Show one kind of doubt, None for all."""
        self.kind, self.pair = (str(kind) if kind is not None else None), None
        self.refill()

    def choose_pair(self, pair: object) -> None:
        """Show the labels of one class that are expected to be another; the chosen pair again shows all."""
        given = (int(pair[0]), int(pair[1])) if isinstance(pair, tuple) else None
        self.pair = None if given == self.pair else given
        self.refill()

    def keep_all(self) -> None:
        """Keep the labels of all open images of the focused one's pair that are on the page: one decision."""
        self._decide_pair(keep(), "keep", self.tr("Keep the label of {n}"))

    def take_all(self) -> None:
        """Give all open images of the focused one's pair that are on the page the expected class: one decision."""
        pair = self._pair_of(self.grid.focus_image)
        if pair is not None:
            self._decide_pair(assign(pair[1]), "take", self.tr("Take the expected class of {n}"))

    def _decide_pair(self, edit: Edit, kind: str, what: str) -> None:
        images = self._open_of_pair(self._pair_of(self.grid.focus_image))
        if not len(images):
            self.tell(self.tr("Everything of this group is decided on this page."))
            return
        number = self.tr("1 image") if len(images) == 1 else self.tr("{count} images").format(count=len(images))
        self.grid.selection.clear()
        self.project.decide(images, edit, kind=kind, what=what.format(n=number), page=PAGE)
        there = self.open_images()
        left = next((image for image in self.grid.content.images.tolist() if image in there), None)
        if left is not None:
            self.grid.focus_on(left)
        self.grid.setFocus()

    def _open_of_pair(self, pair: Pair | None) -> IntArray:
        there = self.open_images()
        images = [
            image
            for image in self.grid.content.images.tolist()
            if pair is not None and image in there and self._pair_of(image) == pair
        ]
        return np.array(images, np.int64)

    def _pair_of(self, image: int | None) -> Pair | None:
        """Return given and expected class of an image as the round saw them; None where nothing else is expected."""
        row = self.shown.row(image) if self.shown is not None and image is not None else None
        if self.shown is None or row is None:
            return None
        given, expected = int(self.shown.arrays["given"][row]), int(self.shown.arrays["expected"][row])
        return (given, expected) if expected >= 0 and expected != given else None

    def _select_pair(self, image: int) -> None:
        self.grid.select_images(self._open_of_pair(self._pair_of(image)))

    # --- for the base -----------------------------------------------------------------------------------------------
    def candidates(self) -> IntArray:
        lists = self.rounds.lists
        return lists.suspects.of(self.kind, self.pair) if lists is not None else np.empty(0, np.int64)

    def is_open(self, image: int) -> bool:
        row = self.project.row(image)
        place = self.shown.row(image) if self.shown is not None else None
        if row is None or self.shown is None or place is None:
            return False
        return row.state == State.LABELLED and row.class_id == int(self.shown.arrays["given"][place])

    def hints(self, view: RoundView) -> Hints:
        def expected(image: int) -> tuple[int, float] | None:
            pair, found = self._pair_of(image), view.expected_of(image)
            return found if pair is not None else None

        def note(image: int) -> str:
            found = expected(image)
            return f"{round(100 * found[1])}" if found is not None else ""  # "doubt 92" would cut the name

        return Hints(expected_of=expected, note_of=note, in_doubt=view.in_doubt)

    def fill(self, page: IntArray) -> None:
        """Put the page into the grid, images of the same pair together, the pair with the worst one first."""
        first: dict[Pair | None, int] = {}
        for place, image in enumerate(page.tolist()):
            first.setdefault(self._pair_of(image), place)
        places = [first[self._pair_of(image)] for image in page.tolist()]
        self.grid.show_images(page[np.argsort(places, kind="stable")] if len(page) else page)
        self.grid.verticalScrollBar().setValue(0)
        self.grid.setFocus()
        self._show_header()

    def refill(self) -> None:
        super().refill()
        if not len(self.grid.content.images) and (self.pair is not None or self.kind is not None):
            self.kind = self.kind if self.pair is not None else None
            self.pair = None
            self.refill()

    def show_lists(self) -> None:
        lists = self.rounds.lists
        if lists is None:
            return
        suspects = lists.suspects
        self.kinds.show_choices(self._kind_choices(suspects), self.kind)
        classes = {label.id: label for label in self.project.classes}
        choices = [
            Choice((given, expected), (classes[given], "→", classes[expected]), count)
            for given, expected, count in suspects.pairs(self.kind)
            if given in classes and expected in classes
        ]
        self.pairs.show_choices(choices, self.pair)
        self.pairs.setVisible(bool(choices))
        self.update_summary()

    def _kind_choices(self, suspects: SuspectList) -> list[Choice]:
        names = {
            WRONG: self.tr("Wrong label"),
            DUPLICATES: self.tr("Conflicting duplicates"),
            FAR: self.tr("Far from everything"),
            POOR: self.tr("Blurred or dark"),
        }
        found = [Choice(None, (self.tr("All"),), len(suspects))]
        counts = {kind: int(suspects.kinds[kind].sum()) for kind in KINDS}
        return found + [Choice(kind, (names[kind],), counts[kind]) for kind in KINDS if counts[kind]]

    def show_nothing_left(self) -> None:
        lists = self.rounds.lists
        if lists is not None and not lists.suspects.labelled:
            self.show_empty(
                self.icon,
                self.tr("No labels yet"),
                self.tr("Labels that the program doubts appear here as soon as there are labels."),
                self.tr("Go to Label"),
                lambda: self.action_wanted.emit("label"),
            )
            return
        self.show_empty(
            "check",
            self.tr("No label is in doubt"),
            self.tr(
                "Every label that the last round doubted is decided. Another round looks again with what you said."
            ),
            self.tr("Look again now"),
            self.rounds.start,
        )

    def own_key(self, action: str) -> bool:
        deeds = {"accept": self.next_page, "keep_all": self.keep_all, "take_all": self.take_all}
        if action in deeds:
            deeds[action]()
        return action in deeds

    def update_summary(self) -> None:
        lists = self.rounds.lists
        self.next_button.setVisible(bool(len(self.grid.content.images)))
        if lists is None:
            return
        text = self.tr("{n} labels in doubt of {total} · worst first")
        parts = [text.format(n=f"{len(lists.suspects):,}", total=f"{lists.suspects.labelled:,}")]
        count = self.grid.selection.count
        parts += [self.tr("{n} selected").format(n=f"{count:,}")] if count else []
        self.summary.setText(" · ".join(parts))
        self._show_header()

    # --- inside -----------------------------------------------------------------------------------------------------
    def _show_header(self, *_: object) -> None:
        pair = self._pair_of(self.grid.focus_image)
        classes = [self.project.class_of(number) for number in pair] if pair is not None else [None, None]
        self.header.show_pair(classes[0], classes[1], len(self._open_of_pair(pair)))

    def _show_yield(self) -> None:
        """Say what the last looks brought, and whether to go on."""
        looks = recent_looks(self.project.project, PAGE)
        if not looks:
            self.say(self.tr("Q keeps the label, W takes the expected one, a digit gives another class."))
            return
        recent = looks[:_YIELD]
        found = self.tr("Yield of the last {n} looks: {k} corrected.").format(n=len(recent), k=sum(recent))
        clean = looks.index(True) if True in looks else len(looks)
        if clean >= CLEAN:
            advice = self.tr(
                "You may stop: {n} clean answers in a row (fewer than 5 % of the rest are wrong, p = 0.05)."
            )
        else:
            advice = self.tr("Keep going: stop is advised after {enough} clean answers in a row (now {n}).")
        self.say(found + " " + advice.format(n=clean, enough=CLEAN))


class PairHeader(QWidget):
    """Which pair the focused image belongs to, how many of it are open on the page, and what to do with all."""

    def __init__(self) -> None:
        super().__init__()
        self._shapes = [QLabel(), QLabel()]
        self._names = [QLabel(), QLabel()]
        self._arrow, self._count = QLabel(), ElidedLabel()
        for name in self._names:
            name.setProperty("role", "strong")
        for quiet in (self._arrow, self._count):
            quiet.setProperty("role", "quiet")
        self._arrow.setAccessibleName(self.tr("expected"))
        self.keep = KeyButton(self.tr("Keep all"), "keep_all")
        self.take = KeyButton(self.tr("Take all"), "take_all")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 2, 0, 0)
        layout.setSpacing(8)
        for widget in (self._shapes[0], self._names[0], self._arrow, self._shapes[1], self._names[1]):
            layout.addWidget(widget)
        layout.addWidget(self._count, 1)
        for button in (self.keep, self.take):
            button.setMinimumWidth(button.sizeHint().width())
            layout.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self._arrow.setText("→ " + self.tr("expected") if wide else "→")

    def show_pair(self, given: LabelClass | None, expected: LabelClass | None, count: int) -> None:
        """Show a pair; without one the line keeps its place and is empty."""
        both = given is not None and expected is not None
        for label, shape, name in zip((given, expected), self._shapes, self._names, strict=True):
            shape.setVisible(both)
            name.setVisible(both)
            if label is not None:
                shape.setPixmap(class_icon(label.shape, label.color).pixmap(14, 14))
                name.setText(label.name)
        for widget in (self._arrow, self._count):
            widget.setVisible(both)
        for button in (self.keep, self.take):
            button.setVisible(both)
            button.setEnabled(count > 0)
        self._count.setText(self.tr("{n} open on this page").format(n=count))
        self.setMinimumHeight(self.keep.sizeHint().height() + 2)
