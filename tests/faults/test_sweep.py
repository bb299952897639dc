"""Which system calls the sweep tries."""

from hypothesis import given
from hypothesis import strategies as st

from tests.faults.sweep import places

KINDS = st.text("wsruc", min_size=1, max_size=300)


@given(kinds=KINDS, most=st.integers(3, 80), kill=st.booleans())
def test_calls_are_tried_once_each_and_as_many_as_there_is_time_for(kinds: str, most: int, *, kill: bool) -> None:
    chosen = places(kinds, most, kill=kill)
    able = [number for number, kind in enumerate(kinds, 1) if kill or kind in "wcr"]
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(able)
    assert len(chosen) == min(most, len(able))


def test_calls_around_syncs_renames_and_removals_come_first() -> None:
    kinds = "w" * 100 + "s" + "w" * 100 + "r" + "w" * 100
    chosen = places(kinds, 12, kill=True)
    assert {100, 101, 102, 201, 202, 203} <= set(chosen)
    assert len([number for number in chosen if number < 90]) >= 1
    assert len([number for number in chosen if number > 210]) >= 1
