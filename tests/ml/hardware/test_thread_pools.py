"""Parts of a batch side by side: every row once, in order, no more at once than fit."""

import threading

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.hardware.thread_pools import PART, in_parts


@given(images=st.integers(0, 100), at_once=st.integers(1, 64))
def test_every_image_is_looked_at_once_in_order_and_no_more_at_once_than_fit(images: int, at_once: int) -> None:
    lock = threading.Lock()
    inside, most = 0, 0

    def look(part: slice) -> list[int]:
        nonlocal inside, most
        rows = list(range(images))[part]
        with lock:
            inside += len(rows)
            most = max(most, inside)
        with lock:
            inside -= len(rows)
        return rows

    found = in_parts(look, images, at_once)
    assert [row for part in found for row in part] == list(range(images))
    assert all(0 < len(part) <= PART for part in found)
    assert most <= at_once


def test_torch_has_its_threads_again_afterwards_also_after_an_error() -> None:
    before = torch.get_num_threads()
    assert sum(in_parts(lambda part: part.stop - part.start, 40, 40)) == 40
    assert torch.get_num_threads() == before

    def fail(part: slice) -> int:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        in_parts(fail, 40, 40)
    assert torch.get_num_threads() == before
