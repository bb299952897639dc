"""Computed arrays: what is stored comes back, whole or as it was before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed import arrays
from desktop_labeler.data.computed.arrays import (
    append_part,
    array_names,
    array_stamp,
    delete_arrays,
    load_array,
    save_arrays,
)
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.errors import ProjectError

DTYPES: st.SearchStrategy[np.dtype[Any]] = st.sampled_from(
    [np.dtype(name) for name in ("f2", "f4", "i1", "i8", "?", "u1", ">i4")]
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One empty project for all tests of this module."""
    with create_project(tmp_path_factory.mktemp("arrays") / "p.labeler") as made:
        yield made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays_of.arrays(DTYPES, arrays_of.array_shapes(min_dims=1, max_dims=3, min_side=0, max_side=6)))
def test_any_array_comes_back_the_same(project: Project, array: AnyArray) -> None:
    save_arrays(project, {"a": array})
    back = load_array(project, "a")
    assert back is not None
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(back, array)
    assert back.flags.writeable


@pytest.mark.parametrize("rows", [0, 1, arrays.PART - 1, arrays.PART, arrays.PART + 1, 3 * arrays.PART])
def test_parts_join_at_every_length(project: Project, rows: int) -> None:
    array = np.arange(rows * 2, dtype=np.int32).reshape(rows, 2)[:, ::-1]  # not contiguous
    save_arrays(project, {"b": array}, {"round": 7})
    np.testing.assert_array_equal(load_array(project, "b"), array)
    assert array_stamp(project, "b") == {"round": 7}


def test_appended_parts_follow_the_saved_ones(project: Project) -> None:
    save_arrays(project, {"c": np.arange(5)})
    append_part(project, {"c": np.arange(5, 7), "d": np.zeros((2, 3), np.float16)})
    append_part(project, {"c": np.arange(7, 8), "d": np.ones((1, 3), np.float16)})
    np.testing.assert_array_equal(load_array(project, "c"), np.arange(8))
    loaded = load_array(project, "d")
    assert loaded is not None
    assert loaded.shape == (3, 3)
    assert array_stamp(project, "c") == {}


def test_names_are_found_and_deleted_by_prefix_only(project: Project) -> None:
    for name in ("round/a", "round/b", "round_c", "round%d"):
        save_arrays(project, {name: np.zeros(1)})
    assert array_names(project, "round/") == ["round/a", "round/b"]
    delete_arrays(project, "round/")
    assert array_names(project, "round") == ["round%d", "round_c"]
    assert (load_array(project, "round/a"), array_stamp(project, "round/a")) == (None, None)


def test_several_arrays_are_replaced_together_or_not_at_all(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.labeler") as project:
        save_arrays(project, {"x": np.zeros(3), "y": np.zeros(3)})
        with pytest.raises(ValueError, match="object"):
            save_arrays(project, {"x": np.ones(3), "y": np.array([object()])})
        np.testing.assert_array_equal(load_array(project, "x"), np.zeros(3))
        (pages,) = project.db.execute("PRAGMA page_count").fetchone()
        project.db.execute(f"PRAGMA max_page_count = {pages + 10}")
        with pytest.raises(ProjectError, match="full"):
            save_arrays(project, {"x": np.ones(3), "y": np.ones(1_000_000)})
        np.testing.assert_array_equal(load_array(project, "x"), np.zeros(3))
