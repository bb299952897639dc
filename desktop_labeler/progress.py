"""How a long step reports its progress and returns its result."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from desktop_labeler.messages import Message

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """The progress of a job.

    Attributes:
        phase: a few words about what is being done ("reading images"); a literal, translated like a Message.
        done: units finished in this phase, at least 0.
        total: units in this phase; 0 while unknown.
        note: a remark to show once ("out of memory: batch halved to 32").
        device: description of the device in use, where that matters.
    """

    phase: str
    done: int = 0
    total: int = 0
    note: Message | None = None
    device: str = ""


Job = Generator[Progress, None, T]
"""A long step that yields Progress and returns its result; closing it cancels it and keeps finished work."""


def finish(job: Job[T], on_progress: Callable[[Progress], None] | None = None) -> T:
    """Run a job to its end on this thread and return its result.

    Args:
        job: the generator to run.
        on_progress: called with every Progress.

    Returns:
        The result of the job.
    """
    while True:
        try:
            progress = next(job)
        except StopIteration as end:
            result: T = end.value
            return result
        if on_progress is not None:
            on_progress(progress)
