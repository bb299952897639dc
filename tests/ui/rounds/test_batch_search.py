"""Accept down to here: the search follows its rule, ends, and accepts exactly what it says."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop_labeler.ui.rounds import batch_search

PAGES = st.integers(0, 400)


@st.composite
def searches(draw: st.DrawFn) -> tuple[int, list[tuple[bool, str]]]:
    """A number of pages and what the person does on each: the answer, and a mark or a switch before it."""
    pages = draw(st.integers(1, 120))
    moves = st.tuples(st.booleans(), st.sampled_from(["", "", "", "mark", "switch"]))
    return pages, draw(st.lists(moves, min_size=pages, max_size=pages))


def drive(pages: int, clean: int) -> batch_search.BatchSearch:
    """Search with a person who knows that exactly the first `clean` pages are right."""
    now = batch_search.start(pages)
    while not now.finished:
        now = batch_search.answer(now, right=now.page < clean)
    return now


@given(searches())
def test_every_answer_closes_the_page_and_the_search_ends(search: tuple[int, list[tuple[bool, str]]]) -> None:
    pages, moves = search
    now = batch_search.start(pages)
    for right, before in moves:
        if now.finished:
            break
        now = {"mark": batch_search.mark, "switch": batch_search.switch}.get(before, lambda same: same)(now)
        assert now.left <= now.page < now.right
        page, left, limit = now.page, now.left, now.right
        now = batch_search.answer(now, right=right)
        assert (now.left, now.right) == ((page + 1, limit) if right else (left, page))
        assert page in now.seen
    assert now.finished


@given(PAGES, st.integers(0, 400))
def test_a_clean_boundary_is_found_exactly(pages: int, clean: int) -> None:
    clean = min(clean, pages)
    now = drive(pages, clean)
    assert (now.left, now.finished) == (clean, True)
    assert clean == 0 or clean - 1 in now.seen  # the last accepted page was looked at
    assert clean == pages or clean in now.seen  # and so was the first refused one


@given(st.integers(1, 5000), st.integers(0, 5000))
@example(5000, 5000)
def test_a_clean_boundary_takes_few_looks(pages: int, clean: int) -> None:
    looks = len(drive(pages, min(clean, pages)).seen)
    jumps = math.log2(pages) + 2
    bisects = math.log(pages) / math.log(4 / 3) + 2  # in the worst case a quarter of what is open goes each time
    assert looks <= jumps + bisects


def test_the_rule_of_the_design_step_by_step() -> None:
    now = batch_search.start(40)
    pages = []
    for right in (True, True, True, False, True, False):  # right answers jump: 0, 1, 3, 7; then quarters and halves
        pages.append(now.page)
        now = batch_search.answer(now, right=right)
    assert pages == [0, 1, 3, 7, 4, 6]
    assert (now.left, now.right, now.page) == (5, 6, 5)
    assert now.jumped() == [2]


def test_after_a_mark_it_goes_page_by_page_and_one_press_switches_back() -> None:
    now = batch_search.answer(batch_search.answer(batch_search.start(100), right=True), right=True)
    now = batch_search.mark(now)
    seen = []
    for _ in range(4):
        seen.append(now.page)
        now = batch_search.answer(now, right=True)
    assert seen == [3, 4, 5, 6]
    now = batch_search.switch(now)
    for _ in range(3):
        seen.append(now.page)
        now = batch_search.answer(now, right=True)
    assert seen[4:] == [7, 8, 10]


@given(st.integers(0, 900), st.integers(1, 60), st.integers(0, 40), st.booleans())
def test_exactly_the_accepted_pages_are_accepted(count: int, size: int, clean: int, unseen: bool) -> None:
    images = np.random.default_rng(count).permutation(10 * count)[:count].astype(np.int64)
    now = drive(batch_search.pages_of(images, size), min(clean, batch_search.pages_of(images, size)))
    found = batch_search.accepted(images, now, size, unseen=unseen)
    wanted = [
        image
        for place, image in enumerate(images.tolist())
        if place // size < now.left and (unseen or place // size in now.seen)
    ]
    assert found.tolist() == wanted
    everything = batch_search.accepted(images, now, size, unseen=True)
    seen = batch_search.accepted(images, now, size, unseen=False)
    assert sorted([*seen.tolist(), *batch_search.jumped(images, now, size).tolist()]) == sorted(everything.tolist())


@given(st.integers(1, 300), st.integers(1, 60))
def test_pages_are_shuffled_but_always_the_same_and_hold_every_image_once(count: int, size: int) -> None:
    images = np.arange(count, dtype=np.int64) + 7
    pages = [batch_search.page_of(images, page, size) for page in range(batch_search.pages_of(images, size))]
    assert sorted(np.concatenate(pages).tolist()) == images.tolist()
    for number, page in enumerate(pages):
        assert set(page.tolist()) == set(images[number * size : (number + 1) * size].tolist())
        np.testing.assert_array_equal(page, batch_search.page_of(images, number, size))
    if size >= 20 and count >= 20:
        assert pages[0].tolist() != images[:size].tolist()


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 pages"):
        batch_search.start(-1)
    with pytest.raises(ValueError, match="all 1 pages"):
        batch_search.answer(batch_search.answer(batch_search.start(1), right=True), right=True)
    assert batch_search.start(0).finished
