"""A damaged quotation mark costs the rows that it touches, each of them named, and never another one."""

import csv
import io
from collections.abc import Sequence

from hypothesis import example, given
from hypothesis import strategies as st

from desktop_labeler.data.formats.tables.split_rows import SplitRow, split_rows

CELLS = ("cat", "dog", "big, dog", 'a "large" one', "", "two\nlines", "it's", " x ")
Rows = list[tuple[str, str, str]]
rows_ = st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), min_size=1, max_size=8).map(
    lambda some: [(f"s/{number}.png", *cells) for number, cells in enumerate(some)]
)


def _written(rows: Sequence[Sequence[str]], *, quote: bool) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if quote else csv.QUOTE_MINIMAL)
    writer.writerows([("path", "label", "note"), *rows])
    return text.getvalue()


def _split(text: str, *, trusted: bool = False) -> list[SplitRow]:
    return list(split_rows(io.StringIO(text, newline=""), delimiter=",", blanks=False, width=3, trusted=trusted))


@given(rows_, st.booleans(), st.booleans())
def test_what_csv_writes_is_read_as_it_was(rows: Rows, quote: bool, trusted: bool) -> None:
    text = _written(rows, quote=quote)
    split = _split(text, trusted=trusted)
    assert [tuple(row.cells) for row in split[1:]] == rows
    assert "".join(row.text for row in split) == text


@given(rows_, st.booleans(), st.data())
def test_one_mark_too_many_or_too_few_changes_no_other_row(rows: Rows, quote: bool, data: st.DataObject) -> None:
    text = _written(rows, quote=quote)
    head = text.index("\n") + 1
    marks = [place for place, letter in enumerate(text) if letter == '"' and place >= head]
    too_few = data.draw(st.booleans())
    if marks and too_few:
        place = data.draw(st.sampled_from(marks))
        damaged = text[:place] + text[place + 1 :]
    else:
        place = data.draw(st.integers(head, len(text)))
        damaged = text[:place] + '"' + text[place:]
    split = _split(damaged)
    line = text.count("\n", 0, place) + 1
    left_out = {number for row in split if row.problem for number in range(row.first, row.last + 1)}
    found = {row.cells[0]: tuple(row.cells) for row in split if not row.problem and row.cells}
    assert "".join(row.text for row in split) == damaged
    for whole, row in zip(_split(text)[1:], rows, strict=True):
        if not whole.first - 1 <= line <= whole.last + 1:
            assert found.get(row[0]) == row or set(range(whole.first, whole.last + 1)) & left_out
        elif not whole.first <= line <= whole.last:  # beside the damage: as it was, or named
            assert found.get(row[0]) in (row, None)
            assert row[0] in found or left_out


@given(st.integers(1, 60), st.integers(0, 59))
@example(1, 0)
def test_an_unclosed_mark_costs_one_row(count: int, place: int) -> None:
    place %= count
    lines = [f"{number}.png,{chr(34) if number == place else ''}cat,\n" for number in range(count)]
    split = _split("path,label,note\n" + "".join(lines))
    assert [row.first for row in split if row.problem] == [place + 2]
    assert [row.cells[0] for row in split[1:] if not row.problem] == [f"{n}.png" for n in range(count) if n != place]


def test_a_cell_that_takes_in_rows_is_left_out_and_the_rows_behind_it_are_read() -> None:
    text = 'path,label,note\n1.png,"cat,\n2.png,dog,\n3.png,ant",\n4.png,bee,\n'
    split = _split(text)
    assert [(row.first, row.last) for row in split if row.problem] == [(2, 4)]
    assert "closes in line 4" in str(split[1].problem)
    assert split[-1].cells == ["4.png", "bee", ""]
    assert _split(text, trusted=True)[1].cells[0] == "1.png"


def test_the_rest_of_a_damaged_row_is_no_row() -> None:
    split = _split('path,label,note\n1.png,cat,"a "big"\nnote, of two lines"\n2.png,dog,\n')
    assert [row.first for row in split if row.problem] == [2, 3]
    assert split[-1].cells == ["2.png", "dog", ""]


@given(st.sampled_from(["new\nline.png", "a\nb\nc.png"]), st.sampled_from(["", "see\nthe other one, too"]))
def test_a_name_with_a_line_break_is_no_row(path: str, note: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([("path", "label", "note"), (path, "cat", note)])
    assert _split(text.getvalue())[1].cells == [path, "cat", note]
