"""Conditions and orders on columns against the same in plain Python."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images
from desktop_labeler.data.metadata.columns import (
    MetadataColumn,
    WantedColumn,
    add_columns,
    distinct_values,
    least_and_greatest,
    metadata_columns,
    save_values,
    values_of,
)
from desktop_labeler.data.metadata.conditions import Condition, read_condition
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from tests.making import make_project

COUNT = 60
TEXTS = ("Nest", "nest 2", "É", "100%", "10", "a_b")
DATES = ("2024-05-01", "2024-05-01T22:10:05", "2024-05-01T22:10:05.5Z", "2024-05-02T00:00:00", "2023-12-31", "unknown")


def _values() -> dict[str, dict[int, Value]]:
    draw = np.random.default_rng(3)
    numbers: list[Value] = [-2, 0, 1, 1.5, 10, 2.25, "n/a"]
    return {
        "depth": {image: numbers[draw.integers(7)] for image in range(1, COUNT + 1) if draw.random() < 0.8},
        "taken": {image: DATES[draw.integers(6)] for image in range(1, COUNT + 1) if draw.random() < 0.8},
        "depth note": {image: TEXTS[draw.integers(6)] for image in range(1, COUNT + 1) if draw.random() < 0.8},
    }


VALUES = _values()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    paths = [f"{number * 7 % COUNT:02d}.png" for number in range(COUNT)]
    made = make_project(tmp_path_factory.mktemp("conditions") / "p.labeler", paths)
    columns = add_columns(
        made,
        [
            WantedColumn("depth", "number", "table"),
            WantedColumn("taken", "date", "table"),
            WantedColumn("depth note", "text", "table"),
        ],
    )
    for name, values in VALUES.items():
        save_values(made, [(columns[name].id, image, value) for image, value in values.items()])
    yield made
    made.close()


numbers = st.sampled_from(["", "-2", "0", "1", "1.5", "1,5", "3"])
days = st.sampled_from(["", "2024", "2024-05", "2024-05-01", "2024-05-01T22:10:05", "2025", "1.5.2024"])
conditions = st.one_of(
    st.builds(Condition, st.just("depth"), low=numbers, high=numbers, above=st.booleans(), below=st.booleans()),
    st.builds(Condition, st.just("depth"), values=st.lists(numbers.filter(bool), min_size=1, max_size=2).map(tuple)),
    st.builds(Condition, st.just("taken"), low=days, high=days, above=st.booleans(), below=st.booleans()),
    st.builds(Condition, st.just("taken"), values=st.lists(days.filter(bool), min_size=1, max_size=2).map(tuple)),
    st.builds(Condition, st.just("depth note"), text=st.sampled_from(["NEST", "é", "%", "_", "1", "none"])),
    st.builds(Condition, st.just("depth note"), values=st.lists(st.sampled_from(TEXTS), min_size=1).map(tuple)),
    st.builds(Condition, st.sampled_from(["depth", "taken", "depth note"]), missing=st.just(True)),
    st.builds(Condition, st.just("depth note"), values=st.just(("10",)), missing=st.just(True)),
    st.builds(Condition, st.just("absent"), missing=st.booleans()),
)


def _fits(condition: Condition, image: int) -> bool:
    if condition.column not in VALUES:
        return False
    value = VALUES[condition.column].get(image)
    if value is None or (condition.missing and not condition.values):
        return condition.missing and value is None
    if condition.text and condition.text.casefold() not in str(value).casefold():
        return False
    if condition.column == "depth":
        return _number_fits(condition, value)
    if condition.column == "taken":
        return _date_fits(condition, str(value))
    return not condition.values or value in condition.values


def _number_fits(condition: Condition, value: Value) -> bool:
    low, high = (float(text.replace(",", ".")) if text else None for text in (condition.low, condition.high))
    if condition.values:
        return value in [float(text.replace(",", ".")) for text in condition.values]
    if isinstance(value, str):
        return low is None and high is None
    fits = low is None or (value > low if condition.above else value >= low)
    return fits and (high is None or (value < high if condition.below else value <= high))


def _date_fits(condition: Condition, value: str) -> bool:
    iso = {"1.5.2024": "2024-05-01"}
    low, high = (iso.get(text, text) for text in (condition.low, condition.high))
    if condition.values:
        return any(value.startswith(iso.get(text, text)) for text in condition.values)
    if value == "unknown":
        return not low and not high
    fits = not low or (value > low and not value.startswith(low) if condition.above else value >= low)
    return fits and (not high or (value < high if condition.below else value < high or value.startswith(high)))


@given(st.lists(conditions, min_size=1, max_size=2))
def test_a_filter_finds_what_plain_python_finds(project: Project, wanted: list[Condition]) -> None:
    found = find_images(project, Filter(columns=tuple(wanted)))
    every = find_images(project)
    assert found.tolist() == [image for image in every.tolist() if all(_fits(one, image) for one in wanted)]


@given(st.sampled_from([*VALUES, "absent"]), st.booleans())
def test_an_order_is_that_of_the_values_and_images_without_one_come_last(
    project: Project, name: str, descending: bool
) -> None:
    values = VALUES.get(name, {})
    found = find_images(project, None, Sort("column", descending, name)).tolist()
    paths = {row.id: row.path for row in project.images(range(1, COUNT + 1))}
    numeric = {image: (isinstance(value, str), value) for image, value in values.items()}
    places = {value: place for place, value in enumerate(sorted(set(numeric.values())))}
    sign = -1 if descending else 1

    def key(image: int) -> tuple[bool, int, str]:
        return image not in values, sign * places.get(numeric.get(image, (False, "")), 0), paths[image]

    assert found == sorted(paths, key=key)


def test_the_search_looks_into_text_and_dates(project: Project) -> None:
    wanted = {
        image
        for name in ("taken", "depth note")
        for image, value in VALUES[name].items()
        if "2024-05-02" in str(value).casefold()
    }
    assert set(find_images(project, Filter(text="2024-05-02")).tolist()) == wanted
    nests = {image for image, value in VALUES["depth note"].items() if "é" in str(value).casefold()}
    assert set(find_images(project, Filter(text="É")).tolist()) == nests


def test_values_come_back_by_image_and_column(project: Project) -> None:
    found = values_of(project, range(1, COUNT + 1))
    for image in range(1, COUNT + 1):
        assert found.get(image, {}) == {name: VALUES[name][image] for name in VALUES if image in VALUES[name]}
    (column,) = [column for column in metadata_columns(project) if column.name == "depth note"]
    assert dict(distinct_values(project, column, 100)) == {
        text: list(VALUES["depth note"].values()).count(text) for text in set(VALUES["depth note"].values())
    }


def test_the_least_and_the_greatest_value_leave_out_what_is_kept_as_text(project: Project) -> None:
    ends = {column.name: least_and_greatest(project, column) for column in metadata_columns(project)}
    depths = [value for value in VALUES["depth"].values() if not isinstance(value, str)]
    assert ends["depth"] == (min(depths), max(depths))
    days_there = {str(value) for value in VALUES["taken"].values()} - {"unknown"}
    assert ends["taken"] == (min(days_there), max(days_there))
    texts = [str(value) for value in VALUES["depth note"].values()]
    assert ends["depth note"] == (min(texts), max(texts))
    assert least_and_greatest(project, MetadataColumn(99, "none", "date", "table")) is None


COLUMNS = [MetadataColumn(1, "depth", "number", "table"), MetadataColumn(2, "depth note", "text", "table")]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("depth>=10", Condition("depth", low="10")),
        ("depth > 10", Condition("depth", low="10", above=True)),
        ("depth<1,5", Condition("depth", high="1,5", below=True)),
        ("depth note=a=b", Condition("depth note", values=("a=b",))),
        ("depth note~>x", Condition("depth note", text=">x")),
        ("depth note=", Condition("depth note", missing=True)),
    ],
)
def test_conditions_are_read(text: str, condition: Condition) -> None:
    assert read_condition(text, COLUMNS) == condition


@pytest.mark.parametrize("text", ["", "depth", "depth!5", "width=3", "depth=deep"])
def test_what_is_no_condition_is_told(text: str) -> None:
    with pytest.raises(LabelerError):
        read_condition(text, COLUMNS)
