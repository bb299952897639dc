"""The open project as the window uses it: rows, classes, decisions, undo, and signals of changes."""

import getpass
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions import classes as class_operations
from desktop_labeler.data.decisions import history, people
from desktop_labeler.data.decisions.box_edits import KIND as BOX
from desktop_labeler.data.decisions.changes import ANSWERS
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Decision, Edit
from desktop_labeler.data.decisions.label_rules import Rule
from desktop_labeler.data.decisions.packages import read_package
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.images.parts.image_parts import box_margin
from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images
from desktop_labeler.data.project import write_log
from desktop_labeler.data.project.answer_rows import ADJUDICATE
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import visible
from desktop_labeler.ui.background.project_workers import ProjectWorkers
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.core.errors import explain_by
from desktop_labeler.ui.core.row_cache import AnswersBeside, RowCache

_MERGE = 1_500  # ms after a decision until a long write-ahead log is copied, on another thread
_IDLE = 3_000  # ms without a decision until any log is copied, for people who copy the project file by hand
_AT_ONCE = 1_000  # images that one decision may touch on the main thread: about 20 ms (measured)


class OpenProject(QObject):
    """The project that is open in the window.

    Attributes:
        round: the number of the round in use, None before the first; not that of a newer one that nobody sees yet.
        blind: whether it is a package in which nothing is suggested, so that its answers are independent.
        made_for: the name that decisions carry in a package that was made for somebody; else empty.
        unpacking: whether images of a package may still have to be unpacked; `Unpacking` sets it.
        browsed: the filter of Browse, and the ids of the images that it is limited to, None for all.
        settling: the page on which decisions settle what people disagree on, as the history names it; empty for none.

    Signals:
        images_changed: int64 array of the images whose rows changed, or None for any.
        classes_changed: a class was added, renamed, recoloured, …
            boxes_changed: int64 array of the images that were drawn, moved, resized, deleted or brought back as boxes.
            boxes_came_or_went: an undo or redo of an import took boxes away or brought them back: pages ask again.
        history_changed: there is a new decision; the texts of undo and redo may have changed.
        busy_changed: a large decision is being written (True) or is done (False); others are refused meanwhile.
        stepped: an undo or redo was written; carries its decision and the ids (int64, ascending) it changed.
        no_step: there is nothing to undo (0) or to redo (1).
        failed: an exception to report.
    """

    images_changed = Signal(object)
    classes_changed = Signal()
    boxes_changed = Signal(object)
    boxes_came_or_went = Signal()
    history_changed = Signal()
    busy_changed = Signal(bool)
    stepped = Signal(object, object)
    no_step = Signal(int)
    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        explain_by(Path(path))
        self.project = Project(path)
        self.path = self.project.path
        package = read_package(self.project)
        self.made_for = package.name if package is not None else ""
        self.blind = package is not None and package.blind
        self.who = self.made_for or getpass.getuser()
        self.settling = ""
        self.browsed: tuple[Filter, IntArray | None] = (Filter(), None)
        self.busy = False
        self.round = self._newest_round()
        self._rows, self._beside = RowCache(self.project), AnswersBeside(self.project)
        self._classes: dict[int, LabelClass] = {}
        self.folders = self.project.folders()
        self.unpacking = any(folder.packed for folder in self.folders)
        self.display = display_range(self.project)  # another one is used when the project is opened again
        self.margin = box_margin(self.project)
        self._workers = ProjectWorkers(self.path, self)
        self._workers.failed.connect(self.failed)
        self._merge = QTimer(self, singleShot=True, interval=_MERGE)
        self._merge.timeout.connect(self._merge_log)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self._merge_all)
        write_log.put_off_merging(self.project.db)
        program = QGuiApplication.instance()
        if isinstance(program, QGuiApplication):
            program.applicationStateChanged.connect(self._state_changed)
        self._load_classes()

    def close(self) -> None:
        """Wait for writes to finish, then close the file."""
        explain_by(None)
        self._merge.stop()
        self._idle.stop()
        self._workers.close()
        self.project.close()

    # --- reading -------------------------------------------------------------------------------------------------

    @property
    def classes(self) -> list[LabelClass]:
        """The classes in screen order."""
        return sorted(self._classes.values(), key=lambda label: (label.position, label.id))

    def class_of(self, class_id: int | None) -> LabelClass | None:
        """Return a class by id; None for none or a deleted one."""
        return self._classes.get(class_id) if class_id is not None else None

    def rows(self, ids: Sequence[int]) -> dict[int, ImageRow]:
        """Return the rows of these images by id; those not cached are read at once: 0.02 ms each."""
        return self._rows.get(ids)

    def row(self, image: int) -> ImageRow | None:
        """Return the row of one image."""
        return self._rows.one(image)

    def answer_beside(self, image: int) -> tuple[State, int | None] | None:
        """Return state and class of the person's answer if the project's rule keeps another label; else None."""
        return self._beside.get(image, self.who)

    def file_of(self, row: ImageRow) -> Path:
        """Return the path of an image's file; raise ImageError if it lies outside its folder."""
        return self.project.file_of(row, self.folders)

    def may_be_packed(self, row: ImageRow) -> bool:
        """Whether an image without a file may be in a package that is not unpacked yet."""
        return self.unpacking and any(folder.packed for folder in self.folders if folder.id == row.folder_id)

    def find(self, wanted: Filter, sort: Sort, then: Callable[[IntArray], None]) -> None:
        """Find images off the main thread; `then` (a bound method of a QObject) gets the ids in order."""
        self.ask(lambda project: find_images(project, wanted, sort), then)

    def ask(self, work: Callable[[Project], object], then: Callable[..., None], *, loads: bool = False) -> None:
        """Run a reading function on another thread; see `ProjectWorkers.read`."""
        self._workers.read(work, then, loads=loads)

    @property
    def reading(self) -> bool:
        """Whether a query is running."""
        return self._workers.busy

    # --- deciding --------------------------------------------------------------------------------------------------

    def decide(
        self,
        images: Sequence[int] | IntArray,
        edit: Edit,
        *,
        kind: str,
        what: DecisionText,
        page: str,
        round_shown: int | None = None,
    ) -> None:
        """Write a decision; it is stored on return or, for many images, when busy_changed(False) is emitted.

        Args:
            images: ids.
            edit: what to set.
            kind: one word for the history.
            what: the text for the history.
            page: where it is made.
            round_shown: the round whose findings that page shows, None for the one in use.
        """
        ids = np.asarray(images, np.int64)
        # in an audit, an answer that changes nothing is a decision too
        shown = round_shown if round_shown is not None else self.round
        by, again = By(self.who, page, shown), page == audits.PAGE
        if self.busy or not len(ids):
            return
        if page == self.settling and kind in ANSWERS:
            kind = ADJUDICATE

        def write(project: Project) -> object:
            return history.decide(project, ids, edit, kind=kind, what=what, by=by, again=again)

        if len(ids) <= _AT_ONCE:
            self._settle(lambda: write(self.project), ids)
        else:
            self._large(write)

    def change_box(self, change: Callable[[Project, By], int], page: str) -> int | None:
        """Draw, move, resize or delete a box, see `box_edits`; return its image, None for an error that is reported."""
        if self.busy:
            return None
        try:
            image = change(self.project, By(self.who, page, self.round))
        except LabelerError as error:
            self.failed.emit(error)
            return None
        ids = np.array([image], np.int64)
        self._changed(ids, classes=False)
        self.boxes_changed.emit(ids)
        return image

    def _newest_round(self) -> int | None:
        number = self.project.setting("round")
        return number if isinstance(number, int) else None

    def undo(self) -> None:
        """Undo the last decision."""
        self._step(0, history.undo)

    def redo(self) -> None:
        """Redo the last undone decision."""
        self._step(1, history.redo)

    def until_next(self) -> Callable[[], bool]:
        """Return a test of whether nothing was decided, undone or redone after this call."""
        last = history.last_decision(self.project)
        return lambda: history.last_decision(self.project) == last

    def while_undone(self, decision: int, *, undone: bool) -> Callable[[], bool]:
        """Return a test of whether a decision is still undone, or still in force."""
        return lambda: history.is_undone(self.project, decision) == undone

    def next_steps(self) -> tuple[Decision | None, Decision | None]:
        """Return what undo and redo would act on."""
        return history.next_steps(self.project)

    def _step(self, which: int, step: Callable[..., Decision | None]) -> None:
        target = self.next_steps()[which]
        by = By(self.who, "", self.round)
        if target is None and not self.busy:
            self.no_step.emit(which)
        if target is None or self.busy:
            return
        if target.images <= _AT_ONCE:
            images = history.images_of(self.project, target.id)
            done = self._settle(lambda: step(self.project, by, expected=target.id), images, classes=True)
            if isinstance(done, Decision) and target.kind == BOX:
                self.boxes_changed.emit(images)
            if isinstance(done, Decision):
                self._stepped(done, images)
        else:
            self._large(lambda project: (step(project, by, expected=target.id), history.images_of(project, target.id)))

    def _stepped(self, done: Decision, images: IntArray) -> None:
        """Tell of an undo or redo; images that came or went with it are asked for again."""
        if history.adds_parts(self.project, done.id):
            self._changed(None, classes=True)
            self.boxes_came_or_went.emit()
        self.stepped.emit(done, images)

    # --- classes ---------------------------------------------------------------------------------------------------

    def add_class(self, name: str, *, key: str = "") -> LabelClass | None:
        """Add a class and return it; None if it could not be added, which is reported.

        Args:
            name: the name of the class.
            key: a free key for it; by default it gets the next one.
        """
        self.add_classes([name], key=key)
        return next((label for label in self.classes if label.name == " ".join(name.split())), None)

    def add_classes(self, names: Sequence[str], *, key: str = "") -> None:
        """Add several classes as one decision; a given key goes to the first."""
        by = By(self.who, "", self.round)
        self._settle(lambda: class_operations.add_classes(self.project, names, by, key=key), None, classes=True)

    def give_key(self, label: LabelClass, key: str) -> LabelClass | None:
        """Give a class a free key and return the changed class."""
        self.change_classes([replace(label, key=key)], DecisionText("key_class", name=label.name))
        return self.class_of(label.id)

    def change_classes(self, changed: Sequence[LabelClass], what: DecisionText) -> None:
        """Store renamed, recoloured, reordered classes as one decision."""
        by, new = By(self.who, "", self.round), {label.id: self._stored(label) for label in changed}
        self._settle(lambda: class_operations.change_classes(self.project, new, what, by), None, classes=True)

    def merge_classes(self, gone: LabelClass, into: LabelClass) -> None:
        """Give every image of one class another class, and delete the first."""
        by = By(self.who, "", self.round)
        self._large(lambda project: class_operations.merge_classes(project, self._stored(gone), self._stored(into), by))

    def delete_class(self, gone: LabelClass) -> None:
        """Delete a class; its images are unlabelled again."""
        by = By(self.who, "", self.round)
        self._large(lambda project: class_operations.delete_class(project, self._stored(gone), by))

    # --- people ----------------------------------------------------------------------------------------------------

    def set_rule(self, rule: Rule) -> None:
        """Let another rule choose the label where several people have answered, as one decision."""
        by = By(self.who, "", self.round)
        self._large(lambda project: people.set_rule(project, rule, by))

    def rename_person(self, name: str, new: str) -> None:
        """Give a person another name; the history keeps the one that it was written with."""
        self._settle(lambda: people.rename_person(self.project, name, new), None)

    def write_large(self, write: Callable[[Project], object]) -> None:
        """Let a function write to the project off the main thread, such as to accept thousands of suggestions."""
        self._large(write)

    # --- inside ----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Clear the caches and emit the signals after a job has changed images, classes or folders."""
        self.folders = self.project.folders()
        self._changed(None, classes=True)

    def _load_classes(self) -> None:
        stored = self.project.classes()
        self._classes = {label.id: replace(label, name=visible(label.name)) for label in stored}
        self._names = {label.id: label.name for label in stored}
        class_names().know(label.name for label in self._classes.values())

    def _stored(self, label: LabelClass) -> LabelClass:
        """Return a class with its stored name if the shown name differs from that and was not changed."""
        name = self._names.get(label.id, label.name)
        return replace(label, name=name) if visible(name) == label.name else label

    def _settle(self, write: Callable[[], object], images: IntArray | None, *, classes: bool = False) -> object:
        """Write on this thread and emit the signals; return the result, None for no change or an error."""
        try:
            result = write()
        except LabelerError as error:
            self.failed.emit(error)
            return None
        self._changed(images if images is not None else np.empty(0, np.int64), classes=classes)
        return result

    def _large(self, write: Callable[[Project], object]) -> None:
        if self.busy:
            return
        self.busy = True
        self.busy_changed.emit(True)
        self._workers.write(write, self._large_done, self._large_failed)

    def _large_failed(self, error: Exception) -> None:
        self.failed.emit(error)  # first, so that the following signals are not taken for success
        self._large_done(None)

    def _large_done(self, result: object) -> None:
        self.busy = False
        self.busy_changed.emit(False)
        self._changed(None, classes=True)
        if isinstance(result, tuple) and isinstance(result[0], Decision):
            self._stepped(*result)

    def _changed(self, images: IntArray | None, *, classes: bool) -> None:
        if images is None:
            self._rows.clear()
        else:
            self._rows.forget(images.tolist())
        self._beside.forget(images)
        if classes:
            self._load_classes()
            self.classes_changed.emit()
        self.images_changed.emit(images)
        self.history_changed.emit()
        self._idle.start()
        if not self._merge.isActive():
            self._merge.start()

    def _merge_all(self) -> None:
        self._idle.stop()
        self._workers.write(lambda project: write_log.merge_log(project.db, project.path, short=True), self._merged)

    def _merged(self, complete: object) -> None:
        """Try again later where somebody read an earlier state meanwhile."""
        if not complete:
            self._idle.start()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        """Copy the log when the person turns to another program, perhaps to copy the project file."""
        if state != Qt.ApplicationState.ApplicationActive and self._idle.isActive():
            self._merge_all()

    def _merge_log(self) -> None:
        if write_log.is_long(self.path):
            self._workers.write(lambda project: write_log.merge_log(project.db, project.path), _nothing)


def _nothing(result: object) -> None:
    """Ignore the result."""
