"""The output of commands: the result on standard output, progress on standard error."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from typing import TextIO, TypeVar

from desktop_labeler.messages import visible
from desktop_labeler.progress import Job, Progress, finish

T = TypeVar("T")
_LONGEST = 500  # characters of a name; a path may have 4,096
_SHOWN = 10  # lines shown of a long list


class ProgressLine:
    """Shows phase, n of N, rate and time left: one line that is updated on a terminal, a few lines in a file or pipe.

    Args:
        stream: the stream to write to.
        clock: returns a rising time in seconds.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._terminal = stream.isatty()
        self._pause = 0.1 if self._terminal else 10.0
        self._phase, self._began, self._shown = "", 0.0, float("-inf")
        self._first, self._waiting = 0, ""
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        """Show a step, unless another one was shown a moment ago."""
        now = self._clock()
        if progress.phase != self._phase:
            self.end()
            self._phase, self._began, self._shown, self._first = progress.phase, now, float("-inf"), progress.done
        if progress.note:
            self.end()
            self._stream.write(f"{visible(str(progress.note))}\n")
        text = self.text(progress, now - self._began)
        if now - self._shown >= self._pause:
            self._shown, self._waiting = now, ""
            self._write(text)
        else:
            self._waiting = text if self._terminal or now - self._began > 1 else ""

    def text(self, progress: Progress, seconds: float) -> str:
        """Return the line for a step, such as "reading: 1,200 of 5,000, 96/s, 40 s left"."""
        parts = [f"{progress.done:,} of {progress.total:,}" if progress.total else f"{progress.done:,}"]
        done = progress.done - self._first
        if done > 0 and seconds > 1:
            rate = done / seconds
            parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
            if progress.total > progress.done:
                parts.append(f"{duration((progress.total - progress.done) / rate)} left")
        if not progress.done and not progress.total:
            return progress.phase
        return f"{progress.phase}: {', '.join(parts)}"

    def end(self) -> None:
        """Show how far the phase got, and end the line that is being updated."""
        if self._waiting:
            self._write(self._waiting)
            self._waiting = ""
        if self._width:
            self._stream.write("\n")
            self._width = 0
        self._stream.flush()

    def _write(self, text: str) -> None:
        if self._terminal:
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()


def duration(seconds: float) -> str:
    """Return a time in seconds in readable form: "40 s", "3 min", "2 h 5 min"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def run_job(job: Job[T]) -> T:
    """Run a job to its end with progress on standard error; Ctrl+C closes the job, so that it ends cleanly."""
    line = ProgressLine(sys.stderr)
    try:
        with closing(job):
            return finish(job, line)
    finally:
        line.end()


def show(result: Mapping[str, object], text: str, *, as_json: bool) -> None:
    """Print the result as one JSON object, in ASCII so that every terminal can show it, or as the text.

    Whatever a name in the text holds, nothing of it reaches the terminal as a command.
    """
    sys.stdout.write((json.dumps(result) if as_json else visible(text, lines=True)) + "\n")
    sys.stdout.flush()


def plural(count: int, thing: str) -> str:
    """Return a count with its noun: "1 image", "2,062 images", "3 classes"."""
    if count == 1:
        return f"1 {thing}"
    return f"{count:,} {thing}{'es' if thing.endswith(('s', 'x', 'ch')) else 's'}"


def size_text(size: int) -> str:
    """Return a size in bytes in readable form: "1.2 MB", "310.5 kB", "95 bytes"."""
    if size < 1000:
        return plural(size, "byte")
    return f"{size / 1e3:,.1f} kB" if size < 1e6 else f"{size / 1e6:,.1f} MB"


def shown(path: str) -> str:
    """Return a name that is safe to print: one with line breaks or control codes is quoted, a very long one cut."""
    text = path if len(path) <= _LONGEST else f"{path[:_LONGEST]}…"
    return text if text.isprintable() else json.dumps(text)


def listing(title: str, lines: Sequence[str]) -> list[str]:
    """Return a title followed by the first ten lines; nothing if there are no lines."""
    if not lines:
        return []
    more = [f"  … and {len(lines) - _SHOWN:,} more (all of them with --json)"] if len(lines) > _SHOWN else []
    return [f"{title}:", *(f"  {shown(line)}" for line in lines[:_SHOWN]), *more]


def wrong_usage(text: str) -> int:
    """Print how a command is used, and return the exit code of wrong usage."""
    sys.stderr.write(text + "\n")
    return 2
