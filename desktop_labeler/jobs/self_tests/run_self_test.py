"""Runs the self-test from the window in a separate process, because it opens a window of its own."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.errors import LabelerError
from desktop_labeler.progress import Job, Progress

_PATIENCE = 0.1  # seconds between two checks whether the process has ended, and so the delay of a cancel


@dataclass(frozen=True)
class Check:
    """A check of the self-test: whether it passed, its duration in seconds, and what it found or why it failed."""

    name: str
    ok: bool
    seconds: float
    detail: str


@dataclass(frozen=True)
class SelfTestReport:
    """The report of a self-test: whether every check passed, the checks in order, the device, the total in seconds."""

    passed: bool
    checks: tuple[Check, ...]
    device: str
    seconds: float


def run_self_test() -> Job[SelfTestReport]:
    """Start another process of the program with --self-test and return its report; cancelling ends that process.

    Raises:
        LabelerError: the process ended without a report.
    """
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": str(max((os.cpu_count() or 2) - 1, 1)),
    }  # a core for the window
    process = subprocess.Popen(
        [*_program(), "--self-test", "--json"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    said: list[str] = []
    assert process.stdout is not None
    reader = threading.Thread(target=lambda stream: said.append(stream.read()), args=(process.stdout,), daemon=True)
    reader.start()
    try:
        while reader.is_alive():
            yield Progress("self-test")
            reader.join(_PATIENCE)
        process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        reader.join()
        process.stdout.close()
    return _parsed("".join(said), process.returncode)


def _program() -> list[str]:
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", "desktop_labeler"]
    talking = Path(sys.executable).with_name("desktop-labeler-console.exe")  # on Windows, only this one has output
    return [str(talking) if talking.is_file() else sys.executable]


def _parsed(text: str, code: int) -> SelfTestReport:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        found = json.loads(text)
        checks = tuple(Check(**check) for check in found["checks"])
        return SelfTestReport(bool(found["passed"]), checks, str(found["device"]), float(found["seconds"]))
    raise LabelerError(
        "The self-test ended without a report (exit code {code}). Projects are safe; the log says more, "
        "and the diagnostic report collects it.",
        code=code,
    )
