"""JSON entry by entry: the same content as the standard library's reader, and every place is the one in the text."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.formats.boxes.reading import json_stream
from desktop_labeler.data.formats.boxes.reading.json_stream import Edit, copy_edited, entries, span_of

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _TEXT),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(_TEXT, below, max_size=4)),
    max_leaves=12,
)
_OUTER = st.one_of(st.lists(_VALUES, max_size=5), st.dictionaries(_TEXT, _VALUES, max_size=5))


@given(_OUTER, st.sampled_from([None, 0, 3]), st.booleans(), st.sampled_from([1, 7, 1 << 20]), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_entries_are_what_json_reads(
    tmp_path: Path, content: Any, indent: int | None, ascii_only: bool, block: int, mark: bool
) -> None:
    file = tmp_path / "x.json"
    text = json.dumps(content, indent=indent, ensure_ascii=ascii_only)
    file.write_text(text, encoding="utf-8-sig" if mark else "utf-8", newline="")
    with patch.object(json_stream, "_BLOCK", block):  # how much is read at a time, as if the file were large
        found = list(entries(file))
    again: Any = {} if isinstance(content, dict) else []
    for entry in found:
        if not entry.closes:
            assert json.loads(text[entry.start : entry.end]) == entry.value
        if isinstance(again, list):
            again += [] if entry.closes else [entry.value]
        elif entry.number is None:
            again[entry.key] = entry.value
        else:
            again.setdefault(entry.key, []).extend([] if entry.closes else [entry.value])
    assert again == content


@given(_VALUES, st.sampled_from([None, 2]), st.data())
def test_spans_lead_to_the_value(content: Any, indent: int | None, data: st.DataObject) -> None:
    text = json.dumps(content, indent=indent)
    path: list[str | int] = []
    value = content
    while isinstance(value, list | dict) and value:
        key = data.draw(st.sampled_from(sorted(value) if isinstance(value, dict) else range(len(value))))
        path.append(key)
        value = value[key]
    span = span_of(text, path)
    assert span is not None
    assert json.loads(text[slice(*span)]) == value
    assert span_of(text, [*path, "missing"]) is None


def test_of_a_key_that_stands_twice_the_last_counts() -> None:
    assert span_of('{"a": 1, "a": 2}', ["a"]) == (14, 15)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_copy_differs_only_in_what_was_edited(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "x.json"
    text = '{"é": [1,\r\n 22,\n 333]}'
    file.write_bytes((mark + text).encode())
    places = [(entry.start, entry.end) for entry in entries(file) if not entry.closes]
    copy_edited(file, tmp_path / "y.json", [Edit(*places[0], "ünter"), Edit(*places[2], "")])
    assert (tmp_path / "y.json").read_bytes() == (mark + '{"é": [ünter,\r\n 22,\n ]}').encode()
