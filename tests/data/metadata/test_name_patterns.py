"""Patterns of file names against every way to divide a name, and hostile ones."""

import itertools
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.metadata.name_patterns import Pattern, read_pattern
from desktop_labeler.data.metadata.values import date_of, number_of
from desktop_labeler.errors import LabelerError

letters = st.sampled_from("ab1_-/.")
kinds = st.sampled_from([None, "number", "text"])


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    count = draw(st.integers(1, 4))
    parts = [draw(st.text(letters, max_size=2))]
    parts += [draw(st.text(letters, min_size=int(place + 1 < count), max_size=2)) for place in range(count)]
    names = "abcd"[:count]
    text = parts[0]
    for name, part in zip(names, parts[1:], strict=True):
        kind = draw(kinds)
        text += "{" + name + (f":{kind}" if kind else "") + "}" + part
    return read_pattern(text)


def _pairs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(places[::2], places[1::2], strict=True)


def _all_ways(pattern: Pattern, path: str) -> list[tuple[str, ...]]:
    """Return every way to divide the end of a path, by trying all places."""
    levels = sum(part.count("/") for part in pattern.parts) + 1
    components = path.split("/")[-levels:]
    if len(components) < levels:
        return []
    stem, dot, _ = components[-1].rpartition(".")
    text = "/".join([*components[:-1], stem if dot and stem else components[-1]])
    found = []
    for cuts in itertools.combinations_with_replacement(range(len(text) + 1), 2 * len(pattern.fields)):
        values = [text[begin:end] for begin, end in _pairs(cuts)]
        rest = [0, *cuts, len(text)]
        between = [text[begin:end] for begin, end in _pairs(rest)]
        fits = all(value and "/" not in value for value in values) and tuple(between) == pattern.parts
        if fits and all(
            field.kind != "number" or value.isdigit() or number_of(value) is not None
            for field, value in zip(pattern.fields, values, strict=True)
        ):
            found.append(tuple(values))
    return found


@given(patterns(), st.text(letters, min_size=1, max_size=9))
def test_a_name_fits_where_any_way_to_divide_it_does(pattern: Pattern, path: str) -> None:
    ways = _all_ways(pattern, path)
    found = pattern.match(path)
    assert (found is not None) == bool(ways)
    if found is not None:
        assert tuple(found.values()) == min(ways, key=lambda way: tuple(map(len, way)))


@given(st.lists(st.text(st.characters(exclude_characters="_/."), min_size=1), min_size=3, max_size=3))
def test_what_was_put_together_is_taken_apart(values: list[str]) -> None:
    names = ("site", "date", "n")
    pattern = read_pattern("{site}_{date}_{n}")
    assert pattern.match(f"some/folder/{'_'.join(values)}.jpg") == dict(zip(names, values, strict=True))


@given(st.text(), st.sampled_from(["a/b_c.png", "", "x"]))
def test_any_text_is_a_pattern_or_a_sentence(text: str, path: str) -> None:
    try:
        pattern = read_pattern(text)
    except LabelerError:
        return
    found = pattern.match(path)
    assert found is None or len(found) == len(pattern.fields)


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("{site}_{date}_{n}", "x/A_2024-05-01_7.JPG", {"site": "A", "date": "2024-05-01", "n": "7"}),
        (
            "{site}_{date:date}_{n}",
            "north_ridge_2024-05-01_7.jpg",
            {"site": "north_ridge", "date": "2024-05-01", "n": "7"},
        ),
        ("{site}/{date}_{n}", "all/A/2024_7.jpg", {"site": "A", "date": "2024", "n": "7"}),
        ("{site}/{n}", "7.jpg", None),
        ("IMG{n:number}", "IMG0007.png", {"n": "0007"}),
        ("IMG{n:number}", "IMGx.png", None),
        ("IMG{n}", "IMG.png", None),
        ("{n}", ".hidden", {"n": ".hidden"}),
        ("{a}.{b}", "x.y.tar", {"a": "x", "b": "y"}),
        (".*{n}", "abc7.png", None),
        ("(a+)+{n}", "aaaaaaaa.png", None),
        ("{a}-{b}", "site 1/x-y.png", {"a": "x", "b": "y"}),
    ],
)
def test_patterns(text: str, path: str, found: dict[str, str] | None) -> None:
    assert read_pattern(text).match(path) == found


@pytest.mark.parametrize(
    "text",
    ["", "abc", "{a}{b}", "{a", "a}", "{a{b}}", "{}", "{ }", "{a}_{a}", "{a}_{A}", "{a:regex}", "{a:}", "x" * 2000],
)
def test_what_is_no_pattern_is_told(text: str) -> None:
    with pytest.raises(LabelerError, match="Nothing was changed"):
        read_pattern(text)


def test_a_pattern_made_to_take_forever_takes_no_time() -> None:
    text = "a".join(f"{{f{number}:date}}" for number in range(20))
    assert read_pattern(text).match("a" * 4000 + ".png") is None
    assert read_pattern("a".join(f"{{f{number}}}" for number in range(20)) + "b").match("a" * 255 + ".png") is None


def test_a_date_field_takes_only_dates() -> None:
    found = read_pattern("{day:date}_{rest}").match("20240501_x.png")
    assert found is not None
    assert date_of(found["day"]) == "2024-05-01"
