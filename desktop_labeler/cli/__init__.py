"""The command line: every command opens the project, runs a job and prints; none needs Qt."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType

from desktop_labeler.cli.parser import COMMANDS, command_parser
from desktop_labeler.errors import (
    ArchitectureError,
    ColumnError,
    EncodingError,
    LabelerError,
    NotEmbeddedError,
    UnknownBackboneError,
)

DONE, TOLD, WRONG_USAGE = 0, 1, 2
# What errors that the window shows as well mean on the command line.
_HINTS: dict[type[LabelerError], str] = {
    NotEmbeddedError: "(desktop-labeler embed PROJECT)",
    UnknownBackboneError: "(desktop-labeler backbones lists those that are here.)",
    ArchitectureError: "(--architecture names the network, for example timm:vit_small_patch14_reg4_dinov2.lvd142m.)",
    EncodingError: "(--encoding NAME)",
    ColumnError: "(--column label=NAME, --column rel_path=NAME)",
}
_log = logging.getLogger(__name__)


def run(words: Sequence[str], log_file: Path | None = None) -> int:
    """Run one command.

    Args:
        words: the arguments after the program's name, starting with the command.
        log_file: named to the person when something unexpected happens.

    Returns:
        0 done, 1 a sentence for the person is on standard error, 2 wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a file name that the terminal cannot show is no reason to stop
    try:
        arguments = command_parser().parse_args(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USAGE
    return _told(lambda: _command(arguments), log_file)


def check_installation(words: Sequence[str], window: Callable[[Path], str], log_file: Path | None) -> int:
    """Run the self-test, see self_test_command; what keeps even that from starting is told in a sentence."""
    return _told(
        lambda: int(import_module("desktop_labeler.cli.self_test_command").run(words, window, log_file)), log_file
    )


def _command(arguments: argparse.Namespace) -> int:
    module, name = COMMANDS[arguments.command]
    # Late, so that a command loads what it needs: `info` starts without numpy's bigger friends.
    command: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    return command(arguments)


def _told(command: Callable[[], int], log_file: Path | None) -> int:
    """Run it; whatever goes wrong becomes one sentence on standard error."""
    try:
        with _ended_as_by_ctrl_c():
            return command()
    except LabelerError as error:
        _log.info("Told: %s", error, exc_info=error)
        hints = [hint for kind, hint in _HINTS.items() if isinstance(error, kind)]
        return _say(" ".join([str(error), *hints]))
    except KeyboardInterrupt:
        return _say("Stopped. What was finished before is kept; the rest was not begun.")
    except BrokenPipeError:  # the reader of the output has gone: nobody to tell, and no second attempt at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TOLD
    except Exception as error:  # noqa: BLE001 - whatever it was: the log has it, the person gets a sentence
        _log.exception("Unexpected")
        where = f" The details are in {log_file}." if log_file is not None else ""
        kind = type(error).__name__
        return _say(f"Something unexpected happened ({kind}: {error}). What was decided before is safe.{where}")


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end a command as Ctrl+C does: half an export goes, what is finished stays."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []  # only there can signals be handled
    earlier = {number: signal.signal(number, stop) for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _say(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return TOLD
