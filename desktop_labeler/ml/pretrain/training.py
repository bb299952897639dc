"""The loop of every training: its budget, its checkpoints, and rolling back after a failure."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from desktop_labeler.array_types import AnyArray, IntArray
from desktop_labeler.messages import Message
from desktop_labeler.ml.hardware.devices import Device, device_errors
from desktop_labeler.ml.pretrain.methods import State, Step
from desktop_labeler.ml.pretrain.training_threads import TrainingThreads, meanwhile, training_threads
from desktop_labeler.progress import Job, Progress

KEPT_SECONDS = 30.0  # seconds between two checkpoints, the most training that a power cut may cost
COLLAPSED = 0.1  # spread of the outputs below which the network hardly distinguishes images any more
JUDGED_SECONDS = 10.0  # minimum seconds between two measurements of the kNN accuracy
_JUDGED_SHARE = 20  # a measurement may take one twentieth of the time
_WATCHED = 20  # number of steps over which loss and spread are averaged
_BREAKS = 2  # number of failures after which a training is ended
_LAST_STEP = 1.7  # seconds that a cancelled training may take to finish its step


class Learns(Protocol):
    """What is trained, one step at a time; see methods.Trainer."""

    part: int
    """Number of rows processed at once; smaller than the batch after memory ran out."""

    @property
    def batch(self) -> int:
        """Number of rows per step."""

    @property
    def views(self) -> int:
        """Number of views of each row in a step."""

    @property
    def device(self) -> Device:
        """Where it is trained."""

    def step(self, images: Any, progress: float, /) -> Step:  # noqa: ANN401 - rows of what train() is given
        """Train on one batch; progress: fraction of the training that is done, in [0, 1]."""

    def state(self) -> State:
        """Return the state needed to continue from here; it holds tensors and numbers only."""

    def load(self, state: State, /) -> None:
        """Load a state of the same training; a ValueError if it is of another one."""


@dataclass(frozen=True)
class Budget:
    """When a training ends: after some minutes, or after some passes over the images, whichever comes first.

    Attributes:
        minutes: minutes of training without pauses, above 0; None for no limit.
        epochs: passes over the images, above 0; None for no limit.
    """

    minutes: float | None = None
    epochs: float | None = None

    def __post_init__(self) -> None:
        """Raise ValueError unless one is given and what is given is above 0."""
        given = [value for value in (self.minutes, self.epochs) if value is not None]
        if not given or min(given) <= 0:
            raise ValueError(f"{self.minutes} minutes and {self.epochs} epochs: give one of them, above 0")


@dataclass(frozen=True)
class Point:
    """One point of the live curve: loss and spread (see methods.Step) around a step.

    Attributes:
        step: number of the step.
        progress: fraction of the budget that was used, in [0, 1].
        loss: mean loss of the last steps.
        spread: mean spread of the last steps.
        agreement: result of `judge` at this step; None if it was not called.
    """

    step: int
    progress: float
    loss: float
    spread: float
    agreement: float | None = None


@dataclass
class Course:
    """The progress of a training; stored with its checkpoints.

    Attributes:
        step: number of steps done.
        images: number of images processed, with repeats.
        seconds: seconds of training without pauses.
        progress: fraction of the budget that is used, in [0, 1].
        breaks: how often the training was rolled back to its last good state.
        ended: "" while it runs, "done", "stopped" by the person, or why it ended early: "collapsed" or "broken".
        curve: a point for about every percent of the budget.
        good: step of the last state that is known to be good; 0 for the start.
    """

    step: int = 0
    images: int = 0
    seconds: float = 0.0
    progress: float = 0.0
    breaks: int = 0
    ended: str = ""
    curve: list[Point] = field(default_factory=list)
    good: int = 0


def train(
    trainer: Learns,
    images: AnyArray,
    budget: Budget,
    keep: Callable[[Course, State], None],
    course: Course | None = None,
    *,
    judge: Callable[[], float] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Job[Course]:
    """Train until the budget is used.

    When the job is cancelled (closed), the current state is stored first; on a processor the one before the running
    step where that takes too long to finish. When the loss is not finite or the outputs collapse, the training returns
    to the last good state and continues with other images; after the second such failure it ends and gives the reason
    in `ended`.

    Args:
        trainer: a new trainer, or one with a stored state.
        images: (N ≥ 2, …) what the steps are given rows of, such as (N, H, W, 3) uint8, in memory or mapped from a
            file; read ahead on a separate thread.
        budget: minutes or epochs.
        keep: stores course and state; called at the start, every half minute, and at the end.
        course: the course that belongs to the stored state; None for a new training. It is changed in place.
        judge: measures the network for the curve, at intervals; it must not change the network.
        stop: called before every step; the training ends if it returns True.

    Returns:
        The course; the trained network is in `trainer`.

    Raises:
        LabelerError: memory ran out, the device failed, or `keep` raised it; the state stored last remains.
        ValueError: there are fewer than two images.
    """
    if len(images) < 2:
        raise ValueError(f"{len(images)} images: nothing to compare")
    with device_errors(trainer.device):
        return (yield from _trained(_Run(trainer, images, budget, keep, course or Course()), judge, stop))


def _trained(run: "_Run", judge: Callable[[], float] | None, stop: Callable[[], bool] | None) -> Job[Course]:
    """Run the steps of train()."""
    if run.course.ended:
        return run.course
    run.store()
    with training_threads() as threads:
        try:
            while not run.course.ended:
                if judge is not None and run.evaluation_due():
                    yield from run.evaluate(threads, judge)
                if stop is not None and stop():
                    run.course.ended = "stopped"
                else:
                    yield from run.step(threads)
        except GeneratorExit:
            run.rescue()
            raise
    run.store()
    return run.course


class _Run:
    """The state of a running train()."""

    def __init__(
        self,
        trainer: Learns,
        images: AnyArray,
        budget: Budget,
        keep: Callable[[Course, State], None],
        course: Course,
    ) -> None:
        self.course = course
        self._trainer, self._images, self._budget, self._keep = trainer, images, budget, keep
        self._good = trainer.state()
        self._watch = _Watch()
        self._batches = _batches(len(images), trainer.batch, course.step)
        self._ahead: Future[AnyArray] | None = None
        self._stepping: Future[tuple[Step, float]] | None = None
        self._kept = time.monotonic()
        self._judged, self._judging = -math.inf, 0.0
        self._note: Message | None = None
        self._slow = True  # whether a step may take longer than a cancelled training waits; unknown before the first
        self._before: State | None = None  # from before the running step, where steps are slow

    def step(self, threads: "TrainingThreads") -> Job[None]:
        """Do one step while the images of the next one are read."""
        ready = self._ahead or threads.reading.submit(self._read, next(self._batches))
        pixels = yield from meanwhile(ready, self._report())
        self._ahead = threads.reading.submit(self._read, next(self._batches))
        part = self._trainer.part
        self._stepping = threads.training.submit(self._train, pixels)
        self._note = None
        done, seconds = yield from meanwhile(self._stepping, self._report())
        self._stepping = None
        self._account(done, seconds)
        if self._trainer.part < part:
            self._note = Message(
                "Memory ran out: {n:# image goes|# images at a time go} through the network from here on.",
                n=self._trainer.part,
            )

    def evaluation_due(self) -> bool:
        """Whether to call `judge` again; it may take one twentieth of the time."""
        return time.monotonic() - self._judged > max(JUDGED_SECONDS, _JUDGED_SHARE * self._judging)

    def evaluate(self, threads: "TrainingThreads", judge: Callable[[], float]) -> Job[None]:
        """Measure the network for the curve."""
        start = time.monotonic()
        value = yield from meanwhile(threads.training.submit(judge), self._report())
        self._judged, self._judging = time.monotonic(), time.monotonic() - start
        self._add_point(value)

    def rescue(self) -> None:
        """Store the state after the running step has finished, or from before it if that takes too long."""
        if self._stepping is not None:
            if not wait([self._stepping], timeout=_LAST_STEP).done:  # the network is being changed
                if self._before is not None:
                    self._keep(self.course, self._before)
                return
            if self._stepping.exception() is not None:
                return  # the state that was stored last is consistent
            self._account(*self._stepping.result())
        self.store()

    def store(self) -> None:
        """Store the current state."""
        self._keep(self.course, self._trainer.state())

    def _read(self, places: IntArray) -> AnyArray:
        rows: AnyArray = self._images[places]
        return rows

    def _train(self, pixels: AnyArray) -> tuple[Step, float]:
        self._before = self._trainer.state() if self._slow and self._trainer.device.kind == "cpu" else None
        start = time.monotonic()  # started here, so that pauses are not counted
        done = self._trainer.step(pixels, self.course.progress)
        seconds = time.monotonic() - start
        self._slow = seconds > _LAST_STEP / 4
        return done, seconds

    def _account(self, done: Step, seconds: float) -> None:
        course = self.course
        course.seconds += seconds
        course.step += 1
        course.images += done.views // self._trainer.views
        course.progress = _share(course, self._budget, len(self._images))
        self._watch.see(done.loss, done.spread)
        if self._watch.broken or self._watch.collapsed:
            self._go_back()
            return
        if not course.curve or course.progress >= course.curve[-1].progress + 0.01 or course.progress >= 1:
            self._add_point(None)
        if course.progress >= 1:
            course.ended = "done"
        if time.monotonic() - self._kept > KEPT_SECONDS:
            self._keep_for_later()

    def _keep_for_later(self) -> None:
        state, self._kept = self._trainer.state(), time.monotonic()
        if self._watch.sure:
            self._good, self.course.good = state, self.course.step
        self._keep(self.course, state)

    def _go_back(self) -> None:
        """Load the last good state, then continue with other images or end the training."""
        course, why = self.course, "broken" if self._watch.broken else "collapsed"
        self._trainer.load(self._good)
        course.breaks += 1
        if course.breaks >= _BREAKS:
            course.ended = why
        self._batches = _batches(len(self._images), self._trainer.batch, 1_000_003 * course.breaks + course.step)
        self._ahead, self._watch = None, _Watch()
        self._note = Message(
            "The training went wrong ({reason}): it went back to its last good state and {then}.",
            reason=failure_reason(why),
            then=Message("ends there") if course.ended else Message("goes on from there with other images"),
        )

    def _add_point(self, agreement: float | None) -> None:
        course, watch = self.course, self._watch
        known = (watch.loss, watch.spread)
        if not watch.seen and course.curve:  # just after a break or a restart
            known = (course.curve[-1].loss, course.curve[-1].spread)
        course.curve.append(Point(course.step, course.progress, *known, agreement))

    def _report(self) -> Progress:
        course = self.course
        total = round(course.images / course.progress) if course.progress > 0 else 0
        return Progress("learning", course.images, max(total, course.images), self._note)


def failure_reason(ended: str) -> Message:
    """Return a message why a training ended early, for `ended` "broken" or "collapsed"."""
    if ended == "broken":
        return Message("its loss was no number")
    return Message("all images began to look the same to it")


def _share(course: Course, budget: Budget, count: int) -> float:
    by_time = course.seconds / (60 * budget.minutes) if budget.minutes is not None else 0.0
    by_count = course.images / (count * budget.epochs) if budget.epochs is not None else 0.0
    return min(1.0, max(by_time, by_count))


def _batches(count: int, batch: int, seed: int) -> Iterator[IntArray]:
    """Yield positions of the images of each batch, sorted so that a mapped file is read forward; each once per pass."""
    chance = np.random.default_rng(seed)
    while True:
        order = chance.permutation(count)
        size = min(batch, count)
        for start in range(0, count - size + 1, size):
            yield np.sort(order[start : start + size])


class _Watch:
    """Loss and spread of the last steps."""

    def __init__(self) -> None:
        self._losses: list[float] = []
        self._spreads: list[float] = []

    def see(self, loss: float, spread: float) -> None:
        self._losses = [*self._losses[-_WATCHED + 1 :], loss]
        self._spreads = [*self._spreads[-_WATCHED + 1 :], spread]

    @property
    def seen(self) -> bool:
        return bool(self._losses)

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
        """Whether there were enough steps since the start or the last failure to call the current state good."""
        return len(self._losses) >= _WATCHED and not self.collapsed

    @property
    def collapsed(self) -> bool:
        return len(self._spreads) >= _WATCHED and self.spread < COLLAPSED


def _mean(values: Sequence[float]) -> float:
    """The mean of some values; NaN without any."""
    return sum(values) / len(values) if values else math.nan
