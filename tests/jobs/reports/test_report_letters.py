"""Letters of a PDF report: every script has its font or its number, and Arabic is joined and turned round."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.jobs.reports.report_letters import markup


def _shown(text: str) -> str:
    return unescape(re.sub(r"</?font[^>]*>", "", markup(text)))


@pytest.mark.parametrize("text", ["Ünï café", "Жук Ωμέγα", "猫 小鳥", "カタカナ", "“x” – ≥ → −", "a<b>&c", "😀"])
def test_letters_of_many_scripts_are_there(text: str) -> None:
    assert _shown(text) == text
    assert "<b>" not in markup(text)


def test_a_letter_that_no_font_has_is_said_by_its_number() -> None:
    assert _shown("a \U000132b9\U000132b8 b") == "a [U+132B9 U+132B8] b"  # hieroglyphs
    assert _shown("x\u200d\ufe0f") in {"x", "x\u200d\ufe0f"}  # nothing to see, nothing to say


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("سلام", "\ufee1\ufefc\ufeb3"),  # initial, lam with alef at the end, isolated: the last letter stands first
        ("لا", "\ufefb"),
        ("ab אבג cd", "ab גבא cd"),
        ("אב (ג1) x", "(1ג) בא x"),
        ("א12", "12א"),
        ("בּג", "גבּ"),
    ],
)
def test_what_is_written_leftwards_is_turned_round(text: str, shown: str) -> None:
    assert _shown(text) == shown


@given(st.text(max_size=40), st.booleans())
def test_every_text_can_be_written(text: str, bold: bool) -> None:
    found = markup(text, bold=bold)
    assert not re.search(r"<(?!/?font)", found)
    assert found.count("<font") == found.count("</font>")


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert _shown(text) == text
