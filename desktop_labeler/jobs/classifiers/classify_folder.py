"""Classifies every image of a folder into a table; what a kill interrupts is resumed.

While it runs, the images found and what the classifier says about them are in a project file beside the table, named
after it with ".unfinished": the same search, the same reading and the same storage as in a project, so that a million
images need no more memory than a thousand, and a changed file is noticed.
"""

import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.computed.folder_predictions import (
    append_predictions,
    drop_other_predictions,
    predicted_images,
    prediction_parts,
)
from desktop_labeler.data.decoding.decode import page_count
from desktop_labeler.data.decoding.display_range import save_display_range
from desktop_labeler.data.decoding.signatures import PAGED, VIDEO_LEFT_OUT, suffix_of
from desktop_labeler.data.formats.classified_table import PLACES, Classified, classified_table, unfinished_place
from desktop_labeler.data.images.files.image_files import skipped_files, unread_endings
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import SUFFIX, ImageRow, Project, create_project, delete_project
from desktop_labeler.errors import FormatError, LabelerError, ProjectError, ProjectInUseError
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun, forget_run, note_run
from desktop_labeler.jobs.classifiers.open_classifier import OpenedClassifier, open_classifier
from desktop_labeler.jobs.embedding.run_network import run_network
from desktop_labeler.jobs.images.new_place import check_new_place, check_place_of, complete_or_gone
from desktop_labeler.jobs.scanning.scan import check_folder, scan_folders
from desktop_labeler.messages import Message
from desktop_labeler.ml.export.image_classifier import Predicted, predict
from desktop_labeler.ml.hardware.devices import Device, DeviceChoice, choose_device, with_cpu_fallback
from desktop_labeler.progress import Job, Progress

_WORK = "classify folder"  # the setting by which an unfinished result is recognised
_LISTED = 10  # files in a note
_VIDEO = Message("a video, which is not classified")
_PART = 1024  # images that are stored together
_KEPT_SECONDS = 10.0  # of work that a power cut may cost


@dataclass(frozen=True)
class ClassifyResult:
    """What classifying a folder gave.

    Attributes:
        out: the table.
        model: the name of the classifier.
        classes: the names of its classes.
        images: number of classified images.
        earlier: how many of these an interrupted attempt had classified already.
        counts: number of images by likeliest class.
        unlike: number of images that are unlike all classes.
        skipped: the path of every file that could not be used, with the reason; a folder ends with "/".
        seconds: the duration of this run.
        device: the name of the device, for people.
        notes: what else the person should know.
        unread: number of files of kinds that are not read, by file extension.
    """

    out: Path
    model: str
    classes: tuple[str, ...]
    images: int
    earlier: int
    counts: dict[str, int]
    unlike: int
    skipped: tuple[tuple[str, Message], ...]
    seconds: float
    device: str
    notes: tuple[Message, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)


def classify_folder(
    model: Path,
    folder: Path,
    out: Path,
    *,
    top: int = 5,
    device: DeviceChoice = "auto",
    bom: bool = sys.platform == "win32",
) -> Job[ClassifyResult]:
    """Classify every image of a folder and write a table; the folder and the model are only read.

    If it is cancelled or killed, the same call goes on where it stopped. Images that were changed meanwhile are
    classified again, and all of them if the classifier is another one.

    Args:
        model: a project file.
        folder: the folder, with everything below it.
        out: the table to write; it must not exist, nor be inside the folder or one of the images of the project.
        top: number of classes for each image, 1 to 10.
        device: "auto", "cpu", "cuda" or "mps".
        bom: start the table with the byte order mark by which Excel recognises UTF-8.

    Raises:
        LabelerError: the classifier cannot be opened, the folder is not there or vanished, or the table cannot be
            written; what was classified is kept.
        ValueError: `top` is not in 1 to 10.
    """
    if not 1 <= top <= len(PLACES):
        raise ValueError(f"top is {top}, which must be 1 to {len(PLACES)}")
    start = time.perf_counter()
    folder, out = Path(folder).absolute(), Path(out).absolute()
    check_folder(folder)
    work = unfinished_place(out)
    _remove_if_done(work, out)
    check_new_place(out, [(folder, [folder])])
    if Path(model).suffix == SUFFIX and Path(model).is_file():
        with Project(Path(model).absolute(), "read") as project:
            check_place_of(project, out)

    def classified(where: Device) -> Job[ClassifyResult]:
        opened = yield from open_classifier(Path(model).absolute(), where)
        with _unfinished(work, folder) as project:
            note_run(BegunRun(Path(model).absolute(), folder, out))
            yield from _scan(project)
            nothing = not len(find_images(project)) and not skipped_files(project)
            result = None if nothing else (yield from _classify(project, opened, out, top, bom))
        delete_project(work)
        forget_run(out)
        if result is None:
            raise LabelerError("There is no image in {folder}. Nothing was written. Check the name.", folder=folder)
        return replace(result, seconds=round(time.perf_counter() - start, 3))

    return (yield from with_cpu_fallback(choose_device(device), classified, Progress("classifying")))


