"""Trains a classifier on the labels of a project, and lets it take part in suggestions where it is better."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from desktop_labeler import __version__
from desktop_labeler.array_types import Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.classifier import Classifier, remove_classifier, save_classifier
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.computed.predictions import likeliest, remove_predictions
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.classifier_outlook import note_tried
from desktop_labeler.jobs.classifiers.finetune_plan import (
    MINUTES,
    TRAINED_HERE,
    FinetuneResult,
    Judgement,
    LiveFinetune,
    UnfinishedFinetune,
    discard_finetune,
    finetune_folder,
    last_judgement,
    note_unfinished_finetune,
    save_judgement,
    unfinished_finetune,
    was_begun,
)
from desktop_labeler.jobs.classifiers.finetune_task import FOLDS, FinetuneTask, choose_labels, read_task, write_task
from desktop_labeler.jobs.classifiers.judge_classifier import judge
from desktop_labeler.jobs.classifiers.keep_classifier import keep_classifier, merged
from desktop_labeler.jobs.classifiers.stored_classifier import fill_behind, outputs_of
from desktop_labeler.jobs.embedding.stored_rows import StoredRows, said_when_full
from desktop_labeler.jobs.rounds.build_graph import Space, current_space
from desktop_labeler.jobs.rounds.class_changes import classes_now
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.jobs.training.follow_training import follow
from desktop_labeler.jobs.training.training_plan import LivePoint, clear_other_trainings
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.finetune.cross_fit import LEAST, LEAST_ALONE, CrossFit, class_balance, finish_cross_fit
from desktop_labeler.ml.finetune.front_distance import FrontDistance, fit_front_distance
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.ml.finetune.training import Labelled, TailTrainer, passes, recipe_for
from desktop_labeler.ml.hardware.devices import Device, DeviceChoice, choose_device, device_errors
from desktop_labeler.ml.pretrain.methods import State
from desktop_labeler.ml.pretrain.training import Budget, Course, failure_reason, train
from desktop_labeler.ml.pretrain.training_checkpoints import restore_state, store_state
from desktop_labeler.progress import Job, Progress

Keep: TypeAlias = Literal["yes", "no", "better"]

LIMIT = 4 << 30  # maximum bytes of activations: 45,000 labelled images with their mirror images
_JUDGED = 400  # labels on which the accuracy of the curve is measured
_ENOUGH = 0.8  # of the passes over the labels, after which more minutes change little
_ANEW = Message("A training was interrupted before and cannot be resumed. This one begins anew.")
_POOL = 3_000  # images whose vectors tell how frequent classes are


def finetune_project(
    project_path: Path,
    *,
    minutes: float = MINUTES,
    device: DeviceChoice = "auto",
    keep: Keep = "better",
    part: Part = "last",
    live: LiveFinetune | None = None,
) -> Job[FinetuneResult]:
    """Train a part of the backbone in use on the labels, and judge it on labels that it has not seen.

    After it was cancelled or killed, a training of the same part with the same budget continues from its last
    checkpoint, with the labels of its start.

    Args:
        project_path: a project with an embedding and labels of at least two classes.
        minutes: budget of the training itself; with few labels it ends earlier.
        device: "auto", "cpu", "cuda" or "mps".
        keep: "better" keeps the classifier if it is better beyond chance, "yes" always, "no" never.
        part: what is trained: "head" a linear layer alone, "last" the last blocks as well, "all" the whole network,
            which takes a graphics card or much time.
        live: updated while the training runs.

    Returns:
        The result. Predictions of a kept classifier take part in the next round.

    Raises:
        LabelerError: there are too few labels, the backbone cannot be trained so, the disk is full, memory is not
            enough, or nothing could be learnt.
    """
    live = live if live is not None else LiveFinetune()
    live.minutes = minutes
    yield Progress("opening the backbone")
    where = choose_device(device)
    with Project(project_path, durable=False) as project:
        used = backbone_in_use(project)
        space = yield from current_space(project)
        assert used is not None  # current_space raises otherwise
        with device_errors(where):
            front = CutBackbone(open_backbone(used[1], where), part)
        clear_other_trainings(project_path)
        folder = finetune_folder(project_path)
        with said_when_full(folder):
            folder.mkdir(parents=True, exist_ok=True)
        session = _Session(project, project_path, front, part, space, minutes, live)
        session.begin()
        yield from session.compute_activations()
        with device_errors(where):
            yield from session.learn()
        return (yield from session.conclude(keep))


class _Session:
    """One training, from its start or its checkpoint to the kept classifier."""

    def __init__(
        self,
        project: Project,
        path: Path,
        front: CutBackbone,
        part: Part,
        space: Space,
        minutes: float,
        live: LiveFinetune,
    ) -> None:
        self._project, self._path, self._front, self._space = project, path, front, space
        self._minutes, self._part, self._live = minutes, part, live
        self._folder = finetune_folder(path)
        self._device: Device = front.device
        self._notes: list[Message] = []
        self._course = Course()

    def begin(self) -> None:
        """Take up an interrupted training, or choose the labels of a new one."""
        left = unfinished_finetune(self._path)
        begun = was_begun(self._path)
        wanted = (self._minutes, self._part)
        task = read_task(self._folder) if left is not None and (left.minutes, left.part) == wanted else None
        if task is None or task.backbone != self._front.key:
            self._note(_ANEW if begun else None)
            discard_finetune(self._path)
            views = 1 if self._space_flips() == "none" else 2
            row = 2 * int(np.prod(self._front.shape)) * (1 if self._front.is_whole else views)
            task = choose_labels(self._project, self._space, self._front.key, views, most=LIMIT // row)
        self._task: FinetuneTask = task
        self._live.labels = len(task.ids)
        for note in (self._device.note, *task.notes()):
            self._note(note)

    def _space_flips(self) -> str:
        stored = self._project.setting("flips")
        return str(stored) if isinstance(stored, str) else "none"

    def _note(self, sentence: Message | None) -> None:
        if sentence is not None and sentence not in self._notes:
            self._notes.append(sentence)
            self._live.notes = tuple(self._notes)

    # --- activations --------------------------------------------------------------------------------------------------
    def compute_activations(self) -> Job[None]:
        """Compute the activations of the labelled images that have none yet, of each view."""
        task, front = self._task, self._front
        views = 1 if front.is_whole else task.views  # the mirror image of an image is made when it is shown
        shape = (views, *front.shape)
        with said_when_full(self._folder):
            rows = StoredRows(
                self._folder, "activations.f16", shape, np.float16, f"{front.key} {front.starts_at} {views}"
            )
            known = rows.known(self._project, self._space.ids)
            todo = task.ids[np.isin(task.ids, known, invert=True)]
            if (len(known) + len(todo)) * rows.row > LIMIT:  # many are of labels that are gone
                rows.clear()
                todo = task.ids

            def compute(images: UInt8Array) -> Float16Array:
                return np.stack([front.activations(images, mirrored=view == 1) for view in range(views)], axis=1)

            skipped = yield from fill_behind(
                front,
                self._project,
                rows,
                todo,
                compute,
                lambda done, total: Progress("reading the images", done, total),
            )
            ids, activations = rows.load()
        if skipped:
            self._note(Message("{n:# image|# images} could not be read and {n:is|are} left out.", n=len(skipped)))
        self._task = task = task.only(np.isin(task.ids, ids))
        place = np.full(int(max(ids.max(initial=0), task.ids.max(initial=0))) + 1, -1, np.int64)
        place[ids] = np.arange(len(ids))
        if skipped and not task.is_enough:
            raise LabelerError(
                "{n:# labelled image|# labelled images} could not be read ({path}: {reason}), and the others are too "
                "few to train a classifier. Nothing was changed. If they are on another disk, connect it and start "
                "this again.",
                n=len(skipped),
                path=skipped[0][0],
                reason=skipped[0][1],
            )
        task.check()
        self._rows = place[task.ids]
        self._activations = activations.astype(np.float16, copy=False)

    # --- training -----------------------------------------------------------------------------------------------------
    def learn(self) -> Job[None]:
        """Train until the budget is used, nothing more is to be expected, the person stops it, or it fails twice."""
        task, live = self._task, self._live
        given = Labelled(
            self._activations,
            self._rows,
            task.taught,
            task.weights,
            task.folds,
            len(task.class_ids),
            mirrored=self._front.is_whole and task.views > 1,
        )
        self._trainer = TailTrainer(self._front, given, recipe_for(self._part))
        self._take_up()
        places = np.random.default_rng(0).permutation(len(task.ids))[:_JUDGED]

        def accuracy() -> float:
            said = self._trainer.held_out(places).argmax(axis=1)
            return float((said == task.labels[places]).mean())

        job = train(
            self._trainer,
            np.arange(len(task.ids)),
            Budget(self._minutes, passes(len(task.ids), self._part)),
            self._keep_state,
            self._course,
            judge=accuracy,
            stop=lambda: live.stop_wanted,
        )
        yield from follow(job, live, self._note, self._show)
        if self._course.ended == "broken" and not self._course.good:
            discard_finetune(self._path)
            raise LabelerError(
                "The training of the classifier failed ({reason}) before anything was learned. Nothing was changed; "
                "try it again.",
                reason=failure_reason(self._course.ended),
            )

    def _take_up(self) -> None:
        """Load the checkpoint of an interrupted training, or store the labels of a new one."""
        file = self._folder / "checkpoint.pt"
        restored = restore_state(file, self._trainer) if unfinished_finetune(self._path) is not None else None
        if restored is not None:
            self._course = restored
            done = Message("The training resumes where it was interrupted, at {done:.0%}.", done=restored.progress)
            self._note(done)
            return
        self._note(_ANEW if was_begun(self._path) else None)  # its checkpoint is damaged
        discard_finetune(self._path)
        with said_when_full(self._folder):
            write_task(self._folder, self._task)

    def _keep_state(self, course: Course, state: State) -> None:
        store_state(self._folder / "checkpoint.pt", course, state)
        with said_when_full(self._folder):
            left = UnfinishedFinetune(self._minutes, course.progress, course.seconds, self._part)
            note_unfinished_finetune(self._path, left)

    def _show(self) -> None:
        live, course = self._live, self._course
        live.progress, live.seconds = course.progress, course.seconds
        if len(live.points) != len(course.curve):
            live.points = tuple(
                LivePoint(point.progress, point.loss, point.spread, point.agreement) for point in course.curve
            )

    # --- afterwards ---------------------------------------------------------------------------------------------------
    def conclude(self, keep: Keep) -> Job[FinetuneResult]:
        """Calibrate and judge the classifier, and let it take part in suggestions where it is better."""
        task, project = self._task, self._project
        now = Progress("comparing")
        before = len(self._notes)
        self._note(self._too_short())
        logits = yield from on_thread(lambda: self._trainer.held_out(np.arange(len(task.ids))), now)
        far = None if self._front.is_whole else fit_front_distance(self._activations, self._rows, task.folds)
        least = LEAST_ALONE if far is None else LEAST
        fitted = finish_cross_fit(
            self._trainer.averaged[-1], logits, task.taught, task.weights, task.folds, self._shifts(), least
        )
        ids, names, notes = classes_now(project, task.class_ids, task.names)
        for note in notes:
            self._note(note)
        if len(np.unique(ids[ids >= 0])) < 2:
            discard_finetune(self._path)
            raise LabelerError(
                "Fewer than two of the classes that the classifier was trained on are left. Nothing was changed; train "
                "it again."
            )
        judgement = yield from judge(project, self._space, replace(task, class_ids=ids), fitted.held_out)
        kept = keep == "yes" or (keep == "better" and judgement.verdict == "better")
        earlier = last_judgement(project)
        note_tried(project)
        images = 0
        if not kept and earlier is not None and earlier[1]:
            self._note(Message("The classifier that was trained before stays in use."))
        else:
            self._replace(fitted, far, ids, names, judgement, kept=kept)
            if kept:
                images = yield from keep_classifier(self._path, device=self._device.kind)
        discard_finetune(self._path)
        return FinetuneResult(
            judgement=judgement,
            kept=kept,
            labels=len(task.ids),
            classes=len(task.class_ids),
            images=images,
            seconds=round(self._course.seconds, 3),
            ended=self._course.ended,
            device=self._device.label,
            notes=tuple(self._notes),
            after=tuple(self._notes[before:]),
        )

    def _too_short(self) -> Message | None:
        """Return a sentence if the budget ended the training long before it had seen its labels often enough."""
        wanted = passes(len(self._task.ids), self._part)
        done = self._trainer.steps * self._trainer.batch / max(len(self._task.ids), 1) / wanted
        if self._course.ended != "done" or done >= _ENOUGH:
            return None
        return Message(
            "When its minutes were over, the training had shown each label {share:.0%} as often as pays. With more "
            "minutes it may be better.",
            share=done,
        )

    def _shifts(self) -> Float32Array:
        """Return (K + 1, C) what makes classes as frequent as in the folder, by the labels that each tail has seen."""
        task, vectors = self._task, self._space.vectors
        place = np.full(int(self._space.ids.max()) + 1, -1, np.int64)
        place[self._space.ids] = np.arange(len(self._space.ids))
        own = vectors[place[task.ids]].astype(np.float32)
        some = np.random.default_rng(0).permutation(len(vectors))[:_POOL]
        pool = vectors[np.sort(some)].astype(np.float32)
        shifts = []
        for fold in (*range(FOLDS), -1):
            seen = task.folds != fold
            shifts.append(class_balance(own[seen], task.taught[seen], pool, task.fair[seen], len(task.class_ids)))
        return np.stack(shifts)

    def _replace(
        self,
        fitted: CrossFit,
        far: FrontDistance | None,
        ids: IntArray,
        names: tuple[str, ...],
        judgement: Judgement,
        *,
        kept: bool,
    ) -> None:
        """Store the classifier in place of an earlier one; one that is worse is not stored, unless it was wanted."""
        remove_predictions(self._project, TRAINED_HERE)
        save_judgement(self._project, judgement, kept=False)
        if kept or judgement.verdict != "worse":
            self._store(fitted, far, ids, names, judgement)
        else:
            remove_classifier(self._project)

    def _store(
        self,
        fitted: CrossFit,
        far: FrontDistance | None,
        ids: IntArray,
        names: tuple[str, ...],
        judgement: Judgement,
    ) -> None:
        kept = np.flatnonzero(ids >= 0)
        classifier = Classifier(
            backbone=self._front.name,
            backbone_key=self._front.key,
            starts_at=self._front.starts_at,
            class_ids=ids[kept],
            class_names=tuple(names[place] for place in kept.tolist()),
            temperature=fitted.temperature,
            accuracy=judgement.after,
            labels=len(self._task.ids),
            trained=datetime.now(UTC).isoformat(timespec="seconds"),
            program=__version__,
            tails=(outputs_of(fitted.tail, kept),),
            unlike_below=fitted.unlike_below,
            distance=None if far is None else far.arrays(),
        )
        columns, found = merged(ids[kept], fitted.held_out[:, kept])
        order = np.argsort(self._task.ids, kind="stable")
        given, learnt = ids[self._task.labels][order], ids[self._task.taught][order]
        held_out = likeliest(TRAINED_HERE, self._task.ids, columns, found)
        save_classifier(self._project, classifier, held_out, given, learnt)
