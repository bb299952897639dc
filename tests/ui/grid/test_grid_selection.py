"""Laws of focus and selection, against a plain model of sets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from desktop_labeler.ui.grid.grid_selection import GridSelection

_PLACES = st.integers(-5, 45)


class SelectionMachine(RuleBasedStateMachine):
    """Any mixture of keys and clicks; the set-based twin says what must come out."""

    @initialize(size=st.integers(0, 40))
    def start(self, size: int) -> None:
        self.size = size
        self.selection = GridSelection(size)
        self.chosen: set[int] = set()
        self.focus = 0 if size else -1
        self.lay_anchor()

    def lay_anchor(self, value: bool = True) -> None:
        self.anchor, self.value, self.base = self.focus, value, set(self.chosen)

    def to(self, place: int) -> None:
        self.focus = min(max(place, 0), self.size - 1)

    @rule(step=st.integers(-50, 50))
    def move(self, step: int) -> None:
        self.selection.move(step)
        if self.size:
            self.to(self.focus + step)
            self.lay_anchor()

    @rule(step=st.integers(-50, 50))
    def extend(self, step: int) -> None:
        self.selection.move(step, extend=True)
        if self.size:
            self.to(self.focus + step)
            run = set(range(min(self.anchor, self.focus), max(self.anchor, self.focus) + 1))
            self.chosen = self.base | run if self.value else self.base - run

    @rule()
    def toggle(self) -> None:
        self.selection.toggle()
        if self.size:
            self.chosen ^= {self.focus}
            self.lay_anchor(self.focus in self.chosen)

    @rule(place=_PLACES)
    def control_click(self, place: int) -> None:
        self.selection.toggle(place)
        if 0 <= place < self.size:
            self.focus = place
            self.chosen ^= {place}
            self.lay_anchor(place in self.chosen)

    @rule(place=_PLACES)
    def click(self, place: int) -> None:
        self.selection.click(place)
        if 0 <= place < self.size:
            self.chosen, self.focus = set(), place
            self.lay_anchor()

    @rule()
    def select_all(self) -> None:
        self.selection.select_all()
        self.chosen = set(range(self.size))
        self.lay_anchor()

    @rule()
    def clear(self) -> None:
        self.selection.clear()
        self.chosen = set()
        self.lay_anchor()

    @rule(places=st.lists(_PLACES, max_size=8), on=st.booleans())
    def select(self, places: list[int], on: bool) -> None:
        self.selection.select(np.array(places, np.int64), on=on)
        inside = {place for place in places if 0 <= place < self.size}
        self.chosen = self.chosen | inside if on else self.chosen - inside
        self.lay_anchor()

    @rule(places=st.sets(_PLACES, max_size=8), mode=st.sampled_from(("replace", "add", "flip")))
    def band(self, places: set[int], mode: str) -> None:
        inside = {place for place in places if 0 <= place < self.size}
        before = set(self.chosen)
        self.selection.band(self.selection.snapshot(), np.array(sorted(places), np.int64), mode)  # type: ignore[arg-type]
        self.chosen = {"replace": inside, "add": before | inside, "flip": before ^ inside}[mode]
        self.lay_anchor()

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "selection"):
            return
        assert self.selection.positions().tolist() == sorted(self.chosen)
        assert self.selection.count == len(self.chosen)
        assert self.selection.focus == self.focus
        assert all((place in self.selection) == (place in self.chosen) for place in range(-3, self.size + 3))
        expected = sorted(self.chosen) or ([self.focus] if self.size else [])
        assert self.selection.targets().tolist() == expected


TestSelection = SelectionMachine.TestCase


@given(size=st.integers(1, 60), start=st.integers(0, 59), steps=st.lists(st.integers(-9, 9), min_size=1))
def test_a_run_is_what_lies_between_its_ends_however_it_got_there(size: int, start: int, steps: list[int]) -> None:
    selection = GridSelection(size)
    selection.move_to(start)
    begin = selection.focus
    for step in steps:
        selection.move(step, extend=True)
    low, high = sorted((begin, selection.focus))
    assert selection.positions().tolist() == list(range(low, high + 1))


def test_moving_leaves_the_selection_alone() -> None:
    selection = GridSelection(10)
    selection.toggle(3)
    selection.move(4)
    assert (selection.focus, selection.positions().tolist()) == (7, [3])


def test_a_run_after_unselecting_unselects() -> None:
    selection = GridSelection(10)
    selection.select_all()
    selection.toggle(2)
    selection.move(2, extend=True)
    assert selection.positions().tolist() == [0, 1, 5, 6, 7, 8, 9]


def test_a_million_selected_is_a_mask_not_a_list() -> None:
    selection = GridSelection(1_000_000)
    selection.select_all()
    assert selection.count == 1_000_000
    assert selection.positions().dtype == np.int64
    selection.toggle(999_999)
    assert selection.count == 999_999


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        GridSelection(-1)