def _remove_if_done(work: Path, out: Path) -> None:
    """Remove what a kill left behind after the table was complete."""
    done = _stored(work).get("done")
    if done and out.is_file() and done == _hash(out):
        delete_project(work)


def _hash(table: Path) -> str:
    with table.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _stored(work: Path) -> dict[str, object]:
    """Return what an unfinished result says about itself; empty for any other file, and where there is none."""
    try:
        with Project(work, "read") as project:
            found = project.setting(_WORK)
    except ProjectError:
        return {}
    return found if isinstance(found, dict) else {}


def _unfinished(work: Path, folder: Path) -> Project:
    """Open the unfinished result for writing; it is made if there is none.

    Raises:
        FormatError: its name is taken by another file, or by the result for another folder.
    """
    if not os.path.lexists(work):
        create_project(work, {_WORK: {"folder": str(folder)}}).close()
    begun = _stored(work).get("folder")
    if begun is None:
        raise FormatError("{out} exists already. It was left alone. Choose another name.", out=work)
    if begun != str(folder):
        raise FormatError(
            "{file} is the unfinished result for the folder {folder}. It was left alone. Finish that first, delete the "
            "file, or choose another name.",
            file=work,
            folder=str(begun),
        )
    try:
        return Project(work, durable=False)
    except ProjectInUseError as error:
        raise ProjectInUseError(
            "{out} is being made already, by another window or command. That one goes on and was left alone. Wait for "
            "it, or choose another name.",
            out=work.with_name(work.stem),
        ) from error


def _classify(project: Project, opened: OpenedClassifier, out: Path, top: int, bom: bool) -> Job[ClassifyResult]:
    classifier, notes = opened.classifier, list(opened.notes)
    save_display_range(project, opened.display)
    check_place_of(project, out)  # a link can lead into it
    if drop_other_predictions(project, classifier.key):
        notes.append(Message("The classifier has changed since this was begun: every image is classified again."))
    images = np.sort(find_images(project))
    known = predicted_images(project, classifier.key)
    todo = images[np.isin(images, known, invert=True)]
    skipped: list[tuple[str, Message]] = []
    if len(todo) < len(images):
        notes.append(Message("{n:# image was|# images were} classified before.", n=len(images) - len(todo)))
    paged: set[str] = set()
    yield from _run(project, opened, todo, len(images) - len(todo), skipped, paged)
    if paged:
        notes.append(
            Message(
                "Of {n:# file|# files} with several pages or frames, only the first was classified: {files}.",
                n=len(paged),
                files=sorted(paged)[:_LISTED],
            )
        )
    counts, unlike = Counter[str](), 0
    with complete_or_gone(out) as part:
        with classified_table(part, top, bom=bom) as table:
            for some in _rows(project, opened):
                table.add(some)
                counts.update(row.likeliest[0][0] for row in some)
                unlike += sum(row.unlike for row in some)
                yield Progress("writing", counts.total(), len(images))
            skipped = [*_unused(project), *skipped]
            table.add_skipped(skipped)
        project.save_setting(_WORK, {"folder": str(project.folders()[0].path), "done": _hash(part)})
    return ClassifyResult(
        out=out,
        model=opened.name,
        classes=opened.classes,
        images=counts.total(),
        earlier=len(images) - len(todo),
        counts=dict(counts.most_common()),
        unlike=unlike,
        skipped=tuple(skipped),
        seconds=0,
        device=classifier.device.label,
        notes=tuple(notes),
        unread=_unlisted(unread_endings(project), skipped),
    )


def _unused(project: Project) -> list[tuple[str, Message]]:
    """Return the path and reason of every unused file; no new project is made here that could ask for frames."""
    found = skipped_files(project)
    return [(path, _VIDEO if str(reason) == str(VIDEO_LEFT_OUT) else reason) for path, reason in found]


