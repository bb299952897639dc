"""The division into train, val and test."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.formats.records import Options
from desktop_labeler.data.formats.split import split_images

images = st.lists(
    st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.sampled_from(["p1", "p2", "p3", "p4", "p5"]))),
    max_size=60,
)


def _split(chosen: Sequence[tuple[str, str | None]], seed: int = 0) -> list[int]:
    paths = [f"{number:03}.png" for number in range(len(chosen))]
    options = Options(seed=seed)
    found = split_images(paths, [label for label, _ in chosen], [group for _, group in chosen], options)
    return [int(part) for part in found]


@given(images, st.integers(0, 5))
def test_every_image_is_in_one_part_and_no_group_in_two(chosen: list[tuple[str, str | None]], seed: int) -> None:
    parts = _split(chosen, seed)
    assert set(parts) <= {0, 1, 2}
    where: dict[str, set[int]] = {}
    for (_, group), part in zip(chosen, parts, strict=True):
        if group is not None:
            where.setdefault(group, set()).add(part)
    assert all(len(found) == 1 for found in where.values())


@given(st.lists(st.sampled_from("abc"), max_size=200), st.integers(0, 5))
def test_single_images_are_divided_class_by_class_to_the_image(labels: list[str], seed: int) -> None:
    parts = _split([(label, None) for label in labels], seed)
    for label, count in Counter(labels).items():
        found = Counter(part for part, own in zip(parts, labels, strict=True) if own == label)
        if count >= 10:  # of fewer a part gets one rather than none
            assert all(abs(found[part] - share * count) < 1 for part, share in enumerate((0.8, 0.1, 0.1)))
        assert len(+found) == min(count, 3)
        assert found[0] > 0


@pytest.mark.parametrize(("count", "expected"), [(1, [1]), (2, [1, 1]), (3, [1, 1, 1]), (4, [2, 1, 1]), (7, [5, 1, 1])])
def test_a_rare_class_is_in_every_part_that_it_can_be_in(count: int, expected: list[int]) -> None:
    assert np.bincount(_split([("a", None)] * 40 + [("b", None)] * count)[40:]).tolist() == expected


@given(images, st.integers(0, 5))
def test_every_class_is_in_the_first_part(chosen: list[tuple[str, str | None]], seed: int) -> None:
    parts = _split(chosen, seed)
    assert {label for (label, _), part in zip(chosen, parts, strict=True) if part == 0} == {name for name, _ in chosen}


@given(images, st.permutations(range(60)))
def test_the_order_of_the_images_does_not_matter(chosen: list[tuple[str, str | None]], order: list[int]) -> None:
    paths = [f"{number:03}.png" for number in range(len(chosen))]
    shuffled = [place for place in order if place < len(chosen)]
    expected = dict(zip(paths, _split(chosen), strict=True))
    parts = split_images(
        [paths[place] for place in shuffled],
        [chosen[place][0] for place in shuffled],
        [chosen[place][1] for place in shuffled],
        Options(),
    ).tolist()
    assert {paths[place]: part for place, part in zip(shuffled, parts, strict=True)} == expected


def test_groups_fill_the_parts_about_as_asked() -> None:
    rng = np.random.default_rng(7)
    chosen = [
        (str(rng.integers(3)), f"patient {patient}") for patient in range(100) for _ in range(rng.integers(5, 15))
    ]
    share = np.bincount(_split(chosen), minlength=3) / len(chosen)
    np.testing.assert_allclose(share, [0.8, 0.1, 0.1], atol=0.03)


def test_another_seed_gives_another_division() -> None:
    chosen: list[tuple[str, str | None]] = [("a", None)] * 50
    assert _split(chosen, 1) == _split(chosen, 1)
    assert _split(chosen, 1) != _split(chosen, 2)


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        split_images(["a"], ["cat"], [None], Options(fractions=(0.5, 0.1, 0.1)))
