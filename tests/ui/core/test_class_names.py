"""Names of classes where there is little room: none passes for another."""

from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ui.core.class_names import GAP, ClassNames, Short, one_line, shared

LONG = [
    "Coelastrum microporum morphotype 3 – compact colony",
    "Coelastrum microporum morphotype 3 – open colony with mucilage",
    "Coelastrum microporum morphotype 13 – compact colony",
    "Coelastrum microporum morphotype 13 – open colony with mucilage",
    "Coelastrum astroideum morphotype 3 – compact colony",
    "Pediastrum duplex",
]


def known(*names: str) -> ClassNames:
    found = ClassNames()
    found.know(names)
    return found


@pytest.mark.parametrize("room", [20, 24, 30, 40])
def test_long_names_stay_apart(room: int) -> None:
    names = known(*LONG)
    shown = [names.short(name, len, room).text for name in LONG]
    assert len(set(shown)) == len(LONG)
    assert all(len(text) <= room for text in shown)


letters = st.text("abc ", min_size=1, max_size=6).map(one_line).filter(bool)


@given(st.text("xyz ", max_size=60).map(one_line), letters, letters, st.text("uvw ", max_size=60), st.integers(16, 90))
def test_two_names_stay_apart_wherever_they_differ(begin: str, one: str, other: str, end: str, room: int) -> None:
    pair = [one_line(f"{begin}{middle}{end}") for middle in (one, other)]
    names = known(*pair)
    shown = [names.short(name, len, room).text for name in pair]
    assert (shown[0] == shown[1]) == (pair[0] == pair[1])
    assert all(len(text) <= room for text in shown)


@given(st.lists(st.text("ab ", min_size=1, max_size=30), min_size=1, max_size=8), st.integers(0, 40))
def test_a_short_name_consists_of_parts_of_the_name(names: list[str], room: int) -> None:
    found = known(*names)
    for name in map(one_line, names):
        text, common = found.short(name, len, room)
        rest = name
        for part in text.split(GAP):
            assert part in rest
            rest = rest[rest.index(part) + len(part) :]
        assert 0 <= common <= len(text)


def test_what_is_common_is_told() -> None:
    names = known(*LONG)
    assert LONG[0][: names.common(LONG[0])] == "Coelastrum microporum morphotype 3 – "
    assert names.common("Pediastrum duplex") == 0
    whole = names.short(LONG[0], len, 100)
    assert whole == Short(LONG[0], len("Coelastrum microporum morphotype 3 – "))
    text, common = names.short(LONG[0], len, 36)
    assert text[common:] == "compact colony"


def test_two_lines_say_first_what_is_shared() -> None:
    names = known(*LONG)
    above, below = names.lines(LONG[2], len, 40)
    assert above.text == "Coelastrum microporum morphotype 13 –"
    assert above.common == len(above.text)
    assert below.text == "compact colony"
    assert names.lines("Pediastrum duplex", len, 40) == (Short("Pediastrum duplex", 0),)
    assert [line.text for line in known("a word and another").lines("a word and another", len, 11)] == [
        "a word and",
        "another",
    ]


@pytest.mark.parametrize("room", range(15, 60))
def test_what_follows_the_gap_begins_with_a_word(room: int) -> None:
    """Of “Diato…baena, morphotype 1” nobody reads the genus, where “Di… Anabaena, morph… 1” has room."""
    genera = ("Anabaena", "Aulacoseira", "Stephanodiscus")
    pattern = "Diatoms and blue-greens of the lower Danube, {}, morphotype {}"
    names = known(*(pattern.format(genus, number) for genus in genera for number in (1, 2)))
    for genus in genera:
        shown = names.short(pattern.format(genus, 1), len, room).text
        assert f" {genus[:4]}" in shown
        assert shown.endswith(" 1")


def test_a_short_last_word_never_stands_alone_on_a_line() -> None:
    names = known(
        "Coelastrum microporum morphotype 1",
        "Coelastrum microporum morphotype 12",
        "Cell of stage 3 a",
        "Cell of stage 3 b",
    )
    above, below = names.lines("Coelastrum microporum morphotype 12", len, 30)
    assert (above.text, below.text) == ("Coelastrum microporum", "morphotype 12")
    assert above.common == len(above.text)
    assert below.common == len("morphotype ")  # muted as before: what differs is the number
    assert [line.text for line in known("An unusual name of stage 3").lines("An unusual name of stage 3", len, 25)] == [
        "An unusual name of",
        "stage 3",
    ]
    assert [line.text for line in names.lines("Coelastrum microporum morphotype 12", len, 12)][1] == "12"  # no room


@given(st.lists(st.text("ab c1", min_size=1, max_size=30).filter(str.strip), max_size=6), st.integers(3, 30))
def test_two_lines_hold_the_words_of_the_name_in_their_order(names: list[str], room: int) -> None:
    there = known(*names)
    for name in there.names:
        lines = there.lines(name, len, room)
        assert all(line.text and 0 <= line.common <= len(line.text) for line in lines)
        if all(GAP not in line.text for line in lines):
            assert " ".join(line.text for line in lines) == name
            assert all(len(line.text) <= room for line in lines)
        before = len(lines[0].text) + 1 if len(lines) > 1 else 0
        if len(lines) > 1 and GAP not in lines[0].text + lines[1].text and before < there.common(name):
            assert lines[1].common == min(there.common(name) - before, len(lines[1].text))


def test_among_a_thousand_alike_a_name_takes_few_measurements() -> None:
    """Measuring a text is what shortening costs: of 1,000 names in two lines and in one, each takes a few."""
    calls = 0

    def measure(text: str) -> float:
        nonlocal calls
        calls += 1
        return 7.0 * len(text)

    for pattern in ("Coelastrum microporum morphotype {}", "Coelastrum morphotype {} in lateral view"):
        known, all_names = ClassNames(), [pattern.format(number) for number in range(1000)]
        known.know(all_names)
        shown = {known.short(name, measure, 120).text for name in all_names}
        assert len(shown) == len(all_names)
        calls = 0
        known.know([*all_names, "Other"])
        for name in all_names:
            known.short(name, measure, 120)
            known.lines(name, measure, 120)
        assert calls < 30 * len(all_names)
        calls = 0
        for name in all_names:
            known.lines(name, measure, 120)
        assert calls <= 2 * len(all_names)  # kept for as long as the classes are the same


def test_a_name_that_another_continues_has_a_common_part_too() -> None:
    """Of "morphotype 1" and "morphotype 10" what differs is the number, in both."""
    names = known("Coelastrum morphotype 1", "Coelastrum morphotype 10", "Coelastrum")
    for name in names.names[1:]:
        assert name[: names.common(name)] == "Coelastrum morphotype "
    assert names.common("Coelastrum") == 0


@given(st.text("ab ", max_size=12), st.text("ab ", max_size=12), st.text("ab ", max_size=12))
def test_the_shared_beginning_is_that_of_every_letter(begin: str, one: str, other: str) -> None:
    pairs = zip(begin + one, begin + other, strict=False)
    assert shared(begin + one, begin + other) == len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
