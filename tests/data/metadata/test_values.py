"""The kinds of values against Python's own readers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.metadata.values import KindGuess, convert, date_of, kind_of, number_of, shown_value

moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))
offsets = st.integers(-14 * 60, 14 * 60)


@given(moments)
def test_a_date_that_python_writes_is_read_as_the_same(moment: datetime) -> None:
    found = date_of(moment.isoformat())
    assert found is not None
    assert datetime.fromisoformat(found) == moment


@given(moments, offsets)
def test_a_time_with_an_offset_becomes_utc(moment: datetime, minutes: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    found = date_of(aware.isoformat())
    assert found is not None
    assert datetime.fromisoformat(found) == aware
    assert found.endswith("Z")


@given(st.lists(moments, min_size=2, max_size=2))
def test_the_order_of_texts_is_the_order_of_times(pair: list[datetime]) -> None:
    first, second = sorted(moment.replace(microsecond=0) for moment in pair)
    assert str(date_of(first.isoformat())) <= str(date_of(second.isoformat()))


@given(st.text(max_size=30))
def test_any_text_is_a_date_that_python_reads_or_none(text: str) -> None:
    found = date_of(text)
    assert found is None or datetime.fromisoformat(found)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024:05:01 22:10:05", "2024-05-01T22:10:05"),
        ("20240501", "2024-05-01"),
        ("20240501_221005", "2024-05-01T22:10:05"),
        ("20240501T2210", "2024-05-01T22:10:00"),
        ("1.5.2024", "2024-05-01"),
        ("01.05.2024 22:10", "2024-05-01T22:10:00"),
        ("2024-05-01 22:10:05.250", "2024-05-01T22:10:05.25"),
        ("2024-05-01T22:10:05+02:00", "2024-05-01T20:10:05Z"),
        ("0000:00:00 00:00:00", None),
        ("2023-02-29", None),
        ("2024-05-01T24:00:00", None),
        ("2024-05-01T22:10:05+25:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("01/05/2024", None),
        ("2024-05", None),
        ("12345678", None),
        ("٢٠٢٤-٠٥-٠١", None),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert date_of(text) == date


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15) + 1, 10**15 - 1))
def test_a_number_that_python_writes_is_read_as_the_same(number: float) -> None:
    assert number_of(repr(number)) == number


@given(st.text(max_size=12))
def test_any_text_is_a_number_that_python_reads_or_none(text: str) -> None:
    found = number_of(text)
    assert found is None or float(text) == found


@pytest.mark.parametrize("text", ["007", "1e999", "1234567890123456", ".", "e5", "+", "1,5", "0x10", "١", "1_000", ""])
def test_what_is_no_number(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["1", "2.5", "NA", ""], "number"),
        (["1,5", "2,25"], "number"),
        (["1,500", "2,250"], "text"),
        (["1.5", "2,5"], "text"),
        (["1", "2 m"], "text"),
        (["007", "008"], "text"),
        (["2024-05-01", "2024-05-02T10:00"], "date"),
        (["20240501", "20240502"], "date"),
        (["2024-05-01", "7"], "text"),
        (["", "NA"], "text"),
        ([], "text"),
    ],
)
def test_the_kind_of_a_column(texts: list[str], kind: str) -> None:
    assert kind_of(texts) == kind


@pytest.mark.parametrize(
    ("texts", "example"),
    [(["1", "2 m"], "2 m"), (["about 3", "4"], "about 3"), (["2024-05-01", "7"], "7"), (["a", "b"], ""), (["1"], "")],
)
def test_a_column_of_mixed_kinds_says_what_makes_it_text(texts: list[str], example: str) -> None:
    guess = KindGuess()
    for text in texts:
        guess.see(text)
    assert guess.mixed() == example


@given(st.lists(st.sampled_from(["1", "2.5", "1,5", "2024-05-01", "x", "NA", "007", ""]), max_size=8))
def test_every_value_of_a_column_is_of_its_kind(texts: list[str]) -> None:
    guess = KindGuess()
    for text in texts:
        guess.see(text)
    for text in texts:
        if text not in {"", "NA"}:
            assert convert(text, guess.kind, comma=guess.comma) is not None


def test_a_number_that_somebody_declares_may_begin_with_zeros() -> None:
    assert convert("007", "number") == 7


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_shown_number_is_read_back_as_the_same(number: float) -> None:
    assert float(shown_value(number)) == number


def test_utc_is_utc() -> None:
    assert datetime.fromisoformat(str(date_of("2024-05-01 10:00Z"))) == datetime(2024, 5, 1, 10, tzinfo=UTC)
