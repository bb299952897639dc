"""The start of the program: log file, crash log and import order; then the window, or one command."""

import atexit
import ctypes
import faulthandler
import logging
import logging.handlers
import os
import shutil
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from desktop_labeler import __version__, display
from desktop_labeler.errors import refusal
from desktop_labeler.messages import Message
from desktop_labeler.paths import cache_dir, data_dir

_LOG_BYTES, _LOGS = 1_000_000, 3
_SAMPLE = "--sample"  # opens the window on the sample project
_SELF_TEST = "--self-test"
_FILE_NAME, _CRASHES = "desktop-labeler.log", "crash.log"


def main(words: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        words: the command-line arguments; those of this process by default.

    Returns:
        The exit code: 0 done, 1 an error (with a sentence on standard error), 2 wrong usage.
    """
    _give_streams()
    given = list(sys.argv[1:] if words is None else words)
    folder, rest = _data_dir_option(given)
    if folder is not None:
        os.environ["DESKTOP_LABELER_DATA"] = str(Path(folder).absolute())
    with logs() as log_file:
        log, began = logging.getLogger(__name__), time.monotonic()
        log.info("Version %s, arguments %s", __version__, given)
        code = _run(given, rest, log_file)
        log.info("Ended with %d after %.1f s", code, time.monotonic() - began)
        return code


def run_process() -> NoReturn:
    """Run the program and end the process with its exit code.

    A thread that nobody waits for may still be loading the networks or computing. Where the process ended as usual, the
    system would take their libraries apart under it: closed in its first second, the program crashed in 2 to 6
    of 36 tries. Everything is stored by now, so the process ends at once.
    """
    code = main()
    if any(thread.daemon and thread.is_alive() for thread in threading.enumerate()):
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # its reader may have closed it
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _run(given: list[str], rest: list[str], log_file: Path | None) -> int:
    if _SELF_TEST in rest:
        return int(import_module("desktop_labeler.cli").check_installation(rest, _check_window, log_file))
    if _wants_window(rest):
        return _window(rest, log_file)
    return int(import_module("desktop_labeler.cli").run(given, log_file))


def _give_streams() -> None:
    """Replace missing standard streams, as in a packaged program on Windows, by ones that discard output."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - open until the end


def _data_dir_option(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the folder of --data-dir, wherever it is in the arguments, and the other arguments."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir")
    if list(words[-1:]) == ["--data-dir"]:
        return None, list(words)  # the command parser reports what is wrong
    found, rest = parser.parse_known_args(words)
    return found.data_dir, rest


def _wants_window(words: Sequence[str]) -> bool:
    """Whether there is no command: nothing, --sample, or one word that is a file or looks like a project."""
    if not words or list(words) == [_SAMPLE]:
        return True
    return len(words) == 1 and not words[0].startswith("-") and _is_project_name(words[0])


def _is_project_name(word: str) -> bool:
    commands = import_module("desktop_labeler.cli.parsing.parser").COMMANDS
    return word not in commands and (word.endswith(".labeler") or Path(word).exists())


def _check_window(project: Path) -> str:
    """Run the window check of the self-test, without a display."""
    load_before_qt()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return str(import_module("desktop_labeler.ui.window_check").check_window(project))


def _window(words: Sequence[str], log_file: Path | None) -> int:
    load_before_qt()
    if said := display.trouble():
        logging.getLogger(__name__).error("%s", said)
        display.tell(f"{said}\nThe commands work without a window: desktop-labeler --help")
        return 1
    notice = _move_data_if_needed()
    try:
        app = import_module("desktop_labeler.ui.app")
    except ImportError as error:
        logging.getLogger(__name__).exception("The window cannot be loaded")
        where = f" The details are in {log_file}." if log_file is not None else ""
        help_text = display.missing_text(display.missing(str(error))) if "cannot open shared" in str(error) else ""
        display.tell(
            f"The window cannot be opened: {error}. The commands work without it (desktop-labeler --help).{where}"
            + (f"\n{help_text}" if help_text else "")
        )
        return 1
    if list(words) == [_SAMPLE]:
        return int(app.run(sample=True, notice=notice))
    return int(app.run(Path(words[0]) if words else None, notice=notice))


def _move_data_if_needed() -> Message | None:
    """Use a temporary data folder if the regular one cannot be made (full disk, no permission).

    Returns:
        A message for the person; None if the regular folder can be used.
    """
    try:
        data_dir()
        cache_dir()
    except OSError as error:
        folder = tempfile.mkdtemp(prefix="desktop-labeler-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        os.environ["DESKTOP_LABELER_DATA"] = folder
        return Message(
            "The folder for settings and logs cannot be made: {reason} ({folder}). Projects work and their decisions "
            "are stored in the project file, but settings are forgotten when the program ends. Free space, or start "
            "the program with another folder for its data.",
            reason=refusal(error),
            folder=error.filename,
        )
    return None


@contextmanager
def logs() -> Iterator[Path | None]:
    """Write the log, and a crash log if the program crashes, into the data folder.

    Yields:
        The log file; None if the data folder cannot be written, so that there is no log.
    """
    logging.raiseExceptions = False  # a full disk under the log is no reason for tracebacks on the screen
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        folder = data_dir() / "logs"
        folder.mkdir(exist_ok=True)
        if any(file.exists() and not file.is_file() for file in (folder / _CRASHES, folder / _FILE_NAME)):
            raise OSError("a pipe, at which the program would wait for ever")
        crash = (folder / _CRASHES).open("a", encoding="utf-8")
    except OSError:
        root.addHandler(logging.NullHandler())
        yield None
        return
    handler = logging.handlers.RotatingFileHandler(
        folder / _FILE_NAME, maxBytes=_LOG_BYTES, backupCount=_LOGS, encoding="utf-8", delay=True, errors="replace"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    earlier = faulthandler.is_enabled()
    faulthandler.enable(crash)
    try:
        yield folder / _FILE_NAME
    finally:
        faulthandler.enable(sys.__stderr__) if earlier and sys.__stderr__ else faulthandler.disable()
        root.removeHandler(handler)
        for log in (crash, handler):  # on a full disk even closing fails: a log never changes a result
            with suppress(OSError):
                log.close()


def load_before_qt(platform: str = sys.platform, load: Callable[[str], object] = ctypes.CDLL) -> None:
    """Load the libraries that must be loaded before Qt.

    On Windows torch's first library: the other way round it fails (pytorch#166628, #169429). The library alone takes
    a moment, torch itself seconds. On Linux without OpenGL the packaged program's own copy: Qt is linked to it, and a
    window of widgets never calls it.
    """
    if platform.startswith("linux"):
        _load_opengl(load)
    if platform != "win32":
        return
    torch = find_spec("torch")
    library = Path(torch.origin).parent / "lib" / "c10.dll" if torch is not None and torch.origin else None
    if library is not None and library.is_file():
        load(str(library))


def _load_opengl(load: Callable[[str], object]) -> None:
    own = getattr(sys, "_MEIPASS", None)
    if own is None:
        return
    try:
        load("libGL.so.1")
        load("libEGL.so.1")
    except OSError:
        for name in ("libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1"):
            file = Path(own, "opengl", name)
            if file.is_file():
                load(str(file))


if __name__ == "__main__":
    run_process()
