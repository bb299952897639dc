"""Messages: everything is filled in, in any language; what is stored comes back."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.messages import ENGLISH, Message, Wording, english_number, fields, visible

_GERMAN = {
    "{n:# image|# images} in {folder}": "In {folder}: {n:# Bild|# Bilder}",
    "none": "keine",
    "A share of {x:.1%}: {why}": "{why}: Anteil {x:.1%}",
}


def german(message: Message) -> str:
    return message.worded(Wording(lambda text: _GERMAN[text], lambda value, form: f"<{english_number(value, form)}>"))


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Message("Nothing was changed."), "Nothing was changed."),
        (Message("braces {of nobody} stay", n=1), "braces {of nobody} stay"),
        (Message("{n:# image|# images}", n=1), "1 image"),
        (Message("{n:# image|# images}", n=0), "0 images"),
        (Message("{n:# image is|# images are} left", n=12345), "12,345 images are left"),
        (Message("{n} of {m:d}", n=np.int64(1204), m=2026), "1,204 of 2026"),
        (Message("{x} {y:.2f} {z:.0%} {z:.1%}", x=0.5, y=1234.567, z=0.125), "0.5 1,234.57 12 % 12.5 %"),
        (Message("{file}: {names}", file=Path("a/b.png"), names=["{x}", "#"]), f"{Path('a/b.png')}: {{x}}, #"),
        (
            Message("It stopped: {why}.", why=Message("{n:# step|# steps} too many", n=2)),
            "It stopped: 2 steps too many.",
        ),
    ],
)
def test_a_message_is_filled_in(message: Message, expected: str) -> None:
    assert str(message) == expected


def test_a_message_is_worded_in_another_language() -> None:
    assert german(Message("{n:# image|# images} in {folder}", n=1204, folder="{n}")) == "In {n}: <1,204> Bilder"
    assert german(Message("A share of {x:.1%}: {why}", x=0.5, why=Message("none"))) == "keine: Anteil <50.0 %>"


_TEXT = st.text(max_size=20)
_ARGUMENT = st.recursive(
    st.one_of(_TEXT, st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    lambda below: st.one_of(
        st.lists(below, max_size=3), st.builds(lambda text, x: Message(text, x=x), st.just("<{x}>"), below)
    ),
    max_leaves=5,
)


@given(_ARGUMENT, _ARGUMENT)
def test_what_is_stored_comes_back(first: object, second: object) -> None:
    message = Message("{first} and {second}", first=first, second=second)
    again = Message.read(message.stored())
    assert again == message
    assert str(again) == str(message)


@given(_TEXT)
def test_any_text_can_be_read_as_a_message(text: str) -> None:
    assert str(Message.read(text)) == text
    assert str(Message.read(Message("{text}", text=text).stored())) == visible(text)
    assert str(Message.read('{"template": 3}')) == '{"template": 3}'


def test_an_error_is_a_message_and_keeps_its_kind() -> None:
    error = LabelerError("{n:# file|# files} in {folder}", n=1, folder=Path("a"))
    assert str(error) == "1 file in a"
    again = ImageError.of(error.message)
    assert isinstance(again, ImageError)
    assert again.message == error.message


def test_messages_are_compared_by_what_they_say() -> None:
    one = Message("{n} of {m}", n=1, m=2)
    assert one == Message("{n} of {m}", m=2, n=1)
    assert len({one, Message("{n} of {m}", m=2, n=1), Message("{n} of {m}", n=2, m=2)}) == 2
    assert one.worded(ENGLISH) == "1 of 2"
    assert fields("{n:# image|# images} in {folder:d}{") == {"n", "folder"}