def _unlisted(endings: dict[str, int], skipped: Sequence[tuple[str, Message]]) -> dict[str, int]:
    """Return how many files are not read by suffix, without those that are listed with their reason."""
    listed = Counter(suffix_of(path.rpartition("/")[2]) for path, _ in skipped)
    return {ending: count - listed[ending] for ending, count in endings.items() if count > listed[ending]}


def _scan(project: Project) -> Job[None]:
    stored = project.setting(_WORK)
    assert isinstance(stored, dict)
    place = Path(str(stored["folder"]))
    folders = project.folders() or [project.add_folder(place)]
    yield from scan_folders(project, [replace(folders[0], path=place)])


def _run(
    project: Project,
    opened: OpenedClassifier,
    todo: IntArray,
    earlier: int,
    skipped: list[tuple[str, Message]],
    paged: set[str],
) -> Job[None]:
    """Classify images and store what the classifier says; what is finished is kept whatever happens.

    The paths of files with several pages are added to `paged`.
    """
    classifier, folder, store = opened.classifier, project.folders()[0].path, _Store(project, opened.classifier.key)
    done = earlier

    def prepare(row: ImageRow, file: Path, pixels: UInt8Array) -> UInt8Array:
        if suffix_of(file.name) in PAGED and page_count(file) > 1:
            paged.add(row.path)
        return classifier.prepare(pixels)

    def take(rows: list[ImageRow], _: list[UInt8Array], found: Predicted) -> None:
        nonlocal done
        done += len(rows)
        store.add(np.array([row.id for row in rows], np.int64), found)

    def skip(row: ImageRow, reason: Message) -> None:
        if not _holds_files(folder):
            raise LabelerError(
                "The folder {folder} is not there any more, or empty. {n:# image is|# images are} classified, and that "
                "is kept. Connect the disk that holds it and do this again: it goes on where it stopped.",
                folder=folder,
                n=done,
            )
        skipped.append((row.path, reason))

    try:
        yield from run_network(
            project,
            classifier,
            todo,
            Progress("classifying", earlier),
            prepare=prepare,
            compute=lambda prepared: predict(classifier, np.stack(prepared)),
            take=take,
            skip=skip,
        )
    finally:
        store.write()


def _holds_files(folder: Path) -> bool:
    """Whether a folder is there with something in it; a disk that was taken away leaves an empty one."""
    try:
        return any(folder.iterdir())
    except OSError:
        return False


class _Store:
    """Takes predictions as they are computed and writes them in parts: 1,024 images, or what ten seconds gave.

    Args:
        project: the unfinished result, open for writing.
        key: of the classifier.
    """

    def __init__(self, project: Project, key: str) -> None:
        self._project, self._key = project, key
        self._waiting: list[tuple[IntArray, Predicted]] = []
        self._since = time.monotonic()

    def add(self, ids: IntArray, found: Predicted) -> None:
        """Take the predictions of some images."""
        self._waiting.append((ids, found))
        if sum(len(some) for some, _ in self._waiting) >= _PART or time.monotonic() - self._since > _KEPT_SECONDS:
            self.write()

    def write(self) -> None:
        """Write what was taken so far."""
        if self._waiting:
            found = [each for _, each in self._waiting]
            append_predictions(
                self._project,
                self._key,
                np.concatenate([ids for ids, _ in self._waiting]),
                np.concatenate([each.classes for each in found]),
                np.concatenate([each.probabilities for each in found]),
                np.concatenate([each.unlike for each in found]),
            )
        self._waiting, self._since = [], time.monotonic()


def _rows(project: Project, opened: OpenedClassifier) -> Iterator[list[Classified]]:
    """Yield the classified images whose file is still there, in the order in which they were classified."""
    current = predicted_images(project, opened.classifier.key)
    current = current[np.isin(current, find_images(project))]
    for ids, classes, probabilities, unlike in prediction_parts(project, opened.classifier.key):
        place = {image: row for row, image in enumerate(ids.tolist())}
        some = []
        for image in project.images(ids[np.isin(ids, current)].tolist()):
            row = place[image.id]
            pairs = zip(classes[row].tolist(), probabilities[row].tolist(), strict=True)
            likeliest = [(opened.classes[number], value) for number, value in pairs]
            some.append(Classified(image.path, likeliest, bool(unlike[row])))
        yield some
