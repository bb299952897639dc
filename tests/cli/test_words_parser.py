"""Options stand anywhere among the words of a command, and what is not known is told with the command's own usage."""

import argparse
from collections.abc import Iterator
from itertools import chain, permutations

import pytest

from desktop_labeler.cli.parsing.parser import command_parser

WORDS = [
    ["certify", "P", "status"],
    ["certify", "P", "list"],
    ["audit", "P", "status"],
    ["restore", "P", "backup.labeler"],
    ["range", "P", "auto"],
    ["new", "P", "one", "two"],
    ["models", "P"],
    ["metadata", "P"],
    ["export", "P", "out"],
]


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_options_stand_anywhere(words: list[str]) -> None:
    tail = ["--format", "csv"] if words[0] == "export" else []
    plain = command_parser().parse_args([*words, *tail])
    plain.json = True
    for place in range(len(words) + 1):
        found = command_parser().parse_args([*words[:place], "--json", *words[place:], *tail])
        assert vars(found) == vars(plain)


def test_options_with_values_stand_anywhere() -> None:
    pieces = [["P"], ["next"], ["-n", "3"], ["--json"]]
    found = {
        str(sorted(vars(command_parser().parse_args(["certify", *chain(*order)])).items(), key=str))
        for order in permutations(pieces)
        if order.index(["P"]) < order.index(["next"])
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "words", [["certify", "P", "--json", "nonsense"], ["restore", "P", "--bogus"], ["audit", "P", "--json", "nonsense"]]
)
def test_what_is_not_known_is_told_with_the_usage_of_the_command(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        command_parser().parse_args(words)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(f"usage: desktop-labeler {words[0]} ")


def test_names_that_begin_with_a_dash_follow_two_dashes() -> None:
    assert [str(folder) for folder in command_parser().parse_args(["new", "P", "--", "-x"]).folder] == ["-x"]


def _every_parser(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _every_parser(below)


def test_no_option_can_be_abbreviated() -> None:
    """A script that abbreviates one would break with the next option that begins alike."""
    assert [one.prog for one in _every_parser(command_parser()) if one.allow_abbrev] == []
