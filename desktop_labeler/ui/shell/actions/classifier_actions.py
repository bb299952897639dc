"""Using a classifier outside of its project: classifying a folder, opening the result, exporting."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.page_names import HOME
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun
from desktop_labeler.jobs.embedding.load_networks import load_networks
from desktop_labeler.jobs.projects.project_of_result import project_of_result
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job
from desktop_labeler.rounding import rounded_down, rounded_up
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.dialogs.exchange.classify_dialog import ClassifyDialog, ClassifyPlan
from desktop_labeler.ui.dialogs.exchange.export_model_dialog import ExportModelDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectPlan, suggested_place
from desktop_labeler.ui.shell.actions.job_actions import JobActions

if TYPE_CHECKING:
    from desktop_labeler.jobs.classifiers.classify_folder import ClassifyResult
    from desktop_labeler.jobs.classifiers.export_model import ExportedModel, ModelFormat


class ClassifierActions(JobActions):
    """The actions; each is a dialog and a job.

    Signals:
        make_wanted: a NewProjectPlan of the project to make from a result, and what to do if it is not made.
    """

    make_wanted = Signal(object, object)

    def __init__(self, window: QWidget, jobs: JobQueue) -> None:
        super().__init__(window, jobs)
        self._classifying: list[tuple[Queued, Path]] = []  # the jobs that classify folders, and their tables

    def under_way(self) -> list[Path]:
        """Return the tables into which folders are being classified, or will be when other jobs are done."""
        self._classifying = [one for one in self._classifying if self._jobs.runs(one[0]) or self._jobs.waits(one[0])]
        return [out for _, out in self._classifying]

    def classify(self, model: Path | None, run: BegunRun | None = None) -> None:
        """Ask what to classify, and do it in the background; the result can be opened as a project with suggestions.

        Args:
            model: the project that the dialog suggests; None for none.
            run: what was interrupted and is to go on; None for something new.
        """
        dialog = ClassifyDialog(model, self._window)
        if run is not None:
            dialog.go_on(run.model, run.folder, run.out)
        dialog.wanted.connect(self._classify)
        dialog.open()

    def _classify(self, plan: object) -> None:
        if isinstance(plan, ClassifyPlan):
            job = partial(_classify, plan)
            then = partial(self._classified, plan.folder)
            self._tell_wait()
            title = self.tr("Classifying a folder")
            self._classifying.append(
                (self._jobs.start(title, job, then, steps=job_steps.CLASSIFY), plan.out.absolute())
            )

    def _classified(self, folder: Path, found: object) -> None:
        result = cast("ClassifyResult", found)
        done = Message("{n:# image is|# images are} classified in {out}.", n=result.images, out=result.out.name)
        texts = [done, *result.notes]
        if result.skipped:
            texts.append(Message("{n:# file|# files} could not be used; the table says why.", n=len(result.skipped)))
        if result.unlike:
            texts.append(Message("{n:# image is|# images are} unlike all classes.", n=result.unlike))
        self._offer_project(folder, result, " ".join(worded(one) for one in texts))

    def _offer_project(self, folder: Path, result: "ClassifyResult", text: str) -> None:
        """Tell of a result, and offer to open it; again if the person then lets other jobs go on instead."""
        make = partial(self._make, folder, result, partial(self._offer_project, folder, result, text))
        tone = "care" if result.skipped or result.notes else ""
        self._jobs.announce(Notice(text, self.tr("Open as a project"), make, tone, everywhere=True))

    def _make(self, folder: Path, result: "ClassifyResult", otherwise: Callable[[], object]) -> None:
        project = suggested_place(folder)
        by = By(Message("new project").stored(), HOME)
        job = partial(project_of_result, project, folder, result.out, model=result.model, classes=result.classes, by=by)
        self.make_wanted.emit(NewProjectPlan(project, job), otherwise)

    def export(self, project: OpenProject | None) -> None:
        """Ask where to, and export the classifier of a project in the background."""
        if project is None:
            return
        dialog = ExportModelDialog(project, self._window)
        dialog.wanted.connect(partial(self._export, project.path))
        dialog.open()

    def _export(self, project: Path, out: Path, name: str) -> None:
        self._tell_wait()
        job = partial(_export, project, out, cast("ModelFormat", name))
        self._jobs.start(self.tr("Exporting the classifier"), job, self._exported, steps=job_steps.EXPORT_MODEL)

    def _exported(self, found: object) -> None:
        result = cast("ExportedModel", found)
        accuracy = result.accuracy
        texts = [Message("The classifier is exported to “{out}”.", out=result.out.name)]
        if accuracy.value is not None:
            texts.append(
                Message(
                    "Of {n:# label|# labels} that it had not seen, {share:.1%} were right ({low:.1%} to {high:.1%}).",
                    n=accuracy.count,
                    share=accuracy.value,
                    low=rounded_down(accuracy.low),
                    high=rounded_up(accuracy.high),
                )
            )
        text = " ".join(worded(one) for one in texts)
        show: Callable[[], object] = partial(show_in_file_manager, result.out)
        self._jobs.announce(Notice(text, self.tr("Show in the file manager"), show, everywhere=True))

    def _tell_wait(self) -> None:
        if self._jobs.busy:
            waits = self.tr("This begins when that is finished: {job}").format(job=self._jobs.ahead())
            self._jobs.announce(Notice(waits, lasts=False))


def _classify(plan: ClassifyPlan) -> "Job[ClassifyResult]":
    """Classify; the networks are imported here, on the job's thread, to keep the start fast."""
    yield from load_networks("desktop_labeler.jobs.classifiers.classify_folder")
    from desktop_labeler.jobs.classifiers.classify_folder import classify_folder

    return (yield from classify_folder(plan.model, plan.folder, plan.out))


def _export(project: Path, out: Path, kind: "ModelFormat") -> "Job[ExportedModel]":
    yield from load_networks("desktop_labeler.jobs.classifiers.export_model")
    from desktop_labeler.jobs.classifiers.export_model import export_model

    return (yield from export_model(project, out, format=kind))
