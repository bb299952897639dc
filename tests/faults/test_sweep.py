"""Which system calls the sweep tries."""

import argparse
import ast
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.cli.parsing.parser import COMMANDS, command_parser
from tests.faults.inputs import every_input
from tests.faults.scenarios import SCENARIOS
from tests.faults.sweep import DONE_ALREADY, is_done_already, places

# They only read: a kill or a full disk finds nothing of theirs half written.
_READ = {"info", "history", "next", "suggest", "suspects", "duplicates", "outliers"}
_READ |= {"audit next", "audit status", "answers", "agreement", "verify"}
_READ |= {"backbones", "models", "restore", "range"}  # without more words

ROOT = Path(__file__).resolve().parents[2]
KINDS = st.text("wsruc", min_size=1, max_size=300)


@given(kinds=KINDS, most=st.integers(3, 80), kill=st.booleans())
def test_calls_are_tried_once_each_and_as_many_as_there_is_time_for(kinds: str, most: int, *, kill: bool) -> None:
    chosen = places(kinds, most, kill=kill)
    able = [number for number, kind in enumerate(kinds, 1) if kill or kind in "wcr"]
    assert chosen == sorted(set(chosen))
    assert set(chosen) <= set(able)
    assert len(chosen) == min(most, len(able))


def test_calls_around_syncs_renames_and_removals_come_first() -> None:
    kinds = "w" * 100 + "s" + "w" * 100 + "r" + "w" * 100
    chosen = places(kinds, 12, kill=True)
    assert {100, 101, 102, 201, 202, 203} <= set(chosen)
    assert len([number for number in chosen if number < 90]) >= 1
    assert len([number for number in chosen if number > 210]) >= 1


def _actions(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices


def test_every_command_that_writes_is_swept() -> None:
    (commands,) = (one for one in command_parser()._actions if isinstance(one, argparse._SubParsersAction))
    every = set(COMMANDS) | {f"{name} {each}" for name, one in commands.choices.items() for each in _actions(one)}
    every -= {name for name, one in commands.choices.items() if any(_actions(one)) and name not in _READ}
    swept = {f"{words[0]} {word}" for words in (one.words for one in SCENARIOS) for word in words}
    swept |= {one.words[0] for one in SCENARIOS}
    assert every - _READ <= swept
    assert {"restore", "range", "backbones import", "models remove"} <= swept
    assert every >= _READ


def test_what_tells_a_command_that_was_done_is_still_said() -> None:
    sources = (ROOT / "desktop_labeler").rglob("*.py")
    trees = [ast.parse(source.read_text(encoding="utf-8")) for source in sources]
    said = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    texts = [text for text in said if isinstance(text, str)]
    assert [one for one in DONE_ALREADY if not any(one in text for text in texts)] == []
    assert is_done_already("Ann is called Bea here by now. Nothing was changed. Rename Bea instead.")
    assert not is_done_already("There is no file p.labeler. Check the name, or make a new project.")


def test_names_are_given_once() -> None:
    for names in ([one.name for one in SCENARIOS], [one.name for one in every_input()]):
        assert len(names) == len(set(names))
