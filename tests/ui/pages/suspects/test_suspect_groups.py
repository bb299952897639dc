"""Laws of a page of suspects: nothing twice, nothing decided, one kind to a group, the worst first."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ui.pages.suspects.suspect_groups import Room, codes_of, compose
from desktop_labeler.ui.rounds.round_lists import KINDS, SuspectList

Row = tuple[int, int, int]  # given, expected, near-duplicate group


def suspects(rows: list[Row]) -> SuspectList:
    given_, expected, twins = (np.array([row[at] for row in rows], np.int64).reshape(-1) for at in range(3))
    ids = np.arange(100, 100 + len(rows), dtype=np.int64)
    everything = np.ones(len(rows), np.bool_)
    return SuspectList(ids, given_, expected, dict.fromkeys(KINDS, everything), twins, len(rows), len(rows))


_ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(-1, 4), st.sampled_from([-1, -1, -1, 0, 1])), min_size=1, max_size=60
)


@given(_ROWS, st.integers(1, 6), st.integers(50, 900), st.sets(st.integers(100, 160)))
def test_a_page_holds_open_labels_once_the_worst_first(
    rows: list[Row], columns: int, height: int, decided: set[int]
) -> None:
    found = suspects(rows)
    chosen = np.ones(len(rows), np.bool_)
    codes = codes_of(found, chosen, None, columns=columns)
    code = dict(zip(found.ids.tolist(), codes.tolist(), strict=True))
    twins = {number: found.ids[found.twins == number].tolist() for number in (0, 1)}
    room = Room(columns, 100, 30, height)
    known: set[int] = set()  # read before it is asked for

    def is_open(image: int) -> bool:
        assert image in known
        return image not in decided

    page = compose(found.ids, codes, room, is_open=is_open, twins_of=lambda number: twins[number], read=known.update)
    images = [image for group in page for image in group.images]
    assert len(images) == len(set(images))
    still_open = [image for image in found.ids.tolist() if image not in decided]
    assert bool(images) == bool(still_open)
    assert images[:1] == [] or still_open[0] in page[0].images
    for group in page:
        assert len({code[image] for image in group.images}) == 1
        if group.twins is None:
            assert not set(group.images) & decided
            assert list(group.images) == sorted(group.images)  # the ids rise as the doubt falls
            assert group.total == sum(1 for other in code.values() if other == code[group.images[0]])
    if page:
        used = sum(30 + 100 * -(-len(group.images) // columns) for group in page)
        first = 30 + 100 * -(-len(page[0].images) // columns)
        assert used <= max(height, first)
        worst = [min(set(group.images) - decided) for group in page]
        assert worst == sorted(worst)


def test_what_comes_too_seldom_for_a_row_shares_one() -> None:
    rows = [(1, 2, -1)] * 6 + [(2, 3, -1), (3, 1, -1), (3, 2, -1)]
    found = suspects(rows)
    codes = codes_of(found, np.ones(9, np.bool_), None, columns=5)
    assert len(set(codes[:6].tolist())) == 1
    assert len(set(codes[6:].tolist())) == 1
    page = compose(
        found.ids, codes, Room(5, 10, 2, 100), is_open=lambda image: True, twins_of=lambda number: [], read=list
    )
    assert [group.pair for group in page] == [(1, 2), None]
    assert page[1].images == (106, 107, 108)


def test_one_rare_pair_alone_keeps_its_name() -> None:
    found = suspects([(1, 2, -1)] * 6 + [(2, 3, -1)])
    codes = codes_of(found, np.ones(7, np.bool_), None, columns=5)
    page = compose(
        found.ids, codes, Room(5, 10, 2, 100), is_open=lambda image: True, twins_of=lambda number: [], read=list
    )
    assert [group.pair for group in page] == [(1, 2), (2, 3)]


def test_near_duplicates_are_groups_only_where_they_are_asked_for() -> None:
    found = suspects([(1, 2, 0), (2, 1, 0)])
    both = np.ones(2, np.bool_)
    assert len(set(codes_of(found, both, None, columns=1).tolist())) == 1
    assert len(set(codes_of(found, both, "duplicates", columns=1).tolist())) == 1
    page = compose(
        found.ids, codes_of(found, both, "wrong", columns=1), Room(1, 10, 2, 100),
        is_open=lambda image: True, twins_of=lambda number: [], read=list,
    )  # fmt: skip
    assert all(group.twins is None for group in page)
