"""A self-supervised training from its first step to its last: budget, checkpoints, and going back when it breaks."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from desktop_labeler.ml.backbones import UInt8Array
from desktop_labeler.ml.pretrain import State, Trainer
from desktop_labeler.progress import Job, Progress

KEPT_SECONDS = 60.0  # of training that a power cut may cost
COLLAPSED = 0.1  # spread of the outputs below which the images are hardly told apart any more
_WATCHED = 20  # steps the spread is averaged over
_BREAKS = 2  # how often a training may be rolled back before it is given up


@dataclass(frozen=True)
class Budget:
    """When a training is over: after some minutes of work, or after each image was seen so many times.

    Attributes:
        minutes: of training, pauses not counted; None for epochs.
        epochs: passes over the images; None for minutes.
    """

    minutes: float | None = None
    epochs: float | None = None


@dataclass(frozen=True)
class Point:
    """One point of the live curve: loss and spread (see pretrain.Step) around a step."""

    step: int
    progress: float
    loss: float
    spread: float


@dataclass
class Course:
    """How far a training is; stored with its checkpoints.

    Attributes:
        step: steps done.
        images: images seen, with repeats.
        seconds: of training, pauses not counted.
        progress: share of the budget that is used, 0 to 1.
        breaks: how often it went back to its last good state.
        ended: "" while it runs, "done", or why it was stopped: "collapsed" or "broken".
        curve: a point for every percent or so.
    """

    step: int = 0
    images: int = 0
    seconds: float = 0.0
    progress: float = 0.0
    breaks: int = 0
    ended: str = ""
    curve: list[Point] = field(default_factory=list)


def train(
    trainer: Trainer,
    images: UInt8Array,
    budget: Budget,
    keep: Callable[[Course, State], None],
    course: Course | None = None,
    *,
    seed: int = 0,
) -> Job[Course]:
    """Train until the budget is used.

    Cancelled (closed), it keeps its last state first, so that nothing is lost. When the loss is no number or the
    outputs collapse, it goes back to the last good state and on from there with other images; the second time it stops
    there and says so in `ended`.

    Args:
        trainer: at its start, or at a state that was kept.
        images: (N ≥ 2, H, W, 3) uint8, in memory or mapped from a file.
        budget: minutes or epochs.
        keep: stores course and state; called at the start, every minute, and at the end.
        course: of the state that was kept; None at the start.
        seed: of the order of the images.

    Returns:
        The course; the network is in `trainer`.

    Raises:
        LabelerError: memory ran out, or what `keep` raises.
    """
    course = course or Course()
    good = trainer.state()
    keep(course, good)
    watch = _Watch()
    batches = _batches(len(images), trainer.recipe.batch, seed + course.step)
    last = kept = time.monotonic()
    try:
        while not course.ended:
            yield Progress("training", int(1000 * course.progress), 1000)
            last = time.monotonic()  # what passed since the yield was a pause
            done = trainer.step(images[next(batches)], course.progress)
            course.seconds += time.monotonic() - last
            course.step += 1
            course.images += done.views // trainer.recipe.views
            course.progress = _share(course, budget, len(images))
            watch.see(done.loss, done.spread)
            if watch.broken or watch.collapsed:
                trainer.load(good)
                course.breaks += 1
                if course.breaks >= _BREAKS:
                    course.ended = "broken" if watch.broken else "collapsed"
                batches = _batches(len(images), trainer.recipe.batch, seed + 1_000_003 * course.breaks + course.step)
                watch = _Watch()
                continue
            if not course.curve or course.progress >= course.curve[-1].progress + 0.01 or course.progress >= 1:
                course.curve.append(Point(course.step, course.progress, watch.loss, watch.spread))
            if course.progress >= 1:
                course.ended = "done"
            if time.monotonic() - kept > KEPT_SECONDS and watch.sure:
                good, kept = trainer.state(), time.monotonic()
                keep(course, good)
    finally:
        keep(course, trainer.state())
    return course


def _share(course: Course, budget: Budget, count: int) -> float:
    if budget.minutes is not None:
        return min(1.0, course.seconds / (60 * budget.minutes))
    return min(1.0, course.images / (count * (budget.epochs or 1)))


def _batches(count: int, batch: int, seed: int) -> Iterator[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Yield places of images, every image once per pass; sorted within a batch, so that a mapped file reads forward."""
    chance = np.random.default_rng(seed)
    while True:
        order = chance.permutation(count)
        size = min(batch, count)
        for start in range(0, count - size + 1, size):
            yield np.sort(order[start : start + size])


class _Watch:
    """Looks at the last steps."""

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._spreads: list[float] = []

    def see(self, loss: float, spread: float) -> None:
        self._losses = [*self._losses[-_WATCHED + 1 :], loss]
        self._spreads = [*self._spreads[-_WATCHED + 1 :], spread]

    @property
    def loss(self) -> float:
        return _mean(self._losses)

    @property
    def spread(self) -> float:
        return _mean(self._spreads)

    @property
    def broken(self) -> bool:
        return not math.isfinite(self._losses[-1])

    @property
    def sure(self) -> bool:
        """Enough was seen since the start or the last break to call the present state good."""
        return len(self._losses) >= _WATCHED and not self.collapsed

    @property
    def collapsed(self) -> bool:
        return len(self._spreads) >= _WATCHED and self.spread < COLLAPSED


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))
