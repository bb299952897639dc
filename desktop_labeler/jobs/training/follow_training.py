"""Follows a training for the page Train: its notes, its curve, and whether it learns now."""

from collections.abc import Callable
from contextlib import closing
from typing import Protocol

from desktop_labeler.messages import Message
from desktop_labeler.ml.pretrain.training import Course
from desktop_labeler.progress import Job


class Live(Protocol):
    """What the page reads."""

    learning: bool
    """Whether the network is being trained now."""


def follow(
    training: Job[Course], live: Live, note: Callable[[Message | None], None], show: Callable[[], None]
) -> Job[None]:
    """Run a training to its end.

    Args:
        training: see ml.pretrain.training.train.
        live: what the page reads.
        note: takes each note for the person.
        show: called after every step, and at the end.
    """
    live.learning = True
    try:
        with closing(training):
            for progress in training:
                note(progress.note)
                show()
                yield progress
    finally:
        live.learning = False
    show()
