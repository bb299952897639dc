"""Suspects: labels that the model doubts, worst first, grouped by given and expected class."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit, assign, keep
from desktop_labeler.data.decisions.page_names import LABEL, SUSPECTS, stored
from desktop_labeler.data.decisions.proof.verdicts import recent_checks
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.grid.group_headers import Group
from desktop_labeler.ui.pages.suspects.disputes import DISPUTED, dispute_choices, nothing_left_texts, settle
from desktop_labeler.ui.pages.suspects.suspect_groups import Pair, Room, SuspectGroup, codes_of, compose
from desktop_labeler.ui.pages.suspects.suspect_headers import header_of
from desktop_labeler.ui.pages.suspects.take_pairs_dialog import TakePairsDialog
from desktop_labeler.ui.pages.suspects.yield_text import yield_text
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.round_hints import doubt_meaning, rank_text
from desktop_labeler.ui.rounds.round_lists import DUPLICATES, FAR, KINDS, POOR, WRONG, SuspectList, doubt_summary
from desktop_labeler.ui.rounds.round_page import RoundPage
from desktop_labeler.ui.widgets.chips import ChipMenu, ChipRow
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.key_button import KeyButton

_PAGE = stored(SUSPECTS)
_TWINS = 60  # images of a near-duplicate group that are shown


class SuspectsPage(RoundPage):
    """The page Suspects: labels that the model doubts.

    Attributes:
        kind: the kind of doubt that is shown, None for all.
        pair: the given and expected class that are shown, None for all.
        groups: the groups on the page.
    """

    icon = "suspects"

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        super().__init__(context, SUSPECTS, parent)
        self.kind: str | None = None
        self.pair: Pair | None = None
        self.groups: list[SuspectGroup] = []
        self._place: dict[int, int] = {}  # index of the group of each image on the page
        context.rounds.disputed.changed.connect(self._disputes_changed)
        self._offers: dict[int | None, list[int]] = {}  # classes of each near-duplicate group, in a stable order
        self.heading.setText(self.tr("Suspects"))
        self.next_button = KeyButton(self.tr("Next page"), "accept", primary=True)
        self.next_button.clicked.connect(self.next_page)
        self.buttons.addWidget(self.next_button)
        self.kinds = ChipRow(self.tr("Kinds of doubt"), rows=1)
        self.pairs = ChipMenu(self.tr("Groups"), self.tr("All groups"))
        self.kinds.chosen.connect(self.choose_kind)
        self.pairs.chosen.connect(self.choose_pair)
        self.chips.insertWidget(0, self.kinds, 1)
        self.chips.insertWidget(1, self.pairs, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.headers.done.connect(self.decide_group)
        context.project.history_changed.connect(self._show_yield)
        key_map().changed.connect(self._show_yield)
        self._show_yield()

    # --- the page ---------------------------------------------------------------------------------------------------
    def choose_kind(self, kind: object) -> None:
        """Show one kind of doubt, None for all; what people disagree on is settled in a dialog of its own."""
        if kind == DISPUTED:
            self.show_lists()
            settle(self.project, self)
            return
        self.kind, self.pair = (str(kind) if kind is not None else None), None
        self.refill()

    def choose_pair(self, pair: object) -> None:
        """Show the labels of one pair of classes; None, or the same pair again, shows all."""
        given = (int(pair[0]), int(pair[1])) if isinstance(pair, tuple) else None
        self.pair = None if given == self.pair else given
        self.refill()

    def decide_group(self, number: int, action: str) -> None:
        """Decide a whole group of the page with one decision.

        Args:
            number: the index in `groups`.
            action: "keep_all", "take_all", or "class:7" for the class with that id.
        """
        if not 0 <= number < len(self.groups):
            self.tell(self.tr("This image belongs to no group."))
        elif self.project.busy:
            self.tell(self.tr("The last decision is still being written."))
        elif action == "keep_all":
            images = self._open_of(self.groups[number])
            self._decide_group(images, keep(), "keep", DecisionText("keep", n=len(images)))
        else:
            self._take(self.groups[number], int(action.partition(":")[2]) if action.startswith("class:") else None)
        self.grid.take_keys()

    def _take(self, group: SuspectGroup, class_id: int | None) -> None:
        """Give all open images of a group a class, None for the expected one; near-duplicates get the same."""
        images = self._open_of(group)
        if group.apart:
            text = self.tr("These labels are not in doubt. {take} takes the class that is expected of a single one.")
            self.tell(text.format(take=key_map().shown("take")))
            return
        if group.twins is not None:
            class_id = class_id if class_id is not None else next(iter(self._offers.get(group.twins, ())), None)
            images = self._undecided(group)  # including those confirmed as another class
        wanted = {image: class_id if class_id is not None else self._expected(image) for image in images}
        found = {image: number for image, number in wanted.items() if number is not None}
        what = DecisionText("take", n=len(found))
        label = self.project.class_of(class_id)
        if label is not None:
            what = DecisionText("label", n=len(found), name=label.name)
        ask = class_id is None and len(set(self._pairs(found))) > 1
        self._decide_group(list(found), assign(list(found.values())), "take", what, pairs=found if ask else None)

    def _pairs(self, expected: Mapping[int, int]) -> list[tuple[LabelClass, LabelClass]]:
        """Return the given and the expected class of each image."""
        rows = self.project.rows(list(expected))
        both = [(self.project.class_of(rows[image].class_id), self.project.class_of(expected[image])) for image in rows]
        return [(label, other) for label, other in both if label is not None and other is not None]

    def _decide_group(
        self,
        images: Sequence[int],
        edit: Edit,
        kind: str,
        what: DecisionText,
        *,
        pairs: Mapping[int, int] | None = None,
    ) -> None:
        """Decide these together, asking first if they get different classes or some were never in view."""
        if not images:
            self.tell(self.tr("Everything in this group is decided on this page."))
            return
        targets, edit = self.grid.sight.with_pictures(np.array(images, np.int64), edit, kind)
        what = what.counting(len(targets))
        store = partial(self._store_group, targets, edit, kind, what)
        if not self.grid.sight.covers(targets):
            return
        if pairs is not None:
            counts = dict(Counter(self._pairs({image: pairs[image] for image in targets.tolist()})).most_common())
            take = partial(self.grid.sight.do_if_there, targets, store)
            TakePairsDialog(counts, self.grid.sight.unseen(targets), take, self).open()
        elif self.grid.sight.unseen(targets):
            self.grid.sight.ask(targets, worded(what.message), store)
        else:
            store()

    def _store_group(self, images: IntArray, edit: Edit, kind: str, what: DecisionText) -> None:
        self.grid.selection.clear()
        shown = self.grid.content.hints.round
        self.project.decide(images, edit, kind=kind, what=what, page=_PAGE, round_shown=shown)
        there = self.open_images()
        left = next((image for image in self.grid.content.images.tolist() if image in there), None)
        if left is not None:
            self.grid.focus_on(left)
        else:
            self.grid.selection_moved()

    def _group_of_focus(self) -> int:
        image = self.grid.focus_image
        return self._place.get(image, -1) if image is not None else -1

    def lay_out_tiles(self) -> None:
        self.fit.fit_tiles(above=self.grid.headers.height)

    def select_group(self, image: int) -> None:
        number = self._place.get(image, -1)
        if number >= 0:
            group = self.groups[number]
            images = self._undecided(group) if group.twins is not None else self._open_of(group)
            self.grid.select_images(np.array(images, np.int64))

    def _open_of(self, group: SuspectGroup) -> list[int]:
        there = self.open_images()
        return [image for image in group.images if image in there]

    def _undecided(self, group: SuspectGroup) -> list[int]:
        """Return the images of a group that were not decided on this page, confirmed ones included."""
        rows = self.project.rows(group.images)
        return [image for image, row in rows.items() if not self.grid.content.decided(row)]

    def _expected(self, image: int) -> int | None:
        """Return the class that the round expects for an image, None if it is the given one or was deleted since."""
        row = self.shown.row(image) if self.shown is not None else None
        if self.shown is None or row is None:
            return None
        given, expected = int(self.shown.arrays["given"][row]), int(self.shown.arrays["expected"][row])
        return expected if expected != given and self.project.class_of(expected) is not None else None

    def _offered(self, group: SuspectGroup) -> list[int]:
        """Return the classes of near-duplicates, the best supported one first."""
        rows = self.project.rows(group.images).values()
        counts: Counter[int] = Counter()
        for row in rows:
            if row.class_id is not None:
                counts[row.class_id] += 1_000 if row.state == State.CONFIRMED else 2
                counts[self._expected(row.id) or row.class_id] += 1
        there = {row.class_id for row in rows}
        return [number for number, _ in counts.most_common() if number in there]

    # --- for the base -----------------------------------------------------------------------------------------------
    def candidates(self) -> IntArray:
        lists = self.rounds.lists
        if lists is None:
            return np.empty(0, np.int64)
        return lists.suspects.ids[lists.suspects.of(self.kind, self.pair)]

    def is_open(self, image: int) -> bool:
        row = self.project.row(image)
        place = self.shown.row(image) if self.shown is not None else None
        if row is None or self.shown is None or place is None:
            return False
        stands = row.state == State.LABELLED and row.class_id == int(self.shown.arrays["given"][place])
        return stands and self.project.answer_beside(image) is None  # else it is for those who settle disputes

    def hints(self, view: RoundView) -> Hints:
        lists = self.rounds.lists
        doubted = frozenset(lists.suspects.ids[lists.suspects.kinds[WRONG]].tolist() if lists is not None else ())

        def expected(image: int) -> tuple[int, float] | None:
            return view.expected_of(image) if self._expected(image) is not None else None

        def note(image: int) -> str:
            found = expected(image)
            return rank_text(found[1]) if found is not None else ""

        def meaning(image: int) -> str:
            found = expected(image)
            return doubt_meaning(found[1]) if found is not None else ""

        return Hints(
            expected_of=expected,
            note_of=note,
            in_doubt=doubted.__contains__,
            instead_of=self._expected,
            expects=True,
            meaning=meaning,
            round=view.number,
        )

    def fill(self, candidates: IntArray) -> None:
        """Fill the grid with groups by pair, the one with the worst label first."""
        lists, cells = self.rounds.lists, self.grid.cells
        if lists is None:
            return
        room = Room(cells.columns, cells.height, self.grid.headers.height, self.grid.viewport().height())
        suspects, chosen = lists.suspects, lists.suspects.of(self.kind, self.pair)
        codes = codes_of(suspects, chosen, self.kind, columns=cells.columns)
        sort = np.argsort(suspects.ids[chosen])
        codes = codes[sort[np.searchsorted(suspects.ids[chosen], candidates, sorter=sort)]]
        read = self.project.rows
        self.groups = compose(candidates, codes, room, is_open=self.is_open, twins_of=self._twins, read=read)
        self._place = {image: number for number, group in enumerate(self.groups) for image in group.images}
        self._offers = {group.twins: self._offered(group) for group in self.groups if group.twins is not None}
        self.grid.show_images(np.array(list(self._place), np.int64), groups=self._headers(fresh=True))
        self.grid.selection.move_to(0)
        self.grid.verticalScrollBar().setValue(0)
        self.grid.selection_moved()

    def _twins(self, number: int) -> list[int]:
        """Return the images of a near-duplicate group that have a label, confirmed or not."""
        if self.shown is None:
            return []
        images = self.shown.ids[np.flatnonzero(self.shown.arrays["duplicate"] == number)[:_TWINS]]
        rows = self.project.rows(images.tolist())
        return sorted(
            (image for image, row in rows.items() if row.class_id is not None), key=lambda one: not self.is_open(one)
        )

    def refill(self) -> None:
        super().refill()
        if not len(self.grid.content.images) and (self.pair is not None or self.kind is not None):
            self.kind = self.kind if self.pair is not None else None
            self.pair = None
            self.refill()

    def show_lists(self) -> None:
        lists = self.rounds.lists
        if lists is None:
            self.kinds.show_choices(dispute_choices(self.rounds.disputed), None)
            return
        suspects = lists.suspects
        self._show_yield()  # which says how many are left
        self.kinds.show_choices(self._kind_choices(suspects), self.kind)
        classes = {label.id: label for label in self.project.classes}
        choices = [
            Choice((given, expected), (classes[given], "→", classes[expected]), count)
            for given, expected, count in suspects.pairs(self.kind)
            if given in classes and expected in classes
        ]
        self.pairs.show_choices(choices, self.pair)

    def _disputes_changed(self) -> None:
        self._show_again()
        if self.body.currentWidget() is self.empty:
            self._show_state()

    def _kind_choices(self, suspects: SuspectList) -> list[Choice]:
        names = {
            WRONG: self.tr("Wrong label"),
            DUPLICATES: self.tr("Conflicting duplicates"),
            FAR: self.tr("Outliers"),
            POOR: self.tr("Blurred or dark"),
        }
        there = [kind for kind in KINDS if suspects.kinds[kind].any()]
        found = [Choice(None, (self.tr("All"),))]
        found += [Choice(kind, (names[kind],), int(suspects.kinds[kind].sum())) for kind in there]
        return found + dispute_choices(self.rounds.disputed)

    def show_nothing_left(self) -> None:
        lists = self.rounds.lists
        if lists is not None and not lists.suspects.labelled:
            self.show_empty(
                self.icon,
                self.tr("No labels yet"),
                self.tr("Labels that the program doubts appear here as soon as there are labels."),
                self.tr("Go to Label"),
                lambda: self.action_wanted.emit(LABEL),
            )
            return
        if len(self.rounds.disputed):
            self.show_empty(
                self.icon, *nothing_left_texts(len(self.rounds.disputed)), partial(settle, self.project, self)
            )
            return
        self.show_empty(
            "check",
            self.tr("No label is in doubt"),
            self.tr(
                "Every label that the last round doubted has been decided. Another round takes your "
                "decisions into account."
            ),
            self.tr("Run another round"),
            self.rounds.start,
        )

    def handle_page_key(self, action: str) -> bool:
        if action == "accept":
            self.next_page()
        elif action in ("keep_all", "take_all"):
            self.decide_group(self._group_of_focus(), action)
        return action in ("accept", "keep_all", "take_all")

    def update_summary(self) -> None:
        lists = self.rounds.lists
        self.next_button.setVisible(bool(len(self.grid.content.images)))
        if lists is None:
            return
        parts = [doubt_summary(lists.suspects, len(self.rounds.disputed))]
        count = self.grid.selection.count
        parts += [self.tr("{n} selected").format(n=grouped(count))] if count else []
        self.summary.setText(" · ".join(parts))
        if self.grid.headers.groups:
            self.grid.headers.show_groups(self._headers())

    # --- inside -----------------------------------------------------------------------------------------------------
    def _headers(self, *, fresh: bool = False) -> list[Group]:
        """Return the headers of the groups; on a fresh page nothing is decided."""
        there = set(self._place) if fresh else self.open_images()
        metrics = self.fontMetrics()
        return [
            header_of(
                group, self.project, self._offers.get(group.twins, ()), metrics, left=not there.isdisjoint(group.images)
            )
            for group in self.groups
        ]

    def _show_yield(self) -> None:
        """Show what the latest checks found, and whether to go on."""
        left = self.rounds.lists.suspects.unconfirmed if self.rounds.lists is not None else None
        self.say(yield_text(recent_checks(self.project.project, _PAGE), left))
