"""The command line: each command opens the project, runs a job and prints the result; no command needs Qt."""

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

from desktop_labeler.cli.parsing.parser import COMMANDS, command_parser
from desktop_labeler.data.project.logs import own_log
from desktop_labeler.data.project.wrong_values import explained
from desktop_labeler.errors import (
    ArchitectureError,
    ColumnError,
    EncodingError,
    LabelerError,
    NoSuggestionsError,
    NotEmbeddedError,
    NoTimesError,
    UnknownBackboneError,
    UnknownClassesError,
    known_error,
)
from desktop_labeler.messages import visible

DONE, TOLD, WRONG_USAGE = 0, 1, 2
# Command-line advice for errors that the window shows too.
_HINTS: dict[type[LabelerError], str] = {
    NotEmbeddedError: "(desktop-labeler embed PROJECT)",
    NoSuggestionsError: "(desktop-labeler embed PROJECT, then desktop-labeler round PROJECT)",
    NoTimesError: "(desktop-labeler metadata PROJECT cameras reads the times; --time NAME takes another column)",
    UnknownBackboneError: "(desktop-labeler backbones lists those that are here.)",
    ArchitectureError: "(--architecture names the network, for example timm:vit_small_patch14_reg4_dinov2.lvd142m.)",
    EncodingError: "(--encoding NAME)",
    UnknownClassesError: "(--add-classes)",
    ColumnError: "(--column label=NAME, --column rel_path=NAME)",
}
_log = logging.getLogger(__name__)


def run(words: Sequence[str], log_file: Path | None = None) -> int:
    """Run one command.

    Args:
        words: the arguments after the program's name, starting with the command.
        log_file: the log file, which is named to the person after an unexpected error; None if there is none.

    Returns:
        0 for success, 1 after an error that is explained on standard error, 2 for wrong usage.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a file name that the terminal cannot show must not stop the command
    try:
        arguments = command_parser().parse_args(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG_USAGE
    return _reporting(lambda: _command(arguments), log_file, getattr(arguments, "project", None))


def check_installation(words: Sequence[str], window: Callable[[Path], str], log_file: Path | None) -> int:
    """Run the self-test (see self_test_command); if even that cannot start, print the reason in one sentence."""
    return _reporting(
        lambda: int(import_module("desktop_labeler.cli.self_test_command").run(words, window, log_file)), log_file
    )


def _command(arguments: argparse.Namespace) -> int:
    if getattr(arguments, "by", None) or arguments.command == "package":
        import_module("desktop_labeler.cli.person_check").check_person(arguments)
    module, name = COMMANDS[arguments.command]
    # Imported late, so that a command loads only what it needs: `info` starts without the larger libraries.
    command: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    return command(arguments)


def _reporting(command: Callable[[], int], log_file: Path | None, project: Path | None = None) -> int:
    """Run a command and return its exit code; any error is printed as one sentence on standard error."""
    try:
        with _ended_as_by_ctrl_c(), _telling_of_logs(project):
            return command()
    except KeyboardInterrupt:
        return _say("Stopped. What was finished before is kept; the rest was not begun.")
    except BrokenPipeError:  # the reader of the output has gone: report nothing, and do not flush again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TOLD
    except Exception as error:  # noqa: BLE001 - any error is logged, and the person gets a sentence
        known = known_error(error) or (explained(project) if project is not None else None)
        if known is not None:
            _log.info("Told: %s", known, exc_info=error)
            hints = [hint for kind, hint in _HINTS.items() if isinstance(known, kind)]
            return _say(" ".join([str(known), *hints]))
        _log.exception("Unexpected")
        where = f" The details are in {log_file}." if log_file is not None else ""
        kind = type(error).__name__
        return _say(f"Something unexpected happened ({kind}: {error}). What was decided before is safe.{where}")


@contextmanager
def _telling_of_logs(project: Path | None) -> Iterator[None]:
    """Print what opening the project found beside it, however the command ends."""
    try:
        yield
    finally:
        for message in own_log.take_told(project) if project is not None else []:
            _say(str(message))


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end a command like Ctrl+C: a partial export is removed, finished results are kept."""

    def stop(_: int, __: FrameType | None) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []  # signals can only be handled in the main thread
    earlier = {number: signal.signal(number, stop) for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _say(sentence: str) -> int:
    sys.stderr.write(visible(sentence, lines=True) + "\n")
    return TOLD
