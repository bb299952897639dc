"""Columns of texts become columns of metadata: their kinds, values of mixed kinds, and a second import."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.metadata import columns as stored_columns
from desktop_labeler.data.metadata.columns import metadata_columns, values_of
from desktop_labeler.data.metadata.values import shown_value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import TooManyColumnsError
from desktop_labeler.jobs.metadata.store_columns import StoredColumns, TextColumns, store_columns
from desktop_labeler.progress import finish
from tests.making import make_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(9)])
    yield made
    made.close()


def _store(project: Project, names: Sequence[str], rows: Sequence[Sequence[str]], **more: bool) -> StoredColumns:
    given = TextColumns(tuple(names), lambda: iter(list(enumerate(rows, 1))), "table")
    return finish(store_columns(project, given, **more))


def test_each_column_gets_its_kind_and_nothing_is_stored_for_empty_cells(project: Project) -> None:
    rows = [["1", "2024-05-01", "a", "", "NA"], ["2,5", "", "NA"], ["", "1.6.2024", "b", " ", ""]]
    stored = _store(project, ["n", "day", "text", "empty", "none"], rows)
    assert stored.kinds == {"n": "number", "day": "date", "text": "text"}
    assert (stored.images, stored.changed, stored.notes) == (3, 7, [])
    assert values_of(project, [1, 2, 3]) == {
        1: {"n": 1, "day": "2024-05-01", "text": "a"},
        2: {"n": 2.5, "text": "NA"},
        3: {"day": "2024-06-01", "text": "b"},
    }


def test_a_second_time_nothing_changes_and_a_dry_run_changes_nothing(project: Project) -> None:
    rows = [["1", "x"], ["2", "y"]]
    assert _store(project, ["n", "text"], rows, dry_run=True).kinds == {"n": "number", "text": "text"}
    assert metadata_columns(project) == []
    assert _store(project, ["n", "text"], rows).changed == 4
    assert _store(project, ["n", "text"], rows).changed == 0
    stored = _store(project, ["n", "text"], [["1", "z"]])
    assert stored.changed == 1
    assert "1 value of images that had another one" in str(stored.notes[0])


def test_values_of_mixed_kinds_are_kept_as_text_and_told(project: Project) -> None:
    stored = _store(project, ["depth"], [["1.50"], ["2 m"], ["3"]])
    assert stored.kinds == {"depth": "text"}
    assert "depth (“2 m”)" in str(stored.notes[0])
    assert [values_of(project, [image])[image]["depth"] for image in (1, 2, 3)] == ["1.50", "2 m", "3"]


def test_a_text_in_a_column_of_numbers_is_kept_beside_them_and_told(project: Project) -> None:
    _store(project, ["depth"], [["1"], ["2"]])
    stored = _store(project, ["depth"], [["1"], ["deep"]])
    assert "1 value is of another kind" in str(stored.notes[-1])
    assert values_of(project, [1, 2]) == {1: {"depth": 1}, 2: {"depth": "deep"}}


def test_there_is_a_limit_and_it_leaves_everything_as_it_was(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_columns, "MOST_COLUMNS", 3)
    monkeypatch.setattr("desktop_labeler.jobs.metadata.store_columns.MOST_COLUMNS", 3)
    _store(project, ["a", "b"], [["1", "2"]])
    with pytest.raises(TooManyColumnsError, match="None of them was kept"):
        _store(project, ["b", "c", "d"], [["3", "4", "5"]])
    assert values_of(project, [1]) == {1: {"a": 1, "b": 2}}
    _store(project, ["a", "c"], [["1", "4"]])
    assert len(metadata_columns(project)) == 3


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=9))
def test_a_text_is_never_changed_unless_its_column_is_of_numbers_or_dates(project: Project, texts: list[str]) -> None:
    with project.transaction() as db:
        db.execute("DELETE FROM metadata")
        db.execute("DELETE FROM metadata_column")
    kinds = _store(project, ["column"], [[text] for text in texts]).kinds
    values = {image: found["column"] for image, found in values_of(project, range(1, 10)).items()}
    if kinds.get("column") == "text":
        assert values == {image: text for image, text in enumerate(texts, 1) if text.strip()}
    else:
        assert all(shown_value(value) for value in values.values())
