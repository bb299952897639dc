"""One command of the program in a forked process: its exit code, what it printed, the system calls it made."""

import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults import calls

# Where the folder for temporary files is full, tempfile tries the next ones, with an empty file that it removes. SQLite
# chose its folder before the fork; its file has no name any more once it is open.
_PROBE = re.compile(r"/(var/|usr/)?tmp/([a-z0-9_]{8}|etilqs_[0-9a-f]{16})")
_PATIENCE = 300  # seconds, after which a child that does not end is ended
_UNEXPECTED = ("Traceback", "Something unexpected", "Fatal Python error")


@dataclass(frozen=True)
class Ended:
    """How a child ended.

    Attributes:
        code: its exit code; negative for the signal that ended it.
        text: standard output and standard error.
        calls: the system calls that changed a disk, a letter each (see calls.py); "" if it was killed.
        peak: its peak memory in bytes, that of the libraries included.
        outside: what it changed, or opened to change, outside the folders that it may change.
    """

    code: int
    text: str
    calls: str
    peak: int
    outside: tuple[str, ...] = ()

    @property
    def unexpected(self) -> bool:
        """Whether it ended in something that no person should see."""
        return self.code not in (0, 1, -9) or any(mark in self.text for mark in _UNEXPECTED)


def run_command(
    words: Sequence[str], work: Path, *, kill_at: int = 0, full_at: int = 0, patience: int = _PATIENCE
) -> Ended:
    """Run a command of the program in a folder, with its data beside it.

    It may change that folder, the images in it excepted, and its data. After `patience` seconds it is ended.
    """

    def command() -> int:
        from desktop_labeler.__main__ import main

        signal.alarm(patience)
        os.chdir(work)
        calls.arm(kill_at=kill_at, full_at=full_at)
        return main(list(words))

    os.environ["DESKTOP_LABELER_DATA"] = str(data_of(work))
    return run_child(command, work.parent / "printed.txt", [work, data_of(work)], [work / "images"])


def data_of(work: Path) -> Path:
    """Return the folder for the program's own data of the commands that run in a folder."""
    return work.parent / f"{work.name} data"


def run_child(
    work: Callable[[], int], printed: Path, folders: Sequence[Path] = (), but_not: Sequence[Path] = ()
) -> Ended:
    """Run a function in a forked process; what it returns is the exit code.

    Args:
        work: the function; what it changes is watched once it calls `calls.arm`.
        printed: a file for what it prints.
        folders: what it may change; by default the folder of `printed`.
        but_not: what it may not change in these.
    """
    sys.stdout.flush()
    count, outside, rest = (printed.with_suffix(ending) for ending in (".count", ".outside", ".tmp"))
    count.unlink(missing_ok=True)
    rest.mkdir(exist_ok=True)
    child = os.fork()
    if not child:
        for name in ("TMPDIR", "SQLITE_TMPDIR", "TORCHINDUCTOR_CACHE_DIR"):  # torch chose its own before the fork
            os.environ[name] = str(rest)
        calls.watch(
            os.open(outside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), [*(folders or [printed.parent]), rest], but_not
        )
        _become(work, printed, count)
    _, status, used = os.wait4(child, 0)
    kinds = count.read_text() if count.is_file() else ""
    text = printed.read_text(encoding="utf-8", errors="replace")
    lines = tuple(dict.fromkeys(outside.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]))
    lines = tuple(line for line in lines if not _PROBE.fullmatch(line))
    shutil.rmtree(rest, ignore_errors=True)
    return Ended(os.waitstatus_to_exitcode(status), text, kinds, used.ru_maxrss * 1024, lines)


def _become(work: Callable[[], int], printed: Path, count: Path) -> None:
    """Be the child: never returns."""
    code = 70
    try:
        file = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        sys.dont_write_bytecode = True
        signal.alarm(_PATIENCE)
        tempfile.tempdir = None
        code = work()
        kinds = calls.disarm()
        count.write_text(kinds)
    except BaseException:  # noqa: BLE001 - the parent reads it
        calls.disarm()
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
