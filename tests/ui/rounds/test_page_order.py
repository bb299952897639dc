"""The order in which the images of a list come to a page."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.rounds.page_order import PageOrder

IMAGES = 12
_SHARED = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def project_of_twelve(open_new: Callable[..., OpenProject]) -> OpenProject:
    return open_new([f"{number}.png" for number in range(IMAGES)])


@_SHARED
@given(
    candidates=st.permutations(range(1, IMAGES + 1)),
    passed=st.sets(st.integers(1, IMAGES + 3)),
    still_open=st.sets(st.integers(1, IMAGES)),
    size=st.integers(0, IMAGES + 2),
)
def test_what_was_passed_over_comes_last_and_nothing_is_lost(
    project_of_twelve: OpenProject, candidates: list[int], passed: set[int], still_open: set[int], size: int
) -> None:
    order = PageOrder(project_of_twelve, still_open.__contains__)
    order.pass_over(passed)
    ordered = order.ordered(np.array(candidates, np.int64)).tolist()
    fresh = [image for image in candidates if image not in passed]
    assert ordered == fresh + [image for image in candidates if image in passed]
    first = order.first_open(np.array(ordered, np.int64), size).tolist()
    assert first == [image for image in ordered if image in still_open][: max(size, 1)]


def test_once_all_were_passed_over_the_list_begins_again(open_new: Callable[..., OpenProject]) -> None:
    order = PageOrder(open_new(["a.png", "b.png", "c.png"]), lambda image: True)
    order.pass_over({1, 2})
    assert order.ordered(np.array([1, 2])).tolist() == [1, 2]
    assert order.ordered(np.array([1, 2, 3])).tolist() == [1, 2, 3]
    order.pass_over({1})
    assert order.ordered(np.array([1, 2, 3])).tolist() == [2, 3, 1]
    order.forget_passed()
    assert order.ordered(np.array([1, 2, 3])).tolist() == [1, 2, 3]
