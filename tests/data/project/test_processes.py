"""A process is known by its number and its start: neither a later one with that number nor a zombie is taken for it."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.project.processes import MARK, own_mark, runs

_SAYS = (
    "from desktop_labeler.data.project.processes import own_mark\nprint(own_mark(), flush=True)\ninput()\n"  # and waits
)


@pytest.fixture
def living() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A process that runs until its input ends, and its mark."""
    with subprocess.Popen([sys.executable, "-c", _SAYS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process, process.stdout.readline().decode().strip()
        process.kill()


def test_a_process_runs_until_it_has_ended(living: tuple[subprocess.Popen[bytes], str]) -> None:
    process, mark = living
    assert re.fullmatch(MARK, mark)
    assert runs(mark)
    assert runs(own_mark())
    assert runs(str(process.pid)), "as an earlier version wrote it"
    process.kill()
    process.wait()
    assert not runs(mark)
    assert not runs(str(process.pid))


def test_one_that_took_over_the_number_is_another(living: tuple[subprocess.Popen[bytes], str]) -> None:
    number, _, start = living[1].partition(".")
    mine, _, my_start = own_mark().partition(".")
    assert start
    assert start != my_start
    assert not runs(f"{number}.{my_start}")
    assert not runs(f"{mine}.{start}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no zombies")
def test_one_that_nobody_waited_for_has_ended(living: tuple[subprocess.Popen[bytes], str]) -> None:
    process, mark = living
    process.kill()
    assert process.stdout is not None
    assert process.stdout.read() == b""  # closed as it ends
    while runs(mark):  # a few more steps of the system
        pass
    assert not runs(str(process.pid))
    assert process.returncode is None


@given(st.from_regex(MARK, fullmatch=True))
def test_any_mark_gets_an_answer(mark: str) -> None:
    assert runs(mark) in (True, False)
