"""One command of the program in a forked process: its exit code, what it printed, the system calls it made."""

import os
import resource
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults import calls

_UNEXPECTED = ("Traceback", "Something unexpected", "Fatal Python error")


@dataclass(frozen=True)
class Ended:
    """How a child ended.

    Attributes:
        code: its exit code; negative for the signal that ended it.
        text: standard output and standard error.
        calls: the number of system calls that changed a disk; 0 if it was killed.
        peak: its peak memory in bytes, that of the libraries included.
    """

    code: int
    text: str
    calls: int
    peak: int

    @property
    def unexpected(self) -> bool:
        """Whether it ended in something that no person should see."""
        return self.code not in (0, 1, -9) or any(mark in self.text for mark in _UNEXPECTED)


def run_command(words: Sequence[str], work: Path, *, kill_at: int = 0, full_at: int = 0) -> Ended:
    """Run a command of the program in a folder, with its data beside it."""

    def command() -> int:
        from desktop_labeler.__main__ import main

        os.environ["DESKTOP_LABELER_DATA"] = str(work.parent / f"{work.name} data")
        os.chdir(work)
        calls.arm(kill_at=kill_at, full_at=full_at)
        return main(list(words))

    return run_child(command, work.parent / "printed.txt")


def run_child(work: Callable[[], int], printed: Path) -> Ended:
    """Run a function in a forked process; what it returns is the exit code."""
    sys.stdout.flush()
    count = printed.with_suffix(".count")
    count.unlink(missing_ok=True)
    child = os.fork()
    if not child:
        _become(work, printed, count)
    _, status, used = os.wait4(child, 0)
    number = int(count.read_text()) if count.is_file() else 0
    text = printed.read_text(encoding="utf-8", errors="replace")
    return Ended(os.waitstatus_to_exitcode(status), text, number, used.ru_maxrss * 1024)


def _become(work: Callable[[], int], printed: Path, count: Path) -> None:
    """Be the child: never returns."""
    code = 70
    try:
        file = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        code = work()
        count.write_text(str(calls.disarm()))
    except BaseException:  # noqa: BLE001 - the parent reads it
        calls.disarm()
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
