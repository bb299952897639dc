"""Stacks: every image is in one tile, groups stay together, and what is known of a tile is that of all its images."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.images.query.image_groups import Verdicts
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.grid.tiles.stacks import Stacks

_IMAGE = st.tuples(st.integers(-1, 4), st.sampled_from(list(State)), st.integers(0, 2), st.integers(0, 9))


@st.composite
def found(draw: st.DrawFn) -> tuple[IntArray, IntArray, Verdicts]:
    """Images in any order, the group of each, and what is known of them."""
    rows = draw(st.lists(_IMAGE, max_size=30))
    images = np.array(draw(st.permutations(range(1, len(rows) + 1))), np.int64)
    groups, states, classes, decided = (np.array([row[place] for row in rows], np.int64) for place in range(4))
    classes[(states != State.LABELLED) & (states != State.CONFIRMED)] = -1
    return images, groups, Verdicts(states, classes, decided)


@given(found())
def test_every_image_is_in_one_tile_and_a_group_in_one_where_its_first_image_was(
    case: tuple[IntArray, IntArray, Verdicts],
) -> None:
    images, groups, known = case
    stacks = Stacks(images, groups, known)
    assert sorted(stacks.members.tolist()) == sorted(images.tolist())
    of = dict(zip(images.tolist(), groups.tolist(), strict=True))
    expected: list[list[int]] = []
    for image in images.tolist():  # the plain way to say it
        mine = next((tile for tile in expected if of[image] >= 0 and of[tile[0]] == of[image]), None)
        if mine is None:
            expected.append([image])
        else:
            mine.append(image)
    assert [stacks.of(np.array([place])).tolist() for place in range(len(stacks))] == expected
    assert stacks.fronts.tolist() == [tile[0] for tile in expected]
    assert [stacks.size(place) for place in range(-1, len(stacks) + 1)] == [0, *map(len, expected), 0]
    places = {image: place for place, tile in enumerate(expected) for image in tile}
    asked = np.array([*images.tolist(), 0, 99], np.int64)
    assert stacks.positions_of(asked).tolist() == [places.get(image, -1) for image in asked.tolist()]


@given(found(), st.integers(0, 9))
def test_what_a_tile_says_is_true_of_all_its_images(case: tuple[IntArray, IntArray, Verdicts], floor: int) -> None:
    images, groups, known = case
    stacks = Stacks(images, groups, known)
    row_of = {image: place for place, image in enumerate(images.tolist())}
    for place in range(len(stacks)):
        rows = [row_of[image] for image in stacks.of(np.array([place])).tolist()]
        states, classes = {int(known.states[row]) for row in rows}, [int(known.classes[row]) for row in rows]
        stack = stacks.stack(place)
        assert stack.state == (State(states.pop()) if len(states) == 1 else None)
        assert stack.class_id == (classes[0] if len(set(classes)) == 1 and classes[0] >= 0 else None)
        assert stack.labelled == sum(number >= 0 for number in classes)
        assert stack.classes == len({number for number in classes if number >= 0})
        assert stacks.decided(place, floor) == all(known.decided[row] > floor for row in rows)
    assert stacks.count_decided(floor) == int((known.decided > floor).sum())


@given(found(), st.integers(1, 5))
def test_the_pages_of_a_queue_hold_each_unlabelled_image_once_and_no_other(
    case: tuple[IntArray, IntArray, Verdicts], size: int
) -> None:
    images, groups, known = case
    stacks, place, seen = Stacks(images, groups, known), 0, list[int]()
    assert stacks.count_open(0) == int((known.states == State.UNLABELLED).sum())
    while place < len(stacks):
        left = stacks.count_open(place)
        page, place = stacks.open_from(place, size)
        assert len(page) <= size
        assert stacks.count_open(place) == left - len(page.members)
        seen += page.members.tolist()
    waiting = images[known.states == State.UNLABELLED].tolist()
    assert sorted(seen) == sorted(waiting)
    assert len(set(seen)) == len(seen)
