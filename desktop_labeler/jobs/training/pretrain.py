"""Self-supervised training on a project's own images, and a comparison with the embedding before."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.embeddings import backbone_in_use, use_backbone
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.images.files.image_files import shorter_sides
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.compare_embeddings import Comparison, compare_spaces
from desktop_labeler.jobs.embedding.embed import embed_images, embed_project
from desktop_labeler.jobs.embedding.store_pixels import Pixels, store_pixels
from desktop_labeler.jobs.training.follow_training import follow
from desktop_labeler.jobs.training.training_plan import (
    LivePoint,
    LiveTraining,
    TrainingPlan,
    Unfinished,
    checkpoint_file,
    clear_other_trainings,
    discard_training,
    note_unfinished,
    training_folder,
    unfinished_training,
)
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import Device, DeviceChoice, choose_device, device_errors
from desktop_labeler.ml.pretrain.batch_size import fitting_batch, fitting_part
from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree
from desktop_labeler.ml.pretrain.learner import (
    NOTHING,
    Learner,
    default_start,
    finish_learner,
    keep_backbone,
    start_learner,
)
from desktop_labeler.ml.pretrain.methods import State, Trainer, recipe
from desktop_labeler.ml.pretrain.training import Budget, Course, failure_reason, train
from desktop_labeler.ml.pretrain.training_checkpoints import restore_state, store_state
from desktop_labeler.ml.pretrain.views import Augmentation, are_alike, is_flat, is_grey
from desktop_labeler.progress import Job, Progress

Keep: TypeAlias = Literal["yes", "no", "better"]

_FEWEST = 4  # minimum number of images to train on
_JUDGED = 2_000  # maximum number of labelled images on which the kNN accuracy of the curve is measured
_SAMPLED = 512  # number of images from which it is decided whether a folder has colour


_METHODS = {"fast": Message("Quick"), "simsiam": Message("SimSiam"), "byol": Message("BYOL")}  # as the window says


@dataclass(frozen=True)
class PretrainResult:
    """The result of a training.

    Attributes:
        backbone: name of the trained network in the registry.
        comparison: with the embedding used before; None if there was none.
        kept: whether the project now uses the new backbone.
        ended: "done", "stopped", "collapsed" or "broken".
        images: number of images that it learnt from.
        left_out: number of images whose copies did not fit on the disk.
        skipped: path and reason of each image that could not be read.
        seconds: seconds of training.
        views_per_second: views processed per second, forward and backward.
        device: description of the device that it ran on.
    """

    backbone: str
    comparison: Comparison | None
    kept: bool
    ended: str
    images: int
    left_out: int
    skipped: tuple[tuple[str, Message], ...]
    seconds: float
    views_per_second: float
    device: str


def pretrain_project(
    project_path: Path,
    plan: TrainingPlan,
    *,
    device: DeviceChoice = "auto",
    keep: Keep = "better",
    live: LiveTraining | None = None,
) -> Job[PretrainResult]:
    """Train a network on the images of a project, embed them with it, compare, and use it where it is better.

    After it was cancelled or killed, the same plan continues from the last checkpoint; another plan starts again.

    Args:
        project_path: the project file.
        plan: settings of the training.
        device: "auto", "cpu", "cuda" or "mps".
        keep: "better" uses the new backbone if it is significantly better, "yes" always, "no" never.
        live: updated while the training runs.

    Returns:
        The result. The embeddings of both backbones stay in the project.

    Raises:
        LabelerError: there are too few images, the disk is full, memory is not enough, or nothing could be learnt.
    """
    live = live if live is not None else LiveTraining()
    live.plan = plan
    yield Progress("opening the backbone")
    where = choose_device(device)
    with Project(project_path, "read") as project:
        begun = unfinished_training(project_path)
        used = backbone_in_use(project)
        origin, architecture = plan.start_from or default_start(used[1] if used is not None else ""), plan.architecture
        if origin == NOTHING and begun is not None and begun.plan == plan:
            architecture = begun.architecture  # perhaps chosen for another device: the training continues with it
        learner = start_learner(origin, architecture, _typical_side(project), where)
        clear_other_trainings(project_path)
        pixels = yield from store_pixels(project, training_folder(project_path), learner.stored)
        _check(pixels)
        judged = _Judged.of(project, pixels)
    with device_errors(where):
        session = _Session(project_path, plan, learner, pixels, where, live)
    yield from session.learn(judged)
    return (yield from session.conclude(keep))


def _typical_side(project: Project) -> int:
    """Return the median of the known shorter sides in pixels; 224 if none is known."""
    sides = shorter_sides(project, 10_000)
    return int(np.median(sides)) if sides else 224


def _check(pixels: Pixels) -> None:
    if len(pixels.ids) < _FEWEST:
        few = Message(
            "There {n:is # image|are # images} to learn from, and at least {k} are needed.",
            n=len(pixels.ids),
            k=_FEWEST,
        )
        unread = Message(" {n:# image|# images} could not be read.", n=len(pixels.skipped)) if pixels.skipped else ""
        raise LabelerError("{few}{unread} Nothing was changed; add images to the project.", few=few, unread=unread)
    some = _some(pixels)
    if are_alike(some):
        raise LabelerError(
            "The images all look the same, so there is nothing to tell apart. Nothing was changed; "
            "look at them in the program: perhaps one was copied many times."
        )
    if is_flat(some):
        raise LabelerError(
            "Nearly all images are of one colour, so there is nothing to learn from them. Nothing was changed; "
            "look at them in the program: perhaps they were exported wrongly."
        )


def _some(pixels: Pixels) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    places = np.linspace(0, len(pixels.ids), min(len(pixels.ids), _SAMPLED), endpoint=False)
    return pixels.images[places.astype(np.int64)]


@dataclass(frozen=True, eq=False)
class _Judged:
    """The labelled images on which the curve is measured: (n,) positions in the copies, labels, groups."""

    places: IntArray
    labels: IntArray
    groups: IntArray | None

    @staticmethod
    def of(project: Project, pixels: Pixels) -> "_Judged":
        labels = read_labels(project, pixels.ids)
        places = np.flatnonzero((labels.labels >= 0) & labels.usable)
        if len(places) > _JUDGED:
            places = np.sort(np.random.default_rng(0).choice(places, _JUDGED, replace=False))
        groups = None if labels.groups is None else labels.groups[places]
        return _Judged(places, labels.labels[places], groups)

    @property
    def useful(self) -> bool:
        return len(self.places) >= 10 and len(np.unique(self.labels)) > 1


class _Session:
    """One training, from its start or its checkpoint to the comparison."""

    def __init__(
        self,
        project_path: Path,
        plan: TrainingPlan,
        learner: Learner,
        pixels: Pixels,
        device: Device,
        live: LiveTraining,
    ) -> None:
        self._path, self._plan, self._learner, self._pixels = project_path, plan, learner, pixels
        self._device, self._live = device, live
        self._file = checkpoint_file(project_path)
        size, views = learner.preprocessing.size, recipe(plan.method).views
        batch = fitting_batch(learner.network, size, views, device, recipe(plan.method).batch)
        wanted = recipe(plan.method, min(batch, len(pixels.ids)))
        part = fitting_part(learner.network, size, views, device, wanted.batch)
        self._trainer = Trainer(learner.network, learner.dim, wanted, self._views(), learner.preprocessing, device)
        self._trainer.part = part
        unfinished = unfinished_training(project_path)
        same = unfinished is not None and unfinished.plan == plan
        restored = restore_state(self._file, self._trainer) if same else None
        if unfinished is not None and restored is None:
            discard_training(project_path)
        self._name = unfinished.name if unfinished is not None and restored is not None else _free_name(project_path)
        self._course = restored or Course()
        self._describe(goes_on=restored is not None)

    def _views(self) -> Augmentation:
        plan, side = self._plan, self._learner.preprocessing.size
        colour = plan.colour and not is_grey(_some(self._pixels))
        return Augmentation(
            mirror=plan.mirror,
            upside_down=plan.upside_down,
            colour=0.4 if colour else 0.0,
            grey=0.2 if colour else 0.0,
            blur=0.5 if side >= 64 else 0.0,
        )

    def _describe(self, *, goes_on: bool) -> None:
        live, pixels = self._live, self._pixels
        live.name, live.start, live.device = self._name, self._learner.start, self._device.label
        live.images = len(pixels.ids)
        self._note(self._device.note)
        if goes_on:
            self._note(
                Message("The training resumes where it was interrupted, at {done:.0%}.", done=self._course.progress)
            )
        for note in pixels.notes():
            self._note(note)

    def _note(self, sentence: Message | None) -> None:
        if sentence is not None and sentence not in self._live.notes:
            self._live.notes = (*self._live.notes, sentence)

    # --- training ---------------------------------------------------------------------------------------------------
    def learn(self, judged: _Judged) -> Job[None]:
        """Train until the budget is used, the person stops it, or it fails twice."""
        live = self._live
        for sentence in live.notes:
            yield Progress("learning", note=sentence)
        budget = Budget(self._plan.minutes, self._plan.epochs)
        judge: Callable[[], float] | None = (lambda: self._judge(judged)) if judged.useful else None
        job = train(
            self._trainer,
            self._pixels.images,
            budget,
            self._keep_state,
            self._course,
            judge=judge,
            stop=lambda: live.stop_wanted,
        )
        yield from follow(job, live, self._note, self._show)
        self._check_learnt()

    def _check_learnt(self) -> None:
        if self._course.ended in ("collapsed", "broken") and not self._course.good:
            discard_training(self._path)
            raise LabelerError(
                "The training failed ({reason}) before anything was learned. The backbone in use stays. Try "
                "another method, or start from another backbone.",
                reason=failure_reason(self._course.ended),
            )

    def _judge(self, judged: _Judged) -> float:
        """Return the kNN accuracy of the network as it is now, in [0, 1]."""
        wanted, stored = self._learner.preprocessing, self._learner.stored
        size = Preprocessing(wanted.size, wanted.size, "squash", stored.interpolation, mean=wanted.mean, std=wanted.std)
        info = BackboneInfo(self._name, "trained", self._learner.dim, wanted.size, Message(""))
        vectors = Backbone(self._trainer.network, info, size, self._device).embed(self._pixels.images[judged.places])
        return float(neighbors_agree(vectors, judged.labels, judged.groups).mean())

    def _keep_state(self, course: Course, state: State) -> None:
        store_state(self._file, course, state)
        try:
            known = Unfinished(self._plan, self._name, course.progress, course.seconds, self._learner.architecture)
            note_unfinished(self._path, known)
        except OSError as error:
            raise LabelerError(
                "The disk is full ({folder}). The training stopped; its last saved state is kept. Free some "
                "space and start it again: it resumes from there.",
                folder=self._file.parent,
            ) from error

    def _show(self) -> None:
        live, course = self._live, self._course
        live.progress, live.seconds = course.progress, course.seconds
        live.views_per_second = self._rate()
        if len(live.points) != len(course.curve):
            whole = self._plan.minutes if self._plan.minutes is not None else self._plan.epochs or 0.0
            live.points = tuple(
                LivePoint(point.progress * whole, point.loss, point.spread, point.agreement) for point in course.curve
            )

    def _rate(self) -> float:
        return self._course.images * self._trainer.recipe.views / max(self._course.seconds, 1e-9)

    # --- afterwards -------------------------------------------------------------------------------------------------
    def conclude(self, keep: Keep) -> Job[PretrainResult]:
        """Make a backbone from the network, compute embeddings with it, compare, and use the better one."""
        yield Progress("keeping the new backbone")
        info = BackboneInfo(
            self._name, "trained", self._learner.dim, self._learner.preprocessing.size, self._source(None)
        )
        backbone = finish_learner(self._learner, self._pixels.images, info, self._device)
        before = yield from self._embed_before()
        after = (yield from embed_images(self._path, backbone, use=False)).key
        comparison = None
        if before is not None and before[0] != after:
            comparison = yield from compare_spaces(self._path, before, (after, self._name))
            keep_backbone(
                backbone,
                BackboneInfo(self._name, "trained", info.dim, info.input, self._source(comparison)),
            )
        better = comparison is None or comparison.verdict == "better"
        kept = keep == "yes" or (keep == "better" and better)
        with Project(self._path, durable=False) as project:
            if kept:
                use_backbone(project, after, self._name)
            elif before is not None:
                use_backbone(project, *before)
        discard_training(self._path)
        return PretrainResult(
            backbone=self._name,
            comparison=comparison,
            kept=kept,
            ended=self._course.ended,
            images=len(self._pixels.ids),
            left_out=self._pixels.left_out,
            skipped=self._pixels.skipped,
            seconds=round(self._course.seconds, 3),
            views_per_second=round(self._rate(), 1),
            device=self._device.label,
        )

    def _embed_before(self) -> Job[tuple[str, str] | None]:
        """Return key and name of the backbone in use, after embedding every image with it; None without one."""
        with Project(self._path, "read") as project:
            in_use = backbone_in_use(project)
        try:
            done = yield from embed_project(self._path, device=self._device.kind)
        except LabelerError:  # its file is gone: the images embedded so far are compared
            return in_use
        return done.key, done.backbone

    def _source(self, comparison: Comparison | None) -> Message:
        """Return the description of the backbone: data, recipe, time, hardware, quality."""
        made = Message(
            "{n:# image|# images} of {project}, {method} from {start}, {minutes:.1f} min, {device}",
            n=len(self._pixels.ids),
            project=self._path.stem,
            method=_METHODS[self._plan.method],
            start=self._learner.start,
            minutes=self._course.seconds / 60,
            device=self._device.label,
        )
        if comparison is None or not comparison.labels:
            return made
        return Message(
            "{made}, neighbours agree {new:.1%} ({before}: {old:.1%}) of {n:# label|# labels}",
            made=made,
            new=comparison.after.agreement.value or 0.0,
            before=comparison.before.backbone,
            old=comparison.before.agreement.value or 0.0,
            n=comparison.labels,
        )


def _free_name(project_path: Path) -> str:
    """Return a name that no backbone has yet: the project and the time."""
    stem = re.sub(r"[^\w.-]+", "-", Path(project_path).stem).strip("-.")[:40] or "project"
    stem = stem if re.match(r"\w", stem) else f"p{stem}"
    wanted = f"{stem}-{datetime.now().astimezone():%m%d-%H%M}"
    taken = {file.stem for file in backbones_dir().glob("*.safetensors")}
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name
